"""Words that give a place: "sixth-largest", "Rang 25", "top ten", by the spelling of CLDR."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from hali.checking import wording
from hali.checking.context.passage import Passage
from hali.languages import CODES, ordinals

_GROUPS = {"top3": 3, "top5": 5, "top10": 10, "top20": 20}
"""Words for the first few: the top five."""
_MOST_WORDS = 4
_LAST = 250
"""There are not more partners than that; a larger number counts something else."""


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of the sentence with the words it takes; `ordinal` for "fifth", "5th", "wa tano"."""

    first: int
    last: int
    value: int
    ordinal: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that give a place: kind `size`, `place`, `bare` (an ordinal alone) or `top`, and the words they take."""

    kind: str
    first: int
    last: int
    rank: tuple[int, int]


def places_in(passage: Passage) -> list[Mark]:
    """The words of a sentence that give a place, in order; of overlapping ones the longest."""
    numbers = _numbers(passage)
    found = [*_sized(passage, numbers), *_placed(passage, numbers), *_topped(passage, numbers)]
    found += [Mark("bare", n.first, n.last, (n.value, n.value)) for n in numbers if n.ordinal]
    found.sort(key=lambda m: (-(m.last - m.first), m.kind == "bare", m.first))
    kept: list[Mark] = []
    for mark in found:
        if not any(mark.first <= other.last and other.first <= mark.last for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda m: m.first)


def _sized(passage: Passage, numbers: Sequence[_Number]) -> Iterator[Mark]:
    """Places by size: "sixth-largest", "ten largest", "largest"."""
    cues = passage.having("rank", "superlative")
    for cue in cues:
        joined = [n for n in numbers if n.last == cue.first == n.first]
        before = next((n for n in numbers if n.last == cue.first - 1), None)
        after = next((n for n in numbers if n.first == cue.last + 1), None)
        if joined:
            yield Mark("size", cue.first, cue.last, (joined[0].value, joined[0].value))
        elif before is not None and before.ordinal:
            yield Mark("size", before.first, cue.last, (before.value, before.value))
        elif after is not None and after.ordinal and _follows(passage):
            yield Mark("size", cue.first, after.last, (after.value, after.value))
        elif before is not None and before.value > 1:
            yield Mark("top", before.first, cue.last, (1, before.value))
        elif after is not None and after.value > 1 and not after.ordinal:
            yield Mark("top", cue.first, after.last, (1, after.value))
        else:
            yield Mark("size", cue.first, cue.last, (1, 1))
    for one, other in pairwise(numbers):
        # "cinq premiers", "first five"
        count, first = (one, other) if other.ordinal else (other, one)
        if one.last + 1 == other.first and first.ordinal and first.value == 1 and not count.ordinal and count.value > 1:
            yield Mark("top", one.first, other.last, (1, count.value))
    for cue in passage.having("rank", "by_size"):
        for number in numbers:
            if number.ordinal and (0 <= cue.first - number.last - 1 <= 1 or 0 <= number.first - cue.last - 1 <= 1):
                value = number.value
                yield Mark("size", min(cue.first, number.first), max(cue.last, number.last), (value, value))


def _follows(passage: Passage) -> bool:
    """True where a number stands behind what it counts."""
    return "after" in wording.grammar(passage.language).get("numbers", ())


def _placed(passage: Passage, numbers: Sequence[_Number]) -> Iterator[Mark]:
    """Places by a word for place: "fifth place", "Rang 25", "ranks seventh", "nafasi ya saba"."""
    for cue in passage.having("rank", "placed"):
        near = [n for n in numbers if 0 <= cue.first - n.last - 1 <= (1 if n.ordinal else 0)]
        if not wording.postposes(passage.language):
            near += [n for n in numbers if 0 <= n.first - cue.last - 1 <= (2 if n.ordinal else 0)]
        number = min(near, key=lambda n: (not n.ordinal, max(cue.first - n.last, n.first - cue.last)), default=None)
        if number is not None:
            value = number.value
            yield Mark("place", min(cue.first, number.first), max(cue.last, number.last), (value, value))


def _topped(passage: Passage, numbers: Sequence[_Number]) -> Iterator[Mark]:
    """The first few: "top 10", "in the five"."""
    for cue in passage.having("rank", "top"):
        number = next((n for n in numbers if n.first == cue.last + 1 and not n.ordinal and n.value > 1), None)
        if number is not None:
            yield Mark("top", cue.first, number.last, (1, number.value))
    for cue in passage.having("rank", *_GROUPS):
        # "the first ten", in one word
        lead = [n.first for n in numbers if n.ordinal and n.value == 1 and n.last == cue.first - 1]
        yield Mark("top", min([cue.first, *lead]), cue.last, (1, _GROUPS[cue.name]))


def _numbers(passage: Passage) -> list[_Number]:
    """The ordinals and small numbers of a sentence; those of a period ("the first half") are none."""
    words, language = passage.words, passage.language
    spelled, links, tails = _forms(language), ordinals.links(language), ordinals.endings(language)
    periods = [(p.start_char, p.end_char) for p in passage.periods]
    found: list[_Number] = []
    at = 0
    while at < len(words):
        number = _figure(passage, at, tails) or _spelled(passage, at, spelled) or _joined(passage, at)
        if number is None or any(low <= words[at].start < high for low, high in periods):
            at += 1
            continue
        linked = number.first > 0 and words[number.first - 1].form in links
        if linked:
            number = _Number(number.first - 1, number.last, number.value, ordinal=True)
        found.append(number)
        at = number.last + 1
    return found


@cache
def _forms(language: str) -> Mapping[tuple[str, ...], tuple[int, bool]]:
    """Number words as they are cut in texts -> value, and whether they are ordinals."""
    pairs = [*((form, value, False) for form, value in ordinals.cardinals(language).items())]
    pairs += [(form, value, True) for form, value in ordinals.ordinals(language).items()]
    return {tuple(w.form for w in wording.words(form)): (value, ordinal) for form, value, ordinal in pairs}


def _spelled(passage: Passage, at: int, spelled: Mapping[tuple[str, ...], tuple[int, bool]]) -> _Number | None:
    words = passage.words
    for length in range(min(_MOST_WORDS, len(words) - at), 0, -1):
        known = spelled.get(tuple(w.form for w in words[at : at + length]))
        if known is not None:
            return _Number(at, at + length - 1, *known)
    return None


def _figure(passage: Passage, at: int, tails: Sequence[str]) -> _Number | None:
    """Figures with an ordinal's ending ("7th", "3."), or alone."""
    word = passage.words[at]
    digits = word.form.rstrip("".join(tails)) if not word.form.isdigit() else word.form
    if not digits.isdigit() or not digits.isascii() or not 0 < int(digits) <= _LAST:
        return None
    tail = word.form[len(digits) :]
    if tail:
        return _Number(at, at, int(digits), ordinal=True) if tail in tails else None
    following = passage.words[at + 1] if at + 1 < len(passage.words) else None
    if following is not None and following.start - word.end == 1 and following.form in tails:
        return _Number(at, at + 1, int(digits), ordinal=True)
    dotted = "." in tails and following is not None and passage.text[word.end : word.end + 2] in {". ", ".-"}
    return _Number(at, at, int(digits), ordinal=dotted)


def _joined(passage: Passage, at: int) -> _Number | None:
    """An ordinal and a superlative in one word, as in German."""
    form = passage.words[at].form
    for stem in _superlatives(passage.language):
        lead, found, _ = form.partition(stem)
        if lead and found and (value := _stems(passage.language).get(lead)):
            return _Number(at, at, value, ordinal=True)
    return None


@cache
def _superlatives(language: str) -> tuple[str, ...]:
    if language not in CODES:
        return ()
    entries = wording.table(language)["rank"]["superlative"]
    return tuple(wording.fold(entry.strip("*")) for entry in entries if entry.startswith("*"))


@cache
def _stems(language: str) -> Mapping[str, int]:
    """Ordinals without their ending."""
    return {wording.fold(form[:-1]): value for form, value in ordinals.ordinals(language).items()}
