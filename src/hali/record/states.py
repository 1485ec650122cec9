"""The observations a question needs, out of the vintages: what each table said, from which day to which.

The rows are read from the vintages' own Parquet files, only those of the series and reporters asked for, so that what
a question costs depends on its sides and not on the record. Nothing is merged beforehand.

On a day stands the latest vintage of each slice, and of each key the latest among overlapping slices. A row unchanged
from one vintage of its slice to the next stands once, under the vintage that brought it. A vintage that withdraws a
row states its slice anew: the rows before it are `gone` from its day on. A row that ships with hali cannot be
withdrawn by its publisher: it is gone once a harvest of its day or later lists its series.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hali.model import period as periods
from hali.model.observation import COLUMNS
from hali.model.units import granule
from hali.record.checked import Sealed
from hali.record.engine import Columns, create, quoted
from hali.record.vintages import KEY

if TYPE_CHECKING:
    import duckdb

GOODS = "trade_value"
"""The stored series with a row for every product: a bulk file has a hundred chapters of every pair in the world."""

FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)
"""The span of a timeless number."""

OBSERVATION: tuple[str, ...] = (
    *COLUMNS,
    *("start", "end", "known", "granule", "whole", "partial", "gone", "ended", "alone"),
)
"""Columns of the table `observations`, one row a number and vintage.

`start` and `end` are the half-open span of its period, `known` the day it was published, `granule` one step of a
quoted figure's precision (0 in exact tables), `whole` whether the partners listed with it add up to the total,
`partial` whether partners are left out although as a rule the dataflow lists every one, `gone`
the day from which it is no longer listed where it stood, `ended` the same where no other row of its series took its
place, `alone` whether no other row of its table is of the same series: then it stands as long as it is listed.
"""


@dataclass(frozen=True, slots=True)
class File:
    """The rows of one vintage.

    Attributes:
        path: a Parquet file with the columns of `model.source.ROW`, origin and, where rows have vintages of their own,
            `vintage`.
        dataflow: its dataflow.
        slice: its slice.
        nth: number of the vintage within its slice, from 1; 0 for what ships with hali.
        known: ISO day from which it was known; "" where rows have vintages of their own.
        place: number of the vintage in the order they came; -1 for what ships.
        mark: what its observations' numbers begin with.
        sealed: the same file with its hash; None of a file that is made anew where it is not what it was.
        restates: it withdraws a row of the vintage before it.
        whole: the sum over its partners is the total over all.
        wholes: own vintages of its rows of which that holds.
        partials: own vintages of its rows that leave partners out, although as a rule its dataflow lists every one.
        totals: its partners can be set against a total over all; without one there are no shares and ranks.
    """

    path: Path
    dataflow: str
    slice: str
    nth: int
    known: str
    place: int
    mark: int
    sealed: Sealed | None = None
    restates: bool = False
    whole: bool = False
    wholes: tuple[str, ...] = ()
    partials: tuple[str, ...] = ()
    totals: bool = True


ROW_BITS = 32
"""An observation's number is the mark of its file, then its row in these many bits."""


def mark_of(id_: str) -> int:
    """What the numbers of a vintage's observations begin with: 31 bits of its id."""
    return int(id_[:8], 16) & 0x7FFFFFFF


@dataclass(frozen=True, slots=True)
class Sides:
    """Whose rows are wanted: those of any of the fields below; everybody's where all of them are empty.

    Attributes:
        series: stored series, `measure` or `measure.variant`; empty = all.
        reporters: those of whom every row is wanted.
        partners: those about whom every row is wanted.
        pairs: (reporter, partner).
        whole: reporters whose tables are wanted about everybody, for ranks and shares of the total: of tables that
            have a total over all, and of goods all products together.
        whole_series: the series of `whole`.
        of_all: the same is wanted of every reporter.
    """

    series: Collection[str] = ()
    reporters: Collection[str] = ()
    partners: Collection[str] = ()
    pairs: Collection[tuple[str, str]] = ()
    whole: Collection[str] = ()
    whole_series: Collection[str] = ()
    of_all: bool = False

    @property
    def some(self) -> bool:
        """Whether not everybody's rows are wanted."""
        return bool(self.reporters or self.partners or self.pairs or self.whole or self.of_all)

    @property
    def condition(self) -> str:
        """The same in SQL; the pairs stand in the table `pairs`."""
        any_of = []
        if self.reporters:
            any_of.append(f"reporter in ({_listed(self.reporters)})")
        if self.partners:
            any_of.append(f"partner in ({_listed(self.partners)})")
        if self.pairs:
            any_of.append("(reporter, partner) in (select reporter, partner from pairs)")
        if self.whole or self.of_all:
            of_whom = "true" if self.of_all else f"reporter in ({_listed(self.whole)})"
            any_of.append(
                f"({of_whom} and measure in ({_listed(self.whole_series)}) "
                f"and (measure <> '{GOODS}' or product = 'TOTAL'))"
            )
        return " and ".join([self.tables, *([f"({' or '.join(any_of)})"] if any_of else [])])

    @property
    def parted(self) -> Sides:
        """The same of tables without a total over all: nothing of them is wanted about everybody."""
        # a pair nobody has keeps what is left from being everything
        return replace(self, whole=(), of_all=False, pairs=self.pairs or [("", "")]) if self.some else self

    @property
    def tables(self) -> str:
        """The tables the rows stand in, in SQL: of the same reporters, with every partner and product."""
        parts = [f"measure in ({_listed(self.series)})"] if self.series else []
        if self.some and not self.partners and not self.of_all:
            tellers = {*self.reporters, *self.whole, *(reporter for reporter, _ in self.pairs)}
            parts.append(f"reporter in ({_listed(tellers)})")
        return " and ".join(parts) or "true"


EVERYTHING = Sides()
"""Every row."""


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(quoted(text) for text in sorted(texts))


def fill(cursor: duckdb.DuckDBPyConnection, files: Sequence[File], pages: Sequence[File], sides: Sides) -> None:
    """Make the temporary table `observations` with the columns OBSERVATION.

    Args:
        cursor: where to.
        files: vintages of whole tables.
        pages: vintages of single figures, each from a page of its own with a vintage of its own.
        sides: which of their rows.
    """
    pairs = sorted(sides.pairs)
    columns = {"reporter": ("varchar", [one for one, _ in pairs]), "partner": ("varchar", [one for _, one in pairs])}
    create(cursor, "pairs", columns)
    _list(cursor, "listed", files, sides)
    _list(cursor, "paged", pages, sides)
    _date(cursor)
    cursor.execute(_CHOSEN)
    cursor.execute(_OBSERVATIONS)
    _list_flows(cursor, files, sides)
    # the readings need the memory
    for name in ("pairs", "listed", "listed_files", "paged", "paged_files", "spans", "labels", "steps", "chosen"):
        cursor.execute(f"drop table {name}")


def _list(cursor: duckdb.DuckDBPyConnection, name: str, files: Sequence[File], sides: Sides) -> None:
    """Tables `<name>_files` and `<name>`: the rows of `files` that `sides` asks for.

    `rivals` tells the rows of dataflows of which something was harvested: only there may one row take another's place.
    """
    rivals = {one.dataflow for one in files if one.place >= 0}
    told: Columns = {
        "file": ("varchar", [str(one.path) for one in files]),
        "dataflow": ("varchar", [one.dataflow for one in files]),
        "slice": ("varchar", [one.slice for one in files]),
        "nth": ("integer", [one.nth for one in files]),
        "known": ("date", [one.known or None for one in files]),
        "place": ("integer", [one.place for one in files]),
        "mark": ("bigint", [one.mark for one in files]),
        "restates": ("boolean", [one.restates for one in files]),
        "whole": ("boolean", [one.whole for one in files]),
        "wholes": ("varchar[]", [list(one.wholes) for one in files]),
        "partials": ("varchar[]", [list(one.partials) for one in files]),
        "rivals": ("boolean", [one.dataflow in rivals for one in files]),
    }
    create(cursor, f"{name}_files", told)
    keys = ", ".join(f'"{column}"' for column in KEY)
    columns = f"{keys}, status, origin, value, (mark << {ROW_BITS}) + file_row_number as cell"
    if not files:
        kinds = ", ".join(f'null::varchar as "{column}"' for column in (*KEY, "status", "origin", "vintage"))
        source = f"select {kinds}, null::double as value, null::bigint as file_row_number, null::varchar as filename"
        cursor.execute(
            f"create temp table {name} as select {columns}, vintage, f.* exclude (file, mark, known), f.known "
            f"from ({source}) r join {name}_files f on f.file = r.filename"
        )
        return
    parts = []
    for own, totals in product((True, False), repeat=2):
        paths = [str(one.path) for one in files if (one.known == "") is own and one.totals is totals]
        if paths:
            vintage = "vintage" if own else "null::varchar as vintage"
            asked = sides if totals else sides.parted
            parts.append(
                f"select {keys}, status, origin, value, {vintage}, file_row_number, filename from read_parquet("
                f"[{', '.join(map(quoted, paths))}], filename=true, file_row_number=true) where {asked.condition}"
            )
    cursor.execute(
        f"create temp table {name} as select {columns}, vintage, f.* exclude (file, mark, known), f.known "
        f"from ({' union all by name '.join(parts)}) r join {name}_files f on f.file = r.filename"
    )


def _list_flows(cursor: duckdb.DuckDBPyConnection, files: Sequence[File], sides: Sides) -> None:
    """Table `flows`: which flows of goods a table has of a reporter, product and period about anybody, since when."""
    keys = "dataflow, freq, period, reporter, product, flow"
    goods = f"measure = '{GOODS}'"
    if not sides.some or not files:
        cursor.execute(
            f"create temp table flows as select {keys}, min(known) as since from observations "
            f"where {goods} group by all"
        )
        return
    paths = ", ".join(quoted(one.path) for one in files)
    cursor.execute(
        f"create temp table flows as select {keys}, min(coalesce(known, '0001-01-01'::date)) as since "
        f"from read_parquet([{paths}], filename=true, union_by_name=true) r join listed_files f on f.file = r.filename "
        f"where {goods} and {sides.tables} group by all"
    )


def _date(cursor: duckdb.DuckDBPyConnection) -> None:
    """Tables `spans` (days of a period), `labels` (days of a vintage of its own), `steps` (precision of a figure)."""
    periods_ = _either(cursor, "period")
    days = [span(period) for period in periods_]
    create(
        cursor,
        "spans",
        {
            "period": ("varchar", periods_),
            "start": ("date", [first for first, _ in days]),
            "end": ("date", [last for _, last in days]),
        },
    )
    labels = _either(cursor, "vintage")
    days = [label(vintage) for vintage in labels]
    create(
        cursor,
        "labels",
        {
            "vintage": ("varchar", labels),
            "first": ("date", [first for first, _ in days]),
            "last": ("date", [last for _, last in days]),
        },
    )
    figures = [value for (value,) in cursor.execute("select distinct value from paged").fetchall()]
    steps = [written_granule(value) for value in figures]
    create(cursor, "steps", {"value": ("double", figures), "granule": ("double", steps)})


def _either(cursor: duckdb.DuckDBPyConnection, column: str) -> list[Any]:
    """What stands in a column of `listed` or of `paged`, each value once."""
    found = " union ".join(f"select {column} from {table} where {column} is not null" for table in ("listed", "paged"))
    return [value for (value,) in cursor.execute(found).fetchall()]


@lru_cache(maxsize=10_000)
def span(period: str) -> tuple[date, date]:
    """Half-open span of days of a period; all time for `_Z`."""
    return (FIRST, LAST) if period == "_Z" else periods.bounds(period)


@lru_cache(maxsize=10_000)
def label(vintage: str) -> tuple[date, date]:
    """First and last day of a vintage, which is a date, a month or a year."""
    first, after = periods.bounds(vintage)
    return first, after - timedelta(days=1)


def written_granule(value: float) -> float:
    """Worth of one step of a quoted figure's precision, in its unit, by the rule that reads articles.

    The figure is written as a person would: 160e9 as "160" billion, 12.5e9 as "12.5".
    """
    size = abs(value)
    scale = next((s for s in (1e9, 1e6) if size >= s), 1.0)
    written = Decimal(repr(size)) / Decimal(repr(scale))
    return granule(f"{written.normalize():f}", scale)


def _keys(alias: str = "") -> str:
    return ", ".join(f'{alias}."{column}"' if alias else f'"{column}"' for column in KEY)


_CHOSEN = f"""
    create temp table chosen as
    with chapters as (
        select dataflow, slice, nth, restates,
               min(case when restates then known end) over (
                   partition by dataflow, slice order by nth rows between 1 following and unbounded following) as gone
        from listed_files where nth > 0),
    together as (
        select l.* exclude (known, restates, vintage, whole, wholes, partials),
               coalesce(c.restates, false) as restates, c.gone,
               s.start, s."end",
               -- within its vintage, and not before its period began
               coalesce(l.known, least(greatest(b.first, s.start), b.last)) as known,
               coalesce(l.vintage, strftime(l.known, '%Y-%m-%d')) as vintage,
               l.whole or coalesce(list_contains(l.wholes, l.vintage), false) as whole,
               coalesce(list_contains(l.partials, l.vintage), false) as partial
        from listed l left join chapters c using (dataflow, slice, nth) join spans s using (period)
             left join labels b using (vintage)),
    compared as (
        select *, lag(slice) over line as slice_before, lag(value) over line as value_before,
               lag(status) over line as status_before, lag(gone) over line as gone_before,
               min(case when place >= 0 then known end) over (
                   line rows between current row and unbounded following) as overtaken
        from together where rivals
        window line as (partition by dataflow, {_keys()} order by known, place)),
    kept as (
        select * from compared
        where place < 0 or restates or slice_before is distinct from slice
           or value_before is distinct from value or status_before is distinct from status
           or gone_before is distinct from gone),
    single as (
        select * replace (
            case when place < 0 then overtaken
                 when bool_or(place >= 0 and gone is null) over day then null
                 else max(gone) over day end as gone)
        from kept
        window day as (partition by dataflow, {_keys()}, known)
        qualify case when place < 0 then not bool_or(place >= 0) over day
                     else place = max(place) over day end)
    select cell, dataflow, {_keys()}, value, status, vintage, origin, start, "end", known, 0.0 as granule, whole,
           partial, gone
    from single
    union all by name
    select cell, dataflow, {_keys()}, value, status, vintage, origin, start, "end", known, 0.0 as granule, whole,
           partial, null::date as gone
    from together where not rivals
    union all by name
    select cell, dataflow, {_keys("p")}, p.value, status, p.vintage, origin, s.start, s."end",
           least(greatest(b.first, s.start), b.last) as known, g.granule, false as whole,
           false as partial, null::date as gone
    from paged p join spans s using (period) join labels b using (vintage) join steps g using (value)
    qualify place = max(place) over (partition by dataflow, {_keys("p")}, p.vintage)
"""
"""The rows of the record: each state of each key once."""

_SERIES = ("dataflow", *KEY)

_OBSERVATIONS = f"""
    create temp table observations as
    with rivals as (select distinct dataflow from listed_files where rivals),
    lost as (
        select o.cell, o.gone from chosen o where o.gone is not null and not exists (
            select 1 from (select * from chosen semi join rivals using (dataflow)) n
            where {" and ".join(f'o."{c}" = n."{c}"' for c in _SERIES)}
              and n.known <= o.gone and (n.gone is null or n.gone > o.gone))),
    -- a table with one day has one row of each series: most have, and need no counting
    several as (select dataflow from chosen group by dataflow having min(known) < max(known)),
    counted as (
        select cell, count(*) over (partition by {", ".join(f'"{c}"' for c in _SERIES)}) as rows
        from chosen semi join several using (dataflow))
    select {", ".join(f'c."{name}"' for name in OBSERVATION if name not in {"ended", "alone"})}, l.gone as ended,
           coalesce(n.rows = 1, true) as alone
    from chosen c left join lost l using (cell) left join counted n using (cell)
"""
