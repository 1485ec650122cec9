"""One document, every format."""

from __future__ import annotations

import importlib

from hali import extras
from hali.publish import charts
from hali.publish.blocks import Figure, flat
from hali.publish.document import Document

WRITERS = {
    "html": "write_html",
    "pdf": "write_pdf",
    "docx": "write_docx",
    "md": "write_markdown",
    "json": "write_json",
}
"""Format -> module of its writer, imported when it is needed."""


def render(document: Document, format: str) -> bytes:
    """`document` in one of the formats of WRITERS, as the bytes of a file."""
    extras.require_format(format)
    written: bytes = importlib.import_module(f"hali.publish.{WRITERS[format]}").write(document)
    return written


def undrawn(document: Document) -> int:
    """Charts of a document that pages show as their tables, since they cannot be drawn without the extra `charts`."""
    blocks = (document.lead, *(section.blocks for section in document.sections))
    figures = (one for each in blocks for one in flat(each) if isinstance(one, Figure))
    return sum(not charts.drawable(one.chart) for one in figures)
