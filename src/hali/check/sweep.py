"""The sweep: try every definition of the grid on a claim, keep what no other beats, count what chance would match.

The default is chosen without looking at the claimed number. Extends Wu, Agarwal, Li, Yang and Yu (PVLDB 2014).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from hali.check.axes import AXES, Question, official_currency
from hali.check.compare import candidate, compared_granule
from hali.check.front import front, merged, of_the_time, placebo, rank, slots
from hali.check.grid import grid
from hali.codelists import areas
from hali.model import units
from hali.model.claim import Candidate, Claim, Departure, Quantity
from hali.model.definition import NONE, Reading
from hali.record import readings as lookup
from hali.record.store import Record

SCALES = (10.0, 0.1, 1000.0, 0.001)
"""Slips of scale that are tried: a factor of ten, and milliard for million."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """All candidates of one claim.

    Attributes:
        question: the claim with its roles settled.
        default: the text's own terms, conventionally filled; None where the record has no reading for them.
        candidates: cheapest first; equal numbers merged under the cheapest definition.
        front: the default, then every minimal change with its gap.
        nearby: other definitions of the default's measure and period, worth showing beside it.
        tried, matched, missing: counts of definitions.
        placebo: cost -> share of random figures of this form matched at that cost.
    """

    question: Question
    default: Candidate | None
    candidates: tuple[Candidate, ...]
    front: tuple[Candidate, ...]
    nearby: tuple[Candidate, ...]
    tried: int
    matched: int
    missing: int
    placebo: dict[int, float]


def question(claim: Claim, pair: tuple[str, str] | None, published: str) -> Question | None:
    """The claim with subject, other side and declarant settled; None where it names no area.

    Args:
        claim: with a measure.
        pair: concepts the reader named, used where the text leaves a side open.
        published: ISO day of publication, or "".
    """
    measure = claim.measure or ""
    named = [claim.reporter, claim.partner] if claim.reporter or claim.partner else list(claim.pair or ())
    sides = [side for side in named if side]
    if measure not in grid().single:
        sides += [side for side in pair or () if side not in sides][: 2 - len(sides)]
    if not sides and measure not in grid().routes:
        return None
    if measure == "partner_rank" and not (claim.reporter or claim.partner):
        # "A makes up so much of B's trade and is its largest partner": who is ranked comes first
        sides.reverse()
    subject = claim.reporter or next((s for s in sides if s != claim.partner), (sides or [""])[0])
    other = claim.partner or next((s for s in sides if s != subject), "")
    if measure in grid().single:
        other = ""
    if measure in grid().routes:
        subject = ""
    span = (claim.period.start, claim.period.end) if claim.period and claim.period.start else None
    return Question(
        claim=claim,
        grid=grid(),
        subject=subject,
        other=other,
        stated_subject=claim.reporter is not None,
        declarant=(claim.origin_side or _declarant(claim, subject, other)) if subject else "",
        span=span,
        published=published,
    )


def _declarant(claim: Claim, subject: str, other: str) -> str:
    """Whose statistics a number without a source means, by convention."""
    both_ways = claim.measure in {"trade_total", "trade_growth", "trade_balance"}
    if both_ways and claim.reporter is None and other and claim.quantity:
        for side in (subject, other):
            if official_currency(side) == claim.quantity.unit:
                return side
    return subject


def run(record: Record, claim: Claim, pair: tuple[str, str] | None, published: str = "") -> Sweep | None:
    """Try the grid on a claim with a number; None where it names no measure or no area, or cannot be checked."""
    if claim.measure is None or claim.unsaid or claim.quantity is None:
        return None
    asked = question(claim, pair, published)
    if asked is None:
        return None
    judged = _judged(asked, _readings(record, asked))
    judged = _settle_period(asked, judged)
    judged = _older_vintages(asked, judged)
    default = _default(asked, judged)
    tried = [c for reading, departures in judged for c in _candidates(asked, claim.quantity, reading, departures)]
    candidates = merged(tried, compared_granule(claim.quantity))
    ranked = tuple(sorted(candidates, key=rank))
    return Sweep(
        question=asked,
        default=default,
        candidates=ranked,
        front=front(ranked, default),
        nearby=_nearby(ranked, default),
        tried=len(ranked),
        matched=sum(c.band < 2 for c in ranked),
        missing=_missing(asked, judged),
        placebo=placebo(claim.quantity, ranked),
    )


def _readings(record: Record, asked: Question) -> list[Reading]:
    """Every reading of the measures tried on the two sides, in either role."""
    sides = [_codes(asked, asked.subject) if asked.subject else []]
    if asked.other:
        sides.append(_codes(asked, asked.other))
    measures = tuple(asked.grid.measures_tried(asked.claim.measure or ""))
    partners = sides[1] if asked.other else [NONE, "WLD"] if asked.subject else []
    return _found(record, measures, tuple(sides[0]), tuple(partners), bool(asked.other))


@lru_cache(maxsize=128)
def _found(
    record: Record, measures: tuple[str, ...], reporters: tuple[str, ...], partners: tuple[str, ...], either_way: bool
) -> list[Reading]:
    """The claims of an article, and the articles of a batch, are mostly about the same few dyads."""
    return lookup.find(record, measures, reporters=reporters, partners=partners, either_way=either_way)


def _codes(asked: Question, concept: str) -> list[str]:
    return [*areas.concept_codes(concept), *asked.grid.other_blocs.get(concept, ())]


_Judged = list[tuple[Reading, tuple[Departure, ...]]]


def _judged(asked: Question, readings: Iterable[Reading]) -> _Judged:
    """Readings that are part of the grid, with their departures on the axes that one reading decides."""
    kept: _Judged = []
    for reading in readings:
        departures: list[Departure] = []
        for axis in AXES:
            found = axis(asked, reading)
            if found is None:
                break
            departures += found
        else:
            kept.append((reading, tuple(departures)))
    return _second_hand(asked, kept)


def _second_hand(asked: Question, judged: _Judged) -> _Judged:
    """A quoted figure loses to a table: where both give one definition, the quoted one is an open slot's filling."""

    def place(reading: Reading) -> tuple[str, ...]:
        d = reading.definition
        return (d.measure, d.reporter, d.partner, d.flow, d.product, d.variant, reading.start, reading.end)

    tables = {place(r) for r, _ in judged if r.status != "Q"}
    return [
        (
            r,
            (*found, Departure("source", "", r.definition.dataflow, 1))
            if r.status == "Q" and place(r) in tables
            else found,
        )
        for r, found in judged
    ]


def _settle_period(asked: Question, judged: _Judged) -> _Judged:
    """Fill an unset period: the latest full year at publication; five earlier years and the year to date are open."""
    if asked.span is not None:
        return judged
    conventional = [r for r, found in judged if _known(asked, r) and sum(d.cost for d in found) == 0]
    full = [r for r in conventional if _full_year(r)] or conventional
    if not full:
        full = [r for r, _ in judged if _known(asked, r)]
    if not full:
        return judged
    latest = max(r.end for r in full)
    settled: _Judged = []
    for reading, found in judged:
        age = int(latest[:4]) - int(reading.end[:4])
        if reading.end == latest or reading.definition.period == NONE:
            cost = 0
        elif _full_year(reading) or not _full_year(full[0]):
            cost = asked.grid.open if 0 < age <= 5 else asked.grid.stated
        elif reading.start >= latest:
            cost = asked.grid.open
        else:
            continue
        settled.append((reading, (*found, *asked.departure("period", "", reading.definition.period, cost))))
    return settled


def _full_year(reading: Reading) -> bool:
    return (
        reading.start[4:] == "-01-01"
        and int(reading.end[:4]) == int(reading.start[:4]) + 1
        and reading.end[4:] == "-01-01"
    )


def _known(asked: Question, reading: Reading) -> bool:
    return not asked.published or reading.known <= asked.published


def _older_vintages(asked: Question, judged: _Judged) -> _Judged:
    """The newest vintage at publication stands at no cost; any other vintage of a definition is an open slot."""
    newest: dict[tuple[str, ...], tuple[bool, str]] = {}

    def series(reading: Reading) -> tuple[str, ...]:
        d = reading.definition
        return (
            d.measure,
            d.reporter,
            d.partner,
            d.flow,
            d.product,
            d.period,
            d.base,
            d.unit,
            d.variant,
            d.method,
            d.dataflow,
        )

    for reading, _ in judged:
        key = (_known(asked, reading), reading.known)
        newest[series(reading)] = max(newest.get(series(reading), key), key)
    return [
        (r, found)
        if (_known(asked, r), r.known) == newest[series(r)]
        else (r, (*found, *asked.departure("vintage", "", r.definition.vintage, asked.grid.open)))
        for r, found in judged
    ]


def _default(asked: Question, judged: _Judged) -> Candidate | None:
    """The reading of the text's own terms, chosen without looking at the claimed number.

    Published bloc figures go before our sums, the newest vintage before older ones.
    """
    quantity = asked.claim.quantity
    assert quantity is not None
    own = [
        candidate
        for reading, found in judged
        if not found
        for candidate in _candidates(asked, quantity, reading, found)
        if not candidate.departures
    ]
    own.sort(key=lambda c: c.reading.id)
    own.sort(key=lambda c: (c.reading.end, c.reading.known), reverse=True)
    own.sort(key=lambda c: (of_the_time(c.reading), ("table", "sum", "printed").index(c.reading.definition.method)))
    return own[0] if own else None


def _candidates(
    asked: Question, quantity: Quantity, reading: Reading, departures: tuple[Departure, ...]
) -> list[Candidate]:
    """The candidates one reading gives: as it is, in the swapped currency, and with slips of scale."""
    unit = reading.definition.unit
    money = quantity.unit in units.CURRENCIES
    if money and unit not in units.CURRENCIES:
        return []
    value = reading.value
    if not money:
        factors = asked.grid.units.get(quantity.unit, {})
        if unit not in factors:
            return []
        value *= factors[unit]
        if asked.grid.family(asked.claim) == "change":
            value = _signed(asked.claim, value)
            value = 1 + value / 100 if quantity.unit == "times" else value
    elif asked.claim.measure == "trade_balance":
        value = _signed(asked.claim, value)
    if money and unit != quantity.unit:
        if reading.definition.rate != "reported":
            return []
        swap = Departure("currency", quantity.unit, unit, asked.grid.slip)
        return [candidate(quantity, reading, value, (*departures, swap))]
    plain = candidate(quantity, reading, value, departures)
    if not money or departures or plain.band < 2:
        return [plain]
    slips = [
        candidate(quantity, reading, value * s, (Departure("scale", "", f"x{s:g}", asked.grid.slip),)) for s in SCALES
    ]
    return [plain, *(slip for slip in slips if slip.band == 0)]


def _signed(claim: Claim, value: float) -> float:
    """The number as the words turn it: a fall of 7 % is -7; words without a direction leave only the size."""
    return value * claim.sign if claim.sign else abs(value)


def _nearby(ranked: Sequence[Candidate], default: Candidate | None) -> tuple[Candidate, ...]:
    """What stands beside the default: the same measure and period by the other reporter or with other members."""
    if default is None:
        return tuple(ranked[:3])
    return tuple(
        c
        for c in ranked
        if c.reading.definition.measure == default.reading.definition.measure
        and (c.reading.start, c.reading.end) == (default.reading.start, default.reading.end)
        and c.departures
        and slots(c) <= {"reporter", "composition"}
        and all(d.cost == 1 for d in c.departures)
    )[:6]


def _missing(asked: Question, judged: _Judged) -> int:
    """Cells of the grid without data: combinations of measure, declarant and year in range that no reading fills."""
    if not judged:
        return 0
    filled = {(r.definition.measure, areas.concept(r.definition.reporter), r.end) for r, _ in judged}
    axes = [{cell[i] for cell in filled} for i in range(3)]
    return len(axes[0]) * len(axes[1]) * len(axes[2]) - len(filled)


def with_sources(record: Record, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The same candidates with complete readings."""
    found = {r.id: r for r in lookup.complete(record, [c.reading for c in candidates])}
    return [replace(c, reading=found[c.reading.id]) for c in candidates]
