"""Numbers of both sides beside each other: a row a measure, a column a side, the period of each behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hali.briefs import tables
from hali.briefs.element_rules import Computed
from hali.briefs.material import ALONE, COMPANIONS, Material
from hali.briefs.press import Press, cell_digits
from hali.briefs.roles import ACTING
from hali.codelists import areas, measures
from hali.model.definition import NONE, Reading
from hali.publish.document import Cell, Column, DataTable, Plain

LARGE = 1000
"""A number of this size is printed without decimals."""

EMPTY = Plain("")
"""In place of the period of a missing number, and of a number that another row has in its own unit."""

MUTUAL = ("agreements_in_force", "high_level_meetings", "trade_agreements")
"""Measures of what the two have in common, beside those that are the same whichever is named first."""

APART = ("distance", "nearest", "farthest")
"""Formulas that join a number of each side to one of both."""

CLAUSE = ", "
"""Behind it the name of a measure says what its scale means."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of one side.

    Attributes:
        name: what it counts, as the head of its row.
        reading: the reading, or the first of those it is computed from.
        side: place of the side it is of, 0 or 1.
        computed: how it follows from readings of the record; None for a reading.
    """

    name: str
    reading: Reading
    side: int
    computed: Computed | None = None

    @property
    def unit(self) -> str:
        """Its unit."""
        return self.computed.unit if self.computed else self.reading.definition.unit

    @property
    def value(self) -> float:
        """The number, in its unit."""
        return self.computed.value if self.computed else self.reading.value

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What it is or is computed from."""
        return self.computed.readings if self.computed else (self.reading,)


Row = tuple[Number | None, Number | None]
"""One number of both sides, None where a side has none."""


def number(press: Press, reading: Reading, name: str = "", computed: Computed | None = None) -> Number | None:
    """A number with its side and the head of its row; None where it is of neither side.

    The head names who counts and with whom, unless it is the side itself, by its usual members, with the other one.

    Args:
        press: knows the pair and the language.
        reading: the reading, or the first of those it is computed from.
        name: what it counts; empty for the name of the measure.
        computed: how it follows from readings of the record.
    """
    d, codes = reading.definition, press.material.codes
    place = side(press.material, d.reporter)
    if place is None:
        return None
    name = name or tables.row_name(reading, press.lang)
    with_whom = _other(press, computed) if computed else d.partner
    if with_whom == "WLD":
        name = press.text("of_all_partners", name=name)
    if d.reporter != codes[place] or with_whom not in {*ALONE, codes[1 - place]}:
        named = [tables.name_of(code, press.lang) for code in (d.reporter, with_whom)]
        name = press.text("trend_of", name=name, a=named[0], b=named[1])
    return Number(name, reading, place, computed)


def mutual(one: Number) -> bool:
    """Whether a number is of both sides together, whoever is named first: how far apart they are."""
    measured = one.reading.definition.measure
    joined = one.computed is not None and one.computed.formula in APART
    return joined or measured in MUTUAL or measures.measure(measured).check.symmetric


def side(material: Material, code: str) -> int | None:
    """Which side an area belongs to: itself, a body that acts for it or one of its members; None for neither."""
    concept = areas.concept(code)
    for place, (own, usual) in enumerate(zip(material.pair, material.codes, strict=True)):
        of = areas.concept(own)
        if concept == of or code in {*COMPANIONS.get(of, ()), *ACTING.get(of, ())}:
            return place
        if code in areas.members(usual, date.fromisoformat(material.as_of)):
            return place
    return None


def rows(numbers: Sequence[Number]) -> list[Row]:
    """Numbers of the same thing in one row, in the order of the first."""
    made: list[list[Number | None]] = []
    places: dict[tuple[str, str], list[Number | None]] = {}
    for one in numbers:
        row = places.get((one.name, one.unit))
        if row is None or row[one.side] is not None:
            row = [None, None]
            places[one.name, one.unit] = row
            made.append(row)
        row[one.side] = one
    return [(row[0], row[1]) for row in made]


def table(press: Press, listed: Sequence[Row], caption: str, *, whole: bool = False) -> DataTable:
    """Rows as a table: measure, unit, and for each side its number and the period.

    Args:
        press: prints the cells.
        listed: the rows, at least one.
        caption: what is listed.
        whole: whether a side without any number keeps its columns.
    """
    sides = [place for place in (0, 1) if whole or any(row[place] is not None for row in listed)]
    heads = [Column(press.text("table_measure")), Column(press.text("table_unit"))]
    for place in sides:
        heads += [
            Column(tables.name_of(press.material.codes[place], press.lang), numeric=True),
            Column(press.text("table_year")),
        ]
    shown = [reading for row in listed for one in row if one is not None for reading in one.readings]
    printed = [one.reading for row in listed for one in row if one is not None and one.computed is None]
    shared = _shared_clause([one.name for row in listed for one in row if one is not None])
    return DataTable(
        columns=tuple(heads),
        rows=tuple(_cells(press, row, sides, listed, shared) for row in listed),
        caption=caption,
        unit=shared.removeprefix(CLAUSE),
        sources=press.sources(shown),
        note=press.flags_note(printed, dated=shown),
    )


def between(press: Press, listed: Sequence[Number]) -> DataTable:
    """Numbers of both sides together, at least one, as a table: measure, unit, number, period."""
    rows = [(one, *_scaled(press, [one])) for one in listed]
    shown = [reading for one in listed for reading in one.readings]
    return DataTable(
        columns=(
            Column(press.text("table_measure")),
            Column(press.text("table_unit")),
            Column(press.text("table_value"), numeric=True),
            Column(press.text("table_year")),
        ),
        rows=tuple(
            (Plain(one.name), Plain(unit), *_number_cells(press, one, scale, digits))
            for one, scale, unit, digits in rows
        ),
        caption=press.text("caption_between"),
        sources=press.sources(shown),
        note=press.flags_note([one.reading for one in listed if one.computed is None], dated=shown),
    )


def _shared_clause(names: Sequence[str]) -> str:
    """What the heads of all rows say behind the same comma; empty where there are no two of them, or they differ."""
    clauses = {"".join(name.partition(CLAUSE)[1:]) for name in names}
    return clauses.pop() if len(clauses) == 1 and len(set(names)) > 1 else ""


def _cells(press: Press, row: Row, sides: Sequence[int], listed: Sequence[Row], shared: str) -> tuple[Cell, ...]:
    held = [one for one in row if one is not None]
    scale, unit, digits = _scaled(press, held)
    cells: list[Cell] = [Plain(held[0].name.removesuffix(shared)), Plain(unit)]
    for place in sides:
        one = row[place]
        if one is None:
            elsewhere = any(other[place] is not None and _name(other) == held[0].name for other in listed)
            cells += [EMPTY if elsewhere else None, EMPTY]
        else:
            cells += _number_cells(press, one, scale, digits)
    return tuple(cells)


def _name(row: Row) -> str:
    return next(one.name for one in row if one is not None)


def _scaled(press: Press, held: Sequence[Number]) -> tuple[float, str, int]:
    """Divisor, unit in words and decimals of the numbers of a row."""
    scale, unit = tables.scaled(max(abs(one.value) for one in held), held[0].unit, press.lang)
    rounded = scale == 1.0 and all(one.value == int(one.value) for one in held)  # as shares of whole per cents are
    return scale, unit, 0 if rounded else max(cell_digits(one.unit, one.value / scale, scale) for one in held)


def _number_cells(press: Press, one: Number, scale: float, digits: int) -> tuple[Cell, Cell]:
    """A number and its period."""
    large = abs(one.value) / scale >= LARGE
    return _cell(press, one, scale, 0 if large else digits), Plain(tables.marked_period(press, one.reading))


def _cell(press: Press, one: Number, scale: float, digits: int) -> Cell:
    if one.computed is None:
        return press.cell(one.reading, scale, digits)
    formula = one.computed.formula
    value = one.value / scale
    return press.derived(formula, one.computed.readings, value, one.unit, digits, one.name, f"formula_{formula}", scale)


def _other(press: Press, computed: Computed) -> str:
    """The side a computed number joins the reporter to; of the numbers of two members or countries, the second."""
    d = computed.readings[0].definition
    if d.partner != NONE:
        return d.partner
    if len(computed.readings) > 1 and computed.readings[1].definition.reporter != d.reporter:
        return computed.readings[1].definition.reporter
    return next((code for code in press.material.codes if areas.concept(code) != areas.concept(d.reporter)), NONE)
