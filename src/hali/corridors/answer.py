"""The answer to "by which routes from A to B": times, costs, emissions, capacity, what would change them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from hali.corridors import choice, search, throughput, what_if
from hali.corridors.grounds import grounds_of
from hali.corridors.load import Loaded, load
from hali.corridors.places import Place, place
from hali.corridors.question import BreakEven, Difference, Found, Question
from hali.corridors.search import Route
from hali.corridors.wording import Wording
from hali.errors import NotInRecord, QuestionError
from hali.methods.corridors import economics, simulate
from hali.methods.corridors.economics import Range
from hali.methods.corridors.network import Network, headway
from hali.methods.corridors.paths import non_dominated

EVALUATED = 2
"""Routes of one corridor whose times are drawn: the fastest by their means, and the cheapest."""

TOLERANCE = (0.5, 100.0, 50.0, 0.5)
"""Days, USD, kg and days by which a route must be better to beat another."""


@dataclass(frozen=True, slots=True)
class Answer:
    """All that is said.

    Attributes:
        question: what was asked.
        ends: the two places.
        loaded: the network, with what was set.
        routes: routes shown, in the order asked for.
        break_even: between routes shown.
        capacity: what limits each corridor shown.
        tornado: of the lead: part, change of median and of 95th percentile in days if cut by a quarter.
        told: what was set.
        differences: routes before and after that.
    """

    question: Question
    ends: tuple[Place, Place]
    loaded: Loaded
    routes: tuple[Found, ...]
    break_even: tuple[BreakEven, ...]
    capacity: tuple[throughput.Capacity, ...]
    tornado: tuple[tuple[str, float, float], ...]
    told: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def lead(self) -> Found:
        """The first route that keeps off the air; the first of all where none does."""
        return lead(self.routes)


def lead(routes: Sequence[Found]) -> Found:
    """The first route that keeps off the air; the first of all where none does."""
    return next((one for one in routes if all(service.mode != "air" for service in one.services)), routes[0])


def ends(question: Question) -> tuple[Place, Place]:
    """The two places asked for.

    Raises:
        UnknownCode: one is not known.
        QuestionError: both are the same.
    """
    loaded = load(question.folder)
    one, other = place(question.start, loaded), place(question.end, loaded)
    if (one.node, one.name) == (other.node, other.name):
        raise QuestionError(f"two different places are needed, not {one.name} twice")
    return one, other


def answer(question: Question) -> Answer:
    """The routes between two places of a network.

    Raises:
        UnknownCode: a place, service or area that is not known.
        NotInRecord: no route leads from one to the other.
        QuestionError: a setting that cannot be carried out.
    """
    sides = ends(question)
    base = load(question.folder)
    start, end = sides[0].node, sides[1].node
    changed = what_if.apply(base, question.settings, question.avoid, (start, end))
    simulator = simulate.Simulator(question.seed, question.draws, question.month)
    asked = _Asked(question, simulator, base.network, changed.promise)
    everything = asked.routes(changed.loaded, start, end)
    if not everything:
        without = " with what was set" if changed.changed else ""
        raise NotInRecord(f"no route of the network leads from {sides[0].name} to {sides[1].name}{without}")
    shown = everything[: question.most]
    differences: tuple[Difference, ...] = ()
    if changed.changed:
        differences = _differences(asked.routes(base, start, end)[: question.most], shown)
    first = simulate.parts(changed.loaded.network, lead(shown).services)
    return Answer(
        question=question,
        ends=sides,
        loaded=changed.loaded,
        routes=shown,
        break_even=_break_even(shown),
        capacity=throughput.capacities(changed.loaded, [(one.corridor, one.services) for one in shown], changed),
        tornado=simulator.tornado(changed.loaded.network, first),
        told=changed.told,
        differences=differences,
    )


def along(question: Question, corridor: str) -> Found | None:
    """The fastest route by rail and sea that follows one corridor, or corridors joined by "+"; None where none does.

    Raises:
        UnknownCode: a place that is not known.
        QuestionError: a setting that cannot be carried out.
    """
    sides = ends(question)
    base = load(question.folder)
    changed = what_if.apply(base, question.settings, question.avoid, [side.node for side in sides])
    asked = _Asked(
        question, simulate.Simulator(question.seed, question.draws, question.month), base.network, changed.promise
    )
    candidates = search.candidates(changed.loaded, sides[0].node, sides[1].node)
    following = [one for one in candidates if search.label(changed.loaded, one) == corridor]
    return min(asked.drawn(changed.loaded, following), key=lambda one: one.times.quantiles[2], default=None)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every route of a question is judged by."""

    question: Question
    simulator: simulate.Simulator
    base: Network
    promise: float | None

    def routes(self, loaded: Loaded, start: str, end: str) -> tuple[Found, ...]:
        """The routes of a network that are worth showing, in the order asked for."""
        found = self.drawn(loaded, search.candidates(loaded, start, end))
        measures = [(one.times.quantiles[2], one.cost.middle, one.co2e.middle, one.times.quantiles[4]) for one in found]
        fronts = non_dominated(measures, TOLERANCE)
        return choice.chosen(
            [replace(one, on_front=front) for one, front in zip(found, fronts, strict=True)], self.question.objective
        )

    def drawn(self, loaded: Loaded, candidates: Sequence[Route]) -> list[Found]:
        """The fastest and the cheapest of each corridor and its seas, with their numbers."""
        grouped: dict[tuple[str, ...], list[Route]] = {}
        for route in candidates:
            grouped.setdefault((search.label(loaded, route), *search.seas(loaded, route)), []).append(route)
        drawn = []
        for routes in grouped.values():
            by_time = sorted(routes, key=lambda one: (_mean(loaded.network, one), len(one)))
            by_cost = sorted(routes, key=lambda one: economics.cost(loaded.network, one).middle)
            drawn += list(dict.fromkeys((*by_time[:EVALUATED], by_cost[0])))
        return [self.found(loaded, route) for route in drawn]

    def found(self, loaded: Loaded, route: Route) -> Found:
        """A route with its numbers."""
        network, title = loaded.network, search.title(loaded, route)
        parts = simulate.parts(network, route, self.shut_from(network, route))
        times = self.simulator.times(network, parts, self.promise)
        cost = economics.cost(network, route)
        generalised = None
        if self.question.cargo_value is not None:
            low, high = (
                economics.generalised(money, times.quantiles[2], times.buffer, self.question.cargo_value, rate)
                for money, rate in zip((cost.low, cost.high), economics.DAY_RATES, strict=True)
            )
            generalised = Range(low, high)
        return Found(
            title=title,
            name=Wording("en", loaded).route(title),
            corridor=search.label(loaded, route),
            services=route,
            times=times,
            cost=cost,
            co2e=economics.emissions(route),
            on_front=False,
            generalised=generalised,
            grounds=grounds_of(loaded, route, parts),
        )

    def shut_from(self, network: Network, route: Route) -> dict[str, float]:
        """When each shut place shuts: as the route would typically get there if nothing else were set."""
        if not network.shut:
            return {}
        usual = [self.base.by_id.get(one.id, one) for one in route]
        elapsed, found = 0.0, {}
        for part in simulate.parts(self.base, usual):
            if part.kind == "process":
                found[part.where] = elapsed
            elapsed += part.typical
        return found


def _mean(network: Network, route: Route) -> float:
    """Mean days of a route without weather."""
    days = sum(one.mean_days for one in route)
    for one, other in pairwise(route):
        process = network.change(other.start, one, other)
        assert process is not None
        days += process.mean_days + headway(one, other) / 2
    return days


def _break_even(routes: Sequence[Found]) -> tuple[BreakEven, ...]:
    found = []
    for one, other in combinations(routes, 2):
        faster, cheaper = sorted((one, other), key=lambda route: -route.cost.middle)
        value = economics.break_even(
            (faster.cost.middle, cheaper.cost.middle),
            (faster.times.quantiles[2], cheaper.times.quantiles[2]),
            (faster.times.buffer, cheaper.times.buffer),
        )
        if value is not None:
            rows = sorted({*faster.grounds["time"].rows, *faster.grounds["cost"].rows, *cheaper.rows})
            found.append(BreakEven(faster, cheaper, value, tuple(rows)))
    return tuple(found)


def _differences(before: Sequence[Found], after: Sequence[Found]) -> tuple[Difference, ...]:
    """Routes by the corridors they follow, as they were and as they are."""
    was = {one.name: one for one in reversed(before)}
    now = {one.name: one for one in reversed(after)}
    names = dict.fromkeys(one.name for one in (*before, *after))
    return tuple(Difference(name, was.get(name), now.get(name)) for name in names)
