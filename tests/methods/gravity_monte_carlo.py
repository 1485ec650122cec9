"""The Monte Carlo of the bias correction: python -m tests.methods.gravity_monte_carlo [--draws N].

Prints the table of docs/methods/gravity.md. Minutes; asserts nothing. The seeds are the numbers of the draws.
"""

from __future__ import annotations

import argparse

import numpy as np
from tests.methods.gravity_worlds import world

from hali.methods.gravity import fit
from hali.methods.gravity_bias import corrected

PLANTED = 1.0


def design(noise: str, countries: int, periods: int, draws: int) -> str:
    """One row of the table: bias and coverage before and after, by the jackknife, and by the true deviation of b."""
    rows = []
    for seed in range(draws):
        panel = world(seed, countries, periods, PLANTED, noise)
        plain = fit(panel)
        after, jackknife = corrected(panel, plain), corrected(panel, plain, "jackknife")
        rows.append((plain.coef[0], plain.se[0], after.coef[0], after.se[0], jackknife.se[0]))
    b, se, better, wider, widest = np.array(rows).T
    spreads = (b, se), (better, wider), (better, widest), (better, better.std())
    cover, cover_after, cover_jackknife, best = (np.mean(np.abs(e - PLANTED) < 1.96 * s) for e, s in spreads)
    bias = f"{b.mean() - PLANTED:+.4f} → {better.mean() - PLANTED:+.4f}"
    error = b.std() / np.sqrt(draws)
    shown = f"{cover:.1%} → {cover_after:.1%} | {cover_jackknife:.1%} | {best:.1%}"
    return f"| {noise} | {countries}, {periods} | {bias} | {error:.4f} | {shown} |"


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--draws", type=int, default=1000)
    draws = options.parse_args().draws
    for noise in ("gaussian", "poisson", "gamma", "mixed"):
        for countries in (15, 30):
            for periods in (2, 5):
                print(design(noise, countries, periods, draws), flush=True)
