"""Years counted from the year a text speaks of: "a year earlier", "two years later", "mwaka uliofuata"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from hali.checking.context.passage import Passage
from hali.checking.times.counting import years_counted
from hali.checking.wording import Cue
from hali.languages import traits
from hali.model.claim import Period

_WORDS = 2
"""Words between a time and what compares with it behind: "last year's same period than" (tr)."""
_NEAR = 2
"""Characters that may stand between "two years" and "later"."""
_DECADE = 10


@dataclass(frozen=True, slots=True)
class Shift:
    """So many years after (before, if negative) the year spoken of.

    Attributes:
        start, end: span of the words in the sentence.
        years: how many.
        compared: True where it is only compared with ("more than a year earlier").
    """

    start: int
    end: int
    years: int
    compared: bool


def find(here: Passage) -> tuple[Shift, ...]:
    """The shifts a sentence speaks of, in order."""
    against = here.having("relation", "compared", "from", "than", "less_than")
    found = sorted(_spans(here))
    return tuple(
        Shift(start, end, years, any(_beside(here, c, start, end) for c in against))
        for start, end, years in found
        # "Two years before": not the year before as well.
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in found)
    )


def _beside(here: Passage, cue: Cue, start: int, end: int) -> bool:
    """True for the words that compare with a time: before it, or behind where cases say all (tr)."""
    behind = traits(here.language).cases_decide and cue.start >= end
    apart = cue.first - here.word_at(end) if behind else _WORDS + 1
    return 0 <= start - cue.end <= _NEAR or cue.start < start < cue.end or apart <= _WORDS


def _spans(here: Passage) -> Iterator[tuple[int, int, int]]:
    for cue in here.having("relation", "year_before"):
        yield cue.start, cue.end, -1
    for cue in here.having("time", "year_after"):
        yield cue.start, cue.end, 1
    for cue in here.having("time", "decade_before", "decade_after"):
        yield cue.start, cue.end, _DECADE if cue.name == "decade_after" else -_DECADE
    words = here.having("time", "earlier", "later")
    if not words:
        return
    tokens = here.scan
    for i, token in enumerate(tokens.tokens):
        counted = years_counted(tokens, i)
        if counted is None:
            continue
        number, last = counted
        end = tokens.tokens[last - 1].end
        for word in words:
            if 0 <= word.start - end <= _NEAR:
                yield token.start, word.end, number if word.name == "later" else -number


def moved(period: Period, years: int) -> Period:
    """The period so many years on.

    >>> year = Period("2023-01-01", "2024-01-01", "year", "2023", "sentence")
    >>> moved(year, -1).start, moved(year, -1).end
    ('2022-01-01', '2023-01-01')
    """
    return replace(period, start=_on(period.start, years), end=_on(period.end, years))


def _on(day: str, years: int) -> str:
    return f"{int(day[:4]) + years}{day[4:]}" if day else ""
