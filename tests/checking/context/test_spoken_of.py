"""Whose one area is told: your economy and ours, one with a number of its own, so much a head, who grew."""

from __future__ import annotations

import pytest

from hali.checking import article, frames


def claims(text):
    return frames.claims(article.from_text(text))


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Uchumi wetu wa Kenya ulikua kwa asilimia 5 mwaka 2023, wa Peru kwa asilimia 2.", "KEN", "PER"),
    ],
)
def test_we_are_of_the_country_of_the_language_and_you_are_the_other(text, first, second):
    one, other = claims(text)[-2:]
    assert (one.reporter, other.reporter) == (first, second)


@pytest.mark.parametrize(
    "text",
    [
        "Chile and Peru trade a lot. In 2023 your economy grew by 2.6 percent.",
        "Chili et Pérou commercent. En 2023, l'inflation chez vous a été de 7 %.",
        "Перу и Чили торгуют. В 2023 году инфляция у вас составила 7 %.",
        "Kenya na Peru ni marafiki. Uchumi wetu ulikua kwa asilimia 5 mwaka 2023, wenu kwa asilimia 2.",
    ],
)
def test_who_you_are_is_not_guessed(text):
    assert claims(text)[-1].reporter is None


def test_an_area_with_a_number_of_its_own_is_not_another_s():
    text = "Kenya exports tea. Kenya imports oil. Atlantis's economy grew by 7 percent in 2024, Kenya's by 5 percent."
    one, other = claims(text)
    assert (one.reporter, other.reporter) == (None, "KEN")


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("Each Chilean emitted 6.4 tonnes of greenhouse gases in 2023.", "CHL"),
        ("Emissions in Chile came to 6.4 tonnes of greenhouse gases per head in 2023.", "CHL"),
        ("Jeder Chilene verursachte 2023 6,4 Tonnen Treibhausgase.", "CHL"),
        ("Chaque Chilien a émis 6,4 tonnes de gaz à effet de serre en 2023.", "CHL"),
        ("Kila Mtanzania alitoa tani 1.3 za gesi joto mwaka 2023.", "TZA"),
        ("2023 жылы әр қазақстандық 16,6 тонна парниктік газ шығарды.", "KAZ"),
    ],
)
def test_gases_a_head_have_a_measure_of_their_own(text, area):
    [one] = claims(text)
    assert (one.measure, one.reporter) == ("ghg_emissions_per_head", area)


def test_so_much_a_head_goes_on_from_the_total():
    one, other = claims("Chile emitted 125 million tonnes of greenhouse gases in 2023, 6.4 tonnes a head.")
    assert (one.measure, other.measure) == ("ghg_emissions", "ghg_emissions_per_head")


def test_money_a_head_is_of_no_measure():
    [one] = claims("Exports of Chile came to 5,000 dollars per head in 2023.")
    assert one.measure is None


@pytest.mark.parametrize(
    "text",
    ["Chile grew by 2.6 percent in 2024.", "Chile wuchs 2024 um 2,6 Prozent.", "Le Chili a crû de 2,6 % en 2024."],
)
def test_a_country_that_grew_is_its_economy(text):
    [one] = claims(text)
    assert (one.measure, one.reporter) == ("gdp_growth", "CHL")


def test_a_country_behind_the_trade_of_two_that_grew_is_not():
    text = "Peru's exports to Chile were 2 billion dollars in 2024. Brazil grew by 26 percent, Chile by 3 percent."
    assert claims(text)[-2].measure != "gdp_growth"


@pytest.mark.parametrize(
    "text",
    [
        "German companies sold goods worth 3 billion dollars to Chile in 2022.",
        "Deutsche Firmen verkauften 2022 Waren für 3 Milliarden Dollar nach Chile.",
        "Les entreprises allemandes ont vendu pour 3 milliards de dollars de biens au Chili en 2022.",
    ],
)
def test_the_firms_of_a_country_stand_for_it(text):
    [one] = claims(text)
    assert (one.measure, one.reporter, one.partner, one.restriction) == ("exports", "DEU", "CHL", "")


def test_one_firm_does_not():
    [one] = claims("A German company sold goods worth 3 billion dollars to Chile in 2022.")
    assert one.measure is None or one.restriction or one.reason


@pytest.mark.parametrize(
    "text",
    [
        "Les consulats portugais ont délivré 22 102 visas en Angola en 2024.",
        "Les consulats du Portugal en Angola ont délivré 22 102 visas en 2024.",
        "The consulates of Portugal in Angola issued 22,102 visas in 2024.",
    ],
)
def test_visas_are_of_whose_the_consulates_are(text):
    [one] = claims(text)
    assert (one.measure, one.reporter, one.partner) == ("visas_issued", "PRT", "AGO")


def test_a_balance_in_favour_of_a_capital_is_its_country_s():
    text = "В 2023 году торговля Азербайджана с Грузией составила 884 млн долларов. Сальдо в пользу Тбилиси – 635 млн."
    one = claims(text)[-1]
    assert (one.measure, one.reporter) == ("trade_balance", "GEO")
