"""Tally: what a batch came to, kept while it runs, and what is written after its last article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from hali import narrate
from hali.batch import files
from hali.batch.settings import Settings
from hali.batch.work import Outcome, opened
from hali.checking.definitions.grid import grid
from hali.checking.output import replication, report, text
from hali.publish.overview import Column, Overview, OverviewRow
from hali.publish.write_overview import write
from hali.version import VERSION


class Tally:
    """Counts of a batch, and for a folder of pages the line of each article in their index.

    Args:
        given: files and folders as typed.
        paths: the articles found there.
        settings: how they are checked and written.
    """

    def __init__(self, given: Sequence[str], paths: Sequence[Path], settings: Settings) -> None:
        self.given = given
        self.settings = settings
        self.codes: Counter[str] = Counter()
        self.checked = 0
        self.unread = 0
        self._below = files.root(paths)
        self._rows: list[OverviewRow] = []

    def add(self, outcome: Outcome) -> Iterator[tuple[str, bytes]]:
        """Count one outcome; what is written for it, as `Outcome.parts`, the head of a table before the first."""
        if self.settings.format == "csv" and not self.checked and not outcome.error:
            yield "", report.csv_head().encode()
        self.unread += bool(outcome.error)
        self.checked += not outcome.error
        self.codes.update(outcome.codes)
        if self.settings.format == "html":
            place = files.place(Path(outcome.file), self._below)
            link = "" if outcome.error else quote(f"{place}.html")
            counts = tuple(outcome.codes.get(code, 0) for code in text.ORDER)
            self._rows.append(OverviewRow(place, link, outcome.title[:200], counts, outcome.error))
        yield from outcome.parts

    def summary(self) -> str:
        """The batch in one line: articles checked and unreadable, findings by code."""
        found = ", ".join(f"{code} {number}" for code, number in self.codes.most_common()) or "no claims"
        return f"{self.checked} articles checked, {self.unread} unreadable: {found}"

    def closing(self) -> Iterator[tuple[str, bytes]]:
        """What is written after the last article, as `Outcome.parts`: the summary of a text, the index of pages."""
        if self.settings.format == "text":
            yield "", f"{self.summary()}\n{text.repeat(self._replication())}".encode()
        elif self.settings.format == "html":
            yield from write(self._overview())

    def _replication(self) -> replication.Replication:
        command = self.settings.command(*self.given)
        return replication.Replication(
            command, opened(self.settings.as_of).id, grid().hash, replication.tolerance(), replication.lexicon()
        )

    def _overview(self) -> Overview:
        lang = self.settings.lang or "en"
        by = self._replication()
        columns = (Column(code.lower().replace("_", "-"), narrate.finding_name(code, lang)) for code in text.ORDER)
        return Overview(
            title=narrate.check_label("findings", lang),
            language=lang,
            article=narrate.check_label("article", lang),
            columns=tuple(columns),
            rows=tuple(self._rows),
            labels={name: narrate.label(name, lang) for name in ("skip", "record")},
            record=by.record,
            hashes=(("grid", by.grid), ("tolerance", by.tolerance), ("lexicon", by.lexicon)),
            command=by.command or "",
            version=f"hali {VERSION}",
        )
