"""Answers of the shipped network: routes a forwarder would expect, their grounds, what is set, what is refused."""

from __future__ import annotations

import csv
import json
from importlib.resources import files

import pytest

from hali.corridors import exported, told
from hali.corridors.answer import Answer, along, answer
from hali.corridors.load import load
from hali.corridors.map import route_map
from hali.corridors.places import folded, place
from hali.corridors.question import Found, Question
from hali.corridors.throughput import Bottleneck
from hali.corridors.wording import Wording
from hali.errors import HaliError, NotInRecord, QuestionError, UnknownCode
from hali.methods.corridors.network import SEA

DRAWS = 2_000


def ask(start: str, end: str, **more: object) -> Answer:
    return answer(Question(start=start, end=end, draws=DRAWS, **more))  # type: ignore[arg-type]


def by_corridor(found: Answer) -> dict[str, Found]:
    return {route.corridor: route for route in reversed(found.routes)}


@pytest.mark.parametrize(
    ("start", "end", "corridors"),
    [
        ("Xi'an", "Duisburg", {"northern-kz", "northern-tsr", "middle", "ocean-suez", "ocean-cape", "air", "southern"}),
        ("Altynkol", "Poti", {"middle", "middle-tkm"}),
        ("Altynkol", "Constanta", {"middle", "northern-kz", "southern"}),
        ("Shanghai", "Rotterdam", {"ocean-suez", "ocean-cape", "northern-kz", "air"}),
        ("Almaty", "Milan", {"northern-kz", "middle", "southern"}),
    ],
)
def test_corridors_a_forwarder_expects(start: str, end: str, corridors: set[str]) -> None:
    assert corridors <= set(by_corridor(ask(start, end)))


def test_middle_corridor_crosses_both_seas() -> None:
    route = by_corridor(ask("Xi'an", "Duisburg"))["middle"]
    assert [service.start for service in route.services if service.mode in SEA] == ["aktau", "poti"]
    assert route.name == "Middle Corridor (Trans-Caspian), across the Caspian Sea and the Black Sea"


def test_routes_are_connected_and_change_where_that_is_possible() -> None:
    found = ask("China", "EU")
    for route in found.routes:
        for one, other in zip(route.services, route.services[1:], strict=False):
            assert one.end == other.start
            assert found.loaded.network.change(one.end, one, other) is not None


def test_shown_routes_flagged_as_front_are_not_beaten() -> None:
    found = ask("Xi'an", "Duisburg")
    front = [route for route in found.routes if route.on_front]
    assert front
    for route in front:
        for other in found.routes:
            measures = [
                (r.times.quantiles[2], r.cost.middle, r.co2e.middle, r.times.quantiles[4]) for r in (other, route)
            ]
            assert not all(a < b - 1e-9 for a, b in zip(*measures, strict=True)) or measures[0] == measures[1]


def numbers(found: object, path: str = "") -> list[tuple[str, dict[str, object]]]:
    """Each dict with a number in it, and where it stands."""
    listed: list[tuple[str, dict[str, object]]] = []
    if isinstance(found, dict):
        if any(isinstance(value, float | int) and not isinstance(value, bool) for value in found.values()):
            listed.append((path, found))
        for key, value in found.items():
            listed += numbers(value, f"{path}.{key}")
    if isinstance(found, list):
        for value in found:
            listed += numbers(value, f"{path}[]")
    return listed


def test_every_number_lists_its_rows() -> None:
    data = exported.data(ask("Altynkol", "Constanta", cargo_value=1e5, settings=("dwell.aktau=0.5",)))
    rows = data["rows"]
    for path, one in numbers(
        {"routes": data["routes"], **{k: data[k] for k in ("break_even", "tornado", "differences")}}
    ):
        assert "rows" in one, path
        assert set(one["rows"]) <= set(rows), path  # type: ignore[call-overload]
        assert one["rows"] or one.get("assumed"), path
    for one in data["capacity"]:
        assert all(narrow["rows"] for narrow in one["bottlenecks"])
    assert all(row["address"] and row["quality"] in "ABCD" for row in rows.values())


def test_same_seed_same_bytes() -> None:
    texts = [exported.as_json(exported.data(ask("Altynkol", "Poti", seed=seed))) for seed in (3, 3, 4)]
    assert texts[0] == texts[1]
    assert texts[0] != texts[2]
    assert told.text(ask("Altynkol", "Poti")) == told.text(ask("Altynkol", "Poti"))


def test_objectives_order_the_routes() -> None:
    keys = {
        "time": lambda r: r.times.quantiles[2],
        "cost": lambda r: r.cost.middle,
        "co2": lambda r: r.co2e.middle,
        "sure": lambda r: r.times.quantiles[4],
    }
    for objective, key in keys.items():
        routes = ask("Xi'an", "Duisburg", objective=objective).routes
        flies = [any(service.mode == "air" for service in route.services) for route in routes]
        assert any(flies)
        assert flies == sorted(flies), "by air last"
        found = [key(route) for route, air in zip(routes, flies, strict=True) if not air]
        assert found == sorted(found)


def test_two_black_sea_sailings_a_week_save_days() -> None:
    found = ask("Xi'an", "Duisburg", settings=("headway.poti-constanta.feeder=3.5",))
    (one,) = [one for one in found.differences if one.after and one.after.corridor == "middle" and one.before]
    assert one.before is not None
    assert one.after is not None
    saved = one.before.times.quantiles[2] - one.after.times.quantiles[2]
    assert 2.0 < saved < 5.0
    assert one.after.cost == one.before.cost


def test_cutting_all_dwell_never_lengthens_a_route() -> None:
    found = ask("Altynkol", "Constanta", settings=("dwell=0.5",))
    for one in found.differences:
        if one.before and one.after and one.before.services == one.after.services:
            pairs = zip(one.before.times.quantiles, one.after.times.quantiles, strict=True)
            assert all(after <= before for before, after in pairs)


def test_closing_malaszewicze_helps_nobody() -> None:
    found = ask("Xi'an", "Duisburg", settings=("close.malaszewicze=yes",))
    assert all("malaszewicze" not in {s.end for s in route.services} for route in found.routes)
    for one in found.differences:
        if one.before and one.after and one.before.corridor == "northern-kz":
            assert one.after.times.quantiles[2] > one.before.times.quantiles[2]


def test_malaszewicze_shut_for_two_weeks_holds_up_what_stays_there() -> None:
    stays = ("close.kaunas=yes", "close.kaliningrad=yes")
    before = along(Question(start="Xi'an", end="Warsaw", month=9, draws=DRAWS, settings=stays), "northern-kz")
    after = along(
        Question(start="Xi'an", end="Warsaw", month=9, draws=DRAWS, settings=(*stays, "shut.malaszewicze=14")),
        "northern-kz",
    )
    assert before is not None
    assert after is not None
    assert after.times.quantiles[2] > before.times.quantiles[2] + 5
    # a shipment that comes last still waits, for the queue outlasts the fourteen days
    waited = next(part for part in after.times.parts if part[0].kind == "shut")
    assert waited[1] > 5


def test_planned_line_is_used_only_when_opened() -> None:
    usual = ask("Urumqi", "Tashkent")
    opened = ask("Urumqi", "Tashkent", settings=("open.cku=yes",))
    assert "cku" not in by_corridor(usual)
    assert "cku" in by_corridor(opened)
    assert opened.routes[0].times.quantiles[2] <= usual.routes[0].times.quantiles[2] + 0.5


def test_avoided_area_is_not_passed_through_either() -> None:
    for route in ask("Xi'an", "Duisburg", avoid=("Russia",)).routes:
        for service in route.services:
            assert "RUS" not in service.crosses
            assert "RUS" not in {load().nodes[place].area for place in (service.start, service.end)}


def test_caspian_winter_is_slower_and_less_sure() -> None:
    summer, winter = (along(Question(start="Altynkol", end="Poti", month=month), "middle") for month in (6, 12))
    assert summer is not None
    assert winter is not None
    assert winter.times.quantiles[2] > summer.times.quantiles[2] + 1
    assert winter.times.quantiles[4] > summer.times.quantiles[4] + 3


def test_capacity_of_mixed_units_is_refused_unless_converted() -> None:
    usual = {one.corridor: one for one in ask("Altynkol", "Poti").capacity}["middle"]
    assert usual.flow is None or "aktau-alat.feeder" in usual.cut
    found = ask("Altynkol", "Constanta")
    refused = {one.corridor: one for one in found.capacity}["middle"]
    assert refused.flow is None
    assert refused.refused == "mixed"
    assert "million t/year" in refused.units
    converted = ask("Altynkol", "Constanta", settings=("tonnes_per_teu=14",))
    told_ = {one.corridor: one for one in converted.capacity}["middle"]
    assert told_.flow == 7_600
    assert told_.tonnes == 14
    feeder = next(narrow for narrow in told_.bottlenecks if narrow.element == "aktau-alat.feeder")
    assert feeder.utilisation == pytest.approx(77_000 / 89_000)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (("dwell.aktau",), "accepted are dwell"),
        (("speedy=1",), "accepted are dwell"),
        (("dwell.aktau=fast",), "accepted is a number"),
        (("dwell.aktau=-1",), "from 0"),
        (("dwell.aktau=0",), "above it"),
        (("dwell.aktau=0.5", "dwell.aktau=0.7"), "set it once"),
        (("close.aktau=yes", "dwell.aktau=0.5"), "nothing else"),
        (("close.cku=yes", "open.cku=yes"), "both closed and opened"),
        (("close.aktau=no",), "accepted is yes"),
        (("headway.poti-constantza.feeder=3",), "did you mean poti-constanta.feeder"),
        (("close.duisburg=yes",), "begin or end"),
        (("tonnes_per_teu=0",), "above it"),
        (("speed.altynkol-aktau.rail=0",), "above it"),
    ],
)
def test_settings_refused(settings: tuple[str, ...], said: str) -> None:
    with pytest.raises(QuestionError) as raised:
        ask("Xi'an", "Duisburg", settings=settings)
    assert said in str(raised.value)


def test_more_settings_refused() -> None:
    for settings, more, said in (
        (("shut.duisburg=3",), {"month": 9}, "begin or end"),
        (("shut.malaszewicze=3",), {}, "month"),
        (("dwell.aktau=0.5",), {"avoid": ("Aktau",)}, "avoided"),
        (("headway.aktau-alat.feeder=2",), {"avoid": ("Azerbaijan",)}, "avoided"),
    ):
        with pytest.raises(QuestionError, match=said):
            ask("Xi'an", "Duisburg", settings=settings, **more)


def test_places_refused() -> None:
    with pytest.raises(UnknownCode, match="Constanta"):
        ask("Konstanta", "Poti")
    with pytest.raises(UnknownCode, match="did you mean"):
        ask("Zzzzz", "Poti")
    with pytest.raises(QuestionError, match="two different places"):
        ask("Khorgos", "Altynkol")
    with pytest.raises(NotInRecord, match="no route"):
        ask("Ulaanbaatar", "Harbin", avoid=("Russia", "Zamyn-Uud"))
    with pytest.raises(QuestionError, match="begin or end"):
        ask("Almaty", "Poti", avoid=("Georgia",))
    for wrong in ({"most": 0}, {"most": 13}, {"month": 13}, {"cargo_value": -1.0}, {"seed": -1}):
        with pytest.raises(HaliError):
            ask("Almaty", "Poti", **wrong)


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("Xian", "xian"),
        ("XI'AN", "xian"),
        ("Khorgos", "altynkol"),
        ("Altynkol", "altynkol"),
        ("Алтынколь", "altynkol"),
        ("Constanţa", "constanta"),
        ("Constanța", "constanta"),
        ("Malaszewicze", "malaszewicze"),
        ("Małaszewicze", "malaszewicze"),
        ("Alashankou", "dostyk"),
        ("Ürümqi", "urumqi"),
        ("Absheron", "baku"),
        ("Poti", "poti"),
        ("China", "xian"),
        ("Germany", "duisburg"),
        ("EU", "duisburg"),
        ("PL", "malaszewicze"),
    ],
)
def test_spellings(typed: str, id_: str) -> None:
    assert place(typed, load()).node == id_


def test_names_of_the_network_are_one_place_each() -> None:
    seen: dict[str, str] = {}
    for node in load().nodes.values():
        for name in {folded(part) for part in (node.id, node.name.partition(" (")[0], *node.aliases)}:
            assert seen.setdefault(name, node.id) == node.id, name


def test_country_is_told_as_read() -> None:
    assert place("China", load()).read_as == "China is read as Xi'an"
    assert place("Xi'an", load()).read_as == ""


def test_geojson_has_lines_and_places() -> None:
    found = json.loads(exported.geojson(ask("Altynkol", "Poti")))
    kinds = {feature["geometry"]["type"] for feature in found["features"]}
    assert kinds == {"LineString", "Point"}
    for feature in found["features"]:
        if feature["geometry"]["type"] == "LineString":
            assert len(feature["geometry"]["coordinates"]) >= 2


def published() -> list[dict[str, str]]:
    text = (files("hali.corridors") / "data" / "published.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.parametrize("row", [row for row in published() if row["role"] == "calibration"], ids=lambda row: row["id"])
def test_calibration_rows_are_met(row: dict[str, str]) -> None:
    found = along(Question(start=row["origin"], end=row["destination"], month=int(row["month"])), row["corridor"])
    assert found is not None
    days = float(row["days_typical"])
    assert found.times.quantiles[2] == pytest.approx(days, rel=0.15)
    assert found.times.quantiles[0] < days < found.times.quantiles[4]


def test_calibration_cites_calibration_rows_only() -> None:
    roles = {row["id"]: row["role"] for row in published()}
    for rows in load().fitted.values():
        assert {roles[id_] for id_ in rows} == {"calibration"}
    validation = {id_ for id_, role in roles.items() if role == "validation"}
    times = {"days", "speed", "headway", "hours", "p95"}
    used = {
        id_
        for one in (*load().network.services, *load().network.processes)
        for field, ids in one.rows.items()
        if field in times
        for id_ in ids
    }
    assert not used & validation


def test_opened_line_is_drawn_as_planned() -> None:
    drawn = ask("Urumqi", "Tashkent", settings=("open.cku=yes",))
    chart = route_map(drawn, Wording("en", drawn.loaded))
    assert "planned" in {track.way for track in chart.tracks}
    usual = ask("Urumqi", "Tashkent")
    assert "planned" not in {track.way for track in route_map(usual, Wording("en", usual.loaded)).tracks}


def test_full_bottleneck_is_flagged() -> None:
    assert not Bottleneck("a", 100, "TEU/year", 94, 0.94, ("L1",)).full
    assert Bottleneck("a", 100, "TEU/year", 95, 0.95, ("L1",)).full
    assert not Bottleneck("a", 100, "TEU/year", None, None, ("L1",)).full
