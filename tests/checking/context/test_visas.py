"""Visas of the Schengen area, consulate by consulate and country by country."""

from datetime import date

import pytest

from hali.checking import frames
from hali.checking.article import from_text


def sides(text):
    claims = frames.claims(from_text(text, date(2024, 10, 7)))
    return [(c.measure, c.reporter, c.partner) for c in claims]


@pytest.mark.parametrize(
    "text",
    [
        "Citizens of Armenia filed 60,000 applications for Schengen visas in 2023. Spain issued 4,100 visas.",
        "Bürger Armeniens stellten 2023 60.000 Anträge auf Schengen-Visa. Spanien erteilte 4.100 Visa.",
        "Les Arméniens ont déposé 60 000 demandes de visa Schengen en 2023. L'Espagne a délivré 4 100 visas.",
        "Граждане Армении подали в 2023 году 60 000 заявлений на шенгенскую визу. Испания выдала 4100 виз.",
        "Армения азаматтары 2023 жылы шенген визасына 60 000 өтініш берді. Испания 4100 виза берді.",
    ],
)
def test_a_state_of_the_area_issues_to_those_told_of(text):
    assert sides(text)[-1] == ("visas_issued", "ESP", "ARM")


def test_whoever_is_outside_applies():
    text = (
        "Schengen consulates received 60,000 applications from Armenia in 2023.\n\nSpain issued 4,100 visas there.\n\n"
        "In Tajikistan 5,100 visas were issued."
    )
    assert sides(text)[-1] == ("visas_issued", "SCHENGEN", "TJK")


def test_a_state_and_an_outsider_are_issuer_and_applicant_in_any_order():
    text = "Für Schengen-Visa: Bei den spanischen Konsulaten beantragten 2023 genau 4.100 Personen aus Armenien Visa."
    assert sides(text)[-1][1:] == ("ESP", "ARM")


@pytest.mark.parametrize(
    "text",
    [
        "En 2023, les consulats italiens ont reçu de résidents arméniens 60 000 demandes de visas Schengen.",
        "Von 60.000 Anträgen auf Schengen-Visa aus Armenien wurden 2023 bei italienischen Stellen 5.100 abgelehnt.",
        "Итальянские консульства в 2023 году выдали армянам 45 000 шенгенских виз, а годом раньше – 42 000.",
    ],
)
def test_the_sentence_itself_may_name_the_area(text):
    assert {one[1:] for one in sides(text)} == {("ITA", "ARM")}


def test_without_the_area_nothing_is_swapped():
    text = "Brazil issued 4,100 visas to citizens of Spain in 2023."
    assert sides(text)[-1][1:] == ("BRA", "ESP")


def test_a_total_is_of_the_one_country_told_of():
    text = (
        "Residents of Armenia filed 60,000 applications for Schengen visas in 2023, a portal said.\n\n"
        "A total of 43,511 visas were granted."
    )
    assert sides(text) == [("visas_issued", "SCHENGEN", "ARM")] * 2
    other = "\n\nGeorgians filed 6,000 applications.\n\nA total of 43,511 visas were granted."
    assert sides(text.partition("\n\n")[0] + other)[-1][1:] != ("SCHENGEN", "ARM")
