"""Numbers in words, against the spell-out rules of CLDR and a table of our own."""

from __future__ import annotations

import random

import pytest
from unicode_rbnf import RbnfEngine

from hali.languages import CODES
from hali.languages.numbers import parse_number
from hali.languages.words import compound


@pytest.mark.parametrize("lang", CODES)
def test_every_form_cldr_spells_is_read(lang):
    engine = RbnfEngine.for_language(lang)
    pick = random.Random(20)
    numbers = [*range(131), *(pick.randrange(10 ** pick.randrange(3, 13)) for _ in range(60))]
    wrong = [
        (number, text)
        for number in numbers
        for text in set(engine.format_number(number).text_by_ruleset.values())
        if parse_number(text, lang) != number
    ]
    assert wrong == []


@pytest.mark.parametrize("lang", CODES)
def test_spelled_numbers_in_other_spellings(lang):
    engine = RbnfEngine.for_language(lang)
    pick = random.Random(lang)
    wrong = []
    for _ in range(60):
        number = pick.randrange(2, 10 ** pick.randrange(2, 10))
        for text in set(engine.format_number(number).text_by_ruleset.values()):
            forms = {text.replace("-", " "), text.replace("\u00ad", ""), text.replace(" ", "\u00a0"), text.upper()}
            forms |= {text.replace(" ", "-")} if lang == "fr" else {text.replace("ё", "е").replace("ß", "ss")}
            wrong += [(number, form) for form in forms if parse_number(form, lang) != number]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("kumi na moja", 11),
        ("tisini na tisa", 99),
        ("mia moja na tano", 105),
        ("mia tano thelathini na mbili", 532),
        ("elfu mbili na ishirini na tatu", 2023),
        ("elfu tano mia mbili", 5200),
        ("elfu kumi na mbili", 12000),
        ("elfu na mia tano", 1500),
        ("mia na tano", 105),
        ("laki moja na elfu hamsini", 150_000),
        ("laki mbili na nusu", 250_000),
        ("laki tatu", 300_000),
        ("milioni moja na laki mbili", 1_200_000),
        ("milioni mbili na nusu", 2_500_000),
        ("milioni mia tano", 500_000_000),
        ("bilioni moja nukta tano", 1_500_000_000),
        ("nusu bilioni", 500_000_000),
        ("trilioni mbili", 2_000_000_000_000),
    ],
)
def test_swahili_as_the_press_writes_it(text, value):
    assert parse_number(text, "sw") == value


@pytest.mark.parametrize(
    ("lang", "text", "value"),
    [
        ("en", "two and a half million", 2.5e6),
        ("en", "fifteen hundred", 1500),
        ("en", "one hundred and five thousand", 105_000),
        ("en", "three point one four", 3.14),
        ("en", "three dozen", 36),
        ("en", "2 and a half million", 2.5e6),
        ("fr", "huitante-deux", 82),
        ("fr", "cent-vingt-et-un-mille", 121_000),
        ("de", "neunzehnhundertneunzig", 1990),
        ("de", "hundert und fünf", 105),
        ("ru", "двумя миллионами тремястами тысячами", 2.3e6),
        ("kk", "бір жарым миллион", 1.5e6),
        ("fr", "soixante et onze", 71),
        ("fr", "nonante-sept", 97),
        ("fr", "deux millions et demi", 2.5e6),
        ("fr", "mille deux cents", 1200),
        ("de", "zweieinhalb Millionen", 2.5e6),
        ("de", "anderthalb Milliarden", 1.5e9),
        ("de", "eins Komma fünf Milliarden", 1.5e9),
        ("ru", "полтора миллиона", 1.5e6),
        ("ru", "два с половиной миллиарда", 2.5e9),
        ("ru", "две целых пять десятых", 2.5),
        ("ru", "пятьюдесятью двумя", 52),
        ("kk", "екі жарым миллиард", 2.5e9),
        ("kk", "жүз жиырма бес мың", 125_000),
    ],
)
def test_halves_points_and_cases(lang, text, value):
    assert parse_number(text, lang) == value


def test_german_compounds():
    assert compound("zweihundertfünfunddreißigtausendsieben") == (235_007, "de")
    assert compound("dreitausend") == (3000, "de")
    assert compound("zweieinhalb") == (2.5, "de")
    assert compound("hundertprozentig") is None
    assert compound("und") is None
    assert compound("x" * 5000) is None
