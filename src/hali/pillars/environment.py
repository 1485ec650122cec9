"""Environment and development: climate pledges, forest, air, life expectancy, SDG index, and the economy's size."""

from __future__ import annotations

from hali.model.indicator import Indicator, Pillar, Section
from hali.pillars.rows import series
from hali.record.query import Table, Tables

STORED = (
    "emission_target.conditional",
    "emission_target.unconditional",
    "net_zero_year",
    "forest_area.of_land",
    "pm25_exposure",
    "snow_leopards",
    "sdg_index_rank",
    "sdg_index_score",
    "life_expectancy",
    "broadband_subscriptions_per_100",
)

ECONOMY = (
    "gdp",
    "gdp_growth",
    "gdp_per_head_ppp",
    "population",
    "inflation",
    "exports_goods_services_of_gdp",
    "imports_goods_services_of_gdp",
    "product_share_exports.fuels",
    "merchandise_exports",
    "merchandise_imports",
)


def levels(tables: Tables) -> Table:
    """Environment and development figures as published."""
    return series(tables, STORED)


def economy(tables: Tables) -> Table:
    """Size and growth of an area's economy as published."""
    return series(tables, ECONOMY)


PILLAR = Pillar(
    id="environment",
    order=8,
    sections=(
        Section("climate", (9,), ("emission_target", "net_zero_year", "pm25_exposure"), ("curated", "worldbank")),
        Section("biodiversity", (10,), ("forest_area", "snow_leopards"), ("worldbank",)),
        Section("sdg", (11,), ("sdg_index_score", "sdg_index_rank", "life_expectancy"), ("worldbank",)),
    ),
    indicators=(
        Indicator("environment.level", ("emission_target", "forest_area"), "as published", "", levels),
        Indicator("environment.economy", ("gdp", "gdp_growth", "population"), "as published", "", economy),
    ),
)
