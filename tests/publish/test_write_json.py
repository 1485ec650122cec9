from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from hali.publish import write_json
from hali.publish.document import Document
from hali.publish.write_json import digest


@pytest.fixture(scope="module")
def shape(document: Document) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(write_json.write(document))
    return found


def test_the_promised_keys_are_there(shape: dict[str, Any]) -> None:
    assert {"pair", "as_of", "language", "record", "title", "sections", "readings", "origins"} <= set(shape)
    assert shape["pair"] == ["EXA", "SAM"]
    for section in shape["sections"]:
        assert {"section", "pillar", "title", "statements", "figures", "tables", "gap"} <= set(section)
        for statement in section["statements"]:
            assert {"text", "readings", "quantities"} <= set(statement)


def test_quantities_are_where_they_say(document: Document, shape: dict[str, Any]) -> None:
    statements = [*shape["lead"]["statements"], *(s for section in shape["sections"] for s in section["statements"])]
    pairs = list(zip(statements, (statement for _, statement in document.statements), strict=True))
    assert sum(len(statement.quantities) for _, statement in pairs) == 3
    for written, statement in pairs:
        assert written["text"] == statement.text
        found = [(written["text"][q["start"] : q["end"]], q["reading"], q["digits"]) for q in written["quantities"]]
        assert found == [(run.text, run.reading, run.digits) for run in statement.quantities]
        assert written["readings"] == [run.reading for run in statement.quantities]


def test_every_reading_and_origin_named_is_held(shape: dict[str, Any]) -> None:
    for section in shape["sections"]:
        for statement in section["statements"]:
            assert set(statement["readings"]) <= set(shape["readings"])
            assert set(statement["sources"]) <= set(shape["origins"])
    assert [origin["number"] for origin in shape["origins"].values()] == [1, 2, 3]


def test_a_section_keeps_its_shape(shape: dict[str, Any], snapshot: SnapshotAssertion) -> None:
    section = next(section for section in shape["sections"] if section["section"] == "trade1")
    figure = {**section["figures"][0], "chart": sorted(section["figures"][0]["chart"])}
    assert {**section, "figures": [figure]} == snapshot
    assert next(s["gap"] for s in shape["sections"] if s["section"] == "tourism") == snapshot


def test_the_digest_is_that_of_the_rest(document: Document, shape: dict[str, Any]) -> None:
    rest = {key: value for key, value in shape.items() if key != "digest"}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert shape["digest"] == digest(document) == hashlib.sha256(text.encode()).hexdigest()


def test_written_twice_it_is_the_same_to_the_byte(document: Document) -> None:
    assert write_json.write(document) == write_json.write(replace(document))
