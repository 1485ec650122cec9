"""The granule of a written figure and the interval its words leave."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hali.errors import UnreadableInput
from hali.model.units import CURRENCIES, granule, interval, record_unit


@pytest.mark.parametrize(
    ("written", "scale", "expected"),
    [
        ("40", 1, 5),
        ("38", 1, 1),
        ("24", 1e9, 1e9),
        ("160", 1e9, 10e9),
        ("200", 1, 25),
        ("20", 1, 1),
        ("57.0", 1, 0.1),
        ("40.0", 1, 0.1),
        ("0", 1, 1),
        ("1", 1e9, 1e9),
        ("12400", 1, 100),
        ("1.25", 1e6, 1e4),
        ("-7.5", 1, 0.1),
        (".5", 1, 0.1),
    ],
)
def test_granule(written, scale, expected):
    assert granule(written, scale) == pytest.approx(expected, rel=1e-12)


@given(st.integers(min_value=6, max_value=10**15))
def test_granule_of_a_whole_number_divides_it(number):
    step = int(granule(str(number)))
    assert number % step == 0
    assert step == 1 or step * 6 <= number


@pytest.mark.parametrize("written", ["", "1,5", "1 000", "abc", "1.", "1.5.2", "1e3"])
def test_granule_refuses_other_notations(written):
    with pytest.raises(UnreadableInput, match="accepted"):
        granule(written)


@pytest.mark.parametrize(
    ("word", "low", "high", "lenient_low", "lenient_high"),
    [
        ("", 37.5, 42.5, 35, 45),
        ("~", 37.5, 42.5, 35, 45),
        ("<~", 35, 40, 32.5, 41.25),
        (">", 40, 45, 40, 50),
        ("<", 35, 40, 30, 40),
        (">=", 40, None, 40, None),
        ("<=", None, 40, None, 40),
    ],
)
def test_interval_by_word(word, low, high, lenient_low, lenient_high):
    got = interval(40.0, 5.0, word, "percent")
    assert (got.low, got.high, got.lenient_low, got.lenient_high) == (low, high, lenient_low, lenient_high)


def test_open_bounds_do_not_count():
    assert interval(40.0, 5.0, ">", "percent").low_open
    assert interval(40.0, 5.0, "<~", "percent").high_open
    assert interval(40.0, 5.0, "<", "percent").high_open
    assert not interval(40.0, 5.0, "", "percent").low_open


def test_a_word_of_two_meanings_takes_both():
    got = interval(40.0, 5.0, "~", "percent", ambiguous=True)
    assert (got.low, got.high) == (35, 42.5)
    assert got.lenient_low == 32.5
    assert got.lenient_high == 45


def test_about_is_at_least_five_per_cent_wide():
    got = interval(24e9, 1e8, "~", "EUR")
    assert (got.lenient_low, got.lenient_high) == (22.8e9, 25.2e9)


def test_share_and_times_have_widths_of_their_own():
    share = interval(1 / 3, 0.05, "", "share")
    assert share.low == pytest.approx(1 / 3 - 0.025)
    assert share.lenient_high == pytest.approx(1 / 3 + 0.04)
    nearly_tripled = interval(3.0, 1.0, "<~", "times")
    assert (nearly_tripled.low, nearly_tripled.high) == (2.4, 3)
    assert interval(2.3, 0.1, "", "times").low == 2.25


def test_range_is_closed_and_widened_by_a_granule():
    got = interval((14.0, 18.0), 1.0, "range", "day")
    assert (got.low, got.high, got.lenient_low, got.lenient_high) == (14, 18, 13, 19)
    assert interval((5.0, 3.0), 1.0, "range", "").low == 3


@given(
    st.floats(min_value=0.01, max_value=1e13),
    st.floats(min_value=1e-3, max_value=1e12),
    st.sampled_from(["", "~", "<~", ">", ">=", "<", "<="]),
    st.booleans(),
)
def test_strict_lies_within_lenient(value, step, word, ambiguous):
    got = interval(value, step, word, "EUR", ambiguous)
    slack = 1e-9 * (value + step)
    low = -math.inf if got.low is None else got.low
    high = math.inf if got.high is None else got.high
    assert low <= high + slack
    assert (-math.inf if got.lenient_low is None else got.lenient_low) <= low + slack
    assert (math.inf if got.lenient_high is None else got.lenient_high) >= high - slack


def test_record_units():
    assert record_unit("percent") == record_unit("share") == "PCT"
    assert record_unit("t") == "T"
    assert record_unit("KZT") == "KZT"
    with pytest.raises(UnreadableInput, match="accepted"):
        record_unit("furlong")


def test_currencies_are_three_capitals():
    assert {"EUR", "USD", "KZT", "KES"} <= CURRENCIES
    assert all(len(c) == 3 and c.isupper() for c in CURRENCIES)
