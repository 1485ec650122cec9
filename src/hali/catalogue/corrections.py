"""Corrections of numbers of ours, with their day and what was wrong."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Correction:
    """A number of ours that was wrong.

    Attributes:
        id: never used again.
        day: ISO day the right number stood in the program.
        text: what was wrong and what is right, in English.
    """

    id: str
    day: str
    text: str


@cache
def corrections() -> tuple[Correction, ...]:
    """All of them, the newest first."""
    told = tomllib.loads((resources.files("hali.catalogue") / "corrections.toml").read_text(encoding="utf-8"))
    return tuple(Correction(one["id"], one["day"], one["text"].strip()) for one in told["correction"])
