"""`eurofxref-hist` of the European Central Bank, rates of every working day, as means of months and years.

The bank's own means are those of the daily rates. A month counts where the file has days before and after it and a
rate on each of them, a year where all its months count.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from hali.access import bounds
from hali.access.formats import by_hand, packed

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FIRST = "1999-01"
"""The month the euro began in: nothing stands before it."""

Mean = tuple[str, str, str, float]
"""Frequency, currency, period, mean."""


def is_one(body: bytes) -> bool:
    """Whether bytes are such a file."""
    return _is_xml(body) or by_hand.has(body, _is_header)


def means(body: bytes, currencies: Iterable[str]) -> Iterator[Mean]:
    """Means of whole months and years, a unit of the currency for one euro.

    Raises:
        ValueError: no such file, or no whole month in it.
    """
    rates: dict[tuple[str, str], list[float]] = defaultdict(list)
    days: dict[str, int] = defaultdict(int)
    wanted = set(currencies)
    for day, listed in _xml(packed.unpacked(body)) if _is_xml(body) else _csv(body):
        days[day[:7]] += 1
        for currency, rate in listed.items():
            if currency in wanted and rate not in {"", "N/A"}:
                rates[currency, day[:7]].append(float(rate))
    whole = sorted(days)[0 if min(days, default="") == _FIRST else 1 : -1]
    if not whole:
        raise ValueError("no whole month in it; give eurofxref-hist, the history")
    for currency in sorted(wanted):
        full = [month for month in whole if len(rates[currency, month]) == days[month]]
        for month in full:
            yield "M", currency, month, math.fsum(rates[currency, month]) / days[month]
        for year in sorted({month[:4] for month in full}):
            months = [month for month in full if month[:4] == year]
            if len(months) == 12:
                daily = [rate for month in months for rate in rates[currency, month]]
                yield "A", currency, year, math.fsum(daily) / len(daily)


def _csv(body: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    header, rows = by_hand.found(body, _is_header)
    for row in rows:
        if any(row):
            if not _DAY.fullmatch(row[0]) or len(row) < len(header) - 1:
                raise ValueError(f"a row that begins with {row[0][:20]!r}: the file is cut off, or of another form")
            yield row[0], dict(zip(header[1:], row[1:], strict=False))


def _is_header(_: str, row: by_hand.Row) -> bool:
    return len(row) > 10 and row[0] == "Date" and {"USD", "JPY", "GBP"} <= set(row)


def _is_xml(body: bytes) -> bool:
    start = packed.beginning(body)
    return b"gesmes:Envelope" in start and b"eurofxref" in start


def _xml(body: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    from lxml import etree

    bounds.check_xml(body)
    try:
        root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ValueError(f"damaged XML: {error}") from error
    for cube in root.iter("{*}Cube"):
        if day := cube.get("time"):
            yield day, {rate.get("currency"): rate.get("rate") for rate in cube.iterchildren("{*}Cube")}
