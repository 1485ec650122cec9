"""Distributions against their formulas, and that shortening a part never lengthens a quantile."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.corridors.networks import ALL, KINDS, process, service

from hali.methods.corridors.network import Closure, Network, Service, Shut
from hali.methods.corridors.queues import CHAINS, STEP, YEAR, Weather, leave_shut
from hali.methods.corridors.simulate import QUANTILES, Simulator, Times, parts

FEEDER = KINDS[2]
STORMS = Closure(
    "storm", frozenset({"two"}), 2.5, 0.6, (0.35, 0.3, 0.2, 0.1, 0.05, 0.05, 0.05, 0.05, 0.1, 0.2, 0.3, 0.35)
)


def by_sea(closure: Closure | None = STORMS, hours: float = 48, level: float = 0.0) -> Network:
    services = (
        service("one", "a", "c"),
        service("two", "c", "d", 1.0, kind=FEEDER, headway=3.0),
        service("three", "d", "b", 3.0),
    )
    processes = (process("c", "rail", "sea", hours), process("d", "sea", "rail", 20))
    return Network(services, processes, (closure,) if closure else (), level=level)


def times(network: Network, seed: int = 1, month: int = 0, draws: int = 4_000, **more: float) -> Times:
    return Simulator(seed, draws, month).times(network, parts(network, network.services), **more)


def test_mean_is_that_of_the_formulas() -> None:
    network = by_sea(None)
    wanted = 2 + 1 + 3 + 1.5 + 0.5 + sum(one.mean_days for one in network.processes)
    found = times(network, draws=200_000)
    assert found.mean == pytest.approx(wanted, rel=0.01)
    assert found.movement + found.dwell == pytest.approx(found.mean, rel=1e-9)
    assert found.movement == pytest.approx(6, rel=0.01)


def test_process_has_its_median_and_95th_percentile() -> None:
    network = by_sea(None)
    told = {part.name: (median, late) for part, _, median, late in times(network, draws=200_000).parts}
    assert told["process c"] == pytest.approx((2.0, 6.0), rel=0.03)


def test_running_time_is_triangular() -> None:
    network = Network((replace(service("one", "a", "b"), days=(1.0, 2.0, 6.0)),), ALL)
    found = times(network, draws=200_000)
    assert found.mean == pytest.approx(3.0, rel=0.01)
    # inverse of the triangular distribution at one half: most - sqrt(half x width x (most - typical))
    assert found.quantiles[2] == pytest.approx(6 - math.sqrt(0.5 * 5 * 4), rel=0.01)


def test_quantiles_ascend_and_promise_is_judged() -> None:
    found = times(by_sea())
    assert list(found.quantiles) == sorted(found.quantiles)
    assert len(found.quantiles) == len(QUANTILES)
    assert found.buffer == pytest.approx(found.quantiles[4] - found.quantiles[2])
    assert times(by_sea(), promise=0.0).on_time == 0.0
    assert times(by_sea(), promise=1e6).on_time == 1.0


def test_same_seed_same_numbers_other_seed_others() -> None:
    assert times(by_sea()) == times(by_sea())
    assert times(by_sea()).quantiles != times(by_sea(), seed=2).quantiles


@settings(max_examples=25, deadline=None)
@given(st.floats(0.05, 1.0), st.integers(0, 5), st.integers(0, 12))
def test_cutting_a_dwell_never_lengthens_a_quantile(factor: float, seed: int, month: int) -> None:
    longer, shorter = by_sea(level=0.2), by_sea(hours=48 * factor, level=0.2)
    shut = {"d": Shut(9.0, 0.7)}
    for one, other in ((longer, shorter), (longer.changed(shut=shut), shorter.changed(shut=shut))):
        route = parts(one, one.services)
        start = next((part.numbers[0] for part in route if part.kind == "shut"), 0.0)
        cut = parts(other, other.services, {"d": start})
        before = Simulator(seed, 500, month).times(one, route)
        after = Simulator(seed, 500, month).times(other, cut)
        assert all(b <= a + 1e-9 for a, b in zip(before.quantiles, after.quantiles, strict=True))


def test_tornado_cuts_one_dwell_at_a_time() -> None:
    network = by_sea()
    route = parts(network, network.services)
    found = Simulator(1, 4_000).tornado(network, route)
    assert {name for name, _, _ in found} == {part.name for part in route if part.kind != "run"}
    assert all(median <= 1e-9 for _, median, _ in found)
    assert [median for _, median, _ in found] == sorted(median for _, median, _ in found)
    wait = dict((name, median) for name, median, _ in found)["wait two"]
    assert wait == pytest.approx(-0.25 * 1.5, abs=0.15)


def test_winter_is_slower_than_summer_by_the_queue() -> None:
    calm, storm = times(by_sea(), month=6), times(by_sea(), month=12)
    assert storm.quantiles[2] > calm.quantiles[2] + 0.2
    assert storm.quantiles[4] > calm.quantiles[4] + 3
    # the shipments that wait in the queue wait longer than for the weather alone
    alone = times(by_sea(replace(STORMS, utilisation=0.01)), month=12)
    assert storm.quantiles[4] > alone.quantiles[4] + 1


def test_weather_shuts_the_share_of_each_month() -> None:
    months = np.array(STORMS.share)
    weather = Weather(replace(STORMS, utilisation=0.01), np.random.default_rng(3))
    grid = np.arange(weather.leaves.shape[1]) * STEP
    waits = weather.leaves - grid
    summer = (grid % YEAR > 121) & (grid % YEAR < 243)
    winter = grid % YEAR > 334
    assert (waits[:, summer] > 0.01).mean() == pytest.approx(months[4:8].mean(), abs=0.03)
    assert (waits[:, winter] > 0.01).mean() == pytest.approx(months[11], abs=0.07)


def test_queue_is_first_in_first_out() -> None:
    weather = Weather(STORMS, np.random.default_rng(4))
    assert (np.diff(weather.leaves, axis=1) >= -1e-9).all()
    chain = np.zeros(3, dtype=np.int64) + CHAINS - 1
    left = weather.leave(np.array([10.0, 10.5, 40.0]), chain)
    assert (np.diff(left) >= 0).all()
    assert (left >= [10.0, 10.5, 40.0]).all()


def test_backlog_outlasts_a_closing() -> None:
    # shut from day 10 to 20 at 80 % utilisation: the last of the queue leaves at 10 + 10 / 0.2 = day 60
    ready = np.array([9.0, 10.0, 15.0, 20.0, 40.0, 59.0, 61.0])
    left = leave_shut(ready, 10.0, Shut(10.0, 0.8))
    assert left.tolist() == pytest.approx([9.0, 20.0, 24.0, 28.0, 44.0, 59.2, 61.0])


def test_correlated_times_spread_more() -> None:
    alone, together = times(by_sea(None)), times(by_sea(None, level=0.2))
    assert together.sd > alone.sd
    assert together.quantiles[2] == pytest.approx(alone.quantiles[2], rel=0.03)


def test_parts_vary_on_their_own() -> None:
    network = by_sea(None)
    taken = Simulator(1, 50_000).days(network, parts(network, network.services))
    assert np.var(np.sum(taken, axis=0)) == pytest.approx(sum(np.var(one) for one in taken), rel=0.05)


def test_assumed_times_spread_more_and_others_do_not() -> None:
    network = by_sea(None).changed(doubt=0.5)
    known = times(network)
    assumed = tuple(replace(one, assumed=("headway",)) for one in network.services)
    doubted = times(network.changed(services=assumed))
    assert known.quantiles == times(by_sea(None)).quantiles
    assert doubted.sd > known.sd


def test_parts_name_their_rows() -> None:
    first: Service = replace(
        service("one", "a", "b"), rows={"days": ("L1",), "cost": ("L2",)}, assumed=("km", "cost-low")
    )
    (part,) = parts(Network((first,), ALL), (first,))
    assert part.rows == ("L1",)
    assert part.assumed == ("km",)
