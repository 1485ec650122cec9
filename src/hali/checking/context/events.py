"""Claims without a quantity: dated events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import regex

from hali.checking.context.passage import Passage
from hali.checking.times.periods import PeriodMention
from hali.checking.wording import Cue
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


_NEAR = 2
"""Words between "in force" and "provisionally", which make one step."""
_FIGURES = regex.compile(r"\p{Nd}+")
"""A day has two or three, a month or a year one."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A dated event: what happened to what, where the words stand, and when."""

    start: int
    end: int
    subject: str
    action: str
    period: PeriodMention


def happenings(passage: Passage) -> Iterator[Happening]:
    """The dated events of a sentence: each action with its nearest subject and nearest period, once each."""
    subjects = passage.having("subject")
    periods = [p for p in passage.periods if p.period.start]
    if not subjects or not periods or "anniversary" in passage.named("context"):
        return
    seen: set[tuple[str, str]] = set()
    for action in actions(passage):
        fitting = [s for s in subjects if action.name in ACTIONS.get(s.name, ())]
        if not fitting:
            continue
        subject = min(fitting, key=lambda s: max(action.start - s.end, s.start - action.end))
        period = min(periods, key=lambda p: _distance(passage, action, p))
        if (subject.name, action.name) in seen or _distance(passage, action, period) > 120:
            continue
        seen.add((subject.name, action.name))
        start, end = min(action.start, period.start_char), max(action.end, period.end_char)
        yield Happening(start, end, subject.name, action.name, moment(period))


def actions(passage: Passage, *names: str) -> tuple[Cue, ...]:
    """The words for what happened, of these names if any are given; what is in force provisionally is one step."""
    found = passage.having("event", *names)
    limits = [cue for cue in found if cue.name == "provisional"]
    beside = {cue for one in limits for cue in found if max(cue.first - one.last, one.first - cue.last) - 1 <= _NEAR}
    return tuple(cue for cue in found if cue.name != "in_force" or cue not in beside)


def moment(mention: PeriodMention) -> PeriodMention:
    """What is in force "since May 2016" began in May 2016: the day, month or year the words name."""
    period = mention.period
    if period.end:
        return mention
    first = date.fromisoformat(period.start)
    exact = len(_FIGURES.findall(period.text)) > 1
    if exact:
        # "since 1 January 2005" is that day
        after = first + timedelta(days=1)
    elif period.start.endswith("-01-01"):
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
