"""Small networks for tests: places a to f, services of three kinds, changes possible or not."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

from hali.methods.corridors.network import Network, Process, Service
from hali.methods.corridors.paths import Graph, Path

PLACES = "abcdef"
KINDS = (("rail", "1435"), ("rail", "1520"), ("feeder", ""))


def service(
    id_: str,
    start: str,
    end: str,
    days: float = 2.0,
    cost: float = 100.0,
    kind: tuple[str, str] = KINDS[0],
    headway: float = 1.0,
    spread: float = 0.5,
) -> Service:
    return Service(
        id=id_,
        start=start,
        end=end,
        mode=kind[0],
        gauge=kind[1],
        km=100 * days,
        days=(days * (1 - spread), days, days * (1 + spread)),
        headway=headway,
        cost=(cost, cost),
        emission=(0.02, 0.03),
    )


def process(place: str, before: str, after: str, hours: float, cost: float = 10.0) -> Process:
    return Process(place, before, after, (hours, 3 * hours), "terminal", cost)


ALL = (
    process("*", "rail", "sea", 48, 20),
    process("*", "sea", "rail", 24, 30),
    process("*", "sea", "sea", 60, 5),
    process("*", "rail1435", "rail1435", 4, 0),
    process("*", "rail1520", "rail1520", 4, 0),
    process("c", "rail1435", "rail1520", 36, 40),
    process("c", "rail1520", "rail1435", 30, 35),
    process("d", "rail1435", "rail1520", 12, 90),
)
"""The gauge changes at c and d only, at d in one direction."""


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Up to 14 services between up to six places."""
    ends = st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES)).filter(lambda pair: pair[0] != pair[1])
    rows = draw(
        st.lists(
            st.tuples(ends, st.sampled_from(KINDS), st.integers(1, 20), st.integers(0, 400), st.integers(0, 8)),
            min_size=1,
            max_size=14,
        )
    )
    return Network(
        tuple(
            service(f"s{number}", start, end, days / 2, float(cost), kind, float(headway))
            for number, ((start, end), kind, days, cost, headway) in enumerate(rows)
        ),
        ALL,
    )


def every(graph: Graph, start: str, end: str) -> Iterator[tuple[float, float, Path]]:
    """Each route that is in no state twice, by trying all: days, USD, services."""
    first = graph.number.get((start, ""))
    if first is None:
        return
    stack: list[tuple[int, float, float, Path, frozenset[int]]] = [(first, 0.0, 0.0, (), frozenset({first}))]
    while stack:
        state, days, cost, path, seen = stack.pop()
        if path and graph.states[state][0] == end:
            yield days, cost, path
            continue
        for number, target, (more, money) in graph.moves[state]:
            if target not in seen:
                stack.append((target, days + more, cost + money, (*path, number), seen | {target}))
