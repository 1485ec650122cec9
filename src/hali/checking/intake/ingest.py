"""Bytes of a file -> text and its blocks: plain text, Markdown, HTML, PDF and DOCX, told apart by what is in them."""

from __future__ import annotations

from typing import BinaryIO

from hali.checking.intake import decode, read_docx, read_html, read_pdf, segment
from hali.checking.intake.source import ACCEPTED, FILE_LIMIT, HTML_LIMIT, TEXT_LIMIT, Source, check_text, megabytes
from hali.errors import UnreadableInput

_TEXT_BYTES = 4 * TEXT_LIMIT + 4
"""No text within the limit has more bytes than this in any encoding."""
_PDF_HEAD = 1024
"""Bytes within which a PDF says that it is one."""
_HEAD = 16_384
"""Bytes within which a page says that it is one."""
_OTHERS = (
    (b"\xd0\xcf\x11\xe0", "an old Word file or one locked with a password; save it as DOCX without a password"),
    (b"{\\rtf", "rich text (RTF); save it as DOCX or plain text"),
    (b"\x89PNG", "a picture; give its text"),
    (b"\xff\xd8\xff", "a picture; give its text"),
    (b"GIF8", "a picture; give its text"),
    (b"\x1f\x8b", "packed (gzip); unpack it first"),
    (b"7z\xbc\xaf", "packed (7z); unpack it first"),
    (b"Rar!", "packed (RAR); unpack it first"),
)


def take(stream: BinaryIO, name: str) -> bytes:
    """The bytes of an open file or of standard input, never more than one past the limit.

    Args:
        stream: where they come from; need not end.
        name: shown in errors.

    Raises:
        UnreadableInput: more than any accepted file may have.
    """
    data = stream.read(FILE_LIMIT + 1)
    if len(data) > FILE_LIMIT:
        raise UnreadableInput(f"{name} is larger than {megabytes(FILE_LIMIT)}; give {ACCEPTED} below that")
    return data


def source(data: bytes, name: str, pages: int = read_pdf.PAGES) -> Source:
    """The text of a file of any accepted format.

    Args:
        data: the bytes.
        name: file name; its ending decides between plain text and Markdown and is shown in errors.
        pages: pages a PDF may have.

    Returns:
        Text with blocks.

    Raises:
        UnreadableInput: empty, binary, damaged, too large or of an unknown encoding.
    """
    if len(data) > FILE_LIMIT:
        raise UnreadableInput(f"{name} is larger than {megabytes(FILE_LIMIT)}; give {ACCEPTED} below that")
    if not data.strip():
        raise UnreadableInput(f"{name}: the text is empty")
    for mark, what in _OTHERS:
        if data.startswith(mark):
            raise UnreadableInput(f"{name} is {what}")
    ending = name.lower().rpartition(".")[2]
    if data.startswith(b"%PDF-") or (ending == "pdf" and b"%PDF-" in data[:_PDF_HEAD]):
        return read_pdf.source(data, name, pages)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return read_docx.source(data, name)
    return _text(data, name, ending)


def plain(text: str, name: str, markdown: bool = False) -> Source:
    """Plain text or Markdown, unchanged, with its blocks."""
    check_text(text, name)
    if not markdown:
        return Source(text, tuple(segment.blocks(text)))
    title, day, start = segment.front_matter(text)
    return Source(text, tuple(segment.blocks(text, markdown, start)), title, day)


def _text(data: bytes, name: str, ending: str) -> Source:
    page = ending in {"html", "htm", "xhtml"} or read_html.looks_like(data[:_HEAD].decode("latin-1"))
    if not page and len(data) > _TEXT_BYTES:
        raise UnreadableInput(f"{name} holds more than {megabytes(TEXT_LIMIT)} of text; give one article at a time")
    if page and len(data) > HTML_LIMIT:
        raise UnreadableInput(
            f"{name} holds more than {megabytes(HTML_LIMIT)} of HTML; save the article alone, or give its text"
        )
    text = decode.text(data, name, page)
    if (page and read_html.marked_up(text)) or read_html.looks_like(text):
        return read_html.source(text, name)
    return plain(text, name, markdown=ending in {"md", "markdown"})
