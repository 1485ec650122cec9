"""Erasmus+: participants of learning mobilities by country, and projects by action, year and country.

Two open CSV files of the Commission, semicolons, commas or tabs between fields, known by their headers. Countries are
written as Eurostat writes them (EL, UK), alone or before a name ("KZ - Kazakhstan").
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hali.access.formats.packed import beginning, unpacked
from hali.codelists import schemes
from hali.model.source import ROW, Feed, Source, table

_MOBILITY = {
    "sending": ("sending country code", "sending country"),
    "receiving": ("receiving country code", "receiving country"),
    "year": ("academic year", "mobility year"),
    "participants": ("participants", "actual participants contracted projects"),
}
_PROJECTS = {
    "project": ("project identifier", "project number"),
    "year": ("call year", "funding year"),
    "action": ("action type", "action"),
    "coordinator": ("coordinator s country",),
    "countries": ("participating countries",),
}
_ACADEMIC = re.compile(r"(20\d{2})\s*[-/]\s*(?:20)?(\d{2})")
_ACTIONS = {
    "PROG:ERASMUS-CBHE": re.compile(r"capacity building in (the field of )?higher education"),
    "ERASMUS-EMJM": re.compile(r"erasmus mundus joint master|joint master degree"),
    "ERASMUS-ICM": re.compile(r"mobility between programme and partner countries|supported by external policy funds"),
}


def parse_mobility(body: bytes) -> Any:
    """Participants by year from the sending (reporter) to the receiving country (partner).

    Args:
        body: the CSV, or a zip or gzip of it.

    Returns:
        Table with the columns ROW; an academic year is the twelve months from September.

    Raises:
        KeyError: a column is missing.
        ValueError: a year or number in another form.
        UnknownCode: a country nobody knows.
    """
    sums: dict[tuple[str, str, str], float] = {}
    for row in _rows(body, _MOBILITY):
        key = _period(row["year"]), _area(row["sending"]), _area(row["receiving"])
        if "" in key:
            continue
        count = float(row["participants"])
        if count != int(count) or count < 0:
            raise ValueError(f"{row['participants']!r} participants")
        sums[key] = sums.get(key, 0.0) + count
    return table(ROW, ((*_start(*key), "_Z", "_Z", value, "PERS", "A") for key, value in sorted(sums.items())))


def _start(period: str, sending: str, receiving: str) -> tuple[str, ...]:
    return "erasmus_participants", "_O" if "/" in period else "A", period, sending, receiving


def _period(text: str) -> str:
    """`2019` or, of an academic year `2014-2015`, the twelve months from September.

    Raises:
        ValueError: another form.
    """
    text = text.strip()
    if re.fullmatch(r"20\d{2}", text):
        return text
    match = _ACADEMIC.fullmatch(text)
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        raise ValueError(f"year {text[:20]!r}; known are 2019 and 2014-2015")
    return f"{match[1]}-09-01/P12M"


def parse_projects(body: bytes) -> Any:
    """Projects funded by year of the call, action and country that takes part, coordinators included.

    Args:
        body: the CSV, or a zip or gzip of it.

    Returns:
        Table with the columns ROW; reporter is the EU as donor, partner the country. A project counts once in each of
        its countries. Capacity building, joint masters and international credit mobility are counted; the other
        actions, which are for members of the programme, are left out.

    Raises:
        KeyError: a column is missing.
        ValueError: a project twice, or a year in another form.
        UnknownCode: a country nobody knows.
    """
    counts: dict[tuple[str, str, str], int] = {}
    seen: set[str] = set()
    for row in _rows(body, _PROJECTS):
        if row["project"] in seen:
            raise ValueError(f"project {row['project']} is there twice")
        seen.add(row["project"])
        if not re.fullmatch(r"20\d{2}", row["year"].strip()):
            raise ValueError(f"year {row['year'][:20]!r} of project {row['project']}")
        names = [row["coordinator"], *re.split(r"[,;|]", row["countries"])]
        for country in {_area(name) for name in names if name.strip()} - {""}:
            for product, form in _ACTIONS.items():
                if form.search(" ".join(row["action"].casefold().split())):
                    key = row["year"].strip(), country, product
                    counts[key] = counts.get(key, 0) + 1
    return table(
        ROW,
        (
            ("projects_funded", "A", year, "EU_INST", country, "_Z", product, float(count), "NR", "A")
            for (year, country, product), count in sorted(counts.items())
        ),
    )


def _area(text: str) -> str:
    """Area of `KZ` or `KZ - Kazakhstan`; "" for a code known to be none."""
    return schemes.area("ESTAT", text.split(" - ")[0].strip())


def _words(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9+]+", text.casefold()))


def _places(header: Sequence[str], wanted: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Column of each thing, by the first of its names that the header has.

    Raises:
        KeyError: it has none of them.
    """
    words = [_words(name) for name in header]
    found = {}
    for thing, names in wanted.items():
        name = next((name for name in names if name in words), None)
        if name is None:
            raise KeyError(f"no column {' or '.join(names)}")
        found[thing] = words.index(name)
    return found


def _rows(body: bytes, wanted: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, str]]:
    """Rows of a CSV, the wanted columns by what they are."""
    text = _text(unpacked(body))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    header = next(reader, [])
    places = _places(header, wanted)
    try:
        for row in reader:
            if len(row) != len(header):
                raise ValueError(f"line {reader.line_num} has {len(row)} fields, the header {len(header)}")
            yield {thing: row[place] for thing, place in places.items()}
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num}: {error}") from error


def _text(body: bytes) -> str:
    """A CSV's text: UTF-8 or, saved by a spreadsheet, UTF-16 with its mark or the code page of western Europe."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252")


def _delimiter(text: str) -> str:
    line = text.split("\n", 1)[0]
    return max(",;\t", key=line.count)


def _recogniser(wanted: Mapping[str, tuple[str, ...]]) -> Callable[[str, bytes], bool]:
    def recognise(name: str, body: bytes) -> bool:
        start = beginning(body)
        utf16 = start.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = start.decode("utf-16" if utf16 else "utf-8-sig", errors="replace")
        try:
            _places(next(csv.reader([text.split("\n", 1)[0]], delimiter=_delimiter(text)), []), wanted)
        except (KeyError, csv.Error):
            return False
        return True

    return recognise


SOURCE = Source(
    id="erasmus",
    title="European Commission, Erasmus+",
    url="https://erasmus-plus.ec.europa.eu",
    licence="CC BY 4.0 (European Commission reuse policy)",
    attribution="Source: European Commission, Erasmus+",
    ship="Y",
    hosts=("data.europa.eu", "erasmus-plus.ec.europa.eu"),
    automated=False,
    cadence="yearly",
    covers="EU",
    dataflows=(
        Feed(
            id="EC:ERASMUS_MOBILITY",
            title="Participants of Erasmus+ mobilities by sending and receiving country",
            measures=("erasmus_participants",),
            requests=lambda scope: [],
            parse=parse_mobility,
            recognise=_recogniser(_MOBILITY),
            may_sum=True,
        ),
        Feed(
            id="EC:ERASMUS_PROJECTS",
            title="Projects of Erasmus+ by year of the call, action and country",
            measures=("projects_funded",),
            requests=lambda scope: [],
            parse=parse_projects,
            recognise=_recogniser(_PROJECTS),
        ),
    ),
)
"""Erasmus+; the files are exports of search pages without a lasting address, so they are ingested by hand."""
