"""What an AI client should know before it asks: which tool when, and that a number goes with its definition."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def skill() -> str:
    """The text of SKILL.md."""
    return (resources.files("hali.catalogue") / "SKILL.md").read_text(encoding="utf-8")
