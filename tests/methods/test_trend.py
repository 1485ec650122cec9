"""Theil-Sen slopes equal those of another program and of cases worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hali.errors import QuestionError
from hali.methods.trend import FEWEST, theil_sen

WALK = st.lists(st.integers(-50, 50), min_size=FEWEST, max_size=17)


@given(WALK)
def test_equal_to_scipy(values: list[int]) -> None:
    from scipy import stats

    times = list(range(len(values)))
    found = theil_sen(times, values)
    theirs = stats.theilslopes(values, times, 0.95)
    assert (found.slope, found.low, found.high) == pytest.approx((theirs[0], theirs[2], theirs[3]))


@given(WALK, st.integers(-5, 5))
def test_a_line_added_is_added_to_the_slope(values: list[int], step: int) -> None:
    times = list(range(len(values)))
    before = theil_sen(times, values).slope
    after = theil_sen(times, [v + step * t for v, t in zip(values, times, strict=True)]).slope
    assert after == pytest.approx(before + step)


def test_one_wild_point_moves_nothing() -> None:
    values = [float(v) for v in range(9)]
    values[4] = 1000.0
    assert theil_sen(range(9), values).slope == pytest.approx(1.0)


def test_too_few_points_and_doubled_times_are_refused() -> None:
    with pytest.raises(QuestionError, match="at least 8 points"):
        theil_sen(range(7), [1.0] * 7)
    with pytest.raises(QuestionError, match="different times"):
        theil_sen([1, 1, 2, 3, 4, 5, 6, 7], [1.0] * 8)
