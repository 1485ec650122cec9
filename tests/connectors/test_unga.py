"""Votes of the General Assembly: both layouts, and everything that must stop them."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from hali.connectors import unga
from hali.errors import UnknownCode
from hali.model.source import VOTE

SHARED = Path(__file__).parents[2].parent / "shared" / "wire" / "un_votes" / "undl_ga_voting_2026_layout.csv"

HEADER = [
    "undl_id",
    "ms_code",
    "ms_name",
    "ms_vote",
    "date",
    "session",
    "resolution",
    "draft",
    "committee_report",
    "meeting",
    "title",
    "agenda_title",
    "subjects",
    "vote_note",
    "total_yes",
    "total_no",
    "total_abstentions",
    "total_non_voting",
    "total_ms",
    "undl_link",
]


def library(rows: list[dict[str, str]], header: list[str] = HEADER) -> bytes:
    """A CSV of the library: each row given by what differs from a roll call of four members."""
    common = {
        "undl_id": "77",
        "date": "2023-10-27",
        "resolution": "A/RES/78/1",
        "title": "A title, with a comma",
        "total_yes": "2.0",
        "total_no": "1.0",
        "total_abstentions": "",
        "total_non_voting": "1.0",
        "total_ms": "4.0",
    }
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, header, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(common | row for row in rows)
    return stream.getvalue().encode()


WHOLE = [
    {"ms_code": "KAZ", "ms_vote": "Y"},
    {"ms_code": "DEU", "ms_vote": "Y"},
    {"ms_code": "USA", "ms_vote": "N"},
    {"ms_code": "BEN", "ms_vote": "X"},
]


@pytest.mark.shared
def test_the_recorded_message() -> None:
    body = SHARED.read_bytes()
    read = unga.parse_library(body)
    assert tuple(read.column_names) == VOTE
    assert read.to_pylist() == [
        {
            "rcid": 4025240,
            "resolution": "A/RES/ES-10/21",
            "date": date(2023, 10, 27),
            "issues": [],
            "area": "AFG",
            "vote": "Y",
        }
    ]  # Benin did not vote, so it has no row
    flows = [flow.id for flow in unga.SOURCE.dataflows if flow.recognise("votes.csv", body)]
    assert flows == ["UN:GA_VOTES"]


@pytest.mark.parametrize("header", [HEADER, [name for name in HEADER if name != "vote_note"], HEADER[::-1]])
def test_columns_are_known_by_name(header: list[str]) -> None:
    read = unga.parse_library(library(WHOLE, header)).to_pylist()
    assert {row["area"]: row["vote"] for row in read} == {"KAZ": "Y", "DEU": "Y", "USA": "N"}


def test_a_missing_column_stops() -> None:
    with pytest.raises(KeyError, match="ms_vote"):
        unga.parse_library(library(WHOLE, [name for name in HEADER if name != "ms_vote"]))


def test_totals_of_a_whole_roll_call_must_hold() -> None:
    wrong = [row | {"total_yes": "3.0"} for row in WHOLE]
    with pytest.raises(ValueError, match=r"total_yes is 3\.0, its rows give 2"):
        unga.parse_library(library(wrong))
    assert unga.parse_library(library(wrong[:3])).num_rows == 3  # not every member is there: nothing to hold it against


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ms_vote": "Z"}, "vote 'Z'"),
        ({"ms_code": "KAZ"}, "KAZ is there twice"),
        ({"date": "2023-10-28"}, "differ in date"),
        ({"total_ms": "4.5"}, "votes"),
    ],
)
def test_a_damaged_row_stops(change: dict[str, str], message: str) -> None:
    rows = [*WHOLE[:3], WHOLE[3] | change]
    if "total_ms" in change:
        rows = [row | change for row in WHOLE]
    with pytest.raises(ValueError, match=message):
        unga.parse_library(library(rows))


def test_more_members_than_there_are_stop() -> None:
    with pytest.raises(ValueError, match="4 members of 3"):
        unga.parse_library(library([row | {"total_ms": "3.0"} for row in WHOLE]))


def test_states_that_are_gone_and_codes_nobody_knows() -> None:
    rows = [*WHOLE[:3], {"ms_code": "CSK", "ms_vote": "X"}]
    assert unga.parse_library(library(rows)).num_rows == 3
    rows = [{"ms_code": "SUN", "ms_vote": "Y"}]
    assert unga.parse_library(library(rows))["area"].to_pylist() == ["RUS"]
    with pytest.raises(UnknownCode):
        unga.parse_library(library([{"ms_code": "QQQ", "ms_vote": "Y"}]))


def test_a_cut_row_stops() -> None:
    with pytest.raises(ValueError, match="fields"):
        unga.parse_library(library(WHOLE)[:-60])


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("Yemen Arab Republic", "YEM"),
        ("Yemen People's Republic", ""),
        ("Federal Republic of Germany", "DEU"),
        ("German Democratic Republic", ""),
    ],
)
def test_states_of_the_past_without_a_code(name: str, area: str) -> None:
    rows = unga.parse_voeten(f"rcid,country,country_code,vote\n3,{name},NA,yes\n".encode()).to_pylist()
    assert [r["area"] for r in rows] == ([area] if area else [])


VOTES = (
    "rcid,country,country_code,vote\n"
    "3,Kazakhstan,KZ,yes\n3,United States,US,no\n3,Namibia,NA,abstain\n3,Yugoslavia,YU,yes\n"
    "4,Namibia,NA,yes\n4,Czechoslovakia,NA,yes\n"
)
CALLS = (
    "rcid,session,importantvote,date,unres,amend,para,short,descr\n"
    '3,74,0,2019-12-18,R/74/180,NA,NA,A SHORT TITLE,"A long one, with a comma"\n'
    "4,74,0,2019-12-19,NA,NA,NA,NA,NA\n"
)
ISSUES = "rcid,short_name,issue\n3,nu,Nuclear weapons\n3,di,Arms control\n"


def package(**files: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"unvotes/{name}.csv", text)
    return stream.getvalue()


def test_votes_in_words() -> None:
    read = unga.parse_voeten(VOTES.encode()).to_pylist()
    assert [(r["rcid"], r["area"], r["vote"]) for r in read] == [
        (3, "KAZ", "Y"),
        (3, "USA", "N"),
        (3, "NAM", "A"),  # NA is Namibia's code and R's mark of a missing one: the name decides
        (4, "NAM", "Y"),
    ]
    assert {r["date"] for r in read} == {None}


def test_the_package_dates_its_votes() -> None:
    body = package(un_votes=VOTES, un_roll_calls=CALLS, un_roll_call_issues=ISSUES)
    read = unga.parse_voeten(body).to_pylist()
    assert read[0] == {
        "rcid": 3,
        "resolution": "R/74/180",
        "date": date(2019, 12, 18),
        "issues": ["di", "nu"],
        "area": "KAZ",
        "vote": "Y",
    }
    assert read[-1]["resolution"] == ""
    assert [f.id for f in unga.SOURCE.dataflows if f.recognise("x.zip", body)] == ["VOETEN:GA_VOTES"]
    with pytest.raises(KeyError):
        unga.parse_voeten(package(un_votes=VOTES, un_roll_calls=CALLS.rsplit("\n", 2)[0] + "\n"))


@pytest.mark.parametrize(
    ("text", "message"),
    [(VOTES.replace("abstain", "absent"), "absent"), (VOTES + "3,Kazakhstan,KZ,no\n", "KAZ is there twice")],
)
def test_damaged_votes_stop(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        unga.parse_voeten(text.encode())


def test_the_library_forbids_robots() -> None:
    assert not unga.SOURCE.automated
    assert unga.SOURCE.ship == "N"
