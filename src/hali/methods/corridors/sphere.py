"""Distances on the globe."""

from __future__ import annotations

import math

RADIUS = 6371.0088
"""Mean radius of the Earth, km (IUGG)."""


def great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance of two points in degrees (longitude, latitude), km.

    >>> round(great_circle((0.0, 0.0), (180.0, 0.0)))
    20015

    Source:
        Sinnott (1984), Virtues of the haversine, Sky and Telescope 68(2), 159.
    """
    (lon, lat), (lon_2, lat_2) = (map(math.radians, point) for point in (one, other))
    half = math.sin((lat_2 - lat) / 2) ** 2 + math.cos(lat) * math.cos(lat_2) * math.sin((lon_2 - lon) / 2) ** 2
    return 2 * RADIUS * math.asin(math.sqrt(half))
