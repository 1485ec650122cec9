"""Doubts: which slots of a claim its text does not fix beyond doubt.

A slot is certain where the sentence itself states it and nothing else that could be meant, or where what the text has
fixed before leaves exactly one value. A claim in doubt can be confirmed, for chance seldom gives the right number; it
cannot be refuted.
"""

from __future__ import annotations

from dataclasses import replace

import regex

from hali.checking.context import memory, relations, said
from hali.checking.context import sides as standing
from hali.checking.context.board import once
from hali.checking.context.passage import Passage, bracket, months
from hali.checking.context.place import Place, Span
from hali.checking.context.whose import WORLD
from hali.checking.times.counting import years_counted
from hali.codelists import areas
from hali.model.claim import Claim, Period, Step

_YEAR = regex.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d|[.,]\d)")
_FLOWS = {"exports": "export", "imports": "import"}
_ELSEWHERE = frozenset({"previous", "heading"})
"""Where a measure is read that the sentence does not name."""
_TO_ANYBODY = ("exports", "imports", "trade_total", "trade_growth")
"""Beginnings of the measures that are of one partner or of all of them."""
_CROWD = 3
"""Numbers of a sentence from which on none is refuted: each may be of what another is.

On the real articles of rounds B and D to G (docs/methods/checking.md), read by the code from before round E, 7 of 21
such accusations were right, and 10 of 20 others.
"""
_WARES = frozenset({"goods"})
"""Topics that say no flow."""
_REGIONS = frozenset({"printed", "group", "moving"})
"""Kinds of areas that are parts of the world."""
_GUESSED = frozenset({"convention", "publication"})


def doubted(place: Place, claim: Claim, at: int | None, where: str) -> Claim:
    """The claim with its doubts.

    Args:
        place: its sentence and what stands around it.
        claim: with its slots filled.
        at: index of its quantity in the sentence; None for a rank.
        where: where the words for its measure stand.
    """
    here = place.here
    span = (claim.start - here.start, claim.end - here.start)
    holds = {
        "measure": where in _ELSEWHERE
        or _other_flow(here, claim, span)
        or _level_or_rise(here, claim, at)
        or _of_a_thing(here, at)
        or _contributed(here, claim, at)
        or _nominal(here, claim, at)
        or _uncounted(here, at)
        or len(here.quantities) >= _CROWD,
        "areas": _areas(place, claim, at)
        or _with_anybody(claim)
        or _within_a_region(here, claim)
        or (claim.kind == "rank" and bool(here.having("context", "overtakes"))),
        "period": _period(place, claim, at),
        "base": claim.relation == "change" and _baseless(here, claim, at),
    }
    doubts = tuple(slot for slot, doubt in holds.items() if doubt)
    if not doubts:
        return claim
    return replace(claim, doubts=doubts, trace=(*claim.trace, *(Step("reason", "doubt", one) for one in doubts)))


def _other_flow(here: Passage, claim: Claim, span: Span) -> bool:
    """True where the number's clause names both directions, of which the number can only be one."""
    own = _FLOWS.get((claim.measure or "").partition("_")[0])
    flows = here.named("topic", *here.clause(*span)) & set(_FLOWS.values())
    return own is not None and len(flows) > 1


def _level_or_rise(here: Passage, claim: Claim, at: int | None) -> bool:
    """True for an amount that may be a rise: "rose by 58 % (1.2 bn)", "rose by 1 bn to China, 2 bn to Chile"."""
    if not at or claim.relation != "level":
        return False
    alike = (i for i in range(at) if here.quantities[i].unit == here.quantities[at].unit)
    if any(relations.relation(here, i) == "difference" for i in alike):
        return True
    around = bracket(here.text, here.quantities[at].start)
    before = here.quantities[at - 1]
    if around is None or before.end > around[0] or relations.relation(here, at - 1) != "change":
        return False
    return before.unit == "percent" and not here.having("relation", "to", low=around[0], high=here.quantities[at].start)


def _of_a_thing(here: Passage, at: int | None) -> bool:
    """True for a number in a bracket behind words that name neither an area nor a flow: "other goods (20 %)"."""
    around = bracket(here.text, here.quantities[at].start) if at is not None else None
    if around is None or here.having("topic", low=around[0], high=around[1]):
        return False
    low = max(here.text.rfind(sign, 0, around[0]) for sign in ",;:()") + 1
    if here.named("topic", low, around[0]) - _WARES or here.having("rank", low=low, high=around[0]):
        return False
    others = [*(m.start for m in here.mentions), *(q.start for q in here.quantities)]
    return not any(low <= a < around[0] for a in others) and any(low <= w.start < around[0] for w in here.words)


def _contributed(here: Passage, claim: Claim, at: int | None) -> bool:
    """True for a part in the growth of something: "China's contribution to the world's growth was 30 %"."""
    grown = at is not None and (claim.measure or "").endswith("growth")
    return grown and "contribution" in here.named("context", *here.zone(at or 0))


def _nominal(here: Passage, claim: Claim, at: int | None) -> bool:
    """True for "GDP was 197 bn dollars, 15 % more": the growth of an amount may be that of prices as well."""
    if at is None or claim.measure != "gdp_growth":
        return False
    return any(q.unit.isupper() for q in here.quantities[:at] if q.start >= here.zone(at)[0] or at == 1)


def _uncounted(here: Passage, at: int | None) -> bool:
    """True for a number of people or things that names neither: "of the visas 220,900 were for several journeys"."""
    return at is not None and here.quantities[at].unit == "count" and not here.quantities[at].noun


def _within_a_region(here: Passage, claim: Claim) -> bool:
    """True for a place that may be one within a part of the world: "in the region its largest partner is Kenya"."""
    if claim.kind != "rank":
        return False
    others = {m.concept for m in here.mentions} - _meant(claim)
    kinds = {areas.area(areas.concept_codes(one)[0]).kind for one in others}
    # "Within the EU Germany remains the most important": of the members.
    inside = (side.concept for side in standing.sides(here) if side.markers == {"in"})
    among = any(claim.partner in memory.members(one) for one in inside if one != claim.reporter)
    return among or "region" in here.named("context") or bool(kinds & _REGIONS)


def _with_anybody(claim: Claim) -> bool:
    """True for "the EU's exports rose by 12 %", which may be those to a partner named before or to all the world."""
    owned = claim.stated.get("reporter") == "sentence" and claim.stated.get("partner", "sentence") != "sentence"
    return owned and claim.partner != WORLD and (claim.measure or "").startswith(_TO_ANYBODY)


def _meant(claim: Claim) -> set[str]:
    """The areas of a claim."""
    return {side for side in (claim.reporter, claim.partner, *(claim.pair or ())) if side and side != WORLD}


def _areas(place: Place, claim: Claim, at: int | None) -> bool:
    """True where another area could be meant: of the number's own part, or of what has been said before it."""
    here, meant = place.here, _meant(claim)
    named = [side for side in standing.sides(here) if not _is_part(side.concept, meant)]
    if at is not None:
        low, high = here.zone(at)
        if any(low <= side.mention.start < high for side in named):
            return True
    where = {claim.stated.get(slot) for slot in ("reporter", "partner", "pair")} - {None, "sentence"}
    if not where:
        return False
    if named:
        return True
    before = [one for one in place.before if one.mentions]
    above = [one for _, one in place.above() if one.mentions]
    seen: set[str] = {side.concept for side in standing.sides(here)}
    for one in [*reversed(before), *above]:
        seen |= {side.concept for side in standing.sides(one)}
        if any(not _is_part(concept, meant) for concept in seen):
            return True
        if all(any(_is_part(concept, {side}) for concept in seen) for side in meant):
            return False
    told = {side for c in place.discourse.claims[-1:] for side in _meant(c)}
    return not meant <= told | seen


def _is_part(concept: str, meant: set[str]) -> bool:
    """Whether an area is one of those meant, or another name of one."""
    return concept in meant or (concept in {"EU", "EUROPE", "SCHENGEN"} and bool(meant & {"EU", "EUROPE", "SCHENGEN"}))


def _period(place: Place, claim: Claim, at: int | None) -> bool:
    """True where another time could be meant."""
    period = claim.period
    if period is None or period.stated in _GUESSED:
        return True
    here = place.here
    if period.stated == "sentence":
        if at is None:
            # "It was fifth; its share rose from 3.1 % in 2022": the year behind another number may be that number's.
            low, high = claim.end - here.start, (period.span or (0, 0))[0] - here.start
            return any(low <= q.start < high for q in here.quantities)
        return _another_time(here, claim, at, period) or _in_an_aside(here, at, period) or _only_base(here, period)
    if any(_differs(mention.period, period) for mention in here.periods) or _counts_years(here):
        return True
    if period.span is None or period.span[0] > claim.start:
        return True
    if (months(period) or 0) < said.LONG and period.stated == "text":
        # A part of a year seldom outlasts its paragraph.
        return True
    between = place.article.text[period.span[1] : claim.start]
    if any(f"{year}-01-01" >= period.end for year in _YEAR.findall(between)):
        # An earlier year is mostly looked back on; a later one may be what the text has gone on to.
        return True
    return any(
        _differs(mention.period, period)
        for one in place.before
        if one.start >= period.span[0] - len(one.text)
        for mention in one.periods
    )


def _another_time(here: Passage, claim: Claim, at: int, period: Period) -> bool:
    """True where the sentence names a second time that no other number has and that is no base of a change."""
    low, high = here.zone(at)
    for mention in here.periods:
        span = (here.start + mention.start_char, here.start + mention.end_char)
        if span == period.span or not _differs(mention.period, period):
            continue
        if claim.relation == "change" and _is_base(mention.period, period):
            continue
        inside = low <= mention.start_char < high
        own = period.span is not None and low <= period.span[0] - here.start < high
        if inside or not own:
            return True
    return False


def _only_base(here: Passage, period: Period) -> bool:
    """True for a time that something is compared with: "imports of 11 bn, 4 % growth from 2022"."""
    if period.span is None:
        return False
    when = period.span[0] - here.start
    words = here.having("relation", "from", "compared", "than", "less_than", high=when)
    return any(0 <= when - c.end <= 1 for c in words)


def _in_an_aside(here: Passage, at: int, period: Period) -> bool:
    """True where the time is that of a relative clause the number stands behind.

    "Kenya, which in 2021 had sold goods worth 3 bn, doubled its exports to 6": 2021 is not the time of the 6.
    """
    if period.span is None or at == 0:
        return False
    when = period.span[0] - here.start
    words = here.having("mood", "relative", high=when)
    opened = [c.start for c in words if here.text[: c.start].rstrip().endswith(",")]
    inner = [q for q in here.quantities[:at] if opened and q.start > opened[-1]]
    if not inner:
        return False
    low = max(when, inner[0].end)
    return any(low <= a < here.quantities[at].start and here.text[a] == "," for a, _ in here.stops)


@once
def _counts_years(here: Passage) -> bool:
    """True where a sentence counts years, which may lead to another time: "ten years ago", "for five years"."""
    tokens = here.scan
    return any(years_counted(tokens, i) for i in range(len(tokens.tokens)))


def _is_base(one: Period, period: Period) -> bool:
    """Whether a time is the year before."""
    return one.start[:4].isdigit() and period.start[:4].isdigit() and int(period.start[:4]) - int(one.start[:4]) == 1


def _differs(one: Period, other: Period) -> bool:
    """Whether two times differ, the day of an event aside."""
    return one.kind != "date" and bool(one.start) and (one.start, one.end) != (other.start, other.end)


def _baseless(here: Passage, claim: Claim, at: int | None) -> bool:
    """True for a change of which the sentence does not say when it was or, of a factor behind a level, from when.

    "In 2020 it was 1.7 bn, so it has grown 2.4 times": since then, until now.
    """
    factor = at is not None and at > 0 and here.quantities[at].unit == "times" != here.quantities[at - 1].unit
    if claim.period is not None and claim.period.stated == "sentence" and not factor:
        return False
    return not here.having("relation", "compared", "than", "year_before")
