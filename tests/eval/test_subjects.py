"""Floors for linking, and ceilings for what sentences about other subjects may get. All figures are invented."""

from __future__ import annotations

import hashlib

import pytest
from tests.eval import subjects
from tests.eval.test_floors import BASELINE, HERE

LANGUAGES = {"en", "sw", "kk", "ru", "fr", "de"}


@pytest.mark.parametrize("name", ["foreign", "linking"])
def test_the_sentences_are_those_the_floors_were_set_on(name):
    path = HERE / f"{name}.jsonl"
    rows = subjects.read(path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == BASELINE[name]["sha256"]
    assert len(rows) == BASELINE[name]["rows"] == len({row["text"] for row in rows})
    assert {row["lang"] for row in rows} >= LANGUAGES


@pytest.mark.parametrize("pair", [None, subjects.PAIR], ids=["open", "with-pair"])
def test_other_subjects_get_no_definite_finding(record, pair):
    rows = subjects.read(HERE / "foreign.jsonl")
    counts = subjects.foreign(record, rows, pair)
    assert len(rows) >= 500
    assert counts["definite"] <= BASELINE["foreign"]["definite_rate"] * counts["rows"]
    assert counts["any"] <= BASELINE["foreign"]["any_rate"] * counts["rows"]
    assert counts["outside"] >= BASELINE["foreign"]["elsewhere_outside_rate"] * counts["elsewhere"]


def test_measures_are_linked_and_areas_found():
    counts = subjects.linked(subjects.read(HERE / "linking.jsonl"))
    total = counts["right"] + counts["abstained"] + counts["wrong"]
    assert counts["right"] >= BASELINE["linking"]["right_rate"] * total
    assert counts["wrong"] <= BASELINE["linking"]["wrong_rate"] * total
    assert counts["sides_right"] >= 0.98 * counts["sides"]
