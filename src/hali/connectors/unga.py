"""Votes of the UN General Assembly: the CSV of the UN Digital Library, and the tables of Voeten as `unvotes` has them.

The library's terms forbid robots, so its file is ingested by hand. Fields are read by name: `vote_note` came in 2026.
"""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from hali.access import bounds
from hali.access.formats.packed import ZIP, unpacked
from hali.codelists import areas
from hali.errors import UnknownCode
from hali.model.source import VOTE, Feed, Source, table


class _Member(NamedTuple):
    """What one row of the library's CSV says, by its columns."""

    undl_id: str
    ms_code: str
    ms_vote: str
    date: str
    resolution: str
    total_yes: str
    total_no: str
    total_abstentions: str
    total_non_voting: str
    total_ms: str


_LIBRARY = frozenset(_Member._fields)
_VOTES = frozenset({"rcid", "country", "country_code", "vote"})
_TOTALS = {"Y": "total_yes", "N": "total_no", "A": "total_abstentions", "X": "total_non_voting"}
_WORDS = {"yes": "Y", "no": "N", "abstain": "A"}


def parse_library(body: bytes) -> Any:
    """Roll calls of the UN Digital Library's CSV, one row a member and resolution.

    A roll call of which the file holds every member is held against its printed totals (`120.0`).

    Args:
        body: the CSV, or a zip or gzip of it.

    Returns:
        Table with the columns VOTE. Members that did not vote (`X`), and states that are gone, have no row.

    Raises:
        KeyError: a column is missing.
        ValueError: another vote, a member twice, or totals that its rows do not give.
        UnknownCode: a member nobody knows.
    """
    calls: dict[str, list[_Member]] = {}
    for row in _rows(body, _LIBRARY):
        # nearly a million rows: what they have in common is held once
        member = _Member(*(sys.intern(row[name]) for name in _Member._fields))
        calls.setdefault(member.undl_id, []).append(member)
    return table(VOTE, (cast for call in calls.values() for cast in _call(call)))


def _call(members: list[_Member]) -> Iterator[tuple[Any, ...]]:
    first = members[0]
    call = first.undl_id
    counted = Counter(row.ms_vote for row in members)
    if set(counted) - set(_TOTALS):
        raise ValueError(f"roll call {call}: vote {sorted(set(counted) - set(_TOTALS))[0]!r}; known are Y, N, A, X")
    if twice := [code for code, count in Counter(row.ms_code for row in members).items() if count > 1]:
        raise ValueError(f"roll call {call}: {twice[0]} is there twice")
    if len({(row.date, row.resolution, *(getattr(row, name) for name in _TOTALS.values())) for row in members}) > 1:
        raise ValueError(f"roll call {call}: its rows differ in date, resolution or totals")
    whole = _count(first.total_ms)
    if len(members) > whole:
        raise ValueError(f"roll call {call}: {len(members)} members of {whole}")
    if len(members) == whole:
        for vote, column in _TOTALS.items():
            printed = getattr(first, column)
            if counted[vote] != _count(printed):
                raise ValueError(f"roll call {call}: {column} is {printed}, its rows give {counted[vote]}")
    day = date.fromisoformat(first.date)
    for row in members:
        area = _member(row.ms_code)
        if area and row.ms_vote != "X":
            yield int(call), row.resolution.strip(), day, [], area, row.ms_vote


def _count(text: str) -> int:
    """A total as the library writes it: `120.0`; empty is none.

    Raises:
        ValueError: no whole number.
    """
    value = float(text or 0)
    if value != int(value) or value < 0:
        raise ValueError(f"a total of {text!r} votes")
    return int(value)


def parse_voeten(body: bytes) -> Any:
    """Votes in the layout of the package `unvotes`: rcid, country, country_code, vote in words.

    Args:
        body: `un_votes.csv`, or a zip of it with `un_roll_calls.csv` and `un_roll_call_issues.csv`, which hold date,
            resolution and issues.

    Returns:
        Table with the columns VOTE; from the votes alone `date` is null and `resolution` empty.

    Raises:
        KeyError: a column is missing, or a roll call has no date in the zip.
        ValueError: another word for a vote, or a country twice.
        UnknownCode: a country nobody knows.
    """
    votes, calls, issues = _package(body)
    seen: set[tuple[str, str]] = set()
    rows = []
    for row in votes:
        word = row["vote"].strip().casefold()
        if word not in _WORDS:
            raise ValueError(f"roll call {row['rcid']}: vote {row['vote']!r}; known are {', '.join(_WORDS)}")
        area = _country(row["country_code"], row["country"])
        if not area:
            continue
        if (row["rcid"], area) in seen:
            raise ValueError(f"roll call {row['rcid']}: {area} is there twice")
        seen.add((row["rcid"], area))
        call = calls[row["rcid"]] if calls else {"date": "", "unres": ""}
        day = date.fromisoformat(call["date"]) if call["date"] else None
        resolution = "" if call["unres"] == "NA" else call["unres"]
        rows.append((int(row["rcid"]), resolution, day, sorted(issues.get(row["rcid"], ())), area, _WORDS[word]))
    return table(VOTE, rows)


_Rows = Iterable[dict[str, str]]


def _package(body: bytes) -> tuple[_Rows, Mapping[str, dict[str, str]], Mapping[str, set[str]]]:
    """Votes, roll calls by number, and the tags of each, of the single table or the zip of three."""
    files = _files(body)
    votes = next((text for text in files.values() if _has(text, _VOTES)), None)
    if votes is None:
        raise KeyError(f"no table with {', '.join(sorted(_VOTES))}")
    calls = next((text for text in files.values() if _has(text, {"rcid", "date", "unres"})), None)
    tags = next((text for text in files.values() if _has(text, {"rcid", "short_name"})), None)
    by_call: dict[str, set[str]] = {}
    for row in _records(tags) if tags else ():
        by_call.setdefault(row["rcid"], set()).add(row["short_name"])
    return _records(votes), {row["rcid"]: row for row in _records(calls)} if calls else {}, by_call


def _files(body: bytes) -> dict[str, bytes]:
    """The CSV files of a zip by name, or the one that the bytes are."""
    if not body.startswith(ZIP):
        return {"": unpacked(body)}
    with bounds.archive(body) as archive:
        listed = [info for info in archive.infolist() if info.filename.casefold().endswith(".csv")]
        if sum(info.file_size for info in listed) > bounds.MESSAGE:
            raise bounds.TooMuch(f"more than {bounds.megabytes(bounds.MESSAGE)} once unpacked")
        return {info.filename: bounds.whole(bounds.member(archive, info)) for info in listed}


def _has(text: bytes, columns: Iterable[str]) -> bool:
    return set(columns) <= _columns(text)


def _columns(text: bytes) -> set[str]:
    line = text[:8192].split(b"\n", 1)[0].decode("utf-8-sig", errors="replace")
    return {name.strip() for name in next(csv.reader([line.strip("\r")]), [])}


def _records(text: bytes) -> Iterator[dict[str, str]]:
    """Rows of a CSV by column; a row of another length stops the reading."""
    reader = csv.DictReader(io.TextIOWrapper(io.BytesIO(text), "utf-8-sig", newline=""), strict=True)
    try:
        for row in reader:
            if None in row or None in row.values():
                raise ValueError(f"line {reader.line_num} has not as many fields as the header")
            yield row
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num}: {error}") from error


def _rows(body: bytes, needed: frozenset[str]) -> Iterator[dict[str, str]]:
    text = unpacked(body)
    if missing := sorted(needed - _columns(text)):
        raise KeyError(f"no column {', '.join(missing)}")
    yield from _records(text)


@cache
def _former() -> Mapping[str, str]:
    """Codes of members whose name or state is gone -> their area today, "" where no state goes on."""
    text = (resources.files("hali.connectors") / "data" / "un_former.csv").read_text(encoding="utf-8")
    return {row["code"]: row["area"] for row in csv.DictReader(text.splitlines())}


@cache
def _member(code: str) -> str:
    """Area of a member state's ISO alpha-3 code; "" for a state that is gone."""
    if code in _former():
        return _former()[code]
    if areas.area(code).kind != "country":
        raise UnknownCode("member state", code)
    return code


@cache
def _country(code: str, name: str) -> str:
    """Area of an alpha-2 code, or of the name where R wrote NA: for a missing code, and for Namibia."""
    if name in _GONE:
        return ""
    if name == "Yemen Arab Republic":  # went on as Yemen, unlike the People's Republic
        return "YEM"
    return areas.resolve(name if code in {"", "NA"} else code)


_GONE = frozenset(
    {
        *("Czechoslovakia", "Yugoslavia", "German Democratic Republic", "Zanzibar"),
        *("Yemen People's Republic", "Serbia & Montenegro", "Serbia and Montenegro"),
    }
)
"""Members by the names of `unvotes` that are no state today."""


def _is_library(name: str, body: bytes) -> bool:
    return _sniffed(body, _LIBRARY)


def _is_voeten(name: str, body: bytes) -> bool:
    return _sniffed(body, _VOTES)


def _sniffed(body: bytes, columns: frozenset[str]) -> bool:
    try:
        return any(_has(text, columns) for text in _files(body).values())
    except ValueError:
        return False


SOURCE = Source(
    id="unga",
    title="United Nations General Assembly, recorded votes",
    url="https://digitallibrary.un.org/record/4060887",
    licence="United Nations: non-commercial, attribution, no robots; Voeten's tables CC0",
    attribution="(c) United Nations, UN Digital Library; or Voeten, Strezhnev, Bailey, UN General Assembly Voting Data",
    ship="N",
    hosts=("digitallibrary.un.org",),
    automated=False,
    cadence="a new file now and then, up to the latest session",
    dataflows=(
        Feed(
            id="UN:GA_VOTES",
            title="Roll calls of the General Assembly, UN Digital Library",
            measures=(),
            requests=lambda scope: [],
            parse=parse_library,
            recognise=_is_library,
            kind="votes",
            synthetic=False,
        ),
        Feed(
            id="VOETEN:GA_VOTES",
            title="Roll calls of the General Assembly to January 2020, Voeten and others (package unvotes)",
            measures=(),
            requests=lambda scope: [],
            parse=parse_voeten,
            recognise=_is_voeten,
            kind="votes",
        ),
    ),
)
"""The General Assembly; both files are fetched by hand."""
