"""Write the land of route maps from Natural Earth at 1:110 million, as the npm package world-atlas 2.0.2 holds it.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/land_map.py package/land-110m.json > src/hali/publish/data/land_map.json

It holds coasts alone: a map without borders takes no position on any.
"""

from __future__ import annotations

import json
import sys

from base_map import Point, area, clipped, decoded, packed

BOX = (-60.0, -50.0, 179.9, 80.0)
"""West, south, east, north, in degrees: the Old World with its oceans."""
LEAST = 1.0
"""Square degrees; smaller islands are left out."""


def main(path: str) -> None:
    """Print the land made of the TopoJSON file at `path`."""
    with open(path, encoding="utf-8") as file:
        topology = json.load(file)
    arcs = decoded(topology)
    polygons = [
        ring
        for geometry in topology["objects"]["land"]["geometries"]
        for polygon in (geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]])
        for ring in polygon
    ]
    shown = [list(clipped(assembled(ring, arcs), BOX)) for ring in polygons]
    rings = [packed(ring) for ring in shown if len(ring) > 3 and abs(area(ring)) > LEAST]
    origin = "Natural Earth 1:110m, public domain, through world-atlas 2.0.2 (ISC); coasts only"
    print(json.dumps({"origin": origin, "unit": 0.01, "rings": rings}, separators=(",", ":")))


def assembled(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Points of a ring, first and last the same; one that crosses the date line goes on beyond 180 degrees."""
    points: list[Point] = []
    for arc in ring:
        part = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        for x, y in part[1:] if points else part:
            turns = round((points[-1][0] - x) / 360) if points else 0
            points.append((x + 360 * turns, y))
    home = -360 * round(sum(x for x, _ in points) / len(points) / 360)
    return [(x + home, y) for x, y in points]


if __name__ == "__main__":
    main(sys.argv[1])
