"""What a network of services is: places, directed services between them, and what happens where one changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

SEA = frozenset({"feeder", "ropax", "roro", "rail_ferry", "ocean"})
"""Modes of a ship."""

Rows = Mapping[str, tuple[str, ...]]
"""What of an element -> ids of the published rows it rests on."""


def _no_rows() -> Rows:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Service:
    """A directed service between two places.

    Attributes:
        id: its name.
        start: id of the place it leaves.
        end: id of the place it reaches.
        mode: rail, road, air or one of SEA.
        gauge: of the track, mm; "" off the rails.
        km: length, km.
        days: least, typical and most running time, days.
        headway: days between two departures.
        cost: lower and upper tariff, USD per FEU in prices of one year.
        emission: lower and upper factor, kg CO2e per tonne-km.
        corridor: id of the corridor it marks; "" where it is common to several.
        crosses: areas it runs through besides those of its ends.
        open: whether it runs.
        planned: whether it is not built yet.
        rows: rows its km, time, headway, cost and emission rest on.
        assumed: which of them are assumptions, or partly so.
        line: points it is drawn through, degrees (longitude, latitude), ends included.
    """

    id: str
    start: str
    end: str
    mode: str
    gauge: str
    km: float
    days: tuple[float, float, float]
    headway: float
    cost: tuple[float, float]
    emission: tuple[float, float]
    corridor: str = ""
    crosses: frozenset[str] = frozenset()
    open: bool = True
    planned: bool = False
    rows: Rows = field(default_factory=_no_rows, hash=False)
    assumed: tuple[str, ...] = ()
    line: tuple[tuple[float, float], ...] = ()

    @property
    def kind(self) -> str:
        """Mode with gauge: what a change at a place depends on."""
        return f"{self.mode}{self.gauge}"

    @property
    def mean_days(self) -> float:
        """Mean running time, days: of a triangular distribution."""
        return sum(self.days) / 3


@dataclass(frozen=True, slots=True)
class Process:
    """What happens at a place between two services: lognormal time, and what it costs.

    Attributes:
        place: id of the place; "*" where it holds for all that say nothing of their own.
        before: kind, mode or family (rail, sea) of the service that arrives.
        after: the same of the one that leaves.
        hours: median and 95th percentile, hours.
        group: class that is calibrated as one: rail_border, port, terminal, road_border.
        cost: USD per FEU in prices of one year.
        rows: rows its hours, p95 and cost rest on.
        assumed: which of them are assumptions.
    """

    place: str
    before: str
    after: str
    hours: tuple[float, float]
    group: str
    cost: float
    rows: Rows = field(default_factory=_no_rows, hash=False)
    assumed: tuple[str, ...] = ()

    @property
    def mean_days(self) -> float:
        """Mean time, days: median x exp(sigma^2 / 2) of the lognormal distribution."""
        import math

        median, p95 = self.hours
        sigma = math.log(p95 / median) / 1.6448536269514722 if median else 0.0
        return median * math.exp(sigma * sigma / 2) / 24


@dataclass(frozen=True, slots=True)
class Closure:
    """Weather that shuts services by chance, month by month, with a queue behind it.

    Attributes:
        id: its name; services under one closure are shut together.
        services: ids of the services.
        mean_days: mean length of one closure, days.
        utilisation: arrivals by what is carried when open, below 1.
        share: part of each of the twelve months that is shut.
        rows: rows these rest on.
        assumed: which of them are assumptions.
    """

    id: str
    services: frozenset[str]
    mean_days: float
    utilisation: float
    share: tuple[float, ...]
    rows: Rows = field(default_factory=_no_rows, hash=False)
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shut:
    """A place that is shut once, for some days, with a queue behind it: days, and arrivals by capacity when open."""

    days: float
    utilisation: float


@dataclass(frozen=True, eq=False)
class Network:
    """Services, processes and closures, with an index of both.

    Attributes:
        services: every service.
        processes: every process.
        closures: every closure by weather.
        shut: place -> its closing.
        without: places that are not passed.
        level: standard deviation of the logarithm of a factor common to all parts of one journey: good and bad times.
        doubt: standard deviation of the logarithm of a factor of its own for each time that is an assumption.
    """

    services: tuple[Service, ...]
    processes: tuple[Process, ...]
    closures: tuple[Closure, ...] = ()
    shut: Mapping[str, Shut] = field(default_factory=dict, hash=False)
    without: frozenset[str] = frozenset()
    level: float = 0.0
    doubt: float = 0.0

    @cached_property
    def by_id(self) -> Mapping[str, Service]:
        """Service id -> service."""
        return {one.id: one for one in self.services}

    @cached_property
    def leaving(self) -> Mapping[str, tuple[Service, ...]]:
        """Place -> services that run from it, where both ends are passed."""
        found: dict[str, list[Service]] = {}
        for one in self.services:
            if one.open and one.start not in self.without and one.end not in self.without:
                found.setdefault(one.start, []).append(one)
        return {place: tuple(listed) for place, listed in found.items()}

    @cached_property
    def closure_of(self) -> Mapping[str, Closure]:
        """Service id -> the closure it is under."""
        return {service: one for one in self.closures for service in one.services}

    @cached_property
    def _processes(self) -> Mapping[tuple[str, str, str], Process]:
        return {(one.place, one.before, one.after): one for one in self.processes}

    @cached_property
    def _changes(self) -> dict[tuple[str, str, str], Process | None]:
        return {}

    def change(self, place: str, before: Service, after: Service) -> Process | None:
        """The process between two services at a place; None where the change is not possible there."""
        key = (place, before.kind, after.kind)
        if key not in self._changes:
            self._changes[key] = self._found(place, before, after)
        return self._changes[key]

    def _found(self, place: str, before: Service, after: Service) -> Process | None:
        for where in (place, "*"):
            for one in _families(before):
                for other in _families(after):
                    found = self._processes.get((where, one, other))
                    if found is not None:
                        return replace(found, place=place)
        return None

    def changed(self, **fields: object) -> Network:
        """The same network with other fields."""
        return replace(self, **fields)  # type: ignore[arg-type]


def headway(before: Service, after: Service) -> float:
    """Days between two departures one may have to wait for: none where the same train or lorry goes on."""
    through = before.kind == after.kind and before.mode in ("rail", "road")
    return 0.0 if through else after.headway


def _families(service: Service) -> Iterable[str]:
    """What a process may name a service by, the narrowest first."""
    yield service.kind
    if service.kind != service.mode:
        yield service.mode
    if service.mode in SEA:
        yield "sea"
