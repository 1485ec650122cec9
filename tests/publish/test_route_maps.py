"""The map of routes: its projection, its land, what is drawn and what is said of it."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hali.errors import RecordError
from hali.publish import charts, route_maps
from hali.publish.plots import RouteMap, Stop, Track

SVG = "{http://www.w3.org/2000/svg}"
CHART = RouteMap(
    tracks=(
        Track(((80.3, 44.2), (51.2, 43.6)), "rail", front=True),
        Track(((51.2, 43.6), (49.4, 39.9)), "sea", front=True),
        Track(((80.3, 44.2), (49.4, 39.9)), "planned"),
    ),
    stops=(
        Stop("Altynkol", 80.3, 44.2, end=True),
        Stop("Aktau", 51.2, 43.6, days=4.0),
        Stop("Kuryk", 51.7, 43.2),
        Stop("Alat", 49.4, 39.9, end=True),
    ),
    ways=(("rail", "rail"), ("sea", "ship"), ("planned", "planned line")),
    words=("Middle Corridor", "days at a place"),
)


def drawn() -> ElementTree.Element:
    return ElementTree.fromstring(charts.picture(CHART, "en", "A map.", "one"))


def test_projection_is_equal_area() -> None:
    # a cell of one degree has the area cos(latitude) by one degree squared, wherever it lies
    middle = (60.0, 45.0)
    for lon, lat in ((20.0, 10.0), (60.0, 45.0), (110.0, 60.0), (80.0, -20.0)):
        size = 0.01
        corners = [(lon, lat), (lon + size, lat), (lon + size, lat + size), (lon, lat + size)]
        flat = [route_maps.projected(corner, middle) for corner in corners]
        area = sum(a * d - c * b for (a, b), (c, d) in zip(flat, flat[1:] + flat[:1], strict=True)) / 2
        assert abs(area) == pytest.approx(math.radians(size) ** 2 * math.cos(math.radians(lat + size / 2)), rel=1e-3)


@given(st.floats(-50, 170), st.floats(-40, 75))
def test_distance_from_the_middle_is_that_of_the_chord(lon: float, lat: float) -> None:
    middle = (60.0, 30.0)
    x, y = route_maps.projected((lon, lat), middle)
    cosine = math.sin(math.radians(30)) * math.sin(math.radians(lat)) + math.cos(math.radians(30)) * math.cos(
        math.radians(lat)
    ) * math.cos(math.radians(lon - 60))
    assert math.hypot(x, y) == pytest.approx(math.sqrt(max(0.0, 2 - 2 * cosine)), abs=1e-6)


def inside(lon: float, lat: float) -> bool:
    """Whether a point is land, by how often a line eastwards crosses the coasts."""
    crossings = 0
    for ring in route_maps._land():
        for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (ay > lat) != (by > lat) and lon < (bx - ax) * (lat - ay) / (by - ay) + ax:
                crossings += 1
    return crossings % 2 == 1


@pytest.mark.parametrize(
    ("lon", "lat", "land"),
    [
        (68.0, 48.0, True),  # Kazakhstan
        (108.9, 34.3, True),  # Xi'an
        (25.0, -28.0, True),  # South Africa
        (51.0, 41.5, False),  # the Caspian Sea
        (34.0, 43.3, False),  # the Black Sea
        (75.0, -10.0, False),  # the Indian Ocean
    ],
)
def test_land_is_land(lon: float, lat: float, land: bool) -> None:
    assert inside(lon, lat) is land


def test_ways_differ_by_colour_and_by_dashes() -> None:
    looks = list(route_maps.STYLES.values())
    assert len({role for role, _ in looks}) == len(looks)
    assert len({dashes for _, dashes in looks}) == len(looks)


def test_names_ends_and_legend() -> None:
    texts = [node.text for node in drawn().iter(f"{SVG}text")]
    for word in ("Altynkol", "Alat", "rail", "ship", "planned line", "Middle Corridor", "days at a place"):
        assert word in texts


def test_everything_is_inside_the_picture() -> None:
    picture = drawn()
    width, height = (float(part) for part in picture.attrib["viewBox"].split()[2:])
    for node in picture.iter(f"{SVG}polyline"):
        for pair in node.attrib["points"].split():
            x, y = map(float, pair.split(","))
            assert -0.5 <= x <= width + 0.5
            assert -0.5 <= y <= height + 0.5


def test_circles_grow_with_the_days() -> None:
    radii = {node.attrib["r"] for node in drawn().iter(f"{SVG}circle")}
    assert f"{2.2 + 1.6 * 2:.2f}".rstrip("0") in radii


def test_a_map_needs_a_leg() -> None:
    with pytest.raises(RecordError):
        RouteMap((), (), (), ("", ""))
