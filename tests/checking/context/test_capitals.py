"""Capitals: a city is a place until the words around it make it a government."""

from __future__ import annotations

import pytest

from hali.checking import article
from hali.checking.context import passage


def areas_of(text):
    found = article.from_text(text)
    block = found.blocks[0]
    return [m.concept for m in passage.read(found, 0, block.sentences[0]).mentions]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Trade between Ankara and Bishkek reached $2 billion.", ["TUR", "KGZ"]),
        ("Bishkek's trade with Beijing doubled.", ["KGZ", "CHN"]),
        ("In 2023, Moscow supplied 5 billion cubic metres of gas to Uzbekistan.", ["RUS", "UZB"]),
        ("Brussels granted Tajikistan 55 million euros in aid.", ["EU", "TJK"]),
        ("Экспорт Казахстана в Москву вырос на 5 %.", ["KAZ", "RUS"]),
        ("Товарооборот между Пекином и Бишкеком составил 5 млрд долларов.", ["CHN", "KGZ"]),
        ("Мәскеу Өзбекстанға 5 млрд текше метр газ жеткізді.", ["RUS", "UZB"]),
        ("Товарооборот Бишкека с Москвой достиг 3 млрд долларов.", ["KGZ", "RUS"]),
        ("Бішкектің Мәскеумен саудасы 3 млрд доллар болды.", ["KGZ", "RUS"]),
        ("Ташкент пен Анкара арасындағы сауда өсті.", ["UZB", "TUR"]),
        ("Les échanges de l'Ouzbékistan avec Pékin ont doublé.", ["UZB", "CHN"]),
        ("Der Handel zwischen Berlin und Taschkent wuchs.", ["DEU", "UZB"]),
        ("Biashara kati ya Tashkent na Beijing iliongezeka.", ["UZB", "CHN"]),
    ],
)
def test_a_capital_is_a_government(text, meant):
    assert areas_of(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "The museum in Paris sold 2 million tickets.",
        "The summit took place in Paris and Rome.",
        "Brussels Airport carried 22 million passengers.",
        "Moscow's population grew by 50,000.",
        "London marathon runners raised 60 million pounds.",
        "A train from Beijing to Moscow takes 6 days.",
        "В Москве живёт 13 млн человек.",
        "Le marathon de Berlin a réuni 40 000 coureurs.",
        "In Berlin fielen die Mieten um 3 Prozent.",
        "Tamasha la Berlin lilivutia watu 5,000.",
    ],
)
def test_a_capital_is_only_a_place(text):
    assert areas_of(text) == []
