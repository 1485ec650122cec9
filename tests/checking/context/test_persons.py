"""Persons: whom "we", "they", "here" and "theirs" mean in a text on two countries."""

from __future__ import annotations

from datetime import date

import pytest

from hali.checking import frames
from hali.checking.article import from_text
from hali.checking.context import about, speakers

OPENED = {
    "en": "We New Zealanders trade with Australia. Australia is big. ",
    "de": "Unsere Ausfuhr nach Polen wuchs. Die Deutschen wissen das. ",
    "fr": "Notre commerce avec le Maroc va bien. La France le sait. ",
    "ru": "Наш экспорт в Турцию растёт. Казахстан доволен. ",
    "kk": "Қазақстан мен Германия сауда жасайды. Біз ризамыз. ",
    "tr": "Türkiye ve Almanya komşu değil. Biz memnunuz. ",
    "sw": "Sisi Wakenya tunanunua mengi Uganda. Uganda ni jirani. ",
}
TWO = {
    "en": ("NZL", "AUS"),
    "de": ("DEU", "POL"),
    "fr": ("FRA", "MAR"),
    "ru": ("KAZ", "TUR"),
    "kk": ("KAZ", "DEU"),
    "tr": ("TUR", "DEU"),
    "sw": ("KEN", "UGA"),
}


def claims(text):
    return frames.claims(from_text(text, date(2024, 10, 7)))


def two(text):
    article = from_text(text, date(2024, 10, 7))
    named = about.named(article)
    return speakers.of(article, named, speakers.themes(article, named))


@pytest.mark.parametrize("language", sorted(OPENED))
def test_who_we_are_the_text_tells(language):
    found = two(OPENED[language])
    assert found is not None
    assert (found.we, found.they) == TWO[language]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "In 2012 we sold them goods worth $7.9 billion and they sold us $7.7 billion."),
        ("de", "2019 verkauften wir ihnen Waren für 65 Milliarden Dollar, sie uns für 64 Milliarden Dollar."),
        ("fr", "En 2023 nous leur avons vendu pour 7 milliards d'euros de biens, ils nous ont vendu pour 8 milliards."),
        ("ru", "В 2023 году мы продали им товаров на 5,2 млрд долларов, а они нам - на 1,6 млрд долларов."),
        (
            "kk",
            "2023 жылы біз оларға 0,9 млрд доллардың тауарын саттық, олар бізге 3,1 млрд доллардың тауарын сатты.",
        ),
        ("tr", "2023 yılında biz onlara 21 milyar dolarlık mal sattık, onlar bize 30 milyar dolarlık mal sattı."),
        ("sw", "Mwaka 2023 tuliwauzia bidhaa za dola milioni 950, nao walituuzia bidhaa za dola milioni 649."),
    ],
)
def test_we_sold_them_and_they_sold_us(language, told):
    we, they = TWO[language]
    found = claims(OPENED[language] + told)[-2:]
    assert [(c.measure, c.reporter, c.partner) for c in found] == [("exports", we, they), ("exports", they, we)]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("de", "2023 lag die Inflation bei uns bei 5,9 Prozent, bei ihnen bei 11,4 Prozent."),
        ("de", "2023 lag die Inflation hier bei 5,9 Prozent, dort bei 11,4 Prozent."),
        ("fr", "En 2023 notre économie a crû de 0,9 %, la leur de 3,4 %."),
        ("ru", "В 2023 году инфляция у нас составила 14,7 %, у них 53,9 %."),
        ("kk", "2023 жылы біздің экономика 5,1 пайызға өсті, олардікі 0,3 пайызға кеміді."),
        ("tr", "2023 yılında ekonomimiz yüzde 5,1 büyüdü, onlarınki yüzde 0,3 küçüldü."),
        ("sw", "Mwaka 2023 uchumi wetu ulikua kwa asilimia 5.6, wa kwao kwa asilimia 5.3."),
    ],
)
def test_ours_and_theirs_are_of_the_two(language, told):
    assert tuple(c.reporter for c in claims(OPENED[language] + told)[-2:]) == TWO[language]


def test_their_part_of_our_exports_is_told_of_us():
    claim = claims(OPENED["ru"] + "В 2023 году на них приходилось 5 процентов нашего экспорта.")[-1]
    assert (claim.measure, claim.reporter, claim.partner) == ("partner_share_exports", "KAZ", "TUR")


def test_what_persons_buy_and_sell_is_counted_by_both():
    assert claims(OPENED["en"] + "In 2012 they sold us goods worth $7.7 billion.")[-1].told_by_us


@pytest.mark.parametrize(
    "text",
    [
        # three countries
        "Kenya trades with Uganda and Tanzania. Uganda and Tanzania trade. Kenya, Uganda, Tanzania. Our exports grew.",
        # of both the language is written, and nothing says who speaks
        "Kenya na Uganda ni majirani. Uchumi wetu ulikua.",
        # two that say so
        "Our exports to Japan grew in Kenya. Our exports to Kenya grew in Japan.",
        # somebody is addressed, who may be anyone
        "Türkiye ile Gürcistan komşu. Biz size 2023'te 5 milyon dolarlık mal sattık.",
        # its language is of the one, its words are of both
        "Моңғолия мен Қазақстан. Қазақстан бізге 3 млн доллардың тауарын сатты. Біздің Моңғолияға экспортымыз өсті.",
    ],
)
def test_who_we_are_is_not_guessed(text):
    assert two(text) is None


@pytest.mark.parametrize(
    "told",
    [
        "Our companies complain: in 2023 they sold goods worth 950 million dollars to us.",
        "Our farmers suffer: in 2023 they sold us milk and goods worth 950 million dollars.",
        "Could they have sold us goods worth 7 billion dollars in 2023?",
    ],
)
def test_they_may_be_people_and_firms(told):
    claim = claims(OPENED["en"] + told)[-1]
    assert claim.reporter != "AUS"


def test_a_third_country_of_a_sentence_may_be_they():
    told = "Fiji grew in 2023. They sold us goods worth 30 million dollars. "
    assert claims(OPENED["en"] * 3 + told)[-1].reporter is None


def test_who_is_quoted_is_of_any_country():
    text = OPENED["en"] + '"In 2012 they sold us goods worth 7.9 billion dollars", a minister said.'
    assert claims(text)[-1].reporter is None


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("2023 жылы Қазақстан экономикасы 5,1 пайызға, Түркиянікі 4,5 пайызға өсті.", ("KAZ", "TUR")),
        ("L'économie française a crû de 1,2 % en 2024, celle du Maroc de 3,2 %.", ("FRA", "MAR")),
        ("Kenya's inflation was 7.7 percent in 2023, in Uganda 5.4 percent.", ("KEN", "UGA")),
    ],
)
def test_the_owner_of_the_second_half_stands_in_it(text, owners):
    assert tuple(c.reporter for c in claims(text)) == owners


def test_where_people_live_is_not_where_they_were_born():
    claim = claims(OPENED["de"] + "1,8 Millionen in Polen Geborene lebten 2020 bei uns.")[-1]
    assert (claim.measure, claim.reporter, claim.partner) == ("migrant_stock", "DEU", "POL")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kenya and Uganda trade. In 2023 Kenya sold its western neighbour goods worth 950 million dollars.",
            ("exports", "KEN", "UGA"),
        ),
        (
            "Deutschland und Polen. 2023 verkaufte Deutschland dem Nachbarn Waren für 97 Milliarden Dollar.",
            ("exports", "DEU", "POL"),
        ),
        (
            "L'Espagne et le Maroc. L'inflation espagnole a été de 3,5 % en 2023, celle du voisin de 6,1 %.",
            ("inflation", "MAR", None),
        ),
        (
            "Армения и Россия. В 2022 году инфляция в Армении составила 8,6 %, у соседа - 13,8 %.",
            ("inflation", "RUS", None),
        ),
        (
            "Қазақстан мен Қырғызстан. 2024 жылы инфляция Қазақстанда 8,7 пайыз, көршіде 5,0 пайыз болды.",
            ("inflation", "KGZ", None),
        ),
        (
            "Türkiye ve Gürcistan. 2023 yılında Türkiye komşuya 2,9 milyar dolarlık mal sattı.",
            ("exports", "TUR", "GEO"),
        ),
        (
            "Kenya na Uganda. Mwaka 2023 Kenya ilimuuzia jirani yake bidhaa za dola milioni 950.",
            ("exports", "KEN", "UGA"),
        ),
    ],
)
def test_the_neighbour_is_the_other_country(text, expected):
    claim = claims(text)[-1]
    assert (claim.measure, claim.reporter, claim.partner) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kenya and Uganda trade. Uganda, the neighbour, had an inflation of 5.4 percent in 2023.",
        "Kenya and Uganda trade. In the neighbour country Uganda inflation was 5.4 percent in 2023.",
    ],
)
def test_whom_a_name_beside_it_calls_neighbour_is_that_one(text):
    assert claims(text)[-1].reporter == "UGA"


def test_of_three_countries_any_may_be_the_neighbour():
    text = "Kenya, Uganda and Rwanda. " * 3 + "In 2023 Kenya sold its neighbour goods worth 950 million dollars."
    assert claims(text)[-1].partner is None


def test_here_is_where_those_who_came_are_told_of():
    told = "Australian firms held $62 billion of direct investment here at the end of 2022."
    claim = claims(OPENED["en"] + told)[-1]
    assert (claim.measure, claim.reporter, claim.partner) == ("fdi_stock", "NZL", "AUS")
