"""The scorer itself: what it pairs, which frames it calls equal, what it lets a specialist sign."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.eval import agreement, pairing, scoring
from tests.eval.gold import GoldArticle, GoldClaim, faults

from hali.checking import quantities
from hali.model.claim import Claim, Finding, Period

TEXT = "In 2022 Kazakhstan sold goods worth $13.9 billion to Italy, its third-largest partner."
NUMBER = "$13.9 billion"
GOLD = GoldClaim(
    start=TEXT.index(NUMBER),
    end=TEXT.index(NUMBER) + len(NUMBER),
    text=NUMBER,
    kind="quantity",
    value=13.9e9,
    unit="USD",
    measure="exports",
    reporter="KAZ",
    partner="ITA",
    flow="X",
    period=["2022-01-01", "2023-01-01"],
    relation="level",
    restriction=None,
    checkable=True,
    truth="true",
    accept=["REPRODUCED", "REPRODUCED_ROUGHLY"],
    why="13.85 by the count of Kazakhstan",
    classes=["PC"],
)
PLACE = replace(
    GOLD,
    start=TEXT.index("third-largest"),
    end=TEXT.index("third-largest") + len("third-largest"),
    text="third-largest",
    kind="rank",
    value=[3, 3],
    unit="rank",
    measure="partner_rank",
    relation="rank",
)
NOT_HELD = replace(GOLD, checkable=False, truth="unknown", accept=["OUTSIDE_THE_RECORD", "NOT_CHECKABLE"])


def found(code="REPRODUCED", number=NUMBER, **slots) -> Finding:
    quantity = quantities.find(number, "en")[0]
    claim = Claim(
        id="c1",
        kind="quantity",
        start=GOLD.start,
        end=GOLD.end,
        sentence=TEXT,
        sentence_start=0,
        language="en",
        block=0,
        quantity=quantity,
        measure="exports",
        relation="level",
        reporter="KAZ",
        partner="ITA",
        period=Period("2022-01-01", "2023-01-01", "year", "2022", "sentence"),
    )
    return Finding(claim=replace(claim, **slots), code=code, explanation="", grid="")


def test_a_finding_belongs_to_the_claim_whose_characters_and_number_it_has():
    assert pairing.pair_up([PLACE, GOLD], [found()], 0) == [1]
    assert pairing.pair_up([PLACE], [found()], 0) == [None]
    overlapping = replace(GOLD, value=3.0, start=GOLD.start - 10)
    assert pairing.pair_up([overlapping, GOLD], [found()], 0) == [1]
    assert pairing.pair_up([GOLD], [found()], 5) == [0]
    assert pairing.pair_up([GOLD], [found()], 40) == [None]


def test_the_frame_of_the_specialist_is_right_in_every_slot():
    assert all(pairing.frame(GOLD, found()).values())


@pytest.mark.parametrize(
    ("slots", "holds"),
    [
        ({"measure": "imports", "reporter": "ITA", "partner": "KAZ"}, True),
        ({"measure": "imports", "reporter": "KAZ", "partner": "ITA"}, False),
        ({"reporter": "ITA", "partner": "KAZ"}, False),
        ({"reporter": None, "partner": None, "pair": ("KAZ", "ITA")}, False),
        ({"partner": "FRA"}, False),
    ],
)
def test_a_flow_is_its_route_whoever_counts_it(slots, holds):
    got = pairing.frame(GOLD, found(**slots))
    assert (got["measure"] and got["areas"]) is holds


def test_total_trade_has_no_direction_and_the_union_no_date():
    total = replace(GOLD, measure="trade_total", reporter="EU", partner="KAZ", flow="T")
    assert pairing.frame(total, found(measure="trade_total", reporter="KAZ", partner="EU27_2020"))["areas"]
    assert not pairing.frame(total, found(measure="trade_total", reporter="KAZ", partner="DEU"))["areas"]


def test_of_a_change_only_the_end_counts():
    growth = replace(GOLD, measure="exports_growth", relation="change", unit="percent")
    since = Period("2019-01-01", "2023-01-01", "since", "since 2019", "sentence")
    assert pairing.frame(growth, found(measure="exports_growth", relation="change", period=since))["period"]
    assert not pairing.frame(GOLD, found(period=since))["period"]


def test_half_a_year_is_no_year():
    half = Period("2022-01-01", "2022-07-01", "half", "first half", "sentence")
    assert not pairing.frame(GOLD, found(period=half))["period"]


def test_what_a_specialist_signs(record):
    assert scoring.signed(record, GOLD, found()) == (True, False)
    assert scoring.signed(record, GOLD, found("NOT_REPRODUCED")) == (False, False)
    assert scoring.signed(record, GOLD, found("QUOTED_ONLY")) == (True, False)
    assert scoring.signed(record, None, found()) == (False, False)
    assert scoring.signed(record, NOT_HELD, found("OUTSIDE_THE_RECORD")) == (True, False)


@pytest.mark.parametrize(
    ("code", "number", "right"),
    [
        ("REPRODUCED", NUMBER, True),
        ("NOT_REPRODUCED", NUMBER, False),
        ("NOT_REPRODUCED", "$21.4 billion", True),
        ("REPRODUCED", "$21.4 billion", False),
        ("DEPENDS_ON_DEFINITION", NUMBER, True),
        ("ONLY_IF_TERMS_CHANGED", NUMBER, False),
    ],
)
def test_what_the_record_has_taken_in_since_decides_where_the_gold_knew_nothing(record, code, number, right):
    gold = replace(NOT_HELD, value=quantities.find(number, "en")[0].value)
    assert scoring.signed(record, gold, found(code, number)) == (right, right)


@pytest.mark.parametrize(
    "change", [{"restriction": "wine"}, {"classes": ["GOAL"]}, {"period": None}, {"partner": "FRA"}]
)
def test_no_table_makes_a_finding_right_that_speaks_of_something_else(record, change):
    assert not agreement.agrees(record, replace(NOT_HELD, **change), found())


def test_the_count_of_another_publisher_is_not_the_one_the_text_quotes(record):
    gold = replace(NOT_HELD, measure="imports", reporter="ITA", partner="KAZ")
    finding = found(measure="imports", reporter="ITA", partner="KAZ")
    assert agreement.agrees(record, gold, finding)
    assert not agreement.agrees(record, replace(gold, classes=["PARTY"]), finding)


def test_faults_of_an_annotation_are_found():
    article = GoldArticle("a", "en", "wire", "2024-01-01", TEXT, (GOLD, PLACE))
    assert faults(article) == []
    wrong = (replace(GOLD, start=0), replace(GOLD, truth="false"), replace(NOT_HELD, truth="true"))
    assert len(faults(replace(article, claims=wrong))) == 4


def test_a_fall_told_by_a_minus_is_the_fall_told_in_words():
    gold = replace(GOLD, value=38, unit="percent", relation="change", measure="exports_growth")
    minus, words, other = (found(number=number).claim for number in ("-38 %", "38 %", "-37 %"))
    assert [pairing.same_value(gold, claim) for claim in (minus, words, other)] == [True, True, False]
    assert not pairing.same_value(replace(gold, relation="share"), minus)


SIGNED = replace(
    NOT_HELD,
    kind="event",
    measure=None,
    value=None,
    unit=None,
    reporter="EU",
    partner="KEN",
    flow=None,
    period=["2023-12-18", "2023-12-19"],
    relation="event",
    event={"subject": "EPA_KENYA", "action": "signed"},
    classes=["EVENT"],
)
"""A dated event annotated while the record did not hold it."""


def happened(code="REPRODUCED", action="signed", pair=("KEN", "EU"), day="2023-12-18", **slots) -> Finding:
    period = Period(day, f"{day[:8]}{int(day[8:]) + 1:02}", "date", day, "sentence")
    said = replace(
        found().claim, kind="event", event=("ECONOMIC_PARTNERSHIP", action), reporter=None, partner=None, pair=pair
    )
    return replace(found(code), claim=replace(said, period=period, measure=None, quantity=None, **slots))


def test_an_event_taken_in_since_is_signed_by_its_own_two_its_step_and_its_day(record):
    assert agreement.agrees(record, SIGNED, happened())
    assert not agreement.agrees(record, SIGNED, happened("NOT_REPRODUCED"))
    assert not agreement.agrees(record, SIGNED, happened(pair=("TZA", "EU")))
    assert not agreement.agrees(record, SIGNED, happened(action="in_force"))
    assert not agreement.agrees(record, SIGNED, happened(day="2023-12-17"))
    assert not agreement.agrees(record, replace(SIGNED, checkable=True), happened())
    assert not agreement.agrees(
        record, replace(SIGNED, period=["2021-12-18", "2021-12-19"]), happened(day="2021-12-18")
    )
