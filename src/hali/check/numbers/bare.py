"""Numbers without a unit that the subject makes quantities: the score of an index, the millions of a population."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import cast

from hali.check.context.wording import Cue
from hali.check.numbers.drafts import Draft
from hali.check.numbers.hedges import hedged
from hali.languages.amounts import Amount, read_amount
from hali.languages.phrases import Scan
from hali.languages.vocabulary import scan
from hali.model.claim import Approximator, Quantity
from hali.model.units import granule, interval

_REACH = 90
"""Characters between the name of an index and its score."""
_SCORED = 25
"""Characters between "scored" and the score."""
_FIRST = frozenset({"scale_first"})
_HIGHEST = 100
"""No index of the codelist goes further."""
_FEWEST = 100_000
"""People below whom a bare number is no population."""

Span = tuple[int, int]


def find(text: str, language: str, cues: Iterable[Cue], taken: Iterable[Span]) -> Iterator[Quantity]:
    """The bare numbers of a sentence that speaks of an index or of a population.

    Args:
        text: the sentence.
        language: of the sentence.
        cues: its cue words.
        taken: spans of quantities and periods already found.

    Yields:
        Quantities of the unit `score` beside an index and a word for a score, of the unit `count` for a population.
    """
    named = list(cues)
    indexes = [c for c in named if c.group == "topic" and c.name in {"lpi", "governance"}]
    people = [c for c in named if c.group == "topic" and c.name == "population"]
    if not indexes and not people:
        return
    scores = [c for c in named if c.group == "relation" and c.name == "score"]
    known = list(taken)
    found = scan(text, language)
    at = 0
    while at < len(found.tokens):
        amount = read_amount(found, at) if found.tokens[at].kind == "n" or found.has(at, _FIRST) else None
        if amount is None:
            at += 1
            continue
        draft = hedged(found, Draft(amount.start, amount.end, amount, lang=amount.lang), 0, False)
        start, end = found.tokens[draft.start].start, found.tokens[draft.end - 1].end
        at = max(amount.end, at + 1)
        if amount.year or any(a < end and start < b for a, b in known):
            continue
        unit = _unit(found, amount, start, indexes, people, scores)
        if unit:
            yield _quantity(text, draft, start, end, unit, language)


def _unit(found: Scan, amount: Amount, start: int, indexes: list[Cue], people: list[Cue], scores: list[Cue]) -> str:
    """`count` for a population in thousands or millions, `score` next to a word for one, "" for any other number."""
    size = amount.value
    if people and amount.scaled and size >= _FEWEST and _near(people, start):
        return "count"
    ordinal = found.tokens[amount.end : amount.end + 1]
    if ordinal and ordinal[0].glued and ordinal[0].kind == "w":
        return ""
    if indexes and not amount.scaled and 0 <= size <= _HIGHEST and _near(indexes, start):
        end = found.tokens[amount.end - 1].end
        beside = any(0 <= start - c.end <= _SCORED or 0 <= c.start - end <= 2 for c in scores)
        return "score" if beside else ""
    return ""


def _near(cues: list[Cue], start: int) -> bool:
    return any(min(abs(start - c.end), abs(c.start - start)) <= _REACH for c in cues)


def _quantity(text: str, draft: Draft, start: int, end: int, unit: str, language: str) -> Quantity:
    amount = draft.amount
    scale = float(amount.scale)
    step = granule(amount.written, scale)
    word = cast(Approximator, draft.approximator)
    limits = interval(float(amount.value), step, word, unit, draft.ambiguous)
    return Quantity(
        start=start,
        end=end,
        text=text[start:end],
        value=float(amount.value),
        low=limits.low,
        high=limits.high,
        lenient_low=limits.lenient_low,
        lenient_high=limits.lenient_high,
        low_open=limits.low_open,
        high_open=limits.high_open,
        unit=unit,
        scale=scale,
        approximator=word,
        granule=step,
        language=draft.lang or language,
    )
