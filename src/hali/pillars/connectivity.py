"""Connections: cargo and boxes along corridors, transit times, rail freight, logistics performance."""

from __future__ import annotations

from hali.model.indicator import Indicator, Pillar, Section
from hali.pillars.rows import series
from hali.record.query import Table, Tables

STORED = (
    "corridor_cargo.rail",
    "corridor_cargo.seaports",
    "corridor_cargo_forecast",
    "corridor_containers",
    "corridor_containers_forecast",
    "corridor_containers_plan",
    "corridor_containers_target",
    "corridor_transit_time.delivery",
    "corridor_transit_time.terminals",
    "corridor_trains",
    "corridor_capacity",
    "corridor_volume_forecast",
    "containers_all",
    "containers_rail",
    "containers_transit",
    "rail_freight",
    "rail_transit",
    "transit_freight",
    "share_of_container_transit",
    "share_of_overland_route",
    "share_of_rail_route",
    "lpi_score",
)


def levels(tables: Tables) -> Table:
    """Transport figures as published: T, TEU, days, index points."""
    return series(tables, STORED)


PILLAR = Pillar(
    id="connectivity",
    order=4,
    sections=(
        Section("connectivity", (3,), ("rail_freight", "lpi_score"), ("worldbank", "curated")),
        Section("routes", (3, 1), ("corridor_cargo", "corridor_containers", "corridor_transit_time"), ("curated",)),
    ),
    indicators=(
        Indicator(
            "connectivity.level",
            ("corridor_cargo", "corridor_containers", "corridor_transit_time", "rail_freight", "lpi_score"),
            "as published",
            "",
            levels,
        ),
    ),
)
