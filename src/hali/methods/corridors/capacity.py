"""How much passes from one place to another: maximum flow and the cut that limits it."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

UNKNOWN = float("inf")
"""Capacity of an element of which none is known."""


@dataclass(frozen=True, slots=True)
class Throughput:
    """The most that passes, and what limits it.

    Attributes:
        flow: in the unit of the capacities; infinite where a way has no known limit.
        cut: ids of the services and places that together limit it.
    """

    flow: float
    cut: tuple[str, ...]


def throughput(
    arcs: Sequence[tuple[str, str, str]], capacities: Mapping[str, float], start: str, end: str
) -> Throughput:
    """Maximum flow from `start` to `end`, where services and the places between them have capacities.

    Args:
        arcs: (service, from, to); a place is split into an entry and an exit joined by its own capacity.
        capacities: service or place -> capacity, all in one unit; what is not in it has no known limit.
        start: place it leaves.
        end: another place it reaches.

    Source:
        Edmonds and Karp (1972), Theoretical improvements in algorithmic efficiency for network flow problems, Journal
        of the ACM 19(2), 248-264; the cut by Ford and Fulkerson (1956), Canadian Journal of Mathematics 8, 399-404.
    """
    edges: dict[tuple[str, str], tuple[float, str]] = {}
    for place in {place for _, one, other in arcs for place in (one, other)}:
        edges[f"{place}>in", f"{place}>out"] = (
            UNKNOWN if place in (start, end) else capacities.get(place, UNKNOWN),
            place,
        )
    for service, one, other in arcs:
        edges[f"{one}>out", f"{service}>"] = (capacities.get(service, UNKNOWN), service)
        edges[f"{service}>", f"{other}>in"] = (UNKNOWN, service)
    residual: dict[str, dict[str, float]] = {}
    for (one, other), (most, _) in edges.items():
        residual.setdefault(one, {})[other] = residual.get(one, {}).get(other, 0.0) + most
        residual.setdefault(other, {}).setdefault(one, 0.0)
    source, sink = f"{start}>in", f"{end}>out"
    flow = 0.0
    while True:
        before = _reached(residual, source)
        if sink not in before:
            cut = sorted({name for (one, other), (_, name) in edges.items() if one in before and other not in before})
            return Throughput(flow, tuple(cut))
        step = _push(residual, before, sink)
        if step == UNKNOWN:
            return Throughput(UNKNOWN, ())
        flow += step


def _reached(residual: Mapping[str, Mapping[str, float]], source: str) -> dict[str, str]:
    """What is reached from `source` with capacity left, breadth first: node -> the one before it."""
    before = {source: ""}
    queue = deque([source])
    while queue:
        here = queue.popleft()
        for there, left in residual.get(here, {}).items():
            if left > 0 and there not in before:
                before[there] = here
                queue.append(there)
    return before


def _push(residual: dict[str, dict[str, float]], before: Mapping[str, str], sink: str) -> float:
    """Send as much as fits along the way found; how much that is."""
    path = [sink]
    while before[path[-1]]:
        path.append(before[path[-1]])
    steps = [(one, other) for other, one in pairwise(path)]
    most = min(residual[one][other] for one, other in steps)
    if most < UNKNOWN:
        for one, other in steps:
            residual[one][other] -= most
            residual[other][one] += most
    return most
