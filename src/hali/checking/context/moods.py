"""Moods: whether a number is told as a fact, or as a goal, a forecast, a possibility; denied, asked, corrected.

A mood reaches as far as its clause, and on into clauses that have no verb of their own ("plans to bring exports to 5 bn
and imports to 3 bn"). The words stand in `[mood]` of `cues/*.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from hali.checking import wording
from hali.checking.context import coded
from hali.checking.context.coded import Coded, in_order
from hali.checking.context.passage import Passage
from hali.checking.wording import Cue
from hali.model.claim import Mood

AHEAD: tuple[Mood, ...] = ("goal", "forecast", "possibility")
"""Moods of what has not happened, the more telling first."""

_BESIDE = 2
"""Words that may part a negation from the number it corrects ("not the 40 %")."""
_CORRECTING = 8
"""Words between a number that is corrected and the "but" after it."""
_QUOTES = " \t\n\"'\u00ab\u00bb\u201c\u201d\u201e\u2019)]"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """A number, a rank or an event whose mood is asked.

    Attributes:
        passage: its sentence.
        start, end: its words there.
        parts: clauses of the sentence.
        at: index of its own among them.
    """

    passage: Passage
    start: int
    end: int
    parts: tuple[Span, ...]
    at: int

    @property
    def clause(self) -> Span:
        """Its own clause."""
        return self.parts[self.at]


def read(passage: Passage, start: int, end: int) -> tuple[Mood, str]:
    """The mood of what stands at start..end of a sentence, of its quantity, its rank, its event; and the rule.

    Args:
        passage: the sentence, with its language.
        start: where the number or the words begin in the sentence.
        end: where they end.

    Returns:
        Mood and id of the rule that decides; "" and "" for a plain statement. A number corrected by another ("not 40
        but 28 %") is `corrected`, the other stands.
    """
    parts = _clauses(passage)
    at = next((i for i, (low, high) in enumerate(parts) if low <= start < high), 0)
    return coded.decided(RULES, Told(passage, start, end, parts, at), "")


def ahead(passage: Passage, low: int = 0, high: int | None = None) -> bool:
    """True where the words within low..high speak of what has not happened."""
    found = passage.named("mood", low, high)
    return bool(found & {*AHEAD, "condition"}) and "fact" not in found


_RIGHT_BEHIND = 8
"""Characters between "if" and a time ("if as early as 2021")."""


def _clauses(passage: Passage) -> tuple[Span, ...]:
    """The sentence cut at its stops; each part begins with the stop before it ("if", "but" belong to what follows)."""
    cuts = sorted({0, *(a for a, _ in passage.stops), len(passage.text)})
    return tuple((low, high) for low, high in pairwise(cuts) if low < high) or ((0, len(passage.text)),)


def _has(passage: Passage, span: Span, *names: str) -> bool:
    return bool(passage.having("mood", *names, low=span[0], high=span[1]))


def _in_words(passage: Passage, span: Span, start: int, end: int) -> Mood:
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


def _own_words(told: Told) -> Mood | None:
    """Goal, forecast or possibility, where its own clause says so: "they want to raise it to 10 bn"."""
    return _in_words(told.passage, told.clause, told.start, told.end) or None


def _told(told: Told) -> Mood | None:
    """A fact, where its own clause has a verb that tells or a bracket that tells of its own."""
    passage, span = told.passage, told.clause
    turns = passage.having("relation", "up", "down", low=span[0], high=span[1])
    return "" if turns or _has(passage, span, "asserted", "fact") or _bracketed(passage, span) else None


def _carried(told: Told) -> Mood | None:
    """The mood of the clause that a clause without a verb goes on from."""
    passage, parts = told.passage, told.parts
    for span, after in zip(reversed(parts[: told.at]), reversed(parts[1 : told.at + 1]), strict=True):
        if passage.text[after[0]] == ";":
            break
        mood = _in_words(passage, span, span[1], span[1])
        if mood and not _has(passage, span, "condition"):
            return mood
        aside = any(c.start - span[0] <= len(", ") for c in passage.having("mood", "relative", low=span[0]))
        if _has(passage, span, "asserted") and not (aside or _bracketed(passage, span)):
            break
    return None


def _verb_behind(told: Told) -> Mood | None:
    """The mood of the next clause with a verb, where verbs stand last."""
    passage = told.passage
    if not _verb_last(passage):
        return None
    for span in told.parts[told.at + 1 :]:
        if passage.text[span[0]] == ";":
            break
        mood = _in_words(passage, span, span[0], span[0])
        if mood or _has(passage, span, "asserted"):
            return mood
    return None


def _verb_last(passage: Passage) -> bool:
    return "last" in wording.grammar(passage.language).get("verb", ())


def _bracketed(passage: Passage, span: Span) -> bool:
    """True for a part in brackets: it tells of its own."""
    return passage.text[span[0]] in "(["


def _untrue(told: Told) -> Mood | None:
    """A denial, where the sentence calls the clause untrue ("it is not true that ...").

    What an adversative brings after that stands: "It is not true that it was 40 %, it was 28 %" is cut at its "but".
    """
    passage, (begin, end) = told.passage, told.clause
    for cue in passage.having("mood", "untrue"):
        low, high = sorted((cue.start, begin))
        turns = passage.having("mood", "instead", low=low, high=max(high, begin + 1, end))
        turns = tuple(t for t in turns if low < t.start <= begin + 2)
        if cue.start >= begin or not turns:
            return "denial"
    return None


def _negated(told: Told) -> Mood | None:
    """A denial in "did not reach 5 bn"; in some languages the negation stands behind the number."""
    passage, span, start, end = told.passage, told.clause, told.start, told.end
    sides = _negation(passage)
    turns = passage.having("mood", "instead", low=span[0], high=start)
    for cue in passage.having("mood", "negated", low=span[0], high=span[1]):
        if "before" in sides and cue.end <= start and not any(cue.end <= t.start for t in turns):
            return "denial"
        if "after" in sides and cue.start >= end:
            return "denial"
    return None


def _negation(passage: Passage) -> tuple[str, ...]:
    """On which side of a number its negation may stand."""
    return wording.grammar(passage.language).get("negation", ())


def _asked(told: Told) -> Mood | None:
    """A question, by its sign or by a word before the number."""
    ends = told.passage.text.rstrip(_QUOTES).endswith(("?", "\u061f", "\uff1f"))
    words = told.passage.having("mood", "question")
    return "question" if ends or any(cue.end <= told.start for cue in words) else None


def _corrected(told: Told) -> Mood | None:
    """The 40 of "not 40 but 28 %", "28 %, not 40 %"."""
    passage, start, end = told.passage, told.start, told.end
    words = passage.words
    first = next((i for i, w in enumerate(words) if w.end > start), len(words))
    after = next((i for i, w in enumerate(words) if w.start >= end), len(words))
    numbers = [q for q in passage.quantities if not (q.start <= start < q.end)]
    for cue in passage.having("mood", "negated"):
        if "before" not in _negation(passage):
            if cue.first == cue.last == after:
                return "corrected" if any(q.start > cue.end for q in numbers) else None
            continue
        if not cue.last < first <= cue.last + 1 + _BESIDE:
            continue
        if any(0 <= t.first - after < _CORRECTING for t in _turns(passage, end)):
            return "corrected"
        low = max((q.end for q in numbers if q.end <= cue.start), default=-1)
        if low >= 0 and sum(1 for w in words if low <= w.start < cue.start) <= _BESIDE:
            return "corrected"
    return None


def _turns(passage: Passage, end: int) -> list[Cue]:
    """The "but" before each later number."""
    return [t for t in passage.having("mood", "instead", low=end) if any(q.start >= t.end for q in passage.quantities)]


RULES: tuple[Coded[Told, Mood], ...] = in_order(
    Coded("mood:corrected", 1, _corrected),
    Coded("mood:untrue", 2, _untrue),
    Coded("mood:negated", 3, _negated),
    Coded("mood:asked", 4, _asked),
    Coded("mood:own_words", 5, _own_words),
    Coded("mood:told", 6, _told),
    Coded("mood:carried", 7, _carried),
    Coded("mood:verb_behind", 8, _verb_behind),
)
"""The rules of moods."""
