"""Charts made of rows (bars, dumbbells, spans, stacks) as Vega-Lite specifications."""

from __future__ import annotations

from collections.abc import Iterator

from hali.publish import axes, palette
from hali.publish.palette import LIGHT
from hali.publish.plots import Bars, Dumbbell, Spans, Stack
from hali.publish.vega_parts import (
    LINE_HEIGHT,
    WIDTH,
    Spec,
    chart_spec,
    figures,
    layer,
    pixels,
    quantity,
    row_names,
    row_places,
    text_layer,
)

SIDES: tuple[tuple[str, str], ...] = (("circle", "s1"), ("diamond", "s2"))
"""Marker and colour of the two reporters of a dumbbell."""


def bars_spec(chart: Bars) -> Spec:
    """Vega-Lite specification of ranked bars from zero."""
    labels = [bar.label for bar in chart.rows]
    rows, left = row_places(labels)
    middles = [middle for _, middle in rows]
    values = [bar.value for bar in chart.rows if bar.value is not None]
    right = round(max(axes.text_width(bar.text) for bar in chart.rows)) + 12
    width, height = WIDTH - left - right, rows[-1][0]
    x, y = quantity("x", (min([0.0, *values]), max([0.0, *values])), None), pixels(height)
    layers = []
    for front, role in ((True, "s1"), (False, "quiet")):
        for hollow in (False, True):
            drawn = [
                {"x": bar.value, "y": middle - 9, "y2": middle + 9}
                for bar, middle in zip(chart.rows, middles, strict=True)
                if bar.value is not None and (bar.front, bar.hollow) == (front, hollow)
            ]
            look = _outline(role) | {"strokeDash": [3, 2]} if hollow else {"fill": LIGHT[role]}
            layers.append(layer({"type": "rect", **look}, drawn, x=x, x2={"datum": 0}, y=y, y2={"field": "y2"}))
    texts = [
        {"x": max(bar.value or 0.0, 0.0), "y": middle, "t": bar.text}
        for bar, middle in zip(chart.rows, middles, strict=True)
    ]
    layers += [
        _beside(texts, "left", x, y),
        layer({"type": "rule", "color": LIGHT["rule"]}, [{"x": 0.0}], x=x),
        row_names(labels, middles, y),
        text_layer(chart.unit, 2 - left, -12, "muted"),
    ]
    return chart_spec(layers, width, height, {"left": left, "right": right, "top": 24, "bottom": 4})


def dumbbell_spec(chart: Dumbbell) -> Spec:
    """Vega-Lite specification of two reporters of one flow, row by row."""
    labels = [row.label for row in chart.rows]
    rows, left = row_places(labels, least=34)
    middles = [middle for _, middle in rows]
    values = [value for row in chart.rows for value in row.values if value is not None] or [0.0]
    marks = axes.ticks(min(values + [0.0] * chart.zero), max(values), 4)
    right = round(max(axes.text_width(text) for row in chart.rows for text in row.texts)) + 14
    width, height = WIDTH - left - right, rows[-1][0]
    x, y = quantity("x", (marks[0], marks[-1]), figures(marks, chart.digits)), pixels(height)
    joins = [
        {"x": row.values[0], "x2": row.values[1], "y": middle}
        for row, middle in zip(chart.rows, middles, strict=True)
        if None not in row.values
    ]
    layers = [
        layer({"type": "rule", "strokeWidth": 2, "color": LIGHT["rule"]}, joins, x=x, x2={"field": "x2"}, y=y),
        *(part for side in (0, 1) for part in _ends(chart, side, middles, x, y)),
        row_names(labels, middles, y),
        *_side_names(chart, left),
        text_layer(chart.unit, 2 - left, -12, "muted"),
    ]
    return chart_spec(layers, width, height, {"left": left, "right": right, "top": 46, "bottom": 24})


def _ends(chart: Dumbbell, side: int, middles: list[float], x: Spec, y: Spec) -> Iterator[Spec]:
    """One side's markers, each with its text on the side away from the other's."""
    shape, role = SIDES[side]
    points: dict[bool, list[Spec]] = {False: [], True: []}
    texts: dict[str, list[Spec]] = {"left": [], "right": []}
    for row, middle in zip(chart.rows, middles, strict=True):
        value, other = row.values[side], row.values[1 - side]
        if value is None:
            continue
        points[row.hollow[side]].append({"x": value, "y": middle})
        before = other is not None and (value < other or (value == other and side == 0))
        texts["right" if before else "left"].append({"x": value, "y": middle, "t": row.texts[side]})
    for hollow, found in points.items():
        look = _outline(role) if hollow else {"fill": LIGHT[role], "stroke": LIGHT[role]}
        yield layer({"type": "point", "shape": shape, "size": 110, "opacity": 1, **look}, found, x=x, y=y)
    for align, written in texts.items():
        yield _beside(written, align, x, y)


def _side_names(chart: Dumbbell, left: int) -> Iterator[Spec]:
    """Head line: each side's marker and name."""
    place = 8.0 - left
    for name, (shape, role) in zip(chart.sides, SIDES, strict=True):
        mark = {"type": "point", "shape": shape, "size": 110, "opacity": 1, "fill": LIGHT[role], "stroke": LIGHT[role]}
        yield layer(mark, [{}], x={"value": place}, y={"value": -33})
        yield text_layer(name, place + 10, -33, role)
        place += axes.text_width(name) + 30


def spans_spec(chart: Spans) -> Spec:
    """Vega-Lite specification of intervals with a mark between their ends, from zero."""
    labels = [row.label for row in chart.rows]
    rows, left = row_places(labels)
    middles = [middle for _, middle in rows]
    marks = axes.ticks(0.0, max(row.high for row in chart.rows), 4)
    right = round(max(axes.text_width(row.text) for row in chart.rows)) + 14
    width, height = WIDTH - left - right, rows[-1][0]
    x, y = quantity("x", (0.0, marks[-1]), figures(marks, 0)), pixels(height)
    layers = []
    for front, role in ((True, "s1"), (False, "quiet")):
        drawn = [(row, middle) for row, middle in zip(chart.rows, middles, strict=True) if row.front == front]
        spans = [{"x": row.low, "x2": row.high, "y": middle - 5, "y2": middle + 5} for row, middle in drawn]
        ticks = [{"x": row.middle, "y": middle - 9, "y2": middle + 9} for row, middle in drawn]
        box = {"type": "rect", "fill": LIGHT[role], "stroke": LIGHT["ink"], "strokeWidth": 0.5}
        layers.append(layer(box, spans, x=x, x2={"field": "x2"}, y=y, y2={"field": "y2"}))
        tick = {"type": "rule", "color": LIGHT["ink"], "strokeWidth": 2.5}
        layers.append(layer(tick, ticks, x=x, y=y, y2={"field": "y2"}))
    texts = [{"x": row.high, "y": middle, "t": row.text} for row, middle in zip(chart.rows, middles, strict=True)]
    layers += [
        _beside(texts, "left", x, y),
        row_names(labels, middles, y),
        text_layer(chart.unit, 2 - left, -12, "muted"),
    ]
    return chart_spec(layers, width, height, {"left": left, "right": right, "top": 24, "bottom": 24})


def stack_spec(chart: Stack) -> Spec:
    """Vega-Lite specification of parts of a whole, row by row."""
    labels = [row.label for row in chart.rows]
    rows, left = row_places(labels, least=34)
    middles = [middle for _, middle in rows]
    right = round(max(axes.text_width(row.total) for row in chart.rows)) + 12
    width, height = WIDTH - left - right, rows[-1][0]
    parts: list[list[Spec]] = [[] for _ in chart.parts]
    totals: list[Spec] = []
    for row, middle in zip(chart.rows, middles, strict=True):
        reached = 0.0
        for part, value in zip(parts, row.values, strict=True):
            if value is not None:
                part.append({"x": reached, "x2": reached + value, "y": middle - 12, "y2": middle + 12})
                reached += value
        totals.append({"x": reached, "y": middle, "t": row.total})
    most = max(total["x"] for total in totals) or 1.0
    x, y = quantity("x", (0.0, most), None), pixels(height)
    frame = {"stroke": LIGHT["paper"], "strokeWidth": 1.5}
    names, head = _part_names(chart, width / most, left, width + right)
    layers = [
        *(
            layer(
                {"type": "rect", "fill": LIGHT[_role(k)], **frame},
                part,
                x=x,
                x2={"field": "x2"},
                y=y,
                y2={"field": "y2"},
            )
            for k, part in enumerate(parts)
        ),
        _beside(totals, "left", x, y),
        row_names(labels, middles, y),
        *names,
        text_layer(chart.unit, 2 - left, -head - 10, "muted"),
    ]
    return chart_spec(layers, width, height, {"left": left, "right": right, "top": head + 22, "bottom": 4})


def _part_names(chart: Stack, scale: float, left: float, right: float) -> tuple[list[Spec], int]:
    """Names of the parts above the first row, on as many levels as they need, and the height they take."""
    centres: list[float] = []
    spans: list[tuple[float, float]] = []
    reached = 0.0
    for name, value in zip(chart.parts, chart.rows[0].values, strict=True):
        centre, half = (reached + (value or 0.0) / 2) * scale, axes.text_width(name) / 2
        reached += value or 0.0
        middle = min(max(centre, half - left), right - half)
        centres.append(centre)
        spans.append((middle - half, middle + half))
    step = LINE_HEIGHT + 2
    levels = axes.levels(spans)
    layers: list[Spec] = []
    for k, (name, centre, (start, end), level) in enumerate(zip(chart.parts, centres, spans, levels, strict=True)):
        base = -level * step - 8
        layers.append(text_layer(name, (start + end) / 2, base, _role(k), "center"))
        if level:
            rule = {"type": "rule", "color": LIGHT[_role(k)]}
            layers.append(layer(rule, [{}], x={"value": centre}, y={"value": base + 7}, y2={"value": 5}))
    return layers, (max(levels) + 1) * step


def _role(part: int) -> str:
    return palette.SERIES[part % len(palette.SERIES)]


def _outline(role: str) -> Spec:
    """Look of a flagged value."""
    return {"fill": LIGHT["paper"], "stroke": LIGHT[role], "strokeWidth": 1.8}


def _beside(values: list[Spec], align: str, x: Spec, y: Spec) -> Spec:
    """Texts beside points, 9 pixels off."""
    mark = {"type": "text", "align": align, "color": LIGHT["ink"]}
    return layer(mark, values, x=x, xOffset={"value": 9 if align == "left" else -9}, y=y, text={"field": "t"})
