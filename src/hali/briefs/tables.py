"""Tables and figures made of readings: plain numbers, one unit a column or a unit of its own in each row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from hali import narrate
from hali.briefs import flags
from hali.briefs.material import dated, is_year
from hali.briefs.press import Press, cell_digits
from hali.codelists.measures import says
from hali.languages import numbers
from hali.languages.marks import EN_DASH
from hali.model.definition import NONE, Reading
from hali.model.units import currency
from hali.narrate import words
from hali.publish import plots
from hali.publish.document import Cell, Column, DataTable, Figure, Plain, Statement

LONGEST = 6
"""Rows of a list of measures at the most."""

SCALED = frozenset({"T", "BBL", "M3", "MWH", "NR", "PERS"})
"""Units that are printed in thousands or millions where all figures of a column are large."""


def scale_of(readings: Sequence[Reading], lang: str) -> tuple[float, str]:
    """Divisor that keeps the figures of a column short, and the unit in words, "billion EUR"."""
    return scaled(max((abs(r.value) for r in readings), default=0.0), readings[0].definition.unit, lang)


def scaled(largest: float, unit: str, lang: str) -> tuple[float, str]:
    """Divisor that keeps figures of a unit short whose largest is known, and the unit in words."""
    units = words.table(lang, "units")
    name = str(units.get(unit, unit))
    money = bool(currency(unit))
    for size, key in ((1e9, "billion"), (1e6, "million")):
        if largest >= size and (money or (unit in SCALED and size == 1e6)):
            return size, str(units.get(f"{unit}_{key}", units[key])).format(unit=name)
    return 1.0, name


def name_of(code: str, lang: str) -> str:
    """Short name of an area for a table: EU27, Kazakhstan; a dash for none."""
    return EN_DASH if code == NONE else words.form(code, lang, "short")


def measure_list(press: Press, readings: Sequence[Reading], caption: str) -> DataTable:
    """Up to `LONGEST` readings, a row each: measure, who counts, period, value, unit."""
    lang = press.lang
    shown = readings[:LONGEST]
    heads = [
        Column(press.text("table_measure")),
        Column(press.text("table_area")),
        Column(press.text("table_period")),
        Column(press.text("table_value"), numeric=True),
        Column(press.text("table_unit")),
    ]
    rows: list[tuple[Cell, ...]] = []
    for reading in shown:
        scale, unit = scale_of([reading], lang)
        rows.append(
            (
                Plain(row_name(reading, lang)),
                Plain(name_of(reading.definition.reporter, lang)),
                Plain(marked_period(press, reading)),
                press.cell(reading, scale),
                Plain(unit),
            )
        )
    return DataTable(
        columns=tuple(heads),
        rows=tuple(rows),
        caption=press.text(caption),
        sources=press.sources(shown),
        note=press.flags_note(shown, dated=shown),
    )


def marked_period(press: Press, reading: Reading) -> str:
    """Period of a row, with a mark where it is more than three years back."""
    name = period_name(dated(reading), press.lang)
    return f"{name}\u00a0{press.text('old_mark')}" if press.is_old(reading) else name


def period_name(period: str, lang: str) -> str:
    """A period as a table prints it; a dash for a timeless number."""
    return EN_DASH if period == NONE else numbers.format_period(period, lang)


def row_name(reading: Reading, lang: str) -> str:
    """Measure of a reading, with its product where the name does not say it, as the head of a row.

    A rank in one flow only says which: the name of the measure is that of trade both ways.
    """
    d = reading.definition
    said = says(d.measure, d.variant) == d.product
    name = words.capital(words.named(d.measure, lang, d.variant, NONE if said else d.product), lang)
    one_way = d.measure == "partner_rank" and d.flow in {"X", "M"}
    return f"{name}: {words.code(d.flow, lang)}" if one_way else name


def by_year(
    press: Press,
    columns: Sequence[tuple[str, Sequence[Reading]]],
    caption: str,
    years: Sequence[int],
    *,
    drawn: bool = False,
) -> DataTable:
    """Readings of full years, a row a year and a column a series.

    Args:
        press: prints the cells.
        columns: head of each column without its unit, and its readings in one unit.
        caption: what is listed.
        years: rows, in order.
        drawn: whether it stands behind a picture.
    """
    lang = press.lang
    heads = [Column(press.text("table_year"))]
    scales = []
    for head, readings in columns:
        scale, unit = scale_of(readings, lang)
        scales.append(scale)
        heads.append(Column(f"{head} ({unit})", numeric=True))
    rows: list[tuple[Cell, ...]] = []
    shown: list[Reading] = []
    for year in years:
        row: list[Cell] = [Plain(str(year))]
        for (_, readings), scale in zip(columns, scales, strict=True):
            reading = next((r for r in readings if r.definition.period == str(year)), None)
            row.append(press.cell(reading, scale))
            shown += [reading] if reading is not None else []
        rows.append(tuple(row))
    return DataTable(
        columns=tuple(heads),
        rows=tuple(rows),
        caption=caption,
        sources=press.sources(shown),
        note=press.flags_note(shown, again=drawn),
    )


def line_name(press: Press, reading: Reading) -> str:
    """Name of a line that is one side's: whose count it is, or only the side where somebody else counted."""
    name = name_of(reading.definition.reporter, press.lang)
    return press.text("line_count", reporter=name) if narrate.is_own_count(reading, press.lang) else name


def line_figure(
    press: Press,
    lines: Sequence[tuple[str, Sequence[Reading]]],
    title: str,
    note: str = "",
    said: Collection[str] = (),
) -> Figure:
    """Full years of up to five series in one unit as lines, with the numbers drawn as a table.

    Args:
        press: prints the cells.
        lines: name and readings of each line.
        title: what is shown.
        note: what to add to the sources; may be empty.
        said: slots of the definition the title says in words of its own.
    """
    lang = press.lang
    drawn = [(name, [r for r in readings if is_year(r)]) for name, readings in lines]
    every = [r for _, readings in drawn for r in readings]
    scale, unit = scale_of(every, lang)
    first, last = (bound(int(r.definition.period) for r in every) for bound in (min, max))
    years = range(first, last + 1)
    series = tuple(_line(name, readings, years, scale) for name, readings in drawn)
    broken = press.text("figure_broken") if any(p.apart for one in series for p in one.points) else ""
    table = by_year(press, drawn, title, list(reversed(years)), drawn=True)
    told = next((r for r in every if r.definition.rate == "annual_mean"), every[-1])
    apart = {*said, *({"reporter", "partner"} if len(lines) > 1 else ())}
    return Figure(
        chart=plots.Line(series=series, unit=unit, digits=0),
        title=Statement((Plain(title),), press.sources(every)),
        subtitle=_subtitle(press, told, title, apart),
        source_line=press.producers(every),
        alt=_alt(press, title, drawn, scale),
        table=table,
        note=" ".join(filter(None, (note, press.hollow_note(r for r in every if is_hollow(r)), broken))),
    )


def bars_figure(press: Press, readings: Sequence[Reading], title: str, most: int) -> Figure:
    """Readings of one measure and period by product, the largest first, as bars with the numbers as a table.

    Args:
        press: prints the cells.
        readings: in one unit.
        title: what is shown.
        most: bars at the most; the table has all.
    """
    lang = press.lang
    # one product may dwarf the others: the figures of those in the middle are to be told apart
    scale, unit = scale_of([readings[min(len(readings), most) // 2]], lang)
    names = [words.capital(words.code(r.definition.product, lang), lang) for r in readings]
    cells = [press.cell(r, scale) for r in readings]
    bars = tuple(
        plots.Bar(name, r.value / scale, cell.text if cell else "", front=True, hollow=bool(press.flag(r)))
        for name, cell, r in zip(names, cells, readings[:most], strict=False)
    )
    return Figure(
        chart=plots.Bars(bars, unit),
        title=Statement((Plain(title),), press.sources(readings)),
        subtitle=_subtitle(press, readings[0], title, {"product"}),
        source_line=press.producers(readings),
        alt=press.text("alt_line", title=title, series="; ".join(f"{bar.label} {bar.text}" for bar in bars)),
        table=DataTable(
            columns=(Column(press.text("table_product")), Column(unit, numeric=True)),
            rows=tuple((Plain(name), cell) for name, cell in zip(names, cells, strict=True)),
            caption=title,
            sources=press.sources(readings),
            note=press.flags_note(readings, again=True),
        ),
        note=press.hollow_note(readings[:most]),
    )


def _subtitle(press: Press, reading: Reading, title: str, apart: Collection[str]) -> str:
    """What the numbers of a picture count beside its title and the unit on its axis; see `_counted`."""
    if reading.definition.rate == "annual_mean":
        return press.text("figure_converted")
    return words.capital(_counted(reading, press.lang, title, apart), press.lang)


def _counted(reading: Reading, lang: str, title: str, apart: Collection[str]) -> str:
    """What a picture counts: the definition of a number in it.

    Args:
        reading: one of its numbers.
        lang: language to write in.
        title: its title; what stands there is not said again, nor are period and publication.
        apart: slots that set its lines or bars apart.
    """
    left_out = {"period", "currency", "vintage", "missing", "status", "denominator", *apart}
    named = words.measure(reading.definition.measure, lang, reading.definition.variant)
    if title.casefold().startswith(named.casefold()):
        # the sides stand behind the measure; who counts for them stands below the picture
        left_out |= {"measure", "reporter", "partner"}
    left_out |= {"product"} if title.startswith(row_name(reading, lang)) else set()
    return ", ".join(text for slot, text in narrate.slots(reading, lang) if slot not in left_out)


def is_hollow(reading: Reading) -> bool:
    """Whether the point of a line is drawn hollow: second-hand, or a partial sum."""
    return flags.key(reading) in flags.HOLLOW


def _line(name: str, readings: Sequence[Reading], years: range, scale: float) -> plots.Series:
    held = {int(r.definition.period): r for r in readings}
    before = {int(r.definition.period): last for last, r in pairwise(readings)}
    points = tuple(
        plots.Point(year, r.value / scale, is_hollow(r), apart=year in before and r.missing != before[year].missing)
        if (r := held.get(year))
        else plots.Point(year, None)
        for year in years
    )
    return plots.Series(name, points)


def _alt(press: Press, title: str, lines: Sequence[tuple[str, Sequence[Reading]]], scale: float) -> str:
    parts = []
    for name, readings in lines:
        high = max(readings, key=lambda r: r.value)
        ends = {"first": readings[0], "last": readings[-1], "high": high}
        slots = {
            key: numbers.format_number(
                r.value / scale, press.lang, cell_digits(r.definition.unit, r.value / scale, scale)
            )
            for key, r in ends.items()
        }
        slots |= {f"{key}_year": r.definition.period for key, r in ends.items()}
        parts.append(press.text("alt_series", label=name, **slots))
    return press.text("alt_line", title=title, series="; ".join(parts))
