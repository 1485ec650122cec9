"""Schengen visas: the Commission's yearly workbooks of short-stay visas by consulate.

Every year's headers differ ("Uniform", "Short-stay" or "C" visas, double blanks, line breaks, marks of notes), so a
column is known by its words. States that apply the rules without being in Schengen stand on a sheet of their own. The
year stands in the file's name and not always in the workbook.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from hali.access.formats import sheets
from hali.access.formats.sheets import Cell
from hali.codelists import areas
from hali.errors import UnknownCode
from hali.model.source import ROW, Feed, Source, table

_COLUMNS = {
    "state": re.compile(r"(schengen|member) state"),
    "country": re.compile(r"country where consulate is located"),
    "consulate": re.compile(r"consulate"),
    "applied": re.compile(r"(uniform|short stay|c)( uniform)? visas applied for"),
    "issued": re.compile(r"(total )?(uniform|short stay|c)( uniform)? visas issued( including mevs?)?"),
    "refused": re.compile(r"(uniform|short stay|c)( uniform)? visas not issued"),
}
_COUNTS = ("applied", "issued", "refused")
_HEADER_WITHIN = 15
_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")
_SUM = re.compile(r"(sub |grand )?totals?")

_Counts = dict[tuple[str, str], dict[str, float]]  # state and country -> kind of count -> visas


def parse(body: bytes) -> Any:
    """Short-stay visas applied for, issued and refused, by state and country of the consulate.

    Args:
        body: workbook of one year.

    Returns:
        Table with the columns ROW; reporter is the state, `SCHENGEN` all states of the file, partner the country. The
        period is empty where the workbook does not name one year.

    Raises:
        ValueError: no sheet, or not every column, is known, or a count is no number.
        UnknownCode: a country nobody knows.
    """
    counts: _Counts = {}
    years: set[str] = set()
    tables = 0
    for title, rows in sheets.read(body).items():
        found = _header(rows)
        if found is None:
            continue
        tables += 1
        at, columns = found
        years.update(_YEAR.findall(" ".join([title, *(c for row in rows[:at] for c in row if isinstance(c, str))])))
        for state, country, kind, value in _sheet(rows[at + 1 :], columns):
            for reporter in (state, "SCHENGEN"):
                cell = counts.setdefault((reporter, country), {})
                cell[kind] = cell.get(kind, 0.0) + value
    if not tables:
        raise ValueError("no sheet with the columns Schengen State, country and consulate")
    year = years.pop() if len(years) == 1 else ""
    return table(ROW, _rows(counts, year))


def _rows(counts: _Counts, year: str) -> Iterator[tuple[Any, ...]]:
    for (state, country), cell in sorted(counts.items()):
        for kind in _COUNTS:
            if kind in cell:
                yield f"visas_issued.{kind}", "A", year, state, country, "_Z", "VISA_C", cell[kind], "NR", "A"


def _header(rows: Sequence[Sequence[Cell]]) -> tuple[int, dict[str, int]] | None:
    """Row of the header and column of each thing; None for a sheet that is no such table."""
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        words = [_words(cell) if isinstance(cell, str) else "" for cell in row]
        if not any(_COLUMNS["country"].fullmatch(text) for text in words):
            continue
        columns: dict[str, int] = {}
        for name, form in _COLUMNS.items():
            places = [place for place, text in enumerate(words) if form.fullmatch(text)]
            if len(places) != 1:
                raise ValueError(f"{len(places)} columns for '{name}' among: {'; '.join(filter(None, words))}")
            columns[name] = places[0]
        return at, columns
    return None


def _words(text: str) -> str:
    """The words of a header, small, without brackets, blanks and marks of notes."""
    return " ".join(re.findall(r"[a-z]+", text.casefold()))


def _sheet(rows: Sequence[Sequence[Cell]], columns: Mapping[str, int]) -> Iterator[tuple[str, str, str, float]]:
    """State, country, kind and count of every figure; sums and remarks below the table have no state or country."""
    for row in rows:
        named = {name: row[place] if place < len(row) else None for name, place in columns.items()}
        state, country = named["state"], named["country"]
        if not isinstance(state, str) or not isinstance(country, str) or _SUM.match(_words(state)):
            continue
        for kind in _COUNTS:
            value = sheets.number(named[kind])
            if value is None:
                continue
            if value < 0 or value != int(value):
                raise ValueError(f"{state}, {country}: {value} visas {kind}")
            yield _area(state), _area(country), kind, value


@cache
def _names() -> Mapping[str, str]:
    """Spellings of the workbooks that the codelist has not."""
    text = (resources.files("hali.connectors") / "data" / "schengen_names.csv").read_text(encoding="utf-8")
    return {row["name"]: row["area"] for row in csv.DictReader(text.splitlines())}


@cache
def _area(name: str) -> str:
    words = " ".join(name.casefold().replace("\u2019", "'").split()).strip(" *")
    found = _names().get(words) or areas.resolve(words)
    if areas.area(found).kind not in {"country", "former"}:
        raise UnknownCode("country", name)
    return found


def recognise(name: str, body: bytes) -> bool:
    """Whether a file is such a workbook."""
    if not sheets.is_workbook(body):
        return False
    try:
        return any(_header(rows) is not None for rows in sheets.read(body).values())
    except ValueError:
        return False


def dated_by_name(name: str) -> str:
    """The year a file's name gives, "" where it gives none or several."""
    years = set(_YEAR.findall(name.rsplit("/", 1)[-1]))
    return years.pop() if len(years) == 1 else ""


SOURCE = Source(
    id="schengen",
    title="European Commission, Migration and Home Affairs, Schengen visa statistics",
    url="https://home-affairs.ec.europa.eu/policies/schengen/visa-policy_en",
    licence="CC BY 4.0 (European Commission reuse policy)",
    attribution="Source: European Commission, DG HOME, Schengen visa statistics",
    ship="Y",
    hosts=("home-affairs.ec.europa.eu",),
    automated=False,
    cadence="yearly, in spring",
    covers="EU",
    dataflows=(
        Feed(
            id="EC:SCHENGEN_VISA",
            title="Uniform short-stay visas by country of the consulate",
            measures=tuple(f"visas_issued.{kind}" for kind in _COUNTS),
            requests=lambda scope: [],
            parse=parse,
            recognise=recognise,
            dated_by_name=dated_by_name,
            rows=(3, 50_000),
            may_sum=True,
        ),
    ),
)
"""The Commission's visa statistics; the files have no lasting address, so they are ingested by hand."""
