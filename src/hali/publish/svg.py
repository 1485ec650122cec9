"""SVG as it goes into a page: one image with a name, colours by class, nothing a page could trip over.

Vega writes a role on each mark, long fractions and empty groups; a page needs one image with one sentence. Colours stay
as attributes, so that the picture is right by itself, and get a class by which a page may repaint them. What marks that
follow one another have in common is said once, by a group around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from hali.publish.axes import FONT_SIZE
from hali.publish.palette import LIGHT
from hali.publish.vega_parts import FONT

ID_SLOT = "@ID@"
"""Stands for the id prefix until the picture gets its place on a page."""

_ROLES = {colour: role for role, colour in LIGHT.items()}
_DROPPED = {"class", "role", "pointer-events", "opacity", "font-family", "font-size", "stroke-miterlimit"}
_LOOK = {"class", "fill", "stroke", "stroke-dasharray", "stroke-width", "text-anchor", "font-weight"}
"""Attributes that elements take over from the group around them."""
_LONG = re.compile(r"-?\d+\.\d+")

_Part = tuple[str, dict[str, str], str]
"""Tag, attributes and inside of an element."""


def element(tag: str, text: str = "", **attributes: str | float) -> str:
    """One element; `_` in attribute names stands for a hyphen, numbers are cut to two decimals.

    `fill` and `stroke` take a colour role and get its class as well.
    """
    inside = f">{escape(text)}</{tag}>" if text else "/>"
    return f"<{tag}{_attributes(attributes)}{inside}"


def group(inside: str, **look: str | float) -> str:
    """What is drawn alike, its look said once; attributes as `element` takes them. Empty around nothing."""
    return f"<g{_attributes(look)}>{inside}</g>" if inside else ""


def tenths(inside: str, **look: str | float) -> str:
    """What is drawn in tenths of a pixel, line widths and patterns as well."""
    return group(inside, transform="scale(.1)", **look)


def outline(points: Sequence[tuple[float, float]]) -> str:
    """Path data of a closed line through points in pixels, as whole tenths: half the letters, and no less to see."""
    placed = [(round(x * 10), round(y * 10)) for x, y in points]
    steps = [(x - ax, y - ay) for (ax, ay), (x, y) in pairwise(placed)]
    numbers = " ".join(f"{x} {y}" for x, y in steps if x or y).replace(" -", "-")
    return f"M{placed[0][0]} {placed[0][1]}l{numbers}z"


def _attributes(attributes: dict[str, str | float]) -> str:
    classes = []
    parts = []
    for name, value in attributes.items():
        if name in ("fill", "stroke") and value in LIGHT:
            classes.append(f"{'f' if name == 'fill' else 'k'}-{value}")
            value = LIGHT[str(value)]
        parts.append(
            f" {name.replace('_', '-')}={quoteattr(number(value) if isinstance(value, float) else str(value))}"
        )
    if classes:
        parts.append(f' class="{" ".join(classes)}"')
    return "".join(parts)


def number(value: float) -> str:
    """A coordinate with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def frame(inside: str, width: float, height: float, alt: str, kind: str = "chart") -> str:
    """The picture: `inside` under one role and one sentence. Its ids begin with `ID_SLOT`."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="0 0 {number(width)} {number(height)}"'
        f' width="{number(width)}" height="{number(height)}" role="img" aria-labelledby="{ID_SLOT}-alt"'
        f' font-family="{FONT}" font-size="{number(FONT_SIZE)}">'
        f'<desc id="{ID_SLOT}-alt">{escape(alt)}</desc><g aria-hidden="true" fill="none">{inside}</g></svg>'
    )


def cleaned(source: str) -> tuple[str, float, float]:
    """Vega's picture without its frame, and its width and height in pixels."""
    root = ElementTree.fromstring(source)  # noqa: S314 - drawn by Vega a moment ago, no input
    return _written(_parts(root)), float(root.attrib["width"]), float(root.attrib["height"])


def _parts(parent: ElementTree.Element) -> Iterator[_Part]:
    """What is drawn below an element, each as short as it can be; groups that say nothing are opened."""
    for node in parent:
        tag = node.tag.rpartition("}")[2]
        if node.get("class") in ("background", "foreground") or node.get("display") == "none":
            continue
        attributes = _kept(node)
        if tag == "g" and not attributes:
            yield from _parts(node)
            continue
        inside = escape(node.text or "") + _written(_parts(node))
        if inside if tag == "g" else tag != "path" or attributes.get("d"):
            yield tag, attributes, inside


def _kept(node: ElementTree.Element) -> dict[str, str]:
    """The attributes a page needs; colours get their classes."""
    attributes: dict[str, str] = {}
    classes = []
    for name, value in sorted(node.attrib.items()):
        if name in _DROPPED or name.startswith("aria-") or (name == "transform" and value == "translate(0,0)"):
            continue
        if value in _ROLES and name in ("fill", "stroke"):
            classes.append(f"{'f' if name == 'fill' else 'k'}-{_ROLES[value]}")
        attributes[name] = _LONG.sub(lambda found: number(float(found[0])), value)
    return attributes | ({"class": " ".join(classes)} if classes else {})


def _written(parts: Iterable[_Part]) -> str:
    """Elements one after the other; the look of neighbours drawn alike stands once, on a group around them."""
    runs = []
    for look, alike in groupby(parts, key=_look):
        run = list(alike)
        shared = look if len(run) > 1 else {}
        inside = "".join(_tag(tag, {k: v for k, v in own.items() if k not in shared}, text) for tag, own, text in run)
        runs.append(_tag("g", shared, inside) if shared else inside)
    return "".join(runs)


def _look(part: _Part) -> dict[str, str]:
    """What an element could have from a group; nothing of a group itself, whose place is its own."""
    tag, attributes, _ = part
    return {} if tag == "g" else {name: value for name, value in attributes.items() if name in _LOOK}


def _tag(tag: str, attributes: dict[str, str], inside: str) -> str:
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>"
