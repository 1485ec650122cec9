"""Parties: whose number it is and with whom, once what the sentence fixes meets what the text has said before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hali.checking.context import (
    filling,
    headed,
    memory,
    ours,
    overtaking,
    rank_sides,
    ranks,
    roles,
    series,
    terms,
    turning,
    visas,
    whose,
)
from hali.checking.context import sides as standing
from hali.checking.context.claiming import Part, witnesses
from hali.checking.context.passage import Passage
from hali.checking.context.place import Place, Span
from hali.checking.context.sides import Side
from hali.checking.context.whose import Sides
from hali.codelists import areas
from hali.model.claim import Claim, Step


def named(here: Passage, at: int | None = None) -> tuple[Side, ...]:
    """The areas of a sentence that may be sides, without those that only lost a place or come after another.

    "China overtook Russia", "third after China and Russia", "China, followed by Russia and Italy": neither, but
    for the number `at` in a bracket right behind one ("behind China (18 %)").
    """
    among = list(standing.sides(here))
    for place in ranks.read(here) if len(among) > 1 else ():
        among = rank_sides.own_sides(here, place, (place,), among)
    kept: list[Side] = []
    dropped = False
    for side in among:
        dropped = overtaking.overtaken(here, side) or (dropped and "joined" in side.markers)
        if not dropped:
            kept.append(side)
    figures = {side: series.bracketed(here, side) for side in standing.sides(here)}
    listed = any(at in numbers for numbers in figures.values())
    return tuple(side for side, numbers in figures.items() if side in kept or (listed and numbers))


def sided(place: Place, measure: str, sides: Sides, before: Claim | None = None, at: int | None = None) -> Part:
    """The sides of a claim, the open ones filled from around the sentence.

    Args:
        place: the sentence and what stands around it; takes in whose trade and whose roles it has told.
        measure: id of the measure.
        sides: what the sentence fixes.
        before: the claim of the number it goes on from, or None.
        at: index of its number, or None.
    """
    if place.union:
        sides = filling.in_the_union(place.here, sides, memory.family(measure) in memory.FUELS)
    filled, rule = _settled(place, measure, sides, at)
    _take_in(place, measure, filled)
    part = with_sides(place.here, filled)
    slots, evidence = {**part.slots}, {**part.evidence}
    if slots["composition"] is None:
        slots["composition"] = _composed(place, measure, filled)
    step = _step(evidence, _as_before(filled, before) or rule, filled)
    for slot, concept in (("reporter", filled.reporter), ("partner", filled.partner)):
        span = _elsewhere(place, concept) if concept and slot not in evidence else None
        evidence |= {slot: span} if span else {}
    return Part(slots, evidence, _origins(sides, filled, rule), (step,), ("no_area",) if filled.limited else ())


def _settled(place: Place, measure: str, sides: Sides, at: int | None) -> tuple[Sides, str]:
    """The sides filled, in the roles that the text has given them, and the name of what filled them."""
    filled, rule = _filled(place, measure, sides, at)
    told = _told(place, measure, filled)
    filled, rule = (filled, rule) if told is None else (told, "side_of_the_teller")
    if measure.startswith("visa") and (place.discourse.schengen or place.here.schengen):
        filled = visas.of_schengen(place, filled, sides.named())
    if measure.startswith("visa") and {filled.reporter, filled.partner} <= visas.ISSUERS:
        # None of them gives visas to another.
        filled = replace(filled, partner=None)
    if measure in roles.WHOLES and place.roles is not None and set(filled.pair or ()) == set(place.roles):
        filled = replace(filled, reporter=place.roles[0], partner=place.roles[1], pair=None)
    return filled, rule


def _take_in(place: Place, measure: str, filled: Sides) -> None:
    """Notes for what follows which roles two areas have, and whose exports are "ours"."""
    if filled.reporter and filled.partner and (measure in roles.WHOLES or measure.startswith("fdi_")):
        place.roles = (filled.reporter, filled.partner)
    if filled.reporter and terms.flow(measure) in {"X", "M"} and place.here.named("context") & {"ours"}:
        place.discourse.ours = filled.reporter


def _composed(place: Place, measure: str, filled: Sides) -> str | None:
    """The membership of a union that the sentence does not name: whom "today's 27" were told of goes on."""
    unnamed = "EU" in filled.named() and all(m.concept != "EU" for m in place.here.mentions)
    if not unnamed or memory.family(measure) not in memory.FUELS:
        return None
    last = next((one for one in reversed(place.discourse.claims) if "EU" in memory.two(one)), None)
    return last.composition if last else None


def _as_before(filled: Sides, before: Claim | None) -> str:
    """The rule of a claim told by "us" as the one before: "they sold us goods for 5 bn; two years later it was 6"."""
    if before is None or not before.told_by_us:
        return ""
    return "ours" if {filled.reporter, filled.partner} == {before.reporter, before.partner} else ""


def _filled(place: Place, measure: str, sides: Sides, at: int | None) -> tuple[Sides, str]:
    """The sides with the open ones filled, and the name of what filled them."""
    if measure.startswith("visa") and sides.reporter is None and place.here.schengen:
        return replace(sides, reporter="SCHENGEN"), "schengen"
    if measure in roles.ALONE and sides.limited:
        # "Your economy grew by 3 %", and who "you" are nobody has said.
        return sides, "of_a_person"
    two = _the_two(place, measure, sides)
    if two is not None:
        return two, "the_two"
    named = standing.sides(place.here)
    markers = frozenset[str]().union(*(side.markers for side in named if side.concept in sides.named()))
    record = place.discourse
    told_by_us = ours.sided(place, measure, sides, at)
    if told_by_us is not None:
        return told_by_us, "ours"
    under = headed.filled(place, measure, sides)
    if under is not None:
        return under, "under_its_name"
    turned = turning.filled(place, measure, sides)
    if turned is not None:
        return turned
    recalled = memory.recalled(sides, measure, record.claims, place.block, markers, record.tellers)
    if recalled is not None:
        return recalled, "same_as_before"
    if measure.startswith("visa") and sides.reporter is None and sides.partner and record.schengen:
        return replace(sides, reporter="SCHENGEN"), "schengen"
    of_none_around = "" if sides.named() else _of_none_around(place.here, measure, bool(named))
    if of_none_around:
        return sides, of_none_around
    around = _around(place, measure)
    filled = filling.fill(sides, measure, around, place.pair)
    we = ours.who(place) if place.here.named("context") & {"ours"} else None
    if we is not None and not filled.named() and terms.flow(measure) in {"X", "M"} and measure not in roles.WHOLES:
        # "Our exports were 3 bn": to whom they go may still stand around.
        filled = filling.fill(replace(sides, reporter=we), measure, around, place.pair)
    if filled == sides:
        spoken = place.two is not None and place.two.we in sides.named() and _told_in_person(place.here)
        return filled, "ours" if spoken and memory.family(measure) == "trade" else "own_words"
    return filled, "around"


def _of_none_around(here: Passage, measure: str, named: bool) -> str:
    """Why the open sides of a number are no areas that stand around, "" where they may be."""
    if "firm" in here.named("context"):
        return "of_a_firm"
    if here.unclear:
        # "Congo's economy grew by 7 %": whichever of the two it is, it is no other country.
        return "of_a_namesake"
    if measure in roles.ALONE and here.of_a_capital:
        # "And Ottawa spent 2 % of its GDP on defence" is no country's that stands around.
        return "of_a_capital"
    # "Its economy grew by 8 %, Japan's by 1": the area named has a number of its own, and who "it" is stays open.
    return "of_another" if measure in roles.ALONE and named else ""


def _told_in_person(here: Passage) -> bool:
    """Whether persons of a sentence mean its areas: "we sold them", "they sold us"."""
    return any(mention.kind in standing.SPOKEN for mention in here.standins)


def _the_two(place: Place, measure: str, sides: Sides) -> Sides | None:
    """The two of "trade between the two countries": those that the nearest words before it name, if just two."""
    between = measure not in roles.WHOLES and measure not in roles.SOURCE_FIRST | roles.TARGET_FIRST
    if sides.named() or not between or measure in roles.ALONE | roles.ROUTES:
        return None
    if "mutual" not in place.here.named("context"):
        return None
    before = [*reversed(place.before), *(one for _, one in place.above())]
    said = ([side.concept for side in standing.sides(one)] for one in before if one.mentions)
    named = list(dict.fromkeys("EU" if place.union and one == "EUROPE" else one for one in next(said, ())))
    return replace(sides, pair=(named[0], named[1])) if len(named) == 2 else None


def _told(place: Place, measure: str, sides: Sides) -> Sides | None:
    """Exports and imports between two, as those of the one whose trade or whose count the text tells; None elsewhere.

    "Kazakhstan's trade with Italy was 13 bn: exports 12, imports 1" is all Kazakhstan's.
    """
    if sides.pair is None or memory.family(measure) != "trade":
        return None
    cited = standing.origin(place.here)
    said = [sides.teller, cited and cited[0], ours.who(place) if place.here.named("context") & ours.FIRST else None]
    teller = next((one for one in said if one in sides.pair), None)
    tellers = place.discourse.tellers
    if teller is not None:
        tellers[frozenset(sides.pair)] = teller
    teller = tellers.get(frozenset(sides.pair))
    if teller is None or terms.flow(measure) not in {"X", "M"}:
        return None
    other = next(side for side in sides.pair if side != teller)
    return replace(sides, reporter=teller, partner=other, pair=None)


def _step(evidence: Mapping[str, Span], rule: str, filled: Sides) -> Step:
    told = "/".join(filled.pair) if filled.pair else f"{filled.reporter or '?'}>{filled.partner or '?'}"
    span = evidence.get("reporter") or evidence.get("partner")
    vetoes = ("part_of_a_part",) if filled.limited else ()
    return Step("areas", rule, told, span, tuple((concept, 0.0) for concept in filled.spans), vetoes)


def _origins(sides: Sides, filled: Sides, rule: str) -> dict[str, str]:
    """Where each side is stated: in the sentence, or wherever it was filled from."""
    from_where = {
        "same_as_before": "text",
        "side_of_the_teller": "text",
        "schengen": "sentence",
    }.get(rule, "paragraph")
    told: dict[str, str] = {}
    for slot, concept in (("reporter", filled.reporter), ("partner", filled.partner)):
        if concept is not None:
            told[slot] = "sentence" if concept in sides.named() or concept in sides.spans else from_where
    if filled.pair is not None:
        told["pair"] = "sentence" if set(filled.pair) <= sides.named() else from_where
    return told


def _elsewhere(place: Place, concept: str) -> Span | None:
    """Where an area that fills an open side is named: the nearest sentence of the paragraph, then what stands above."""
    for one in [*place.around, *(above for _, above in place.above())]:
        for mention in one.mentions:
            if mention.concept == concept:
                return one.start + mention.start, one.start + mention.end
    return None


def _institution(concept: str) -> bool:
    return areas.concept_kind(concept) == "institution"


def _around(place: Place, measure: str) -> list[tuple[str, list[str]]]:
    """Areas of the other sentences of the paragraph, those before first, and of what stands above."""
    found = [("paragraph", one) for one in place.around] + place.above()
    told = ((name, [s for s in standing.sides(one) if s.mention.kind not in standing.SPOKEN]) for name, one in found)
    named = [(name, [side.concept for side in near]) for name, near in told if near]
    if measure in roles.ALONE:
        named = [(name, [one for one in concepts if not _institution(one)]) for name, concepts in named]
        named += [("article", [place.main])] if place.main else []
    if place.union:
        named = [(name, ["EU" if one == "EUROPE" else one for one in concepts]) for name, concepts in named]
    return [*named, ("article", list(place.about))] if place.about else named


def with_sides(here: Passage, sides: Sides) -> Part:
    """These sides, with the membership and the statistics the sentence names."""
    composed, cited = standing.composition(here), standing.origin(here)
    slots = {
        "reporter": sides.reporter,
        "partner": sides.partner,
        "pair": sides.pair,
        "composition": composed[0] if composed else None,
        "origin_side": cited[0] if cited else None,
    }
    evidence = witnesses(
        here.start,
        reporter=sides.spans.get(sides.reporter or ""),
        partner=sides.spans.get(sides.partner or ""),
        composition=composed[1] if composed else None,
        origin_side=cited[1] if cited else None,
    )
    return Part(slots, evidence)


def is_half(claim: Claim) -> bool:
    """True where only the other side is known of a number between two ("trade with China was ...")."""
    if claim.kind != "quantity" or claim.measure not in roles.BOTH:
        return False
    return claim.partner not in {None, whose.WORLD} and claim.reporter is None
