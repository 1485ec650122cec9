"""Two places of which one at least is in no curated network: what can be said all the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hali.corridors.load import Loaded
from hali.corridors.places import Place
from hali.methods.corridors.sphere import great_circle

CLOSE = 400.0
"""Kilometres within which a place of the network is named as the nearest."""

ORIGIN = "computed from coordinates: GeoNames (CC BY 4.0)"


@dataclass(frozen=True, slots=True)
class Said:
    """A number of the record beside it: what, value, unit, period, and the id of the reading."""

    what: str
    value: float
    unit: str
    period: str
    reading: str


@dataclass(frozen=True, slots=True)
class Distance:
    """Two places without a network between them.

    Attributes:
        ends: the places.
        km: great-circle distance, km.
        said: that there is no network, and what of it is near.
        origin: where the distance comes from.
        readings: numbers of the record about the two countries.
        missing: what the record was asked for and has not got.
    """

    ends: tuple[Place, Place]
    km: float
    said: str
    origin: str
    readings: tuple[Said, ...]
    missing: tuple[str, ...]


def distance(
    loaded: Loaded, ends: tuple[Place, Place], readings: Sequence[Said], missing: Sequence[str] = ()
) -> Distance:
    """What is said of two places.

    Args:
        loaded: the network that does not hold them both.
        ends: the places.
        readings: what the record says of their countries.
        missing: what it does not say.
    """
    off = [place for place in ends if not place.node]
    told = f"no curated network holds {' or '.join(place.name for place in off)}, so no time, cost or route is given"
    for place in off:
        near = min(loaded.nodes.values(), key=lambda node: great_circle(node.point, place.point))
        away = great_circle(near.point, place.point)
        if away <= CLOSE:
            told += f"; the network has {near.name}, {away:,.0f} km from {place.name}"
    return Distance(ends, great_circle(ends[0].point, ends[1].point), told, ORIGIN, tuple(readings), tuple(missing))
