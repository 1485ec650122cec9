"""A number beside a verb of change: what it came to, or by how much."""

from __future__ import annotations

import pytest

from hali.checking import article, frames
from hali.checking.context import passage, relations


def relation(text: str, at: int = 0) -> str:
    read = article.from_text(text)
    return relations.relation(passage.read(read, 0, read.blocks[0].sentences[0]), at)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Exports rose by 9 %.", "change"),
        ("Exports rose 9 % to 12 billion euros.", "change"),
        ("The EU's share rose to 30 %.", "share"),
        ("The EU's share rose by 3 percentage points.", "difference"),
        ("Exports doubled.", "change"),
        ("Exports were twice as large as imports.", "ratio"),
        ("Exports rose by 3 billion euros.", "difference"),
        ("Exports rose to 24 billion euros.", "level"),
        ("A 9 % increase in exports.", "change"),
        ("30 % of the increase came from China.", "share"),
        ("Mauzo yaliongezeka kwa asilimia 12.", "change"),
        ("Sehemu ya EU iliongezeka hadi asilimia 30.", "share"),
        ("Экспорт вырос на 12 %.", "change"),
        ("Доля ЕС выросла до 30 %.", "share"),
        ("Экспорт вырос до 24 млрд евро.", "level"),
        ("Экспорт 12 пайызға өсті.", "change"),
        ("ЕО үлесі 30 пайызға дейін өсті.", "share"),
        ("Les exportations ont progressé de 3,7 %.", "change"),
        ("La part de l'UE a atteint 30 %.", "share"),
        ("Die Ausfuhren stiegen um 6 Prozent auf 14 Mrd. Euro.", "change"),
        ("Die Ausfuhren gingen um 6 Prozent zurück.", "change"),
        ("Die Ausfuhren stiegen auf 14 Mrd. Euro.", "level"),
    ],
)
def test_relation(text, expected):
    assert relation(text) == expected


def test_the_second_number_of_one_change_is_a_change_too():
    assert relation("Exports reached 62 billion dollars, an increase of 12 billion dollars or 23.9 %.", 2) == "change"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Exports to China fell by 7 %.", -1),
        ("Exports to China grew by 7 %.", 1),
        ("The EU's trade deficit with Kazakhstan was 12 bn euros.", -1),
        ("Kazakhstan's trade surplus with the EU was 12 bn dollars.", 1),
        ("Экспорт в Китай снизился на 7 %.", -1),
        ("Die Ausfuhren nach China sanken um 7 Prozent.", -1),
        ("Exports to China were 7 bn euros.", 0),
    ],
)
def test_the_direction_of_a_change(text, sign):
    (claim,) = frames.claims(article.from_text(text))
    assert claim.sign == sign


def test_so_much_more_than_is_a_difference():
    (claim,) = frames.claims(article.from_text("EU exports to Kazakhstan were 2 bn euros more than in 2020."))
    assert (claim.relation, claim.measure, claim.unsaid) == ("difference", "exports", ("difference_of_levels",))


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("EU exports to Russia fell in 2022 (-38%).", 0, "change"),
        ("Les exportations ont connu une baisse en 2022 (-21,6 %).", 0, "change"),
        ("The share rose from 10.2 % to 10.6 %.", 0, "share"),
        ("The share rose to 10.6 % from 10.2 %.", 1, "share"),
        ("La part est passée de 10,2 % à 10,6 %.", 0, "share"),
        ("Exports were 100 million dollars or 39 % more than in 2020.", 0, "difference"),
        ("Die Ausfuhren waren 100 Millionen Euro oder 39 % mehr als 2020.", 0, "difference"),
        ("Exports came to 100 million dollars, 39 % more than in 2020.", 0, "level"),
        ("Les exportations ont atteint 100 millions d'euros, soit 39 % de plus qu'en 2020.", 0, "level"),
        ("Exports to China exceeded imports by 2 bn dollars.", 0, "difference"),
        ("Die Ausfuhren lagen um 2 Milliarden Euro über den Einfuhren.", 0, "difference"),
        ("Les exportations dépassaient de 2 milliards d'euros les importations.", 0, "difference"),
        ("Экспорт превысил импорт примерно на 2 млрд долларов.", 0, "difference"),
        ("Экспорт вырос примерно на 2 млрд долларов.", 0, "difference"),
        ("Exports exceeded 2 bn dollars.", 0, "level"),
        ("Экспорт превысил 2 млрд долларов.", 0, "level"),
        ("Exports rose by 3 %, to a record high of 2 bn dollars.", 1, "level"),
        ("Les exportations ont progressé de 3 %, pour culminer à un niveau record de 2 milliards d'euros.", 1, "level"),
        (
            "Gleichzeitig gingen die Exporte in die Russische Föderation um 39,1 % auf 7,6 Mrd. Euro zurück.",
            0,
            "change",
        ),
        ("Exports to Italy rose by 40 % (a rise of 2 bn euros), to Spain by 30 % (1 bn euros).", 3, "difference"),
        ("Exports to Italy rose by 40 % (to 2 bn euros), to Spain by 30 % (1 bn euros).", 3, "level"),
    ],
)
def test_what_a_number_by_which_something_differs_is(text, at, expected):
    assert relation(text, at) == expected


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        (
            "Then came a fall: 9 bn dollars in 2019, with exports of 8 bn dollars and imports of 1 bn dollars.",
            1,
            "level",
        ),
        ("Exports, which had risen to a peak of 71 million dollars, fell.", 0, "level"),
        ("Товаров ввезено на 15 млрд долларов, рост на 3 %.", 0, "level"),
        ("Imports rose: an increase of 3 bn dollars.", 0, "difference"),
        ("Экспорт вырос на 2 млрд долларов.", 0, "difference"),
        ("The refusal rate was 19.4 %, down from 28.3 %.", 0, "share"),
        ("The refusal rate was 19.4 %, down from 28.3 %.", 1, "share"),
        ("Exports rose by 19.4 %, down from 28.3 %.", 1, "change"),
        ("Les exportations sont en hausse de 0,6 %, après un bond de 26,5 %.", 0, "change"),
    ],
)
def test_what_is_no_rise_though_something_rose(text, at, expected):
    assert relation(text, at) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Brazil rose to 9 %.", "share"), ("Бразилия выросла до 9,1 %.", "share"), ("Growth came to 12 %.", "change")],
)
def test_what_rose_right_to_a_number_came_to_it(text, expected):
    assert relation(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Кенияның экономикасы 2023 жылы 5,6 %, Уганданың экономикасы 5,3 % өсті.",
        "2023 жылы экономикалық өсім Кенияда 5,6 %, Угандада 5,3 %, инфляция 7,7 % және 5,4 % болды.",
        "Kenya'nın ekonomisi 2023'te yüzde 5,6, Uganda'nın ekonomisi yüzde 5,3 büyüdü; bir yıl önce bunlar "
        "yüzde 4,9 ve yüzde 4,6 idi.",
    ],
)
def test_numbers_that_ask_each_other_for_a_verb_come_to_an_end(text: str) -> None:
    read = frames.claims(article.from_text(text))
    assert [claim.relation for claim in read[:2]] == ["change", "change"]


@pytest.mark.parametrize(
    "text",
    [
        "Kenya sold Uganda $700 million more in goods in 2023 than it bought from there.",
        "Mwaka 2023 Kenya iliiuzia Uganda bidhaa nyingi zaidi kwa dola milioni 700 kuliko ilizonunua kutoka huko.",
        "В 2023 году Кения продала в Уганду товаров на 700 млн долларов больше, чем купила там.",
        "2023 verkaufte Kenia für 700 Millionen Dollar mehr Waren nach Uganda, als es dort kaufte.",
        "2023'te Kenya Uganda'ya oradan satın aldığından 700 milyon dolar fazla mal sattı.",
        "En 2023, le Kenya a vendu à l'Ouganda 700 millions de dollars de plus qu'il ne lui a acheté.",
    ],
)
def test_so_much_more_sold_than_bought_is_a_difference(text: str) -> None:
    assert relation(text) == "difference"


@pytest.mark.parametrize(
    "text",
    [
        "Uganda was $700 million in the red in its goods trade with Kenya in 2023.",
        "Mwaka 2023 Uganda ilikuwa na upungufu wa biashara wa dola milioni 700 na Kenya.",
        "В торговле товарами с Кенией Уганда в 2023 году осталась в минусе на 700 млн долларов.",
        "Уганда 2023 жылы Кениямен тауар саудасында 700 млн доллар минуста қалды.",
        "L'Ouganda était dans le rouge de 700 millions de dollars dans ses échanges de biens avec le Kenya en 2023.",
        "Uganda schrieb 2023 im Warenhandel mit Kenia mit 700 Millionen Dollar rote Zahlen.",
        "Uganda 2023'te Kenya'yla mal ticaretinde 700 milyon dolar ekside kaldı.",
    ],
)
def test_who_is_in_the_red_has_a_balance(text: str) -> None:
    assert [(c.measure, c.reporter, c.partner, c.sign) for c in frames.claims(article.from_text(text))] == [
        ("trade_balance", "UGA", "KEN", -1)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022'de Kenya Uganda'ya 900 milyon dolarlık mal ihraç etti; bu, 2015'tekinden yüzde 14 fazlaydı.", "change"),
        ("2022'de Kenya'nın Uganda'ya ihracatı 2015'tekinden 60 milyon dolar azdı.", "difference"),
        ("2022'de Kenya'nın Uganda'ya ihracatı 800 milyon dolardan fazlaydı.", "level"),
        ("2022 жылы Кенияның Угандаға экспорты 800 млн доллардан көп болды.", "level"),
    ],
)
def test_what_is_over_a_number_is_not_so_much_more(text: str, expected: str) -> None:
    last = len([c for c in frames.claims(article.from_text(text)) if c.kind == "quantity"]) - 1
    assert relation(text, last) == expected


def test_what_was_reached_before_is_the_number_before():
    text = "2023 жылы Қырғызстанның Түркияға экспорты 153 млн долларға жетіп, 9 пайызға артты."
    found = [c for c in frames.claims(article.from_text(text)) if c.kind == "quantity"]
    assert [(c.measure, c.relation) for c in found] == [("exports", "level"), ("exports_growth", "change")]
