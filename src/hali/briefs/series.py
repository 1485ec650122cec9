"""One series as a document: its course, every value, its vintages, other definitions, and what a number is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from hali import narrate
from hali.briefs import tables
from hali.briefs.compose import day_of
from hali.briefs.material import Material, is_year
from hali.briefs.press import Press
from hali.codelists import areas
from hali.languages import numbers
from hali.model.definition import NONE, SERIES_COLUMNS, Reading
from hali.model.observation import Observation
from hali.narrate import words
from hali.publish.document import (
    Block,
    Cell,
    Column,
    DataTable,
    Document,
    Figure,
    Note,
    Paragraph,
    Plain,
    Quoted,
    Section,
    plain,
)
from hali.record import readings as lookup
from hali.record.store import Record
from hali.version import VERSION

OVERLAID = 3
"""Other definitions drawn beside the series at the most."""

LISTED = 200
"""Rows of a table at the most; the files hold all."""


def compose(record: Record, id_: str, lang: str) -> Document:
    """The page of the series a reading belongs to.

    Args:
        record: where all numbers come from.
        id_: id of one of its readings; the page says what that one is made of.
        lang: language of the page.

    Raises:
        NotInRecord: no such reading.
    """
    reading = lookup.get(record, id_)
    d = reading.definition
    sides = [_codes(code) for code in (d.reporter, d.partner)]
    around = lookup.find(record, [d.measure], reporters=sides[0], partners=sides[1], either_way=True)
    own = [r for r in around if _same_series(r, reading)]
    held = newest(own)
    others = _others(newest([r for r in around if r.definition.product == d.product]), reading)
    day = day_of(record)
    everything = tuple(r for r in newest(around) if r.id != reading.id)
    press = Press(Material(record, (d.reporter, d.partner), (d.reporter, d.partner), day, {}, everything, ()), lang)
    lead = Paragraph((press.say(reading),))
    sections = [
        section("course", press, [drawn for drawn in (figure(press, held, others),) if drawn]),
        section("values", press, values(press, held)),
        section("vintages", press, _vintages(press, own)),
        section("definitions", press, _definitions(press, reading, others)),
        section("cells", press, _cells(press, lookup.observations(record, reading.cells))),
    ]
    names = [words.form(code, lang, "plain") for code in (d.reporter, d.partner) if code != NONE]
    return Document(
        kind="series",
        title=_title(reading, lang),
        subtitle=_subtitle(reading, lang),
        language=lang,
        pair=(d.reporter, d.partner),
        composition=tuple(
            (name, narrate.composition(code, day, lang))
            for name, code in zip(names, (d.reporter, d.partner), strict=False)
            if areas.known(code)
        ),
        as_of=day,
        as_of_text=numbers.format_date(day, lang),
        record=record.id,
        version=press.text("version", version=VERSION),
        lead=(lead,),
        sections=tuple(section for section in sections if section.blocks),
        readings=press.cards(),
        origins=press.origins(),
        labels=words.table(lang, "labels"),
        disclaimer=tuple(str(text) for text in words.table(lang, "disclaimer").values()),
    )


def _codes(code: str) -> tuple[str, ...]:
    """The codes of the concept a code belongs to; those of no area stand alone."""
    return areas.concept_codes(areas.concept(code)) if areas.known(code) and code != NONE else (code,)


def _same_series(one: Reading, other: Reading) -> bool:
    return all(getattr(one.definition, name) == getattr(other.definition, name) for name in SERIES_COLUMNS)


def newest(readings: Iterable[Reading]) -> list[Reading]:
    """The newest vintage of each definition, in the order of their periods."""
    found: dict[tuple[str, ...], Reading] = {}
    for reading in sorted(readings, key=lambda r: r.known):
        d = reading.definition
        found[(*(getattr(d, name) for name in SERIES_COLUMNS), d.period, d.base)] = reading
    return sorted(found.values(), key=lambda r: (r.start, r.end))


def _others(readings: Iterable[Reading], reading: Reading) -> list[list[Reading]]:
    """The other series of the measure, those whose definition is nearest first."""
    grouped: dict[tuple[str, ...], list[Reading]] = {}
    for one in readings:
        if not _same_series(one, reading):
            grouped.setdefault(tuple(getattr(one.definition, name) for name in SERIES_COLUMNS), []).append(one)

    def distance(key: tuple[str, ...]) -> int:
        return sum(one != getattr(reading.definition, name) for one, name in zip(key, SERIES_COLUMNS, strict=True))

    return [grouped[key] for key in sorted(grouped, key=lambda key: (distance(key), key))]


def _title(reading: Reading, lang: str) -> str:
    d = reading.definition
    name = tables.row_name(reading, lang)
    if d.partner == NONE:
        return f"{name}, {tables.name_of(d.reporter, lang)}"
    said = words.table(lang, "brief")["figure_series"]
    sides = {"reporter": tables.name_of(d.reporter, lang), "partner": tables.name_of(d.partner, lang)}
    return str(said).format(measure=name, **sides)


def _subtitle(reading: Reading, lang: str) -> str:
    """The definition without what differs from value to value."""
    left_out = {"period", "base", "vintage", "missing", "status"}
    return words.capital(", ".join(text for slot, text in narrate.slots(reading, lang) if slot not in left_out), lang)


def said(press: Press, key: str, **slots: object) -> str:
    """A text of `[series]` with its slots filled."""
    return str(words.table(press.lang, "series")[key]).format(**slots)


def section(id_: str, press: Press, blocks: Iterable[Block]) -> Section:
    """A section under its title in `[series]`."""
    return Section(id=id_, pillar="", title=said(press, id_), blocks=tuple(blocks))


def figure(press: Press, series: Sequence[Reading], others: Sequence[Sequence[Reading]]) -> Figure | None:
    """The full years of a series as a line, those of the nearest other definitions in the same unit beside it."""
    years = [r for r in series if is_year(r)]
    if len(years) < 2:
        return None
    unit = years[-1].definition.unit
    beside = [[r for r in one if is_year(r)] for one in others if one[0].definition.unit == unit]
    lines = [years, *[one for one in beside if len(one) > 1][:OVERLAID]]
    names, shared = _apart([line[-1] for line in lines], press.lang)
    drawn = tables.line_figure(press, list(zip(names, lines, strict=True)), _title(years[-1], press.lang))
    unit_text = tables.scale_of([r for line in lines for r in line], press.lang)[1]
    return replace(drawn, subtitle="; ".join(text for text in (unit_text, shared) if text))


def _apart(readings: Sequence[Reading], lang: str) -> tuple[list[str], str]:
    """A short name for each line, of what sets it apart from the others, and what all of them share.

    Areas are told by their short names; where those are the same, the rest of the definition tells lines apart.
    """
    left_out = {"measure", "period", "base", "vintage", "missing", "status", "denominator"}
    told = [[text for slot, text in narrate.slots(r, lang) if slot not in left_out] for r in readings]
    shared = [text for text in told[0] if all(text in one for one in told)]
    names = [list[str]() for _ in readings]
    for column, name in _NAMES.items():
        values = [getattr(r.definition, column) for r in readings]
        if len(set(values)) > 1 or (column == "reporter" and len(values) == 1):
            for said, r in zip(names, readings, strict=True):
                said.append(name(r, lang))
    joined = [", ".join(one) for one in names]
    rest = [", ".join(text for text in one if text not in shared) for one in told]
    return [rest[n] if joined.count(name) > 1 else name for n, name in enumerate(joined)], ", ".join(shared)


_NAMES: Mapping[str, Callable[[Reading, str], str]] = {
    "variant": lambda r, lang: words.measure(r.definition.measure, lang, r.definition.variant),
    "reporter": lambda r, lang: tables.name_of(r.definition.reporter, lang),
    "partner": lambda r, lang: tables.name_of(r.definition.partner, lang),
    "flow": lambda r, lang: words.code(r.definition.flow, lang),
}
"""Columns of a definition by which lines are named, and how."""


def values(press: Press, series: Sequence[Reading]) -> Iterator[Block]:
    """All values of a series as a table, the newest first."""
    yield _table(press, list(reversed(series)), "caption_values")


def _vintages(press: Press, readings: Sequence[Reading]) -> list[Block]:
    """The periods of which more than one vintage is held, newest period and vintage first."""
    grouped: dict[str, list[Reading]] = {}
    for reading in readings:
        grouped.setdefault(reading.definition.period, []).append(reading)
    revised = [r for one in grouped.values() if len(one) > 1 for r in one]
    if not revised:
        return []
    ordered = sorted(revised, key=lambda r: (r.end, r.known), reverse=True)
    return [_table(press, ordered, "caption_vintages"), Note((plain(said(press, "note_vintages")),))]


def _table(press: Press, readings: Sequence[Reading], caption: str) -> DataTable:
    """A row a reading: period, value, vintage, the day it was known."""
    lang, shown = press.lang, readings[:LISTED]
    scale, unit = tables.scale_of(readings, lang)
    heads = (
        Column(press.text("table_period")),
        Column(press.text("table_value"), numeric=True),
        Column(said(press, "table_vintage")),
        Column(said(press, "table_known")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            Plain(tables.period_name(r.definition.period, lang)),
            press.cell(r, scale),
            Plain(tables.period_name(r.definition.vintage, lang)),
            Plain(numbers.format_date(r.known, lang)),
        )
        for r in shown
    ]
    more = said(press, "shortened", shown=len(shown), all=len(readings)) if len(shown) < len(readings) else ""
    note = " ".join(text for text in (press.flags_note(shown), more) if text)
    return DataTable(heads, tuple(rows), said(press, caption), unit, press.sources(shown), note)


def _definitions(press: Press, reading: Reading, others: Sequence[Sequence[Reading]]) -> list[Block]:
    """What the measure gives in the same period under other definitions, the nearest first."""
    period = reading.definition.period
    same = [r for one in others for r in one if r.definition.period == period]
    if not same:
        return []
    shown = [reading, *same[: LISTED - 1]]
    heads = (Column(press.text("table_definition")), Column(press.text("table_value"), numeric=True))
    rows: list[tuple[Cell, ...]] = [(Plain(narrate.short(r, press.lang)), press.number(r)) for r in shown]
    caption = said(press, "caption_definitions", period=tables.period_name(period, press.lang))
    return [DataTable(heads, tuple(rows), caption, sources=press.sources(shown), note=press.flags_note(shown))]


def _cells(press: Press, cells: Sequence[Observation]) -> list[Block]:
    """The observations behind the number, as their publishers print them."""
    lang, shown = press.lang, cells[:LISTED]
    heads = [Column(press.text("table_area")), Column(press.text("table_partner")), Column(press.text("table_period"))]
    heads += [Column(press.text("table_value"), numeric=True), Column(press.text("table_unit"))]
    heads += [Column(said(press, "table_dataflow")), Column(said(press, "table_vintage"))]
    heads += [Column(press.text("table_source"))]
    rows: list[tuple[Cell, ...]] = [
        (
            Plain(tables.name_of(one.reporter, lang)),
            Plain(tables.name_of(one.partner, lang)),
            Plain(tables.period_name(one.period, lang)),
            Quoted(_exact(one.value, lang), press.producer(one.origin)),
            Plain(str(words.table(lang, "units").get(one.unit, one.unit))),
            Plain(one.dataflow),
            Plain(tables.period_name(one.vintage, lang)),
            Plain(f"[{press.cite(one.origin)}]"),
        )
        for one in shown
    ]
    more = said(press, "shortened", shown=len(shown), all=len(cells)) if len(shown) < len(cells) else ""
    return [DataTable(tuple(heads), tuple(rows), said(press, "caption_cells"), note=more)]


def _exact(value: float, lang: str) -> str:
    """A number with all decimals it has.

    >>> _exact(163112151.7, "en"), _exact(2213367246.0, "de")
    ('163,112,151.7', '2.213.367.246')
    """
    # the shortest text of the same number: ten digits of 163112151.7 end in ...6999999881
    digits = len(f"{Decimal(repr(float(value))).normalize():f}".partition(".")[2])
    return ("\u2212" if value < 0 else "") + numbers.format_number(abs(value), lang, digits)
