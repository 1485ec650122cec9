"""Addressed: a number with the word for a person before it, which is none of its unit: "they sold us $7 billion"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hali.model.claim import Quantity


def told(quantity: Quantity, persons: Iterable[tuple[int, int]]) -> Quantity:
    """The quantity without a person in small letters before its sign: "us $7 billion" is no "US $7 billion".

    Args:
        quantity: the number as read.
        persons: where words for persons stand.
    """
    if not quantity.text[0].islower():
        return quantity
    end = next((end for start, end in persons if start == quantity.start), quantity.start)
    rest = quantity.text[end - quantity.start :]
    cut = len(quantity.text) - len(rest.lstrip())
    return replace(quantity, start=quantity.start + cut, text=rest.lstrip()) if cut else quantity
