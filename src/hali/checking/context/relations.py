"""Relations: whether a number is a level, a share, a change, a difference or a ratio, by the words next to it."""

from __future__ import annotations

import regex

from hali.checking import wording
from hali.checking.context import changed, coded, ends, series
from hali.checking.context.board import once
from hali.checking.context.changed import Beside
from hali.checking.context.coded import Coded, in_order
from hali.checking.context.comparing import (
    below_zero,
    compared,
    is_of_another,
    marker,
    of_a_level,
    than_before,
    unit_class,
)
from hali.checking.context.passage import Passage, bracket
from hali.checking.wording import Cue
from hali.languages import traits
from hali.languages.morphology import ending
from hali.model.claim import Relation

_SIGNS = {"up": 1, "surplus": 1, "than": 1, "down": -1, "shortfall": -1, "less_than": -1}
_ECHO = 12
"""Characters between the two ways of saying one change."""
_GAPPED = regex.compile(rf"\s*(?:,|{wording.one_of('and')}\b)")
"""What parts two clauses of which only the second has a verb."""


def relation(passage: Passage, at: int) -> Relation:
    """How the number relates to its measure: level, share, change, difference or ratio."""
    return told(passage, at)[0]


@once
def told(passage: Passage, at: int) -> tuple[Relation, str]:
    """How the number relates to its measure, and the id of the rule that says so; "" where none makes it a level."""
    number = Beside(passage, at)
    special, rule = coded.decided(RULES, number, None)
    if special is not None:
        return special, rule
    kind = unit_class(number.quantity.unit)
    if kind == "percent":
        change, rule = coded.decided(CHANGED, Beside(passage, series.row(passage, at)[0]), False)
        return "change" if change else "share", rule
    if kind == "money" and marker(passage, number.quantity, "by") and not of_a_level(passage, number.quantity):
        change, rule = coded.decided(CHANGED, number, False)
        return ("difference", rule) if change else ("level", "")
    return "level", ""


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
        turns = turns or _around(Beside(passage, at))
        if not turns and _verb_follows(passage, at):
            return sign(passage, at + 1, how, measure)
    else:
        return 0
    if not turns and at and how == "change":
        return sign(passage, at - 1, how, measure) if series.row(passage, at)[0] < at else 0
    names = {c.name for c in turns}
    if len(names) > 1:
        nearest = min(turns, key=lambda c: max(c.start - quantity.end, quantity.start - c.end, 0))
        names = {nearest.name}
    return _SIGNS[names.pop()] if names else 0


def _around(beside: Beside) -> tuple[Cue, ...]:
    """Words of a rise or fall that reach out of the number's part of the sentence.

    The next part may begin with the verb ("imports by 12 % rising, 191 m dollars reached", kk), and the two halves of
    a verb may stand on both sides of several numbers ("brachen um 62 Prozent auf 168 Mio. ein").
    """
    quantity = beside.quantity
    halves = tuple(c for c in beside.moves if c.start < quantity.start and quantity.end < c.end)
    return halves or tuple(c for c in beside.turn if c.first == beside.edges[1])


def _verb_follows(passage: Passage, at: int) -> bool:
    """True for the 5 of "exports by 5 %, imports by 7 % rose": where verbs stand last two clauses may have one."""
    if at + 1 == len(passage.quantities) or "last" not in wording.grammar(passage.language).get("verb", ()):
        return False
    now, after = passage.quantities[at], passage.quantities[at + 1]
    low, _ = passage.zone(at)
    shared = "share" in passage.named("relation", low, after.start)
    return now.unit == after.unit and not shared and _GAPPED.match(passage.text, now.end) is not None


def _is_percent(number: Beside) -> bool:
    return unit_class(number.quantity.unit) == "percent"


def _points(number: Beside) -> Relation | None:
    """A difference, for percentage points."""
    return "difference" if number.quantity.unit == "pp" else None


def _factor(number: Beside) -> Relation | None:
    """A change in "doubled", "grew threefold", "twice as much as in 2020"; a ratio in "twice its imports"."""
    passage, quantity = number.passage, number.quantity
    if quantity.unit != "times":
        return None
    inner = wording.scan(wording.words(quantity.text), passage.language)
    if any(c.group == "relation" and c.name in {"up", "down"} for c in inner):
        return "change"
    if _beside_another(number):
        return "ratio"
    alike = {(c.start, c.end) for c in passage.having("relation", "comparative")}
    turns = any((c.start, c.end) not in alike for c in number.inside)
    return "change" if turns or than_before(passage, quantity, number.zone) else "ratio"


def _beside_another(number: Beside) -> bool:
    """True where a flow that the case compares with stands right before: "than its imports 40 times more" (tr)."""
    passage, first = number.passage, number.edges[0]
    if not traits(passage.language).cases_decide:
        return False
    flows = passage.having("topic", "trade", "export", "import", "fdi", "gdp")
    ablative = ending("ablative", passage.language)
    return any(c.last == first - 1 and passage.words[c.last].form.endswith(ablative) for c in flows)


def _of_another(number: Beside) -> Relation | None:
    """A ratio, for a percentage of another thing: "64 % of its GDP"."""
    return "ratio" if _is_percent(number) and is_of_another(number.passage, number.quantity) else None


def _below_zero(number: Beside) -> Relation | None:
    """A change, for a percentage below zero."""
    return "change" if _is_percent(number) and below_zero(number.quantity) else None


def _began_at(number: Beside) -> Relation | None:
    """In "from 10 % to 12 %", "to 12 % from 10 %": where it began is of the kind of what it came to."""
    passage, at = number.passage, number.at
    if not _is_percent(number) or ends.side_of_change(passage, at) != "from":
        return None
    behind = at + 1 < len(passage.quantities) and ends.side_of_change(passage, at + 1) == "to"
    return relation(passage, at + 1 if behind else at - 1)


def _fallen_from(number: Beside) -> Relation | None:
    """The 28 % of "it was 19 %, down from 28 %" is of the kind of the 19."""
    fallen = _is_percent(number) and changed.fallen_from(number.passage, number.at - 1)
    return relation(number.passage, number.at - 1) if fallen else None


def _gapped(number: Beside) -> Relation | None:
    """The 5 of "exports by 5 %, imports by 7 % rose" is of the kind of the 7."""
    follows = _is_percent(number) and _verb_follows(number.passage, number.at)
    return relation(number.passage, number.at + 1) if follows else None


def _more_than(number: Beside) -> Relation | None:
    """A difference in "2 bn euros more than in 2020", whatever it is of."""
    more = not _is_percent(number) and compared(number.passage, number.quantity)
    return "difference" if more else None


def _said_twice(number: Beside) -> Relation | None:
    """A difference, for the first way of saying one change: "100 million or 39 % more than in 2020"."""
    passage, now = number.passage, number.quantity
    if _is_percent(number) or number.at + 1 == len(passage.quantities):
        return None
    after = passage.quantities[number.at + 1]
    near = after.start - now.end <= _ECHO and after.unit == "percent"
    near = near and bool(passage.having("relation", "alternative", low=now.end, high=after.start))
    return "difference" if near and compared(passage, after) else None


def _apart(number: Beside) -> Relation | None:
    """A difference, for so much by which one thing exceeds another or lags behind it."""
    passage, quantity, at = number.passage, number.quantity, number.at
    if unit_class(quantity.unit) != "money":
        return None
    if marker(passage, quantity, "apart"):
        return "difference"
    clause = passage.clause(quantity.start, quantity.end)
    low = min(passage.quantities[at - 1].end if at else 0, clause[0])
    words = marker(passage, quantity, "by") and passage.having("relation", "apart", low=low, high=clause[1])
    return "difference" if words else None


def _as_the_bracket_before(number: Beside) -> Relation | None:
    """A difference in "40 % to Italy (a rise of 2 bn), 30 % to Spain (1 bn)": what the first adds, the others add."""
    passage, quantity = number.passage, number.quantity
    if unit_class(quantity.unit) != "money":
        return None
    amounts = (i for i in reversed(range(number.at)) if unit_class(passage.quantities[i].unit) == "money")
    before = next(amounts, None)
    if before is None:
        return None
    first, second = (bracket(passage.text, q.start) for q in (passage.quantities[before], quantity))
    apart = first is not None and second is not None and first != second
    return "difference" if apart and relation(passage, before) == "difference" else None


def _risen_by(number: Beside) -> Relation | None:
    """A difference, for an amount without the dative right before a verb of change, where cases say all."""
    language = number.passage.language
    if _is_percent(number) or not traits(language).cases_decide:
        return None
    dative = number.quantity.text.endswith(ending("plain_dative", language))
    right = any(c.first == number.edges[1] for c in number.moves)
    return "difference" if right and not dative else None


def _echoes(number: Beside) -> bool | None:
    """True for the second way of saying one change: "an increase of $12 bn or 23.9 %"."""
    passage, at = number.passage, number.at
    if at == 0:
        return None
    before, now = passage.quantities[at - 1], number.quantity
    between = [w for w in passage.words if before.end <= w.start and w.end <= now.start]
    if len(between) > 2 or now.start - before.end > _ECHO or before.unit in {now.unit, "pp"}:
        return None
    return True if relation(passage, at - 1) in {"change", "difference"} else None


RULES: tuple[Coded[Beside, Relation], ...] = in_order(
    Coded("relation:points", 1, _points),
    Coded("relation:factor", 2, _factor),
    Coded("relation:of_another", 3, _of_another),
    Coded("relation:below_zero", 4, _below_zero),
    Coded("relation:began_at", 5, _began_at),
    Coded("relation:fallen_from", 6, _fallen_from),
    Coded("relation:gapped", 7, _gapped),
    Coded("relation:more_than", 8, _more_than),
    Coded("relation:said_twice", 9, _said_twice),
    Coded("relation:apart", 10, _apart),
    Coded("relation:as_the_bracket_before", 11, _as_the_bracket_before),
    Coded("relation:risen_by", 12, _risen_by),
)
"""The rules of relations; where none holds a percentage is a change or a share, an amount a difference or a level."""

CHANGED: tuple[Coded[Beside, bool], ...] = in_order(*changed.RULES, Coded("change:echo", 9, _echoes))
"""The rules of changes."""
