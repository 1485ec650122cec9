"""What a paragraph turns to fills the sides its sentences leave open; members, origins and "us" fill them too."""

from __future__ import annotations

from datetime import date

import pytest

from hali.checking import frames
from hali.checking.article import from_text


def sides(text):
    found = frames.claims(from_text(text, date(2024, 9, 1)))
    return [(c.measure, c.reporter, c.partner) for c in found if c.kind == "quantity"]


TRADE = "Peru's exports to Chile were 5 bn dollars in 2022.\n\n"


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (TRADE + "Japan is another story. Exports fell to 2 bn dollars.", ("exports", "PER", "JPN")),
        (TRADE + "Japan is another story. Peru sold goods there for 2 bn dollars.", ("exports", "PER", "JPN")),
        (TRADE + "Japan is another story. Peruvian exports to Spain were 2 bn dollars.", ("exports", "PER", "ESP")),
        ("Chile lives on trade. In 2022 exports to Peru were 5 bn dollars.", ("exports", "CHL", "PER")),
        (
            "Spain buys widely. In 2022 it drew 14 % of its oil imports from Libya.",
            ("partner_share_oil_imports", "ESP", "LBY"),
        ),
        (
            "Spain bought 14 % of its oil from Libya in 2022.\n\nIraq gained. Its share of oil imports rose to 9 %.",
            ("partner_share_oil_imports", "ESP", "IRQ"),
        ),
    ],
)
def test_a_paragraph_that_opens_with_one_area_is_about_it(text, last):
    assert sides(text)[-1] == last


def test_a_paragraph_that_has_gone_on_to_two_others_is_about_them():
    text = "Brazil watches. Peru's exports to Chile were 5 bn dollars in 2022. Imports were 3 bn dollars."
    assert sides(text)[-1] == ("imports", "PER", "CHL")


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("EU exports to Chad were 3 bn euros in 2022. Italy alone sold goods for 400 million euros.", ("ITA", "TCD")),
        ("EU exports to Chad were 3 bn euros in 2022. Exports to Italy were 400 million euros.", ("EU", "ITA")),
        ("EU exports to Chad were 3 bn euros in 2022. Brazil sold goods for 400 million euros.", ("BRA", None)),
    ],
)
def test_a_member_stands_in_its_unions_place(text, last):
    assert sides(text)[-1][1:] == last


def test_who_buys_goes_on_from_origin_to_origin():
    text = "In 2022 Spain bought 14 % of its oil from Libya, 12 % from Iraq. Mexico followed with 9 %."
    assert [one[1:] for one in sides(text)] == [("ESP", "LBY"), ("ESP", "IRQ"), ("ESP", "MEX")]


def test_us_is_whose_exports_the_text_has_told():
    text = "In 2022 our exports from Peru to Chile were 5 bn dollars. The Japanese sold us goods for 2 bn dollars."
    assert sides(text)[-1] == ("exports", "JPN", "PER")


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("In 2019 there were 749 Kazakhs at German universities, and 310 in Poland.", ("POL", "KAZ")),
        ("In 2019 wurden 1.200 Kasachen an polnischen Hochschulen gezählt.", ("POL", "KAZ")),
        ("В вузах Польши в 2019 году учились 1 240 казахстанцев, в Чехии – 310.", ("CZE", "KAZ")),
    ],
)
def test_people_are_from_what_they_are_called_and_where_the_country_is(text, last):
    assert sides(text)[-1] == ("students_from_partner", *last)


def test_a_heading_that_is_only_a_name_gives_the_other_side():
    text = (
        "Kazakhstan's foreign trade in 2023\n\nKazakhstan's foreign trade came to 139.6 billion dollars in 2023.\n\n"
        "Georgia\n- Turnover: 293.5 million dollars\n- Exports fell to 222.9 million dollars\n"
        "- Rank: 36th partner\n\nArmenia\n- Imports: 68.7 million dollars\n- GDP grew by 8.3 % in 2023\n"
    )
    told = [(c.measure, c.reporter, c.partner, c.pair) for c in frames.claims(from_text(text))]
    assert told[1:] == [
        ("trade_total", None, None, ("KAZ", "GEO")),
        ("exports", "KAZ", "GEO", None),
        ("partner_rank", "KAZ", "GEO", None),
        ("imports", "KAZ", "ARM", None),
        ("gdp_growth", "ARM", None, None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Russia supplied 18 % of Chad's oil imports in 2022.\n\nAnd Peru?\n\n"
        "It bought 30 % of its oil from Libya in 2022.",
        "La Russie a fourni 18 % du pétrole importé par le Tchad en 2022.\n\nEt le Pérou ?\n\n"
        "En 2022, 30 % de son pétrole venait de Libye.",
        "В 2022 году 18 % импорта нефти Чада пришлось на Россию.\n\n– А Перу?\n\n"
        "– В 2022 году Ливия поставила 30 % нефти.",
        "Russland lieferte 2022 18 Prozent der Ölimporte Tschads.\n\nUnd Peru?\n\n"
        "Dort stammten 2022 30 Prozent des Öls aus Libyen.",
    ],
)
def test_a_question_that_names_one_area_turns_what_answers_it(text):
    assert sides(text)[-1] == ("partner_share_oil_imports", "PER", "LBY")


@pytest.mark.parametrize("answer", ["Libya supplied 30 %.", "It bought 30 % of its oil from Libya in 2022."])
def test_a_question_that_names_two_turns_to_neither(answer):
    text = f"Russia supplied 18 % of Chad's oil imports in 2022.\n\nAnd Peru or Chile?\n\n{answer}"
    assert sides(text)[-1][1] not in {"PER", "CHL"}


def test_a_paragraph_that_opens_with_two_areas_is_about_neither():
    assert sides(TRADE + "Japan and Spain are another story. Exports fell to 2 bn dollars.")[-1][2] not in {
        "JPN",
        "ESP",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Die EU\n\nDie 27 Mitgliedstaaten verkauften 2023 Waren für 12 Milliarden Euro nach Peru.\n\nLitauen\n\n"
        "– 2023: 689 Mio. Euro\n",
        "The EU\n\nThe 27 member states sold goods worth 12 bn euros to Peru in 2023.\n\nLithuania\n\n"
        "- 2023: 689 m euros\n",
    ],
)
def test_under_a_members_name_it_is_the_members_trade(text):
    assert sides(text) == [("exports", "EU", "PER"), ("exports", "LTU", "PER")]


def test_a_member_does_not_stand_in_its_unions_place_towards_another_member():
    text = "EU exports to Italy were 3 bn euros in 2022. Germany alone sold goods for 400 million euros."
    assert sides(text)[-1] == ("exports", "DEU", None)
