"""Where paragraphs, list items and sentences begin and end in a text whose characters stay as they are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

import regex

from hali.check import wording

Kind = Literal["title", "heading", "label", "paragraph", "item", "cell"]
Span = tuple[int, int]

_HEADING_WORDS = 14
"""A line of at most this many words that ends without a full stop is a heading."""
_WRAPPED = 100
"""No hand-wrapped line is longer than this; a longer line is a paragraph of its own."""

_BREAK = regex.compile(r"\r?\n(?:[^\S\n]*\r?\n)+|[\f\v\x1c-\x1e\x85\u2028\u2029]+")
_LINE = regex.compile(r"[^\r\n]+")
_ITEM = regex.compile(r"(?:[-*+•–—·▪■●○]|\d{1,2}[.)]|\p{L}\))[^\S\n]+")
_FENCE = regex.compile(r"^(?:```|~~~).*?^(?:```|~~~)[^\n]*$", regex.M | regex.S)
_HASHES = regex.compile(r"#{1,6}[^\S\n]+")
_ROW = regex.compile(r"\|.*\|[^\S\n]*$")
_RULE = regex.compile(r"[-=_*|:+\s]+$")
_CLOSED = regex.compile(r"[.!?…;][\"»”’')\]]*(?:[ \u00a0]?\[[\d, –-]+\])*\s*$")
_END = regex.compile(r"[.!?…]+[\"»”’')\]]*(?:[ \u00a0]?\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\])*(?=\s|$)")
_BEFORE = regex.compile(r"([\p{L}\d]+)$")
_AFTER = regex.compile(r"[\s\"«„“‘'(\[–—-]*([\p{L}\d]+)")
_ORDINAL = regex.compile(r"\d{1,2}$")
_LABEL = regex.compile(r"[^\S\n]*\**([^\s:.!?][^:.!?\n\d]{1,60}?)\**:\**(?:\s+|$)")
_LABEL_WORDS = 6


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(e for lang in wording.LANGUAGES for e in wording.table(lang)["segment"]["abbreviations"])


@cache
def _starters() -> frozenset[str]:
    return frozenset(e for lang in wording.LANGUAGES for e in wording.table(lang)["segment"]["starters"])


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _joins(text: str, before: Span, after: Span) -> bool:
    """True if the line `after` goes on where the line `before` was wrapped by hand."""
    first, second = text[before[0] : before[1]], text[after[0] : after[1]]
    if max(len(first), len(second)) > _WRAPPED or first.rstrip("* ").endswith(":"):
        return False
    if _ITEM.match(second) or _HASHES.match(first) or _HASHES.match(second) or _ROW.match(second) or _ROW.match(first):
        return False
    if second[0].islower() or second[0].isdigit() or first.endswith((",", "-")):
        return True
    # A wrapped line is about as long as its neighbours; a heading above a paragraph is much shorter.
    return len(first) >= 55 and not (_CLOSED.search(first) and len(first) < 60)


def blocks(text: str, markdown: bool = False) -> Iterator[tuple[Kind, int, int]]:
    """The blocks of a plain text or of Markdown, in order.

    Args:
        text: the whole text; nothing in it is changed.
        markdown: True hides fenced code and reads `#` headings and table rows.

    Yields:
        Kind and half-open span, without the marks of lists and headings.
    """
    hidden = [m.span() for m in _FENCE.finditer(text)] if markdown else []
    at = 0
    for stop in [*(m.span() for m in _BREAK.finditer(text)), (len(text), len(text))]:
        yield from _paragraph(text, at, stop[0], markdown, hidden)
        at = stop[1]


def _paragraph(text: str, start: int, end: int, markdown: bool, hidden: list[Span]) -> Iterator[tuple[Kind, int, int]]:
    lines = [_trim(text, *m.span()) for m in _LINE.finditer(text, start, end)]
    lines = [line for line in lines if line[0] < line[1] and not any(a <= line[0] < b for a, b in hidden)]
    joined: list[Span] = []
    previous: Span | None = None
    for line in lines:
        if previous is not None and _joins(text, previous, line):
            joined[-1] = (joined[-1][0], line[1])
        else:
            joined.append(line)
        previous = line
    for first, last in joined:
        yield from _classify(text, first, last, markdown)


def _classify(text: str, start: int, end: int, markdown: bool) -> Iterator[tuple[Kind, int, int]]:
    line = text[start:end]
    if _RULE.fullmatch(line):
        return
    if markdown and (mark := _HASHES.match(line)):
        yield "heading", start + mark.end(), end
    elif markdown and _ROW.match(line):
        at = start
        for cell in line.split("|"):
            first, last = _trim(text, at, at + len(cell))
            if first < last:
                yield "cell", first, last
            at += len(cell) + 1
    elif mark := _ITEM.match(line):
        yield "item", start + mark.end(), end
    else:
        yield plain_kind(line), start, end


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

    No split stands after an abbreviation ("долл.", "Mrd.", "No.") or an initial unless a word follows that opens a
    sentence ("долл. В 2022 году ..."), nor inside a number, nor after a German ordinal ("am 1. März").

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
        first, last = _trim(text, at, mark.end())
        if first < last:
            yield first, last
        at = mark.end()
    first, last = _trim(text, at, end)
    if first < last:
        yield first, last


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
    opens = wording.fold(following) in _starters() and not (len(following) > 1 and following.isupper())
    if wording.fold(word) in _abbreviations() or (len(word) == 1 and word.isalpha()):
        return opens
    if _ORDINAL.fullmatch(word):
        if not text[start : before.start()].strip():
            return False
        return opens or language != "de" or not following[0].isalpha()
    return True
