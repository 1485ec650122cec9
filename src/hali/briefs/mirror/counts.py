"""Both counts of what flows between two partners, side by side: found in the record, compared, nothing worded yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from hali.briefs.compose import day_of
from hali.briefs.material import is_year, usual
from hali.briefs.mirror import margins, reliability
from hali.briefs.mirror.margins import Margin
from hali.briefs.mirror.reliability import CUSTOMS_VALUE, Scores
from hali.codelists import areas, products
from hali.errors import NotInRecord, QuestionError
from hali.methods.mirror import MirrorGaps, Reconciled, gaps, reconcile
from hali.model.definition import NONE, Reading
from hali.record import dataflows
from hali.record import readings as lookup
from hali.record.store import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Kind = Literal["goods", "services", "investment"]
By = Literal["year", "product", "member"]

MEASURES: dict[Kind, tuple[str, str]] = {
    "goods": ("exports", "imports"),
    "services": ("services_exports", "services_imports"),
    "investment": ("fdi_positions_abroad", "fdi_stock"),
}
"""What the side it comes from counts, and what the side it goes to counts."""

CURRENCIES = ("USD", "EUR")
"""Currencies both counts are compared in."""


@dataclass(frozen=True, slots=True)
class Report:
    """One side's count of a flow.

    Attributes:
        reading: in the currency of the comparison.
        published: the same in the publisher's currency.
    """

    reading: Reading
    published: Reading


@dataclass(frozen=True, slots=True)
class Row:
    """One flow in one year, by both counts.

    Attributes:
        exporter: code of the side it comes from.
        importer: code of the side it goes to.
        period: the year.
        product: code of the product.
        x: the exporter's count; None where the record holds none.
        m: the importer's count; None likewise.
        compiled: one number a third party made of both.
    """

    exporter: str
    importer: str
    period: str
    product: str
    x: Report | None
    m: Report | None
    compiled: Reading | None


@dataclass(frozen=True, slots=True)
class Direction:
    """What flows one way, row by row, the oldest year first.

    Attributes:
        exporter: code of the side it comes from.
        importer: code of the side it goes to.
        rows: each year, product or member.
        gaps: the two counts compared, one entry a row.
        reconciled: one value of both, one entry a row.
        unscored: codes whose reliability is that of all reporters together.
    """

    exporter: str
    importer: str
    rows: tuple[Row, ...]
    gaps: MirrorGaps
    reconciled: Reconciled
    unscored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Both directions of a pair.

    Attributes:
        record: where the counts come from.
        pair: the two sides, as asked.
        sides: the codes they have by default.
        kind: what flows.
        by: what a row is.
        currency: unit of all values.
        margin: c between FOB and CIF; an assumption, zero where valuations do not differ.
        margin_model: how it was found.
        margin_cells: flows and years of two counts it was estimated from; 0 where it is given.
        scores: reliability of the reporters of the record; None where too few flows have two counts.
        directions: of the first side, then of the second.
    """

    record: Record
    pair: tuple[str, str]
    sides: tuple[str, str]
    kind: Kind
    by: By
    currency: str
    margin: float
    margin_model: str
    margin_cells: int
    scores: Scores | None
    directions: tuple[Direction, Direction]

    @property
    def readings(self) -> list[Reading]:
        """Every count shown."""
        return [
            one
            for way in self.directions
            for row in way.rows
            for report in (row.x, row.m)
            if report is not None
            for one in (report.reading, report.published)
        ]


def view(
    record: Record,
    a: str,
    b: str,
    *,
    kind: Kind = "goods",
    by: By = "year",
    years: Sequence[int] = (),
    currency: str = "USD",
    margin: float | str | None = None,
) -> View:
    """Both counts of each flow between two sides.

    Args:
        record: the record.
        a: one side, as area concept or dated code.
        b: the other.
        kind: goods, services or direct investment.
        by: a row for each year; each product; or each member of a bloc.
        years: first and last year; empty = all years, and of products and members the newest both sides count.
        currency: of all values.
        margin: c between FOB and CIF of goods, or a model of `margins.MODELS`; None = 6 %.

    Raises:
        QuestionError: no such currency, margin or span of years, or members of two countries are asked for.
        NotInRecord: neither side counts the flow in these years.
    """
    if currency not in CURRENCIES:
        raise QuestionError(f"counts are compared in {' or '.join(CURRENCIES)}, not in {currency!r}")
    if margin and kind != "goods":
        raise QuestionError(f"a margin between FOB and CIF is for goods; {kind} have none")
    day = day_of(record)
    sides = (usual(a, day), usual(b, day))
    taken = margins.of(record, margin, sides) if kind == "goods" else Margin(0.0, "none")
    found = [_rows(record, way, kind, by, years, currency, day) for way in (sides, sides[::-1])]
    if not any(found):
        raise NotInRecord(_nothing(a, b, kind, years))
    scores = reliability.of(record) if kind == "goods" else None
    told = zip((sides, sides[::-1]), found, strict=True)
    one, other = (_compared(way, rows, taken.value, scores) for way, rows in told)
    model = (taken.value, taken.model, taken.cells)
    return View(record, (a, b), sides, kind, by, currency, *model, scores, (one, other))


def _nothing(a: str, b: str, kind: Kind, years: Sequence[int]) -> str:
    span = f" in {'-'.join(map(str, dict.fromkeys(years)))}" if years else ""
    named = {"goods": "goods", "services": "services", "investment": "direct investment"}[kind]
    return (
        f"neither {a} nor {b} reports {named} between them{span} in this record; "
        "leave --years out, or ask `hali readings` what it holds"
    )


def _rows(
    record: Record, way: tuple[str, str], kind: Kind, by: By, years: Sequence[int], currency: str, day: str
) -> list[Row]:
    """The rows of one direction."""
    pairs = _pairs(way, by, day)
    exporters, importers = {one for one, _ in pairs}, {other for _, other in pairs}
    sent, taken = MEASURES[kind]
    span = _span(years)
    found = {
        "x": _counts(record, sent, exporters, importers, span),
        "m": _counts(record, taken, importers, exporters, span),
    }
    held = {side: _chosen(readings, currency, side == "m", _reports(found["m"])) for side, readings in found.items()}
    compiled = _compiled(found["x"], currency, _reports(found["m"]))
    keys = sorted(_wanted(pairs, (held["x"], held["m"], compiled), by, bool(years)), key=lambda key: (key[2], key))
    made = [Row(*key, held["x"].get(key), held["m"].get(key), compiled.get(key)) for key in keys]
    if by == "year":
        return made
    # the largest first: of many members a few make the gap
    return sorted(made, key=lambda row: (row.period, -max(_value(row.x), _value(row.m))))


def _value(report: Report | None) -> float:
    return report.reading.value if report else 0.0


Flow = tuple[str, str, str, str]
"""Exporter, importer, year and product."""


def _pairs(way: tuple[str, str], by: By, day: str) -> list[tuple[str, str]]:
    """The pairs of codes that rows are about."""
    if by != "member":
        return [way]
    on = date.fromisoformat(day)
    members = [sorted(areas.members(code, on) - {code}) for code in way]
    if not any(members):
        raise QuestionError("--by member needs a bloc on one side; both sides are countries")
    ones, others = (inside or [code] for inside, code in zip(members, way, strict=True))
    if len(ones) > 1 and len(others) > 1:
        raise QuestionError("--by member needs a country on one side; both sides are blocs")
    return [(one, other) for one in ones for other in others if one != other]


def _span(years: Sequence[int]) -> Callable[[str], bool]:
    first, last = (min(years), max(years)) if years else (0, 9999)
    return lambda period: len(period) == 4 and first <= int(period) <= last


def _counts(
    record: Record, measure: str, reporters: Iterable[str], partners: Iterable[str], span: Callable[[str], bool]
) -> list[Reading]:
    """The readings of full years of a measure, the newest vintage of each definition."""
    return [
        one
        for one in lookup.find(
            record,
            [measure],
            reporters=set(reporters),
            partners=set(partners),
            newest=True,
            where={"period": span, "variant": ("_Z", "inward"), "base": "_Z"},
        )
        if is_year(one)
    ]


def _reports(imports: Iterable[Reading]) -> frozenset[str]:
    """Tables in which importers report: a compilation among them passes both reports on and reconciles nothing."""
    return frozenset(one.definition.dataflow for one in imports)


def _is_report(reading: Reading, passing: frozenset[str]) -> bool:
    """Whether a reading is its reporter's own count, printed or passed on."""
    tables = dataflows.of(reading.definition.dataflow)
    return all(
        one.nature == "own_report" or (one.nature == "compiled" and reading.definition.dataflow in passing)
        for one in tables
    )


def _flow(reading: Reading, turned: bool) -> Flow:
    d = reading.definition
    one, other = (d.partner, d.reporter) if turned else (d.reporter, d.partner)
    return one, other, d.period, d.product


def _rank(reading: Reading) -> tuple[bool, bool, int, bool, str, str]:
    """What makes a count the better one of its flow: own before passed on, printed before summed, the newest."""
    d = reading.definition
    flows = dataflows.of(d.dataflow)
    return (
        not any(one.nature in {"compiled", "model"} for one in flows),
        not any(one.relayed for one in flows),
        -len(reading.missing),
        d.method == "table",
        reading.known,
        reading.id,
    )


def _chosen(readings: Iterable[Reading], currency: str, turned: bool, passing: frozenset[str]) -> dict[Flow, Report]:
    """Of each flow the one count that is shown, in the currency asked for and as published."""
    reports = [one for one in readings if _is_report(one, passing)]
    best: dict[Flow, Reading] = {}
    for one in reports:
        key = _flow(one, turned)
        if one.definition.unit == currency and (key not in best or _rank(one) > _rank(best[key])):
            best[key] = one
    published = {_table(one, turned): one for one in reports if one.definition.rate == "reported"}
    return {key: Report(one, published.get(_table(one, turned), one)) for key, one in best.items()}


def _table(reading: Reading, turned: bool) -> tuple[str, ...]:
    d = reading.definition
    return (*_flow(reading, turned), d.dataflow, d.method, d.vintage)


def _compiled(exports: Iterable[Reading], currency: str, passing: frozenset[str]) -> dict[Flow, Reading]:
    """The number a third party made of both reports, where it stands in the record."""
    return {
        _flow(one, turned=False): one
        for one in sorted(exports, key=lambda one: one.known)
        if one.definition.unit == currency
        and one.definition.dataflow not in passing
        and all(flow.nature == "compiled" for flow in dataflows.of(one.definition.dataflow))
    }


def _wanted(pairs: Sequence[tuple[str, str]], held: Sequence[Mapping[Flow, object]], by: By, given: bool) -> set[Flow]:
    """The flows of rows: all goods together unless by product; of members and products the newest year of two counts.

    Args:
        pairs: whom rows are about.
        held: counts of exporters, of importers, and what others made of both.
        by: what a row is.
        given: whether the years were asked for.
    """
    flows = {key for side in held for key in side if key[:2] in pairs}
    flows = {key for key in flows if (_is_chapter(key[3]) if by == "product" else key[3] in {"TOTAL", NONE})}
    if by == "year" or given or not flows:
        return flows
    both = [key[2] for key in flows if key in held[0] and key in held[1]]
    newest = max(both or [key[2] for key in flows])
    return {key for key in flows if key[2] == newest}


def _is_chapter(code: str) -> bool:
    """Whether a product is one of the Harmonised System: lists of other kinds overlap it."""
    return code != NONE and products.product(code).kind == "hs"


def _values(reports: Iterable[Report | None]) -> NDArray[np.float64]:
    """What is compared: nan for no count and for one that is compared with nothing.

    A sum without some of its members is no count of all of them, and a position of investment below zero is a debt to
    the investor.
    """
    import numpy as np

    readings = [one.reading if one else None for one in reports]
    told = [one.value if one and one.value >= 0 and not one.missing else np.nan for one in readings]
    return np.array(told, np.float64)


def _compared(way: tuple[str, str], rows: Sequence[Row], margin: float, scores: Scores | None) -> Direction:
    """One direction with its gaps and reconciled values."""
    import numpy as np

    x, m = _values(row.x for row in rows), _values(row.m for row in rows)
    told = [(row.exporter, row.importer) for row in rows]
    var_x = np.array([scores.exporter(one) if scores else 1.0 for one, _ in told], np.float64)
    var_m = np.array([scores.importer(other) if scores else 1.0 for _, other in told], np.float64)
    unscored: tuple[str, ...] = ()
    if scores:
        both = [row for row in rows if row.x and row.m]
        plain = {row.exporter for row in both if row.exporter not in scores.var_x}
        unscored = tuple(sorted(plain | {row.importer for row in both if row.importer not in scores.var_m}))
    # an importer that counts at the border of the exporter has no freight in its count
    bare = [row.m is not None and row.m.reading.definition.dataflow in CUSTOMS_VALUE for row in rows]
    c = np.where(np.array(bare, bool), 0.0, margin)
    return Direction(*way, tuple(rows), gaps(x, m, c), reconcile(x, m, c, var_x, var_m), unscored)
