"""A ceiling for what news of other subjects may get: health, sport, crime, weather, business, votes, culture, markets.

All sentences and figures are invented; up to four sentences share a pattern.
"""

from __future__ import annotations

from collections import Counter

import pytest
from tests.eval import scoring, subjects
from tests.eval.test_floors import HERE

GOAL = 0.003
"""Share of other news with a definite finding; first measured 1.8 %."""


@pytest.fixture(scope="module")
def rows():
    return subjects.read(HERE / "noise.jsonl")


@pytest.fixture(scope="module")
def definite(record, rows):
    return scoring.definite(record, (row["text"] for row in rows))


def test_the_sentences_are_many_and_of_six_languages(rows):
    assert len(rows) == len({row["text"] for row in rows}) >= 1000
    assert len({row["pattern"] for row in rows}) >= 250
    languages = Counter(row["lang"] for row in rows)
    assert set(languages) == {"en", "sw", "kk", "ru", "fr", "de"}
    assert min(languages.values()) >= 150


def test_other_news_gets_next_to_no_definite_finding(rows, definite):
    assert len(definite) <= GOAL * len(rows), definite
