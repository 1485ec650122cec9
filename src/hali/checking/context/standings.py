"""Standings: the places of partners that a sentence gives, as claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hali.checking.context import carrying, dating, doubts, parties, phrase, rank_sides, ranks, reasons, slots
from hali.checking.context.claiming import Part, assembled, witnesses
from hali.checking.context.place import Place
from hali.checking.context.ranked import Place as Rank
from hali.checking.context.sides import Side
from hali.checking.context.whose import Sides
from hali.model.claim import Claim

_LISTED = 3
"""Paragraphs over which a text goes through the places of partners."""
_HEADLINES = frozenset({"title", "heading", "label"})
"""Kinds of blocks that say in short what others say."""
_MEASURE = "partner_rank"


def claims(place: Place) -> Iterator[Claim]:
    """The claims on places that a sentence makes, in order."""
    named = parties.named(place.here)
    named = tuple(side for side in named if side not in slots.followers(place.here, named))
    trades = (claim for claim in reversed(place.discourse.claims) if claim.measure in ranks.TRADES)
    near = next((claim for claim in trades if place.block - claim.block <= _LISTED), None)
    headline = place.article.blocks[place.block].kind in _HEADLINES
    places = ranks.read(place.here, place.before, near, headline)
    for one in places:
        own = rank_sides.own_sides(place.here, one, places, named)
        sides = _sides(place, one, places, own)
        claim = _claim(place, one, places)
        partners: list[str | None] = [*slots.partners(sides, own)]
        for partner in partners or [sides.partner]:
            # "Russia and China are the largest partners": each is among the first two.
            top = (one.rank[0], max(one.rank[1], len(partners)))
            part = parties.sided(place, _MEASURE, replace(sides, partner=partner))
            told = assembled(replace(claim, rank=top), part)
            told = doubts.doubted(place, told, None, "" if one.head is not None else "previous")
            told = reasons.in_mood(place, told, (one.start, one.end))
            yield replace(told, unsaid=(*told.unsaid, "opinion")) if one.judged else told


def _sides(place: Place, one: Rank, places: Sequence[Rank], own: Sequence[Side]) -> Sides:
    """Whose partner has the place, and who it is."""
    heads = (one.head,) if one.head is not None else ()
    sides = slots.assign(place.here, _MEASURE, place.here.named("topic"), None, own, heads)
    settled = rank_sides.apposed(place.here, one, own) or rank_sides.roles(own, places)
    return sides if settled is None else replace(sides, reporter=settled[0], partner=settled[1], pair=None)


def _claim(place: Place, one: Rank, places: Sequence[Rank]) -> Claim:
    """The claim without its sides."""
    here = place.here
    others = tuple((other.start, other.end) for other in places if other is not one)
    dated = dating.of_span(here, one.start, one.end, carrying.carried(place, _MEASURE), others)
    head = (one.head.start, one.head.end) if one.head is not None else (one.start, one.end)
    known = phrase.meant(_MEASURE, here.named("topic"), "", None, None)
    return assembled(
        place.claim(
            "rank",
            one.start,
            one.end,
            measure=None if one.within else _MEASURE,
            relation="rank",
            rank=one.rank,
            flow=one.flow,
            counting=one.counting,
        ),
        dating.part(dating.of_climb(dated, one.climb)),
        Part(evidence=witnesses(here.start, rank=(one.start, one.end))),
        phrase.part(here, phrase.of_place(here, head, (one.start, one.end), known)),
    )
