"""Claims without a quantity: ranks among trading partners, and dated events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hali.check.context.passage import Passage
from hali.check.context.periods import PeriodMention
from hali.check.context.sides import Side
from hali.check.context.wording import Cue
from hali.codelists import areas
from hali.model.period import add_months

ACTIONS: dict[str, tuple[str, ...]] = {
    "EPCA": ("signed", "in_force", "provisional", "ratified"),
    "PCA": ("signed", "in_force", "ratified"),
    "WTO": ("joined",),
    "EHEA": ("joined",),
    "PARIS_AGREEMENT": ("signed", "ratified", "joined"),
    "LEU_BANK": ("inaugurated", "signed"),
    "DIPLOMATIC_RELATIONS": ("established",),
    "EU_CA_SUMMIT": ("met",),
    "CA_STRATEGY": ("adopted",),
    "CANWFZ": ("signed", "in_force"),
    "SEMIPALATINSK": ("closed",),
    "RAW_MATERIALS_PARTNERSHIP": ("signed", "adopted"),
    "BOMCA": ("started",),
}
"""What may happen to each subject the record knows events of."""

_PLACES = {"first": (1, 1), "second": (2, 2), "third": (3, 3), "fourth": (4, 4), "fifth": (5, 5)}
_TOPS = {"top3": (1, 3), "top5": (1, 5), "top10": (1, 10)}
_AMONG = (1, 5)
"""What "one of the largest" is taken to mean."""
_CLOSE, _FAR, _GROUP = 3, 6, 9
"""Words that may part "largest" from "partner", the same over "single country among the", and "one of" from it."""
_WIDE = frozenset({"bloc", "moving", "group", "printed"})


@dataclass(frozen=True, slots=True)
class Place:
    """A rank as the words give it.

    Attributes:
        start, end: span of the words in the sentence.
        rank: lowest and highest place meant.
        flow: X for an export market, M for a source of imports, else None.
        counting: `countries` or `blocs` where the words say so.
        within: True where the set ranked is only a region ("in Central Asia").
        head: the word for what is ranked.
    """

    start: int
    end: int
    rank: tuple[int, int]
    flow: str | None
    counting: str | None
    within: bool
    head: Cue


@dataclass(frozen=True, slots=True)
class Happening:
    """A dated event: what happened to what, where the words stand, and when."""

    start: int
    end: int
    subject: str
    action: str
    period: PeriodMention


def places(passage: Passage) -> Iterator[Place]:
    """The ranks a sentence claims, one per word for the partner."""
    for name, flow in (("trade_partner", None), ("export_market", "X"), ("import_source", "M")):
        for head in passage.having("rank", name):
            rank = _rank(passage, head)
            if rank is None:
                continue
            span, meant = rank
            named = passage.named("rank")
            counting = "countries" if "countries" in named else "blocs" if "blocs" in named else None
            yield Place(span[0], span[1], meant, flow, counting, _within(passage, head), head)


def _rank(passage: Passage, head: Cue) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The span and the places of a rank, None where the partner is only "important"."""
    apart = {c: _words_apart(c, head) for c in passage.having("rank") if c is not head}
    single = [c for c, gap in apart.items() if c.name == "countries" and -_FAR <= gap <= 0]
    reach = _FAR if single else _CLOSE
    tops = [c for c, gap in apart.items() if c.name in _TOPS and -_CLOSE - 1 <= gap <= _CLOSE]
    ordinals = [c for c, gap in apart.items() if c.name in _PLACES and -reach <= gap <= _CLOSE]
    if tops:
        chosen, meant = tops[0], _TOPS[tops[0].name]
    elif ordinals:
        chosen = min(ordinals, key=lambda c: (abs(apart[c]), c.name == "first"))
        meant = _PLACES[chosen.name]
        vague = any(c.name == "not_rank" and abs(gap) <= 1 for c, gap in apart.items())
        if vague and chosen.name == "first" and apart[chosen]:
            return None
    else:
        return None
    group = [
        c
        for c, gap in apart.items()
        if c.name == "one_of" and -_GROUP <= gap <= _CLOSE and not single and not _is_first_among(passage, chosen, c)
    ]
    if group and meant == (1, 1):
        meant = _AMONG
    parts = [head, chosen, *(group if meant == _AMONG else [])]
    return (min(c.start for c in parts), max(c.end for c in parts)), meant


def _is_first_among(passage: Passage, chosen: Cue, group: Cue) -> bool:
    """True for "ranks first among ...", which is a place, not "among the first"."""
    placed = any(abs(_words_apart(c, chosen)) <= 1 for c in passage.having("rank", "placed"))
    return placed and chosen.last < group.first


def _words_apart(cue: Cue, head: Cue) -> int:
    """Words between two cues: negative where `cue` comes first, 0 where they touch or overlap."""
    if cue.last < head.first:
        return cue.last + 1 - head.first
    return max(cue.first - head.last - 1, 0)


def _within(passage: Passage, head: Cue) -> bool:
    """True where a region follows the rank: the largest partner in Central Asia is a rank among few."""
    for mention in passage.mentions:
        if not 0 <= mention.start - head.end <= 60:
            continue
        between = passage.having("place", "in", "of", low=head.end, high=mention.start)
        if between and areas_kind(mention.concept) in _WIDE and any(c.name == "in" for c in between):
            return True
    return False


def overtaken(passage: Passage, side: Side) -> bool:
    """True for the area that lost a place: "China overtook Russia as ...", "devant la Russie", "Ресейді басып озып"."""
    for cue in passage.having("context", "overtakes"):
        gap = cue.first - side.last - 1 if passage.language == "kk" else side.first - cue.last - 1
        if 0 <= gap <= 1:
            return True
    return False


def areas_kind(concept: str) -> str:
    """Kind of the first code a concept stands for: `country`, `group` ..."""
    return areas.area(areas.concept_codes(concept)[0]).kind


def happenings(passage: Passage) -> Iterator[Happening]:
    """The dated events of a sentence: each action with its nearest subject and nearest period, once each."""
    subjects = passage.having("subject")
    periods = [p for p in passage.periods if p.period.start]
    if not subjects or not periods or "anniversary" in passage.named("context"):
        return
    seen: set[tuple[str, str]] = set()
    for action in passage.having("event"):
        fitting = [s for s in subjects if action.name in ACTIONS.get(s.name, ())]
        if not fitting:
            continue
        subject = min(fitting, key=lambda s: max(action.start - s.end, s.start - action.end))
        period = min(periods, key=lambda p: _distance(passage, action, p))
        if (subject.name, action.name) in seen or _distance(passage, action, period) > 120:
            continue
        seen.add((subject.name, action.name))
        start, end = min(action.start, period.start_char), max(action.end, period.end_char)
        yield Happening(start, end, subject.name, action.name, _moment(period))


def _moment(mention: PeriodMention) -> PeriodMention:
    """What is in force "since May 2016" began in May 2016: the day, month or year the words name."""
    period = mention.period
    if period.end:
        return mention
    first = date.fromisoformat(period.start)
    if period.start.endswith("-01-01"):
        after = first.replace(year=first.year + 1)
    elif period.start.endswith("-01"):
        after = add_months(first, 1)
    else:
        after = first + timedelta(days=1)
    return replace(mention, period=replace(period, end=after.isoformat()))


def _overlap(one: Cue, other: Cue) -> bool:
    return one.start < other.end and other.start < one.end


def _distance(passage: Passage, action: Cue, period: PeriodMention) -> int:
    """Characters between an action and a period; a comma or another action between them counts as forty."""
    low, high = sorted((action.start, period.start_char))
    between = [
        c for c in passage.having("event", low=low, high=high) if c.start != action.start and not _overlap(c, action)
    ]
    stops = [a for a, b in passage.stops if low < a < high and passage.text[a:b] == ","]
    gap = max(period.start_char - action.end, action.start - period.end_char, 0)
    return gap + 40 * len(between) + 20 * len(stops)
