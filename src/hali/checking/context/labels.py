"""Sentences in the label form our own documents use where no whole sentence can be said.

"Kazakhstan - Mauritius: goods exports, 2021, statistics of Kazakhstan: US$5 million." names reporter and partner in
front of the first colon and the measure by its printed label behind it: nothing has to be guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from hali.checking.context.board import once
from hali.checking.context.passage import Passage
from hali.codelists import measures


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label: the measure it stands for, its variant or None, its span, and the areas in front of it."""

    measure: str
    variant: str | None
    start: int
    end: int
    areas: tuple[str, ...]


@once
def find(passage: Passage) -> Label | None:
    """The label of a sentence in label form, or None."""
    head, colon, rest = passage.text.partition(": ")
    areas = tuple(m.concept for m in passage.mentions if m.end <= len(head))
    if not colon or not 1 <= len(areas) <= 2:
        return None
    known = _labels(passage.language)
    written = max((label for label in known if rest.startswith(f"{label}, ")), key=len, default="")
    if not written:
        return None
    measure, _, variant = known[written].partition(".")
    start = len(head) + len(colon)
    return Label(measure, variant or None, start, start + len(written), areas)


@cache
def _labels(language: str) -> Mapping[str, str]:
    """Printed label -> id of the measure, with its variant after a dot."""
    return {label: id for id, label in measures.labels(language).items()}
