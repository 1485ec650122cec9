"""Trade of all economies, of the record or of a file, summed to what the indices of two sides need."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hali.errors import NotInRecord, QuestionError, UnreadableInput
from hali.methods.dyad import DyadFlows
from hali.pillars.flow_files import columns_of, named, scanned
from hali.record import engine

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

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
        connection.register("given", rows)
        connection.execute("create temp table flows as select * from given")
        return _summed(connection, sides, placed)


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
    with closing(engine.opened()) as connection:
        _read(connection, file)
        _whole(connection, file)
        return _summed(connection, sides, placed)


def _read(connection: duckdb.DuckDBPyConnection, file: str) -> None:
    """The table `flows` from a file; imports turned round."""
    import duckdb

    scan = scanned(file)
    held = columns_of(connection, scan, file)
    column = named(held, COLUMNS, file)
    turned = False
    try:
        if DIRECTION in held:
            listed = connection.execute(f'select distinct upper("{held[DIRECTION]}"::varchar) from {scan}').fetchall()
            ways = {str(row[0]) for row in listed}
            if not ways or not (ways <= set(EXPORTS) or ways <= set(IMPORTS)):
                raise QuestionError(
                    f"{file}: column {DIRECTION} holds {', '.join(sorted(ways)) or 'nothing'}; an index takes one "
                    "count of a flow: keep exports (X) or imports (M)"
                )
            turned = ways <= set(IMPORTS)
        exporter, importer = ("importer", "exporter") if turned else ("exporter", "importer")
        connection.execute(
            f"create temp table flows as select trim({column[exporter]}::varchar) as exporter, "
            f"trim({column[importer]}::varchar) as importer, trim({column['product']}::varchar) as product, "
            f"try_cast(left({column['year']}::varchar, 4) as integer) as year, "
            f"try_cast({column['value']} as double) as value from {scan}"
        )
    except duckdb.Error as error:
        raise UnreadableInput(f"{file}: {str(error).splitlines()[0]}") from None


def _whole(connection: duckdb.DuckDBPyConnection, file: str) -> None:
    """Refuse rows nothing can be summed from; give numbers of products back the zeros in front."""
    bad = "value is null or not isfinite(value) or value < 0 or year is null or product is null"
    wrong, rows = connection.execute(f"select count(*) filter ({bad}), count(*) from flows").fetchall()[0]
    if wrong or not rows:
        what = f"{wrong:,} of {rows:,} rows" if rows else "no row"
        raise QuestionError(
            f"{file}: {what} with a year, a product and a value of zero or more; mend or leave them out"
        )
    listed = {str(row[0]) for row in connection.execute("select distinct product from flows").fetchall()}
    if len(listed) > 1 and TOTAL in listed:  # what a file prints beside the products it is the sum of
        connection.execute("delete from flows where product = ?", [TOTAL])
        listed.discard(TOTAL)
    if all(one.isascii() and one.isdigit() for one in listed):
        levels = {len(one) + len(one) % 2 for one in listed}
        if len(levels) > 1:
            told = ", ".join(map(str, sorted(levels)))
            raise QuestionError(f"{file}: products of {told} digits would be counted twice; keep those of one level")
        connection.execute(f"update flows set product = lpad(product, {levels.pop()}, '0')")


def _summed(connection: duckdb.DuckDBPyConnection, sides: tuple[Side, Side], placed: Placed) -> Trade:
    """The sums of two sides from the table `flows`."""
    codes = [
        str(row[0])
        for row in connection.execute("select exporter from flows union select importer from flows").fetchall()
    ]
    where = {code: placed(code) for code in sorted(codes)}
    absent = [sorted(side.members - {area for area, kind in where.values() if kind == "economy"}) for side in sides]
    for side, lacking in zip(sides, absent, strict=True):
        if len(lacking) == len(side.members):
            raise NotInRecord(f"{side.code} has no row in this table of trade")
    bloc = {member: side.code for side in sides for member in side.members}
    columns: engine.Columns = {
        "code": ("varchar", list(where)),
        "area": ("varchar", [bloc.get(area, area) for area, _ in where.values()]),
        "kind": ("varchar", [kind for _, kind in where.values()]),
    }
    engine.create(connection, "codes", columns)
    connection.execute(
        "create temp table sums as select year, x.area as exporter, m.area as importer, product, sum(value) as value "
        "from flows join codes x on x.code = exporter join codes m on m.code = importer "
        "where x.kind <> 'sum' and m.kind <> 'sum' group by all"
    )
    years = _years(connection, sides)
    named_ = {bloc.get(area, area) for area, kind in where.values() if kind == "economy"}
    areas = sorted({bloc.get(area, area) for area, kind in where.values() if kind != "sum"})
    flows = _dense(connection, years, areas, named_, (sides[0].code, sides[1].code))
    nobody = tuple(sorted(code for code, (_, kind) in where.items() if kind == "nobody"))
    return Trade(years, flows, (tuple(absent[0]), tuple(absent[1])), nobody)


def _years(connection: duckdb.DuckDBPyConnection, sides: tuple[Side, Side]) -> tuple[int, ...]:
    """The newest years without a gap in which both sides trade both ways."""
    own = [side.code for side in sides]
    held = []
    for column in ("exporter", "importer"):
        for code in own:
            listed = connection.execute(
                f"select distinct year from sums where {column} = ? and exporter <> importer and value > 0", [code]
            ).fetchall()
            held.append({int(row[0]) for row in listed})
    shared = set.intersection(*held)
    if not shared:
        raise NotInRecord(f"no year of this table has exports and imports of both {own[0]} and {own[1]}")
    last = max(shared)
    years = [last]
    while years[-1] - 1 in shared and len(years) < WINDOW_YEARS:
        years.append(years[-1] - 1)
    return tuple(reversed(years))


def _dense(
    connection: duckdb.DuckDBPyConnection,
    years: Sequence[int],
    areas: Sequence[str],
    economies: Collection[str],
    sides: tuple[str, str],
) -> tuple[DyadFlows, ...]:
    """The sums as arrays, one set a year, products and areas in one order throughout."""
    import numpy as np

    listed = ", ".join(map(str, years))
    told = connection.execute(f"select distinct product from sums where year in ({listed}) order by 1").fetchall()
    products = [str(row[0]) for row in told]
    for name, order in (("areas", areas), ("products", products)):
        engine.create(connection, name, {"code": ("varchar", order), "place": ("integer", list(range(len(order))))})

    def summed(year: int, place: str, where: str, shape: tuple[int, ...]) -> NDArray[np.float64]:
        rows = connection.execute(
            f"select {place} as place, sum(value) as value from sums join areas x on x.code = exporter "
            f"join areas m on m.code = importer join products p on p.code = product where year = {year} and {where} "
            "group by 1"
        ).fetchnumpy()
        made = np.zeros(int(np.prod(shape)))
        made[np.asarray(rows["place"], np.int64)] = np.asarray(rows["value"], np.float64)
        return made.reshape(shape)

    wide = len(products)
    own = tuple(areas.index(code) for code in sides)
    row = f"x.place * {wide} + p.place"
    crossing = "x.place <> m.place"

    def of_year(year: int) -> DyadFlows:
        return DyadFlows(
            areas=tuple(areas),
            products=tuple(products),
            sides=(own[0], own[1]),
            named=np.array([code in economies for code in areas]),
            exports=summed(year, row, crossing, (len(areas), wide)),
            taken=np.stack([summed(year, row, f"{crossing} and m.place = {side}", (len(areas), wide)) for side in own]),
            sent=np.stack([summed(year, "m.place", f"{crossing} and x.place = {side}", (len(areas),)) for side in own]),
            inside=np.stack(
                [summed(year, "p.place", f"x.place = {side} and m.place = {side}", (wide,)) for side in own]
            ),
        )

    return tuple(of_year(year) for year in years)
