"""What each side is for itself, both side by side: the table that opens every brief."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hali.brief import tables
from hali.brief.elements import SNAPSHOT, State
from hali.brief.press import Press
from hali.model.definition import Reading
from hali.publish.document import Block, Cell, Column, DataTable, Plain

LARGE = 1000
"""A number of this size is printed without decimals."""

Row = list[Reading | None]
"""One number of both sides, None where a side has none."""


def table(press: Press, states: Sequence[State]) -> Iterator[Block]:
    """The newest number of each side with its year, a row an element; nothing where no side has any."""
    rows = [row for state in states if state.element.group == SNAPSHOT for row in _rows(state)]
    if not rows:
        return
    shown = [reading for row in rows for reading in row if reading is not None]
    heads = [Column(press.text("table_measure")), Column(press.text("table_unit"))]
    for code in press.material.codes:
        heads += [Column(tables.name_of(code, press.lang), numeric=True), Column(press.text("table_year"))]
    yield DataTable(
        columns=tuple(heads),
        rows=tuple(_cells(press, row) for row in rows),
        caption=press.text("caption_snapshot"),
        sources=press.sources(shown),
        note=press.flags_note(shown, dated=shown),
    )


def _rows(state: State) -> list[Row]:
    """The sides' readings in one row where they count the same, else in a row each."""
    first, second = state.answers
    if first is None and second is None:
        return []
    if first is None or second is None or _counts(first) == _counts(second):
        return [[first, second]]
    return [[first, None], [None, second]]


def _counts(reading: Reading) -> tuple[str, str, str]:
    d = reading.definition
    return d.measure, d.variant, d.unit


def _cells(press: Press, row: Row) -> tuple[Cell, ...]:
    held = [reading for reading in row if reading is not None]
    scale, unit = tables.scale_of(held, press.lang)
    cells: list[Cell] = [Plain(tables.row_name(held[0], press.lang)), Plain(unit)]
    for reading in row:
        large = reading is not None and abs(reading.value) / scale >= LARGE
        cells.append(press.cell(reading, scale, 0 if large else None))
        cells.append(Plain(tables.marked_period(press, reading) if reading is not None else "\u2013"))
    return tuple(cells)
