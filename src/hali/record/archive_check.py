"""An export before anything of it is taken: every name, field, hash and row, read where the archive lies.

Whoever made an archive can write into its lists what they like, so nothing in them is trusted: a name must be one the
store uses, a field of its type and form, a file what its hash says, the rows of a vintage those its own hash names.
"""

from __future__ import annotations

import hashlib
import re
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from hali.access import bounds
from hali.access.rawstore import Fetch
from hali.errors import HaliError, RecordError, UnreadableInput
from hali.model.dataflow import Dataflow, Kind, Nature
from hali.model.source import EVENT, ROW, VOTE
from hali.record import estimates
from hali.record.vintages import Manifest, Vintage, parse, relative, row_hash

if TYPE_CHECKING:
    import pyarrow.parquet as pq

CONTENTS, LIST, LOG, RUNS = "contents.json", "manifest.json", "raw/fetches.jsonl", estimates.LIST
FORMAT = 2
"""Version of an export."""

_NAMES = re.compile(
    r"manifest\.json|raw/fetches\.jsonl|estimates/runs\.json|raw/sha256/[0-9a-f]{2}/[0-9a-f]{62}\.zst"
    r"|(?:vintages/[A-Za-z0-9][A-Za-z0-9._-]*|estimates)/[0-9a-f]{12}\.parquet"
)
_HASH, _ID = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{12}")
_FLOW = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@/-]{0,99}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00|Z)")
_TEXT = 20_000
"""Letters of a field; the longest are notes of origins."""
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "rows": (*ROW, "origin"),
    "paged": (*ROW, "vintage", "origin"),
    "votes": (*VOTE, "origin"),
    "events": (*EVENT, "origin"),
}
_ROWS, _ROWS_A_BYTE = 1_000_000, 4
"""Rows a file may hold whatever its size, and further ones for each of its bytes: rows that differ take room."""
_MOST = 40_000_000


@dataclass(frozen=True, slots=True)
class Export:
    """An export that is whole.

    Attributes:
        archive: the open archive.
        members: name within the store -> entry of each file of rows, answers and estimates.
        hashes: name -> hash.
        manifest: its vintages.
        runs: its runs of estimates.
        log: its fetches.
    """

    archive: tarfile.TarFile
    members: Mapping[str, tarfile.TarInfo]
    hashes: Mapping[str, str]
    manifest: Manifest
    runs: Sequence[estimates.Run]
    log: Sequence[Fetch]


@contextmanager
def opened(file: Path) -> Iterator[Export]:
    """An export, verified.

    Raises:
        UnreadableInput: the file is no export, or damaged; names the first thing that is wrong.
        RecordError: the export is of another format.
    """
    try:
        archive = tarfile.open(file, "r:")  # noqa: SIM115
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise _no_export(file, error) from error
    except OSError as error:
        raise UnreadableInput(f"{file} cannot be read: {error.strerror or error}") from error
    with archive:
        try:
            export = _verified(archive, file)
        except (HaliError, KeyboardInterrupt):
            raise
        except Exception as error:  # lists of somebody else can be wrong in any way
            raise _no_export(file, error) from error
        yield export


def _no_export(file: Path, error: Exception) -> UnreadableInput:
    why = " ".join(str(error).split())[:200] or type(error).__name__
    return UnreadableInput(f"{file} is no export of `hali record export`, or damaged ({why})")


def _verified(archive: tarfile.TarFile, file: Path) -> Export:
    hashes = _contents(archive)
    entries = _entries(archive, hashes)
    if absent := [name for name in hashes if name not in entries]:
        raise UnreadableInput(f"{file} is cut off: {absent[0][:100]} is missing")
    lists = {name: _read(archive, entries.pop(name)) for name in (LIST, LOG, RUNS)}
    for name in (LIST, RUNS):
        bounds.read_json(lists[name])  # within bounds, before others read it
    manifest = parse(lists[LIST], f"{file}: {LIST}")
    runs = estimates.parse(lists[RUNS].decode(), f"{file}: {RUNS}")
    log = [_fetch(line) for line in lists[LOG].splitlines()]
    for name, flags in manifest.dataflows.items():
        _check_flow(name, flags)
    export = Export(archive, entries, hashes, manifest, runs, log)
    for vintage in manifest.vintages:
        _check_whole(export, vintage, file)
    for run in runs:
        _check_run(export, run, file)
    for name, entry in entries.items():
        if name.endswith(".zst"):
            _check_answer(archive, entry)
    return export


def _entries(archive: tarfile.TarFile, hashes: Mapping[str, str]) -> dict[str, tarfile.TarInfo]:
    """The files of an export by name, each with a name the store uses and the content announced."""
    entries: dict[str, tarfile.TarInfo] = {}
    for entry in archive:
        if entry.name == CONTENTS:
            continue
        if entry.name not in hashes or not _NAMES.fullmatch(entry.name) or entry.name in entries:
            raise ValueError(f"unexpected {entry.name[:100]!r}")
        if _hash(archive, entry) != hashes[entry.name]:
            raise ValueError(f"{entry.name} is not what was exported")
        entries[entry.name] = entry
    return entries


def _check_whole(export: Export, vintage: Vintage, file: Path) -> None:
    """Raise where a vintage is not wholly in its export, or not what the list says."""
    _check_vintage(vintage)
    wanted = [relative(vintage), *(f"raw/sha256/{sha256[:2]}/{sha256[2:]}.zst" for sha256 in vintage.raw)]
    if absent := [name for name in wanted if name not in export.members]:
        raise UnreadableInput(f"{file} is not whole: {absent[0]} of vintage {vintage.id} is missing")
    if export.hashes[wanted[0]] != vintage.sha256:
        raise UnreadableInput(f"{file} is damaged: the rows of vintage {vintage.id} are others than listed")
    _check_rows(export.archive, export.members[wanted[0]], vintage)


def _contents(archive: tarfile.TarFile) -> dict[str, str]:
    """Name -> hash of every file of an export."""
    entry = archive.next()
    if entry is None or entry.name != CONTENTS:
        raise ValueError(f"it does not begin with {CONTENTS}")
    told = bounds.read_json(_read(archive, entry))
    if told["format"] != FORMAT:
        raise RecordError(f"an export of format {told['format']}, this hali reads format {FORMAT}")
    hashes: dict[str, str] = told["files"]
    for name, sha256 in hashes.items():
        if not isinstance(sha256, str) or not _HASH.fullmatch(sha256):
            raise ValueError(f"{name[:100]!r} has no hash")
    return hashes


def _blocks(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> Iterator[bytes]:
    """The content of an entry that is a plain file, all of whose bytes stand in the archive."""
    stream = archive.extractfile(entry) if entry.isreg() and not entry.issparse() else None
    if stream is None:
        raise ValueError(f"{entry.name[:100]!r} is no plain file")
    return bounds.blocks(stream)


def _read(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    return bounds.whole(bounds.hold(_blocks(archive, entry), bounds.MESSAGE))


def _hash(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> str:
    digest = hashlib.sha256()
    for block in _blocks(archive, entry):
        digest.update(block)
    return digest.hexdigest()


def _fetch(line: bytes) -> Fetch:
    told = bounds.read_json(line)
    fetch = Fetch(**told)
    if not all(isinstance(getattr(fetch, f.name), {"int": int, "dict[str, str]": dict}.get(str(f.type), str))
               for f in fields(Fetch)):  # fmt: skip
        raise TypeError("a fetch of other fields than the log has")
    _check_moment(fetch.retrieved)
    _must(_HASH, fetch.sha256, "hash of a fetch")
    return fetch


def _must(form: re.Pattern[str], given: Any, what: str) -> None:
    if not isinstance(given, str) or not form.fullmatch(given):
        raise ValueError(f"{what} is {str(given)[:60]!r}")


def _check_text(given: Any, what: str) -> None:
    if not isinstance(given, str) or len(given) > _TEXT:
        raise ValueError(f"{what} is no text, or a very long one: {str(given)[:60]!r}")


def _check_moment(given: Any) -> None:
    _must(_MOMENT, given, "a time of retrieval")
    if datetime.fromisoformat(given) > datetime.now(UTC) + timedelta(days=1):
        raise ValueError(f"{given} lies in the future; set the clock of this machine right, or of the one it came from")


def _check_flow(name: Any, flags: Any) -> None:
    """Raise where what the list says of a dataflow is not what one has."""
    _must(_FLOW, name, "a dataflow")
    flow = Dataflow(**flags)
    if flow.kind not in get_args(Kind) or flow.nature not in get_args(Nature):
        raise ValueError(f"{name} is of kind {str(flow.kind)[:40]!r} and nature {str(flow.nature)[:40]!r}")
    for told in (flow.id, flow.title, flow.publisher, flow.bound, flow.world, flow.ship):
        _check_text(told, f"a field of {name}")
    marks = (flow.relayed, flow.may_sum, flow.pairwise, flow.complete_partners)
    if not all(isinstance(told, bool) for told in marks):
        raise ValueError(f"a mark of {name} that is neither true nor false")
    if flow.lag_months is not None and not isinstance(flow.lag_months, int):
        raise ValueError(f"lag_months of {name} is {str(flow.lag_months)[:40]!r}")


def _check_vintage(vintage: Vintage) -> None:
    """Raise where a field of a vintage has not its type and form."""
    _must(_ID, vintage.id, "the id of a vintage")
    _must(_FLOW, vintage.dataflow, f"the dataflow of vintage {vintage.id}")
    for name in ("source", "slice", "published", "version"):
        _check_text(getattr(vintage, name), f"{name} of vintage {vintage.id}")
    if vintage.kind not in _COLUMNS:
        raise ValueError(f"vintage {vintage.id} is of kind {str(vintage.kind)[:40]!r}")
    _check_moment(vintage.retrieved)
    if date.fromisoformat(vintage.known).isoformat() > vintage.retrieved[:10]:
        raise ValueError(f"vintage {vintage.id} was known on {vintage.known}, before it was retrieved")
    for sha256 in (vintage.row_hash, vintage.sha256, *vintage.raw):
        _must(_HASH, sha256, f"a hash of vintage {vintage.id}")
    if not isinstance(vintage.rows, int) or isinstance(vintage.rows, bool) or vintage.rows < 0:
        raise ValueError(f"vintage {vintage.id} has {str(vintage.rows)[:40]!r} rows")
    for told in (*vintage.caveats, *vintage.series):
        _check_text(told, f"a caveat or series of vintage {vintage.id}")
    for origin in vintage.origins:
        for name, told in origin.items():
            _check_text(name, f"an origin of vintage {vintage.id}")
            _check_text(told, f"an origin of vintage {vintage.id}")


def _check_run(export: Export, run: estimates.Run, file: Path) -> None:
    """Raise where a field of a run has not its type and form, or its estimates are not in the export."""
    _must(_ID, run.id, "the id of a run")
    _must(_HASH, run.sha256, f"the hash of run {run.id}")
    if not isinstance(run.count, int) or run.count < 0:
        raise ValueError(f"run {run.id} has {str(run.count)[:40]!r} estimates")
    sample, specification = run.sample, run.specification
    said = (run.made, run.inputs, run.version, *run.measures, *sample.countries)
    for told in (*said, specification.id, specification.words, specification.method):
        _check_text(told, f"a field of run {run.id}")
    if not all(isinstance(number, int) for number in (sample.first_year, sample.last_year, sample.n)):
        raise ValueError(f"the sample of run {run.id} has a year or size that is no number")
    name = estimates.relative(run.id)
    if export.hashes.get(name) != run.sha256:
        raise UnreadableInput(f"{file} is damaged: the estimates of run {run.id} are missing or others than listed")
    if _parquet(export.archive, export.members[name]).metadata.num_rows != run.count:
        raise ValueError(f"run {run.id} has not the {run.count} estimates it says")


def _parquet(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> pq.ParquetFile:
    """A file of rows, not more of them than its bytes can hold."""
    import pyarrow.parquet as pq

    opened = pq.ParquetFile(archive.extractfile(entry))
    told = opened.metadata
    if told.num_rows > min(_MOST, _ROWS + _ROWS_A_BYTE * entry.size) or told.num_columns > bounds.COLUMNS:
        raise bounds.TooMuch(f"{told.num_rows:,} rows in {entry.size:,} bytes")
    return opened


def _check_rows(archive: tarfile.TarFile, entry: tarfile.TarInfo, vintage: Vintage) -> None:
    """Raise where the rows of a vintage are not those its hash names."""
    opened = _parquet(archive, entry)
    if opened.metadata.num_rows != vintage.rows:
        raise ValueError(f"vintage {vintage.id} has {opened.metadata.num_rows:,} rows and says {vintage.rows:,}")
    if absent := set(_COLUMNS[vintage.kind]) - set(opened.schema_arrow.names):
        raise ValueError(f"the rows of vintage {vintage.id} have no column {min(absent)}")
    if row_hash(opened.read(), vintage.kind) != vintage.row_hash:
        raise ValueError(f"the rows of vintage {vintage.id} have another hash than listed")


def _check_answer(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> None:
    """Raise where a raw answer is not the one its name says."""
    import pyarrow as pa

    digest = hashlib.sha256()
    with pa.CompressedInputStream(archive.extractfile(entry), "zstd") as stream:
        for block in bounds.hold(bounds.blocks(stream), entry.size, bounds.FILE):
            digest.update(block)
    if digest.hexdigest() != "".join(entry.name.removesuffix(".zst").rsplit("/", 2)[1:]):
        raise ValueError(f"{entry.name} is another answer than its name says")
