"""Search: the best routes by time or cost, and the front of both.

A state is a place with the kind of service that reached it, for what a change takes depends on both. Weights are means,
which add up; quantiles do not and are never summed here.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from hali.methods.corridors.network import Network, Service, headway

Path = tuple[int, ...]
"""Numbers of the services of a route, in order."""

TIME, COST = 0, 1
"""The two weights of a move."""

Move = tuple[int, int, tuple[float, float]]
"""Service, state it leads to, (days, USD)."""

INFINITE = float("inf")

MOST_STEPS = 20_000
"""Partial routes looked at in one search by `best`."""


@dataclass(frozen=True, eq=False)
class Graph:
    """The states of a network and the moves between them.

    Attributes:
        network: where they come from.
        states: (place, kind); kind "" where a route begins.
        moves: moves out of each state.
    """

    network: Network
    states: tuple[tuple[str, str], ...]
    moves: tuple[tuple[Move, ...], ...]

    @cached_property
    def number(self) -> dict[tuple[str, str], int]:
        """State -> its number."""
        return {state: number for number, state in enumerate(self.states)}

    @cached_property
    def back(self) -> tuple[tuple[tuple[int, tuple[float, float], int], ...], ...]:
        """Moves into each state: (state it comes from, weights, service)."""
        found: list[list[tuple[int, tuple[float, float], int]]] = [[] for _ in self.states]
        for source, moves in enumerate(self.moves):
            for service, target, weight in moves:
                found[target].append((source, weight, service))
        return tuple(map(tuple, found))

    def ends(self, place: str) -> frozenset[int]:
        """States in which a place is reached."""
        return frozenset(number for number, (at, kind) in enumerate(self.states) if at == place and kind)


def graph(network: Network) -> Graph:
    """The graph of a network: mean days and mean USD of process, wait and run on each move."""
    indices = {service.id: number for number, service in enumerate(network.services)}
    arriving: dict[tuple[str, str], Service] = {}
    for listed in network.leaving.values():
        for service in listed:
            arriving.setdefault((service.end, service.kind), service)
    states = (*((place, "") for place in network.leaving), *arriving)
    number = {state: index for index, state in enumerate(states)}
    moves = []
    for place, kind in states:
        before = arriving.get((place, kind))
        out: list[Move] = []
        for service in network.leaving.get(place, ()):
            added = _change(network, place, before, service)
            if added is not None:
                weight = (added[TIME] + service.mean_days, added[COST] + sum(service.cost) / 2)
                out.append((indices[service.id], number[service.end, service.kind], weight))
        moves.append(tuple(out))
    return Graph(network, states, tuple(moves))


def _change(network: Network, place: str, before: Service | None, after: Service) -> tuple[float, float] | None:
    """Mean days and USD between two services; nothing before the first, whose departure starts the clock."""
    if before is None:
        return 0.0, 0.0
    process = network.change(place, before, after)
    if process is None:
        return None
    # of shipments that come while it is shut and after, the middle one waits about half of it
    shut = network.shut[place].days / 2 if place in network.shut else 0.0
    return process.mean_days + headway(before, after) / 2 + shut, process.cost


def distances(found: Graph, ends: Collection[int], weight: int, allowed: Collection[int] | None = None) -> list[float]:
    """Least weight from each state to the nearest of `ends`; infinite where there is no way.

    Args:
        found: the graph.
        ends: states to reach.
        weight: TIME or COST.
        allowed: numbers of the services that may be used; None = all.

    Source:
        Dijkstra (1959), A note on two problems in connexion with graphs, Numerische Mathematik 1, 269-271.
    """
    least = [INFINITE] * len(found.states)
    heap = [(0.0, end) for end in ends]
    for end in ends:
        least[end] = 0.0
    while heap:
        so_far, state = heapq.heappop(heap)
        if so_far > least[state]:
            continue
        for source, weights, service in found.back[state]:
            there = so_far + weights[weight]
            if there < least[source] and (allowed is None or service in allowed):
                least[source] = there
                heapq.heappush(heap, (there, source))
    return least


def best(
    found: Graph, start: str, end: str, count: int, weight: int, allowed: Collection[int] | None = None
) -> tuple[Path, ...]:
    """The `count` best routes that pass no place twice, in order.

    The way that is left is known exactly, so partial routes are taken up in the order of the best they can become; at
    most MOST_STEPS of them.

    Args:
        found: the graph.
        start: place a route begins.
        end: place it leads to.
        count: routes asked for.
        weight: TIME or COST.
        allowed: numbers of the services that may be used; None = all.

    Source:
        Hart, Nilsson and Raphael (1968), A formal basis for the heuristic determination of minimum cost paths, IEEE
        Transactions on Systems Science and Cybernetics 4(2), 100-107.
    """
    ends = found.ends(end)
    left = distances(found, ends, weight, allowed)
    first = found.number.get((start, ""))
    if first is None or left[first] == INFINITE:
        return ()
    heap: list[tuple[float, float, Path, int, frozenset[str]]] = [(left[first], 0.0, (), first, frozenset({start}))]
    routes: list[Path] = []
    steps = 0
    while heap and len(routes) < count and steps < MOST_STEPS:
        steps += 1
        _, so_far, path, state, seen = heapq.heappop(heap)
        if state in ends:
            routes.append(path)
            continue
        for service, target, weights in found.moves[state]:
            place = found.states[target][0]
            if left[target] < INFINITE and place not in seen and (allowed is None or service in allowed):
                there = so_far + weights[weight]
                heapq.heappush(heap, (there + left[target], there, (*path, service), target, seen | {place}))
    return tuple(routes)


def via(
    found: Graph, start: str, end: str, through: Collection[int], weight: int, allowed: Collection[int] | None = None
) -> tuple[Path, ...]:
    """For each service of `through` the best route by it, where that passes no place twice, the best first.

    Args:
        found: the graph.
        start: place a route begins.
        end: place it leads to.
        through: numbers of services.
        weight: TIME or COST.
        allowed: numbers of the services that may be used; None = all.
    """
    ends = found.ends(end)
    left = distances(found, ends, weight, allowed)
    first = found.number.get((start, ""))
    if first is None:
        return ()
    least, reached = _from(found, first, weight, allowed)
    joined: dict[int, tuple[float, int, int]] = {}
    for source, moves in enumerate(found.moves):
        for service, target, weights in moves:
            if service in through and least[source] + left[target] < INFINITE:
                way = (least[source] + weights[weight] + left[target], source, target)
                joined[service] = min(way, joined.get(service, way))
    routes: dict[Path, None] = {}
    for service, (_, source, target) in sorted(joined.items(), key=lambda one: one[1]):
        path = (*_back(reached, source), service, *_on(found, target, ends, left, weight, allowed))
        if simple(found, path):
            routes[path] = None
    return tuple(routes)


def _from(
    found: Graph, first: int, weight: int, allowed: Collection[int] | None
) -> tuple[list[float], dict[int, tuple[int, int]]]:
    """Least weight from a state to each, and the state and service each is best reached by."""
    least = [INFINITE] * len(found.states)
    least[first] = 0.0
    reached: dict[int, tuple[int, int]] = {}
    heap = [(0.0, first)]
    while heap:
        so_far, state = heapq.heappop(heap)
        if so_far > least[state]:
            continue
        for service, target, weights in found.moves[state]:
            there = so_far + weights[weight]
            if there < least[target] and (allowed is None or service in allowed):
                least[target], reached[target] = there, (state, service)
                heapq.heappush(heap, (there, target))
    return least, reached


def _back(reached: dict[int, tuple[int, int]], state: int) -> Path:
    """Services by which a state is best reached."""
    path: list[int] = []
    while state in reached:
        state, service = reached[state]
        path.append(service)
    return tuple(reversed(path))


def _on(
    found: Graph, state: int, ends: Collection[int], left: Sequence[float], weight: int, allowed: Collection[int] | None
) -> Path:
    """Services by which the end is best reached from a state."""
    path: list[int] = []
    while state not in ends:
        _, service, state = min(
            (weights[weight] + left[target], service, target)
            for service, target, weights in found.moves[state]
            if allowed is None or service in allowed
        )
        path.append(service)
    return tuple(path)


def front(found: Graph, start: str, end: str, epsilon: float = 0.0) -> tuple[tuple[float, float, Path], ...]:
    """Routes that no other beats in both mean days and mean USD: (days, USD, route), the fastest first.

    Labels are settled in the order of days, so that a later one at the same state must be cheaper to count.

    Args:
        found: the graph.
        start: place a route begins.
        end: place it leads to.
        epsilon: USD a later label must save at each state; 0 gives the exact front.

    Source:
        Hansen (1980), Bicriterion path problems, in Multiple criteria decision making theory and application,
        Springer, 109-127.
    """
    ends, cheapest = found.ends(end), distances(found, found.ends(end), COST)
    fastest = distances(found, ends, TIME)
    first = found.number.get((start, ""))
    if first is None or fastest[first] == INFINITE:
        return ()
    least = [INFINITE] * len(found.states)
    top = INFINITE
    heap: list[tuple[float, float, int, Path]] = [(0.0, 0.0, first, ())]
    kept: list[tuple[float, float, Path]] = []
    while heap:
        days, cost, state, path = heapq.heappop(heap)
        if cost >= least[state] - epsilon or cost + cheapest[state] >= top - epsilon:
            continue
        least[state] = cost
        if state in ends:
            top = cost
            kept.append((days, cost, path))
            continue
        for service, target, (more_days, more_cost) in found.moves[state]:
            if cost + more_cost < least[target] - epsilon and fastest[target] < INFINITE:
                heapq.heappush(heap, (days + more_days, cost + more_cost, target, (*path, service)))
    return tuple(kept)


def simple(found: Graph, path: Path) -> bool:
    """Whether a route passes no place twice."""
    services = [found.network.services[number] for number in path]
    places = [services[0].start, *(service.end for service in services)]
    return len(set(places)) == len(places)


def non_dominated(points: Sequence[Sequence[float]], tolerance: Sequence[float] = ()) -> tuple[bool, ...]:
    """For each point, whether no other is at least as small in everything and smaller in something.

    Args:
        points: as many numbers in each; less is better.
        tolerance: of each number; what is larger by no more than this counts as equal.
    """
    slack = tuple(tolerance) or (0.0,) * (len(points[0]) if points else 0)

    def beats(one: Sequence[float], other: Sequence[float]) -> bool:
        return all(a <= b for a, b in zip(one, other, strict=True)) and any(
            a < b - s for a, b, s in zip(one, other, slack, strict=True)
        )

    return tuple(not any(beats(one, other) for one in points) for other in points)
