"""Security: non-proliferation facts, military spending; programmes come from the events and announced money."""

from __future__ import annotations

from hali.model.indicator import Indicator, Pillar, Section
from hali.pillars.rows import series
from hali.record.query import Table, Tables

STORED = (
    "leu_bank_capacity",
    "leu_bank_stock",
    "nuclear_tests",
    "nuclear_warheads_inherited",
    "military_expenditure_of_gdp",
)


def levels(tables: Tables) -> Table:
    """Security figures as published."""
    return series(tables, STORED)


PILLAR = Pillar(
    id="security",
    order=6,
    sections=(
        Section("terrorism", (5, 1), (), ("curated",)),
        Section(
            "nonproliferation",
            (5, 2),
            ("leu_bank_capacity", "leu_bank_stock", "nuclear_warheads_inherited"),
            ("curated",),
        ),
        Section("borders", (5, 3), (), ("curated",)),
    ),
    indicators=(Indicator("security.level", ("leu_bank_stock",), "as published", "", levels),),
)
