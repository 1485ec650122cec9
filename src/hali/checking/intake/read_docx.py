"""DOCX -> blocks: what a reader of the document sees, notes last; deleted, hidden and doubled text is left out.

The parts needed are unpacked as a stream and parsed as they come, so what an archive says of its own sizes is never
trusted and no tree is held.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from hali.checking.intake import segment
from hali.checking.intake.source import (
    ACCEPTED,
    FILE_LIMIT,
    TEXT_LIMIT,
    Piece,
    Source,
    assemble,
    clean,
    megabytes,
    reason,
)
from hali.errors import UnreadableInput

_UNPACKED = FILE_LIMIT
"""Bytes the parts read may have once unpacked."""
_ENTRIES = 10_000
"""Files a DOCX may be made of."""
_ELEMENTS = 1_000_000
"""XML elements its text may be made of."""
_CHUNK = 65_536
_TAG = 1_000_000
"""Bytes of one tag: with every chunk the parser begins again where it begins."""
_DEPTH = 1000
"""Elements that may stand one in the other; Word itself stays below a hundred."""

_BODY, _STYLES = "word/document.xml", "word/styles.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_OTHERS = (
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint file"),
    ("content.xml", "an OpenDocument file; save it as DOCX"),
    ("META-INF/container.xml", "an e-book"),
)
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback"})
"""Tracked deletions, text where it was before it was moved, and the second copy of every drawing."""
_SIGNS = {"tab": " ", "noBreakHyphen": "-", "br": "\n", "cr": "\n", "ptab": " "}


@dataclass
class _Paragraph:
    style: str = ""
    item: bool = False
    outline: int = 9
    text: list[str] = field(default_factory=list)


def source(data: bytes, name: str) -> Source:
    """The text of a DOCX.

    Args:
        data: the archive.
        name: file name, shown in errors.

    Raises:
        UnreadableInput: no DOCX, damaged, locked, or larger than it may be once unpacked.
    """
    if data.count(b"PK\x01\x02") > _ENTRIES:
        raise UnreadableInput(f"{name} is an archive of more than {_ENTRIES:,} files; give {ACCEPTED}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            pieces = list(_pieces(archive, name))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise UnreadableInput(f"{name} is a damaged archive: {reason(error)}; give {ACCEPTED}") from error
    except RuntimeError as error:  # zipfile: a password or an unknown method is asked for
        raise UnreadableInput(f"{name} cannot be unpacked: {reason(error)}; save it without a password") from error
    except expat.ExpatError as error:
        raise UnreadableInput(f"{name} is not a readable DOCX: {reason(error)}") from error
    return assemble(pieces, name)


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[Piece]:
    parts = set(archive.namelist())
    if _BODY not in parts:
        what = next((f"is {what}" for part, what in _OTHERS if part in parts), "is an archive without a document in it")
        raise UnreadableInput(f"{name} {what}; give {ACCEPTED}")
    budget = _Budget(name)
    styles = _Styles()
    if _STYLES in parts:
        budget.parse(archive, _STYLES, styles)
    for part in (_BODY, *(note for note in _NOTES if note in parts)):
        text = _Text(styles, name)
        budget.parse(archive, part, text)
        yield from text.pieces


class _Budget:
    """Bytes that may still be unpacked."""

    def __init__(self, name: str) -> None:
        self.left = _UNPACKED
        self.name = name

    def parse(self, archive: zipfile.ZipFile, part: str, handler: Any) -> None:
        """Feed one part to a handler with `start`, `end` and `data`."""
        parser = expat.ParserCreate(namespace_separator="\n")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
        parser.CharacterDataHandler = handler.data
        fed = 0
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    raise UnreadableInput(
                        f"{self.name} unpacks to more than {megabytes(_UNPACKED)}; give one article at a time"
                    )
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - max(parser.CurrentByteIndex, 0) > _TAG:
                    raise UnreadableInput(f"{self.name} is no DOCX: one of its tags has more than {megabytes(_TAG)}")
        parser.Parse(b"", True)

    def _refuse(self, *_: Any) -> None:
        raise UnreadableInput(f"{self.name} is no DOCX: it declares XML entities of its own; save it again as DOCX")


def _word(tag: str) -> str:
    """The local name of an element of Word's own, "" of any other."""
    space, _, local = tag.rpartition("\n")
    return local if space in _WORD or local in {"Fallback"} else ""


def _said(attributes: dict[str, str], key: str) -> str:
    return next((value for name, value in attributes.items() if name.rpartition("\n")[2] == key), "")


class _Styles:
    """Styles of paragraphs: name, whether they make a list, and the style each is based on."""

    def __init__(self) -> None:
        self.name: dict[str, str] = {}
        self.based: dict[str, str] = {}
        self.lists: set[str] = set()
        self.at = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        kind = _word(tag)
        if kind == "style":
            self.at = _said(attributes, "styleId")
        elif kind == "name":
            self.name[self.at] = _said(attributes, "val").lower()
        elif kind == "basedOn":
            self.based[self.at] = _said(attributes, "val")
        elif kind == "numPr":
            self.lists.add(self.at)

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Characters; a style has none."""

    def kind(self, style: str) -> segment.Kind:
        """What a paragraph of this style is, by the name of the style or of one it is based on."""
        seen: set[str] = set()
        while style and style not in seen:
            seen.add(style)
            name = self.name.get(style, style.lower())
            if name == "title":
                return "title"
            if name.startswith("heading"):
                return "heading"
            if name.startswith("list") or style in self.lists:
                return "item"
            style = self.based.get(style, "")
        return "paragraph"


class _Text:
    """The paragraphs of a body or of notes; a text box inside a paragraph comes before it."""

    def __init__(self, styles: _Styles, name: str) -> None:
        self.styles, self.name = styles, name
        self.pieces: list[Piece] = []
        self.open: list[_Paragraph] = []
        self.out = 0
        self.cells = 0
        self.beside = self.lines = 0
        self.depth = self.elements = 0
        self.hidden = False
        self.reading = False
        self.size = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        kind = _word(tag)
        self.depth += 1
        self.elements += 1
        if self.elements > _ELEMENTS:
            raise UnreadableInput(f"{self.name} holds more than {_ELEMENTS:,} XML elements; give one article at a time")
        if self.depth > _DEPTH:
            raise UnreadableInput(f"{self.name} is no DOCX: more than {_DEPTH:,} elements stand one in the other")
        if kind in _LEFT_OUT:
            self.out += 1
        elif kind == "p":
            self.open.append(_Paragraph())
        elif kind == "tr":
            self.beside = 0
        elif kind == "tc":
            self.cells += 1
            self.lines = 0
        elif kind == "r":
            self.hidden = False
        elif kind == "vanish":
            self.hidden = _said(attributes, "val") not in {"0", "false", "off"}
        elif kind == "t":
            self.reading = True
        elif self.open:
            self._within(self.open[-1], kind, attributes)

    def _within(self, paragraph: _Paragraph, kind: str, attributes: dict[str, str]) -> None:
        if kind == "pStyle":
            paragraph.style = _said(attributes, "val")
        elif kind == "numPr":
            paragraph.item = True
        elif kind == "outlineLvl":
            level = _said(attributes, "val")
            paragraph.outline = int(level) if level.isdecimal() and len(level) == 1 else 9
        elif kind in _SIGNS and not self.out:
            paragraph.text.append(_SIGNS[kind])

    def data(self, text: str) -> None:
        """Characters; those of `w:t` are the document's words."""
        if self.reading and self.open and not self.out and not self.hidden:
            self.size += len(text)
            if self.size > TEXT_LIMIT:
                raise UnreadableInput(
                    f"{self.name} holds more than {megabytes(TEXT_LIMIT)} of text; give one article at a time"
                )
            self.open[-1].text.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        kind = _word(tag)
        self.depth -= 1
        if kind in _LEFT_OUT:
            self.out -= 1
        elif kind == "t":
            self.reading = False
        elif kind == "tc":
            self.cells -= 1
            if not self.lines:
                self.pieces.append(self._cell(""))
            self.beside += 1
        elif kind == "p":
            paragraph = self.open.pop()
            self.pieces.extend(self._lines(paragraph))

    def _cell(self, text: str) -> Piece:
        """A line of a cell: the first stands beside the cell before it in its row."""
        self.lines += 1
        return ("beside" if self.beside and self.lines == 1 else "cell"), text

    def _lines(self, paragraph: _Paragraph) -> Iterator[Piece]:
        kind = self.styles.kind(paragraph.style)
        if kind == "paragraph" and paragraph.outline < 9:
            kind = "heading"
        if kind == "paragraph" and paragraph.item:
            kind = "item"
        for line in "".join(paragraph.text).split("\n"):
            if text := clean(line):
                if self.cells:
                    yield self._cell(text)
                else:
                    yield (segment.plain_kind(text) if kind == "paragraph" else kind), text
