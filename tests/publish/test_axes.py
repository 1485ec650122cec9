from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hali.publish import axes

finite = st.floats(-1e12, 1e12, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "digits", "language", "text"),
    [
        (1234567.85, 1, "en", "1,234,567.9"),
        (24.45, 1, "en", "24.5"),
        (24.35, 1, "sw", "24.4"),
        (1234567, 0, "kk", "1\u00a0234\u00a0567"),
        (-0.04, 1, "ru", "0,0"),
        (-1234.5, 1, "fr", "\u22121\u202f234,5"),
        (24e9, 0, "de", "24.000.000.000"),
    ],
)
def test_axis_figures_are_plain_and_grouped(value: float, digits: int, language: str, text: str) -> None:
    assert axes.axis_figure(value, digits, language) == text


@given(finite, finite, st.integers(2, 8))
@example(0.0, 5e-324, 2)
def test_ticks_enclose_and_are_even(one: float, other: float, count: int) -> None:
    low, high = min(one, other), max(one, other)
    marks = axes.ticks(low, high, count)
    slack = 1e-6 * max(abs(low), abs(high), 1e-9)
    assert marks[0] <= low + slack
    assert marks[-1] >= high - slack
    assert len(marks) <= count + 4
    steps = [b - a for a, b in itertools.pairwise(marks)]
    assert max(steps) - min(steps) <= 1e-6 * max(steps) + slack


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.5, 30)), max_size=12))
def test_spread_keeps_order_and_distance_and_stays_inside(labels: list[tuple[float, float]]) -> None:
    positions, heights = [place for place, _ in labels], [height for _, height in labels]
    placed = axes.spread(positions, heights, 0, 100)
    assert all(-1e-9 <= place <= 100 + 1e-9 for place in placed)
    order = sorted(range(len(positions)), key=lambda i: (positions[i], i))
    gaps = [(heights[a] + heights[b]) / 2 for a, b in itertools.pairwise(order)]
    room = min(1.0, 100 / sum(gaps)) if gaps else 1.0
    apart = [placed[b] - placed[a] for a, b in itertools.pairwise(order)]
    assert all(one >= gap * room - 1e-6 for one, gap in zip(apart, gaps, strict=True))


def test_a_tall_label_takes_no_room_from_those_that_do_not_touch_it() -> None:
    assert axes.spread([10, 30, 60], [15, 15, 45], 0, 100) == (10.0, 30.0, 60.0)


def test_spread_leaves_alone_what_has_room() -> None:
    assert axes.spread([80, 10, 40], [20] * 3, 0, 100) == (80.0, 10.0, 40.0)


@given(st.lists(st.tuples(st.floats(0, 400), st.floats(1, 90)), max_size=10))
def test_levels_never_touch(places: list[tuple[float, float]]) -> None:
    spans = [(left, left + width) for left, width in places]
    found = axes.levels(spans)
    for (one, level), (other, same) in itertools.combinations(zip(spans, found, strict=True), 2):
        assert level != same or one[1] <= other[0] or other[1] <= one[0]


@given(st.text(alphabet="abcd efgh", max_size=60))
def test_wrapping_loses_no_word(text: str) -> None:
    assert " ".join(axes.wrap(text, 60)) == text


def test_labels_that_touch_are_centred_on_what_they_wanted() -> None:
    assert axes.spread([10, 12, 14], [10] * 3, 0, 100) == (2.0, 12.0, 22.0)
    assert axes.spread([10, 12, 14, 60], [10] * 4, 0, 100) == (2.0, 12.0, 22.0, 60.0)
    # the third is pushed into the fourth, and all four find their middle
    assert axes.spread([50, 52, 54, 66], [10] * 4, 0, 100) == (40.5, 50.5, 60.5, 70.5)
    assert axes.spread([1, 2], [10] * 2, 0, 100) == (0.0, 10.0)


def test_rounding_is_half_away_from_zero() -> None:
    assert axes.axis_figure(2.5, 0, "en") == "3"
    assert axes.axis_figure(-2.5, 0, "en") == "\u22123"
