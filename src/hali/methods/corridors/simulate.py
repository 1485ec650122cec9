"""How long a route takes, by drawing each of its parts many times.

Every part has draws of its own, made from the seed and its name alone. Two networks that differ in one number are
therefore compared draw by draw, and shortening a part never lengthens a quantile.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from hali.methods.corridors.network import Network, Rows, Service, Shut, headway
from hali.methods.corridors.queues import CHAINS, MONTHS, YEAR, leave_shut, weather

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
NORMAL_95 = 1.6448536269514722
"""95th percentile of the standard normal distribution."""

TIMES = frozenset({"days", "speed", "headway", "hours"})
"""Numbers a time is drawn from; as an assumption each is in doubt."""

PartKind = Literal["run", "wait", "process", "weather", "shut"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a route that takes time.

    Attributes:
        kind: run, wait for a departure, process at a place, weather, or shut.
        where: id of the service (run, wait, weather) or place.
        typical: days it takes where nothing is out of the ordinary.
        group: class of a process.
        rows: rows it rests on.
        assumed: what of it is an assumption.
        numbers: parameters of its distribution.
    """

    kind: PartKind
    where: str
    typical: float
    group: str = ""
    rows: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    numbers: tuple[float, ...] = ()

    @property
    def name(self) -> str:
        """Kind and place: "process aktau"."""
        return f"{self.kind} {self.where}"


@dataclass(frozen=True, slots=True)
class Times:
    """Distribution of the days a route takes.

    Attributes:
        quantiles: at QUANTILES, days.
        mean: days.
        sd: standard deviation, days.
        promise: what it is judged by: the typical days of its parts, rounded up, or what was asked for.
        on_time: probability of taking no longer.
        movement: mean days of running.
        dwell: mean days of everything else.
        parts: for each part its mean, median and 95th percentile, days.
    """

    quantiles: tuple[float, ...]
    mean: float
    sd: float
    promise: float
    on_time: float
    movement: float
    dwell: float
    parts: tuple[tuple[Part, float, float, float], ...]

    @property
    def buffer(self) -> float:
        """Days beside the median that make it 95 % sure."""
        return self.quantiles[4] - self.quantiles[2]


def parts(network: Network, route: Sequence[Service], shut_from: dict[str, float] | None = None) -> tuple[Part, ...]:
    """The parts of a route in order; the clock starts with the departure of its first service.

    Args:
        network: what the route runs on.
        route: its services.
        shut_from: days after departure at which each shut place shuts; default when the route typically gets there.
    """
    found: list[Part] = []
    for number, service in enumerate(route):
        if number:
            found += _change(network, route[number - 1], service, sum(part.typical for part in found), shut_from or {})
        rows, assumed = _of(service.rows, service.assumed, ("km", "days", "speed"))
        found.append(Part("run", service.id, service.days[1], "", rows, assumed, service.days))
    return tuple(found)


def _change(
    network: Network, before: Service, after: Service, elapsed: float, shut_from: dict[str, float]
) -> list[Part]:
    """Process, closing, wait and weather between two services."""
    process = network.change(after.start, before, after)
    assert process is not None
    place = after.start
    median, p95 = process.hours
    sigma = math.log(p95 / median) / NORMAL_95 if median else 0.0
    found = []
    if place in network.shut:
        shut = network.shut[place]
        start = shut_from.get(place, elapsed)
        found.append(Part("shut", place, 0.0, "", (), ("utilisation",), (start, shut.days, shut.utilisation)))
    rows, assumed = _of(process.rows, process.assumed, ("hours", "p95"))
    found.append(Part("process", place, median / 24, process.group, rows, assumed, (median / 24, sigma)))
    between = headway(before, after)
    if between:
        rows, assumed = _of(after.rows, after.assumed, ("headway",))
        found.append(Part("wait", after.id, between / 2, "", rows, assumed, (between,)))
    closure = network.closure_of.get(after.id)
    if closure is not None:
        rows, _ = _of(closure.rows, (), tuple(closure.rows))
        found.append(Part("weather", after.id, 0.0, "", rows, closure.assumed))
    return found


def _of(rows: Rows, assumed: Sequence[str], fields: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Rows and assumptions that concern some fields of an element."""
    ids = dict.fromkeys(id_ for field in fields for id_ in rows.get(field, ()))
    return tuple(ids), tuple(word for word in assumed if word.partition("-")[0] in fields)


class Simulator:
    """Draws of the parts of routes, kept by their names.

    Args:
        seed: of all draws.
        draws: how many of each.
        month: 1 to 12, the month of departure; 0 = any day of the year.
    """

    def __init__(self, seed: int, draws: int = 10_000, month: int = 0) -> None:
        self.seed, self.draws, self.month = seed, draws, month
        self._kept: dict[str, Any] = {}

    def _random(self, name: str) -> np.random.Generator:
        import numpy as np

        return np.random.Generator(np.random.PCG64([self.seed, zlib.crc32(name.encode())]))

    def _uniform(self, name: str) -> Array:
        if name not in self._kept:
            self._kept[name] = self._random(name).random(self.draws)
        found: Array = self._kept[name]
        return found

    def _normal(self, name: str) -> Array:
        if name not in self._kept:
            self._kept[name] = self._random(name).standard_normal(self.draws)
        found: Array = self._kept[name]
        return found

    def departures(self) -> Array:
        """Days of the year the shipments depart, spread evenly over the month, or the year."""
        first, last = (MONTHS[self.month - 1], MONTHS[self.month]) if self.month else (0.0, YEAR)
        return first + (last - first) * self._uniform("departure")

    def _told(self, network: Network, part: Part, taken: Array) -> tuple[float, float, float]:
        """Mean, median and 95th percentile of a part; kept where they do not depend on the parts before it."""
        import numpy as np

        key = f"told {part.name} {part.numbers} {network.level} {network.doubt}"
        if key in self._kept:
            found: tuple[float, float, float] = self._kept[key]
            return found
        median, p95 = np.quantile(taken, (0.5, 0.95))
        found = (float(taken.mean()), float(median), float(p95))
        if part.kind in ("run", "wait", "process"):
            self._kept[key] = found
        return found

    def _spread(self, name: str, spread: float) -> Array:
        """Lognormal factor whose median is 1."""
        import numpy as np

        found: Array = np.exp(spread * self._normal(name))
        return found

    def _course(self) -> Any:
        """Course of the weather each shipment meets: one for all closures, for a storm shuts every port of a sea."""
        import numpy as np

        if "course" not in self._kept:
            self._kept["course"] = (self._uniform("weather course") * CHAINS).astype(np.int64)
        return self._kept["course"]

    def days(self, network: Network, route: Sequence[Part], scale: dict[str, float] | None = None) -> list[Array]:
        """Days each part takes, one array for each.

        Args:
            network: where the closures are.
            route: the parts.
            scale: name of a part -> what its days are multiplied by.
        """
        now = self.departures()
        window = float(MONTHS[self.month - 1]) if self.month else 0.0
        level = self._spread("level", network.level)
        found = []
        for part in route:
            taken = self._taken(network, part, now, window)
            if part.kind in ("run", "wait", "process"):
                taken = taken * level
                if network.doubt and not TIMES.isdisjoint(part.assumed):
                    taken = taken * self._spread(f"doubt {part.name}", network.doubt)
            if scale and part.name in scale:
                taken = taken * scale[part.name]
            found.append(taken)
            now = now + taken
        return found

    def _taken(self, network: Network, part: Part, now: Array, window: float) -> Array:
        if part.kind == "run":
            return _triangular(self._uniform(part.name), *part.numbers)
        if part.kind == "wait":
            return self._uniform(part.name) * part.numbers[0]
        if part.kind == "process":
            import numpy as np

            median, sigma = part.numbers
            taken: Array = median * np.exp(sigma * self._normal(part.name))
            return taken
        if part.kind == "weather":
            return weather(network.closure_of[part.where], self.seed).leave(now, self._course()) - now
        start, days, utilisation = part.numbers
        return leave_shut(now, window + start, Shut(days, utilisation)) - now

    def times(self, network: Network, route: Sequence[Part], promise: float | None = None) -> Times:
        """The distribution of a route's days.

        Args:
            network: where the closures are.
            route: its parts.
            promise: days it is judged by; default the typical days, rounded up.
        """
        import numpy as np

        taken = self.days(network, route)
        total = np.sum(taken, axis=0)
        judged = promise if promise is not None else float(math.ceil(sum(part.typical for part in route)))
        told = tuple((part, *self._told(network, part, one)) for part, one in zip(route, taken, strict=True))
        return Times(
            quantiles=tuple(float(value) for value in np.quantile(total, QUANTILES)),
            mean=float(total.mean()),
            sd=float(total.std()),
            promise=judged,
            on_time=float((total <= judged).mean()),
            movement=sum(mean for part, mean, _, _ in told if part.kind == "run"),
            dwell=sum(mean for part, mean, _, _ in told if part.kind != "run"),
            parts=told,
        )

    def tornado(
        self, network: Network, route: Sequence[Part], cut: float = 0.25
    ) -> tuple[tuple[str, float, float], ...]:
        """Change of the median and of the 95th percentile, days, if one dwell is cut at a time, the largest first.

        Args:
            network: where the closures are.
            route: the parts.
            cut: share each dwell is cut by.
        """
        import numpy as np

        before = np.quantile(np.sum(self.days(network, route), axis=0), (0.5, 0.95))
        found = []
        for name in dict.fromkeys(part.name for part in route if part.kind != "run"):
            total = np.sum(self.days(network, route, {name: 1 - cut}), axis=0)
            after = np.quantile(total, (0.5, 0.95))
            found.append((name, float(after[0] - before[0]), float(after[1] - before[1])))
        return tuple(sorted(found, key=lambda one: (one[1], one[0])))


def _triangular(uniform: Array, least: float, typical: float, most: float) -> Array:
    """Inverse of the triangular distribution at `uniform`."""
    import numpy as np

    width = most - least
    if width <= 0:
        return np.full_like(uniform, typical)
    rising = (typical - least) / width
    found: Array = np.where(
        uniform < rising,
        least + np.sqrt(uniform * width * (typical - least)),
        most - np.sqrt((1 - uniform) * width * (most - typical)),
    )
    return found
