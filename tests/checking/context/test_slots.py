"""Sides and terms of a claim: whose number, with whom, by whose count, of which members."""

from __future__ import annotations

import pytest

from hali.checking import article, frames
from hali.model.claim import Claim


def first(text: str, pair: tuple[str, str] | None = None) -> Claim:
    return next(c for c in frames.claims(article.from_text(text), pair) if c.kind == "quantity")


@pytest.mark.parametrize(
    ("text", "reporter", "partner"),
    [
        ("The EU's share in Kazakhstan's external trade is 30 %.", "KAZ", "EU"),
        ("Russia's share of Kazakhstan's trade slipped to 19 %.", "KAZ", "RUS"),
        ("Umoja wa Ulaya unachukua karibu 30% ya biashara yote ya Kazakhstan.", "KAZ", "EU"),
        ("На ЕС приходится 40 % внешней торговли Казахстана.", "KAZ", "EU"),
        ("Доля ЕС во внешней торговле Казахстана составила 30 %.", "KAZ", "EU"),
        ("Еуропалық Одақтың Қазақстан сыртқы саудасындағы үлесі 30 пайыз.", "KAZ", "EU"),
        ("La part de l'UE dans le commerce extérieur du Kazakhstan est de 30 %.", "KAZ", "EU"),
        ("Der Anteil der EU am Außenhandel Kasachstans beträgt 30 Prozent.", "KAZ", "EU"),
        ("Exports of Kazakhstan to the EU were 23 billion dollars.", "KAZ", "EU"),
        ("Exports to the EU from Kazakhstan were 23 billion dollars.", "KAZ", "EU"),
        ("Kazakhstan exported goods worth 23 billion dollars to the EU.", "KAZ", "EU"),
        ("Imports from Kazakhstan into the EU were 17 billion euros.", "EU", "KAZ"),
        ("Die Importe der EU aus Kasachstan betrugen 17 Milliarden Euro.", "EU", "KAZ"),
        ("Импорт ЕС из Казахстана составил 17 млрд евро.", "EU", "KAZ"),
        ("Қазақстанның ЕО-ға экспорты 23 млрд доллар болды.", "KAZ", "EU"),
        ("ЕО-ның Соломон аралдарына тауар экспорты 5,5 миллион еуро болды.", "EU", "SLB"),
        ("Түркияның Америка Құрама Штаттарына экспорты 15 млрд доллар болды.", "TUR", "USA"),
        ("Mauzo ya nje ya Kazakhstan kwenda Umoja wa Ulaya yalikuwa dola bilioni 23.", "KAZ", "EU"),
        ("Nakisi ya biashara ya bidhaa ya Armenia na Australia ilikuwa dola milioni 5.6.", "ARM", "AUS"),
        ("Nakisi ya biashara ya Kenya na China ilikuwa dola bilioni 3.2 mwaka 2022.", "KEN", "CHN"),
        ("L'UE a importé du Kazakhstan pour 17 milliards d'euros.", "EU", "KAZ"),
        ("Germany bought goods worth 8 billion euros in Kazakhstan.", "DEU", "KAZ"),
        ("The EU has invested 160 billion dollars in Kazakhstan.", "KAZ", "EU"),
        ("EU, pamoja na makampuni ya Ulaya, iliwekeza €160 bilioni nchini Kazakhstan tangu 2005.", "KAZ", "EU"),
        ("In Germany, 781 students from Kazakhstan were enrolled.", "DEU", "KAZ"),
        ("German consulates in Kazakhstan issued 45,000 visas.", "DEU", "KAZ"),
        ("Kazakhstan's foreign trade turnover reached 100 billion dollars.", "KAZ", "WLD"),
    ],
)
def test_roles(text, reporter, partner):
    claim = first(text)
    assert (claim.reporter, claim.partner, claim.pair) == (reporter, partner, None)
    assert claim.unsaid == ()


@pytest.mark.parametrize(
    "text",
    [
        "Trade between the EU and Kazakhstan was 24 billion euros.",
        "Biashara kati ya EU na Kazakhstan ilikuwa yuro bilioni 24.",
        "Товарооборот Казахстана с ЕС составил 24 млрд евро.",
        "Қазақстан мен ЕО арасындағы сауда 24 млрд еуро болды.",
        "Les échanges entre l'UE et le Kazakhstan ont atteint 24 milliards d'euros.",
        "Der Handel zwischen der EU und Kasachstan betrug 24 Milliarden Euro.",
    ],
)
def test_trade_between_two_fixes_only_the_pair(text):
    claim = first(text)
    assert (claim.measure, claim.reporter, claim.partner) == ("trade_total", None, None)
    assert set(claim.pair or ()) == {"EU", "KAZ"}


def test_a_share_of_a_part_is_no_share_of_the_whole():
    claim = first("80 % of the EU's trade in Central Asia falls on Kazakhstan.")
    assert claim.unsaid == ("no_area",)


def test_one_area_stays_alone_and_the_other_open():
    claim = first("Trade with Kazakhstan was 24 billion euros.")
    assert (claim.reporter, claim.partner, claim.pair) == (None, "KAZ", None)


def test_the_pair_of_the_reader_fills_open_sides():
    assert set(first("Trade with Kazakhstan was 24 billion euros.", ("EU", "KAZ")).pair or ()) == {"EU", "KAZ"}
    assert first("Trade was 24 billion euros.", ("EU", "KAZ")).pair == ("EU", "KAZ")
    claim = first("Exports to Kazakhstan were 5 billion euros.", ("EU", "KAZ"))
    assert (claim.reporter, claim.partner) == ("EU", "KAZ")


def test_the_pair_of_the_reader_never_replaces_what_is_said():
    assert first("Trade between Germany and China was 24 billion euros.", ("EU", "KAZ")).pair == ("DEU", "CHN")
    assert first("Trade with China was 24 billion euros.", ("EU", "KAZ")).partner == "CHN"


def test_open_sides_come_from_the_paragraph_then_from_above():
    text = "The EU and Kazakhstan met. Trade was 24 billion euros."
    assert set(first(text).pair or ()) == {"EU", "KAZ"}
    text = "Relations of Germany and China\n\nTrade was 24 billion euros in that year, they said."
    assert first(text).pair == ("DEU", "CHN")


def test_europe_is_not_the_eu():
    assert first("Kazakhstan's exports to Europe were 20 billion dollars.").partner == "EUROPE"


def test_the_currency_of_a_country_is_no_side():
    claim = first("Trade between the EU and Kazakhstan was 29 billion US dollars.")
    assert set(claim.pair or ()) == {"EU", "KAZ"}


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("By Kazakhstan's statistics trade with the EU was 29 billion dollars.", "KAZ"),
        ("Trade between the EU and Kazakhstan was €23.0 billion in 2021 by the EU's count.", "EU"),
        ("According to Eurostat, trade between the EU and Kazakhstan was 23 billion euros.", "EU"),
        ("Kwa takwimu za Kazakhstan, biashara na Umoja wa Ulaya ilikuwa dola bilioni 28.9.", "KAZ"),
        ("По данным казахстанской статистики, товарооборот с ЕС составил 29 млрд долларов.", "KAZ"),
        ("Selon Eurostat, les échanges entre l'UE et le Kazakhstan ont atteint 23 milliards d'euros.", "EU"),
        ("Laut Eurostat betrug der Handel zwischen der EU und Kasachstan 23 Milliarden Euro.", "EU"),
        ("Trade between the EU and Kazakhstan was 23 billion euros.", None),
    ],
)
def test_whose_statistics(text, area):
    assert first(text).origin_side == area


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The EU27 made up 28.4 % of Kazakhstan's external trade in goods in 2021.", "EU27_2020"),
        ("The EU-28 made up 39.7 % of Kazakhstan's external trade in 2018.", "EU28"),
        ("With the United Kingdom, the EU's share in Kazakhstan's trade was 29.6 %.", "EU28"),
        ("The EU (members since February 2020) made up 28.4 % of Kazakhstan's trade.", "EU27_2020"),
        ("The EU countries as printed in Kazakhstan's table made up 29.6 % of Kazakhstan's trade.", "EU_AS_PRINTED_KZ"),
        ("EU member states made up 28.4 % of Kazakhstan's trade.", None),
        ("The EU made up 28.4 % of Kazakhstan's trade.", None),
    ],
)
def test_composition(text, code):
    claim = first(text)
    assert claim.composition == code
    assert (claim.reporter, claim.partner) == ("KAZ", "EU")


@pytest.mark.parametrize(
    ("text", "scope", "product", "variant"),
    [
        ("Trade in goods between the EU and Kazakhstan was 23 billion euros.", "goods", None, None),
        ("Trade in goods and services between the EU and Kazakhstan was 26 billion euros.", "both", None, None),
        ("Trade between the EU and Kazakhstan was 23 billion euros.", None, None, None),
        ("Trade in services between the EU and Kazakhstan was 3 billion euros.", "services", None, None),
        ("Exports of mineral fuels from Kazakhstan to the EU were 16 billion euros.", None, "HS:27", None),
        ("Exports of machinery from the EU to Kazakhstan were 2 billion euros.", None, "HS:84-85", None),
        ("Gross inflow of direct investment from the EU was 12 billion dollars in 2022.", None, None, "gross"),
        ("Kazakhstan made up 7 % of Germany's imports of crude oil by value.", None, "CRUDE_OIL", "value"),
        ("Renewable energy made up 11 % of electricity output in Kazakhstan.", None, None, "electricity"),
    ],
)
def test_scope_product_and_variant(text, scope, product, variant):
    claim = first(text)
    assert (claim.scope, claim.product, claim.variant) == (scope, product, variant)


def test_the_united_kingdom_is_a_partner_where_it_is_one():
    assert first("Trade between Uzbekistan and the United Kingdom was 2 billion dollars.").pair == ("UZB", "GBR")
    claim = first("Trade of the EU with the United Kingdom was 700 billion euros.")
    assert (set(claim.pair or ()), claim.composition) == ({"EU", "GBR"}, None)


def test_members_left_out_are_no_sides():
    claim = first(
        "The trade deficit of the EU27 with Kazakhstan was 968 million dollars in August 2021, without Malta."
    )
    assert (claim.reporter, claim.partner, claim.unsaid) == ("EU", "KAZ", ())


def test_evidence_points_at_the_words():
    text = "The EU27 made up 28.4 % of Kazakhstan's external trade in goods in 2021 by Kazakhstan's count."
    claim = first(text)
    shown = {slot: text[a:b] for slot, (a, b) in claim.evidence.items()}
    assert shown["reporter"] == "Kazakhstan"
    assert shown["partner"] == shown["composition"] == "EU27"
    assert shown["period"].endswith("2021")
    assert "trade" in shown["measure"]
    assert "Kazakhstan" in shown["origin_side"]


@pytest.mark.parametrize(
    "text",
    [
        "As for Switzerland, Kazakhstan's exports fell to 941 million dollars in 2023.",
        "Kwa upande wa Uswisi, mauzo ya nje ya Kazakhstan yalishuka hadi dola milioni 941 mwaka 2023.",
        "Что касается Швейцарии, экспорт Казахстана упал до 941 млн долларов в 2023 году.",
        "Quant à la Suisse, les exportations du Kazakhstan ont baissé à 941 millions de dollars en 2023.",
        "Швейцарияға келсек, Қазақстанның экспорты 2023 жылы 941 млн долларға дейін төмендеді.",
        "Was die Schweiz angeht, so betrugen die Ausfuhren Kasachstans 2023 941 Millionen Dollar.",
    ],
)
def test_the_area_a_sentence_turns_to_owns_nothing(text):
    claim = first(text)
    assert (claim.measure, claim.reporter, claim.partner) == ("exports", "KAZ", "CHE")


@pytest.mark.parametrize(
    ("text", "reporter", "partner"),
    [
        ("Beim Erdgas lag Russland 2020 vorn: 155 Milliarden Kubikmeter Gas flossen von dort in die EU.", "EU", "RUS"),
        ("2024 жылы Польша консулдықтары қазақстандықтарға 3 623 шенген визасын берді.", "POL", "KAZ"),
        ("In Romania the Kazakh share of oil imports climbed to 65.6 percent in 2023.", "ROU", "KAZ"),
    ],
)
def test_from_there_to_the_people_of_and_the_share_of(text, reporter, partner):
    claim = first(text)
    assert (claim.reporter, claim.partner, claim.pair) == (reporter, partner, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023 bezogen die USA Waren für 52 Milliarden Dollar aus der Schweiz.", ("imports", "USA", "CHE")),
        ("2023 kauften die Niederlande Waren für 2 Milliarden Euro aus der Türkei.", ("imports", "NLD", "TUR")),
    ],
)
def test_what_comes_from_a_name_with_an_article_is_bought_there(text, expected):
    claim = first(text)
    assert (claim.measure, claim.reporter, claim.partner) == expected


def test_trade_with_a_name_with_an_article_is_of_the_two():
    assert set(first("2023 betrug der Handel Deutschlands mit der Türkei 52 Milliarden Dollar.").pair or ()) == {
        "DEU",
        "TUR",
    }


@pytest.mark.parametrize(
    ("text", "reporter", "partner"),
    [
        ("2023 bezog Polen Waren im Wert von 5,3 Milliarden Dollar aus der Schweiz.", "POL", "CHE"),
        (
            "Nach amerikanischer Zollstatistik bezogen die USA 2023 Waren für 5 Mrd. Dollar aus der Türkei.",
            "USA",
            "TUR",
        ),
        ("Nach türkischer Statistik kaufte Polen 2023 Waren für 5 Milliarden Dollar aus der Türkei.", "POL", "TUR"),
    ],
)
def test_a_preposition_reaches_its_area_over_an_article_that_may_be_a_genitive(text, reporter, partner):
    told = first(text)
    assert (told.reporter, told.partner) == (reporter, partner)
