"""Onward: the sides of a number that goes on from the one before it in its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hali.checking.context import filling, links, memory, ours, parties, returning, roles, slots, terms, whose
from hali.checking.context import sides as standing
from hali.checking.context.links import Link
from hali.checking.context.passage import Passage, bracket
from hali.checking.context.place import Place
from hali.checking.context.whose import Sides
from hali.model.claim import Claim


def sides(place: Place, at: int, link: Link, before: Claim | None) -> Sides:
    """Whose number it is and with whom, as the sentence and the number before say.

    Args:
        place: the sentence and what stands around it.
        at: index of the quantity.
        link: its measure, which is known.
        before: the claim of the number it goes on from, or None.
    """
    assert link.measure is not None
    named = parties.named(place.here, at)
    found = slots.assign(place.here, link.measure, link.topics, at, named)
    person = ours.spoken_of(place, at, link.measure, found)
    if person is not None:
        return person
    back = returning.turned(place.here, at, link.measure, before, place.discourse.claims, found)
    if back is not None:
        return back
    turn = ours.in_turn(place, at, link.measure, before)
    if turn is not None:
        return turn
    if before is not None:
        told = _after(place.here, at, link.measure, before, found)
        if told is not None:
            return told
        if before.measure == link.measure:
            return filling.from_list(place.here, at, named, before, found)
    if link.where == "previous" and link.measure not in roles.BY_ORIGIN:
        return _like_the_last(place.here, at, place.discourse.claims, link.measure, place.block) or found
    return found


def _after(here: Passage, at: int, measure: str, before: Claim, found: Sides) -> Sides | None:
    """The sides as the number before has them, or None where it does not tell."""
    if _says_more(here, at, before, measure) or _of_all_trade(here, at, before, measure):
        return same_areas(before, measure)
    if _goes_on(here, at, before, measure):
        return replace(found, reporter=before.reporter, partner=before.partner, pair=before.pair)
    if measure in roles.BY_ORIGIN:
        return memory.people(found, before) or found
    return _next_origin(here, at, before, measure)


def _says_more(here: Passage, at: int, before: Claim, measure: str) -> bool:
    """True for the second number of "China (21 % or 2 bn)" and the bracket of "Russia: 26 bn (down 3 %)".

    A bracket without an area of its own is about what the number before it is about.
    """
    around = bracket(here.text, here.quantities[at].start)
    if around is None or before.measure is None or links.base(before.measure) != links.base(measure):
        return False
    low, high = around
    if any(low < m.start < high for m in here.mentions):
        return False
    return low < before.start - here.start < high or not _behind_area(here, low)


def _of_all_trade(here: Passage, at: int, before: Claim, measure: str) -> bool:
    """True for the growth in "its foreign trade came to 51 bn, 20 % more than in 2020": that with all."""
    alike = before.measure is not None and links.base(before.measure) == links.base(measure)
    low, high = here.zone(at)
    return alike and before.partner == whose.WORLD and not any(low <= m.start < high for m in here.mentions)


def _behind_area(here: Passage, opened: int) -> bool:
    """True for a bracket right behind an area: "to Brazil (7 bn dollars)"."""
    return any(0 <= opened - m.end <= 1 for m in here.mentions)


def same_areas(before: Claim, measure: str) -> Sides:
    """The sides of a claim for another measure of the same two."""
    two = [side for side in (before.reporter, before.partner) if side]
    between = measure not in roles.WHOLES and measure not in roles.SOURCE_FIRST | roles.TARGET_FIRST
    if between and len(two) == 2 and whose.WORLD not in two:
        return Sides(pair=(two[0], two[1]), teller=two[0])
    return Sides(reporter=before.reporter, partner=before.partner, pair=before.pair)


def _like_the_last(here: Passage, at: int, claims: Sequence[Claim], measure: str, block: int) -> Sides | None:
    """The sides of "They are followed by Britain (283 bn), China (223)": whose trade was told, with each area."""
    told = links.base(measure)
    alike = [claim for claim in reversed(claims) if claim.measure and links.base(claim.measure) == told]
    low, high = here.zone(at)
    there = [side for side in standing.sides(here) if low <= side.mention.start < high]
    named = {side.concept for side in there}
    if not alike or len(named) != 1:
        return None
    markers = frozenset[str]().union(*(side.markers for side in there))
    member = memory.fellow(Sides(reporter=there[0].concept), alike, block, markers)
    if member is not None:
        return member
    whose = memory.owner(alike)
    last = next((claim for claim in alike if claim.reporter == whose), alike[0])
    if not last.reporter or last.reporter in named:
        return None
    return Sides(reporter=last.reporter, partner=next(iter(named)))


def _next_origin(here: Passage, at: int, before: Claim, measure: str) -> Sides | None:
    """The sides of "Germany bought 19 % of its oil from America, 16 % from Norway": who buys goes on."""
    if memory.family(measure) not in memory.FUELS or memory.family(before.measure or "") != memory.family(measure):
        return None
    low, high = here.zone(at)
    there = {side.concept for side in standing.sides(here) if low <= side.mention.start < high}
    buys = here.having("topic", "buy", "import", low=low, high=high)
    if len(there) != 1 or before.reporter in {None, *there} or buys:
        return None
    return Sides(reporter=before.reporter, partner=there.pop())


def _goes_on(here: Passage, at: int, before: Claim, measure: str) -> bool:
    """True for "EU exports to Kazakhstan were 5 bn and imports 17 bn": both are the EU's, with Kazakhstan."""
    low, high = here.zone(at)
    if low <= before.start - here.start or any(low <= m.start < high for m in here.mentions):
        return False
    around = bracket(here.text, here.quantities[at].start)
    if around is not None and _behind_area(here, around[0]):
        return False
    return terms.flow(measure) in {"X", "M"} and terms.flow(before.measure or "") in {"X", "M"}
