"""How wide a relation is and how much one side rests on it, by pillar: intervals, every component open, no rank.

Bandwidth of a component is what flows with the partner over what flows with the largest one; dependence is the part of
the partner in the flows with all. Both lie between 0 and 1. A component may be counted in several ways (tables, years);
the interval holds all of them, and what a pillar or the whole would be without any one of its parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hali.errors import QuestionError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Interval:
    """Lowest and highest value of the ways to count."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RelationIndex:
    """Bandwidth and dependence of one side towards the other, 0 to 1.

    Attributes:
        bandwidth: (counts,) of each count of a component.
        dependence: (counts,) the same; nan where parts of a whole have no meaning.
        pillar_bandwidth: by pillar, in the order of their numbers; None where no count is known.
        pillar_dependence: the same.
        whole_bandwidth: of all pillars alike.
        whole_dependence: the same.
    """

    bandwidth: Floats
    dependence: Floats
    pillar_bandwidth: tuple[Interval | None, ...]
    pillar_dependence: tuple[Interval | None, ...]
    whole_bandwidth: Interval | None
    whole_dependence: Interval | None


def relation_index(value: Floats, largest: Floats, total: Floats, component: Codes, pillar: Codes) -> RelationIndex:
    """Bandwidth and dependence from counts of components.

    Args:
        value: (counts,) what flows with the partner.
        largest: (counts,) what flows with the largest partner, in the same unit; nan where unknown.
        total: (counts,) what flows with all partners; nan where a sum has no meaning.
        component: (counts,) number of the component a count is of.
        pillar: (counts,) number of the pillar a component belongs to.

    Raises:
        QuestionError: no count, or a value that is negative, unknown or above the largest or the total.

    Source:
        Bandwidth and dependence after Moyer, J. D. et al. (2018), Power and Influence in a Globalized World, Atlantic
        Council; scales, intervals and equal weights are our own.
    """
    import numpy as np

    if not len(value):
        raise QuestionError("a relation index needs a count of a flow; none is there")
    above = [np.any(value > whole * (1 + 1e-9)) for whole in (largest, total)]
    if np.any(~(value >= 0)) or any(above):
        raise QuestionError("a flow with one partner is zero or more, and no more than the largest or all of them")
    bandwidth, dependence = (
        np.divide(value, whole, out=np.full(len(value), np.nan), where=whole > 0) for whole in (largest, total)
    )
    pillars = range(int(pillar.max()) + 1)
    wide, deep = (
        tuple(_of_pillar(share, component, pillar == number) for number in pillars) for share in (bandwidth, dependence)
    )
    return RelationIndex(bandwidth, dependence, wide, deep, _whole(wide), _whole(deep))


def _of_pillar(share: Floats, component: Codes, mine: NDArray[np.bool_]) -> Interval | None:
    """Mean of the components of a pillar, each at its lowest and highest count, also without each of them."""
    import numpy as np

    known = mine & np.isfinite(share)
    parts = [share[known & (component == number)] for number in np.unique(component[known])]
    return _mean([Interval(float(part.min()), float(part.max())) for part in parts])


def _whole(pillars: tuple[Interval | None, ...]) -> Interval | None:
    """Mean of the pillars that are known, also without each of them."""
    return _mean([one for one in pillars if one])


def _mean(parts: list[Interval]) -> Interval | None:
    """Mean of some intervals, widened to what it is without any one of them."""
    if not parts:
        return None
    kept = [parts]
    if len(parts) > 1:
        kept += [parts[:number] + parts[number + 1 :] for number in range(len(parts))]
    lows = [sum(one.low for one in some) / len(some) for some in kept]
    highs = [sum(one.high for one in some) / len(some) for some in kept]
    return Interval(min(lows), max(highs))
