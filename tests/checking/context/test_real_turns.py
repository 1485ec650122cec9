"""Turns of phrase that real texts were misread by, in own wording."""

from __future__ import annotations

from datetime import date

import pytest

from hali import api
from hali.checking import article, frames


def numbers(text, published=None):
    return [c for c in frames.claims(article.from_text(text, published)) if c.kind == "quantity"]


def test_a_year_in_brackets_beside_a_place_is_the_places():
    text = "In 2018 Peru became the 21st customer of France (24th in 2017) after a rise of 8.1 % in exports."
    (growth,) = numbers(text)
    assert growth.period.start == "2018-01-01"


def test_what_is_compared_with_behind_its_case_is_no_time():
    text = "Өзбекстанның 2023 жылғы сауда айналымы 62 млрд долларға жетіп, былтырғы кезеңмен салыстырғанда 23%-ға өсті."
    level, growth = numbers(text, date(2024, 2, 1))
    assert growth.measure == "trade_growth"
    assert growth.period.start == level.period.start == "2023-01-01"


def test_growth_of_trade_with_all_is_that_with_all():
    text = "Kazakhstan and Uzbekistan met. Uzbekistan's foreign trade came to 62 billion dollars in 2023, up 23 %."
    level, growth = numbers(text)
    assert level.partner == growth.partner == "WLD"


@pytest.mark.parametrize(
    "text",
    [
        "In 2022 China sold Russia goods for 76 billion dollars, growth year on year was 12.8 %.",
        "В 2022 году Китай экспортировал в Россию товаров на 76 млрд долларов, рост год к году составил 12,8%.",
    ],
)
def test_growth_behind_a_stop_is_growth(text):
    assert numbers(text)[1].relation == "change"


def test_who_rose_from_one_share_to_another_has_shares():
    text = "In 2019 the EU took 25.6 % of its crude oil from Russia. Iraq rose from 3.5 % to 9.1 %."
    assert [c.relation for c in numbers(text)] == ["share"] * 3


@pytest.mark.parametrize("word", ["seventh", "fourteenth", "7th"])
def test_the_words_of_a_place_restrict_nothing(word):
    text = f"In 2020 Vietnam was the {word} largest trading partner of Australia."
    (rank,) = (c for c in frames.claims(article.from_text(text)) if c.kind == "rank")
    assert not rank.restriction


def test_totals_are_implied_by_a_share_and_a_level_of_one_direction():
    """China's imports from America and America's from China are two flows."""
    text = (
        "In 2017, 8 % of China's imports came from the United States. "
        "In 2017, the United States imported goods worth 505.5 billion dollars from China."
    )
    assert api.check(text, published="2018-12-01").contradictions == ()


@pytest.mark.parametrize(
    "text",
    [
        "In 2023 Kenya sold Ethiopia goods for 129 million dollars. Ethiopia had a surplus of 33 million dollars.",
        "Mwaka 2023 Kenya iliiuzia Ethiopia bidhaa za dola milioni 129. Biashara ilifika dola milioni 224, na Ethiopia "
        "ilibaki na ziada ya dola milioni 33.",
        "2023 жылы Кенияның Эфиопияға экспорты 129 млн доллар болды. 2023 жылы Эфиопия 33 млн доллар профицит алды.",
        "В 2023 году экспорт Кении в Эфиопию составил 129 млн долларов. Сальдо за 2023 год сложилось в пользу Эфиопии "
        "— 33 млн долларов.",
        "En 2023, le Kenya a vendu à l'Éthiopie pour 129 millions de dollars. Le solde commercial de 2023 "
        "était de 33 millions de dollars en faveur de l'Éthiopie.",
    ],
)
def test_who_runs_a_balance_has_it_whoever_exported_before(text):
    balance = numbers(text)[-1]
    assert (balance.measure, balance.reporter, balance.partner) == ("trade_balance", "ETH", "KEN")


def test_a_balance_with_somebody_is_the_others():
    text = (
        "In 2023 Kenya sold Ethiopia goods for 129 million dollars. The surplus with Ethiopia was 33 million dollars."
    )
    assert (numbers(text)[-1].reporter, numbers(text)[-1].partner) == ("KEN", "ETH")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Ираннан келген импорт 12 пайызға артып, 191 млн долларды құрады.", 1),
        ("Ираннан келген импорт 12 пайызға азайып, 191 млн долларды құрады.", -1),
        ("Litauens Handel mit Peru: 2024 brachen die Ausfuhren um 62 Prozent auf 168 Mio. ein.", -1),
    ],
)
def test_the_verb_of_a_change_may_stand_outside_its_part_of_the_sentence(text, sign):
    assert numbers(text)[0].sign == sign


@pytest.mark.parametrize(
    "text",
    [
        "Не исключено, что товарооборот России и Белоруссии в этом году выйдет на планку в 40 млрд долларов.",
        "It cannot be ruled out that trade between Russia and Belarus reaches 40 billion dollars in 2022.",
        "Es ist nicht ausgeschlossen, dass der Handel zwischen Russland und Belarus 2022 40 Mrd. Dollar erreicht.",
        "Il n'est pas exclu que les échanges de la Russie avec la Chine atteignent 200 milliards de dollars en 2022.",
    ],
)
def test_what_is_not_ruled_out_is_a_possibility(text):
    assert {one.mood for one in numbers(text, date(2022, 7, 1))} == {"possibility"}
