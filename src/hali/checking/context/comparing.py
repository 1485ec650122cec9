"""Comparing: the words that set a number beside another, or say what it is a percentage of."""

from __future__ import annotations

from bisect import bisect_left

import regex

from hali.checking import wording
from hali.checking.context.passage import Passage
from hali.languages import traits
from hali.languages.morphology import ending
from hali.model.claim import Quantity

_MEASURED = 3
"""Words between a percentage and what it is a percentage of ("of the EU average")."""
_COMPARABLE = ("trade", "export", "import", "fdi", "gdp", "debt", "population")
"""Topics another number can be so many times as large as."""
_TRADED = ("export", "import", "trade", "sell", "buy", "supply", "goods")
_YEAR = regex.compile(r"(?:19|20)\d\d")


def unit_class(unit: str) -> str:
    """The class of a text unit that the rules speak of.

    >>> unit_class("EUR"), unit_class("share"), unit_class("TEU")
    ('money', 'percent', 'TEU')
    """
    if len(unit) == 3 and unit.isupper() and unit != "TEU":
        return "money"
    return {"share": "percent", "pp": "percent"}.get(unit, unit)


def compared(passage: Passage, quantity: Quantity) -> str:
    """`than` or `less_than` where such words stand right behind the number, else ""."""
    by = traits(passage.language).cases_decide or quantity.text.endswith(ending("plain_dative"))
    if _objects_first(passage) and not by:
        # What is over 30 % has another case.
        return ""
    _, after = words_between(passage, quantity)
    return next((c.name for c in passage.having("relation", "than", "less_than") if c.first == after), "")


def than_before(passage: Passage, quantity: Quantity, zone: tuple[int, int]) -> bool:
    """True where a number is compared with that of another time, or with nothing said ("twice as much")."""
    low = quantity.end if not _objects_first(passage) else zone[0]
    high = zone[1] if zone[1] > quantity.end else len(passage.text)
    times = [p.start_char for p in passage.periods if low <= p.start_char < high]
    times += [c.start for c in passage.having("relation", "year_before", low=low, high=high)]
    times += [w.start for w in passage.words if low <= w.start < high and _YEAR.fullmatch(w.form)]
    others = [c.start for c in passage.having("topic", *_COMPARABLE, low=quantity.end, high=high)]
    others += [m.start for m in passage.mentions if quantity.end <= m.start < high]
    if times:
        return not others or min(times) < min(others)
    _, after = words_between(passage, quantity)
    return not others and any(0 <= c.first - after <= 1 for c in passage.having("relation", "comparative"))


def _objects_first(passage: Passage) -> bool:
    return wording.postposes(passage.language)


def below_zero(quantity: Quantity) -> bool:
    """True for "(-38 %)": no share is negative, so it says by how much something fell."""
    return quantity.high is not None and quantity.high < 0


def is_of_another(passage: Passage, quantity: Quantity) -> bool:
    """True for a percentage of another thing: "64 % of GDP", "45 % of the EU average"."""
    first, after = words_between(passage, quantity)
    clause = passage.clause(quantity.start, quantity.end)
    for cue in passage.having("relation", "yardstick", low=clause[0], high=clause[1]):
        # The case ending of an abbreviation is a word of its own.
        if 1 <= first - cue.last <= 2 and _objects_first(passage):
            return True
        turns = passage.having("relation", "up", "down", low=quantity.end, high=cue.start)
        if 0 <= cue.first - after <= _MEASURED and not turns:
            return True
    return False


def words_between(passage: Passage, quantity: Quantity) -> tuple[int, int]:
    """Index of the first word at or after the quantity's start, and of the first after its end."""
    return passage.word_at(quantity.start), bisect_left(passage.words, quantity.end, key=lambda word: word.start)


def marker(passage: Passage, quantity: Quantity, name: str) -> bool:
    """True where the word before the quantity is "by" or "to" of a change."""
    first, _ = words_between(passage, quantity)
    if any(c.last == first - 1 for c in passage.having("relation", name)):
        return True
    # "About by 2 bn": the marker may stand behind the words for about.
    head = quantity.text[: next((i for i, sign in enumerate(quantity.text) if sign.isdigit()), 0)]
    if name != "by" or not head:
        return False
    inner = wording.scan(wording.words(head), passage.language)
    return any((c.group, c.name) == ("relation", "by") for c in inner)


def of_a_level(passage: Passage, quantity: Quantity) -> bool:
    """True for "exports of 8 bn", "a peak of 8 bn": by so much only where a rise is named.

    What trades or is traded right before the word for "by" is what the number counts; before "of" anything is that is
    no rise or fall.
    """
    first, _ = words_between(passage, quantity)
    before = next((c.first - 1 for c in passage.having("relation", "by") if c.last == first - 1), None)
    if before is None:
        return False
    turns = any(c.first <= before <= c.last for c in passage.having("relation", "up", "down"))
    traded = any(c.first <= before <= c.last for c in passage.having("topic", *_TRADED))
    owned = any(c.last == first - 1 for c in passage.having("place", "of"))
    return not turns and (traded or owned)
