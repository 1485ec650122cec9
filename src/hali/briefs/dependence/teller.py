"""Words and numbers of the dependence of two partners in one language."""

from __future__ import annotations

import math
from collections.abc import Sequence

from hali.briefs import tables
from hali.briefs.compose import day_of
from hali.briefs.dependence.view import Part, View
from hali.briefs.material import Material
from hali.briefs.press import Press
from hali.codelists import areas, products
from hali.errors import UnknownCode
from hali.languages import numbers
from hali.narrate import words
from hali.publish.document import Cell, Plain


class Teller:
    """Words and numbers of one view.

    Attributes:
        view: what is told.
        press: prints its readings and remembers what it cited.
        lang: language of the words.
    """

    def __init__(self, view: View, lang: str) -> None:
        held = tuple(one for part in view.parts for one in part.readings)
        self.view, self.lang = view, lang
        self.press = Press(Material(view.record, view.pair, view.sides, day_of(view.record), {}, held, ()), lang)

    def said(self, key: str, **slots: object) -> str:
        """A text of the dependence with its slots filled."""
        return self.press.text(f"dependence_{key}", **slots)

    def name(self, code: str) -> str:
        """Short name of an area; the code itself where it is none."""
        return tables.name_of(code, self.lang) if areas.known(code) else code

    def names(self, codes: Sequence[str]) -> str:
        """Several of them."""
        return numbers.join_list([self.name(code) for code in codes], self.lang)

    def product(self, code: str) -> str:
        """Name of a product, a code in front of it where a file has codes; the code alone where nobody names it."""
        for known in (code, f"HS:{code}"):
            try:
                products.product(known)
            except UnknownCode:
                continue
            named = words.capital(words.code(known, self.lang), self.lang)
            return named if known == code else f"{code} {named}"
        return code

    def level(self, part: Part) -> str:
        """What a product of a table is, in words."""
        return self.said(f"level_{part.level}")

    def number(self, part: Part, formula: str, value: float, digits: int, about: str, unit: str = "INDEX") -> Cell:
        """A number of a table; with a card where readings of the record stand behind it.

        Args:
            part: the table.
            formula: what it is, a key of the formulas.
            value: the number as printed.
            digits: decimals.
            about: whose and of which product, so that two numbers of one formula have two cards.
            unit: its unit.
        """
        if not math.isfinite(value):
            return None
        if not part.readings:
            return Plain(self.plain(value, digits))
        kind = f"dependence {part.source} {formula} {about}"
        named = self.said(formula)
        return self.press.derived(kind, part.readings, value, unit, digits, named, f"formula_dependence_{formula}")

    def amount(self, part: Part, value: float, scale: float, about: str) -> Cell:
        """What is sent, in a scale."""
        digits = 3 if scale == 1e9 else 1
        if not part.readings:
            return Plain(self.plain(value / scale, digits if scale != 1 else 0))
        kind = f"dependence {part.source} value {about}"
        formula = "formula_dependence_value"
        return self.press.derived(
            kind, part.readings, value / scale, part.unit, digits, self.said("value"), formula, scale
        )

    def plain(self, value: float, digits: int) -> str:
        """A number as text."""
        minus = "\u2212" if value < 0 and float(f"{abs(value):.{digits}f}") else ""
        return minus + numbers.format_number(abs(value), self.lang, digits)

    def percent(self, share: float) -> str:
        """A share as a percentage."""
        return numbers.percent(self.plain(100 * share, 1), self.lang)
