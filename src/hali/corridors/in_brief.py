"""The routes of a brief, kept on disk: they rest on the network and the words that ship and on nothing of the record.

Working them out takes a third of a second, for the weather of three years is drawn 512 times.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hali.publish import packed
from hali.publish.blocks import Paragraph, Statement
from hali.publish.document import Document
from hali.version import build

if TYPE_CHECKING:
    from hali.access.shelf import Shelf
    from hali.corridors.brief_part import Part

SECTION = "routes"
"""Section of the brief they stand in."""


def added(document: Document, shelf: Shelf) -> Document:
    """A brief with its routes; the same brief where no curated network joins both sides by a corridor.

    Args:
        document: the brief.
        shelf: where routes are kept.
    """
    if all(one.id != SECTION for one in document.sections):
        return document
    part = _part(document.pair, document.language, shelf)
    if part is None:
        return document
    said, figure, cards, origin = part
    cited = (len(document.origins) + 1,)
    blocks = (
        Paragraph(tuple(Statement(one.runs, cited) for one in said)),
        replace(figure, title=Statement(figure.title.runs, cited)),
    )
    return replace(
        document,
        sections=tuple(
            replace(one, blocks=(*one.blocks, *blocks), gap=None) if one.id == SECTION else one
            for one in document.sections
        ),
        readings={**document.readings, **{id_: {**card, "sources": list(cited)} for id_, card in cards.items()}},
        origins=(*document.origins, origin),
    )


def _part(pair: tuple[str, str], language: str, shelf: Shelf) -> Part | None:
    """What the brief of a pair says: kept, else worked out now."""
    import numpy as np

    def made() -> bytes:
        from hali.corridors import brief_part

        part = brief_part.told(pair, language)
        return b"" if part is None else packed.pack(part)

    # another version of NumPy may draw other numbers
    content = shelf.once(("routes", build(), np.__version__, *pair, language), made)
    found: Part | None = packed.unpack(content) if content else None
    return found
