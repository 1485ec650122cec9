"""What is shown of all candidates, worked out by hand: merging, order, minimal changes, the placebo rate."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.checking.definitions.synthetic import quantity
from tests.checking.synthetic import trials_of
from tests.narrate.samples import made

from hali.checking.definitions.compare import compared
from hali.checking.definitions.front import front, merged, ordered, placebo
from hali.model.claim import Departure

SAID = quantity(40, "percent", 5)

FLOW, PERIOD, WHO = (Departure(slot, "a", "b", 1) for slot in ("flow", "period", "reporter"))
DEAR = Departure("flow", "a", "c", 3)


def share(value: float, number: int, **slots):
    """A share told from others by its number, which stands in the place of its vintage."""
    return made("partner_share_trade", unit="PCT", rate="_Z", value=value, vintage=f"{number:04}", **slots)


def candidates(*pairs):
    """(reading, departures) compared with SAID."""
    readings, changes = zip(*pairs, strict=True)
    tried = trials_of(readings, [list(c) for c in changes])
    return compared(SAID, tried, tried.index.value[tried.rows])


def number_of(candidate) -> int:
    return int(candidate.reading.definition.vintage)


def ids(tried):
    return [number_of(candidate) for candidate in tried]


def test_equal_numbers_of_a_period_are_one_under_the_cheapest_definition() -> None:
    tried = candidates((share(41.0, 1), [DEAR]), (share(41.0, 2), [FLOW]), (share(41.2, 3), [FLOW]))
    # a hundredth of the granule is 0.05: 41.0 and 41.2 are two numbers, 41.00 and 41.02 one
    assert sorted(ids(merged(tried, 5.0))) == [2, 3]
    near = candidates((share(41.0, 1), [DEAR]), (share(41.02, 2), [FLOW]))
    assert ids(merged(near, 5.0)) == [2]


def test_what_is_published_goes_before_our_sum_and_a_row_as_printed() -> None:
    for listed in (("table", "sum", "printed"), ("printed", "sum", "table"), ("sum", "printed", "table")):
        tried = candidates(*((share(41.0, n, method=method), []) for n, method in enumerate(listed)))
        assert [listed[n] for n in ids(merged(tried, 5.0))] == ["table"]
    ours = candidates((share(41.0, 1, method="printed"), []), (share(41.0, 2, method="sum"), []))
    assert ids(merged(ours, 5.0)) == [2]


def test_of_other_members_a_printed_row_goes_before_our_sum() -> None:
    """Somebody may have copied the row; nobody copied our sum."""
    other = Departure("composition", "", "EU28", 1)
    tried = candidates((share(41.0, 1, method="sum"), [other]), (share(41.0, 2, method="printed"), [other]))
    assert ids(merged(tried, 5.0)) == [2]


def test_a_fixed_code_goes_before_a_moving_one_and_the_order_of_the_record_decides_last() -> None:
    moving = candidates((share(41.0, 1, partner="EU_V"), []), (share(41.0, 2, partner="EU27_2020"), []))
    assert ids(merged(moving, 5.0)) == [2]
    alike = candidates((share(41.0, 9), []), (share(41.0, 3), []), (share(41.0, 5), []))
    assert ids(merged(alike, 5.0)) == [9]


def test_numbers_of_two_periods_are_two() -> None:
    later = share(41.0, 2, period="2022")
    later = replace(later, start="2022-01-01", end="2023-01-01")
    tried = candidates((share(41.0, 1), []), (later, []))
    assert sorted(ids(merged(tried, 5.0))) == [1, 2]


def test_order_is_cost_then_band_then_distance_then_that_of_the_record() -> None:
    tried = candidates(
        (share(40.0, 1), [FLOW]),
        (share(46.0, 2), []),
        (share(42.0, 3), []),
        (share(38.0, 4), []),
        (share(41.0, 5), []),
        (share(39.0, 6), []),
    )
    # of two as near, the later in the order of the record
    assert ids(ordered(tried)) == [6, 5, 4, 3, 2, 1]


def shown(*pairs, default=None):
    ranked = ordered(candidates(*pairs))
    return [number_of(c) for c in front(ranked, default)]


def test_more_changes_for_no_smaller_gap_are_beaten() -> None:
    assert shown((share(42.0, 1), [FLOW]), (share(41.0, 2), [FLOW, PERIOD])) == [1, 2]  # 2 is nearest to the figure
    assert shown((share(41.0, 1), [FLOW]), (share(42.0, 2), [FLOW, PERIOD])) == [1]
    assert shown((share(44.0, 1), [FLOW]), (share(42.0, 2), [FLOW, PERIOD])) == [2]
    assert shown((share(41.0, 1), [FLOW]), (share(42.0, 2), [PERIOD])) == [1, 2]


def test_of_the_same_changes_the_dearer_is_left_out() -> None:
    assert shown((share(41.0, 1), [FLOW]), (share(42.0, 2), [DEAR])) == [1]
    assert shown((share(41.0, 1), [FLOW]), (share(42.0, 2), [FLOW])) == [1, 2]


def test_where_something_gives_the_number_the_rest_is_left_out_but_for_the_default() -> None:
    ranked = ordered(candidates((share(30.0, 1), []), (share(41.0, 2), [FLOW]), (share(46.0, 3), [WHO])))
    default = ranked.candidates([0])[0]
    assert [number_of(c) for c in front(ranked, default)] == [1, 2]
    assert shown((share(30.0, 1), []), (share(46.0, 3), [WHO])) == [1, 3]


def test_chance_counts_figures_of_the_form_that_would_be_matched() -> None:
    """Values 20 and 30, a granule of 5: the range widened by a quarter is 17.5 to 32.5, its figures 20, 25, 30.

    At no cost only 20 is matched, by the definition that gives 20; at cost 1 also 30.
    """
    tried = candidates((share(20.0, 1), []), (share(30.0, 2), [FLOW]))
    assert placebo(SAID, tried, tried) == {0: pytest.approx(1 / 3, abs=1e-4), 1: pytest.approx(2 / 3, abs=1e-4)}


def test_the_range_of_chance_is_that_of_all_values_at_every_cost() -> None:
    """Values 20 to 60: 10 to 70, thirteen figures; 20 alone matches one of them, 60 at cost 3 another."""
    tried = candidates((share(20.0, 1), []), (share(60.0, 2), [DEAR]))
    assert placebo(SAID, tried, tried) == {0: pytest.approx(1 / 13, abs=1e-4), 3: pytest.approx(2 / 13, abs=1e-4)}


def test_chance_of_nearly_is_that_of_its_own_interval() -> None:
    """Nearly 20 is 15 to 20, nearly 25 is 20 to 25: the value 20 is met by both ends, 30 by nearly 30 only."""
    said = quantity(40, "percent", 5, "<~")
    tried = candidates((share(20.0, 1), []), (share(30.0, 2), []))
    assert placebo(said, tried, tried) == {0: 1.0}
