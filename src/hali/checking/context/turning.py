"""Turning: the one area a paragraph opens with ("India is the disappointment."), and the sides it fills behind that.

What the text goes through stays: behind Kazakhstan's trade with Japan such a paragraph is on Kazakhstan's with India,
and behind Portugal's oil one that opens with Lithuania is on Lithuania's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hali.checking.context import coded, memory, origins
from hali.checking.context import sides as standing
from hali.checking.context.board import board, stage
from hali.checking.context.coded import Coded, in_order
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


@board
@dataclass(eq=False)
class Turned:
    """A claim with open sides in a paragraph that has turned to one area.

    Attributes:
        place: its sentence and what stands around it.
        measure: id of its measure.
        found: what the sentence fixes.
        area: what the paragraph has turned to.
    """

    place: Place
    measure: str
    found: Sides
    area: str

    @stage("found")
    def have(self) -> set[str]:
        """The areas its sentence fixes."""
        return self.found.named()

    @stage("measure")
    def family(self) -> str:
        """What the measure is a measure of: `trade`, `oil`."""
        return memory.family(self.measure)

    @stage("family")
    def fuel(self) -> bool:
        """Whether it is of a fuel."""
        return self.family in memory.FUELS

    @stage("place", "family")
    def alike(self) -> list[Claim]:
        """The claims before it of that family, the last first."""
        told = reversed(self.place.discourse.claims)
        return [c for c in told if c.measure and memory.family(c.measure) == self.family]

    @stage("place", "area", "have", "family", "alike")
    def two(self) -> tuple[str | None, str | None]:
        """Whose trade the text tells, and the other side that the sentence names; the owner where it names none."""
        owner = memory.owner(self.alike) or self.place.discourse.ours if self.family == "trade" else None
        other = next(iter(self.have), owner)
        if owner is None and self.alike and other in memory.two(self.alike[0]):
            # Behind the EU's exports to Morocco "European sales there" are those to whom the paragraph turns.
            owner = other
        return owner, other

    @stage("place", "measure", "found", "fuel", "have", "two")
    def flow(self) -> bool:
        """Whether it is trade between two, of whom the text has told one."""
        return not self.fuel and self.measure not in WHOLES and None not in self.two


def filled(place: Place, measure: str, found: Sides) -> tuple[Sides, str] | None:
    """The open sides of a claim with the area its paragraph has turned to, and the id of the rule that fills them.

    Returns:
        None where that does not tell.
    """
    area = subject(place)
    have = found.named()
    if area is None or area in have or found.limited or found.pair is not None or len(have) > 1:
        return None
    if measure in ALONE or measure in ROUTES:
        return None
    turned = Turned(place, measure, found, area)
    if _gone_on(place, area, turned.family):
        return None
    sides, rule = coded.decided(RULES, turned, None)
    return None if sides is None else (sides, rule)


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


def _fuel_goes_on(turned: Turned) -> Sides | None:
    """Behind what the text goes through: "Brazil filled the gap. Its share climbed to 25 %"."""
    if not turned.fuel or _mine(turned) or turned.have or not turned.place.here.named("relation") & {"portion"}:
        return None
    last = next((claim.reporter for claim in turned.alike if claim.reporter != turned.area), None)
    return replace(turned.found, reporter=last, partner=turned.area) if last else None


def _fuel(turned: Turned) -> Sides | None:
    """Whose oil, gas or coal it is: the paragraph's own, unless the text has told it as one that supplies another."""
    if not turned.fuel or _mine(turned) or not turned.have:
        return None
    here, found = turned.place.here, turned.found
    buyer = next((c.reporter for c in turned.alike if c.partner == turned.area and c.reporter), None)
    named = next(side for side in standing.sides(here) if side.concept in turned.have)
    source = found.partner is not None or named in origins.of(here, [named])
    loose = not named.markers - {"joined"} or bool(here.named("context") & {"its"}) or bool(named.markers & _BESIDE)
    if not source and not loose:
        return None
    return replace(found, reporter=buyer or turned.area, partner=named.concept)


def _mine(turned: Turned) -> bool:
    """Whether the paragraph has told the fuel of another area."""
    told = {claim.reporter for claim in turned.alike if claim.block == turned.place.block}
    return bool(told - {turned.area, None})


def _whole(turned: Turned) -> Sides | None:
    """A part of the trade the text tells: "Spain. Its share fell to 5 %"."""
    owner = turned.two[0]
    if turned.fuel or turned.measure not in WHOLES or not owner or turned.have - {owner, turned.area}:
        return None
    return Sides(reporter=owner, partner=turned.area, spans=turned.found.spans)


def _member(turned: Turned) -> Sides | None:
    """What a member of the owner trades itself, beside another: "Italy is at work. Its exports to Chad rose"."""
    owner, other = turned.two
    if not turned.flow or other == owner or turned.area not in memory.members(str(owner)):
        return None
    own = turned.place.here.named("context") & {"its"}
    return between(turned.measure, turned.found, turned.area, str(other)) if own else None


def _owner(turned: Turned) -> Sides | None:
    """What the owner trades: behind "Chile lives on trade" exports to Peru are Chile's."""
    owner, other = turned.two
    if not turned.flow or turned.area != owner or other == owner:
        return None
    return between(turned.measure, turned.found, turned.area, str(other))


def _partner(turned: Turned) -> Sides | None:
    """What the owner trades with whom the paragraph turns to; that one's exports to a third are none of the two."""
    owner, other = turned.two
    if not turned.flow or turned.area == owner or other != owner:
        return None
    return between(turned.measure, turned.found, str(owner), turned.area)


RULES: tuple[Coded[Turned, Sides], ...] = in_order(
    Coded("turning:fuel_goes_on", 1, _fuel_goes_on),
    Coded("turning:fuel", 2, _fuel),
    Coded("turning:whole", 3, _whole),
    Coded("turning:member", 4, _member),
    Coded("turning:owner", 5, _owner),
    Coded("turning:partner", 6, _partner),
)
"""The rules of what a paragraph turns to."""
