"""Atoms: a span of days with the tokens that name it, before spans are joined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hali.checking.times.after_years import after_year
from hali.checking.times.coded import Part, coded_after
from hali.checking.times.subyears import before_year
from hali.languages import traits
from hali.languages.phrases import Scan
from hali.model.period import add_months


@dataclass(frozen=True, slots=True)
class Atom:
    """A span of days and the tokens that name it; no days where only the publication date could tell."""

    first: int
    last: int
    start: date | None
    end: date | None
    kind: str


def within_year(found: Scan, i: int, end: int, year: int, floor: int) -> Atom:
    """The part of a year named before or after it, or the year."""
    part = before_year(found, i, floor)
    if part is not None:
        return of_part(part, year, part.first, over_year_words(found, end))
    rest = over_year_words(found, end)
    part = after_year(found, rest)
    if part is not None:
        return of_part(part, year, i, part.last)
    return Atom(i, rest, date(year, 1, 1), date(year + 1, 1, 1), "year")


def of_part(part: Part, year: int, first: int, last: int) -> Atom:
    """The atom of a part of a year."""
    start = date(year, part.month, 1)
    if part.day:
        # A day no calendar has ("30 February") is read as the last day of its month.
        last_day = (add_months(start, 1) - start).days
        start = start.replace(day=min(part.day, last_day))
        return Atom(first, last, start, start + timedelta(days=1), "date")
    return Atom(first, last, start, add_months(start, part.months), part.kind)


def over_year_words(found: Scan, i: int) -> int:
    """The token after the words for year that stand behind a year and belong to it."""
    place = found.over_hyphen(i)
    if place > i and found.tokens[place].kind == "w" and coded_after(found, i) is None:
        i = place + 1
    for _ in range(2):
        hit = next((h for h in found.all_at(i, "year_word") if traits(h.lang).word_of_year_behind), None)
        if hit is None:
            return i
        i += hit.length
    return i
