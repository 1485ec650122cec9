"""Languages read on the basic level: figures, percentages, scale words and money."""

from __future__ import annotations

import json

import pytest
from babel.dates import get_month_names

from hali.checking import article, frames
from hali.checking.numbers.prior import prior
from hali.checking.quantities import find, records
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


FIGURES = [
    (
        "es",
        "Las exportaciones de España a Marruecos sumaron 12.150 millones de euros en 2023, un 3,4 % más que en 2022.",
        [(12150000000.0, "EUR"), (3.4, "percent")],
    ),
    (
        "es",
        "Casi la mitad de los turistas eran británicos; llegaron 17,3 millones de visitantes.",
        [(0.5, "share"), (17300000.0, "count")],
    ),
    (
        "es",
        "México vendió 490.000 millones de dólares a Estados Unidos, el 83 por ciento del total.",
        [(490000000000.0, "USD"), (83, "percent")],
    ),
    ("es", "Las importaciones se duplicaron hasta 1,8 billones de pesos.", [(2, "times"), (1800000000000.0, "MXN")]),
    ("es", "El puerto movió 4,2 millones de toneladas y 300.000 contenedores.", [(4200000.0, "t"), (300000, "count")]),
    (
        "it",
        "L'interscambio tra Italia e Kazakistan ha raggiunto 16,4 miliardi di euro, con un calo del 5,1 per cento.",
        [(16400000000.0, "EUR"), (5.1, "percent")],
    ),
    (
        "it",
        "Circa due terzi del gas arriva dall'Algeria: 25,5 miliardi di metri cubi.",
        [(0.6666666666666666, "share"), (25500000000.0, "m3")],
    ),
    (
        "it",
        "Le importazioni sono salite da 3 a 4,5 miliardi di dollari.",
        [(3000000000.0, "USD"), (4500000000.0, "USD")],
    ),
    ("it", "Nel 2022 gli studenti stranieri erano 98.000, il 12% in più.", [(98000, "count"), (12, "percent")]),
    ("it", "L'export è raddoppiato e vale oltre 600 mila euro.", [(2, "times"), (600000.0, "EUR")]),
    (
        "pl",
        "Obroty handlowe Polski z Ukrainą wyniosły 15,3 mld dolarów i były o 7,8 proc. wyższe niż rok wcześniej.",
        [(15300000000.0, "USD"), (7.8, "percent")],
    ),
    (
        "pl",
        "Eksport do Niemiec przekroczył 90 mld euro, a import sięgnął 67,4 mld euro.",
        [(90000000000.0, "EUR"), (67400000000.0, "EUR")],
    ),
    ("pl", "Połowa węgla, czyli 5 mln ton, przyjechała koleją.", [(0.5, "share"), (5000000.0, "t")]),
    ("pl", "Wydano 600 tys. wiz, dwukrotnie więcej niż w 2019 roku.", [(600000.0, "count"), (2, "times")]),
    ("pl", "Udział Chin spadł o 2 punkty procentowe, do 14 procent.", [(2, "pp"), (14, "percent")]),
    (
        "tr",
        "Türkiye ile Kazakistan arasındaki ticaret hacmi 2022'de 6,4 milyar dolara çıktı, yüzde 20,5 arttı.",
        [(6400000000.0, "USD"), (20.5, "percent")],
    ),
    (
        "tr",
        "İhracatın üçte biri Almanya'ya gitti: 21,1 milyar avro.",
        [(0.3333333333333333, "share"), (21100000000.0, "EUR")],
    ),
    (
        "tr",
        "Geçen yıl 6 milyondan fazla turist geldi ve 1,5 milyon ton buğday alındı.",
        [(6000000.0, "count"), (1500000.0, "t")],
    ),
    ("tr", "İthalat iki katına çıkarak 900 milyon liraya ulaştı.", [(2, "times"), (900000000.0, "TRY")]),
    ("tr", "Payı 3 puan düşerek yüzde 12 oldu.", [(3, "pp"), (12, "percent")]),
    (
        "uk",
        "Товарообіг України з Польщею торік становив 12,4 млрд доларів, що на 8,3% більше.",
        [(12400000000.0, "USD"), (8.3, "percent")],
    ),
    (
        "uk",
        "Понад третину зерна, або 9,6 млн тонн, вивезли через порти.",
        [(0.3333333333333333, "share"), (9600000.0, "t")],
    ),
    ("uk", "Імпорт зріс удвічі – до 350 мільйонів євро.", [(2, "times"), (350000000.0, "EUR")]),
    ("uk", "У країні навчається 76 тис. іноземних студентів.", [(76000.0, "count")]),
    ("uk", "Частка Китаю зменшилася на 1,5 відсоткового пункту, до 18 відсотків.", [(1.5, "pp"), (18, "percent")]),
    ("zh", "2022年中哈贸易额达311亿美元,同比增长23.6%。", [(31100000000.0, "USD"), (23.6, "percent")]),
    ("zh", "进口占三分之一,约为4500万吨。", [(0.3333333333333333, "share"), (45000000.0, "t")]),
    ("zh", "出口翻了一番,达到1.2万亿元。", [(2, "times"), (1200000000000.0, "CNY")]),
    ("zh", "份额下降2个百分点,至百分之十五。", [(2, "pp"), (15, "percent")]),
    ("zh", "共有3.5万名学生和120家企业。", [(35000, "count"), (120, "count")]),
    (
        "ar",
        "بلغ حجم التجارة بين مصر وتركيا 7.7 مليار دولار بزيادة 14 في المئة.",
        [(7700000000.0, "USD"), (14, "percent")],
    ),
    ("ar", "وارتفعت الواردات إلى 350 مليون يورو.", [(350000000.0, "EUR")]),
    ("ar", "استورد البلد 5.5 مليون طن من القمح، أي نصف الاحتياجات.", [(5500000.0, "t"), (0.5, "share")]),
    ("ar", "زار البلاد 11 مليون سائح.", [(11000000.0, "count")]),
    ("ar", "تراجعت الحصة بنحو 3 نقاط مئوية إلى 20 بالمئة.", [(3, "pp"), (20, "percent")]),
    (
        "pt",
        "As exportações de Portugal para Angola somaram 1,4 mil milhões de euros em 2022, mais 12,5%.",
        [(1400000000.0, "EUR"), (12.5, "percent")],
    ),
    (
        "pt",
        "O Brasil vendeu 104,3 bilhões de dólares à China, quase um terço do total.",
        [(104300000000.0, "USD"), (0.3333333333333333, "share")],
    ),
    ("pt", "As importações duplicaram, para 350 milhões de reais.", [(2, "times"), (350000000.0, "BRL")]),
    ("pt", "Cerca de 4,5 milhões de toneladas de soja e 12 mil estudantes.", [(4500000.0, "t"), (12000, "count")]),
    ("pt", "A quota caiu 2 pontos percentuais, para 18 por cento.", [(2, "pp"), (18, "percent")]),
]


@pytest.mark.parametrize("lang", BASIC)
def test_nine_figures_in_ten_are_read_with_their_unit(lang):
    right = total = 0
    for text, expected in [(text, expected) for own, text, expected in FIGURES if own == lang]:
        assert prior(text) == lang
        read = [(q.value, q.unit) for q in find(text, lang)]
        right += sum((pytest.approx(value), unit) in read for value, unit in expected)
        total += len(expected)
    assert right >= 0.9 * total


@pytest.mark.parametrize(
    ("lang", "text", "expected"), [row for row in FIGURES if row[0] in BASIC], ids=lambda row: str(row)[:20]
)
def test_no_measure_is_guessed_in_a_language_read_on_the_basic_level(lang, text, expected):
    assert {c.measure for c in frames.claims(article.from_text(text)) if c.kind == "quantity"} <= {None}


def test_marks_without_width_are_seen_through():
    assert [q.value for q in find("\u200f-1,670.5\u00a0\u200f€\u200f", "ar")] == [-1670.5]
    assert [q.value for q in find("24\u200b bn euros", "en")] == [24e9]
