"""Turning: the one area a paragraph opens with ("India is the disappointment."), and the sides it fills behind that.

What the text goes through stays: behind Kazakhstan's trade with Japan such a paragraph is on Kazakhstan's with India,
and behind Portugal's oil one that opens with Lithuania is on Lithuania's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hali.checking.context import memory, origins
from hali.checking.context import sides as standing
from hali.checking.context.passage import Passage
from hali.checking.context.place import Place
from hali.checking.context.roles import ALONE, ROUTES, SOURCE_FIRST, TARGET_FIRST, WHOLES
from hali.checking.context.whose import Sides
from hali.model.claim import Claim

_BESIDE = frozenset({"to", "from", "with", "in", "by", "between"})
"""Markers of an area that is not whose number it is."""


def subject(place: Place) -> str | None:
    """The one area that the first sentence of the paragraph names, where that has no number; None for itself.

    Where it names none, the one that the question before the paragraph asks for.
    """
    opening = place.passages[0]
    named = {side.concept for side in standing.sides(opening)}
    if opening.quantities or not named:
        return place.asked
    return named.pop() if len(named) == 1 and place.at else None


def question(passages: Sequence[Passage]) -> str | None:
    """The one area that a block names which only asks: "And Croatia?"; None for any other."""
    if any(one.quantities for one in passages) or not passages[-1].text.rstrip().endswith("?"):
        return None
    named = {side.concept for one in passages for side in standing.sides(one)}
    return named.pop() if len(named) == 1 else None


def filled(place: Place, measure: str, found: Sides) -> Sides | None:
    """The open sides of a claim with the area its paragraph has turned to, or None where that does not tell."""
    turned = subject(place)
    have = found.named()
    if turned is None or turned in have or found.limited or found.pair is not None or len(have) > 1:
        return None
    if measure in ALONE or measure in ROUTES:
        return None
    family = memory.family(measure)
    if _gone_on(place, turned, family):
        return None
    alike = [c for c in reversed(place.discourse.claims) if c.measure and memory.family(c.measure) == family]
    if family in memory.FUELS:
        return _of_fuel(place, measure, found, turned, alike)
    owner = memory.owner(alike) or place.discourse.ours if family == "trade" else None
    other = next(iter(have), owner)
    if owner is None and alike and other in memory.two(alike[0]):
        # Behind the EU's exports to Morocco "European sales there" are those to whom the paragraph turns.
        owner = other
    if measure in WHOLES:
        # "Spain. Its share fell to 5 %": of whose trade the text tells.
        return (
            Sides(reporter=owner, partner=turned, spans=found.spans) if owner and not have - {owner, turned} else None
        )
    if owner is None or other is None:
        return None
    if other != owner and turned in memory.members(owner) and place.here.named("context") & {"its"}:
        return between(measure, found, turned, other)
    if turned == owner or other != owner:
        # Behind "Chile lives on trade" exports to Peru are Chile's; behind "Brazil leads" they are not Brazil's.
        return between(measure, found, turned, other) if turned == owner and other != owner else None
    return between(measure, found, owner, turned)


def _gone_on(place: Place, turned: str, family: str) -> bool:
    """Whether the paragraph has told of two others since: "Brazil watches. Peru's exports to Chile were 5 bn"."""
    told = (c for c in place.discourse.claims if c.block == place.block and memory.family(c.measure or "") == family)
    return any(len(two) > 1 and turned not in two for two in map(memory.two, told))


def between(measure: str, found: Sides, owner: str, other: str) -> Sides:
    """The sides of what an owner trades with another; the part the sentence gives an area stays."""
    if measure not in SOURCE_FIRST | TARGET_FIRST:
        return replace(found, reporter=None, partner=None, pair=(owner, other), teller=owner)
    if found.reporter == other or found.partner == owner:
        owner, other = other, owner
    return replace(found, reporter=owner, partner=other, pair=None)


def _of_fuel(place: Place, measure: str, found: Sides, turned: str, alike: Sequence[Claim]) -> Sides | None:
    """Whose oil, gas or coal it is: the paragraph's own, unless the text has told it as one that supplies another."""
    here = place.here
    buyer = next((claim.reporter for claim in alike if claim.partner == turned and claim.reporter), None)
    mine = {claim.reporter for claim in alike if claim.block == place.block}
    if mine - {turned, None}:
        return None
    if not found.named():
        # "Brazil filled the gap. Its share climbed to 25 %": of what the text goes through.
        last = next((claim.reporter for claim in alike if claim.reporter != turned), None)
        return replace(found, reporter=last, partner=turned) if last and here.named("relation") & {"portion"} else None
    named = next(side for side in standing.sides(here) if side.concept in found.named())
    source = found.partner is not None or named in origins.of(here, [named])
    loose = not named.markers - {"joined"} or bool(here.named("context") & {"its"}) or bool(named.markers & _BESIDE)
    if not source and not loose:
        return None
    return replace(found, reporter=buyer or turned, partner=named.concept)
