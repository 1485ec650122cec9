"""Returning: the sides of what goes the other way: "Chad sold Mali goods for 5 bn; in return it got 3 bn worth"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hali.checking.context import memory
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
        found: what the sentence fixes; where it names both itself they stay.
    """
    if measure not in SOURCE_FIRST | TARGET_FIRST or not _said(here, at):
        return None
    have = found.named()
    if found.pair is not None or (found.reporter and found.partner):
        return None
    told = _flow_told(measure, [*claims, *([before] if before else [])])
    if told is None or not have <= set(told):
        return None
    source, target = reversed(told)
    if measure in SOURCE_FIRST:
        return replace(found, reporter=source, partner=target)
    return replace(found, reporter=target, partner=source)


def _said(here: Passage, at: int) -> bool:
    """Whether words for it stand between the number before and the end of its own clause."""
    quantity = here.quantities[at]
    low = here.quantities[at - 1].end if at else 0
    high = max(quantity.end, here.clause(quantity.start, quantity.end)[1])
    return bool(here.having("context", "reverse", low=low, high=high))


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
