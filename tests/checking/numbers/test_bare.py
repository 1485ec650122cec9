"""Scores and populations: numbers that have no unit."""

from __future__ import annotations

import pytest

from hali.checking import article, frames

CORRUPTION = "corruption_perceptions"


def told(text: str) -> list[tuple[object, ...]]:
    claims = [c for c in frames.claims(article.from_text(text)) if c.quantity]
    return [(c.measure, c.quantity and c.quantity.value, c.quantity and c.quantity.unit, c.variant) for c in claims]


@pytest.mark.parametrize(
    ("text", "measure", "value", "variant"),
    [
        ("With an LPI score of 2.7 Kazakhstan ranked 79th in 2023.", "lpi_score", 2.7, None),
        ("Kazakhstan scored 39 points on the Corruption Perceptions Index.", "governance_index", 39, CORRUPTION),
        ("Rule of Law Index: Kazakhstan scores 0.53", "governance_index", 0.53, "rule_of_law"),
        ("В индексе восприятия коррупции Казахстан набрал 39 баллов.", "governance_index", 39, CORRUPTION),
        ("Le Kazakhstan obtient la note de 2,7 à l'indice de performance logistique.", "lpi_score", 2.7, None),
        ("Kasachstan erreichte im Korruptionswahrnehmungsindex 39 Punkte.", "governance_index", 39, CORRUPTION),
    ],
)  # fmt: skip
def test_scores(text, measure, value, variant):
    assert told(text) == [(measure, value, "score", variant)]


@pytest.mark.parametrize(
    "text",
    [
        "Kazakhstan's population passed 20 million.",
        "Население Казахстана превысило 20 млн.",
        "Idadi ya watu wa Kazakhstan imefikia milioni 20.",
        "Қазақстан халқының саны 20 миллионнан асты.",
        "Kasachstans Bevölkerung beträgt 20 Millionen.",
    ],
)
def test_populations(text):
    assert told(text) == [("population", 20e6, "count", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Kazakhstan ranked 101st in the Corruption Perceptions Index of 2022.",
        "The index covers 180 countries and has 13 sources.",
        "The population of the town is served by 3 doctors' practices and route 20.",
        "Vision 2030 speaks of the population.",
    ],
)
def test_other_bare_numbers_stay_none(text):
    assert [one for one in told(text) if one[2] == "score" or one[0] == "population"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Governance index, from 0 (worst) to 100",
        "Rule of Law Index, 0 to 1",
        "LPI score, scale of 1 to 5",
        "Indikator Rule of Law, von minus 2,5 (schlechtester Wert) bis 2,5",
        "Индекс верховенства права, шкала от −2,5 (худшее значение) до 2,5",
    ],
)
def test_the_ends_of_a_scale_are_no_scores(text):
    assert told(text) == []


def test_a_score_beside_the_end_of_its_scale_is_one():
    assert told("L'indice de performance logistique du Kazakhstan (2,5 sur 5 en 2022) reste bas.") == [
        ("lpi_score", 2.5, "score", None)
    ]
