"""Source: the text of a file with its blocks, and how large a file and its text may be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import regex

from hali.checking.intake import segment
from hali.errors import UnreadableInput

TEXT_LIMIT = 2_000_000
"""Bytes of text (UTF-8) one article may have, once extracted: a thousand pages."""
HTML_LIMIT = 15_000_000
"""Bytes a page may have as saved, scripts and pictures inside it included."""
FILE_LIMIT = 50_000_000
"""Bytes any file may have: a PDF or DOCX with its pictures."""
SIGN_LIMIT = 300_000
"""Signs that are neither letters nor digits nor blanks; a text of the largest size has a fifth of it."""
ACCEPTED = "a text, Markdown, HTML, PDF or DOCX file"

BESIDE = " | "
"""What parts two cells of a row."""

Piece = tuple[segment.Kind | Literal["beside"], str]
"""Kind and text of a block; `beside` = a cell in the row of the one before it, and may be empty."""

_HALF = regex.compile(r"[\ud800-\udfff]")
_SIGN = regex.compile(r"[^\w\s]")
_BLANKS = regex.compile(r"\s+")
_ODD = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\x00")) | dict.fromkeys(
    range(0xD800, 0xE000), "\ufffd"
)
# ligatures
_ODD |= dict(enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"), 0xFB00))


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a file and where its blocks stand in it.

    Attributes:
        text: for plain text and Markdown the input itself, else the extracted text.
        blocks: kind and half-open span of each block.
        title: title the file itself states, "" if none.
        published: publication date the file itself states, or None.
    """

    text: str
    blocks: tuple[tuple[segment.Kind, int, int], ...]
    title: str = ""
    published: date | None = None


def megabytes(limit: int) -> str:
    """A limit in words: "50 MB"."""
    return f"{limit // 1_000_000} MB"


def visible(text: str) -> str:
    """Extracted text without what nobody sees (soft hyphens, zero-width signs) and with ligatures as letters."""
    return text.translate(_ODD)


def clean(text: str) -> str:
    """Extracted text on one line; any run of white space is one space."""
    return str(_BLANKS.sub(" ", visible(text))).strip()


def check_text(text: str, name: str) -> None:
    """Raises UnreadableInput where a text is empty, too large or holds what no file of text can."""
    if not text.strip():
        raise UnreadableInput(f"{name}: the text is empty")
    if len(text) > TEXT_LIMIT or len(text.encode("utf-8", "surrogatepass")) > TEXT_LIMIT:
        raise UnreadableInput(f"{name} holds more than {megabytes(TEXT_LIMIT)} of text; give one article at a time")
    if len(text) > SIGN_LIMIT and (signs := sum(1 for _ in _SIGN.finditer(text))) > SIGN_LIMIT:
        raise UnreadableInput(f"{name} holds {signs:,} signs that are no letters or digits; give its text alone")
    half = _HALF.search(text)
    if half:
        raise UnreadableInput(
            f"{name}: character {half.start()} is one half of a surrogate pair; decode the file as UTF-8 first"
        )


def assemble(pieces: Iterable[Piece], name: str, title: str = "", day: date | None = None) -> Source:
    """Blocks put one below the other, each on a line of its own; the cells of a row stand side by side."""
    blocks: list[tuple[segment.Kind, int, int]] = []
    parts: list[str] = []
    at = 0
    for kind, text in pieces:
        parts += [BESIDE if kind == "beside" else "\n\n" if parts else "", text]
        at += len(parts[-2])
        if text:
            blocks.append(("cell" if kind == "beside" else kind, at, at + len(text)))
        at += len(text)
    whole = "".join(parts)
    check_text(whole, name)
    return Source(whole, tuple(blocks), title, day)


def reason(error: Exception) -> str:
    """What another library says went wrong, on one line."""
    return " ".join(str(error).split())[:200] or type(error).__name__
