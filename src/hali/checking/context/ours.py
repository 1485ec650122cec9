"""Ours: the sides of what is told in the first person: "our exports", "they sold us goods", "we bought oil"."""

from __future__ import annotations

from dataclasses import replace

from hali.checking.context import memory, persons, roles
from hali.checking.context import sides as standing
from hali.checking.context.passage import Passage
from hali.checking.context.place import Place
from hali.checking.context.whose import Sides
from hali.model.claim import Claim

FIRST = frozenset({"ours", "us", "we"})
"""Words of the first person, as owner, as object and as subject."""


def sided(place: Place, measure: str, sides: Sides, at: int | None = None) -> Sides | None:
    """The sides of "the Japanese sold us goods", "our exports to Japan": who "we" are the text has told before."""
    said, have = _said(place.here, at), sides.named()
    if memory.family(measure) in memory.FUELS:
        return _our_fuel(place, measure, sides) if said & {"ours", "we"} else _bought_from_us(place, sides)
    if "ours" in said and measure in roles.ALONE and not have and _home(place) is not None:
        # "Our economy grew by 4 %": of no country the text is about otherwise.
        return replace(sides, reporter=_home(place))
    if not said or sides.limited or memory.family(measure) != "trade" or measure in roles.WHOLES:
        return None
    we = who(place)
    if not have and persons.unknown(place.here):
        # "They sold us goods for 5 bn": farmers may have, or a third country.
        return replace(sides, limited=True)
    if not have and said & {"ours", "we"}:
        return _our_flow(place, measure, sides, we)
    if len(have) != 1:
        return None
    other = next(iter(have))
    if we is None or we == other:
        return None
    if measure not in roles.SOURCE_FIRST | roles.TARGET_FIRST:
        return replace(sides, reporter=None, partner=None, pair=(we, other), teller=we)
    # "Romania bought our goods": the exports are ours, the purchase is Romania's.
    markers = frozenset[str]().union(*(s.markers for s in standing.sides(place.here) if s.concept == other))
    bought = "ours" in said and measure in roles.TARGET_FIRST and "buy" in place.here.named("topic") and not markers
    mine = not bought and (bool(said & {"ours", "we"}) or (sides.reporter is None) == (measure in roles.SOURCE_FIRST))
    return replace(sides, reporter=we if mine else other, partner=other if mine else we, pair=None)


def _said(here: Passage, at: int | None) -> frozenset[str]:
    """The words of the first person; of both kinds those of a number's clause: "they sold us 16 bn, we them 14"."""
    said = here.named("context") & FIRST
    if at is None or "us" not in said or len(said) == 1:
        return said
    quantity = here.quantities[at]
    return here.named("context", *here.clause(quantity.start, quantity.end)) & FIRST or said


def _our_flow(place: Place, measure: str, sides: Sides, we: str | None) -> Sides | None:
    """The sides of "our exports reached 2 bn", which names nobody: we, and with whom the text has told our trade."""
    traded = (memory.two(c) for c in reversed(place.discourse.claims) if memory.family(c.measure or "") == "trade")
    others = next((two - {we} for two in traded if we in two and len(two) > 1), set[str]())
    if we is None or len(others) != 1 or measure not in roles.SOURCE_FIRST | roles.TARGET_FIRST:
        return None
    return replace(sides, reporter=we, partner=next(iter(others)), pair=None)


def _our_fuel(place: Place, measure: str, sides: Sides) -> Sides | None:
    """The sides of "in 2019 we bought 54 m barrels from it": "we" buy, and from whom may be the one told of last."""
    alike = (
        c.partner for c in reversed(place.discourse.claims) if memory.family(c.measure or "") == memory.family(measure)
    )
    others = sides.named() - {_home(place)}
    origin = next(iter(others), None) or next(filter(None, alike), None)
    if _home(place) is None or len(others) > 1 or origin is None:
        return None
    return replace(sides, reporter=_home(place), partner=origin, pair=None)


def in_turn(place: Place, at: int, measure: str, before: Claim | None) -> Sides | None:
    """The sides of "the Chinese sold us 16 bn, we them 14": those of the number before, the other way round."""
    two = (before.reporter, before.partner) if before is not None and before.measure == measure else (None, None)
    if None in two or at == 0 or memory.family(measure) != "trade":
        return None
    here, quantity = place.here, place.here.quantities[at]
    low = max(here.clause(quantity.start, quantity.end)[0], here.quantities[at - 1].end)
    said, we = here.named("context", low, quantity.start) & FIRST, who(place)
    if (said, we) in ((frozenset({"we"}), two[1]), (frozenset({"us"}), two[0])):
        return Sides(reporter=two[1], partner=two[0])
    return None


def spoken_of(place: Place, at: int, measure: str, found: Sides) -> Sides | None:
    """The one area of a number told in the first or second person: "your economy grew by 3 %, ours by 5", None else.

    Who "you" are is the other one the text is about; where that is not known the area stays open.

    Args:
        place: its sentence and what stands around it.
        at: index of the quantity.
        measure: id of its measure.
        found: what the sentence fixes.
    """
    said = place.here.named("context", *_own_part(place.here, at)) & {"ours", "us", "yours"}
    if measure not in roles.ALONE or found.named() or len(said & {"yours"} or said) != 1:
        return None
    if "yours" not in said:
        return replace(found, reporter=_home(place)) if _home(place) else None
    others = set(place.about or ()) - {_home(place)}
    known = _home(place) in (place.about or ()) and len(others) == 1
    return replace(found, reporter=others.pop()) if known else replace(found, limited=True)


def _own_part(here: Passage, at: int) -> tuple[int, int]:
    """From behind the number before to this one; to the end of its clause where nothing of it stands before."""
    quantity = here.quantities[at]
    low, high = here.clause(quantity.start, quantity.end)
    last = here.quantities[at - 1].end if at else 0
    ahead = here.quantities[at + 1].start if at + 1 < len(here.quantities) else high
    before = (max(low, last), quantity.start)
    named = here.named("context", *before) & {"ours", "us", "yours"}
    return before if named else (before[0], min(high, ahead))


def _bought_from_us(place: Place, sides: Sides) -> Sides | None:
    """The sides of "in 2019 Poland bought 5 m barrels from us"."""
    buyer = sides.named() - {_home(place)}
    if "us" not in place.here.named("context") or _home(place) is None or len(buyer) != 1 or sides.limited:
        return None
    return replace(sides, reporter=next(iter(buyer)), partner=_home(place), pair=None)


def _home(place: Place) -> str | None:
    """The country of "we" as the text tells it, else that of its language."""
    return persons.speaker(place.two, place.home, place.here)


def who(place: Place) -> str | None:
    """Who "we" are: whose exports the text has called "ours", its country of that name, whose trade it tells."""
    traded = [c for c in reversed(place.discourse.claims) if memory.family(c.measure or "") == "trade"]
    return place.discourse.ours or _home(place) or memory.owner(traded)
