"""A figure as a file of its own: what was on the page around it is in the picture and in its metadata."""

from __future__ import annotations

import json
import re
import struct
import textwrap
import zlib
from collections.abc import Iterator

from hali.languages.marks import MIDDLE_DOT
from hali.publish import charts, svg
from hali.publish.blocks import Figure
from hali.publish.document import Document
from hali.publish.plots import Bars, Dumbbell, Line, Spans, Stack

WIDTH = 720.0
EDGE = 24.0
"""Pixels around the picture."""

SIZES = {"title": (17.0, 23.0), "body": (12.5, 17.0)}
"""Size of letters and distance of lines, in pixels."""

LETTER = 0.53
"""Mean width of a letter, in sizes of the letters."""

_NUMBERED = re.compile(r" \[[\d, \u2013]+\]")
"""Numbers of entries of a list of sources, which a picture has not got."""

SIGNATURE = 8
"""Bytes before the first chunk of a PNG."""


def write(figure: Figure, document: Document, address: str, format: str) -> bytes:
    """The figure as a file.

    Args:
        figure: what is drawn.
        document: where it stands; gives language, record and version.
        address: permanent address of the page it stands on.
        format: `svg`, `png`, or `vl.json` where `has_specification`.

    Raises:
        MissingExtra: it cannot be drawn without the extra `charts`.
    """
    if format == "vl.json":
        return _specified(figure, document, address)
    drawn = _picture(figure, document, address)
    return drawn.encode() if format == "svg" else _raster(drawn, about(figure, document, address))


def has_specification(figure: Figure) -> bool:
    """Whether a figure can be given as a Vega-Lite specification: charts with axes can."""
    return isinstance(figure.chart, Line | Bars | Dumbbell | Spans | Stack)


def about(figure: Figure, document: Document, address: str) -> dict[str, str]:
    """What a picture says of itself: title, definition, sources, record, permanent address."""
    return {
        "Title": figure.title.text,
        "Description": f"{figure.subtitle}. {figure.alt}",
        "Source": _NUMBERED.sub("", figure.source_line),
        "Comment": f"{document.labels['record']} {document.record}, {document.labels['as_of']} {document.as_of_text}",
        "Software": document.version,
        "URL": address,
    }


def _specified(figure: Figure, document: Document, address: str) -> bytes:
    assert isinstance(figure.chart, Line | Bars | Dumbbell | Spans | Stack)
    told = {"title": {"text": figure.title.text, "subtitle": figure.subtitle}, "description": figure.alt}
    spec = charts.specification(figure.chart) | told | {"usermeta": about(figure, document, address)}
    return (json.dumps(spec, ensure_ascii=False, indent=1) + "\n").encode()


def _picture(figure: Figure, document: Document, address: str) -> str:
    """Title and definition above the chart, sources, record and address below it, on white."""
    inside = charts.picture(figure.chart, document.language, figure.alt, "figure")
    width, height = _size(inside)
    shown = min(WIDTH - 2 * EDGE, width * 1.35)
    tall = height * shown / width
    told = about(figure, document, address)
    parts: list[str] = []
    y = EDGE
    for line in _lines(figure.title.text, "title"):
        y += SIZES["title"][1]
        parts.append(_text(line, y, "title", "ink", weight=600))
    for line in _lines(figure.subtitle, "body"):
        y += SIZES["body"][1]
        parts.append(_text(line, y, "body", "muted"))
    y += 12
    parts.append(
        inside.replace("<svg ", f'<svg x="{svg.number(EDGE)}" y="{svg.number(y)}" ', 1).replace(
            f'width="{svg.number(width)}" height="{svg.number(height)}"',
            f'width="{svg.number(shown)}" height="{svg.number(tall)}"',
            1,
        )
    )
    y += tall + 4
    below = " ".join(text for text in (told["Source"], figure.note) if text)
    for line in (
        *_lines(below, "body"),
        *_lines(f"{told['Comment']} {MIDDLE_DOT} {document.version}", "body"),
        *_lines(address, "body"),
    ):
        y += SIZES["body"][1]
        parts.append(_text(line, y, "body", "muted"))
    height = y + EDGE
    meta = svg.element("metadata", json.dumps(told, ensure_ascii=False))
    paper = svg.element("rect", width=WIDTH, height=height, fill="paper")
    return svg.frame(meta + paper + "".join(parts), WIDTH, height, figure.alt, "figure").replace(svg.ID_SLOT, "file")


def _size(drawn: str) -> tuple[float, float]:
    """Width and height of one of our pictures."""
    _, _, box = drawn.partition('viewBox="')
    _, _, width, height = box.partition('"')[0].split()
    return float(width), float(height)


def _lines(text: str, kind: str) -> list[str]:
    return textwrap.wrap(text, int((WIDTH - 2 * EDGE) / (SIZES[kind][0] * LETTER)))


def _text(line: str, y: float, kind: str, colour: str, weight: int = 400) -> str:
    return svg.element("text", line, x=EDGE, y=y, fill=colour, font_size=SIZES[kind][0], font_weight=str(weight))


def _raster(drawn: str, told: dict[str, str]) -> bytes:
    """The picture as PNG, two pixels to one, with what it says of itself as text chunks."""
    made = charts.as_png(drawn)
    (length,) = struct.unpack(">I", made[SIGNATURE : SIGNATURE + 4])
    head = SIGNATURE + 12 + length
    return made[:head] + b"".join(_chunks(told)) + made[head:]


def _chunks(told: dict[str, str]) -> Iterator[bytes]:
    """International text chunks.

    Source: PNG specification, third edition, 11.3.3.4 iTXt, www.w3.org/TR/png-3/#11iTXt.
    """
    for name, text in told.items():
        body = name.encode("latin-1") + b"\0\0\0\0\0" + text.encode()
        yield struct.pack(">I", len(body)) + b"iTXt" + body + struct.pack(">I", zlib.crc32(b"iTXt" + body))
