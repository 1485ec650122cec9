"""Steps of agreements and accessions against dated events: what is confirmed, what is refuted, what is left alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.checking.synthetic import claim

import hali
from hali.checking import agreements, facts
from hali.model.claim import Period
from hali.model.observation import Event
from hali.model.period import bounds


def step(day: str, action: str, title: str, *parties: str, kind: str = "agreement", subject: str = "RTA") -> Event:
    name = f"Trade agreement {action}: {title}" if subject == "RTA" else title
    return Event(day, kind, action, subject, tuple(sorted(parties)), name, "trade", "o", "A")


def agreement(title: str, parties: str, signed: str, in_force: str, ended: str = "") -> list[Event]:
    days = {"signed": signed, "in_force": in_force, "ended": ended}
    return [step(day, action, title, *parties.split()) for action, day in days.items() if day]


HELD = [
    *agreement("Chile - China", "CHL CHN", "2005-11-18", "2006-10-01"),
    *agreement("Protocol on Trade Negotiations (PTN)", "BRA CHL ISR KOR", "1971-12-08", "1973-02-11"),
    *agreement("Korea, Republic of - Chile", "CHL KOR", "2003-02-01", "2004-04-01"),
    *agreement("EU - Georgia", "EU_V GEO", "2014-06-27", "2014-09-01"),
    *agreement("United Kingdom - Chile", "GBR CHL", "2019-01-30", "2021-01-01"),
    *agreement("EU - Tunisia", "EU_V TUN", "1995-07-07", "1998-03-01"),
    *agreement("EC - Tunisia Association Agreement of 1969", "EU_V TUN", "1969-03-28", "1969-09-01", "1976-07-01"),
    *agreement("EC - Tunisia Cooperation Agreement", "EU_V TUN", "1976-04-25", "1978-11-01", "1998-03-01"),
    *agreement("Eurasian Economic Union (EAEU) - Iran (Interim Agreement)", "EAEU IRN", "2018-05-17", "2019-10-27"),
    *agreement("Eurasian Economic Union (EAEU) - Iran", "EAEU IRN", "2023-12-25", "2025-05-15"),
    *agreement("Asia Pacific Trade Agreement (APTA)", "BGD CHN IND", "1975-07-31", "1976-06-17"),
    *agreement("East African Community (EAC) - Accession of Burundi and Rwanda", "KEN RWA", "2007-06-18", "2007-07-01"),
    *agreement("Common Market (COMESA) - Accession of Egypt", "EGY KEN", "1998-06-29", "1999-02-17"),
    *agreement("European Free Trade Association (EFTA)", "CHE ISL NOR", "1960-01-04", "1960-05-03"),
    step("2019-07-06", "signed", "Visa facilitation agreement signed", "EU_V", "GEO", subject="_Z"),
    step("1965-06-22", "signed", "Treaty on Basic Relations concluded", "JPN", "KOR", kind="treaty", subject="_Z"),
]


@pytest.fixture
def events(monkeypatch):
    monkeypatch.setattr(agreements.readings, "events", lambda record: HELD)


def judged(subject, action, when, *sides, doubts=()):
    start, end = (day.isoformat() for day in bounds(when))
    period = Period(start, end, "date", when, "sentence")
    said = claim("1", kind="event", event=(subject, action), reporter=None, partner=None, pair=sides or None)
    finding = facts.judge_event(None, replace(said, period=period, doubts=doubts, measure=None), "en")
    return finding.code, finding.reason


RIGHT, WRONG, OTHER = ("REPRODUCED", ""), ("NOT_REPRODUCED", ""), ("ONLY_IF_TERMS_CHANGED", "")
SILENT = ("OUTSIDE_THE_RECORD", "other_stage")


@pytest.mark.usefixtures("events")
class TestAStep:
    def test_on_its_day_in_its_month_and_in_its_year(self):
        for when in ("2006-10-01", "2006-10", "2006"):
            assert judged("FREE_TRADE", "in_force", when, "CHN", "CHL") == RIGHT

    def test_another_year_is_refuted(self):
        assert judged("FREE_TRADE", "in_force", "2009", "CHL", "CHN") == WRONG
        assert judged("FREE_TRADE", "signed", "2003-11-18", "CHL", "CHN") == WRONG

    def test_a_few_days_off_is_not_beyond_doubt(self):
        assert judged("FREE_TRADE", "in_force", "2006-10-10", "CHL", "CHN") == SILENT

    def test_another_stage_in_the_time_stated(self):
        assert judged("FREE_TRADE", "in_force", "2005", "CHL", "CHN") == OTHER

    def test_of_an_agreement_of_many_it_is_not_the_one_of_two(self):
        assert judged("FREE_TRADE", "in_force", "2008", "CHL", "KOR") == WRONG

    def test_partners_have_many_trade_agreements(self):
        assert judged("TRADE", "in_force", "2006-10-01", "CHL", "CHN") == RIGHT
        assert judged("TRADE", "in_force", "2009", "CHL", "CHN") == SILENT

    def test_any_agreement_is_confirmed_on_its_day_only(self):
        assert judged("AGREEMENT", "in_force", "2006-10-01", "CHL", "CHN") == RIGHT
        assert judged("AGREEMENT", "in_force", "2006", "CHL", "CHN") == SILENT
        assert judged("AGREEMENT", "signed", "1965-06-22", "JPN", "KOR") == RIGHT

    def test_whose_it_is_must_stand_in_the_sentence_to_be_refuted(self):
        assert judged("FREE_TRADE", "in_force", "2009", "CHL", "CHN", doubts=("areas",)) == SILENT
        assert judged("FREE_TRADE", "in_force", "2006-10-01", "CHL", "CHN", doubts=("areas",)) == RIGHT

    def test_of_two_unknown_to_each_other_nothing_is_held(self):
        assert judged("FREE_TRADE", "in_force", "2006", "CHL", "GEO") == ("OUTSIDE_THE_RECORD", "no_event")

    def test_what_is_to_come_is_not_refuted(self):
        assert judged("FREE_TRADE", "in_force", "2031", "CHL", "CHN") == SILENT


@pytest.mark.usefixtures("events")
class TestOfABloc:
    def test_a_later_day_speaks_against_no_state_that_stages_agreements(self):
        assert judged("FREE_TRADE", "in_force", "2023", "GBR", "CHL") == SILENT
        assert judged("FREE_TRADE", "in_force", "2006", "KOR", "CHL") == WRONG

    def test_the_list_has_the_first_day_also_of_what_began_provisionally(self):
        assert judged("ASSOCIATION", "provisional", "2014-09-01", "EU", "GEO") == RIGHT
        assert judged("ASSOCIATION", "in_force", "2016-07-01", "EU", "GEO") == SILENT

    def test_before_the_first_day_it_was_not_in_force(self):
        assert judged("ASSOCIATION", "in_force", "2011", "EU", "GEO") == WRONG

    def test_a_member_is_confirmed_on_the_day_only(self):
        assert judged("ASSOCIATION", "in_force", "2014-09-01", "FRA", "GEO") == RIGHT
        assert judged("ASSOCIATION", "in_force", "2014", "FRA", "GEO") == SILENT
        assert judged("ASSOCIATION", "in_force", "2011", "FRA", "GEO") == SILENT

    def test_two_members_have_no_agreement_with_each_other_by_it(self):
        assert judged("ASSOCIATION", "in_force", "2014-09-01", "FRA", "DEU") == ("OUTSIDE_THE_RECORD", "no_event")


@pytest.mark.usefixtures("events")
class TestOfSeveral:
    def test_the_title_tells_them_apart(self):
        assert judged("INTERIM", "in_force", "2019-10-27", "IRN", "EAEU") == RIGHT
        assert judged("ASSOCIATION", "in_force", "1978-11-01", "EU", "TUN") == SILENT

    def test_what_was_over_is_not_meant(self):
        assert judged("ASSOCIATION", "in_force", "1998", "EU", "TUN") == RIGHT
        assert judged("ASSOCIATION", "signed", "1997", "EU", "TUN") == WRONG

    def test_while_two_were_in_force_nothing_is_refuted_and_no_year_confirmed(self):
        assert judged("ASSOCIATION", "signed", "1971", "EU", "TUN") == SILENT
        assert judged("ASSOCIATION", "in_force", "1969", "EU", "TUN") == SILENT

    def test_one_known_by_its_name_needs_no_parties(self):
        assert judged("APTA", "in_force", "1976-06-17") == RIGHT
        assert judged("APTA", "in_force", "1978-06-17")[0] == "OUTSIDE_THE_RECORD"


@pytest.mark.usefixtures("events")
class TestAnAccession:
    def test_the_day_both_lists_have(self):
        assert judged("ACCESSION", "joined", "2007-07-01", "RWA", "EAC") == RIGHT
        assert judged("ACCESSION", "joined", "2004", "RWA", "EAC") == WRONG

    def test_another_stage_is_no_accession_and_no_fault(self):
        assert judged("ACCESSION", "joined", "2007-06-18", "RWA", "EAC") == SILENT

    def test_a_day_the_list_of_members_has_not_is_none(self):
        """Egypt is a member since 6 January 1999; its accession is listed in force on 17 February."""
        assert judged("ACCESSION", "joined", "1999-02-17", "EGY", "COMESA") == ("OUTSIDE_THE_RECORD", "no_event")

    def test_who_is_listed_with_the_founders_may_have_come_later(self):
        """Iceland joined in 1970, whom the list has under 1960."""
        assert judged("ACCESSION", "joined", "1960-05-03", "ISL", "EFTA") == ("OUTSIDE_THE_RECORD", "no_event")
        assert judged("ACCESSION", "joined", "1970", "ISL", "EFTA") == ("OUTSIDE_THE_RECORD", "no_event")


def test_without_two_parties_nothing_is_judged():
    assert judged("FREE_TRADE", "in_force", "2006", *()) == ("NOT_CHECKABLE", "no_area")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "The free trade agreement of Malaysia and Türkiye, signed in April 2014, has been in force since 2010.",
            ["REPRODUCED", "NOT_REPRODUCED"],
        ),
        ("Das Freihandelsabkommen zwischen China und der Schweiz ist seit dem 1. Juli 2014 in Kraft.", ["REPRODUCED"]),
        ("L'accord de libre-échange entre le Canada et l'Ukraine a été signé le 11 juillet 2016.", ["REPRODUCED"]),
        ("Армения присоединилась к ЕАЭС 2 января 2015 года.", ["REPRODUCED"]),
        ("Соглашение о свободной торговле между Китаем и Грузией вступило в силу в 2015 году.", ["NOT_REPRODUCED"]),
        ("Mkataba wa biashara huria kati ya India na Mauritius ulianza kutumika tarehe 1 Aprili 2021.", ["REPRODUCED"]),
        ("Жапония мен Моңғолия арасындағы еркін сауда келісіміне 2011 жылы қол қойылды.", ["NOT_REPRODUCED"]),
        ("Türkiye ile Katar arasındaki ticaret anlaşması 2019'da imzalandı.", ["OUTSIDE_THE_RECORD"]),
        ("Türkiye ile Malezya arasındaki serbest ticaret anlaşması 2015'te yürürlüğe girdi.", ["REPRODUCED"]),
        (
            "The partnership and cooperation agreement of the EU and Tajikistan has been in force since 2010.",
            ["REPRODUCED"],
        ),
        ("The enhanced partnership agreement of the EU and Uzbekistan was signed in 2019.", ["OUTSIDE_THE_RECORD"]),
        (
            "Sweden is seventh in the Logistics Performance Index of 2023, Norway 20th.",
            ["REPRODUCED", "NOT_REPRODUCED"],
        ),
    ],
)
def test_by_the_record_that_ships(record, text, codes):
    checked = hali.check(text, published="2025-06-15", record=record)
    assert [f.code for f in checked.findings if f.claim.kind in {"event", "rank"}] == codes
