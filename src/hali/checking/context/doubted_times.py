"""Doubts about the time of a claim, and about the time it is compared with."""

from __future__ import annotations

import regex

from hali.checking.context import said
from hali.checking.context.board import once
from hali.checking.context.changes import UNTIL
from hali.checking.context.doubt_cases import Case, Doubt
from hali.checking.context.passage import Passage
from hali.checking.times.counting import years_counted
from hali.checking.times.periods import months
from hali.model.claim import Period

_YEAR = regex.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d|[.,]\d)")
_GUESSED = frozenset({"convention", "publication"})


def _guessed(case: Case) -> bool:
    """True where no time is stated."""
    return case.claim.period is None or case.claim.period.stated in _GUESSED


def _stated(case: Case) -> Period | None:
    """The time its sentence states."""
    period = case.claim.period
    return period if period is not None and period.stated == "sentence" else None


def _carried(case: Case) -> Period | None:
    """The time the text has stated elsewhere."""
    period = case.claim.period
    return None if period is None or period.stated in {"sentence", *_GUESSED} else period


def _behind_a_number(case: Case) -> bool:
    """True in "it was fifth; its share rose from 3.1 % in 2022": the year may be that number's."""
    period = _stated(case)
    if period is None or case.at is not None:
        return False
    here = case.here
    low, high = case.span[1], (period.span or (0, 0))[0] - here.start
    return any(low <= q.start < high for q in here.quantities)


def _another_time(case: Case) -> bool:
    """True where the sentence names a second time that no other number has and that is no base of a change."""
    period, here, at = _stated(case), case.here, case.at
    if period is None or at is None:
        return False
    low, high = here.zone(at)
    for mention in here.periods:
        span = (here.start + mention.start_char, here.start + mention.end_char)
        if span == period.span or not _differs(mention.period, period):
            continue
        if case.claim.relation == "change" and _is_base(mention.period, period):
            continue
        inside = low <= mention.start_char < high
        own = period.span is not None and low <= period.span[0] - here.start < high
        if inside or not own:
            return True
    return False


def _only_base(case: Case) -> bool:
    """True for a time that something is compared with: "imports of 11 bn, 4 % growth from 2022"."""
    period, here = _stated(case), case.here
    if period is None or case.at is None or period.span is None:
        return False
    when = period.span[0] - here.start
    words = here.having("relation", "from", "compared", "than", "less_than", high=when)
    return any(0 <= when - c.end <= 1 for c in words)


def _in_an_aside(case: Case) -> bool:
    """True where the time is that of a relative clause the number stands behind.

    "Kenya, which in 2021 had sold goods worth 3 bn, doubled its exports to 6": 2021 is not the time of the 6.
    """
    period, here, at = _stated(case), case.here, case.at
    if period is None or period.span is None or not at:
        return False
    when = period.span[0] - here.start
    words = here.having("mood", "relative", high=when)
    opened = [c.start for c in words if here.text[: c.start].rstrip().endswith(",")]
    inner = [q for q in here.quantities[:at] if opened and q.start > opened[-1]]
    if not inner:
        return False
    low = max(when, inner[0].end)
    return any(low <= a < here.quantities[at].start and here.text[a] == "," for a, _ in here.stops)


def _another_here(case: Case) -> bool:
    """True where the sentence names another time than the one the text has stated."""
    period = _carried(case)
    return period is not None and any(_differs(mention.period, period) for mention in case.here.periods)


def _counted(case: Case) -> bool:
    """True where the sentence counts years, which may lead to another time: "ten years ago", "for five years"."""
    return _carried(case) is not None and _counts_years(case.here)


@once
def _counts_years(here: Passage) -> bool:
    tokens = here.scan
    return any(years_counted(tokens, i) for i in range(len(tokens.tokens)))


def _stated_behind(case: Case) -> bool:
    """True where the time is stated behind the number, or nowhere one can point to."""
    period = _carried(case)
    return period is not None and (period.span is None or period.span[0] > case.claim.start)


def _part_of_a_year(case: Case) -> bool:
    """True for a part of a year from a paragraph before: it seldom outlasts its own."""
    period = _carried(case)
    return period is not None and period.stated == "text" and (months(period) or 0) < said.LONG


def _later_year(case: Case) -> bool:
    """True where a later year stands between, which the text may have gone on to; an earlier one is looked back on."""
    period = _carried(case)
    if period is None or period.span is None:
        return False
    between = case.place.article.text[period.span[1] : case.claim.start]
    return any(f"{year}-01-01" >= period.end for year in _YEAR.findall(between))


def _another_before(case: Case) -> bool:
    """True where a sentence of the paragraph names another time since."""
    period = _carried(case)
    if period is None or period.span is None:
        return False
    since = (one for one in case.place.before if one.start >= period.span[0] - len(one.text))
    return any(_differs(mention.period, period) for one in since for mention in one.periods)


def _is_base(one: Period, period: Period) -> bool:
    """Whether a time is the year before."""
    return one.start[:4].isdigit() and period.start[:4].isdigit() and int(period.start[:4]) - int(one.start[:4]) == 1


def _differs(one: Period, other: Period) -> bool:
    """Whether two times differ, the day of an event aside."""
    return one.kind != "date" and bool(one.start) and (one.start, one.end) != (other.start, other.end)


def _compares(here: Passage) -> bool:
    """Whether a sentence says what it compares with."""
    return bool(here.having("relation", "compared", "than", "year_before"))


def _since_then(case: Case) -> bool:
    """True for a factor behind a level: "in 2020 it was 1.7 bn, so it has grown 2.4 times", since then, until now."""
    here, at = case.here, case.at
    if case.claim.relation != "change" or not at or here.quantities[at].unit != "times":
        return False
    return here.quantities[at - 1].unit != "times" and not _compares(here)


def _until(case: Case) -> bool:
    """True for "70 % since 2015, and 9 bn in 2022": the rise may as well have gone on until now."""
    return any(step.stage == "period" and step.rule == UNTIL for step in case.claim.trace)


def _unsaid_when(case: Case) -> bool:
    """True for a change of which the sentence does not say when it was, nor what it compares with."""
    return case.claim.relation == "change" and _stated(case) is None and not _compares(case.here)


RULES: tuple[Doubt, ...] = (
    Doubt("doubt:time_guessed", "period", _guessed),
    Doubt("doubt:time_behind_a_number", "period", _behind_a_number),
    Doubt("doubt:another_time", "period", _another_time),
    Doubt("doubt:time_compared_with", "period", _only_base),
    Doubt("doubt:time_of_an_aside", "period", _in_an_aside),
    Doubt("doubt:another_time_here", "period", _another_here),
    Doubt("doubt:years_counted", "period", _counted),
    Doubt("doubt:time_stated_behind", "period", _stated_behind),
    Doubt("doubt:part_of_a_year", "period", _part_of_a_year),
    Doubt("doubt:later_year", "period", _later_year),
    Doubt("doubt:another_time_before", "period", _another_before),
    Doubt("doubt:until_when", "period", _until),
    Doubt("doubt:since_then", "base", _since_then),
    Doubt("doubt:unsaid_when", "base", _unsaid_when),
)
"""The rules of doubts about times."""
