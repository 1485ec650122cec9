"""Words and small constructions, in several languages: what each makes a number a number of."""

import pytest

from hali.checking import article, frames


def told(text):
    return [c for c in frames.claims(article.from_text(text)) if c.kind == "quantity"]


def first(text):
    return told(text)[0]


@pytest.mark.parametrize(
    ("text", "reporter"),
    [
        ("The surplus for Kenya came to 5 million dollars in its trade with Chad in 2020.", "KEN"),
        ("The deficit for Kenya came to 5 million dollars in its trade with Chad in 2020.", "KEN"),
        ("Im Handel mit dem Tschad blieb 2020 ein Überschuss für Kenia von 5 Millionen Dollar.", "KEN"),
        ("Le commerce avec le Tchad laisse en 2020 un déficit pour le Kenya de 5 millions de dollars.", "KEN"),
        ("В торговле с Чадом в 2020 году профицит для Кении составил 5 млн долларов.", "KEN"),
    ],
)
def test_a_balance_for_a_country_is_its_own(text, reporter):
    assert (first(text).measure, first(text).reporter) == ("trade_balance", reporter)


@pytest.mark.parametrize(
    "text",
    [
        "Indian firms held 5 million dollars in Chad at the end of 2022.",
        "Ende 2022 hielten indische Firmen 5 Millionen Dollar im Tschad.",
        "Fin 2022, les entreprises indiennes détenaient 5 millions de dollars au Tchad.",
        "На конец 2022 года индийские компании держали в Чаде 5 млн долларов.",
        "2022 жылдың соңында үнді компаниялары Чадта 5 млн доллар ұстаған.",
    ],
)
def test_what_the_firms_of_a_nation_hold_at_the_end_of_a_year_is_their_investment(text):
    assert (first(text).measure, first(text).reporter, first(text).partner) == ("fdi_stock", "TCD", "IND")


def test_so_they_do_where_cases_say_all():
    claim = first("Alman şirketleri 2022 sonunda Çad'da 5 milyon dolar tutuyordu.")
    assert (claim.measure, claim.reporter, claim.partner) == ("fdi_stock", "TCD", "DEU")


@pytest.mark.parametrize(
    "text",
    [
        "At the end of 2022 an Indian firm held 5 million dollars in Chad.",
        "Indian firms held 5 million dollars in Chad in May 2022.",
        "Indian firms had sales of 5 million dollars in Chad at the end of 2022.",
    ],
)
def test_one_firm_another_time_and_another_thing_are_none(text):
    assert first(text).measure != "fdi_stock"


def test_the_number_of_an_amount_is_no_place():
    assert {c.kind for c in frames.claims(article.from_text("Chad takes 5 per cent of Mali's exports."))} == {
        "quantity"
    }
    assert [c.rank for c in frames.claims(article.from_text("Chad takes third place among Mali's suppliers."))] == [
        (3, 3)
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Asylum applications of Kenyans pending in France at the end of 2024: 88.", ["88"]),
        ("Kenyans awaiting an asylum decision in France: 57 in 2015, 130 in 2024.", ["57", "130"]),
        ("Refugees from Chad in France at the end of 2024: 9, in Spain 300.", ["9", "300"]),
        ("Students from Kenya in Germany: 3 of them got a prize.", []),
        ("Visa office for Kenyans, opens: 14:30.", []),
    ],
)
def test_a_small_number_behind_a_colon_counts_what_stands_before_it(text, numbers):
    assert [c.quantity.text for c in told(text)] == numbers


@pytest.mark.parametrize(
    ("text", "ware"),
    [
        ("Les prix kényans avaient augmenté de 9 % en 2024.", ""),
        ("Les prix du café kényan avaient augmenté de 9 % en 2024.", "café"),
        ("Bei za kahawa zilipanda kwa asilimia 9 nchini Kenya mwaka 2024.", "kahawa"),
    ],
)
def test_prices_of_one_ware_are_no_inflation_of_the_country(text, ware):
    assert (first(text).measure, first(text).restriction) == ("inflation", ware)


@pytest.mark.parametrize(
    "text",
    [
        "2020 waren 3.000 Bewohner Finnlands in Estland zur Welt gekommen.",
        "3.000 Bewohner Finnlands kamen in Estland zur Welt.",
    ],
)
def test_born_where_the_words_for_it_stand_apart(text):
    assert (first(text).measure, first(text).reporter, first(text).partner) == ("migrant_stock", "FIN", "EST")


@pytest.mark.parametrize(
    "text",
    [
        "Kenya's economy slowed to 5.8 percent in 2023.",
        "En 2023, l'économie du Kenya a ralenti à 5,8 %.",
        "В 2023 году экономика Кении замедлилась до 5,8 процента.",
    ],
)
def test_an_economy_that_slows_still_grows(text):
    assert (first(text).measure, first(text).reporter, first(text).relation) == ("gdp_growth", "KEN", "change")


def test_a_status_is_no_restriction():
    text = "К концу 2024 года статус беженца в Польше имели 10 035 граждан Белоруссии."
    assert (first(text).measure, first(text).restriction) == ("refugees_from_partner", "")


@pytest.mark.parametrize(
    "rest", ["In all 1.6 billion dollars went into roads.", "Roads took 1.6 billion dollars in all."]
)
def test_what_else_is_summed_behind_two_flows_is_not_their_sum(rest):
    text = "In 2023 Kenya sold Uganda goods worth 950 million dollars. Uganda sold Kenya goods worth 649 million. "
    assert told(text + rest)[-1].measure is None
