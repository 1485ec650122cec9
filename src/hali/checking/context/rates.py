"""Rates: so much a day, a head or a barrel is no figure of a whole, whatever it is said beside.

An amount a day is still one of its measure, only of another time; one a head or a barrel is of another measure.
"""

from __future__ import annotations

from hali.checking.context.passage import Passage
from hali.model.units import CURRENCIES

_REACH = {"per_head": 12, "per_time": 4, "per_unit": 2}
"""Words that may stand between a quantity and what makes it a rate."""


def found(passage: Passage, at: int, *kinds: str) -> bool:
    """True where quantity number `at` is a rate of one of these kinds.

    Args:
        passage: the sentence.
        at: index of the quantity.
        kinds: `per_head`, `per_time`, `per_unit`.
    """
    quantity = passage.quantities[at]
    low, high = passage.zone(at)
    if quantity.unit in {"day", "h"} or "flight" in passage.named("topic", low, high):
        return False
    others = [q for i, q in enumerate(passage.quantities) if i != at]
    for cue in passage.having("context", *kinds, low=low, high=high):
        start, end = sorted((quantity.start, quantity.end, cue.start, cue.end))[1:3]
        if any(start <= q.start < end for q in others):
            continue
        apart = sum(1 for w in passage.words if start <= w.start < end)
        if apart <= _REACH[cue.name] and (cue.name != "per_unit" or quantity.unit in CURRENCIES):
            return True
    return False
