"""Said: the periods of a sentence that its numbers may be of, without those only compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hali.checking import wording
from hali.checking.context import beside, moods
from hali.checking.context.board import once
from hali.checking.context.passage import Passage, bracket
from hali.checking.times.periods import PeriodMention, months
from hali.checking.wording import Cue
from hali.languages.morphology import ending
from hali.model.claim import Period, Quantity

LONG = 12
"""Months: a longer span, or one without end, is not inherited by a claim that names no period."""
NEAR = 2
"""Words that may stand between "compared with" and a period that is only compared with."""
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


def set_beside(here: Passage, mention: PeriodMention) -> int:
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


@once
def sets(here: Passage) -> tuple[PeriodMention, ...]:
    """The periods of a sentence that what follows may be about: neither compared with, nor in brackets, nor to come.

    "The last six months" pass with the day and are only their own number's. A sentence in the pluperfect looks back and
    sets none, nor does "a year earlier".
    """
    if here.named("time") & {"back"} or moods.ahead(here):
        return ()
    ends = [q.start for q in here.quantities[1:]] + [len(here.text)]
    bases = [(q.start, ends[i]) for i, q in enumerate(here.quantities) if beside.of(here, i).compared_with]
    return tuple(
        mention
        for mention in said(here)
        if mention.period.start
        and 0 < (months(mention.period) or 0) <= LONG
        and mention.period.kind != "date"
        and (mention.period.kind, mention.period.stated) != ("relative", "publication")
        and not any(a <= mention.start_char < b for a, b in bases)
        and not set_beside(here, mention)
        and (bracket(here.text, mention.start_char) is None or not here.quantities)
        and not (here.published is not None and mention.period.start > here.published.isoformat())
    )


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
        if any(_times_of(here, quantity, mention) for quantity in here.quantities):
            continue
        first = here.word_at(mention.start_char)
        # "Compared to the same period in 2022": the whole of it is compared with.
        first = next((c.first for c in same if 0 <= mention.start_char - c.end <= 1), first)
        if wording.postposes(here.language):
            if not _compared_behind(here, mention, against, same):
                found.append(mention)
            continue
        beside = [*against, *(since if mention.period.kind == "relative" else counted)]
        # "More than the previous year": the words for the year may begin within those for comparing.
        beside = [c for c in beside if first - c.last - 1 <= NEAR and c.start < mention.start_char]
        # "14 % below 2022", right before the year alone.
        beside += [c for c in here.having("relation", "beyond") if first == c.last + 1]
        # "Nach Kasachstan betrug 2023": what stands beside an area is said of the area.
        if all(any(c.end <= m.start < mention.start_char for m in here.mentions) for c in beside):
            found.append(mention)
    return tuple(found)


def _times_of(here: Passage, quantity: Quantity, mention: PeriodMention) -> bool:
    """True for the year of "le double de 2013": so many times what that year had."""
    if quantity.unit != "times":
        return False
    if wording.postposes(here.language):
        last = max((w for w in here.words if w.start < mention.end_char), key=lambda w: w.start, default=None)
        owned = last is not None and last.form.endswith(ending("genitive", here.language))
        return owned and last is not None and 0 <= quantity.start - last.end <= 1
    between = [w for w in here.words if quantity.end <= w.start < mention.start_char]
    of = {cue.first for cue in here.having("place", "of", low=quantity.end, high=mention.start_char)}
    return 0 < len(between) <= NEAR and here.word_at(between[0].start) in of


def _compared_behind(here: Passage, mention: PeriodMention, against: Sequence[Cue], same: Sequence[Cue]) -> bool:
    """True for the year of "than in 2022", "than in the same part of last year" where the words for it follow.

    So they do behind the number that is compared: "than in 2022 by 49 % more".
    """
    last = max((i for i, w in enumerate(here.words) if w.start < mention.end_char), default=0)
    cased = [w for w in here.words[last : last + 2] if w.form.endswith(ending("ablative", here.language))]
    behind = [q for q in here.quantities if any(0 <= q.start - w.end <= 1 for w in cased)]
    if any(0 <= c.start - q.end <= 1 for q in behind for c in against):
        return True
    last = next((c.last for c in same if c.first == last + 1), last)
    return any(c.first == last + 1 or c.first <= last < c.last for c in against)


def closest(mentions: Sequence[PeriodMention], start: int, end: int, after: bool = False) -> PeriodMention | None:
    """The mention nearest to start..end, of two alike (or if `after`, of any) the one that follows."""
    behind = 1000 if after else 1

    def distance(mention: PeriodMention) -> int:
        return max(mention.start_char - end, start - mention.end_char + behind if mention.end_char <= start else 0, 0)

    return min(mentions, key=distance, default=None)
