"""Counts of months and years: "ten months", "the past 20 years"."""

from __future__ import annotations

from hali.checking import wording
from hali.checking.times.coded import small
from hali.languages import traits
from hali.languages.phrases import Scan

MONTHS = 12
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4} | {n * "\u0456": n for n in (1, 2, 3)}
"""Roman numbers, also in the Cyrillic letter of their shape."""
ORDINAL_MARKS = frozenset(wording.said("ordinal_marks"))
_LONGEST_PAST = 100


def count_before(scan: Scan, place: int, floor: int) -> tuple[int, int] | None:
    """The count that ends right before token `place`, and its first token."""
    if place - 1 < floor:
        return None
    hit = scan.before(place, "number", floor)
    if hit is not None and 0 < hit.key <= MONTHS:
        begin = place - hit.length
        ten = scan.before(begin, "number", floor)
        if hit.key < 3 and ten is not None and ten.key == 10 and ten.lang == hit.lang:
            return 10 + hit.key, begin - ten.length
        return hit.key, begin
    token = scan.tokens[place - 1]
    number = small(token.text, MONTHS) if token.kind == "n" else 0
    return (number, place - 1) if number else None


def count_at(scan: Scan, i: int) -> tuple[int, int] | None:
    """A number from 1 to 12 at token `i` and the token after it."""
    if not 0 <= i < len(scan.tokens):
        return None
    token = scan.tokens[i]
    if token.kind == "n":
        number = small(token.text, MONTHS)
        return (number, i + 1) if number else None
    hit = scan.at(i, "number")
    if hit is None or not 0 < hit.key <= MONTHS:
        return None
    end = i + hit.length
    step = end + 1 if traits(hit.lang).unit_first and scan.at(end, "join") else end
    more = scan.at(step, "number") if hit.key == 10 else None
    if more is not None and 0 < more.key < 3 and more.lang == hit.lang:
        return 10 + more.key, step + more.length
    return hit.key, end


def past_years(scan: Scan, i: int) -> tuple[int, int] | None:
    """Years up to now that begin at token `i`: "the past 20 years", "miaka 20 iliyopita".

    Returns:
        Number of years and the token after the words, or None.
    """
    before = scan.at(i, "period_past")
    place = i + before.length if before else i
    count = _years_count(scan, place)
    if count is None:
        return None
    number, place = count
    after = scan.at(place, "period_past_after")
    if before is not None and traits(before.lang).unit_first:
        return (number, place + after.length) if after else None
    place += after.length if after and before is None else 0
    years = scan.at(place, "period_years")
    if years is None or (before is None and after is None):
        return None
    return number, place + years.length


def years_counted(scan: Scan, i: int) -> tuple[int, int] | None:
    """A count of years at token `i`: "five years", "miaka mitano", and the token after it, or None."""
    behind = next((h for h in scan.all_at(i, "period_years") if traits(h.lang).unit_first), None)
    if behind is not None:
        return _years_count(scan, i + behind.length)
    count = _years_count(scan, i)
    years = scan.at(count[1], "period_years") if count else None
    return (count[0], count[1] + years.length) if count and years and not traits(years.lang).unit_first else None


def _years_count(scan: Scan, i: int) -> tuple[int, int] | None:
    if i >= len(scan.tokens):
        return None
    token = scan.tokens[i]
    if token.kind == "n":
        number = small(token.text, _LONGEST_PAST)
        return (number, i + 1) if number else None
    hit = scan.at(i, "number")
    return (hit.key, i + hit.length) if hit and 1 < hit.key <= _LONGEST_PAST else None
