"""Doubts: which slots of a claim its text does not fix beyond doubt.

A slot is certain where the sentence itself states it and nothing else that could be meant, or where what the text has
fixed before leaves exactly one value. A claim in doubt can be confirmed, for chance seldom gives the right number; it
cannot be refuted.
"""

from __future__ import annotations

from dataclasses import replace

from hali.checking.context import doubted_times, memory, relations
from hali.checking.context import sides as standing
from hali.checking.context.doubt_cases import Case, Doubt
from hali.checking.context.passage import bracket
from hali.checking.context.place import Place
from hali.checking.context.sides import Side
from hali.checking.context.whose import WORLD
from hali.codelists import areas
from hali.model.claim import Claim, Step

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
_EUROPES = frozenset({"EU", "EUROPE", "SCHENGEN"})
"""Names that may mean the same."""
_SLOTS = ("measure", "areas", "period", "base")


def doubted(place: Place, claim: Claim, at: int | None, where: str) -> Claim:
    """The claim with its doubts.

    Args:
        place: its sentence and what stands around it.
        claim: with its slots filled.
        at: index of its quantity in the sentence; None for a rank.
        where: where the words for its measure stand.
    """
    case = Case(place, claim, at, where)
    found = [rule for rule in RULES if rule.holds(case)]
    if not found:
        return claim
    doubts = tuple(slot for slot in _SLOTS if any(rule.slot == slot for rule in found))
    return replace(claim, doubts=doubts, trace=(*claim.trace, *(Step("doubt", one.id, one.slot) for one in found)))


def _read_elsewhere(case: Case) -> bool:
    """True where another sentence names the measure."""
    return case.where in _ELSEWHERE


def _crowd(case: Case) -> bool:
    """True in a sentence with so many numbers that each may be of what another is."""
    return len(case.here.quantities) >= _CROWD


def _other_flow(case: Case) -> bool:
    """True where the number's clause names both directions, of which the number can only be one."""
    here, claim, span = case.here, case.claim, case.span
    own = _FLOWS.get((claim.measure or "").partition("_")[0])
    flows = here.named("topic", *here.clause(*span)) & set(_FLOWS.values())
    return own is not None and len(flows) > 1


def _level_or_rise(case: Case) -> bool:
    """True for an amount that may be a rise: "rose by 58 % (1.2 bn)", "rose by 1 bn to China, 2 bn to Chile"."""
    here, claim, at = case.here, case.claim, case.at
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


def _of_a_thing(case: Case) -> bool:
    """True for a number in a bracket behind words that name neither an area nor a flow: "other goods (20 %)"."""
    here, at = case.here, case.at
    around = bracket(here.text, here.quantities[at].start) if at is not None else None
    if around is None or here.having("topic", low=around[0], high=around[1]):
        return False
    low = max(here.text.rfind(sign, 0, around[0]) for sign in ",;:()") + 1
    if here.named("topic", low, around[0]) - _WARES or here.having("rank", low=low, high=around[0]):
        return False
    others = [*(m.start for m in here.mentions), *(q.start for q in here.quantities)]
    return not any(low <= a < around[0] for a in others) and any(low <= w.start < around[0] for w in here.words)


def _contributed(case: Case) -> bool:
    """True for a part in the growth of something: "China's contribution to the world's growth was 30 %"."""
    here, claim, at = case.here, case.claim, case.at
    grown = at is not None and (claim.measure or "").endswith("growth")
    return grown and "contribution" in here.named("context", *here.zone(at or 0))


def _nominal(case: Case) -> bool:
    """True for "GDP was 197 bn dollars, 15 % more": the growth of an amount may be that of prices as well."""
    here, claim, at = case.here, case.claim, case.at
    if at is None or claim.measure != "gdp_growth":
        return False
    return any(q.unit.isupper() for q in here.quantities[:at] if q.start >= here.zone(at)[0] or at == 1)


def _uncounted(case: Case) -> bool:
    """True for a number of people or things that names neither: "of the visas 220,900 were for several journeys"."""
    here, at = case.here, case.at
    return at is not None and here.quantities[at].unit == "count" and not here.quantities[at].noun


def _within_a_region(case: Case) -> bool:
    """True for a place that may be one within a part of the world: "in the region its largest partner is Kenya"."""
    here, claim = case.here, case.claim
    if claim.kind != "rank":
        return False
    others = {m.concept for m in here.mentions} - case.meant
    kinds = {areas.concept_kind(one) for one in others}
    # "Within the EU Germany remains the most important": of the members.
    inside = (side.concept for side in standing.sides(here) if side.markers == {"in"})
    among = any(claim.partner in memory.members(one) for one in inside if one != claim.reporter)
    return among or "region" in here.named("context") or bool(kinds & _REGIONS)


def _with_anybody(case: Case) -> bool:
    """True for "the EU's exports rose by 12 %", which may be those to a partner named before or to all the world."""
    claim = case.claim
    owned = claim.stated.get("reporter") == "sentence" and claim.stated.get("partner", "sentence") != "sentence"
    return owned and claim.partner != WORLD and (claim.measure or "").startswith(_TO_ANYBODY)


def _overtakes(case: Case) -> bool:
    """True for a place in a sentence in which one overtakes another."""
    return case.claim.kind == "rank" and bool(case.here.having("context", "overtakes"))


def _others(case: Case) -> list[Side]:
    """The areas of the sentence that are none of those meant."""
    return [side for side in standing.sides(case.here) if not _is_part(side.concept, case.meant)]


def _borrowed(case: Case) -> bool:
    """Whether an area of the claim is stated outside its sentence."""
    stated = {case.claim.stated.get(slot) for slot in ("reporter", "partner", "pair")}
    return bool(stated - {None, "sentence"})


def _another_in_its_part(case: Case) -> bool:
    """True where the number's own part of the sentence names another area."""
    if case.at is None:
        return False
    low, high = case.here.zone(case.at)
    return any(low <= side.mention.start < high for side in _others(case))


def _another_named(case: Case) -> bool:
    """True where the sentence names another area than one stated elsewhere."""
    return _borrowed(case) and bool(_others(case))


def _another_before(case: Case) -> bool:
    """True where what was said before, from the nearest sentence up to the title, names another area first."""
    if not _borrowed(case) or _others(case):
        return False
    place, meant = case.place, case.meant
    before = [one for one in place.before if one.mentions]
    above = [one for _, one in place.above() if one.mentions]
    seen: set[str] = {side.concept for side in standing.sides(case.here)}
    for one in [*reversed(before), *above]:
        seen |= {side.concept for side in standing.sides(one)}
        if any(not _is_part(concept, meant) for concept in seen):
            return True
        if all(any(_is_part(concept, {side}) for concept in seen) for side in meant):
            return False
    claims = place.discourse.claims[-1:]
    told = set[str]().union(*(Case(place, claim, None, "").meant for claim in claims))
    return not meant <= told | seen


def _is_part(concept: str, meant: set[str]) -> bool:
    """Whether an area is one of those meant, or another name of one."""
    return concept in meant or (concept in _EUROPES and bool(meant & _EUROPES))


RULES: tuple[Doubt, ...] = (
    Doubt("doubt:read_elsewhere", "measure", _read_elsewhere),
    Doubt("doubt:other_flow", "measure", _other_flow),
    Doubt("doubt:level_or_rise", "measure", _level_or_rise),
    Doubt("doubt:of_a_thing", "measure", _of_a_thing),
    Doubt("doubt:contributed", "measure", _contributed),
    Doubt("doubt:nominal", "measure", _nominal),
    Doubt("doubt:uncounted", "measure", _uncounted),
    Doubt("doubt:crowd", "measure", _crowd),
    Doubt("doubt:another_in_its_part", "areas", _another_in_its_part),
    Doubt("doubt:another_named", "areas", _another_named),
    Doubt("doubt:another_before", "areas", _another_before),
    Doubt("doubt:with_anybody", "areas", _with_anybody),
    Doubt("doubt:within_a_region", "areas", _within_a_region),
    Doubt("doubt:overtakes", "areas", _overtakes),
    *doubted_times.RULES,
)
"""The rules of doubts; each that holds puts its slot in doubt, in whatever order they are asked."""
