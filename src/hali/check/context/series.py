"""Numbers in a row: which of them stand side by side, and what each one's counterpart is among what else stands so.

"Exports and imports were 12 and 5 billion, up 9 % and 3 %": the second percentage belongs to the second amount. "Trade
with Russia, China and the EU was 26, 24 and 40 billion": the third number is about the third area.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import regex

from hali.check.context.passage import Passage
from hali.check.context.periods import PeriodMention
from hali.check.context.sides import Side
from hali.model.claim import Quantity

_JOINT = regex.compile(
    r"\s*(?:,|;)?\s*(?:and|na|и|және|мен|пен|бен|et|und|sowie|&|по|by|de|um|um rund|kwa)?\s*(?:на|by|de|um|kwa)?\s*"
)
"""What may stand between two numbers of a row."""

Row = tuple[int, int]
"""Index of the first number of a row and of the one after its last."""


def row(passage: Passage, at: int) -> Row:
    """The numbers of one unit that stand side by side around number `at`."""
    numbers = passage.quantities
    first = last = at
    while first and _side_by_side(passage.text, numbers[first - 1], numbers[first]):
        first -= 1
    while last + 1 < len(numbers) and _side_by_side(passage.text, numbers[last], numbers[last + 1]):
        last += 1
    return first, last + 1


def _side_by_side(text: str, one: Quantity, other: Quantity) -> bool:
    between = text[one.end : other.start]
    return one.unit == other.unit and bool(between.strip()) and _JOINT.fullmatch(between) is not None


def anchor(passage: Passage, at: int) -> int | None:
    """Index of the number that number `at` goes on from: the one before it, or in a row its counterpart.

    Returns:
        None for the first number of a sentence.
    """
    if at == 0:
        return None
    first, end = row(passage, at)
    size = end - first
    if size > 1 and first >= size:
        numbers = passage.quantities[first - size : first]
        if len({q.unit for q in numbers}) == 1 and numbers[0].unit != passage.quantities[at].unit:
            return at - size
    return at - 1


def counterpart_side(passage: Passage, at: int, among: Sequence[Side]) -> Side | None:
    """The area that number `at` of a row is about, where as many areas are named in one breath; None elsewhere."""
    first, end = row(passage, at)
    size = end - first
    for start in range(len(among) - size + 1) if size > 1 else ():
        named = among[start : start + size]
        apart = start and "joined" in named[0].markers
        longer = start + size < len(among) and "joined" in among[start + size].markers
        if all("joined" in side.markers for side in named[1:]) and not (apart or longer):
            return named[at - first]
    return None


def own_sides(passage: Passage, at: int, among: Sequence[Side]) -> Sequence[Side]:
    """The areas without those that are other numbers' counterparts ("with Russia and China it was 26 and 24 bn")."""
    mine = counterpart_side(passage, at, among)
    if mine is None:
        return among
    first, end = row(passage, at)
    start = among.index(mine) - (at - first)
    return [side for i, side in enumerate(among) if side is mine or not start <= i < start + end - first]


def counterpart_period(passage: Passage, at: int, among: Sequence[PeriodMention]) -> PeriodMention | None:
    """The period that number `at` of a row is about, where as many periods stand side by side; None elsewhere."""
    first, end = row(passage, at)
    size = end - first
    for start in range(len(among) - size + 1) if size > 1 else ():
        named = among[start : start + size]
        gaps = [passage.text[a.end_char : b.start_char] for a, b in pairwise(named)]
        if all(gap.strip() and _JOINT.fullmatch(gap) for gap in gaps):
            return named[at - first]
    return None
