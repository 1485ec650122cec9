"""The discourse record: a time holds until another is set, changes have two times, and what is not said stays open."""

from datetime import date

import pytest

from hali.checking import frames
from hali.checking.article import from_text

PUBLISHED = date(2024, 10, 7)


def times(text, published=PUBLISHED):
    """Year or months of each number of a text."""
    found = [c for c in frames.claims(from_text(text, published)) if c.kind == "quantity"]
    return [_short(c.period) for c in found]


def _short(period):
    if period is None:
        return None
    whole = period.start[5:] == period.end[5:] == "01-01" and int(period.end[:4]) == int(period.start[:4]) + 1
    return period.start[:4] if whole else f"{period.start[:7]}/{period.end[:7]}"


@pytest.mark.parametrize(
    "text",
    [
        "The customs service looked back on trade in 2022.\n\nPeru's exports to Chile came to 3 billion dollars.\n\n"
        "Imports from Chile stood at 2 billion dollars.",
        "Die Statistik zum Außenhandel für 2022 liegt vor.\n\nDie Exporte Perus nach Chile betrugen "
        "3 Milliarden Dollar."
        "\n\nDie Importe aus Chile lagen bei 2 Milliarden Dollar.",
        "Les douanes ont publié les chiffres du commerce pour 2022.\n\nLes exportations du Pérou "
        "vers le Chili ont atteint"
        " 3 milliards de dollars.\n\nLes importations en provenance du Chili s'élèvent à 2 milliards de dollars.",
        "Таможня подвела итоги торговли за 2022 год.\n\nЭкспорт Перу в Чили составил 3 млрд долларов.\n\n"
        "Импорт из Чили составил 2 млрд долларов.",
        "Кеден 2022 жылғы сауда қорытындысын жариялады.\n\nПерудің Чилиге экспорты 3 млрд доллар болды.\n\n"
        "Чилиден импорт 2 млрд доллар болды.",
        "Takwimu za biashara za mwaka 2022 zimetolewa.\n\nMauzo ya Peru kwenda Chile yalikuwa dola bilioni 3.\n\n"
        "Uagizaji kutoka Chile ulikuwa dola bilioni 2.",
    ],
)
def test_a_year_holds_over_paragraphs(text):
    assert times(text) == ["2022", "2022"]


def test_a_heading_sets_the_time_of_its_section():
    text = (
        "Ghana and its partners\n\nGoods in 2021\n\nGhana's exports of goods to Italy were worth 2 billion dollars.\n\n"
        "Goods in 2022\n\nGhana's exports of goods to Italy were worth 3 billion dollars."
    )
    assert times(text) == ["2021", "2022"]


@pytest.mark.parametrize(
    "text",
    [
        "In 2023 exports from Peru to Chile were 3 billion dollars.\n\nIn 2019 they had been 2 billion dollars.\n\n"
        "Imports from Chile were 1 billion dollars.",
        "2023 betrugen die Exporte Perus nach Chile 3 Milliarden Dollar.\n\n2019 hatten die Exporte "
        "Perus nach Chile noch "
        "2 Milliarden Dollar betragen.\n\nDie Importe aus Chile lagen bei 1 Milliarde Dollar.",
        "En 2023, les exportations du Pérou vers le Chili ont atteint 3 milliards de dollars.\n\nEn "
        "2019, elles avaient "
        "atteint 2 milliards de dollars.\n\nLes importations du Chili s'élèvent à 1 milliard de dollars.",
    ],
)
def test_what_looks_back_sets_nothing(text):
    assert times(text) == ["2023", "2019", "2023"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "In 2022 trade between Peru and Chile was 5 bn dollars, against 4 bn dollars a year earlier.",
            ["2022", "2021"],
        ),
        (
            "Trade between Peru and Chile was 5 bn dollars in 2022. A year earlier it was 4 bn dollars.",
            ["2022", "2021"],
        ),
        (
            "В 2022 году товарооборот Перу с Чили составил 5 млрд долларов против 4 млрд долларов годом ранее.",
            ["2022", "2021"],
        ),
        (
            "Der Handel zwischen Peru und Chile betrug 2022 5 Milliarden Dollar. Ein Jahr zuvor lag der Handel bei 4 "
            "Milliarden Dollar.",
            ["2022", "2021"],
        ),
        (
            "Les échanges entre le Pérou et le Chili ont atteint 5 milliards de dollars en 2022, contre 4 milliards de "
            "dollars en 2018.",
            ["2022", "2018"],
        ),
        (
            "2022 жылы Перу мен Чили арасындағы тауар айналымы 5 млрд доллар болды. Бір жыл бұрын "
            "тауар айналымы 4 млрд "
            "доллар еді.",
            ["2022", "2021"],
        ),
        (
            "Mwaka 2022 biashara kati ya Kenya na Uganda ilikuwa dola bilioni 5. Mwaka mmoja kabla "
            "biashara ilikuwa dola "
            "bilioni 4.",
            ["2022", "2021"],
        ),
        (
            "In 2021 Peru's exports to Chile were 5 bn dollars. Two years later exports to Chile were 7 bn dollars.",
            ["2021", "2023"],
        ),
        ("In 2022 Peru's exports to Chile fell from 5 bn dollars to 4 bn dollars.", ["2021", "2022"]),
        ("In 2022 Peru's exports to Chile were 5 bn dollars (4 bn dollars in 2020).", ["2022", "2020"]),
        (
            "In the first half of 2023 Peru's exports to Chile were 5 bn dollars, against 4 bn "
            "dollars in the same period of "
            "2022.",
            ["2023-01/2023-07", "2022-01/2022-07"],
        ),
    ],
)
def test_each_number_has_its_own_time(text, expected):
    assert times(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru's exports to Chile rose by 9 % in 2023 compared with 2022.", ["2023"]),
        ("In 2023 Peru's exports to Chile were 12 % lower than in 2022.", ["2023"]),
        (
            "Peru's exports to Chile were 5 bn dollars in 2023. Since 2020 exports to Chile have grown by 40 %.",
            ["2023", "2020-01/2024-01"],
        ),
    ],
)
def test_the_year_compared_with_is_the_base(text, expected):
    assert times(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In the first half Peru's exports to Chile were 5 bn dollars.", "2024-01/2024-07"),
        ("Im ersten Halbjahr betrugen die Exporte Perus nach Chile 5 Milliarden Dollar.", "2024-01/2024-07"),
        (
            "De janvier à août, les exportations du Pérou vers le Chili ont atteint 5 milliards de dollars.",
            "2024-01/2024-09",
        ),
        ("За восемь месяцев экспорт Перу в Чили составил 5 млрд долларов.", "2024-01/2024-09"),
        ("В декабре экспорт Перу в Чили составил 5 млрд долларов.", "2023-12/2024-01"),
        ("Бірінші тоқсанда Перудің Чилиге экспорты 5 млрд доллар болды.", "2024-01/2024-04"),
        ("Katika miezi sita ya kwanza mauzo ya Peru kwenda Chile yalikuwa dola bilioni 5.", "2024-01/2024-07"),
    ],
)
def test_a_part_of_a_year_without_its_year_is_the_last_one_over(text, expected):
    assert times(text) == [expected]


def test_a_part_of_a_year_is_in_the_year_of_its_paragraph():
    text = "In 2021 trade between Peru and Chile was 9 bn dollars. In the first half trade was 4 bn dollars."
    assert times(text) == ["2021", "2021-01/2021-07"]


def test_months_are_carried_as_months():
    text = (
        "Between January and August of this year Peru's exports to Chile were 5 bn dollars.\n\n"
        "Imports from Chile were 3 bn dollars."
    )
    assert times(text) == ["2024-01/2024-09", "2024-01/2024-09"]


def test_ranks_are_yearly():
    text = (
        "In 2022 trade between Peru and Chile was 9 bn dollars.\n\nIn the first half of 2023 trade "
        "between Peru and Chile "
        "was 4 bn dollars.\n\nChile is Peru's fifth-largest trading partner."
    )
    rank = next(c for c in frames.claims(from_text(text, PUBLISHED)) if c.kind == "rank")
    assert _short(rank.period) == "2022"


@pytest.mark.parametrize(
    "text",
    [
        "The two states signed a treaty in 1998.\n\nTrade between Peru and Chile is 5 bn dollars.",
        "Trade between Peru and Chile is 5 bn dollars. They plan to build a bridge in 2027.",
        "It may take six months. Trade between Peru and Chile is 5 bn dollars.",
    ],
)
def test_what_happened_or_will_happen_sets_no_time(text):
    assert times(text)[-1] is None


def test_a_base_nobody_dates_stays_open():
    text = "Peru's exports to Chile fell from 5 bn dollars to 4 bn dollars."
    first, second = (c for c in frames.claims(from_text(text)) if c.kind == "quantity")
    assert first.period is None
    assert "no_period" in first.unsaid
    assert second.unsaid == ()


def test_the_population_is_that_of_today():
    text = "In 2012 trade between Peru and Chile was 5 bn dollars.\n\nPeru has a population of 34 million."
    assert times(text)[-1] is None


def test_where_a_period_is_stated_is_told():
    text = "In 2022 trade between Peru and Chile was 5 bn dollars.\n\nExports to Chile were 2 bn dollars."
    last = frames.claims(from_text(text, PUBLISHED))[-1]
    assert (last.stated["period"], last.stated["partner"]) == ("text", "sentence")
    assert last.evidence["period"] == (3, 7)


@pytest.mark.parametrize(
    "text",
    [
        "Since the beginning of the year Peru's exports to Chile have reached 3 billion dollars.",
        "Seit Jahresbeginn erreichten die Exporte Perus nach Chile 3 Milliarden Dollar.",
        "Depuis le début de l'année, les exportations du Pérou vers le Chili ont atteint 3 milliards de dollars.",
        "С начала года экспорт Перу в Чили составил 3 млрд долларов.",
        "Жыл басынан бері Перудің Чилиге экспорты 3 млрд доллар болды.",
        "Tangu mwanzo wa mwaka mauzo ya Peru kwenda Chile yalifikia dola bilioni 3.",
    ],
)
def test_the_year_to_date_is_a_part_of_the_year(text):
    assert times(text) == ["2024-01/2024-10"]


def test_since_the_beginning_of_a_named_year_is_no_year_to_date():
    text = (
        "Depuis le début de l'année 2022, les exportations du Pérou vers le Chili ont atteint 3 milliards de dollars."
    )
    assert times(text) == ["2022-01/"]


@pytest.mark.parametrize(
    "text",
    [
        "Over the last six months Peru's exports to Chile were 3 billion dollars.\n\nImports were 2 billion dollars.",
        "In den letzten sechs Monaten betrugen die Exporte Perus nach Chile 3 Milliarden Dollar.\n\nDie Importe lagen "
        "bei 2 Milliarden Dollar.",
    ],
)
def test_the_last_months_end_with_the_text_and_are_only_their_own(text):
    assert times(text) == ["2024-04/2024-10", None]


@pytest.mark.parametrize(
    "text",
    [
        "In January-June 2024 Peru's exports to Chile were 3 billion dollars.\n\nIn the first six months of last "
        "year they were 2 billion dollars. Imports came to 1 billion dollars.",
        "Im ersten Halbjahr 2024 betrugen die Exporte Perus nach Chile 3 Milliarden Dollar.\n\nIn den ersten sechs "
        "Monaten des vergangenen Jahres lagen sie bei 2 Milliarden Dollar. Die Importe betrugen 1 Milliarde Dollar.",
    ],
)
def test_the_same_months_of_last_year_only_compare(text):
    assert times(text) == ["2024-01/2024-07", "2023-01/2023-07", "2024-01/2024-07"]


@pytest.mark.parametrize(
    "text",
    [
        "Peru's exports to Chile reached 3 billion dollars in 2022.\n\nThis figure was 4 % higher than a year earlier.",
        "Экспорт Перу в Чили в 2022 году составил 3 млрд долларов.\n\nЭтот показатель вырос на 4 %.",
    ],
)
def test_this_figure_is_that_of_the_paragraph_before(text):
    claim = frames.claims(from_text(text, PUBLISHED))[-1]
    assert (claim.measure, claim.reporter, claim.partner) == ("exports_growth", "PER", "CHL")


@pytest.mark.parametrize(
    "text",
    [
        "Peru's exports to Chile have collapsed. They came to 3 billion dollars in 2022.",
        "Die Exporte Perus nach Chile sind eingebrochen. 2022 betrugen sie 3 Milliarden Dollar.",
    ],
)
def test_a_subject_may_be_named_without_a_number(text):
    claim = frames.claims(from_text(text, PUBLISHED))[-1]
    assert (claim.measure, claim.doubts[:1]) == ("exports", ("measure",))


@pytest.mark.parametrize(
    "text",
    [
        "In the first half of 2024 Peru's exports to Chile were 3 billion dollars.\n\nDeliveries rose from 2 billion "
        "dollars last year to 3 billion dollars this year.\n\nImports from Chile came to 1 billion dollars.",
        "Im ersten Halbjahr 2024 betrugen die Exporte Perus nach Chile 3 Milliarden Dollar.\n\nDie Exporte stiegen von "
        "2 Milliarden Dollar im letzten Jahr auf 3 Milliarden Dollar in diesem Jahr.\n\nDie Importe aus Chile betrugen "
        "1 Milliarde Dollar.",
    ],
)
def test_this_year_is_the_part_of_it_a_text_is_about(text):
    assert times(text)[-1] == "2024-01/2024-07"


def test_this_year_sets_the_time_of_a_text_about_no_part_of_it():
    text = "Trade changed this year: Peru's exports to Chile were 3 billion dollars.\n\nImports were 1 billion dollars."
    assert times(text)[-1] == "2024"


@pytest.mark.parametrize(
    "text",
    [
        "Peru's exports to Chile were 3 bn dollars in 2022.\n\nBy comparison, in 2019 they came to 2 bn dollars.\n\n"
        "Imports from Chile were 1 bn dollars.",
        "Экспорт Перу в Чили в 2022 году составил 3 млрд долларов.\n\nДля сравнения: в 2019 году он равнялся 2 млрд "
        "долларов.\n\nИмпорт из Чили составил 1 млрд долларов.",
        "Die Exporte Perus nach Chile betrugen 2022 3 Mrd. Dollar.\n\nZum Vergleich: 2019 waren es 2 Mrd. Dollar.\n\n"
        "Die Importe aus Chile lagen bei 1 Mrd. Dollar.",
        "Les exportations du Pérou vers le Chili ont atteint 3 milliards de dollars en 2022.\n\nÀ titre de "
        "comparaison, elles étaient de 2 milliards de dollars en 2019.\n\nLes importations du Chili s'élèvent à "
        "1 milliard de dollars.",
    ],
)
def test_what_only_compares_sets_no_time(text):
    assert times(text) == ["2022", "2019", "2022"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Verglichen mit 2019 ist die Quote hoch: Damals wurden 1,5 Prozent der Anträge abgelehnt.", ["2019"]),
        ("In 2019 Chile had 1,243 students from Peru, or 8 % of all.", ["2019", "2019"]),
        ("Chile ilikuwa na wanafunzi 1,243 kutoka Peru mwaka 2019, wakati mwaka 2013 walikuwa 190.", ["2019", "2013"]),
    ],
)
def test_then_and_while_and_or(text, expected):
    assert times(text) == expected
