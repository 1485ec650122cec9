"""Heads: the word for what is ranked, and how far it stands from the words for the place."""

from __future__ import annotations

from collections.abc import Sequence

from hali.checking.context import rules
from hali.checking.context.passage import Passage
from hali.checking.context.placewords import Mark
from hali.checking.context.ranked import ALONE, FLOWS, OTHER, SUBJECTS
from hali.checking.wording import Cue

CLOSE, FAR, GROUP = 3, 6, 9
"""Words that may part "largest" from "partner", the same over "single country among the", and "one of" from it."""
_ROOM = 12
"""Words that may part a word for place from what is ranked ("among the partners of ... takes 5th place")."""
_BARE = 2
"""Words that may part an ordinal from what is ranked."""


def head_of(passage: Passage, mark: Mark, marks: Sequence[Mark], trading: bool = False) -> Cue | None:
    """What is ranked: named beside the mark; for a word for place anywhere near it, or the trade it is a place in."""
    heads = _heads(passage, trading)
    if mark.kind == "place":
        near = [h for h in heads if words_from(mark, h) <= _ROOM]
        if not near:
            topics = passage.having("topic", *SUBJECTS)
            products = rules.names("product").keys() & passage.named("topic")
            near = [] if products else [t for t in topics if words_from(mark, t) <= _ROOM]
        return min(near, key=lambda h: words_from(mark, h), default=None)
    single = [c for c in passage.having("rank", "countries") if abs(words_apart(c, mark)) <= FAR]
    found = []
    for head in heads:
        gap = gap_to(mark, head)
        reach = FAR if single else CLOSE
        fits = -_reach_of_ordinal(passage, mark) <= gap <= 0 if mark.kind == "bare" else -reach <= gap <= CLOSE
        between = [m for m in marks if m is not mark and m.kind != "bare" and words_from(m, head) < abs(gap)]
        if mark.kind != "bare" and passage.having(
            "context", "conjunction", low=head.end, high=passage.words[mark.first].start
        ):
            # "... among its five largest partners and its ten largest investors": a place in something else.
            continue
        if fits and not (between and mark.rank == (1, 1)):
            found.append(head)
    return min(found, key=lambda h: (words_from(mark, h), -(h.last - h.first)), default=None)


def _heads(passage: Passage, trading: bool) -> list[Cue]:
    """The words for what is ranked: of "trade and economic partner" trade, a mere partner only in a text on trade."""
    heads = passage.having("rank", *FLOWS)
    trade = [h for h in heads if h.name not in {OTHER, *ALONE}]
    rest = [h for h in heads if h.name == OTHER or (trading and h.name in ALONE)]
    return [*trade, *(h for h in rest if not any(t.first <= h.last and h.first <= t.last for t in heads if t is not h))]


def _reach_of_ordinal(passage: Passage, mark: Mark) -> int:
    """Words between an ordinal and what is ranked; more where those ahead are named between them."""
    behind = any(c.first == mark.last + 1 for c in passage.having("rank", "behind"))
    return GROUP if behind else _BARE


def gap_to(mark: Mark, head: Cue) -> int:
    """Words between: negative where the mark comes first, 0 where they touch or overlap."""
    if mark.last < head.first:
        return mark.last + 1 - head.first
    return max(mark.first - head.last - 1, 0)


def words_from(mark: Mark, head: Cue) -> int:
    """Words between a mark and what is ranked, whichever comes first."""
    return abs(gap_to(mark, head))


def words_apart(cue: Cue, mark: Mark) -> int:
    """Words between a cue and a mark: negative where the cue comes behind."""
    return -gap_to(mark, cue)
