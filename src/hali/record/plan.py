"""The plan of the readings: which SQL gives which measures from which stored series. `pillars.plan` makes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from hali.model.indicator import Derived


@dataclass(frozen=True, slots=True)
class Part:
    """Readings that are computed together: of one pillar, those about a pair, or those about whole tables.

    Attributes:
        sql: reads the tables a question fills, and `stood` and `goods`; returns the columns of `pillars.plan.MADE`.
        stored: the stored series it reads, `measure` or `measure.variant`.
        measures: the measures it answers, each with the stored series it takes.
        goods: it reads `goods`.
        reads: the tables beside the observations whose content it depends on: `votes`, `rates`.
        whole: it reads whole tables of the reporters, not only what they say of the partners; of goods with other
            partners the totals only.
        mirrored: it also needs what the partners report of the reporters.
        version: hash of all SQL it rests on.
    """

    sql: str
    stored: frozenset[str]
    measures: Mapping[str, frozenset[str]]
    goods: bool
    reads: frozenset[str]
    whole: bool
    mirrored: bool
    version: str

    def series(self, measures: Collection[str]) -> tuple[str, ...]:
        """The stored series some measures take; none for all of the part's."""
        wanted = {name for one in measures for name in self.measures.get(one, ())}
        return () if wanted == self.stored else tuple(sorted(wanted))


@dataclass(frozen=True, slots=True)
class Plan:
    """How readings are computed.

    Attributes:
        parts: name -> part; a pillar has up to two.
        shared: SQL of what the parts read, by name, in order.
        rates: SQL of `record.query.annual_rates`.
        derived: indicator -> how it follows from levels at look-up.
        compares: indicators whose readings are not converted into other currencies.
    """

    parts: Mapping[str, Part]
    shared: Mapping[str, str]
    rates: str
    derived: Mapping[str, Derived]
    compares: frozenset[str]

    @property
    def measures(self) -> frozenset[str]:
        """Every measure it answers: levels, and what follows from them at look-up."""
        follow = (name for one in self.derived.values() for name in one.names.values())
        return frozenset(follow).union(*(part.measures for part in self.parts.values()))

    def answering(self, measures: Collection[str]) -> tuple[str, ...]:
        """The parts that answer one of `measures`; all of them for none."""
        return tuple(name for name, part in self.parts.items() if not measures or part.measures.keys() & set(measures))

    def levels(self, measure: str) -> frozenset[str]:
        """The measures whose readings a measure is made of when it is looked up, itself among them."""
        names = {source for one in self.derived.values() for source, name in one.names.items() if name == measure}
        return frozenset(names | {measure})
