"""Lines of plain text that the writers without links print alike."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from urllib.parse import urlsplit

from hali.languages.marks import MIDDLE_DOT
from hali.publish.axes import text_width
from hali.publish.blocks import NO_BREAK_SPACE, Cell, DataTable, Quantity, numbered
from hali.publish.document import CitedOrigin, Document, Gap, Labels
from hali.publish.write_json import digest

SOURCE = "Source: "
"""How a line of attribution begins that only names its source."""

BOLD = 1.2
"""Width of a letter of the heads, in letters of the cells."""

EM = 0.62
"""Width of a letter of the cells, in ems."""

GUTTER = 3
"""Letters of space between columns."""


def facts(document: Document) -> tuple[tuple[str, str], ...]:
    """(name, text) rows of the title block."""
    labels = document.labels
    return (*document.composition, (labels["as_of"], document.as_of_text), (labels["record"], document.record))


def imprint(document: Document) -> str:
    """Version, record, digest and permalink in one line."""
    labels = document.labels
    parts = [document.version, f"{labels['record']} {document.record}", f"{labels['digest']} {digest(document)[:8]}"]
    if document.permalink:
        parts.append(f"{labels['permalink']} {document.permalink}")
    return f" {MIDDLE_DOT} ".join(parts)


def cell_text(cell: Cell, labels: Labels) -> str:
    """A table cell with its flag, or the word for none."""
    if cell is None:
        return labels["no_data"]
    return cell.text + (NO_BREAK_SPACE + cell.flag if isinstance(cell, Quantity) and cell.flag else "")


def column_weights(table: DataTable, labels: Labels, line: int) -> list[int]:
    """Width of each column in letters, for a line of `line` letters.

    A column gets what its longest cell needs, up to 32. Where that is too much for the line, each begins with its
    longest word. The room left goes letter by letter to where it takes most lines off the cells or the heads.
    """
    heads = [column.title for column in table.columns]
    columns = [[cell_text(row[place], labels) for row in table.rows] for place in range(len(heads))]
    least = [
        max(
            max((_letters(word) for cell in cells for word in cell.split(" ")), default=0),
            max(ceil(BOLD * _letters(word)) for word in head.split(" ")),
        )
        + GUTTER
        for cells, head in zip(columns, heads, strict=True)
    ]
    longest = [max((len(cell) for cell in cells), default=0) + GUTTER for cells in columns]
    wanted = [max(low, min(high, 32 + GUTTER)) for low, high in zip(least, longest, strict=True)]
    widths = wanted if sum(wanted) <= line else list(least)
    most = [max(high, ceil(BOLD * len(head)) + GUTTER) for high, head in zip(longest, heads, strict=True)]
    while (room := line - sum(widths)) > 0:
        steps = [
            ((_saved(cells, width, width + step) + _eased(head, width, width + step)) / step, step, -place)
            for place, (cells, head, width, high) in enumerate(zip(columns, heads, widths, most, strict=True))
            for step in range(1, min(room, high - width) + 1)
        ]
        gain, step, place = max(steps, default=(0.0, 0, 0))
        if gain <= 0:
            break
        widths[-place] += step
    return widths


def _saved(cells: list[str], narrow: int, wide: int) -> int:
    """How much lower the cells of a column are at the wider width; tall cells count most."""
    return sum(_height(cell, narrow - GUTTER) ** 2 - _height(cell, wide - GUTTER) ** 2 for cell in cells)


def _eased(head: str, narrow: int, wide: int) -> int:
    """The same of a head, whose letters are wider."""
    lines = [_height(head, int((width - GUTTER) / BOLD)) for width in (narrow, wide)]
    return lines[0] ** 2 - lines[1] ** 2


def _letters(word: str) -> int:
    """Letters of usual width that take the room of a word: Cyrillic ones are wider."""
    return max(len(word), ceil(text_width(word, 1.0) / EM - 1e-9))


@cache
def _height(text: str, width: int) -> int:
    """Lines of a text set in `width` letters."""
    lines, used = 1, -1
    for word in text.split(" "):
        if used + 1 + len(word) > width and used >= 0:
            lines, used = lines + 1, -1
        used += 1 + len(word)
    return lines


def gap_line(gap: Gap, labels: Labels) -> str:
    """Why there is nothing, where it was looked for and what would help, in one line."""
    line = gap.text
    if gap.looked_in:
        line += f" {labels['looked_in']}: {'; '.join(gap.looked_in)}".removesuffix(".") + "."
    if gap.next_step:
        line += f" {labels['next_step']}: {gap.next_step}"
    return line


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One entry of the list of sources.

    Attributes:
        number: the number of its marks.
        text: what is cited, without number and address.
        origin: the source itself.
        publisher: whose entries these are where they stand together below the name; else the text names it.
        first: whether it is the first of them.
    """

    number: int
    text: str
    origin: CitedOrigin
    publisher: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """Entries of the list of sources that are of one kind.

    Attributes:
        title: what they are.
        note: the licences entries share, each with their numbers unless all have it.
        entries: in the order of the numbers, those of one publisher together.
    """

    title: str
    note: str
    entries: tuple[SourceEntry, ...]


def source_groups(origins: Sequence[CitedOrigin], labels: Labels) -> tuple[SourceGroup, ...]:
    """The list of sources: tables first, then single pages by who keeps them; numbers stay those of the marks."""
    placed = list(enumerate(origins, 1))
    found = []
    said: set[str] = set()
    for kind in ("table", "official", "research", "agency"):
        listed = [(number, origin) for number, origin in placed if origin.kind == kind]
        if listed:
            holders: dict[str, list[int]] = {}
            for number, origin in listed:
                holders.setdefault(origin.licence, []).append(number)
            shared = {licence: of for licence, of in holders.items() if len(of) > 1 or len(holders) == 1}
            told = [licence + ("" if len(holders) == 1 else f" [{numbered(of)}]") for licence, of in shared.items()]
            note = f"{labels['licence']}: {'; '.join(told)}." if told else ""
            entries = tuple(_entries(listed, shared, said))
            found.append(SourceGroup(labels[f"sources_{kind}"], note, entries))
    return tuple(found)


def retrieval(origins: Sequence[CitedOrigin], labels: Labels) -> str:
    """The days on which the sources were retrieved, for all of them together; empty where none is known."""
    days = dict.fromkeys(origin.retrieved for origin in origins if origin.retrieved)
    return f"{labels['retrieved']}: {', '.join(days)}".removesuffix(".") + "." if days else ""


def _entries(
    listed: Sequence[tuple[int, CitedOrigin]], shared: Collection[str], said: set[str]
) -> Iterator[SourceEntry]:
    """Entries of one kind, each publisher's in the place of its first; of several it is named once, above them."""
    held: dict[str, list[tuple[int, CitedOrigin]]] = {}
    for number, origin in listed:
        held.setdefault(origin.producer or origin.id, []).append((number, origin))
    for publisher, own in held.items():
        for place, (number, origin) in enumerate(own):
            text = origin.citation if len(own) == 1 else origin.citation.removeprefix(publisher).strip(" .:")
            yield SourceEntry(
                number,
                _entry(text, origin, origin.licence in shared, said),
                origin,
                publisher if len(own) > 1 else "",
                first=place == 0,
            )


def _entry(text: str, origin: CitedOrigin, shared: bool, said: set[str]) -> str:
    """An entry without number and address, its licence last unless it is said above the entries.

    Of the line of attribution stands what neither the citation nor an entry before it has `said`.
    """
    line = "" if origin.attribution in said else _unsaid(origin.attribution, origin.citation)
    said.add(origin.attribution)
    whole = line == origin.attribution
    last = ("" if whole else line, "" if shared else origin.licence.removesuffix("."))
    parts = [f"{part.removesuffix('.')}." for part in (text, line if whole else "") if part]
    return " ".join([*parts, *([f"({'; '.join(filter(None, last))})"] if any(last) else [])])


def _unsaid(attribution: str, citation: str) -> str:
    """What of a line of attribution the citation lacks: where that names the publisher, only the parts behind it.

    A line in a publisher's own words stays whole.
    """
    said = _words(citation)
    parts = re.split(r", | ?[()]", attribution)
    if attribution.startswith(SOURCE) and _words(parts[0]) <= said:
        return ", ".join(part.strip() for part in parts if not _words(part) <= said)
    return "" if _words(attribution) <= said else attribution


def host(url: str) -> str:
    """Host of an address, as a printed entry names it; the link behind it is whole."""
    return urlsplit(url).netloc.removeprefix("www.")


def _words(text: str) -> set[str]:
    """The words of a text, without the one that says it is a source."""
    return set(re.findall(r"\w+", text.casefold())) - {"source"}
