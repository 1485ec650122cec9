"""Ends: which of two numbers is the one something changed from, and which is only compared with."""

from __future__ import annotations

from hali.checking import wording
from hali.checking.context.passage import Passage
from hali.languages.morphology import ending

APART = 40
"""Characters that may stand between the two ends of a change."""


def side_of_change(here: Passage, at: int) -> str:
    """`from` or `to` where the quantity is an end of "from A to B" or "to B from A", else ""."""
    if at + 1 < len(here.quantities):
        if are_ends(here, at):
            return "from"
        if are_ends(here, at, "to", "from"):
            return "to"
    if at > 0:
        if are_ends(here, at - 1):
            return "to"
        if are_ends(here, at - 1, "to", "from"):
            return "from"
    return ""


def are_ends(here: Passage, at: int, opening: str = "from", closing: str = "to") -> bool:
    """True where quantities `at` and `at + 1` are the two ends of one change."""
    first, second = here.quantities[at], here.quantities[at + 1]
    if second.start - first.end > APART or first.unit != second.unit:
        return False
    if wording.postposes(here.language):
        return opening == "from" and first.text.endswith(ending("ablative", here.language))
    before, between = here.word_at(first.start), here.word_at(second.start)
    left = any(c.last == before - 1 for c in here.having("relation", opening))
    return left and any(c.last == between - 1 for c in here.having("relation", closing))


def compared_with(here: Passage, at: int) -> bool:
    """True for a number that another is compared with: "against 1.4 bn", "contre 2,5 milliards"."""
    if at == 0 or here.quantities[at].unit != here.quantities[at - 1].unit:
        return False
    quantity = here.quantities[at]
    first = here.word_at(quantity.start)
    return any(c.last == first - 1 for c in here.having("relation", "compared", "after"))
