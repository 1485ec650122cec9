"""Line charts as Vega-Lite specifications."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from hali.publish import axes, palette
from hali.publish.palette import LIGHT
from hali.publish.plots import Band, Break, Line, Series
from hali.publish.vega_parts import LINE_HEIGHT, WIDTH, Spec, chart_spec, layer, quantity, text_layer

HEIGHT = 190
BREAK_ROW = 17
"""Height of the line of text each break has above the plot, in pixels."""
LABEL_WIDTH = 124
LEADER_FROM = 4
"""A label moved by more than this many pixels gets a leader line."""
GAP = 8
"""Pixels between the end of a line and its name."""
CLEAR = 0.8 * LINE_HEIGHT
"""Pixels between the middle of a name and another line."""


def line_spec(chart: Line) -> Spec:
    """Vega-Lite specification of a line chart, each series named at its end."""
    marks = _ticks(chart)
    digits = axes.tick_digits(marks, chart.digits)
    names = [text for series in chart.series for text in axes.wrap(series.label, LABEL_WIDTH)]
    above = BREAK_ROW * len(chart.breaks)
    padding = {
        "left": round(max(axes.text_width(axes.axis_figure(mark, digits, "en")) for mark in marks)) + 14,
        "right": round(max(axes.text_width(name) for name in names)) + 20,
        "top": 30 + above,
        "bottom": 26,
    }
    width = WIDTH - padding["left"] - padding["right"]
    xs = [point.x for series in chart.series for point in series.points]
    places = chart.ticks or _years(xs, width)
    x = quantity("x", (min(xs), max(xs)), {"labels": False, "grid": False, "values": [place for place, _ in places]})
    y_axis = {"values": list(marks), "format": f",.{digits}f", "domain": False, "ticks": False}
    y = quantity("y", (marks[0], marks[-1]), y_axis)
    layers = [
        *(_claim(chart.claim, y) if chart.claim else ()),
        *(part for row, gap in enumerate(chart.breaks) for part in _break(gap, len(chart.breaks) - row, x)),
        *_courses(chart, x, y),
        *_names(chart, x, y, width),
        layer(
            {"type": "text", "color": LIGHT["muted"]},
            [{"x": place, "t": text} for place, text in places],
            x=x,
            y={"value": HEIGHT + 15},
            text={"field": "t"},
        ),
        text_layer(chart.unit, 2 - padding["left"], -18 - above, "muted"),
    ]
    return chart_spec(layers, width, HEIGHT, padding)


def _ticks(chart: Line) -> tuple[float, ...]:
    values = [point.y for series in chart.series for point in series.points if point.y is not None] or [0.0]
    if chart.claim:
        values += [chart.claim.low, chart.claim.high]
    return axes.ticks(min(values + [0.0] * chart.zero), max(values))


def _years(xs: list[float], width: float) -> tuple[tuple[float, str], ...]:
    """Whole years as close as their figures can stand."""
    years = sorted({x for x in xs if x == int(x)})
    span = years[-1] - years[0] + 1 if years else 0.0
    step = next((step for step in (1, 2, 5, 10, 20, 25, 50) if span * 38 / step <= width), 100)
    return tuple((year, f"{year:.0f}") for year in years if int(year) % step == 0)


def _claim(claim: Band, y: Spec) -> list[Spec]:
    values = [{"y": claim.low, "y2": claim.high}]
    across: dict[str, Spec] = {"x": {"value": 0}, "x2": {"value": "width"}}
    edge = {"type": "rule", "color": LIGHT["claim"]}
    text = {"type": "text", "align": "left", "baseline": "bottom", "color": LIGHT["claim"]}
    return [
        layer({"type": "rect", "color": LIGHT["band"]}, values, **across, y=y, y2={"field": "y2"}),
        layer(edge, values, **across, y=y),
        layer(edge, values, **across, y={**y, "field": "y2"}),
        layer(text, values, x={"value": 4}, y={**y, "field": "y2"}, text={"value": claim.label}),
    ]


def _break(gap: Break, row: int, x: Spec) -> list[Spec]:
    """A dashed vertical; its text stands above the plot in a row of its own, on the side with more room."""
    low, high = x["scale"]["domain"]
    late = gap.x - low > high - gap.x
    place = 5 - BREAK_ROW * row
    text = {"type": "text", "align": "right" if late else "left", "color": LIGHT["muted"]}
    return [
        layer(
            {"type": "rule", "strokeDash": [4, 3], "color": LIGHT["rule"]},
            [{"x": gap.x}],
            x=x,
            y={"value": place - 7},
            y2={"value": "height"},
        ),
        layer(
            text,
            [{"x": gap.x, "t": gap.text}],
            x=x,
            xOffset={"value": -4 if late else 4},
            y={"value": place},
            text={"field": "t"},
        ),
    ]


def _courses(chart: Line, x: Spec, y: Spec) -> Iterator[Spec]:
    """Lines with their points, full and hollow; a missing value breaks the line."""
    looks = zip(chart.series, palette.SERIES, palette.DASHES, palette.SHAPES, strict=False)
    for series, role, dash, shape in looks:
        values = [
            one for p in series.points for one in (*([{"x": p.x, "y": None}] if p.apart else []), {"x": p.x, "y": p.y})
        ]
        course = {"type": "line", "color": LIGHT[role], "strokeDash": list(dash), "strokeWidth": 2}
        yield layer({**course, "invalid": "break-paths-show-path-domains"}, values, x=x, y=y)
        for hollow in (False, True):
            values = [{"x": p.x, "y": p.y} for p in series.points if p.y is not None and p.hollow == hollow]
            size = 40 if hollow else 34 if len(values) <= 24 else 12
            fill = {"fill": LIGHT["paper" if hollow else role], "stroke": LIGHT[role]}
            yield layer({"type": "point", "shape": shape, "size": size, "opacity": 1, **fill}, values, x=x, y=y)


@dataclass(frozen=True, slots=True)
class _End:
    """The last point of a line, with its name: where it lies in pixels from the lower left corner of the plot."""

    role: str
    x: float
    y: float
    lines: tuple[str, ...]


def _names(chart: Line, x: Spec, y: Spec, width: int) -> Iterator[Spec]:
    """Names at the ends of the lines, moved apart, joined to them where they had to move.

    A line that ends early has its name right behind its last point, where no other line runs: a long leader would look
    like its course.
    """
    ends = list(_ends(chart, x, y, width))
    aside = {end.role: place for one, end in ends if (place := _behind(chart, one, end, x, y, width)) is not None}
    rest = [end for _, end in ends if end.role not in aside]
    heights = [len(end.lines) * LINE_HEIGHT for end in rest]
    # beside the plot nothing stands above it: a line more there keeps those below near their lines
    places = axes.spread([end.y for end in rest], heights, 0.0, HEIGHT + LINE_HEIGHT)
    for end, place in zip(rest, places, strict=True):
        if abs(place - end.y) > LEADER_FROM or end.x < width:
            yield layer(
                {"type": "rule", "color": LIGHT["rule"], "strokeDash": [1, 3]},
                [{}],
                x={"value": end.x + GAP},
                x2={"value": width + 9},
                y={"value": HEIGHT - end.y},
                y2={"value": HEIGHT - place},
            )
        yield _name(end, width + 12, place + (len(end.lines) - 1) / 2 * LINE_HEIGHT, end.lines)
    for _, end in ends:
        if end.role in aside:
            yield _name(end, end.x + GAP, aside[end.role], (" ".join(end.lines),))


def _name(end: _End, left: float, place: float, lines: tuple[str, ...]) -> Spec:
    text = {"type": "text", "align": "left", "color": LIGHT[end.role]}
    return layer(text, [{"t": list(lines)}], x={"value": left}, y={"value": HEIGHT - place}, text={"field": "t"})


def _ends(chart: Line, x: Spec, y: Spec, width: int) -> Iterator[tuple[Series, _End]]:
    """The series that have a point, each with its last one."""
    for series, role in zip(chart.series, palette.SERIES, strict=False):
        held = _placed(series, x, y, width)
        if held:
            yield series, _End(role, *held[-1], axes.wrap(series.label, LABEL_WIDTH))


def _placed(series: Series, x: Spec, y: Spec, width: int) -> list[tuple[float, float]]:
    """The points of a line in pixels from the lower left corner."""
    (left, right), (low, high) = x["scale"]["domain"], y["scale"]["domain"]
    across, up = width / ((right - left) or 1), HEIGHT / (high - low)
    return [((p.x - left) * across, (p.y - low) * up) for p in series.points if p.y is not None]


def _behind(chart: Line, one: Series, end: _End, x: Spec, y: Spec, width: int) -> float | None:
    """Height of a name behind the end of its line, level with it or a little off; None where another line runs."""
    room = axes.text_width(" ".join(end.lines))
    if end.x + GAP + room > width:
        return None
    others = [_placed(series, x, y, width) for series in chart.series if series is not one]
    taken = [span for course in others for span in _spans(course, end.x, end.x + GAP + room)]
    for place in (end.y, end.y + LINE_HEIGHT, end.y - LINE_HEIGHT):
        clear = all(place < low - CLEAR or place > high + CLEAR for low, high in taken)
        if clear and LINE_HEIGHT / 2 < place < HEIGHT - LINE_HEIGHT / 2:
            return place
    return None


def _spans(course: list[tuple[float, float]], first: float, last: float) -> Iterator[tuple[float, float]]:
    """The lowest and the highest place of each piece of a line between two places."""
    for (x1, y1), (x2, y2) in pairwise(course):
        cut = [y1 + (y2 - y1) * (at - x1) / ((x2 - x1) or 1) for at in (max(x1, first), min(x2, last))]
        if max(x1, first) <= min(x2, last):
            yield min(cut), max(cut)
