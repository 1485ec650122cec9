"""Definitions and departures in words."""

from __future__ import annotations

import pytest
from tests.narrate.samples import made

from hali import narrate
from hali.codelists import areas
from hali.errors import UnknownCode
from hali.languages import CODES
from hali.model.claim import Claim, Departure
from hali.record import readings

CLAIM = Claim("c1", "rank", 0, 1, "s", 0, "en", 0, measure="partner_rank")


def test_a_definition_leaves_nothing_open():
    reading = made(
        reporter="KAZ",
        partner="EU27_2020",
        rate="annual_mean",
        method="sum",
        dataflow="KZ_BNS:TRADE",
        vintage="2023-07-28",
    )
    assert narrate.definition(reading, "en") == (
        "goods exports and imports together, statistics of Kazakhstan, partner European Union (members since "
        "February 2020), 2021, converted to euro at the annual mean rate, sum over the members, vintage 28\xa0July 2023"
    )


def test_a_definition_names_every_missing_member():
    members = ("CYP", "MLT", "BGR", "ROU", "HRV")
    text = narrate.definition(made(missing=members), "en")
    assert "without Cyprus, Malta, Bulgaria, Romania and Croatia" in text


def test_a_definition_says_what_weakens_its_figure():
    for facts, said in (
        ({"status": "Q"}, "quoted second-hand"),
        ({"caveats": ("BREAK",)}, "break"),
        ({"caveats": ("LOWER_BOUND",)}, "lower bound"),
        ({"caveats": ("MAJORITY",)}, "position of the bloc"),
    ):
        plain, weak = (narrate.definition(made(**slots), "en") for slots in ({}, facts))
        assert said in weak.lower(), weak
        assert said not in plain.lower()


def test_two_definitions_that_differ_are_said_differently():
    one = made("partner_share_trade", unit="PCT", value=28.4, denominator="WLD")
    other = made("partner_share_trade", unit="PCT", value=28.4, denominator="NAMED")
    assert narrate.definition(one, "en") != narrate.definition(other, "en")


@pytest.mark.parametrize(
    ("departure", "text"),
    [
        (Departure("flow", "partner_share_trade", "partner_share_exports", 2), "exports, not total trade"),
        (Departure("flow", "T", "X", 2), "exports, not total trade"),
        (Departure("flow", "exports", "from KAZ", 1), "goods going from Kazakhstan"),
        (Departure("composition", "", "EU28", 1), "with the United Kingdom"),
        (Departure("period", "2021", "2018", 2), "2018, not 2021"),
        (Departure("period", "", "2018", 1), "for 2018"),
        (Departure("period", "2005/", "2005-01-01/P18Y", 2), "2005 to 2022, not since 2005"),
        (Departure("currency", "EUR", "USD", 3), "US dollars, not euro"),
        (Departure("currency", "", "EUR", 1), "measured in euro"),
        (Departure("reporter", "", "KAZ", 1), "by Kazakhstan's count"),
        (Departure("reporter", "", "FJI", 1), "by Fiji's count"),
        (Departure("reporter", "", "NSP", 1), "not specified"),
        (Departure("scale", "", "x1000", 3), "off by a factor of 1,000"),
        (Departure("scale", "", "x0.1", 3), "off by a factor of 10"),
        (Departure("vintage", "", "2023-07-28", 1), "as published 28\xa0July 2023"),
        (Departure("source", "", "CURATED:QUOTED", 1), "as quoted in the press"),
        (Departure("measure", "fdi_flow", "fdi_stock", 3), "stock, not yearly inflow"),
        (Departure("variant", "", "gross", 1), "gross inflow"),
        (Departure("product", "TOTAL", "HS:27", 2), "mineral fuels, not all goods"),
    ],
)
def test_departures_in_words(departure, text):
    assert narrate.departure(departure, "en") == text


@pytest.mark.parametrize("lang", ["en", "sw"])
def test_every_slot_can_depart(lang):
    for slot in ("reporter", "composition", "flow", "scope", "product", "period", "base", "currency", "variant"):
        assert narrate.departure(Departure(slot, "", "2021" if slot in {"period", "base"} else "EU28", 1), lang)


def test_the_printed_row_says_when_it_held_the_united_kingdom():
    row = Departure("composition", "", "EU_AS_PRINTED_KZ", 1)
    assert "United Kingdom" in narrate.departure(row, "en", "2022-01-01")
    assert "United Kingdom" in narrate.departure(row, "en", "2023-01-01")  # the year 2022 ends there
    assert "United Kingdom" not in narrate.departure(row, "en", "2024-01-01")


def test_a_bloc_is_composed_of_names_and_a_country_of_itself():
    text = narrate.composition("EU27_2020", "2026-11-23", "en")
    assert "Sweden" in text
    assert "United Kingdom" not in text
    assert narrate.composition("KAZ", "2026-11-23", "en") == "Kazakhstan"
    assert "members on 23\xa0November 2026" in narrate.composition("EAEU", "2026-11-23", "en")


def test_an_unknown_text_is_refused():
    with pytest.raises(UnknownCode):
        narrate.label("labels.nothing", "en")
    with pytest.raises(UnknownCode):
        narrate.finding_name("NOTHING", "en")


@pytest.mark.parametrize("lang", CODES)
def test_departures_to_any_area_can_be_said(lang):
    for concept in areas.concepts():
        for slot, used in (("flow", f"from {concept}"), ("reporter", concept)):
            text = narrate.departure(Departure(slot, "", used, 1), lang)
            assert len(text) >= 3
            assert "{" not in text


@pytest.mark.parametrize("lang", CODES)
def test_ranks_of_any_partner_can_be_said(record, lang):
    ranks = readings.find(record, ["partner_rank"], newest=True)
    by_partner = {(r.definition.reporter, r.definition.partner): r for r in ranks}
    assert len(by_partner) > 200
    for one in by_partner.values():
        assert narrate.rank_explanation("NOT_REPRODUCED", CLAIM, one, ["CHN"], lang).endswith(".")
