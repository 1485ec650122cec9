"""SVG as it goes into a page: one image with a name, colours by class, nothing a page could trip over.

Vega writes a role on each mark, long fractions and empty groups; a page needs one image with one sentence. Colours stay
as attributes, so that the picture is right by itself, and get a class by which a page may repaint them.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from hali.publish.axes import FONT_SIZE
from hali.publish.palette import LIGHT
from hali.publish.vega_parts import FONT

ID_SLOT = "@ID@"
"""Stands for the id prefix until the picture gets its place on a page."""

_ROLES = {colour: role for role, colour in LIGHT.items()}
_DROPPED = {"class", "role", "pointer-events", "opacity", "font-family", "font-size", "stroke-miterlimit"}
_LONG = re.compile(r"-?\d+\.\d+")


def element(tag: str, text: str = "", **attributes: str | float) -> str:
    """One element; `_` in attribute names stands for a hyphen, numbers are cut to two decimals.

    `fill` and `stroke` take a colour role and get its class as well.
    """
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
    inside = f">{escape(text)}</{tag}>" if text else "/>"
    return f"<{tag}{''.join(parts)}{inside}"


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
    return "".join(_written(child) for child in root), float(root.attrib["width"]), float(root.attrib["height"])


def _written(node: ElementTree.Element) -> str:
    """One element and all below it, as short as it can be."""
    tag = node.tag.rpartition("}")[2]
    if node.get("class") in ("background", "foreground") or node.get("display") == "none":
        return ""
    attributes: dict[str, str] = {}
    classes = []
    for name, value in sorted(node.attrib.items()):
        if name in _DROPPED or name.startswith("aria-") or (name == "transform" and value == "translate(0,0)"):
            continue
        if value in _ROLES and name in ("fill", "stroke"):
            classes.append(f"{'f' if name == 'fill' else 'k'}-{_ROLES[value]}")
        attributes[name] = _LONG.sub(lambda found: number(float(found[0])), value)
    inside = escape(node.text or "") + "".join(_written(child) for child in node)
    if tag == "g" and (not inside or not attributes):
        return inside
    if tag == "path" and not attributes.get("d"):
        return ""
    if classes:
        attributes["class"] = " ".join(classes)
    written = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    return f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>"
