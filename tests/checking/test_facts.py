"""Dated events: those of one dyad, stage by stage."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.checking.synthetic import claim, year

from hali.checking import facts
from hali.model.observation import Event

SIGNED = Event("2015-12-21", "agreement", "signed", "EPCA", ("EU28", "KAZ"), "EPCA signed", "politics", "o", "A")
APPLIED = replace(SIGNED, date="2016-05-01", action="provisional", title="EPCA applied provisionally")
FORCE = replace(SIGNED, date="2020-03-01", action="in_force", parties=("EU27_2020", "KAZ"), title="EPCA in force")
RATIFIED = replace(SIGNED, date="2016-03-25", action="ratified", parties=("KAZ",), title="Kazakhstan ratifies")
BANK = replace(SIGNED, date="2017-08-29", action="inaugurated", subject="LEU_BANK", parties=("KAZ", "IAEA"))
COUNCIL = replace(SIGNED, date="2016-10-04", action="met", subject="COUNCIL", title="The council meets")


@pytest.fixture(autouse=True)
def events(monkeypatch):
    held = [SIGNED, APPLIED, FORCE, RATIFIED, BANK, COUNCIL]
    monkeypatch.setattr(facts.readings, "events", lambda record: held)


def judged(action, when, *sides, subject="EPCA", **slots):
    terms = {"reporter": sides[0] if len(sides) == 1 else None, "pair": sides if len(sides) == 2 else None}
    said = claim("1", kind="event", event=(subject, action), partner=None, period=year(when), **terms, **slots)
    finding = facts.judge_event(None, said, "en")
    return finding.code, finding.reason


def test_the_stage_on_its_day():
    assert judged("in_force", 2020, "EU", "KAZ") == ("REPRODUCED", "")
    assert judged("in_force", 2020, "KAZ", "EU") == ("REPRODUCED", "")
    assert judged("in_force", 2018, "EU", "KAZ") == ("NOT_REPRODUCED", "")


def test_of_one_side_alone_no_day_is_refuted():
    """With whom the other one was the sentence may have told elsewhere."""
    assert judged("in_force", 2020, "KAZ") == ("REPRODUCED", "")
    assert judged("in_force", 2018, "KAZ") == ("OUTSIDE_THE_RECORD", "other_event")


def test_another_stage_in_the_time_named():
    assert judged("in_force", 2016, "EU", "KAZ") == ("ONLY_IF_TERMS_CHANGED", "")


def test_an_agreement_of_the_name_with_another_country_is_another_event():
    assert judged("in_force", 2020, "EU", "UZB") == ("OUTSIDE_THE_RECORD", "other_event")
    assert judged("in_force", 2018, "EU", "UZB") == ("OUTSIDE_THE_RECORD", "other_event")
    assert judged("signed", 2015, "EU") == ("OUTSIDE_THE_RECORD", "other_event")


def test_a_step_one_side_takes_alone():
    assert judged("ratified", 2016, "KAZ") == ("REPRODUCED", "")
    assert judged("ratified", 2016, "EU", "KAZ") == ("REPRODUCED", "")
    assert judged("ratified", 2016, "UZB") == ("OUTSIDE_THE_RECORD", "other_event")


def test_an_institution_is_no_other_side():
    """A bank of an agency opened in one country is an event of that country, whoever the text is about beside it."""
    for sides in (("KAZ",), ("EU", "KAZ"), ("DEU", "KAZ")):
        assert judged("inaugurated", 2017, *sides, subject="LEU_BANK") == ("REPRODUCED", "")
        other_day = ("NOT_REPRODUCED", "") if sides == ("KAZ",) else ("OUTSIDE_THE_RECORD", "other_event")
        assert judged("inaugurated", 2015, *sides, subject="LEU_BANK") == other_day
    assert judged("inaugurated", 2017, "EU", "UZB", subject="LEU_BANK") == ("OUTSIDE_THE_RECORD", "other_event")


@pytest.mark.parametrize("stage", ["initialled", "announced", "prepared"])
def test_a_stage_the_record_does_not_hold_is_not_contradicted(stage):
    assert judged(stage, 2015, "EU", "KAZ") == ("OUTSIDE_THE_RECORD", "other_stage")


def test_of_what_happens_again_and_again_some_may_be_missing():
    assert judged("met", 2016, "EU", "KAZ", subject="COUNCIL") == ("REPRODUCED", "")
    assert judged("met", 2019, "EU", "KAZ", subject="COUNCIL") == ("OUTSIDE_THE_RECORD", "no_event")
    assert judged("met", 2019, "EU", "KAZ", subject="SUMMIT") == ("OUTSIDE_THE_RECORD", "no_event")


def test_what_is_not_said_as_a_fact_is_not_judged():
    assert judged("in_force", 2020, "EU", "KAZ", mood="goal") == ("NOT_CHECKABLE", "goal")
