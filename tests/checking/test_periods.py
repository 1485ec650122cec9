"""Time spans named in texts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hali.checking import quantities
from hali.checking.times import periods
from hali.languages import CODES
from hali.languages.numbers import format_date, format_period
from hali.languages.vocabulary import scan
from hali.model.period import bounds, label

PUBLISHED = date(2025, 6, 15)


def find(text, lang, published):
    found = scan(text, lang)
    return periods.read(found, text, [(q.start, q.end) for q in quantities.read(found, text)], published)


def spans(text, lang, published=PUBLISHED):
    return [(m.period.text, m.period.start, m.period.end) for m in find(text, lang, published)]


CASES = [
    ("en", "between 2005 and 2020", "2005-01-01", "2021-01-01"),
    ("en", "from 2005 to 2020", "2005-01-01", "2021-01-01"),
    ("en", "1 March 2020", "2020-03-01", "2020-03-02"),
    ("en", "March 1, 2020", "2020-03-01", "2020-03-02"),
    ("en", "first nine months of 2023", "2023-01-01", "2023-10-01"),
    ("en", "January–June 2024", "2024-01-01", "2024-07-01"),
    ("en", "between 1 March 2020 and June 2021", "2020-03-01", "2021-07-01"),
    ("en", "third quarter of last year", "2024-07-01", "2024-10-01"),
    ("en", "Q3 2021", "2021-07-01", "2021-10-01"),
    ("en", "H2 2022", "2022-07-01", "2023-01-01"),
    ("en", "1990s", "1990-01-01", "2000-01-01"),
    ("en", "since 1990", "1990-01-01", ""),
    ("en", "2015/16", "2015-01-01", "2017-01-01"),
    ("en", "2015–20", "2015-01-01", "2021-01-01"),
    ("en", "2020-03-01", "2020-03-01", "2020-03-02"),
    ("en", "the past 20 years", "2005-01-01", "2025-01-01"),
    ("en", "the past seven months of 2023", "2023-06-01", "2024-01-01"),
    ("sw", "kati ya 2005 na 2020", "2005-01-01", "2021-01-01"),
    ("sw", "kati ya mwaka 2005 na mwaka 2020", "2005-01-01", "2021-01-01"),
    ("sw", "kutoka mwaka 2005 hadi 2020", "2005-01-01", "2021-01-01"),
    ("sw", "tangu mwaka 2010", "2010-01-01", ""),
    ("sw", "1 Machi 2020", "2020-03-01", "2020-03-02"),
    ("sw", "robo ya pili ya mwaka 2021", "2021-04-01", "2021-07-01"),
    ("sw", "nusu ya kwanza ya 2020", "2020-01-01", "2020-07-01"),
    ("sw", "miezi tisa ya kwanza ya 2023", "2023-01-01", "2023-10-01"),
    ("sw", "Januari hadi Septemba 2023", "2023-01-01", "2023-10-01"),
    ("sw", "mwaka jana", "2024-01-01", "2025-01-01"),
    ("sw", "miaka 10 iliyopita", "2015-01-01", "2025-01-01"),
    ("ru", "2005–2020 гг.", "2005-01-01", "2021-01-01"),
    ("ru", "с 2005 по 2020 год", "2005-01-01", "2021-01-01"),
    ("ru", "с 2005 года", "2005-01-01", ""),
    ("ru", "II квартале 2022 года", "2022-04-01", "2022-07-01"),
    ("ru", "первом полугодии 2023 года", "2023-01-01", "2023-07-01"),
    ("ru", "девять месяцев 2021 года", "2021-01-01", "2021-10-01"),
    ("ru", "январь–август 2024 г.", "2024-01-01", "2024-09-01"),
    ("ru", "18.08.2017", "2017-08-18", "2017-08-19"),
    ("ru", "1990-х годов", "1990-01-01", "2000-01-01"),
    ("kk", "2020 ж. 1 наурыз", "2020-03-01", "2020-03-02"),
    ("kk", "2020 жылғы 1 наурызда", "2020-03-01", "2020-03-02"),
    ("kk", "2023 жылдың бірінші тоқсанында", "2023-01-01", "2023-04-01"),
    ("kk", "2023 жылдың алғашқы тоғыз айында", "2023-01-01", "2023-10-01"),
    ("kk", "2023 жылдың қаңтар-маусымында", "2023-01-01", "2023-07-01"),
    ("kk", "2010 жылдан бері", "2010-01-01", ""),
    ("kk", "Биыл 6 айда", "2025-01-01", "2025-07-01"),
    ("kk", "былтыр", "2024-01-01", "2025-01-01"),
    ("fr", "de 2011 à 2019", "2011-01-01", "2020-01-01"),
    ("fr", "1er janvier 2020", "2020-01-01", "2020-01-02"),
    ("fr", "premier semestre 2021", "2021-01-01", "2021-07-01"),
    ("fr", "neuf premiers mois de 2023", "2023-01-01", "2023-10-01"),
    ("fr", "10 dernières années", "2015-01-01", "2025-01-01"),
    ("de", "Von Januar bis Juli 2023", "2023-01-01", "2023-08-01"),
    ("de", "2. Quartal 2020", "2020-04-01", "2020-07-01"),
    ("de", "zweiten Jahreshälfte 2022", "2022-07-01", "2023-01-01"),
    ("de", "seit Januar 2019", "2019-01-01", ""),
    ("de", "Vorjahr", "2024-01-01", "2025-01-01"),
    ("en", "Q1/2024", "2024-01-01", "2024-04-01"),
    ("en", "1Q24", "2024-01-01", "2024-04-01"),
    ("en", "Q4'23", "2023-10-01", "2024-01-01"),
    ("en", "2024-Q1", "2024-01-01", "2024-04-01"),
    ("en", "9M 2024", "2024-01-01", "2024-10-01"),
    ("en", "fourth quarter (Q4) of 2024", "2024-10-01", "2025-01-01"),
    ("en", "first-half 2024", "2024-01-01", "2024-07-01"),
    ("en", "final quarter of 2024", "2024-10-01", "2025-01-01"),
    ("en", "last three months of 2024", "2024-10-01", "2025-01-01"),
    ("en", "first three quarters of 2024", "2024-01-01", "2024-10-01"),
    ("en", "six months to June 2024", "2024-01-01", "2024-07-01"),
    ("en", "three months ending 30 June 2024", "2024-04-01", "2024-07-01"),
    ("en", "the year to June 2024", "2023-07-01", "2024-07-01"),
    ("en", "12 months through June 2024", "2023-07-01", "2024-07-01"),
    ("en", "five years to 2023", "2019-01-01", "2024-01-01"),
    ("en", "from January to the end of August 2024", "2024-01-01", "2024-09-01"),
    ("en", "July and August 2024", "2024-07-01", "2024-09-01"),
    ("en", "since the start of 2015", "2015-01-01", ""),
    ("en", "2015 onwards", "2015-01-01", ""),
    ("en", "February 24th, 2022", "2022-02-24", "2022-02-25"),
    ("en", "24th of February 2022", "2022-02-24", "2022-02-25"),
    ("sw", "tangu mwaka wa 2015", "2015-01-01", ""),
    ("ru", "1К24", "2024-01-01", "2024-04-01"),
    ("ru", "три квартала 2024 года", "2024-01-01", "2024-10-01"),
    ("en", "July-September quarter of 2024", "2024-07-01", "2024-10-01"),
    ("en", "between 2019 and the end of 2021", "2019-01-01", "2022-01-01"),
    ("sw", "robo ya kwanza ya mwaka huu wa 2024", "2024-01-01", "2024-04-01"),
    ("de", "1. HJ 2024", "2024-01-01", "2024-07-01"),
    ("kk", "2024 жылдың қыркүйек айынан бастап", "2024-09-01", ""),
    ("kk", "2024 жылғы 1-тоқсанда", "2024-01-01", "2024-04-01"),
    ("fr", "depuis le début de 2015", "2015-01-01", ""),
    ("de", "Schlussquartal 2024", "2024-10-01", "2025-01-01"),
    ("de", "ersten drei Quartalen 2024", "2024-01-01", "2024-10-01"),
]


@pytest.mark.parametrize(("lang", "text", "start", "end"), CASES, ids=[c[1] for c in CASES])
def test_spans(lang, text, start, end):
    [(words, first, last)] = spans(f"so {text} so", lang)
    assert (first, last) == (start, end)
    assert words.lower() in text.lower()


def test_a_year_beside_an_amount():
    assert spans("а в 2022 31 млрд долларов", "ru") == [("2022", "2022-01-01", "2023-01-01")]
    assert spans("1 250 ГВт·ч, 2 020 тонн", "ru") == []


def test_years_in_names_and_numbers_of_documents_are_none():
    assert spans("Vision 2030, the 2030 Agenda, Horizon 2020, Regulation 2019/452, EU2020, Kazakhstan-2050", "en") == []
    assert spans("2000 students; P.O. Box 2021; US$ 2020", "en") == []


def test_letters_and_counts_that_name_no_part_of_a_year():
    assert spans("three quarters of 2024 imports", "en") == [("2024", "2024-01-01", "2025-01-01")]
    assert spans("A1/24, T34 and S3 12", "en") == []


def test_compared_with_is_not_since():
    assert spans("по сравнению с 2018 годом", "ru") == [("2018 годом", "2018-01-01", "2019-01-01")]


def test_without_a_publication_date_relative_words_have_no_days():
    assert spans("exports fell last year", "en", None) == [("last year", "", "")]
    [mention] = find("mauzo ya mwaka jana", "sw", None)
    assert mention.period.kind == "relative"


def test_kinds():
    kinds = {
        "2021": "year",
        "2005–2020": "range",
        "first half of 2023": "half",
        "Q1 2023": "quarter",
        "March 2020": "month",
        "first nine months of 2023": "months",
        "since 1990": "since",
        "1 March 2020": "date",
        "last year": "relative",
    }
    for text, kind in kinds.items():
        [mention] = find(text, "en", PUBLISHED)
        assert mention.period.kind == kind, text
        assert mention.period.stated == "sentence"
        assert text[mention.start_char : mention.end_char] == mention.period.text


@pytest.mark.parametrize("lang", CODES)
@pytest.mark.parametrize(
    "period", ["2021", "2021-03", "2022-Q2", "2022-Q4", "2023-S1", "2023-S2", "2022-01-01/P9M", "2005-01-01/P16Y"]
)
def test_printed_periods_read_back(lang, period):
    [(_, start, end)] = spans(f"so {format_period(period, lang)}, so", lang)
    assert (start, end) == tuple(d.isoformat() for d in bounds(period))


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 1, 1)), st.sampled_from(CODES))
@settings(max_examples=60)
def test_printed_dates_read_back(day, lang):
    [mention] = find(f"so {format_date(day.isoformat(), lang)} so", lang, None)
    assert label(date.fromisoformat(mention.period.start), date.fromisoformat(mention.period.end)) == day.isoformat()


@given(st.text(alphabet="012 .,-–/гжQмартyear", max_size=40), st.sampled_from(CODES))
@settings(max_examples=200)
def test_any_text_gives_spans_in_order(text, lang):
    end = 0
    for mention in find(text, lang, PUBLISHED):
        assert end <= mention.start_char < mention.end_char
        end = mention.end_char
        assert not mention.period.end or mention.period.start < mention.period.end


@pytest.mark.parametrize(
    ("lang", "text", "span"),
    [
        ("en", "in contrast to the first 7 months of the year prior", ("2024-01-01", "2024-08-01")),
        ("en", "in the prior year", ("2024-01-01", "2025-01-01")),
        ("de", "im zurückliegenden Jahr", ("2024-01-01", "2025-01-01")),
        ("fr", "cette année-là", None),
        ("fr", "cette année", ("2025-01-01", "2026-01-01")),
    ],
)
def test_years_told_from_the_publication(lang, text, span):
    assert [(start, end) for _, start, end in spans(text, lang)] == ([span] if span else [])


def test_a_year_that_has_begun_lasts_as_long_as_its_months_are_over():
    text = "exports since the beginning of the year"
    assert spans(text, "en") == [("since the beginning of the year", "2025-01-01", "2025-06-01")]
    assert [(start, end) for _, start, end in spans(text, "en", date(2025, 1, 20))] == [("", "")]


def test_the_last_decade_is_the_ten_years_that_are_over():
    assert spans("exports over the last decade", "en") == [("the last decade", "2015-01-01", "2025-01-01")]
