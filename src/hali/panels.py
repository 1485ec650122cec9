"""Panels for regressions: one row for each dyad and year, a column for each measure, under the default definition.

The expressions of the indicators run once over the observations of every country that stand on a day, in one
currency, so that a panel of the world costs seconds. A number is the one `readings` gives under the same definition.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hali import questions
from hali.briefs import material
from hali.briefs.compose import day_of
from hali.codelists.measures import measure as entry
from hali.errors import NotInRecord, QuestionError
from hali.model.definition import NONE
from hali.model.indicator import Indicator
from hali.pillars import pillars, plan
from hali.publish.tabular import Tabular
from hali.record import readings as lookup
from hali.record.engine import Columns, create, quoted
from hali.record.lists import everyone
from hali.record.query import SERIES
from hali.record.states import Sides
from hali.record.store import Record

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from hali.publish.citations import Citation

WORLD = "WLD"

KEYS = ("reporter", "partner", "year")
"""Columns that name a row; those that no measure of the panel has are left out."""

TOLD = ("unit", "status", "dataflow", "vintage", "origin")
"""What stands beside each number, in columns `<measure>_unit` ...: `origin` is the publication it comes from."""

PRODUCTS = ("TOTAL", NONE)
"""Products of a panel that asks for none: all of them together."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a panel is asked for.

    Attributes:
        measures: ids, in the order of the columns.
        reporters: codes of areas; empty = every country.
        partners: codes of areas; empty = every country.
        years: calendar years; empty = all.
        currency: of amounts of money.
        dataflow: the table the measures it holds come from; "" = of each dyad the one that is taken by default.
    """

    measures: tuple[str, ...]
    reporters: tuple[str, ...]
    partners: tuple[str, ...]
    years: tuple[int, ...]
    currency: str
    dataflow: str


class Panel(Tabular):
    """One row for each dyad and year that any of the measures has a number of.

    Columns: `reporter`, `partner`, `year`; then of each measure its value and `<measure>_unit`, `_status`,
    `_dataflow`, `_vintage` and `_origin`. A measure of one area alone has two of each, `gdp_reporter` and
    `gdp_partner`. No number is missing as zero: what the record does not hold is null.

    Args:
        record: where the numbers are from.
        table: the rows.
        command: the call that asks for the same.
    """

    def __init__(self, record: Record, table: pa.Table, command: str) -> None:
        self.record = record
        self.command = command
        self._table = table

    @property
    def table(self) -> pa.Table:
        """All rows as an Arrow table."""
        return self._table

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """The publications the numbers come from, by id."""
        import pyarrow.compute as pc

        from hali.publish.citations import Citation

        columns = [name for name in self._table.column_names if name.endswith("_origin")]
        ids = sorted({id_ for name in columns for id_ in pc.unique(self._table[name]).to_pylist() if id_})
        known = lookup.origins(self.record, ids) if ids else {}
        return tuple(Citation(known[id_], self.record.id) for id_ in ids)

    def __repr__(self) -> str:
        return f"<panel of {len(self):,} rows, {', '.join(self._values)}; record {self.record.id}>"

    @property
    def _values(self) -> tuple[str, ...]:
        """Columns without what is told beside the numbers."""
        endings = tuple(f"_{name}" for name in TOLD)
        return tuple(name for name in self._table.column_names if not name.endswith(endings))

    def _repr_html_(self) -> str:
        facts = [("Record", self.record.id), ("Call", self.command)]
        cited = list(dict.fromkeys(one.short() for one in self.citations))
        return self._shown(f"Panel of {len(self):,} rows", facts, self._values, cited)


def of(record: Record, asked: Asked, command: str) -> Panel:
    """The panel of some measures.

    Args:
        record: the record.
        asked: what is wanted.
        command: the call that asks for the same.

    Raises:
        NotInRecord: the record holds nothing of one of the measures, or nothing for these areas and years.
        QuestionError: a measure is derived from others and has no place in a panel.
    """
    indicators = {measure: _answering(measure) for measure in asked.measures}
    cursor = _observations(record, asked, [one for ones in indicators.values() for one in ones])
    for measure, ones in indicators.items():
        cursor.execute(f"create temp table {quoted_name(measure)} as {_chosen(record, cursor, asked, measure, ones)}")
    table = _joined(cursor, asked)
    cursor.close()
    if not table.num_rows:
        raise NotInRecord("the record holds none of it for these areas and years; leave one of them out")
    return Panel(record, table, command)


def quoted_name(measure: str) -> str:
    """The name of the table with the chosen numbers of a measure, in SQL."""
    return f'"panel_{measure}"'


def _answering(measure: str) -> tuple[Indicator, ...]:
    """The indicators whose expressions give a measure."""
    declared = [one for pillar in pillars() for one in pillar.indicators if measure in one.measures]
    found = tuple(one for one in declared if one.expression is not None)
    if not found and declared:
        raise QuestionError(f"{measure} is derived from other readings: compute it from the panel, or ask `readings`")
    if not found:
        raise questions.unanswered(measure, plan.plan().measures)
    return found


def _observations(record: Record, asked: Asked, indicators: Sequence[Indicator]) -> duckdb.DuckDBPyConnection:
    """A cursor with the tables the expressions read: what stands on the day, of the years and areas asked for."""
    stored = frozenset(name for one in indicators for name in one.stored)
    sides = Sides(series=stored)
    if asked.reporters and asked.partners and not any(one.whole for one in indicators):
        both = everyone([*asked.reporters, *asked.partners])
        sides = replace(sides, reporters=both)
    cursor = record.warehouse.observed(record.warehouse.held.of(stored).versions, sides)
    day = f"date {quoted(record.as_of or '9999-12-31')}"
    series = ", ".join(f'"{name}"' for name in SERIES)
    whole = any(one.whole for one in indicators)
    kept = [f"known <= {day}", f"(gone is null or gone > {day})"]
    if not whole:
        kept.append("(product in ('TOTAL', '_Z') or measure <> 'trade_value')")
    kept.append(_spans(asked))
    cursor.execute(
        f"create temp table standing as select * from observations where {' and '.join(kept)} "
        f"qualify row_number() over (partition by {series} order by known desc) = 1"
    )
    cursor.execute("drop table observations")
    cursor.execute("alter table standing rename to observations")
    named = ", ".join(map(quoted, sorted({*asked.reporters, *asked.partners}))) or "''"
    cursor.execute(f"create temp view membership as select * from all_membership where bloc in ({named})")
    cursor.execute("create temp view votes as select * from all_votes")
    cursor.execute(
        f"create temp table asked as select a.code as reporter, b.code as partner from areas a, "
        f"(select code from areas union select unnest(['{NONE}', '{WORLD}'])) b"
    )
    sql = plan.plan().shared
    cursor.execute(f"create temp table stood as {sql['stood']}")
    if plan.GOODS in stored:
        cursor.execute(f"create temp table goods as {sql['goods']}")
    return cursor


def _chosen(
    record: Record, cursor: duckdb.DuckDBPyConnection, asked: Asked, measure: str, ones: Sequence[Indicator]
) -> str:
    """A query for the number of each dyad and year that is taken by default, and what is told beside it.

    Tables `read_<measure>` (what the indicators give) and `order_<measure>` (the place of every combination of what
    the choice looks at) are made on the way.
    """
    rows = " union all ".join(f"select * from ({plan.alone()[one.id]})" for one in ones)
    cursor.execute(
        f'create temp table "read_{measure}" as select * from ({rows}) '
        f"where measure = {quoted(measure)} and {_conditions(asked, measure)}"
    )
    # of a measure the table holds nothing of, the others stay
    cursor.execute(
        f'delete from "read_{measure}" where dataflow <> {quoted(asked.dataflow)} '
        f'and {quoted(asked.dataflow)} in (select dataflow from "read_{measure}")'
    )
    cursor.register("told_rates", record.warehouse.rates[0])
    _order(cursor, asked, measure, day_of(record))
    # a span of several years is not converted: nobody knows how the sum was spread over them
    return f"""
        with converted as (
            select r.*, {_SHAPE.format(currency=quoted(asked.currency))},
                case when foreign_money then t.rate else 1 end as factor
            from "read_{measure}" r
            join "sides_{measure}" a on a.code = r.reporter
            join "sides_{measure}" b on b.code = r.partner
            left join told_rates t
                on t.per = r.unit and t.money = {quoted(asked.currency)} and t.year = year(r.start)
        )
        select reporter, partner, case when length(period) = 4 then period::int end as year, value * factor as value,
            case when foreign_money then {quoted(asked.currency)} else unit end as unit,
            status, dataflow, vintage, cells[1] as cell
        from converted join "order_{measure}" using ({", ".join(_CHOSEN_BY)})
        where factor is not null
        qualify row_number() over (partition by reporter, partner, period order by place, unit, product) = 1
    """


_CHOSEN_BY = ("parties", "partial", "status", "dataflow", "method", "foreign_money", "known", "denominator", "variant")
"""What the default choice looks at."""

_SHAPE = """greatest(a.as_reporter, b.as_partner) as parties, len(missing) > 0 as partial,
    r.rate = 'reported' and r.unit <> {currency} as foreign_money"""
"""The columns of _CHOSEN_BY that a reading does not have as they are."""


def _conditions(asked: Asked, measure: str) -> str:
    """Which readings of a measure may stand in the panel, in SQL."""
    usual = entry(measure).check.usual_product or "TOTAL"
    parts = [f"product in ({', '.join(map(quoted, {*PRODUCTS, usual}))})", f"partner <> '{WORLD}'", "base = '_Z'"]
    return " and ".join([*parts, _spans(asked)])


def _spans(asked: Asked) -> str:
    """Which periods may stand in the panel, in SQL: the calendar years asked for, and what has no period."""
    years = f"period in ({', '.join(quoted(str(year)) for year in asked.years)})" if asked.years else "true"
    return f"(length(period) = 4 and {years} or year(start) = 1)"


def _order(cursor: duckdb.DuckDBPyConnection, asked: Asked, measure: str, day: str) -> None:
    """Tables `sides_<measure>`: how far each area is from what it is read as on a day, and `order_<measure>`.

    The second has the place of every combination of _CHOSEN_BY that occurs.
    """
    one = entry(measure)
    read = f'"read_{measure}"'
    codes = cursor.execute(f"select reporter from {read} union select partner from {read}").fetchall()
    sides: Columns = {
        "code": ("varchar", [code for (code,) in codes]),
        "as_reporter": ("integer", [material.composed(measure, code, NONE, day) for (code,) in codes]),
        # where members change by the day it is the reporter that decides
        "as_partner": (
            "integer",
            [0 if one.brief.members_by_day else material.composed(measure, NONE, code, day) for (code,) in codes],
        ),
    }
    create(cursor, f'"sides_{measure}"', sides)
    occurring = cursor.execute(
        f"select distinct {', '.join(_CHOSEN_BY)} from (select r.*, "
        f"{_SHAPE.format(currency=quoted(asked.currency))} from {read} r "
        f'join "sides_{measure}" a on a.code = r.reporter join "sides_{measure}" b on b.code = r.partner)'
    ).fetchall()
    usual = [one.check.usual_variant, *one.brief.lead, NONE, *one.told_apart]
    lead = {name: place for place, name in reversed(list(enumerate(usual)))}

    def order(row: tuple[Any, ...]) -> tuple[object, ...]:
        parties, partial, status, dataflow, method, converted, known, of, variant = row
        rate = "annual_mean" if converted else "reported"
        chosen = material.preference(parties, partial, status, dataflow, method, rate, known.isoformat(), of)
        return (lead.get(variant, len(lead)), *chosen)

    places = {key: number for number, key in enumerate(sorted({order(row) for row in occurring}))}
    kinds = ("integer", "boolean", "varchar", "varchar", "varchar", "boolean", "date", "varchar", "varchar")
    columns = {
        name: (kind, [row[n] for row in occurring])
        for n, (name, kind) in enumerate(zip(_CHOSEN_BY, kinds, strict=True))
    }
    create(cursor, f'"order_{measure}"', {**columns, "place": ("integer", [places[order(row)] for row in occurring])})


def _joined(cursor: duckdb.DuckDBPyConnection, asked: Asked) -> pa.Table:
    """The chosen numbers of all measures side by side."""
    shapes = {measure: _shape(cursor, measure) for measure in asked.measures}
    for measure, (dyadic, _) in shapes.items():
        if dyadic is None:
            raise NotInRecord(f"the record holds nothing of {measure} for these areas and years")
    dyadic = any(both for both, _ in shapes.values())
    yearly = any(each for _, each in shapes.values())
    keys = [key for key in KEYS if (key != "partner" or dyadic) and (key != "year" or yearly)]
    spans = [
        f"select {', '.join(keys)} from {quoted_name(measure)} where {_asked_for(asked, keys)}"
        for measure, (both, each) in shapes.items()
        if both == dyadic and each == yearly
    ]
    if not spans:
        raise QuestionError("a panel by year needs a measure of two areas by year: exports, fdi_stock, visas_issued")
    columns, joins = [f"k.{key}" for key in keys], []
    for measure, (both, each) in shapes.items():
        sides = [""] if both or not dyadic else ["reporter", "partner"]
        for side in sides:
            alias = f'"{measure}{side and "_" + side}"'
            on = [f"{alias}.reporter = k.{side or 'reporter'}"]
            on += [f"{alias}.partner = k.partner"] if both else []
            on += [f"{alias}.year = k.year"] if each else []
            joins.append(f"left join {quoted_name(measure)} as {alias} on {' and '.join(on)}")
            joins.append(f"left join observations as {_cells(alias)} on {_cells(alias)}.cell = {alias}.cell")
            name = alias.strip('"')
            columns.append(f'{alias}.value as "{name}"')
            columns += [f'{alias}.{told} as "{name}_{told}"' for told in TOLD[:-1]]
            columns.append(f'{_cells(alias)}.origin as "{name}_origin"')
    found = cursor.sql(
        f"with k as ({' union '.join(spans)}) select {', '.join(columns)} from k {' '.join(joins)} "
        f"order by {', '.join(f'k.{key}' for key in keys)}"
    )
    return found.to_arrow_table()


def _cells(alias: str) -> str:
    return f'"cell_{alias[1:]}'


def _shape(cursor: duckdb.DuckDBPyConnection, measure: str) -> tuple[bool | None, bool]:
    """Whether a measure is of two areas, None where nothing is there, and whether it is by year.

    Of a measure of two areas the numbers of one alone are dropped, of one by year those of no year; one that is the
    same in either order gets the order it is not stored in.
    """
    name = quoted_name(measure)
    if entry(measure).check.symmetric:
        cursor.execute(
            f"insert into {name} select t.* replace (t.partner as reporter, t.reporter as partner) from {name} t "
            f"anti join {name} o on o.reporter = t.partner and o.partner = t.reporter and "
            f"o.year is not distinct from t.year where t.partner <> '{NONE}'"
        )
    told = cursor.execute(
        f"select count(*), count(*) filter (partner <> '{NONE}'), count(*) filter (year is not null) from {name}"
    ).fetchone()
    assert told is not None
    held, of_two, by_year = told
    if not held:
        return None, False
    if of_two:
        cursor.execute(f"delete from {name} where partner = '{NONE}'")
    if by_year:
        cursor.execute(f"delete from {name} where year is null")
    return bool(of_two), bool(by_year)


def _asked_for(asked: Asked, keys: Collection[str]) -> str:
    """Which rows are wanted, in SQL: without reporters or partners those of countries."""
    parts = []
    for side, codes in (("reporter", asked.reporters), ("partner", asked.partners)):
        if side in keys:
            listed = ", ".join(map(quoted, sorted(codes)))
            kinds = "select code from areas where kind in ('country', 'former')"
            parts.append(f"{side} in ({listed or kinds})")
    return " and ".join(parts)
