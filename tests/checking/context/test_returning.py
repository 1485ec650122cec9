"""What goes the other way: its sides are those of the flow told before, turned."""

from __future__ import annotations

import pytest

from hali.checking import article, frames


def sides(text):
    one = frames.claims(article.from_text(text))[-1]
    return one.measure, one.reporter, one.partner


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Peru's exports to Chile came to 2 billion dollars in 2022. Goods worth 3 billion went the other way.",
            ("exports", "CHL", "PER"),
        ),
        (
            "Peru's exports to Chile came to 2 billion dollars in 2022; in the opposite direction it was 3 billion.",
            ("exports", "CHL", "PER"),
        ),
        (
            "Peru exportierte 2022 Waren für 2 Milliarden Dollar nach Chile, umgekehrt waren es 3 Milliarden Dollar.",
            ("exports", "CHL", "PER"),
        ),
        (
            "Les exportations du Pérou vers le Chili ont atteint 2 milliards de dollars en 2022 ; "
            "en sens inverse, les ventes se sont montées à 3 milliards de dollars.",
            ("exports", "CHL", "PER"),
        ),
        (
            "В 2022 году экспорт Перу в Чили составил 2 млрд долларов, встречные поставки – 3 млрд долларов.",
            ("exports", "CHL", "PER"),
        ),
        (
            "2022 жылы Перудың Чилиге экспорты 2 млрд доллар болды, кері бағытта 3 млрд долларлық тауар сатылды.",
            ("exports", "CHL", "PER"),
        ),
    ],
)
def test_what_goes_back_has_the_sides_turned(text, expected):
    assert sides(text) == expected


def test_who_is_named_twice_in_the_sentence_stays():
    text = (
        "Peru's exports to Chile came to 2 billion dollars in 2022. "
        "In the opposite direction Chile's exports to Peru were 3 billion dollars."
    )
    assert sides(text) == ("exports", "CHL", "PER")


def test_a_third_area_turns_nothing():
    text = (
        "Peru's exports to Chile came to 2 billion dollars in 2022. "
        "In the opposite direction exports from Brazil were 3 billion dollars."
    )
    assert sides(text)[1] == "BRA"


def test_money_that_is_no_trade_does_not_go_back_as_exports():
    told = "Peru's exports to Chile came to 2 billion dollars in 2022. "
    text = told + "In the other direction loans of 3 million dollars went."
    assert sides(text)[0] != "exports"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Peru's exports to Chile were 2 billion dollars in 2022. "
            "In the opposite direction shipments rose 18 percent to 3 billion dollars.",
            ("exports", "CHL", "PER"),
        ),
        (
            "Peru sold Chile goods worth 2 billion dollars in 2022; goods worth 3 billion dollars came the other way.",
            ("exports", "CHL", "PER"),
        ),
        (
            "2022 yılında Peru Şili'ye 2 milyar dolarlık mal sattı, karşılığında 3 milyar dolarlık mal geldi.",
            ("exports", "CHL", "PER"),
        ),
    ],
)
def test_all_numbers_of_what_goes_back_are_of_it(text, expected):
    assert sides(text) == expected
