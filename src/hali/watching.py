"""Tell an address what changed between two partners: compare, sign, send, remember what was told.

<data folder>/watch/<digest of pair and address>.json   the state of the record that was told last
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hali import api
from hali.access import durable, webhook
from hali.briefs.compose import day_of
from hali.catalogue import changed
from hali.errors import NotInRecord, QuestionError
from hali.record.store import Record, data_folder
from hali.version import VERSION

KINDS = ("changed", "added", "withdrawn")
"""What may happen to a number."""

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
LEAST = 10
"""Seconds between two looks at the least."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one look.

    Attributes:
        record: id of the record that was looked at.
        counts: changes by kind.
        sent: whether a message went out.
        first: whether nothing had been told before, so that there was nothing to compare with.
    """

    record: str
    counts: dict[str, int]
    sent: bool
    first: bool

    def line(self) -> str:
        """What came of it, in one line."""
        if self.first:
            return f"record {self.record}: watched from here on; --since DAY tells what changed before"
        if not self.sent:
            return f"record {self.record}: nothing changed"
        return f"record {self.record}: told of " + ", ".join(f"{self.counts[kind]:,} {kind}" for kind in KINDS)


def look(pair: tuple[str, str], url: str, secret: str, since: str = "", path: Path | None = None) -> Told:
    """Compare the record with what was told last, and send what changed, if anything did.

    Args:
        pair: the two partners, as codes.
        url: where messages go.
        secret: what they are signed with.
        since: day to compare with where nothing was told before; "" = start from now.
        path: data folder; default as everywhere.

    Raises:
        NotDelivered: the receiver did not take it; what was told last stays as it is.
        QuestionError: the address, the secret or the day will not do.
    """
    webhook.checked_address(url)
    webhook.checked_secret(secret)
    kept = _kept(path or data_folder(), pair, url)
    record = api.open_record(path)
    last = _last(kept)
    before = last["record"] if last else since
    none = dict.fromkeys(KINDS, 0)
    if not before:
        _keep(kept, record)
        return Told(record.id, none, sent=False, first=True)
    if before == record.id:
        return Told(record.id, none, sent=False, first=False)
    found = _changes(record, pair, before, last["day"] if last else since)
    counts = {kind: len(found[kind]) for kind in KINDS}
    if any(counts.values()):
        webhook.post(url, message(record, pair, found), secret)
    _keep(kept, record)
    return Told(record.id, counts, sent=any(counts.values()), first=False)


def message(record: Record, pair: tuple[str, str], found: dict[str, Any]) -> bytes:
    """The document that is sent: the shape of `/api/v1/changes`, with the pair and the time."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    shape = {"hali": VERSION, "kind": "changes", "pair": list(pair), "record": record.id, "sent": now, **found}
    return (json.dumps(shape, ensure_ascii=False, allow_nan=False) + "\n").encode()


def seconds(text: str) -> float:
    """A span such as 90s, 15m, 6h, 1d in seconds.

    >>> seconds("15m")
    900.0

    Raises:
        QuestionError: it is none, or shorter than LEAST.
    """
    match = re.fullmatch(r"(\d{1,6})([smhd])", text)
    found = float(match[1]) * UNITS[match[2]] if match else 0.0
    if found < LEAST:
        raise QuestionError(f"--every {text!r}: write a number with s, m, h or d, {LEAST}s at the least")
    return found


def _changes(record: Record, pair: tuple[str, str], before: str, day: str) -> dict[str, Any]:
    """What changed since the record that was told; since its day where this machine no longer holds it."""
    try:
        return changed.of_pair(record, *pair, before)
    except NotInRecord:
        return changed.of_pair(record, *pair, day)


def _kept(folder: Path, pair: tuple[str, str], url: str) -> Path:
    digest = hashlib.sha256("|".join((*pair, url)).encode()).hexdigest()[:24]
    return folder / "watch" / f"{digest}.json"


def _last(kept: Path) -> dict[str, str] | None:
    """What was told last, None if nothing was or the note cannot be read."""
    try:
        told = json.loads(kept.read_text(encoding="utf-8"))
        return {"record": str(told["record"]), "day": str(told["day"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(kept: Path, record: Record) -> None:
    durable.folder(kept.parent)
    durable.write(kept, json.dumps({"record": record.id, "day": day_of(record)}).encode())
