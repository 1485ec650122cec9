"""A document as CommonMark with pipe tables.

Source marks are escaped, so that no reader takes them for links. Figures are their tables; with a folder of pictures
beside the file (`pictures`) they are shown as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hali.publish import charts
from hali.publish.blocks import (
    Block,
    Box,
    DataTable,
    Figure,
    KeyNumbers,
    Note,
    Paragraph,
    Statement,
    source_mark,
)
from hali.publish.document import Document, Labels
from hali.publish.lines import SourceEntry, cell_text, facts, gap_line, host, imprint, retrieval, source_groups

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&#])")
_LIST_LIKE = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=])")


def write(document: Document, folder: str = "") -> bytes:
    """The document as Markdown, UTF-8.

    Args:
        document: what to write.
        folder: where the files of `pictures` lie, as seen from this file; empty leaves the pictures out.
    """
    lines = [*_head(document), *_body(document, folder), *_back(document)]
    return ("\n\n".join(lines) + "\n").encode()


def pictures(document: Document) -> dict[str, bytes]:
    """File name -> SVG of every figure that can be drawn here, for the folder given to `write`."""
    return {
        f"{key}.svg": charts.picture(figure.chart, document.language, figure.alt, key).encode()
        for key, figure in _figures(document)
        if charts.drawable(figure.chart)
    }


def _figures(document: Document) -> Iterator[tuple[str, Figure]]:
    for name, blocks in (("lead", document.lead), *((section.id, section.blocks) for section in document.sections)):
        yield from _within(blocks, name)


def _within(blocks: tuple[Block, ...], prefix: str) -> Iterator[tuple[str, Figure]]:
    for place, block in enumerate(blocks, 1):
        if isinstance(block, Figure):
            yield f"{prefix}-{place}", block
        elif isinstance(block, Box):
            yield from _within(block.blocks, f"{prefix}-{place}")


def _head(document: Document) -> Iterator[str]:
    yield f"# {escaped(document.title)}"
    if document.subtitle:
        yield escaped(document.subtitle)
    yield "\\\n".join(f"{escaped(name)}: {escaped(text)}" for name, text in facts(document))


def _body(document: Document, folder: str) -> Iterator[str]:
    yield from _blocks(document.lead, "lead", document.labels, folder)
    for section in document.filled:
        place = f"{section.number} " if section.number else ""
        yield f"{'#' * (section.level + 1)} {place}{escaped(section.title)}"
        yield from _blocks(section.blocks, section.id, document.labels, folder)
        if section.gap:
            yield f"> {escaped(gap_line(section.gap, document.labels))}"


def _back(document: Document) -> Iterator[str]:
    labels = document.labels
    if document.methods:
        yield f"## {escaped(labels['methods'])}"
        yield "\n".join(f"- {_sentence(statement)}" for statement in document.methods)
    yield f"## {escaped(labels['sources'])}"
    yield escaped(retrieval(document.origins, labels))
    for group in source_groups(document.origins, labels):
        yield escaped(f"{group.title}. {group.note}".strip())
        yield "\n".join(line for entry in group.entries for line in _entry(entry))
    if document.disclaimer:
        yield f"## {escaped(labels['disclaimer'])}"
        yield from (escaped(text) for text in document.disclaimer)
    yield escaped(imprint(document))


def _entry(entry: SourceEntry) -> Iterator[str]:
    """An entry of the list of sources, behind its publisher where that heads it."""
    if entry.publisher and entry.first:
        yield f"- {escaped(entry.publisher)}:"
    url = entry.origin.url
    link = f" [{host(url)}]({url})" if url else ""
    yield f"{'  ' if entry.publisher else ''}- {escaped(f'[{entry.number}] {entry.text}')}{link}"


def _blocks(blocks: tuple[Block, ...], prefix: str, labels: Labels, folder: str) -> Iterator[str]:
    for place, block in enumerate(blocks, 1):
        match block:
            case Paragraph(statements):
                yield " ".join(_sentence(statement) for statement in statements)
            case KeyNumbers(items):
                yield "\n".join(
                    f"- {escaped(item.label)}: {escaped(item.number.text)}{escaped(source_mark(item.sources))}"
                    + "".join(f"\n  - {_sentence(change)}" for change in item.change)
                    for item in items
                )
            case Figure():
                yield _sentence(block.title)
                if block.subtitle:
                    yield escaped(block.subtitle)
                if folder and charts.drawable(block.chart):
                    yield f"![{escaped(block.alt)}]({folder}/{prefix}-{place}.svg)"
                yield from _table(block.table, labels)
                yield escaped(f"{block.source_line} {block.note}".strip())
            case DataTable():
                yield from _table(block, labels)
            case Note(statements):
                yield escaped(labels["about_data"]) + ":"
                yield "\n".join(f"- {_sentence(statement)}" for statement in statements)
            case Box(title=title, blocks=inner):
                found = "\n\n".join([escaped(title), *_blocks(inner, f"{prefix}-{place}", labels, folder)])
                yield "\n".join(f"> {line}".rstrip() for line in found.split("\n"))


def _table(table: DataTable, labels: Labels) -> Iterator[str]:
    unit = f" ({escaped(table.unit)})" if table.unit else ""
    yield f"{escaped(table.caption)}{unit}{escaped(source_mark(table.sources))}"
    heads = " | ".join(escaped(column.title) for column in table.columns)
    rules = " | ".join("---:" if column.numeric else "---" for column in table.columns)
    rows = [" | ".join(escaped(cell_text(cell, labels)) for cell in row) for row in table.rows]
    yield "\n".join(f"| {line} |" for line in (heads, rules, *rows))
    if table.note:
        yield escaped(table.note)


def _sentence(statement: Statement) -> str:
    return escaped(statement.text) + escaped(statement.mark)


def escaped(text: str) -> str:
    r"""Text in which Markdown sees nothing but text.

    >>> print(escaped("2021. A *star* [3]"))
    2021\. A \*star\* \[3\]
    """
    text = _SPECIAL.sub(r"\\\1", text)
    return _LIST_LIKE.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", text)
