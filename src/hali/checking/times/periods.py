"""Finds the time spans a text names: years, ranges, halves, quarters, months, days, "since", "last year"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from hali.checking.times import trailing
from hali.checking.times.atoms import Atom, of_part
from hali.checking.times.coded import coded_year
from hali.checking.times.dates import date_at
from hali.checking.times.ranges import merged_atoms, opened
from hali.checking.times.relative import relative_at
from hali.checking.times.years import year_at
from hali.languages.phrases import Scan
from hali.model.claim import Period


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A time span named in a text.

    Attributes:
        start_char, end_char: code points of its words, half-open.
        period: the span of days, `stated` in the sentence; both sides "" for "last year" without a publication date.
    """

    start_char: int
    end_char: int
    period: Period


_BEGINNINGS = frozenset(
    """
    number period_past period_year_begun period_last_decade period_that_year period_last_year period_this_year
    """.split()  # noqa: SIM905
)
"""Kinds of words that begin a time without figures."""


def read(found: Scan, text: str, taken: list[tuple[int, int]], published: date | None) -> tuple[PeriodMention, ...]:
    """The time spans one sentence or paragraph names.

    Args:
        found: the sentence or paragraph, scanned.
        text: the same; offsets count its code points.
        taken: spans of its quantities; no year stands inside one.
        published: publication date, for "last year" and "the past 20 years"; None leaves them without days.

    Returns:
        The spans in reading order; none overlap. A year in a quantity, a name or a document number is none.
    """
    atoms = merged_atoms(found, list(_atoms(found, taken, published)))
    return tuple(_mention(found, text, opened(found, atom)) for atom in atoms)


def _mention(found: Scan, text: str, atom: Atom) -> PeriodMention:
    start, end = found.tokens[atom.first].start, found.tokens[atom.last - 1].end
    first = "" if atom.start is None else atom.start.isoformat()
    last = "" if atom.end is None else atom.end.isoformat()
    # "January through December 2023" is the year.
    whole = atom.kind == "months" and first[5:] == last[5:] == "01-01" and int(last[:4]) - int(first[:4]) == 1
    kind = "year" if whole else atom.kind
    return PeriodMention(start, end, Period(first, last, kind, text[start:end], "sentence", (start, end)))


def _atoms(found: Scan, taken: list[tuple[int, int]], published: date | None) -> Iterator[Atom]:
    i = floor = 0
    while i < len(found.tokens):
        if not _may_begin(found, i):
            i += 1
            continue
        atom = (
            date_at(found, i)
            or _coded(found, i)
            or year_at(found, i, floor, taken)
            or relative_at(found, i, floor, published)
        )
        if atom is None:
            i += 1
            continue
        yield _trailing(found, atom, floor)
        i = floor = max(atom.last, i + 1)


def _may_begin(found: Scan, i: int) -> bool:
    """Whether a time may begin at a token: with a figure, a letter joined to one, or a word that begins some."""
    glued = i + 1 < len(found.tokens) and found.tokens[i + 1].glued
    return found.tokens[i].kind == "n" or glued or found.has(i, _BEGINNINGS)


def _coded(found: Scan, i: int) -> Atom | None:
    """A quarter, half or months with a year of two digits: "1Q24", "Q4'23"."""
    coded = coded_year(found, i)
    return of_part(*coded, coded[0].first, coded[0].last) if coded else None


def _trailing(found: Scan, atom: Atom, floor: int) -> Atom:
    """The span that a count of months or years gives the month or year it ends with."""
    if atom.end is None or atom.kind not in {"date", "month", "year"}:
        return atom
    whole = trailing.begins(found, atom.first, floor, atom.end)
    return replace(atom, first=whole[0], start=whole[1], kind="range") if whole else atom


def months(period: Period) -> int | None:
    """Months a period lasts, None for one without start or end."""
    if not period.start or not period.end:
        return None
    first, last = period.start, period.end
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])
