"""The article the project starts from: what its numbers are found to be. The article itself is not ours to keep."""

from __future__ import annotations

import json

import pytest
from tests.conftest import SHARED

from hali import api
from hali.checking.output import report

pytestmark = [pytest.mark.shared, pytest.mark.slow]


@pytest.fixture(scope="module")
def text():
    return (SHARED / "seed" / "article.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def checked(record, text):
    return report.to_json(api.check(text, record=record, lang="en"))


def quantities(checked):
    return [c for c in checked["claims"] if c["kind"] == "quantity"]


def test_exactly_three_quantities_with_their_offsets(checked, text):
    found = quantities(checked)
    assert [text[c["start"] : c["end"]] for c in found] == [
        "karibu 40%",
        "takriban €24 bilioni",
        "zaidi ya €160 bilioni",
    ]
    assert [c["quantity"]["value"] for c in found] == [40, 24e9, 160e9]
    assert [c["quantity"]["unit"] for c in found] == ["percent", "EUR", "EUR"]
    assert {c["language"] for c in found} == {"sw"}
    assert [c["measure"] for c in found] == ["partner_share_trade", "trade_total", "fdi_gross_cumulative"]
    assert [(c["reporter"], c["partner"]) for c in found] == [("KAZ", "EU"), (None, None), ("KAZ", "EU")]
    assert set(found[1]["pair"]) == {"EU", "KAZ"}
    assert found[0]["period"]["stated"] == "paragraph"
    assert [c["period"]["start"] for c in found] == ["2021-01-01", "2021-01-01", "2005-01-01"]
    assert found[2]["period"]["end"] == "2021-01-01"


def test_share_of_trade(checked):
    share = quantities(checked)[0]
    assert share["finding"] == "ONLY_IF_TERMS_CHANGED"
    assert share["default"]["value"] == pytest.approx(28.42, abs=0.01)
    front = [(round(f["value"], 1), f["period"], [d["slot"] for d in f["departures"]]) for f in share["front"]]
    assert (39.7, "2018", ["period"]) in front
    assert (38.6, "2021", ["flow"]) in front
    assert (40.0, "2021", ["flow", "composition"]) in front


def test_volume(checked):
    volume = quantities(checked)[1]
    assert volume["finding"] == "REPRODUCED_ROUGHLY"
    for shown in ("€23.0", "€24.4", "€25.4"):
        assert shown in volume["explanation"]


def test_invested_sum(checked):
    invested = quantities(checked)[2]
    assert (invested["finding"], invested["reason"]) == ("OUTSIDE_THE_RECORD", "other_terms")
    dollars = invested["front"][0]
    assert (dollars["value"], dollars["unit"], dollars["second_hand"]) == (160e9, "USD", True)
    assert dollars["period"] == "1993-01-01/P30Y"  # no citable page has the sum since 2005
    assert any("second-hand" in remark for remark in invested["remarks"])


def test_event_and_ranks(checked):
    event = next(c for c in checked["claims"] if c["kind"] == "event")
    assert (event["event"], event["finding"]) == ({"subject": "EPCA", "action": "in_force"}, "REPRODUCED")
    assert event["events"][0]["date"] == "2020-03-01"
    places = [c for c in checked["claims"] if c["kind"] == "rank"]
    ranks = [c for c in places if c["measure"] == "partner_rank"]
    assert [c["finding"] for c in ranks] == ["REPRODUCED", "REPRODUCED"]
    # "the main investor" is a place too, and no measure of the record
    assert [c["finding"] for c in places if c not in ranks] == ["NOT_CHECKABLE"]
    for rank in ranks:
        assert "Russia" in rank["explanation"]
        assert "China" in rank["explanation"]


def test_one_definition_gives_both_numbers(checked):
    best = checked["joint"][0]
    given = [c for c in best["candidates"] if c]
    assert best["reproduced"] == 2
    assert [(round(c["value"], 1), c["unit"]) for c in given] == [(40.0, "PCT"), (24109309870.0, "USD")]
    assert {c["period"] for c in given} == {"2021"}


def test_findings_are_the_same_twice(record, text, checked):
    assert json.dumps(report.to_json(api.check(text, record=record, lang="en"))) == json.dumps(checked)
