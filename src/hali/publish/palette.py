"""Colours by role, for a light and a dark page, and the contrast between them.

A chart is drawn in the light colours; each carries a class (`f-s1` for fill, `k-s1` for stroke) by which a page
repaints it for a dark screen. Dash, marker and label tell series apart as well, so that grey print loses nothing.
"""

from __future__ import annotations

LIGHT: dict[str, str] = {
    "paper": "#ffffff",
    "ink": "#1b2126",
    "muted": "#59626b",
    "rule": "#767f87",
    "quiet": "#7b858e",
    "grid": "#e3e6e8",
    "s1": "#0b5fa5",
    "s2": "#b0470a",
    "s3": "#1b7a4b",
    "s4": "#7d3c98",
    "s5": "#6b5d00",
    "claim": "#8a5600",
    "band": "#fbf1d3",
}
DARK: dict[str, str] = {
    "paper": "#15191d",
    "ink": "#e7eaed",
    "muted": "#a6afb7",
    "rule": "#89929a",
    "quiet": "#87919a",
    "grid": "#2c3339",
    "s1": "#74b6f2",
    "s2": "#ff9d70",
    "s3": "#63cf9d",
    "s4": "#d7a8ef",
    "s5": "#d8c24e",
    "claim": "#f0c65c",
    "band": "#39311a",
}
SERIES: tuple[str, ...] = ("s1", "s2", "s3", "s4", "s5")
TEXT_ROLES: tuple[str, ...] = ("ink", "muted", *SERIES, "claim")
"""Roles whose colour may print letters."""
DASHES: tuple[tuple[int, ...], ...] = ((1, 0), (7, 3), (2, 3), (9, 3, 2, 3), (4, 2))
SHAPES: tuple[str, ...] = ("circle", "square", "triangle-up", "diamond", "triangle-down")


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21.

    Source: WCAG 2.2, definition of contrast ratio, www.w3.org/TR/WCAG22/#dfn-contrast-ratio.

    >>> round(contrast("#ffffff", "#000000"), 1)
    21.0
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def variables(scheme: dict[str, str]) -> str:
    """The colours of one scheme as CSS custom properties.

    >>> variables({"ink": "#000000"})
    '--ink:#000000'
    """
    return ";".join(f"--{role}:{colour}" for role, colour in scheme.items())


def chart_rules() -> str:
    """CSS that repaints charts with the custom properties of the page."""
    return "".join(f".f-{role}{{fill:var(--{role})}}.k-{role}{{stroke:var(--{role})}}" for role in LIGHT)
