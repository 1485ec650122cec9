"""Connections: cargo and boxes along corridors, transit times, rail freight, logistics performance."""

from __future__ import annotations

from hali.model.indicator import Pillar, Section
from hali.pillars.published import published

PILLAR = Pillar(
    id="connectivity",
    order=4,
    sections=(
        Section("connectivity", (3,), ("worldbank", "curated")),
        Section("routes", (3, 1), ("curated",)),
    ),
    indicators=(published("connectivity.level"),),
)
