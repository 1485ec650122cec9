"""The blocks of a document: statements made of runs, tables, figures, boxes.

A digit stands either in a `Quantity` (our number, tied to a reading) or in a `Quoted` run (somebody else's); `Plain`
text holds no numbers but years, dates, section numbers and names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from hali.errors import RecordError
from hali.languages.marks import EN_DASH
from hali.publish.plots import Chart

NO_BREAK_SPACE = "\u00a0"

MANY = 12
"""Sources and ranges a mark lists at the most; of more it names the first three and the last."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Text without numbers of its own."""

    text: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """One of our numbers as printed.

    Attributes:
        text: the number as printed, with scale and unit.
        reading: id of the reading it is.
        value: the unrounded number, in `unit`.
        unit: unit code of the reading.
        scale: what the printed figure was divided by (1e9 for billions).
        digits: decimals printed.
        flag: short mark printed after the number in tables only ("b" for a break).
    """

    text: str
    reading: str
    value: float
    unit: str
    scale: float = 1.0
    digits: int = 0
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Somebody else's words or number; `claim` is the id of the claim it was found as, or empty."""

    text: str
    said_by: str
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Foreign:
    """Text in another language than the document's."""

    text: str
    lang: str


Run = Plain | Quantity | Quoted | Foreign


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence, its numbers and its sources.

    Attributes:
        runs: the pieces of the sentence, in order.
        sources: numbers of entries in `Document.origins`, counted from 1, as printed in the mark.
    """

    runs: tuple[Run, ...]
    sources: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The sentence as every writer prints it, without its mark."""
        return "".join(run.text for run in self.runs)

    @property
    def mark(self) -> str:
        """The source mark ` [2, 5]`, led by a no-break space; empty without sources."""
        return source_mark(self.sources)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """Our numbers in the sentence, in order."""
        return tuple(run for run in self.runs if isinstance(run, Quantity))


def source_mark(sources: tuple[int, ...]) -> str:
    r"""Text of a source mark, to stand after a full stop and never right behind a digit.

    >>> source_mark((2, 5))
    '\xa0[2, 5]'
    >>> source_mark((1, 2, 4, 5, 6))
    '\xa0[1, 2, 4–6]'
    """
    parts = numbered(sources).split(", ")
    listed = ", ".join(parts) if len(parts) <= MANY else f"{', '.join(parts[:3])} … {parts[-1]}"
    return f"{NO_BREAK_SPACE}[{listed}]" if sources else ""


def numbered(sources: Sequence[int]) -> str:
    """Numbers of sources, ascending, three and more in a row as a range: "1, 2, 4–6"."""
    rows = [
        [number for _, number in row]
        for _, row in groupby(enumerate(sorted(sources)), key=lambda placed: placed[1] - placed[0])
    ]
    return ", ".join(f"{row[0]}{EN_DASH}{row[-1]}" if len(row) > 2 else ", ".join(map(str, row)) for row in rows)


def plain(text: str, *sources: int) -> Statement:
    """A statement without numbers of its own."""
    return Statement((Plain(text),), sources)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Statements that follow one another."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """One number of the strip at the head of a page.

    Attributes:
        label: what is counted, definition included.
        number: the number.
        change: sentences on its change, may be empty.
        sources: as in `Statement`.
        spark: its course, if there is one.
    """

    label: str
    number: Quantity
    change: tuple[Statement, ...] = ()
    sources: tuple[int, ...] = ()
    spark: Chart | None = None


@dataclass(frozen=True, slots=True)
class KeyNumbers:
    """Up to four numbers side by side."""

    items: tuple[KeyNumber, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Head of a table's column; numbers stand right."""

    title: str
    numeric: bool = False


Cell = Run | None
"""A table cell; None where there is no number."""


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table whose first column heads its rows.

    Attributes:
        columns: heads.
        rows: cells, as many in each row as there are columns.
        caption: what is listed.
        unit: unit and scale of the numbers, in words.
        sources: as in `Statement`.
        note: what the flags mean; may be empty.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str
    unit: str = ""
    sources: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart and all that must stand around it.

    Attributes:
        chart: what is drawn.
        title: the finding, as a sentence.
        subtitle: unit, scale and definition.
        source_line: producers and vintages.
        alt: one sentence for who cannot see it: first, last and extreme values.
        table: the numbers drawn.
        note: breaks and flags; may be empty.
    """

    chart: Chart
    title: Statement
    subtitle: str
    source_line: str
    alt: str
    table: DataTable
    note: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader should know about the data above: breaks, flags, definitions."""

    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A titled frame around other blocks."""

    kind: Literal["note", "joint", "coverage", "next"]
    title: str
    blocks: tuple[Block, ...]


Block = Paragraph | KeyNumbers | Figure | DataTable | Note | Box


def block_statements(blocks: tuple[Block, ...]) -> Iterator[Statement]:
    """Statements of paragraphs and notes, boxes opened."""
    for block in flat(blocks):
        if isinstance(block, Paragraph | Note):
            yield from block.statements


def flat(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Blocks in order, boxes replaced by what they hold."""
    for block in blocks:
        if isinstance(block, Box):
            yield from flat(block.blocks)
        else:
            yield block


def printed(block: Block) -> Iterator[tuple[tuple[Run, ...], tuple[int, ...]]]:
    """Runs printed by one block, with the sources cited for them."""
    match block:
        case Paragraph(statements) | Note(statements):
            yield from ((statement.runs, statement.sources) for statement in statements)
        case KeyNumbers(items):
            for item in items:
                yield (Plain(item.label), item.number), item.sources
                yield from ((statement.runs, statement.sources) for statement in item.change)
        case DataTable(columns=columns, rows=rows, sources=sources, caption=caption):
            yield (Plain(caption),), sources
            for row in rows:
                if len(row) != len(columns):
                    raise RecordError(f"a row of the table {caption!r} has {len(row)} cells, not {len(columns)}")
                yield tuple(cell for cell in row if cell is not None), ()
        case Figure(title=title, table=table):
            yield title.runs, title.sources
            yield from printed(table)
        case Box():  # opened before
            return
