"""How a definition departs from what a text says: one function per axis of the grid.

Each function takes the question (a claim with its open slots filled by convention) and a reading, and returns the
departures on its axis, or None where the reading is no part of the grid for this claim.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from hali.checking.definitions import timing
from hali.checking.definitions.grid import Grid
from hali.codelists import areas
from hali.model import period as periods
from hali.model import units
from hali.model.claim import Departure
from hali.model.definition import NONE, Reading
from hali.record import dataflows

Axis = Callable[["Question", Reading], "list[Departure] | None"]

ONE_WAY = {
    "exports": 1,
    "exports_growth": 1,
    "partner_share_exports": 1,
    "product_share_exports": 1,
    "imports": -1,
    "imports_growth": -1,
    "partner_share_imports": -1,
    "product_share_imports": -1,
}
"""Measures of one direction: +1 from the reporter, -1 to the reporter."""


@dataclass(frozen=True, slots=True)
class Question:
    """The terms of a claim, with the roles of its areas settled; what number it names is no part of them.

    Attributes:
        grid: the grid in force.
        measure: what the number is of.
        subject: concept the number is about (the exporter of exports, the area whose total a share is of).
        other: the other concept, "" for a measure of one area.
        stated_subject: the text itself fixes which is the subject.
        roles_open: of two areas the text leaves open which is the subject.
        declarant: concept whose statistics are meant by convention or by the text; "" where any will do.
        span: (start, end) ISO of the stated or inherited period; None = unset.
        counted: the text says over how many years, and nothing says which.
        published: ISO day the text appeared, "" if unknown.
        flow, scope, product, variant, composition, origin_side: the slots of the claim of these names.
    """

    grid: Grid = field(compare=False)
    measure: str
    subject: str
    other: str
    stated_subject: bool
    roles_open: bool
    declarant: str
    span: tuple[str, str] | None
    counted: bool
    published: str
    flow: str | None
    scope: str | None
    product: str | None
    variant: str | None
    composition: str | None
    origin_side: str | None

    @property
    def family(self) -> str:
        """How its number is compared: money, share, change, or "" for everything else."""
        return self.grid.families.get(self.measure, "")

    @property
    def of_a_whole(self) -> bool:
        """Whether its number is a part or place in the total of one area, so that another's total is another fact."""
        return self.family == "share" or self.measure == "partner_rank"

    @property
    def open_ended(self) -> bool:
        """Whether the text leaves open up to when its number is: it states no period, or a change since a year."""
        return self.span is None or (not self.span[1] and self.family == "change")

    @property
    def latest_year(self) -> int | None:
        """The year an undated number means; None where nobody knows when the text appeared."""
        return timing.latest_year(self.measure, self.published) if self.published else None

    def departure(self, slot: str, said: str, used: str, cost: int) -> list[Departure]:
        """One departure, or none at cost 0."""
        return [Departure(slot, said, used, cost)] if cost else []


@cache
def _concept(code: str) -> str:
    return areas.concept(code) if code not in {NONE, "WLD"} else code


@cache
def _day(iso: str) -> date:
    return date.fromisoformat(iso)


@cache
def members(code: str, end: str) -> frozenset[str]:
    """Members of a dated bloc on the last day of a period that ends before `end`."""
    return areas.members(code, _last(end))


@cache
def usual(concept: str, end: str) -> frozenset[str]:
    """Members a bloc conventionally had on that day."""
    return areas.members(areas.conventional(concept, _last(end)), _last(end))


def _last(end: str) -> date:
    day = _day(end)
    return day if day == date.max else date.fromordinal(day.toordinal() - 1)


def measure_axis(question: Question, reading: Reading) -> list[Departure] | None:
    """The measure itself, or another of its family."""
    tried = question.grid.measures_tried(question.measure)
    measure = reading.definition.measure
    if measure not in tried:
        return None
    cost, slot = tried[measure]
    if slot == "flow":
        return question.departure(slot, _flow(question), reading.definition.flow, cost)
    return question.departure(slot, question.measure, measure, cost)


def _flow(question: Question) -> str:
    """The flow a claim's measure names: `X`, `M` or `T`."""
    return {1: "X", -1: "M"}.get(ONE_WAY.get(question.measure, 0), "T")


def direction_axis(question: Question, reading: Reading) -> list[Departure] | None:
    """Goods from A to B are exports of A and imports of B; the other direction contradicts the text."""
    if _told_by_the_source(question, reading):
        right = _same_side(reading.definition.reporter, question.other, question) and not question.roles_open
        cost = question.grid.stated if question.stated_subject else question.grid.open
        return [] if right else question.departure("flow", "", f"from {_concept(reading.definition.reporter)}", cost)
    said = ONE_WAY.get(question.measure)
    used = ONE_WAY.get(reading.definition.measure)
    if said is None or used is None or question.family == "share":
        return []
    exporter = question.subject if said == 1 else question.other
    tried = reading.definition.reporter if used == 1 else reading.definition.partner
    if _same_side(tried, exporter, question) and not question.roles_open:
        return []
    cost = question.grid.stated if question.stated_subject else question.grid.open
    return question.departure("flow", _flow(question), f"from {_concept(tried)}", cost)


def _told_by_the_source(question: Question, reading: Reading) -> bool:
    """Whether a claim on the side things go to is told by the other: what Dutch firms say they hold in Kazakhstan."""
    measure, tried = reading.definition.measure, question.grid.measures_tried(question.measure)
    told = measure != question.measure and tried.get(measure, (1, ""))[0] == 0
    return told and question.measure not in ONE_WAY and measure in question.grid.sources


def _same_side(code: str, concept: str, question: Question) -> bool:
    return _concept(code) == concept or code in question.grid.other_blocs.get(concept, ())


def rank_axis(question: Question, reading: Reading) -> list[Departure] | None:
    """A rank is of total trade unless a flow is named."""
    if reading.definition.measure != "partner_rank":
        return []
    said, used = question.flow or "T", reading.definition.flow
    return question.departure("flow", said, used, 0 if said == used else question.grid.stated)


def declarant_axis(question: Question, reading: Reading) -> list[Departure] | None:
    """Whose statistics: the conventional party at no cost, the other one as an open slot."""
    code = reading.definition.reporter
    if question.roles_open and question.of_a_whole:
        return question.departure("reporter", "", _concept(code), question.grid.open)
    symmetric = question.measure in question.grid.symmetric
    if _told_by_the_source(question, reading) and not question.origin_side:
        return []
    if symmetric or not question.declarant or _same_side(code, question.declarant, question):
        return []
    if question.origin_side or (question.of_a_whole and question.stated_subject):
        cost = question.grid.stated
    else:
        cost = question.grid.open
    return question.departure("reporter", question.origin_side or "", _concept(code), cost)


def composition_axis(question: Question, reading: Reading) -> list[Departure] | None:
    """Which members a bloc has: those on the last day of the reading's period, unless the text names others."""
    found: list[Departure] = []
    for code in (reading.definition.reporter, reading.definition.partner):
        concept = _concept(code)
        if code in {NONE, "WLD", concept} or code == "EU_UNSTATED":
            continue
        if concept not in {question.subject, question.other}:
            found += question.departure("bloc", concept_said(question), code, question.grid.slip)
            continue
        stated = question.composition
        named = stated if stated and areas.concept(stated) == concept else None
        if members(code, reading.end) not in _expected(question, concept, named, reading):
            cost = question.grid.stated if named else question.grid.open
            found += question.departure("composition", named or "", code, cost)
    return found


def _expected(question: Question, concept: str, named: str | None, reading: Reading) -> tuple[frozenset[str], ...]:
    """Members a text means: those it names, else those of the time spoken of, or of the text's own day.

    Tables of earlier years are published for today's members, and quoted without a word on them; sums of ours are not.
    """
    end = reading.end
    if named:
        return (members(named, end),)
    restated = reading.definition.method == "table" and question.published > end
    return (usual(concept, end), *((usual(concept, question.published),) if restated else ()))


def concept_said(question: Question) -> str:
    """The bloc the text names, for which another one was used."""
    return next((c for c in (question.subject, question.other) if c in question.grid.other_blocs), "")


def scope_axis(question: Question, reading: Reading) -> list[Departure] | None:
    """Goods unless services are named."""
    said, used = question.scope, reading.definition.scope
    if used == NONE or said in {None, used}:
        return []
    return question.departure("scope", said or "", used, question.grid.stated)


def product_axis(question: Question, reading: Reading) -> list[Departure] | None:
    """All goods, or the product the measure is of, unless another one is named."""
    said, used = question.product, reading.definition.product
    usual = question.grid.products.get(reading.definition.measure, "TOTAL")
    if used in {said or usual, NONE}:
        return []
    # of all goods, one product is another number; of fuels or routes, another one may be meant
    if said is None and usual != "TOTAL":
        return question.departure("product", "", used, question.grid.open)
    return None


def variant_axis(question: Question, reading: Reading) -> list[Departure] | None:
    """The variant the text names, else the conventional one; sums over years only for spans of years."""
    said, used = question.variant, question.grid.stands_for.get(reading.definition.measure, reading.definition.variant)
    if question.family == "change":
        return _growth_currency(question, reading)
    if used == "cumulated":
        long = question.span is not None and _months(question.span) > 12
        return [] if long else None
    if used in {NONE, said}:
        return []
    if said and used not in question.grid.implied.get(said, ()):
        return question.departure("variant", said, used, question.grid.stated)
    if question.measure == "partner_rank":
        # A place among countries and one among blocs are both what "the largest partner" says.
        return []
    usual = question.grid.variants.get(reading.definition.measure)
    return question.departure("variant", "", used, 0 if used == usual else question.grid.open)


def _growth_currency(question: Question, reading: Reading) -> list[Departure]:
    """Growth in the currency the text names, else in the one the declarant publishes in, else an open slot."""
    own = official_currency(question.declarant or _concept(reading.definition.reporter))
    used = reading.definition.variant
    if question.variant:
        return question.departure("currency", question.variant, used, _contradicted(question, used))
    return question.departure("currency", "", used, 0 if used in {own, NONE} else question.grid.open)


def _contradicted(question: Question, used: str) -> int:
    return 0 if used in {question.variant, NONE} else question.grid.stated


@cache
def official_currency(concept: str) -> str:
    """Currency the statistics of an area publish trade in: EUR for the EU, its members and the euro area, else USD."""
    day = areas.FIXED["EU27_2020"]
    own = areas.members(areas.conventional(concept, day), day)
    union = areas.members("EU27_2020", day)
    return "EUR" if own and own <= union else "USD"


def price_axis(question: Question, reading: Reading) -> list[Departure] | None:
    """An amount at the prices of one year is what was paid in that year; of another one it is an open slot."""
    unit = reading.definition.unit
    if units.currency(unit) in {"", unit}:
        return []
    priced = reading.definition.period == unit.rpartition("_")[2]
    return question.departure("currency", "", unit, 0 if priced else question.grid.open)


def source_axis(question: Question, reading: Reading) -> list[Departure] | None:
    """A party's own table at no cost; a compilation of a third party as an open slot."""
    flow = reading.definition.dataflow
    third = reading.definition.partner != NONE and dataflows.third_party(flow)
    return question.departure("source", "", flow, question.grid.open if third else 0)


def period_axis(question: Question, reading: Reading) -> list[Departure] | None:
    """The stated period, else another span of the same length. An unset period is settled by the sweep."""
    if question.span is None:
        if question.family != "change":
            return []
        yearly = _from_year_before(reading)
        return None if question.counted else question.departure("base", "", reading.definition.base, 0 if yearly else 1)
    start, end = question.span
    used = reading.definition.period
    if question.family == "change":
        return _growth_period(question, reading)
    if (reading.start, reading.end) == (start, end):
        return []
    inside = reading.start >= start and (not end or reading.end <= end)
    if inside and (reading.definition.measure in question.grid.stocks or (not end and reading.start == start)):
        return []
    cumulated = reading.definition.variant == "cumulated" or reading.definition.measure == "fdi_gross_cumulative"
    length, wanted = _months((reading.start, reading.end)), _months(question.span)
    overlaps = reading.start < (end or "9999") and reading.end > start
    alike = length == wanted or (overlaps and (cumulated or wanted / 2 <= length <= wanted * 2))
    if not alike and not (wanted > 12 and length == 12):
        return None
    return question.departure("period", periods_label(question.span), used, question.grid.stated)


def _growth_period(question: Question, reading: Reading) -> list[Departure] | None:
    """Growth over a span of years runs from its first to its last year; over one year from the year before."""
    assert question.span is not None
    start, end = question.span
    base = reading.definition.base
    if not end:
        return [] if base[:4] == start[:4] else None
    previous = base != NONE and _from_year_before(reading)
    if _months(question.span) > 12:
        exact = base[:4] == start[:4] and reading.end == end
        if exact:
            return []
        if not previous:
            return None
    elif (reading.start, reading.end) == (start, end):
        return [] if previous or base == NONE else question.departure("base", "", base, question.grid.open)
    elif not previous and base != NONE:
        return None
    if _months((reading.start, reading.end)) != min(_months(question.span), 12):
        # Growth of a month says nothing of growth in a year.
        return None
    used = reading.definition.period
    return question.departure("period", periods_label(question.span), used, question.grid.stated)


def _from_year_before(reading: Reading) -> bool:
    """Whether a change is from the year before, or of itself."""
    base = reading.definition.base
    return base == NONE or _year(base) == _year(reading.definition.period) - 1


def periods_label(span: tuple[str, str]) -> str:
    """The SDMX period of a half-open span; an open end is written `2005/`."""
    start, end = span
    return periods.label(_day(start), _day(end)) if end else f"{start[:4]}/"


def _year(period: str) -> int:
    return int(period[:4])


@cache
def _months(span: tuple[str, str]) -> int:
    start, end = span
    if not end:
        return 1200
    first, last = _day(start), _day(end)
    return max(1, (last.year - first.year) * 12 + last.month - first.month)


AXES: tuple[tuple[Axis, tuple[str, ...]], ...] = (
    (measure_axis, ("measure", "flow")),
    (direction_axis, ("measure", "reporter", "partner")),
    (rank_axis, ("measure", "flow")),
    (declarant_axis, ("measure", "reporter")),
    (composition_axis, ("reporter", "partner", "end", "method")),
    (scope_axis, ("scope",)),
    (product_axis, ("measure", "product")),
    (variant_axis, ("measure", "variant", "reporter")),
    (price_axis, ("unit", "period")),
    (source_axis, ("dataflow",)),
    (period_axis, ("measure", "variant", "period", "base")),
)
"""Every axis one reading alone decides, with all the columns it reads.

Unset period, vintage, currency and scale follow in the sweep.
"""
