"""Which events are of both sides of a pair."""

from datetime import date

import pytest

from hali.briefs import material, parties
from hali.model.observation import Event

DAY = date(2026, 11, 1)


def joint(a: str, b: str, *named: str, subject: str = "RTA", title: str = "") -> bool:
    codes = [material.codes_of(side) for side in (a, b)]
    event = Event("2019-02-01", "agreement", "in_force", subject, named, title, "trade", "WTO_RTA_2026", "A")
    return parties.of((a, b), codes, parties.groups_of(a, b, DAY), DAY).joint(event)


def test_an_agreement_of_the_union_is_one_of_its_member():
    assert joint("FRA", "JPN", "EU_V", "JPN")
    assert joint("EU", "JPN", "EU_V", "JPN")


def test_a_party_that_holds_both_sides_is_no_second_party():
    assert not joint("FRA", "DEU", "EU_V", "JPN")


def test_what_is_no_trade_agreement_concerns_only_who_is_named():
    assert not joint("FRA", "JPN", "EU_V", "JPN", subject="SPA")


COMESA = "Trade agreement in force: Common Market for Eastern and Southern Africa (COMESA)"


@pytest.mark.parametrize(
    ("pair", "title", "both"),
    [
        (("KEN", "TZA"), COMESA, False),  # Tanzania left in 2000
        (("KEN", "UGA"), COMESA, True),
        (("KEN", "TZA"), f"{COMESA} - Accession of Egypt", False),
        (("KEN", "TZA"), "Trade agreement in force: East African Community (EAC)", True),
        (("KEN", "TZA"), "Trade agreement in force: African Continental Free Trade Area (AfCFTA)", True),
        (("KEN", "TZA"), "Trade agreement in force: Southern Common Market (MERCOSUR) - Egypt", True),
    ],
)
def test_an_agreement_that_founds_a_bloc_is_one_of_its_present_members(pair, title, both):
    assert joint(*pair, "KEN", "TZA", "UGA", title=title) is both


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


def test_every_bond_of_an_agreement_stands(record):
    """They have one date and one title, and are told apart by their parties alone."""
    from hali.record import readings, tables

    told = readings.events(record)
    assert len(told) == len(tables.events())
    lome = {frozenset(e.parties) for e in told if "Convention of Lom" in e.title}
    assert {frozenset({"EU_V", "KEN"}), frozenset({"EU_V", "JAM"})} <= lome


def test_an_agreement_of_several_binds_all_of_them(record):
    from hali.record import readings

    told = {frozenset(e.parties) for e in readings.events(record) if "ASEAN - Australia - New Zealand" in e.title}
    assert told == {frozenset({"ASEAN", "AUS", "NZL"})}


def test_who_accedes_is_bound_to_those_who_were_bound_before(record):
    from hali.record import readings

    told = [event for event in readings.events(record) if "Accession of Tunisia" in event.title]
    assert told
    assert all("TUN" in event.parties and len(event.parties) == 2 for event in told)
    ecuador = {frozenset(e.parties) for e in readings.events(record) if "Accession of Ecuador" in e.title}
    assert ecuador == {frozenset({"EU_V", "ECU"})}, "Colombia and Peru were bound before"
    rwanda = {frozenset(e.parties) for e in readings.events(record) if "Accession of Burundi and Rwanda" in e.title}
    assert frozenset({"KEN", "TZA"}) not in rwanda
    assert frozenset({"BDI", "RWA"}) in rwanda


@pytest.mark.parametrize(
    ("pair", "title"),
    [(("USA", "CUB"), "Taiwan Relations Act"), (("NOR", "GBR"), "Norwegian voters"), (("CHE", "KAZ"), "Swiss voters")],
)
def test_what_one_did_about_a_third_is_told_of_no_other_pair(pair, title, record):
    found = material.gather(record, *pair, "2026-11-28").events
    assert not [event for event in found if title in event.title]
    norway = material.gather(record, "EU", "NOR", "2026-11-28").events
    assert [event for event in norway if "Norwegian voters" in event.title]


def test_the_growth_of_a_union_both_sides_were_in_is_an_event_of_others(record):
    titles = [
        event.title for event in material.gather(record, "FRA", "DEU", "2026-11-01").events if event.subject == "RTA"
    ]
    assert titles == ["Trade agreement signed: EU Treaty", "Trade agreement in force: EU Treaty"]
    later = [
        event.title for event in material.gather(record, "DEU", "AUT", "2026-11-01").events if event.subject == "RTA"
    ]
    assert "Trade agreement in force: EC (15) Enlargement" in later
    assert "Trade agreement in force: EC (25) Enlargement" not in later
