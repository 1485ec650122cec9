"""What is asked of a network, and a route that answers it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hali.corridors.grounds import Grounds, Measure
from hali.corridors.search import Route, Title
from hali.errors import QuestionError
from hali.methods.corridors import simulate
from hali.methods.corridors.economics import Range

Objective = Literal["time", "cost", "co2", "sure"]
OBJECTIVES: tuple[Objective, ...] = ("time", "cost", "co2", "sure")

MOST = 12
"""Routes shown at the most."""


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
        title: corridors and seas.
        name: the same in English.
        corridor: ids of the corridors.
        services: its services.
        times: days.
        cost: USD per FEU, prices of `load.BASE_YEAR`.
        co2e: kg per FEU, tank to wheel.
        on_front: whether no other shown or looked at beats it in time, cost, emissions and 95th percentile.
        generalised: USD per FEU with the worth of time; None where the value of the cargo was not said.
        grounds: what each of MEASURES rests on.
    """

    title: Title
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

    faster: Found
    cheaper: Found
    value: Range
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A route before and after what was set; None where it is not there."""

    name: str
    before: Found | None
    after: Found | None

    @property
    def moved(self) -> bool:
        """Whether its days or its costs are others, or it came or went."""
        if self.before is None or self.after is None:
            return True
        return (self.before.times.quantiles, self.before.cost) != (self.after.times.quantiles, self.after.cost)
