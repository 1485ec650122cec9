"""Owners: the area that owns what a number is of, and the one that holds a part of it."""

from __future__ import annotations

from collections.abc import Sequence

from hali.checking.context import cases
from hali.checking.context import sides as standing
from hali.checking.context.passage import Passage
from hali.checking.context.sides import Side
from hali.checking.wording import Cue
from hali.languages import traits

_BARE = 6.0
"""Words a bare name behind a noun is taken to be further off than one that the case says to be its owner."""
ASIDE = frozenset({"with", "to", "from", "by"})
_INWARD = {"import": {"to", "in"}, "export": {"from"}, "fdi": {"to", "in"}, "trade": {"in"}}


def owner_of(passage: Passage, heads: Sequence[Cue], near: Sequence[Side], at: int | None) -> Side | None:
    """The area that owns the whole: the one that stands nearest to the word for the whole as its owner."""
    best: tuple[float, Side] | None = None
    quantity = passage.quantities[at] if at is not None else None
    for head in heads:
        for side in near:
            distance = ownership(passage, head, side)
            if distance is None or holds(passage, side) or by_name(passage, side, near):
                continue
            low, high = sorted((side.first, head.first))
            if any(o.concept != side.concept and low < o.first < high for o in near):
                continue
            if quantity is not None:
                distance += 0.01 * max(head.start - quantity.end, quantity.start - head.end, 0)
            if best is None or distance < best[0]:
                best = (distance, side)
    return best[1] if best else None


def holds(passage: Passage, side: Side) -> bool:
    """True for the area that has the share: "the EU's share", "la part du Kazakhstan"."""
    after = passage.words[side.last + 1].form if side.last + 1 < len(passage.words) else ""
    heads = passage.having("topic", "trade", "export", "import", "fdi")
    near = next((h.first - side.last - 1 for h in heads if h.first > side.last), 2)
    parted = any(c.first <= side.last + 1 <= c.last for c in passage.having("place"))
    owns = after == "s" or near == 0 or (near == 1 and not parted)
    for share in passage.having("relation", "share"):
        if share.first < share.last:
            continue
        if _second_owner(passage, side, near):
            return False
        if 0 <= share.first - side.last - 1 <= 1 and "of" in side.markers and "adjective" not in side.markers:
            return not traits(passage.language).owner_never_before
        if side.last < share.first and _whose(passage, side.last + 1, share.first):
            return True
        if traits(passage.language).cases_decide:
            continue
        between = range(share.last + 1, side.first)
        if not owns and share.last < side.first and len(between) <= 2 and all(_link(passage, i) for i in between):
            return True
    return False


def _second_owner(passage: Passage, side: Side, near: int) -> bool:
    """True for the later of two owners: in "Germany's Turkey's in-the-exports share" (tr) the exports are its own."""
    if near or not cases.has(passage.language) or "of" not in side.markers:
        return False
    return any("of" in other.markers and other.last + 1 == side.first for other in standing.sides(passage))


def by_name(passage: Passage, side: Side, near: Sequence[Side]) -> bool:
    """True for the area of "In Romania the Kazakh share was 65 %", where another is the place."""
    heads = passage.having("relation", "share")
    elsewhere = any("in" in other.markers for other in near if other.concept != side.concept)
    return elsewhere and "adjective" in side.markers and any(head.first == side.last + 1 for head in heads)


def _whose(passage: Passage, low: int, high: int) -> bool:
    """True for the words between an area and its share in "the EU, whose share", "l'UE, dont la part"."""
    cues = [c for c in passage.having("place", "whose", "filler") if low <= c.first and c.last < high]
    said = {at for c in cues for at in range(c.first, c.last + 1)}
    return any(c.name == "whose" for c in cues) and said >= set(range(low, high))


def _link(passage: Passage, word: int) -> bool:
    """True for a word that is only "of" or an article."""
    return any(c.first <= word <= c.last and c.name in {"of", "filler"} for c in passage.having("place"))


def ownership(passage: Passage, head: Cue, side: Side) -> float | None:
    """Words between an area and the noun it owns, None where it cannot own it."""
    loose = not side.markers or "joined" in side.markers
    low, high = sorted(((side.mention.start, side.mention.end), (head.start, head.end)))
    if _broken(passage, low[1], high[0]):
        return None
    if side.last < head.first:
        gap = head.first - side.last - 1
        inward = cases.has(passage.language) and side.markers & _INWARD.get(head.name, set())
        if gap <= (5 if traits(passage.language).owner_far else 1) and ("of" in side.markers or inward):
            return gap
        return gap + 0.5 if loose and gap <= (2 if cases.has(passage.language) else 0) else None
    gap = side.first - head.last - 1
    if side.markers & _INWARD.get(head.name, set()) and gap <= 3:
        return gap + 1.0
    if "by" in side.markers and gap <= 2 and head.name in {"import", "buy", "export", "sell"}:
        # Such as "oil imported by the EU".
        return gap
    if "of" in side.markers and gap <= (0 if "adjective" in side.markers else 6):
        return gap
    joint = any(c.name == "and" and c.first == head.last + 1 for c in passage.having("place"))
    # Where a case says who owns, a bare name behind the noun is rather who has a part in it.
    far = _BARE if traits(passage.language).cases_decide else 0.5
    return gap + far if loose and gap <= (2 if joint else 1) else None


def _broken(passage: Passage, low: int, high: int) -> bool:
    """True where a quantity, a bracket or a word for "accounts for" parts an area from a noun."""
    if any(low <= q.start and q.end <= high for q in passage.quantities):
        return True
    if any(low <= a and b <= high and passage.text[a:b] in {";", ":", "(", ")"} for a, b in passage.stops):
        return True
    return any(c.first < c.last or c.name != "share" for c in passage.having("relation", "share", low=low, high=high))


def own_words(passage: Passage, at: int | None, found: Sequence[Side]) -> Sequence[Side]:
    """The areas in a number's own words, all if none stands there: "the French economy grew by 1 %, that of Chad by 3".

    Its own words are its clause without what stands before a number in front of it.
    """
    if at is None:
        return found
    low, high = passage.clause(passage.quantities[at].start, passage.quantities[at].end)
    low = max(low, passage.zone(at)[0])
    return [side for side in found if low <= side.mention.start < high] or found
