"""Floors for whole articles: what a specialist signs.

The development articles lie beside the checkout; rounds of own articles, written before the program had read them, are
in `articles/`. A set is measured here once `baseline.json` has floors for it.
"""

from __future__ import annotations

import pytest
from tests.eval import gold, scoring
from tests.eval.test_floors import BASELINE, HERE, SHARED

DEVELOPMENT = "development"
SETS = [
    pytest.param(name, marks=[pytest.mark.shared] if name == DEVELOPMENT else [], id=name)
    for name in BASELINE["articles"]
]

pytestmark = pytest.mark.slow


def path(name):
    return SHARED.parent / "gold" / "articles_dev.jsonl" if name == DEVELOPMENT else HERE / "articles" / f"{name}.jsonl"


@pytest.fixture(scope="module", params=SETS)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def result(name, record):
    return scoring.score(record, gold.read(path(name)), scoring.checker(record))


@pytest.fixture(scope="module")
def floors(name):
    return BASELINE["articles"][name]


def test_the_annotations_hold_together(name):
    articles = gold.read(path(name))
    assert [fault for article in articles for fault in gold.faults(article)] == []
    assert {article.lang for article in articles} >= {"en", "sw", "kk", "ru", "fr", "de"}


def test_every_set_of_own_articles_has_floors():
    assert {file.stem for file in (HERE / "articles").glob("*.jsonl")} == set(BASELINE["articles"]) - {DEVELOPMENT}


@pytest.mark.parametrize(
    ("part", "whole"),
    [("found", "gold_quantity"), ("found_rank", "gold_rank"), ("frame", "framed"), ("signed", "definite")],
)
def test_shares_do_not_fall(result, floors, part, whole):
    assert result.rate(part, whole) >= floors[part]


@pytest.mark.parametrize(("part", "whole"), [("confident", "claims"), ("hedged", "claims"), ("abstained", "checkable")])
def test_errors_and_silence_do_not_grow(result, floors, part, whole):
    assert result.rate(part, whole) <= floors[part]


@pytest.mark.parametrize("code", ["REPRODUCED", "NOT_REPRODUCED"])
def test_a_verdict_is_right_as_often_as_before(result, floors, code):
    given = result.findings[code]
    assert given["accepted"] >= floors[code] * given["claims"]


def test_no_language_falls_behind(result, floors):
    behind = [
        lang
        for lang, floor in floors["languages"].items()
        if result.languages[lang]["signed"] < floor * result.languages[lang]["definite"]
    ]
    assert behind == []
