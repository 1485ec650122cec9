"""Other frames of a claim, tried where its own confirms nothing: they confirm, never refute, and stay within chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import hali
from hali.checking import frames, rereading
from hali.checking.article import from_text
from hali.model.claim import Finding


def article(text):
    return from_text(text, date(2024, 10, 7))


def claims(text):
    return frames.claims(article(text))


def left(claim, reason="not_held"):
    return Finding(claim=claim, code="OUTSIDE_THE_RECORD", reason=reason, grid="", explanation="")


TEXT = "In 2022 Chile's exports to Peru were 5.14 bn dollars. Brazil alone sold goods for 815 million dollars."


def tried(text, at=-1):
    found = claims(text)
    return [
        (one.measure, one.reporter, one.partner, one.pair, one.period.start[:4])
        for one in rereading.frames(found, range(len(found))[at], rereading.around(article(text)))
    ]


def test_an_area_alone_may_stand_for_either_side_of_the_trade_before():
    assert claims(TEXT)[-1].reporter == "BRA"
    assert ("exports", "BRA", "PER", None, "2022") in tried(TEXT)


def test_frames_differ_and_none_is_the_claims_own():
    found = claims(TEXT)
    own = (found[-1].measure, found[-1].reporter, found[-1].partner, found[-1].pair, found[-1].period.start[:4])
    others = tried(TEXT)
    assert len(others) == len(set(others)) <= rereading.MOST
    assert own not in others


def test_the_coarser_the_number_the_fewer_frames():
    fine, coarse, coarsest = (TEXT.replace("815", number) for number in ("815", "82", "8"))
    assert len(tried(fine)) >= len(tried(coarse)) > len(tried(coarsest))


def test_a_time_that_is_told_stays():
    text = (
        "In 2021 Chile's exports to Peru were 4.1 bn dollars. In 2022 Brazil alone sold goods for 815 million dollars."
    )
    assert {one[-1] for one in tried(text)} == {"2022"}


def test_a_measure_that_is_told_stays():
    text = "In 2022 Chile's exports to Peru were 4.1 bn dollars. Imports by Brazil came to 815 million dollars."
    assert {one[0] for one in tried(text)} == {"imports"}


def test_sides_that_a_sentence_states_are_not_swapped_in_a_flow_but_seen_from_the_other():
    text = "In 2022 Chile's exports to Peru were 5.14 bn dollars."
    assert tried(text) == [("imports", "PER", "CHL", None, "2022")]


def test_a_claim_whose_own_words_name_no_measure_is_confirmed_as_a_part_of_what_was_told(record):
    text = (
        "South Korea was Kazakhstan's fourth-largest trading partner in 2023, with a turnover of 6.02 billion dollars. "
        "The sum hides a turn. The goods that came in, 2.21 billion dollars, were mostly cars."
    )
    last = hali.check(text, published="2024-04-18", record=record).findings[-1]
    assert (last.code, last.reason) == ("REPRODUCED", "")


def test_a_number_without_width_tries_nothing():
    claim = claims(TEXT)[-1]
    exact = replace(claim, quantity=replace(claim.quantity, low=815e6, high=815e6))
    assert rereading.frames([exact], 0, rereading.around(article(TEXT))) == []


def test_the_flows_beside_a_growth_are_the_growth_of_those_beside_its_level():
    assert rereading._beside("trade_total") == ("exports", "imports")
    assert rereading._beside("trade_growth") == ("exports_growth", "imports_growth")
    assert rereading._beside("population") == ()


@pytest.mark.parametrize(
    "change",
    [
        {"mood": "goal"},
        {"restriction": "of textiles"},
        {"unsaid": ("future",)},
        {"kind": "rank"},
        {"relation": "ratio"},
    ],
)
def test_what_is_not_said_as_a_whole_fact_is_not_reread(change):
    claim = claims(TEXT)[-1]
    assert rereading.wanted(left(claim))
    assert not rereading.wanted(left(replace(claim, **change)))


def test_only_silence_is_reread():
    claim = claims(TEXT)[-1]
    assert not rereading.wanted(replace(left(claim), code="NOT_REPRODUCED", reason=""))
    assert not rereading.wanted(left(claim, "quoted_otherwise"))


def test_the_frame_that_gives_the_number_is_the_one_shown(record):
    text = (
        "In 2023 EU exports to Kyrgyzstan were 2.73 billion euros. Germany alone sold goods for 714 million euros. "
        "Lithuania came to 387 million euros."
    )
    found = [f for f in hali.check(text, published="2024-10-07", record=record).findings if f.claim.kind == "quantity"]
    assert [f.code for f in found[1:]] == ["REPRODUCED", "REPRODUCED"]
    assert [(f.claim.reporter, f.claim.partner) for f in found[1:]] == [("DEU", "KGZ"), ("LTU", "KGZ")]


def test_a_number_that_no_frame_gives_stays_unjudged(record):
    text = "In 2023 EU exports to Kyrgyzstan were 2.73 billion euros. Germany alone sold goods for 691 million euros."
    last = hali.check(text, published="2024-10-07", record=record).findings[-1]
    assert last.code in {"NOT_CHECKABLE", "OUTSIDE_THE_RECORD"}


def test_areas_named_as_often_stand_in_one_order_whatever_the_hash_of_their_names():
    named = "Chad, Mali, Peru, Chile, Kenya, Ghana, Nepal, Qatar and Oman traded 5 bn dollars."
    assert rereading.around(article(named)).themes == ["CHL", "GHA"]


def test_what_is_said_of_a_capital_is_tried_on_no_other_country():
    text = "France's GDP grew by 2.6 % in 2022. And Ottawa, which spent 1.98 % of its GDP on defence in 2022, said no."
    assert {reporter for _, reporter, *_ in tried(text)} == {"CAN"}
    # nor is what is said beside the name of its country
    assert not tried(text.replace("Ottawa", "Canada"))


def test_what_is_said_of_a_capital_is_not_filled_from_around():
    text = "France's GDP grew by 2.6 % in 2022. And Ottawa, which spent 1.96 % of its GDP on defence in 2022, said no."
    assert claims(text)[-1].reporter is None
    assert claims(text.replace("And Ottawa", "In Ottawa the government"))[-1].reporter == "FRA"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "The EU and Thailand. In Thailand consulates of EU members issued 189,374 Schengen visas in 2024.",
            "NOT_CHECKABLE",
        ),
        (
            "The EU and Thailand. In Thailand consulates of EU members issued 199,374 Schengen visas in 2024.",
            "NOT_REPRODUCED",
        ),
        # one area alone in its sentence: the number is nobody else's
        ("Kenya and South Africa are partners. Kenya's economy grew in 2023 by 0.7 per cent.", "NOT_REPRODUCED"),
    ],
)
def test_a_number_that_another_frame_gives_is_not_refuted(record, text, code):
    assert hali.check(text, published="2025-10-01", record=record).findings[-1].code == code


def test_the_sides_of_a_confirmed_number_are_told_where_the_text_leaves_them_open(record):
    text = "The EU and Peru. Pending asylum applications at the end of 2023: 30,250."
    found = hali.check(text, published="2024-10-01", record=record).findings[-1]
    assert (found.code, found.claim.reporter, found.claim.partner, found.claim.pair) == (
        "REPRODUCED",
        "EU",
        "PER",
        None,
    )


@pytest.mark.parametrize(
    ("said", "used", "turns"),
    [
        ("exports", "imports", True),
        ("fdi_stock", "fdi_positions_abroad", True),
        ("partner_share_exports", "main_partner_share_exports", False),
        ("students_from_partner", "students_from_partner", False),
    ],
)
def test_between_which_measures_sides_change_places(said, used, turns):
    assert rereading._turns(said, used) is turns


@pytest.mark.parametrize(("said", "wanted"), [("стало минус 325 млн", False), ("стало 325 млн", True)])
def test_what_is_said_as_a_loss_is_no_flow_told_before(said, wanted):
    text = f"Импорт Перу из Чили в 2019 году составил 300 млн долларов. – То есть? – В 2017-м {said}."
    claim = claims(text)[-1]
    assert claim.measure is None
    assert rereading.wanted(left(claim, "no_measure")) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Prices rose by 6.1 % in France in 2023, against 6.1 % in Morocco.",
        "Mwaka 2023 mfumuko wa bei ulikuwa asilimia 6.1 nchini Ufaransa na asilimia 6.1 nchini Morocco.",
        "В 2023 году инфляция составила 6,1 % во Франции и 6,1 % в Марокко.",
        "2023 жылы инфляция Францияда 6,1 %, Мароккода 6,1 % болды.",
        "En 2023, l'inflation a atteint 6,1 % en France et 6,1 % au Maroc.",
        "Die Inflation betrug 2023 in Frankreich 6,1 Prozent und in Marokko 6,1 Prozent.",
        "2023'te enflasyon Fransa'da yüzde 6,1, Fas'ta yüzde 6,1 oldu.",
    ],
)
def test_what_is_said_beside_one_name_is_not_confirmed_for_another(record, text):
    france, morocco = hali.check(text, published="2025-03-01", record=record).findings
    assert morocco.code == "REPRODUCED"
    assert morocco.claim.reporter == "MAR"
    assert france.code in {"NOT_CHECKABLE", "OUTSIDE_THE_RECORD", "NOT_REPRODUCED"}
    assert france.claim.reporter == "FRA"


def test_a_number_said_twice_in_a_sentence_is_confirmed_of_one_thing_once(record):
    text = "In 2023 inflation was 4.9 % in France, 6.1 % in Morocco; in 2022 it had been 5.2 % and 5.2 % respectively."
    codes = [f.code for f in hali.check(text, published="2025-03-01", record=record).findings]
    assert codes[:2] == ["REPRODUCED", "REPRODUCED"]
    assert codes[2:].count("REPRODUCED") == 1


@pytest.mark.parametrize(
    "text",
    [
        "In 2023 growth was 1.4 % in France and 3.4 % in Morocco, inflation 6.1 % and 6.1 %.",
        "Mwaka 2023 ukuaji wa uchumi ulikuwa asilimia 1.4 nchini Ufaransa na asilimia 3.4 nchini Morocco, mfumuko "
        "wa bei asilimia 6.1 na asilimia 6.1.",
        "В 2023 году рост ВВП составил 1,4 % во Франции и 3,4 % в Марокко, инфляция — 6,1 % и 6,1 %.",
        "2023 жылы экономикалық өсім Францияда 1,4 %, Мароккода 3,4 %, инфляция 6,1 % және 6,1 % болды.",
        "En 2023, la croissance était de 1,4 % en France et de 3,4 % au Maroc, l'inflation de 6,1 % et 6,1 %.",
        "2023 betrug das Wachstum in Frankreich 1,4 Prozent und in Marokko 3,4 Prozent, die Inflation 6,1 Prozent und "
        "6,1 Prozent.",
        "2023'te büyüme Fransa'da yüzde 1,4, Fas'ta yüzde 3,4, enflasyon ise yüzde 6,1 ve yüzde 6,1 oldu.",
    ],
)
def test_of_two_alike_that_may_each_be_the_other_neither_is_confirmed_anew(record, text):
    found = hali.check(text, published="2025-03-01", record=record).findings
    assert [f.code for f in found[:2]] == ["REPRODUCED", "REPRODUCED"]
    assert "REPRODUCED" not in [f.code for f in found[2:]]


@pytest.mark.parametrize(
    "text",
    [
        "In 2023 growth was 5.0 % in Turkey and 5.5 % in Ukraine, inflation 53.9 % and 12.8 %.",
        "Mwaka 2023 ukuaji wa uchumi ulikuwa asilimia 5.0 nchini Uturuki na asilimia 5.5 nchini Ukraine, "
        "mfumuko wa bei asilimia 53.9 na asilimia 12.8.",
        "В 2023 году рост ВВП составил 5,0 % в Турции и 5,5 % в Украине, инфляция — 53,9 % и 12,8 %.",
        "2023 жылы экономикалық өсім Түркияда 5,0 %, Украинада 5,5 %, инфляция 53,9 % және 12,8 % болды.",
        "En 2023, la croissance était de 5,0 % en Turquie et de 5,5 % en Ukraine, l'inflation de 53,9 % et 12,8 %.",
        "2023 betrug das Wachstum in der Türkei 5,0 Prozent und in der Ukraine 5,5 Prozent, die Inflation 53,9 Prozent "
        "und 12,8 Prozent.",
        "2023'te büyüme Türkiye'de yüzde 5,0, Ukrayna'da yüzde 5,5, enflasyon ise yüzde 53,9 ve yüzde 12,8 oldu.",
    ],
)
def test_growth_goes_on_from_one_country_to_the_next(text):
    assert [claim.measure for claim in claims(text)[:3]] == ["gdp_growth", "gdp_growth", "inflation"]
