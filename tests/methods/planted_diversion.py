"""A world in which it is known which destinations do not record what was exported to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

LISTED = 0.15
FIRST_OF = 2 / 3


@dataclass(frozen=True)
class Planted:
    """Reports, the list, the first month after the day, and what was planted."""

    x: Any
    m: Any
    listed: Any
    first: int
    unrecorded: Any  # (destinations,) share
    amount: Any  # (destinations,) of the imports' valuation, in months the importer reports


def world(seed: int, destinations: int = 60, products: int = 200, months: int = 60, diverting: int = 10) -> Planted:
    """Exports with levels and trends, imports with lags, noise, absent months, confidential and empty cells."""
    rng = np.random.default_rng(seed)
    shape = (destinations, products, months)
    level = rng.normal(11, 1.5, shape[:2])[..., None] + rng.normal(0, 0.3, shape[1:])[None]
    x = np.exp(level + rng.normal(0, 0.1, (destinations, 1, months)).cumsum(axis=2) + rng.normal(0, 0.6, shape))
    x[rng.random(shape) < 0.05] = 0
    listed = np.zeros(products, bool)
    listed[rng.permutation(products)[: max(1, int(products * LISTED))]] = True
    first = int(months * FIRST_OF)
    share = np.zeros(destinations)
    share[rng.permutation(destinations)[:diverting]] = rng.uniform(0.3, 0.8, diverting)
    late = rng.uniform(0, 0.3, (destinations, 1, 1))
    arrived = x * (1 - late)
    arrived[..., 1:] += (x * late)[..., :-1]
    own = rng.normal(0, 0.4, shape[:2])[..., None]  # what each destination counts differently throughout
    whole = arrived * 1.06 * np.exp(own + rng.normal(0, 0.5, shape))
    cells = (share[:, None, None] > 0) & listed[None, :, None] & (np.arange(months) >= first)[None, None]
    m = np.where(cells, whole * (1 - share[:, None, None]), whole)
    absent = (rng.random(destinations) < 0.2)[:, None] & (rng.random((destinations, months)) < 0.15)
    empty = rng.random(shape) < 0.03
    confidential = rng.random(shape) < 0.02
    m = np.where(empty, 0, m)
    unknown = confidential | np.broadcast_to(absent[:, None, :], shape)
    m = np.where(unknown, np.nan, m)
    seen = cells & ~unknown & ~empty & (x > 0)
    amount = np.where(seen, whole * share[:, None, None], 0).sum(axis=(1, 2))
    return Planted(x, m, listed, first, share, amount)


def area_under_curve(score: Any, positive: Any) -> float:
    """Probability that a planted destination scores above another one."""
    order = np.argsort(np.argsort(score)) + 1
    n = int(positive.sum())
    return float((order[positive].sum() - n * (n + 1) / 2) / (n * (len(score) - n)))
