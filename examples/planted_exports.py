"""Made-up monthly reports of one exporter and 12 destinations, for `hali diversion`: no figure is of any country.

python examples/planted_exports.py flows.csv [SEED]
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

DESTINATIONS = ("opened", "grown", "always", "everything", "early", *(f"quiet-{number}" for number in range(1, 8)))
LISTED, OTHERS, MONTHS, DAY = 20, 80, 30, 18
"""Listed products (codes L01 ..) and others (U01 ..), months from 2020-01, and the first one after the day: 2021-07."""

NOISE = 0.4
"""Standard deviation of what every single report is off by, in logarithms."""


def main(file: Path, seed: int = 0) -> None:
    """Write a row a destination, product and month, both reports in thousands.

    What is planted: *opened* records 60 % less of the listed goods from the day on; *grown* is sent three times as much
    of them and records it; *always* has left 40 % of all goods unrecorded from the start; *everything* leaves half of
    all goods, listed or not, unrecorded from the day on; *early* as *opened*, but since eight months before the day.
    """
    rng = np.random.default_rng(seed)
    shape = (len(DESTINATIONS), LISTED + OTHERS, MONTHS)
    listed, month = np.arange(LISTED + OTHERS)[:, None] < LISTED, np.arange(MONTHS)[None]
    exported = np.exp(rng.normal(7, 1.2, shape[:2])[..., None] + rng.normal(0, 0.5, shape))
    exported[DESTINATIONS.index("grown")] *= np.where(listed & (month >= DAY), 3, 1)
    own = rng.normal(0, 0.3, shape[:2])[..., None]  # what a destination counts differently throughout
    recorded = 1.06 * exported * np.exp(own + rng.normal(0, NOISE, shape))
    for name, cells, share in (
        ("opened", listed & (month >= DAY), 0.4),
        ("always", month >= 0, 0.6),
        ("everything", month >= DAY, 0.5),
        ("early", listed & (month >= DAY - 8), 0.4),
    ):
        recorded[DESTINATIONS.index(name)] *= np.where(cells, share, 1)
    recorded[rng.random(shape) < 0.02] = 0
    codes = [f"{'L' if code < LISTED else 'U'}{code:02}" for code in range(LISTED + OTHERS)]
    with file.open("w", encoding="utf-8") as out:
        out.write("destination,product,month,exported,recorded\n")
        for (d, p, t), x in np.ndenumerate(exported):
            when = f"{2020 + t // 12}-{t % 12 + 1:02}"
            out.write(f"{DESTINATIONS[d]},{codes[p]},{when},{x:.0f},{recorded[d, p, t]:.0f}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
