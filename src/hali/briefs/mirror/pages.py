"""Both counts of each flow between two partners as a document: tables, figures, what a gap may contain."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from hali.briefs import tables
from hali.briefs.compose import day_of
from hali.briefs.mirror import reasons
from hali.briefs.mirror.counts import Direction, Report, Row, View
from hali.briefs.mirror.teller import Teller, readings_of
from hali.languages import numbers
from hali.languages.marks import ARROW, ARROWHEAD, EN_DASH
from hali.methods.mirror import BOTH
from hali.narrate import words
from hali.publish import plots
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
    Quantity,
    Section,
    Statement,
    plain,
)
from hali.version import VERSION

DRAWN = 12
"""Members or products drawn at the most; the table has all."""


def compose(view: View, lang: str) -> Document:
    """The document of a view.

    Args:
        view: both directions of a pair.
        lang: language of the words.
    """
    teller = Teller(view, lang)
    press = teller.press
    sections = [_section(teller, direction) for direction in view.directions]
    told = reasons.statements(teller)
    if told:
        sections.append(Section("reasons", "trade", teller.said("reasons"), blocks=(Paragraph(tuple(told)),)))
    names = [words.form(side, lang, "plain") for side in view.pair]
    day = day_of(view.record)
    return Document(
        kind="mirror",
        title=teller.said("title", a=names[0], b=names[1], kind=teller.kind()),
        subtitle=teller.said("subtitle"),
        language=lang,
        pair=view.pair,
        as_of=day,
        as_of_text=numbers.format_date(day, lang),
        record=view.record.id,
        version=press.text("version", version=VERSION),
        sections=tuple(sections),
        readings=press.cards(),
        origins=press.origins(),
        labels=words.table(lang, "labels"),
        methods=_methods(teller),
        disclaimer=tuple(str(text) for text in words.table(lang, "disclaimer").values()),
    )


def _methods(teller: Teller) -> tuple[Statement, ...]:
    """Assumptions: the margin, the weights, what the gap is not."""
    view = teller.view
    if not any(_computed(view, direction) for direction in view.directions):
        return ()
    told = [plain(teller.said("note_unrecorded"))]
    if view.kind == "goods":
        told.append(plain(_margin(teller)))
    if view.scores:
        cells = numbers.format_number(view.scores.cells, teller.lang, 0)
        told.append(plain(teller.said("note_weights", cells=cells)))
    return tuple(told)


def _margin(teller: Teller) -> str:
    """What margin is taken, and why."""
    view = teller.view
    if view.margin_model != "regression":
        return teller.said("note_margin", margin=teller.percent(view.margin))
    cells = numbers.format_number(view.margin_cells, teller.lang, 0)
    return teller.press.text("mirror_regression", margin=teller.percent(view.margin), cells=cells)


def section_id(direction: Direction) -> str:
    """Id of the section of a direction."""
    return f"way-{direction.exporter}-{direction.importer}".lower()


def _section(teller: Teller, direction: Direction) -> Section:
    """One direction: who counts what, drawn and as a table."""
    blocks: list[Block] = [Paragraph(tuple(_lead(teller, direction)))]
    if direction.rows:
        table = _table(teller, direction)
        drawn = _figure(teller, direction, table)
        blocks.append(drawn or table)
    notes = [plain(note) for note in _notes(teller, direction)]
    blocks += [Note(tuple(notes))] if notes else []
    return Section(section_id(direction), "trade", teller.way(direction), blocks=tuple(blocks))


def _lead(teller: Teller, direction: Direction) -> list[Statement]:
    """The newest year of two counts in a sentence, or which count the record lacks."""
    rows = [(n, row) for n, row in enumerate(direction.rows) if direction.gaps.state[n] == BOTH]
    told = []
    sides = (("x", direction.exporter), ("m", direction.importer))
    absent = [teller.name(area) for side, area in sides if not _counts(direction, side)]
    if absent:
        told.append(plain(teller.said("missing", area=numbers.join_list(absent, teller.lang))))
    if not rows:
        return told or [plain(teller.said("none_both"))]
    if teller.view.by != "year":
        return [*told, *_cancelling(teller, direction, rows)]
    n, row = rows[-1]
    x, m = (teller.with_unit(_amount(teller, report)) for report in (row.x, row.m) if report)
    gap = float(direction.gaps.missing[n])
    slots = {"year": row.period, "exporter": teller.name(row.exporter), "importer": teller.name(row.importer)}
    number = teller.amount("unrecorded", readings_of(row), abs(gap))
    margin = teller.percent(float(direction.gaps.margin[n]))
    key = "lead_less" if gap >= 0 else "lead_more"
    return [*told, teller.statement(key, readings_of(row), x=x, m=m, gap=number, margin=margin, **slots)]


def _cancelling(teller: Teller, direction: Direction, rows: Sequence[tuple[int, Row]]) -> list[Statement]:
    """What gaps of several rows add up to, and how much of it cancels."""
    if len(rows) < 2:
        return []
    missing = [float(direction.gaps.missing[n]) for n, _ in rows]
    readings = [one for _, row in rows for one in readings_of(row)]
    parts = {
        "plus": math.fsum(gap for gap in missing if gap > 0),
        "minus": -math.fsum(gap for gap in missing if gap < 0),
        "net": math.fsum(missing),
    }
    slots = {name: teller.amount("unrecorded", readings, value, name) for name, value in parts.items()}
    return [teller.statement("cancel", readings, **slots)]


def _amount(teller: Teller, report: Report, *, published: bool = False) -> Quantity:
    """A count as a number in the scale of its column."""
    reading = report.published if published else report.reading
    scale = tables.scaled(abs(reading.value), reading.definition.unit, teller.lang)[0] if published else teller.scale
    cell = teller.press.cell(reading, scale, teller.digits(scale))
    assert isinstance(cell, Quantity)
    return cell


def _table(teller: Teller, direction: Direction) -> DataTable:
    """A row a year, member or product; a column a count, the gap, the weight, the reconciled value."""
    press, view = teller.press, teller.view
    codes = {"x": direction.exporter, "m": direction.importer}
    if view.by == "member":
        # one side of every row is the same country; the other is a member
        codes = {
            side: code if len({getattr(row, area) for row in direction.rows}) == 1 else ""
            for side, code, area in (("x", direction.exporter, "exporter"), ("m", direction.importer, "importer"))
        }
    heads = {
        side: teller.count_of(code) if code else teller.said("member_count")
        for side, code in codes.items()
        if _counts(direction, side)  # the sentence above says which count is missing
    }
    converted = {
        side: any(_report(row, side) and _is_converted(_report(row, side)) for row in direction.rows) for side in heads
    }
    columns = [Column(press.text({"year": "table_year", "product": "table_product", "member": "table_area"}[view.by]))]
    for side, head in heads.items():
        columns.append(Column(head, numeric=True))
        if converted[side]:
            columns.append(Column(teller.said("published"), numeric=True))
    computed = _computed(view, direction)
    columns += [Column(teller.said(key), numeric=True) for key in computed]
    compiled = [row.compiled for row in direction.rows if row.compiled]
    if compiled:
        columns.append(Column(teller.said("compiled"), numeric=True))
    rows = [_cells(teller, direction, n, converted, bool(compiled)) for n in range(len(direction.rows))]
    if view.by == "year":
        rows.reverse()
    shown = [one for row in direction.rows for one in readings_of(row)] + compiled
    years = f" {EN_DASH} ".join(dict.fromkeys((direction.rows[0].period, direction.rows[-1].period)))
    caption = f"{teller.way(direction)}, {years}"
    return DataTable(tuple(columns), tuple(rows), caption, teller.unit, press.sources(shown), press.flags_note(shown))


def _computed(view: View, direction: Direction) -> tuple[str, ...]:
    """Columns computed from two counts; none where no row has two."""
    if BOTH not in direction.gaps.state:
        return ()
    return ("ratio", "unrecorded", "weight", "value") if view.scores else ("ratio", "unrecorded")


def _counts(direction: Direction, side: str) -> bool:
    """Whether a side counts any of the rows."""
    return any(_report(row, side) for row in direction.rows)


def _report(row: Row, side: str) -> Report | None:
    return row.x if side == "x" else row.m


def _is_converted(report: Report | None) -> bool:
    return report is not None and report.published.definition.unit != report.reading.definition.unit


def _cells(
    teller: Teller, direction: Direction, n: int, converted: dict[str, bool], compiled: bool
) -> tuple[Cell, ...]:
    """One row of the table."""
    row, press = direction.rows[n], teller.press
    digits = teller.digits(teller.scale)
    cells: list[Cell] = [Plain(_head(teller, direction, row))]
    for side, more in converted.items():
        report = _report(row, side)
        cells.append(_amount(teller, report) if report else None)
        if more:
            cells.append(_as_published(teller, report))
    told: list[Cell] = [None, None, None, None]
    if direction.gaps.state[n] == BOTH and row.x and row.m:
        gap, weight = float(direction.gaps.missing[n]), 100 * float(direction.reconciled.weight_x[n])
        value = float(direction.reconciled.value[n])
        told = [
            teller.made("ratio", row, row.m.reading.value / row.x.reading.value, "RATIO", 1.0, 2),
            teller.made("unrecorded", row, gap, "", teller.scale, digits),
            teller.made("weight", row, weight, "PCT", 1.0, 0),
            teller.made("value", row, value, "", teller.scale, digits),
        ]
    cells += told[: len(_computed(teller.view, direction))]
    if compiled:
        cells.append(press.cell(row.compiled, teller.scale, digits) if row.compiled else None)
    return tuple(cells)


def _as_published(teller: Teller, report: Report | None) -> Cell:
    """A converted count in the publisher's currency, with its unit."""
    if report is None or not _is_converted(report):
        return None
    number = _amount(teller, report, published=True)
    unit = tables.scaled(abs(report.published.value), report.published.definition.unit, teller.lang)[1]
    return replace(number, text=f"{number.text} {unit}")


def _head(teller: Teller, direction: Direction, row: Row) -> str:
    match teller.view.by:
        case "year":
            return row.period
        case "product":
            return words.capital(words.code(row.product, teller.lang), teller.lang)
        case _:
            member = row.exporter if row.importer == direction.importer else row.importer
            return teller.name(member)


def _figure(teller: Teller, direction: Direction, table: DataTable) -> Figure | None:
    """Both counts over the years as lines, or of members and products as pairs; none where there is little to draw."""
    shown = [one for row in direction.rows for one in readings_of(row)]
    chart = _lines(teller, direction) if teller.view.by == "year" else _pairs(teller, direction)
    if chart is None:
        return None
    press = teller.press
    heads = " / ".join(teller.count_of(code) for code in (direction.exporter, direction.importer))
    return Figure(
        chart=chart,
        # the font of pictures has no arrow
        title=Statement((Plain(teller.way(direction).replace(ARROW, ARROWHEAD)),), press.sources(shown)),
        subtitle=f"{teller.unit}; {heads}",
        source_line=press.producers(shown),
        alt=f"{table.caption}: {heads}.",
        table=table,
    )


def _lines(teller: Teller, direction: Direction) -> plots.Line | None:
    years = [int(row.period) for row in direction.rows]
    if len(set(years)) < 2:
        return None
    series = []
    for side, code in (("x", direction.exporter), ("m", direction.importer)):
        held = {int(row.period): report for row in direction.rows if (report := _report(row, side))}
        points = tuple(
            plots.Point(year, held[year].reading.value / teller.scale, bool(held[year].reading.missing))
            if year in held
            else plots.Point(year, None)
            for year in range(min(years), max(years) + 1)
        )
        series += [plots.Series(teller.count_of(code), points)] if held else []
    return plots.Line(tuple(series), teller.unit) if series else None


def _pairs(teller: Teller, direction: Direction) -> plots.Dumbbell | None:
    rows = [row for row in direction.rows if row.x or row.m][:DRAWN]
    if len(rows) < 2:
        return None

    def told(row: Row) -> plots.Pair:
        reports = [row.x, row.m]
        values = [report.reading.value / teller.scale if report else None for report in reports]
        # most stand near zero, where numbers would lie over names: the table has them
        return plots.Pair(_head(teller, direction, row), (values[0], values[1]), ("", ""))

    sides = (teller.said("exporter"), teller.said("importer"))
    return plots.Dumbbell(tuple(told(row) for row in rows), sides, teller.unit)


def _notes(teller: Teller, direction: Direction) -> list[str]:
    """What holds for some of the rows only."""
    told = []
    both = [n for n, row in enumerate(direction.rows) if row.x and row.m]
    if teller.view.margin and any(direction.gaps.margin[n] == 0 for n in both):
        told.append(teller.said("note_customs", area=teller.name(direction.importer)))
    if direction.unscored:
        listed = numbers.join_list([teller.name(code) for code in direction.unscored], teller.lang)
        told.append(teller.said("note_unscored", areas=listed))
    return told
