"""A quantity in the making: numbers still as decimals, places still as tokens."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from hali.languages.amounts import Amount
from hali.languages.phrases import Scan

_LOOK_BACK = 25
"""Tokens within which a verb of change governs a number."""
_SENTENCE_ENDS = frozenset(".!?;")
_LOOK_AHEAD = 7
"""Tokens within which a verb of change at the end of a clause governs a number (kk, de)."""


class Draft(NamedTuple):
    """A number with what stands around it.

    Attributes:
        start, end: tokens, half-open; without a word such as "about" until it is read.
        amount: the number.
        unit: as in `model.claim.Quantity.unit`; "" if none was found (yet).
        factor: what one of the written units is worth in the base unit (1e9 for bcm).
        noun: the counted noun.
        lang: language of unit, noun or number words; "" if only digits and signs were read.
        left: True if the unit stands before the number.
        approximator: class of the word for "about", "over" ...; "" if there is none.
        ambiguous: True if that word means "about" as well as "nearly".
        low: for a range the draft of its lower end.
    """

    start: int
    end: int
    amount: Amount
    unit: str = ""
    factor: Decimal = Decimal(1)
    noun: str = ""
    lang: str = ""
    left: bool = False
    approximator: str = ""
    ambiguous: bool = False
    low: Draft | None = None

    @property
    def value(self) -> Decimal:
        """The number in the base unit."""
        return self.amount.value * self.factor

    def with_unit_of(self, other: Draft) -> Draft:
        """This number with the other's unit."""
        return self._replace(unit=other.unit, factor=other.factor, noun=other.noun, lang=self.lang or other.lang)

    def with_scale_of(self, other: Draft) -> Draft:
        """This number with the other's scale word, which it shares."""
        amount = self.amount._replace(scale=other.amount.scale, scaled=True, year=False)
        return self._replace(amount=amount)


def clause_before(scan: Scan, i: int) -> Iterator[int]:
    """Tokens before `i`, nearest first, to the beginning of the sentence, at most 25."""
    tokens = scan.tokens
    for j in range(i - 1, max(-1, i - 1 - _LOOK_BACK), -1):
        if tokens[j].kind == "b" or tokens[j].text in {";", "!", "?"}:
            return
        if tokens[j].text == "." and not tokens[j + 1].glued and tokens[j + 1].text[0].isupper():
            return
        yield j


def changes(scan: Scan, start: int, end: int, ahead: int = _LOOK_AHEAD) -> bool:
    """True if a verb of change governs the number between two tokens: "rose to"; `ahead` tokens on."""
    if any(scan.at(j, "change") for j in clause_before(scan, start)):
        return True
    for j in range(end, min(len(scan.tokens), end + ahead)):
        if scan.tokens[j].kind == "b" or scan.tokens[j].text in _SENTENCE_ENDS:
            return False
        if scan.at(j, "change_after"):
            return True
    return False
