"""Spoken times: the periods a sentence names, and which of its numbers each is said of.

A period in brackets is the nearest number's; one that is only compared with is nobody's; a number that another is
compared with has its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from hali.checking.context import moods, series, subyears, wording
from hali.checking.context.board import once
from hali.checking.context.passage import Passage, bracket, months
from hali.checking.context.periods import PeriodMention
from hali.model.claim import Period

LONG = 12
"""Months: a longer span, or one without end, is not inherited by a claim that names no period."""
_APART = 40
"""Characters that may stand between the two ends of a change."""
_NEAR = 2
"""Words that may stand between "compared with" and a period that is only compared with."""
_TO = 8
"""Characters between by how much and to what something changed."""
_BEHIND = 4
"""Characters between a number and the period right behind it ("3 bn in 2022")."""
_APPOSED = 6
"""Characters between a year and words that explain it: "2019, the last year for which ..."."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The period a sentence states for a claim.

    Attributes:
        mention: where and which, or None.
        inherit: False where the claim must not take a period from its surroundings ("rose from 19 to 23 bn").
        rule: name of what decided.
    """

    mention: PeriodMention | None
    inherit: bool = True
    rule: str = "own_words"

    @property
    def period(self) -> Period | None:
        """The period itself."""
        return self.mention.period if self.mention else None


def stated(here: Passage, at: int) -> Stated:
    """The period the sentence states for its quantity number `at`."""
    quantity = here.quantities[at]
    side = side_of_change(here, at)
    low, high = here.zone(at)
    own = [
        p
        for p in said(here)
        if not _aside(here, p, at) and _of_base(here, p) in {None, at} and at >= _set_beside(here, p)
    ]
    if _again(here, at):
        return stated(here, at - 1)
    beside = (
        _glossed(here, at)
        or _then(here, at)
        or _when(here, at)
        or _as_base(here, at)
        or series.counterpart_period(here, at, own)
    )
    beside = beside or _right_before(here, at, own)
    if beside is not None:
        return Stated(beside)
    inside = [p for p in own if low <= p.start_char and p.end_char <= max(high, quantity.end)]
    before = [p for p in own if p.end_char <= quantity.start]
    found = closest(inside or _common(here, own) or before, quantity.start, quantity.end, side == "to")
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
    later = found is None and all(";" in here.text[quantity.end : p.start_char] for p in own)
    return Stated(found, inherit=not own or later)


def _right_before(here: Passage, at: int, own: Sequence[PeriodMention]) -> PeriodMention | None:
    """Of several periods the one right before its number: "2021 жылғы 57 млн доллардан 2023 жылы 133 млн долларға"."""
    start = here.quantities[at].start
    beside = [p for p in own if 0 <= start - p.end_char <= 1]
    first = "after" in wording.grammar(here.language).get("objects", ())
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
    near = right_behind or (bool(words) and now.start - before.end <= _APART // 2)
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
    """The period of a number in "than in 2021, when it was 3 bn", "contre 2021, où elles étaient de 3 Mds"."""
    start = here.quantities[at].start
    last = here.quantities[at - 1].end if at else 0
    for cue in reversed(here.having("time", "when", low=last, high=start)):
        beside = [p for p in here.periods if last <= p.start_char and 0 < cue.start - p.end_char <= _NEAR]
        # "In 2019, while in 2013 there were 190" is of the year behind the word.
        if beside and not any(cue.end <= p.start_char < start for p in here.periods):
            return beside[-1] if beside[-1].period.start else None
    return None


def _of_base(here: Passage, mention: PeriodMention) -> int | None:
    """Index of the number that a period right behind it is only said of: "up by a third from 3 bn in 2022"."""
    for at, quantity in enumerate(here.quantities):
        if not 0 <= mention.start_char - quantity.end <= _BEHIND or not (at or here.having("relation", "up", "down")):
            continue
        if side_of_change(here, at) == "from":
            # "To 4 bn from 3 bn in 2022" is all of 2022, unless another year is named.
            return at if len(here.periods) > 1 else None
        first = here.word_at(quantity.start)
        beside = {(c.group, c.name) for c in here.having("relation") + here.having("place") if c.last == first - 1}
        # "Von 3 Mrd.", "de 3 milliards" may as well be "of".
        if ("relation", "from") in beside and not beside & {("relation", "by"), ("place", "of")}:
            return at
        if at and _after(here, at):
            # "3 bn, after a jump of 26 % in 2022": 2022 is that of the jump.
            return at
    return None


def _after(here: Passage, at: int) -> bool:
    """True for a number that something came after: "after 1.6 bn", "après un bond de 26 %"."""
    low, high = here.quantities[at - 1].end, here.quantities[at].start
    words = here.having("relation", "after", low=low, high=high)
    return bool(words) and not any(words[-1].end <= a < high for a, _ in here.stops)


def _as_base(here: Passage, at: int) -> PeriodMention | None:
    """The period right behind a number that something rose or fell from."""
    return next((p for p in said(here) if _of_base(here, p) == at), None)


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


def _year_after(period: Period, year: int) -> bool:
    """True for a year, or a part of one, in the year after: what it is compared with is the same part of `year`."""
    return (months(period) or LONG + 1) <= LONG and int(period.start[:4]) == year + 1


def _until(mention: PeriodMention, end: str) -> PeriodMention:
    """The open span of a mention with an end."""
    return replace(mention, period=replace(mention.period, end=end, kind="range"))


def _over_years(here: Passage) -> Stated | None:
    """The span of "over five years", "за пять лет", "en dix ans"."""
    found = here.scan
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
    count = len(here.quantities)
    ends = count > 1 and (_ends(here, count - 2) or compared_with(here, count - 1))
    return [p for p in mentions if p.end_char <= first.start or (p.start_char >= last.end and not ends)]


def _set_beside(here: Passage, mention: PeriodMention) -> int:
    """Index of the first number of the time a sentence sets beside its own: "29 %, while in 2019 it was 18 %".

    What has one value in 2019 has the other at another time, if the words behind the turn name no other subject and no
    other area.

    Returns:
        0 where a period is no such time.
    """
    for cue in here.having("time", "beside", high=mention.start_char):
        behind = next((i for i, q in enumerate(here.quantities) if q.start >= cue.end), 0)
        if not behind or here.quantities[behind].unit != here.quantities[behind - 1].unit:
            continue
        high = here.zone(behind)[1]
        named = any(cue.end <= m.start < high for m in here.mentions) or here.having("topic", low=cue.end, high=high)
        if mention.start_char < high and not named:
            return behind
    return 0


def _aside(here: Passage, mention: PeriodMention, at: int) -> bool:
    """True for a period in brackets that is not quantity number `at`'s.

    Beside another number it is that number's; alone it is the nearest number's before it, and its whole row's.
    """
    around = bracket(here.text, mention.start_char)
    if around is None:
        return False
    inside = [i for i, q in enumerate(here.quantities) if around[0] < q.start < around[1]]
    if inside:
        return at not in inside
    before = [i for i, q in enumerate(here.quantities) if q.end <= around[0]]
    if not before:
        return False
    first, last = series.row(here, before[-1])
    return not first <= at < last


def sets(here: Passage) -> list[PeriodMention]:
    """The periods of a sentence that what follows may be about: neither compared with, nor in brackets, nor to come.

    "The last six months" pass with the day and are only their own number's. A sentence in the pluperfect looks back and
    sets none, nor does "a year earlier".
    """
    if here.named("time") & {"back"} or moods.ahead(here):
        return []
    ends = [q.start for q in here.quantities[1:]] + [len(here.text)]
    bases = [(q.start, ends[i]) for i, q in enumerate(here.quantities) if compared_with(here, i)]
    return [
        mention
        for mention in said(here)
        if mention.period.start
        and 0 < (months(mention.period) or 0) <= LONG
        and mention.period.kind != "date"
        and (mention.period.kind, mention.period.stated) != ("relative", "publication")
        and not any(a <= mention.start_char < b for a, b in bases)
        and not _set_beside(here, mention)
        and (bracket(here.text, mention.start_char) is None or not here.quantities)
        and not (here.published is not None and mention.period.start > here.published.isoformat())
    ]


@once
def said(here: Passage) -> tuple[PeriodMention, ...]:
    """Periods of a sentence that are not merely compared with ("than in 2020", "up 9 % from the previous year")."""
    against = here.having("relation", "compared", "than", "less_than")
    since, same = here.having("relation", "from"), here.having("time", "same_part")
    # "Down 20 % from 2022": what a change is counted from is compared with.
    counted = [c for c in since if any(q.unit == "percent" and 0 <= c.start - q.end <= 1 for q in here.quantities)]
    found: list[PeriodMention] = []
    for mention in here.periods:
        if mention.period.kind == "relative" and found and 0 < mention.start_char - found[-1].end_char <= _APPOSED:
            # "In 2019, the last year for which ...".
            continue
        first = here.word_at(mention.start_char)
        # "Compared to the same period in 2022": the whole of it is compared with.
        first = next((c.first for c in same if 0 <= mention.start_char - c.end <= 1), first)
        beside = [*against, *(since if mention.period.kind == "relative" else counted)]
        # "More than the previous year": the words for the year may begin within those for comparing.
        beside = [c for c in beside if first - c.last - 1 <= _NEAR and c.start < mention.start_char]
        # "Nach Kasachstan betrug 2023": what stands beside an area is said of the area.
        if all(any(c.end <= m.start < mention.start_char for m in here.mentions) for c in beside):
            found.append(mention)
    return tuple(found)


def closest(mentions: Sequence[PeriodMention], start: int, end: int, after: bool = False) -> PeriodMention | None:
    """The mention nearest to start..end, of two alike (or if `after`, of any) the one that follows."""
    behind = 1000 if after else 1

    def distance(mention: PeriodMention) -> int:
        return max(mention.start_char - end, start - mention.end_char + behind if mention.end_char <= start else 0, 0)

    return min(mentions, key=distance, default=None)


def side_of_change(here: Passage, at: int) -> str:
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
    before, between = here.word_at(first.start), here.word_at(second.start)
    left = any(c.last == before - 1 for c in here.having("relation", opening))
    return left and any(c.last == between - 1 for c in here.having("relation", closing))


def _end_of(mention: PeriodMention, side: str) -> PeriodMention:
    """The first or the last year of a span of years."""
    period = mention.period
    year = int(period.start[:4]) if side == "from" else int(period.end[:4]) - (period.end[5:] == "01-01")
    return replace(mention, period=replace(period, start=f"{year}-01-01", end=f"{year + 1}-01-01", kind="year"))


def compared_with(here: Passage, at: int) -> bool:
    """True for a number that another is compared with: "against 1.4 bn", "contre 2,5 milliards"."""
    if at == 0 or here.quantities[at].unit != here.quantities[at - 1].unit:
        return False
    quantity = here.quantities[at]
    first = here.word_at(quantity.start)
    return any(c.last == first - 1 for c in here.having("relation", "compared", "after"))
