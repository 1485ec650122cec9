"""Changed: whether a percentage or an amount says by how much something changed, not what it came to."""

from __future__ import annotations

import regex

from hali.checking import wording
from hali.checking.context import cases
from hali.checking.context.beside import Beside
from hali.checking.context.coded import Coded, in_order
from hali.checking.context.passage import Passage
from hali.checking.context.rules import unit_class
from hali.checking.wording import Cue
from hali.languages import traits
from hali.languages.morphology import ending

_SIGNED = regex.compile(r"(?<![\d\u2013-])[+\u2212]\s?\d|\+\s?$|^\+")
_OPENING, _SHORT = 2, 5
"""Words within which a sentence names its subject, and words that may part the subject from the number."""
_MORE_BY = regex.compile(rf"(?:{wording.one_of('more_by')})\b")


def _signed(beside: Beside) -> bool | None:
    """True for "+9 %", "by 9 % more"."""
    quantity = beside.quantity
    written = beside.passage.text[max(0, quantity.start - 2) : quantity.end]
    return True if _SIGNED.search(written) or _MORE_BY.match(quantity.text) else None


def _subject(beside: Beside) -> bool | None:
    """True where the sentence, or what follows a stop, opens with the change: "growth came to 12 %"."""
    passage, first = beside.passage, beside.edges[0]
    to = next((c.first for c in passage.having("relation", "to") if c.last == first - 1), None)
    # "Brazil rose to 9 %", "it rose from 3 to 9 %": what rises right to a number, or from another, comes to it.
    last = passage.quantities[beside.at - 1].end if beside.at else 0
    told = (c for c in beside.inside if c.last + 1 != to and c.start >= last)
    return True if any(c.last < first <= c.last + _SHORT and _opens(passage, c) for c in told) else None


def _opens(passage: Passage, cue: Cue) -> bool:
    """True for a word with which the sentence begins, or what follows a stop: "goods for 8 bn, growth was 12 %".

    Behind a stop "down from a third" is what it was before.
    """
    left = any(c.first == cue.last + 1 for c in passage.having("relation", "from"))
    return cue.first < _OPENING or (not left and any(0 <= cue.start - b <= 1 for _, b in passage.stops))


def _grown(beside: Beside) -> bool | None:
    """True for "the rise in exports came to 5 %", where cases say all."""
    grown = beside.passage.having("relation", "growth", low=beside.zone[0], high=beside.quantity.start)
    return True if grown and traits(beside.passage.language).cases_decide else None


def _reached(beside: Beside) -> bool | None:
    """False for "to 40 %": the number is what was come to."""
    passage, quantity, following = beside.passage, beside.quantity, beside.following
    if traits(passage.language).cases_decide:
        if cases.side(quantity.text, passage.language) == "to":
            return False
        # Without the dative what rises or falls does so by as much.
        turns = {c.first for c in following if c.name in {"up", "down"}}
        following = [c for c in following if c.first not in turns]
    after = beside.edges[1]
    if wording.postposes(passage.language) and any(c.name == "to" and c.first - after <= 1 for c in following):
        return False
    until = any(word in quantity.text for word in wording.said("until"))
    # Where verbs stand behind, what was reached is the number before: "reached 153 million, by 9 % rose" (kk).
    to = "to" in beside.markers and "by" not in beside.markers and not wording.postposes(passage.language)
    return False if until or to else None


def _left(beside: Beside) -> bool | None:
    """False for the 19 % of "it was 19 %, down from 28 %"."""
    return False if fallen_from(beside.passage, beside.at) else None


def _by(beside: Beside) -> bool | None:
    """True for "by 9 %" where something rises or falls."""
    if "by" not in beside.markers:
        return None
    return True if beside.inside or (not beside.share and _moved_elsewhere(beside)) else None


def _right_behind(beside: Beside) -> bool | None:
    """True for "9 % up", "a 9 % increase"."""
    return True if any(c.first == beside.edges[1] for c in beside.turn) else None


def _compared(beside: Beside) -> bool | None:
    """True for "9 % more than a year before"."""
    return True if beside.compared else None


def _rise_of(beside: Beside) -> bool | None:
    """True for "a rise of 9 %", "rose 9 %"."""
    first = beside.edges[0]
    of = [c.first for c in beside.passage.having("place", "of") if c.last == first - 1]
    right = any(c.last + 1 in {first, *of} for c in beside.moves)
    return True if right and not beside.owned else None


def _dative(beside: Beside) -> bool | None:
    """True for a dative beside a rise or fall, where postpositions stand for "to"."""
    language = beside.passage.language
    if not (wording.postposes(language) and beside.quantity.text.endswith(ending("plain_dative"))):
        return None
    return True if beside.turn or (beside.moves and not beside.share) else None


def _possessive(beside: Beside) -> bool | None:
    """False for a part with a possessive, in the same languages."""
    own = beside.quantity.text.endswith(ending("possessive"))
    return False if wording.postposes(beside.passage.language) and own else None


def _part(beside: Beside) -> bool | None:
    """False for "9 % of the exports", or where a share is spoken of."""
    return False if beside.owned or beside.share else None


def _near(beside: Beside) -> bool | None:
    """True for a percentage in whose clause something rises or falls, or an amount that is followed by it."""
    low, high = beside.clause
    near = any(low <= c.start and c.end <= high for c in beside.moves)
    return True if beside.turn or (beside.quantity.unit == "percent" and near) else None


RULES: tuple[Coded[Beside, bool], ...] = in_order(
    Coded("change:signed", 1, _signed),
    Coded("change:subject", 2, _subject),
    Coded("change:grown", 3, _grown),
    Coded("change:reached", 4, _reached),
    Coded("change:left", 5, _left),
    Coded("change:by", 6, _by),
    Coded("change:right_behind", 7, _right_behind),
    Coded("change:compared", 8, _compared),
    # 9 is an echo of the number before: `relations`
    Coded("change:rise_of", 10, _rise_of),
    Coded("change:dative", 11, _dative),
    Coded("change:possessive", 12, _possessive),
    Coded("change:part", 13, _part),
    Coded("change:near", 14, _near),
)
"""The rules of changes."""


def fallen_from(passage: Passage, at: int) -> bool:
    """True for the 19 % of "it was 19 %, down from 28 %": behind it stands what it rose or fell from."""
    if not 0 <= at < len(passage.quantities) - 1:
        return False
    now, after = passage.quantities[at], passage.quantities[at + 1]
    turns = passage.having("relation", "up", "down", low=now.end, high=after.start)
    # "After a jump of 26 %": what may as well be "of" says nothing.
    of = {c.last for c in passage.having("place", "of")}
    since = [c for c in passage.having("relation", "from", low=now.end, high=after.start) if c.last not in of]
    parted = any(now.end <= a < turns[0].start for a, _ in passage.stops) if turns else False
    beside = any(c.first == turn.last + 1 and after.start - c.end <= 2 for turn in turns for c in since)
    return now.unit == after.unit and parted and beside


def _moved_elsewhere(beside: Beside) -> bool:
    """Whether a word for a rise or fall outside its part of the sentence is the number's.

    It is none of those that stand right behind another number ("goods for 8 bn, by 5 % more"), and stands before the
    number but where verbs come last. What is sold for so much has not risen by it.
    """
    passage, (first, after) = beside.passage, beside.edges
    own = [c for c in beside.moves if c.first == after or c.first not in passage.behind_numbers]
    if unit_class(beside.quantity.unit) == "money":
        sold = any(c.last == first - 2 for c in passage.having("topic", "goods"))
        own = [] if sold else own
    late = "last" in wording.grammar(passage.language).get("participle", ())
    return any(late or c.start < beside.quantity.start for c in own)
