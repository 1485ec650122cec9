"""Spans that end with a month or a year: "the 12 months to June 2024", "the five years to 2023"."""

from __future__ import annotations

from datetime import date

from hali.checking import wording
from hali.languages import traits
from hali.languages.phrases import Scan
from hali.model.period import add_months

_MONTHS = 12
_MOST = 60
_JOINTS = ("to", "period_until", "period_ending")


def begins(scan: Scan, i: int, floor: int, end: date) -> tuple[int, date] | None:
    """First token and first day of a span whose last month or year is named at token `i`.

    Args:
        scan: the text.
        i: first token of the month or year.
        floor: first token that no earlier period has taken.
        end: the day after the month or year.

    Returns:
        Token and day, or None where no count of months or years leads to the month or year.
    """
    end_of = scan.before(i, "period_end_of", floor)
    place = i - (end_of.length if end_of else 0)
    joint = next((h for kind in _JOINTS if (h := scan.before(place, kind, floor))), None)
    if joint is None:
        return None
    place -= joint.length
    months = scan.before(place, "period_month", floor)
    unit = months or scan.before(place, "period_years", floor) or scan.before(place, "year_word", floor)
    if unit is None or traits(unit.lang).unit_first or wording.postposes(unit.lang):
        return None
    place -= unit.length
    counted = _count(scan, place, floor)
    the = scan.low(place) == "the" or (place > floor and scan.low(place - 1) == "the")
    if counted is None and (months or not the):
        return None
    number, first = counted or (1, place)
    months_back = number if months else number * _MONTHS
    return (first, add_months(end, -months_back)) if months_back <= _MOST * _MONTHS else None


def _count(scan: Scan, place: int, floor: int) -> tuple[int, int] | None:
    """The number that ends right before a token, and its first token."""
    if place - 1 < floor:
        return None
    token = scan.tokens[place - 1]
    if token.kind == "n":
        return (int(token.text), place - 1) if token.text.isdecimal() and 0 < int(token.text) <= _MOST else None
    hit = scan.before(place, "number", floor)
    return (hit.key, place - hit.length) if hit and 1 < hit.key <= _MOST else None
