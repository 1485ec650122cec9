"""Pieces of Vega-Lite specifications: layers, scales, names of rows, the frame.

The specifications are written as plain dictionaries and not through Altair: importing Altair takes 1.4 s, more than all
charts of a brief together, and what needs thought here (direct labels, leader lines, room for them) is arithmetic
either way. A test validates every specification with Altair's schema.

No size depends on measured text: padding is explicit, ticks are given, labels are never dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hali.publish import axes
from hali.publish.palette import LIGHT

Spec = dict[str, Any]

WIDTH = 440
LINE_HEIGHT = 15
NAME_WIDTH = 140
FONT = "Noto Sans, Liberation Sans, Arial, sans-serif"
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def layer(mark: Spec, values: Sequence[Spec], **encoding: Spec) -> Spec:
    """One mark over rows of its own."""
    return {"data": {"values": list(values)}, "mark": mark, "encoding": encoding}


def text_layer(text: str, x: float, y: float, role: str, align: str = "left") -> Spec:
    """One line of text at pixels from the top left corner of the plot."""
    mark = {"type": "text", "align": align, "color": LIGHT[role]}
    return layer(mark, [{"t": text}], x={"value": x}, y={"value": y}, text={"field": "t"})


def quantity(field: str, domain: tuple[float, float], axis: Spec | None) -> Spec:
    """A position channel over `domain` exactly; `axis` None draws none."""
    low, high = domain if domain[0] < domain[1] else (domain[0] - 0.5, domain[1] + 0.5)
    scale = {"domain": [low, high], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "title": None, "axis": axis}


def figures(marks: Sequence[float], digits: int) -> Spec:
    """An axis that prints a plain grouped figure at each mark."""
    digits = axes.tick_digits(marks, digits)
    return {"values": list(marks), "format": f",.{digits}f", "domain": False, "ticks": False}


def pixels(height: int) -> Spec:
    """A vertical position given in pixels from the top of the plot."""
    return quantity("y", (0.0, float(height)), None) | {"scale": {"domain": [height, 0], "nice": False, "zero": False}}


def row_places(labels: Sequence[str], least: int = 26) -> tuple[list[tuple[int, float]], int]:
    """Height and middle of each row in pixels from the top, and the width its names take."""
    wrapped = [axes.wrap(label, NAME_WIDTH) for label in labels]
    rows: list[tuple[int, float]] = []
    top = 0
    for lines in wrapped:
        height = max(least, LINE_HEIGHT * len(lines) + 10)
        rows.append((top + height, top + height / 2))
        top += height
    return rows, round(max(axes.text_width(text) for lines in wrapped for text in lines)) + 10


def row_names(labels: Sequence[str], middles: Sequence[float], y: Spec) -> Spec:
    """Names of the rows, left of the plot, broken into lines."""
    values = []
    for label, middle in zip(labels, middles, strict=True):
        lines = axes.wrap(label, NAME_WIDTH)
        values.append({"y": middle - LINE_HEIGHT * (len(lines) - 1) / 2, "t": list(lines)})
    mark = {"type": "text", "align": "right", "color": LIGHT["ink"]}
    return layer(mark, values, x={"value": -8}, y=y, text={"field": "t"})


def chart_spec(layers: Sequence[Spec], width: int, height: int, padding: Spec) -> Spec:
    """The whole specification; layers without data are left out."""
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": height,
        "padding": padding,
        "autosize": "none",
        "background": "transparent",
        "layer": [layer for layer in layers if layer["data"]["values"]],
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "text": {"fontSize": axes.FONT_SIZE, "lineHeight": LINE_HEIGHT, "baseline": "middle"},
            "axis": {
                "labelFontSize": axes.FONT_SIZE,
                "labelColor": LIGHT["muted"],
                "labelOverlap": False,
                "labelLimit": 0,
                "labelFlush": False,
                "labelPadding": 6,
                "gridColor": LIGHT["grid"],
                "domainColor": LIGHT["rule"],
                "tickColor": LIGHT["rule"],
                "tickSize": 4,
            },
        },
    }
