"""Signs: whether the words beside a number say that it rose or fell, a surplus or a deficit."""

from __future__ import annotations

from hali.checking.context import beside
from hali.checking.context.beside import Beside
from hali.checking.context.passage import Passage
from hali.checking.wording import Cue
from hali.model.claim import Relation

_SIGNS = {"up": 1, "surplus": 1, "than": 1, "down": -1, "shortfall": -1, "less_than": -1}


def sign(passage: Passage, at: int, how: Relation, measure: str, onward: bool = False) -> int:
    """-1 where the words say that it fell, or a deficit; +1 where they say the opposite; 0 where they say neither.

    Args:
        passage: the sentence.
        at: index of the number.
        how: level, share or change.
        measure: what the number is of.
        onward: whether a number before asks, whose verb follows: it is not asked in return.
    """
    number = beside.of(passage, at)
    quantity, (low, high) = number.quantity, number.zone
    if measure == "trade_balance":
        turns = passage.having("relation", "surplus", "shortfall", low=low, high=high)
    elif how == "change":
        if number.compared:
            return _SIGNS[number.compared]
        turns = passage.having("relation", "up", "down", low=low, high=max(high, quantity.end))
        turns += number.turned if quantity.unit == "times" else ()
        turns = turns or _around(number)
        if not turns and number.verb_follows:
            return sign(passage, at + 1, how, measure, onward=True)
    else:
        return 0
    if not turns and at and how == "change" and not onward:
        return sign(passage, at - 1, how, measure) if number.row[0] < at else 0
    names = {c.name for c in turns}
    if len(names) > 1:
        nearest = min(turns, key=lambda c: max(c.start - quantity.end, quantity.start - c.end, 0))
        names = {nearest.name}
    return _SIGNS[names.pop()] if names else 0


def _around(number: Beside) -> tuple[Cue, ...]:
    """Words of a rise or fall that reach out of the number's part of the sentence.

    The next part may begin with the verb ("imports by 12 % rising, 191 m dollars reached", kk), and the two halves of
    a verb may stand on both sides of several numbers ("brachen um 62 Prozent auf 168 Mio. ein").
    """
    quantity = number.quantity
    halves = tuple(c for c in number.moves if c.start < quantity.start and quantity.end < c.end)
    return halves or tuple(c for c in number.turn if c.first == number.edges[1])
