"""Agreement in UN votes: the expression equals the array form, and both the figures worked out by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from hali.codelists import areas
from hali.methods.alignment import agreement, choices, majority
from hali.pillars.politics import FEWEST_CALLS
from hali.record import readings as lookup
from hali.record import tables

YEARS = ("2005", "2013", "2018", "2019")
PAIRS = [("EU28", "KAZ"), ("EU_V", "KAZ"), ("EU27_2020", "UZB"), ("DEU", "KAZ"), ("KAZ", "UZB"), ("RUS", "USA")]


@pytest.fixture(scope="module")
def agreements(record):
    # of everybody with everybody there are forty thousand pairs
    sides = {code for pair in PAIRS for code in pair} | {"EAEU", "CA5"}
    found = lookup.find(record, ["un_vote_agreement"], reporters=sides, partners=sides)
    return {
        (
            r.definition.reporter,
            r.definition.partner,
            r.definition.period,
            r.definition.variant,
            r.definition.product,
        ): r
        for r in found
    }


def side(code: str, calls: list[tables.RollCall]):
    """Choices of a country, or the position of a bloc with the members of each day."""
    if areas.area(code).kind == "country":
        return choices([call.votes.get(code, "") for call in calls])
    members = [areas.members(code, date.fromisoformat(call.date)) for call in calls]
    every = sorted(frozenset().union(*members))
    return majority(
        [
            choices([c.votes.get(m, "") if m in inside else "" for c, inside in zip(calls, members, strict=True)])
            for m in every
        ]
    )


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_the_expression_equals_the_array_form(agreements, pair, year) -> None:
    calls = [call for call in tables.votes() if call.date[:4] == year]
    found = agreement(*(side(code, calls) for code in pair))
    for variant in ("identical", "half", "yes_no", "kappa"):
        assert agreements[*pair, year, variant, "_Z"].value == pytest.approx(getattr(found, variant), abs=1e-12), (
            variant
        )
    bloc = areas.area(pair[0]).kind != "country"
    assert ((*pair, year, "ties_apart", "_Z") in agreements) == bloc
    if bloc:
        assert agreements[*pair, year, "ties_apart", "_Z"].value == pytest.approx(found.ties_apart)


@pytest.mark.parametrize(
    ("year", "percent"), [("2005", 70.8), ("2010", 69.0), ("2015", 50.0), ("2018", 62.8), ("2019", 52.2)]
)
def test_kazakhstan_with_the_majority_of_the_28(agreements, year, percent) -> None:
    assert round(agreements["EU28", "KAZ", year, "identical", "_Z"].value, 1) == percent


def test_the_other_rule_for_ties(agreements) -> None:
    assert round(agreements["EU28", "KAZ", "2018", "ties_apart", "_Z"].value, 1) == 61.7


def test_by_subject(agreements) -> None:
    calls = [call for call in tables.votes() if call.date[:4] == "2018" and "hr" in call.issues]
    found = agreement(side("EU_V", calls), side("KAZ", calls))
    assert agreements["EU_V", "KAZ", "2018", "identical", "UN:HR"].value == pytest.approx(found.identical)


def test_each_pair_is_stored_once_and_only_in_whole_years(agreements) -> None:
    assert not any((b, a, *rest) in agreements for a, b, *rest in agreements)
    years = {period for _, _, period, *_ in agreements}
    held = sorted({call.date[:4] for call in tables.votes()})
    assert years == set(held[1:-1])


def test_a_share_rests_on_enough_roll_calls(agreements) -> None:
    calls = [call for call in tables.votes() if call.date[:4] == "2001"]
    shared = sum("UZB" in call.votes and "KAZ" in call.votes for call in calls)
    assert (("KAZ", "UZB", "2001", "identical", "_Z") in agreements) == (shared >= FEWEST_CALLS)


def test_a_bloc_has_a_position_since_the_votes_of_all_members_ship(agreements) -> None:
    assert any("EAEU" in key for key in agreements)
    assert any("CA5" in key for key in agreements)


def test_every_share_names_its_source(record, agreements) -> None:
    whole = lookup.complete(record, [agreements["EU_V", "KAZ", "2019", "identical", "_Z"]])[0]
    assert whole.sources == ("UN:GA_VOTES@2021-03",)
    cell = lookup.observations(record, whole.cells)[0]
    assert (cell.measure, cell.period, cell.origin) == ("un_roll_calls", "2019", "UNGA_VOTES")


def test_the_table_of_roll_calls_is_the_count_of_the_votes(record) -> None:
    counted = Counter(call.date[:4] for call in tables.votes())
    read = tables.read_embedded()
    held = {
        period: value
        for measure, period, value in zip(
            read["measure"].to_pylist(), read["period"].to_pylist(), read["value"].to_pylist(), strict=True
        )
        if measure == "un_roll_calls"
    }
    assert held == counted
