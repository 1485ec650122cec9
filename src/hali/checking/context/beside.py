"""Beside: what stands beside a number in its sentence, each answered once for all who ask.

The words right before and behind it, its row, the other end of its change, what makes it a rate.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import regex

from hali.checking import wording
from hali.checking.context.board import board, once, stage
from hali.checking.context.passage import Passage
from hali.checking.context.rules import unit_class
from hali.checking.wording import Cue
from hali.languages import traits
from hali.languages.morphology import ending
from hali.model.claim import Quantity
from hali.model.units import CURRENCIES

APART = 40
"""Characters that may stand between the two ends of a change."""
JOINT = regex.compile(rf"\s*(?:,|;)?\s*(?:{wording.one_of('and', 'by')}|&)?\s*(?:{wording.one_of('by')})?\s*")
"""What may stand between two numbers of a row."""
_GAPPED = regex.compile(rf"\s*(?:,|{wording.one_of('and')}\b)")
"""What parts two clauses of which only the second has a verb."""
_OTHER = {"from": "to", "to": "from", "": ""}
_REACH = {"per_head": 12, "per_time": 4, "per_unit": 2}
"""Words that may stand between a quantity and what makes it a rate."""

Row = tuple[int, int]
"""Index of the first number of a row and of the one after its last."""


@board
@dataclass(eq=False)
class Beside:
    """A number and what stands beside it.

    Attributes:
        passage: its sentence.
        at: its index there.
    """

    passage: Passage
    at: int

    @stage("passage", "at")
    def quantity(self) -> Quantity:
        """The number."""
        return self.passage.quantities[self.at]

    @stage("quantity")
    def percent(self) -> bool:
        """Whether it is a percentage."""
        return unit_class(self.quantity.unit) == "percent"

    @stage("passage", "quantity")
    def edges(self) -> tuple[int, int]:
        """Indexes of its first word and of the one after its last."""
        words = self.passage.words
        return self.passage.word_at(self.quantity.start), bisect_left(words, self.quantity.end, key=lambda w: w.start)

    @stage("passage", "at")
    def zone(self) -> tuple[int, int]:
        """Its part of the sentence."""
        return self.passage.zone(self.at)

    @stage("passage", "quantity")
    def clause(self) -> tuple[int, int]:
        """Its clause."""
        return self.passage.clause(self.quantity.start, self.quantity.end)

    @stage("passage", "at")
    def row(self) -> Row:
        """The numbers of one unit that stand side by side around it."""
        numbers, text = self.passage.quantities, self.passage.text
        first = last = self.at
        while first and _side_by_side(text, numbers[first - 1], numbers[first]):
            first -= 1
        while last + 1 < len(numbers) and _side_by_side(text, numbers[last], numbers[last + 1]):
            last += 1
        return first, last + 1

    @stage("passage", "at", "quantity", "edges")
    def opening(self) -> str:
        """`from` or `to` where it opens "from A to B" or "to B from A" and the next number ends it, else ""."""
        if self.at + 1 == len(self.passage.quantities):
            return ""
        after = of(self.passage, self.at + 1)
        if after.quantity.start - self.quantity.end > APART or after.quantity.unit != self.quantity.unit:
            return ""
        if wording.postposes(self.passage.language):
            return "from" if self.quantity.text.endswith(ending("ablative", self.passage.language)) else ""
        words = self.passage.having("relation", "from", "to")
        mine, next_ = ({c.name for c in words if c.last == first - 1} for first in (self.edges[0], after.edges[0]))
        return next((one for one in ("from", "to") if one in mine and _OTHER[one] in next_), "")

    @stage("passage", "at", "opening")
    def side(self) -> str:
        """`from` or `to` where it is an end of "from A to B" or "to B from A", else ""."""
        return self.opening or (_OTHER[of(self.passage, self.at - 1).opening] if self.at else "")

    @stage("passage", "at", "quantity", "edges")
    def compared_with(self) -> bool:
        """Whether another is compared with it: "against 1.4 bn", "contre 2,5 milliards"."""
        if not self.at or self.quantity.unit != self.passage.quantities[self.at - 1].unit:
            return False
        return any(c.last == self.edges[0] - 1 for c in self.passage.having("relation", "compared", "after"))

    @stage("passage", "quantity", "edges")
    def compared(self) -> str:
        """`than` or `less_than` where such words stand right behind it, else ""."""
        language = self.passage.language
        by = traits(language).cases_decide or self.quantity.text.endswith(ending("plain_dative"))
        over = wording.postposes(language) and self.quantity.text.endswith(ending("ablative", language))
        if over or (wording.postposes(language) and not by):
            # What is over 30 % has another case.
            return ""
        words = self.passage.having("relation", "than", "less_than")
        return next((c.name for c in words if c.first == self.edges[1]), "")

    @stage("passage", "quantity", "edges")
    def markers(self) -> frozenset[str]:
        """`by`, `to` and `apart`, where the word before it is one of a change or of a distance."""
        first, text, language = self.edges[0], self.quantity.text, self.passage.language
        found = {c.name for c in self.passage.having("relation", "by", "to", "apart") if c.last == first - 1}
        # "About by 2 bn": the marker may stand behind the words for about.
        head = text[: next((i for i, sign in enumerate(text) if sign.isdigit()), 0)]
        return frozenset(found | {c.name for c in _inner(head, language) if c.name == "by"})

    @stage("passage")
    def moves(self) -> tuple[Cue, ...]:
        """Words for a rise or fall in the sentence."""
        return self.passage.having("relation", "up", "down")

    @stage("passage", "quantity")
    def turned(self) -> tuple[Cue, ...]:
        """Those that are words of the number itself ("doubled"), with places in it."""
        inner = _inner(self.quantity.text, self.passage.language)
        return tuple(c for c in inner if c.name in {"up", "down"})

    @stage("quantity", "zone", "moves")
    def inside(self) -> list[Cue]:
        """Those of its part of the sentence."""
        high = max(self.zone[1], self.quantity.end)
        return [c for c in self.moves if self.zone[0] <= c.start and c.end <= high]

    @stage("passage", "at", "quantity", "edges")
    def following(self) -> list[Cue]:
        """Words of relations right behind it; what stands behind the next number is that number's."""
        numbers, text = self.passage.quantities, self.passage.text
        until = numbers[self.at + 1].start if self.at + 1 < len(numbers) else len(text)
        words = self.passage.having("relation", high=max(until, self.quantity.end))
        return [c for c in words if 0 <= c.first - self.edges[1] <= 3]

    @stage("following")
    def turn(self) -> list[Cue]:
        """Those of a rise or fall."""
        return [c for c in self.following if c.name in {"up", "down"}]

    @stage("passage", "zone")
    def share(self) -> bool:
        """Whether a share is spoken of."""
        return "share" in self.passage.named("relation", *self.zone)

    @stage("passage", "quantity", "edges")
    def owned(self) -> bool:
        """Whether the number is "of" something: "9 % of the exports"."""
        after = self.edges[1]
        return any(c.first == after for c in self.passage.having("place", "of") if c.start - self.quantity.end <= 2)

    @stage("passage", "at", "quantity", "zone")
    def verb_follows(self) -> bool:
        """True for the 5 of "exports by 5 %, imports by 7 % rose": where verbs stand last two clauses may have one."""
        passage, at = self.passage, self.at
        if at + 1 == len(passage.quantities) or "last" not in wording.grammar(passage.language).get("verb", ()):
            return False
        now, after = self.quantity, passage.quantities[at + 1]
        shared = "share" in passage.named("relation", self.zone[0], after.start)
        return now.unit == after.unit and not shared and _GAPPED.match(passage.text, now.end) is not None

    @stage("passage", "zone")
    def each(self) -> bool:
        """Whether its part tells of one of a people: "each Canadian", "a Korean", "Mkenya mmoja" (sw)."""
        words = self.passage.words
        people = [m for m in self.passage.mentions if m.kind == "adjective"]
        for cue in self.passage.having("context", "each", low=self.zone[0], high=self.zone[1]):
            first, last = words[cue.first].start, words[cue.last].end
            if any(0 < m.start - last <= 1 or 0 < first - m.end <= 1 for m in people):
                return True
        return False

    @stage("passage", "at", "quantity", "zone", "each")
    def rates(self) -> frozenset[str]:
        """`per_head`, `per_time`, `per_unit`, where it is so much a head, a day, a barrel: no figure of a whole.

        An amount a day is still one of its measure, only of another time; one a head or a barrel is of another measure.
        """
        passage, quantity = self.passage, self.quantity
        if quantity.unit in {"day", "h"} or "flight" in passage.named("topic", *self.zone):
            return frozenset()
        others = [q for i, q in enumerate(passage.quantities) if i != self.at]
        found: set[str] = set()
        for cue in passage.having("context", *_REACH, low=self.zone[0], high=self.zone[1]):
            start, end = sorted((quantity.start, quantity.end, cue.start, cue.end))[1:3]
            apart = sum(1 for w in passage.words if start <= w.start < end)
            parted = any(start <= q.start < end for q in others) or apart > _REACH[cue.name]
            if not parted and (cue.name != "per_unit" or quantity.unit in CURRENCIES):
                found.add(cue.name)
        if quantity.unit == "t" and self.each:
            found.add("per_head")
        return frozenset(found)


@once
def of(passage: Passage, at: int) -> Beside:
    """What stands beside quantity number `at` of a sentence."""
    return Beside(passage, at)


def _side_by_side(text: str, one: Quantity, other: Quantity) -> bool:
    between = text[one.end : other.start]
    return one.unit == other.unit and bool(between.strip()) and JOINT.fullmatch(between) is not None


def _inner(text: str, language: str) -> list[Cue]:
    """Words of relations within a number's own words."""
    return [c for c in wording.scan(wording.words(text), language) if c.group == "relation"] if text else []
