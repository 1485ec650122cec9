"""The index of a folder of annotated articles, as plain frozen data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hali.errors import RecordError
from hali.publish.document import Labels


@dataclass(frozen=True, slots=True)
class Column:
    """One count: `key` names the page that is sorted by it, `name` heads it."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One article.

    Attributes:
        name: its file.
        link: address of its page, relative to the index; "" if it has none.
        title: its title, "" for none.
        counts: one for each column.
        error: why it has no page, "" if it has one.
    """

    name: str
    link: str
    title: str
    counts: tuple[int, ...]
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A table of articles with a count for each kind of finding.

    Attributes:
        title: title of the page.
        language: language of all texts.
        article: heading of the articles.
        columns: the counts, the most urgent first.
        rows: the articles.
        labels: texts for `skip` and `record`.
        record: id of the record.
        hashes: (name, hash) of what the findings rest on beside the record.
        command: the command that gives this folder again.
        version: program and version.
    """

    title: str
    language: str
    article: str
    columns: tuple[Column, ...]
    rows: tuple[OverviewRow, ...]
    labels: Labels
    record: str
    hashes: tuple[tuple[str, str], ...]
    command: str
    version: str

    def __post_init__(self) -> None:
        """Refuse a row whose counts do not fit the columns."""
        for row in self.rows:
            if len(row.counts) != len(self.columns):
                raise RecordError(f"{row.name} has {len(row.counts)} counts for {len(self.columns)} columns")

    @property
    def totals(self) -> tuple[int, ...]:
        """Sum of each column."""
        return tuple(sum(row.counts[k] for row in self.rows) for k in range(len(self.columns)))

    def by_count(self, column: int) -> Sequence[OverviewRow]:
        """Rows with most in `column` first, then in the columns from the left, then by name; those in error last."""
        return sorted(self.rows, key=lambda r: (bool(r.error), -r.counts[column], *(-n for n in r.counts), r.name))

    def by_name(self) -> Sequence[OverviewRow]:
        """Rows by the name of their file."""
        return sorted(self.rows, key=lambda row: row.name)
