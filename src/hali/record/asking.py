"""Compute the readings of pairs when they are asked for, and keep them.

A *share* of the record is what one part of the plan gives for one pair of concepts, or for a concept with everybody.
It is computed by constant SQL (`record.plan`) over the observations of the two sides, and kept as an Arrow file named
after the hash of everything it rests on: the SQL, the code lists, the vintages of the tables that hold its series. So a
new vintage touches only what depends on it, and nothing is computed before somebody asks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from hali.codelists import areas
from hali.model.definition import NONE
from hali.record import kept
from hali.record.engine import create, quoted
from hali.record.lists import FOR_EVERYBODY, ROLL_CALLS, everyone, summed
from hali.record.plan import Part, Plan
from hali.record.states import File, Sides, fill

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

EVERYBODY = "*"
"""In place of a concept: every area."""

RANKED = ("EU27_2020", "EU28", "EU_V", "EAEU")
"""Blocs that are ranked as one partner, whoever is asked about."""


@dataclass(frozen=True, slots=True, order=True)
class Share:
    """The readings of one part of the plan about two concepts.

    Attributes:
        part: name of the part.
        reporter: concept of the reporters, or EVERYBODY.
        partner: concept of the partners, or EVERYBODY.
        series: the stored series it is limited to, where it is about everybody on both sides; none = all.
    """

    part: str
    reporter: str
    partner: str
    series: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """What lies in the record, as far as a question has to know.

    Attributes:
        files: vintages of whole tables.
        pages: vintages of single figures.
        series: dataflow -> the stored series it holds.
        versions: dataflow -> what changes with any of its vintages, or with its flags.
        tables: `votes` and `rates` -> what changes with their content.
        lists: hash of the code lists the readings rest on.
    """

    files: tuple[File, ...]
    pages: tuple[File, ...]
    series: Mapping[str, frozenset[str]]
    versions: Mapping[str, str]
    tables: Mapping[str, str]
    lists: str

    def of(self, stored: Collection[str]) -> Held:
        """Only the tables that hold one of the `stored` series."""
        wanted = {flow for flow, series in self.series.items() if series & set(stored)}
        return Held(
            tuple(one for one in self.files if one.dataflow in wanted),
            tuple(one for one in self.pages if one.dataflow in wanted),
            {flow: self.series[flow] for flow in wanted},
            {flow: version for flow, version in self.versions.items() if flow in wanted},
            self.tables,
            self.lists,
        )

    def version(self, part: Part) -> str:
        """Hash of everything the readings of a part rest on but the pair."""
        versions = self.of(part.stored).versions
        told = [kept.FORMAT, part.version, self.lists]
        told += [f"{flow} {versions[flow]}" for flow in sorted(versions)]
        told += [f"{name} {self.tables[name]}" for name in sorted(part.reads)]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()


def codes_of(concept: str) -> tuple[str, ...]:
    """The codes a concept stands for; of EVERYBODY every code."""
    if concept == EVERYBODY:
        return areas.codes()
    return areas.concept_codes(concept) if concept in areas.concepts() else (concept,)


def compute(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, held: Held, shares: Sequence[Share]
) -> Iterator[tuple[Share, tuple[pa.Table, pa.Table]]]:
    """The readings of several shares in one go, and the observations they are made of; of empty shares nothing.

    All is computed before this returns; it is divided while it is walked through, so that nobody has to hold the
    thousands of tables two blocs make at once.

    Args:
        cursor: a cursor of its own, with the views `all_membership`, `all_votes`, `areas`, `dataflows`, `years`.
        plan: how.
        held: the record.
        shares: what is wanted.
    """
    parts = {name: plan.parts[name] for name in sorted({share.part for share in shares})}
    stored = {name for share in shares for name in share.series or parts[share.part].stored}
    about = held.of(stored)
    fill(cursor, about.files, about.pages, _sides(parts, stored, shares))
    concepts = {concept for share in shares for concept in (share.reporter, share.partner)}
    named = {code for concept in concepts - {EVERYBODY} for code in codes_of(concept)}
    _ask(
        cursor,
        {code for concept in concepts for code in codes_of(concept)},
        named | set(FOR_EVERYBODY) if EVERYBODY in concepts else named,
    )
    _run(cursor, plan, parts, shares)
    cells = cursor.sql(CELLS).to_arrow_table().combine_chunks()
    readings = {name: cursor.sql(f"select * from readings_{name}").to_arrow_table().combine_chunks() for name in parts}
    return (
        (share, (rows, _used(cells, rows)))
        for name, made in readings.items()
        for share, rows in _divided(made, [share for share in shares if share.part == name])
    )


def _divided(readings: pa.Table, shares: Sequence[Share]) -> Iterator[tuple[Share, pa.Table]]:
    """The readings of each of some shares that have any."""
    import numpy as np
    import pyarrow as pa

    runs: dict[tuple[str, str], list[int]] = {}
    for row, pair in enumerate(zip(readings["reporter"].to_pylist(), readings["partner"].to_pylist(), strict=True)):
        runs.setdefault(pair, []).append(row)
    for share in shares:
        if EVERYBODY in {share.reporter, share.partner}:
            mine = _only(readings, share)
        else:
            pairs = product(codes_of(share.reporter), codes_of(share.partner))
            rows = [row for pair in pairs for row in runs.get(pair, ())]
            mine = readings.take(pa.array(np.sort(np.array(rows, np.int64)))) if rows else readings.slice(0, 0)
        if mine.num_rows:
            yield share, mine


def _sides(parts: Mapping[str, Part], series: Collection[str], shares: Sequence[Share]) -> Sides:
    """Whose rows the shares rest on: of each pair those of its two sides, and no other two."""
    reporters: set[str] = set()
    partners: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    whole: set[str] = set()
    of_all = False
    for share in shares:
        a, b = (everyone(codes_of(concept)) for concept in (share.reporter, share.partner))
        if share.reporter == share.partner == EVERYBODY:
            return Sides(series=series)
        mirrored = parts[share.part].mirrored
        if share.reporter == EVERYBODY:
            partners |= {*b, NONE, ROLL_CALLS}
            reporters |= b if mirrored else set()
        elif share.partner == EVERYBODY:
            reporters |= {*a, ROLL_CALLS}
            partners |= a if mirrored else set()
        else:
            pairs |= {(one, other) for one in (*a, ROLL_CALLS) for other in (*b, NONE, ROLL_CALLS)}
            pairs |= {(other, one) for one in a for other in b} if mirrored else set()
        # ranks and shares need every partner
        if parts[share.part].whole:
            whole |= a if share.reporter != EVERYBODY else set()
            of_all = of_all or share.reporter == EVERYBODY
    return Sides(
        series=series,
        reporters=reporters,
        partners=partners,
        pairs=pairs,
        whole=whole,
        whole_series={name for part in parts.values() if part.whole for name in part.stored},
        of_all=of_all,
    )


def _ask(cursor: duckdb.DuckDBPyConnection, codes: Collection[str], named: Collection[str]) -> None:
    """Views `membership` and `votes`: what concerns some areas, and the blocs among those `named`."""
    blocs = ", ".join(map(quoted, sorted({*named, *RANKED})))
    cursor.execute(f"create temp view membership as select * from all_membership where bloc in ({blocs})")
    members = ", ".join(map(quoted, sorted(everyone(codes))))
    cursor.execute(f"create temp view votes as select * from all_votes where area in ({members})")


def _run(cursor: duckdb.DuckDBPyConnection, plan: Plan, parts: Mapping[str, Part], shares: Sequence[Share]) -> None:
    for name, sql in plan.shared.items():
        if name != "goods" or any(part.goods for part in parts.values()):
            cursor.execute(f"create temp table {name} as {sql}")
    for name, part in parts.items():
        _list_asked(cursor, [share for share in shares if share.part == name])
        cursor.execute(f"create temp table readings_{name} as {part.sql}")


def _list_asked(cursor: duckdb.DuckDBPyConnection, shares: Sequence[Share]) -> None:
    """Table `asked`: the pairs of codes of some shares."""
    pairs = sorted({(a, b) for share in shares for a in codes_of(share.reporter) for b in codes_of(share.partner)})
    columns = {"reporter": ("varchar", [a for a, _ in pairs]), "partner": ("varchar", [b for _, b in pairs])}
    create(cursor, "asked", columns)


CELLS = """
    select cell, dataflow || '@' || vintage as source, origin, ended from observations order by cell
"""


def _only(readings: pa.Table, share: Share) -> pa.Table:
    """The readings of a share, its texts as codes."""
    import pyarrow as pa
    import pyarrow.compute as pc

    keep = None
    for column, concept in (("reporter", share.reporter), ("partner", share.partner)):
        if concept != EVERYBODY:
            mine = pc.is_in(readings[column], pa.array(codes_of(concept), pa.string()))
            keep = mine if keep is None else pc.and_(keep, mine)
    return readings if keep is None else readings.filter(keep)


def _used(cells: pa.Table, readings: pa.Table) -> pa.Table:
    """Those of `cells`, which stand in order, that some readings are made of."""
    import numpy as np
    import pyarrow as pa

    held, wanted = cells["cell"].to_numpy(), np.sort(_numbers(readings).to_numpy())
    first = np.searchsorted(held, wanted)
    there = np.searchsorted(held, wanted, "right") > first
    return cells.take(pa.array(first[there]))


def _numbers(readings: pa.Table) -> pa.Array:
    import pyarrow.compute as pc

    return pc.unique(pc.list_flatten(readings["cells"].combine_chunks()))


def load(folder: Path, version: str, share: Share) -> tuple[pa.Table, pa.Table] | None:
    """What is kept of a share; None where nothing is."""
    return kept.read(_path(folder, version, share))


def lies(folder: Path, version: str, share: Share) -> bool:
    """Whether a file of a share lies there; it is not read."""
    return _path(folder, version, share).exists()


def taken(built: Path, cells: Path, share: Share) -> tuple[pa.Table, pa.Table] | None:
    """A share of a file with the readings of all pairs; None where one of the files is damaged."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    sides = {"reporter": share.reporter, "partner": share.partner}
    filters = [(column, "in", list(codes_of(concept))) for column, concept in sides.items() if concept != EVERYBODY]
    try:
        readings = pq.read_table(built, filters=filters or None)
        return readings, pq.read_table(cells, filters=pc.field("cell").isin(_numbers(readings)))
    except (OSError, pa.ArrowException):
        return None


def unnamed(concept: str) -> bool:
    """Whether what is computed of everybody holds a concept: not the sums of a bloc that is summed only when named."""
    return set(codes_of(concept)) & summed() <= set(FOR_EVERYBODY)


def narrowed(made: tuple[pa.Table, pa.Table], share: Share) -> tuple[pa.Table, pa.Table]:
    """A share of what was computed for a wider one."""
    mine = _only(made[0], share)
    return mine, _used(made[1], mine)


def keep(folder: Path, version: str, share: Share, made: tuple[pa.Table, pa.Table]) -> None:
    """Keep what was computed for the next command."""
    kept.write(_path(folder, version, share), made)


def _path(folder: Path, version: str, share: Share) -> Path:
    return kept.path(folder, share.part, version, share.reporter, share.partner, *share.series)


def named(share: Share) -> str:
    """A pair as the list of empty ones names it."""
    return " ".join((share.reporter, share.partner, *share.series))
