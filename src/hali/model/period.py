"""Time periods in SDMX notation and the half-open spans of days they stand for."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hali.errors import UnreadableInput

_ACCEPTED = "2021, 2021-S1, 2021-Q2, 2021-03, 2021-03-01, 2021-01-01/P9M, 2005-01-01/P16Y"

_PERIOD = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?P<part>[SQH])(?P<number>\d)"
    r"|-(?P<month>\d{2})(?:-(?P<day>\d{2})(?:/P(?P<length>\d{1,5})(?P<step>[YMD]))?)?)?"
)
_PART_MONTHS = {"S": 6, "H": 6, "Q": 3}


def bounds(sdmx: str) -> tuple[date, date]:
    """First day of a period and first day after it.

    Args:
        sdmx: `2021`, `2023-S1`, `2022-Q2`, `2021-03`, `2022-01-20`, `2022-01-01/P11M`, `2005-01-01/P18Y`, `.../P5D`.

    Returns:
        Half-open span of days.

    Raises:
        UnreadableInput: for any other notation, or a day no calendar has.
    """
    match = _PERIOD.fullmatch(sdmx)
    if match is None:
        raise _unreadable(sdmx)
    try:
        return _span(match)
    except (ValueError, OverflowError):
        raise _unreadable(sdmx) from None


def _span(match: re.Match[str]) -> tuple[date, date]:
    start = date(int(match["year"]), int(match["month"] or 1), int(match["day"] or 1))
    if match["part"]:
        months = _PART_MONTHS[match["part"]]
        number = int(match["number"])
        if not 1 <= number <= 12 // months:
            raise ValueError(number)
        start = add_months(start, months * (number - 1))
        return start, add_months(start, months)
    if match["length"]:
        length = int(match["length"])
        if match["step"] == "D":
            return start, start + timedelta(days=length)
        return start, add_months(start, length * (12 if match["step"] == "Y" else 1))
    if match["day"]:
        return start, start + timedelta(days=1)
    return start, add_months(start, 1 if match["month"] else 12)


def _unreadable(sdmx: str) -> UnreadableInput:
    return UnreadableInput(f"unknown period {sdmx[:40]!r}; accepted: {_ACCEPTED}")


def add_months(day: date, months: int) -> date:
    """The same day `months` later or, if negative, earlier; the last day of the month where it has none such."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first + timedelta(days=min(day.day, (following - first).days) - 1)


def last_day(sdmx: str) -> date:
    """Last day of a period: `2021` -> 2021-12-31.

    Raises:
        UnreadableInput: see `bounds`.
    """
    return bounds(sdmx)[1] - timedelta(days=1)


def known(vintage: str) -> date:
    """First day of a vintage, which is a date, a month or a year: `2023-01` -> 2023-01-01.

    Raises:
        UnreadableInput: see `bounds`.
    """
    return bounds(vintage)[0]


def label(start: date, end: date) -> str:
    """SDMX notation of a half-open span: 2021-01-01 and 2022-01-01 -> `2021`.

    Args:
        start: first day.
        end: first day after the span.

    Returns:
        The shortest notation: year, half, quarter, month or day, else whole years, months or days from the first day.

    Raises:
        UnreadableInput: if the span is empty.
    """
    if end <= start:
        raise UnreadableInput(f"empty period {start}/{end}; accepted: a first day before the day after the last")
    months = (end.year - start.year) * 12 + end.month - start.month
    if start.day != 1 or end.day != 1:
        days = (end - start).days
        return start.isoformat() if days == 1 else f"{start}/P{days}D"
    if months % 12 == 0 and start.month == 1:
        return f"{start.year:04}" if months == 12 else f"{start}/P{months // 12}Y"
    if months == 6 and start.month in {1, 7}:
        return f"{start.year:04}-S{1 + start.month // 7}"
    if months == 3 and start.month % 3 == 1:
        return f"{start.year:04}-Q{1 + start.month // 3}"
    return f"{start.year:04}-{start.month:02}" if months == 1 else f"{start}/P{months}M"


def years(start: date, end: date) -> range:
    """Calendar years a half-open span touches: 2021-07-01 and 2023-01-01 -> 2021, 2022."""
    return range(start.year, (end - timedelta(days=1)).year + 1)
