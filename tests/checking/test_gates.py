"""Each gate between a frame and a verdict, both ways, on readings written by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.checking.synthetic import PUBLISHED, claim, held, quantity, reading, year

from hali.checking.gates import Text, from_words
from hali.model.claim import Step

THEN = Text(PUBLISHED)


def found(record, said, text=THEN):
    verdict = record.verdict(said, text)
    return verdict.code, verdict.reason


def test_what_is_held_exactly_is_confirmed_or_refuted(monkeypatch):
    record = held(monkeypatch, reading(9.8e9))
    assert found(record, claim("9.8")) == ("REPRODUCED", "")
    assert found(record, claim("12.8")) == ("NOT_REPRODUCED", "")


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        ({"measure": "trade_total", "flow": "T"}, "other_terms"),
        ({"measure": "imports", "flow": "M"}, "other_terms"),
        ({"scope": "services", "dataflow": "KZ_NBK:SERVICES"}, "other_terms"),
    ],
)
def test_other_terms_refute_nothing(monkeypatch, terms, reason):
    record = held(monkeypatch, reading(9.8e9, **terms))
    assert found(record, claim("12.8", scope="goods")) == ("OUTSIDE_THE_RECORD", reason)


def test_another_period_refutes_nothing(monkeypatch):
    record = held(monkeypatch, reading(9.8e9, "2021"))
    assert found(record, claim("12.8")) == ("OUTSIDE_THE_RECORD", "other_period")
    assert found(record, claim("12.8", period=year(2023, "paragraph"))) == ("OUTSIDE_THE_RECORD", "other_period")
    assert found(record, claim("12.8", period=None)) == ("OUTSIDE_THE_RECORD", "other_period")
    assert found(record, claim("12.8", period=year(2021))) == ("NOT_REPRODUCED", "")


def test_a_part_of_a_year_is_no_year(monkeypatch):
    record = held(monkeypatch, reading(9.8e9, "2023-01-01/P10M"))
    assert found(record, claim("12.8"))[0] == "OUTSIDE_THE_RECORD"
    assert found(record, claim("12.8", period=None))[0] == "OUTSIDE_THE_RECORD"
    whole = held(monkeypatch, reading(9.8e9))
    months = replace(year(2023), end="2023-11-01", kind="months")
    assert found(whole, claim("12.8", period=months))[0] == "OUTSIDE_THE_RECORD"


def test_the_other_sides_count_confirms_but_refutes_nothing(monkeypatch):
    mirror = {"measure": "imports", "flow": "M", "reporter": "CHN", "partner": "KAZ", "dataflow": "CN:TRADE"}
    record = held(monkeypatch, reading(9.8e9, **mirror))
    assert found(record, claim("12.8")) == ("OUTSIDE_THE_RECORD", "other_count")
    assert found(record, claim("9.8")) == ("DEPENDS_ON_DEFINITION", "")


def test_a_restriction_and_a_mood_are_not_judged():
    assert from_words(claim("9.8")) is None
    told = from_words(claim("9.8", restriction="textiles"))
    assert (told.code, told.reason) == ("OUTSIDE_THE_RECORD", "restriction")
    for mood in ("goal", "forecast", "possibility", "denial", "question", "corrected"):
        told = from_words(claim("9.8", mood=mood))
        assert (told.code, told.reason) == ("NOT_CHECKABLE", mood)
    assert from_words(claim("9.8", reason="of_a_firm")).reason == "of_a_firm"
    assert from_words(claim("9.8", measure=None)).reason == "no_measure"
    left = (Step("measure", "per_head_or_unit"),)
    assert from_words(claim("9.8", measure=None, unsaid=("no_measure",), trace=left)).reason == "per_head_or_unit"


def test_an_undated_number_means_the_year_that_could_be_known(monkeypatch):
    record = held(monkeypatch, reading(9.8e9), reading(8.8e9, "2022"), reading(7.7e9, "2016"))
    undated = claim("9.8", period=None)
    assert found(record, undated) == ("REPRODUCED", "")
    # the figure of 2023 was not out in February 2024, nor in 2017
    assert found(record, undated, Text("2024-02-20"))[0] != "REPRODUCED"
    assert found(record, undated, Text("2017-06-01"))[0] != "REPRODUCED"
    assert found(record, claim("7.7", period=None), Text("2017-06-01")) == ("REPRODUCED", "")
    assert found(record, claim("7.7", period=None))[0] != "REPRODUCED"


def test_an_undated_number_of_an_undated_text_is_never_refuted(monkeypatch):
    record = held(monkeypatch, reading(9.8e9))
    assert found(record, claim("9.8", period=None), Text()) == ("REPRODUCED", "")
    assert found(record, claim("12.8", period=None), Text()) == ("NOT_CHECKABLE", "no_date")
    assert found(record, claim("12.8"), Text()) == ("NOT_REPRODUCED", "")


def test_a_later_vintage_serves_for_the_same_period(monkeypatch):
    record = held(monkeypatch, reading(9.8e9, "2016", known="2024-05-01"))
    assert found(record, claim("9.8", period=None), Text("2017-06-01")) == ("REPRODUCED", "")


@pytest.mark.parametrize(("caveat", "above", "below"), [("LOWER_BOUND", 0, 1), ("UPPER_BOUND", 1, 0)])
def test_a_bound_refutes_on_its_closed_side_only(monkeypatch, caveat, above, below):
    record = held(monkeypatch, reading(9.8e9, caveats=(caveat,)))
    outcomes = {0: ("OUTSIDE_THE_RECORD", "only_bound"), 1: ("NOT_REPRODUCED", "")}
    assert found(record, claim("12.8")) == outcomes[above]
    assert found(record, claim("6.8")) == outcomes[below]


def test_a_sum_without_some_members_is_a_lower_bound(monkeypatch):
    terms = {"partner": "EU27_2020", "method": "sum", "missing": ("MLT",), "caveats": ("PARTIAL",)}
    record = held(monkeypatch, reading(9.8e9, **terms))
    assert found(record, claim("12.8", partner="EU")) == ("OUTSIDE_THE_RECORD", "only_bound")
    assert found(record, claim("6.8", partner="EU")) == ("NOT_REPRODUCED", "")


def test_fewer_members_than_the_bloc_had_are_a_lower_bound(monkeypatch):
    record = held(monkeypatch, reading(9.8e9, "2018", partner="EU27_2020", method="sum"))
    assert found(record, claim("12.8", partner="EU", period=year(2018))) == ("OUTSIDE_THE_RECORD", "only_bound")
    assert found(record, claim("6.8", partner="EU", period=year(2018))) == ("NOT_REPRODUCED", "")


def test_a_quotation_neither_confirms_nor_refutes(monkeypatch):
    record = held(monkeypatch, reading(9.8e9, status="Q", caveats=("SECOND_HAND",), dataflow="PRESS:KZ"))
    assert found(record, claim("9.8")) == ("QUOTED_ONLY", "")
    assert found(record, claim("12.8")) == ("OUTSIDE_THE_RECORD", "quoted_otherwise")
    both = held(monkeypatch, reading(9.8e9), reading(11.3e9, status="Q", dataflow="PRESS:KZ"))
    assert found(both, claim("9.8")) == ("REPRODUCED", "")
    assert found(both, claim("11.3")) == ("QUOTED_ONLY", "")


def test_a_number_of_another_size_is_of_something_else(monkeypatch):
    record = held(monkeypatch, reading(9.8e9))
    assert found(record, claim("1.3")) == ("OUTSIDE_THE_RECORD", "other_size")
    assert found(record, claim("41.7")) == ("OUTSIDE_THE_RECORD", "other_size")
    assert found(record, claim("4.3")) == ("NOT_REPRODUCED", "")


def test_one_plausible_slip_is_told_and_two_are_not(monkeypatch):
    total = reading(23.3e9, measure="trade_total", flow="T")
    one = held(monkeypatch, reading(9.8e9), total)
    assert found(one, claim("23.3")) == ("ONLY_IF_TERMS_CHANGED", "")
    two = held(monkeypatch, reading(9.8e9), total, reading(23.3e9, "2022"))
    assert found(two, claim("23.3")) == ("NOT_REPRODUCED", "")


def test_the_year_beside_the_stated_one_is_a_slip_and_a_far_one_is_not(monkeypatch):
    record = held(monkeypatch, reading(9.8e9), reading(13.3e9, "2022"), reading(14.9e9, "2015"))
    assert found(record, claim("13.3")) == ("ONLY_IF_TERMS_CHANGED", "")
    assert found(record, claim("14.9")) == ("NOT_REPRODUCED", "")


def test_a_borrowed_year_whose_neighbour_fits_is_in_doubt(monkeypatch):
    record = held(monkeypatch, reading(9.8e9), reading(13.3e9, "2022"), reading(14.9e9, "2019"))
    borrowed = year(2023, "paragraph")
    assert found(record, claim("13.3", period=borrowed)) == ("NOT_CHECKABLE", "other_year")
    assert found(record, claim("14.9", period=borrowed)) == ("NOT_REPRODUCED", "")
    text = Text(PUBLISHED, words="In 2019 there was a fair.")
    assert found(record, claim("14.9", period=borrowed), text) == ("NOT_CHECKABLE", "other_year")


def test_of_a_slip_and_another_year_none_explains_a_number_whose_year_is_from_another_paragraph(monkeypatch):
    total = reading(14.9e9, measure="trade_total", flow="T")
    record = held(monkeypatch, reading(9.8e9), total, reading(14.9e9, "2019"))
    assert found(record, claim("14.9")) == ("ONLY_IF_TERMS_CHANGED", "")
    assert found(record, claim("14.9", period=year(2023, "text"))) == ("NOT_CHECKABLE", "other_year")
    alone = held(monkeypatch, reading(9.8e9), total)
    assert found(alone, claim("14.9", period=year(2023, "text"))) == ("ONLY_IF_TERMS_CHANGED", "")


def test_an_old_number_is_outdated_unless_the_text_names_its_year(monkeypatch):
    record = held(monkeypatch, reading(9.8e9), reading(13.3e9, "2022"), reading(14.9e9, "2019"))
    assert found(record, claim("14.9", period=None)) == ("OUTDATED", "")
    assert found(record, claim("14.9", period=None), Text(PUBLISHED, words="Since 2019")) == (
        "NOT_CHECKABLE",
        "other_year",
    )
    # last year's figure may be what "a year earlier" means
    assert found(record, claim("13.3", period=None)) == ("NOT_CHECKABLE", "other_year")


def test_names_of_two_sides_in_any_order_get_one_answer(monkeypatch):
    both = {"measure": "trade_total", "flow": "T"}
    record = held(
        monkeypatch,
        reading(9.8e9, **both),
        reading(11.2e9, reporter="CHN", partner="KAZ", dataflow="CN:TRADE", **both),
    )
    for written, code in (("9.8", "REPRODUCED"), ("11.2", "REPRODUCED"), ("14.6", "NOT_REPRODUCED")):
        for pair in (("KAZ", "CHN"), ("CHN", "KAZ")):
            said = claim(written, measure="trade_total", flow="T", reporter=None, partner=None, pair=pair)
            assert found(record, said)[0] == code


def test_an_open_direction_is_confirmed_by_one_way_and_refuted_by_none(monkeypatch):
    """ "Trade was 30 bn, exports 9.8 bn" is written from one side's view without naming it."""
    record = held(
        monkeypatch, reading(9.8e9), reading(20.1e9, reporter="KAZ", partner="CHN", measure="imports", flow="M")
    )
    for pair in (("KAZ", "CHN"), ("CHN", "KAZ")):
        said = claim("14.6", reporter=None, partner=None, pair=pair)
        assert found(record, said) == ("NOT_CHECKABLE", "open_direction")
        assert found(record, replace(said, quantity=quantity("9.8", "USD", "", 1e9)))[0] == "REPRODUCED"
        assert found(record, replace(said, quantity=quantity("20.1", "USD", "", 1e9)))[0] == "REPRODUCED"


def test_of_an_open_direction_two_ways_that_give_the_number_are_told(monkeypatch):
    record = held(monkeypatch, reading(9.8e9), reading(9.8e9, reporter="CHN", partner="KAZ"))
    said = claim("9.8", reporter=None, partner=None, pair=("KAZ", "CHN"))
    assert found(record, said)[0] == "DEPENDS_ON_DEFINITION"


def test_whose_total_a_share_is_of_is_never_guessed(monkeypatch):
    terms = {"measure": "partner_share_trade", "flow": "T", "unit": "PCT", "rate": "_Z", "denominator": "WLD"}
    record = held(
        monkeypatch,
        reading(21.5, **terms),
        reading(0.7, reporter="CHN", partner="KAZ", dataflow="CN:TRADE", **terms),
    )
    share = quantity("21.5", "percent")
    for pair in (("KAZ", "CHN"), ("CHN", "KAZ")):
        said = claim("1", measure="partner_share_trade", flow="T", reporter=None, partner=None, pair=pair)
        assert found(record, replace(said, quantity=share))[0] == "DEPENDS_ON_DEFINITION"
        assert found(record, replace(said, quantity=quantity("17.5", "percent"))) == ("NOT_CHECKABLE", "open_whole")
    owned = claim("1", measure="partner_share_trade", flow="T", quantity=share)
    assert found(record, owned) == ("REPRODUCED", "")


@pytest.mark.parametrize(
    ("terms", "written", "reason"),
    [
        ({}, "9.6", "revised_since"),
        ({}, "9.4", ""),
        ({"vintage": "2024", "known": "2024-01-01"}, "9.6", "revised_since"),
        ({"vintage": "2023", "known": "2023-12-31"}, "9.6", ""),
    ],
)
def test_a_later_vintage_refutes_only_what_no_revision_explains(monkeypatch, terms, written, reason):
    later = {"known": "2025-05-01", "vintage": "2025-05"} | terms
    record = held(monkeypatch, reading(9.8e9, **later))
    code = "OUTSIDE_THE_RECORD" if reason else "NOT_REPRODUCED"
    assert found(record, claim(written, origin_side="KAZ")) == (code, reason)


def test_where_neither_count_is_meant_both_must_be_held(monkeypatch):
    terms = {"measure": "trade_total", "flow": "T"}
    own, other = reading(9.8e9, **terms), reading(9.9e9, reporter="CHN", partner="KAZ", dataflow="CN:TRADE", **terms)
    said = claim("12.8", measure="trade_total", flow="T", reporter=None, partner=None, pair=("KAZ", "CHN"))
    assert found(held(monkeypatch, own), said) == ("OUTSIDE_THE_RECORD", "other_count")
    assert found(held(monkeypatch, own, other), said) == ("NOT_REPRODUCED", "")


def test_where_one_count_is_meant_the_other_refutes_nothing(monkeypatch):
    terms = {"measure": "trade_total", "flow": "T"}
    own, other = reading(9.8e9, **terms), reading(9.9e9, reporter="CHN", partner="KAZ", dataflow="CN:TRADE", **terms)
    said = claim("12.8", measure="trade_total", flow="T", reporter=None, partner=None, pair=("KAZ", "CHN"))
    quoted = replace(said, origin_side="CHN")
    assert found(held(monkeypatch, own), quoted) == ("OUTSIDE_THE_RECORD", "other_count")
    assert found(held(monkeypatch, own, other), quoted) == ("NOT_REPRODUCED", "")


def test_of_two_counts_of_a_flow_the_one_held_refutes_what_the_other_cannot_be(monkeypatch):
    """Two offices' reports of one flow differ by 15 % in the median; within 30 % the other may be the number."""
    own = reading(9.8e9)
    mirror = reading(9.9e9, measure="imports", flow="M", reporter="CHN", partner="KAZ", dataflow="CN:TRADE")
    said = claim("11.8")
    assert found(held(monkeypatch, own), said) == ("OUTSIDE_THE_RECORD", "one_count")
    assert found(held(monkeypatch, own, mirror), said) == ("NOT_REPRODUCED", "")
    assert found(held(monkeypatch, own), replace(said, origin_side="KAZ")) == ("NOT_REPRODUCED", "")
    assert found(held(monkeypatch, own), claim("14.8")) == ("NOT_REPRODUCED", "")


@pytest.mark.parametrize(
    ("written", "code"),
    [("2023-24", "OUTSIDE_THE_RECORD"), ("2023/24", "OUTSIDE_THE_RECORD"), ("2023", "REPRODUCED")],
)
def test_a_year_that_begins_in_another_month_is_no_two_years(monkeypatch, written, code):
    record = held(monkeypatch, reading(9.8e9))
    assert found(record, claim("9.8", period=replace(year(2023), text=written)))[0] == code


def test_a_claim_in_doubt_is_confirmed_but_never_refuted(monkeypatch):
    record = held(monkeypatch, reading(9.8e9))
    assert found(record, claim("9.8", doubts=("areas",))) == ("REPRODUCED", "")
    assert found(record, claim("12.8", doubts=("areas",))) == ("NOT_CHECKABLE", "frame_unsure")


def test_a_year_that_was_not_over_is_no_slip(monkeypatch):
    record = held(monkeypatch, reading(9.8e9), reading(12.8e9, "2024", known="2025-05-01"))
    assert found(record, claim("12.8")) == ("NOT_REPRODUCED", "")


def test_what_is_as_good_as_equal_is_not_refuted(monkeypatch):
    record = held(monkeypatch, reading(9.8e9, vintage="2024-01-01", known="2024-01-01"))
    assert found(record, claim("9.85")) == ("OUTSIDE_THE_RECORD", "close")
    assert found(record, claim("9.5"))[0] in {"NOT_REPRODUCED", "OUTSIDE_THE_RECORD"}


def test_a_month_may_be_adjusted_for_the_season(monkeypatch):
    record = held(monkeypatch, reading(9.8e9, "2023-03", known="2023-05-20", vintage="2023-05-20"))
    month = replace(year(2023), start="2023-03-01", end="2023-04-01", kind="month")
    assert found(record, claim("9.1", period=month)) == ("OUTSIDE_THE_RECORD", "close")
    assert found(record, claim("7.1", period=month, origin_side="KAZ")) == ("NOT_REPRODUCED", "")


def test_what_is_also_told_in_another_way_is_confirmed_and_never_refuted(monkeypatch):
    """Prices rose by 14.5 % in the mean of a year and by 9.8 % from December to December: both are called inflation."""
    same = {"measure": "inflation", "partner": "_Z", "flow": "_Z", "scope": "_Z", "unit": "PCT", "product": "_Z"}
    record = held(monkeypatch, reading(14.5, dataflow="WB:WDI", rate="_Z", **same))
    for said, code in (("14.5", ("REPRODUCED", "")), ("9.8", ("OUTSIDE_THE_RECORD", "other_terms"))):
        told = claim(said, measure="inflation", partner=None, flow=None, quantity=quantity(said, "share", scale=0.01))
        assert found(record, told) == code


def test_a_bound_is_borne_out_by_what_lies_near_it_only(monkeypatch):
    said = claim("12.8", "<=")
    assert found(held(monkeypatch, reading(9.8e9)), said) == ("REPRODUCED", "")
    assert found(held(monkeypatch, reading(0.2e9)), said)[0] != "REPRODUCED"


def test_what_is_half_as_much_again_is_not_roughly_right(monkeypatch):
    """ "1 bn" is rounded to one digit: its lenient bounds reach from nothing to two."""
    record = held(monkeypatch, reading(1.9e9))
    assert found(record, claim("1"))[0] != "REPRODUCED_ROUGHLY"
    assert found(record, claim("1.3", origin_side="KAZ"))[0] == "NOT_REPRODUCED"
    assert found(record, claim("2"))[0] == "REPRODUCED"


def test_exports_without_a_partner_are_judged(monkeypatch):
    record = held(monkeypatch, reading(9.8e9, partner="WLD"))
    assert found(record, claim("12.8", partner=None))[0] in {"NOT_REPRODUCED", "OUTSIDE_THE_RECORD"}


def test_a_fall_is_no_proof_of_a_change_without_direction(monkeypatch):
    grown = {"measure": "exports_growth", "unit": "PCT", "base": "2022", "variant": "USD"}
    change = {"measure": "exports_growth", "relation": "change", "quantity": quantity("12", "percent")}
    fell, rose = (held(monkeypatch, reading(value, **grown)) for value in (-12.0, 12.0))
    assert found(rose, claim("12", **change)) == ("REPRODUCED", "")
    fell = held(monkeypatch, reading(-12.0, **grown))
    assert found(fell, claim("12", **change)) == ("NOT_CHECKABLE", "frame_unsure")
    assert found(fell, claim("12", **change, sign=-1)) == ("REPRODUCED", "")
    written = {**change, "quantity": quantity("-12", "percent")}
    assert found(fell, claim("12", **written)) == ("REPRODUCED", "")


def test_what_open_slots_give_together_is_not_refuted(monkeypatch):
    mirror = {"measure": "imports", "flow": "M", "reporter": "CHN", "partner": "KAZ", "dataflow": "CEPII:BACI"}
    record = held(monkeypatch, reading(9.8e9), reading(12.8e9, **mirror))
    assert found(record, claim("12.8")) == ("DEPENDS_ON_DEFINITION", "")
    assert found(record, claim("14.8")) == ("NOT_REPRODUCED", "")


def test_near_and_right_of_the_next_year_is_left_open_unless_it_is_said_to_be_about_so_much(monkeypatch):
    near = reading(9.745e9)
    assert found(held(monkeypatch, near), claim("9.8")) == ("REPRODUCED_ROUGHLY", "")
    assert found(held(monkeypatch, near, reading(9.8e9, "2019")), claim("9.8")) == ("REPRODUCED_ROUGHLY", "")
    beside = held(monkeypatch, near, reading(9.8e9, "2022"))
    assert found(beside, claim("9.8")) == ("NOT_CHECKABLE", "other_year")
    assert found(beside, claim("9.8", "~"))[0] != "NOT_CHECKABLE"


@pytest.mark.parametrize(
    ("held_share", "code"), [(86.0, "REPRODUCED"), (84.5, "REPRODUCED_ROUGHLY"), (80.0, "NOT_REPRODUCED")]
)
def test_a_round_share_is_not_roughly_right_by_ten_points(monkeypatch, held_share, code):
    said = {"measure": "partner_share_exports", "relation": "share", "quantity": quantity("90", "percent")}
    record = held(monkeypatch, reading(held_share, measure="partner_share_exports", unit="PCT"))
    assert found(record, claim("90", **said))[0] == code


def test_of_two_ways_a_third_party_counts_the_one_that_gives_the_number_is_meant(monkeypatch):
    counted = {"measure": "refugees_from_partner", "flow": "_Z", "unit": "PERS", "dataflow": "UNHCR:RDF"}
    ways = (reading(99, **counted), reading(4145, **counted, reporter="CHN", partner="KAZ"))
    open_ = {"reporter": None, "partner": None, "pair": ("KAZ", "CHN"), "flow": None}
    said = {"measure": "refugees_from_partner", **open_}
    right, wrong = (claim("9", **said, quantity=quantity(number, "count")) for number in ("4145", "3145"))
    assert found(held(monkeypatch, *ways), right) == ("REPRODUCED", "")
    assert found(held(monkeypatch, *ways), wrong)[0] == "NOT_CHECKABLE"
