"""Places among partners, markets and suppliers, in figures and words, in six languages; and what is no such place."""

from datetime import date

import pytest

from hali.checking import article, frames
from hali.checking.context import passage, rank_sides, ranks, sides
from hali.languages import CODES, ordinals

RANKS = [
    # en
    ("Italy is Kazakhstan's 7th biggest trading partner.", [((7, 7), {"ITA", "KAZ"})]),
    ("Türkiye is the sixth-largest export market of Uzbekistan.", [((6, 6), {"TUR", "UZB"})]),
    ("Among Kenya's trading partners Uganda ranks twenty-first.", [((21, 21), {"KEN", "UGA"})]),
    ("Poland takes 14th place among the trade partners of Kazakhstan.", [((14, 14), {"POL", "KAZ"})]),
    ("Germany is Uzbekistan's largest trading partner after China and Russia.", [((3, 3), {"DEU", "UZB"})]),
    ("Germany is Uzbekistan's third trading partner, behind China and Russia.", [((3, 3), {"DEU", "UZB"})]),
    ("Korea is among the ten largest trading partners of Uzbekistan.", [((1, 10), {"KOR", "UZB"})]),
    ("Japan is one of Kazakhstan's top 20 trading partners.", [((1, 20), {"JPN", "KAZ"})]),
    ("China is the biggest supplier of goods to Kenya.", [((1, 1), {"CHN", "KEN"})]),
    ("China ranks first and Russia second among Kazakhstan's trading partners.", [((1, 1), None), ((2, 2), None)]),
    ("In Kazakhstan's imports, Germany ranked fourth.", [((4, 4), {"KAZ", "DEU"})]),
    # ru
    ("Италия занимает 5-е место среди торговых партнёров Казахстана.", [((5, 5), {"ITA", "KAZ"})]),
    ("Среди торговых партнёров Кении Уганда находится на пятом месте.", [((5, 5), {"KEN", "UGA"})]),
    ("Турция – шестой по величине торговый партнёр Узбекистана.", [((6, 6), {"TUR", "UZB"})]),
    ("Польша стала двадцать первым торговым партнёром Казахстана.", [((21, 21), {"POL", "KAZ"})]),
    ("Германия – крупнейший торговый партнёр Узбекистана после Китая и России.", [((3, 3), {"DEU", "UZB"})]),
    ("Корея входит в десятку крупнейших торговых партнёров Узбекистана.", [((1, 10), {"KOR", "UZB"})]),
    ("Япония входит в число пятнадцати крупнейших торговых партнёров Казахстана.", [((1, 15), {"JPN", "KAZ"})]),
    ("По импорту Казахстана Германия вышла на 4-е место.", [((4, 4), {"KAZ", "DEU"})]),
    # kk
    ("Италия Қазақстанның сауда серіктестері арасында 5-орында тұр.", [((5, 5), {"ITA", "KAZ"})]),
    ("Түркия Өзбекстанның сауда серіктестері арасында бесінші орында тұр.", [((5, 5), {"TUR", "UZB"})]),
    ("Польша – Қазақстанның он бірінші ірі сауда серіктесі.", [((11, 11), {"POL", "KAZ"})]),
    ("Германия – Өзбекстанның Қытай мен Ресейден кейінгі ең ірі сауда серіктесі.", [((3, 3), {"DEU", "UZB"})]),
    ("Жапония Қазақстанның ең ірі он сауда серіктесінің қатарына кіреді.", [((1, 10), {"JPN", "KAZ"})]),
    ("Көлемі бойынша үшінші сауда серіктесі – Түркия.", [((3, 3), {"TUR"})]),
    # sw
    ("Italia inashika nafasi ya saba kati ya washirika wa biashara wa Kazakhstan.", [((7, 7), {"ITA", "KAZ"})]),
    ("Uganda ni mshirika wa tatu kwa ukubwa wa biashara wa Kenya.", [((3, 3), {"UGA", "KEN"})]),
    ("Uturuki ni mshirika wa kumi na mbili wa biashara wa Uzbekistan.", [((12, 12), {"TUR", "UZB"})]),
    ("Ujerumani ni mshirika mkubwa zaidi wa biashara wa Uzbekistan baada ya Uchina na Urusi.", [((3, 3), None)]),
    ("Japani ni miongoni mwa washirika kumi wakubwa wa biashara wa Kenya.", [((1, 10), {"JPN", "KEN"})]),
    ("Uholanzi ni soko la 4 kwa ukubwa kwa bidhaa za Kenya.", [((4, 4), {"NLD", "KEN"})]),
    # fr
    ("L'Italie est le 6e partenaire commercial du Kazakhstan.", [((6, 6), {"ITA", "KAZ"})]),
    ("La Turquie est le troisième plus grand client de l'Ouzbékistan.", [((3, 3), {"TUR", "UZB"})]),
    ("La Pologne occupe le 14e rang des partenaires commerciaux du Kazakhstan.", [((14, 14), {"POL", "KAZ"})]),
    ("L'Ouganda se classe à la vingt et unième place des clients du Kenya.", [((21, 21), {"UGA", "KEN"})]),
    (
        "Derrière la Chine et la Russie, l'Allemagne est le principal partenaire commercial de l'Ouzbékistan.",
        [((3, 3), {"DEU", "UZB"})],
    ),
    ("La Corée figure parmi les dix premiers partenaires commerciaux de l'Ouzbékistan.", [((1, 10), {"KOR", "UZB"})]),
    ("Le Maroc est le second fournisseur de l'Espagne.", [((2, 2), {"MAR", "ESP"})]),
    # de
    ("Italien ist der fünftgrößte Handelspartner Kasachstans.", [((5, 5), {"ITA", "KAZ"})]),
    ("Unter den Handelspartnern Kasachstans liegt Polen auf Rang 25.", [((25, 25), {"KAZ", "POL"})]),
    ("Die Türkei belegt den 6. Platz unter den Handelspartnern Usbekistans.", [((6, 6), {"TUR", "UZB"})]),
    ("Uganda ist Kenias elftwichtigster Handelspartner.", [((11, 11), {"UGA", "KEN"})]),
    ("Deutschland ist nach China und Russland der größte Handelspartner Usbekistans.", [((3, 3), {"DEU", "UZB"})]),
    ("Korea gehört zu den zehn größten Handelspartnern Usbekistans.", [((1, 10), {"KOR", "UZB"})]),
    ("Der zweitwichtigste Lieferant Kasachstans ist China.", [((2, 2), {"KAZ", "CHN"})]),
    # a second round, read once before anything was changed for it
    ("Vietnam has become Poland's twelfth-largest trade partner.", [((12, 12), None)]),
    ("With 4 bn euros, Norway came in eighth among Germany's trading partners.", [((8, 8), None)]),
    ("Ghana is only the 23rd biggest market for French goods.", [((23, 23), None)]),
    ("Behind the United States and China, Japan is the most important trading partner of Korea.", [((3, 3), None)]),
    ("Армения поднялась на восьмое место в списке торговых партнёров Грузии.", [((8, 8), None)]),
    ("Бельгия вошла в первую двадцатку торговых партнёров Китая.", [((1, 20), None)]),
    ("Вьетнам – десятый по объёму торговый партнёр России.", [((10, 10), None)]),
    ("Чехия – третий после Германии и Польши торговый партнёр Словакии.", [((3, 3), None)]),
    ("Грузия Әзербайжанның алтыншы сауда серіктесі болды.", [((6, 6), None)]),
    ("Сауда серіктестерінің ішінде Польша оныншы орында.", [((10, 10), None)]),
    ("Rwanda inashika nafasi ya tisa miongoni mwa washirika wa biashara wa Uganda.", [((9, 9), None)]),
    ("Misri ni mshirika wa pili wa biashara wa Sudan.", [((2, 2), None)]),
    ("Le Ghana pointe au 11e rang des partenaires commerciaux de la France.", [((11, 11), None)]),
    (
        "La Suisse est le quatrième fournisseur de l'Italie, derrière l'Allemagne, la France et la Chine.",
        [((4, 4), None)],
    ),
    ("Le Portugal compte parmi les cinq premiers clients de l'Espagne.", [((1, 5), None)]),
    ("Norwegen ist Deutschlands achtwichtigster Handelspartner.", [((8, 8), None)]),
    ("Auf Platz 14 der Handelspartner Frankreichs steht Indien.", [((14, 14), None)]),
    ("Vietnam rangiert unter den Handelspartnern Polens an zwölfter Stelle.", [((12, 12), None)]),
]

SILENT = [
    "Almaty is Kazakhstan's largest city and the third-largest in Central Asia.",
    "In the first half of 2023 trade with Italy rose by 9 %.",
    "The second Kazakhstan-Italy forum took place in Rome.",
    "Kenya's runners took first and third place in the marathon.",
    "Italy is a leading and reliable partner of Kazakhstan.",
    "На первом месте по численности населения – Индия.",
    "Во втором квартале экспорт в Италию вырос на 9 %.",
    "Әлем чемпионатында Қазақстан құрамасы бесінші орын алды.",
    "Timu ya Kenya ilimaliza katika nafasi ya tatu.",
    "La France a terminé à la troisième place du tournoi.",
    "Deutschland belegte bei der Weltmeisterschaft den dritten Platz.",
    "Das drittgrößte Land der Welt liegt in Asien.",
]


def of(text: str) -> list[tuple[tuple[int, int], set[str]]]:
    read = article.from_text(text)
    here = passage.read(read, 0, read.blocks[0].sentences[0])
    found, areas = ranks.read(here), sides.sides(here)
    return [(one.rank, {s.concept for s in rank_sides.own_sides(here, one, found, areas)}) for one in found]


@pytest.mark.parametrize(("text", "expected"), RANKS, ids=[text[:40] for text, _ in RANKS])
def test_a_place_is_read_with_the_areas_it_concerns(text: str, expected: list) -> None:
    read = of(text)
    assert [rank for rank, _ in read] == [rank for rank, _ in expected]
    for (_, areas), (_, wanted) in zip(read, expected, strict=True):
        assert wanted is None or areas == wanted


@pytest.mark.parametrize("text", SILENT)
def test_other_places_and_ordinals_are_no_ranks_of_partners(text: str) -> None:
    assert of(text) == []


def test_what_is_ranked_may_stand_in_the_sentence_before():
    read = article.from_text("China is Kenya's largest trading partner. Uganda is in seventh place.")
    first, second = (passage.read(read, 0, s) for s in read.blocks[0].sentences)
    assert [one.rank for one in ranks.read(second, [first])] == [(7, 7)]
    assert ranks.read(second) == ()


@pytest.mark.parametrize(
    ("text", "reporter", "partner"),
    [
        ("For Kenya, Uganda is the fourth-largest trading partner, and it takes 9 % of Kenya's exports.", "KEN", "UGA"),
        ("Der größte Handelspartner Kenias ist China, gefolgt von Indien.", "KEN", "CHN"),
        ("Кения – седьмой по величине торговый партнёр Уганды.", "UGA", "KEN"),
        ("Уганда Кенияның сауда серіктестері арасында 3-орында.", "KEN", "UGA"),
    ],
)
def test_the_one_ranked_is_the_partner(text: str, reporter: str, partner: str) -> None:
    claim = next(c for c in frames.claims(article.from_text(text)) if c.kind == "rank")
    assert (claim.reporter, claim.partner) == (reporter, partner)


@pytest.mark.parametrize("language", CODES)
def test_each_language_spells_the_places_to_the_thirtieth(language: str) -> None:
    assert set(ordinals.ordinals(language).values()) == set(range(1, ordinals.LAST + 1))
    assert set(ordinals.cardinals(language).values()) == set(range(1, ordinals.LAST + 1))


def test_a_place_in_something_else_behind_and_is_none_among_partners():
    text = "Türkiye is among Kazakhstan's five largest trading partners and among the ten largest investors."
    one = passage.read(article.from_text(text), 0, article.from_text(text).blocks[0].sentences[0])
    assert [(place.rank, place.within) for place in ranks.read(one)] == [((1, 5), False), ((1, 10), True)]


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("France is the third-largest investor in Kazakhstan.", (3, 3)),
        ("La France est le 3e investisseur étranger au Kazakhstan.", (3, 3)),
        ("Kasachstan ist Deutschlands wichtigster Wirtschaftspartner in Zentralasien.", (1, 1)),
        ("Франция – третий по величине инвестор Казахстана.", (3, 3)),
    ],
)
def test_a_place_among_others_than_traders_is_read_and_of_no_measure(text: str, rank: tuple[int, int]) -> None:
    claim = next(c for c in frames.claims(article.from_text(text)) if c.kind == "rank")
    assert (claim.rank, claim.measure) == (rank, None)


def test_a_trade_and_economic_partner_trades():
    text = "China is Kazakhstan's largest trade and economic partner."
    assert frames.claims(article.from_text(text))[0].measure == "partner_rank"


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        ("Italy is one of Kazakhstan's leading trading partners.", True),
        ("Италия – один из ведущих торговых партнеров Казахстана.", True),
        ("Italy is one of Kazakhstan's largest trading partners.", False),
        ("Италия – один из крупнейших торговых партнеров Казахстана.", False),
        ("Italy is Kazakhstan's leading trading partner.", False),
    ],
)
def test_one_of_the_leading_is_a_judgement_and_one_of_the_largest_a_place(text: str, judged: bool) -> None:
    claim = frames.claims(article.from_text(text))[0]
    assert ("opinion" in claim.unsaid, claim.measure) == (judged, "partner_rank")


def test_those_ahead_are_ahead_of_the_last_place_named() -> None:
    text = "Italy is Kazakhstan's largest export market and third-largest trading partner after Russia and China."
    assert [c.rank for c in frames.claims(article.from_text(text))] == [(1, 1), (3, 3)]
    text = "Italy is Kazakhstan's largest trading partner after Russia and China."
    assert [c.rank for c in frames.claims(article.from_text(text))] == [(3, 3)]


@pytest.mark.parametrize(
    "text",
    [
        "The EU had 9 % of Uzbekistan's foreign trade, behind China (18 %) and Russia (19 %).",
        "L'UE représente 9 % du commerce extérieur de l'Ouzbékistan, derrière la Chine (18 %) et la Russie (19 %).",
    ],
)
def test_those_ahead_have_the_figures_in_their_brackets(text: str) -> None:
    found = [c for c in frames.claims(article.from_text(text)) if c.kind == "quantity"]
    assert [(c.reporter, c.partner) for c in found] == [("UZB", "EU"), ("UZB", "CHN"), ("UZB", "RUS")]


def test_a_place_now_is_of_no_year_long_past():
    past = "Trade of Kyrgyzstan with Russia was 2 billion dollars in 2020."
    text = f"{past}\n\nFor Kyrgyzstan Kazakhstan is the third partner."
    rank = [c for c in frames.claims(article.from_text(text, published=date(2024, 4, 19))) if c.kind == "rank"]
    assert [c.period for c in rank] == [None]
    rank = [c for c in frames.claims(article.from_text(text, published=date(2022, 1, 19))) if c.kind == "rank"]
    assert [c.period and c.period.start for c in rank] == ["2020-01-01"]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("China overtook Russia as the largest trading partner of Kazakhstan in 2023.", ("KAZ", "CHN", None)),
        ("In 2023 China overtook Russia in exports, with 5 billion dollars to Kazakhstan.", ("CHN", "KAZ", None)),
        (
            "In 2023 China overtook Russia: its trade with Kazakhstan was 4 billion dollars.",
            (None, None, ("CHN", "KAZ")),
        ),
    ],
)
def test_who_was_overtaken_is_no_side(text, sides):
    (claim,) = frames.claims(article.from_text(text))
    assert (claim.reporter, claim.partner, claim.pair) == sides


@pytest.mark.parametrize(
    ("text", "rank", "counting"),
    [
        ("Italy is one of Kazakhstan's largest trading partners.", (1, 5), None),
        ("Italy is Kazakhstan's third largest trading partner.", (3, 3), None),
        ("Among countries Italy is Kazakhstan's third largest trading partner.", (3, 3), "countries"),
        ("The EU as a bloc is Kazakhstan's largest trading partner.", (1, 1), "blocs"),
    ],
)
def test_a_place_says_among_whom_it_is(text, rank, counting):
    (claim,) = frames.claims(article.from_text(text))
    assert (claim.rank, claim.counting) == (rank, counting)
