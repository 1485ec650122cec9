"""Firms: "German companies" as all those of a country, which stand for it."""

from __future__ import annotations

from hali.checking.context.passage import Passage
from hali.checking.wording import Cue


def of_a_nation(passage: Passage, firm: Cue) -> bool:
    """True for words for firms beside a people: "German companies", "les entreprises fran\u00e7aises"."""
    if not any(c.start <= firm.start < c.end for c in passage.having("context", "firms")):
        return False
    people = [m for m in passage.mentions if m.kind == "adjective"]
    return any(0 < firm.start - m.end <= 1 or 0 < m.start - firm.end <= 1 for m in people)
