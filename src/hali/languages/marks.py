"""Typographic marks by name, so that no file of code holds a sign an editor may show as another."""

from __future__ import annotations

EN_DASH = "\u2013"
"""Between the ends of a range; alone, where there is nothing."""

MINUS = "\u2212"
MIDDLE_DOT = "\u00b7"
ELLIPSIS = "\u2026"
LEFT_QUOTE, RIGHT_QUOTE = "\u201c", "\u201d"
ARROW, ARROWHEAD = "\u2192", "\u203a"


def quoted(text: str) -> str:
    """A text in double quotation marks."""
    return f"{LEFT_QUOTE}{text}{RIGHT_QUOTE}"
