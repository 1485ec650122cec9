"""Changes: from when to when something changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hali.checking import wording
from hali.checking.context.passage import Passage
from hali.checking.context.said import LONG, Stated, closest, said
from hali.checking.times import counting
from hali.checking.times.periods import PeriodMention, months
from hali.model.claim import Period

UNTIL = "since_until"
"""Rule of a change that has begun "since" a year and ends with the later year its sentence names."""


def of_change(here: Passage, at: int, found: Stated, around: Period | None = None) -> Stated:
    """The span of a change: from the year it is compared with, or over as many years as the words count.

    "40 % more than in 2010" begins in 2010 and is open; "in 2021 ... compared with 2015" lasts from 2015 to 2021. Over
    "five years" it ends with the last full year before publication, and has no days where that is not known.

    Args:
        here: the sentence.
        at: index of the quantity.
        found: the period its words state without this.
        around: the period its surroundings state; "up 3 % on 2022" said of 2023 is growth of that year.
    """
    quantity = here.quantities[at]
    own = found.mention
    if own is not None and own.period.kind == "since":
        ends = _later(here, own)
        if ends is not None:
            return replace(found, mention=_until(own, ends.period.end), rule=UNTIL)
        until = around.end if around is not None and around.kind == "year" else ""
        return replace(found, mention=_until(own, until), rule="since") if until > own.period.start else found
    if own is not None and (months(own.period) or 0) > LONG:
        return found
    against = [p for p in here.periods if p.period.kind == "year" and p not in said(here)]
    base = closest(against, quantity.start, quantity.end)
    if base is not None:
        first = int(base.period.start[:4])
        if own is None and around is not None and _year_after(around, first):
            return Stated(None)
        if own is None:
            open_end = replace(base, period=replace(base.period, end="", kind="since"))
            later = around is not None and around.kind == "year" and int(around.start[:4]) > first
            return Stated(_until(open_end, around.end) if later and around else open_end, False, "compared")
        if own.period.kind == "year" and int(own.period.start[:4]) - first > 1:
            return Stated(replace(own, period=replace(own.period, start=base.period.start, kind="range")))
        return found
    return _over_years(here) or found if own is None else found


def _later(here: Passage, own: PeriodMention) -> PeriodMention | None:
    """The one later year of a sentence: "they have grown by 70 % since 2015 and reached 9 bn in 2022"."""
    years = [p for p in said(here) if p.period.kind == "year" and p.period.start > own.period.start]
    return years[0] if len({p.period.start for p in years}) == 1 else None


def _year_after(period: Period, year: int) -> bool:
    """True for a year, or a part of one, in the year after: what it is compared with is the same part of `year`."""
    return (months(period) or LONG + 1) <= LONG and int(period.start[:4]) == year + 1


def _until(mention: PeriodMention, end: str) -> PeriodMention:
    """The open span of a mention with an end."""
    return replace(mention, period=replace(mention.period, end=end, kind="range"))


def _over_years(here: Passage) -> Stated | None:
    """The span of "over five years", "en dix ans"."""
    found = here.scan
    words = here.having("relation", "over")
    for i, token in enumerate(found.tokens):
        counted = counting.years_counted(found, i)
        if counted is None or (
            not wording.postposes(here.language) and not any(0 <= token.start - c.end <= 2 for c in words)
        ):
            continue
        number, last = counted
        start, end = token.start, found.tokens[last - 1].end
        period = Period("", "", "relative", here.text[start:end], "sentence", (start, end))
        if here.published is None:
            period = replace(period, kind="span")
        else:
            until = here.published.year
            period = replace(
                period, start=date(until - 1 - number, 1, 1).isoformat(), end=date(until, 1, 1).isoformat()
            )
        return Stated(PeriodMention(start, end, period), inherit=False)
    return None
