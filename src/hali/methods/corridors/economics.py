"""What a route costs and emits, and from which value of the cargo on the faster of two is the better one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from hali.methods.corridors.network import Network, Service

DAY_RATES = (0.006, 0.021)
"""Value of a day in transit, as a share of the value of the cargo.

Source: Hummels and Schaur (2013), Time as a trade barrier, American Economic Review 103(7), 2935-2959.
"""
BUFFER_WEIGHT = 0.5
"""A day of buffer by a day of transit; an assumption."""

LOADS = (12.0, 24.0)
"""Tonnes in one FEU, light and heavy; an assumption."""


@dataclass(frozen=True, slots=True)
class Range:
    """A lower and an upper value."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """Half way between them."""
        return (self.low + self.high) / 2


def cost(network: Network, route: Sequence[Service]) -> Range:
    """Freight, handling and border fees of one FEU, USD."""
    fees = 0.0
    for one, other in pairwise(route):
        process = network.change(other.start, one, other)
        assert process is not None
        fees += process.cost
    return Range(sum(s.cost[0] for s in route) + fees, sum(s.cost[1] for s in route) + fees)


def emissions(route: Sequence[Service]) -> Range:
    """Greenhouse gases of one FEU, kg CO2e: tonnes x km x factor, for LOADS."""
    return Range(
        LOADS[0] * sum(s.km * s.emission[0] for s in route),
        LOADS[1] * sum(s.km * s.emission[1] for s in route),
    )


def generalised(money: float, days: float, buffer: float, value: float, rate: float) -> float:
    """Cost with the worth of time and of being late, USD: money + value x rate x (days + weight x buffer)."""
    return money + value * rate * (days + BUFFER_WEIGHT * buffer)


def break_even(money: tuple[float, float], days: tuple[float, float], buffer: tuple[float, float]) -> Range | None:
    """Value of the cargo in one FEU, USD, from which on the first route is the better one.

    Args:
        money: cost of the first, the dearer and faster one, and of the second, USD.
        days: median days of both.
        buffer: buffers of both, days.

    Returns:
        The values for the upper and the lower of DAY_RATES; None where the first is not dearer, or saves no time.
    """
    dearer = money[0] - money[1]
    saved = days[1] - days[0] + BUFFER_WEIGHT * (buffer[1] - buffer[0])
    if dearer <= 0 or saved <= 0:
        return None
    return Range(dearer / (DAY_RATES[1] * saved), dearer / (DAY_RATES[0] * saved))
