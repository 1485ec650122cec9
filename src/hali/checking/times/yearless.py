"""Parts of a year named without it: "in the first half", "von Januar bis Mai", "im Mai".

They mean the last such time that had ended when the text appeared; `dating.anchored` moves them into the year that
their paragraph speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from hali.checking.times.after_years import after_year
from hali.checking.times.coded import Part
from hali.checking.times.subyears import bare_months, ending_at
from hali.checking.wording import Cue
from hali.languages import traits
from hali.languages.phrases import Scan
from hali.model.claim import Period
from hali.model.period import add_months

Span = tuple[int, int]
_PARTS = frozenset({"period_months", "period_month", "period_half", "period_quarter"})
"""Kinds of entries that name a part of a year."""
_NEAR = 2
"""Characters that may stand between a preposition and a month."""


def find(
    found: Scan, text: str, published: date | None, cues: Sequence[Cue], taken: Sequence[Span]
) -> Iterator[tuple[int, int, Period]]:
    """The parts of a year that no year stands beside.

    Args:
        found: the sentence, scanned.
        text: the sentence.
        published: day of publication; without it their days stay open.
        cues: cue words of the sentence.
        taken: spans of the periods and quantities found already.

    Yields:
        Start and end of the words, and the period, `stated` by the publication.
    """
    if not found.holds(_PARTS):
        return
    used = list(taken)
    # From behind: "January and February" is one part, and ends with February.
    for place in range(len(found.tokens), 0, -1):
        part = _part(found, place, cues)
        if part is None:
            continue
        start, end = found.tokens[part.first].start, found.tokens[part.last - 1].end
        if any(a < end and start < b for a, b in used):
            continue
        used.append((start, end))
        dated = _before if _rolling(found, part) else _latest
        yield start, end, dated(part, text[start:end], (start, end), published)


def _part(found: Scan, place: int, cues: Sequence[Cue]) -> Part | None:
    part = ending_at(found, place, 0)
    if part is None or part.kind == "month":
        # Where a part follows its year, it is read from its first word.
        part = _following(found, place) or part
    if part is None or part.kind == "date":
        return None
    begin = found.tokens[part.first].start
    beside = {c.name for c in cues if c.group in {"place", "time"} and 0 <= begin - c.end <= _NEAR}
    if part.kind == "month":
        # "May" may be a verb, and a number beside a month is its day.
        hits = found.all_at(part.first, "period_months")
        inflected = any(h.inflected and traits(h.lang).part_behind_year for h in hits)
        numbered = any(0 <= i < len(found.tokens) and found.tokens[i].kind == "n" for i in (part.first - 1, part.last))
        return part if not numbered and ("in" in beside or inflected) else None
    if part.kind == "months" and bare_months(found, part.first, place):
        # "Six months" are a time to wait; "in the six months" are those that have passed.
        return part if "elapsed" in beside else None
    return part


def _following(found: Scan, place: int) -> Part | None:
    begins = range(place - 1, max(place - 5, -1), -1)
    parts = (after_year(found, i) for i in begins if traits(found.prior).part_behind_year)
    return next((p for p in parts if p is not None and p.last == place and p.kind not in {"month", "date"}), None)


def _rolling(found: Scan, part: Part) -> bool:
    """True for "the last six months": those before the text, of whatever year."""
    counted = part.kind == "months" and not bare_months(found, part.first, part.last)
    return counted and any(found.all_at(i, "period_closing") for i in range(part.first, part.last))


def _before(part: Part, words: str, span: Span, published: date | None) -> Period:
    """The months that ended when the text appeared."""
    if published is None:
        return Period("", "", "relative", words, "publication", span)
    until = published.replace(day=1)
    start = add_months(until, -part.months)
    return Period(start.isoformat(), until.isoformat(), "relative", words, "publication", span)


def _latest(part: Part, words: str, span: Span, published: date | None) -> Period:
    if published is None:
        return Period("", "", part.kind, words, "publication", span)
    start = date(published.year, part.month, 1)
    if add_months(start, part.months) > published:
        start = start.replace(year=published.year - 1)
    return Period(start.isoformat(), add_months(start, part.months).isoformat(), part.kind, words, "publication", span)
