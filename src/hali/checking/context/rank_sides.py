"""Sides of a rank: whose list it is, and who has the place."""

from __future__ import annotations

from collections.abc import Sequence

from hali.checking.context.overtaking import ahead_of, behind
from hali.checking.context.passage import Passage
from hali.checking.context.ranked import Place
from hali.checking.context.sides import Side

_OWNED = frozenset({"of", "with", "to", "from", "in"})
"""How an area stands that is not the one ranked."""
_APPOSED = 3
"""Words between an area and the place it is given in apposition."""


def own_sides(passage: Passage, place: Place, places: Sequence[Place], among: Sequence[Side]) -> list[Side]:
    """The areas that may be sides of one rank: not those it comes after, nor those other ranks of the sentence have.

    Args:
        passage: the sentence.
        place: the rank.
        places: all ranks of the sentence.
        among: the areas of the sentence.
    """
    gone = [*ahead_of(passage, place, among), *behind(passage, among)]
    left = [s for s in among if s not in gone]
    ranked = [s for s in left if "joined" in s.markers or not s.markers & _OWNED]
    if len(places) < 2 or not ranked:
        return left
    leading = ranked[0].mention.start < places[0].start
    at = places.index(place)
    low = (places[at - 1].end if at else 0) if leading else place.start
    high = place.end if leading else (places[at + 1].start if at + 1 < len(places) else len(passage.text))
    inside = [s for s in ranked if low <= s.mention.start < high]
    return [s for s in left if s in inside or s not in ranked] if inside else left


def roles(own: Sequence[Side], places: Sequence[Place]) -> tuple[str | None, str] | None:
    """Whose rank list it is, as far as the words say, and who has the place; None where several may have it.

    Args:
        own: the areas of one rank.
        places: all ranks of the sentence.
    """
    listed = len(places) > 1
    ranked = {s.concept for s in own if not s.markers & _OWNED or (listed and "joined" in s.markers)}
    others = {s.concept for s in own} - ranked
    if len(ranked) != 1 or len(others) > 1:
        return None
    return next(iter(others), None), next(iter(ranked))


def apposed(passage: Passage, place: Place, among: Sequence[Side]) -> tuple[str, str] | None:
    """Whose rank and who has it in "Kenya sells tea to Egypt, its third partner": the one that opens, the one beside.

    None where the sentence is built otherwise.
    """
    beside = [side for side in among if side.mention.end <= place.start]
    opening = [side for side in beside if not side.markers - {"joined"}]
    if not opening or opening[0] is beside[-1] or opening[0].concept == beside[-1].concept:
        return None
    between = passage.text[beside[-1].mention.end : place.start]
    its = passage.having("context", "its", low=beside[-1].mention.end, high=place.end)
    plain = between.strip().startswith(",") and len(between.split()) <= _APPOSED
    return (opening[0].concept, beside[-1].concept) if plain and its and its[0].start < place.end else None
