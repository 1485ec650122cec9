"""Bytes of a file -> text and its blocks: plain text, Markdown, HTML, PDF and DOCX."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import regex

from hali.check import segment
from hali.errors import UnreadableInput

TEXT_LIMIT = 5_000_000
"""Bytes of text (UTF-8) one article may have."""
FILE_LIMIT = 50_000_000
"""Bytes a file may have, and a DOCX once unpacked."""

ACCEPTED = "a text, Markdown, HTML, PDF or DOCX file"

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HTML = regex.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", regex.I | regex.S
)
_CHARSET = regex.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", regex.I)
_HEAVY = regex.compile(r"<(script|style|svg)\b.*?</\1\s*>|\bdata:[\w/+.-]+;base64,[A-Za-z0-9+/=\s]+", regex.I | regex.S)
_OWN = regex.compile(r"<meta[^>]+name=[\"']generator[\"'][^>]+content=[\"']hali\b", regex.I)
_BLANKS = regex.compile(r"[ \t\r\n]+")
_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
_HYPHENATED = regex.compile(r"(?<=\p{Ll})[-\u00ad][ ]?\n(?=\p{Ll})")
_KINDS: dict[str, segment.Kind] = {
    "p": "paragraph",
    "head": "heading",
    "item": "item",
    "cell": "cell",
    "quote": "paragraph",
    **{f"h{level}": "heading" for level in range(1, 7)},
    "li": "item",
    "td": "cell",
    "th": "cell",
    "figcaption": "paragraph",
    "blockquote": "paragraph",
}
_FRAMES = frozenset(
    {"list", "table", "row", "div", "section", "article", "ul", "ol", "tr", "tbody", "thead", "figure", "main"}
)
_SILENT = frozenset({"script", "style", "svg", "nav", "footer", "aside", "template", "noscript", "button", "form"})


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


def source(data: bytes, name: str) -> Source:
    """The text of a file of any accepted format.

    Args:
        data: the bytes.
        name: file name; its ending decides between plain text and Markdown and is shown in errors.

    Returns:
        Text with blocks.

    Raises:
        UnreadableInput: empty, binary, damaged, too large or of an unknown encoding.
    """
    if len(data) > FILE_LIMIT:
        raise UnreadableInput(f"{name} is larger than {FILE_LIMIT // 1_000_000} MB; give {ACCEPTED} below that")
    if not data.strip():
        raise UnreadableInput(f"{name}: the text is empty")
    if data.startswith(b"%PDF-"):
        found = _pdf(data, name)
    elif data.startswith(b"PK\x03\x04"):
        found = _docx(data, name)
    elif _HTML.match(data) or name.lower().endswith((".html", ".htm", ".xhtml")):
        found = _html(_decode(data, name), name)
    else:
        found = plain(_decode(data, name), name, markdown=name.lower().endswith((".md", ".markdown")))
    return found


def plain(text: str, name: str, markdown: bool = False) -> Source:
    """Plain text or Markdown, unchanged, with its blocks."""
    _check(text, name)
    return Source(text, tuple(segment.blocks(text, markdown)))


def _check(text: str, name: str) -> None:
    if not text.strip():
        raise UnreadableInput(f"{name}: the text is empty")
    if len(text) > TEXT_LIMIT or len(text.encode("utf-8", "surrogatepass")) > TEXT_LIMIT:
        raise UnreadableInput(
            f"{name} holds more than {TEXT_LIMIT // 1_000_000} MB of text; give one article at a time"
        )


def _decode(data: bytes, name: str) -> str:
    encoding = next((codec for bom, codec in _BOMS if data.startswith(bom)), None)
    if encoding is None:
        if b"\x00" in data[:8192]:
            raise UnreadableInput(f"{name} is a binary file; give {ACCEPTED}")
        declared = _CHARSET.search(data[:4096])
        encoding = declared.group(1).decode("ascii") if declared else "utf-8"
    for codec in (encoding, "utf-8"):
        try:
            text = data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" in text:
            raise UnreadableInput(f"{name} is a binary file; give {ACCEPTED}")
        return text
    raise UnreadableInput(f"{name} is not text in UTF-8; save it as UTF-8, or give {ACCEPTED}")


def _assemble(
    pieces: Iterable[tuple[segment.Kind, str]], name: str, title: str = "", day: date | None = None
) -> Source:
    """Blocks put one below the other, each on a line of its own."""
    parts: list[str] = []
    blocks: list[tuple[segment.Kind, int, int]] = []
    at = 0
    for kind, text in pieces:
        parts.append(text)
        blocks.append((kind, at, at + len(text)))
        at += len(text) + 2
    whole = "\n\n".join(parts)
    _check(whole, name)
    return Source(whole, tuple(blocks), title, day)


def _clean(text: str) -> str:
    return str(_BLANKS.sub(" ", text.translate(_INVISIBLE))).strip()


def _walk(element: Any, kind: segment.Kind) -> Iterator[tuple[segment.Kind, str]]:
    """Blocks of an HTML or trafilatura tree in reading order; a line break ends a block."""
    run = [element.text or ""]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in _KINDS or tag in _FRAMES or tag in {"lb", "br"}:
            if text := _clean("".join(run)):
                yield kind, text
            run = []
            yield from _walk(child, _KINDS.get(tag, "paragraph"))
        elif tag and tag not in _SILENT:
            run.append("".join(child.itertext()))
        run.append(child.tail or "")
    if text := _clean("".join(run)):
        yield kind, text


def _settled(pieces: Iterable[tuple[segment.Kind, str]]) -> Iterator[tuple[segment.Kind, str]]:
    for kind, text in pieces:
        if kind == "paragraph" or (kind == "heading" and text.endswith(":")):
            yield segment.plain_kind(text), text
        else:
            yield kind, text


def _html(page: str, name: str) -> Source:
    import trafilatura

    if len(page) > TEXT_LIMIT:
        page = _HEAVY.sub(" ", page)
    if len(page) > 2 * TEXT_LIMIT:
        raise UnreadableInput(
            f"{name} holds more than {2 * TEXT_LIMIT // 1_000_000} MB of HTML; give one article at a time"
        )
    try:
        found: Any = trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
        )
        own = _own_page(page) if _OWN.search(page[:20_000]) else None
    except Exception as error:
        raise UnreadableInput(f"{name} cannot be read as HTML: {_line(error)}") from error
    body = own if own is not None else (found.body if found is not None else None)
    if body is None:
        raise UnreadableInput(f"{name}: the page holds no article text; save the text itself and give that")
    title = _clean(found.title or "") if found is not None else ""
    pieces = list(_settled(_walk(body, "paragraph")))
    if title and title not in {text for _, text in pieces[:3]}:
        pieces.insert(0, ("title", title))
    day = date.fromisoformat(found.date) if found is not None and found.date else None
    return _assemble(pieces, name, title, day)


def _own_page(page: str) -> Any:
    """The `main` element of a page this program wrote: its structure is known, nothing has to be guessed."""
    from lxml import html

    return html.document_fromstring(page).find(".//main")


def _pdf(data: bytes, name: str) -> Source:
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
        pages = [] if locked else [page.extract_text() for page in reader.pages]
    except Exception as error:
        raise UnreadableInput(f"{name} is not a readable PDF: {_line(error)}") from error
    if locked:
        raise UnreadableInput(f"{name} is locked with a password; save it without one")
    text = "\n".join(pages).replace("\u00a0 ", "\u00a0")
    text = _HYPHENATED.sub("", text).translate(_INVISIBLE)
    if not text.strip():
        raise UnreadableInput(f"{name} holds no text, only pictures; give {ACCEPTED} that holds the words")
    return plain(regex.sub(r" {2,}", " ", text), name)


def _docx(data: bytes, name: str) -> Source:
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            word = "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile as error:
        raise UnreadableInput(f"{name} is a damaged archive; give {ACCEPTED}") from error
    if not word:
        raise UnreadableInput(f"{name} is an archive without a document in it; give {ACCEPTED}")
    if unpacked > FILE_LIMIT:
        raise UnreadableInput(f"{name} unpacks to more than {FILE_LIMIT // 1_000_000} MB; give one article at a time")
    try:
        pieces = list(_word_blocks(docx.Document(io.BytesIO(data))))
    except Exception as error:
        raise UnreadableInput(f"{name} is not a readable DOCX: {_line(error)}") from error
    return _assemble(pieces, name)


def _line(error: Exception) -> str:
    """An error of another library on one line."""
    return " ".join(str(error).split())[:200] or type(error).__name__


def _word_blocks(document: Any) -> Iterator[tuple[segment.Kind, str]]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    if text := _clean(cell.text):
                        yield "cell", text
            continue
        style = str(block.style.name if block.style is not None else "")
        for line in block.text.split("\n"):
            text = _clean(line)
            if not text:
                continue
            if style == "Title":
                yield "title", text
            elif style.startswith("Heading"):
                yield "heading", text
            elif style.startswith("List"):
                yield "item", text
            else:
                yield segment.plain_kind(text), text
