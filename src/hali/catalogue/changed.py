"""What changed since a day or an earlier record: of one pair in its readings, of the whole record in its tables."""

from __future__ import annotations

from typing import Any

from hali import api
from hali.brief import changes, material
from hali.brief.changes import Compared
from hali.brief.compose import day_of
from hali.record.query import SERIES
from hali.record.store import Record, check_date

LISTED = 50
"""Revised values of the whole record that are listed one by one."""


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
    """What the publishers changed: how many values of each table are new, revised or withdrawn; the largest revisions.

    Args:
        record: the record.
        since: ISO day.

    Raises:
        QuestionError: `since` is no day.
    """
    day = check_date(since)
    until = record.as_of or "9999-12-31"
    return record.warehouse.note(("changed", day, until), lambda: _of_record(record, day, until))


def _of_record(record: Record, day: str, until: str) -> dict[str, Any]:
    cursor = record.warehouse.observed()
    key = ", ".join(f'"{name}"' for name in SERIES)
    cursor.execute(
        f"create temp table steps as select {key}, known, gone, value, "  # noqa: S608 - names of declared columns
        f"lag(value) over (partition by {key} order by known, cell) as before from observations "
        "where known <= ?::date and status <> 'Q'",
        [until],
    )
    tables = cursor.execute(
        "select dataflow, count(*) filter (known > ?::date and before is null), "
        "count(*) filter (known > ?::date and before <> value), "
        "count(*) filter (gone > ?::date and gone <= ?::date) from steps group by dataflow order by dataflow",
        [day, day, day, until],
    ).fetchall()
    revised = cursor.execute(
        f"select {key}, before, value, known::varchar from steps "  # noqa: S608 - names of declared columns
        "where known > ?::date and before <> value "
        f"order by abs(value - before) / greatest(abs(before), 1e-9) desc, {key}, known limit {LISTED}",
        [day],
    ).fetchall()
    cursor.close()
    return {
        "since": day,
        "tables": [
            {"dataflow": name, "added": new, "revised": other, "withdrawn": gone}
            for name, new, other, gone in tables
            if new or other or gone
        ],
        "largest": [dict(zip((*SERIES, "before", "after", "known"), row, strict=True)) for row in revised],
    }
