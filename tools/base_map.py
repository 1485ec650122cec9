"""Write the base map of the brief from Natural Earth at 1:50 million, as the npm package world-atlas 2.0.2 holds it.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/base_map.py package/countries-50m.json > src/hali/publish/data/base_map.json

The result holds the land of the box from Europe to Central Asia, simplified, by the rule `un`: Crimea is in Ukraine,
Cyprus is whole, Kosovo stands as an area of its own without a number. Areas the brief never names one by one are merged
where their common boundary is disputed. `tests/publish/test_maps.py` proves the points.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from math import hypot

Point = tuple[float, float]

BOX = (-11.0, 34.0, 88.0, 71.5)
"""West, south, east, north, in degrees."""
TOLERANCE = 0.05
"""Degrees a simplified line may lie off, where a degree is counted as wide as high."""
LEAST = 0.02
"""Square degrees; smaller rings are left out, except those of KEPT."""
KEPT = {"MLT", "LUX", "CYP", "BHR"}
WHOLE = 0.8
"""Share of an area that must lie in the box for it to be shaded as a partner."""
CRIMEA = (34.1, 44.95)
"""A point in the polygon that goes from 643 to 804."""
DISPUTED = {"156", "356", "586", "Siachen Glacier"}
"""Their common boundaries are not drawn."""
CODES = {
    "008": "ALB", "012": "DZA", "031": "AZE", "040": "AUT", "051": "ARM", "056": "BEL", "070": "BIH", "100": "BGR",
    "112": "BLR", "191": "HRV", "196": "CYP", "203": "CZE", "208": "DNK", "233": "EST", "246": "FIN", "250": "FRA",
    "268": "GEO", "276": "DEU", "300": "GRC", "348": "HUN", "352": "ISL", "364": "IRN", "368": "IRQ", "372": "IRL",
    "380": "ITA", "398": "KAZ", "417": "KGZ", "422": "LBN", "428": "LVA", "440": "LTU", "442": "LUX", "470": "MLT",
    "498": "MDA", "499": "MNE", "528": "NLD", "578": "NOR", "616": "POL", "620": "PRT", "642": "ROU", "643": "RUS",
    "688": "SRB", "703": "SVK", "705": "SVN", "724": "ESP", "752": "SWE", "756": "CHE", "760": "SYR", "762": "TJK",
    "788": "TUN", "792": "TUR", "795": "TKM", "804": "UKR", "807": "MKD", "826": "GBR", "860": "UZB", "Kosovo": "XKX",
}  # fmt: skip
"""Numeric code or name of the source -> code of ours; every other area is land without a name."""


def main(path: str) -> None:
    """Print the base map made of the TopoJSON file at `path`."""
    with open(path, encoding="utf-8") as file:
        topology = json.load(file)
    arcs = decoded(topology)
    parts = corrected(topology["objects"]["countries"]["geometries"], arcs)
    small = [simplified(arc) for arc in arcs]
    areas: dict[str, list[list[list[int]]]] = {}
    whole = []
    for name, polygons in sorted(parts.items()):
        rings = [assembled(ring, small) for ring in polygons]
        shown = [list(clipped(ring)) for ring in rings]
        kept = [ring for ring in shown if len(ring) > 3 and (name in KEPT or abs(area(ring)) > LEAST)]
        if not kept:
            continue
        if name in CODES.values() and sum(map(area, shown)) / sum(map(area, rings)) >= WHOLE:
            whole.append(name)
        areas[name if name in CODES.values() else "OTHER"] = [
            *areas.get(name if name in CODES.values() else "OTHER", []),
            *(packed(ring) for ring in kept),
        ]
    found = {
        "origin": "Natural Earth 1:50m, public domain, through world-atlas 2.0.2 (ISC); simplified, rule un",
        "box": BOX,
        "unit": 0.01,
        "whole": whole,
        "areas": areas,
    }
    print(json.dumps(found, separators=(",", ":")))


def decoded(topology: dict) -> list[list[Point]]:
    """The arcs in degrees."""
    (sx, sy), (ox, oy) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + ox, y * sy + oy))
        found.append(points)
    return found


def corrected(geometries: list[dict], arcs: list[list[Point]]) -> dict[str, list[list[int]]]:
    """Rings by area, as arc numbers, by the rule `un`; neighbours that become one lose their common arcs."""
    rings: dict[str, list[list[int]]] = {}
    for geometry in geometries:
        name, code = geometry["properties"]["name"], geometry.get("id", "")
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            owner = CODES.get(code) or CODES.get(name) or f"_{code or name}"
            if code == "643" and holds(assembled(polygon[0], arcs), CRIMEA):
                owner = "UKR"
            if name == "N. Cyprus":
                owner = "CYP"
            if code in DISPUTED or name in DISPUTED:
                owner = "_disputed"
            rings.setdefault(owner, []).extend(polygon)
    for owner in ("UKR", "CYP", "_disputed"):
        rings[owner] = merged(rings[owner], arcs)
    return rings


def merged(rings: list[list[int]], arcs: list[list[Point]]) -> list[list[int]]:
    """Outer and inner rings of the union: an arc used in both directions is no boundary."""
    used = {arc for ring in rings for arc in ring}
    left = [arc for ring in rings for arc in ring if ~arc not in used]
    start = {ends(arc, arcs)[0]: arc for arc in left}
    found = []
    while start:
        first, arc = start.popitem()
        ring = [arc]
        while ends(arc, arcs)[1] != first:
            arc = start.pop(ends(arc, arcs)[1])
            ring.append(arc)
        found.append(ring)
    return found


def ends(arc: int, arcs: list[list[Point]]) -> tuple[Point, Point]:
    """First and last point of an arc in its direction."""
    points = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
    return points[0], points[-1]


def assembled(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Points of a ring, first and last the same; one that crosses the date line goes on beyond 180 degrees."""
    points: list[Point] = []
    for arc in ring:
        part = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        points += part[1:] if points else part
    if any(abs(one[0] - two[0]) > 180 for one, two in pairwise(points)):
        return [(x % 360, y) for x, y in points]
    return points


def simplified(points: list[Point]) -> list[Point]:
    """Douglas and Peucker's line; its ends stay, so that neighbours still meet."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    long = hypot(bx - ax, by - ay)
    off = [
        abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / long if long else hypot(x - ax, y - ay) for x, y in points
    ]
    far = max(range(len(points)), key=off.__getitem__)
    if off[far] <= TOLERANCE:
        return [points[0], points[-1]] if long else points[:1] * 2
    return simplified(points[: far + 1])[:-1] + simplified(points[far:])


def clipped(ring: list[Point], box: tuple[float, float, float, float] = BOX) -> Iterator[Point]:
    """The part of a ring in a box (Sutherland and Hodgman), with points along the edges of the box."""
    west, south, east, north = box
    points = ring[:-1]
    for axis, bound, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        points = list(cut(points, axis, bound, sign))
    for one, two in zip(points, points[1:] + points[:1], strict=True):
        yield one
        along = next((axis for axis in (0, 1) if one[axis] == two[axis] in (box[axis], box[axis + 2])), None)
        if along is not None:  # an edge of the box is a curve on the map
            steps = int(abs(one[1 - along] - two[1 - along]) / 2)
            for step in range(1, steps):
                yield tuple(a + (b - a) * step / steps for a, b in zip(one, two, strict=True))


def cut(points: list[Point], axis: int, bound: float, sign: int) -> Iterator[Point]:
    """The part of a ring on one side of a line."""
    for one, two in zip(points, points[1:] + points[:1], strict=True):
        inside, next_inside = ((p[axis] - bound) * sign >= 0 for p in (one, two))
        if inside:
            yield one
        if inside != next_inside:
            share = (bound - one[axis]) / (two[axis] - one[axis])
            crossing = [a + (b - a) * share for a, b in zip(one, two, strict=True)]
            crossing[axis] = bound
            yield (crossing[0], crossing[1])


def area(ring: list[Point]) -> float:
    """Signed area in square degrees."""
    return sum(a * d - c * b for (a, b), (c, d) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def holds(ring: list[Point], point: Point) -> bool:
    """Whether a point lies in a ring."""
    x, y = point
    crossed = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            crossed = not crossed
    return crossed


def packed(ring: list[Point]) -> list[int]:
    """A ring in hundredths of a degree: the first point, then steps; points that round to the same are one."""
    found: list[int] = []
    before = (0, 0)
    for x, y in ring:
        here = (round(x * 100), round(y * 100))
        if here != before or not found:
            found += [here[0] - before[0], here[1] - before[1]]
            before = here
    return found


if __name__ == "__main__":
    main(sys.argv[1])
