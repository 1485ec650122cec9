"""What ships with hali: one Parquet file a dataflow, read like any vintage, with a manifest of hashes.

The files are made by `tools/seed.py` from the tables in the repository: text, which says what is in them line by line,
and large ones, which `tools/world.py` made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hali.access import durable
from hali.access.rawstore import hash_file
from hali.errors import DamagedRecord, RecordError
from hali.record import tables
from hali.record.checked import Sealed
from hali.record.states import LAST, label
from hali.record.vintages import GROUP, KEY

if TYPE_CHECKING:
    import pyarrow as pa

FOLDER = "seed"
MANIFEST = "manifest.json"

HASHES = "SHA256SUMS"
"""The hashes of the lists that ship: of the manifest, and of those of LISTS."""

LISTS = ("dataflows.toml", *tables.EVENTS, "origins.csv")
"""Files of the package that are read as they are."""

FORMAT = 1
"""Version of the manifest."""

ORDER = ("reporter", "partner", "measure", "flow", "product", "unit", "period", "freq", "vintage")
"""The order of the rows: what a pair needs lies together."""


@dataclass(frozen=True, slots=True)
class Seed:
    """The shipped rows of one dataflow.

    Attributes:
        dataflow: id of the dataflow.
        file: its file name.
        rows: how many.
        series: the stored series they are of.
        paged: single figures, each from a page of its own.
        wholes: vintages in which the sum over the partners is the total over all.
        partials: vintages that leave partners out, although as a rule the dataflow lists every one.
        sha256: hash of the file.
    """

    dataflow: str
    file: str
    rows: int
    series: tuple[str, ...]
    paged: bool
    wholes: tuple[str, ...]
    partials: tuple[str, ...]
    sha256: str


@cache
def folder() -> Path:
    """Where the files of the package lie."""
    return Path(str(tables.EMBEDDED / FOLDER))


@cache
def seeds(lying: Path) -> Mapping[str, Seed]:
    """The shipped files in a folder, by dataflow.

    Raises:
        RecordError: the package is damaged.
    """
    told = _told(lying)
    try:
        lists = ("series", "wholes", "partials")
        listed = [Seed(**{**one, **{name: tuple(one[name]) for name in lists}}) for one in told["files"]]
    except (KeyError, TypeError) as error:
        raise _damaged(error) from error
    return {one.dataflow: one for one in listed}


def _told(lying: Path) -> dict[str, Any]:
    """The manifest."""
    try:
        told: dict[str, Any] = json.loads((lying / MANIFEST).read_text(encoding="utf-8"))
        if told["format"] != FORMAT:
            raise RecordError(f"{MANIFEST} of the package has format {told['format']}, not {FORMAT}: {AGAIN}")
    except OSError as error:
        raise _unreadable(error) from error
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(error) from error
    return told


def _damaged(error: Exception) -> DamagedRecord:
    return DamagedRecord(f"the tables that ship with hali are damaged ({error}): {AGAIN}")


def _unreadable(error: OSError) -> RecordError:
    """A file that is gone is damage; one nobody may read is not."""
    if isinstance(error, FileNotFoundError):
        return _damaged(error)
    return durable.unreadable("a table that ships with hali", Path(error.filename or ""), error)


def votes(lying: Path) -> Path:
    """The shipped roll calls in a folder: known, rcid, resolution, date, issues, area, vote; one row a vote cast."""
    return lying / "votes.parquet"


@cache
def identity(lying: Path) -> str:
    """Content hash of all that ships, with the files in a folder: 12 hexadecimal digits.

    Raises:
        DamagedRecord: a list that ships is not what was packed.
    """
    try:
        lists = _lists(lying)
        if _hashes(lists) != (lying / HASHES).read_text(encoding="ascii", errors="replace"):
            raise DamagedRecord(f"the lists that ship with hali are not those of {lying / HASHES}: {AGAIN}")
    except OSError as error:
        raise _unreadable(error) from error
    digest = hashlib.sha256()
    for name in (MANIFEST, *tables.EVENTS, "origins.csv"):
        digest.update(lists[name])
    return digest.hexdigest()[:12]


def _lists(lying: Path) -> dict[str, bytes]:
    """The content of the manifest and of LISTS."""
    return {MANIFEST: (lying / MANIFEST).read_bytes(), **{n: (tables.EMBEDDED / n).read_bytes() for n in LISTS}}


def _hashes(lists: Mapping[str, bytes]) -> str:
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in lists.items())


def files(lying: Path) -> list[Sealed]:
    """Every file that ships as rows, with its hash."""
    return [*(sealed(lying, one) for one in seeds(lying).values()), vote_file(lying)]


def sealed(lying: Path, one: Seed) -> Sealed:
    """The file of a dataflow that ships, with its hash."""
    return Sealed(lying / one.file, one.sha256, f"the shipped table {one.dataflow}", AGAIN)


def vote_file(lying: Path) -> Sealed:
    """The file of the roll calls that ship, with its hash."""
    return Sealed(votes(lying), _told(lying)["votes"]["sha256"], "the shipped table of roll calls", AGAIN)


AGAIN = "install hali anew"
"""What to do where the package is damaged."""


def write(target: Path) -> list[Seed]:
    """Make the files of the package and their manifest in `target`.

    Raises:
        SourceChanged: a table breaks one of the rules of `record.acceptance`.
        RecordError: a row has an origin nobody lists.
    """
    text = tables.read_embedded()
    return _saved(target, ((id_, _accepted(id_, text)) for id_ in tables.dataflows()), vote_table())


def _accepted(dataflow: str, text: pa.Table) -> pa.Table:
    """The rows of a dataflow that ship: of its text tables and of its large ones.

    Raises:
        SourceChanged: see `write`.
        RecordError: see `write`.
    """
    import pyarrow as pa

    from hali.record.acceptance import accept

    declared = tables.dataflows()[dataflow]
    mine = pa.concat_tables([_rows_of(text, dataflow), _rows_of(tables.read_large(dataflow), dataflow)])
    if unknown := set(mine["origin"].unique().to_pylist()) - set(tables.origins()):
        raise RecordError(f"no origin {min(unknown)} in origins.csv")
    # every row has the day of its vintage; what ships of roll calls are the counts of each year
    flow = replace(declared, kind="rows") if declared.kind == "votes" else declared
    if mine.num_rows:
        accept(flow, mine, LAST)
    return mine


def save(target: Path, rows: pa.Table, cast: pa.Table) -> list[Seed]:
    """Write observations (`tables.OBSERVATION`) and votes (`vote_table`) as files with a manifest."""
    return _saved(target, ((id_, _rows_of(rows, id_)) for id_ in tables.dataflows()), cast)


def _saved(target: Path, parts: Iterable[tuple[str, pa.Table]], cast: pa.Table) -> list[Seed]:
    """Write the rows of each dataflow, one after another: together they need not fit into memory."""
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.parquet"):
        old.unlink()
    listed = [_written(target, id_, rows) for id_, rows in parts if rows.num_rows]
    _save(cast, votes(target))
    told = {
        "format": FORMAT,
        "files": [asdict(one) for one in listed],
        "votes": {"file": votes(target).name, "sha256": hash_file(votes(target))},
    }
    (target / MANIFEST).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    (target / HASHES).write_text(_hashes(_lists(target)), encoding="ascii")
    return listed


def _rows_of(rows: pa.Table, dataflow: str) -> pa.Table:
    import pyarrow.compute as pc

    return rows.filter(pc.equal(rows["dataflow"], dataflow)).select([*KEY, "value", "status", "vintage", "origin"])


def _written(target: Path, dataflow: str, rows: pa.Table) -> Seed:
    name = dataflow.lower().translate(str.maketrans(":-", "__")) + ".parquet"
    _save(rows.sort_by([(column, "ascending") for column in ORDER]), target / name)
    return Seed(
        dataflow=dataflow,
        file=name,
        rows=rows.num_rows,
        series=tuple(sorted(rows["measure"].unique().to_pylist())),
        paged=tables.dataflows()[dataflow].kind == "paged",
        wholes=tables.wholes(dataflow),
        partials=tables.partials(dataflow),
        sha256=hash_file(target / name),
    )


def _save(rows: pa.Table, file: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(rows, file, compression="zstd", compression_level=15, row_group_size=GROUP)


def vote_table() -> pa.Table:
    """Every shipped vote, one row per roll call and area: `Y`, `N` or `A`; no row means absent or no member.

    `known` is the day they were known, as of `un_roll_calls`.
    """
    from datetime import date

    import pyarrow as pa

    vintage = tables.vintage_of("un_roll_calls.csv")
    calls = tables.votes() if vintage else ()
    cast = [(call, area, vote) for call in calls for area, vote in sorted(call.votes.items())]
    if calls:
        by_id = {call.id: call for call in calls}
        more = tables.more_votes()
        cast += [
            (by_id[id_], area, vote)
            for id_, area, vote in zip(*(more[name].to_pylist() for name in ("rcid", "area", "vote")), strict=True)
        ]
    # what concerns a pair lies together
    cast.sort(key=lambda one: (one[1], one[0].id))
    known = label(vintage)[0] if vintage else None
    text = pa.string()
    return pa.table(
        {
            "known": pa.array([known for _ in cast], pa.date32()),
            "rcid": pa.array([call.id for call, _, _ in cast], pa.int64()),
            "resolution": pa.array([call.resolution for call, _, _ in cast], text),
            "date": pa.array([date.fromisoformat(call.date) for call, _, _ in cast], pa.date32()),
            "issues": pa.array([list(call.issues) for call, _, _ in cast], pa.list_(text)),
            "area": pa.array([area for _, area, _ in cast], text),
            "vote": pa.array([vote for _, _, vote in cast], text),
        }
    )
