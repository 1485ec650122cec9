"""Forty questions, the calls that answer them, and their answers, replayed call by call with the SDK's client."""

from __future__ import annotations

import json
import math

import pytest
from tests.mcp.conftest import CASES, at, filled, spaced


def test_there_are_forty_and_every_tool_is_called():
    from hali.mcp.tools import TOOLS

    assert len(CASES) == 40
    assert {call["tool"] for case in CASES for call in case["calls"]} == {tool.name for tool in TOOLS}


@pytest.mark.parametrize("case", CASES, ids=[case["question"][:60] for case in CASES])
def test_the_calls_lead_to_the_answer(case, ask):
    async def work(client):
        answers, texts = [], []
        for call in case["calls"]:
            arguments = {name: filled(value, answers) for name, value in call["arguments"].items()}
            result = await client.call_tool(call["tool"], arguments)
            texts.append(result.content[0].text)
            answers.append(json.loads(texts[-1]))
            assert result.is_error == ("error" in answers[-1])
            assert result.is_error or result.structured_content == answers[-1]
        return answers, texts

    answers, texts = ask(work)
    for call, answer in zip(case["calls"], answers, strict=True):
        for path, expected in call["expect"].items():
            found = at(answer, path)
            if isinstance(expected, float):
                assert math.isclose(found, expected, rel_tol=1e-9), path
            else:
                assert found == expected, path
    assert spaced(case["answer"]) in spaced(texts[-1].replace('\\"', '"'))


def test_no_number_stands_without_its_definition_and_source(ask):
    asked = [call for case in CASES for call in case["calls"] if call["tool"] == "get_readings"]

    async def work(client):
        return [
            (await client.call_tool("get_readings", call["arguments"])).structured_content
            for call in asked
            if not any(str(value).startswith("$") for value in call["arguments"].values())
        ]

    held = [series for answer in ask(work) if answer for series in answer["series"]]
    assert len(held) > 20
    for series in held:
        assert series["counts"]
        assert series["sources"]
        assert all(point["reading"] and point["period"] for point in series["readings"])
