"""Tables of an article: each figure read as the sentence that its row, its column and the title above make of it.

"EU exports of goods, EUR million" over the columns 2021 and 2022 and the row "Kenya | 1,896 | 2,009" says "Kenya: EU
exports of goods (2021): EUR 1,896 million". That sentence is read as any other; what it says stands at the cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from hali.checking import article, frames, quantities
from hali.checking.article import Article
from hali.codelists import areas
from hali.languages.currencies import MONEY
from hali.model.claim import Claim, Step

_YEAR = regex.compile(r"(?:19|20)\d\d")
_FIGURE = regex.compile(r"[-\u2212]?\d[\d.,\u00a0\u202f ]*\d|\d")
_RULE = regex.compile(r"[\s:|-]*")
_NUMBERED = regex.compile(r"^\W*\w+\W+\d+\W+(?=\p{Lu})")
"""What numbers a title: "Table 1. "."""
_ROWS, _COLUMNS = 2, 2
_LONGEST = 12
"""Words of a title, of a row's name, at the most; what is longer is no table of figures."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words and the code points they take in the text."""

    text: str
    start: int
    end: int


Row = tuple[Cell, ...]


def claims(text: Article, pair: tuple[str, str] | None = None) -> Iterator[Claim]:
    """The claims of the figures in the tables of an article, in the order of the text; their ids are not its own.

    Args:
        text: the article.
        pair: the two concepts it is about, or None.
    """
    if "|" not in text.text:
        return
    for title, rows in _tables(text.text):
        block = next((at for at, one in enumerate(text.blocks) if one.end > rows[0][0].start), 0)
        language = text.blocks[block].language
        for row in rows[1:]:
            for head, cell in zip(rows[0][1:], row[1:], strict=True):
                told = _sentence(title, row[0].text, head.text, cell.text, language)
                found = _claim(told, text, pair) if told else None
                if found is not None:
                    yield _at(found, cell, row, text.text, block)


def _tables(text: str) -> Iterator[tuple[str, list[Row]]]:
    """Each table with the title above it: rows of as many cells, one under the other, the first of them its head."""
    above = ""
    rows: list[Row] = []
    at = 0
    for line in [*text.split("\n"), "."]:
        row = _row(line, at)
        at += len(line) + 1
        if row is None and _RULE.fullmatch(line):
            # a rule below the head, or an empty line between two rows of a page
            continue
        if row is not None and (not rows or len(row) == len(rows[0])):
            rows.append(row)
            continue
        if len(rows) >= _ROWS and above:
            yield above, rows
        rows = [row] if row is not None else []
        above = "" if row is not None else line.strip()


def _row(line: str, at: int) -> Row | None:
    """The cells of a line, None where it is no row of a table."""
    if "|" not in line or _RULE.fullmatch(line):
        return None
    cells = []
    for part in line.split("|"):
        words = part.strip()
        start = at + len(part) - len(part.lstrip())
        cells.append(Cell(words, start, start + len(words)))
        at += len(part) + 1
    # "| Kenya | 1,896 |" is written between two lines, " | 2021 | 2022" has an empty corner
    inner = cells[1:-1] if not cells[0].text and not cells[-1].text else cells
    return tuple(inner) if len(inner) >= _COLUMNS else None


def _sentence(title: str, row: str, head: str, figure: str, language: str) -> str:
    """What a figure says with its row, its column and the title; "" where that is no statement on one area and time."""
    if not _FIGURE.fullmatch(figure) or _YEAR.fullmatch(figure) or max(len(title.split()), len(row.split())) > _LONGEST:
        return ""
    title = _NUMBERED.sub("", title.rstrip(":"))
    amount, rest = next(_amounts(title, figure, language), (figure, title))
    years = [part for part in (row, head) if _YEAR.fullmatch(part)]
    words = [part for part in (row, head) if part not in years]
    if len(years) != 1 or not any(areas.mentions(part, language) for part in (*words, rest)):
        return ""
    return f"{': '.join([*words, rest])} ({years[0]}): {amount}."


def _amounts(title: str, figure: str, language: str) -> Iterator[tuple[str, str]]:
    """A figure with the unit that the title gives, written so that it is read as an amount, and the title without it.

    The unit stands in brackets or behind the last comma; the figure stands before, among or behind its words.
    """
    for opens, closes in (("(", ")"), (",", "")):
        before, found, unit = title.rpartition(opens)
        words = unit.removesuffix(closes).split() if found and (not closes or unit.endswith(closes)) else []
        orders = [" ".join([*words[:at], figure, *words[at:]]) for at in range(len(words) + 1)] if words else []
        read = [(amount, quantities.find(amount, language)) for amount in orders]
        # "1,896 EUR million" is read as 1,896 euros: the order of which most words are read is the one meant
        whole = [(one[0], amount) for amount, one in read if len(one) == 1 and figure in one[0].text]
        told = [(len(one.text), amount) for one, amount in whole if one.unit in MONEY or one.unit == "percent"]
        if told:
            yield max(told)[1], before.strip()


def _claim(told: str, text: Article, pair: tuple[str, str] | None) -> Claim | None:
    """The claim of the one number of a sentence."""
    read = frames.claims(article.from_text(told, text.published), pair)
    found = [claim for claim in read if claim.kind == "quantity"]
    return found[0] if len(found) == 1 and found[0].measure else None


def _at(claim: Claim, cell: Cell, row: Sequence[Cell], text: str, block: int) -> Claim:
    """A claim where its figure stands in the text."""
    assert claim.quantity is not None
    period = replace(claim.period, span=None) if claim.period else None
    return replace(
        claim,
        start=cell.start,
        end=cell.end,
        sentence=text[row[0].start : row[-1].end],
        sentence_start=row[0].start,
        block=block,
        quantity=replace(claim.quantity, start=cell.start, end=cell.end, text=cell.text),
        period=period,
        evidence={},
        trace=(*(replace(step, span=None) for step in claim.trace), Step("words", "cell")),
    )
