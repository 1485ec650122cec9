"""Parties: whose number it is and with whom, once what the sentence fixes meets what the text has said before."""

from __future__ import annotations

from dataclasses import replace

from hali.check.context import filling, memory, ranks, roles, slots, terms
from hali.check.context import sides as standing
from hali.check.context.passage import Passage
from hali.check.context.place import Place, Span
from hali.check.context.sides import Side
from hali.check.context.slots import Sides
from hali.model.claim import Claim, Step


def named(here: Passage) -> tuple[Side, ...]:
    """The areas of a sentence that may be sides, without those that only lost a place or come after another.

    "China overtook Russia", "third after China and Russia", "China, followed by Russia and Italy": neither of those.
    """
    among = list(standing.sides(here))
    for place in ranks.read(here) if len(among) > 1 else ():
        among = ranks.own_sides(here, place, (place,), among)
    kept: list[Side] = []
    dropped = False
    for side in among:
        dropped = ranks.overtaken(here, side) or (dropped and "joined" in side.markers)
        if not dropped:
            kept.append(side)
    return tuple(kept)


def sided(place: Place, claim: Claim, measure: str, sides: Sides) -> Claim:
    """The claim with its sides, the open ones filled from around the sentence."""
    if place.union:
        sides = filling.in_the_union(place.here, sides)
    filled, rule = _filled(place, measure, sides)
    whole = measure in roles.WHOLES
    if whole and place.roles is not None and set(filled.pair or ()) == set(place.roles):
        filled = replace(filled, reporter=place.roles[0], partner=place.roles[1], pair=None)
    if filled.reporter and filled.partner and (whole or measure.startswith("fdi_")):
        place.roles = (filled.reporter, filled.partner)
    claim = with_sides(place.here, claim, filled)
    claim = replace(
        claim, trace=(*claim.trace, _step(claim, rule, filled)), stated=claim.stated | _origins(sides, claim, rule)
    )
    for slot, concept in (("reporter", claim.reporter), ("partner", claim.partner)):
        span = _elsewhere(place, concept) if concept and slot not in claim.evidence else None
        claim = replace(claim, evidence=claim.evidence | {slot: span}) if span else claim
    return replace(claim, unsaid=(*claim.unsaid, "no_area")) if filled.limited else claim


def _filled(place: Place, measure: str, sides: Sides) -> tuple[Sides, str]:
    """The sides with the open ones filled, and the name of what filled them."""
    if measure.startswith("visa") and sides.reporter is None and place.here.named("context") & {"schengen"}:
        return replace(sides, reporter="SCHENGEN"), "schengen"
    named = standing.sides(place.here)
    markers = frozenset[str]().union(*(side.markers for side in named if side.concept in sides.named()))
    recalled = memory.recalled(sides, measure, place.discourse.claims, place.block, markers)
    if recalled is not None:
        return recalled, "same_as_before"
    if not sides.named() and "firm" in place.here.named("context"):
        return sides, "of_a_firm"
    filled = filling.fill(sides, measure, _around(place), place.pair)
    return filled, "own_words" if filled == sides else "around"


def _step(claim: Claim, rule: str, filled: Sides) -> Step:
    told = "/".join(filled.pair) if filled.pair else f"{filled.reporter or '?'}>{filled.partner or '?'}"
    span = claim.evidence.get("reporter") or claim.evidence.get("partner")
    vetoes = ("part_of_a_part",) if filled.limited else ()
    return Step("areas", rule, told, span, tuple((concept, 0.0) for concept in filled.spans), vetoes)


def _origins(sides: Sides, claim: Claim, rule: str) -> dict[str, str]:
    """Where each side is stated: in the sentence, or wherever it was filled from."""
    from_where = {"same_as_before": "text", "schengen": "sentence"}.get(rule, "paragraph")
    told: dict[str, str] = {}
    for slot, concept in (("reporter", claim.reporter), ("partner", claim.partner)):
        if concept is not None:
            told[slot] = "sentence" if concept in sides.named() or concept in sides.spans else from_where
    if claim.pair is not None:
        told["pair"] = "sentence" if set(claim.pair) <= sides.named() else from_where
    return told


def _elsewhere(place: Place, concept: str) -> Span | None:
    """Where an area that fills an open side is named: the nearest sentence of the paragraph, then what stands above."""
    others = [place.passages[i] for i in _order(place.at, len(place.passages))]
    for one in [*others, *(above for _, above in place.above())]:
        for mention in one.mentions:
            if mention.concept == concept:
                return one.start + mention.start, one.start + mention.end
    return None


def _order(at: int, count: int) -> list[int]:
    """Indexes of the other sentences of a paragraph, the nearest first, of two alike the one before."""
    return sorted((i for i in range(count) if i != at), key=lambda i: (abs(i - at), i))


def _around(place: Place) -> list[tuple[str, list[str]]]:
    """Areas of the other sentences of the paragraph, those before first, and of what stands above."""
    others = [place.passages[i] for i in _order(place.at, len(place.passages))]
    found = [("paragraph", one) for one in others] + place.above()
    named = [(name, [side.concept for side in standing.sides(one)]) for name, one in found if one.mentions]
    if place.union:
        named = [(name, ["EU" if one == "EUROPE" else one for one in concepts]) for name, concepts in named]
    return [*named, ("article", list(place.about))] if place.about else named


def with_sides(here: Passage, claim: Claim, sides: Sides) -> Claim:
    """The claim with these sides, the membership and the statistics its sentence names."""
    composed, cited = standing.composition(here), standing.origin(here)
    claim = replace(
        claim,
        reporter=sides.reporter,
        partner=sides.partner,
        pair=sides.pair,
        composition=composed[0] if composed else None,
        origin_side=cited[0] if cited else None,
    )
    claim = witnessed(here, claim, "reporter", sides.spans.get(sides.reporter or ""))
    claim = witnessed(here, claim, "partner", sides.spans.get(sides.partner or ""))
    claim = witnessed(here, claim, "composition", composed[1] if composed else None)
    return witnessed(here, claim, "origin_side", cited[1] if cited else None)


def witnessed(here: Passage, claim: Claim, slot: str, span: Span | None) -> Claim:
    """The claim with the words that fix a slot."""
    if span is None:
        return claim
    return replace(claim, evidence=claim.evidence | {slot: (here.start + span[0], here.start + span[1])})


def is_half(claim: Claim) -> bool:
    """True where only the other side is known of a number between two ("trade with China was ...")."""
    if claim.kind != "quantity" or claim.measure not in roles.BOTH:
        return False
    return claim.partner not in {None, slots.WORLD} and claim.reporter is None


def goes_on(here: Passage, at: int, before: Claim, measure: str) -> bool:
    """True for "EU exports to Kazakhstan were 5 bn and imports 17 bn": both are the EU's, with Kazakhstan."""
    low, high = here.zone(at)
    if low <= before.start - here.start or any(low <= m.start < high for m in here.mentions):
        return False
    return terms.flow(measure) in {"X", "M"} and terms.flow(before.measure or "") in {"X", "M"}
