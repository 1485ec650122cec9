"""A document as PDF: tagged for screen readers (PDF/UA-1), for archives (PDF/A-3), with its JSON inside.

Typst sets it with the fonts of this package only, so that the same document gives the same bytes on every machine.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from importlib.resources import as_file, files
from typing import Any, Literal

from hali.errors import RecordError
from hali.publish import charts, write_json
from hali.publish.blocks import (
    Block,
    Box,
    Cell,
    Column,
    DataTable,
    Figure,
    Foreign,
    KeyNumbers,
    Note,
    Paragraph,
    Quantity,
    Statement,
    source_mark,
)
from hali.publish.document import Document, Labels
from hali.publish.lines import (
    GUTTER,
    cell_text,
    column_weights,
    facts,
    gap_line,
    host,
    imprint,
    retrieval,
    source_groups,
)
from hali.publish.write_json import digest

LONG = 20
"""Letters from which on a column of text takes the room that others leave."""

LINE = 105
"""Letters of a table that fill the width of the text."""


def write(document: Document, paper: Literal["a4", "us-letter"] = "a4") -> bytes:
    """The document as PDF.

    Args:
        document: what to write.
        paper: size of the sheet.

    Raises:
        RecordError: for a letter no font at hand has; the standards forbid to print a box in its place.
    """
    import typst

    day = date.fromisoformat(document.as_of)
    package = files("hali.publish")
    with as_file(package / "fonts") as fonts, as_file(package / "templates" / "document.typ") as template:
        try:
            made: bytes = typst.compile(
                template,
                format="pdf",
                font_paths=[fonts],
                ignore_system_fonts=True,
                pdf_standards=["ua-1", "a-3b"],
                timestamp=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
                sys_inputs={
                    "document": json.dumps(_printed(document, day, paper), ensure_ascii=False),
                    "data": write_json.write(document).decode(),
                },
            )
        except typst.TypstError as error:
            raise RecordError(
                f"the document cannot be set as PDF ({error.message}); HTML and DOCX take any letter"
            ) from error
    return made


def _printed(document: Document, day: date, paper: str) -> dict[str, Any]:
    labels = document.labels
    sections = [
        {
            "title": f"{section.number} {section.title}".strip(),
            "level": section.level,
            "blocks": [
                *_blocks(section.blocks, document, section.id),
                *([{"kind": "gap", "text": gap_line(section.gap, labels)}] if section.gap else []),
            ],
        }
        for section in document.filled
    ]
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "lang": document.language,
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "paper": paper,
        "record": document.record,
        "version": document.version,
        "facts": facts(document),
        "imprint": imprint(document),
        # the two sides, without what is said of them
        "running": document.title.partition(":")[0].strip(),
        "digest": digest(document)[:8],
        "lead": _blocks(document.lead, document, "lead"),
        "sections": sections,
        "methods": {"title": labels["methods"], "texts": [statement.text for statement in document.methods]},
        "sources": {
            "title": labels["sources"],
            "note": retrieval(document.origins, labels),
            "groups": [
                {
                    "title": group.title,
                    "note": group.note,
                    "items": [
                        {
                            "text": f"[{entry.number}] {entry.text}",
                            "publisher": entry.publisher,
                            "first": entry.first,
                            "url": entry.origin.url,
                            "host": host(entry.origin.url),
                        }
                        for entry in group.entries
                    ],
                }
                for group in source_groups(document.origins, labels)
            ],
        },
        "disclaimer": {"title": labels["disclaimer"], "texts": list(document.disclaimer)},
    }


def _blocks(blocks: tuple[Block, ...], document: Document, prefix: str) -> list[dict[str, Any]]:
    return [_block(block, document, f"{prefix}-{place}") for place, block in enumerate(blocks, 1)]


def _block(block: Block, document: Document, key: str) -> dict[str, Any]:
    match block:
        case Paragraph(statements):
            return _paragraph(statements)
        case Note(statements):
            return {**_paragraph(statements), "kind": "note", "title": document.labels["about_data"]}
        case KeyNumbers(items):
            return {
                "kind": "key",
                "items": [
                    {
                        "label": item.label,
                        "number": item.number.text,
                        "mark": source_mark(item.sources),
                        "change": [_statement(change) for change in item.change],
                    }
                    for item in items
                ],
            }
        case Figure():
            return {
                "kind": "figure",
                "title": _statement(block.title),
                "subtitle": block.subtitle,
                "source": f"{block.source_line} {block.note}".strip(),
                "alt": block.alt,
                "svg": charts.picture(block.chart, document.language, block.alt, key),
            }
        case DataTable():
            return _table(block, document.labels)
        case Box(kind=role, title=title, blocks=inner):
            return {"kind": "box", "role": role, "title": title, "blocks": _blocks(inner, document, key)}


def _table(table: DataTable, labels: Labels) -> dict[str, Any]:
    texts = [[cell_text(row[place], labels) for row in table.rows] for place in range(len(table.columns))]
    rooms = [_room(cells, column) for cells, column in zip(texts, table.columns, strict=True)]
    unbroken = [
        (LONG if room else max(map(len, [*cells, column.title]))) + GUTTER
        for cells, column, room in zip(texts, table.columns, rooms, strict=True)
    ]
    return {
        "kind": "table",
        "caption": table.caption,
        "mark": source_mark(table.sources),
        "unit": table.unit,
        "note": table.note,
        "heads": [column.title for column in table.columns],
        "numeric": [column.numeric for column in table.columns],
        "long": rooms,
        # where lines that are not broken would leave columns of text no room, heads are broken as well
        "widths": column_weights(table, labels, LINE) if sum(unbroken) > LINE else [],
        "rows": [[_cell(cell, labels) for cell in row] for row in table.rows],
    }


def _cell(cell: Cell, labels: Labels) -> dict[str, str]:
    foreign = {"lang": cell.lang} if isinstance(cell, Foreign) else {}
    return {"text": cell_text(cell, labels), **foreign}


def _room(cells: list[str], column: Column) -> int:
    """Letters a column of text takes of the room others leave, two lines of its longest; 0 for every other column."""
    longest = max(map(len, cells), default=0)
    return min(longest, 2 * LONG) if longest > LONG and not column.numeric else 0


def _paragraph(statements: tuple[Statement, ...]) -> dict[str, Any]:
    return {"kind": "paragraph", "statements": [_statement(statement) for statement in statements]}


def _statement(statement: Statement) -> dict[str, Any]:
    runs = []
    for run in statement.runs:
        found: dict[str, Any] = {"text": run.text, "strong": isinstance(run, Quantity)}
        runs.append({**found, "lang": run.lang} if isinstance(run, Foreign) else found)
    return {"runs": runs, "mark": statement.mark}
