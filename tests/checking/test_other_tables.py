"""What other tables hold of a claim's measure confirms it and refutes nothing."""

from __future__ import annotations

import pytest

import hali


def finding(record, text, published="2025-03-01"):
    return hali.check(text, published=published, record=record).findings[0]


def test_a_partners_share_as_the_factbook_prints_it(record):
    right, wrong = (f"In 2023 Italy took {share} % of Albania's exports." for share in (41, 38))
    assert finding(record, right).code == "REPRODUCED"
    assert "statistics of Albania" not in finding(record, right).explanation.partition("2023, ")[2][:12]
    found = finding(record, wrong)
    assert (found.code, found.reason) == ("OUTSIDE_THE_RECORD", "other_terms")


def test_renewables_in_electricity_are_no_share_of_energy(record):
    electricity = "Mozambique generated {} % of its electricity from renewable sources in 2023."
    assert finding(record, electricity.format(84)).code == "REPRODUCED"
    assert finding(record, electricity.format(64)).code == "OUTSIDE_THE_RECORD"
    assert finding(record, "Renewables made up 84 % of Mozambique's energy in 2023.").code == "DEPENDS_ON_DEFINITION"


def test_aid_of_a_donor_is_told_at_the_prices_of_a_year(record):
    text = "Australia gave Indonesia {} million dollars of development aid in {}."
    of_its_year, earlier = finding(record, text.format(207, 2022)), finding(record, text.format(520, 2012))
    assert (of_its_year.code, earlier.code) == ("REPRODUCED", "DEPENDS_ON_DEFINITION")
    assert "US$520\u00a0million" in earlier.explanation
    assert "at the prices of 2022" in earlier.explanation
    assert finding(record, text.format(427, 2022)).code == "OUTSIDE_THE_RECORD"


@pytest.mark.parametrize(
    "text",
    [
        "In 2023 a Tanzanian emitted 1.3 tonnes of greenhouse gases.",
        "Emissions of greenhouse gases in Tanzania were 1.3 tonnes in 2023.",
        "Выбросы парниковых газов в Танзании составили в 2023 году 1,3 тонны.",
    ],
)
def test_a_few_tonnes_are_so_much_a_head(record, text):
    found = finding(record, text)
    assert (found.code, found.claim.measure) == ("REPRODUCED", "ghg_emissions_per_head")
    assert "T_HEAD" not in found.explanation


def test_a_few_tonnes_of_a_ware_are_not(record):
    assert (
        finding(record, "In 2023 Tanzania exported 1.3 tonnes of gold to India.").claim.measure
        != "ghg_emissions_per_head"
    )
