"""Vintages: what a slice of a dataflow was known to be, and from which day. The store keeps every one of them.

    <data folder>/store/manifest.json                    the list of vintages; replaced in one step, the only truth
    <data folder>/store/vintages/<dataflow>/<id>.parquet  the rows of one vintage, written before it is listed
    <data folder>/store/raw/                              what publishers sent (`access.rawstore`)
    <data folder>/store/.manifest.json.last               which list is the newest (`access.sealed`)
    <data folder>/store/.in-use, .commit                  locks: who reads or writes, who replaces the list

A *slice* is one dataflow and the scope of one question to it. A harvest of a slice whose rows are those of its last
vintage adds nothing; any other adds one vintage of the whole slice.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from hali.access import durable, sealed
from hali.access.rawstore import RawStore, hash_file
from hali.errors import DamagedRecord, RecordError, UnreadableInput
from hali.model import period as periods
from hali.model.dataflow import Kind
from hali.model.source import EVENT, ROW, VOTE
from hali.record import kept
from hali.record.checked import Checked, Sealed

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")

FORMAT = 3
"""Version of the store's layout; 2 is the same without hash and number of the list. Others are refused in one line."""

VINTAGES, ESTIMATES = "vintages/*/*.parquet", "estimates/*.parquet"
"""The files the two lists of the store name."""

GROUP = 20_000
"""Rows of a row group of a vintage: a question reads whole groups."""

KEY: tuple[str, ...] = tuple(c for c in ROW if c not in {"value", "status"})
"""The columns of ROW that together are unique within a vintage."""

KEYS: Mapping[Kind, tuple[str, ...]] = {
    "rows": KEY,
    "paged": (*KEY, "vintage"),
    "votes": ("rcid", "area"),
    "events": tuple(c for c in EVENT if c not in {"pillar", "status"}),
}
"""What is unique within a vintage, by what its dataflow holds."""

_CONTENT: Mapping[Kind, tuple[str, ...]] = {
    "rows": (*KEY, "status"),
    "paged": (*KEY, "vintage", "status"),
    "votes": VOTE,
    "events": EVENT,
}


@dataclass(frozen=True, slots=True)
class Vintage:
    """One state of one slice.

    Attributes:
        id: 12 hexadecimal digits.
        source: id of the source.
        dataflow: id of the dataflow.
        slice: the scope of the question, canonical.
        kind: what its rows are, see `model.source.Kind`.
        known: ISO day from which it was known: published if the publisher says so, else retrieved.
        published: the publisher's own stamp, or "".
        retrieved: UTC, ISO, seconds.
        row_hash: hash of the rows, whatever their order.
        rows: how many.
        sha256: hash of the Parquet file.
        raw: hashes of the answers it was read from.
        origins: the origins of its rows, as the record lists them.
        caveats: what validation found worth telling, one line each.
        version: version of hali that read it.
        series: the stored series its rows are of.
    """

    id: str
    source: str
    dataflow: str
    slice: str
    kind: Kind
    known: str
    published: str
    retrieved: str
    row_hash: str
    rows: int
    sha256: str
    raw: tuple[str, ...]
    origins: tuple[dict[str, str], ...]
    caveats: tuple[str, ...]
    version: str
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list of all vintages, oldest entry first, and what the record needs to know of their dataflows.

    Attributes:
        vintages: in the order they came.
        dataflows: id -> the fields of `model.dataflow.Dataflow`.
    """

    vintages: tuple[Vintage, ...] = ()
    dataflows: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def of(self, dataflow: str, slice_: str = "") -> list[Vintage]:
        """The vintages of a dataflow, or of one of its slices, by the day they were known."""
        found = [v for v in self.vintages if v.dataflow == dataflow and slice_ in {"", v.slice}]
        return sorted(found, key=lambda v: v.known)


@dataclass(frozen=True, slots=True)
class Draft:
    """A harvested slice that may become a vintage.

    Attributes:
        source: id of the source.
        dataflow: id of the dataflow.
        slice: see `Vintage`.
        kind: see `Vintage`.
        rows: the columns of its kind and `origin`.
        published: the publisher's own stamp, or "".
        retrieved: UTC, ISO, seconds.
        raw: hashes of the answers.
        origins: origins of the rows.
        caveats: see `Vintage`.
        by_hand: a file given by hand, which may be older than what is known.
    """

    source: str
    dataflow: str
    slice: str
    kind: Kind
    rows: pa.Table
    published: str
    retrieved: str
    raw: tuple[str, ...]
    origins: tuple[dict[str, str], ...]
    caveats: tuple[str, ...] = ()
    by_hand: bool = False


def row_hash(rows: pa.Table, kind: Kind = "rows") -> str:
    """Hash of a set of rows: their keys, values, units and statuses, in any order; origins and stamps do not count."""
    import pyarrow.compute as pc

    lines = pc.binary_join_element_wise(*[text(rows[c]) for c in _CONTENT[kind]], "|")
    order = pc.sort_indices(lines)
    digest = hashlib.sha256("\n".join(lines.take(order).to_pylist()).encode())
    if "value" in rows.column_names:
        # + 0.0 makes the two zeros one; a double has one shortest notation, so its bytes say the same
        digest.update((rows["value"].take(order).to_numpy() + 0.0).astype("<f8").tobytes())
    return digest.hexdigest()


def text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as texts: lists joined by blanks, nothing for null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_list(column.type) or pa.types.is_large_list(column.type):
        column = pc.binary_join(column, " ")
    return pc.fill_null(column.cast(pa.string()), "")


def known_day(published: str, retrieved: str) -> date:
    """The day from which a harvest was known: the publisher's stamp if it is a date, never after it was retrieved."""
    day = date.fromisoformat(retrieved[:10])
    try:
        return min(periods.known(published[:10]), day) if published else day
    except UnreadableInput:
        return day


def place(history: Sequence[Vintage], draft: Draft, hash_: str) -> date | None:
    """The day from which a draft counts as known, or None where it is nothing new.

    What a publisher sends now is news compared with the last vintage: with other rows under an old stamp it is known
    from the day it was retrieved. A file given by hand may be older than the vintages there are and takes its place
    among them.

    Args:
        history: the vintages of its slice, by the day they were known.
        draft: the harvested slice.
        hash_: its row hash.
    """
    known, today = known_day(draft.published, draft.retrieved), date.fromisoformat(draft.retrieved[:10])
    if not history:
        return known
    if not draft.by_hand:
        last = history[-1]
        if last.row_hash == hash_:
            return None
        return known if known.isoformat() > last.known else max(today, date.fromisoformat(last.known))
    if any(v.raw == draft.raw and v.row_hash == hash_ for v in history):
        return None
    before = [v for v in history if v.known <= known.isoformat()]
    if before and before[-1].row_hash == hash_:
        return None
    return today if before and before[-1].known == known.isoformat() else known


def ahead(manifest: Manifest) -> list[Vintage]:
    """The vintages known from a day that has not come, wherever on earth: the clock of their harvest was wrong."""
    latest = (datetime.now(UTC).date() + timedelta(1)).isoformat()
    return [vintage for vintage in manifest.vintages if vintage.known > latest]


class Store:
    """The harvested vintages and raw answers of one data folder."""

    def __init__(self, data_folder: Path) -> None:
        self.folder = data_folder / "store"
        self.state = data_folder / "state"
        self.bulk = data_folder / "bulk"
        self.raw = RawStore(self.folder / "raw")
        self.list = sealed.Newest(self.folder / "manifest.json")
        self.runs = sealed.Newest(self.folder / "estimates" / "runs.json")
        self.checked = Checked(kept.folder_of(data_folder))

    def read(self) -> Manifest:
        """The list of vintages; empty where nothing was harvested.

        Raises:
            DamagedRecord: the list is damaged, gone, or not the newest.
            RecordError: the data folder is none, or the list is of another format.
        """
        content = self.listed(self.list, VINTAGES)
        return Manifest() if content is None else read_list(content, str(self.list.path), FORMAT, _manifest)

    def listed(self, newest: sealed.Newest, files: str) -> dict[str, Any] | None:
        """A list of the store; None where nothing is listed yet.

        Args:
            newest: the list.
            files: pattern of the files it names.

        Raises:
            DamagedRecord: it is damaged, not the newest, or gone while files of it lie here.
            RecordError: the data folder is none.
        """
        try:
            content = newest.read()
            if content is None and not newest.noted() and any(self.folder.glob(files)):
                raise newest.damaged("it is gone")
        except OSError as error:
            told = f"the data folder {self.folder.parent} cannot be read ({error.strerror or type(error).__name__})"
            raise RecordError(f"{told}; set HALI_DATA to another folder") from error
        return content

    def begin(self) -> None:
        """Note that nothing is listed yet, before the first file is written: files without list and note are damage.

        Raises:
            RecordError: the folder cannot be written.
        """
        for newest, files in ((self.list, VINTAGES), (self.runs, ESTIMATES)):
            if not newest.noted() and not any(self.folder.glob(files)):
                newest.begin()

    def path(self, vintage: Vintage) -> Path:
        """Where the rows of a vintage lie."""
        return self.folder / relative(vintage)

    def rows(self, vintage: Vintage) -> pa.Table:
        """The rows of a vintage.

        Raises:
            RecordError: the file is missing, damaged, or cannot be read.
        """
        import pyarrow.parquet as pq

        file = self.sealed(vintage)
        with self.checked.sound(file):
            return pq.read_table(file.path, partitioning=None)

    def sealed(self, vintage: Vintage) -> Sealed:
        """The file of a vintage, with its hash."""
        what = f"vintage {vintage.id} of {vintage.dataflow}"
        return Sealed(self.path(vintage), vintage.sha256, what, "`hali record import` an export of it")

    @contextmanager
    def in_use(self, *, alone: bool = False) -> Iterator[None]:
        """Keep the files of the store from being collected meanwhile, or with `alone`, wait for nobody and collect.

        Raises:
            RecordError: `alone`, and another command uses the store.
        """
        if not alone and not durable.writable(self.folder):
            yield  # nobody here collects, and a record that may only be read is read
            return
        try:
            with durable.held(self.folder / ".in-use", shared=not alone, wait=not alone):
                self.begin()
                yield
        except BlockingIOError:
            raise RecordError("another hali command uses the record; try again when it is done") from None

    def commit(self, drafts: Sequence[Draft], flags: Mapping[str, Mapping[str, Any]]) -> list[Vintage]:
        """Make vintages of those drafts that are new, all of them or none.

        Args:
            drafts: harvested slices of one dataflow.
            flags: see `Manifest.dataflows`.

        Returns:
            The new vintages; none where nothing changed.
        """
        with durable.held(self.folder / ".commit"):
            self.begin()
            manifest = self.read()
            new: list[Vintage] = []
            for draft in drafts:
                hash_ = row_hash(draft.rows, draft.kind)
                known = place(manifest.of(draft.dataflow, draft.slice), draft, hash_)
                if known is not None:
                    new.append(self._write(draft, known, hash_))
            if new:
                listed = {**manifest.dataflows, **flags}
                self.replace(Manifest((*manifest.vintages, *new), listed))
        return new

    def merge(self, other: Manifest) -> int:
        """List the vintages of another store whose files are already here; how many were new.

        A list of ours that is damaged or lost becomes that of the other store.
        """
        with durable.held(self.folder / ".commit"):
            try:
                manifest = self.read()
            except DamagedRecord:
                manifest = Manifest()
            here = {v.id for v in manifest.vintages}
            new = [v for v in other.vintages if v.id not in here]
            if new:
                merged = (*manifest.vintages, *new)
                ordered = tuple(sorted(merged, key=lambda v: v.retrieved))
                self.replace(Manifest(ordered, {**other.dataflows, **manifest.dataflows}))
        return len(new)

    def replace(self, manifest: Manifest) -> None:
        """Switch to another list of vintages in one step; the files it names are on the disk already."""
        self.list.replace(told(manifest))

    def _write(self, draft: Draft, known: date, hash_: str) -> Vintage:
        import pyarrow.parquet as pq

        from hali.version import VERSION

        name = "|".join((draft.dataflow, draft.slice, known.isoformat(), draft.retrieved, hash_))
        vintage = Vintage(
            id=hashlib.sha256(name.encode()).hexdigest()[:12],
            source=draft.source,
            dataflow=draft.dataflow,
            slice=draft.slice,
            kind=draft.kind,
            known=known.isoformat(),
            published=draft.published,
            retrieved=draft.retrieved,
            row_hash=hash_,
            rows=draft.rows.num_rows,
            sha256="",
            raw=draft.raw,
            origins=draft.origins,
            caveats=draft.caveats,
            version=VERSION,
            series=tuple(sorted(draft.rows["measure"].unique().to_pylist())) if draft.kind in {"rows", "paged"} else (),
        )
        with durable.whole(self.path(vintage)) as part:
            pq.write_table(_ordered(draft.rows, draft.kind), part, compression="zstd", row_group_size=GROUP)
            sha256 = hash_file(part)
        return replace(vintage, sha256=sha256)


def _ordered(rows: pa.Table, kind: Kind) -> pa.Table:
    """Rows in the order a question reads them: by reporter and partner first, where they have such."""
    first = [name for name in ("reporter", "partner") if name in KEYS[kind]]
    order = [*first, *(name for name in KEYS[kind] if name not in first)]
    return rows.sort_by([(name, "ascending") for name in order if not _listed(rows, name)])


def _listed(rows: pa.Table, name: str) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_list(rows[name].type) or pa.types.is_large_list(rows[name].type))


def relative(vintage: Vintage) -> str:
    """Where the rows of a vintage lie within its store."""
    return f"vintages/{re.sub(r'[^A-Za-z0-9._-]', '_', vintage.dataflow)}/{vintage.id}.parquet"


def told(manifest: Manifest) -> dict[str, Any]:
    """A list of vintages as it is written."""
    return {
        "format": FORMAT,
        "dataflows": {name: dict(flags) for name, flags in sorted(manifest.dataflows.items())},
        "vintages": [asdict(v) for v in manifest.vintages],
    }


def dump(manifest: Manifest) -> bytes:
    """A list of vintages as JSON."""
    return sealed.dump(told(manifest))


def parse(text: str | bytes, where: str) -> Manifest:
    """A list of vintages from JSON.

    Args:
        text: what `dump` wrote.
        where: the file it stands in, for the error.

    Raises:
        RecordError: it is damaged or of another format.
    """
    return read_list(sealed.parse(text, where), where, FORMAT, _manifest)


def read_list(content: dict[str, Any], where: str, known: int, build: Callable[[dict[str, Any]], T]) -> T:
    """What `build` makes of a list with its format: of vintages, of runs.

    Raises:
        DamagedRecord: it is not what was written.
        RecordError: it is of another format than `known`, and none before that had no hash.
    """
    try:
        format_ = content["format"]
        if format_ == known or (format_ == known - 1 and sealed.SEAL not in content):
            return build(content)
    except (ValueError, KeyError, TypeError) as error:
        raise sealed.damaged(where) from error
    raise RecordError(f"{where} has format {format_}, this hali reads format {known}: install the hali that wrote it")


def _manifest(content: dict[str, Any]) -> Manifest:
    return Manifest(tuple(_vintage(one) for one in content["vintages"]), content["dataflows"])


def _vintage(fields: dict[str, Any]) -> Vintage:
    lists: dict[str, Any] = {name: tuple(fields.pop(name)) for name in ("raw", "origins", "caveats", "series")}
    return Vintage(**fields, **lists)


def record_id(embedded: str, vintages: Iterable[Vintage]) -> str:
    """Content hash of the embedded record and the vintages beside it: 12 hexadecimal digits.

    Without vintages it is that of the embedded record.
    """
    listed = [f"{v.dataflow}|{v.slice}|{v.known}|{v.row_hash}|{' '.join(v.raw)}" for v in vintages]
    if not listed:
        return embedded
    return hashlib.sha256("\n".join([embedded, *listed]).encode()).hexdigest()[:12]
