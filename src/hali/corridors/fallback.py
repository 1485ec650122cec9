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
class Asked:
    """What the record was asked for beside it: a measure, the area whose number it is, and the partner or ""."""

    measure: str
    reporter: str
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A number of the record: what, value, unit, period, and the id of the reading."""

    what: Asked
    value: float
    unit: str
    period: str
    reading: str


@dataclass(frozen=True, slots=True)
class Near:
    """A place off the network, and the place of the network next to it where one is close: its id and km."""

    place: Place
    node: str = ""
    km: float = 0.0


@dataclass(frozen=True, slots=True)
class Distance:
    """Two places without a network between them.

    Attributes:
        loaded: the network that does not hold them both.
        ends: the places.
        km: great-circle distance, km.
        off: those that are not in the network.
        readings: numbers of the record about the two countries.
        missing: what the record was asked for and has not got.
    """

    loaded: Loaded
    ends: tuple[Place, Place]
    km: float
    off: tuple[Near, ...]
    readings: tuple[Said, ...]
    missing: tuple[Asked, ...]


def distance(
    loaded: Loaded, ends: tuple[Place, Place], readings: Sequence[Said], missing: Sequence[Asked] = ()
) -> Distance:
    """What is said of two places.

    Args:
        loaded: the network that does not hold them both.
        ends: the places.
        readings: what the record says of their countries.
        missing: what it does not say.
    """
    off = tuple(_near(loaded, place) for place in ends if not place.node)
    return Distance(loaded, ends, great_circle(ends[0].point, ends[1].point), off, tuple(readings), tuple(missing))


def _near(loaded: Loaded, place: Place) -> Near:
    near = min(loaded.nodes.values(), key=lambda node: great_circle(node.point, place.point))
    away = great_circle(near.point, place.point)
    return Near(place, near.id, away) if away <= CLOSE else Near(place)
