"""Product-level trade of two partners, from the Parquet slices that `ingest` made of bulk files.

A query reads the folder of one variant (`comext/M`, `comext/A`, `baci/HS92`), so months are never added to years, nor
reported flows to reconciled ones; of each month or year it takes the newest vintage, and of each file only the row
groups in which the pair lies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hali.codelists import areas, schemes
from hali.errors import NotInRecord, QuestionError, UnknownCode
from hali.record import engine
from hali.record.bulk_ingest import FACTS, ROWS, Slice, ingest, read_slice
from hali.record.bulk_layout import LAYOUTS, Layout
from hali.record.checked import Checked, require
from hali.record.engine import quoted

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["LEVELS", "Slice", "ingest", "pair_totals", "products", "slices"]

LEVELS = {"TOTAL": 0, "HS2": 2, "HS4": 4, "HS6": 6, "CN8": 8}
"""Levels of products, with their digits."""

_WORLD = "WLD"


def slices(folder: Path, *, as_of: str = "") -> list[Slice]:
    """Every slice below `folder`, of each period and scope the newest vintage.

    Args:
        folder: folder of bulk data, or of one layout or variant in it.
        as_of: ISO date; what was published later is not seen. "" = everything.

    Raises:
        RecordError: a slice is damaged.
    """
    newest: dict[tuple[str, str, str, str], Slice] = {}
    for place in places(folder):
        found = read_slice(place)
        if as_of and _published(found.vintage) > as_of:
            continue
        key = (found.layout, found.variant, found.scope, found.period)
        if key not in newest or newest[key].vintage < found.vintage:
            newest[key] = found
    return [newest[key] for key in sorted(newest)]


def places(folder: Path) -> list[Path]:
    """Where the slices below `folder` lie, those of which a file is missing too."""
    files = (file for name in (FACTS, ROWS) for file in folder.rglob(name))
    return sorted({file.parent for file in files if not any(part.startswith(".ingest-") for part in file.parts)})


def check(place: Path) -> None:
    """Read the files of a slice to their end.

    Raises:
        DamagedRecord: one of them is missing, or not what was written.
        RecordError: one of them cannot be read.
    """
    for file in read_slice(place).sealed:
        require(file)


def _published(vintage: str) -> str:
    """First day of a vintage, ISO; the letter of a BACI version has no day of its own."""
    return (vintage.rstrip("abcdefgh") + "-01-01")[:10]


def pair_totals(
    folder: Path,
    reporter: str,
    partner: str,
    by: str = "HS2",
    years: Iterable[int] = (),
    as_of: str = "",
) -> pa.Table:
    """Yearly trade of a pair by product, in EUR (Comext) or USD (BACI).

    Args:
        folder: folder of one variant: `comext/M`, `comext/A`, `baci/HS92`.
        reporter: area code; a bloc is the sum of its members on the last day of the year. In Comext EU members only.
        partner: area code, or `WLD`; a bloc's trade with the world leaves out its members' trade with each other.
        by: one of LEVELS. `TOTAL` takes the publisher's own total where it prints one; codes with letters stay in.
        years: calendar years; empty = every one there is.
        as_of: ISO date; what was published later is not seen.

    Returns:
        `year, reporter, partner, flow, product, value, unit, tonnes, months`, sorted: `flow` X or M as the reporter
        sees it, `product` `HS:27`, `CN:27090090` or `TOTAL`, `tonnes` of what has a mass and null where nothing has,
        `months` how many of the year are there (a month that is not there is no zero).

    Raises:
        NotInRecord: no slice, or nothing in them for the pair.
        QuestionError: several variants in the folder, or a level, reporter or world total it cannot give.
        UnknownCode: an area nobody knows.
        RecordError: a slice is damaged.
    """
    if by not in LEVELS:
        raise QuestionError(f"unknown level {by!r}; accepted: {', '.join(LEVELS)}")
    parts = list(_wanted(folder, reporter, partner, set(years), as_of))
    layout = LAYOUTS[parts[0].layout]
    if LEVELS[by] > layout.digits:
        raise QuestionError(f"{layout.id} has products of {layout.digits} digits, not {by}")
    if not layout.reconciled and reporter == _WORLD:
        raise QuestionError("Comext has reporters of the EU only; the world can be the partner")
    asked = [_query(layout, group, sides, by) for sides, group in _grouped(parts, reporter, partner)]
    with Checked(folder).sound(*(file for part in parts for file in part.sealed)):
        found = _run(" union all ".join(asked), reporter, partner, layout)
    if not found.num_rows:
        raise NotInRecord(f"no trade of {reporter} with {partner} in {folder} for the years asked for")
    return found


def products(
    folder: Path,
    reporter: str,
    partner: str,
    flow: str,
    year: int,
    level: str = "HS6",
    most: int = 20,
) -> pa.Table:
    """The largest products of one flow of a pair in a year, with their share of all products in %.

    Args:
        folder: see `pair_totals`.
        reporter: see `pair_totals`.
        partner: see `pair_totals`.
        flow: `X` or `M`.
        year: calendar year.
        level: one of LEVELS but `TOTAL`.
        most: how many.

    Returns:
        The columns of `pair_totals` and `share`, largest first.

    Raises:
        NotInRecord: see `pair_totals`.
        QuestionError: see `pair_totals`.
    """
    import pyarrow.compute as pc

    if level == "TOTAL":
        raise QuestionError(f"TOTAL is no level of products; accepted: {', '.join(list(LEVELS)[1:])}")
    found = pair_totals(folder, reporter, partner, level, [year])
    found = found.filter(pc.equal(found["flow"], flow))
    total = pc.sum(found["value"]).as_py()
    share = pc.multiply(pc.divide(found["value"], total or 1.0), 100.0)
    return found.append_column("share", share).sort_by([("value", "descending"), ("product", "ascending")])[:most]


def _wanted(folder: Path, reporter: str, partner: str, years: set[int], as_of: str) -> Iterator[Slice]:
    """The slices to read: of each period the whole one, else one whose scope holds a side of the pair."""
    for code in (reporter, partner):
        areas.area(code)
    held = slices(folder, as_of=as_of)
    variants = sorted({(found.layout, found.variant) for found in held})
    if len(variants) > 1:
        listed = ", ".join("/".join(variant) for variant in variants)
        raise QuestionError(f"{folder} holds {listed}; say which")
    periods: dict[str, list[Slice]] = {}
    for found in held:
        if not years or int(found.period[:4]) in years:
            periods.setdefault(found.period, []).append(found)
    some = False
    for listed_slices in periods.values():
        fitting = [s for s in listed_slices if s.scope == "all" or _covers(s, reporter, partner)]
        if fitting:
            some = True
            yield min(fitting, key=lambda s: s.scope != "all")
    if not some:
        scopes = ", ".join(sorted({found.scope for found in held})) or "nothing"
        raise NotInRecord(f"{folder} holds {scopes}, not {reporter} with {partner} in the years asked for")


def _covers(found: Slice, reporter: str, partner: str) -> bool:
    """Whether a slice of chosen partners can answer for the pair."""
    chosen = set(found.scope.split("+"))
    if partner == _WORLD:
        return areas.area(reporter).kind == "country"
    if LAYOUTS[found.layout].reconciled and reporter in chosen:
        return True
    return partner in chosen


_Sides = tuple[tuple[str, ...], tuple[str, ...]]


def _grouped(parts: Sequence[Slice], reporter: str, partner: str) -> list[tuple[_Sides, list[Slice]]]:
    """The slices by who the two sides are in their year: a bloc whose members move has several."""
    grouped: dict[_Sides, list[Slice]] = {}
    for found in parts:
        day = date(int(found.period[:4]), 12, 31)
        scheme = LAYOUTS[found.layout].scheme
        sides = (_codes(scheme, reporter, day), _codes(scheme, partner, day))
        grouped.setdefault(sides, []).append(found)
    return list(grouped.items())


def _codes(scheme: str, area: str, day: date) -> tuple[str, ...]:
    """The publisher's codes of an area's members on a day; none for the world."""
    if area == _WORLD:
        return ()
    countries = sorted(areas.members(area, day))
    codes = tuple(code for country in countries for code in schemes.codes(scheme, country))
    if not codes:
        raise UnknownCode(f"{scheme} area", area)
    return codes


def _query(layout: Layout, parts: Sequence[Slice], sides: _Sides, by: str) -> str:
    """SQL of the flows of the two sides in these slices."""
    files = ", ".join(quoted(found.folder / ROWS) for found in parts)
    months: dict[int, int] = {}
    for found in parts:
        year = int(found.period[:4])
        months[year] = months.get(year, 0) + (1 if "-" in found.period else 12)
    covered = ", ".join(f"({year}, {count})" for year, count in sorted(months.items()))
    printed = not layout.reconciled and all(found.total_rows for found in parts)
    digits = LEVELS[by]
    prefix = "CN:" if by == "CN8" else "HS:"
    product = f"'{prefix}' || left(product, {digits})" if digits else "'TOTAL'"
    rows = "product = 'TOTAL'" if printed and not digits else "product <> 'TOTAL'"
    whole = parts[0].scope == "all"
    first, second = sides
    ways = [("flow", _between(layout, first, second, whole))]
    if layout.reconciled:
        ways = [("'X'", ways[0][1]), ("'M'", _between(layout, second, first, whole))]
    selects = " union all ".join(
        f"select year, {flow} as flow, {product} as product, value, tonnes "
        f"from read_parquet([{files}], hive_partitioning = true, hive_types = {{'year': integer}}) "
        f"where {condition} and {rows}"
        for flow, condition in ways
    )
    return (
        "select year, flow, product, sum(value) as value, sum(tonnes) as tonnes, any_value(months) as months "
        f"from ({selects}) join (values {covered}) as covered(covered_year, months) on year = covered_year group by all"
    )


def _between(layout: Layout, exporters: Sequence[str], importers: Sequence[str], whole: bool) -> str:
    """SQL condition that a row is from the one to the other; an empty side is the world.

    The world is every single partner in a whole slice, and a row of its own in one of chosen partners.
    """
    conditions = []
    for column, side, other in (("reporter", exporters, importers), ("partner", importers, exporters)):
        if side:
            conditions.append(f"{column} in ({', '.join(map(quoted, side))})")
        elif whole:
            conditions.append(layout.single.replace("partner", column))
            conditions.append(f"{column} not in ({', '.join(map(quoted, other))})" if other else "true")
        else:
            conditions.append(f"{column} = {quoted(layout.world)}")
    return " and ".join(conditions)


def _run(query: str, reporter: str, partner: str, layout: Layout) -> Any:
    """The rows of a query, sorted, with who and what they are about."""
    connection = engine.opened({"autoinstall_known_extensions": False})
    try:
        return connection.sql(
            f"select year::integer as year, {quoted(reporter)} as reporter, {quoted(partner)} as partner, flow, "
            f"product, value, {quoted(layout.unit)} as unit, tonnes, months::integer as months from ({query}) "
            "order by year, flow desc, product"
        ).to_arrow_table()
    finally:
        connection.close()
