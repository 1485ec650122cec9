"""Maps of routes across the Old World and its oceans, drawn directly as SVG.

The land is Natural Earth's at 1:110 million, coasts alone, clipped by `tools/land_map.py`. The picture is an equal-area
azimuthal projection about the middle of what is shown. Ways differ by colour and by dashes, so that grey print loses
nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import Literal

from hali.publish import axes, svg
from hali.publish.plots import RouteMap, Stop, Track, Way
from hali.publish.svg import ID_SLOT, element, frame, number
from hali.publish.vega_parts import WIDTH

LETTERS = 10.0
"""Size of names, in pixels."""
MARGIN = 26.0
"""Pixels around what is shown, for its names."""
SHAPES = (0.45, 0.9)
"""Least and greatest height of the picture by its width."""
FINE = 2.0
"""Degrees of a leg between two of the points it is drawn through."""
STYLES: dict[Way, tuple[str, str]] = {
    "rail": ("s1", ""),
    "sea": ("s2", "6 3"),
    "road": ("s3", "2 2.5"),
    "air": ("s4", "9 3 2 3"),
    "planned": ("muted", "1 4"),
}
"""Way -> colour role and dashes."""
PLACES = ((7, 3), (-7, 3), (0, -9), (0, 15), (7, -6), (-7, -6), (7, 12), (-7, 12))
"""Where a name may stand, in pixels right of and below its place, the first the best."""

Point = tuple[float, float]
Box = tuple[float, float, float, float]


@cache
def _land() -> tuple[tuple[Point, ...], ...]:
    """Rings of the coasts, in degrees."""
    found = json.loads((files("hali.publish") / "data" / "land_map.json").read_text(encoding="utf-8"))
    return tuple(
        tuple(
            zip(
                (x * found["unit"] for x in accumulate(ring[0::2])),
                (y * found["unit"] for y in accumulate(ring[1::2])),
                strict=True,
            )
        )
        for ring in found["rings"]
    )


def projected(point: Point, middle: Point) -> Point:
    """Position on an equal-area azimuthal map about `middle`, in radii of the globe, y downwards.

    Source: Snyder, Map projections: a working manual (1987), p. 185, doi.org/10.3133/pp1395.

    >>> projected((50.0, 40.0), (50.0, 40.0))
    (0.0, -0.0)
    """
    lon, lat = math.radians(point[0] - middle[0]), math.radians(point[1])
    centre = math.radians(middle[1])
    cosine = math.sin(centre) * math.sin(lat) + math.cos(centre) * math.cos(lat) * math.cos(lon)
    scale = math.sqrt(2 / max(1 + cosine, 1e-6))
    upwards = math.cos(centre) * math.sin(lat) - math.sin(centre) * math.cos(lat) * math.cos(lon)
    return scale * math.cos(lat) * math.sin(lon), -scale * upwards


class _Placed:
    """Degrees -> pixels, fitted to what is shown."""

    def __init__(self, points: Sequence[Point]) -> None:
        west, east = min(x for x, _ in points), max(x for x, _ in points)
        south, north = min(y for _, y in points), max(y for _, y in points)
        self.middle = ((west + east) / 2, (south + north) / 2)
        flat = [projected(point, self.middle) for point in points]
        left, right = min(x for x, _ in flat), max(x for x, _ in flat)
        top, bottom = min(y for _, y in flat), max(y for _, y in flat)
        wide, high = max(right - left, 0.02), max(bottom - top, 0.02)
        room = WIDTH - 2 * MARGIN
        self.height = min(max(high / wide * room + 2 * MARGIN, SHAPES[0] * WIDTH), SHAPES[1] * WIDTH)
        self.scale = min(room / wide, (self.height - 2 * MARGIN) / high)
        self.left = (left + right) / 2 - WIDTH / 2 / self.scale
        self.top = (top + bottom) / 2 - self.height / 2 / self.scale

    def __call__(self, point: Point) -> Point:
        x, y = projected(point, self.middle)
        return (x - self.left) * self.scale, (y - self.top) * self.scale


def drawn(chart: RouteMap, alt: str) -> str:
    """The map as SVG."""
    held = [track for track in chart.tracks if not track.beyond] or chart.tracks
    place = _Placed([point for track in held for point in _fine(track.points)])
    shape = element("rect", width=float(WIDTH), height=place.height)
    stops = sorted(chart.stops, key=lambda stop: not stop.end)
    ordered = sorted(chart.tracks, key=lambda track: track.front)
    inside = [
        element("rect", width=float(WIDTH), height=place.height, fill="paper"),
        _coasts(place),
        *(part for track in ordered for part in _track(track, place)),
        *(_circle(stop, place) for stop in stops),
        *_names(stops, place),
    ]
    keys = list(_legend(chart, place.height))
    parts = [
        f'<clipPath id="{ID_SLOT}-frame">{shape}</clipPath>',
        f'<g clip-path="url(#{ID_SLOT}-frame)">{"".join(inside)}</g>',
        element("rect", width=float(WIDTH), height=place.height, stroke="rule", stroke_width=0.75),
        *(part for _, part in keys),
    ]
    height = max((bottom for bottom, _ in keys), default=place.height) + 8.0
    return frame("".join(parts), WIDTH, height, alt, "chart map")


def _coasts(place: _Placed) -> str:
    """Land and the seas in it, without what lies outside the picture."""
    found = []
    for ring in _land():
        points = [place(point) for point in ring]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if max(xs) > 0 and min(xs) < WIDTH and max(ys) > 0 and min(ys) < place.height:
            found.append(svg.outline(points))
    path = element("path", d="".join(found), fill="grid", fill_rule="evenodd", stroke="quiet", stroke_width=4)
    return svg.tenths(path)


def _fine(points: Sequence[Point]) -> list[Point]:
    """A line with more points, for a straight line in degrees is a curve on the map."""
    found = [points[0]]
    for (ax, ay), (bx, by) in pairwise(points):
        steps = max(1, math.ceil(max(abs(bx - ax), abs(by - ay)) / FINE))
        found += [(ax + (bx - ax) * step / steps, ay + (by - ay) * step / steps) for step in range(1, steps + 1)]
    return found


def _track(track: Track, place: _Placed) -> Iterator[str]:
    points = " ".join(f"{number(x)},{number(y)}" for x, y in map(place, _fine(track.points)))
    if track.front:
        yield element("polyline", points=points, stroke="paper", stroke_width=5.5)
    yield element("polyline", "", points=points, **_look(track.way, 3.2 if track.front else 1.5))


def _look(way: Way, width: float) -> dict[str, str | float]:
    role, dashes = STYLES[way]
    look: dict[str, str | float] = {"stroke": role, "stroke_width": width, "stroke_linejoin": "round"}
    return {**look, "stroke_dasharray": dashes} if dashes else look


def _radius(stop: Stop) -> float:
    return 2.2 + 1.6 * math.sqrt(stop.days)


def _circle(stop: Stop, place: _Placed) -> str:
    x, y = place((stop.longitude, stop.latitude))
    fill = "ink" if stop.end else "paper"
    return element("circle", cx=x, cy=y, r=_radius(stop), fill=fill, stroke="ink", stroke_width=1.2)


def _names(stops: Sequence[Stop], place: _Placed) -> Iterator[str]:
    """Names where they hide neither one another nor the edge: the ends always, others where there is room."""
    taken: list[Box] = []
    for stop in stops:
        x, y = place((stop.longitude, stop.latitude))
        taken.append((x - 3, y - 3, x + 3, y + 3))
    for stop in stops:
        boxes = [_box(stop, shift, place) for shift in PLACES]
        free = [
            (shift, box)
            for shift, box in zip(PLACES, boxes, strict=True)
            if _inside(box, place) and not _hits(box, taken)
        ]
        if not free and not stop.end:
            continue
        (right, down), box = free[0] if free else (PLACES[0], boxes[0])
        taken.append(box)
        anchor = "start" if right > 0 else "end" if right < 0 else "middle"
        x, y = place((stop.longitude, stop.latitude))
        text: dict[str, str | float] = {"x": x + right, "y": y + down, "text_anchor": anchor, "font_size": LETTERS}
        yield element("text", stop.name, **text, stroke="paper", stroke_width=2.6, stroke_linejoin="round")
        yield element("text", stop.name, **text, fill="ink", font_weight="600" if stop.end else "400")


def _box(stop: Stop, shift: tuple[int, int], place: _Placed) -> Box:
    """What a name covers: left, top, right, bottom."""
    x, y = place((stop.longitude, stop.latitude))
    width = axes.text_width(stop.name, LETTERS)
    left = x + shift[0] - (0 if shift[0] > 0 else width if shift[0] < 0 else width / 2)
    return left, y + shift[1] - LETTERS + 1, left + width, y + shift[1] + 2


def _inside(box: Box, place: _Placed) -> bool:
    left, top, right, bottom = box
    return left > 0 and top > 0 and right < WIDTH and bottom < place.height


def _hits(box: Box, others: Sequence[Box]) -> bool:
    left, top, right, bottom = box
    return any(left < r and right > x and top < b and bottom > y for x, y, r, b in others)


def _legend(chart: RouteMap, top: float) -> Iterator[tuple[float, str]]:
    """Keys and words below the map, each with the lower edge of its row."""
    first, circles = chart.words
    keys: list[tuple[Way | Literal[""] | None, str]] = [*chart.ways, (None, first), ("", circles)]
    x, y = 2.0, top + 18.0
    for kind, words in keys:
        width = axes.text_width(words, LETTERS) + 44.0
        if x + width > WIDTH and x > 2.0:
            x, y = 2.0, y + 18.0
        if kind == "":
            yield y, element("circle", cx=x + 12, cy=y - 4.0, r=4.5, fill="paper", stroke="ink", stroke_width=1.2)
        else:
            look: dict[str, str | float] = _look(kind, 2.0) if kind else {"stroke": "ink", "stroke_width": 3.4}
            yield y, element("line", "", x1=x, x2=x + 24.0, y1=y - 4.0, y2=y - 4.0, **look)
        yield y, element("text", words, x=x + 30.0, y=y, fill="ink", font_size=LETTERS)
        x += width
