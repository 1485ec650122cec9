"""Whose: the sides of a claim, which areas its number belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from hali.checking.context.sides import Side

WORLD = "WLD"
Pair = tuple[str, str]


@dataclass(slots=True)
class Sides:
    """Whose number, with whom: what the words fix, with the words that fix it.

    Attributes:
        reporter, partner, pair: as in a claim.
        spans: where each area stands in the sentence.
        teller: the one of a pair whose trade it is ("Kazakhstan's trade with Italy"): its are the exports and imports.
        limited: True where the whole is itself a part ("80 % of the EU's trade in Central Asia"): no measure we have.
    """

    reporter: str | None = None
    partner: str | None = None
    pair: Pair | None = None
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    teller: str | None = None
    limited: bool = False

    def named(self) -> set[str]:
        """The areas in it."""
        return {side for side in (self.reporter, self.partner, *(self.pair or ())) if side}


def concepts(near: Iterable[Side]) -> list[str]:
    """The areas of some sides, each once, in order."""
    return list(dict.fromkeys(side.concept for side in near))
