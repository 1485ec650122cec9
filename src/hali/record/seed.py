"""What ships with hali: one Parquet file a dataflow, read like any vintage, with a manifest of hashes.

The files are made by `tools/seed.py` from the text tables in the repository, which say what is in them line by line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hali.access.rawstore import hash_file
from hali.errors import RecordError
from hali.record import tables
from hali.record.acceptance import accept
from hali.record.states import LAST, label
from hali.record.vintages import GROUP, KEY

if TYPE_CHECKING:
    import pyarrow as pa

FOLDER = "seed"
MANIFEST = "manifest.json"

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
        sha256: hash of the file.
    """

    dataflow: str
    file: str
    rows: int
    series: tuple[str, ...]
    paged: bool
    wholes: tuple[str, ...]
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
    try:
        told = json.loads((lying / MANIFEST).read_text(encoding="utf-8"))
        if told["format"] != FORMAT:
            raise RecordError(f"{MANIFEST} of the package has format {told['format']}, not {FORMAT}: install hali anew")
        listed = [
            Seed(**{**one, "series": tuple(one["series"]), "wholes": tuple(one["wholes"])}) for one in told["files"]
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordError(f"the tables that ship with hali are damaged ({error}): install hali anew") from error
    return {one.dataflow: one for one in listed}


def votes(lying: Path) -> Path:
    """The shipped roll calls in a folder: known, rcid, resolution, date, issues, area, vote; one row a vote cast."""
    return lying / "votes.parquet"


@cache
def identity(lying: Path) -> str:
    """Content hash of all that ships, with the files in a folder: 12 hexadecimal digits."""
    digest = hashlib.sha256((lying / MANIFEST).read_bytes())
    for name in ("events.csv", "origins.csv"):
        digest.update((tables.EMBEDDED / name).read_bytes())
    return digest.hexdigest()[:12]


def write(target: Path) -> list[Seed]:
    """Make the files of the package and their manifest in `target`.

    Raises:
        SourceChanged: a table breaks one of the rules of `record.acceptance`.
        RecordError: a row has an origin nobody lists.
    """
    rows = tables.read_embedded()
    if unknown := set(rows["origin"].unique().to_pylist()) - set(tables.origins()):
        raise RecordError(f"no origin {min(unknown)} in origins.csv")
    for declared in tables.dataflows().values():
        # every row has the day of its vintage; what ships of roll calls are the counts of each year
        flow = replace(declared, kind="rows") if declared.kind == "votes" else declared
        if (mine := _rows_of(rows, declared.id)).num_rows:
            accept(flow, mine, LAST)
    return save(target, rows, vote_table())


def save(target: Path, rows: pa.Table, cast: pa.Table) -> list[Seed]:
    """Write observations (`tables.OBSERVATION`) and votes (`vote_table`) as files with a manifest."""
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.parquet"):
        old.unlink()
    made = [_written(target, id_, rows) for id_ in tables.dataflows()]
    listed = [one for one in made if one.rows]
    _save(cast, votes(target))
    told = {
        "format": FORMAT,
        "files": [asdict(one) for one in listed],
        "votes": {"file": votes(target).name, "sha256": hash_file(votes(target))},
    }
    (target / MANIFEST).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return listed


def _rows_of(rows: pa.Table, dataflow: str) -> pa.Table:
    import pyarrow.compute as pc

    return rows.filter(pc.equal(rows["dataflow"], dataflow)).select([*KEY, "value", "status", "vintage", "origin"])


def _written(target: Path, dataflow: str, rows: pa.Table) -> Seed:
    mine = _rows_of(rows, dataflow)
    name = dataflow.lower().translate(str.maketrans(":-", "__")) + ".parquet"
    declared = tables.dataflows()[dataflow]
    series = tuple(sorted(mine["measure"].unique().to_pylist()))
    paged = declared.kind == "paged"
    if not mine.num_rows:
        return Seed(dataflow, "", 0, (), paged, (), "")
    _save(mine.sort_by([(column, "ascending") for column in ORDER]), target / name)
    wholes = tables.wholes(dataflow)
    return Seed(dataflow, name, mine.num_rows, series, paged, wholes, hash_file(target / name))


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
