"""Indexed: the places countries have in published indices ("79th in the logistics index"), as claims.

The index is named by its word, before or behind the place. A place in a part of it ("for customs"), in a part of the
world, or one climbed from or to is not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from hali.checking.context import carrying, dating, doubts, parties, placewords, rank_sides, reasons, whose
from hali.checking.context import sides as standing
from hali.checking.context.claiming import Part, assembled, witnesses
from hali.checking.context.passage import Passage
from hali.checking.context.place import Place
from hali.checking.context.placewords import Mark
from hali.checking.context.ranked import OTHER
from hali.checking.context.ranked import Place as Rank
from hali.checking.context.sides import Side
from hali.checking.context.whose import Sides
from hali.checking.wording import Cue
from hali.codelists import areas
from hali.model.claim import Claim

_MEASURES: Mapping[str, str] = MappingProxyType(
    {"logistics": "logistics_rank", "corruption": "corruption_perceptions_rank"}
)
"""Index -> id of the measure of its places."""
_ROOM, _BARE = 14, 8
"""Words that may part an index from a word for place, and from an ordinal alone."""


def claims(place: Place) -> Iterator[Claim]:
    """The claims on places in an index that a sentence makes, in order."""
    here = place.here
    heads = here.having("index", *_MEASURES)
    if not heads or here.having("index", "part") or len({c.name for c in heads}) > 1:
        return
    marks = [m for m in placewords.places_in(here) if m.kind in {"place", "bare"} and m.rank[0] == m.rank[1]]
    found = [(m, head) for m in marks if (head := _of(here, m, heads)) is not None]
    if not found or here.having("relation", "up", "down") or any(_is_elsewhere(m.concept) for m in here.mentions):
        return
    ranks = [_rank(here, mark, head) for mark, head in found]
    # The bank whose list it is has no place in it.
    named = tuple(side for side in parties.named(here) if areas.concept_kind(side.concept) != "institution")
    for one in ranks:
        own = whose.concepts(_own(here, one, ranks, named))
        if len(own) > 1 or (len(ranks) > 1 and not own):
            continue
        yield _claim(place, one, _MEASURES[one.head.name if one.head else ""], own)


def _of(here: Passage, mark: Mark, heads: tuple[Cue, ...]) -> Cue | None:
    """The index a place is in; an ordinal that counts something else ("for the first time") is none."""
    room = _ROOM if mark.kind == "place" else _BARE
    near = [c for c in heads if max(c.first - mark.last, mark.first - c.last) - 1 <= room]
    if not near or (mark.kind == "bare" and not _stands_alone(here, mark)):
        return None
    return min(near, key=lambda c: max(c.first - mark.last, mark.first - c.last))


def _stands_alone(here: Passage, mark: Mark) -> bool:
    """True for an ordinal with nothing behind it that it counts: "it is 79th in", "ranks 7th."."""
    last = here.words[mark.last]
    if mark.last + 1 == len(here.words) or here.text[last.end : last.end + 1] in {",", ".", ";", ":", ")"}:
        return True
    after = here.words[mark.last + 1]
    groups = ("place", "mood", "index", "rank")
    said = any(c.first == mark.last + 1 for group in groups for c in here.having(group))
    return said or any(m.start <= after.start < m.end for m in here.mentions)


def _own(here: Passage, one: Rank, ranks: Sequence[Rank], named: Sequence[Side]) -> list[Side]:
    """The areas that may have a place: of several places each is of the area in its own clause."""
    if len(ranks) == 1:
        return rank_sides.own_sides(here, one, ranks, named)
    low, high = here.clause(one.start, one.end)
    return [side for side in named if low <= side.mention.start < high]


def _is_elsewhere(concept: str) -> bool:
    """True for a part of the world, within which a place may be one."""
    return areas.concept_kind(concept) not in {"country", "former", "institution"}


def _rank(here: Passage, mark: Mark, head: Cue) -> Rank:
    words = here.words
    span = (words[mark.first].start, words[mark.last].end)
    return Rank(*span, mark.rank, None, None, within=head.name == OTHER, head=head)


def _claim(place: Place, one: Rank, measure: str, own: list[str]) -> Claim:
    here, span = place.here, (one.start, one.end)
    sides = Sides(spans={s.concept: (s.mention.start, s.mention.end) for s in reversed(standing.sides(here))})
    sides = replace(sides, reporter=own[0] if own else None)
    claim = assembled(
        place.claim("rank", *span, measure=measure, relation="rank", rank=one.rank),
        dating.part(dating.of_span(here, *span, carrying.carried(place, measure))),
        Part(evidence=witnesses(here.start, rank=span)),
        parties.sided(place, measure, sides),
    )
    claim = doubts.doubted(place, claim, None, "")
    if claim.reporter is None and place.asked is not None and not own:
        # "And Finland?" "The country is second": whom a question right before names is meant, if not beyond doubt.
        slots = {**claim.stated, "reporter": "paragraph"}
        claim = replace(claim, reporter=place.asked, stated=slots, doubts=(*claim.doubts, "areas"))
    return reasons.in_mood(place, claim, span)
