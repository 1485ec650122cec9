"""Stand-ins: "the bloc" and "the republic" mean the one area of their kind named last."""

from __future__ import annotations

import pytest

from hali.checking import article, frames


def last(text):
    return frames.claims(article.from_text(text))[-1]


@pytest.mark.parametrize(
    ("text", "measure", "sides"),
    [
        (
            "The EU has long traded with Uzbekistan. In 2022 the bloc sold the republic goods worth €2.6 billion.",
            "exports",
            ("EU", "UZB"),
        ),
        (
            "ЕС давно торгует с Узбекистаном. В 2022 году блок экспортировал в республику товаров на 2,6 млрд евро.",
            "exports",
            ("EU", "UZB"),
        ),
        (
            "L'UE commerce avec l'Ouzbékistan. En 2022, le bloc a exporté vers ce pays pour 2,6 milliards d'euros.",
            "exports",
            ("EU", "UZB"),
        ),
        (
            "Die EU handelt mit Usbekistan. 2022 exportierte der Block Waren für 2,6 Milliarden Euro in die Republik.",
            "exports",
            ("EU", "UZB"),
        ),
        (
            "EU inafanya biashara na Uzbekistan. Mwaka 2022 umoja huo uliuza bidhaa za yuro bilioni 2.6 kwa nchi hiyo.",
            "exports",
            ("EU", "UZB"),
        ),
    ],
)
def test_a_stand_in_takes_the_part_of_the_area_it_means(text, measure, sides):
    claim = last(text)
    assert (claim.measure, (claim.reporter, claim.partner)) == (measure, sides)


def test_of_two_countries_a_stand_in_means_neither():
    claim = last("Kazakhstan and Uzbekistan trade with the EU. The country's exports to the bloc were €2 billion.")
    assert claim.reporter is None
    assert claim.partner == "EU"


@pytest.mark.parametrize(
    ("text", "reporter"),
    [
        ("Экспорт Бутана в Китай составил 3 млрд долларов. Экспорт Чешской Республики в Китай достиг 5 млрд.", "CZE"),
        ("Бутанның Қытайға экспорты 3 млрд доллар. Чех Республикасының Қытайға экспорты 5 млрд доллар.", "CZE"),
        ("Nepal trades with China. Exports of the Dominican Republic to China were $5 bn.", "DOM"),
    ],
)
def test_a_name_that_ends_in_the_word_is_no_stand_in(text, reporter):
    assert last(text).reporter == reporter


def test_a_name_is_no_stand_in():
    claim = last("China trades with Russia. The Republic of Kazakhstan exported goods worth $5 bn to China.")
    assert (claim.reporter, claim.partner) == ("KAZ", "CHN")


def test_this_country_is_the_one_its_sentence_has_just_named():
    claim = last("Kazakhstan trades with the EU. Italy leads: exports to that country reached $14.8 billion in 2023.")
    assert claim.partner == "ITA"
    assert claim.reporter != "ITA"
