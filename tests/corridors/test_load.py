"""The shipped network, and each thing a network is refused for."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

from hali.corridors import load as loading
from hali.corridors.load import BASE_YEAR, GROUNDS, load
from hali.corridors.tables import COLUMNS
from hali.errors import UnreadableInput
from hali.methods.corridors.network import SEA
from hali.methods.corridors.sphere import great_circle

SHARED = Path(__file__).parents[3] / "shared" / "corridor"
CASPIAN = {"aktau", "kuryk", "turkmenbashi"}
EAST, WEST = (52.0, 60.0), (45.0, 50.0)

Edit = Callable[..., str]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """Copies the shipped network and changes one cell; the folder."""

    def change(table: str, key: str, **cells: str) -> str:
        for name in COLUMNS:
            text = (files("hali.corridors") / "data" / f"{name}.csv").read_text(encoding="utf-8")
            rows = list(csv.DictReader(text.splitlines()))
            if name == table:
                row = next(row for row in rows if key in (row.get("id"), row.get("node"), row.get("element")))
                row.update(cells)
            with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                out = csv.DictWriter(file, COLUMNS[name])
                out.writeheader()
                out.writerows(rows)
        return str(tmp_path)

    return change


def test_ships_and_covers_eurasia() -> None:
    loaded = load()
    assert len(loaded.nodes) >= 60
    assert len(loaded.network.services) >= 150
    areas = {node.area for node in loaded.nodes.values()}
    assert areas >= {"CHN", "KAZ", "AZE", "GEO", "TUR", "ROU", "BGR", "HUN", "POL", "BLR", "DEU", "ITA", "NLD", "RUS"}
    assert areas >= {"MNG", "UZB", "TKM", "IRN"}
    assert {one.mode for one in loaded.network.services} >= {"rail", "road", "air", "ocean", "feeder", "ropax"}


def test_every_number_cites_a_row_or_is_an_assumption() -> None:
    loaded = load()
    for service in loaded.network.services:
        said = {*service.rows, *service.assumed}
        for number, fields in GROUNDS.items():
            assert said & set(fields), (service.id, number)
        assert {id_ for ids in service.rows.values() for id_ in ids} <= set(loaded.sources)
        assert service.days[0] <= service.days[1] <= service.days[2]
        assert service.cost[0] <= service.cost[1]
    for process in loaded.network.processes:
        for field in ("hours", "p95"):
            assert field in process.rows or field in process.assumed
        assert process.cost == 0 or "cost" in process.rows or "cost" in process.assumed


def test_no_doubtful_row_is_cited() -> None:
    assert {source.quality for source in load().sources.values()} <= set("ABCD")


def test_ports_alone_have_ships_and_nothing_else_crosses_the_caspian() -> None:
    loaded = load()
    for service in loaded.network.services:
        ends = [loaded.nodes[place] for place in (service.start, service.end)]
        if service.mode in SEA:
            assert all(end.kind == "port" for end in ends)
            # no ship leaves the Caspian
            assert (ends[0].sea == "Caspian Sea") == (ends[1].sea == "Caspian Sea")
        elif service.mode in ("rail", "road"):
            lons = sorted(end.point[0] for end in ends)
            lats = [end.point[1] for end in ends]
            across = lons[0] < WEST[1] and EAST[0] < lons[1] and max(lats) < 47 and min(lats) > 36.9
            assert not across, service.id


def test_gauge_breaks_have_a_process_at_their_place() -> None:
    loaded = load()
    network = loaded.network
    rail = [one for one in network.services if one.mode == "rail"]
    changes = {
        (one.end, one.gauge, other.gauge)
        for one in rail
        for other in network.leaving.get(one.end, ())
        if other.mode == "rail" and one.gauge != other.gauge and network.change(one.end, one, other)
    }
    named = {process.place for process in network.processes}
    assert changes
    for place, _, _ in changes:
        assert place in named
        assert loaded.nodes[place].kind == "gauge_change"


def test_kilometres_are_no_less_than_the_great_circle_allows() -> None:
    loaded = load()
    for service in loaded.network.services:
        ends = [loaded.nodes[place].point for place in (service.start, service.end)]
        assert service.km >= great_circle(ends[0], ends[1]) * 0.65, service.id


@pytest.mark.parametrize(
    ("id_", "km"),
    [
        ("shanghai-rotterdam.suez", 10_600 * 1.852),  # P052, L095
        ("shanghai-rotterdam.cape", 13_800 * 1.852),  # P053, L096
    ],
)
def test_ocean_is_within_one_per_cent_of_what_was_published(id_: str, km: float) -> None:
    assert load().network.by_id[id_].km == pytest.approx(km, rel=0.01)


@pytest.mark.parametrize(
    ("id_", "km"),
    [("aktau-alat.feeder", 468), ("turkmenbashi-alat.ropax", 250), ("poti-constanta.feeder", 1077)],
)
def test_sea_legs_are_those_measured_before(id_: str, km: float) -> None:
    assert load().network.by_id[id_].km == pytest.approx(km, rel=0.01)


def test_no_ship_takes_the_arctic_or_panama() -> None:
    for service in load().network.services:
        if service.mode in SEA:
            assert all(-25 < x < 150 and y < 62 for x, y in service.line), service.id


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="no shared/corridor beside the checkout")
def test_kilometres_are_those_of_the_rows() -> None:
    with (SHARED / "corridor_legs.csv").open(encoding="utf-8", newline="") as file:
        legs = {row["id"]: row for row in csv.DictReader(file)}
    checked = 0
    for service in load().network.services:
        for id_ in service.rows.get("km", ()):
            if id_ in legs and not any(word in service.assumed for word in ("km", "km-part")):
                assert service.km == pytest.approx(float(legs[id_]["distance_km"]), rel=0.03), service.id
                checked += 1
    assert checked > 20


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="no shared/corridor beside the checkout")
def test_origins_are_those_of_the_rows() -> None:
    rows = {}
    for name in ("corridor_legs", "corridor_published"):
        with (SHARED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows |= {row["id"]: row for row in csv.DictReader(file)}
    for id_, source in load().sources.items():
        if id_ in rows:
            assert source.address == rows[id_]["source_url"]
            assert source.quality == rows[id_]["quality"]
            assert source.year == rows[id_]["year"]


def test_directions_are_services_of_their_own() -> None:
    network = load().network
    west, east = network.by_id["altynkol-aktau.rail"], network.by_id["aktau-altynkol.rail"]
    assert "days-direction" in east.assumed
    assert "days-direction" not in west.assumed


def test_prices_are_brought_to_one_year() -> None:
    # 0.51 to 0.61 USD per FEU-km in prices of the base year
    service = load().network.by_id["altynkol-brest.rail"]
    assert BASE_YEAR == 2024
    assert service.cost == pytest.approx((0.51 * 5430, 0.61 * 5430))
    # 400 to 1,000 USD in prices of 2023, raised by the inflation of 2024
    assert load().network.by_id["aktau-alat.feeder"].cost == pytest.approx((400 * 1.02949525, 1000 * 1.02949525))


@pytest.mark.parametrize(
    ("table", "key", "cells", "said"),
    [
        ("services", "altynkol-aktau.rail", {"rows": "days:L999"}, "L999"),
        ("services", "altynkol-aktau.rail", {"rows": ""}, "cites no row"),
        ("services", "altynkol-aktau.rail", {"days_min": "9"}, "least <= typical"),
        ("services", "altynkol-aktau.rail", {"days_min": "-1"}, "not negative"),
        ("services", "altynkol-aktau.rail", {"days_typical": "three"}, "accepted is a number"),
        ("services", "altynkol-aktau.rail", {"mode": "camel"}, "accepted are rail"),
        ("services", "altynkol-aktau.rail", {"gauge": ""}, "gauge"),
        ("services", "altynkol-aktau.rail", {"to": "atlantis"}, "nodes.csv"),
        ("services", "altynkol-aktau.rail", {"status": "maybe"}, "open"),
        ("services", "altynkol-aktau.rail", {"corridor": "silk"}, "corridors.csv"),
        ("services", "altynkol-aktau.rail", {"tariff": "cheap"}, "kz_tariff"),
        ("services", "xian-altynkol.rail", {"km": "300"}, "km apart"),
        ("services", "aktau-alat.feeder", {"from": "almaty"}, "ports only"),
        ("services", "aktau-alat.feeder", {"to": "poti"}, "sea_legs.csv"),
        ("services", "aktau-alat.feeder", {"fixed_low": "5000"}, "low <= high"),
        ("services", "aktau-alat.feeder", {"fixed_year": "1990"}, "prices.csv"),
        ("processes", "altynkol", {"hours_p95": "1"}, "median <= 95th"),
        ("processes", "altynkol", {"rows": "hours:L109"}, "p95 cites no row"),
        ("processes", "altynkol", {"class": "magic"}, "rail_border"),
        ("closures", "caspian_feeder", {"utilisation": "0.99"}, "never drain"),
        ("closures", "caspian_feeder", {"services": "aktau-mars.feeder"}, "aktau-mars.feeder"),
        ("capacities", "aktau", {"rows": "", "flow_rows": ""}, "cites a row"),
        ("capacities", "aktau", {"unit": ""}, "units"),
        ("capacities", "aktau", {"element": "atlantis"}, "neither"),
        ("nodes", "aktau", {"kind": "castle"}, "terminal"),
        ("nodes", "aktau", {"lat": "north"}, "degrees"),
        ("origins", "L001", {"quality": "X"}, "doubtful"),
    ],
)
def test_refused(edited: Edit, table: str, key: str, cells: dict[str, str], said: str) -> None:
    folder = edited(table, key, **cells)
    with pytest.raises(UnreadableInput) as raised:
        load(folder)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_gauge_change_for_all_places_is_refused() -> None:
    network = load().network
    wild = replace(network.processes[0], place="*", before="rail1435", after="rail1520")
    with pytest.raises(UnreadableInput, match="names its place"):
        loading._require_changes(network.changed(processes=(*network.processes, wild)))


def test_other_network_gives_other_numbers(edited: Edit) -> None:
    folder = edited("services", "altynkol-aktau.rail", days_min="1", days_typical="2", days_max="3")
    loaded = load(folder)
    assert loaded.network.by_id["altynkol-aktau.rail"].days == (1.0, 2.0, 3.0)
    assert loaded.id != load().id


def test_missing_folder_and_other_columns(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"origins\.csv cannot be read"):
        load(str(tmp_path / "none"))
    (tmp_path / "origins.csv").write_text("id,what\n")
    with pytest.raises(UnreadableInput, match="its columns are"):
        load(str(tmp_path))
