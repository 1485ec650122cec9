"""Time the corridor model, and its searches beside networkx and rustworkx on the same graph in the same run.

    python bench/corridors.py [--pairs 1000]

The other libraries are no dependency of this project; those that are not installed are left out.
"""

from __future__ import annotations

import argparse
import importlib
import random
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median
from typing import Any

from hali.corridors import answer, exported, load, map, page, search
from hali.corridors.question import Question
from hali.corridors.wording import Wording
from hali.methods.corridors import paths, simulate
from hali.publish import charts, write_html

START, END = "xian", "duisburg"
PAIRS = 1_000
DRAWS = 2_000
"""Draws of each of many pairs; one answer takes 10,000."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=PAIRS)
    pairs = parser.parse_args().pairs
    row("load and check the network", timed(fresh, 3))
    loaded = load.load()
    row("graph of the network", timed(lambda: paths.graph(loaded.network), 5))
    graph = search.graph(loaded.network)
    row("best route by time", timed(lambda: paths.best(graph, START, END, 1, paths.TIME), 20))
    row("front of time and cost, exact", timed(lambda: paths.front(graph, START, END), 20))
    row("candidates", timed(lambda: search.candidates(loaded, START, END), 10))
    question = Question(start=START, end=END)
    row("full answer, 10,000 draws", timed(lambda: answer.answer(question), 5))
    found = answer.answer(question)
    route = simulate.parts(loaded.network, found.lead.services)
    row("tornado of all dwells", timed(lambda: fresh_simulator(found).tornado(loaded.network, route), 5))
    chart = map.route_map(found, Wording("en", found.loaded))
    row("map as SVG", timed(lambda: (charts._drawn.cache_clear(), charts.picture(chart, "en", "", "b")), 5))
    row("page as HTML", timed(lambda: (charts._drawn.cache_clear(), write_html.write(page.document(found))), 3))
    row("JSON", timed(lambda: exported.as_json(exported.data(found)), 5))
    began = time.perf_counter()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        answered = sum(pool.map(many, shares(sorted(loaded.nodes), pairs), chunksize=1))
    row(f"{pairs:,} pairs on two processes ({answered} with a route)", time.perf_counter() - began)
    peers(graph)


def row(what: str, seconds: float) -> None:
    """Print one time."""
    print(f"{what:58} {1000 * seconds:10.2f} ms", flush=True)


def timed(call: Callable[[], Any], times: int) -> float:
    """Median seconds of a call, after one that is not counted."""
    call()
    found = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        found.append(time.perf_counter() - began)
    return median(found)


def fresh() -> None:
    """Read and check the network anew."""
    load.load.cache_clear()
    load.read.cache_clear()
    load.load()


def fresh_simulator(found: answer.Answer) -> simulate.Simulator:
    """A simulator that has drawn nothing yet."""
    return simulate.Simulator(found.question.seed, found.question.draws, found.question.month)


def shares(places: list[str], count: int) -> list[list[tuple[str, str]]]:
    """Pairs of different places, in portions."""
    chosen = random.Random(17)
    pairs = [tuple(chosen.sample(places, 2)) for _ in range(count)]
    return [pairs[first : first + 50] for first in range(0, count, 50)]  # type: ignore[misc]


def many(pairs: list[tuple[str, str]]) -> int:
    """Answer a portion of pairs; how many have a route."""
    found = 0
    for start, end in pairs:
        try:
            answer.answer(Question(start=start, end=end, draws=DRAWS))
            found += 1
        except answer.NotInRecord:
            continue
    return found


def peers(graph: paths.Graph) -> None:
    """Our searches beside those of other libraries, with equal results."""
    print("\nthe same graph, one criterion and two, ms")
    ours_best = timed(lambda: paths.best(graph, START, END, 1, paths.TIME), 20)
    ours_front = timed(lambda: paths.front(graph, START, END), 20)
    print(f"{'hali':12} best {1000 * ours_best:8.3f}   front {1000 * ours_front:9.2f}")
    front = [(round(days, 6), round(cost, 6)) for days, cost, _ in paths.front(graph, START, END)]
    for name, measure in (("networkx", networkx_times), ("rustworkx", rustworkx_times)):
        try:
            library = importlib.import_module(name)
        except ImportError:
            print(f"{name:12} not installed")
            continue
        best, slow, same = measure(library, graph, front)
        both = f"   front {1000 * slow:9.2f} ({slow / ours_front:.0f} times ours), {same}" if slow else ""
        print(f"{name:12} best {1000 * best:8.3f} ({best / ours_best:.1f} times ours){both}")


def edges(graph: paths.Graph) -> list[tuple[int, int, float, float]]:
    """The moves as edges of a plain graph: each has a node of its own, for two services may join two states."""
    found, node = [], len(graph.states)
    ends = graph.ends(END)
    for source, moves in enumerate(graph.moves):
        for _, target, (days, cost) in moves:
            found += [(source, node, days, cost), (node, target, 0.0, 0.0)]
            node += 1
    return found + [(state, node, 0.0, 0.0) for state in ends]


def networkx_times(networkx: Any, graph: paths.Graph, front: list[tuple[float, float]]) -> tuple[float, float, str]:
    """Seconds of the best route and of the front, whose routes come by time until none can be cheaper."""
    made = networkx.DiGraph()
    for source, target, days, cost in edges(graph):
        made.add_edge(source, target, days=days, cost=cost)
    start, end = graph.number[START, ""], max(made.nodes)
    best = timed(lambda: networkx.dijkstra_path_length(made, start, end, weight="days"), 10)
    began = time.perf_counter()
    found = networkx_front(networkx, made, start, end)
    return best, time.perf_counter() - began, "equal" if found == front else "NOT EQUAL"


def networkx_front(networkx: Any, made: Any, start: int, end: int) -> list[tuple[float, float]]:
    """Label setting on a networkx graph, with its bounds."""
    import heapq

    cheapest = networkx.single_source_dijkstra_path_length(made.reverse(), end, weight="cost")
    least: dict[int, float] = {}
    top, found = float("inf"), []
    heap = [(0.0, 0.0, start)]
    while heap:
        days, cost, node = heapq.heappop(heap)
        if node not in cheapest or cost >= least.get(node, float("inf")) or cost + cheapest[node] >= top:
            continue
        least[node] = cost
        if node == end:
            top = cost
            found.append((round(days, 6), round(cost, 6)))
            continue
        for target, about in made[node].items():
            heapq.heappush(heap, (days + about["days"], cost + about["cost"], target))
    return found


def rustworkx_times(rustworkx: Any, graph: paths.Graph, front: list[tuple[float, float]]) -> tuple[float, float, str]:
    """Seconds of the best route; rustworkx has no search by two criteria."""
    made = rustworkx.PyDiGraph()
    listed = edges(graph)
    made.add_nodes_from(range(max(target for _, target, _, _ in listed) + 1))
    made.add_edges_from([(source, target, days) for source, target, days, _ in listed])
    start, end = graph.number[START, ""], made.num_nodes() - 1
    best = timed(lambda: rustworkx.dijkstra_shortest_path_lengths(made, start, lambda days: days, end), 10)
    return best, 0.0, ""


if __name__ == "__main__":
    main()
