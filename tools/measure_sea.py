"""Measure the sea legs of the corridor network once, with searoute 1.6.0 (a package of the measuring only).

    pip install searoute==1.6.0
    python tools/measure_sea.py

Reads `nodes.csv` and `services.csv`, writes `sea_legs.csv` beside them: kilometres and a line to draw for each pair of
ports and each way round. searoute's list of closed passages is replaced, not added to, so all of them are named.
"""

from __future__ import annotations

import csv
from math import hypot
from pathlib import Path

import searoute

DATA = Path(__file__).parents[1] / "src" / "hali" / "corridors" / "data"
AT_SEA = {"feeder", "ropax", "roro", "rail_ferry", "ocean"}
ARCTIC = ["northwest", "northeast", "bering"]
CLOSED = {"": ARCTIC, "suez": [*ARCTIC, "panama"], "cape": [*ARCTIC, "panama", "suez"]}
"""Way round -> passages closed to it; without the Arctic ones and Panama searoute leaves Eurasia."""
TOLERANCE = 0.2
"""Degrees a drawn line may lie off."""
CASPIAN = {"aktau", "kuryk", "alat", "turkmenbashi"}
"""Ports without a way to the ocean: searoute would take the Volga-Don canal without a word."""

Point = tuple[float, float]


def main() -> None:
    """Write the legs."""
    nodes = {row["id"]: (float(row["lon"]), float(row["lat"])) for row in rows("nodes.csv")}
    pairs = {(*sorted((row["from"], row["to"])), row["via"]) for row in rows("services.csv") if row["mode"] in AT_SEA}
    with (DATA / "sea_legs.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("one", "other", "via", "km", "line"))
        for one, other, via in sorted(pairs):
            if (one in CASPIAN) != (other in CASPIAN):
                raise SystemExit(f"{one} and {other} are not joined by sea")
            found = searoute.searoute(nodes[one], nodes[other], restrictions=CLOSED[via])
            line = simplified([tuple(point) for point in found["geometry"]["coordinates"]])
            drawn = ";".join(f"{x:.2f} {y:.2f}" for x, y in line)
            out.writerow((one, other, via, round(found["properties"]["length"]), drawn))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of the network."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def simplified(points: list[Point]) -> list[Point]:
    """Douglas and Peucker's line."""
    (ax, ay), (bx, by) = points[0], points[-1]
    long = hypot(bx - ax, by - ay) or 1.0
    off = [abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / long for x, y in points]
    far = max(range(len(points)), key=off.__getitem__)
    if len(points) < 3 or off[far] <= TOLERANCE:
        return [points[0], points[-1]]
    return simplified(points[: far + 1])[:-1] + simplified(points[far:])


if __name__ == "__main__":
    main()
