"""The entries of measures: whole, and pointing at what exists."""

from __future__ import annotations

from collections import Counter

import pytest

from hali.codelists import measures
from hali.languages import CODES
from hali.pillars import pillars

EVERY = measures.measures()
SECTIONS = {section.id for pillar in pillars() for section in pillar.sections}
INDICATORS = {indicator.id: indicator for pillar in pillars() for indicator in pillar.indicators}


def test_sections_and_indicators_exist():
    assert {m.brief.section for m in EVERY} - {""} <= SECTIONS
    assert {m.indicator for m in EVERY} - {""} <= set(INDICATORS)


def test_a_measure_of_a_section_has_a_place_of_its_own_and_a_use():
    places = Counter((m.brief.section, m.brief.place) for m in EVERY if m.brief.section)
    assert {place for place, count in places.items() if count > 1} == set()
    for m in EVERY:
        assert bool(m.brief.section) == bool(m.brief.place) == (m.brief.use in {"stated", "listed"}), m.id


def test_the_order_of_a_section_is_that_of_its_places():
    assert measures.in_section("biodiversity", "stated", "listed")[:3] == (
        "forest_area",
        "snow_leopards",
        "protected_area_share",
    )
    assert measures.in_section("biodiversity", "stated") == ("forest_area", "snow_leopards")


@pytest.mark.parametrize("measure", EVERY, ids=lambda m: m.id)
def test_an_entry_points_at_what_exists(measure):
    known = {m.id for m in EVERY}
    assert set(measure.check.tried) <= known - {measure.id}
    assert all(1 <= cost <= 3 or cost == 0 for cost, _ in measure.check.tried.values())
    assert not measure.brief.today or measures.find(measure.brief.today) or measure.brief.today in known
    assert bool(measure.check.whole) == (measure.check.side == "whole")
    told = {*measure.told_apart, "_Z"}
    assert {*measure.brief.unread, *measure.brief.lead} <= told


@pytest.mark.parametrize("measure", EVERY, ids=lambda m: m.id)
def test_a_name_is_there_in_every_language_or_in_none(measure):
    assert set(measure.names) in (set(), set(CODES))
    assert set(measure.aliases) in (set(), set(CODES))


def test_every_measure_an_indicator_answers_has_a_name():
    answered = {m for indicator in INDICATORS.values() for m in indicator.measures}
    named = {measures.base(id) for id in measures.labels("en")}
    assert answered <= named


def test_a_plain_indicator_reads_the_series_whose_entries_name_it():
    assert measures.published("security.level") == (
        "military_expenditure_of_gdp",
        "leu_bank_capacity",
        "leu_bank_stock",
        "nuclear_tests",
        "nuclear_warheads_inherited",
    )
    assert INDICATORS["security.level"].measures == measures.published("security.level")
    assert "visas_issued.refused" in measures.published("people.level")
    assert "visas_issued" in INDICATORS["people.level"].measures


def test_a_variant_has_what_its_entry_does_not_say_from_its_measure():
    gross, flow = measures.measure("fdi_flow.gross"), measures.measure("fdi_flow")
    assert (gross.pillar, gross.lag_months, gross.feeds) == (flow.pillar, flow.lag_months, ("fdi_flow",))
    assert measures.measure("uranium_share.deliveries").lag_months == 6
    assert measures.measure("energy_dependency.of_use").lag_months == 18
    assert measures.find("exports.cumulated") is None  # computed, not stored
    assert measures.name("exports", "en", "cumulated") == "goods exports, cumulated"


def test_the_product_a_name_says():
    assert measures.says("uranium_share", "deliveries") == "URANIUM"
    assert measures.says("partner_share_oil_imports", "crude") == "CRUDE_OIL"
    assert measures.says("partner_share_oil_imports", "volume") == ""


def test_an_unknown_field_is_refused(tmp_path, monkeypatch):
    entry = '[width]\nunit = "km"\nlag_months = 0\n[width.brief]\nsektion = "trade"\n'
    (tmp_path / "trade.toml").write_text(entry)
    monkeypatch.setattr(measures, "FOLDER", tmp_path)
    with pytest.raises(TypeError, match="sektion"):
        measures._read.__wrapped__()
    (tmp_path / "trade.toml").write_text(entry.replace("sektion", "section"))
    assert [m.id for m in measures._read.__wrapped__()[0]] == ["width"]
