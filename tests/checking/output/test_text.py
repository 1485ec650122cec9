"""The report an editor reads: problems first, one line a claim, short, nothing passed over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.checking.synthetic import quantity

from hali import api, narrate
from hali.checking.output import text
from hali.checking.output.listing import numbers, unread
from hali.model.claim import Step

EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture(scope="module")
def checked(record):
    return api.check((EXAMPLES / "trade_en.txt").read_text(encoding="utf-8"), record=record)


@pytest.mark.parametrize("file", sorted(path.name for path in EXAMPLES.iterdir() if path.suffix in {".txt", ".html"}))
def test_the_report_is_short(record, file):
    checked = api.check((EXAMPLES / file).read_bytes(), name=file, record=record)
    assert len(text.to_text(checked, f"hali check {file}").split()) <= 1.2 * len(checked.article.text.split())


def test_problems_come_first_and_abstentions_last(checked):
    shown = text.to_text(checked)
    places = {f.claim.id: shown.index(f"{f.claim.id} “") for f in checked.findings}
    ordered = sorted(checked.findings, key=lambda f: places[f.claim.id])
    urgency = [0 if f.code in text.ATTENTION else 2 if f.reason else 1 for f in ordered]
    assert urgency == sorted(urgency)
    assert len(set(urgency)) == 3


def test_every_number_of_the_text_is_listed(checked):
    listed = numbers(checked)
    words = checked.article.text
    assert {words[n.start : n.end] for n in listed if n.status == "unread"} >= {"12", "10:30", "4"}
    assert [n.claim for n in listed if n.claim] == [f.claim.id for f in checked.findings]
    for digit, sign in enumerate(words):
        assert not sign.isdigit() or any(n.start <= digit < n.end for n in listed)
    for number in listed:
        assert bool(number.reason) == (number.status == "silent")


def test_the_trace_tells_how_a_claim_was_made(checked):
    first = checked.findings[0]
    start = first.claim.start
    steps = (
        Step("measure", "trade-share", "partner_share_trade", (start, start + 4), (("exports", 2.0),), ("per_head",)),
    )
    traced = replace(first, claim=replace(first.claim, trace=steps))
    shown = text.to_text(replace(checked, findings=(traced,)), trace=True)
    words = checked.article.text[start : start + 4]
    assert f"measure: partner_share_trade  by trade-share  “{words}”  among exports 2  barred: per_head" in shown


def test_the_report_speaks_the_language_of_the_text(record):
    said = api.check("2021 entfielen 45 Prozent des Außenhandels Kasachstans auf die EU.", record=record)
    assert said.language == "de"
    assert "Nicht reproduziert" in text.to_text(said)
    assert api.check("2021 entfielen 45 Prozent auf die EU.", record=record, lang="fr").language == "fr"


@pytest.mark.parametrize(
    ("value", "written", "word", "shown"),
    [
        (4.49e9, "4.5", ">", "US$4.49\xa0billion"),
        (4.52e9, "4.5", ">", "US$4.52\xa0billion"),
        (4.4996e9, "4.5", ">", "US$4.4996\xa0billion"),
        (5.4996e9, "5.5", "<", "US$5.4996\xa0billion"),
        (28.42e9, "40", "", "US$28.4\xa0billion"),
    ],
)
def test_a_figure_has_the_digits_the_verdict_rests_on(value, written, word, shown):
    told = narrate.telling(value, "USD", quantity(written, "USD", word, 1e9), "en")
    assert told == shown


def test_weak_evidence_is_said_in_plain_words():
    assert narrate.weak(0.2, "en") == ""
    assert narrate.weak(None, "en") == ""
    assert narrate.weak(0.26, "en") == "Weak evidence: one random number in 4 would fit."
    assert narrate.weak(0.9, "en") == "Weak evidence: nearly any number would fit."


def test_borrowed_terms_are_marked(record):
    said = api.check("Trade in 2021.\n\nThe EU had 45 % of Kazakhstan's foreign trade.", record=record)
    (finding,) = said.findings
    chips = {chip.slot: chip for chip in narrate.chips(finding, "en")}
    assert (chips["reporter"].borrowed, chips["measure"].borrowed) == (False, False)
    assert chips["period"].borrowed


def test_the_year_of_a_claim_is_no_number_that_was_passed_over(record) -> None:
    sentence = "The Middle Corridor carried 4.5 million tonnes in 2024. The press met at 10:30."
    checked = api.check(sentence, record=record)
    assert unread(checked) == ("10:30",)
    assert {sentence[n.start : n.end] for n in numbers(checked)} >= {"2024", "10:30"}


def test_a_place_in_an_index_is_told_as_a_figure_is(record):
    said = "Estonia ranks 40th in the Logistics Performance Index of 2023."
    told = text.to_text(api.check(said, published="2025-06-15", record=record), "hali check").splitlines()[0]
    figure = "Estonia: rank in the Logistics Performance Index, 2023: 26."
    assert told == f"c1 \u201cranks 40th\u201d Not reproduced: {figure}"
