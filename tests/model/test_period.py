"""SDMX periods and the spans of days they stand for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hali.errors import UnreadableInput
from hali.model.period import add_months, bounds, known, label, last_day, years

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))


@pytest.mark.parametrize(
    ("sdmx", "start", "end"),
    [
        ("2021", "2021-01-01", "2022-01-01"),
        ("2021-03", "2021-03-01", "2021-04-01"),
        ("2021-12", "2021-12-01", "2022-01-01"),
        ("2022-Q2", "2022-04-01", "2022-07-01"),
        ("2023-S1", "2023-01-01", "2023-07-01"),
        ("2023-H2", "2023-07-01", "2024-01-01"),
        ("2022-01-20", "2022-01-20", "2022-01-21"),
        ("2022-01-01/P11M", "2022-01-01", "2022-12-01"),
        ("2005-01-01/P18Y", "2005-01-01", "2023-01-01"),
        ("2022-03-05/P4D", "2022-03-05", "2022-03-09"),
    ],
)
def test_bounds(sdmx, start, end):
    assert bounds(sdmx) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    "wrong",
    ["", "21", "2021-13", "2021-00", "2022-Q5", "2022-S3", "2022-02-30", "2022/23", "2022-1", "9999", "last year"],
)
def test_other_notations_are_refused_with_what_is_accepted(wrong):
    with pytest.raises(UnreadableInput, match=r"accepted: 2021"):
        bounds(wrong)


def test_last_day_and_known():
    assert last_day("2024-02") == date(2024, 2, 29)
    assert last_day("2021") == date(2021, 12, 31)
    assert known("2023-01") == date(2023, 1, 1)
    assert known("2020") == date(2020, 1, 1)
    assert known("2020-06-15") == date(2020, 6, 15)


@pytest.mark.parametrize(
    "sdmx",
    [
        "2021",
        "2021-03",
        "2022-Q2",
        "2022-Q4",
        "2023-S1",
        "2023-S2",
        "2022-01-20",
        "2022-01-01/P11M",
        "2005-01-01/P18Y",
        "2022-03-05/P4D",
    ],
)
def test_label_writes_what_bounds_reads(sdmx):
    assert label(*bounds(sdmx)) == sdmx


@given(days, st.integers(min_value=1, max_value=4000))
def test_label_of_any_span_reads_back(start, length):
    end = start + timedelta(days=length)
    assert bounds(label(start, end)) == (start, end)


@given(st.integers(1900, 2090), st.integers(1, 12), st.integers(1, 60))
def test_label_of_whole_months_reads_back(year, month, months):
    start = date(year, month, 1)
    end = add_months(start, months)
    assert bounds(label(start, end)) == (start, end)


def test_label_refuses_an_empty_span():
    with pytest.raises(UnreadableInput):
        label(date(2021, 1, 1), date(2021, 1, 1))


def test_add_months_keeps_to_the_end_of_short_months():
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2024, 3, 31), -1) == date(2024, 2, 29)


def test_years_touched():
    assert list(years(date(2021, 7, 1), date(2023, 1, 1))) == [2021, 2022]
    assert list(years(date(2021, 1, 1), date(2022, 1, 1))) == [2021]
