"""Planted worlds for the tests of gravity: flows whose coefficients are known."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from hali.methods.gravity import Panel

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"


def reference_rows(name: str) -> list[dict[str, str]]:
    """Rows of a file of reference data; skips where it is not beside the checkout."""
    if not (REFERENCE / name).is_file():
        pytest.skip("no reference data beside the checkout")
    with (REFERENCE / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def world(seed: int, countries: int, periods: int, b: float = 1.0, noise: str = "poisson") -> Panel:
    """Flows with effects of all three kinds, a regressor that depends on them, and serially correlated noise.

    The designs of Weidner and Zylkin (2021): effects of variance 1/16, log-normal noise whose variance is that of the
    name (gaussian: constant, poisson: proportional to the mean, gamma: to its square, mixed: half poisson, half growing
    with the regressor), correlation .3 over time.
    """
    draw = np.random.default_rng(seed)
    n, sd = countries, 0.25
    sold, bought = draw.normal(0, sd, (n, periods)), draw.normal(0, sd, (n, periods))
    tied = draw.normal(0, sd, (n, n))
    exporter, importer = np.nonzero(~np.eye(n, dtype=bool))
    pairs = len(exporter)
    x, z = np.empty((pairs, periods)), np.empty((pairs, periods))
    before, shock = tied[exporter, importer] + draw.normal(0, 0.5, pairs), draw.normal(size=pairs)
    for t in range(periods):
        level = sold[exporter, t] + bought[importer, t] + tied[exporter, importer]
        x[:, t] = before = before / 2 + level + draw.normal(0, 0.5, pairs)
        z[:, t] = shock = 0.3 * shock + draw.normal(0, np.sqrt(1 - 0.09), pairs)
    mean = np.exp(b * x + sold[exporter] + bought[importer] + tied[exporter, importer][:, None])
    variances = {
        "gaussian": 1 / mean**2,
        "poisson": 1 / mean,
        "gamma": np.ones_like(mean),
        "mixed": 0.5 / mean + 0.5 * np.exp(2 * x),
    }
    spread = np.log1p(variances[noise])
    flow = mean * np.exp(np.sqrt(spread) * z - spread / 2)
    keys = np.repeat(exporter, periods), np.repeat(importer, periods), np.tile(np.arange(periods), pairs)
    return Panel(flow.ravel(), *keys, x.reshape(-1, 1), ("x",))
