"""What each side is for itself, both side by side: the table that opens every brief."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hali.briefs import side_by_side, tables
from hali.briefs.elements import SNAPSHOT, State
from hali.briefs.press import Press
from hali.briefs.side_by_side import CLAUSE, Number, Row
from hali.codelists import areas
from hali.model.definition import Reading
from hali.publish.document import Block

OF_BLOCS = ("merchandise_exports", "merchandise_imports")
"""Measures whose names say behind a comma what they count of a bloc."""


def table(press: Press, states: Sequence[State]) -> Iterator[Block]:
    """The newest number of each side with its year, a row an element; nothing where no side has any."""
    rows = [row for state in states if state.element.group == SNAPSHOT for row in _rows(press, state)]
    if rows:
        yield side_by_side.table(press, rows, press.text("caption_snapshot"), whole=True)


def _rows(press: Press, state: State) -> list[Row]:
    """The sides' readings in one row where they count the same, else in a row each."""
    first, second = (_number(press, reading, place) for place, reading in enumerate(state.answers))
    if first is None and second is None:
        return []
    if first is None or second is None or _counts(first.reading) == _counts(second.reading):
        return [(first, second)]
    return [(first, None), (None, second)]


def _number(press: Press, reading: Reading | None, place: int) -> Number | None:
    if reading is None:
        return None
    name = tables.row_name(reading, press.lang)
    if reading.definition.measure in OF_BLOCS and all(areas.area(c).kind == "country" for c in press.material.codes):
        name = name.partition(CLAUSE)[0]
    return Number(name, reading, place)


def _counts(reading: Reading) -> tuple[str, str, str]:
    d = reading.definition
    return d.measure, d.variant, d.unit
