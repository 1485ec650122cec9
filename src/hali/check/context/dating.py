"""Dating: which period a claim is about. Its own words first, then its sentence, its paragraph, what stands above."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from hali.check.context import events, series, subyears
from hali.check.context.passage import Passage, months
from hali.check.context.periods import PeriodMention
from hali.languages.vocabulary import scan
from hali.model.claim import Period

_LONG = 12
"""Months: a longer span, or one without end, is not inherited by a claim that names no period."""
_APART = 40
"""Characters that may stand between the two ends of a change."""
_NEAR = 2
"""Words that may stand between "compared with" and a period that is only compared with."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The period a sentence states for a claim.

    Attributes:
        mention: where and which, or None.
        inherit: False where the claim must not take a period from its surroundings ("rose from 19 to 23 bn").
    """

    mention: PeriodMention | None
    inherit: bool = True

    @property
    def period(self) -> Period | None:
        """The period itself."""
        return self.mention.period if self.mention else None


def stated(here: Passage, at: int) -> Stated:
    """The period the sentence states for its quantity number `at`."""
    quantity = here.quantities[at]
    side = _side_of_change(here, at)
    low, high = here.zone(at)
    own = [p for p in _own(here) if not _aside(here, p, quantity.start)]
    beside = series.counterpart_period(here, at, own)
    if beside is not None:
        return Stated(beside)
    inside = [p for p in own if low <= p.start_char and p.end_char <= max(high, quantity.end)]
    before = [p for p in own if p.end_char <= quantity.start]
    found = _closest(inside or _common(here, own) or before, quantity.start, quantity.end, side == "to")
    if side and found is not None and (months(found.period) or 0) > _LONG:
        return Stated(_end_of(found, side))
    if side == "from":
        until = here.quantities[at + 1].start if at + 1 < len(here.quantities) else len(here.text)
        apart = [p for p in inside if quantity.end <= p.start_char < until]
        return Stated(apart[0] if apart else None, inherit=False)
    return Stated(found, inherit=not own)


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
    if own is not None and ((months(own.period) or 0) > _LONG or own.period.kind == "since"):
        return found
    against = [p for p in here.periods if p.period.kind == "year" and p not in _own(here)]
    base = _closest(against, quantity.start, quantity.end)
    if base is not None:
        first = int(base.period.start[:4])
        if own is None and around is not None and around.kind == "year" and int(around.start[:4]) == first + 1:
            return Stated(None)
        if own is None:
            return Stated(replace(base, period=replace(base.period, end="", kind="since")), inherit=False)
        if own.period.kind == "year" and int(own.period.start[:4]) - first > 1:
            return Stated(replace(own, period=replace(own.period, start=base.period.start, kind="range")))
        return found
    return _over_years(here) or found if own is None else found


def of_year_before(here: Passage, at: int, found: Stated) -> Stated:
    """The year before the one a sentence names: "29.8 bn in 2023, down from 29.4 bn a year earlier".

    Args:
        here: the sentence.
        at: index of the quantity.
        found: the period its words state without this.
    """

    def apart(number: int, start: int, end: int) -> int:
        quantity = here.quantities[number]
        return max(start - quantity.end, quantity.start - end)

    for cue in here.having("relation", "year_before"):
        nearest = min(range(len(here.quantities)), key=lambda i: apart(i, cue.start, cue.end))
        compared = any(c.last == cue.first - 1 for c in here.having("relation", "compared", "from", "than"))
        first, last = sorted(((cue.start, cue.end), (here.quantities[at].start, here.quantities[at].end)))
        if nearest != at or compared or any(sign.isdigit() for sign in here.text[first[1] : last[0]]):
            continue
        named = [p for p in here.periods if p.period.kind == "year"]
        year = _closest(named, cue.start, cue.end)
        if year is None:
            return found
        before = int(year.period.start[:4]) - 1
        period = replace(year.period, start=f"{before}-01-01", end=f"{before + 1}-01-01")
        return Stated(PeriodMention(cue.start, cue.end, replace(period, text=here.text[cue.start : cue.end])))
    return found


def _over_years(here: Passage) -> Stated | None:
    """The span of "over five years", "за пять лет", "en dix ans"."""
    found = scan(here.text, here.language)
    words = here.having("relation", "over")
    for i, token in enumerate(found.tokens):
        counted = subyears.years_counted(found, i)
        if counted is None or (here.language != "kk" and not any(0 <= token.start - c.end <= 2 for c in words)):
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


def _common(here: Passage, mentions: list[PeriodMention]) -> list[PeriodMention]:
    """Periods that stand before all quantities of the sentence or after them: they hold for each."""
    first, last = here.quantities[0], here.quantities[-1]
    ends = len(here.quantities) > 1 and _ends(here, len(here.quantities) - 2)
    return [p for p in mentions if p.end_char <= first.start or (p.start_char >= last.end and not ends)]


def _aside(here: Passage, mention: PeriodMention, at: int) -> bool:
    """True for a period in brackets in which the quantity does not stand."""
    before, after = here.text[: mention.start_char], here.text[mention.end_char :]
    opened = before.rfind("(")
    if opened <= before.rfind(")") or ")" not in after:
        return False
    return not opened < at < mention.end_char + after.index(")")


def nearest(here: Passage, start: int, end: int) -> Stated:
    """The period nearest to a span of the sentence."""
    return Stated(_closest(_own(here), start, end))


def inherited(
    passages: list[Passage], at: int, above: list[tuple[str, Passage]]
) -> tuple[PeriodMention | None, str, Passage]:
    """The nearest period around a sentence that states none.

    Args:
        passages: sentences of the block.
        at: index of the sentence.
        above: label, heading and title.

    Returns:
        The mention or None, `paragraph`, `heading` or `title`, and the sentence it stands in.
    """
    around = [("paragraph", passages[i]) for i in order(at, len(passages))]
    for where, one in [*around, *above]:
        if "future" in one.named("mood"):
            # What is planned says nothing of when the rest was.
            continue
        taken = {(h.period.start_char, h.period.end_char) for h in events.happenings(one)}
        for mention in _own(one):
            length = months(mention.period)
            if (
                length is not None
                and length <= _LONG
                and mention.period.kind != "date"
                and (mention.start_char, mention.end_char) not in taken
                and not _ahead(one, mention)
            ):
                return mention, "heading" if where == "label" else where, one
    return None, "", passages[at]


def _ahead(here: Passage, mention: PeriodMention) -> bool:
    """True for a period of a plan or forecast: what is said of other things beside it is not about that time."""
    if here.published is not None and mention.period.start > here.published.isoformat():
        return True
    return "future" in here.named("mood", *here.clause(mention.start_char, mention.end_char))


def order(at: int, count: int) -> list[int]:
    """Indexes of the other sentences of a paragraph, the nearest first, of two alike the one before."""
    return sorted((i for i in range(count) if i != at), key=lambda i: (abs(i - at), i))


def _own(here: Passage) -> list[PeriodMention]:
    """Periods of a sentence that are not merely compared with ("than in 2020", "up 9 % from the previous year")."""
    against = here.having("relation", "compared")
    since = here.having("relation", "from")
    found: list[PeriodMention] = []
    for mention in here.periods:
        first = next((i for i, w in enumerate(here.words) if w.end > mention.start_char), len(here.words))
        beside = [*against, *(since if mention.period.kind == "relative" else ())]
        # "Nach Kasachstan betrug 2023": what stands beside an area is said of the area.
        beside = [c for c in beside if not any(c.end <= m.start < mention.start_char for m in here.mentions)]
        if not any(0 <= first - c.last - 1 <= _NEAR and c.start < mention.start_char for c in beside):
            found.append(mention)
    return found


def _closest(mentions: list[PeriodMention], start: int, end: int, after: bool = False) -> PeriodMention | None:
    """The mention nearest to start..end, of two alike (or if `after`, of any) the one that follows."""
    behind = 1000 if after else 1

    def distance(mention: PeriodMention) -> int:
        return max(mention.start_char - end, start - mention.end_char + behind if mention.end_char <= start else 0, 0)

    return min(mentions, key=distance, default=None)


def _side_of_change(here: Passage, at: int) -> str:
    """`from` or `to` where the quantity is an end of "from A to B" or "to B from A", else ""."""
    if at + 1 < len(here.quantities):
        if _ends(here, at):
            return "from"
        if _ends(here, at, "to", "from"):
            return "to"
    if at > 0:
        if _ends(here, at - 1):
            return "to"
        if _ends(here, at - 1, "to", "from"):
            return "from"
    return ""


def _ends(here: Passage, at: int, opening: str = "from", closing: str = "to") -> bool:
    """True where quantities `at` and `at + 1` are the two ends of one change."""
    first, second = here.quantities[at], here.quantities[at + 1]
    if second.start - first.end > _APART or first.unit != second.unit:
        return False
    if here.language == "kk":
        return opening == "from" and first.text.endswith(("дан", "ден", "тан", "тен", "нан", "нен"))
    before, between = (
        next((i for i, w in enumerate(here.words) if w.end > q.start), len(here.words)) for q in (first, second)
    )
    left = any(c.last == before - 1 for c in here.having("relation", opening))
    return left and any(c.last == between - 1 for c in here.having("relation", closing))


def _end_of(mention: PeriodMention, side: str) -> PeriodMention:
    """The first or the last year of a span of years."""
    period = mention.period
    year = int(period.start[:4]) if side == "from" else int(period.end[:4]) - (period.end[5:] == "01-01")
    return replace(mention, period=replace(period, start=f"{year}-01-01", end=f"{year + 1}-01-01", kind="year"))
