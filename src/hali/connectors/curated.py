"""Curated tables: single figures and dated events, each with the page it was read on, in a layout of our own.

A figure: `measure, reporter, partner, flow, product, period, value, unit, status` and the page's `vintage, producer,
page, url, published, licence, attribution, note`. An event: `date, kind, action, subject, parties, title, pillar,
status` and the same of its page. A figure of the body itself has status A and is kept apart from one quoted
second-hand, which has Q.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from hali.access import bounds
from hali.access.formats.packed import first_line
from hali.codelists import areas
from hali.model import period as periods
from hali.model.source import EVENT, PAGE, ROW, Feed, Source, table

_FIGURE = (*(name for name in ROW if name != "freq"), *PAGE)
_EVENT = (*EVENT, *PAGE)
_MAY_BE_EMPTY = frozenset({"published", "note"})

_FREQUENCIES = {
    "A": r"\d{4}",
    "S": r"\d{4}-S[12]",
    "Q": r"\d{4}-Q[1-4]",
    "M": r"\d{4}-\d{2}",
    "D": r"\d{4}-\d{2}-\d{2}",
    "_O": r"\d{4}-\d{2}-\d{2}/P\d+[YMD]",
    "_Z": "_Z",
}
_KINDS = frozenset(
    {
        *("agreement", "visit", "summit", "council", "dialogue", "resolution", "vote", "programme", "law", "treaty"),
        *("strategy", "security", "accession"),
    }
)


def parse_figures(body: bytes) -> Any:
    """Single figures, base units.

    Args:
        body: CSV in UTF-8; columns in any order, none missing, none further.

    Returns:
        Table with the columns ROW and PAGE.

    Raises:
        ValueError: another column, an empty cell, a value that is no number, official and quoted figures mixed.
        UnknownCode: an area nobody knows.
        UnreadableInput: a period or vintage in another form.
    """
    rows = []
    for line, row in _rows(body, _FIGURE):
        value = float(row["value"])
        if not math.isfinite(value):
            raise ValueError(f"line {line}: value {row['value']!r}")
        for side in ("reporter", "partner"):
            areas.area(row[side])
        freq = _frequency(row["period"])
        periods.known(row["vintage"])
        rows.append([{**row, "freq": freq, "value": value}[name] for name in (*ROW, *PAGE)])
    quoted = {row[ROW.index("status")] == "Q" for row in rows}
    if len(quoted) > 1:
        raise ValueError("figures of the body itself and quoted ones (status Q) are kept in files of their own")
    return table((*ROW, *PAGE), rows)


@cache
def _frequency(period: str) -> str:
    for code, form in _FREQUENCIES.items():
        if re.fullmatch(form, period):
            if code != "_Z":
                periods.bounds(period)
            return code
    raise ValueError(
        f"period {period[:30]!r}; known are 2021, 2021-S1, 2021-Q2, 2021-03, 2021-03-01, 2022-01-01/P9M, _Z"
    )


def parse_events(body: bytes) -> Any:
    """Dated events.

    Args:
        body: CSV in UTF-8; columns in any order, none missing, none further; parties separated by blanks.

    Returns:
        Table with the columns EVENT and PAGE.

    Raises:
        ValueError: another column, an empty cell, or an unknown kind.
        UnknownCode: a party nobody knows.
        UnreadableInput: a date in another form.
    """
    rows = []
    for line, row in _rows(body, _EVENT):
        if row["kind"] not in _KINDS:
            raise ValueError(f"line {line}: kind {row['kind']!r}; known are {', '.join(sorted(_KINDS))}")
        periods.known(row["date"])
        periods.known(row["vintage"])
        parties = row["parties"].split()
        for party in parties:
            areas.area(party)
        rows.append([{**row, "parties": parties}[name] for name in _EVENT])
    return table(_EVENT, rows)


def _rows(body: bytes, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of every row."""
    bounds.check_line(first_line(body))
    bounds.check_table(body, ",", len(columns), bounds.LONG_CELLS)
    reader = csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True)
    header = list(reader.fieldnames or ())
    if sorted(header) != sorted(columns):
        wrong = sorted(set(header) ^ set(columns)) or ["a column twice"]
        raise ValueError(f"the columns differ in {', '.join(wrong)}; the layout has {', '.join(columns)}")
    try:
        for row in reader:
            if None in row or None in row.values():
                raise ValueError(f"line {reader.line_num} has not as many fields as the header")
            cells = {name: cell.strip() for name, cell in row.items()}
            if empty := [name for name, cell in cells.items() if not cell and name not in _MAY_BE_EMPTY]:
                raise ValueError(f"line {reader.line_num}: {empty[0]} is empty; write _Z for 'not applicable'")
            yield reader.line_num, cells
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num}: {error}") from error


def _recogniser(columns: tuple[str, ...], status: str) -> Callable[[str, bytes], bool]:
    """Whether bytes have these columns, and in their first row a status like the one given ("" = any)."""

    def recognise(name: str, body: bytes) -> bool:
        try:
            _, first = next(_rows(body, columns), (0, {"status": ""}))
        except (ValueError, csv.Error):
            return False
        return not status or (first["status"] == "Q") == (status == "Q")

    return recognise


def _figures(name: str, title: str, status: str) -> Feed:
    return Feed(
        id=f"CURATED:{name}",
        title=title,
        measures=(),
        requests=lambda scope: [],
        parse=parse_figures,
        recognise=_recogniser(_FIGURE, status),
        kind="paged",
        nature="quoted" if status == "Q" else "own_report",
        synthetic=False,
    )


SOURCE = Source(
    id="curated",
    title="Single figures and events, each from a page of its own",
    url="as each page says",
    licence="as each page says",
    attribution="as each page says",
    ship="X",
    hosts=(),
    automated=False,
    cadence="when somebody writes one down",
    dataflows=(
        _figures("OFFICIAL", "Single figures from pages of official bodies", "A"),
        _figures("QUOTED", "Single figures of official bodies quoted by the press or on copies", "Q"),
        Feed(
            id="CURATED:EVENTS",
            title="Dated events of the relations between partners",
            measures=(),
            requests=lambda scope: [],
            parse=parse_events,
            recognise=_recogniser(_EVENT, ""),
            kind="events",
            synthetic=False,
        ),
    ),
)
"""What no table in reach gives: written down by hand, with its page."""
