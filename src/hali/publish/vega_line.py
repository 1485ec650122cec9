"""Line charts as Vega-Lite specifications."""

from __future__ import annotations

from collections.abc import Iterator

from hali.publish import axes, palette
from hali.publish.palette import LIGHT
from hali.publish.plots import Band, Break, Line
from hali.publish.vega_parts import LINE_HEIGHT, WIDTH, Spec, chart_spec, layer, quantity, text_layer

HEIGHT = 220
BREAK_ROW = 17
"""Height of the line of text each break has above the plot, in pixels."""
LABEL_WIDTH = 104
LEADER_FROM = 4
"""A label moved by more than this many pixels gets a leader line."""


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
        values = [{"x": p.x, "y": p.y} for p in series.points]
        course = {"type": "line", "color": LIGHT[role], "strokeDash": list(dash), "strokeWidth": 2}
        yield layer({**course, "invalid": "break-paths-show-path-domains"}, values, x=x, y=y)
        for hollow in (False, True):
            values = [{"x": p.x, "y": p.y} for p in series.points if p.y is not None and p.hollow == hollow]
            size = 40 if hollow else 34 if len(values) <= 24 else 12
            fill = {"fill": LIGHT["paper" if hollow else role], "stroke": LIGHT[role]}
            yield layer({"type": "point", "shape": shape, "size": size, "opacity": 1, **fill}, values, x=x, y=y)


def _names(chart: Line, x: Spec, y: Spec, width: int) -> Iterator[Spec]:
    """Names at the ends of the lines, moved apart, joined to them where they had to move."""
    low, high = y["scale"]["domain"]
    pixel = (high - low) / HEIGHT
    ends = [
        (
            role,
            next((p.x, p.y) for p in reversed(series.points) if p.y is not None),
            axes.wrap(series.label, LABEL_WIDTH),
        )
        for series, role in zip(chart.series, palette.SERIES, strict=False)
        if any(p.y is not None for p in series.points)
    ]
    tallest = max((len(lines) for _, _, lines in ends), default=1) * LINE_HEIGHT
    places = axes.spread([(end[1] or 0.0) / pixel for _, end, _ in ends], tallest, low / pixel, high / pixel)
    for (role, (end_x, end_y), lines), place in zip(ends, places, strict=True):
        at = place * pixel
        if abs(at - (end_y or 0.0)) > LEADER_FROM * pixel or end_x < x["scale"]["domain"][1]:
            yield layer(
                {"type": "rule", "color": LIGHT["rule"]},
                [{"x": end_x, "y": end_y, "y2": at}],
                x=x,
                x2={"value": width + 9},
                y=y,
                y2={"field": "y2"},
            )
        first = at + (len(lines) - 1) / 2 * LINE_HEIGHT * pixel
        yield layer(
            {"type": "text", "align": "left", "color": LIGHT[role]},
            [{"y": first, "t": list(lines)}],
            x={"value": width + 12},
            y=y,
            text={"field": "t"},
        )
