"""Where paragraphs, list items and sentences begin and end in a text whose characters stay as they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Literal

import regex

from hali.checking import wording
from hali.languages import CODES, cues, traits

Kind = Literal["title", "heading", "label", "paragraph", "item", "cell"]
Span = tuple[int, int]

_HEADING_WORDS = 14
"""A line of at most this many words that ends without a full stop is a heading."""
_WRAPPED = 100
"""No hand-wrapped line is longer than this; a longer line is a paragraph of its own."""

_BREAK = regex.compile(r"\r?\n(?:[^\S\n]*\r?\n)+|[\f\v\x1c-\x1e\x85\u2028\u2029]+")
_LINE = regex.compile(r"[^\r\n]+")
_ITEM = regex.compile(r"(?:[-*+\u2022\u2013\u2014\u00b7\u25aa\u25a0\u25cf\u25cb]|\d{1,2}[.)]|\p{L}\))[^\S\n]+")
_HIDDEN = regex.compile(
    r"^(```|~~~).*?(?:^\1[^\n]*$|\Z)|<!--.*?(?:-->|\Z)|^\[[^\]\n^]{1,99}\]:[^\n]*$", regex.M | regex.S
)
_MATTER = regex.compile(r"\A\ufeff?(---|\+\+\+)[^\S\n]*\r?\n(.*?)^\1[^\S\n]*\r?$", regex.M | regex.S)
_ENTRY = regex.compile(r"^(\w+)[^\S\n]*[:=]([^\r\n]*)", regex.M)
_QUOTE = regex.compile(r"(?:>[^\S\n]?)+")
_NOTE = regex.compile(r"\[\^[^\]\s]{1,40}\]:[^\S\n]*")
_HASHES = regex.compile(r"#{1,6}[^\S\n]+")
_ROW = regex.compile(r"\|.*\|[^\S\n]*$")
_RULE = regex.compile(r"[-=_*|:+\s]+$")
_CLOSED = regex.compile(r"[.!?\u2026;][\"\u00bb\u201d\u2019')\]]*(?:[ \u00a0]?\[\^?[\d, \u2013-]+\])*\s*$")
# the marks are taken as one run from its first on: a line of a million full stops is looked at once
_END = regex.compile(
    r"(?<![.!?\u2026])[.!?\u2026]++[\"\u00bb\u201d\u2019')\]]*+"
    r"(?:[ \u00a0]?\[\^?\d{1,3}(?:\s?[,\u2013-]\s?\d{1,3})*\])*+(?=\s|$)"
)
_BEFORE = regex.compile(r"([\p{L}\d]+)$")
_AFTER = regex.compile(r"[\s\"\u00ab\u201e\u201c\u2018'(\[\u2013\u2014-]*([\p{L}\d]+)")
_YEAR_ENDING = regex.compile(r"\d[-\u2010\u2011]$")
_ORDINAL = regex.compile(r"\d{1,2}$")
_LABEL = regex.compile(r"[^\S\n]*+\*{0,3}([^\s:.!?][^:.!?\n\d]{1,60}?)\*{0,3}:\*{0,3}(?:\s|$)")
_LABEL_WORDS = 6
_FACT = regex.compile(r"[*\s]*+\p{L}[^:.!?\n\d]{1,60}?(?:\s\d{4})?\s?:\s[^\n]*\d")
"""A line of a fact sheet: what is told, a colon, its figure."""
_DIGIT = regex.compile(r"\d")
_BLANK = regex.compile(r"\s+")

LONGEST = 1_500
"""Characters of a sentence that are read together: six times the longest of the articles we hold.

What the parts of a sentence mean to each other is looked up for every pair, so its time grows with its square.
"""


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of all languages under a name of the table `segment` of their `cues.toml`: `abbreviations`."""
    return frozenset(entry for lang in CODES for entry in cues(lang)["segment"].get(name, ()))


@cache
def _share() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{'|'.join(sorted(words_of('share')))})\s?[:!]?", regex.I)


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _joins(text: str, before: Span, after: Span, markdown: bool) -> bool:
    """True if the line `after` goes on where the line `before` was wrapped by hand."""
    first, second = text[before[0] : before[1]], text[after[0] : after[1]]
    if max(len(first), len(second)) > _WRAPPED or first.rstrip("* ").endswith(":"):
        return False
    if _ITEM.match(second) or _HASHES.match(first) or _HASHES.match(second) or _ROW.match(second) or _ROW.match(first):
        return False
    if _FACT.match(first) and _FACT.match(second):
        return False  # two lines of a fact sheet, however long the first
    if markdown and ">" in text[before[1] : after[0]] and not second[0].isalpha():
        return False  # "> 24 billion" inside a quotation would read as more than 24 billion
    if markdown or second[0].islower() or second[0].isdecimal() or first.endswith((",", "-")):
        return True
    # A wrapped line is about as long as its neighbours; a heading above a paragraph is much shorter.
    return len(first) >= 55 and not (_CLOSED.search(first) and len(first) < 60)


def front_matter(text: str) -> tuple[str, date | None, int]:
    """Title and date in the front matter of Markdown ("" and None where there are none), and where the text begins."""
    found = _MATTER.match(text)
    if found is None:
        return "", None, 0
    said = {key.lower(): value.strip().strip("\"'") for key, value in _ENTRY.findall(found.group(2))}
    day = None
    for key in ("date", "published", "pubdate"):
        try:
            day = day or date.fromisoformat(said.get(key, "")[:10])
        except ValueError:
            continue
    return said.get("title", ""), day, found.end()


def blocks(text: str, markdown: bool = False, start: int = 0) -> Iterator[tuple[Kind, int, int]]:
    """The blocks of a plain text or of Markdown, in order.

    Args:
        text: the whole text; nothing in it is changed.
        markdown: True hides fenced code, comments and addresses of links, and reads headings, quotes, notes and tables.
        start: where the text begins, after front matter.

    Yields:
        Kind and half-open span, without the marks of lists and headings.
    """
    hidden = [m.span() for m in _HIDDEN.finditer(text, start)] if markdown else []
    at = start
    for stop in [*(m.span() for m in _BREAK.finditer(text, start)), (len(text), len(text))]:
        yield from _paragraph(text, at, stop[0], markdown, hidden)
        at = stop[1]


def _is_hidden(line: Span, hidden: list[Span]) -> bool:
    before = bisect_right(hidden, line[0], key=lambda span: span[0]) - 1
    return before >= 0 and line[0] < hidden[before][1]


def _paragraph(text: str, start: int, end: int, markdown: bool, hidden: list[Span]) -> Iterator[tuple[Kind, int, int]]:
    lines = [_trim(text, *m.span()) for m in _LINE.finditer(text, start, end)]
    if markdown:
        lines = [_unquoted(text, line) for line in lines]
    joined: list[Span] = []
    underlined: set[int] = set()
    previous: Span | None = None
    for line in lines:
        if line[0] == line[1] or (hidden and _is_hidden(line, hidden)):
            continue
        if text[line[0]] in "-=" and _RULE.fullmatch(text, *line):
            if markdown and previous is not None and joined[-1][1] == previous[1]:
                underlined.add(len(joined) - 1)
            previous = None
        elif previous is not None and _joins(text, previous, line, markdown):
            joined[-1] = (joined[-1][0], line[1])
            previous = line
        else:
            joined.append(line)
            previous = line
    listed = False
    for at, (first, last) in enumerate(joined):
        if at in underlined:
            yield "heading", first, last
            continue
        for kind, low, high in _classify(text, first, last, markdown):
            # "Largest suppliers in 2023:" and short lines with figures below it are a list without its marks.
            listed = kind == "label" or (listed and kind == "heading" and _DIGIT.search(text, low, high) is not None)
            yield "item" if listed and kind == "heading" else kind, low, high


def _unquoted(text: str, line: Span) -> Span:
    """A line of a Markdown quotation without its marks: `>` before a figure is no "more than"."""
    mark = _QUOTE.match(text, *line)
    return _trim(text, mark.end(), line[1]) if mark else line


def _classify(text: str, start: int, end: int, markdown: bool) -> Iterator[tuple[Kind, int, int]]:
    line = text[start:end]
    if _RULE.fullmatch(line) or is_furniture(line):
        return
    if markdown and (mark := _HASHES.match(line)):
        yield "heading", *_trim(text, start + mark.end(), start + len(line.rstrip("# \t")))
    elif markdown and _ROW.match(line):
        at = start
        for cell in line.split("|"):
            first, last = _trim(text, at, at + len(cell))
            if first < last and not _RULE.fullmatch(text, first, last):
                yield "cell", first, last
            at += len(cell) + 1
    elif markdown and (mark := _NOTE.match(line)):
        if mark.end() < len(line):
            yield plain_kind(line), start + mark.end(), end
    elif mark := _ITEM.match(line):
        yield "item", start + mark.end(), end
    else:
        yield plain_kind(line), start, end


def is_furniture(line: str) -> bool:
    """True for a line that only asks to pass the page on ("SHARE:"): in a text about trade it would name a subject."""
    return len(line) < 40 and _share().fullmatch(line) is not None


def plain_kind(line: str) -> Kind:
    """Heading, label (ends with a colon) or paragraph, by length and last character of a block of text."""
    if len(line) > 160 or len(line.split()) > _HEADING_WORDS:
        return "paragraph"
    if line.rstrip("* ").endswith(":"):
        return "label"
    return "paragraph" if _CLOSED.search(line) else "heading"


def label(text: str, start: int, end: int) -> str:
    """The short label a block opens with ("Trade volume: the EU ..."), or ""."""
    match = _LABEL.match(text, start, end)
    if match is None or len(match.group(1).split()) > _LABEL_WORDS:
        return ""
    return str(match.group(1)).strip()


def sentences(text: str, start: int, end: int, language: str) -> Iterator[Span]:
    """The sentences of one block.

    No split stands after an abbreviation ("Mrd.", "No.") or an initial unless a word follows that opens a sentence; a
    Russian or Kazakh one of an amount is followed by a capital only there. Nor does one stand inside a number, or after
    a German ordinal ("am 1. Juli").

    Args:
        text: the whole text.
        start: where the block begins.
        end: where it ends.
        language: language of the block.

    Yields:
        Half-open spans without white space around them.
    """
    at = start
    for mark in _END.finditer(text, start, end):
        if mark.end() < end and not _splits(text, start, end, mark.start(), mark.end(), language):
            continue
        yield from _bounded(text, *_trim(text, at, mark.end()))
        at = mark.end()
    yield from _bounded(text, *_trim(text, at, end))


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence, in parts where it is longer than LONGEST; each but the last ends with a mark or a word."""
    while end - start > LONGEST:
        low, high = start + LONGEST // 2, start + LONGEST
        stops = (text.rfind(sign, low, high) + len(sign) for sign in ("; ", ": ", ", ", " "))
        cut = next((stop for stop in stops if stop > low), None)
        if cut is None:
            blank = _BLANK.search(text, low, end)
            cut = blank.end() if blank else end
        first, last = _trim(text, start, cut)
        yield first, last
        start = _trim(text, cut, end)[0]
    if start < end:
        yield start, end


def _splits(text: str, start: int, end: int, mark: int, stop: int, language: str) -> bool:
    after = _AFTER.match(text, stop, end)
    if after is None:
        return True
    following = after.group(1)
    if following[0].islower():
        return False
    if text[mark] != "." or stop - mark > 1:
        return True
    before = _BEFORE.search(text, max(start, mark - 40), mark)
    if before is None:
        return True
    word = before.group(1)
    opens = wording.fold(following) in words_of("starters") and not (len(following) > 1 and following.isupper())
    if wording.fold(word) in words_of("closing") and following[1:].islower():
        # "50 bn. Russia ...": what is counted is written small
        return True
    if _YEAR_ENDING.search(text, max(start, before.start(1) - 2), before.start(1)):
        # the ending of a year, after its hyphen, shortens nothing
        return True
    if wording.fold(word) in words_of("abbreviations") or (len(word) == 1 and word.isalpha()):
        return opens
    if _ORDINAL.fullmatch(word):
        if not text[start : before.start()].strip():
            return False
        return opens or not traits(language).point_makes_place or not following[0].isalpha()
    return True
