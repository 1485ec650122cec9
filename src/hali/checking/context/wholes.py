"""Wholes: whose total a share, a rank or a balance is of, and with whom."""

from __future__ import annotations

from collections.abc import Sequence

from hali.checking.context import beside, origins
from hali.checking.context.directions import VERBS, by_verb
from hali.checking.context.owners import ASIDE, by_name, holds, owner_of
from hali.checking.context.passage import Passage
from hali.checking.context.sides import Side
from hali.checking.context.whose import Pair, Sides, concepts
from hali.checking.wording import Cue

_RUN = 3
"""Words between an area and the surplus it runs."""


def fill_whole(
    passage: Passage, measure: str, at: int | None, near: list[Side], result: Sides, heads: Sequence[Cue]
) -> None:
    """Sets whose whole it is and who has the part."""
    # "nakisi ya biashara ya bidhaa ya Armenia": the trade in goods is Armenia's, wherever the goods come from
    origin = [] if measure == "trade_balance" else origins.of(passage, near)
    owner = owner_of(passage, heads, [s for s in near if s not in origin], at) or owner_of(passage, heads, near, at)
    if owner is None and measure != "partner_rank":
        owner = owner_of(passage, passage.having("topic", "partner", "trade"), near, None)
    names = concepts(near)
    if owner is None and measure == "trade_balance":
        owner = _favoured(passage, near)
    if owner is None:
        owner = _before_colon(passage, near)
    if owner is None:
        holders = concepts(s for s in near if holds(passage, s) or by_name(passage, s, near))
        aside = holders or concepts(s for s in near if s.markers & ASIDE and "of" not in s.markers)
        rest = [n for n in names if n not in aside]
        if len(aside) == 1 and len(rest) <= 1:
            result.partner, result.reporter = aside[0], (rest[0] if rest else None)
        elif len(names) == 2 and _of_a_ware(measure) and (ends := _buyer(passage, measure, near)) is not None:
            result.reporter, result.partner = ends
        elif len(names) == 2:
            result.pair = (names[0], names[1])
        elif len(names) == 1:
            bare = not near[0].markers and not (measure == "trade_balance" and _runs(passage, near[0]))
            result.partner, result.reporter = (names[0], None) if bare else (None, names[0])
        return
    result.reporter = owner.concept
    others = [n for n in names if n != owner.concept]
    if len(others) > 1 and at is not None:
        low, high = passage.zone(at)
        inside = [n for n in others if any(s.concept == n and low <= s.mention.start <= high for s in near)]
        others = inside if len(inside) == 1 else others
    result.partner = others[0] if len(others) == 1 else None
    result.limited = len(others) > 1 and measure != "partner_rank"


def _of_a_ware(measure: str) -> bool:
    """True for the share of an origin in what somebody buys of one ware: oil, gas, coal."""
    return measure.startswith("partner_share_") and measure.endswith("_imports") and measure != "partner_share_imports"


def _buyer(passage: Passage, measure: str, near: list[Side]) -> Pair | None:
    """Who buys a ware and from whom: "In Spain Nigeria came first", "Russia gave the EU a third"; None if not said."""
    inside = concepts(side for side in near if side.markers == {"in"})
    bare = concepts(side for side in near if not side.markers)
    if len(inside) == len(bare) == 1:
        return inside[0], bare[0]
    verbs = passage.having("topic", *VERBS)
    if not verbs or sum(not s.markers and s.last < verbs[0].first for s in near) > 1:
        return None
    source, target = by_verb(passage, measure, VERBS, near)
    return (target, source) if source and target else None


def _before_colon(passage: Passage, near: Sequence[Side]) -> Side | None:
    """The one area before a colon behind which others stand with their numbers: "In Chad: China 5 %, Italy 3 %"."""
    colon = passage.text.find(": ")
    before = [side for side in near if side.mention.end <= colon]
    behind = [q for q in passage.quantities if q.start > colon]
    if colon < 0 or len(before) != 1 or len(before) == len(near) or len(behind) < len(passage.quantities):
        return None
    return before[0] if len(behind) > 1 or not before[0].markers else None


def _favoured(passage: Passage, near: Sequence[Side]) -> Side | None:
    """The area of "a surplus for Kenya", "a deficit of 5 m for Mali": whose it is, not with whom."""
    words = [*passage.having("relation", "surplus", "shortfall"), *passage.having("topic", "balance", "deficit")]
    told = {i for at in range(len(passage.quantities)) for i in range(*beside.of(passage, at).edges)}
    for cue in passage.having("place", "favour"):
        behind = [w for w in words if w.last < cue.first and not set(range(w.last + 1, cue.first)) - told]
        meant = [s for s in near if 0 <= s.first - cue.last - 1 <= 1]
        if behind and meant:
            return meant[0]
    return None


def _runs(passage: Passage, side: Side) -> bool:
    """True for the area of "Kazakhstan ran a deficit", "that leaves Ankara with a surplus", "a surplus for Kenya".

    Where verbs stand last the amount may stand between: "Kazakhstan 137 m dollars surplus had" (kk).
    """
    words = [*passage.having("relation", "surplus", "shortfall"), *passage.having("topic", "balance", "deficit")]
    told = {i for at in range(len(passage.quantities)) for i in range(*beside.of(passage, at).edges)}
    for word in words:
        between = set(range(side.last + 1, word.first)) - told
        if side.last < word.first and len(between) <= _RUN:
            return True
        if word.name == "surplus" and 0 <= side.first - word.last - 1 <= 1 and not side.markers & ASIDE:
            return True
    return False
