"""Words and numbers of both counts of a pair in one language: what page and reasons are put together from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from string import Formatter

from hali.briefs import tables
from hali.briefs.compose import day_of
from hali.briefs.material import Material
from hali.briefs.mirror.counts import Direction, Row, View
from hali.briefs.press import Press
from hali.languages import numbers
from hali.model.definition import Reading
from hali.narrate import words
from hali.publish.document import Plain, Quantity, Run, Statement

BILLIONS = 3
"""Decimals of amounts in billions: to the million, as flows of members differ by hundreds."""


class Teller:
    """Words and numbers of one view.

    Attributes:
        view: what is told.
        press: prints its readings and remembers what it cited.
        scale: what amounts are divided by.
        unit: the unit of amounts in words.
    """

    def __init__(self, view: View, lang: str) -> None:
        held = tuple(view.readings)
        material = Material(view.record, view.pair, view.sides, day_of(view.record), {}, held, ())
        self.view, self.press = view, Press(material, lang)
        self.lang = lang
        compiled = [row.compiled for way in view.directions for row in way.rows if row.compiled]
        own = [one for one in held if one.definition.unit == view.currency] or compiled
        self.scale, self.unit = tables.scaled(max((abs(one.value) for one in own), default=0.0), view.currency, lang)

    def said(self, key: str, **slots: object) -> str:
        """A text of `[mirror]` with its slots filled."""
        return str(words.table(self.lang, "mirror")[key]).format(**slots)

    def statement(self, key: str, readings: Sequence[Reading] = (), **slots: Run | str) -> Statement:
        """A sentence of `[mirror]` whose slots are numbers or words, with the sources of `readings`."""
        runs: list[Run] = []
        for before, name, _, _ in Formatter().parse(str(words.table(self.lang, "mirror")[key])):
            runs += [Plain(before)] if before else []
            if name:
                slot = slots[name]
                runs.append(Plain(slot) if isinstance(slot, str) else slot)
        return Statement(tuple(runs), self.press.sources(readings) if readings else ())

    def name(self, code: str) -> str:
        """Short name of an area."""
        return tables.name_of(code, self.lang)

    def count_of(self, code: str) -> str:
        """Whose count a column holds."""
        return words.capital(self.press.text("line_count", reporter=self.name(code)), self.lang)

    def kind(self) -> str:
        """What flows, in words."""
        return self.said(self.view.kind)

    def way(self, direction: Direction) -> str:
        """What flows from whom to whom."""
        one, other = self.name(direction.exporter), self.name(direction.importer)
        return words.capital(self.said("way", kind=self.kind(), exporter=one, importer=other), self.lang)

    def digits(self, scale: float) -> int:
        """Decimals of amounts in a scale."""
        return BILLIONS if scale == 1e9 else 1

    def made(self, what: str, row: Row, value: float, unit: str = "", scale: float = 1.0, digits: int = 1) -> Quantity:
        """A number computed from the counts of a row; `what` is a key of `[mirror]` and names its formula."""
        return self.computed(what, readings_of(row), value, unit or self.view.currency, scale, digits)

    def computed(
        self,
        what: str,
        readings: Sequence[Reading],
        value: float,
        unit: str,
        scale: float,
        digits: int,
        part: str = "",
    ) -> Quantity:
        """A number computed from some counts; `part` tells numbers of one formula and the same counts apart."""
        kind = f"mirror {what} {self.view.margin:g} {part}"
        name, formula = self.said(what), f"formula_mirror_{what}"
        return self.press.derived(kind, readings, value / scale, unit, digits, name, formula, scale)

    def with_unit(self, number: Quantity) -> Quantity:
        """The same number with its unit behind it, for a sentence."""
        told = numbers.percent(number.text, self.lang) if number.unit == "PCT" else f"{number.text} {self.unit}"
        return replace(number, text=told)

    def amount(self, what: str, readings: Sequence[Reading], value: float, part: str = "") -> Quantity:
        """An amount computed from some counts, with its unit."""
        digits = self.digits(self.scale)
        return self.with_unit(self.computed(what, readings, value, self.view.currency, self.scale, digits, part))

    def percent(self, share: float) -> str:
        """A share as a percentage, for an assumption of ours."""
        return numbers.percent(numbers.format_number(100 * share, self.lang, 0), self.lang)


def readings_of(row: Row) -> list[Reading]:
    """The counts of a row."""
    return [report.reading for report in (row.x, row.m) if report]
