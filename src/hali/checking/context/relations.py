"""Relations: whether a number is a level, a share, a change, a difference or a ratio, by the words next to it."""

from __future__ import annotations

import regex

from hali.checking import wording
from hali.checking.context import beside, changed, coded
from hali.checking.context.beside import Beside
from hali.checking.context.board import once
from hali.checking.context.coded import Coded, in_order
from hali.checking.context.passage import Passage, bracket
from hali.checking.context.rules import unit_class
from hali.languages import traits
from hali.languages.morphology import ending
from hali.model.claim import Relation

_ECHO = 12
"""Characters between the two ways of saying one change."""
_MEASURED = 3
"""Words between a percentage and what it is a percentage of ("of the EU average")."""
_COMPARABLE = ("trade", "export", "import", "fdi", "gdp", "debt", "population")
"""Topics another number can be so many times as large as."""
_TRADED = ("export", "import", "trade", "sell", "buy", "supply", "goods")
_BOTH = (frozenset({"sell", "buy"}), frozenset({"export", "import"}))
"""Flows of which one is so much more than the other."""
_YEAR = regex.compile(r"(?:19|20)\d\d")


def relation(passage: Passage, at: int) -> Relation:
    """How the number relates to its measure: level, share, change, difference or ratio."""
    return told(passage, at)[0]


@once
def told(passage: Passage, at: int) -> tuple[Relation, str]:
    """How the number relates to its measure, and the id of the rule that says so; "" where none makes it a level."""
    number = beside.of(passage, at)
    special, rule = coded.decided(RULES, number, None)
    if special is not None:
        return special, rule
    if number.percent:
        change, rule = coded.decided(CHANGED, beside.of(passage, number.row[0]), False)
        return "change" if change else "share", rule
    if unit_class(number.quantity.unit) == "money" and "by" in number.markers and not _of_a_level(number):
        change, rule = coded.decided(CHANGED, number, False)
        return ("difference", rule) if change else ("level", "")
    return "level", ""


def _of_a_level(number: Beside) -> bool:
    """True for "exports of 8 bn", "a peak of 8 bn": by so much only where a rise is named.

    What trades or is traded right before the word for "by" is what the number counts; before "of" anything is that is
    no rise or fall.
    """
    passage, first = number.passage, number.edges[0]
    before = next((c.first - 1 for c in passage.having("relation", "by") if c.last == first - 1), None)
    if before is None:
        return False
    turns = any(c.first <= before <= c.last for c in number.moves)
    traded = any(c.first <= before <= c.last for c in passage.having("topic", *_TRADED))
    owned = any(c.last == first - 1 for c in passage.having("place", "of"))
    return not turns and (traded or owned)


def _points(number: Beside) -> Relation | None:
    """A difference, for percentage points."""
    return "difference" if number.quantity.unit == "pp" else None


def _factor(number: Beside) -> Relation | None:
    """A change in "doubled", "grew threefold", "twice as much as in 2020"; a ratio in "twice its imports"."""
    passage, quantity = number.passage, number.quantity
    if quantity.unit != "times":
        return None
    if number.turned:
        return "change"
    if _beside_another(number):
        return "ratio"
    alike = {(c.start, c.end) for c in passage.having("relation", "comparative")}
    turns = any((c.start, c.end) not in alike for c in number.inside)
    return "change" if turns or _than_before(number) else "ratio"


def _than_before(number: Beside) -> bool:
    """True where a number is compared with that of another time, or with nothing said ("twice as much")."""
    passage, quantity, zone = number.passage, number.quantity, number.zone
    low = zone[0] if wording.postposes(passage.language) else quantity.end
    high = zone[1] if zone[1] > quantity.end else len(passage.text)
    times = [p.start_char for p in passage.periods if low <= p.start_char < high]
    times += [c.start for c in passage.having("relation", "year_before", low=low, high=high)]
    times += [w.start for w in passage.words if low <= w.start < high and _YEAR.fullmatch(w.form)]
    others = [c.start for c in passage.having("topic", *_COMPARABLE, low=quantity.end, high=high)]
    others += [m.start for m in passage.mentions if quantity.end <= m.start < high]
    if times:
        return not others or min(times) < min(others)
    after = number.edges[1]
    return not others and any(0 <= c.first - after <= 1 for c in passage.having("relation", "comparative"))


def _beside_another(number: Beside) -> bool:
    """True where a flow that the case compares with stands right before: "than its imports 40 times more" (tr)."""
    passage, first = number.passage, number.edges[0]
    if not traits(passage.language).cases_decide:
        return False
    flows = passage.having("topic", "trade", "export", "import", "fdi", "gdp")
    ablative = ending("ablative", passage.language)
    return any(c.last == first - 1 and passage.words[c.last].form.endswith(ablative) for c in flows)


def _of_another(number: Beside) -> Relation | None:
    """A ratio, for a percentage of another thing: "64 % of its GDP", "45 % of the EU average"."""
    passage, (first, after), (low, high) = number.passage, number.edges, number.clause
    for cue in passage.having("relation", "yardstick", low=low, high=high) if number.percent else ():
        # The case ending of an abbreviation is a word of its own.
        if 1 <= first - cue.last <= 2 and wording.postposes(passage.language):
            return "ratio"
        turns = passage.having("relation", "up", "down", low=number.quantity.end, high=cue.start)
        if 0 <= cue.first - after <= _MEASURED and not turns:
            return "ratio"
    return None


def _below_zero(number: Beside) -> Relation | None:
    """A change, for "(-38 %)": no share is negative, so it says by how much something fell."""
    high = number.quantity.high
    return "change" if number.percent and high is not None and high < 0 else None


def _began_at(number: Beside) -> Relation | None:
    """In "from 10 % to 12 %", "to 12 % from 10 %": where it began is of the kind of what it came to."""
    if not number.percent or number.side != "from":
        return None
    return relation(number.passage, number.at + 1 if number.opening else number.at - 1)


def _fallen_from(number: Beside) -> Relation | None:
    """The 28 % of "it was 19 %, down from 28 %" is of the kind of the 19."""
    fallen = number.percent and changed.fallen_from(number.passage, number.at - 1)
    return relation(number.passage, number.at - 1) if fallen else None


def _gapped(number: Beside) -> Relation | None:
    """The 5 of "exports by 5 %, imports by 7 % rose" is of the kind of the 7."""
    return relation(number.passage, number.at + 1) if number.percent and number.verb_follows else None


def _more_than(number: Beside) -> Relation | None:
    """A difference in "2 bn euros more than in 2020", whatever it is of."""
    return "difference" if number.compared and not number.percent else None


def _said_twice(number: Beside) -> Relation | None:
    """A difference, for the first way of saying one change: "100 million or 39 % more than in 2020".

    Behind a comma the change is told of the number: "399,980, or 16 % more than in 2015".
    """
    passage, now = number.passage, number.quantity
    if number.percent or number.at + 1 == len(passage.quantities):
        return None
    after = passage.quantities[number.at + 1]
    near = after.start - now.end <= _ECHO and after.unit == "percent" and passage.text[now.end : now.end + 1] != ","
    near = near and bool(passage.having("relation", "alternative", low=now.end, high=after.start))
    return "difference" if near and beside.of(passage, number.at + 1).compared else None


def _apart(number: Beside) -> Relation | None:
    """A difference, for so much by which one thing exceeds another or lags behind it."""
    passage, quantity, at = number.passage, number.quantity, number.at
    if unit_class(quantity.unit) != "money":
        return None
    if "apart" in number.markers:
        return "difference"
    low = min(passage.quantities[at - 1].end if at else 0, number.clause[0])
    words = "by" in number.markers and passage.having("relation", "apart", low=low, high=number.clause[1])
    return "difference" if words else None


def _more_than_bought(number: Beside) -> Relation | None:
    """A difference in "it sold goods for 2 bn more than it bought", where both flows are named."""
    passage, (first, after) = number.passage, number.edges
    if unit_class(number.quantity.unit) != "money" or not any(flows <= passage.named("topic") for flows in _BOTH):
        return None
    words = passage.having("relation", "comparative")
    return "difference" if any(c.first == after or 0 <= first - 1 - c.last <= 1 for c in words) else None


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
    if number.percent or not traits(language).cases_decide:
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
    Coded("relation:more_than_bought", 11, _more_than_bought),
    Coded("relation:as_the_bracket_before", 12, _as_the_bracket_before),
    Coded("relation:risen_by", 13, _risen_by),
)
"""The rules of relations; where none holds a percentage is a change or a share, an amount a difference or a level."""

CHANGED: tuple[Coded[Beside, bool], ...] = in_order(*changed.RULES, Coded("change:echo", 9, _echoes))
"""The rules of changes."""
