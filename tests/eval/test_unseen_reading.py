"""Sentences and periods written before the reader was looked at: what they must not fall below since.

Their first reading, before anything was changed for them, stands in `unseen_reading.json` and in `docs/quality.md`.
"""

from __future__ import annotations

import json
from collections import Counter

from tests.eval.test_floors import HERE, measure, measure_periods, rows

PATH = HERE / "unseen_reading.jsonl"
FIRST = json.loads((HERE / "unseen_reading.json").read_text(encoding="utf-8"))["first_reading"]
RATES = {"value": 0.985, "unit": 0.985, "approximator": 0.98, "interval": 0.98, "span": 0.98}
OF_ONE_LANGUAGE = 0.97
EXTRA = 0.01


def test_values_units_words_and_spans():
    counts = sum(measure(PATH).values(), Counter())
    for name, rate in RATES.items():
        assert counts[name] >= rate * counts["wanted"], name
    assert counts["extra"] <= EXTRA * counts["wanted"]
    assert counts["negatives_hit"] == 0


def test_no_language_is_left_behind():
    for lang, counts in measure(PATH).items():
        assert counts["unit"] >= OF_ONE_LANGUAGE * counts["wanted"], lang


def test_every_period():
    wanted, right = measure_periods(PATH)
    assert right == wanted >= 110


def test_the_sets_are_large_and_their_spans_are_right():
    corpus = rows(PATH)
    assert {row["set"] for row in corpus} == set(FIRST)
    assert sum(row.get("negative", False) for row in corpus) >= 60
    assert all(q["text"] == row["text"][q["start"] : q["end"]] for row in corpus for q in row["quantities"])
