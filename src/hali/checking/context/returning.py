"""Returning: the sides of what goes the other way: "Chad sold Mali goods for 5 bn; in return it got 3 bn worth"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hali.checking.context import links, memory
from hali.checking.context.passage import Passage
from hali.checking.context.roles import SOURCE_FIRST, TARGET_FIRST
from hali.checking.context.whose import WORLD, Sides
from hali.model.claim import Claim


def turned(
    here: Passage, at: int, measure: str, before: Claim | None, claims: Sequence[Claim], found: Sides
) -> Sides | None:
    """The sides of a flow that is said to go the other way, or None where none is.

    Args:
        here: the sentence.
        at: index of the quantity.
        measure: id of its measure.
        before: the claim of the number it goes on from, or None.
        claims: those settled before, the newest last.
        found: what the sentence fixes; where its own part names both they stay.
    """
    quantity = here.quantities[at]
    low, high = here.clause(quantity.start, quantity.end)
    last, high = here.quantities[at - 1].end if at else 0, max(quantity.end, high)
    said = here.having("context", "reverse", low=last, high=high)
    if measure in SOURCE_FIRST | TARGET_FIRST and not said and before is not None:
        return _still(here, at, measure, before, found)
    if measure not in SOURCE_FIRST | TARGET_FIRST or not said:
        return None
    low = max(last, min(low, said[0].start))
    named = {m.concept for m in here.mentions if low <= m.start < high}
    told = _flow_told(measure, [*claims, *([before] if before else [])])
    if told is None or len(named) > 1 or not named <= set(told):
        return None
    source, target = reversed(told)
    ends = (source, target) if measure in SOURCE_FIRST else (target, source)
    given = (found.reporter, found.partner)
    if any(side in named and side != end for side, end in zip(given, ends, strict=True)):
        # The one area of its own part has the other end.
        return None
    return replace(found, reporter=ends[0], partner=ends[1], pair=None)


def _still(here: Passage, at: int, measure: str, before: Claim, found: Sides) -> Sides | None:
    """The sides of the second number of "in the opposite direction shipments rose 18 % to 2 bn": those of the first."""
    first, second = here.quantities[at - 1 : at + 1] if at else (None, None)
    if first is None or second is None or links.base(before.measure or "") != links.base(measure):
        return None
    low, high = here.clause(second.start, second.end)
    alike = low <= first.start and bool(here.having("context", "reverse", low=low, high=first.start))
    named = any(low <= m.start < high for m in here.mentions)
    return replace(found, reporter=before.reporter, partner=before.partner, pair=None) if alike and not named else None


def _flow_told(measure: str, claims: Sequence[Claim]) -> tuple[str, str] | None:
    """From whom to whom the last flow of its family went."""
    for claim in reversed(claims):
        if memory.family(claim.measure or "") != memory.family(measure):
            continue
        if not claim.reporter or not claim.partner or WORLD in (claim.reporter, claim.partner):
            continue
        if claim.measure in SOURCE_FIRST:
            return claim.reporter, claim.partner
        if claim.measure in TARGET_FIRST:
            return claim.partner, claim.reporter
    return None
