"""Maps from Europe to Central Asia: two partners shaded, routes between them, drawn directly as SVG.

The land is Natural Earth's at 1:50 million, clipped, simplified and corrected by `tools/base_map.py`; the picture is an
equal-area cone's. Partners differ by pattern as well as by tone and sea legs by their dashes, so that grey print loses
nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import TypedDict

from hali.publish import axes, svg
from hali.publish.plots import Leg, Map, Place
from hali.publish.svg import ID_SLOT, element, frame, number
from hali.publish.vega_parts import WIDTH

PARALLELS = (40.0, 58.0)
"""Parallels of true scale, in degrees (conic equal-area projection of Albers)."""
MERIDIAN = 38.0
"""Meridian that stands upright, in degrees."""
LETTERS = 11.0
"""Size of names, in pixels."""
MARGIN = 2.0
DISPUTED = "XKX"
"""Drawn with a dashed outline: its status is not for a map to say."""

Ring = tuple[tuple[float, float], ...]


class _Base(TypedDict):
    origin: str
    box: tuple[float, float, float, float]
    unit: float
    whole: list[str]
    areas: dict[str, list[list[int]]]


@cache
def _base() -> _Base:
    found: _Base = json.loads((files("hali.publish") / "data" / "base_map.json").read_text(encoding="utf-8"))
    return found


@cache
def rings(area: str) -> tuple[Ring, ...]:
    """Rings of an area on the base map in degrees (longitude, latitude), not closed; none where it is not on it."""
    base = _base()
    return tuple(
        tuple(
            zip(
                (x * base["unit"] for x in accumulate(ring[0::2])),
                (y * base["unit"] for y in accumulate(ring[1::2])),
                strict=True,
            )
        )
        for ring in base["areas"].get(area, ())
    )


def area_at(longitude: float, latitude: float) -> str:
    """Code of the area of the base map at a point; "" for water, OTHER for land the map does not name."""
    for code in _base()["areas"]:
        if sum(_crossed(ring, longitude, latitude) for ring in rings(code)) % 2:
            return code
    return ""


def _crossed(ring: Ring, x: float, y: float) -> int:
    """How often a line from a point eastwards crosses a ring."""
    sides = zip(ring, (*ring[1:], ring[0]), strict=True)
    return sum((ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax for (ax, ay), (bx, by) in sides)


def shows(codes: Iterable[str]) -> bool:
    """Whether every area lies on the base map with four fifths of its land at least."""
    return set(codes) <= set(_base()["whole"])


def projected(longitude: float, latitude: float) -> tuple[float, float]:
    """Position on the equal-area cone, in radii of the globe, y downwards.

    Source: Snyder, Map projections: a working manual (1987), p. 100, doi.org/10.3133/pp1395.
    """
    cone, constant = _cone()
    radius = math.sqrt(constant - 2 * cone * math.sin(math.radians(latitude))) / cone
    angle = cone * math.radians(longitude - MERIDIAN)
    return radius * math.sin(angle), radius * math.cos(angle)


@cache
def _cone() -> tuple[float, float]:
    """Snyder's n and C of the two parallels."""
    one, two = (math.radians(parallel) for parallel in PARALLELS)
    cone = (math.sin(one) + math.sin(two)) / 2
    return cone, math.cos(one) ** 2 + 2 * cone * math.sin(one)


def drawn(chart: Map, alt: str) -> str:
    """The map as SVG."""
    place, height = _frame()
    key = _legend(chart, height)
    others = [code for code in _base()["areas"] if code not in {*chart.first, *chart.second, DISPUTED}]
    edge = " ".join(f"{number(x)},{number(y)}" for x, y in map(place, _edge()))
    parts = [
        _patterns(),
        _land(others, place, fill="grid", stroke="paper"),
        _land((DISPUTED,), place, fill="grid", stroke="rule", stroke_dasharray="20 15"),
        _shaded(chart.first, "a", "s1", place),
        _shaded(chart.second, "b", "s2", place),
        element("polygon", points=edge, stroke="rule", stroke_width=0.75),
        *(part for leg in chart.legs for part in _leg(leg, place)),
        *(part for one in chart.places for part in _place(one, place)),
        *key,
    ]
    return frame("".join(parts), WIDTH, height + 20.0 * len(_legend_rows(chart)) + 6.0, alt, "chart map")


@cache
def _edge() -> Ring:
    west, south, east, north = _base()["box"]
    across = [west + (east - west) * step / 60 for step in range(61)]
    return (*((x, south) for x in across), *((x, north) for x in reversed(across)))


@cache
def _frame() -> tuple[_Placed, float]:
    """What puts a point of the globe on the picture, and the height of the picture without its legend."""
    points = [projected(*point) for point in _edge()]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    scale = (WIDTH - 2 * MARGIN) / (right - left)
    return _Placed(left, top, scale), (bottom - top) * scale + 2 * MARGIN


class _Placed:
    """Degrees -> pixels."""

    def __init__(self, left: float, top: float, scale: float) -> None:
        self.left, self.top, self.scale = left, top, scale

    def __call__(self, point: tuple[float, float]) -> tuple[float, float]:
        x, y = projected(*point)
        return (x - self.left) * self.scale + MARGIN, (y - self.top) * self.scale + MARGIN


def _path(code: str, place: _Placed) -> str:
    """Path of an area's land, in tenths of a pixel."""
    return "".join(svg.outline([place(point) for point in ring]) for ring in rings(code))


def _land(codes: Iterable[str], place: _Placed, **look: str | float) -> str:
    """Areas in one look, which stands once."""
    paths = "".join(element("path", d=_path(code, place)) for code in codes if rings(code))
    return svg.tenths(paths, fill_rule="evenodd", stroke_width=6, **look)


def _shaded(codes: Iterable[str], pattern: str, role: str, place: _Placed) -> str:
    """Areas in a partner's tone and pattern."""
    return _land(codes, place, fill=f"url(#{ID_SLOT}-{pattern})", stroke=role)


def _patterns() -> str:
    """Slanted lines for the first partner, dots for the second, each over its tone; in tenths of a pixel."""
    marks = {
        "a": ("s1", element("path", d="M-10 10l20-20M0 50l50-50M40 60l20-20", stroke="s1", stroke_width=8)),
        "b": ("s2", element("circle", cx=25, cy=25, r=9, fill="s2")),
    }
    return "".join(
        f'<pattern id="{ID_SLOT}-{name}" width="50" height="50" patternUnits="userSpaceOnUse">'
        + element("rect", width=50, height=50, fill=role, fill_opacity=0.22)
        + f"{mark}</pattern>"
        for name, (role, mark) in marks.items()
    )


def _leg(leg: Leg, place: _Placed) -> Iterator[str]:
    points = " ".join(f"{number(x)},{number(y)}" for x, y in map(place, leg.points))
    yield element("polyline", points=points, stroke="paper", stroke_width=4.5)
    yield element("polyline", "", points=points, stroke="ink", stroke_width=2, **_dashes(leg.sea))


def _dashes(sea: bool) -> dict[str, str | float]:
    return {"stroke_dasharray": "4 3"} if sea else {}


def _place(one: Place, place: _Placed) -> Iterator[str]:
    """A circle and a name; the name stands where the place says, in a halo of paper, joined by a line if far off."""
    x, y = place((one.longitude, one.latitude))
    near = math.hypot(one.right, one.down) <= 16
    anchor = "start" if one.right > 4 else "end" if one.right < -4 else "middle"
    if not near:
        yield element(
            "line", x1=x, y1=y, x2=x + one.right * 0.85, y2=y + one.down * 0.85, stroke="ink", stroke_width=0.6
        )
    yield element("circle", cx=x, cy=y, r=3.0, fill="paper", stroke="ink", stroke_width=1.4)
    text: dict[str, str | float] = {
        "x": x + one.right,
        "y": y + one.down + 4.0,
        "text_anchor": anchor,
        "font_size": LETTERS,
    }
    yield element("text", one.name, **text, stroke="paper", stroke_width=3, stroke_linejoin="round", fill="paper")
    yield element("text", one.name, **text, fill="ink")


def _legend_rows(chart: Map) -> list[list[tuple[str, str]]]:
    """Keys and their words, as many in a row as fit."""
    words = [("a", chart.names[0]), ("b", chart.names[1])]
    if chart.legs:
        words += [("land", chart.ways[0]), ("sea", chart.ways[1])]
    rows: list[list[tuple[str, str]]] = [[]]
    room = float(WIDTH)
    for kind, text in words:
        width = axes.text_width(text, LETTERS) + 46.0
        if width > room and rows[-1]:
            rows.append([])
            room = float(WIDTH)
        rows[-1].append((kind, text))
        room -= width
    return rows


def _legend(chart: Map, top: float) -> Iterator[str]:
    roles = {"a": "s1", "b": "s2"}
    for row, keys in enumerate(_legend_rows(chart)):
        x, y = 2.0, top + 16.0 + 20.0 * row
        for kind, text in keys:
            if kind in roles:
                box: dict[str, str | float] = {"x": x * 10, "y": y * 10 - 100, "width": 240, "height": 120}
                yield svg.tenths(
                    element("rect", "", **box, fill=f"url(#{ID_SLOT}-{kind})", stroke=roles[kind], stroke_width=8)
                )
            else:
                line: dict[str, str | float] = {"x1": x, "x2": x + 24.0, "y1": y - 4.0, "y2": y - 4.0}
                yield element("line", "", **line, stroke="ink", stroke_width=2, **_dashes(kind == "sea"))
            yield element("text", text, x=x + 30.0, y=y, fill="ink", font_size=LETTERS)
            x += axes.text_width(text, LETTERS) + 46.0
