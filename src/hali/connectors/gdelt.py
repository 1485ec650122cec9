"""GDELT 2.0: events read from the news every 15 minutes, as monthly counts and means of a pair.

The files are tab-separated without a header, despite their name `.CSV.zip`. Actors carry CAMEO country codes, places
FIPS codes: Germany is DEU in the one and GM in the other, and only the actors make a pair here. CAMEO codes of events
are text (`042`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from hali.access import bounds
from hali.access.formats.packed import ZIP, first_line, unpacked
from hali.codelists import schemes
from hali.model.source import ROW, Feed, Reply, Request, Scope, Source, table

_BASE = "https://storage.googleapis.com/data.gdeltproject.org/gdeltv2/"

_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
_PLACE = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"

EVENT_FIELDS: tuple[str, ...] = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{n}{field}" for n in (1, 2) for field in _ACTOR.split()),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{who}Geo_{field}" for who in ("Actor1", "Actor2", "Action") for field in _PLACE.split()),
    *("DATEADDED", "SOURCEURL"),
)
"""The 61 columns of an export file."""

MENTION_FIELDS: tuple[str, ...] = (
    *("GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier"),
    *("SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence"),
    *("MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras"),
)
"""The 16 columns of a mentions file."""

_QUADS = {"1": "verbal_cooperation", "2": "material_cooperation", "3": "verbal_conflict", "4": "material_conflict"}
_COUNT, _MEANS = "news_events", {"GoldsteinScale": "news_goldstein", "AvgTone": "news_tone"}
_MEASURES = (_COUNT, *(f"news_{quad}" for quad in _QUADS.values()), *_MEANS.values())

_LINE = re.compile(r"(?P<size>\d+) (?P<md5>[0-9a-f]{32}) (?P<url>https?://\S+)")
_EXPORT = re.compile(r"\d{14}\.(?:translation\.)?export\.CSV(?:\.zip)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of `lastupdate.txt` or `masterfilelist.txt`: size in bytes, MD5 in hexadecimal digits, address."""

    size: int
    md5: str
    url: str


def listing(body: bytes) -> tuple[Listed, ...]:
    """The files a list names.

    Raises:
        ValueError: a line is not "size md5 address".
    """
    found = []
    for number, line in enumerate(body.decode("utf-8").splitlines(), 1):
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise ValueError(f"line {number} of the list is not 'size md5 address': {line[:60]!r}")
        found.append(Listed(int(match["size"]), match["md5"], match["url"]))
    return tuple(found)


def differs(listed: Listed, body: bytes) -> str:
    """Why bytes are not the listed file, or ""."""
    if len(body) != listed.size:
        return f"{len(body)} bytes, the list says {listed.size}"
    if hashlib.md5(body, usedforsecurity=False).hexdigest() != listed.md5:
        return "its MD5 is not the one of the list"
    return ""


def parse(body: bytes) -> Any:
    """Events between two countries by month of report: counts, and means of Goldstein scale and tone.

    Args:
        body: an export file, its zip, or a zip of several; a list of files gives no rows.

    Returns:
        Table with the columns ROW; reporter is the acting country, partner the other. Events within a country, without
        two countries, or without an event code are left out.

    Raises:
        ValueError: another number of columns, an event twice, or a file a spreadsheet has damaged.
        UnknownCode: an actor's country nobody knows.
    """
    if _is_list(body):
        listing(body)
        return table(ROW, ())
    cells: dict[_Key, _Cell] = {}
    for text in _texts(body):
        _add(cells, text)
    return table(ROW, _rows(cells))


def combine(tables: Sequence[Any]) -> Any:
    """Tables of several files as one: counts added, means weighted by them."""
    cells: dict[_Key, _Cell] = {}
    for part in tables:
        counts = {_key(row): row["value"] for row in part.to_pylist() if row["measure"] == _COUNT}
        for row in part.to_pylist():
            cell = cells.setdefault(_key(row), {})
            weight = counts[_key(row)] if row["measure"] in _MEANS.values() else 1.0
            cell[row["measure"]] = cell.get(row["measure"], 0.0) + row["value"] * weight
    return table(ROW, _rows(cells))


_Key = tuple[str, str, str]  # month, acting country, other country
_Cell = dict[str, float]  # measure -> count, or sum over events


def _key(row: dict[str, Any]) -> _Key:
    return row["period"], row["reporter"], row["partner"]


def _rows(cells: dict[_Key, _Cell]) -> Iterator[tuple[Any, ...]]:
    for (month, reporter, partner), cell in sorted(cells.items()):
        for measure in _MEASURES:
            if measure in cell:
                mean = measure in _MEANS.values()
                value = cell[measure] / cell[_COUNT] if mean else cell[measure]
                yield measure, "M", month, reporter, partner, "_Z", "_Z", value, "INDEX" if mean else "NR", "A"


def _add(cells: dict[_Key, _Cell], text: bytes) -> None:
    """Add the events of one file to counts and sums."""
    needed = ("GLOBALEVENTID", "SQLDATE", "QuadClass", "GoldsteinScale", "AvgTone", "DATEADDED")
    events = _read(text, EVENT_FIELDS, (*needed, "Actor1CountryCode", "Actor2CountryCode")).to_pylist()
    seen: set[str] = set()
    for event in events:
        added = event["DATEADDED"]
        if not re.fullmatch(r"20\d{12}", added) or not re.fullmatch(r"\d{8}", event["SQLDATE"]):
            raise ValueError(f"DATEADDED {added[:20]!r} is no 14 digits: the file went through a spreadsheet")
        if event["GLOBALEVENTID"] in seen:
            raise ValueError(f"event {event['GLOBALEVENTID']} is there twice")
        seen.add(event["GLOBALEVENTID"])
        actors = _area(event["Actor1CountryCode"]), _area(event["Actor2CountryCode"])
        if "" in actors or actors[0] == actors[1] or not event["GoldsteinScale"]:
            continue
        cell = cells.setdefault((f"{added[:4]}-{added[4:6]}", *actors), {})
        for measure, amount in (
            (_COUNT, 1.0),
            (f"news_{_QUADS[event['QuadClass']]}", 1.0),
            *((mean, float(event[field])) for field, mean in _MEANS.items()),
        ):
            cell[measure] = cell.get(measure, 0.0) + amount


def mentions(body: bytes) -> Any:
    """The mentions of events in articles, all 16 columns as text.

    Args:
        body: a mentions file or its zip.

    Raises:
        ValueError: another number of columns, or a file a spreadsheet has damaged.
    """
    found = _read(unpacked(body), MENTION_FIELDS, MENTION_FIELDS)
    for column in ("EventTimeDate", "MentionTimeDate"):
        for stamp in found[column].unique().to_pylist():
            if not re.fullmatch(r"20\d{12}", stamp):
                raise ValueError(f"{column} {stamp[:20]!r} is no 14 digits: the file went through a spreadsheet")
    return found


def _read(text: bytes, columns: Sequence[str], kept: Sequence[str]) -> Any:
    """Columns of tab-separated text without a header, or of a copy with one in any case, as text.

    Raises:
        ValueError: another number of columns, or a header of other names.
    """
    import pyarrow as pa
    from pyarrow import csv

    if not text:
        raise ValueError("an empty file")
    header, delimiter = _heading(text, columns)
    try:
        return csv.read_csv(
            pa.py_buffer(text),
            read_options=csv.ReadOptions(column_names=list(columns), skip_rows=int(header)),
            parse_options=csv.ParseOptions(
                delimiter=delimiter,
                quote_char='"' if delimiter == "," else False,
                newlines_in_values=delimiter == ",",
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(kept, pa.string()), include_columns=list(kept), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as error:
        raise ValueError(f"not {len(columns)} tab-separated columns: {error}") from error


def _heading(text: bytes, columns: Sequence[str]) -> tuple[bool, str]:
    """Whether the first line is a header, and what separates the cells; GDELT's own files have tabs and no header."""
    line = first_line(text).decode("utf-8-sig", errors="replace").strip("\r")
    delimiter = "\t" if "\t" in line else ","
    names = [name.strip('" ').casefold() for name in line.split(delimiter)]
    if names[0] != columns[0].casefold():
        return False, "\t"
    if names != [name.casefold() for name in columns]:
        raise ValueError(f"not the {len(columns)} columns of GDELT 2.0 but {', '.join(names)[:100]}")
    return True, delimiter


@cache
def _area(code: str) -> str:
    """Area of an actor's country code; "" for none, and for a region."""
    return schemes.area("CAMEO", code) if code else ""


def _texts(body: bytes) -> Iterator[bytes]:
    """The export files in a zip, or the one the bytes are."""
    if not body.startswith(ZIP):
        yield unpacked(body)
        return
    with bounds.archive(body) as archive:
        files = [info for info in archive.infolist() if not info.is_dir()]
        if odd := [info for info in files if not _EXPORT.fullmatch(info.filename.rsplit("/", 1)[-1])]:
            raise ValueError(f"{odd[0].filename} is no export file of GDELT 2.0 (20250101000000.export.CSV)")
        for info in sorted(files, key=lambda info: info.filename):
            yield unpacked(bounds.whole(bounds.member(archive, info)))


def _is_list(body: bytes) -> bool:
    return bool(re.match(rb"\d+ [0-9a-f]{32} http", body[:80]))


def requests(scope: Scope) -> list[Request]:
    """The list of the newest files, whatever the scope: earlier ones, thousands a month, are ingested."""
    return [Request(f"{_BASE}lastupdate.txt")]


def following(reply: Reply) -> Request | None:
    """The export file a list names, with what it must be in the part of the address that is not sent."""
    if not _is_list(reply.body):
        return None
    for listed in listing(reply.body):
        name = listed.url.rsplit("/", 1)[-1]
        if _EXPORT.fullmatch(name):
            return Request(f"{_BASE}{name}#size={listed.size}&md5={listed.md5}")
    raise ValueError("the list names no export file")


def refuse(reply: Reply) -> str:
    """Why an export file is not the one its list names, or ""."""
    told = {name: values[0] for name, values in parse_qs(urlsplit(reply.request.url).fragment).items()}
    if "md5" not in told:
        return ""
    return differs(Listed(int(told["size"]), told["md5"], reply.request.url), reply.body)


def recognise(name: str, body: bytes) -> bool:
    """Whether a file is an export file, a zip of such, or a list of files."""
    if _is_list(body):
        return True
    try:
        text = next(_texts(body), b"")
    except ValueError:
        return False
    try:
        header, _ = _heading(text, EVENT_FIELDS)
    except ValueError:
        return False
    first = first_line(text).split(b"\t")
    return header or (len(first) == len(EVENT_FIELDS) and first[0].isdigit())


SOURCE = Source(
    id="gdelt",
    title="GDELT Project, events of the world's news",
    url="https://www.gdeltproject.org",
    licence="free and open, citation with a link (gdeltproject.org/data.html)",
    attribution="Source: The GDELT Project, https://www.gdeltproject.org",
    ship="X",
    hosts=("storage.googleapis.com", "data.gdeltproject.org"),
    rate=2.0,
    cadence="every 15 minutes",
    limits="the newest quarter of an hour; each file with its size and md5",
    documentation=("http://data.gdeltproject.org/documentation/GDELT-Event_Codebook-V2.0.pdf",),
    read="2026-11-28",
    dataflows=(
        Feed(
            id="GDELT:EVENTS",
            title="Events between two countries in the news, by month of report",
            nature="model",
            measures=_MEASURES,
            requests=requests,
            parse=parse,
            recognise=recognise,
            combine=combine,
            following=following,
            refuse=refuse,
            rows=(0, 1_000_000),
            may_be_empty=True,
            monthly_slices=True,
            catalogue=False,
        ),
    ),
)
"""GDELT; counts grow with the number of sources read, so compare shares and means rather than levels."""
