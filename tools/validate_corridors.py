"""Print the times the corridor model gives beside those published, and how far they lie apart.

    python tools/validate_corridors.py            the table
    python tools/validate_corridors.py --fit      fit the factors of the calibration first, and write them
    python tools/validate_corridors.py --back     the inputs of 2021 against times of 2024

`published.csv` says which rows calibrate and which validate; that was settled before anything was fitted. A row whose
figure is a best case is compared with the fifth percentile, every other one with the median.
"""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Iterable, Mapping
from itertools import product
from pathlib import Path

from hali.corridors import load as loading
from hali.corridors.answer import along
from hali.corridors.question import Found, Question

DATA = Path(__file__).parents[1] / "src" / "hali" / "corridors" / "data"
LABELS = {"middle-btk": ("middle+btk",), "turkey-eu": ("rail",)}
"""Corridor of a published row -> labels of ours, where they differ."""
FITTED = ("port", "rail_border")
"""Classes of processes with a factor."""
PRIOR, ERROR = 0.25, 0.10
"""Spread of the logarithm of a factor before any row was seen, and of a row around the model: five rows of one corridor
must not carry a factor to where none of its hours were measured."""
ROUNDS = 4
"""Times the parts are drawn anew."""
GRID = [round(0.5 + 0.05 * step, 2) for step in range(31)]
"""Factors tried."""
BACK = (
    "dwell.altynkol=1.78",
    "dwell.alat=1.3",
)
"""2021: Kazakh inbound border 61.8 h (L112) by 34.8; Alat at its limit of 30 h by 20.1 (L129), an assumption."""

Line = tuple[dict[str, str], Found | None]


def main(arguments: Iterable[str]) -> None:
    """Print what was asked for."""
    rows = published()
    if "--fit" in arguments:
        fit([row for row in rows if row["role"] == "calibration"])
    settings = BACK if "--back" in arguments else ()
    chosen = [row for row in rows if row["role"] == "calibration"] if settings else rows
    lines = [(row, modelled(row, settings)) for row in chosen]
    for role in ("calibration", "validation"):
        part = [line for line in lines if line[0]["role"] == role]
        if part:
            print(f"\n{role}")
            table(part)
    print()
    summary(lines)


def published() -> list[dict[str, str]]:
    """The rows a model may be held against."""
    with (DATA / "published.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def modelled(row: Mapping[str, str], settings: tuple[str, ...] = (), draws: int = 10_000) -> Found | None:
    """The fastest route along the corridor of a row, or by rail alone where it needs none, in its month."""
    question = Question(
        start=row["origin"], end=row["destination"], month=int(row["month"] or 0), settings=settings, draws=draws
    )
    labels = (*LABELS.get(row["corridor"], (row["corridor"],)), "rail")
    found = [one for label in labels if (one := along(question, label)) is not None]
    return min(found, key=lambda one: one.times.quantiles[2], default=None)


def told(row: Mapping[str, str]) -> tuple[float, float, float]:
    """Least, central and most published days."""
    typical = float(row["days_typical"] or 0)
    least, most = float(row["days_min"] or typical), float(row["days_max"] or typical)
    return min(least, typical or least), typical or (least + most) / 2, max(most, typical)


def compared(row: Mapping[str, str], found: Found) -> float:
    """The quantile of the model a row is held against, days."""
    return found.times.quantiles[0 if row["statistic"] == "best" else 2]


def table(lines: Iterable[Line]) -> None:
    """Print a line for each row."""
    print(
        "row   from         to           corridor     month published      model p5/p50/p95     error  in 90 %  grade"
    )
    for row, found in lines:
        least, central, most = told(row)
        named = (
            f"{row['id']:5} {row['origin'][:12]:12} {row['destination'][:12]:12} {row['corridor']:12} {row['month']:>3}"
        )
        if found is None:
            print(f"{named}   {central:6.1f}        no route along this corridor")
            continue
        p5, _, p50, _, p95 = found.times.quantiles
        error = compared(row, found) / central - 1
        inside = "yes" if covered(row, found) else "NO"
        span = f"{least:g}-{most:g}" if least < most else f"{central:g}"
        print(
            f"{named}   {span:>8} {row['statistic'][:4]}  {p5:5.1f} {p50:5.1f} {p95:5.1f}   "
            f"{error:+6.0%}   {inside:4}   {row['quality']}"
        )


def covered(row: Mapping[str, str], found: Found) -> bool:
    """Whether the published central value lies in the interval of 90 %."""
    return found.times.quantiles[0] <= told(row)[1] <= found.times.quantiles[4]


def summary(lines: list[Line]) -> None:
    """Print how many rows are met."""
    for role, most in (("calibration", 0.15), ("validation", 0.25)):
        part = [(row, found) for row, found in lines if row["role"] == role and found is not None]
        graded = [(row, found) for row, found in part if row["quality"] in "AB"]
        if not part:
            continue
        near = sum(abs(compared(row, found) / told(row)[1] - 1) <= most for row, found in graded)
        inside = sum(covered(row, found) for row, found in part)
        errors = [abs(compared(row, found) / told(row)[1] - 1) for row, found in part]
        print(
            f"{role}: {near} of {len(graded)} rows of quality A or B within {most:.0%}; {inside} of {len(part)} in the "
            f"interval of 90 % ({inside / len(part):.0%}); mean absolute error {sum(errors) / len(errors):.1%}"
        )
    everything = [(row, found) for row, found in lines if found is not None]
    inside = sum(covered(row, found) for row, found in everything)
    print(f"all: {inside} of {len(everything)} in the interval of 90 % ({inside / len(everything):.0%})")


def fit(rows: list[dict[str, str]]) -> None:
    """Find the factors of FITTED most likely given the rows and the prior; write them.

    A median is not the sum of the parts' medians: the parts are drawn anew with the factors found, ROUNDS times.
    """
    factors, error = dict.fromkeys(FITTED, 1.0), 0.0
    for _ in range(ROUNDS):
        write(factors, rows, error)
        factors, error = _fitted(factors, [(_parts(row), told(row)[1]) for row in rows])
    write(factors, rows, error)


def _fitted(
    factors: Mapping[str, float], lines: list[tuple[list[tuple[str, float]], float]]
) -> tuple[dict[str, float], float]:
    """The most likely factors near those the parts were drawn with, and the root mean square error of the rows, %."""

    def errors(tried: Mapping[str, float]) -> list[float]:
        scale = {group: value / factors[group] for group, value in tried.items()}
        return [
            math.log(sum(days * scale.get(group, 1.0) for group, days in parts) / central) for parts, central in lines
        ]

    def loss(tried: Mapping[str, float]) -> float:
        fits = sum((error / ERROR) ** 2 for error in errors(tried))
        return fits + sum((math.log(factor) / PRIOR) ** 2 for factor in tried.values())

    best = min((dict(zip(FITTED, one, strict=True)) for one in product(GRID, repeat=len(FITTED))), key=loss)
    return best, 100 * math.sqrt(sum(error**2 for error in errors(best)) / len(lines))


def _parts(row: Mapping[str, str]) -> list[tuple[str, float]]:
    """Class and days of each part of the modelled route, scaled to its median."""
    found = modelled(row, draws=4_000)
    assert found is not None
    share = found.times.quantiles[2] / found.times.mean
    return [(part.group, mean * share) for part, mean, _, _ in found.times.parts]


def write(factors: Mapping[str, float], rows: list[dict[str, str]], error: float) -> None:
    """Write the factors where the network takes them from, and read it anew."""
    with (DATA / "calibration.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("class", "factor", "rows", "error_pct"))
        for group, factor in factors.items():
            out.writerow((group, factor, " ".join(row["id"] for row in rows), f"{error:.1f}"))
    loading.read.cache_clear()
    loading.load.cache_clear()


if __name__ == "__main__":
    main(sys.argv[1:])
