"""Languages read on the basic level: figures, percentages, scale words and money."""

from __future__ import annotations

import json

import pytest
from babel.dates import get_month_names

from hali.check.numbers.prior import prior
from hali.check.quantities import find, records
from hali.languages import BASIC, CODES, lexicon, writing, written_in
from hali.languages.numbers import format_quantity

SENTENCES = [
    (
        "es",
        "España importó 3,5 millones de toneladas y pagó más de 1.200 millones de euros en 2023.",
        [(3.5e6, "t", ""), (1.2e9, "EUR", ">")],
    ),
    (
        "es",
        "El comercio creció un 12,5 por ciento hasta 24 mil millones de dólares.",
        [(12.5, "percent", ""), (24e9, "USD", "<=")],
    ),
    ("es", "El gobierno invertirá 2 billones de pesos mexicanos en los próximos años.", [(2e12, "MXN", "")]),
    (
        "it",
        "Le esportazioni italiane sono cresciute del 4,2% a 3,1 miliardi di euro.",
        [(4.2, "percent", ""), (3.1e9, "EUR", "")],
    ),
    ("it", "Il governo ha stanziato circa 500 milioni di dollari.", [(500e6, "USD", "~")]),
    (
        "pl",
        "Wartość eksportu wzrosła o 12,5 proc. i wyniosła ponad 3,2 mld zł.",
        [(12.5, "percent", ""), (3.2e9, "PLN", ">")],
    ),
    (
        "tr",
        "Türkiye'nin ihracatı yüzde 12,5 artarak 24 milyar dolara ulaştı.",
        [(12.5, "percent", ""), (24e9, "USD", "")],
    ),
    ("tr", "Ticaret hacmi 1,2 trilyon Türk lirası, payı %40 oldu.", [(1.2e12, "TRY", ""), (40, "percent", "")]),
    (
        "uk",
        "Експорт України зріс на 12,5%, а імпорт становив близько 5 мільярдів євро.",
        [(12.5, "percent", ""), (5e9, "EUR", "~")],
    ),
    ("uk", "Було закуплено 150 тис. тонн зерна за 40 мільйонів гривень.", [(150e3, "t", ""), (40e6, "UAH", "")]),
    ("zh", "2023年中国对哈萨克斯坦出口增长12.5%,达到240亿美元。", [(12.5, "percent", ""), (24e9, "USD", "")]),
    ("zh", "贸易额超过1.3万亿元人民币,进口15万吨小麦。", [(1.3e12, "CNY", ">"), (150e3, "t", "")]),
    ("ar", "ارتفعت الصادرات بنسبة 12.5% لتصل إلى 24 مليار دولار.", [(12.5, "percent", ""), (24e9, "USD", "")]),
    (
        "ar",
        "بلغت الاستثمارات نحو ٣٫٥ مليون يورو أي ٤٠ في المئة من الإجمالي.",
        [(3.5e6, "EUR", "~"), (40, "percent", "")],
    ),
]


@pytest.mark.parametrize(("lang", "text", "expected"), SENTENCES, ids=[s[1][:20] for s in SENTENCES])
def test_sentences(lang, text, expected):
    assert prior(text) == lang
    assert [(q.value, q.unit, q.approximator) for q in find(text, lang)] == expected


@pytest.mark.parametrize("lang", BASIC)
def test_a_basic_lexicon_has_the_tables_of_a_full_one(lang):
    assert set(lexicon(lang)) == set(lexicon("en"))
    assert len(lexicon(lang)["period"]["months"]) == 12


def test_findings_about_a_basic_text_are_written_in_english():
    assert {written_in(lang) for lang in BASIC} == {"en"}
    assert [written_in(lang) for lang in CODES] == list(CODES)
    assert writing("es") is not None
    assert writing("es") == writing("en")
    assert format_quantity(23.04e9, "EUR", "es") == format_quantity(23.04e9, "EUR", "en")


def test_records_say_which_lexicon_read():
    line = json.dumps(
        {"id": 1, "text": "El comercio llegó a 24 mil millones de dólares, según el ministerio.", "lang": "es"}
    )
    [record] = records([line])
    assert [(q["value"], q["lang"]) for q in record["quantities"]] == [(24_000_000_000, "es")]


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("es", "Al menos 1.200 empresas y la mitad del gas", [(1200, "count"), (0.5, "share")]),
        ("it", "Oltre 1.200 imprese, circa un terzo", [(1200, "count"), (1 / 3, "share")]),
        ("pl", "2 tys. pracowników, ponad połowa", [(2000, "count"), (0.5, "share")]),
        ("tr", "1.200 şirket, üçte biri", [(1200, "count"), (1 / 3, "share")]),
        ("uk", "1200 компаній, близько третини", [(1200, "count"), (1 / 3, "share")]),
    ],
)
def test_counted_nouns_and_shares(lang, text, expected):
    found = find(text, lang)
    assert [q.unit for q in found] == [unit for _, unit in expected]
    assert [q.value for q in found] == pytest.approx([value for value, _ in expected])


def test_months_of_one_language_do_not_spoil_those_of_another():
    for lang in BASIC:
        assert lexicon(lang)["period"]["months"]
    names = {lang: get_month_names("wide", "stand-alone", lang)[1] for lang in ("de", "fr", "sw")}
    assert names == {"de": "Januar", "fr": "janvier", "sw": "Januari"}


def test_marks_without_width_are_seen_through():
    assert [q.value for q in find("\u200f-1,670.5\u00a0\u200f€\u200f", "ar")] == [-1670.5]
    assert [q.value for q in find("24\u200b bn euros", "en")] == [24e9]
