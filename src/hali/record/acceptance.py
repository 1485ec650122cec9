"""What must hold before rows become a vintage, shipped or harvested, and what is worth telling of one that does.

A broken rule stops the harvest in one line. A caveat lets it pass and stays with the vintage and its origins.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from hali.codelists import areas, measures, products
from hali.errors import HaliError, SourceChanged, UnknownCode
from hali.model import period as periods
from hali.model.dataflow import Dataflow
from hali.model.observation import STATUSES
from hali.model.source import EVENT, ROW, VOTE, Feed
from hali.model.units import CURRENCIES
from hali.record import engine
from hali.record.vintages import KEY, KEYS

if TYPE_CHECKING:
    import pyarrow as pa

FLOWS = ("X", "M", "T", "_Z")
FEWER, BLOC, REVISED, TAIL = 0.8, 0.005, 0.5, 4
"""Bounds of the caveats: share of the rows of before; difference of a bloc from its members; change of a value from one
vintage to the next; periods at the end without a change."""

_SERIES = ", ".join(f'"{c}"' for c in KEY if c != "period")
_COLUMNS = {"rows": ROW, "paged": (*ROW, "vintage"), "votes": VOTE, "events": EVENT}


def accept(dataflow: Dataflow, rows: pa.Table, today: date) -> None:
    """Stop at the first broken rule.

    Args:
        dataflow: what the rows are of; a `Feed` also says which measures and how many rows it gives.
        rows: the columns of its kind, and `vintage` where rows have vintages of their own.
        today: periods that begin later are in the future; rows with a vintage have that day.

    Raises:
        SourceChanged: naming the dataflow, the rule and the first offending rows.
    """
    absent = [name for name in _COLUMNS[dataflow.kind] if name not in rows.column_names]
    if absent:
        raise _refused(dataflow, f"columns {', '.join(absent)} are missing")
    fewest = 0 if isinstance(dataflow, Feed) and dataflow.may_be_empty else _rows(dataflow)[0]
    if rows.num_rows < fewest:
        raise _refused(dataflow, f"{rows.num_rows} rows, at least {fewest} are expected")
    connection = _connect(rows)
    own = ("vintage",) if "vintage" in rows.column_names else ()
    key = ", ".join(f'"{c}"' for c in dict.fromkeys((*KEYS[dataflow.kind], *own)))
    _none(connection, dataflow, "rows occur twice", f"select {key} from rows group by all having count(*) > 1")
    if dataflow.kind == "votes":
        _among(connection, dataflow, "area", "area", areas.codes())
        _among(connection, dataflow, "vote", "vote", ("Y", "N", "A"))
    elif dataflow.kind == "events":
        _among(connection, dataflow, "status", "status", STATUSES)
        _each(connection, dataflow, "period", "date", periods.bounds)
    else:
        _accept_rows(connection, dataflow, today, dated=bool(own))
    connection.close()


def _rows(dataflow: Dataflow) -> tuple[int, int]:
    """Fewest and most rows that are expected."""
    return dataflow.rows if isinstance(dataflow, Feed) else (1, 10_000_000)


def _accept_rows(connection: Any, dataflow: Dataflow, today: date, *, dated: bool) -> None:
    _none(connection, dataflow, "a value is not finite", f"{_SHOWN} where value is null or not isfinite(value)")
    for column, known in (("reporter", areas.codes()), ("partner", areas.codes())):
        _among(connection, dataflow, "area", column, known)
    _among(connection, dataflow, "flow", "flow", FLOWS)
    _among(connection, dataflow, "status", "status", STATUSES)
    _each(connection, dataflow, "unit", "unit", check_unit)
    _among(connection, dataflow, "measure", "measure", (isinstance(dataflow, Feed) and dataflow.measures) or series())
    _each(connection, dataflow, "product", "product", _product)
    stamp = "vintage" if dated else "''"
    listed = connection.execute(
        f"select distinct period, {stamp} from rows where period <> '_Z' order by all"
    ).fetchall()
    late = [
        (period, vintage)
        for period, vintage in listed
        if _day(dataflow, period) > (periods.bounds(vintage)[1] - timedelta(days=1) if vintage else today)
    ]
    if late:
        some = ", ".join(f"('{period}', '{vintage}')" for period, vintage in late)
        _none(
            connection,
            dataflow,
            "a period lies in the future and is no forecast",
            f"{_SHOWN} where (period, {stamp}) in ({some}) and status not in ('F', 'P') "
            f"and not regexp_matches(measure, '({_AHEAD})')",
        )
    for control in _controls(dataflow.id.partition(":")[0]):
        _hold(connection, dataflow, control)


_AHEAD = "target|plan|forecast|capacity|year|budget|commitment|pledged|hydrogen"
"""What the measures of figures about the future are called."""

_SHOWN = "select measure, period, reporter, partner, flow, product, value from rows"


def caveats(dataflow: Dataflow, rows: pa.Table, before: pa.Table | None) -> tuple[str, ...]:
    """What a reader of this vintage should be told, one line each.

    Args:
        dataflow: what the rows are a harvest of.
        rows: accepted rows.
        before: the rows of the last vintage of the slice, if there is one.
    """
    found = []
    _, most = _rows(dataflow)
    if rows.num_rows > most:
        found.append(f"MANY_ROWS: {rows.num_rows:,} rows, at most {most:,} are expected")
    if before is not None and rows.num_rows < FEWER * before.num_rows:
        found.append(f"FEWER_ROWS: {rows.num_rows:,} rows, the vintage before has {before.num_rows:,}")
    if dataflow.kind != "rows" or not rows.num_rows:
        return tuple(found)
    connection = _connect(rows)
    for code, told, query in _WARNINGS:
        found += _told(connection, code, told, query)
    if before is not None:
        connection.register("before", before.select(ROW))
        found += _told(connection, "REVISED", "changed by more than half from the last vintage", _REVISED)
    connection.close()
    return tuple(found)


def _summed(side: str) -> str:
    """Rows of the EU27 as `side` and the sum of its members, where they lie apart."""
    others = ", ".join(f'"{c}"' for c in KEY if c != side)
    return f"""
        select b.period, b.reporter, b.partner, b.flow, b.value, s.total
        from rows b join (
            select {others}, sum(value) as total from rows where {side} in ({_MEMBERS})
            group by all having count(*) = {len(_CODES)}) s using ({others})
        where b.{side} = 'EU27_2020' and abs(b.value - s.total) > {BLOC} * abs(b.value)"""


_CODES = sorted(areas.members("EU27_2020", areas.FIXED["EU27_2020"]))
_MEMBERS = ", ".join(f"'{code}'" for code in _CODES)

_LINE = f"window line as (partition by {_SERIES} order by period)"

_WARNINGS = (
    ("BLOC_SUM", "a printed bloc and the sum of its members differ by more than 0.5 %", _summed("reporter")),
    ("BLOC_SUM", "a printed bloc and the sum of its members differ by more than 0.5 %", _summed("partner")),
    (
        "BALANCE",
        "a printed balance is not exports less imports",
        """select b.period, b.reporter, b.partner, b.value, x.value - m.value
        from rows b join rows x using (period, reporter, partner, product, unit)
        join rows m using (period, reporter, partner, product, unit)
        where b.measure = 'trade_balance' and x.measure = 'trade_value' and m.measure = 'trade_value'
          and x.flow = 'X' and m.flow = 'M' and abs(b.value - (x.value - m.value)) > 0.005 * abs(x.value + m.value)""",
    ),
    (
        "SHARE",
        "a share lies outside 0 to 100 %",
        "select measure, period, reporter, partner, value from rows "
        "where unit = 'PCT' and measure like '%share%' and (value < 0 or value > 100)",
    ),
    (
        "SCALE",
        "a value is some 1,000 times the one before, or a thousandth",
        f"""select measure, period, reporter, partner, value from rows where value <> 0
        {_LINE}
        qualify abs(log10(abs(value) / nullif(abs(lag(value) over line), 0))) between 2.9 and 3.1""",
    ),
    (
        "CONSTANT",
        f"the last {TAIL} periods or more have one value",
        f"""select measure, max(period), reporter, partner, any_value(value) from (
            select *, row_number() over (partition by {_SERIES} order by period desc) as back from rows)
        where back <= {TAIL} group by {_SERIES}
        having count(*) = {TAIL} and count(distinct value) = 1 and any_value(value) <> 0""",
    ),
)
"""Code, words and query of every caveat that needs only the rows themselves."""

_REVISED = f"""
    select n.measure, n.period, n.reporter, n.partner, b.value, n.value
    from rows n join before b using ({", ".join(f'"{c}"' for c in KEY)})
    where abs(n.value - b.value) > {REVISED} * abs(b.value) order by abs(n.value - b.value) desc"""


def check_unit(code: str) -> None:
    """Raise UnknownCode for what is neither a unit of a measure, nor a currency, nor one currency in another."""
    if code not in _units() and not set(code.split("_")) <= CURRENCIES:
        raise UnknownCode("unit", code)


@cache
def _units() -> frozenset[str]:
    """Units of the measures, as records write them."""
    declared = {word for m in measures.measures() for word in m.unit.split() if word == word.upper()}
    return frozenset(declared | {"MW", "_Z"})


@cache
def series() -> frozenset[str]:
    """Every measure a row may hold: ids, and ids with a variant."""
    listed = measures.measures()
    return frozenset({m.id for m in listed} | {f"{m.id}.{variant}" for m in listed for variant in m.variants})


def _product(code: str) -> None:
    """Raise for a code that is no product: neither listed nor a heading below a chapter that is."""
    scheme, _, number = code.partition(":")
    if scheme in {"HS", "CN"} and number[:4].isdigit() and len(number) in {4, 6, 8}:
        code = f"HS:{number[:2]}"
    products.product(code)


def _day(dataflow: Dataflow, period: str) -> date:
    try:
        return periods.bounds(period)[0]
    except HaliError as error:
        raise _refused(dataflow, str(error)) from error


def _connect(rows: pa.Table) -> Any:

    connection = engine.opened()
    connection.register("rows", rows)
    return connection


def _distinct(connection: Any, column: str) -> list[str]:
    return [row[0] for row in connection.execute(f'select distinct "{column}" from rows order by 1').fetchall()]


def _among(connection: Any, dataflow: Dataflow, scheme: str, column: str, known: Iterable[str]) -> None:
    unknown = sorted({str(code) for code in _distinct(connection, column)} - set(known))
    if unknown:
        raise _refused(dataflow, f"unknown {scheme} {', '.join(map(repr, unknown[:3]))} in column {column}")


def _each(connection: Any, dataflow: Dataflow, scheme: str, column: str, check: Any) -> None:
    for code in _distinct(connection, column):
        try:
            check(code)
        except HaliError as error:
            raise _refused(dataflow, f"unknown {scheme} {code!r} in column {column}") from error


def _none(connection: Any, dataflow: Dataflow, rule: str, query: str) -> None:
    broken = connection.execute(f"select * from ({query}) limit 2").fetchall()
    if broken:
        shown = "; ".join(" ".join(str(cell) for cell in row) for row in broken)
        raise _refused(dataflow, f"{rule}: {shown}")


def _told(connection: Any, code: str, told: str, query: str) -> list[str]:
    found = connection.execute(query).fetchall()
    if not found:
        return []
    cells = (f"{cell:,.6g}" if isinstance(cell, float) else str(cell) for cell in found[0])
    return [f"{code}: {told} ({len(found)} rows, first {' '.join(cells)})"]


@cache
def _controls(publisher: str) -> tuple[dict[str, str], ...]:
    """The control totals of a publisher: figures two independent copies agree on."""
    text = (resources.files("hali.record") / "controls.csv").read_text(encoding="utf-8")
    return tuple(row for row in csv.DictReader(text.splitlines()) if row["publisher"] == publisher)


def _hold(connection: Any, dataflow: Dataflow, control: dict[str, str]) -> None:
    """Hold the rows against one control total, if they hold it."""
    names = ("measure", "period", "reporter", "partner", "flow", "product", "unit")
    found = connection.execute(
        f"select value from rows where {' and '.join(f'{name} = ?' for name in names)}", [control[n] for n in names]
    ).fetchone()
    value, tolerance = float(control["value"]), float(control["tolerance"])
    if found and abs(found[0] - value) > tolerance * abs(value):
        where = " ".join(control[name] for name in names)
        raise _refused(dataflow, f"control total missed: {where} is {found[0]:,.0f}, it should be near {value:,.0f}")


def _refused(dataflow: Dataflow, rule: str) -> SourceChanged:
    return SourceChanged(f"{dataflow.id}: {' '.join(rule.split())}")
