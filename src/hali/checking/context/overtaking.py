"""Overtaking: the areas that come before or after the one ranked, or have lost its place."""

from __future__ import annotations

from collections.abc import Sequence

from hali.checking import wording
from hali.checking.context.passage import Passage
from hali.checking.context.ranked import Place
from hali.checking.context.sides import JOINED, Side
from hali.checking.wording import Cue
from hali.codelists import areas
from hali.languages import traits
from hali.languages.morphology import ending

_NEAR = 70
"""Characters between a place and the words "after China"."""


def overtaken(passage: Passage, side: Side) -> bool:
    """True for the area that lost a place: "China overtook Russia as ...", "devant la Russie"."""
    cues = passage.having("context", "overtakes")
    if traits(passage.language).cases_decide:
        return _is_object(passage, side, cues)
    for cue in cues:
        gap = cue.first - side.last - 1 if _postposed(passage) else side.first - cue.last - 1
        if 0 <= gap <= 1:
            return True
    return False


def _is_object(passage: Passage, side: Side, cues: Sequence[Cue]) -> bool:
    """True for the area that its case makes the object of such words: the accusative, or the genitive right before."""
    accusative, owner = in_accusative(passage, side), "of" in side.markers
    return any(cue.first > side.last and (cue.first == side.last + 1 if owner else accusative) for cue in cues)


def in_accusative(passage: Passage, side: Side) -> bool:
    """Whether the case of an area makes it an object."""
    form = passage.words[side.last].form
    named = passage.text[side.mention.start : side.mention.end]
    return form.endswith(ending("accusative", passage.language)) and not areas.is_name(named)


def _postposed(passage: Passage) -> bool:
    """True where an object stands before its postposition or verb."""
    return wording.postposes(passage.language)


def ahead_of(passage: Passage, place: Place, among: Sequence[Side]) -> list[Side]:
    """The areas named as ranked before it: "third after China and Russia"."""
    if not among:
        return []
    for cue in passage.having("rank", "behind"):
        if _postposed(passage):
            chain = _chain(passage, among, cue.first, -1)
        elif any(c.last == cue.first - 1 for c in passage.having("topic", "export", "import", "supply", "sell")):
            continue
        else:
            chain = _chain(passage, among, cue.last, 1)
        near = chain and min(abs(place.start - cue.end), abs(cue.start - place.end)) <= _NEAR
        if near:
            return chain
    return []


def behind(passage: Passage, among: Sequence[Side]) -> list[Side]:
    """The areas named as coming after it: "followed by Russia and China"."""
    return [side for cue in passage.having("rank", "followed") for side in _chain(passage, among, cue.last, 1)]


def _chain(passage: Passage, among: Sequence[Side], at: int, step: int) -> list[Side]:
    """The areas in one breath right behind word `at`, or before it with step -1.

    A list ends with its "and"; what only a comma joins is the next clause ("After China, Germany is ...").
    """
    near = [s for s in among if 0 <= ((s.first if step > 0 else s.last) - at) * step - 1 <= 1]
    if not near:
        return []
    index = list(among).index(near[0])
    chain = [near[0]]
    while 0 <= index + step < len(among):
        one, other = sorted((among[index], among[index + step]), key=lambda s: s.first)
        between = passage.text[one.mention.end : other.mention.start]
        if not JOINED.fullmatch(between):
            break
        index += step
        chain.append(among[index])
        if "," not in between:
            return chain if step > 0 else [*chain, *_listed(passage, among, index)]
    return chain[:1]


def _listed(passage: Passage, among: Sequence[Side], index: int) -> list[Side]:
    """The areas of a list before its "and", back from the one at `index`."""
    found: list[Side] = []
    while index > 0:
        between = passage.text[among[index - 1].mention.end : among[index].mention.start]
        if "," not in between or not JOINED.fullmatch(between):
            break
        index -= 1
        found.append(among[index])
    return found
