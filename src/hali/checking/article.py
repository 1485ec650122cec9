"""Article: a text with its title, date, blocks, labels and sentences, each with its language."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from hali.checking import wording
from hali.checking.intake import ingest, segment
from hali.checking.intake.source import ACCEPTED, Source
from hali.checking.numbers.prior import prior
from hali.errors import UnreadableInput
from hali.languages import REFERENCE, lexicon

_LOOKED_AT = 3000
"""Characters of a text that tell its language."""
_LETTER = re.compile(r"[^\W\d_]")
_TITLE_SEARCH = 12
"""The title of a plain text is looked for among this many blocks."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: half-open span in the article's text, and its language."""

    start: int
    end: int
    language: str


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or table cell.

    Attributes:
        kind: title, heading, label (a short line that ends with a colon), paragraph, item or cell.
        start, end: half-open span in the article's text.
        language: of most of its words.
        label: short words before a colon at its start ("Trade volume"), "" if none.
        sentences: its sentences in order.
    """

    kind: segment.Kind
    start: int
    end: int
    language: str
    label: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A text to be checked. All offsets are code points into `text`.

    Attributes:
        text: plain text and Markdown unchanged; of HTML, PDF and DOCX the extracted text.
        title: "" if none was found.
        published: day of publication, or None.
        languages: languages of its sentences, the most frequent first.
        blocks: in reading order.
    """

    text: str
    title: str
    published: date | None
    languages: tuple[str, ...]
    blocks: tuple[Block, ...]


def read(data: bytes, name: str, published: date | None = None) -> Article:
    """The article in a file's bytes.

    Args:
        data: plain text, Markdown, HTML, PDF or DOCX; at most `source.TEXT_LIMIT` bytes of text.
        name: file name, shown in errors; its ending tells Markdown from plain text.
        published: day of publication; without it the one an HTML page or front matter states.

    Returns:
        The article.

    Raises:
        UnreadableInput: empty, binary, damaged, too large or of an unknown encoding.
    """
    return of(ingest.source(data, name), published)


def from_text(text: str, published: date | None = None) -> Article:
    """The article in a plain text of at most `source.TEXT_LIMIT` bytes.

    Raises:
        UnreadableInput: the text is empty or too large.
    """
    return of(ingest.plain(text, "the text"), published)


def load(path: str, published: date | None = None) -> Article:
    """The article in the file at `path`; `-` is standard input.

    Raises:
        UnreadableInput: no such file, a directory, no permission, or what `read` refuses.
    """
    if path == "-":
        return read(ingest.take(sys.stdin.buffer, "standard input"), "standard input", published)
    file = Path(path)
    try:
        if file.is_dir():
            raise UnreadableInput(f"{path} is a directory; give {ACCEPTED}, or - for standard input")
        with file.open("rb") as stream:
            data = ingest.take(stream, path)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableInput(f"cannot read {path}: {reason}; give {ACCEPTED}, or - for standard input") from error
    return read(data, file.name, published)


def of(source: Source, published: date | None = None) -> Article:
    """The article in a text whose blocks are known.

    Args:
        source: the text as a file gave it.
        published: day of publication; without it the one the file states.
    """
    text = source.text
    spans = list(source.blocks)
    title = source.title
    if not title:
        at = _title(text, spans)
        if at is not None:
            kind, start, end = spans[at]
            spans[at] = ("title", start, end) if kind == "heading" else spans[at]
            title = text[start:end]
    blocks: list[Block] = []
    counts: Counter[str] = Counter()
    language = REFERENCE
    for kind, start, end in spans:
        language = _language(text[start:end], language)
        sentences = tuple(
            Sentence(first, last, language if (first, last) == (start, end) else _language(text[first:last], language))
            for first, last in segment.sentences(text, start, end, language)
        )
        for sentence in sentences:
            counts[sentence.language] += sentence.end - sentence.start
        label = "" if kind in {"label", "cell"} else segment.label(text, start, end)
        blocks.append(Block(kind, start, end, language, label, sentences))
    languages = tuple(code for code, _ in counts.most_common())
    return Article(text, title, published or source.published, languages, tuple(blocks))


def _title(text: str, spans: list[tuple[segment.Kind, int, int]]) -> int | None:
    """Index of the title: the longest heading above the first paragraph (site names and menus are shorter)."""
    best: int | None = None
    for at, (kind, start, end) in enumerate(spans[:_TITLE_SEARCH]):
        if kind == "title":
            return at
        if kind == "paragraph":
            break
        if kind == "heading" and (best is None or end - start > spans[best][2] - spans[best][1]):
            best = at
    return best


def _language(text: str, around: str) -> str:
    """The language of a text; of one without a telling word, the language `around` it."""
    if not _LETTER.search(text):
        return around
    found = _prior(text[:_LOOKED_AT])
    if found != REFERENCE or around == REFERENCE:
        return found
    told = any(word.form in _telling() for word in wording.words(text))
    return REFERENCE if told else around


_prior = lru_cache(maxsize=1024)(prior)  # cells and labels repeat


@cache
def _telling() -> frozenset[str]:
    return frozenset(wording.fold(word) for word in lexicon(REFERENCE)["prior"]["words"])
