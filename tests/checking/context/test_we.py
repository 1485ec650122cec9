"""Who "we" are in a text: the one country it names in which its language says so, or nobody."""

from datetime import date

import pytest

from hali.checking import frames
from hali.checking.article import from_text


def sides(text):
    claims = frames.claims(from_text(text, date(2024, 10, 7)))
    return [(c.measure, c.reporter, c.partner, c.pair and frozenset(c.pair)) for c in claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "France et Pérou : les échanges en 2022\n\nNos exportations ont atteint 600 millions d'euros en 2022.",
            ("exports", "FRA", "PER", None),
        ),
        (
            "Қазақстан мен Венгрия келісті.\n\nБіздің Венгрияға экспортымыз 2022 жылы 200 млн доллар болды.",
            ("exports", "KAZ", "HUN", None),
        ),
        ("Венгрияға 2022 жылы 200 млн долларға тауар саттық.", ("exports", "KAZ", "HUN", None)),
        (
            "Belarus und Österreich kamen zusammen.\n\nUnsere Exporte nach Belarus lagen 2022 bei 90 Millionen Euro.",
            ("exports", "AUT", "BLR", None),
        ),
        (
            "Россия и Перу договорились.\n\nНаш экспорт в Перу составил в 2022 году 300 млн долларов.",
            ("exports", "RUS", "PER", None),
        ),
        (
            "Kenya na Misri zilikutana.\n\nMauzo yetu kwenda Misri yalikuwa dola milioni 200 mwaka 2022.",
            ("exports", "KEN", "EGY", None),
        ),
    ],
)
def test_we_are_the_country_whose_language_it_is(text, expected):
    assert sides(text)[-1] == expected


def test_of_two_such_countries_it_is_neither():
    text = "Die Schweiz und Österreich kamen zusammen.\n\nUnsere Exporte lagen 2022 bei 90 Millionen Euro."
    assert sides(text)[-1][1] is None
    text = "Peru and Chile met.\n\nOur exports were 90 million dollars in 2022."
    assert sides(text)[-1][1] is None


def test_our_goods_may_be_bought_by_another():
    text = "Қазақстан сауда туралы айтты.\n\nВенгрия біздің тауарды 200 млн долларға сатып алды."
    measure, reporter, partner, _ = sides(text)[-1]
    assert {reporter, partner} == {"HUN", "KAZ"}
    assert (measure == "imports") == (reporter == "HUN")


def test_the_text_goes_through_our_trade():
    text = (
        "Қазақстан туралы.\n\nЕуропалық одаққа экспортымыз 2023 жылы 31 млрд доллар болды.\n\n"
        "Венгрия. 2023 жылы тауар айналымы 300 млн доллар болды."
    )
    assert sides(text)[-1] == ("trade_total", None, None, frozenset({"KAZ", "HUN"}))


def test_we_buy_fuel_from_the_one_told_of():
    text = (
        "La Hongrie achète ailleurs : en 2018, 30 % du pétrole importé par la Hongrie venaient de Libye.\n\n"
        "Et la France ?\n\nEn 2019, nous lui achetions 14 % de notre pétrole importé."
    )
    assert sides(text)[-1] == ("partner_share_oil_imports", "FRA", "LBY", None)


@pytest.mark.parametrize(
    ("text", "reporter"),
    [
        ("Қытай туралы. Қазақстан көп сатады.\n\n2018 жылы еліміздің экономикасы 4,1 пайызға өсті.", "KAZ"),
        ("Китай покупает нефть Казахстана.\n\nВ 2018 году наша экономика выросла на 4,1 %.", "KAZ"),
    ],
)
def test_our_economy_is_of_no_country_the_text_is_about_otherwise(text, reporter):
    measure, *sides_ = sides(text)[-1]
    assert (measure, sides_[0]) == ("gdp_growth", reporter)


@pytest.mark.parametrize(
    "text",
    [
        "Казахстан торгует. Китайцы продали нам в 2022 году товаров на 16 млрд долларов, мы им - на 14 млрд долларов.",
        "Қазақстан сауда жасайды. Қытайлықтар бізге 2022 жылы 16 млрд доллардың тауарын сатты, біз оларға 14 млрд "
        "доллардың тауарын саттық.",
    ],
)
def test_they_sell_us_and_we_them(text):
    assert [one[1:3] for one in sides(text)] == [("CHN", "KAZ"), ("KAZ", "CHN")]


def test_what_they_sell_us_is_theirs_though_ours_are_told_of():
    text = (
        "Wir Deutschen handeln mit Polen. Unsere Bauern verkauften 2022 Milch für 2 Milliarden Euro, die Polen uns "
        "Waren für 77 Milliarden Euro."
    )
    assert sides(text)[-1][:3] == ("exports", "POL", "DEU")
