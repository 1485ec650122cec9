"""Which period a claim is about."""

from __future__ import annotations

from datetime import date

import pytest

from hali.checking import article, frames
from hali.model.claim import Claim


def quantities(text: str, published: date | None = None) -> list[Claim]:
    return [c for c in frames.claims(article.from_text(text, published)) if c.kind == "quantity"]


def span(claim: Claim) -> tuple[str, str, str] | None:
    return (claim.period.start, claim.period.end, claim.period.stated) if claim.period else None


def test_each_number_takes_the_year_beside_it():
    text = "Trade with China was 53 billion dollars in 2012 and 50 billion dollars in 2011."
    assert [span(c) for c in quantities(text)] == [
        ("2012-01-01", "2013-01-01", "sentence"),
        ("2011-01-01", "2012-01-01", "sentence"),
    ]


def test_a_year_in_front_holds_for_all():
    text = "In 2021, EU exports to Kazakhstan were 5 billion euros and imports 17 billion euros."
    assert {span(c) for c in quantities(text)} == {("2021-01-01", "2022-01-01", "sentence")}


def test_a_year_compared_with_is_not_the_year_meant():
    claim = quantities("Exports to China rose by 9 % in 2021 compared with 2020.")[0]
    assert span(claim) == ("2021-01-01", "2022-01-01", "sentence")


def test_a_year_in_brackets_is_not_the_year_meant():
    text = "By the end of 2022 the firms (116 more than in 2021) exported goods worth 647 million dollars to Italy."
    assert span(quantities(text)[-1]) == ("2022-01-01", "2023-01-01", "sentence")


def test_the_two_ends_of_a_change():
    text = "Between 2012 and 2022 trade with China rose from 34 billion to 48 billion euros."
    assert [span(c) for c in quantities(text)] == [
        ("2012-01-01", "2013-01-01", "sentence"),
        ("2022-01-01", "2023-01-01", "sentence"),
    ]


def test_the_earlier_end_is_of_the_year_before_by_convention_only():
    text = "Trade grew. In 2022 trade with China rose from 34 billion euros to 48 billion euros."
    assert [span(c) for c in quantities(text)] == [
        ("2021-01-01", "2022-01-01", "convention"),
        ("2022-01-01", "2023-01-01", "sentence"),
    ]


def test_without_a_year_the_sentence_before_then_the_one_after():
    text = "In 2020 they met. Trade with China was 5 billion euros. In 2021 they met again."
    assert span(quantities(text)[0]) == ("2020-01-01", "2021-01-01", "paragraph")
    text = "Trade with China was 5 billion euros. In 2021 they met again."
    assert span(quantities(text)[0]) == ("2021-01-01", "2022-01-01", "paragraph")


def test_then_the_heading():
    text = "Trade in 2021\n\nTrade with China was 5 billion euros, the ministry in the capital said."
    assert span(quantities(text)[0]) == ("2021-01-01", "2022-01-01", "title")


def test_sums_and_long_spans_are_not_passed_on():
    text = "The EU has invested 160 billion dollars in Kazakhstan. In 2021 they met."
    assert span(quantities(text)[0]) is None
    text = "Trade with China was 5 billion euros. Since 2005 they have met each year."
    assert span(quantities(text)[0]) is None


def test_the_date_of_an_event_is_not_passed_on():
    text = "Trade with Kazakhstan was 5 billion euros. The EPCA came into force in March 2020."
    assert span(quantities(text)[0]) is None


@pytest.mark.parametrize("words", ["last year", "in the previous year"])
def test_last_year_needs_a_publication_date(words):
    text = f"Trade with China was 5 billion euros {words}."
    assert span(quantities(text, date(2024, 5, 3))[0]) == ("2023-01-01", "2024-01-01", "sentence")
    assert span(quantities(text)[0]) == ("", "", "sentence")


def test_the_span_of_the_period_lies_in_the_text():
    text = "Trade with China was 5 billion euros. In 2021 they met again."
    period = quantities(text)[0].period
    assert period is not None
    assert period.span is not None
    assert text[slice(*period.span)].endswith("2021")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Exports to China grew by 60 % over five years.", "2018-01-01", "2024-01-01"),
        ("Экспорт в Китай вырос за пять лет на 60 %.", "2018-01-01", "2024-01-01"),
        ("Les exportations vers la Chine ont augmenté de 60 % en cinq ans.", "2018-01-01", "2024-01-01"),
        ("Exports to China were 60 % higher in 2021 compared with 2015.", "2015-01-01", "2022-01-01"),
        ("Exports to China rose 60 % compared with 2015.", "2015-01-01", ""),
        ("Exports to China grew by 9 % in 2021 compared with 2020.", "2021-01-01", "2022-01-01"),
    ],
)
def test_the_span_of_a_change(text, start, end):
    found = span(quantities(text, date(2024, 5, 3))[0])
    assert found == (start, end, "sentence")


def test_a_span_of_years_without_publication_has_no_days():
    assert span(quantities("Exports to China grew by 60 % over five years.")[0]) == ("", "", "sentence")


def test_a_number_in_brackets_behind_a_year_is_of_that_year():
    claims = quantities("Trade with China was 6 billion dollars in 2023, 5 % less than in 2022 (6.3 billion dollars).")
    assert span(claims[0]) == ("2023-01-01", "2024-01-01", "sentence")
    assert span(claims[-1]) == ("2022-01-01", "2023-01-01", "sentence")


def test_january_through_december_is_the_year():
    (claim,) = quantities("Imports from China rose by 27 percent from January through December 2023.")
    assert claim.period.kind == "year"
    assert span(claim) == ("2023-01-01", "2024-01-01", "sentence")


def test_the_same_period_of_a_year_compared_with_is_no_time_of_the_claim():
    text = "Trade with China was 62 billion dollars in 2023, or 24 percent more, compared to the same period in 2022."
    assert span(quantities(text)[-1]) == ("2023-01-01", "2024-01-01", "sentence")


@pytest.mark.parametrize(
    "text",
    [
        "In 2022 trade with Chile was 41 % larger than in 2021, when it amounted to 2 bn dollars.",
        "En 2022, le commerce avec le Chili a augmenté de 41 % par rapport à 2021, où il était de 2 milliards d'euros.",
        "В 2022 году торговля с Чили выросла на 41 % по сравнению с 2021 годом, когда она составила 2 млрд долларов.",
    ],
)
def test_a_number_of_the_year_compared_with_is_of_that_year(text):
    assert span(quantities(text)[-1]) == ("2021-01-01", "2022-01-01", "sentence")


def test_that_year_is_the_year_just_named():
    text = "Après 2021, les exportations vers le Chili affichaient cette année-là une baisse de 3 %."
    assert span(quantities(text, date(2024, 10, 7))[0]) == ("2021-01-01", "2022-01-01", "sentence")


@pytest.mark.parametrize(
    "text",
    [
        "From January to February 2024 exports to Chile were 2 bn dollars (13 % more than in the same period of 2023).",
        "С января по февраль 2024 года экспорт в Чили составил 2 млрд долларов. По сравнению с 2023 годом он вырос на "
        "13 %.",
        "Exports to Chile were 2 bn dollars in January and February 2024. They were 13 % more than the previous year.",
    ],
)
def test_what_a_part_of_a_year_is_compared_with_is_no_other_time(text):
    assert quantities(text, date(2024, 10, 7))[-1].period.start[:7] == "2024-01"
    assert quantities(text, date(2024, 10, 7))[-1].period.end[:7] == "2024-03"


@pytest.mark.parametrize(
    ("text", "years"),
    [
        (
            "In 2023 trade between Peru and Chile was 4 bn dollars, up by a third from 3 bn dollars in 2022.",
            ["2023", "2023", "2022"],
        ),
        (
            "Peru's exports to Chile rose 13.6 percent to 118 bn euros in 2012 from 104 bn euros in 2011.",
            ["2012", "2012", "2011"],
        ),
        ("Экспорт Перу в Чили в 2022 году вырос на треть с 3 млрд долларов в 2021 году.", ["2022", "2021"]),
        (
            "Im Jahr 2022 stiegen die Exporte Perus nach Chile von 3 Milliarden Dollar 2021 auf 4 Milliarden Dollar.",
            ["2021", "2022"],
        ),
        ("Peru's exports to Chile rose to 4 bn euros from 3 bn euros in 2022.", ["2022", "2022"]),
        ("Les exportations du Pérou vers le Chili de 3 milliards de dollars en 2021 ont augmenté.", ["2021"]),
    ],
)
def test_the_year_behind_what_something_rose_from_is_only_that_numbers(text, years):
    assert [c.period.start[:4] for c in quantities(text)] == years


def test_a_change_from_a_year_is_not_of_that_year():
    text = "Imports from Chile were 12 bn euros in 2023, down 20.5% from 2022, when the figure stood at 15 bn euros."
    assert [c.period.start[:4] for c in quantities(text)] == ["2023", "2023", "2022"]


@pytest.mark.parametrize(
    "text",
    [
        "In 2022 Chile was Peru's 20th largest trading partner, whereas it had been the 11th largest partner in 2011.",
        "En 2022, le Chili était le 20e partenaire commercial du Pérou, alors qu'il était 11e partenaire en 2011.",
    ],
)
def test_the_time_beside_another_place_is_not_the_first_ones(text):
    found = [c for c in frames.claims(article.from_text(text, date(2023, 6, 1))) if c.kind == "rank"]
    assert [c.period.start[:4] for c in found if c.period] == ["2022", "2011"]


@pytest.mark.parametrize(
    "text",
    [
        "Peru's exports to Chile – 2021: 356 m euros; 2022: 866 m euros; 2023: 689 m euros",
        "Exporte Perus nach Chile – 2021: 356 Mio. Euro; 2022: 866 Mio. Euro; 2023: 689 Mio. Euro",
        "Экспорт Перу в Чили – 2021: 356 млн евро; 2022: 866 млн евро; 2023: 689 млн евро",
    ],
)
def test_a_year_before_a_colon_is_that_of_the_number_behind(text):
    assert [c.period.start[:4] for c in quantities(text) if c.period] == ["2021", "2022", "2023"]


def test_a_number_of_a_document_is_no_year():
    assert [c.period for c in quantities("By ISO 2021:356 exports of Peru were 3 m euros.")] == [None]


def test_what_a_number_is_compared_with_is_of_the_year_before():
    text = "In 2022 Kenya traded with Peru. Kenya's exports to Peru were 3 bn dollars, against 2 bn dollars."
    assert [span(c) for c in quantities(text)] == [
        ("2022-01-01", "2023-01-01", "paragraph"),
        ("2021-01-01", "2022-01-01", "convention"),
    ]


@pytest.mark.parametrize("between", [", a year later", ". A year later they were"])
def test_a_year_later_is_the_year_after(between):
    text = f"In 2021 Kenya's exports to Peru were 3 bn dollars{between} 5 bn dollars."
    assert [span(c) for c in quantities(text)] == [
        ("2021-01-01", "2022-01-01", "sentence"),
        ("2022-01-01", "2023-01-01", "sentence"),
    ]


def test_the_place_somebody_slid_from_is_of_the_year_before():
    text = "Kenya slid from 13th to 21st place among Peru's trading partners in 2023."
    assert [(c.rank, span(c)) for c in frames.claims(article.from_text(text))] == [
        ((13, 13), ("2022-01-01", "2023-01-01", "convention")),
        ((21, 21), ("2023-01-01", "2024-01-01", "sentence")),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "In 2022 Kenya's exports to Uganda were worth $900 million; the year before they had been worth $800 million.",
        "Mwaka 2022 mauzo ya Kenya kwa Uganda yalikuwa dola milioni 900; mwaka uliotangulia yalikuwa dola milioni 800.",
        "В 2022 году экспорт Кении в Уганду составил 900 млн долларов, годом ранее он равнялся 800 млн долларов.",
        "2022 жылы Кенияның Угандаға экспорты 900 млн доллар болды, бір жыл бұрын ол 800 млн доллар еді.",
        "En 2022, les exportations du Kenya vers l'Ouganda valaient 900 millions de dollars ; l'année précédente, "
        "elles valaient 800 millions de dollars.",
        "2022 waren Kenias Exporte nach Uganda 900 Millionen Dollar wert; im Jahr davor waren es 800 Millionen Dollar.",
        "2022'de Kenya'nın Uganda'ya ihracatı 900 milyon dolar oldu; bir yıl önce 800 milyon dolardı.",
    ],
)
def test_a_year_before_that_opens_a_part_is_that_of_its_own_number(text: str):
    assert [c.period.start[:4] for c in quantities(text) if c.period] == ["2022", "2021"]


def test_a_year_before_behind_its_number_stays_with_it():
    text = "In 2022 exports to China were 9 bn dollars, up from 8 bn dollars the year before, and imports 7 bn dollars."
    assert [c.period.start[:4] for c in quantities(text) if c.period] == ["2022", "2021", "2022"]
