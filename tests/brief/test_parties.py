"""Which events are of both sides of a pair."""

from datetime import date

import pytest

from hali.brief import material, parties
from hali.model.observation import Event

DAY = date(2026, 11, 1)


def joint(a: str, b: str, *named: str, subject: str = "RTA") -> bool:
    codes = [material.codes_of(side) for side in (a, b)]
    event = Event("2019-02-01", "agreement", "in_force", subject, named, "", "trade", "WTO_RTA_2026", "A")
    return parties.of((a, b), codes, parties.groups_of(a, b, DAY), DAY).joint(event)


def test_an_agreement_of_the_union_is_one_of_its_member():
    assert joint("FRA", "JPN", "EU_V", "JPN")
    assert joint("EU", "JPN", "EU_V", "JPN")


def test_a_party_that_holds_both_sides_is_no_second_party():
    assert not joint("FRA", "DEU", "EU_V", "JPN")


def test_what_is_no_trade_agreement_concerns_only_who_is_named():
    assert not joint("FRA", "JPN", "EU_V", "JPN", subject="SPA")


def test_a_programme_for_a_group_concerns_its_members():
    assert joint("EU", "KAZ", "EU27_2020", "CA5", subject="DARYA")


@pytest.mark.parametrize(
    ("pair", "title"),
    [
        ({"KEN", "TZA"}, "Lomé"),  # binds each of them to the Union
        ({"COL", "PER"}, "EU - Colombia"),
        ({"CHE", "NOR"}, "EFTA - Chile"),
        ({"BRB", "JAM"}, "United Kingdom - CARIFORUM"),
    ],
)
def test_partners_of_one_bloc_are_not_bound_to_each_other(pair, title, record):
    from hali.record import readings

    told = [event for event in readings.events(record) if title in event.title]
    assert not [event for event in told if pair <= set(event.parties)]


def test_an_agreement_of_several_binds_all_of_them(record):
    from hali.record import readings

    told = {frozenset(e.parties) for e in readings.events(record) if "ASEAN - Australia - New Zealand" in e.title}
    assert told == {frozenset({"ASEAN", "AUS", "NZL"})}
