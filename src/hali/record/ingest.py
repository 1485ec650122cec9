"""Files given by hand: the dataflow is recognised from the content, the rest goes the way of a harvest."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from hali.access import integrity, refusals
from hali.access.http import Limits
from hali.access.rawstore import hash_file
from hali.errors import HaliError, UnreadableInput
from hali.model.source import Feed, Reply, Request, Source, together
from hali.record import bulk, bulk_chapters, shaping
from hali.record.harvest import Outcome, commit, judged, keep, reason
from hali.record.journal import now
from hali.record.shaping import Answer
from hali.record.vintages import Draft, Store, text

if TYPE_CHECKING:
    import pyarrow as pa

LISTED = 8
"""Codes a scope names one by one, and tables an error lists."""

_SHORT = 20_000
"""Bytes of an answer that may be a message about the answer."""


def ingest(
    store: Store,
    source: Source,
    files: Sequence[Path],
    *,
    partners: Sequence[str] = (),
    told: Callable[[Outcome], None] = lambda _: None,
) -> list[Outcome]:
    """Make vintages of a publisher's files; every file is recognised before the first is read in.

    Args:
        store: where files and vintages go.
        source: the publisher.
        files: files of its tables, in the order they came out.
        partners: area codes; of a bulk file only rows with one of them are kept. Empty = everything.
        told: called with each outcome as it comes.

    Raises:
        UnreadableInput: a file cannot be read, fits no table of the publisher, or fits several.
    """
    known = [(path, *_recognised(source, path)) for path in dict.fromkeys(files)]
    parts: dict[str, list[tuple[Path, Feed, Reply]]] = {}
    for path, dataflow, reply in known:
        # files whose rows are joined by a rule of their own are one slice
        name = dataflow.id if dataflow.combine is not together else f"{dataflow.id} {path}"
        parts.setdefault(name, []).append((path, dataflow, reply))
    found = []
    with store.in_use():
        for part in parts.values():
            found.append(_ingested(store, source, part, partners))
            told(found[-1])
    return found


def _ingested(
    store: Store, source: Source, part: Sequence[tuple[Path, Feed, Reply]], partners: Sequence[str]
) -> Outcome:
    dataflow = part[0][1]
    named = ", ".join(path.name for path, _, _ in part)
    stored = ""
    chapters: list[Iterator[Draft]] = []
    try:
        answers = [keep(store, source, dataflow, reply) for _, _, reply in part if reply.body]
        scope = f"file:{named}" if dataflow.kind in {"paged", "events"} else extent
        drafts = shaping.drafts(store, source, dataflow, scope, answers, by_hand=True) if answers else []
        if dataflow.bulk:  # after the totals, so that a file they refuse leaves nothing but itself
            slices = []
            for path, _, reply in part:
                made = bulk.ingest(path, store.bulk, partners=partners, otherwise=_saved(path))
                file = Answer(reply, hash_file(path), now())
                chapters.append(
                    bulk_chapters.drafts(store, source, dataflow, made, file, totals=not reply.body, by_hand=True)
                )
                slices += made
            stored = f"; {len(slices)} bulk slices, {sum(s.rows for s in slices):,} rows by product"
        outcome = commit(store, source, dataflow, drafts, len(part), chain.from_iterable(chapters))
    except HaliError as error:
        return Outcome(source.id, dataflow.id, "failed", f"{named}: {reason(dataflow, error)}")
    return replace(outcome, reason=f"{named}: {outcome.reason}{stored}")


def _recognised(source: Source, path: Path) -> tuple[Feed, Reply]:
    """The dataflow a file is of, and the file as a reply."""
    wholesale = [d for d in source.dataflows if d.bulk]
    if wholesale and _size(path) > Limits().body:
        # too large to look at as a whole; `record.bulk` recognises it by its members
        return wholesale[0], Reply(Request(f"file:{path.name}"), 200, {}, b"")
    data = _read(path)
    fitting = _fitting(source, path.name, data)
    if not fitting and data.startswith(b"\x1f\x8b"):
        data = _unpacked(path, data)
        fitting = _fitting(source, path.name.removesuffix(".gz"), data)
    if len(fitting) != 1:
        listed = fitting or source.dataflows
        tables = ", ".join(d.id for d in listed[:LISTED]) + (" ..." if len(listed) > LISTED else "")
        told = f"fits several tables of {source.title}" if fitting else f"is no file of {source.title} that is known"
        if not fitting and (why := _refusal(source, path.name, data)):
            told += f" ({why})"
        accepted = "give one that fits one only" if fitting else "accepted are files of"
        raise UnreadableInput(f"{path} {told}; {accepted}: {tables}")
    reply = Reply(Request(f"file:{path.name}"), 200, {}, data)
    why, following = judged(fitting[0], reply)
    if following is not None and len(data) <= _SHORT and not _rows(fitting[0], data):
        why = f"it only says where the answer is; give what {following.url} answers"
    if why:
        raise UnreadableInput(f"{path}: {why}")
    return fitting[0], reply


def _fitting(source: Source, name: str, data: bytes) -> list[Feed]:
    return [d for d in source.dataflows if _fits(d, name, data)]


def _fits(dataflow: Feed, name: str, data: bytes) -> bool:
    try:
        return bool(dataflow.recognise(name, data))
    except Exception:  # whatever a reader stumbles over, the file is none of its own
        return False


def _rows(dataflow: Feed, data: bytes) -> int:
    return int(shaping.guarded(dataflow, data, lambda: dataflow.parse(data)).num_rows)


def _refusal(source: Source, name: str, data: bytes) -> str:
    """What a short file is instead of data, where it is an answer that every table of the source refuses alike."""
    if len(data) > _SHORT:
        return ""
    reply = Reply(Request(f"file:{name}"), 200, {}, data)
    try:
        said = {refusals.reason(reply) or dataflow.refuse(reply) for dataflow in source.dataflows if not dataflow.bulk}
    except Exception:  # the file is none of theirs
        return ""
    return said.pop() if len(said) == 1 else ""


def _saved(path: Path) -> str:
    """Day a file was last saved, which unpacking leaves as it was in the archive."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror}") from error


def _read(path: Path) -> bytes:
    size = _size(path)
    if size > Limits().body:
        raise UnreadableInput(f"{path} has {size / 1e9:.1f} GB, at most {Limits().body / 1e9:.1f} GB are read")
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror}") from error


def _unpacked(path: Path, data: bytes) -> bytes:
    try:
        return b"".join(integrity.decoded([data], "gzip"))
    except (integrity.Truncated, zlib.error) as error:
        raise UnreadableInput(f"{path} is cut off or damaged: {error}") from error


def extent(dataflow: Feed, rows: pa.Table) -> str:
    """What a file covers, as the scope of its slice: who, with whom, from when to when.

    A file of the same extent replaces another; where a table lists every partner, the partners are not part of it, so
    that one who is no longer listed is withdrawn.
    """
    if dataflow.kind != "rows":
        return "file"
    listed = {name: sorted(set(text(rows[name]).to_pylist())) for name in ("freq", "period", "reporter", "partner")}
    span = f"{listed['period'][0]}..{listed['period'][-1]}" if rows.num_rows else ""
    partners = "all" if dataflow.complete_partners else _listed(listed["partner"])
    return f"file;{'+'.join(listed['freq'])};{_listed(listed['reporter'])};{partners};{span}"


def _listed(codes: Sequence[str]) -> str:
    import hashlib

    if len(codes) <= LISTED:
        return "+".join(codes)
    return f"{len(codes)}:{hashlib.sha256(' '.join(codes).encode()).hexdigest()[:8]}"
