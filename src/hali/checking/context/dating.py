"""Dating: which time a claim is about. Its own words first, then its sentence, then what the text last spoke of.

A change has two times. The year it is compared with is its base and never the time of the claim; each of two numbers
("rose from 3 to 4 bn", "4 bn, against 3 bn a year earlier") has its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hali.checking.context import beside, changes, said, shifts
from hali.checking.context.claiming import Part
from hali.checking.context.passage import Passage
from hali.checking.context.said import LONG, Stated
from hali.checking.context.shifts import Shift
from hali.checking.times.periods import PeriodMention, months
from hali.model.claim import Period, Relation, Step

_PARTED = 8
"""Characters that a stop counts for: "3.75 bn, a year later: 2.1 bn" shifts the second number."""

_OPENING = 1
"""Words before a shift that opens a part of the sentence: "and the year before", "im Jahr davor"."""


@dataclass(frozen=True, slots=True)
class Carried:
    """The time a text speaks of where a sentence names none.

    Attributes:
        period: with where it is stated, and its span in the document.
        base: the earlier time the text has just set beside it ("two years later"), or None.
    """

    period: Period
    base: Period | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """The time of one claim and how it was found.

    Attributes:
        period: or None.
        rule: name of what decided.
        baseless: True for the first number of a change of which nobody says when it was.
    """

    period: Period | None
    rule: str
    baseless: bool = False


def part(dated: Dated) -> Part:
    """What a time says of a claim."""
    period = dated.period
    told = f"{period.start}/{period.end}" if period else ""
    step = Step("period", dated.rule, told, period.span if period else None)
    unsaid = ("no_period",) if dated.baseless else ()
    if period is None:
        return Part(steps=(step,), unsaid=unsaid)
    evidence = {"period": period.span} if period.span else {}
    return Part({"period": period}, evidence, {"period": period.stated}, (step,), unsaid)


def of_quantity(here: Passage, at: int, how: Relation, own: Stated, carried: Carried | None) -> Dated:
    """The time of quantity number `at`.

    Args:
        here: the sentence.
        at: index of the quantity.
        how: its relation.
        own: the period its words state, as `stated` gives it.
        carried: what the text speaks of, None where nothing is set or the measure takes nothing from around it.
    """
    if how == "change":
        own = changes.of_change(here, at, own, carried.period if carried else None)
    side = beside.of(here, at).side
    frame = own.period if own.period is not None and own.period.kind != "since" else None
    moved = _shift(here, at, how)
    if moved is not None:
        # Behind its number a shift counts from the year of the sentence, at the head of it from the year before.
        leads = moved.end <= here.quantities[0].start
        anchor = (None if leads else _anchor(here, moved)) or (carried.period if carried else None)
        if leads and anchor is None:
            anchor = _anchor(here, moved)
        if (anchor is None or not anchor.start) and own.mention is None:
            return Dated(None, "shift_without_year", baseless=True)
    if moved is not None and anchor is not None and anchor.start:
        span = (here.start + moved.start, here.start + moved.end)
        text = here.text[moved.start : moved.end]
        return Dated(replace(shifts.moved(anchor, moved.years), text=text, span=span, stated="sentence"), "shift")
    if own.mention is None and (side == "from" or (side == "" and beside.of(here, at).compared_with)):
        return _base(here, at, carried)
    if frame is not None or own.mention is not None:
        assert own.mention is not None
        return Dated(placed(here, _anchored(here, own.mention, carried)), own.rule)
    if how == "change" and carried is not None and _far(carried):
        # "Two years later ... rose by half": since then, if it is said in the same breath, else who knows since when.
        if carried.base is None or carried.period.stated != "paragraph":
            return Dated(None, "base_unknown", baseless=True)
        return Dated(replace(carried.period, start=carried.base.start, kind="range"), "base_of_the_text")
    if carried is not None and (own.inherit or side == "to"):
        return Dated(carried.period, "carried")
    if side == "to" and _dated_base(here, at):
        # "From 8 bn in 2015 to 14 bn", and who knows when.
        return Dated(None, "end_unknown", baseless=True)
    return Dated(None, "undated")


def _dated_base(here: Passage, at: int) -> bool:
    """Whether the number that it rose from has a year: "from 8 bn in 2015 to 14 bn"."""
    ends = sorted((here.quantities[max(at - 1, 0)].start, here.quantities[at].end))
    return any(ends[0] <= p.start_char < ends[1] for p in here.periods)


def _far(carried: Carried) -> bool:
    """True where the text has set another base than the year before."""
    return carried.base is not None and int(carried.period.start[:4]) - int(carried.base.start[:4]) > 1


def of_span(
    here: Passage, start: int, end: int, carried: Carried | None, others: Sequence[tuple[int, int]] = ()
) -> Dated:
    """The time of words that are no number: the period nearest to them, else what is carried.

    A period behind a turn of the sentence is that of the one of `others` beside it: "20th, while it was 11th in 2011".
    """
    free = [p for p in said.said(here) if not _turned_away(here, p, (start, end), others)]
    found = said.closest(free, start, end)
    if found is not None:
        return Dated(placed(here, _anchored(here, found, carried)), "nearest")
    return Dated(carried.period, "carried") if carried else Dated(None, "undated")


def _turned_away(
    here: Passage, period: PeriodMention, mine: tuple[int, int], others: Sequence[tuple[int, int]]
) -> bool:
    """True for a period in a later clause with another of its kind, and not in that of `mine`."""
    low, high = here.clause(period.start_char, period.end_char)
    beside = any(low <= start < high for start, _ in others)
    return beside and mine[1] <= low


def of_climb(dated: Dated, climb: int) -> Dated:
    """The time of a place that was climbed or slid from (-1) or to (1): the ends of the years named, else a year apart.

    "From 99th to 70th between 2021 and 2023"; in "from 13th to 21st in 2023" 13th is of the year before, by convention.
    """
    period = dated.period
    if not climb or period is None or not period.start or not period.end:
        return dated
    if (months(period) or 0) > LONG:
        years = (
            (period.start[:4], str(int(period.start[:4]) + 1))
            if climb < 0
            else (str(int(period.end[:4]) - 1), period.end[:4])
        )
        return replace(dated, period=replace(period, start=f"{years[0]}-01-01", end=f"{years[1]}-01-01", kind="year"))
    if climb > 0:
        return dated
    return Dated(replace(shifts.moved(period, -1), text="", stated="convention"), "year_before")


def placed(here: Passage, mention: PeriodMention) -> Period:
    """The period of a mention, with its span in the document."""
    span = (here.start + mention.start_char, here.start + mention.end_char)
    return replace(mention.period, stated="sentence", span=span)


def _anchored(here: Passage, mention: PeriodMention, carried: Carried | None) -> PeriodMention:
    """The mention with its year: a part named without one is in the year its paragraph has set.

    "The same months of 2023" are those the sentence or the text has spoken of.
    """
    period = mention.period
    if period.stated == "publication" and carried is not None:
        known = carried.period
        if known.kind == "year" and known.stated == "paragraph" and period.start:
            return replace(mention, period=shifts.moved(period, int(known.start[:4]) - int(period.start[:4])))
    if period.kind == "year" and any(0 <= mention.start_char - c.end <= 1 for c in here.having("time", "same_part")):
        parts = [p.period for p in here.periods if p.start_char < mention.start_char] + (
            [carried.period] if carried else []
        )
        part = next((p for p in reversed(parts) if p.start and (months(p) or LONG) < LONG), None)
        if part is not None:
            there = shifts.moved(part, int(period.start[:4]) - int(part.start[:4]))
            return replace(mention, period=replace(period, start=there.start, end=there.end, kind=there.kind))
    return mention


def _base(here: Passage, at: int, carried: Carried | None) -> Dated:
    """The time of the first number of a change: what the text has set as base, else the year before the other's.

    The latter is a convention: nobody says it.
    """
    if carried is not None and carried.base is not None and not said.said(here):
        return Dated(carried.base, "base_of_the_text")
    others = [p.period for p in said.said(here) if p.period.start and p.period.end]
    known = others[-1] if others else carried.period if carried else None
    if known is None or not known.start or not known.end or (months(known) or 0) > LONG:
        return Dated(None, "base_unknown", baseless=True)
    return Dated(replace(shifts.moved(known, -1), text="", stated="convention"), "year_before")


def _shift(here: Passage, at: int, how: Relation) -> Shift | None:
    """The shift a number is about: one that leads the sentence, or one that is nearest to it."""
    found = [s for s in shifts.find(here) if not s.compared]
    leading = next((s for s in found if s.end <= here.quantities[0].start), None)
    for one in found:
        if one is leading:
            continue
        turned = any(one.end <= c.start < here.quantities[at].start for c in here.having("time", "when"))
        nearest = _opened(here, one)
        if nearest is None:
            nearest = min(range(len(here.quantities)), key=lambda i: _apart(here, i, one.start, one.end))
        ends = sorted(((one.start, one.end), (here.quantities[at].start, here.quantities[at].end)))
        digits = any(sign.isdigit() for sign in here.text[ends[0][1] : ends[1][0]])
        if (nearest == at and not digits and (how != "change" or one.years > 0)) or turned:
            return one
    for one in shifts.find(here):
        # "Less than in the year before, when it stood at 4.9 bn".
        when = here.having("time", "when", low=one.end, high=here.quantities[at].start)
        if one.compared and when and not any(one.end <= q.start < here.quantities[at].start for q in here.quantities):
            return one
    if leading is None:
        return None
    inside = [p for p in said.said(here) if leading.end <= p.start_char]
    return None if inside else leading


def _opened(here: Passage, one: Shift) -> int | None:
    """The number of the part of a sentence that a shift opens: "it was 4 bn; the year before it had been 3 bn".

    A comma may follow such words where a semicolon stands before them ("; the year before, they came to 3 bn").
    """
    opening = max((s for s in here.stops if s[1] <= one.start), default=None)
    if opening is None or sum(opening[1] <= w.start < one.start for w in here.words) > _OPENING:
        return None
    behind = next((i for i, q in enumerate(here.quantities) if q.start >= one.end), None)
    if behind is None:
        return None
    apart = ";" in here.text[slice(*opening)]
    free = one.end + 1 if apart else one.end
    return None if any(free <= a < here.quantities[behind].start for a, _ in here.stops) else behind


def _apart(here: Passage, number: int, start: int, end: int) -> int:
    """Characters between a number and words that shift its time; a stop behind the number parts them."""
    quantity = here.quantities[number]
    parted = any(quantity.end <= a and b <= start for a, b in here.stops)
    return max(start - quantity.end, quantity.start - end) + parted * _PARTED


def _anchor(here: Passage, moved: Shift) -> Period | None:
    """The period of the sentence that a shift counts from: the closest with an end."""
    named = [p for p in here.periods if p.period.start and p.period.end and (months(p.period) or 0) <= LONG]
    apart = [p for p in named if not (p.start_char < moved.end and moved.start < p.end_char)]
    # "In 2021 it was 18 %, a year later 9 %, and in 2023 none": what comes later is not counted from.
    before = [p for p in apart if p.end_char <= moved.start]
    found = said.closest(before or apart, moved.start, moved.end)
    return placed(here, found) if found else None
