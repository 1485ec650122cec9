"""An area in a path: a code in lower case; whatever else a person types is resolved and answered by a redirect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hali.codelists import areas
from hali.errors import UnknownCode

NEAREST = 3
"""Areas proposed for a word no codelist knows."""

SUGGESTED = 8
"""Areas proposed while somebody types."""


NO_SIDE = frozenset({"none", "residual"})
"""Kinds of areas that are no side of a pair: no area, and the rest of a table."""


class Ambiguous(Exception):
    """A word that may mean several areas.

    Args:
        typed: the word.
        codes: their codes.
    """

    def __init__(self, typed: str, codes: tuple[str, ...]) -> None:
        super().__init__(f"{typed!r} may mean {', '.join(codes)}")
        self.typed = typed
        self.codes = codes


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair.

    Attributes:
        code: code of the record, with the members it has on the day of the record: EU27_2020, KAZ.
        asked: what a brief is asked for: the concept where the code is its usual one, else the code.
        typed: what stood in the address.
    """

    code: str
    asked: str
    typed: str

    @property
    def segment(self) -> str:
        """The area in a path."""
        return self.code.lower()

    @property
    def canonical(self) -> bool:
        """Whether the address said it as it should be said."""
        return self.typed == self.segment


def read(typed: str, day: str) -> Side:
    """The area a part of a path means.

    Args:
        typed: a code in lower case, or anything a person types.
        day: ISO day on which blocs have the members they are read with.

    Raises:
        Ambiguous: several areas bear the name.
        UnknownCode: none does; it names the three nearest.
    """
    found = tuple(code for code in areas.candidates(typed) if _kind(code) not in NO_SIDE)
    if not found:
        raise UnknownCode("area", typed, tuple(segment(code, day) for code in suggested(typed, NEAREST)))
    if len(found) > 1:
        raise Ambiguous(typed, tuple(segment(code, day) for code in found))
    meant = found[0]
    concept = areas.concept(meant)
    usual = _usual(concept, day)
    if meant in {concept, usual}:
        return Side(usual, concept, typed)
    return Side(meant, meant, typed)


def segment(code: str, day: str) -> str:
    """A code or concept as it stands in a path."""
    return (_usual(code, day) if code in areas.concepts() else code).lower()


def suggested(typed: str, most: int = SUGGESTED) -> tuple[str, ...]:
    """Concepts and codes that come closest to what somebody typed; rows of tables are left out."""
    left_out = {*NO_SIDE, "printed"}
    return tuple(code for code in areas.suggestions(typed, 4 * most) if _kind(code) not in left_out)[:most]


def _kind(code: str) -> str:
    """Kind of an area; of a concept that of its code of today."""
    return areas.area(areas.concept_codes(code)[0] if code in areas.concepts() else code).kind


def _usual(concept: str, day: str) -> str:
    try:
        return areas.conventional(concept, date.fromisoformat(day))
    except UnknownCode:
        return areas.concept_codes(concept)[0]
