"""Environment and development: climate pledges, forest, air, life expectancy, SDG index, and the economy's size."""

from __future__ import annotations

from hali.model.indicator import Pillar, Section
from hali.pillars.published import published

PILLAR = Pillar(
    id="environment",
    order=8,
    sections=(
        Section("climate", (9,), ("curated", "worldbank")),
        Section("biodiversity", (10,), ("worldbank",)),
        Section("sdg", (11,), ("worldbank",)),
    ),
    indicators=(
        published("environment.level"),
        published("environment.economy"),
    ),
)
