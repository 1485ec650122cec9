"""Cost, emissions and the value of the cargo from which on the faster route is the better one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.corridors.networks import ALL, KINDS, service

from hali.methods.corridors import economics
from hali.methods.corridors.network import Network


def test_cost_is_tariffs_and_fees() -> None:
    network = Network((service("one", "a", "c", cost=100), service("two", "c", "b", cost=50, kind=KINDS[1])), ALL)
    assert economics.cost(network, network.services) == economics.Range(190, 190)


def test_emissions_are_tonnes_by_km_by_factor() -> None:
    found = economics.emissions((service("one", "a", "b", 10),))
    assert found == economics.Range(12 * 1000 * 0.02, 24 * 1000 * 0.03)


def test_break_even_by_hand() -> None:
    # 6,000 USD dearer, 10 days faster, 4 days less of buffer: 12 days by the weight of one half
    found = economics.break_even((9_000, 3_000), (15, 25), (2, 6))
    assert found is not None
    assert found.low == pytest.approx(6_000 / (0.021 * 12))
    assert found.high == pytest.approx(6_000 / (0.006 * 12))
    assert economics.break_even((3_000, 9_000), (15, 25), (2, 6)) is None
    assert economics.break_even((9_000, 3_000), (25, 15), (2, 2)) is None


@given(st.floats(1, 1e4), st.floats(1, 1e4), st.floats(1, 60), st.floats(1, 60))
def test_at_the_break_even_value_both_cost_the_same(dear: float, cheap: float, fast: float, slow: float) -> None:
    found = economics.break_even((dear, cheap), (fast, slow), (0, 0))
    if found is not None and found.high < 1e12:
        rate = economics.DAY_RATES[0]
        one = economics.generalised(dear, fast, 0, found.high, rate)
        assert one == pytest.approx(economics.generalised(cheap, slow, 0, found.high, rate), rel=1e-6)


@given(st.floats(0.1, 10))
def test_scaling_the_money_scales_the_money_alone(factor: float) -> None:
    time = economics.generalised(0, 20, 5, 1e5, 0.01)
    scaled = economics.generalised(factor * 3_000, 20, 5, 1e5, 0.01)
    assert scaled - time == pytest.approx(factor * 3_000)
