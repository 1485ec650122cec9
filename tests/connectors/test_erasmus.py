"""Erasmus+ files; their rows are made up."""

from __future__ import annotations

import pytest

from hali.connectors import erasmus
from hali.errors import UnknownCode
from hali.model.source import ROW

MOBILITY = (
    "Project Reference;Academic Year;Mobility Start Month;Participant Nationality;Sending Country Code;Sending City;"
    "Receiving Country Code;Receiving City;Participants\n"
    "2015-1-DE01-KA107-000001;2015-2016;2015-10;KZ;KZ;Almaty;DE;Berlin;2\n"
    "2015-1-DE01-KA107-000001;2015-2016;2015-11;KZ;KZ;Astana;DE;Bonn;3\n"
    "2015-1-EL01-KA107-000002;2015-2016;2015-10;EL;EL;Athens;KZ;Almaty;1\n"
    "2015-1-UK01-KA107-000003;2016-2017;2016-10;UK;UK;Leeds;KZ;Almaty;4\n"
)
LATER = (
    "Mobility Year,Sending Country,Receiving Country,Actual Participants (Contracted Projects)\n"
    "2021,KZ - Kazakhstan,AT - Austria,5\n"
)
GRANT = (
    "EU Grant award in euros (This amount represents the grant awarded after the selection stage and is indicative.)"
)
PROJECTS = (
    f"Programme,Key Action,Action Type,Call year,Project Identifier,Project Title,{GRANT},Coordinator's country,"
    "Participating countries\n"
    'Erasmus+,KA2,Capacity Building in higher education,2018,598000,"A title, with a comma",900000,IT,"IT,KZ,UZ"\n'
    "Erasmus+,KA1,Higher education student and staff mobility between Programme and Partner Countries,2018,"
    "2018-1-AT01,B,10000,AT,AT;KZ\n"
    "Erasmus+,KA1,Erasmus Mundus Joint Masters,2019,61000,C,,KZ,KZ\n"
)


def rows(table) -> dict[tuple[str, ...], float]:
    read = table.to_pylist()
    assert all(tuple(row) == ROW for row in read)
    return {(r["period"], r["reporter"], r["partner"], r["product"]): r["value"] for r in read}


def test_participants_by_country_and_academic_year() -> None:
    found = rows(erasmus.parse_mobility(MOBILITY.encode("utf-8-sig")))
    assert found == {
        ("2015-09-01/P12M", "KAZ", "DEU", "_Z"): 5,
        ("2015-09-01/P12M", "GRC", "KAZ", "_Z"): 1,
        ("2016-09-01/P12M", "GBR", "KAZ", "_Z"): 4,
    }
    assert rows(erasmus.parse_mobility(LATER.encode())) == {("2021", "KAZ", "AUT", "_Z"): 5}
    assert set(erasmus.parse_mobility(MOBILITY.encode())["freq"].to_pylist()) == {"_O"}


def test_projects_by_action_year_and_country() -> None:
    found = rows(erasmus.parse_projects(PROJECTS.encode()))
    assert found["2018", "EU_INST", "KAZ", "PROG:ERASMUS-CBHE"] == 1
    assert found["2019", "EU_INST", "KAZ", "ERASMUS-EMJM"] == 1
    assert found["2018", "EU_INST", "UZB", "PROG:ERASMUS-CBHE"] == 1
    assert ("2018", "EU_INST", "AUT", "PROG:ERASMUS-CBHE") not in found
    assert found["2018", "EU_INST", "KAZ", "ERASMUS-ICM"] == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_however_a_spreadsheet_saved_it(encoding: str, delimiter: str) -> None:
    text = MOBILITY.replace("Berlin", "K\u00f6ln").replace(";", delimiter)
    body = text.encode(encoding)
    assert [f.id for f in erasmus.SOURCE.dataflows if f.recognise("x.csv", body)] == ["EC:ERASMUS_MOBILITY"]
    assert erasmus.parse_mobility(body).equals(erasmus.parse_mobility(MOBILITY.encode()))


def test_the_two_files_are_told_apart() -> None:
    def flows(text: str) -> list[str]:
        return [f.id for f in erasmus.SOURCE.dataflows if f.recognise("x.csv", text.encode())]

    assert flows(MOBILITY) == flows(LATER) == ["EC:ERASMUS_MOBILITY"]
    assert flows(PROJECTS) == ["EC:ERASMUS_PROJECTS"]
    assert flows("a,b\n") == []


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("2015-2016", "2015-2017", ValueError),
        ("2015-2016", "15/16", ValueError),
        (";Bonn;3", ";Bonn;many", ValueError),
        (";Bonn;3", ";Bonn;-3", ValueError),
        (";Bonn;3", ";Bonn", ValueError),
        (";KZ;Astana", ";QQ;Astana", UnknownCode),
        ("Receiving Country Code", "Destination", KeyError),
    ],
)
def test_damaged_mobilities_stop(old: str, new: str, error: type[Exception]) -> None:
    assert old in MOBILITY
    with pytest.raises(error):
        erasmus.parse_mobility(MOBILITY.replace(old, new).encode())


@pytest.mark.parametrize(("old", "new", "error"), [("61000", "598000", ValueError), (",2019,", ",,", ValueError)])
def test_damaged_projects_stop(old: str, new: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        erasmus.parse_projects(PROJECTS.replace(old, new).encode())
