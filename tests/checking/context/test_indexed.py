"""Places in the indices of logistics and corruption: in all languages, and where none is told."""

from __future__ import annotations

import pytest

from hali.checking import article, frames

LOGISTICS, CORRUPTION = "logistics_rank", "corruption_perceptions_rank"


def places(text: str) -> list[tuple[str | None, str | None, int]]:
    """Measure, country and place of each rank of a text."""
    claims = (c for c in frames.claims(article.from_text(text)) if c.kind == "rank")
    return [(c.measure, c.reporter, c.rank[0]) for c in claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Estonia came 26th in the World Bank's logistics index in 2023.", [(LOGISTICS, "EST", 26)]),
        ("In the Logistics Performance Index of 2023 Chile ranks 61st of 139.", [(LOGISTICS, "CHL", 61)]),
        ("Kazakhstan took 93rd place in the corruption ranking of 2023.", [(CORRUPTION, "KAZ", 93)]),
        ("Im Logistikindex 2023 belegt Lettland Platz 34.", [(LOGISTICS, "LVA", 34)]),
        ("Rang 101 hatte Kasachstan 2022 im Korruptionsindex.", [(CORRUPTION, "KAZ", 101)]),
        ("Au classement logistique de 2023, le Bénin occupe la 66e place.", [(LOGISTICS, "BEN", 66)]),
        ("Грузия в логистическом рейтинге Всемирного банка 2023 года на 79-м месте.", [(LOGISTICS, "GEO", 79)]),
        ("Kenya ilikuwa nafasi ya 93 katika fahirisi ya rushwa mwaka 2023.", [(CORRUPTION, "KEN", 93)]),
        (
            "2023 жылғы логистика индексінде Латвия 34-орында, Грузия 79-орында.",
            [(LOGISTICS, "LVA", 34), (LOGISTICS, "GEO", 79)],
        ),
        ("Letonya 2023 lojistik endeksinde 34. sırada.", [(LOGISTICS, "LVA", 34)]),
    ],
)
def test_a_place_in_an_index(text, expected):
    assert places(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Chile ranks 61st in the Doing Business index of 2023.",
        "For customs Chile ranks 61st in the Logistics Performance Index.",
        "Chile is first in Latin America in the Logistics Performance Index of 2023.",
        "For the first time Chile is in the Logistics Performance Index.",
        "Chile rose from 61st to 34th place in the Logistics Performance Index.",
        "Chile, Peru and Brazil follow in 34th place in the Logistics Performance Index.",
        "Im Logistikindex kommt Chile auf 3,0 Punkte.",
        "2023 жылғы логистика индексінде Чили кеден бойынша 61-орында.",
    ],
)
def test_no_place_in_an_index(text):
    assert [one for one in places(text) if one[0] is not None] == []


def test_of_two_places_one_without_a_country_is_nobodys():
    """Behind "our country is 79th" the 79 is not of the country named next."""
    text = "2023 жылғы логистика рейтингінде еліміз 79-орында, Өзбекстан 88-орында тұр."
    assert places(text) == [(LOGISTICS, "UZB", 88)]


def test_a_place_in_an_index_is_no_place_among_partners():
    assert places("Chile, a large export market, ranks 61st in the logistics index.") == [(LOGISTICS, "CHL", 61)]


def test_whose_place_it_is_the_question_before_says():
    text = "– Und Finnland?\n\n– Estland und Lettland holen auf. Im Logistikindex steht das Land auf Platz 2."
    (claim,) = (c for c in frames.claims(article.from_text(text)) if c.kind == "rank")
    assert (claim.reporter, "areas" in claim.doubts) == ("FIN", True)
