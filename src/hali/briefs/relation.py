"""How wide the relation of two partners is and how much each rests on it: components of the record, with their cells.

What flows with the other side is set beside what flows with every partner of the same table and year.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date

from hali.briefs.compose import day_of
from hali.briefs.material import is_year, usual
from hali.codelists import areas
from hali.errors import NotInRecord
from hali.methods.relation_index import RelationIndex, relation_index
from hali.model.definition import NONE, Reading
from hali.record import readings as lookup
from hali.record.store import Record

COMPONENTS: tuple[tuple[str, str], ...] = (
    ("trade", "exports"),
    ("trade", "imports"),
    ("trade", "services_delivered"),
    ("investment", "fdi_positions_abroad"),
    ("people", "migrant_stock"),
    ("people", "students_from_partner"),
    ("transport", "air_routes"),
)
"""Pillar and measure of what flows with a partner and adds up over partners."""

NEWEST = 2
"""Years of each table that are counted, the newest ones of the pair."""

FEWEST = 10
"""Partners of a table and year below which its largest and its total say little."""


@dataclass(frozen=True, slots=True)
class Count:
    """One way to count a component.

    Attributes:
        pillar: the pillar it belongs to.
        measure: the measure.
        reading: what flows with the other side.
        largest: what flows with the largest partner.
        total: what flows with all partners of the table, in the reading's unit.
        partners: how many they are.
    """

    pillar: str
    measure: str
    reading: Reading
    largest: Reading
    total: float
    partners: int


@dataclass(frozen=True, slots=True)
class Relation:
    """What one side has with the other.

    Attributes:
        record: where it comes from.
        side: code of the side whose flows are counted.
        other: code of the partner.
        counts: every count.
        pillars: pillars in the order of the numbers of `index`.
        index: bandwidth and dependence.
        missing: measures the record has no comparable count of.
    """

    record: Record
    side: str
    other: str
    counts: tuple[Count, ...]
    pillars: tuple[str, ...]
    index: RelationIndex
    missing: tuple[str, ...]


def relation(record: Record, a: str, b: str) -> Relation:
    """What `a` has with `b`, by `a`'s count or that of whoever counts for it.

    Args:
        record: the record.
        a: one side, as area concept or dated code.
        b: the other.

    Raises:
        NotInRecord: no component is counted with enough partners.
    """
    import numpy as np

    day = day_of(record)
    side, other = usual(a, day), usual(b, day)
    counts = [one for pillar, measure in COMPONENTS for one in _counts(record, pillar, measure, side, other, day)]
    if not counts:
        raise NotInRecord(
            f"the record counts nothing between {a} and {b} that is counted with {FEWEST} partners or more; "
            "`hali readings` lists what it holds"
        )
    pillars = tuple(dict.fromkeys(one.pillar for one in counts))
    measures = tuple(dict.fromkeys(one.measure for one in counts))
    index = relation_index(
        np.array([one.reading.value for one in counts]),
        np.array([one.largest.value for one in counts]),
        np.array([one.total for one in counts]),
        np.array([measures.index(one.measure) for one in counts]),
        np.array([pillars.index(one.pillar) for one in counts]),
    )
    missing = tuple(measure for _, measure in COMPONENTS if measure not in measures)
    return Relation(record, side, other, tuple(counts), pillars, index, missing)


def _counts(record: Record, pillar: str, measure: str, side: str, other: str, day: str) -> Iterable[Count]:
    """The counts of a component, those of each table in its newest years with the partner."""
    found = lookup.find(
        record,
        [measure],
        reporters=[side],
        newest=True,
        where={"product": ("TOTAL", NONE), "rate": ("reported", NONE), "variant": NONE, "base": NONE},
    )
    on = date.fromisoformat(day)
    # a bloc stands in place of its members, and what a bloc has with its own members is no relation with others
    inside = (areas.members(other, on) | areas.members(side, on)) - {other}
    years = [one for one in found if is_year(one) and one.status != "Q" and one.value >= 0]
    tables = sorted({(one.definition.dataflow, one.definition.unit) for one in years})
    for dataflow, unit in tables:
        mine = [one for one in years if (one.definition.dataflow, one.definition.unit) == (dataflow, unit)]
        of_pair = sorted({one.definition.period for one in mine if one.definition.partner == other})
        for period in of_pair[-NEWEST:]:
            rows = [one for one in mine if one.definition.period == period]
            counted = _count(pillar, measure, rows, other, inside)
            if counted:
                yield counted


def _count(pillar: str, measure: str, rows: Sequence[Reading], other: str, inside: Set[str]) -> Count | None:
    """One count from all rows of a table and year; those `inside` one of the two sides are no partners."""
    named: dict[str, Reading] = {}
    # a row that is printed goes before our sum
    for one in sorted(rows, key=lambda one: one.definition.method == "table"):
        named[one.definition.partner] = one
    single = {code: one for code, one in named.items() if areas.area(code).kind in {"country", "former", "residual"}}
    apart = {code: one for code, one in single.items() if code not in inside and code != other}
    partner = named[other]
    if len(apart) + 1 < FEWEST:
        return None
    beside = [partner, *(one for code, one in apart.items() if areas.area(code).kind == "country")]
    total = partner.value + sum(one.value for one in apart.values())
    if not total:
        return None
    return Count(pillar, measure, partner, max(beside, key=lambda one: one.value), total, len(apart) + 1)
