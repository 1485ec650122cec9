"""Bureau of National Statistics of Kazakhstan: yearly workbooks of foreign trade by country.

A file holds its year and the year before, countries and regions, turnover, exports and imports in thousand US dollars.
The row of EU countries counts the United Kingdom up to data year 2022 and not from 2023; no file says so. It is held
against the sums of its members, and a file in which neither sum fits stops the harvest.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from hali.access.formats import sheets
from hali.access.formats.sheets import Cell
from hali.codelists import areas
from hali.errors import UnknownCode
from hali.model.source import ROW, Feed, Source, table

EU = "EU_AS_PRINTED_KZ"
"""The row of EU countries, whose members differ by year."""

_TOLERANCE = 2_000.0  # dollars: 28 figures rounded to a tenth of a thousand
_IDENTITIES = (
    ("WLD", ("CIS_AS_PRINTED_KZ", "NON_CIS_AS_PRINTED_KZ")),
    ("CIS_AS_PRINTED_KZ", ("EAEU_AS_PRINTED_KZ", "CIS_NON_EAEU_AS_PRINTED_KZ")),
    ("EUROPE_AS_PRINTED_KZ", (EU, "EUROPE_NON_EU_AS_PRINTED_KZ")),
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")

_Cells = dict[tuple[int, str], dict[str, float]]  # year and partner -> flow -> dollars


def parse(body: bytes) -> Any:
    """Goods trade of Kazakhstan by partner, the two years of a workbook, US dollars.

    Args:
        body: `.xls` or `.xlsx` as published.

    Returns:
        Table with the columns ROW, one row a year, partner and flow.

    Raises:
        ValueError: the layout is not known, or the rows do not add up.
        UnknownCode: a name nobody knows.
    """
    cells: _Cells = {}
    for rows in sheets.read(body).values():
        for year, partner, flow, value in _sheet(rows):
            held = cells.setdefault((year, partner), {})
            if held.setdefault(flow, value) != value:
                raise ValueError(f"{partner} has two values of flow {flow} in {year}: {held[flow]} and {value}")
    if not cells:
        raise ValueError("no sheet with a row of totals under years, turnover, exports and imports")
    for year in sorted({year for year, _ in cells}):
        _check(year, {partner: flows for (of, partner), flows in cells.items() if of == year})
    return table(ROW, _rows(cells))


def _rows(cells: _Cells) -> Iterator[tuple[Any, ...]]:
    for (year, partner), flows in sorted(cells.items()):
        status = "B" if partner == EU and _members(year) != _members(year - 1) else "A"
        for flow in (flow for flow in "XMT" if flow in flows):
            yield "trade_value", "A", str(year), "KAZ", partner, flow, "TOTAL", flows[flow], "USD", status


def _members(year: int) -> frozenset[str]:
    """Who the row of EU countries counts in a data year."""
    return areas.members(EU, date(year, 12, 31))


def _sheet(rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, str, str, float]]:
    """Year, partner, flow and dollars of every figure of a sheet; nothing if it is no such table."""
    start = _start(rows)
    if start is None:
        return
    at, column = start
    columns = _columns(rows[:at], column)
    if not {"X", "M"} <= {flow for _, flow in columns.values()}:
        return
    heading = " ".join(_words(cell) for row in rows[:at] for cell in row if isinstance(cell, str))
    if re.search(_labels()["other_unit"], heading) or not re.search(_labels()["thousand"], heading):
        raise ValueError("the heading does not say thousand US dollars")
    region = ""
    for row in rows[at:]:
        name, figures = row[column], {c: row[c] for c in columns if c < len(row)}
        if name is None and not any(figures.values()):
            continue
        if not isinstance(name, str):
            raise ValueError(f"a row with figures but no country: {list(row)[:4]}")  # noqa: TRY004
        values = {c: sheets.number(cell) for c, cell in figures.items() if not _is_note(cell)}
        if all(value is None for value in values.values()) and not _known(name, region):
            continue  # a remark below the table
        partner = _area(name, region)
        if partner.endswith("_AS_PRINTED_KZ"):
            region = partner
        for c, value in values.items():
            if value is not None:
                year, flow = columns[c]
                yield year, partner, flow, float(Decimal(repr(value)) * 1000)


def _is_note(cell: Cell) -> bool:
    """Whether a cell holds a remark's text rather than a figure or a dash."""
    return isinstance(cell, str) and len(cell) > 3 and not any(sign.isdigit() for sign in cell)


def _start(rows: Sequence[Sequence[Cell]]) -> tuple[int, int] | None:
    """Row and column of the name of the first row of the table, the total of all countries."""
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str) and _words(cell) in _labels()["total"]:
                return at, column
    return None


def _columns(heading: Sequence[Sequence[Cell]], names: int) -> dict[int, tuple[int, str]]:
    """Column -> year and flow, from the rows above the table; a cell holds for the empty ones to its right."""
    filled = [_filled(row, names) for row in heading if sum(cell is not None for cell in row) > 1]
    width = max((len(row) for row in filled), default=0)
    found: dict[int, tuple[int, str]] = {}
    for column in range(names + 1, width):
        texts = [row[column] for row in reversed(filled) if column < len(row) and row[column]]
        if any(re.search(_labels()["derived"], text) for text in texts):
            continue
        year = next((year for year in map(_one_year, texts) if year), 0)
        flow = next(
            (flow for text in texts for flow, words in _labels()["flows"].items() if any(w in text for w in words)), ""
        )
        if any(re.search(_labels()["months"], text) and not re.search(_labels()["whole_year"], text) for text in texts):
            raise ValueError("the figures are of a part of a year; only whole years are read")
        if not year or not flow:
            continue
        if (year, flow) in found.values():
            raise ValueError(f"two columns for flow {flow} of {year}")
        found[column] = (year, flow)
    return found


def _one_flow(text: str) -> str:
    """The flow a heading names; empty if it names none."""
    return next((flow for flow, words in _labels()["flows"].items() if any(word in text for word in words)), "")


def _one_year(text: str) -> int:
    """The year a heading names; 0 if it names none or several."""
    years = set(_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 else 0


def _filled(row: Sequence[Cell], names: int) -> list[str]:
    """The words of a heading row, each repeated over the empty cells that a merged cell leaves."""
    words, last = [], ""
    for column, cell in enumerate(row):
        if column <= names:
            words.append("")
            continue
        if cell is not None:
            last = _words(str(int(cell)) if isinstance(cell, float) else cell)
        words.append(last)
    return words


def _words(text: str) -> str:
    """Text as it is compared: small letters, single blanks, without marks of notes."""
    plain = text.casefold().replace("\u2019", "'")
    return re.sub(r"\s+", " ", re.sub(r"[*\u00b9\u00b2\u00b3]|(?<=\D)\d\)$", " ", plain)).strip(" :;.-\u2013")


@cache
def _labels() -> Mapping[str, Any]:
    """What the workbooks print for totals, rests, flows, months and units."""
    text = (resources.files("hali.connectors") / "data" / "kazstat_labels.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _names() -> Mapping[str, str]:
    """Names of regions, and spellings of countries that the codelist has not."""
    text = (resources.files("hali.connectors") / "data" / "kazstat_names.csv").read_text(encoding="utf-8")
    return {row["name"]: row["area"] for row in csv.DictReader(text.splitlines())}


def _area(name: str, region: str) -> str:
    """Area of a printed name; 'other countries' is the rest of the region it stands in."""
    words = re.sub(_labels()["inside"], "", _words(name))
    if words in _labels()["total"]:
        return "WLD"
    if words in _labels()["rest"]:
        if region in {"CIS_AS_PRINTED_KZ", "EAEU_AS_PRINTED_KZ"}:
            return "CIS_NON_EAEU_AS_PRINTED_KZ"
        if region in {"EUROPE_AS_PRINTED_KZ", EU}:
            return "EUROPE_NON_EU_AS_PRINTED_KZ"
        raise ValueError(f"{name!r} stands in no region whose rest it could be")
    found = _names().get(words.translate(str.maketrans(_labels()["same"]))) or areas.resolve(words)
    if areas.area(found).kind not in {"country", "former", "printed", "world"}:
        raise UnknownCode("country of the Kazakh table", name)
    return found


def _known(name: str, region: str) -> bool:
    try:
        _area(name, region)
    except (UnknownCode, ValueError):
        return False
    return True


def _check(year: int, partners: Mapping[str, Mapping[str, float]]) -> None:
    """Stop unless turnover is exports and imports, regions add up, and the EU row is the sum of its members."""
    for partner, flows in partners.items():
        if {"T", "X", "M"} <= set(flows) and abs(flows["T"] - flows["X"] - flows["M"]) > _TOLERANCE:
            raise ValueError(f"{partner} {year}: turnover is not exports and imports")
    for flow in "XMT":
        at = {partner: flows[flow] for partner, flows in partners.items() if flow in flows}
        for whole, parts in _IDENTITIES:
            if whole in at and all(part in at for part in parts):
                missed = at[whole] - sum(at[part] for part in parts)
                if abs(missed) > _TOLERANCE:
                    raise ValueError(f"{whole} {year}, flow {flow}: its parts miss it by {missed:,.0f} dollars")
        if EU in at:
            _check_union(year, flow, at)


def _check_union(year: int, flow: str, at: Mapping[str, float]) -> None:
    fitting = [
        code
        for code in ("EU28", "EU27_2020")
        if abs(at[EU] - sum(at.get(member, 0.0) for member in areas.members(code, date(year, 12, 31)))) <= _TOLERANCE
    ]
    if not fitting:
        raise ValueError(f"EU countries {year}, flow {flow}: neither the sum of the 28 nor of the 27 members")
    if _members(year) not in [areas.members(code, date(year, 12, 31)) for code in fitting]:
        raise ValueError(f"EU countries {year} are {fitting[0]}, unlike the members {EU} has in that year")


def recognise(name: str, body: bytes) -> bool:
    """Whether a file is such a workbook."""
    if not sheets.is_workbook(body):
        return False
    try:
        return any(_start(rows) is not None for rows in sheets.read(body).values())
    except ValueError:
        return False


SOURCE = Source(
    id="kazstat",
    title="Bureau of National Statistics of Kazakhstan",
    url="https://stat.gov.kz",
    licence="official statistics, source must be named; terms to be confirmed before a release",
    attribution="Source: Bureau of National Statistics, Agency for Strategic Planning and Reforms of the Republic of "
    "Kazakhstan",
    ship="Y",
    hosts=("stat.gov.kz",),
    automated=False,
    cadence="yearly, in July or August",
    covers="KAZ",
    dataflows=(
        Feed(
            id="KZ_BNS:TRADE",
            title="Goods trade of Kazakhstan by partner country, yearly files",
            measures=("trade_value",),
            requests=lambda scope: [],
            parse=parse,
            recognise=recognise,
            rows=(6, 3_000),
            lag_months=7,
            complete_partners=True,
            world="row",
        ),
    ),
)
"""The statistics office; its files have no lasting address, so they are ingested by hand."""
