"""The search against trying every route, and what must hold when a network changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.corridors.networks import ALL, KINDS, every, networks, process, service

from hali.methods.corridors import paths
from hali.methods.corridors.network import Network

FEW = settings(max_examples=60, deadline=None)


def fronted(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points no other beats, rounded, each once, by comparing all."""
    rounded = sorted({(round(a, 6), round(b, 6)) for a, b in points})
    return [p for p in rounded if not any(q != p and q[0] <= p[0] and q[1] <= p[1] for q in rounded)]


@FEW
@given(networks())
def test_front_equals_brute_force(network: Network) -> None:
    graph = paths.graph(network)
    found = [(round(days, 6), round(cost, 6)) for days, cost, _ in paths.front(graph, "a", "b")]
    assert sorted(found) == fronted([(days, cost) for days, cost, _ in every(graph, "a", "b")])


@FEW
@given(networks(), st.sampled_from([paths.TIME, paths.COST]))
def test_best_routes_equal_brute_force(network: Network, weight: int) -> None:
    graph = paths.graph(network)
    simple = [one for one in every(graph, "a", "b") if paths.simple(graph, one[2])]
    wanted = sorted(round(one[weight], 6) for one in simple)[:4]
    found = paths.best(graph, "a", "b", 4, weight)
    by_path = {path: one for *one, path in simple}
    assert [round(by_path[path][weight], 6) for path in found] == wanted
    assert len(set(found)) == len(found)


@FEW
@given(networks())
def test_via_is_the_best_route_by_each_service(network: Network) -> None:
    graph = paths.graph(network)
    through = {0}
    for path in paths.via(graph, "a", "b", through, paths.TIME):
        assert 0 in path
        days = {one[2]: one[0] for one in every(graph, "a", "b") if 0 in one[2]}
        assert round(days[path], 6) <= round(min(days.values()), 6)


@FEW
@given(networks(), st.integers(0, 13))
def test_front_never_better_without_a_service(network: Network, number: int) -> None:
    assume(number < len(network.services))
    fewer = Network(tuple(one for place, one in enumerate(network.services) if place != number), ALL)
    with_it, without = (paths.front(paths.graph(one), "a", "b") for one in (network, fewer))
    for days, cost, _ in without:
        assert any(d <= days + 1e-9 and c <= cost + 1e-9 for d, c, _ in with_it)


@FEW
@given(networks())
def test_closed_service_is_not_used(network: Network) -> None:
    shut = Network((replace(network.services[0], open=False), *network.services[1:]), ALL)
    graph = paths.graph(shut)
    assert all(0 not in path for _, _, path in paths.front(graph, "a", "b"))


def test_gauge_changes_only_where_a_process_says_so() -> None:
    wide, narrow = KINDS[1], KINDS[0]
    network = Network((service("one", "a", "e", kind=narrow), service("two", "e", "b", kind=wide)), ALL)
    assert paths.front(paths.graph(network), "a", "b") == ()
    network = Network((service("one", "a", "c", kind=narrow), service("two", "c", "b", kind=wide)), ALL)
    ((days, cost, path),) = paths.front(paths.graph(network), "a", "b")
    assert path == (0, 1)
    # 2 + 2 days of running, half a day of waiting, and a lognormal process of 36 h, three times that at the 95th
    assert days == pytest.approx(4.5 + process("c", "", "", 36).mean_days)
    assert cost == 240.0


def test_same_train_waits_for_no_departure() -> None:
    network = Network((service("one", "a", "c"), service("two", "c", "b", headway=10)), ALL)
    ((days, _, _),) = paths.front(paths.graph(network), "a", "b")
    assert days == pytest.approx(4 + process("*", "", "", 4).mean_days)


def test_epsilon_drops_small_savings_only() -> None:
    network = Network(
        (service("fast", "a", "b", 1, 100), service("near", "a", "b", 2, 95), service("far", "a", "b", 3, 40)), ALL
    )
    graph = paths.graph(network)
    assert [path for _, _, path in paths.front(graph, "a", "b")] == [(0,), (1,), (2,)]
    assert [path for _, _, path in paths.front(graph, "a", "b", 20.0)] == [(0,), (2,)]


def test_a_place_that_is_avoided_is_not_passed() -> None:
    services = (service("one", "a", "c"), service("two", "c", "b"), service("round", "a", "b", 30))
    graph = paths.graph(Network(services, ALL, without=frozenset("c")))
    assert [path for _, _, path in paths.front(graph, "a", "b")] == [(2,)]


@FEW
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=9))
def test_non_dominated_points_beat_the_others(points: list[tuple[int, int, int]]) -> None:
    kept = [point for point, stays in zip(points, paths.non_dominated(points), strict=True) if stays]
    assert kept
    for point in points:
        assert point in kept or any(all(a <= b for a, b in zip(one, point, strict=True)) for one in kept)
    for one in kept:
        assert not any(other != one and all(a <= b for a, b in zip(other, one, strict=True)) for other in kept)
