"""Eurostat: tables of its dissemination database. Only the last version of each is served: older ones are ours."""

from __future__ import annotations

from hali.connectors import plain, series
from hali.connectors.dissemination import DOCUMENTATION, LIMITS, READ, dataflow
from hali.model.source import Source

__all__ = ["SOURCE"]

_BASE = "https://ec.europa.eu/eurostat/api/dissemination"

SOURCE = Source(
    id="eurostat",
    title="Eurostat",
    url="https://ec.europa.eu/eurostat",
    licence="CC BY 4.0",
    attribution="Eurostat, {dataset}, {date}; own calculation",
    ship="Y",
    hosts=("ec.europa.eu",),
    rate=1.0,
    cadence="twice a day at 11:00 and 23:00 CET; each table in its own rhythm",
    covers="EU",
    limits=LIMITS,
    documentation=DOCUMENTATION,
    read=READ,
    undeclared=plain.feed,
    dataflows=tuple(dataflow(_BASE, table, f"ESTAT:{code}") for code, table in series.declared("eurostat").items()),
)
