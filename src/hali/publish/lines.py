"""Lines of plain text that the writers without links print alike."""

from __future__ import annotations

from hali.publish.blocks import NO_BREAK_SPACE, Cell, DataTable, Quantity
from hali.publish.document import CitedOrigin, Document, Gap, Labels

GUTTER = 3
"""Letters of space between columns."""


def facts(document: Document) -> tuple[tuple[str, str], ...]:
    """(name, text) rows of the title block."""
    labels = document.labels
    return (*document.composition, (labels["as_of"], document.as_of_text), (labels["record"], document.record))


def imprint(document: Document) -> str:
    """Version, record, digest and permalink in one line."""
    labels = document.labels
    parts = [document.version, f"{labels['record']} {document.record}", f"{labels['digest']} {document.digest[:8]}"]
    if document.permalink:
        parts.append(f"{labels['permalink']} {document.permalink}")
    return " · ".join(parts)


def cell_text(cell: Cell, labels: Labels) -> str:
    """A table cell with its flag, or the word for none."""
    if cell is None:
        return labels["no_data"]
    return cell.text + (NO_BREAK_SPACE + cell.flag if isinstance(cell, Quantity) and cell.flag else "")


def column_weights(table: DataTable, labels: Labels, line: int) -> list[int]:
    """Width of each column in letters, for a line of `line` letters.

    A column gets what its longest cell needs, up to 32. Where that is too much for the line, columns give up room in
    proportion, but none becomes narrower than its longest word.
    """
    columns = [
        [cell_text(row[place], labels) for row in table.rows] + column.title.split(" ")
        for place, column in enumerate(table.columns)
    ]
    least = [max(len(word) for text in column for word in text.split(" ")) + GUTTER for column in columns]
    wanted = [max(low, min(max(map(len, column)), 32) + GUTTER) for low, column in zip(least, columns, strict=True)]
    spare = sum(wanted) - sum(least)
    share = min(1.0, max(0.0, (line - sum(least)) / spare)) if spare else 1.0
    return [round(low + (high - low) * share) for low, high in zip(least, wanted, strict=True)]


def gap_lines(gap: Gap, labels: Labels) -> list[str]:
    """Why there is nothing, where it was looked for and what would help."""
    lines = [gap.text]
    if gap.looked_in:
        lines.append(f"{labels['looked_in']}: {'; '.join(gap.looked_in)}")
    if gap.next_step:
        lines.append(f"{labels['next_step']}: {gap.next_step}")
    return lines


def source_text(origin: CitedOrigin, labels: Labels) -> str:
    """An entry of the list of sources without its number and address."""
    parts = [origin.citation, f"{labels['licence']}: {origin.licence}."]
    for name, text in (("attribution", origin.attribution), ("retrieved", origin.retrieved)):
        if text:
            parts.append(f"{labels[name]}: {text}.")
    return " ".join(parts)
