"""Numbers in a row: which of them stand side by side, and what each one's counterpart is among what else stands so.

"Exports and imports were 12 and 5 billion, up 9 % and 3 %": the second percentage belongs to the second amount. "Trade
with Russia, China and the EU was 26, 24 and 40 billion": the third number is about the third area.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from hali.checking.context import beside
from hali.checking.context.passage import Passage, bracket
from hali.checking.context.sides import SPOKEN, Side

_FIGURE = regex.compile(r"\s*[\u2013\u2014-]?\s*\(?\d")
"""A figure right behind an area in a list."""

_DASH = 3
"""Characters of a dash between an area and its number."""

_BEHIND = 14
"""Characters between a number and the area right behind it ("with the", "avec les")."""
_TOWARDS = frozenset({"with", "to", "from", "in"})
"""Markers of an area that stands behind its number."""


def anchor(passage: Passage, at: int) -> int | None:
    """Index of the number that number `at` goes on from: the one before it, or in a row its counterpart.

    Returns:
        None for the first number of a sentence.
    """
    if at == 0:
        return None
    first, end = beside.of(passage, at).row
    size = end - first
    if size > 1 and first >= size:
        numbers = passage.quantities[first - size : first]
        if len({q.unit for q in numbers}) == 1 and numbers[0].unit != passage.quantities[at].unit:
            return at - size
    return _before_bracket(passage, at)


def _before_bracket(passage: Passage, at: int) -> int:
    """Index of the number before number `at`; behind a bracket of other things, of the last one of its own unit.

    "5 % to Italy (2 bn), 7 % to China": 7 % goes on from 5 %.
    """
    around = bracket(passage.text, passage.quantities[at - 1].start)
    if around is None or bracket(passage.text, passage.quantities[at].start) == around:
        return at - 1
    alike = [i for i in range(at) if passage.quantities[i].unit == passage.quantities[at].unit]
    return alike[-1] if alike else at - 1


def counterpart_side(passage: Passage, at: int, among: Sequence[Side]) -> Side | None:
    """The area that number `at` of a row is about, where as many areas are named in one breath; None elsewhere."""
    first, end = beside.of(passage, at).row
    size = end - first
    for start in range(len(among) - size + 1) if size > 1 else ():
        named = among[start : start + size]
        apart = start and "joined" in named[0].markers
        longer = start + size < len(among) and "joined" in among[start + size].markers
        if all("joined" in side.markers for side in named[1:]) and not (apart or longer):
            return named[at - first]
    return None


def _spoken(passage: Passage, at: int, side: Side) -> bool:
    """True for the persons of a number's clause, one of whom may stand right before it: "they sold us 3 bn"."""
    low, high = passage.clause(passage.quantities[at].start, passage.quantities[at].end)
    return side.mention.kind in SPOKEN and low <= side.mention.start < high


def own_sides(passage: Passage, at: int, among: Sequence[Side]) -> Sequence[Side]:
    """The areas without those that are other numbers' counterparts ("with Russia and China it was 26 and 24 bn")."""
    among = [side for side in among if not _in_a_reason(passage, at, side)]
    among = [side for side in among if _spoken(passage, at, side) or not _itemised(passage, at, side)]
    mine = next((side for side in among if at in bracketed(passage, side)), None)
    if mine is not None:
        return [side for side in among if side is mine or not bracketed(passage, side)]
    behind = _each_behind(passage, among)
    if at in behind:
        return [side for side in among if side is behind[at] or side not in behind.values()]
    mine = counterpart_side(passage, at, among)
    if mine is None:
        listed = {k: in_place_of(passage, k, among) for k in range(1, len(passage.quantities))}
        others = {found[0] for k, found in listed.items() if found is not None and k != at}
        return [side for side in among if side.concept not in others or _spoken(passage, at, side)]
    first, end = beside.of(passage, at).row
    start = among.index(mine) - (at - first)
    rest = [side for i, side in enumerate(among) if side is mine or not start <= i < start + end - first]
    if end == len(passage.quantities):
        return rest
    # what stands behind the row is of the numbers behind it
    return [side for side in rest if side.mention.start < passage.quantities[end - 1].end]


def of_the_clause(passage: Passage, at: int | None, near: list[Side], sides: int) -> list[Side]:
    """The areas of a number's own clause, where persons mean those of all: "they sold us goods for 5 bn, we them 3"."""
    if at is None or not any(s.mention.kind in SPOKEN for s in near):
        return near
    low, high = passage.clause(passage.quantities[at].start, passage.quantities[at].end)
    own = [s for s in near if low <= s.mention.start < high]
    return own if len({s.concept for s in own}) == sides else near


def _each_behind(passage: Passage, among: Sequence[Side]) -> dict[int, Side]:
    """The areas of a list in which each stands right behind its number: "223 bn with China, 89 bn with Russia".

    Returns:
        Index of the number -> its area; nothing where a number of the list has none or an area comes before it.
    """
    numbers = passage.quantities
    found: dict[int, Side] = {}
    for at, quantity in enumerate(numbers):
        end = numbers[at + 1].start if at + 1 < len(numbers) else len(passage.text)
        here = [side for side in among if quantity.end <= side.mention.start < end]
        near = [side for side in here if side.mention.start - quantity.end <= _BEHIND and side.markers & _TOWARDS]
        near = [side for side in near if "," not in passage.text[quantity.end : side.mention.start]]
        if len(here) != 1 or near != here or quantity.unit != numbers[0].unit:
            return {}
        found[at] = here[0]
    return found if len(found) > 1 else {}


def _itemised(passage: Passage, at: int, side: Side) -> bool:
    """True for an area behind number `at` that has a figure of its own right behind it: "Germany 1,926".

    In "165 % to Armenia (1.1 bn)" the bracket says the same once more in another unit.
    """
    end = side.mention.end
    figure = _FIGURE.match(passage.text, end)
    quantity = passage.quantities[at]
    if figure is None or side.mention.start < quantity.end:
        return False
    again = [passage.quantities[i] for i in bracketed(passage, side)]
    parted = any(quantity.end <= a < side.mention.start for a, _ in passage.stops)
    if not parted and again and all(one.unit != quantity.unit for one in again):
        return False
    return not any(p.start_char < figure.end() <= p.end_char for p in passage.periods)


def bracketed(passage: Passage, side: Side) -> list[int]:
    """Indexes of the numbers in a bracket right behind an area: "China (21 % or 2.1 bn)"."""
    gap = passage.text[side.mention.end : side.mention.end + 2]
    if not gap.lstrip().startswith("("):
        return []
    around = bracket(passage.text, side.mention.end + gap.index("(") + 1)
    return [i for i, q in enumerate(passage.quantities) if around and around[0] < q.start < around[1]]


def _in_a_reason(passage: Passage, at: int, side: Side) -> bool:
    """True for an area that only a reason behind number `at` names: "..., because oil leaves by Russian ports"."""
    return bool(passage.having("time", "reason", low=passage.quantities[at].end, high=side.mention.start))


def in_place_of(passage: Passage, at: int, among: Sequence[Side]) -> tuple[str, list[str]] | None:
    """In a list with an area for each number, the area of number `at` and those that stand so at the number before it.

    "Germany took 5 % of it, Italy 19 % and China 18 %", "5 % went to Germany, 19 % to Italy": Italy stands where
    Germany stood. The areas stand all before their numbers or all after them.

    Returns:
        Area concepts, or None where there is no such list, or where the words between turn to another subject.
    """
    if at == 0:
        return None
    last = _before_bracket(passage, at)
    if passage.quantities[last].unit != passage.quantities[at].unit:
        return None
    behind = _each_behind(passage, among)
    if behind:
        now, before = behind[at].concept, behind[last].concept
        return (now, [before]) if now != before else None
    hosts = [next((side for side in among if i in bracketed(passage, side)), None) for i in (at, last)]
    if hosts[0] is not None and hosts[1] is not None and hosts[0].concept != hosts[1].concept:
        return hosts[0].concept, [hosts[1].concept]
    for own, around in ((_before, _up_to), (_after, _after)):
        mine = own(passage, at, among)[-1:]
        if not mine or passage.having("topic", low=mine[0].mention.end, high=passage.quantities[at].start):
            continue
        there = around(passage, last, among)
        alike = [side for side in there if side.markers - {"joined"} == mine[0].markers - {"joined"}]
        if not alike and mine[0].markers & {"to", "from", "with"} and all("of" in side.markers for side in there):
            # "Peru's exports were 90 bn, to Brazil 7 bn": Brazil stands where nobody stood.
            continue
        if own is _before and (right := _beside(passage, at, mine) and _beside(passage, last, there)):
            # "Of Peru's partners Brazil: 7 bn, Chile: 9 bn": each stands right at its number.
            alike = right
        theirs = list(dict.fromkeys(side.concept for side in alike or there))
        if theirs and mine[0].concept not in theirs:
            return mine[0].concept, theirs
    return None


def _beside(passage: Passage, at: int, among: Sequence[Side]) -> list[Side]:
    """The area right before number `at`, with no more than a dash between."""
    start = passage.quantities[at].start
    return [side for side in among if 0 <= start - side.mention.end <= _DASH]


def _up_to(passage: Passage, at: int, among: Sequence[Side]) -> list[Side]:
    """The areas between the number before number `at`, or the beginning, and itself."""
    low = passage.quantities[at - 1].end if at else 0
    return [side for side in among if low <= side.mention.start < passage.quantities[at].start]


def _before(passage: Passage, at: int, among: Sequence[Side]) -> list[Side]:
    """The same, if a stop parts the last of them from what stands before it."""
    found = _up_to(passage, at, among)
    low = found[-2].mention.end if len(found) > 1 else passage.quantities[at - 1].end
    parted = found and any(low <= a < found[-1].mention.start for a, _ in passage.stops)
    return found if parted else []


def _after(passage: Passage, at: int, among: Sequence[Side]) -> list[Side]:
    """The areas between number `at` and the nearest stop, none where another number comes first or several areas do."""
    end = passage.quantities[at].end
    stop = min((a for a, _ in passage.stops if a >= end), default=len(passage.text))
    if at + 1 < len(passage.quantities) and stop > passage.quantities[at + 1].start:
        return []
    found = [side for side in among if end <= side.mention.start and side.mention.end <= stop]
    return found if len(found) == 1 and not passage.having("topic", low=end, high=stop) else []
