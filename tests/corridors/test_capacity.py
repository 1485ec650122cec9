"""Maximum flow against scipy's and against every cut."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from hali.methods.corridors.capacity import UNKNOWN, throughput

PLACES = "abcde"
ends = st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES)).filter(lambda pair: pair[0] != pair[1])


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(ends, st.integers(1, 20), min_size=1, max_size=10))
def test_flow_equals_scipy(capacities: dict[tuple[str, str], int]) -> None:
    arcs = [(f"{one}{other}", one, other) for one, other in capacities]
    found = throughput(arcs, {f"{one}{other}": most for (one, other), most in capacities.items()}, "a", "e")
    matrix = np.zeros((5, 5), dtype=np.int32)
    for (one, other), most in capacities.items():
        matrix[PLACES.index(one), PLACES.index(other)] = most
    assert found.flow == maximum_flow(csr_array(matrix), 0, 4).flow_value


@settings(max_examples=40, deadline=None)
@given(
    st.lists(ends, min_size=1, max_size=7, unique=True),
    st.lists(st.integers(1, 9), min_size=7, max_size=7),
    st.lists(st.integers(1, 9), min_size=3, max_size=3),
)
def test_flow_equals_the_smallest_cut_of_services_and_places(
    arcs: list[tuple[str, str]], services: list[int], places: list[int]
) -> None:
    named = [(f"s{number}", one, other) for number, (one, other) in enumerate(arcs)]
    most = {f"s{number}": float(value) for number, value in enumerate(services[: len(arcs)])}
    most |= dict(zip("bcd", map(float, places), strict=True))
    found = throughput(named, most, "a", "e")
    elements = list(most)

    def reached(cut: frozenset[str]) -> bool:
        seen, left = {"a"}, ["a"]
        while left:
            here = left.pop()
            for id_, one, other in named:
                if one == here and id_ not in cut and other not in cut and other not in seen:
                    seen.add(other)
                    left.append(other)
        return "e" in seen

    cuts = (frozenset(cut) for size in range(len(elements) + 1) for cut in combinations(elements, size))
    smallest = min(sum(most[id_] for id_ in cut) for cut in cuts if not reached(cut))
    assert found.flow == smallest
    assert sum(most[id_] for id_ in found.cut) == smallest


def test_a_way_without_limit_is_not_limited() -> None:
    found = throughput([("one", "a", "b"), ("two", "b", "e")], {}, "a", "e")
    assert found.flow == UNKNOWN
    assert found.cut == ()


def test_place_between_limits() -> None:
    found = throughput([("one", "a", "b"), ("two", "b", "e")], {"one": 9.0, "b": 4.0}, "a", "e")
    assert (found.flow, found.cut) == (4.0, ("b",))
    assert throughput([("one", "a", "b")], {"one": 9.0}, "a", "e").flow == pytest.approx(0)
