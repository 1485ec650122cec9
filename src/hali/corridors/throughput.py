"""What the corridors of an answer can take in a year, where it was published in one unit; else why it is not said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hali.corridors.load import Limit, Loaded
from hali.corridors.search import Route
from hali.corridors.what_if import WhatIf
from hali.methods.corridors.capacity import UNKNOWN, throughput

TEU, TONNES = "TEU/year", "million t/year"

FULL = 0.95
"""Utilisation from which on waiting times are no longer to be trusted: a queue grows without bound towards 1."""


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """An element of a corridor with a published capacity.

    Attributes:
        element: id of the service or place.
        capacity: in `unit`.
        unit: as published.
        flow: what was carried; None where it is not published in the same unit.
        utilisation: flow by capacity; None where there is no flow.
        rows: rows of both.
    """

    element: str
    capacity: float
    unit: str
    flow: float | None
    utilisation: float | None
    rows: tuple[str, ...]

    @property
    def full(self) -> bool:
        """Whether so much of it is used that waiting there is longer than told."""
        return self.utilisation is not None and self.utilisation >= FULL


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a corridor takes.

    Attributes:
        corridor: its ids.
        flow: TEU a year; None where it cannot be said.
        cut: elements that limit it.
        refused: why there is no flow: a way has no capacity in TEU, or some are in `units`; "" where there is one.
        units: units that cannot be compared with TEU.
        bottlenecks: elements with a capacity, in TEU the narrowest first, then those of other units.
        tonnes: in a TEU, that capacities in tonnes were converted by; None = none were.
    """

    corridor: str
    flow: float | None
    cut: tuple[str, ...]
    refused: Literal["", "unpublished", "mixed"]
    bottlenecks: tuple[Bottleneck, ...]
    units: tuple[str, ...] = ()
    tonnes: float | None = None


def capacities(loaded: Loaded, routes: Sequence[tuple[str, Route]], given: WhatIf) -> tuple[Capacity, ...]:
    """The capacity of each corridor that routes of an answer follow.

    Args:
        loaded: the network.
        routes: (corridor, services).
        given: what was set; its tonnes per TEU convert capacities in tonnes.
    """
    grouped: dict[str, list[Route]] = {}
    for corridor, route in routes:
        grouped.setdefault(corridor, []).append(route)
    return tuple(_capacity(loaded, corridor, along, given.tonnes_per_teu) for corridor, along in grouped.items())


def _capacity(loaded: Loaded, corridor: str, routes: Sequence[Route], tonnes: float | None) -> Capacity:
    services = {one.id: one for route in routes for one in route}
    start, end = routes[0][0].start, routes[0][-1].end
    places = {place for one in services.values() for place in (one.start, one.end)} - {start, end}
    limits = [one for one in loaded.limits if one.element in services or one.element in places]
    bottlenecks = tuple(sorted(map(_bottleneck, limits), key=lambda one: (one.unit != TEU, one.capacity)))
    known = {one.element: one.capacity for one in limits if one.unit == TEU}
    if tonnes:
        known |= {one.element: one.capacity * 1e6 / tonnes for one in limits if one.unit == TONNES}
    mixed = sorted({one.unit for one in limits if one.element not in known})
    arcs = [(one.id, one.start, one.end) for one in services.values()]
    found = throughput(arcs, known, start, end)
    if found.flow == UNKNOWN:
        return Capacity(corridor, None, (), "unpublished", bottlenecks, tuple(mixed))
    if mixed:
        # what is given in another unit may be narrower than the cut
        return Capacity(corridor, None, found.cut, "mixed", bottlenecks, tuple(mixed))
    return Capacity(corridor, found.flow, found.cut, "", bottlenecks, (), tonnes)


def _bottleneck(limit: Limit) -> Bottleneck:
    same = limit.flow is not None and limit.flow_unit == limit.unit
    flow = limit.flow if same else None
    utilisation = flow / limit.capacity if flow is not None and limit.capacity else None
    return Bottleneck(limit.element, limit.capacity, limit.unit, flow, utilisation, limit.rows)
