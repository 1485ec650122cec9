"""PDF -> text: the words of every page without running heads, page numbers and hyphens at line ends.

A PDF can ask a reader for any amount of work, so it is read by a process of its own with limits on time and memory.
"""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
from bisect import bisect_right
from collections import Counter
from functools import cache
from typing import Any

import regex

from hali import extras
from hali.checking.intake import pdf_tags, segment
from hali.checking.intake.source import ACCEPTED, TEXT_LIMIT, Source, check_text, megabytes, reason, visible
from hali.errors import UnreadableInput
from hali.languages.marks import ELLIPSIS, LEFT_QUOTE, RIGHT_QUOTE

PAGES = 1000
"""Pages a PDF may have."""
_SECONDS = 60
"""Processor time its reading may take; a page takes some hundredths."""
_PATIENCE = 5
"""Times as long the reading may take by the clock, on a machine that has other work."""
_MEMORY = 1_000_000_000
"""Bytes of address space the reading may take."""
_EDGE = 2
"""Lines at the top and the bottom of a page that may be a running head or foot."""
_REPEATED = 3
"""Pages on which a line must stand to be a running head; and at least a quarter of all."""

_CELL = "\U0010fffd"
"""Sign before the text of a cell on its way from the tags to the blocks; no letter of any text."""
_GOES_ON = "\U0010fffc"
"""The same before the rest of a paragraph that began on the page before."""
_CLOSING = (".", "!", "?", ELLIPSIS, ":", ";", "]", ")", '"', "\u00bb", RIGHT_QUOTE, LEFT_QUOTE)
"""Ends of a paragraph after which the next one is no rest of it, whatever tags a program gave each line."""
_SIGNS = str.maketrans("", "", _CELL + _GOES_ON)

_HYPHENATED = regex.compile(r"(?<=\p{Ll}\p{Ll})[-\u00ad\u2010] ?\n(?=\p{Ll})")
_COMPOUND = regex.compile(r"-\n(?=[\p{Lu}\d])")
_PARTED = regex.compile(rf"(?<!-)\n+{_GOES_ON}")
_WRAP = regex.compile(r"(?<![-\u00ad\u2010])\n")
_NUMBER = regex.compile(r"\d+")


@cache
def _page_number() -> regex.Pattern[str]:
    """A line that holds the number of a page, each figure as `#`, in any language."""
    page, of = ("|".join(map(regex.escape, segment.words_of(name))) for name in ("page", "page_of"))
    mark = r"[-\u2013\u2014\s|]*"
    return regex.compile(rf"{mark}(?:(?:{page})\s*)?#(?:\s*(?:/|{of})\s*#)?{mark}", regex.I)


def source(data: bytes, name: str, most: int = PAGES) -> Source:
    """The text of a PDF.

    Args:
        data: the file.
        name: file name, shown in errors.
        most: pages it may have.

    Raises:
        UnreadableInput: damaged, locked, without text, or too large.
        MissingExtra: the extra `articles` is not installed.
    """
    extras.require("articles", "reading a PDF")
    run = [sys.executable, "-m", "hali.checking.intake.read_pdf", str(most)]
    try:
        # this module in a process of its own; the file comes on its standard input
        done = subprocess.run(run, input=data, capture_output=True, timeout=_SECONDS * _PATIENCE, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise UnreadableInput(_too_much(name)) from error
    if done.returncode < 0 or b"MemoryError" in done.stderr[-2000:]:
        raise UnreadableInput(_too_much(name))
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
        raise UnreadableInput(f"{name} cannot be read as a PDF: {last or 'its reader stopped'}; give its text")
    found = json.loads(done.stdout)
    if found["error"]:
        raise UnreadableInput(f"{name} {found['error']}")
    text, cells = _unmarked(joined(found["pages"]))
    if not text.strip():
        raise UnreadableInput(
            f"{name} holds no text, only pictures: add a text layer (OCR), or give {ACCEPTED} that holds the words"
        )
    check_text(text, name)
    blocks = segment.blocks(text)
    return Source(text, tuple(("cell" if _inside(start, cells) else kind, start, end) for kind, start, end in blocks))


def _unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without the signs before its cells, and where the cells stand in it."""
    parts: list[str] = []
    cells: list[tuple[int, int]] = []
    at = 0
    for part in text.split("\n\n"):
        kept = part.replace(_CELL, "")
        if part.startswith(_CELL):
            cells.append((at, at + len(kept)))
        parts.append(kept)
        at += len(kept) + 2
    return "\n\n".join(parts), cells


def _inside(start: int, cells: list[tuple[int, int]]) -> bool:
    before = bisect_right(cells, start, key=lambda cell: cell[0]) - 1
    return before >= 0 and start < cells[before][1]


def _too_much(name: str) -> str:
    return (
        f"{name} takes more than {_SECONDS} seconds or {megabytes(_MEMORY)} of memory to read; "
        "print the article alone to a PDF, or give its text"
    )


def pages(data: bytes, most: int = PAGES) -> tuple[list[str], str]:
    """The text of every page in order, at the `most` so many, and what is wrong with the file or ""."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    found: list[str] = []
    size = 0
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return [], "is locked with a password; save it without one"
        if len(reader.pages) > most:
            return [], f"has more than {most:,} pages; give the article alone"
        tags = _tags(reader)
        open_: int | None = None
        for page in reader.pages:
            number = getattr(page.indirect_reference, "idnum", 0)
            text, open_ = _text(page, tags.owners.get(number, {}), tags.headings, open_)
            found.append(text)
            size += len(found[-1])
            if size > TEXT_LIMIT:
                return [], f"holds more than {megabytes(TEXT_LIMIT)} of text; give one article at a time"
    except MemoryError:
        raise
    except Exception as error:
        return [], f"is not a readable PDF: {reason(error)}"
    return found, ""


def _tags(reader: Any) -> pdf_tags.Tags:
    """What the tags say; nothing where they are broken, for the text can be read without them."""
    try:
        return pdf_tags.read(reader)
    except Exception:
        return pdf_tags.Tags({}, frozenset())


def _text(page: Any, owners: dict[int, int], headings: frozenset[int], before: int | None) -> tuple[str, int | None]:
    """The text of a page and the paragraph or cell it ends in.

    Where a page has tags, a paragraph is one line and a cell stands for itself after a sign.

    Args:
        page: page of pypdf.
        owners: owners of its marked content.
        headings: the owners that are headings.
        before: what the page before ended in.
    """
    if not owners:
        return str(page.extract_text()).translate(_SIGNS), None
    owned = pdf_tags.Owned(owners)
    page.extract_text(visitor_operand_before=owned.operation, visitor_text=owned.text)
    text = ""
    last: int | None = None
    for owner, raw in owned.pieces:
        piece = raw.translate(_SIGNS)
        if owner == pdf_tags.PICTURE or not piece:
            continue
        if owner != last:
            text = text.rstrip()
            apart = max(owner or 0, last or 0) > 0 or not headings.isdisjoint({owner, last})
            apart = apart or (last is not None and text.endswith(_CLOSING))
            text += ("\n\n" if apart else "\n") + (_CELL if (owner or 0) > 0 else "")
            text += _GOES_ON if owner is not None and owner == before else ""
            last, before = owner, before if owner is None else None
            piece = piece.lstrip()
        text += piece if owner is None else _WRAP.sub(" ", piece) if text[-1:] != "-" else piece
    ends = [owner for owner, piece in owned.pieces if owner and piece.strip()]
    return str(_COMPOUND.sub("-", text)), ends[-1] if ends else None


def joined(texts: list[str]) -> str:
    """Pages as one text: running lines left out, words that a line end parts put together."""
    pages = [[line.strip() for line in visible(text.replace("\u00ad\n", "-\n")).splitlines()] for text in texts]
    edges = [_edges(page) for page in pages]
    counts = Counter(form for page, ends in zip(pages, edges, strict=True) for form in {_form(page[at]) for at in ends})
    often = max(_REPEATED, len(pages) / 4)
    kept: list[str] = []
    for page, ends in zip(pages, edges, strict=True):
        running = {at for at in ends if counts[_form(page[at])] >= often or _numbers_a_page(page[at], len(pages))}
        kept += [line for at, line in enumerate(page) if at not in running]
    whole = _PARTED.sub(" ", "\n".join(kept)).replace(_GOES_ON, "")
    text = _HYPHENATED.sub("", whole.replace("\u00a0 ", "\u00a0"))
    return str(regex.sub(r" {2,}", " ", text)).strip()


def _edges(page: list[str]) -> set[int]:
    filled = [at for at, line in enumerate(page) if line]
    return {*filled[:_EDGE], *filled[-_EDGE:]}


def _form(line: str) -> str:
    """A line with the number it begins or ends with as a sign: pages count on."""
    return str(regex.sub(r"^\d{1,4}(?=\s|$)|(?<=\s)\d{1,4}$", "#", line.casefold()))


def _numbers_a_page(line: str, count: int) -> bool:
    return count > 1 and len(line) < 20 and _page_number().fullmatch(_NUMBER.sub("#", line)) is not None


def _limited() -> None:
    """Bound the time and memory of this process where the system can; a tighter bound it was given stays."""
    try:
        import resource
    except ImportError:  # Windows: the caller's clock is the only bound
        return
    bounds = {resource.RLIMIT_CPU: (_SECONDS, _SECONDS + 5)}
    if sys.platform != "darwin":  # which counts shared libraries in and refuses any limit below them
        bounds[resource.RLIMIT_AS] = (_MEMORY, _MEMORY)
    for kind, bound in bounds.items():
        given = resource.getrlimit(kind)
        least = [min(one, now) if now != resource.RLIM_INFINITY else one for one, now in zip(bound, given, strict=True)]
        resource.setrlimit(kind, (least[0], least[1]))


def _main() -> None:
    _limited()
    found, error = pages(sys.stdin.buffer.read(), int(sys.argv[1]))
    answer: dict[str, Any] = {"pages": found, "error": error}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main()
