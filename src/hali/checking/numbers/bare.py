"""Numbers without a unit that other words make quantities: scores, populations, and what goes on from a number before.

"It scored 65 of 100", "a country of 20 million", "In 2020 it was 1.1 billion dollars, in 2019 900 million".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from hali.checking import wording
from hali.checking.numbers.attached import currency_meant
from hali.checking.numbers.drafts import Draft
from hali.checking.numbers.hedges import hedged
from hali.checking.numbers.implied import ends_clause
from hali.checking.wording import Cue
from hali.codelists.areas import Mention
from hali.languages import traits
from hali.languages.amounts import Amount, read_amount, suffix_after_figure
from hali.languages.currencies import MONEY
from hali.languages.morphology import tables
from hali.languages.phrases import Scan
from hali.languages.tokens import Token
from hali.model.claim import Approximator, Quantity
from hali.model.units import granule, interval

_REACH = 90
"""Characters between the name of an index and its score."""
_SCORED = 25
"""Characters between "scored" and the score."""
_FIRST = frozenset({"scale_first"})
_HIGHEST = 100
"""No index of the codelist goes further."""
_FINEST = 10
"""A score with decimals up to here needs no word for a score: "2.7 in 2018 and 2.9 in 2022"."""
_BESIDE = 48
"""Characters before a score in which the other end of a scale may stand."""
_FEWEST = 100_000
"""People below whom a bare number is no population."""
_FEW = 100
"""A number from which on it may be one of people, or of what the number before counted."""
_PEOPLE = frozenset({"student", "campus", "visa", "resident", "tourist", "refugee", "asylum", "born", "live"})
"""Topics of which people are counted by where they are from: "8,494 Turks"."""
_OF_VISAS = frozenset(
    {("topic", "refuse"), ("variant", "applied"), ("variant", "issued"), ("variant", "refused"), ("topic", "issue")}
)
"""Cues beside which a number of a text on visas counts people or what they apply for."""
_MEASURED = frozenset({"count", "t", "bbl", "m3", "TEU"})
_SMALL = frozenset({"place", "relation", "time"})
_FUNCTION = frozenset(
    {("phrase", "function"), ("phrase", "preposition"), ("context", "conjunction"), ("context", "converb")}
)
"""Words that count as nothing behind a number."""
_ALIKE = 100
"""A number that goes on from another is at most this many times larger or smaller."""

Span = tuple[int, int]


def find(
    found: Scan,
    text: str,
    cues: Iterable[Cue],
    taken: Iterable[Span],
    mentions: Iterable[Mention],
    visas: bool = False,
) -> Iterator[Quantity]:
    """The bare numbers of a sentence that speaks of an index, of a population or of people by where they are from.

    Args:
        found: the sentence, scanned.
        text: the sentence.
        cues: its cue words.
        taken: spans of quantities and periods already found.
        mentions: the areas it names.
        visas: the text has spoken of people by where they are from: of visas, of students.

    Yields:
        Quantities of the unit `score` beside an index, with decimals or a word for a score, of the unit `count` for a
        population, and for people and what they apply for: right before where they are from, or with nothing behind.
    """
    named = list(cues)
    indexes = [c for c in named if c.group == "topic" and c.name in {"lpi", "governance"}]
    people = [c for c in named if c.group == "topic" and c.name == "population"]
    counted = any(c.group == "topic" and c.name in _PEOPLE for c in named)
    counted = counted or (visas and any((c.group, c.name) in _OF_VISAS for c in named))
    if not indexes and not people and not counted and not visas:
        return
    scores = [c for c in named if c.group == "relation" and c.name == "score"]
    language = found.prior
    mentioned = mentions if counted or visas else ()
    origins = {m.start for m in mentioned}
    # "Wauzbeki 559": where a number stands behind what it counts.
    behind = "after" in wording.grammar(language).get("numbers", ())
    people_ends = {m.end for m in mentioned if behind and m.kind == "adjective"}
    small = {c.start for c in named if c.group in _SMALL or (c.group, c.name) in _FUNCTION}
    for draft, start, end in _untaken(found, taken):
        unit = _unit(found, draft.amount, start, indexes, people, scores)
        if unit == "score" and _ends_of_a_scale(text, start, end):
            continue
        told = counted and _behind_colon(found, draft) and draft.amount.value > 1
        many = not unit and (draft.amount.value >= _FEW or told) and not found.before(draft.start, "label")
        many = many and text.rfind("[", 0, start) <= text.rfind("]", 0, start)  # "students [99, 100]": of sources
        beside = not told and (end + 1 in origins or start - 1 in people_ends)
        if many and (beside or (counted and _free(found, draft.end, small, language))):
            unit = "count"
        if unit:
            yield _quantity(text, draft, start, end, unit, language)


def going_on(
    found: Scan,
    text: str,
    cues: Iterable[Cue],
    before: Quantity | None,
    told: Sequence[Quantity],
    taken: Iterable[Span],
) -> Iterator[Quantity]:
    """The bare numbers in thousands or more of a sentence behind which nothing is counted, in the unit told before.

    An amount has the currency that its own sentence names before it, "both ways, in dollars: 153.3 bn", where it does.

    Args:
        found: the sentence, scanned.
        text: the sentence.
        cues: its cue words.
        before: the last quantity of the sentences before that counts or measures something.
        told: its quantities.
        taken: spans of quantities and periods already found.
    """
    measured = [q for q in told if measures(q)]
    if not measured and before is None:
        return
    language = found.prior
    spans = list(taken)
    named = named_currencies(found, cues, spans)
    small = {c.start for c in cues if c.group in _SMALL or (c.group, c.name) in _FUNCTION}
    for draft, start, end in _untaken(found, spans):
        last = _in_currency(next((q for q in reversed(measured) if q.end <= start), None), before, named, start)
        if last is None or found.before(draft.start, "label") or not _free(found, draft.end, small, language):
            continue
        large = draft.amount.scaled or (last.unit == "count" and draft.amount.value >= _FEW)
        if large and _alike(float(draft.amount.value), last):
            yield _quantity(text, draft, start, end, last.unit, language)


def _in_currency(
    last: Quantity | None, before: Quantity | None, named: Sequence[tuple[int, str]], start: int
) -> Quantity | None:
    """What a number goes on from: in its sentence, else before it in the currency its sentence has named since."""
    if last is not None or before is None or before.unit not in MONEY:
        return last or before
    unit = next((code for end, code in reversed(named) if end <= start), before.unit)
    return replace(before, unit=unit)


def named_currencies(found: Scan, cues: Iterable[Cue], taken: Iterable[Span]) -> list[tuple[int, str]]:
    """The currencies a sentence says its amounts are in, outside of amounts, each with where its name ends, in order.

    "In dollars", "mn US dollars": not those it speaks of, "the dollar rose".
    """
    spans = list(taken)
    told = [(c.start, c.end, c.name) for c in cues if c.group == "variant" and c.name in MONEY]
    for i in range(1, len(found.tokens)):
        hit = found.at(i, "currency") if found.before(i, "scale") else None
        if hit is not None:
            end = found.tokens[i + hit.length - 1].end
            told.append((found.tokens[i].start, end, currency_meant(found, hit, i)))
    free = [(end, code) for start, end, code in told if not any(a < end and start < b for a, b in spans)]
    return sorted(free)


def measures(quantity: Quantity) -> bool:
    """Whether a number after it may be of its unit: it is an amount of money, or counts or measures something."""
    return quantity.unit in MONEY | _MEASURED


_BETWEEN = r"(?:\s?\([^()]{1,30}\))?\s?(?:[^\W\d]{1,6}|[-\u2010\u2013\u2014])\s?\+?"
_SCALE = re.compile(rf"(?<![\w.,])(?:[01]{_BETWEEN}(?:1|4|5|7|10|100)|(\d{{1,2}}[.,]\d){_BETWEEN}\1)(?![\d.,]*\d)")
"""Nought or one and the highest whole score with a word or a dash between, or one score with both signs.

"0 (worst) to 100", "von minus 2,5 bis 2,5".
"""


def _ends_of_a_scale(text: str, start: int, end: int) -> bool:
    """Whether a score stands beside another one with a word between, as the two ends of a scale do."""
    near = _SCALE.finditer(text, max(0, start - _BESIDE), end + _BESIDE)
    return any(one.start() <= start and end <= one.end() for one in near)


def _free(found: Scan, end: int, small: set[int], language: str) -> bool:
    """True where nothing is counted behind a number: its clause ends, or goes on with a verb or a small word."""
    if ends_clause(found, end):
        return True
    count = found.at(end, "number")
    if count is not None and found.at(end + count.length, "period_years") is not None:
        # "3.2 billion two years earlier"
        return True
    token = found.tokens[end]
    return token.start in small or (traits(language).nouns_capital and _is_verb(token, language))


def _behind_colon(found: Scan, draft: Draft) -> bool:
    """True for the number of a list that says what it counts: "asylum applications pending: 88, in 2023 91".

    Not for the "14:30" of a clock, and not for a number that only stands in order: "2. Paris".
    """
    at, end = draft.start, draft.end
    if at == 0 or found.tokens[at - 1].text != ":" or found.tokens[at].glued or not ends_clause(found, end):
        return False
    return end >= len(found.tokens) - 1 or found.tokens[end].text != "."


def _is_verb(token: Token, language: str) -> bool:
    """Whether a small word behind a number is no adjective, where nouns have a capital."""
    adjective = token.text.endswith(tuple(tables(language)["adjective_endings"]))
    return token.kind == "w" and token.text.islower() and not adjective


def _alike(value: float, last: Quantity) -> bool:
    size = last.value[-1] if isinstance(last.value, tuple) else last.value
    return 0 < value <= abs(size) * _ALIKE and abs(size) <= value * _ALIKE


def _untaken(found: Scan, taken: Iterable[Span]) -> Iterator[tuple[Draft, int, int]]:
    """The numbers that are no years and in no span, with the offsets of their first and behind their last character."""
    known = list(taken)
    at = 0
    while at < len(found.tokens):
        amount = read_amount(found, at) if found.tokens[at].kind == "n" or found.has(at, _FIRST) else None
        if amount is None:
            at += 1
            continue
        draft = hedged(found, Draft(amount.start, amount.end, amount, lang=amount.lang), 0, False)
        start, end = found.tokens[draft.start].start, found.tokens[draft.end - 1].end
        at = max(amount.end, at + 1)
        if not amount.year and not any(a < end and start < b for a, b in known):
            yield draft, start, end


def _unit(found: Scan, amount: Amount, start: int, indexes: list[Cue], people: list[Cue], scores: list[Cue]) -> str:
    """`count` for a population in thousands or millions, `score` next to a word for one, "" for any other number."""
    size = amount.value
    if people and amount.scaled and size >= _FEWEST and _near(people, start):
        return "count"
    ordinal = found.tokens[amount.end : amount.end + 1]
    cased = suffix_after_figure(found, amount.end) > amount.end
    if ordinal and ordinal[0].glued and ordinal[0].kind == "w" and not cased:
        return ""
    if indexes and not amount.scaled and 0 <= size <= _HIGHEST and _near(indexes, start):
        end = found.tokens[amount.end - 1].end
        beside = any(0 <= start - c.end <= _SCORED or 0 <= c.start - end <= 2 for c in scores)
        return "score" if beside or (size <= _FINEST and "." in amount.written) else ""
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
