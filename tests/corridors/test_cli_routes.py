"""`hali routes`: every format, the answer without a network, and one clear line for each wrong question."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree, html
from tests.test_cli import Run, refused, run

__all__ = ["run"]


def test_text_names_routes_and_rows(run: Run) -> None:
    done = run("routes", "Xi'an", "Duisburg")
    assert done.code == 0, done.err
    assert "Northern corridor by Kazakhstan" in done.out
    assert "Middle Corridor (Trans-Caspian), across the Caspian Sea and the Black Sea" in done.out
    assert "L112" in done.out
    assert "assumptions" in done.out


def test_same_command_same_bytes(run: Run) -> None:
    outs = [run("routes", "Altynkol", "Poti", "--format", "json", "--seed", "5").out for _ in range(2)]
    assert outs[0] == outs[1]
    assert json.loads(outs[0])["seed"] == 5


def test_files_of_each_format(run: Run, tmp_path: Path) -> None:
    for ending in ("html", "json", "geojson", "svg", "png"):
        done = run("routes", "Altynkol", "Poti", "-o", f"routes.{ending}", "--cargo-value", "100000")
        assert done.code == 0, done.err
    page = html.fromstring((tmp_path / "routes.html").read_bytes())
    assert page.xpath("//svg")
    assert not page.xpath("//script|//img[starts-with(@src, 'http')]|//link[starts-with(@href, 'http')]")
    picture = etree.fromstring((tmp_path / "routes.svg").read_bytes())
    assert picture.tag.endswith("svg")
    assert (tmp_path / "routes.png").read_bytes().startswith(b"\x89PNG")
    assert json.loads((tmp_path / "routes.geojson").read_text())["type"] == "FeatureCollection"
    assert json.loads((tmp_path / "routes.json").read_text())["routes"][0]["generalised_cost"]["rows"]


def test_what_is_set_stands_in_the_answer(run: Run) -> None:
    done = run("routes", "Xi'an", "Duisburg", "--set", "dwell.malaszewicze=0.5", "--avoid", "Iran", "--format", "json")
    data = json.loads(done.out)
    assert data["set"] == ["dwell.malaszewicze = 0.5", "without Iran"]
    assert data["differences"]
    assert all("tehran" not in route["places"] for route in data["routes"])


def test_no_network_is_said_plainly(run: Run) -> None:
    done = run("routes", "Nairobi", "Dar es Salaam")
    assert done.code == 0
    assert "No curated network" in done.out
    assert "673 km" in done.out
    assert "direct air routes, Kenya, Tanzania" in done.out
    data = json.loads(run("routes", "Nairobi", "Dar es Salaam", "--format", "json").out)
    assert data["network"] is None
    assert "days" not in data
    assert run("routes", "Nairobi", "Dar es Salaam", "-o", "far.html").code == 0


def test_other_network(run: Run, tmp_path: Path) -> None:
    refused(run("routes", "Altynkol", "Poti", "--network", "nowhere"), "nowhere", "cannot be read")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Xiann", "Duisburg"), ("unknown place", "Xi'an")),
        (("Xi'an", "xian"), ("two different places",)),
        (("Ulaanbaatar", "Harbin", "--avoid", "Russia", "--avoid", "Zamyn-Uud"), ("no route",)),
        (("Almaty", "Poti", "--avoid", "Georgia"), ("cannot be avoided",)),
        (("Almaty", "Poti", "--avoid", "Narnia"), ("unknown area",)),
        (("Almaty", "Poti", "--set", "dwell.aktau=-1"), ("dwell.aktau",)),
        (("Almaty", "Poti", "--set", "close.aktau=yes", "--set", "open.aktau=yes"), ("both",)),
        (("Almaty", "Poti", "--cargo-value", "-5"), ("above 0",)),
        (("Almaty", "Poti", "--month", "13"), ("month 13",)),
        (("Almaty", "Poti", "--max", "0"), ("1 to 12",)),
        (("Almaty", "Poti", "--seed", "-2"), ("seed",)),
        (("Nairobi", "Dar es Salaam", "--format", "png"), ("no curated network", "text, json and html")),
        (("Nairobi", "Dar es Salaam", "--avoid", "Kenya"), ("no curated network",)),
    ],
)
def test_refused(run: Run, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    refused(run("routes", *arguments), *words)
