"""Trade of all economies, of the record or of a file, summed to what the indices of two sides need."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hali.errors import NotInRecord, QuestionError, UnreadableInput
from hali.pillars.flow_files import columns_of, named, scanned
from hali.record import engine

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from hali.methods.dyad import DyadFlows

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "exporter": ("exporter", "reporter", "i"),
    "importer": ("importer", "partner", "j"),
    "product": ("product", "k"),
    "year": ("year", "period", "t"),
    "value": ("value", "v"),
}
"""What a column of a file holds -> the names it may have, those of BACI last."""

TOTAL = "TOTAL"
"""Product that is the sum of all others."""

DIRECTION = "flow"
"""Column that says which way a file counts, where it has one."""

EDITION = "vintage"
"""Column that says which edition a row is of, where a file or a folder of slices has one."""

EXPORTS = ("X", "EXPORT", "EXPORTS")
IMPORTS = ("M", "IMPORT", "IMPORTS")

WINDOW_YEARS = 5
"""Years taken at the most, the newest ones without a gap between them: three windows of three years."""

Placed = Callable[[str], tuple[str, str]]
"""Area of a code and what it is: `economy`, `nobody` (confidential, unknown) or `sum` (a bloc, the world)."""


@dataclass(frozen=True, slots=True)
class Trade:
    """Years of trade for two sides.

    Attributes:
        years: consecutive years, the newest last.
        flows: one for each.
        absent: of each side the members without any row.
        nobody: codes that name no economy, as they stand in the rows.
    """

    years: tuple[int, ...]
    flows: tuple[DyadFlows, ...]
    absent: tuple[tuple[str, ...], tuple[str, ...]]
    nobody: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two sides.

    Attributes:
        code: its code.
        members: countries it is the sum of; of a country itself.
    """

    code: str
    members: frozenset[str]


def of_rows(rows: pa.Table, sides: tuple[Side, Side], placed: Placed) -> Trade:
    """Trade from rows of the record.

    Args:
        rows: columns exporter, importer, product, year and value.
        sides: the two sides.
        placed: what a code is.

    Raises:
        NotInRecord: a side has no trade in them.
    """
    with closing(engine.opened()) as connection:
        connection.register("flows", rows)
        return _summed(connection, sides, placed, "the table")


def of_file(file: str, sides: tuple[Side, Side], placed: Placed) -> Trade:
    """Trade from a CSV or Parquet file, or a folder of Parquet files.

    Args:
        file: where it lies; columns as `COLUMNS` names them, one row an exporter, importer, product and year.
        sides: the two sides.
        placed: what a code is.

    Raises:
        UnreadableInput: no such file, or none that can be read.
        QuestionError: a column is missing, values are negative or missing, or it counts both ways.
        NotInRecord: a side has no trade in it.
    """
    import duckdb

    with closing(engine.opened()) as connection:
        scan = scanned(file)
        held = columns_of(connection, scan, file)
        column = named(held, COLUMNS, file)
        try:
            if EDITION in held:
                _require_one_edition(connection, scan, held[EDITION], column["year"], file)
            turned = DIRECTION in held and _turned(connection, scan, held[DIRECTION], file)
            exporter, importer = ("importer", "exporter") if turned else ("exporter", "importer")
            # a cast that stands alone moves into the reader of a CSV, which stops at what is no number
            value = f"trim({column['value']})" if scan.startswith("read_csv") else column["value"]
            connection.execute(
                f"create temp view flows as select {column[exporter]} as exporter, {column[importer]} as importer, "
                f"{column['product']} as product, try_cast({value} as double) as value, "
                f"try_cast(left({column['year']}::varchar, 4) as smallint) as year from {scan}"
            )
            _require_whole(connection, file)
            return _summed(connection, sides, placed, file)
        except duckdb.Error as error:
            raise UnreadableInput(f"{file}: {str(error).splitlines()[0]}") from None


def _require_one_edition(connection: duckdb.DuckDBPyConnection, scan: str, column: str, year: str, file: str) -> None:
    """Refuse two editions of one year, which would be added up.

    Raises:
        QuestionError: naming the year and its editions.
    """
    twice = connection.execute(
        f"select {year}, string_agg(distinct \"{column}\"::varchar, ', ') from {scan} group by 1 "
        f'having count(distinct "{column}") > 1 order by 1 limit 1'
    ).fetchall()
    if twice:
        raise QuestionError(f"{file}: of {twice[0][0]} there are several editions ({twice[0][1]}); keep one")


def _turned(connection: duckdb.DuckDBPyConnection, scan: str, column: str, file: str) -> bool:
    """Whether a file counts imports, so that its reporter is the importer.

    Raises:
        QuestionError: it counts both ways, or says nothing we know.
    """
    ways = {str(row[0]).upper() for row in connection.execute(f'select distinct "{column}" from {scan}').fetchall()}
    if ways and (ways <= set(EXPORTS) or ways <= set(IMPORTS)):
        return ways <= set(IMPORTS)
    raise QuestionError(
        f"{file}: column {DIRECTION} holds {', '.join(sorted(ways)) or 'nothing'}; an index takes one count of a flow: "
        "keep exports (X) or imports (M)"
    )


def _require_whole(connection: duckdb.DuckDBPyConnection, file: str) -> None:
    """Refuse rows nothing can be summed from.

    Raises:
        QuestionError: naming how many.
    """
    bad = (
        "value is null or not isfinite(value) or value < 0 or year is null or product is null or exporter is null "
        "or importer is null"
    )
    wrong, rows = connection.execute(f"select count(*) filter ({bad}), count(*) from flows").fetchall()[0]
    if wrong or not rows:
        what = f"{wrong:,} of {rows:,} rows lack" if rows else "no row, so none with"
        raise QuestionError(f"{file}: {what} a year, both partners, a product or a value of zero or more")


def _levelled(codes: Collection[str], file: str) -> dict[str, str]:
    """Products as they are meant: zeros in front given back, the total beside its parts left out.

    Raises:
        QuestionError: products of several levels.

    >>> _levelled(["1", "27", "TOTAL"], "f.csv")
    {'1': '01', '27': '27'}
    """
    parts = [code for code in codes if code != TOTAL] or list(codes)
    if not all(one.isascii() and one.isdigit() for one in parts):
        return {code: code for code in parts}
    levels = sorted({len(one) + len(one) % 2 for one in parts})
    if len(levels) > 1:
        told = ", ".join(map(str, levels))
        raise QuestionError(f"{file}: products of {told} digits would be counted twice; keep those of one level")
    return {code: code.zfill(levels[0]) for code in parts}


def _summed(connection: duckdb.DuckDBPyConnection, sides: tuple[Side, Side], placed: Placed, file: str) -> Trade:
    """The sums of two sides from the relation `flows`."""
    where = {code: placed(code) for code in sorted({*_codes(connection, "exporter"), *_codes(connection, "importer")})}
    counted = {area for area, kind in where.values() if kind == "economy"}
    absent = [tuple(sorted(side.members - counted)) for side in sides]
    for side, lacking in zip(sides, absent, strict=True):
        if len(lacking) == len(side.members):
            raise NotInRecord(f"{side.code} has no row in this table of trade")
    bloc = {member: side.code for side in sides for member in side.members}
    # a bloc beside its members, and the world, would be counted twice
    code_of = {code: bloc.get(area, area) for code, (area, kind) in where.items() if kind != "sum"}
    areas = sorted(set(code_of.values()))
    for column in ("exporter", "importer"):
        _place(connection, column, {code: areas.index(area) for code, area in code_of.items()})
    meant = _levelled(_codes(connection, "product"), file)
    products = sorted(set(meant.values()))
    at = {product: place for place, product in enumerate(products)}
    _place(connection, "product", {code: at[product] for code, product in meant.items()})
    own = (areas.index(sides[0].code), areas.index(sides[1].code))
    years = _years(connection, own, (sides[0].code, sides[1].code))
    economies = {bloc.get(area, area) for area in counted}
    nobody = tuple(code for code, (_, kind) in where.items() if kind == "nobody")
    flows = _dense(connection, years, areas, products, economies, own)
    return Trade(years, flows, (absent[0], absent[1]), nobody)


def _codes(connection: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    """Codes of a column as text, kept beside how they are written: joins on numbers are the faster ones."""
    connection.execute(
        f"create or replace temp table {column}_codes as select raw, trim(raw::varchar) as code "
        f"from (select distinct {column} as raw from flows)"
    )
    return [str(row[0]) for row in connection.execute(f"select distinct code from {column}_codes").fetchall()]


def _place(connection: duckdb.DuckDBPyConnection, column: str, places: Mapping[str, int]) -> None:
    """The table `<column>_places`: how a code is written, and its place."""
    engine.create(
        connection,
        "given_places",
        {"code": ("varchar", list(places)), "place": ("integer", list(places.values()))},
    )
    connection.execute(
        f"create or replace temp table {column}_places as select raw, place from {column}_codes join given_places "
        "using (code)"
    )


def _years(connection: duckdb.DuckDBPyConnection, own: tuple[int, int], codes: tuple[str, str]) -> tuple[int, ...]:
    """The newest years without a gap in which both sides trade both ways."""
    told = connection.execute(
        "select distinct year, x.place, m.place from flows f join exporter_places x on x.raw = f.exporter "
        "join importer_places m on m.raw = f.importer where value > 0 and x.place <> m.place "
        f"and (x.place in {own} or m.place in {own})"
    ).fetchall()
    held = [{int(row[0]) for row in told if row[at] == side} for side in own for at in (1, 2)]
    shared = set.intersection(*held)
    if not shared:
        raise NotInRecord(f"no year of this table has exports and imports of both {codes[0]} and {codes[1]}")
    years = [max(shared)]
    while years[-1] - 1 in shared and len(years) < WINDOW_YEARS:
        years.append(years[-1] - 1)
    return tuple(reversed(years))


def _dense(
    connection: duckdb.DuckDBPyConnection,
    years: Sequence[int],
    areas: Sequence[str],
    products: Sequence[str],
    economies: Collection[str],
    own: tuple[int, int],
) -> tuple[DyadFlows, ...]:
    """The sums as arrays, one set a year, products and areas in one order throughout."""
    import numpy as np

    from hali.methods.dyad import DyadFlows

    connection.execute(
        "create temp table cells as select year, x.place::smallint as x, m.place::smallint as m, p.place as p, value "
        "from flows f join exporter_places x on x.raw = f.exporter join importer_places m on m.raw = f.importer "
        f"join product_places p on p.raw = f.product where year in ({', '.join(map(str, years))})"
    )
    many, wide = len(areas), len(products)

    def summed(year: int, place: str, where: str, *shape: int) -> NDArray[np.float64]:
        rows = connection.execute(
            f"select {place} as place, sum(value) as value from cells where year = {year} and {where} group by 1"
        ).fetchnumpy()
        made = np.zeros(int(np.prod(shape)))
        made[np.asarray(rows["place"], np.int64)] = np.asarray(rows["value"], np.float64)
        return made.reshape(shape)

    cell = f"x::integer * {wide} + p"

    def of_year(year: int) -> DyadFlows:
        return DyadFlows(
            areas=tuple(areas),
            products=tuple(products),
            sides=own,
            named=np.array([code in economies for code in areas]),
            exports=summed(year, cell, "x <> m", many, wide),
            taken=np.stack([summed(year, cell, f"x <> m and m = {side}", many, wide) for side in own]),
            sent=np.stack([summed(year, "m", f"x <> m and x = {side}", many) for side in own]),
            inside=np.stack([summed(year, "p", f"x = {side} and m = {side}", wide) for side in own]),
        )

    return tuple(of_year(year) for year in years)
