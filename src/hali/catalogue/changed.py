"""What changed since a day or an earlier record: of one pair in its readings, of the whole record in its tables."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from hali import api
from hali.briefs import changes, material
from hali.briefs.changes import Compared
from hali.briefs.compose import day_of
from hali.record import revisions
from hali.record.store import Record, check_date


def compared(record: Record, a: str, b: str, since: str) -> tuple[Compared, str]:
    """The default series of a pair then and now, and what `since` is called: a day, or the id of a record.

    Args:
        record: the record as it is now.
        a: concept or dated code of one side.
        b: the same of the other.
        since: ISO day, or the id of a record that was on this machine.

    Raises:
        QuestionError: `since` is neither, or not before the record's own day.
        NotInRecord: the record never was in that state.
    """
    before = api.earlier(record, since)
    day = day_of(record)
    for state in (before, record):
        material.prepare(state, a, b, day)
    then, now = (material.gather(state, a, b, day) for state in (before, record))
    return changes.compare(then, now), before.as_of if before.id == record.id else before.id


def of_pair(record: Record, a: str, b: str, since: str) -> dict[str, Any]:
    """All changes of a pair as plain data, the largest first; arguments as in `compared`."""
    return dict(changes.as_data(*compared(record, a, b, since)))


def of_record(record: Record, since: str) -> dict[str, Any]:
    """What the publishers changed: tables of which something came out, and the largest revisions of values.

    Args:
        record: the record.
        since: ISO day.

    Raises:
        QuestionError: `since` is no day.
    """
    day = check_date(since)
    return {
        "since": day,
        "published": [asdict(one) for one in revisions.published(record, day)],
        "revised": [asdict(one) for one in revisions.revised(record, day)],
    }
