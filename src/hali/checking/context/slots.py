"""Slots for the areas of a claim: whose number it is, and with whom.

The sentence fixes a side by how an area stands in it; what it leaves open stays open here.
"""

from __future__ import annotations

from collections.abc import Sequence

from hali.checking.context import origins, series, visas
from hali.checking.context.directions import fill_directed
from hali.checking.context.overtaking import in_accusative
from hali.checking.context.owners import ASIDE, own_words, ownership
from hali.checking.context.passage import Passage
from hali.checking.context.roles import ALONE, BY_ORIGIN, SOURCE_FIRST, TARGET_FIRST, WHOLES
from hali.checking.context.sides import Side
from hali.checking.context.wholes import fill_whole
from hali.checking.context.whose import WORLD, Pair, Sides, concepts
from hali.checking.wording import Cue
from hali.codelists import areas
from hali.languages import traits
from hali.languages.morphology import ending

_PAIR = ("reporter", "partner")
_LISTED = 3
"""Characters between a country and its number in a list."""


def assign(
    passage: Passage,
    measure: str,
    topics: frozenset[str],
    at: int | None,
    among: Sequence[Side],
    heads: Sequence[Cue] = (),
) -> Sides:
    """The sides of a claim as far as its own sentence fixes them.

    Args:
        passage: the sentence.
        measure: id of the measure.
        topics: topics of the part of the sentence that decided the measure.
        at: index of the quantity, or None for a rank.
        among: the sentence's areas.
        heads: the words for the whole, where they are no topic ("export market").

    Returns:
        Reporter and partner where the words give both a part; else a pair, or one side.
    """
    if measure in ALONE:
        # The body that publishes an index is not the country it rates.
        among = [s for s in among if areas.concept_kind(s.concept) != "institution"]
    near = _nearest(passage, at, among if at is None else series.own_sides(passage, at, among))
    near = series.of_the_clause(passage, at, near, 1 if measure in ALONE else len(_PAIR))
    if measure in ALONE and at is not None:
        clause = passage.clause(passage.quantities[at].start, passage.quantities[at].end)
        near = [s for s in near if s.mention.start < clause[1] or not _of_another(passage, at, s)]
    result = Sides(spans={s.concept: (s.mention.start, s.mention.end) for s in reversed(near)})
    names = concepts(near)
    if not names:
        return result
    if len(names) == 1 and measure not in ALONE and set(near) <= set(followers(passage, near)):
        # "Chad followed with 3 bn": whoever is next in a list of partners is one.
        result.partner = names[0]
        return result
    if measure in ALONE:
        owning = [s for s in near if s.markers & {"of", "in"} or not s.markers]
        owners = concepts(own_words(passage, at, owning))
        result.reporter = names[0] if len(names) == 1 else owners[0] if len(owners) == 1 else None
    elif measure in WHOLES:
        fill_whole(passage, measure, at, near, result, heads or passage.having("topic", *WHOLES[measure]))
    elif measure.startswith("visa") and (issuer := _consulates(passage, near)) is not None:
        result.reporter = issuer
        result.partner = next((name for name in names if name != issuer), None) if len(names) <= len(_PAIR) else None
    elif measure in BY_ORIGIN and _settled(passage, at, near, result):
        pass
    elif measure in SOURCE_FIRST | TARGET_FIRST:
        fill_directed(passage, measure, topics, near, result)
    elif len(names) > 1:
        result.pair = _two(near)
        result.teller = _teller(passage, near, result.pair)
    elif near[0].markers & {"with", "to", "from", "between"}:
        result.partner = names[0]
    else:
        result.reporter = names[0]
        result.teller = names[0] if _owns_trade(passage, near[0]) else None
    if measure.startswith("visa"):
        _by_schengen(passage, at, result)
    if measure not in WHOLES and at is not None:
        _with_all(passage, at, near, result)
    return result


def _with_all(passage: Passage, at: int, near: Sequence[Side], result: Sides) -> None:
    """Sets the world as partner of "Uzbekistan's foreign trade", "exports to all partners"."""
    quantity, one = passage.quantities[at], len(concepts(near)) == 1
    span = passage.zone(at) if one else passage.clause(quantity.start, quantity.end)
    inside = [s for s in near if one or span[0] <= s.mention.start < span[1]]
    if len(concepts(inside)) == 1 and _world(passage, span, inside[0]):
        result.reporter, result.partner, result.pair = inside[0].concept, WORLD, None


def _of_another(passage: Passage, at: int, side: Side) -> bool:
    """True for an area behind a number's clause that has a number of its own, or stands behind "its" without one.

    "The Congo's economy grew by 7 %, Kenya's by 6", "its economy grew by 8 % while Japan's managed 2".
    """
    start, end = passage.quantities[at].start, passage.quantities[at].end
    its = passage.having("context", "its", low=passage.clause(start, end)[0], high=start)
    after = at + 1 < len(passage.quantities) and side.mention.end <= passage.quantities[at + 1].start
    return bool(its) or after


def _settled(passage: Passage, at: int | None, near: Sequence[Side], result: Sides) -> bool:
    """Whether the words tell people and place apart, and if so who is from where.

    A name for people is where they are from, but beside a word for where they study ("Korean universities"); a country
    is where they are, unless they are from it.
    """
    campus = passage.having("context", "campus")
    people = [s for s in near if "adjective" in s.markers or s.mention.kind == "adjective"]
    # Where cases say all, what stands before a noun is no part of what stands behind it.
    behind = 0 if traits(passage.language).cases_decide else 2
    there = [s for s in people if _beside(s, campus, behind)]
    # "Students from Chad, Germany 1,926": a list goes on with the country right before its number.
    start = passage.quantities[at].start if at is not None else 0
    listed = [s for s in near if "joined" in s.markers and 0 <= start - s.mention.end <= _LISTED]
    sent = [s for s in near if s.mention.kind != "adjective" and s.markers & {"from"} and s not in listed]
    sent += [
        s for s in origins.of(passage, near) if s not in sent and s not in people and not _beside(s, campus, behind)
    ]
    # "Residents of Austria born in Serbia": where they were born goes before whatever else they are of.
    sent = origins.birthplaces(passage, near) or sent
    low, high = passage.zone(at) if at is not None else (0, len(passage.text))
    hosts = _own([*there, *(s for s in near if s.mention.kind != "adjective" and s not in sent)], low, high)
    origins_ = _own([*(s for s in people if s not in there), *sent], low, high)
    if len(hosts) > 1 or len(origins_) > 1 or (not hosts and not origins_):
        return False
    if not people and not sent and any(s.markers & {"of", "with", "to", "by"} for s in near):
        return False
    result.reporter, result.partner = next(iter(hosts), None), next(iter(origins_), None)
    return True


def _beside(side: Side, cues: Sequence[Cue], behind: int) -> bool:
    """Whether an area stands at one of the words, or up to so many words behind it, as what it is of."""
    return any(-1 <= c.first - side.last - 1 <= 1 or 1 <= side.first - c.last <= behind for c in cues)


def _own(found: Sequence[Side], low: int, high: int) -> list[str]:
    """The areas within low..high, else all."""
    return concepts([side for side in found if low <= side.mention.start < high] or found)


def _consulates(passage: Passage, near: Sequence[Side]) -> str | None:
    """Whose consulates a sentence names: "les consulats portugais", "the consulates of Portugal"."""
    cues = passage.having("context", "consulate")
    beside = [s for s in near if s.markers & {"of", "adjective"} or s.mention.kind == "adjective"]
    found = concepts(s for s in beside if _beside(s, cues, len(_PAIR)))
    return found[0] if len(found) == 1 else None


def _by_schengen(passage: Passage, at: int | None, result: Sides) -> None:
    """Visas to "the Schengen states" are issued by them all, not by a country the sentence names for another number."""
    if result.partner in visas.ISSUERS and result.reporter not in {None, *visas.ISSUERS}:
        result.reporter, result.partner = result.partner, result.reporter
    low, high = passage.zone(at) if at is not None else (0, len(passage.text))
    start, _ = result.spans.get(result.reporter or "", (low, high))
    if not low <= start < high and passage.having("context", "schengen", low=low, high=high):
        result.reporter = None


def _nearest(passage: Passage, at: int | None, among: Sequence[Side]) -> list[Side]:
    """The areas in the quantity's part of the sentence; with fewer than two, also those outside that stand otherwise.

    "... to Central Asia, including 938 million to Uzbekistan" is about Uzbekistan, whoever gives.
    """
    if at is None:
        return list(among)
    low, high = passage.zone(at)
    inside = [s for s in among if low <= s.mention.start and s.mention.end <= high]
    if next_best := followers(passage, among):
        if inside and set(inside) <= set(next_best):
            return inside
        among = [s for s in among if s not in next_best]
        inside = [s for s in inside if s not in next_best]
    if _part_follows(passage, at):
        among = [s for s in among if s.mention.start < passage.quantities[at + 1].end]
    if len(concepts(inside)) > 1:
        quantity = passage.quantities[at]
        first, last = passage.clause(quantity.start, quantity.end)
        own = [s for s in inside if first <= s.mention.start < last]
        # "Since Britain left the EU: trade of Kazakhstan with the EU was 42 bn" is of the two of its own clause.
        return own if len(concepts(inside)) > len(concepts(own)) == len(_PAIR) else inside
    if "mutual" in passage.named("context", low, high):
        return inside
    kinds = [_standing(s) for s in inside]
    named = concepts(inside)
    taken = _taken(passage, at)
    free = [s for s in among if not any(a <= s.mention.start < b for a, b in taken)]
    return [s for s in among if s in inside or (s in free and _standing(s) not in kinds and s.concept not in named)]


def _part_follows(passage: Passage, at: int) -> bool:
    """True for the 5 of "of 5 bn of investment 2 from Chad came" (tr): whoever stands behind has only the part."""
    if at + 1 == len(passage.quantities) or not traits(passage.language).cases_decide:
        return False
    quantity, part = passage.quantities[at : at + 2]
    before = passage.word_at(part.start) - 1
    if not passage.words[before].form.endswith(ending("genitive", passage.language)):
        return False
    counted = bool(quantity.noun) and part.start - quantity.end <= 1
    return counted or any(c.last == before for c in passage.having("topic", low=quantity.end))


def followers(passage: Passage, among: Sequence[Side]) -> list[Side]:
    """The areas that come next in a list of partners, where verbs stand last: "it with 3 bn Chad followed" (tr)."""
    if not traits(passage.language).cases_decide:
        return []
    found: list[Side] = []
    for cue in passage.having("rank", "followed"):
        cuts = [b for a, b in passage.stops if b <= cue.start and passage.text[a:b] in {"", ";", ":"}]
        low = max(cuts, default=0)
        bare = [s for s in among if low <= s.mention.start < cue.start and not s.markers - {"joined"}]
        objects = [s for s in bare if in_accusative(passage, s)]
        low = max([low, *(s.mention.end for s in objects)])
        found += [s for s in bare if s.mention.start >= low]
    return found


def _taken(passage: Passage, at: int) -> list[tuple[int, int]]:
    """Parts of the sentence that later numbers have for flows of their own ("imports from the EU 10 bn")."""
    end = passage.quantities[at].end
    parts: list[tuple[int, int]] = []
    for later, quantity in enumerate(passage.quantities[at + 1 :], at + 1):
        low, high = passage.clause(quantity.start, quantity.end)
        whole = passage.zone(later)[0]
        parts.append((min(low, whole) if whole >= end else low, high))
    return [part for part in parts if passage.having("topic", "export", "import", low=part[0], high=part[1])]


def _standing(side: Side) -> str:
    return next((m for m in ("from", "to", "with", "in", "by", "of") if m in side.markers), "bare")


def _world(passage: Passage, span: tuple[int, int], side: Side) -> bool:
    """True for "Uzbekistan's foreign trade reached ..." and "exports to all partners"."""
    low, high = span
    if passage.having("context", "world", low=low, high=high):
        return True
    if side.markers & ASIDE:
        return False
    whole = passage.having("context", "whole", low=low, high=high)
    return bool(whole) and low <= side.mention.start <= high and "mutual" not in passage.named("context", low, high)


def _two(near: Sequence[Side]) -> Pair | None:
    """The only two areas, or the two that "between" or "with" singles out; None where more are alike."""
    names = concepts(near)
    if len(names) == 2:
        return names[0], names[1]
    between = concepts(s for s in near if "between" in s.markers)
    if len(between) == 2:
        return between[0], between[1]
    marked = concepts(s for s in near if s.markers & {"between", "with"})
    if len(marked) == 2 and not any("joined" in s.markers for s in near if s.concept in marked):
        return marked[0], marked[1]
    owners = [n for n in concepts(s for s in near if s.markers & {"of", "adjective"}) if n not in marked]
    return (owners[0], marked[0]) if len(owners) == 1 and len(marked) == 1 else None


def _teller(passage: Passage, near: Sequence[Side], pair: Pair | None) -> str | None:
    """The owner of what it trades with the other: "Kazakhstan's trade with Italy", "Italy traded 9 bn with it"."""
    among = [side for side in near if side.concept in (pair or ())]
    marked = concepts(side for side in among if "with" in side.markers)
    owners = concepts(side for side in among if side.concept not in marked and _owns_trade(passage, side))
    return owners[0] if len(marked) == len(owners) == 1 else None


def _owns_trade(passage: Passage, side: Side) -> bool:
    """True for the area of "Kazakhstan's trade"; not for "Kazakhstan: trade of 3 bn"."""
    if side.markers & {"between", "joined"} or (side.markers & ASIDE and "of" not in side.markers):
        return False
    heads = passage.having("topic", "trade", "exchange")
    return any(
        ownership(passage, head, side) is not None and (bool(side.markers) or head.last < side.first) for head in heads
    )


def partners(found: Sides, among: Sequence[Side]) -> list[str]:
    """Several areas named in one breath as partners of the reporter, [] if there is one or none."""
    if found.reporter is None or found.partner is not None:
        return []
    listed = [side for side in among if side.concept != found.reporter and not side.markers - {"joined"}]
    return concepts(listed) if any("joined" in side.markers for side in listed) else []
