"""Filling: the sides a sentence leaves open, from what stands around it; where that leaves a choice they stay open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hali.checking.context import series
from hali.checking.context import sides as standing
from hali.checking.context.passage import Passage
from hali.checking.context.roles import ALONE, ROUTES, SOURCE_FIRST, TARGET_FIRST, WHOLES
from hali.checking.context.sides import Side
from hali.checking.context.whose import WORLD, Pair, Sides
from hali.model.claim import Claim


def fill(found: Sides, measure: str, around: Sequence[tuple[str, Sequence[str]]], pair: Pair | None) -> Sides:
    """The open sides filled from what stands around the sentence.

    Args:
        found: what the sentence fixes.
        measure: id of the measure.
        around: places, nearest first: `paragraph` (one for each other sentence), `label`, `heading`, `title`,
            `article`, each with its areas.
        pair: areas the reader named; they come after the paragraph.

    Returns:
        The sides; open where the surroundings leave a choice.
    """
    wanted = 1 if measure in ALONE else 2
    if measure in ROUTES or found.limited or found.pair is not None or len(found.named()) >= wanted:
        return found
    have = found.named()
    sentences = [list(names) for place, names in around if place == "paragraph"]
    places = [[name for names in sentences for name in names]] if have else sentences
    places += [list(pair)] if pair is not None and have <= set(pair) else []
    # A share whose sentence names no area at all is not known to be about what the article is about.
    open_share = measure in WHOLES and not have
    skipped = {"paragraph", "article"} if open_share else {"paragraph"}
    places += [list(names) for place, names in around if place not in skipped]
    for at, names in enumerate(places):
        rest = [n for n in dict.fromkeys(names) if n not in have]
        if "EU" in have or ("EU" in rest and not have & {"EUROPE"}):
            rest = [n for n in rest if n != "EUROPE"]
        elif "EUROPE" in have:
            rest = [n for n in rest if n != "EU"]
        if len(rest) > wanted - len(have) > 0 and have:
            # "Trade with the EAEU" beside Russia and Kazakhstan, in a text on Kazakhstan: Kazakhstan's.
            wider = {name for later in places[at + 1 :] for name in later}
            rest = [n for n in rest if n in wider]
        if len(rest) == wanted - len(have):
            return _filled(found, measure, rest)
    if pair is not None and wanted > 1 and found.reporter not in {None, *pair} and found.partner is None:
        # "Kenya's tea exports" in a text on other partners: all of Kenya's, and never those to one of the two.
        return _filled(found, measure, [WORLD])
    return found


def _filled(found: Sides, measure: str, rest: list[str]) -> Sides:
    one = replace(found)
    if not found.named():
        if len(rest) == 1:
            one.reporter = rest[0]
        else:
            one.pair = (rest[0], rest[1])
    elif measure not in WHOLES and measure not in SOURCE_FIRST | TARGET_FIRST:
        one.pair = (found.reporter or found.partner or "", rest[0])
        one.teller = found.teller or (rest[0] if found.partner else None)
        one.reporter = one.partner = None
    elif found.reporter is not None:
        one.partner = rest[0]
    else:
        one.reporter = rest[0]
    return one


def from_list(here: Passage, at: int, named: Sequence[Side], before: Claim, sides: Sides) -> Sides:
    """The sides of the number before with one area in place of another: "Germany took 5 % of it, Italy 19 %"."""
    found = series.in_place_of(here, at, named)
    if found is None or found[0] in {before.reporter, before.partner, *(before.pair or ())}:
        return sides
    mine, there = found
    # Of two areas that stand alike at the number before, a share is the partner's.
    left = [before.partner] if before.measure in WHOLES and before.partner in there else there
    if len({side for side in left if side in {before.reporter, before.partner, *(before.pair or ())}}) != 1:
        return sides
    reporter, partner = (mine if side in left else side for side in (before.reporter, before.partner))
    pair = before.pair and (before.pair[before.pair[0] in left], mine)
    return replace(sides, reporter=reporter, partner=partner, pair=pair, limited=False)


def in_the_union(here: Passage, sides: Sides, bought: bool = False) -> Sides:
    """The sides with the EU in place of a Europe that is only an adjective, or that a text on the EU lets buy fuel."""
    # "Firms of Europe" are European firms.
    named = [s for s in standing.sides(here) if s.concept == "EUROPE"]
    noun = any(s.mention.kind != "adjective" and "of" not in s.markers for s in named)
    if (noun and not bought) or "EUROPE" not in sides.named():
        return sides
    meant = {"EUROPE": "EU"}
    reporter, partner = (meant.get(side or "", side) for side in (sides.reporter, sides.partner))
    pair = sides.pair and (meant.get(sides.pair[0], sides.pair[0]), meant.get(sides.pair[1], sides.pair[1]))
    spans = {meant.get(concept, concept): span for concept, span in sides.spans.items()}
    return replace(sides, reporter=reporter, partner=partner, pair=pair, spans=spans)
