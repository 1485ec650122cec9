"""How every indicator is computed: the expressions of the pillars as SQL whose text never changes.

Compiling the expressions takes ten times as long as running them for one pair, so they are compiled once, by
`tools/compile_plan.py`, into `plan.json`; a question only fills the tables the SQL reads (`record.asking`). A test
compiles them anew and compares. Engines other than DuckDB take the expressions themselves (`each`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources

from hali.model.dataflow import MODELLED
from hali.model.definition import DEFINITION_COLUMNS, ESTIMATE, READING_COLUMNS
from hali.model.indicator import Indicator
from hali.pillars import pillars
from hali.pillars.rows import flag
from hali.record.blocs import with_blocs
from hali.record.plan import Part, Plan
from hali.record.query import Table, Tables, annual_rates, as_known, goods, only_asked

COMPILED, ALONE = "plan.json", "plan_alone.json"
"""The compiled expressions, in this package: those run together for a question, and each indicator by itself."""

GOODS = "trade_value"
"""The stored series the flows of goods are made of."""

CHANGING = ("votes", "rates")
"""The tables of a question that change with vintages and are no observations."""

MADE = (*(c for c in READING_COLUMNS if c not in {"reading", "sources", "cells"}), "stood", "cells")
"""Columns of what `finish` returns."""

_TEXT, _DAY, _FLAG, _CELL = "string", "date", "boolean", "int64"

SCHEMAS: Mapping[str, Mapping[str, str]] = {
    "observations": {
        "cell": _CELL,
        **dict.fromkeys(("dataflow", "measure", "freq", "period", "reporter", "partner", "flow", "product"), _TEXT),
        "value": "float64",
        **dict.fromkeys(("unit", "status", "vintage", "origin"), _TEXT),
        **dict.fromkeys(("start", "end", "known", "gone"), _DAY),
        "granule": "float64",
        **dict.fromkeys(("whole", "partial", "alone"), _FLAG),
    },
    "flows": dict.fromkeys(("dataflow", "freq", "period", "reporter", "product", "flow"), _TEXT) | {"since": _DAY},
    "dataflows": {
        **dict.fromkeys(("dataflow", "nature"), _TEXT),
        **dict.fromkeys(("complete_partners", "may_sum", "pairwise", "paged"), _FLAG),
    },
    "membership": {"bloc": _TEXT, "member": _TEXT, "first": _DAY, "last": _DAY},
    "areas": {"code": _TEXT, "kind": _TEXT, "concept": _TEXT, "summed": _FLAG},
    "votes": {"known": _DAY, "rcid": _CELL, "date": _DAY, "issues": "array<string>", "area": _TEXT, "vote": _TEXT},
    "years": {"known": _DAY, "first": "int64", "last": "int64"},
    "rates": {"money": _TEXT, "per": _TEXT, "year": "int64", "rate": "float64", "cell": _CELL},
    "asked": {"reporter": _TEXT, "partner": _TEXT},
}
"""The tables a question fills, with the types of their columns."""


def unbound() -> Tables:
    """The tables of a question before they hold anything."""
    import ibis

    return Tables(**{name: ibis.table(dict(schema), name=name) for name, schema in SCHEMAS.items()})


def finish(tables: Tables, rows: Table) -> Table:
    """Turn indicator rows into readings: one row a definition, granules of quoted figures, caveats.

    Two ways to one definition (months summed or printed so far, a bloc printed or summed) give one reading: the one
    with the fewest members missing, then the one of the fewest observations; the value decides last, for engines
    differ in its last digits.
    """
    import ibis
    from ibis import _

    printed = tables.areas.filter(_.kind == "printed").select("code")
    rounding = tables.observations.filter(_.granule > 0).select(
        first_cell="cell", relative=(_.granule / _.value.nullif(0)).abs()
    )
    # joined, not asked with isin(): not every engine takes a table within a condition
    for side in ("reporter", "partner"):
        codes = printed.rename({f"printed_{side}": "code"})
        rows = rows.left_join(codes, rows[side] == codes[f"printed_{side}"])
    as_printed = (_.printed_reporter.notnull() | _.printed_partner.notnull()) & (_.method == "table")
    rows = rows.mutate(method=ibis.ifelse(as_printed, "printed", _.method))
    order = ["known", "status", "absent", "cell_count", "first_cell", "value"]
    ordered = rows.mutate(absent=_.missing.unique().length(), cell_count=_.cells.length(), first_cell=_.cells.sort()[0])
    same = ibis.window(group_by=list(DEFINITION_COLUMNS), order_by=order)
    # the columns to keep, not those to drop: Ibis writes the latter in an order that changes from run to run
    single = ordered.mutate(nth=ibis.row_number().over(same)).filter(_.nth == 0).select(*rows.columns)
    named = single.mutate(first_cell=_.cells[0])
    modelled = tables.dataflows.filter(_.nature.isin(MODELLED)).select(modelled="dataflow")
    return (
        named.left_join(modelled, named.dataflow == modelled.modelled)
        .mutate(
            missing=_.missing.unique().sort(),
            # one list of lists: each concat() writes both its sides twice, and the engine plans every copy
            caveats=ibis.array(
                [
                    _.caveats,
                    flag(_.method == "printed", "AS_PRINTED"),
                    flag(_.status == "Q", "SECOND_HAND"),
                    flag(_.missing.length() > 0, "PARTIAL"),
                    flag(_.modelled.notnull(), ESTIMATE),
                ]
            ).flatten(),
        )
        .left_join(rounding, "first_cell")
        .mutate(granule=ibis.coalesce(_.value.abs() * _.relative, 0))
        .select(*MADE)
    )


def parts() -> Iterator[tuple[str, tuple[Indicator, ...]]]:
    """What is computed together: of each pillar the indicators about a pair, and those about whole tables."""
    for pillar in pillars():
        for whole in (False, True):
            chosen = tuple(one for one in pillar.indicators if one.expression and one.whole is whole)
            if chosen:
                yield f"{pillar.id}_whole" if whole else pillar.id, chosen


def readings(indicators: Sequence[Indicator], tables: Tables) -> Table:
    """The readings of some indicators together, as `finish` returns them."""
    import ibis

    rows = [
        only_asked(tables, one.expression(tables)).mutate(indicator=ibis.literal(one.id))
        for one in indicators
        if one.expression
    ]
    return finish(tables, ibis.union(*rows) if len(rows) > 1 else rows[0])


def started(tables: Tables, keep: Callable[[str, Table], Table]) -> Tables:
    """The tables with what all indicators start from.

    Args:
        tables: what a question needs, or everything.
        keep: computes an expression once and returns its rows as a table of that name.
    """
    stood = replace(tables, rows=keep("stood", with_blocs(tables, as_known(tables))))
    return replace(stood, goods=keep("goods", goods(stood)))


def each(tables: Tables, keep: Callable[[str, Table], Table]) -> Iterator[tuple[str, Table]]:
    """The readings of every part, each one expression: (name of the part, rows); arguments as of `started`."""
    whole = started(tables, keep)
    for name, indicators in parts():
        yield name, readings(indicators, whole)


def compiled() -> tuple[dict[str, str], dict[str, str]]:
    """The SQL of everything a question runs, by name, and of each indicator by itself, in the dialect of DuckDB."""
    import ibis

    sql: dict[str, str] = {}

    def compile_(name: str, expression: Table) -> Table:
        sql[name] = str(ibis.to_sql(expression, dialect="duckdb", pretty=False))
        return ibis.table(expression.schema(), name=name)

    tables = unbound()
    compile_("rates", annual_rates(tables.observations))
    whole = started(tables, compile_)
    alone = {}
    for name, indicators in parts():
        compile_(name, readings(indicators, whole))
        for one in indicators:
            alone[one.id] = str(ibis.to_sql(readings([one], whole), dialect="duckdb", pretty=False))
    return sql, alone


def dump(sql: Mapping[str, str]) -> str:
    """What the files of the plan hold."""
    return json.dumps(sql, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


@cache
def alone() -> Mapping[str, str]:
    """Indicator -> the SQL of its readings by itself, over the same tables."""
    return _load(ALONE)


def _load(file: str) -> dict[str, str]:
    sql: dict[str, str] = json.loads((resources.files("hali.pillars") / file).read_text(encoding="utf-8"))
    return sql


@cache
def plan() -> Plan:
    """The plan of this version of hali."""
    sql = _load(COMPILED)
    shared = {name: sql[name] for name in ("stood", "goods")}
    return Plan(
        parts={name: _part(indicators, sql[name], shared) for name, indicators in parts()},
        shared=shared,
        rates=sql["rates"],
        derived={one.id: one.derived for pillar in pillars() for one in pillar.indicators if one.derived is not None},
        compares=frozenset(one.id for pillar in pillars() for one in pillar.indicators if one.compares),
    )


def _part(indicators: Sequence[Indicator], sql: str, shared: Mapping[str, str]) -> Part:
    stored = {name for one in indicators for name in one.stored}
    answered: dict[str, frozenset[str]] = {}
    for one in indicators:
        for measure in one.measures:
            answered[measure] = answered.get(measure, frozenset()) | _taken(one, measure)
    version = hashlib.sha256("\n".join([sql, *shared.values()]).encode()).hexdigest()
    return Part(
        sql=sql,
        stored=frozenset(stored),
        measures=answered,
        goods=GOODS in stored,
        reads=frozenset(name for name in CHANGING if f'"{name}"' in sql),
        whole=any(one.whole for one in indicators),
        mirrored=any(one.compares for one in indicators),
        version=version,
    )


def _taken(one: Indicator, measure: str) -> frozenset[str]:
    """The stored series a measure takes: those of its own name where it is one that is stored, else all."""
    own = frozenset(name for name in one.stored if name.partition(".")[0] == measure)
    return own or frozenset(one.stored)
