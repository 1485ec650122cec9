"""What the record holds of an element and no paragraph, figure or table of its section says: a table of its own."""

from __future__ import annotations

from collections.abc import Sequence

from hali.brief import tables
from hali.brief.element_rules import OF_MEMBERS, Computed
from hali.brief.elements import State
from hali.brief.press import Press, cell_digits
from hali.codelists import areas, organisations
from hali.languages import numbers
from hali.model.definition import NONE, Reading
from hali.narrate import words
from hali.publish.document import Block, Box, Cell, Column, DataTable, Paragraph, Plain, Quantity, plain

SERIES = 6
"""Readings of one element from which on they are a table by year."""


def blocks(press: Press, states: Sequence[State], section: str) -> list[Block]:
    """What the elements of a section hold beside what was printed before; nothing where all of it was."""
    own = [state for state in states if state.element.section == section]
    printed = {reading.id for reading in press.printed}
    left = [(state, [r for r in state.readings if r.id not in printed]) for state in own]
    rows: list[tuple[Cell, ...]] = []
    shown: list[Reading] = []
    inner: list[Block] = []
    for state, readings in left:
        if len(state.readings) >= SERIES and readings:
            inner.append(_by_year(press, state))
        elif not state.computed:
            rows += [_row(press, r, tables.row_name(r, press.lang)) for r in readings if r not in shown]
            shown += readings
        for one in state.computed:
            rows.append(_row(press, one.readings[0], _named(press, state, one), one))
            shown += one.readings
    if rows:
        inner.insert(0, _table(press, rows, shown))
    found: list[Block] = [Box("note", press.text("also_held"), tuple(inner))] if inner else []
    return [*found, *_organisations(press, own)]


def _table(press: Press, rows: Sequence[tuple[Cell, ...]], shown: Sequence[Reading]) -> DataTable:
    keys = ("table_measure", "table_area", "table_partner", "table_period", "table_value", "table_unit")
    return DataTable(
        columns=tuple(Column(press.text(key), numeric=key == "table_value") for key in keys),
        rows=tuple(rows),
        caption=press.text("caption_remaining"),
        sources=press.sources(shown),
        note=press.flags_note(shown, dated=shown),
    )


def _row(press: Press, reading: Reading, name: str, computed: Computed | None = None) -> tuple[Cell, ...]:
    """A reading, or what was computed from it, as a row."""
    lang, d = press.lang, reading.definition
    value, unit = (computed.value, computed.unit) if computed else (reading.value, d.unit)
    scale, unit_name = tables.scaled(abs(value), unit, lang)
    cell = _computed(press, computed, name, scale) if computed else press.cell(reading, scale)
    return (
        Plain(name),
        Plain(tables.name_of(d.reporter, lang)),
        Plain(tables.name_of(_other(press, computed) if computed else d.partner, lang)),
        Plain(tables.marked_period(press, reading)),
        cell,
        Plain(unit_name),
    )


def _named(press: Press, state: State, computed: Computed) -> str:
    """Name of a computed number: that of its element, with the member it is of."""
    name = words.capital(press.named(state.element.names))
    if computed.formula not in OF_MEMBERS:
        return name
    return f"{name}, {press.text(f'members_{computed.formula}')}"


def _other(press: Press, computed: Computed) -> str:
    """The side a computed number joins the reporter to; of the numbers of two members or countries, the second."""
    d = computed.readings[0].definition
    if d.partner != NONE:
        return d.partner
    if computed.formula in OF_MEMBERS and len(computed.readings) > 1:
        return computed.readings[1].definition.reporter
    return next((code for code in press.material.codes if areas.concept(code) != areas.concept(d.reporter)), NONE)


def _computed(press: Press, computed: Computed, name: str, scale: float) -> Quantity:
    value = computed.value / scale
    return press.derived(
        computed.formula,
        computed.readings,
        value,
        computed.unit,
        cell_digits(computed.unit, value, scale),
        name,
        f"formula_{computed.formula}",
        scale,
    )


def _by_year(press: Press, state: State) -> DataTable:
    """The readings of one line, newest year first."""
    name = tables.name_of(state.readings[0].definition.reporter, press.lang)
    head = f"{name}: {tables.row_name(state.readings[0], press.lang)}"
    years = sorted((int(r.definition.period) for r in state.readings), reverse=True)
    caption = words.capital(press.named(state.element.names))
    return tables.by_year(press, [(head, state.readings)], caption, years)


def _organisations(press: Press, states: Sequence[State]) -> list[Block]:
    """A sentence on the organisations both sides belong to."""
    codes = [code for state in states for code in state.organisations]
    if not codes:
        return []
    names = numbers.join_list([_name(code, press.lang) for code in codes], press.lang)
    return [Paragraph((plain(press.text("both_belong", names=names)),))]


def _name(code: str, lang: str) -> str:
    """Name of a bloc or of an organisation."""
    return organisations.name(code, lang) if code in organisations.organisations() else words.form(code, lang, "plain")
