"""Headed: the sides of a claim under a heading that is nothing but an area's name, as fact sheets have them.

"Azerbaijan" over "Turnover: $557 million" is what the one whose trade the text tells trades with Azerbaijan; over "GDP
grew by 1.1 %" it is Azerbaijan's own.
"""

from __future__ import annotations

import regex

from hali.checking.context import memory
from hali.checking.context import sides as standing
from hali.checking.context.passage import Passage
from hali.checking.context.place import Place
from hali.checking.context.roles import ALONE, ROUTES, WHOLES
from hali.checking.context.turning import between
from hali.checking.context.whose import WORLD, Sides

_BESIDE = regex.compile(r"[\s\d.():\u2013\u2014-]*")
"""What may stand beside the name: a number of the list, a colon."""


def filled(place: Place, measure: str, found: Sides) -> Sides | None:
    """The open sides of a claim with the area of its heading, or None where that does not tell."""
    above = (one for one in (place.label, place.heading) if one is not None and one is not place.here)
    named = next(filter(None, map(name, above)), None)
    have = found.named()
    if named is None or found.limited or found.pair is not None or measure in ROUTES:
        return None
    if measure in ALONE:
        return None if have else Sides(reporter=named, spans=found.spans)
    owner = _owner(place, measure)
    if owner is None or owner == named or have - {owner, named}:
        return None
    if named in memory.members(owner):
        # Under a member's name behind the trade of its union with another: the member's trade with that one.
        other = _other(place, measure, owner)
        return between(measure, Sides(spans=found.spans), named, other) if other and measure not in WHOLES else None
    if measure in WHOLES:
        return Sides(reporter=owner, partner=named, spans=found.spans)
    return between(measure, Sides(spans=found.spans), owner, named)


def name(heading: Passage) -> str | None:
    """The area a heading names, if it says nothing else."""
    here = standing.sides(heading)
    if len(here) != 1:
        return None
    mention = here[0].mention
    rest = heading.text[: mention.start] + heading.text[mention.end :]
    return mention.concept if mention.kind == "noun" and _BESIDE.fullmatch(rest) else None


def _other(place: Place, measure: str, owner: str) -> str | None:
    """With whom the text has last told the trade of an owner."""
    alike = [c for c in reversed(place.discourse.claims) if memory.family(c.measure or "") == memory.family(measure)]
    pairs = (memory.two(c) - {owner} for c in alike if owner in memory.two(c))
    return next((next(iter(rest)) for rest in pairs if len(rest) == 1), None)


def _owner(place: Place, measure: str) -> str | None:
    """Whose trade, visas or supplies the text tells; None where it has told none."""
    alike = [c for c in reversed(place.discourse.claims) if memory.family(c.measure or "") == memory.family(measure)]
    whole = next((c.reporter for c in alike if c.reporter and c.partner == WORLD), None)
    return memory.owner(alike) or whole or (place.main if memory.family(measure) == "trade" else None)
