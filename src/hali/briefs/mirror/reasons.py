"""What a gap between two counts may contain, and what the record says of each: never which of them it is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from hali.briefs.mirror.counts import MEASURES, Direction, Report, Row
from hali.briefs.mirror.teller import Teller
from hali.codelists import areas
from hali.languages import numbers
from hali.languages.marks import EN_DASH
from hali.model.definition import Reading
from hali.narrate import words
from hali.publish.document import Statement, plain
from hali.record import readings as lookup

RANGE = (0.0, 0.15)
"""Margins between FOB and CIF the gap is also taken at."""


def statements(teller: Teller) -> list[Statement]:
    """A sentence a reason, for the newest year of two counts of each direction; none where no year has two."""
    return [told for direction in teller.view.directions for told in _of(teller, direction)]


def _of(teller: Teller, direction: Direction) -> Iterator[Statement]:
    rows = [row for row in direction.rows if row.x and row.m]
    if not rows:
        return
    newest = max(rows, key=lambda row: (row.period, row.x.reading.value if row.x else 0.0))
    year = [row for row in rows if row.period == newest.period]
    yield plain(teller.said("reasons_of", way=teller.way(direction), year=newest.period))
    if teller.view.kind == "goods":
        yield from _margin(teller, year)
        yield from _origin(teller, direction, newest.period)
    yield _lag(teller, rows)
    yield from _unnamed(teller, direction, newest.period)
    yield _rate(teller, direction, year)
    if teller.view.by == "year":
        yield _revisions(teller, newest)
    yield from _members(teller, direction, newest)
    yield plain(teller.said("reason_nothing"))


def _margin(teller: Teller, year: Sequence[Row]) -> Iterator[Statement]:
    """The gap of the year at other margins."""
    counts = [(row.x.reading, row.m.reading) for row in year if row.x and row.m]
    used = [one for pair in counts for one in pair]
    gaps = [math.fsum(x.value * (1 + c) - m.value for x, m in counts) for c in RANGE]
    low, high = (teller.amount("unrecorded", used, gap, f"{c:g}") for gap, c in zip(gaps, RANGE, strict=True))
    none, most = (teller.percent(c) for c in RANGE)
    yield teller.statement("reason_margin", used, none=none, low=low, most=most, high=high)


def _origin(teller: Teller, direction: Direction, period: str) -> Iterator[Statement]:
    """What part of the importer's count is of one chapter, where the record has chapters."""
    found = lookup.find(
        teller.view.record,
        ["product_share_imports"],
        reporters=[direction.importer],
        partners=[direction.exporter],
        newest=True,
        where={"period": period, "product": lambda product: product.startswith("HS:")},
    )
    if not found:
        yield plain(teller.said("reason_origin_none"))
        return
    largest = max(found, key=lambda one: one.value)
    product = words.code(largest.definition.product, teller.lang)
    share = teller.press.number(largest, 1)
    yield teller.statement("reason_origin", [largest], share=share, product=product)


def _lag(teller: Teller, rows: Sequence[Row]) -> Statement:
    """Both counts over all consecutive years of two counts, over which a delay cancels."""
    last = max(int(row.period) for row in rows)
    held = {int(row.period) for row in rows}
    first = last
    while first - 1 in held:
        first -= 1
    if first == last:
        return plain(teller.said("reason_lag_none"))
    span = [row for row in rows if first <= int(row.period) <= last]
    x, m = (math.fsum(report.reading.value for row in span if (report := getattr(row, side))) for side in ("x", "m"))
    used = [report.reading for row in span for report in (row.x, row.m) if report]
    ratio = teller.computed("ratio", used, m / x, "RATIO", 1.0, 2, "years")
    return teller.statement("reason_lag", used, years=f"{first} {EN_DASH} {last}", ratio=ratio)


def _unnamed(teller: Teller, direction: Direction, period: str) -> Iterator[Statement]:
    """What part of each side's count names no partner."""
    residual = [code for code in areas.codes() if areas.area(code).kind == "residual"]
    told = False
    for measure, reporter in zip(MEASURES[teller.view.kind], (direction.exporter, direction.importer), strict=True):
        found = lookup.find(
            teller.view.record,
            [measure],
            reporters=[reporter],
            partners=[*residual, "WLD"],
            newest=True,
            where={"period": period, "product": ("TOTAL", "_Z"), "rate": "reported"},
        )
        world = [one for one in found if one.definition.partner == "WLD"]
        unnamed = [one for one in found if one.definition.partner != "WLD" and one.value > 0]
        tables = {one.definition.dataflow for one in world} & {one.definition.dataflow for one in unnamed}
        if not tables:
            continue
        table = min(tables)
        rest = [one for one in unnamed if one.definition.dataflow == table]
        whole = next(one for one in world if one.definition.dataflow == table)
        share = 100 * math.fsum(one.value for one in rest) / whole.value
        number = teller.with_unit(teller.computed("unnamed", [*rest, whole], share, "PCT", 1.0, 1, measure))
        yield teller.statement("reason_unnamed", [*rest, whole], share=number, area=teller.name(reporter))
        told = True
    if not told:
        yield plain(teller.said("reason_unnamed_none"))


def _rate(teller: Teller, direction: Direction, year: Sequence[Row]) -> Statement:
    """Whether a rate of exchange stands between the counts."""
    currency = teller.view.currency
    units = {
        code: report.published.definition.unit
        for code, side in ((direction.exporter, "x"), (direction.importer, "m"))
        for row in year
        if (report := getattr(row, side)) and report.published.definition.unit != currency
    }
    if not units:
        return plain(teller.said("reason_rate_none", currency=currency))
    listed = numbers.join_list([f"{teller.name(code)} ({unit})" for code, unit in units.items()], teller.lang)
    return plain(teller.said("reason_rate", areas=listed, currency=currency))


def _revisions(teller: Teller, row: Row) -> Statement:
    """How many editions of each count the record holds, and how far they lie apart."""
    counts, spread = [], 0.0
    used: list[Reading] = []
    for report in (row.x, row.m):
        assert report is not None
        editions = _editions(teller, report)
        values = [one.value for one in editions]
        counts.append(len(editions))
        spread = max(spread, (max(values) - min(values)) / max(abs(value) for value in values))
        used += editions
    number = teller.with_unit(teller.computed("revised", used, 100 * spread, "PCT", 1.0, 2, "editions"))
    return teller.statement("reason_revisions", used, x=str(counts[0]), m=str(counts[1]), spread=number)


def _editions(teller: Teller, report: Report) -> list[Reading]:
    """Every vintage of a published count."""
    d = report.published.definition
    where = {name: getattr(d, name) for name in ("period", "product", "unit", "rate", "method", "dataflow", "variant")}
    found = lookup.find(teller.view.record, [d.measure], reporters=[d.reporter], partners=[d.partner], where=where)
    return found or [report.published]


def _members(teller: Teller, direction: Direction, row: Row) -> Iterator[Statement]:
    """Who of a bloc is counted."""
    missing = sorted({code for report in (row.x, row.m) if report for code in report.reading.missing})
    blocs = [code for code in (direction.exporter, direction.importer) if areas.area(code).kind in {"bloc", "moving"}]
    for code in blocs:
        absent = numbers.join_list([teller.name(one) for one in missing], teller.lang)
        key = "reason_members_absent" if missing else "reason_members"
        yield plain(teller.said(key, bloc=words.form(code, teller.lang, "plain"), absent=absent))
