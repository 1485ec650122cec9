"""Files given by hand: the dataflow is recognised from the content, the rest goes the way of a harvest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import formatdate
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from hali.access import bounds, refusals
from hali.access.formats import packed
from hali.access.rawstore import hash_file
from hali.errors import HaliError, SourceError, UnreadableInput
from hali.model.source import Feed, Reply, Request, Source, together
from hali.record import bulk, bulk_chapters, shaping, unlike
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

_UNFINISHED = frozenset({".crdownload", ".part", ".partial", ".download", ".opdownload", ".filepart", ".!ut"})
"""Endings browsers give a file while it comes."""


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
        alone = dataflow.combine is together or dataflow not in source.dataflows
        name = f"{dataflow.id} {path}" if alone else dataflow.id
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
    if dataflow not in source.dataflows:
        stored += f"; not declared: plain observations, for `hali.observations({dataflow.id!r})`, no readings"
    return replace(outcome, reason=f"{named}: {outcome.reason}{stored}")


def _recognised(source: Source, path: Path) -> tuple[Feed, Reply]:
    """The dataflow a file is of, and the file as a reply."""
    if path.suffix.casefold() in _UNFINISHED:
        raise UnreadableInput(
            f"{path} is a download that was not finished: what follows is missing; let it end, or fetch it again, "
            f"and give the whole file"
        )
    wholesale = [d for d in source.dataflows if d.bulk]
    if wholesale and _size(path) > bounds.MESSAGE:
        # too large to look at as a whole; `record.bulk` recognises it by its members
        return wholesale[0], _reply(path, b"")
    try:
        return _looked_at(source, path, _read(path))
    except bounds.TooMuch as error:
        raise UnreadableInput(f"{path} has {error}; give a smaller extract, or one of CSV") from error


def _looked_at(source: Source, path: Path, data: bytes) -> tuple[Feed, Reply]:
    """The dataflow that what stands in a file is of, and that as a reply."""
    name = path.name
    if data.startswith(packed.GZIP):
        data, name = _unpacked(path, data), name.removesuffix(".gz")
    fitting = _fitting(source, name, data)
    if not fitting and data.startswith(packed.ZIP):
        data, name = _unpacked(path, data), _inside(data, name)
        fitting = _fitting(source, name, data)
    if not fitting and (feed := _undeclared(source, path, name, data)) is not None:
        fitting = [feed]
    if len(fitting) != 1:
        raise UnreadableInput(_refused(source, path, name, data, fitting))
    reply = _reply(path, data)
    try:
        why, following = judged(fitting[0], reply)
    except SourceError as error:
        raise UnreadableInput(f"{path}: {error}") from error
    if following is not None and len(data) <= _SHORT and not _rows(fitting[0], data):
        why = f"it only says where the answer is; give what {following.url} answers"
    if why:
        raise UnreadableInput(f"{path}: {why}")
    return fitting[0], reply


def _reply(path: Path, data: bytes) -> Reply:
    """A file as an answer that says when it was saved."""
    saved = formatdate(path.stat().st_mtime, usegmt=True)
    return Reply(Request(f"file:{path.name}"), 200, {"last-modified": saved}, data)


def _inside(data: bytes, name: str) -> str:
    """The name of the one file of a zip; the zip's own where it has several."""
    try:
        with bounds.archive(data) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
    except (ValueError, bounds.TooMuch):  # damaged; `unlike` says so
        return name
    return names[0].rsplit("/", 1)[-1] if len(names) == 1 else name


def _undeclared(source: Source, path: Path, name: str, data: bytes) -> Feed | None:
    """The table of the publisher that a file is of and that is not declared."""
    try:
        return source.undeclared(name, data)
    except bounds.TooMuch:
        raise
    except HaliError:
        return None
    except Exception as error:  # whatever a reader stumbles over
        cause = " ".join(str(error).split())[:200] or type(error).__name__
        raise UnreadableInput(f"{path} is of {source.title} and cannot be read ({cause})") from error


def _refused(source: Source, path: Path, name: str, data: bytes, fitting: Sequence[Feed]) -> str:
    """What a file is that is not taken, what is missing, and what would be taken."""
    listed = fitting or source.dataflows
    tables = ", ".join(d.id for d in listed[:LISTED]) + (" ..." if len(listed) > LISTED else "")
    if fitting:
        return f"{path} fits several tables of {source.title}; give one that fits one only: {tables}"
    why = unlike.why(source, name, data) or (_refusal(source, name, data))
    told = f" ({why})" if why else ""
    return f"{path} is no file of {source.title} that is known{told}; accepted are files of: {tables}"


def _fitting(source: Source, name: str, data: bytes) -> list[Feed]:
    return [d for d in source.dataflows if _fits(d, name, data)]


def _fits(dataflow: Feed, name: str, data: bytes) -> bool:
    try:
        return bool(dataflow.recognise(name, data))
    except bounds.TooMuch:
        raise
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
    if size > bounds.MESSAGE:
        most = bounds.megabytes(bounds.MESSAGE)
        raise UnreadableInput(f"{path} has {bounds.megabytes(size)}, at most {most} are read; give a smaller extract")
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror}") from error


def _unpacked(path: Path, data: bytes) -> bytes:
    """The message in a packed file; a zip of several files as it is."""
    try:
        return packed.unpacked(data)
    except bounds.TooMuch:
        raise
    except ValueError as error:
        if data.startswith(packed.ZIP):
            return data
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
