"""Signs: whether the words beside a number say that it rose or fell, a surplus or a deficit."""

from __future__ import annotations

from hali.checking.context import beside
from hali.checking.context.passage import Passage
from hali.model.claim import Relation

_SIGNS = {"up": 1, "surplus": 1, "than": 1, "down": -1, "shortfall": -1, "less_than": -1}


def sign(passage: Passage, at: int, how: Relation, measure: str) -> int:
    """-1 where the words say that it fell, or a deficit; +1 where they say the opposite; 0 where they say neither."""
    number = beside.of(passage, at)
    quantity, (low, high) = number.quantity, number.zone
    if measure == "trade_balance":
        turns = passage.having("relation", "surplus", "shortfall", low=low, high=high)
    elif how == "change":
        if number.compared:
            return _SIGNS[number.compared]
        turns = passage.having("relation", "up", "down", low=low, high=max(high, quantity.end))
        turns += number.turned if quantity.unit == "times" else ()
        if not turns and number.verb_follows:
            return sign(passage, at + 1, how, measure)
    else:
        return 0
    if not turns and at and how == "change":
        return sign(passage, at - 1, how, measure) if number.row[0] < at else 0
    names = {c.name for c in turns}
    if len(names) > 1:
        nearest = min(turns, key=lambda c: max(c.start - quantity.end, quantity.start - c.end, 0))
        names = {nearest.name}
    return _SIGNS[names.pop()] if names else 0
