from __future__ import annotations

from importlib.resources import files
from itertools import pairwise
from math import hypot, pi, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hali.publish import charts, maps
from hali.publish.palette import LIGHT
from hali.publish.plots import Leg, Map, Place

SVG = "{http://www.w3.org/2000/svg}"
CHART = Map(
    first=("DEU", "FRA"),
    second=("KAZ",),
    names=("Two <states>", "Kazakhstan"),
    places=(Place("Aktau", 51.2, 43.6), Place("Poti", 41.7, 42.1, -30, -20)),
    legs=(Leg(((80.3, 44.2), (51.2, 43.6))), Leg(((51.2, 43.6), (49.4, 39.9)), sea=True)),
    ways=("rail", "sea"),
)


@pytest.mark.parametrize(
    ("place", "point", "area"),
    [
        ("Simferopol", (34.10, 44.95), "UKR"),
        ("Sevastopol", (33.60, 44.62), "UKR"),
        ("Kyrenia", (33.30, 35.30), "CYP"),
        ("Nicosia", (33.36, 35.14), "CYP"),
        ("Famagusta", (33.85, 35.15), "CYP"),
        ("Valletta", (14.45, 35.88), "MLT"),
        ("Sukhumi", (41.10, 43.02), "GEO"),
        ("Tskhinvali", (43.97, 42.22), "GEO"),
        ("Khankendi", (46.75, 39.82), "AZE"),
        ("Tiraspol", (29.60, 46.85), "MDA"),
        ("Pristina", (21.16, 42.66), "XKX"),
        ("Kaliningrad", (20.70, 54.70), "RUS"),
        ("Almaty", (76.95, 43.25), "KAZ"),
        ("the Caspian", (51.0, 41.5), ""),
        ("the Black Sea", (34.0, 43.4), ""),
    ],
)
def test_places_lie_where_the_rule_puts_them(place: str, point: tuple[float, float], area: str) -> None:
    assert maps.area_at(*point) == area, place


def test_no_disputed_boundary_in_asia_and_no_western_sahara() -> None:
    assert maps.area_at(79.5, 35.3) == maps.area_at(75.0, 35.5) == "OTHER"
    assert all(latitude >= 33.99 for ring in maps.rings("OTHER") for _, latitude in ring)


def test_areas_are_shaded_only_where_the_map_holds_most_of_them() -> None:
    assert maps.shows(["KAZ", "DEU", "MLT", "CYP"])
    assert not maps.shows(["RUS"])
    assert not maps.shows(["KAZ", "CHN"])


def test_the_base_map_is_small_and_names_its_origin() -> None:
    file = files("hali.publish") / "data" / "base_map.json"
    assert len(file.read_bytes()) < 60_000
    assert b"Natural Earth" in file.read_bytes()[:200]


@given(st.floats(-10, 86), st.floats(35, 70))
def test_the_projection_keeps_areas(longitude: float, latitude: float) -> None:
    """A small cell has the area on the picture that it has on the globe."""
    step = 0.01
    a, b, c, d = (
        maps.projected(longitude + x * step, latitude + y * step) for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))
    )
    drawn = abs(sum(p[0] * q[1] - q[0] * p[1] for p, q in pairwise((a, b, c, d, a)))) / 2
    globe = radians(step) * (sin(radians(latitude + step)) - sin(radians(latitude)))
    assert drawn == pytest.approx(globe, rel=1e-3)


def test_the_projection_puts_north_up_on_its_meridian() -> None:
    assert maps.projected(maps.MERIDIAN, 60)[0] == 0
    assert maps.projected(maps.MERIDIAN, 60)[1] < maps.projected(maps.MERIDIAN, 40)[1]
    assert hypot(*maps.projected(0, 50)) < pi


def test_the_picture_has_patterns_dashes_names_and_one_sentence() -> None:
    text = charts.picture(CHART, "en", "A map.", "here")
    root = etree.fromstring(text)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}desc") == "A map."
    assert {node.get("id") for node in root.iter(f"{SVG}pattern")} == {"here-a", "here-b"}
    shaded = {node.get("fill"): len(node) for node in root.iter(f"{SVG}g") if "url" in node.get("fill", "")}
    assert shaded == {"url(#here-a)": 2, "url(#here-b)": 1}
    legs = [node for node in root.iter(f"{SVG}polyline") if node.get("stroke") == LIGHT["ink"]]
    assert [leg.get("stroke-dasharray") for leg in legs] == [None, "4 3"]
    words = [node.text for node in root.iter(f"{SVG}text")]
    assert {"Aktau", "Poti", "Two <states>", "Kazakhstan", "rail", "sea"} <= set(words)
    assert charts.picture(CHART, "en", "A map.", "here") == text


def test_everything_stands_inside_the_picture() -> None:
    root = etree.fromstring(charts.picture(CHART, "en", "A map.", "here"))
    _, _, width, height = map(float, root.get("viewBox").split())
    for node in root.iter(f"{SVG}text", f"{SVG}circle"):
        if node.getparent().tag != f"{SVG}pattern":
            assert 0 <= float(node.get("x") or node.get("cx")) <= width
            assert 0 <= float(node.get("y") or node.get("cy")) <= height


def test_a_map_without_a_route_has_no_key_for_one() -> None:
    root = etree.fromstring(charts.picture(Map(("DEU",), ("FRA",), ("Germany", "France")), "en", "A map.", "x"))
    assert [node.text for node in root.iter(f"{SVG}text")] == ["Germany", "France"]
