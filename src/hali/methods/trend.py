"""The slope of a short yearly series, with an interval: robust, simple, and no forecast."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist, median

from hali.errors import QuestionError

FEWEST = 8
"""Points below which no slope is given."""

CONFIDENCE = 0.95
"""Coverage of the interval."""


@dataclass(frozen=True, slots=True)
class Slope:
    """Change of a series in one unit of time.

    Attributes:
        points: how many points it rests on.
        slope: median of the slopes of all pairs of points.
        low: lower end of the interval of 95 %.
        high: upper end.
    """

    points: int
    slope: float
    low: float
    high: float


def theil_sen(times: Sequence[float], values: Sequence[float]) -> Slope:
    """Theil-Sen slope of `values` over `times`, in their units, with the interval of Sen.

    >>> theil_sen([2010, 2011, 2012, 2013, 2014, 2015, 2016, 2017], [1, 3, 5, 7, 9, 11, 13, 15]).slope
    2.0

    Args:
        times: distinct, at least FEWEST.
        values: one for each time.

    Raises:
        QuestionError: too few points, or a time that occurs twice.

    Source:
        Theil (1950), Proceedings of the Royal Netherlands Academy of Sciences 53, 386-392, 521-525, 1397-1412;
        Sen (1968), Estimates of the Regression Coefficient Based on Kendall's Tau, Journal of the American
        Statistical Association 63(324), 1379-1389, with the variance for tied values.
    """
    if len(times) < FEWEST or len(set(times)) < len(times):
        raise QuestionError(f"a slope needs at least {FEWEST} points of different times; {len(times)} given")
    pairs = [(i, j) for i in range(len(times)) for j in range(i + 1, len(times))]
    slopes = sorted((values[j] - values[i]) / (times[j] - times[i]) for i, j in pairs)
    spread = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * math.sqrt(_variance(values))
    first = max(0, round((len(slopes) - spread) / 2) - 1)
    last = min(len(slopes) - 1, round((len(slopes) + spread) / 2))
    return Slope(len(times), median(slopes), slopes[first], slopes[last])


def _variance(values: Sequence[float]) -> float:
    """Variance of Kendall's score of a series whose times are distinct and whose values may be tied."""
    n = len(values)
    ties = [values.count(v) for v in set(values)]
    return (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
