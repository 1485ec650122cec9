"""A document as JSON, in the shape `hali brief --format json` promises."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from hali.publish.blocks import (
    Block,
    Box,
    Cell,
    DataTable,
    Figure,
    KeyNumber,
    KeyNumbers,
    Quantity,
    Statement,
    block_statements,
    flat,
)
from hali.publish.document import Document


def write(document: Document) -> bytes:
    """The document as one JSON object, UTF-8, keys in the promised order."""
    shape = {**as_json(document), "digest": digest(document)}
    return (json.dumps(shape, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def digest(document: Document) -> str:
    """SHA-256 of the same object without it, keys sorted, no spaces; its first 8 characters stand in every footer."""
    text = json.dumps(as_json(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def as_json(document: Document) -> dict[str, Any]:
    """The document as plain dicts and lists."""
    ids = [origin.id for origin in document.origins]
    changes = {"changes": dict(document.changes)} if document.changes is not None else {}
    return {
        "kind": document.kind,
        "pair": list(document.pair),
        "as_of": document.as_of,
        "language": document.language,
        "record": document.record,
        "hali": document.version,
        "title": document.title,
        "subtitle": document.subtitle,
        "composition": [{"name": name, "text": text} for name, text in document.composition],
        "lead": _contents(document.lead, ids),
        "sections": [
            {
                "section": section.id,
                "pillar": section.pillar,
                "title": section.title,
                "level": section.level,
                "number": section.number,
                **_contents(section.blocks, ids),
                "gap": asdict(section.gap) if section.gap else None,
            }
            for section in document.sections
        ],
        "methods": [_statement(statement, ids) for statement in document.methods],
        "disclaimer": list(document.disclaimer),
        "permalink": document.permalink,
        "readings": {name: dict(card) for name, card in document.readings.items()},
        "origins": {
            origin.id: {"number": number, **{k: v for k, v in asdict(origin).items() if k != "id"}}
            for number, origin in enumerate(document.origins, 1)
        },
        **changes,
    }


def _contents(blocks: tuple[Block, ...], ids: list[str]) -> dict[str, Any]:
    opened = list(flat(blocks))
    return {
        "statements": [_statement(statement, ids) for statement in block_statements(blocks)],
        "key_numbers": [_key(item, ids) for block in opened if isinstance(block, KeyNumbers) for item in block.items],
        "figures": [_figure(block, ids) for block in opened if isinstance(block, Figure)],
        "tables": [_table(block, ids) for block in opened if isinstance(block, DataTable)],
        "boxes": [block.title for block in blocks if isinstance(block, Box)],
    }


def _statement(statement: Statement, ids: list[str]) -> dict[str, Any]:
    quantities = list(_quantities(statement))
    return {
        "text": statement.text,
        "readings": list(dict.fromkeys(quantity["reading"] for quantity in quantities)),
        "quantities": quantities,
        "sources": _cited(statement.sources, ids),
    }


def _quantities(statement: Statement) -> Iterator[dict[str, Any]]:
    """Each of our numbers with its place in the text, in code points."""
    start = 0
    for run in statement.runs:
        end = start + len(run.text)
        if isinstance(run, Quantity):
            yield {"start": start, "end": end, "reading": run.reading, "digits": run.digits}
        start = end


def _key(item: KeyNumber, ids: list[str]) -> dict[str, Any]:
    return {
        "label": item.label,
        **_number(item.number),
        "change": [_statement(statement, ids) for statement in item.change],
        "sources": _cited(item.sources, ids),
    }


def _figure(figure: Figure, ids: list[str]) -> dict[str, Any]:
    return {
        "title": _statement(figure.title, ids),
        "subtitle": figure.subtitle,
        "source_line": figure.source_line,
        "note": figure.note,
        "alt": figure.alt,
        "chart": {"kind": type(figure.chart).__name__.lower(), **asdict(figure.chart)},
        "table": _table(figure.table, ids),
    }


def _table(table: DataTable, ids: list[str]) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "unit": table.unit,
        "columns": [column.title for column in table.columns],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
        "note": table.note,
        "sources": _cited(table.sources, ids),
    }


def _cell(cell: Cell) -> str | dict[str, Any] | None:
    if cell is None:
        return None
    return _number(cell) if isinstance(cell, Quantity) else cell.text


def _number(quantity: Quantity) -> dict[str, Any]:
    return {
        "text": quantity.text,
        "reading": quantity.reading,
        "value": quantity.value,
        "unit": quantity.unit,
        "digits": quantity.digits,
        "flag": quantity.flag,
    }


def _cited(sources: tuple[int, ...], ids: list[str]) -> list[str]:
    return [ids[number - 1] for number in sources]
