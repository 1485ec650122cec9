"""Politics: governance indices and parliamentary votes; agreements, visits and councils come from the events."""

from __future__ import annotations

from hali.model.indicator import Indicator, Pillar, Section
from hali.pillars.rows import series
from hali.record.query import Table, Tables

STORED = (
    "governance_index.corruption_perceptions",
    "governance_index.freedom",
    "governance_index.rule_of_law",
    "governance_index.voice_accountability",
    "voice_accountability_se",
    "corruption_perceptions_rank",
    "rule_of_law_rank",
    "nations_in_transit_score",
    "freedom_civil_liberties",
    "freedom_political_rights",
    "parliament_votes_for",
    "parliament_votes_against",
    "parliament_abstentions",
    "agreement_areas",
    "un_ideal_point_distance",
)


def levels(tables: Tables) -> Table:
    """Indices, ranks and counts as their publishers print them."""
    return series(tables, STORED)


PILLAR = Pillar(
    id="politics",
    order=5,
    sections=(
        Section("dialogue", (4,), ("agreements_in_force", "high_level_meetings", "un_vote_agreement"), ("unga",)),
        Section("reform", (4, 1), ("governance_index", "corruption_perceptions_rank"), ("worldbank",)),
    ),
    indicators=(Indicator("politics.level", ("governance_index",), "as published", "", levels),),
)
