"""Series that texts tell and the check long passed over: people by origin, capital abroad, rates of the economy.

The figures stand in the record (UNHCR, United Nations, IMF, Gapminder, World Factbook). Such counts are made in other
ways as well, so a number they give is borne out and another one is refuted by none of them.
"""

from __future__ import annotations

import pytest
from tests.checking.test_findings import findings

SILENT = {"OUTSIDE_THE_RECORD", "NOT_CHECKABLE"}

TOLD = [
    ("refugees_from_partner", "At the end of 2022 there were 33,868 refugees from Russia in France.", "33,868", "en"),
    ("refugees_from_partner", "Ende 2023 lebten 44.263 Flüchtlinge aus der Türkei in Deutschland.", "44.263", "de"),
    ("refugees_from_partner", "Fin 2023, l'Italie accueillait 14 537 réfugiés pakistanais.", "14 537", "fr"),
    ("refugees_from_partner", "На конец 2022 года в Казахстане жили 285 беженцев из Афганистана.", "285", "ru"),
    ("refugees_from_partner", "Wakimbizi 292,834 kutoka Somalia waliishi Kenya mwishoni mwa 2023.", "292,834", "sw"),
    (
        "asylum_seekers_from_partner",
        "Fin 2022, 447 demandes d'asile d'Ouzbeks étaient en attente en Suède.",
        "447",
        "fr",
    ),
    (
        "asylum_seekers_from_partner",
        "At the end of 2023 there were 76,500 pending asylum applications of Colombians in Spain.",
        "76,500",
        "en",
    ),
    ("migrant_stock", "In 2020 some 29,241 residents of Canada were born in Kenya.", "29,241", "en"),
    ("migrant_stock", "2020 жылы Қазақстанда Өзбекстанда туған 296 511 адам тұрған.", "296 511", "kk"),
    ("migrant_stock", "2020 waren 143.865 Einwohner Frankreichs in Vietnam geboren.", "143.865", "de"),
    ("migrant_stock", "En 2020, 143 865 personnes nées au Vietnam vivaient en France.", "143 865", "fr"),
    (
        "fdi_stock",
        "At the end of 2021 Japanese firms held direct investment of $24.9 billion in Vietnam.",
        "24.9",
        "en",
    ),
    ("fdi_stock", "На конец 2022 года прямые инвестиции Нидерландов в Казахстане составляли $46,2 млрд.", "46,2", "ru"),
    (
        "fdi_stock",
        "Fin 2022, les investissements directs français au Kazakhstan valaient 8,6 milliards de dollars.",
        "8,6",
        "fr",
    ),
    (
        "fdi_stock",
        "Ende 2022 betrug der Bestand italienischer Direktinvestitionen in Polen 9,3 Mrd. Dollar.",
        "9,3",
        "de",
    ),
    (
        "fdi_stock",
        "2022 жылдың соңында Нидерландтың Қазақстандағы тікелей инвестициясы 46,2 млрд доллар болды.",
        "46,2",
        "kk",
    ),
    (
        "fdi_stock",
        "Mwishoni mwa 2022 kampuni za Uholanzi zilikuwa na uwekezaji wa moja kwa moja wa dola bilioni 46.2 "
        "nchini Kazakhstan.",
        "46.2",
        "sw",
    ),
    ("military_expenditure_of_gdp", "Poland spent 3.3 % of its GDP on defence in 2023.", "3.3", "en"),
    (
        "military_expenditure_of_gdp",
        "Mwaka 2023 matumizi ya kijeshi ya Uganda yalikuwa asilimia 1.8 ya pato la taifa.",
        "1.8",
        "sw",
    ),
    ("remittances_of_gdp", "В 2023 году денежные переводы составили 37,8 % ВВП Таджикистана.", "37,8", "ru"),
    ("remittances_of_gdp", "2023 machten Überweisungen 18,8 Prozent des BIP von Kirgisistan aus.", "18,8", "de"),
    ("internet_users", "In 2023 some 35 % of Kenyans used the internet.", "35", "en"),
    ("internet_users", "2023 жылы Өзбекстан халқының 89 пайызы интернетті пайдаланды.", "89", "kk"),
]


@pytest.mark.parametrize(("measure", "text", "number", "lang"), TOLD)
def test_what_the_record_counts_is_borne_out(record, measure, text, number, lang):
    (finding,) = findings(record, text, lang=lang)
    assert (finding.claim.measure, finding.code) == (measure, "REPRODUCED")


@pytest.mark.parametrize(("measure", "text", "number", "lang"), TOLD)
def test_and_refutes_no_other_number(record, measure, text, number, lang):
    other = str(int(number[0]) % 9 + 1) + "7" + number[2:] if len(number) > 2 else "61"
    found = findings(record, text.replace(number, other), lang=lang)
    assert {finding.code for finding in found} <= SILENT


def test_what_somebody_has_put_in_over_the_years_is_no_stock(record):
    (finding,) = findings(
        record, "By the end of 2022 French firms had invested 9 billion euros in Kazakhstan since 1993."
    )
    assert finding.claim.measure == "fdi_gross_cumulative"


def test_of_residents_born_elsewhere_the_place_of_birth_is_the_origin(record):
    for text in (
        "In 2020 some 29,241 residents of Canada were born in Kenya.",
        "In 2020, of those born in Kenya 29,241 were residents of Canada.",
    ):
        (finding,) = findings(record, text)
        assert (finding.claim.reporter, finding.claim.partner) == ("CAN", "KEN")


@pytest.mark.parametrize(
    "text",
    [
        "Fire destroyed a camp of 300 refugees.",
        "In 2023 France received 500 asylum applications from Senegal.",
        "Police say 40 % of them sold stolen phones online.",
        "The military says 12 % of its trucks are idle.",
    ],
)
def test_news_of_people_is_no_count_of_theirs(record, text):
    assert {finding.code for finding in findings(record, text)} <= SILENT
