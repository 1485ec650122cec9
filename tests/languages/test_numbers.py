"""Numbers, money and dates as six languages print them, and back."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hali.errors import UnreadableInput
from hali.languages import CODES, language, lexicon
from hali.languages.numbers import (
    format_date,
    format_number,
    format_period,
    format_quantity,
    join_list,
    parse_number,
    printed_granule,
)

languages = st.sampled_from(CODES)


@pytest.mark.parametrize(
    ("lang", "number", "share", "euro", "dollar"),
    [
        ("en", "1,234,567.8", "28.4 %", "€23.0 billion", "US$28.9 billion"),
        ("sw", "1,234,567.8", "28.4%", "yuro bilioni 23.0", "dola za Marekani bilioni 28.9"),
        ("kk", "1 234 567,8", "28,4%", "23,0 миллиард еуро", "28,9 миллиард АҚШ доллары"),
        ("ru", "1 234 567,8", "28,4 %", "23,0 миллиарда евро", "28,9 миллиарда долларов США"),
        ("fr", "1 234 567,8", "28,4 %", "23,0 milliards d'euros", "28,9 milliards de dollars des États-Unis"),
        ("de", "1.234.567,8", "28,4 %", "23,0 Milliarden Euro", "28,9 Milliarden US-Dollar"),
    ],
)
def test_the_printed_forms(lang, number, share, euro, dollar):
    def plain(text):
        return text.replace("\u00a0", " ").replace("\u202f", " ")

    assert plain(format_number(1234567.8, lang, 1)) == number
    assert plain(format_quantity(28.42, "PCT", lang)) == share
    assert plain(format_quantity(23.035e9, "EUR", lang)) == euro
    assert plain(format_quantity(28.909e9, "USD", lang)) == dollar


def test_a_small_share_is_not_printed_as_none():
    told = [format_quantity(value, "PCT", "en") for value in (0.0, 0.0198, 0.00041, 0.05, 28.0)]
    assert [text.replace("\u00a0", " ") for text in told] == ["0.0 %", "0.02 %", "0.0 %", "0.1 %", "28.0 %"]


@pytest.mark.parametrize("lang", CODES)
def test_figure_and_scale_never_part(lang):
    text = format_quantity(23.035e9, "EUR", lang)
    figure = text.index("23")
    scale = lexicon(lang)["figures"]["billion"]["other"][:6]
    between = text[min(figure, text.index(scale)) : max(figure, text.index(scale))]
    assert "\u00a0" in between
    assert " " not in between


def test_the_swahili_compact_trap():
    # A library's compact form gives "bilioni 2400" for these 24 billion.
    assert format_quantity(24e9, "EUR", "sw", 0) == "yuro\u00a0bilioni\u00a024"
    assert parse_number("bilioni 24", "sw") == 24e9
    assert parse_number("bilioni 24.0", "sw") == 24e9
    assert parse_number("laki240", "sw") == 240_000


def test_no_code_uses_the_libraries_compact_form():
    source = Path(__file__).parents[2] / "src"
    assert [p for p in source.rglob("*.py") if "format_compact" in p.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize(("value", "shown"), [(24.45, "24.5"), (24.35, "24.4"), (0.05, "0.1"), (-24.45, "\u221224.5")])
def test_halves_go_away_from_zero(value, shown):
    assert format_number(value, "en", 1) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (999.96e6, "€1.0 billion"),
        (999.4e6, "€999 million"),
        (99.94e6, "€99.9 million"),
        (99.96e6, "€100 million"),
        (999_999.6, "€1.0 million"),
        (240_000, "€240,000"),
        (12.5, "€12.50"),
        (1.2e12, "€1,200.0 billion"),
        (-5e9, "\u2212€5.0 billion"),
    ],
)
def test_edges_of_scale(value, shown):
    assert format_quantity(value, "EUR", "en").replace("\u00a0", " ") == shown


def test_the_word_for_a_thousand_million_is_the_highest():
    assert "milliards" in format_quantity(1.2e12, "EUR", "fr")
    assert "Milliarden" in format_quantity(1.2e12, "EUR", "de")


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (1e9, "EUR", "1,0 миллиарда евро"),
        (160e9, "EUR", "160,0 миллиарда евро"),
        (21, "T", "21 тонна"),
        (3, "T", "3 тонны"),
    ],
)
def test_plural_follows_the_printed_figure(value, unit, shown):
    assert format_quantity(value, unit, "ru").replace("\u00a0", " ") == shown


def test_plural_of_a_whole_billion():
    assert format_quantity(160e9, "EUR", "ru", 0).replace("\u00a0", " ") == "160 миллиардов евро"


def test_an_unknown_unit_is_printed_as_it_is():
    assert format_quantity(12.34, "KGOE", "de") == "12,34\u00a0KGOE"


@pytest.mark.parametrize("lang", CODES)
def test_infinity_is_refused(lang):
    with pytest.raises(UnreadableInput, match="finite"):
        format_quantity(float("inf"), "EUR", lang)


@given(st.floats(min_value=-1e12, max_value=1e12), languages, st.integers(0, 3))
def test_parse_gives_back_what_format_prints(value, lang, digits):
    off = abs(parse_number(format_number(value, lang, digits), lang) - value)
    assert off <= 0.5 * 10**-digits * (1 + 1e-9) + math.ulp(value)


@given(st.integers(min_value=1, max_value=10**12), languages)
def test_spaces_parse_alike(value, lang):
    text = format_number(value, lang, 0)
    group = language(lang).group
    assume(group.isspace())
    assert {parse_number(text.replace(group, s), lang) for s in (" ", "\u00a0", "\u202f")} == {value}


@given(st.floats(min_value=0.01, max_value=1e13))
def test_same_digits_in_all_languages(value):
    def digits(lang):
        return [c for c in format_quantity(value, "EUR", lang) if c.isdigit()]

    assert all(digits(lang) == digits("en") for lang in CODES)


@given(st.floats(min_value=0.01, max_value=1e12), st.floats(min_value=0.01, max_value=1e12), languages)
def test_order_is_kept(first, second, lang):
    low, high = (parse_number(format_number(v, lang, 1), lang) for v in sorted((first, second)))
    assert low <= high


@pytest.mark.parametrize(
    ("value", "unit", "digits", "granule"),
    [
        (23.035e9, "EUR", None, 1e8),
        (999.96e6, "EUR", None, 1e8),
        (250e6, "EUR", None, 1e6),
        (23.035e9, "EUR", 0, 1e9),
        (28.4, "PCT", None, 0.1),
        (12400, "PERS", None, 1),
        (1.29, "INDEX", None, 0.01),
    ],
)
def test_printed_granule(value, unit, digits, granule):
    assert all(printed_granule(value, unit, lang, digits) == granule for lang in CODES)


def test_parse_refuses_other_text():
    for text in ("", "abc", "12 tonnes", "1.2.3"):
        with pytest.raises(UnreadableInput, match="accepted"):
            parse_number(text, "en")


@pytest.mark.parametrize(
    ("lang", "day"),
    [
        ("en", "1 March 2020"),
        ("sw", "1 Machi 2020"),
        ("kk", "2020 ж. 1 наурыз"),
        ("ru", "1 марта 2020 г."),
        ("fr", "1er mars 2020"),
        ("de", "1. März 2020"),
    ],
)
def test_dates(lang, day):
    assert format_date("2020-03-01", lang).replace("\u00a0", " ") == day


@pytest.mark.parametrize(
    ("period", "lang", "words"),
    [
        ("2021", "ru", "2021"),
        ("2022-Q2", "ru", "второй квартал 2022 года"),
        ("2022-Q2", "sw", "robo ya pili ya 2022"),
        ("2023-S1", "fr", "premier semestre 2023"),
        ("2022-01-01/P11M", "en", "January to November 2022"),
        ("2005-01-01/P16Y", "sw", "2005 hadi 2020"),
        ("2021-03", "de", "März 2021"),
        ("2022-11-01/P4M", "en", "November 2022 to February 2023"),
    ],
)
def test_periods(period, lang, words):
    assert format_period(period, lang).replace("\u00a0", " ") == words


def test_wrong_dates_are_refused():
    with pytest.raises(UnreadableInput):
        format_date("2020-02-30", "en")


def test_lists():
    assert join_list(["a"], "en") == "a"
    assert join_list([], "en") == ""
    assert join_list(["a", "b", "c"], "sw") == "a, b na c"
