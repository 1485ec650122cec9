"""Sizes of answers, errors that help, addresses."""

from __future__ import annotations

import json

import pytest
from tests.mcp.conftest import CASES, filled

from hali.errors import QuestionError
from hali.mcp import connector, numbers, room, server, texts
from hali.mcp.tools import TOOLS

BY_NAME = {tool.name: tool for tool in TOOLS}


def answered(name, /, **arguments):
    result = server.answered(BY_NAME[name], arguments)
    return json.loads(result.content[0].text), result


def calls():
    """Every call of the cases, with its arguments filled in."""
    for case in CASES:
        answers = []
        for call in case["calls"]:
            arguments = {name: filled(value, answers) for name, value in call["arguments"].items()}
            answers.append(answered(call["tool"], **arguments)[0])
            yield call["tool"], arguments, answers[-1]


def test_the_list_of_tools_takes_12_kilobytes_at_the_most():
    listed = [server.declared(tool).model_dump(by_alias=True, exclude_none=True) for tool in TOOLS]
    assert room.size({"tools": listed}) <= 12_000


def test_answers_are_small():
    sizes = sorted(room.size(answer) for _, _, answer in calls())
    assert sizes[int(0.95 * len(sizes))] <= 4_000


def test_compact_answers_are_smaller():
    for name, arguments, _ in calls():
        if "compact" in BY_NAME[name].takes and not arguments.get("claim"):
            answer, result = answered(name, **arguments | {"compact": True})
            assert room.size(answer) <= 1_500, (name, arguments)
            assert result.is_error == ("error" in answer)


@pytest.mark.parametrize(
    ("name", "arguments", "scheme"),
    [
        ("resolve_area", {"name": "Kazakstania"}, "area"),
        ("get_readings", {"measure": "trade_totl", "reporter": "KZ"}, "measure"),
        ("get_readings", {"measure": "gdp", "reporter": "Zzzz"}, "area"),
        ("get_brief", {"reporter": "EU", "partner": "KZ", "sections": ["enrgy"]}, "section"),
        ("fetch", {"id": "nothing"}, "document"),
    ],
)
def test_an_unknown_code_is_answered_with_the_three_nearest(name, arguments, scheme):
    answer, result = answered(name, **arguments)
    assert result.is_error
    assert answer["error"] == "UnknownCode"
    assert answer["details"]["scheme"] == scheme
    assert len(answer["details"]["nearest"]) == 3


def test_a_section_misspelled_leads_to_the_right_one():
    answer, _ = answered("get_brief", reporter="EU", partner="KZ", sections=["enrgy"])
    assert answer["details"]["nearest"][0] == "energy"


@pytest.mark.parametrize(
    ("name", "arguments", "line"),
    [
        ("get_readings", {"measure": "gdp"}, "'reporter' is a required property"),
        ("get_readings", {"measure": "gdp", "reporter": "KZ", "country": "x"}, "it takes measure, reporter, partner?"),
        ("get_readings", {"measure": "gdp", "reporter": "KZ", "flow": "Q"}, "flow: 'Q' is not one of"),
        ("get_readings", {"measure": "gdp", "reporter": "KZ", "as_of": "2021-02-31"}, "write YYYY-MM-DD"),
        ("get_readings", {"measure": "gdp", "reporter": "KZ", "partner": "KAZ"}, "the same area, KAZ"),
        ("explain_reading", {"reading": "x"}, "does not match"),
        ("check_text", {"text": "x", "corrections": ["c1.colour=red"]}, "colour"),
        ("get_changes", {"reporter": "EU", "partner": "KZ", "since": "2099-01-01"}, ""),
    ],
)
def test_what_is_wrong_is_said_in_one_line(name, arguments, line):
    answer, result = answered(name, **arguments)
    if line:
        assert result.is_error
        assert line in answer["message"]
        assert "\n" not in answer["message"]
        assert "Traceback" not in answer["message"]


def test_a_long_text_is_not_printed_back():
    answer, result = answered("check_text", text="7 " * texts.LONGEST)
    assert result.is_error
    assert len(answer["message"]) < 400


def test_a_fault_of_ours_tells_no_internals(monkeypatch, caplog):
    def broken(*_, **__):
        raise ZeroDivisionError("secret")

    import dataclasses

    tool = dataclasses.replace(BY_NAME["resolve_area"], run=broken)
    result = server.answered(tool, {"name": "EU"})
    assert result.is_error
    assert "secret" not in result.content[0].text
    assert "secret" in caplog.text


def test_no_data_says_why_and_what_there_is(record):
    answer = numbers.get_readings(record, "partner_share_trade", "KZ", "EU", period="1999")
    assert answer["series"] == []
    assert "2025" in answer["no_data"]


def test_a_year_goes_before_its_parts(record):
    answer = numbers.get_readings(record, "trade_total", "EU", "KZ")
    periods = [point["period"] for point in answer["series"][0]["readings"]]
    assert periods[:2] == ["2021", "2020"]
    assert "-" in periods[-1]


def test_items_are_counted_that_there_was_no_room_for():
    filled_up = room.fill({"a": 1}, "items", ["x" * 100] * 50, 1_000)
    assert room.size(filled_up) <= 1_000
    assert filled_up["left_out"]["items"] == 50 - len(filled_up["items"])


def test_addresses_lead_to_the_site_that_is_told():
    assert connector.address("reading:00ff", "https://a.example/") == "https://a.example/r/00ff"
    assert connector.address("brief:EU:KAZ", "https://a.example") == "https://a.example/en/eu/kaz"
    assert connector.address("reading:00ff", "") == "urn:hali:reading:00ff"


def test_arguments_are_held_against_the_schema():
    with pytest.raises(QuestionError, match="search: 'query' is a required property; it takes query"):
        server.require(BY_NAME["search"], {})
