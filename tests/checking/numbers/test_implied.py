"""Numbers whose unit an earlier or a later part of the sentence says."""

from __future__ import annotations

import pytest

from hali.checking.quantities import find

COMPARED = [
    ("en", "Imports reached 7.1 million tons, up from 6.4 million a year before.", [7.1e6, 6.4e6], "t"),
    ("en", "Airbus delivered 61 jets, against 63 a year ago.", [61, 63], "count"),
    ("en", "Profit was $2.1 billion, compared with 1.9 billion previously.", [2.1e9, 1.9e9], "USD"),
    ("ru", "Погрузка составила 11,3 миллиона тонн против 10,9 годом ранее.", [11.3e6, 10.9e6], "t"),
    ("fr", "L'excédent atteint 2,3 Mds€, contre 1,7 un an plus tôt.", [2.3e9, 1.7e9], "EUR"),
    ("de", "Der Umsatz lag bei 8,2 Mrd. Euro nach 7,5 im Vorjahr.", [8.2e9, 7.5e9], "EUR"),
    ("en", "Cargo rose from 16,197,818 tonnes in 2017 to 17,166,079 in 2018.", [16_197_818, 17_166_079], "t"),
    ("sw", "Idadi ya meli imepungua kutoka meli 1,200 mwaka 2017 hadi 1,000 mwaka 2018.", [1200, 1000], "count"),
    ("sw", "Tani 45,300 zilivunwa ikilinganishwa na 39,800 mwaka uliopita.", [45_300, 39_800], "t"),
]
COUNTED = [
    ("en", "The number of students rose to 12,000.", 12_000),
    ("sw", "Idadi ya wanafunzi imefikia elfu kumi na mbili.", 12_000),
    ("ru", "Число студентов выросло до 12 тысяч.", 12_000),
    ("kk", "Кәсіпорындар саны 730-ға жетті.", 730),
    ("fr", "Le nombre d'étudiants a atteint 12 000.", 12_000),
    ("de", "Die Zahl der Studierenden stieg auf 12.000.", 12_000),
]
NOTHING = [
    ("en", "Exports of $5 billion came from 2019."),
    ("en", "He paid $5 million, up from number 12."),
    ("en", "Sales were $5 billion in a market against 27 states."),
    ("en", "The number of companies in the top 100."),
    ("en", "The number of the article is 207."),
    ("ru", "Долг – 5 млрд рублей с 2015 года."),
]


@pytest.mark.parametrize(("lang", "text", "values", "unit"), COMPARED, ids=[c[1][:20] for c in COMPARED])
def test_compared_with_the_quantity_before(lang, text, values, unit):
    found = find(text, lang)
    assert [q.value for q in found] == values
    assert {q.unit for q in found} == {unit}


@pytest.mark.parametrize(("lang", "text", "value"), COUNTED, ids=[c[1][:20] for c in COUNTED])
def test_the_number_of(lang, text, value):
    [q] = find(text, lang)
    assert (q.value, q.unit) == (value, "count")
    assert q.noun


def test_the_number_of_from_and_to():
    found = find("The number of visitors fell by 16.8 percent from 95,633 in March to 79,544 in April.", "en")
    assert [(q.value, q.unit) for q in found] == [(16.8, "percent"), (95_633, "count"), (79_544, "count")]


def test_what_was_expected():
    found = find("A total of 216,000 jobs were added, beating the 170,000 expected.", "en")
    assert [q.value for q in found] == [216_000, 170_000]


def test_large_numbers_side_by_side():
    found = find("Экспорт – 67,4 млрд, импорт – 49,7 млрд долларов.", "ru")
    assert [(q.value, q.unit) for q in found] == [(67.4e9, "USD"), (49.7e9, "USD")]
    found = find("Exports were €67.4bn and imports 49.7bn.", "en")
    assert [(q.value, q.unit) for q in found] == [(67.4e9, "EUR"), (49.7e9, "EUR")]


@pytest.mark.parametrize(("lang", "text"), NOTHING)
def test_nothing_is_implied(lang, text):
    assert len(find(text, lang)) <= text.count("$") + text.count("рублей")
