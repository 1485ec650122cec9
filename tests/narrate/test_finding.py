"""Findings in plain sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.narrate.samples import made

from hali import languages, narrate
from hali.model import units
from hali.model.claim import CODES, REASONS, Candidate, Claim, Departure, Quantity
from hali.model.observation import Event

QUANTITY = Quantity(0, 10, "almost 40 %", 40.0, 35.0, 40.0, 32.5, 41.25, False, True, "percent", 1.0, "<~", 5.0, "en")
CLAIM = Claim("c1", "quantity", 0, 10, "The EU makes up almost 40 %.", 0, "en", 0, QUANTITY, "partner_share_trade")


def candidate(value: float, cost: int = 0, band: int = 2, *departures: Departure, **slots: object) -> Candidate:
    facts = {"measure": "partner_share_trade", "reporter": "KAZ", "partner": "EU27_2020", "unit": "PCT", "rate": "_Z"}
    return Candidate(made(**{**facts, **slots}, value=value), value, "PCT", cost, departures, band, 1.3, 1.8)


DEFAULT = candidate(28.42)
EXPORTS = candidate(38.55, 2, 0, Departure("flow", "partner_share_trade", "partner_share_exports", 2))
EARLIER = candidate(39.75, 2, 0, Departure("period", "2021", "2018", 2), period="2018")


@pytest.mark.parametrize("lang", ["en", "sw"])
@pytest.mark.parametrize("code", [code for code in CODES if code not in {"NOT_CHECKABLE", "OUTSIDE_THE_RECORD"}])
def test_every_finding_is_explained(code, lang):
    text = narrate.explanation(code, CLAIM, DEFAULT, (DEFAULT, EXPORTS, EARLIER), (), 36, lang)
    assert text.endswith(".")
    assert not set(text) & set("{}")


def test_what_only_other_terms_give_is_named_with_its_terms():
    text = narrate.explanation("ONLY_IF_TERMS_CHANGED", CLAIM, DEFAULT, (DEFAULT, EXPORTS, EARLIER), (), 36, "en")
    assert text == (
        "Not as written: The EU27 made up 28.4\xa0% of Kazakhstan's external trade in goods in 2021 by Kazakhstan's "
        "count. “almost 40 %” is reached only by changing what the text says: 38.6\xa0% (exports, not total trade) and "
        "39.8\xa0% (2018, not 2021). 36 definitions tried."
    )


def test_the_other_count_stands_beside():
    beside = candidate(29.6, 1, 2, Departure("reporter", "", "KAZ", 1))
    text = narrate.explanation("REPRODUCED", CLAIM, DEFAULT, (DEFAULT,), (beside,), 4, "en")
    assert "Beside it: 29.6\xa0% (by Kazakhstan's count)." in text


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("lang", languages.CODES)
def test_every_reason_is_a_sentence_of_every_language(reason, lang):
    told = narrate.reason(reason, replace(CLAIM, restriction="textiles"), lang)
    assert told.endswith(".")
    assert ("textiles" in told) == (reason == "restriction")
    assert narrate.abstention(reason, CLAIM, DEFAULT, lang).startswith(narrate.reason(reason, CLAIM, lang))


def test_no_language_has_a_sentence_for_what_is_no_reason():
    for lang in languages.CODES:
        assert set(languages.writing(lang)["findings"]["reasons"]) == set(REASONS)


def test_remarks_name_second_hand_and_the_other_currency():
    quoted = candidate(39.0, 1, 0, status="Q")
    swapped = Candidate(made(unit="USD"), 40.0, "USD", 7, (Departure("currency", "EUR", "USD", 3),), 0, 0.0, 0.0)
    found = narrate.remarks("NOT_REPRODUCED", CLAIM, None, (quoted, swapped), "en")
    assert [text.split(":")[0] for text in found] == [
        "One of these figures is quoted second-hand",
        "The number itself occurs in another currency",
    ]
    beyond = candidate(39.0, 4, 0)
    assert "more changes" in narrate.remarks("NOT_REPRODUCED", CLAIM, None, (beyond,), "en")[0]


@pytest.mark.parametrize("lang", ["en", "sw", "kk", "ru", "fr", "de"])
@pytest.mark.parametrize(("word", "value", "told"), [(">", 60.0, 1), (">", 41.0, 0), (">", 30.0, 0), ("<", 20.0, 1)])
def test_a_bound_that_is_far_away_is_true_but_says_little(lang, word, value, told):
    bound = units.interval(40.0, 1.0, word, "percent")
    said = replace(CLAIM.quantity, approximator=word, lenient_low=bound.lenient_low, lenient_high=bound.lenient_high)
    default = candidate(value, 0, 0 if value == 41.0 else 2)
    assert len(narrate.remarks("NOT_REPRODUCED", replace(CLAIM, quantity=said), default, (), lang)) == told


def test_a_rank_is_stated_with_the_largest_countries():
    of = made("partner_rank", reporter="KAZ", partner="EU27_2020", unit="RANK", variant="blocs", value=1.0)
    text = narrate.rank_explanation("REPRODUCED", CLAIM, of, ["CHN", "RUS"], "en")
    assert text == (
        "The EU27 was the largest trading partner of Kazakhstan in goods in 2021 by Kazakhstan's count, "
        "each bloc taken as one. Largest single countries: China and Russia."
    )
    late = made("partner_rank", reporter="KAZ", partner="UZB", unit="RANK", variant="countries", value=17.0)
    assert "Uzbekistan ranked 17" in narrate.rank_explanation("NOT_REPRODUCED", CLAIM, late, [], "en")


def test_an_event_is_told_in_the_readers_language():
    event = Event(
        "2020-03-01", "agreement", "in_force", "EPCA", ("EU27_2020", "KAZ"), "EPCA in force", "politics", "o", "Q"
    )
    assert "1\xa0March 2020" in narrate.event_explanation("REPRODUCED", CLAIM, (event,), "en")
    assert "yalianza kutumika" in narrate.event_explanation("REPRODUCED", CLAIM, (event,), "sw")


def test_an_event_without_words_keeps_the_records_english():
    event = Event("2031", "visit", "visited", "SOMEBODY", ("KAZ",), "Somebody visits", "politics", "o", "Q")
    assert narrate.event_title(event, "sw") == ("Somebody visits", "en")


def said(value: float, granule: float, approximator: str, unit: str) -> Claim:
    """A claim of a share worded with an approximator."""
    bounds = units.interval(value, granule, approximator, unit)
    quantity = Quantity(
        0,
        10,
        "x",
        value,
        bounds.low,
        bounds.high,
        bounds.lenient_low,
        bounds.lenient_high,
        bounds.low_open,
        bounds.high_open,
        unit,
        1.0,
        approximator,
        granule,
        "en",
    )
    return replace(CLAIM, quantity=quantity)


@pytest.mark.parametrize(
    ("claim", "held", "remarked"),
    [
        (said(1000, 100, ">", "count"), 1500.0, True),
        (said(1000, 100, ">", "count"), 1100.0, False),
        (said(3000, 500, "<", "count"), 1500.0, True),
        (said(3000, 500, "<", "count"), 2500.0, False),
        (said(0.33, 0.05, ">", "share"), 36.0, False),
        (said(0.33, 0.05, ">", "share"), 60.0, True),
        (said(0.33, 0.05, "<", "share"), 30.0, False),
        (said(0.33, 0.05, "<", "share"), 10.0, True),
        (said(40, 5, "~", "percent"), 90.0, False),
    ],
)
def test_a_bound_far_from_the_record_is_said_to_be_true_but_to_say_little(claim, held, remarked):
    found = narrate.remarks("REPRODUCED", claim, candidate(held), (), "en")
    assert bool(found) is remarked
