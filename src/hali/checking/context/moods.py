"""Moods: whether a number is told as a fact, or as a goal, a forecast, a possibility; denied, asked, corrected.

A mood reaches as far as its clause, and on into clauses that have no verb of their own ("plans to bring exports to 5 bn
and imports to 3 bn"). The words stand in `[mood]` of `cues/*.toml`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from hali.checking import wording
from hali.checking.context.passage import Passage
from hali.checking.wording import Cue

Mood = Literal["", "goal", "forecast", "possibility", "denial", "question", "corrected"]

AHEAD: tuple[Mood, ...] = ("goal", "forecast", "possibility")
"""Moods of what has not happened, the more telling first."""

_BESIDE = 2
"""Words that may part a negation from the number it corrects ("not the 40 %")."""
_CORRECTING = 8
"""Words between a number that is corrected and the "but" after it."""
_QUOTES = " \t\n\"'\u00ab\u00bb\u201c\u201d\u201e\u2019)]"

Span = tuple[int, int]


def read(passage: Passage, start: int, end: int) -> Mood:
    """The mood of what stands at start..end of a sentence: of its quantity, its rank, its event.

    Args:
        passage: the sentence, with its language.
        start: where the number or the words begin in the sentence.
        end: where they end.

    Returns:
        "" for a plain statement. A number corrected by another ("not 40 but 28 %") is `corrected`, the other stands.
    """
    if _corrected(passage, start, end):
        return "corrected"
    parts = _clauses(passage)
    at = next((i for i, (low, high) in enumerate(parts) if low <= start < high), 0)
    if _untrue(passage, parts, at) or _negated(passage, parts[at], start, end):
        return "denial"
    if _asked(passage, start):
        return "question"
    own = _ahead(passage, parts[at], start, end)
    turns = passage.having("relation", "up", "down", low=parts[at][0], high=parts[at][1])
    if own or turns or _has(passage, parts[at], "asserted", "fact") or _bracketed(passage, parts[at]):
        return own
    return _carried(passage, parts, at)


def ahead(passage: Passage, low: int = 0, high: int | None = None) -> bool:
    """True where the words within low..high speak of what has not happened."""
    found = passage.named("mood", low, high)
    return bool(found & {*AHEAD, "condition"}) and "fact" not in found


_RIGHT_BEHIND = 8
"""Characters between "if" and a time ("if as early as 2021")."""


def _clauses(passage: Passage) -> list[Span]:
    """The sentence cut at its stops; each part begins with the stop before it ("if", "but" belong to what follows)."""
    cuts = sorted({0, *(a for a, _ in passage.stops), len(passage.text)})
    return [(low, high) for low, high in pairwise(cuts) if low < high] or [(0, len(passage.text))]


def _has(passage: Passage, span: Span, *names: str) -> bool:
    return bool(passage.having("mood", *names, low=span[0], high=span[1]))


def _ahead(passage: Passage, span: Span, start: int, end: int) -> Mood:
    """The mood of a clause's own words.

    A word behind the number is the number's own where no other verb has told it before ("was 5 bn, to be doubled").
    """
    if _has(passage, span, "fact"):
        return ""
    told = _has(passage, (span[0], start), "asserted") and not _verb_last(passage)
    others = [q.start for q in passage.quantities if q.start > end]
    found = {
        cue.name
        for cue in passage.having("mood", *AHEAD, "condition", low=span[0], high=span[1])
        if cue.end <= start or not (told and any(cue.end <= other for other in others))
    }
    if "condition" in found and not _of_the_past(passage, span):
        found.add("possibility")
    return next((mood for mood in AHEAD if mood in found), "")


def _of_the_past(passage: Passage, span: Span) -> bool:
    """True for "if in 2021 it was 5 bn, then ...": an if right before a time that was over only compares."""
    day = passage.published
    return day is not None and any(
        0 <= period.start_char - cue.end <= _RIGHT_BEHIND and "" < period.period.end <= day.isoformat()
        for cue in passage.having("mood", "condition", low=span[0], high=span[1])
        for period in passage.periods
    )


def _carried(passage: Passage, parts: list[Span], at: int) -> Mood:
    """The mood of the clause that a clause without a verb goes on from; where the verb stands last, of the next one."""
    for span, after in zip(reversed(parts[:at]), reversed(parts[1 : at + 1]), strict=True):
        if passage.text[after[0]] == ";":
            break
        mood = _ahead(passage, span, span[1], span[1])
        if mood and not _has(passage, span, "condition"):
            return mood
        aside = any(c.start - span[0] <= len(", ") for c in passage.having("mood", "relative", low=span[0]))
        if _has(passage, span, "asserted") and not (aside or _bracketed(passage, span)):
            break
    if _verb_last(passage):
        for span in parts[at + 1 :]:
            if passage.text[span[0]] == ";":
                break
            mood = _ahead(passage, span, span[0], span[0])
            if mood or _has(passage, span, "asserted"):
                return mood
    return ""


def _verb_last(passage: Passage) -> bool:
    return "last" in wording.grammar(passage.language).get("verb", ())


def _bracketed(passage: Passage, span: Span) -> bool:
    """True for a part in brackets: it tells of its own."""
    return passage.text[span[0]] in "(["


def _untrue(passage: Passage, parts: list[Span], at: int) -> bool:
    """True where the sentence calls the clause untrue ("it is not true that ...").

    What an adversative brings after that stands: "It is not true that it was 40 %, it was 28 %" is cut at its "but".
    """
    for cue in passage.having("mood", "untrue"):
        low, high = sorted((cue.start, parts[at][0]))
        turns = passage.having("mood", "instead", low=low, high=max(high, parts[at][0] + 1, parts[at][1]))
        turns = tuple(t for t in turns if low < t.start <= parts[at][0] + 2)
        if cue.start >= parts[at][0] or not turns:
            return True
    return False


def _negated(passage: Passage, span: Span, start: int, end: int) -> bool:
    """True for "did not reach 5 bn"; in some languages the negation stands behind the number."""
    sides = _negation(passage)
    turns = passage.having("mood", "instead", low=span[0], high=start)
    for cue in passage.having("mood", "negated", low=span[0], high=span[1]):
        if "before" in sides and cue.end <= start and not any(cue.end <= t.start for t in turns):
            return True
        if "after" in sides and cue.start >= end:
            return True
    return False


def _negation(passage: Passage) -> tuple[str, ...]:
    """On which side of a number its negation may stand."""
    return wording.grammar(passage.language).get("negation", ())


def _asked(passage: Passage, start: int) -> bool:
    if passage.text.rstrip(_QUOTES).endswith(("?", "\u061f", "\uff1f")):
        return True
    return any(cue.end <= start for cue in passage.having("mood", "question"))


def _corrected(passage: Passage, start: int, end: int) -> bool:
    """True for the 40 of "not 40 but 28 %", "28 %, not 40 %"."""
    words = passage.words
    first = next((i for i, w in enumerate(words) if w.end > start), len(words))
    after = next((i for i, w in enumerate(words) if w.start >= end), len(words))
    numbers = [q for q in passage.quantities if not (q.start <= start < q.end)]
    for cue in passage.having("mood", "negated"):
        if "before" not in _negation(passage):
            if cue.first == cue.last == after:
                return any(q.start > cue.end for q in numbers)
            continue
        if not cue.last < first <= cue.last + 1 + _BESIDE:
            continue
        if any(0 <= t.first - after < _CORRECTING for t in _turns(passage, end)):
            return True
        low = max((q.end for q in numbers if q.end <= cue.start), default=-1)
        if low >= 0 and sum(1 for w in words if low <= w.start < cue.start) <= _BESIDE:
            return True
    return False


def _turns(passage: Passage, end: int) -> list[Cue]:
    """The "but" before each later number."""
    return [t for t in passage.having("mood", "instead", low=end) if any(q.start >= t.end for q in passage.quantities)]
