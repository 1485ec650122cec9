"""A document as plain text for a terminal: sentences wrapped, tables in columns, sources numbered at the end."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence

from hali.languages.marks import EN_DASH
from hali.publish.blocks import Block, Box, Cell, DataTable, Figure, KeyNumbers, Note, Paragraph, Quantity, Statement
from hali.publish.document import Document

WIDTH = 110
"""Columns sentences are wrapped at; a table is as wide as it is."""

NOTHING = EN_DASH
"""In place of a missing number."""


def write(document: Document) -> bytes:
    """`document` as UTF-8 text."""
    lines = [document.title, *([document.subtitle] if document.subtitle else []), ""]
    lines += _blocks(document.lead)
    for section in document.filled:
        lines += [section.title, "-" * _width(section.title), *_blocks(section.blocks)]
        if section.gap:
            lines += [*_wrapped(section.gap.text), ""]
    for statement in document.methods:
        lines += _wrapped(_told(statement))
    lines += ["", document.labels["sources"]]
    for number, origin in enumerate(document.origins, 1):
        lines += textwrap.wrap(f"[{number}] {origin.citation}", WIDTH, subsequent_indent="    ")
    lines += ["", f"{document.labels['record']} {document.record}, {document.version}"]
    return ("\n".join(lines) + "\n").encode()


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield from _block(block)
        yield ""


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(statements) | Note(statements):
            for statement in statements:
                yield from _wrapped(_told(statement))
        case DataTable():
            yield from _table(block)
        case Figure():
            yield from _table(block.table)
        case KeyNumbers(items):
            for item in items:
                yield f"{item.label}: {item.number.text}"
        case Box():
            yield block.title
            yield from _blocks(block.blocks)


def _told(statement: Statement) -> str:
    return statement.text + statement.mark


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH)


def _table(table: DataTable) -> Iterator[str]:
    """Heads over columns of equal width; numbers stand right."""
    heads = [textwrap.wrap(column.title, 16) or [""] for column in table.columns]
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    widths = [max(map(_width, [*head, *(row[n] for row in rows)])) for n, head in enumerate(heads)]
    yield f"{table.caption} ({table.unit})" if table.unit else table.caption
    tall = max(map(len, heads))
    for level in range(tall):
        # heads of fewer lines stand at the bottom, next to their numbers
        yield _line([([""] * (tall - len(head)) + head)[level] for head in heads], widths, table)
    for row in rows:
        yield _line(row, widths, table)
    if table.note:
        yield from _wrapped(table.note)


def _cell(cell: Cell) -> str:
    if cell is None:
        return NOTHING
    return f"{cell.text} {cell.flag}".rstrip() if isinstance(cell, Quantity) else cell.text


def _line(texts: Sequence[str], widths: Sequence[int], table: DataTable) -> str:
    parts = []
    for text, width, column in zip(texts, widths, table.columns, strict=True):
        pad = " " * (width - _width(text))
        parts.append(pad + text if column.numeric else text + pad)
    return "  ".join(parts).rstrip()


def _width(text: str) -> int:
    """Columns a text takes: marks that stand above a letter take none."""
    return sum(not unicodedata.combining(letter) for letter in text)
