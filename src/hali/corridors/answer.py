"""The answer to "by which routes from A to B": times, costs, emissions, capacity, what would change them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Any, Literal

from hali.corridors import search, throughput, what_if
from hali.corridors.grounds import Grounds, Measure, grounds_of
from hali.corridors.load import Loaded, load
from hali.corridors.places import Place, place
from hali.corridors.search import Route
from hali.errors import NotInRecord, QuestionError
from hali.methods.corridors import economics, simulate
from hali.methods.corridors.economics import Range
from hali.methods.corridors.network import Network, headway
from hali.methods.corridors.paths import non_dominated

Objective = Literal["time", "cost", "co2", "sure"]
OBJECTIVES: tuple[Objective, ...] = ("time", "cost", "co2", "sure")

MOST = 12
"""Routes shown at the most."""

EVALUATED = 2
"""Routes of one corridor whose times are drawn: the fastest by their means, and the cheapest."""

BEATEN = 4.0
"""Times the days by times the cost of a faster and cheaper route from which on a route is left out."""

EQUAL, CHEAPER = 1.05, 0.9
"""Times the best of a corridor up to which another may stand for it, and times its cost from which on it does."""

ROUND = 2.0
"""Times the kilometres on land of another route from which on a route on land is left out."""

TOLERANCE = (0.5, 100.0, 50.0, 0.5)
"""Days, USD, kg and days by which a route must be better to beat another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked.

    Attributes:
        start: a place, as typed.
        end: another.
        most: routes to show.
        month: month of departure, 1 to 12; 0 = any.
        cargo_value: USD in one FEU; None = not said.
        objective: what the routes are ordered by.
        avoid: areas and places.
        settings: `KEY=VALUE` of a what-if.
        folder: of another network; "" = the one that ships.
        seed: of the draws.
        draws: how many.
    """

    start: str
    end: str
    most: int = MOST
    month: int = 0
    cargo_value: float | None = None
    objective: Objective = "time"
    avoid: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    folder: str = ""
    seed: int = 0
    draws: int = 10_000

    def __post_init__(self) -> None:
        """Refuse what cannot be answered."""
        if not 1 <= self.most <= MOST:
            raise QuestionError(f"{self.most} routes cannot be shown; accepted are 1 to {MOST}")
        if not 0 <= self.month <= 12:
            raise QuestionError(f"there is no month {self.month}; accepted are 1 to 12")
        if self.cargo_value is not None and not 0 < self.cargo_value < 1e9:
            raise QuestionError(f"a cargo value of {self.cargo_value:g} USD; accepted is a number above 0, per FEU")
        if self.seed < 0:
            raise QuestionError(f"a seed of {self.seed}; accepted is a number from 0 on")
        if self.objective not in OBJECTIVES:
            raise QuestionError(f"unknown objective {self.objective!r}; accepted are {', '.join(OBJECTIVES)}")
        if not self.month and any(setting.strip().startswith("shut.") for setting in self.settings):
            raise QuestionError("a place is shut at some time: say the month of departure, 1 to 12, as well")


@dataclass(frozen=True, slots=True)
class Found:
    """One route.

    Attributes:
        name: corridors and seas, in words.
        corridor: ids of the corridors.
        services: its services.
        times: days.
        cost: USD per FEU, prices of `load.BASE_YEAR`.
        co2e: kg per FEU, tank to wheel.
        on_front: whether no other shown or looked at beats it in time, cost, emissions and 95th percentile.
        generalised: USD per FEU with the worth of time; None where the value of the cargo was not said.
        grounds: what each of MEASURES rests on.
    """

    name: str
    corridor: str
    services: Route
    times: simulate.Times
    cost: Range
    co2e: Range
    on_front: bool
    generalised: Range | None
    grounds: Mapping[Measure, Grounds]

    @property
    def rows(self) -> tuple[str, ...]:
        """Rows all its numbers rest on."""
        return tuple(dict.fromkeys(row for one in self.grounds.values() for row in one.rows))

    @property
    def assumed(self) -> tuple[str, ...]:
        """Assumptions among them."""
        return tuple(dict.fromkeys(word for one in self.grounds.values() for word in one.assumed))


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Value of the cargo in a FEU from which on a faster and dearer route is the better one."""

    faster: str
    cheaper: str
    value: Range
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A route before and after what was set; None where it is not there."""

    name: str
    before: Found | None
    after: Found | None


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
        return self.chosen([replace(one, on_front=front) for one, front in zip(found, fronts, strict=True)])

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
        network = loaded.network
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
            name=search.named(loaded, route),
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

    def chosen(self, found: Sequence[Found]) -> tuple[Found, ...]:
        """The best of each corridor, then others no route beats, in the order asked for."""
        key = _KEYS[self.question.objective]
        kept = [one for one in found if (one.on_front or _marked(one)) and not _beaten(one, found)]
        ordered = sorted(kept, key=lambda one: (key(one), [service.id for service in one.services]))
        grouped: dict[str, list[Found]] = {}
        for one in ordered:
            grouped.setdefault(one.corridor, []).append(one)
        firsts = {corridor: _standing(those, key) for corridor, those in grouped.items()}
        names = {one.name for one in firsts.values()}
        others = {one.name: one for one in reversed(ordered) if one.on_front and one.name not in names}
        chosen = {id(one) for one in (*firsts.values(), *others.values())}
        return tuple(one for one in ordered if id(one) in chosen)


def _standing(found: Sequence[Found], key: Callable[[Found], float]) -> Found:
    """The one of a corridor's routes, the best first, that stands for it.

    Of those about as good as the best: one without lorries, and the cheapest if it saves something worth it.
    """
    near = [one for one in found if key(one) <= EQUAL * key(found[0])]
    near = [one for one in near if all(service.mode != "road" for service in one.services)] or near
    cheapest = min(near, key=lambda one: one.cost.middle)
    return cheapest if cheapest.cost.middle <= CHEAPER * near[0].cost.middle else near[0]


def _marked(found: Found) -> bool:
    """Whether a route follows a corridor that has a name."""
    return any(service.corridor for service in found.services)


def _beaten(found: Found, others: Sequence[Found]) -> bool:
    """Whether nobody would take a route: it goes a long way round, or another is much faster and cheaper."""
    days, money = found.times.quantiles[2], found.cost.middle
    shortest = min((_on_land(one) for one in others if _land(one)), default=0.0)
    if _land(found) and _on_land(found) > ROUND * shortest:
        return True
    ratios = [(days / one.times.quantiles[2], money / one.cost.middle) for one in others]
    return any(slower > 1 and dearer > 1 and slower * dearer > BEATEN for slower, dearer in ratios)


def _land(found: Found) -> bool:
    """Whether a route keeps off the ocean and the air."""
    return all(one.mode not in ("ocean", "air") for one in found.services)


def _on_land(found: Found) -> float:
    """Kilometres of a route but for those at sea and in the air."""
    return sum(one.km for one in found.services if one.mode in ("rail", "road"))


_KEYS: Mapping[str, Any] = {
    "time": lambda one: one.times.quantiles[2],
    "cost": lambda one: one.cost.middle,
    "co2": lambda one: one.co2e.middle,
    "sure": lambda one: one.times.quantiles[4],
}


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
            found.append(BreakEven(faster.name, cheaper.name, value, tuple(rows)))
    return tuple(found)


def _differences(before: Sequence[Found], after: Sequence[Found]) -> tuple[Difference, ...]:
    """Routes by the corridors they follow, as they were and as they are."""
    was = {one.name: one for one in reversed(before)}
    now = {one.name: one for one in reversed(after)}
    names = dict.fromkeys(one.name for one in (*before, *after))
    return tuple(Difference(name, was.get(name), now.get(name)) for name in names)
