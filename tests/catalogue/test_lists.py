"""Areas, measures and changes found by words, and readings by a key of SDMX dimensions."""

from __future__ import annotations

from datetime import date

import pytest

from hali.catalogue import area_list, changed, chosen, measure_list, sdmx
from hali.catalogue.corrections import corrections
from hali.catalogue.skill import skill
from hali.errors import NotInRecord, QuestionError, UnknownCode

DAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("share of trade", "partner_share_trade"),
        ("partner_share_trade", "partner_share_trade"),
        ("доля в товарообороте", "partner_share_trade"),
        ("biashara", "trade_total"),
        ("visa refusal rate", "visa_refusal_rate"),
        ("FDI", "fdi_flow"),
        ("inflation", "inflation"),
        ("GDP growth", "gdp_growth"),
        ("students", "students_from_partner"),
    ],
)
def test_words_lead_to_a_measure(words, measure):
    assert measure_list.find(words)[0].id == measure


def test_words_of_no_measure_lead_to_none_and_to_what_comes_nearest():
    assert measure_list.find("zzzz") == []
    assert measure_list.nearest("partner_share_tade")[0]["code"] == "partner_share_trade"
    assert len(measure_list.nearest("zzzz")) == 3


def test_every_measure_and_area_can_be_listed(record):
    held = record.warehouse.plan.measures
    assert all(measure_list.entry(one, "kk", held)["name"] for one in measure_list.find(""))
    codes = area_list.find("", 100_000)
    assert len(codes) > 300
    for code in codes:
        assert area_list.entry(code, "sw", DAY)["read_as"]


def test_a_bloc_is_read_with_the_members_of_the_day():
    assert area_list.entry("EU", "en", date(2019, 1, 1))["read_as"] == "EU28"
    now = area_list.entry("EU", "en", DAY)
    assert (now["read_as"], len(now["members"])) == ("EU27_2020", 27)
    assert "EU28" in now["other_codes"]
    assert area_list.entry("KAZ", "en", DAY)["members"] == []


def test_a_name_of_several_areas_lists_them_first():
    with pytest.raises(UnknownCode) as told:
        area_list.code("Congo")
    assert told.value.nearest[:2] == ("COG", "COD")
    with pytest.raises(UnknownCode) as told:
        area_list.code("Kazakhstania")
    assert len(set(told.value.nearest)) == 3


def test_two_sides_differ():
    assert area_list.pair("EU", "kz") == ("EU", "KAZ")
    with pytest.raises(QuestionError, match="the same area, KAZ"):
        area_list.pair("kz", "Kazakhstan")


def test_the_default_series_is_that_of_the_brief(record):
    (one,) = chosen.series(record, "partner_share_trade", "KAZ", "EU", "2026-11-01")
    assert one.latest.definition.partner == "EU27_2020"
    every = chosen.readings(record, "partner_share_trade", "KAZ", "EU", newest=False)
    assert {r.definition.partner for r in every} > {"EU27_2020", "EU28"}
    assert not any(r.definition.variant == "cumulated" for r in every)


def test_all_goods_go_before_one_product(record):
    found = chosen.series(record, "trade_total", "EU", "KAZ", "2026-11-01")
    assert [one.key.product for one in found] == ["TOTAL", "HS:27"]


def test_an_area_for_itself(record):
    (one,) = chosen.series(record, "gdp", "KAZ", "", "2026-11-01")
    assert one.latest.definition.unit == "USD"


def test_changes_since_a_day_and_an_unknown_record(record):
    found = changed.of_pair(record, "EU", "KAZ", "2026-06-01")
    assert found["since"] == "2026-06-01"
    assert found["added"]
    with pytest.raises(NotInRecord):
        changed.of_pair(record, "EU", "KAZ", "0123456789ab")
    assert {"KZ_BNS:TRADE"} <= {one["dataflow"] for one in changed.of_record(record, "2026-06-01")["published"]}


def test_a_key_joins_and_leaves_out(record):
    found = sdmx.readings(
        record, "READINGS", "A.partner_share_trade+partner_share_exports.KAZ.EU27_2020", "2021", "2022"
    )
    rows = found.to_pylist()
    assert {row["measure"] for row in rows} == {"partner_share_trade", "partner_share_exports"}
    assert {row["period"] for row in rows} == {"2021", "2022"}
    months = sdmx.readings(record, "HALI,READINGS,1.0", "M.trade_total.EU27_2020.KAZ.T..TOTAL", "2022-01", "2022-03")
    assert {row["period"] for row in months.to_pylist()} == {"2022-01", "2022-02", "2022-03"}


@pytest.mark.parametrize("key", ["A." * 20, "A.gdp", "all", ""])
def test_a_key_of_next_to_everything_is_refused(record, key):
    with pytest.raises(QuestionError):
        sdmx.readings(record, "READINGS", key)


def test_corrections_are_dated_and_never_named_twice():
    listed = corrections()
    assert [one.day for one in listed] == sorted((one.day for one in listed), reverse=True)
    assert len({one.id for one in listed}) == len(listed)
    assert all(date.fromisoformat(one.day) and one.text.endswith(".") for one in listed)


def test_the_skill_begins_with_what_it_is():
    assert skill().startswith("---\nname: hali\n")
