"""Spoken times: the periods a sentence names, and which of its numbers each is said of.

A period in brackets is the nearest number's; one that is only compared with is nobody's; a number that another is
compared with has its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from hali.checking import wording
from hali.checking.context import beside
from hali.checking.context.passage import Passage, bracket
from hali.checking.context.said import LONG, NEAR, Stated, closest, said, set_beside
from hali.checking.times.periods import PeriodMention, months

_TO = 8
"""Characters between by how much and to what something changed."""
_CHANGES = frozenset({"percent", "pp", "times", "share"})
"""Units of how much something changed."""
_BEHIND = 4
"""Characters between a number and the period right behind it ("3 bn in 2022")."""


def stated(here: Passage, at: int) -> Stated:
    """The period the sentence states for its quantity number `at`."""
    quantity = here.quantities[at]
    side = beside.of(here, at).side
    low, high = here.zone(at)
    own = [
        p
        for p in said(here)
        if not _aside(here, p, at) and _of_base(here, p) in {None, at} and at >= set_beside(here, p)
    ]
    if _again(here, at):
        return stated(here, at - 1)
    found = (
        _glossed(here, at)
        or _then(here, at)
        or _when(here, at)
        or _as_base(here, at)
        or _counterpart(here, at, own)
        or _right_before(here, at, own)
    )
    if found is not None:
        return Stated(found)
    inside = [p for p in own if low <= p.start_char and p.end_char <= max(high, quantity.end)]
    before = [p for p in own if p.end_char <= quantity.start]
    found = closest(inside or _common(here, own, quantity.end) or before, quantity.start, quantity.end, side == "to")
    if side and found is not None and (months(found.period) or 0) > LONG:
        return Stated(_end_of(found, side))
    if side == "to" and found is not None and _of_the_first(here, found, at):
        return Stated(None, rule="of_the_first")
    if side == "from":
        until = here.quantities[at + 1].start if at + 1 < len(here.quantities) else len(here.text)
        apart = [p for p in inside if quantity.end <= p.start_char < until]
        return Stated(apart[0] if apart else None, inherit=False)
    if found is None and own and _goes_to(here, at):
        return stated(here, at + 1)
    if not inside and at and here.quantities[at - 1].unit in _CHANGES and _goes_to(here, at - 1):
        # "And in 2022 it was halved, to 241 m".
        start, end = here.zone(at - 1)[0], here.quantities[at - 1].start
        found = next((p for p in reversed(own) if start <= p.start_char < end), found)
    later = found is None and all(";" in here.text[quantity.end : p.start_char] for p in own)
    return Stated(found, inherit=not own or later)


def _counterpart(here: Passage, at: int, among: Sequence[PeriodMention]) -> PeriodMention | None:
    """The period that number `at` of a row is about, where as many periods stand side by side; None elsewhere."""
    first, end = beside.of(here, at).row
    size = end - first
    for start in range(len(among) - size + 1) if size > 1 else ():
        named = among[start : start + size]
        gaps = [here.text[a.end_char : b.start_char] for a, b in pairwise(named)]
        if all(gap.strip() and beside.JOINT.fullmatch(gap) for gap in gaps):
            return named[at - first]
    return None


def _right_before(here: Passage, at: int, own: Sequence[PeriodMention]) -> PeriodMention | None:
    """Of several periods the one right before its number, where objects stand before their case."""
    start = here.quantities[at].start
    beside = [p for p in own if 0 <= start - p.end_char <= 1]
    first = wording.postposes(here.language)
    return beside[-1] if beside and len(own) > 1 and first else None


def _of_the_first(here: Passage, mention: PeriodMention, at: int) -> bool:
    """True for the year in "from 3.1 % in 2022 to 3.7 %", which is not that of the second number."""
    between = at > 0 and mention.end_char <= here.quantities[at].start
    return between and 0 <= mention.start_char - here.quantities[at - 1].end <= _BEHIND


def _goes_to(here: Passage, at: int) -> bool:
    """True for the change of "by 13 % to 118 bn", which is of the time of what it came to."""
    if at + 1 == len(here.quantities):
        return False
    low, high = here.quantities[at].end, here.quantities[at + 1].start
    return high - low <= _TO and bool(here.having("relation", "to", low=low, high=high))


def _glossed(here: Passage, at: int) -> PeriodMention | None:
    """The period a number in brackets explains: "down 5 % on 2022 (6.3 bn)"."""
    before = here.text[: here.quantities[at].start].rstrip()
    if not before.endswith("("):
        return None
    until = len(before[:-1].rstrip())
    return next((p for p in here.periods if p.end_char == until and p.period.start), None)


def _again(here: Passage, at: int) -> bool:
    """True for the same said once more in another unit: "in 2019 it was 3 %, or 12 million tonnes", "689 m (-20 %)"."""
    if at == 0:
        return False
    before, now = here.quantities[at - 1], here.quantities[at]
    words = here.having("relation", "alternative", low=before.end, high=now.start)
    until = here.quantities[at + 1].start if at + 1 < len(here.quantities) else len(here.text)
    dated = any(before.end <= p.start_char < until for p in here.periods)
    right_behind = now.unit == "percent" and here.text[before.end : now.start].strip() == "("
    near = right_behind or (bool(words) and now.start - before.end <= beside.APART // 2)
    return near and before.unit != now.unit and not dated


def _then(here: Passage, at: int) -> PeriodMention | None:
    """The one period named before "then": "compared with 2019 it is high: then it was 1.5 %"."""
    start = here.quantities[at].start
    for cue in here.having("time", "then", high=start):
        before = [p for p in here.periods if p.end_char <= cue.start and p.period.start]
        apart = any(cue.end <= p.start_char < start for p in here.periods)
        parted = any(before[-1].end_char <= a < cue.start for a, _ in here.stops) if before else False
        if len(before) == 1 and parted and not apart:
            return before[0]
    return None


def _when(here: Passage, at: int) -> PeriodMention | None:
    """The period of a number in "than in 2021, when it was 3 bn"."""
    start = here.quantities[at].start
    last = here.quantities[at - 1].end if at else 0
    for cue in reversed(here.having("time", "when", low=last, high=start)):
        beside = [p for p in here.periods if last <= p.start_char and 0 < cue.start - p.end_char <= NEAR]
        # "In 2019, while in 2013 there were 190" is of the year behind the word.
        if beside and not any(cue.end <= p.start_char < start for p in here.periods):
            return beside[-1] if beside[-1].period.start else None
    return None


def _of_base(here: Passage, mention: PeriodMention) -> int | None:
    """Index of the number that a period right behind it is only said of: "up by a third from 3 bn in 2022"."""
    if wording.postposes(here.language) and any(0 <= q.start - mention.end_char <= 1 for q in here.quantities):
        # Where objects stand before their case, "3 bn-from 2023-in 4 bn-to" gives each number the year before it.
        return None
    for at, quantity in enumerate(here.quantities):
        if not 0 <= mention.start_char - quantity.end <= _BEHIND or not (at or here.having("relation", "up", "down")):
            continue
        if beside.of(here, at).side == "from":
            # "To 4 bn from 3 bn in 2022" is all of 2022, unless another year is named.
            return at if len(here.periods) > 1 else None
        first = here.word_at(quantity.start)
        words = {(c.group, c.name) for c in here.having("relation") + here.having("place") if c.last == first - 1}
        # "Von 3 Mrd.", "de 3 milliards" may as well be "of".
        if ("relation", "from") in words and not words & {("relation", "by"), ("place", "of")}:
            return at
        if at and _after(here, at):
            # "3 bn, after a jump of 26 % in 2022": 2022 is that of the jump.
            return at
        if len(here.quantities) > 1 and _of_it(here, quantity.end, mention.start_char):
            # "5.6 bn, nowhere near the 8.3 bn of 2012".
            return at
    return None


def _of_it(here: Passage, low: int, high: int) -> bool:
    """True where nothing but "of" stands between: "the 8.3 bn of 2012"."""
    between = [w for w in here.words if low <= w.start < high]
    return len(between) == 1 and any(c.start == between[0].start for c in here.having("place", "of"))


def _after(here: Passage, at: int) -> bool:
    """True for a number that something came after: "after 1.6 bn", "after a jump of 26 %"."""
    low, high = here.quantities[at - 1].end, here.quantities[at].start
    words = here.having("relation", "after", low=low, high=high)
    return bool(words) and not any(words[-1].end <= a < high for a, _ in here.stops)


def _as_base(here: Passage, at: int) -> PeriodMention | None:
    """The period right behind a number that something rose or fell from."""
    return next((p for p in said(here) if _of_base(here, p) == at), None)


def _common(here: Passage, mentions: list[PeriodMention], end: int) -> list[PeriodMention]:
    """Periods before all quantities of the sentence, or after them and behind no semicolon: they hold for each."""
    first, last = here.quantities[0], here.quantities[-1]
    count = len(here.quantities)
    last_two = (beside.of(here, count - 2), beside.of(here, count - 1)) if count > 1 else None
    ends = last_two is not None and (last_two[0].opening == "from" or last_two[1].compared_with)
    behind = [p for p in mentions if p.start_char >= last.end and ";" not in here.text[end : p.start_char]]
    return [p for p in mentions if p.end_char <= first.start or (p in behind and not ends)]


def _aside(here: Passage, mention: PeriodMention, at: int) -> bool:
    """True for a period in brackets that is not quantity number `at`'s.

    Beside another number or a place it is theirs; alone it is the nearest number's before it, and its whole row's.
    """
    around = bracket(here.text, mention.start_char)
    if around is None:
        return False
    inside = [i for i, q in enumerate(here.quantities) if around[0] < q.start < around[1]]
    if inside:
        return at not in inside
    before = [i for i, q in enumerate(here.quantities) if q.end <= around[0]]
    if not before:
        # "The 21st buyer (24th in 2017) after 8 % more": of the place it stands beside
        inner = here.text[around[0] : mention.start_char] + here.text[mention.end_char : around[1]]
        return any(sign.isdigit() for sign in inner)
    first, last = beside.of(here, before[-1]).row
    return not first <= at < last


def _end_of(mention: PeriodMention, side: str) -> PeriodMention:
    """The first or the last year of a span of years."""
    period = mention.period
    year = int(period.start[:4]) if side == "from" else int(period.end[:4]) - (period.end[5:] == "01-01")
    return replace(mention, period=replace(period, start=f"{year}-01-01", end=f"{year + 1}-01-01", kind="year"))
