"""Times told from the day of publication: "last year", "since the beginning of the year"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hali.checking.times.atoms import Atom, within_year
from hali.checking.times.counting import past_years
from hali.languages.phrases import Scan


def relative_at(found: Scan, i: int, floor: int, published: date | None) -> Atom | None:
    """A span told from the publication date: "last year", "over the past 20 years"."""
    span = past_years(found, i)
    if span is not None:
        count, end = span
        if published is None:
            return Atom(i, end, None, None, "relative")
        return Atom(i, end, date(published.year - count, 1, 1), date(published.year, 1, 1), "relative")
    begun = found.at(i, "period_year_begun")
    if begun is not None and not _year_follows(found, i + begun.length):
        return _begun(i, i + begun.length, published)
    decade = found.at(i, "period_last_decade")
    if decade is not None:
        end = i + decade.length
        if published is None:
            return Atom(i, end, None, None, "relative")
        return Atom(i, end, date(published.year - 10, 1, 1), date(published.year, 1, 1), "relative")
    if found.at(i, "period_that_year"):
        # In French "that year" begins like this year, and is the one just named.
        return None
    last = found.at(i, "period_last_year")
    hit = last or found.at(i, "period_this_year")
    if hit is None or (last is not None and found.at(i, "period_past") and _is_count_next(found, i + 1)):
        return None
    end = i + hit.length
    if last is None and _year_follows(found, end):
        return None
    year = (published or date(2000, 1, 1)).year - (1 if last else 0)
    atom = within_year(found, i, end, year, floor)
    kind = "relative" if atom.kind == "year" else atom.kind
    if published is None:
        return replace(atom, start=None, end=None, kind=kind)
    return replace(atom, kind=kind)


def _year_follows(found: Scan, i: int) -> bool:
    """True where the year itself follows: "mwaka huu wa 2024"."""
    link = found.at(i, "link")
    following = found.low(i + (link.length if link else 0))
    return len(following) == len("2024") and following.isdecimal()


def _begun(first: int, last: int, published: date | None) -> Atom:
    """The months since the year of publication began that were over: "since the beginning of the year"."""
    end = published.replace(day=1) if published is not None and published.month > 1 else None
    return Atom(first, last, end and end.replace(month=1), end, "months")


def _is_count_next(found: Scan, i: int) -> bool:
    return i < len(found.tokens) and found.tokens[i].kind == "n"
