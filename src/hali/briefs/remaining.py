"""What the record holds for a section beside its sentences and its picture: further pictures, then tables.

First what answers an element of the pair, then other numbers of the section's measures, up to a page's patience.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hali.briefs import choice, side_by_side, tables, trade
from hali.briefs.element_rules import OF_MEMBERS, PRODUCTS, Computed
from hali.briefs.elements import State
from hali.briefs.material import is_year
from hali.briefs.press import Press
from hali.briefs.side_by_side import Number, Row
from hali.codelists import organisations
from hali.languages import numbers
from hali.model.definition import Reading
from hali.narrate import words
from hali.publish.document import Block, Paragraph, plain

ROWS = 4
"""Rows of a section at the most, unless elements of the pair need more."""

LISTED = ("routes",)
"""Sections whose numbers are of a route, not of a side."""


def blocks(press: Press, states: Sequence[State], section: str, further: Sequence[Reading]) -> list[Block]:
    """Pictures, tables and the organisations both belong to; nothing where all of it was printed.

    Args:
        press: prints it, and knows what was printed.
        states: what is held of the elements of the pair.
        section: id of the section.
        further: other readings worth a row, the best first.
    """
    own = [state for state in states if state.element.section == section]
    found: list[Block] = []
    numbers_: list[Number] = []
    listed: list[Reading] = []
    for state in own:
        left = [r for r in state.readings if r.id not in {printed.id for printed in press.printed}]
        picture = _picture(press, state, left)
        if picture is not None:
            found.append(picture)
            continue
        if not state.computed:
            listed += [r for r in left if r not in listed]
        for computed in state.computed:
            made = side_by_side.number(press, computed.readings[0], _named(press, state, computed), computed)
            numbers_ += [made] if made is not None else []
    if section in LISTED:
        found += _list(press, [*listed, *further], section)
        return [*found, *_organisations(press, own)]
    numbers_ = [*_of_sides(press, listed), *numbers_]
    for one in _of_sides(press, [r for r in further if r not in listed]):
        if len(side_by_side.rows([*numbers_, one])) <= max(ROWS, len(side_by_side.rows(numbers_))):
            numbers_.append(one)
    return [*found, *_tables(press, numbers_, press.text(f"caption_{section}")), *_organisations(press, own)]


def _tables(press: Press, listed: Sequence[Number], caption: str) -> list[Block]:
    """What each side has beside what the other has, then what is of both together."""
    both = [one for one in listed if side_by_side.mutual(one)]
    rows = _completed(press, side_by_side.rows([one for one in listed if one not in both]))
    found: list[Block] = [side_by_side.table(press, rows, caption)] if rows else []
    return [*found, side_by_side.between(press, both)] if both else found


def _completed(press: Press, rows: Sequence[Row]) -> list[Row]:
    """Rows of one side with the number the other has of the same, be it drawn or said before.

    What another row has in a unit of its own stays there.
    """
    listed = {(one.name, one.side) for row in rows for one in row if one is not None}

    def filled(row: Row, place: int) -> Number | None:
        one = row[0] or row[1]
        assert one is not None
        return row[place] or (None if (one.name, place) in listed else _counterpart(press, one))

    return [(filled(row, 0), filled(row, 1)) for row in rows]


def _counterpart(press: Press, one: Number) -> Number | None:
    """The newest number the other side has under the same name, in the same unit; None where it has none.

    What is of a part of a year is no number to set beside that of a year.
    """
    if one.computed is not None:
        return None
    d = one.reading.definition
    series = press.material.find(d.measure, variant=d.variant, product=d.product, flow=d.flow)
    newest = (trade.in_unit(press.material, s.latest, one.unit) for s in series if s.latest.status != "Q")
    alike = [
        r for r in newest if r is not None and r.definition.unit == one.unit and is_year(r) == is_year(one.reading)
    ]
    made = _of_sides(press, alike)
    return next((other for other in made if other.side != one.side and other.name == one.name), None)


def _picture(press: Press, state: State, left: Sequence[Reading]) -> Block | None:
    """A line where an element is a series, bars where it is a list of products; None where it is neither, or known."""
    readings = state.readings
    if not left or len(readings) < PRODUCTS or state.computed or not choice.fills_a_picture(readings):
        return None
    d = readings[0].definition
    names = {key: tables.name_of(getattr(d, key), press.lang) for key in ("reporter", "partner")}
    measure = words.capital(words.measure(d.measure, press.lang, d.variant), press.lang)
    if len({r.definition.product for r in readings}) == len(readings):
        names["period"] = numbers.format_period(d.period, press.lang)
        return tables.bars_figure(press, readings, press.text("figure_products", measure=measure, **names), PRODUCTS)
    return tables.line_figure(
        press,
        [(tables.line_name(press, readings[-1]), readings)],
        press.text("figure_series", measure=measure, **names),
    )


def _of_sides(press: Press, readings: Iterable[Reading]) -> list[Number]:
    """Readings as numbers of a side; what is of neither is left out."""
    made = (side_by_side.number(press, reading) for reading in readings)
    return [one for one in made if one is not None]


def _list(press: Press, readings: Sequence[Reading], section: str) -> list[Block]:
    distinct = list({reading.id: reading for reading in readings}.values())
    return [tables.measure_list(press, distinct, f"caption_{section}")] if distinct else []


def _named(press: Press, state: State, computed: Computed) -> str:
    """Name of a computed number: that of its element, with the member it is of."""
    name = words.capital(press.named(state.element.names), press.lang)
    if computed.formula not in OF_MEMBERS:
        return name
    return f"{name}, {press.text(f'members_{computed.formula}')}"


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
