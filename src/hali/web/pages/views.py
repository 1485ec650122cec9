"""Parts of a composed document as pages show them. Nothing is computed here, only chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from hali.codelists import areas
from hali.errors import NotInRecord
from hali.languages.marks import EN_DASH
from hali.publish.blocks import block_statements, flat, printed
from hali.publish.document import (
    Block,
    Box,
    DataTable,
    Document,
    Figure,
    KeyNumbers,
    Paragraph,
    Quantity,
    Section,
    Statement,
)
from hali.publish.plots import Line, Spark
from hali.web.frame import reference

UNSAID = frozenset({"NR", "RANK"})
"""Units a number has in a table and not in a sentence."""

LEAST = 4
"""Points below which a course is no picture."""

HIGHLIGHTS = 4
"""Statements at the head of a section at the most."""

OVERVIEW = "overview"
"""Id of the section page that shows the first page of the brief."""


DRAWN_FIRST = "trade"
"""Section whose figure stands on the first page of the brief; its own page shows it too."""


@dataclass(frozen=True, slots=True)
class Card:
    """One section on the page of its pair.

    Attributes:
        section: the section.
        heading: it only heads the sections after it.
        number: text of its first number.
        statement: the statement that says it, else its first one.
        row: where no statement is, what the number counts.
        spark: the course of its figure's first line.
        series: how many series its numbers belong to.
        latest: year of the newest.
    """

    section: Section
    heading: bool
    number: str
    statement: Statement | None
    row: str
    spark: Spark | None
    series: int
    latest: str


def cards(document: Document) -> tuple[Card, ...]:
    """The sections of a document in their order."""
    return tuple(_card(document, section) for section in document.sections if section.id != "changes")


def _card(document: Document, section: Section) -> Card:
    said = list(block_statements(section.blocks))
    telling = _newest(document, said) or (said[0] if said else None)
    held = [document.readings[id_] for id_ in readings(section.blocks)]
    keys = ("measure", "variant", "product", "flow", "reporter", "partner")
    periods = [one.get("period", "")[:4] for one in held]
    number, row = ("", "") if telling else _first_row(document, section.blocks)
    if telling is not None and telling.quantities:
        number = telling.quantities[0].text
    return Card(
        section=section,
        heading=not section.blocks and section.gap is None,
        number=number,
        statement=telling,
        row=row,
        spark=next((spark for one in flat(section.blocks) if (spark := _spark(one)) is not None), None),
        series=len({tuple(one.get(key, "") for key in keys) for one in held if "measure" in one}),
        latest=max((year for year in periods if year.isdigit() and year <= document.as_of[:4]), default=""),
    )


def _newest(document: Document, said: Iterable[Statement]) -> Statement | None:
    """The first statement with a number of the newest year; None where no statement has a number."""

    def year(one: Statement) -> str:
        return max(document.readings[run.reading].get("period", "")[:4] for run in one.quantities)

    return max((one for one in said if one.quantities), key=year, default=None)


def _first_row(document: Document, blocks: tuple[Block, ...]) -> tuple[str, str]:
    """The first number of a section's tables with its unit, and the words of its row; empty where there is none."""
    for table in (block for block in flat(blocks) if isinstance(block, DataTable)):
        for row in table.rows:
            place = next((n for n, cell in enumerate(row) if isinstance(cell, Quantity)), None)
            if place is not None:
                said = [cell.text for cell in row[:place] if cell is not None and cell.text != EN_DASH]
                unit = [cell.text for cell in row[place + 1 :] if cell is not None][:1]
                shown = row[place]
                assert isinstance(shown, Quantity)
                counted = document.readings[shown.reading]["unit"] in UNSAID
                return " ".join([shown.text, *([] if counted else unit)]), ", ".join(said)
    return "", ""


def _spark(block: Block) -> Spark | None:
    if not isinstance(block, Figure) or not isinstance(block.chart, Line):
        return None
    points = tuple(point for point in block.chart.series[0].points if point.y is not None)
    return Spark(points) if len(points) >= LEAST else None


def readings(blocks: Iterable[Block]) -> list[str]:
    """Ids of all readings printed in blocks, in the order of their first mention."""
    runs = (run for block in flat(tuple(blocks)) for runs, _ in printed(block) for run in runs)
    return list(dict.fromkeys(run.reading for run in runs if isinstance(run, Quantity)))


def key_numbers(document: Document) -> KeyNumbers | None:
    """The strip of the first page."""
    return next((block for block in document.lead if isinstance(block, KeyNumbers)), None)


def headlines(document: Document) -> tuple[Statement, ...]:
    """The key statements of the first page."""
    return tuple(one for block in document.lead if isinstance(block, Paragraph) for one in block.statements)


def figure(blocks: Iterable[Block]) -> Figure | None:
    """The first figure of some blocks."""
    return next((block for block in flat(tuple(blocks)) if isinstance(block, Figure)), None)


def section(document: Document, id_: str) -> Section | None:
    """A section of a document; `overview` is its first page."""
    if id_ == OVERVIEW:
        return Section(OVERVIEW, "", document.labels["key_numbers"], blocks=document.lead)
    found = next((one for one in document.sections if one.id == id_), None)
    if found is None or not (found.blocks or found.gap):
        return None
    drawn = figure(document.lead) if id_ == DRAWN_FIRST else None
    return replace(found, blocks=(*found.blocks[:1], drawn, *found.blocks[1:])) if drawn is not None else found


def required(document: Document, id_: str) -> Section:
    """A section of a document.

    Raises:
        NotInRecord: it has no such section; the message names those it has.
    """
    found = section(document, id_)
    if found is None:
        there = [OVERVIEW, *(one.section.id for one in cards(document) if not one.heading)]
        raise NotInRecord(f"{document.title}: no section {id_!r}; there are {', '.join(there)}")
    return found


def excerpt(document: Document, part: Section) -> Document:
    """A document of one section, for the writers of files; its sources keep their numbers."""
    kept = set(readings(part.blocks))
    return replace(
        document,
        title=f"{part.title}: {document.title}",
        lead=(),
        sections=(replace(part, level=1),),
        readings={id_: card for id_, card in document.readings.items() if id_ in kept},
        changes=None,
    )


def cited(document: Document, part: Section) -> list[int]:
    """Numbers of the sources a section cites."""
    numbers = {n for block in flat(part.blocks) for _, sources in printed(block) for n in sources}
    numbers |= {n for id_ in readings(part.blocks) for n in document.readings[id_]["sources"]}
    tables = (block for block in flat(part.blocks) if isinstance(block, DataTable))
    numbers |= {reference(cell.text) for table in tables for row in table.rows for cell in row if cell is not None}
    return sorted(numbers - {0})


def by_count(document: Document, part: Section, side: str) -> Section:
    """A section with the counts of one side alone.

    Args:
        document: the document, for the reporter of each number.
        part: the section.
        side: concept or dated code whose statistics stay.
    """
    return replace(part, blocks=tuple(kept for block in part.blocks if (kept := _counted(document, block, side))))


def _counted(document: Document, block: Block, side: str) -> Block | None:
    def own(run: object) -> bool:
        reporter = document.readings[run.reading].get("reporter", "") if isinstance(run, Quantity) else ""
        return not reporter or _concept(reporter) == _concept(side)

    if isinstance(block, Paragraph):
        said = tuple(one for one in block.statements if all(own(run) for run in one.quantities))
        return Paragraph(said) if said else None
    if isinstance(block, Box):
        if block.kind == "joint":  # what both counts make of one figure
            return None
        inside = tuple(kept for one in block.blocks if (kept := _counted(document, one, side)))
        return replace(block, blocks=inside) if inside else None
    if isinstance(block, DataTable):
        table = _counted_table(block, own)
        return table if table.rows else None
    if isinstance(block, Figure) and isinstance(block.chart, Line):
        return _lines(block, own)
    return block


def _counted_table(table: DataTable, own: Callable[[object], bool]) -> DataTable:
    """A table without the columns of the other side; where a column mixes sides, without its rows."""
    kept = [n for n in range(len(table.columns)) if all(own(row[n]) for row in table.rows)]
    if sum(table.columns[n].numeric for n in kept):
        rows = [tuple(row[n] for n in kept) for row in table.rows]
        told = tuple(row for row in rows if any(isinstance(cell, Quantity) for cell in row))
        return replace(table, columns=tuple(table.columns[n] for n in kept), rows=told or tuple(rows))
    return replace(table, rows=tuple(row for row in table.rows if all(own(cell) for cell in row)))


def _concept(code: str) -> str:
    return areas.concept(code) if areas.known(code) else code


def _lines(figure: Figure, own: Callable[[object], bool]) -> Figure | None:
    """A line chart with the lines whose numbers, in the table of the figure, are of one side."""
    table = _counted_table(figure.table, own)
    kept = [n - 1 for n in range(1, len(figure.table.columns)) if figure.table.columns[n] in table.columns]
    assert isinstance(figure.chart, Line)
    if not kept or len(kept) == len(figure.chart.series):
        return figure if kept else None
    lines = [figure.chart.series[n] for n in kept]
    drawn = [point.x for line in lines for point in line.points if point.y is not None]
    trimmed = tuple(
        replace(line, points=tuple(point for point in line.points if min(drawn) <= point.x <= max(drawn)))
        for line in lines
    )
    gone = [one.label for n, one in enumerate(figure.chart.series) if n not in kept]
    said = [part for part in figure.alt.split("; ") if not any(part.startswith(label) for label in gone)]
    alt = "; ".join(said).rstrip(".") + "."
    return replace(figure, chart=replace(figure.chart, series=trimmed), table=table, alt=alt)


def years(given: Mapping[str, str], told: Mapping[str, str]) -> tuple[str, str, list[str]]:
    """First and last year an address asks for, "" where it leaves them open, and notices of what is no year.

    Args:
        given: parameters of the address.
        told: words of the pages.
    """
    found = {name: given.get(name, "") for name in ("from", "to")}
    wrong = [text for text in found.values() if text and not (text.isdigit() and len(text) == 4)]
    notices = [told["no_year"].format(text=text[:40]) for text in wrong]
    first, last = ("" if text in wrong else text for text in found.values())
    return first, last, notices


def between(document: Document, part: Section, first: str, last: str) -> Section:
    """A section with the years from `first` to `last` alone in its line charts and in tables by period."""
    if not first and not last:
        return part

    def inside(year: str) -> bool:
        return (not first or year >= first) and (not last or year <= last)

    def cut(block: Block) -> Block | None:
        if isinstance(block, Figure) and isinstance(block.chart, Line):
            lines = tuple(
                replace(line, points=tuple(point for point in line.points if inside(f"{point.x:.0f}")))
                for line in block.chart.series
            )
            drawn = [point.x for line in lines for point in line.points if point.y is not None]
            if not drawn:
                return None
            names = ", ".join(line.label for line in lines)
            alt = f"{block.title.text}, {min(drawn):.0f}{EN_DASH}{max(drawn):.0f}: {names}."
            return replace(block, chart=replace(block.chart, series=lines), table=rows(block.table), alt=alt)
        return rows(block) if isinstance(block, DataTable) and part.id in {"values", "vintages"} else block

    def rows(table: DataTable) -> DataTable:
        kept = []
        for row in table.rows:
            periods = [document.readings[cell.reading].get("period", "") for cell in row if isinstance(cell, Quantity)]
            if all(inside(period[:4]) for period in periods):
                kept.append(row)
        return replace(table, rows=tuple(kept))

    return replace(part, blocks=tuple(kept for block in part.blocks if (kept := cut(block)) is not None))
