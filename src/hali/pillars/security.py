"""Security: non-proliferation facts, military spending; programmes come from the events and announced money."""

from __future__ import annotations

from hali.model.indicator import Pillar, Section
from hali.pillars.published import published

PILLAR = Pillar(
    id="security",
    order=6,
    sections=(
        Section("terrorism", (5, 1), ("curated",)),
        Section("nonproliferation", (5, 2), ("curated",)),
        Section("borders", (5, 3), ("curated",)),
    ),
    indicators=(published("security.level"),),
)
