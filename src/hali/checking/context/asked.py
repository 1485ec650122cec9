"""Asked: all that linking asks of one number, each answered once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hali.checking.context import deciding, marks
from hali.checking.context.board import board, stage
from hali.checking.context.links import Link, Surroundings
from hali.checking.context.passage import Passage
from hali.checking.context.relations import relation
from hali.model.claim import Period, Quantity, Relation

Span = tuple[int, int]


@board
@dataclass(eq=False)
class Asked:
    """A number whose measure is asked.

    Attributes:
        passage: its sentence.
        at: its index there.
        before: link of the number it goes on from, or None.
        around: label, heading and previous sentence.
        period: the time the sentence itself states for it, or None.
    """

    passage: Passage
    at: int
    before: Link | None
    around: Surroundings
    period: Period | None

    @stage("passage", "at")
    def quantity(self) -> Quantity:
        """The number."""
        return self.passage.quantities[self.at]

    @stage("passage", "at")
    def how(self) -> Relation:
        """How it relates to whatever it is about."""
        return relation(self.passage, self.at)

    @stage("passage", "quantity", "period", "around")
    def marks(self) -> frozenset[str]:
        """What its sentence shows beside its topics."""
        return marks.of(self.passage, self.quantity, self.period, self.around)

    @stage("passage", "at")
    def zone(self) -> Span:
        """Its part of the sentence."""
        return self.passage.zone(self.at)

    @stage("passage", "quantity")
    def clause(self) -> Span:
        """Its clause."""
        return self.passage.clause(self.quantity.start, self.quantity.end)

    @stage("passage", "quantity", "zone")
    def inside(self) -> frozenset[str]:
        """Topics of its part of the sentence."""
        return deciding.topics(self.passage, self.quantity, *self.zone)

    @stage("passage", "quantity", "clause", "zone", "how", "marks")
    def near(self) -> tuple[Link, ...]:
        """What the rules say of its clause, of what stands before it and of its part, up to the first that decides.

        What stands before a number says what it is; what stands behind its clause may be the reason for it.
        """
        leading = (self.zone[0], max(self.clause[1], self.quantity.end))
        found: list[Link] = []
        for where, span in (("clause", self.clause), ("zone", leading), ("zone", self.zone)):
            found.append(self.decided(*span, where=where))
            if found[-1].rule:
                break
            if "foreign" in self.passage.named("topic", *span):
                vetoes = tuple(veto for one in found for veto in one.vetoes)
                found.append(Link(None, self.how, frozenset({"foreign"}), None, "foreign_subject", where, (), vetoes))
                break
        return tuple(found)

    @stage("passage", "quantity", "how", "marks")
    def whole(self) -> Link:
        """What the rules say of the whole sentence."""
        return self.decided(0, len(self.passage.text), where="sentence")

    def decided(
        self,
        low: int,
        high: int,
        more: frozenset[str] = frozenset(),
        how: Relation | None = None,
        where: str = "",
    ) -> Link:
        """What the rules say of the words within low..high and the topics `more`; without a `rule` where none holds."""
        return deciding.decide(self.passage, self.quantity, how or self.how, low, high, self.marks, more, where)

    def told(self, link: Link | None, where: str) -> Link | None:
        """A link that is told elsewhere, with where."""
        return None if link is None or not link.rule else replace(link, where=where)
