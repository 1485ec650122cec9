"""Files of the World Bank's sites, as rows of indicator, country and year.

`API_*_csv_v2_*.zip` with a page of metadata beside it, the CSV in it, its Excel form; DataBank's `*_Data.csv`; the
bulk file of WDI (`WDI_CSV.zip`): all have a column a year, under one indicator a row or several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from hali.access.formats import by_hand

_YEAR = re.compile(r"((?:19|20)\d{2})(?: \[YR\d{4}\])?")
_INDICATOR = ("indicator code", "series code")
_GAPS = {"", "..", "NA"}
_DATED = re.compile(rb'Last Updated(?: Date)?[":,; \t]+(\d{4}-\d\d-\d\d)')
_DATED_US = re.compile(rb"Last Updated: (\d\d)/(\d\d)/(\d{4})")

Cell = tuple[str, str, str, float | None]
"""Indicator, country, year, value."""


def is_one(body: bytes, indicators: Iterable[str]) -> bool:
    """Whether bytes are such a file with one of these indicators."""
    return by_hand.has(body, _is_header) and next(cells(body, indicators), None) is not None


def indicators(body: bytes) -> list[str]:
    """The first indicators of a file, whatever they are; none where it is no such file."""
    if not by_hand.has(body, _is_header):
        return []
    header, rows = by_hand.found(body, _is_header)
    place = _place(header)
    listed: dict[str, None] = {}
    for row in rows:
        if len(row) > place and row[place]:
            listed[row[place]] = None
        if len(listed) > 3:
            break
    return list(listed)


def cells(body: bytes, wanted: Iterable[str]) -> Iterator[Cell]:
    """The values of these indicators.

    Raises:
        ValueError: no such file, a row of another length, or a value that is no number.
    """
    header, rows = by_hand.found(body, _is_header)
    chosen, place, country = set(wanted), _place(header), _lower(header).index("country code")
    years = [(at, match[1]) for at, name in enumerate(header) if (match := _YEAR.fullmatch(name))]
    for number, row in enumerate(rows, 2):
        if len(row) <= max(place, country) or row[place] not in chosen:
            continue  # of another indicator, or what DataBank writes below its table
        if len(row) <= years[-1][0]:
            raise ValueError(f"row {number} has {len(row)} cells, the header {len(header)}: the file is cut off")
        for at, year in years:
            yield row[place], row[country], year, None if row[at] in _GAPS else float(row[at])


def stamp(body: bytes) -> str:
    """The day the bank last updated a table that is not packed; "" where it does not say."""
    if found := _DATED.search(body[:2000]):
        return found[1].decode()
    if found := _DATED_US.search(body[-2000:]):
        month, day, year = (part.decode() for part in found.groups())
        return f"{year}-{month}-{day}"
    return ""


def _lower(header: by_hand.Row) -> list[str]:
    return [name.casefold() for name in header]


def _place(header: by_hand.Row) -> int:
    names = _lower(header)
    return next(names.index(name) for name in _INDICATOR if name in names)


def _is_header(_: str, row: by_hand.Row) -> bool:
    names = set(_lower(row))
    return "country code" in names and not names.isdisjoint(_INDICATOR) and any(map(_YEAR.fullmatch, row))
