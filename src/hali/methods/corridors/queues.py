"""Waiting behind what is shut: closures by weather that alternate by chance, and one closing of given length.

While shut, arrivals accumulate; after reopening the backlog leaves at capacity, first come first served. Arrivals are a
steady flow, and time is measured in days of capacity.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from hali.methods.corridors.network import Closure, Shut

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

YEAR = 365.0
MONTHS = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)
"""First day of each month, and of the year after."""
CHAINS = 512
"""Courses of the weather drawn for a closure: with 128 of them the 95th percentile of a winter moved 1 day by seed."""
YEARS = 3
"""Years each course lasts: one to fill the queue, one to depart in, one to arrive in."""
STEP = 0.5
"""Days between two points of the table of departures."""


class Weather:
    """When a shipment that is ready at some moment leaves, for CHAINS courses of the weather.

    Args:
        closure: how often and how long it is shut.
        random: source of the draws.

    Source:
        The backlog is the reflected process of a fluid queue whose server is switched off and on: Harrison (1985),
        Brownian motion and stochastic flow systems, Wiley, chapter 2 (reflection map).
    """

    def __init__(self, closure: Closure, random: np.random.Generator) -> None:
        import numpy as np

        grid = np.arange(0.0, YEARS * YEAR, STEP)
        edges, opened = _switches(closure, random)
        self.leaves = np.empty((CHAINS, len(grid)))
        for chain in range(CHAINS):
            capacity = np.interp(grid, edges[chain], opened[chain])
            excess = closure.utilisation * grid - capacity
            backlog = excess - np.minimum.accumulate(np.minimum(excess, 0.0))
            served = np.interp(capacity + backlog, opened[chain], edges[chain])
            self.leaves[chain] = np.maximum(np.maximum.accumulate(served), grid)

    def leave(self, ready: NDArray[np.float64], chain: NDArray[np.int64]) -> NDArray[np.float64]:
        """Moment of leaving, days, for shipments ready at `ready` days after the second year began."""
        import numpy as np

        place = np.clip((ready + YEAR) / STEP, 0, self.leaves.shape[1] - 2)
        index = place.astype(np.int64)
        part = place - index
        found: Any = self.leaves[chain, index] * (1 - part) + self.leaves[chain, index + 1] * part - YEAR
        waited: NDArray[np.float64] = np.maximum(found, ready)
        return waited


@lru_cache(maxsize=16)
def weather(closure: Closure, seed: int) -> Weather:
    """The weather of a closure by the seed of a question; kept, for it takes longer than all else of an answer."""
    import numpy as np

    return Weather(closure, np.random.Generator(np.random.PCG64([seed, zlib.crc32(closure.id.encode())])))


def _switches(closure: Closure, random: np.random.Generator) -> tuple[Any, Any]:
    """Moments at which it shuts and opens, and the open days before each, both CHAINS x events.

    Open times end at a rate that makes the month's share shut on average: share / ((1 - share) x mean days).
    """
    import numpy as np

    share = np.tile(np.clip(np.array(closure.share), 0.0, 0.95), YEARS)
    days = np.concatenate([np.array(MONTHS[:-1]) + YEAR * year for year in range(YEARS)] + [np.array([YEARS * YEAR])])
    hazard = np.concatenate([[0.0], np.cumsum(share / ((1 - share) * closure.mean_days) * np.diff(days))])
    hazard_ends, day_ends = np.append(hazard, hazard[-1] + 1e6), np.append(days, days[-1] + 1e9)
    now, opened = np.zeros(CHAINS), np.zeros(CHAINS)
    edges, sums = [now], [opened]
    while now.min() < YEARS * YEAR:
        until = np.interp(
            np.interp(now, day_ends, hazard_ends) + random.exponential(size=CHAINS), hazard_ends, day_ends
        )
        opened = opened + until - now
        edges.append(until)
        sums.append(opened)
        now = until + random.exponential(closure.mean_days, CHAINS)
        # a little is carried even then, so that each amount is reached at one moment
        opened = opened + 1e-9
        edges.append(now)
        sums.append(opened)
    return np.array(edges).T, np.array(sums).T


def leave_shut(ready: NDArray[np.float64], start: float, shut: Shut) -> NDArray[np.float64]:
    """Moment of leaving a place that is shut from `start` on, days; the backlog of those before stands in the way."""
    import numpy as np

    behind = start + shut.days + shut.utilisation * (ready - start)
    found: NDArray[np.float64] = np.where(ready >= start, np.maximum(ready, behind), ready)
    return found
