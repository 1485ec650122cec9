"""Relations: whether a number is a level, a share, a change, a difference or a ratio, by the words next to it."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from hali.checking import wording
from hali.checking.context import cases, ends, series
from hali.checking.context.comparing import (
    below_zero,
    compared,
    is_of_another,
    marker,
    of_a_level,
    than_before,
    unit_class,
    words_between,
)
from hali.checking.context.passage import Passage, bracket
from hali.checking.wording import Cue
from hali.languages import traits
from hali.languages.morphology import ending
from hali.model.claim import Quantity, Relation

_SIGNED = regex.compile(r"(?<![\d\u2013-])[+\u2212]\s?\d|\+\s?$|^\+")
_OPENING, _SHORT = 2, 4
"""Words within which a sentence names its subject, and words that may part the subject from the number."""
_SIGNS = {"up": 1, "surplus": 1, "than": 1, "down": -1, "shortfall": -1, "less_than": -1}
_ECHO = 12
"""Characters between the two ways of saying one change."""
_MORE_BY = regex.compile(rf"(?:{wording.one_of('more_by')})\b")


def relation(passage: Passage, at: int) -> Relation:
    """How the number relates to its measure: level, share, change, difference or ratio."""
    quantity = passage.quantities[at]
    kind = unit_class(quantity.unit)
    if quantity.unit == "pp":
        return "difference"
    if quantity.unit == "times":
        return "change" if _moves(passage, quantity, at) else "ratio"
    if kind == "percent" and is_of_another(passage, quantity):
        return "ratio"
    if kind == "percent" and below_zero(quantity):
        return "change"
    if kind == "percent" and ends.side_of_change(passage, at) == "from":
        # "From 10 % to 12 %", "to 12 % from 10 %": where it began is of the kind of what it came to.
        behind = at + 1 < len(passage.quantities) and ends.side_of_change(passage, at + 1) == "to"
        return relation(passage, at + 1 if behind else at - 1)
    if kind == "percent" and _fallen_from(passage, at - 1):
        return relation(passage, at - 1)
    if kind == "percent":
        first = series.row(passage, at)[0]
        return "change" if _changed_by(passage, passage.quantities[first], first) else "share"
    if _more_than(passage, quantity) or _said_twice(passage, at):
        return "difference"
    if kind == "money" and _apart(passage, at):
        return "difference"
    if kind == "money" and _as_the_bracket_before(passage, at):
        return "difference"
    if _rises_by(passage, quantity):
        return "difference"
    by = kind == "money" and marker(passage, quantity, "by") and not of_a_level(passage, quantity)
    if by and _changed_by(passage, quantity, at):
        return "difference"
    return "level"


def sign(passage: Passage, at: int, how: Relation, measure: str) -> int:
    """-1 where the words say that it fell, or a deficit; +1 where they say the opposite; 0 where they say neither."""
    quantity = passage.quantities[at]
    low, high = passage.zone(at)
    if measure == "trade_balance":
        turns = passage.having("relation", "surplus", "shortfall", low=low, high=high)
    elif how == "change":
        if told := compared(passage, quantity):
            return _SIGNS[told]
        turns = passage.having("relation", "up", "down", low=low, high=max(high, quantity.end))
        if quantity.unit == "times":
            inner = wording.scan(wording.words(quantity.text), passage.language)
            turns += tuple(c for c in inner if c.group == "relation" and c.name in {"up", "down"})
    else:
        return 0
    if not turns and at and how == "change":
        return sign(passage, at - 1, how, measure) if series.row(passage, at)[0] < at else 0
    names = {c.name for c in turns}
    if len(names) > 1:
        nearest = min(turns, key=lambda c: max(c.start - quantity.end, quantity.start - c.end, 0))
        names = {nearest.name}
    return _SIGNS[names.pop()] if names else 0


def _more_than(passage: Passage, quantity: Quantity) -> bool:
    """True for "2 bn euros more than in 2020": a difference, whatever it is of."""
    return quantity.unit not in {"times", "share"} and bool(compared(passage, quantity))


def _said_twice(passage: Passage, at: int) -> bool:
    """True for the first way of saying one change: "100 million or 39 % more than in 2020"."""
    if at + 1 == len(passage.quantities):
        return False
    now, after = passage.quantities[at], passage.quantities[at + 1]
    near = after.start - now.end <= _ECHO
    near = near and bool(passage.having("relation", "alternative", low=now.end, high=after.start))
    return near and after.unit == "percent" and now.unit != "percent" and bool(compared(passage, after))


def _as_the_bracket_before(passage: Passage, at: int) -> bool:
    """True in "40 % to Italy (a rise of 2 bn), 30 % to Spain (1 bn)": what the first bracket adds, the others add."""
    quantity = passage.quantities[at]
    for before in reversed(range(at)):
        one = passage.quantities[before]
        if unit_class(one.unit) != "money":
            continue
        first, second = (bracket(passage.text, q.start) for q in (one, quantity))
        apart = first is not None and second is not None and first != second
        return apart and relation(passage, before) == "difference"
    return False


def _moves(passage: Passage, quantity: Quantity, at: int) -> bool:
    """True for a factor of change: "doubled", "grew threefold", "twice as much as in 2020"; not "twice its imports"."""
    inner = wording.scan(wording.words(quantity.text), passage.language)
    if any(c.group == "relation" and c.name in {"up", "down"} for c in inner):
        return True
    zone = passage.zone(at)
    if _beside_another(passage, quantity):
        return False
    alike = {(c.start, c.end) for c in passage.having("relation", "comparative")}
    turns = passage.having("relation", "up", "down", low=zone[0], high=max(zone[1], quantity.end))
    return any((c.start, c.end) not in alike for c in turns) or than_before(passage, quantity, zone)


def _rises_by(passage: Passage, quantity: Quantity) -> bool:
    """True for an amount without the dative right before a verb of change: it is by how much, where cases say all."""
    dative = ending("plain_dative", passage.language)
    if not traits(passage.language).cases_decide or quantity.text.endswith(dative):
        return False
    _, after = words_between(passage, quantity)
    return any(c.first == after for c in passage.having("relation", "up", "down"))


def _beside_another(passage: Passage, quantity: Quantity) -> bool:
    """True where a flow that the case compares with stands right before: "than its imports 40 times more" (tr)."""
    if not traits(passage.language).cases_decide:
        return False
    first, _ = words_between(passage, quantity)
    flows = passage.having("topic", "trade", "export", "import", "fdi", "gdp")
    ablative = ending("ablative", passage.language)
    return any(c.last == first - 1 and passage.words[c.last].form.endswith(ablative) for c in flows)


def _fallen_from(passage: Passage, at: int) -> bool:
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


def _apart(passage: Passage, at: int) -> bool:
    """True for so much by which one thing exceeds another or lags behind it."""
    quantity = passage.quantities[at]
    if marker(passage, quantity, "apart"):
        return True
    low = passage.quantities[at - 1].end if at else 0
    clause = passage.clause(quantity.start, quantity.end)
    return marker(passage, quantity, "by") and bool(
        passage.having("relation", "apart", low=min(low, clause[0]), high=clause[1])
    )


def _changed_by(passage: Passage, quantity: Quantity, at: int) -> bool:
    """True where the quantity says by how much something changed, not what it came to."""
    if _SIGNED.search(passage.text[max(0, quantity.start - 2) : quantity.end]) or _MORE_BY.match(quantity.text):
        return True
    first, after = words_between(passage, quantity)
    zone = passage.zone(at)
    moves = passage.having("relation", "up", "down")
    here = [c for c in moves if zone[0] <= c.start and c.end <= max(zone[1], quantity.end)]
    # "Goods for 8 bn, 5 % more than in 2020": what stands behind the next number is that number's.
    until = passage.quantities[at + 1].start if at + 1 < len(passage.quantities) else len(passage.text)
    following = [c for c in passage.having("relation", high=max(until, quantity.end)) if 0 <= c.first - after <= 3]
    turn = [c for c in following if c.name in {"up", "down"}]
    to = next((c.first for c in passage.having("relation", "to") if c.last == first - 1), None)
    # "Brazil rose to 9 %": what rises right to a number comes to it.
    told = [c for c in here if c.last + 1 != to]
    if any(c.last < first <= c.last + _SHORT and c.first < _OPENING and c.name in {"up", "down"} for c in told):
        # Such as "growth came to 12 %".
        return True
    grown = passage.having("relation", "growth", low=zone[0], high=quantity.start)
    if grown and traits(passage.language).cases_decide:
        # "The rise in exports came to 5 %": what rose or fell is the change itself.
        return True
    if _reaches(passage, quantity, following, after) or _fallen_from(passage, at):
        return False
    share = "share" in passage.named("relation", *zone)
    if marker(passage, quantity, "by") and (here or (not share and _moved_elsewhere(passage, at, moves))):
        return True
    if any(c.first == after for c in turn) or compared(passage, quantity) or _echoes(passage, at):
        return True
    owned = any(c.first == after for c in passage.having("place", "of") if c.start - quantity.end <= 2)
    of = [c.first for c in passage.having("place", "of") if c.last == first - 1]
    if any(c.last + 1 in {first, *of} for c in moves) and not owned:
        return True
    if wording.postposes(passage.language):
        if quantity.text.endswith(ending("plain_dative")) and (turn or (moves and not share)):
            return True
        if quantity.text.endswith(ending("possessive")):
            return False
    clause = passage.clause(quantity.start, quantity.end)
    if owned or share:
        return False
    near = any(clause[0] <= c.start and c.end <= clause[1] for c in moves)
    return bool(turn) or (quantity.unit == "percent" and near)


def _moved_elsewhere(passage: Passage, at: int, moves: Sequence[Cue]) -> bool:
    """Whether a word for a rise or fall outside its part of the sentence is that of number `at`.

    It is none of those that stand right behind another number ("goods for 8 bn, by 5 % more"), and stands before the
    number but where verbs come last. What is sold for so much has not risen by it.
    """
    quantity = passage.quantities[at]
    first, after = words_between(passage, quantity)
    own = [c for c in moves if c.first == after or c.first not in passage.behind_numbers]
    if unit_class(quantity.unit) == "money":
        sold = any(c.last == first - 2 for c in passage.having("topic", "goods"))
        own = [] if sold else own
    late = "last" in wording.grammar(passage.language).get("participle", ())
    return any(late or c.start < quantity.start for c in own)


def _reaches(passage: Passage, quantity: Quantity, following: list[Cue], after: int) -> bool:
    """True for "to 40 %": the number is what was come to."""
    if traits(passage.language).cases_decide:
        if cases.side(quantity.text, passage.language) == "to":
            return True
        # Without the dative what rises or falls does so by as much.
        turns = {c.first for c in following if c.name in {"up", "down"}}
        following = [c for c in following if c.first not in turns]
    if wording.postposes(passage.language) and any(c.name == "to" and c.first - after <= 1 for c in following):
        return True
    until = any(word in quantity.text for word in wording.said("until"))
    return until or (not marker(passage, quantity, "by") and marker(passage, quantity, "to"))


def _echoes(passage: Passage, at: int) -> bool:
    """True for the second way of saying one change: "an increase of $12 bn or 23.9 %"."""
    if at == 0:
        return False
    before, now = passage.quantities[at - 1], passage.quantities[at]
    between = [w for w in passage.words if before.end <= w.start and w.end <= now.start]
    if len(between) > 2 or now.start - before.end > _ECHO or before.unit == now.unit:
        return False
    return relation(passage, at - 1) in {"change", "difference"} and before.unit != "pp"
