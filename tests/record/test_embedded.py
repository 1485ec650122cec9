"""The embedded record: nothing lost on the way, and every figure in its place."""

from __future__ import annotations

import csv
import hashlib
import math
import subprocess
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from hali.codelists import areas, measures, products
from hali.errors import RecordError
from hali.languages import CODES
from hali.model.observation import KEY, STATUSES
from hali.record import tables

SHARED = Path(__file__).parents[2].parent / "shared" / "record"
WORLD = SHARED.parent / "world"
CURATED = SHARED.parent / "curated"
KEY_AT = [tables.OBSERVATION.index(column) for column in KEY]

PINNED = {  # dataflow -> rows, hash of its rows
    "KZ_BNS:TRADE": (6123, "37a3b45fe3f16b13"),
    "COMTRADE:SUM": (12, "b051acafc9229f75"),
    "UZ_STAT:TRADE": (4301, "70a008ed4d44291d"),
    "ESTAT:DS-059341": (12330, "f6b0496a6742be7e"),
    "EC:COIR": (3568, "83daef36f4888c2d"),
    "ESTAT:NRG_TI_COIFPM": (2031, "999d1302e9546ffc"),
    "ESTAT:NRG_TI_OIL": (827, "1d2f1ee5e0b0ec64"),
    "ESTAT:NRG_TI_GAS": (171, "33ee86f8423a0a7a"),
    "ESTAT:NRG_TI_SFF": (263, "9e5808334fb34801"),
    "EC:SCHENGEN_VISA": (1289, "bc2a10d49bd999d5"),
    "OECD:EDU_ENRL_MOBILE": (2906, "f18c0f7f79a173b8"),
    "WB:WGI": (2400, "1c353745cb7a7489"),
    "WB:WDI": (24553, "b8ffbfe89b6a0a00"),
    "ECB:EXR": (192, "37ff82eb44fbd674"),
    "CEPII:GEODIST": (3222, "5e08920f1c8fd6d9"),
    "CEPII:GRAVITY": (1599, "d33040e298cb7c6f"),
    "CEPII:GRAVITY_COMTRADE": (980, "35fbe5b92d74371c"),
    "CEPII:GRAVITY_IMF": (1001, "925ac314a533160f"),
    "CEPII:GRAVITY_BACI": (448, "bed9379f1e015553"),
    "UN:GA_VOTES": (21, "5910081ce5b9b82b"),
    "CURATED:OFFICIAL": (56, "541fbfbd668bbfe0"),
    "CURATED:QUOTED": (215, "72b53b9bafafa4bc"),
}

RENAMED = {  # series of the compilation -> series of the record; the others keep their names
    "companies_with_capital_from": "partner_companies",
    "corridor_cargo": "corridor_cargo.rail",
    "corridor_cargo_seaports": "corridor_cargo.seaports",
    "corridor_delivery_time": "corridor_transit_time.delivery",
    "corridor_transit_time": "corridor_transit_time.terminals",
    "corruption_perceptions_index": "governance_index.corruption_perceptions",
    "energy_net_imports_of_use": "energy_dependency.of_use",
    "erasmus_credit_mobility": "erasmus_participants",
    "erasmus_joint_master_scholarships": "scholarships",
    "fdi_gross_inflow": "fdi_flow.gross",
    "fdi_net_inflow": "fdi_flow.net",
    "fdi_net_inflow_from": "fdi_flow.net",
    "fdi_gross_inflow_cumulated": "fdi_gross_cumulative",
    "forest_area_of_land": "forest_area.of_land",
    "freedom_in_the_world": "governance_index.freedom",
    "rule_of_law_index": "governance_index.rule_of_law",
    "voice_accountability": "governance_index.voice_accountability",
    "fuel_share_of_exports": "product_share_exports.fuels",
    "ghg_target_conditional": "emission_target.conditional",
    "ghg_target_unconditional": "emission_target.unconditional",
    "hydrogen_capacity_plan": "green_hydrogen_output.plan",
    "loans_signed": "dfi_lending",
    "logistics_performance_index": "lpi_score",
    "oda_received_net": "oda",
    "oil_transported": "crude_transit_volume",
    "programme_budget": "pledged_finance.budget",
    "programme_commitment": "pledged_finance.commitment",
    "renewables_capacity": "renewable_capacity",
    "renewables_of_electricity": "renewables_share.electricity",
    "renewables_of_final_energy": "renewables_share.final",
    "renewables_share_kz_definition": "renewables_share.without_large_hydro",
    "share_of_crude_imports": "partner_share_oil_imports.crude",
    "share_of_petroleum_oil_imports": "partner_share_oil_imports.petroleum_oils",
    "share_of_fdi_gross_inflow_cumulated": "partner_share_fdi.gross_cumulative",
    "share_of_trade": "partner_share_trade",
    "share_of_uranium_deliveries": "uranium_share.deliveries",
    "share_of_world_uranium_production": "uranium_share.world_production",
    "students_enrolled": "students_from_partner",
    "tourist_arrivals_hotels": "tourist_arrivals.hotels",
    "visitor_border_arrivals": "tourist_arrivals.border",
    "visas_applied": "visas_issued.applied",
    "visas_issued": "visas_issued.issued",
    "visas_not_issued": "visas_issued.refused",
}

TABLES = {  # dataflow of the compilation, and product -> the table of the publisher
    "ESTAT:COMEXT": "ESTAT:DS-059341",
    "ESTAT:COMEXT_EU27": "ESTAT:DS-059341",
    ("ESTAT:NRG_TI", "OIL_PRODUCTS"): "ESTAT:NRG_TI_OIL",
    ("ESTAT:NRG_TI", "NATURAL_GAS"): "ESTAT:NRG_TI_GAS",
    ("ESTAT:NRG_TI", "SOLID_FUELS"): "ESTAT:NRG_TI_SFF",
}

Row = tuple[str, ...]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    """All observations of the text tables, columns as in `tables.OBSERVATION`."""
    table = tables.read_embedded()
    return list(zip(*(table[column].to_pylist() for column in tables.OBSERVATION), strict=True))


@pytest.fixture(scope="module")
def value(rows):
    """Value of the one observation with these dimensions."""

    def one(**where: str) -> float:
        at = {tables.OBSERVATION.index(column): wanted for column, wanted in where.items()}
        found = [row for row in rows if all(row[i] == wanted for i, wanted in at.items())]
        assert len(found) == 1, found
        return found[0][tables.OBSERVATION.index("value")]

    return one


def column(row: Row, name: str) -> str:
    return row[tables.OBSERVATION.index(name)]


def test_pinned_rows_and_hashes(rows) -> None:
    grouped = defaultdict(list)
    for row in rows:
        grouped[row[0]].append("|".join(repr(cell) if isinstance(cell, float) else cell for cell in row))
    found = {
        dataflow: (len(lines), hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16])
        for dataflow, lines in grouped.items()
    }
    assert found == PINNED
    assert len(rows) == 68_508


def test_keys_are_unique_and_cells_are_full(rows) -> None:
    keys = {tuple(row[i] for i in KEY_AT) for row in rows}
    assert len(keys) == len(rows)
    assert all(cell != "" and cell is not None for row in rows for cell in row)
    assert all(math.isfinite(column(row, "value")) for row in rows)


def test_order_is_the_same_every_time(rows) -> None:
    again = tables.read_embedded()
    assert list(zip(*(again[c].to_pylist() for c in tables.OBSERVATION), strict=True)) == rows


def test_every_code_is_in_its_codelist(rows) -> None:
    known = set(areas.codes())
    seen: dict[str, set[str]] = {c: {column(row, c) for row in rows} for c in tables.OBSERVATION if c != "value"}
    assert seen["reporter"] | seen["partner"] <= known
    assert seen["dataflow"] == set(PINNED)
    assert seen["status"] <= set(STATUSES)
    assert seen["flow"] == {"X", "M", "T", "_Z"}
    for measure in seen["measure"]:
        entry = measures.measure(measure)
        assert entry.definition, measure
    for product in seen["product"]:
        for lang in CODES:
            assert products.name(product, lang)


def test_units_are_those_of_the_codelist(rows) -> None:
    for row in rows:
        entry = measures.measure(column(row, "measure"))
        if entry.kind == "observed":
            assert column(row, "unit") in entry.unit.split()


def test_dataflows_are_what_they_declare(rows) -> None:
    flows = {id_: flow for id_, flow in tables.dataflows().items() if id_ in PINNED}
    world: set[str] = set()
    for row in rows:
        assert (column(row, "status") == "Q") == (flows[row[0]].nature == "quoted")
        if column(row, "partner") == "WLD":
            world.add(row[0])
    assert set(flows) == {row[0] for row in rows}
    # of the publisher's own total no copy of these holds a row
    without = {"ESTAT:DS-059341", "ESTAT:NRG_TI_OIL", "ESTAT:NRG_TI_GAS", "ESTAT:NRG_TI_SFF"}
    assert {f for f, flow in flows.items() if flow.world == "row"} - world == without
    assert {f: tables.wholes(f) for f in without} == dict.fromkeys(without, ("2022-11",)) | {
        "ESTAT:DS-059341": ("2024-12",)
    }
    assert flows["KZ_BNS:TRADE"].complete_partners
    assert not flows["CEPII:GRAVITY_COMTRADE"].may_sum
    assert all(flows[f].may_sum for f in ("ESTAT:DS-059341", "OECD:EDU_ENRL_MOBILE", "EC:COIR", "EC:SCHENGEN_VISA"))


def test_every_origin_is_used_and_known(rows) -> None:
    used = {column(row, "origin") for row in rows} | {event.origin for event in tables.events()} | {"UNGA_VOTES"}
    for dataflow in tables.dataflows():
        used |= set(tables.read_large(dataflow)["origin"].unique().to_pylist())
    assert used == set(tables.origins())
    for origin in tables.origins().values():
        assert origin.producer
        assert origin.title
        assert origin.dataset
        assert origin.url_main
        assert origin.retrieved
        assert origin.licence
        assert origin.attribution
        assert origin.note


def test_size_of_the_record() -> None:
    files = [f for f in Path(str(tables.EMBEDDED)).rglob("*") if f.is_file()]
    packed = [f for f in files if not (f.parent.name == "tables" and f.suffix == tables.LARGE)]
    assert sum(f.stat().st_size for f in packed) < 13_000_000


@pytest.mark.slow
def test_reading_does_not_import_pandas() -> None:
    code = "import sys; from hali.record import tables; tables.read_embedded(); sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("year", "flow", "printed", "members"),
    [
        ("2018", "T", 39.75, 38.44),
        ("2019", "T", 32.25, 31.10),
        ("2020", "T", 28.75, 27.54),
        ("2021", "T", 29.56, 28.42),
        ("2022", "T", 30.90, 29.54),
        ("2023", "T", 29.60, 29.60),
        ("2021", "X", 39.97, 38.55),
        ("2021", "M", 14.40, 13.65),
    ],
)
def test_share_of_the_union_in_the_kazakh_table(rows, year: str, flow: str, printed: float, members: float) -> None:
    cells: dict[str, float] = {}
    for row in sorted((r for r in rows if r[0] == "KZ_BNS:TRADE"), key=lambda r: column(r, "vintage")):
        if (column(row, "period"), column(row, "flow")) == (year, flow):
            cells[column(row, "partner")] = column(row, "value")
    union = sum(cells.get(member, 0.0) for member in areas.members("EU27_2020", date(2023, 1, 1)))
    assert round(100 * cells["EU_AS_PRINTED_KZ"] / cells["WLD"], 2) == printed
    assert round(100 * union / cells["WLD"], 2) == members


@pytest.mark.parametrize("code", ["EU_AS_PRINTED_KZ", "EAEU_AS_PRINTED_KZ", "CIS_AS_PRINTED_KZ"])
def test_printed_rows_are_the_sum_of_their_members(rows, code: str) -> None:
    cells: dict[Row, dict[str, float]] = defaultdict(dict)
    for row in rows:
        if row[0] == "KZ_BNS:TRADE":
            cells[column(row, "period"), column(row, "flow"), column(row, "vintage")][column(row, "partner")] = column(
                row, "value"
            )
    for (year, _, _), by_partner in cells.items():
        members = areas.members(code, date(int(year), 12, 31))
        assert abs(sum(by_partner.get(m, 0.0) for m in members) - by_partner[code]) < 200


def test_turnover_is_exports_and_imports(rows) -> None:
    cells: dict[Row, dict[str, float]] = defaultdict(dict)
    for row in rows:
        if row[0] == "KZ_BNS:TRADE":
            key = (column(row, "period"), column(row, "partner"), column(row, "vintage"))
            cells[key][column(row, "flow")] = column(row, "value")
    for by_flow in cells.values():
        assert abs(by_flow.get("X", 0.0) + by_flow.get("M", 0.0) - by_flow["T"]) <= 101


def test_printed_union_of_comext_is_the_sum_of_its_members(rows) -> None:
    cells: dict[Row, dict[str, float]] = defaultdict(dict)
    for row in rows:
        if column(row, "origin") == "ESTAT_COMEXT_2024" and column(row, "freq") == "A":
            cells[column(row, "period"), column(row, "partner"), column(row, "flow")][column(row, "reporter")] = column(
                row, "value"
            )
    assert len(cells) == 30
    union = areas.members("EU27_2020", date(2024, 1, 1))
    for by_reporter in cells.values():
        assert sum(by_reporter.get(m, 0.0) for m in union) == pytest.approx(by_reporter["EU27_2020"], rel=1e-9)


def test_break_stands_where_the_composition_changes(rows) -> None:
    broken = {(column(r, "partner"), column(r, "period")) for r in rows if column(r, "status") == "B"}
    assert broken == {("EU_AS_PRINTED_KZ", "2023")}


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"origin": "ESTAT_COMEXT_EU27_ANNUAL", "partner": "KAZ", "period": "2021"}, 5.487e9),
        (
            {"origin": "ESTAT_COMEXT_2023_SUM", "partner": "KAZ", "period": "2021", "flow": "M", "product": "TOTAL"},
            17.548e9,
        ),
        (
            {"origin": "ESTAT_COMEXT_2023_SUM", "partner": "KAZ", "period": "2021", "flow": "M", "product": "HS:27"},
            15.832e9,
        ),
        ({"origin": "ESTAT_NRG_TI", "partner": "KAZ", "period": "2020", "product": "OIL_PRODUCTS"}, 37.55e6),
        ({"origin": "ESTAT_COMEXT_BANS", "partner": "KAZ", "period": "2022-01-01/P11M", "product": "BAN_RU"}, 3.658e9),
    ],
)
def test_reference_numbers(value, where: dict[str, str], expected: float) -> None:
    assert value(**where) == pytest.approx(expected, rel=1e-3)


def test_visas_and_students(value) -> None:
    visas = {"dataflow": "EC:SCHENGEN_VISA", "reporter": "SCHENGEN", "partner": "KAZ"}
    assert value(**visas, measure="visas_issued.applied", period="2024") == 179_446
    assert value(**visas, measure="visas_issued.refused", period="2024") == 16_134
    assert value(**visas, measure="visas_issued.applied", period="2014") == 148_879
    students = {"dataflow": "OECD:EDU_ENRL_MOBILE", "partner": "KAZ", "period": "2019"}
    assert value(**students, reporter="DEU") == 963
    assert value(**students, reporter="RUS") == 71_368


def test_students_of_members_are_counted_once(rows) -> None:
    members = areas.members("EU27_2020", date(2020, 6, 1))
    by_year: dict[str, float] = defaultdict(float)
    for row in rows:
        if row[0] == "OECD:EDU_ENRL_MOBILE" and column(row, "partner") == "KAZ" and column(row, "reporter") in members:
            by_year[column(row, "period")] += column(row, "value")
    assert (by_year["2013"], by_year["2019"]) == (3144, 5693)


def test_roll_calls() -> None:
    calls = tables.votes()
    assert len(calls) == 1861
    assert [c.date for c in calls] == sorted(c.date for c in calls)
    assert {vote for c in calls for vote in c.votes.values()} == {"Y", "N", "A"}
    assert {area for c in calls for area in c.votes} <= set(areas.codes())
    assert sum(len(c.votes) for c in calls) == 64_107
    assert {tag for c in calls for tag in c.issues} == {"me", "nu", "di", "hr", "co", "ec"}


def test_events() -> None:
    events = tables.events()
    assert len(events) == 349 + 4362  # an agreement of a bloc with several countries is told of each
    assert {party for e in events for party in e.parties} <= set(areas.codes())
    assert [e.date for e in events] == sorted(e.date for e in events)
    epca = {e.action: e.date for e in events if e.subject == "EPCA"}
    assert epca["signed"] == "2015-12-21"
    assert epca["provisional"] == "2016-05-01"
    assert epca["in_force"] == "2020-03-01"
    # what the World Trade Organization approved in July 2015 is no membership yet
    assert [(e.date, e.action) for e in events if e.subject == "WTO"] == [
        ("1996-01-29", "applied"),
        ("2015-07-27", "signed"),
    ]
    assert {e.subject for e in events if e.action == "joined"} == {"NPT", "_Z"}
    assert sum(e.subject == "COOPERATION_COUNCIL" for e in events) == 7


def test_a_table_that_does_not_fit_its_declaration_is_an_error(monkeypatch) -> None:
    declared = {"file": "students.csv", "set": {"dataflow": "X"}, "columns": {"2013": {"period": "2013"}}}
    monkeypatch.setattr(tables, "_declaration", lambda: {"table": [declared]})
    with pytest.raises(RecordError, match=r"students\.csv"):
        tables.read_embedded()


def test_unknown_period_is_an_error() -> None:
    with pytest.raises(RecordError, match="21-03"):
        tables._frequency("21-03")


def students() -> dict[Row, tuple[float, str, str]]:
    """The corrected table of students, which stands in the second compilation: the countries of origin we ship."""
    table = pq.read_table(WORLD / "parquet" / "students.parquet").to_pylist()
    assert {row["product"] for row in table} == {"ISCED11:5T8"}  # the printed total alone, not its levels beside it
    found = {}
    for row in table:
        if row["partner"] in STUDENTS_FROM:
            row |= {"measure": RENAMED[row["measure"]], "product": "_Z"}
            found[tuple(row[c] for c in KEY)] = (row["value"], row["status"], row["origin"])
    return found


STUDENTS_FROM = set(["ARM", "AZE", "BLR", "CHN", "GEO", "KAZ", "KGZ", "RUS", "TJK", "TKM", "TUR", "UKR", "UZB"])


@pytest.mark.shared
def test_nothing_of_the_compilation_is_lost(rows) -> None:
    expected = students()
    for file in sorted(SHARED.glob("*.csv")):
        if file.stem in {"areas", "measures", "votes", "events", "origins"}:
            continue
        # the single figures have a newer edition
        file = CURATED / file.name if file.stem == "curated" else file
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                row["measure"] = RENAMED.get(row["measure"], row["measure"])
                row["dataflow"] = TABLES.get(
                    (row["dataflow"], row["product"]), TABLES.get(row["dataflow"], row["dataflow"])
                )
                expected[tuple(row[c] for c in KEY)] = (float(row["value"]), row["status"], row["origin"])
    # a total of missing values, printed as nought beside 215 million barrels
    free = [key for key in expected if key[0] == "ESTAT:NRG_TI_COIFPM" and "USD" in key and expected[key][0] == 0]
    assert [expected.pop(key)[0] for key in free] == [0.0]
    ours = {
        tuple(row[i] for i in KEY_AT): (column(row, "value"), column(row, "status"), column(row, "origin"))
        for row in rows
        if column(row, "measure") != "un_roll_calls"  # our count of the votes
    }
    assert ours == expected


ABOUT = {
    ("Taiwan", ("TWN",)),
    ("Norwegian", ("EU_V",)),
    ("Swiss", ("EU_V",)),  # of the European Economic Area, and of the bilateral agreements
    ("Independence", ("SRB",)),
    ("Kosovo", ("SRB",)),
}
"""First words of titles, and whom else the event concerns: see `tools/curated.toml`."""


@pytest.mark.shared
def test_no_vote_event_or_origin_of_the_compilation_is_lost() -> None:
    def read(name: str, folder: Path = SHARED) -> list[dict[str, str]]:
        with (folder / name).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    theirs = {(row["rcid"], area, row["vote"]) for row in read("votes.csv") for area in row["areas"].split()}
    assert {(str(c.id), area, vote) for c in tables.votes() for area, vote in c.votes.items()} == theirs
    fields = ("date", "kind", "pillar", "origin", "status")
    curated = [event for event in tables.events() if event.origin.startswith("C_")]
    # what one did alone about another is told of both, which are named behind him
    about = [event for event in curated if (event.title.partition(" ")[0], event.parties[1:]) in ABOUT]
    assert len(about) == len(ABOUT) + 1
    assert sorted(
        (*(getattr(e, f) for f in fields), "+".join(e.parties[:1] if e in about else e.parties)) for e in curated
    ) == sorted((*(row[f] for f in fields), row["parties"]) for row in read("events.csv", CURATED))
    with (WORLD / "origins.csv").open(encoding="utf-8", newline="") as stream:
        of_students = [row for row in csv.DictReader(stream) if row["origin"] == "OECD_EDU"]
    same = ("producer", "url_main", "date_published", "retrieved", "attribution")
    expected = {
        row["origin"]: tuple(row[f] for f in same)
        # without the copy that doubled its figures, and the pages of the edition before
        for row in [
            *(row for row in read("origins.csv") if not row["origin"].startswith(("C_", "OECD_EDU_MOBILE"))),
            *of_students,
            *read("origins_curated.csv", CURATED),
        ]
    }
    ours = {i: tuple(getattr(o, f) for f in same) for i, o in tables.origins().items()}
    assert {i: told for i, told in ours.items() if i in expected} == expected


PAGES = {"official page", "page of an agency or a paper", "page of an institute"}


def test_no_figure_and_no_event_rests_on_a_page_of_another_class() -> None:
    pages = {i: o for i, o in tables.origins().items() if i.startswith("C_")}
    assert len(pages) == 276
    assert {o.dataset for o in pages.values()} == PAGES


@pytest.mark.shared
def test_the_classes_are_those_of_the_edition_and_no_page_it_left_is_back() -> None:
    with (CURATED / "classes.csv").open(encoding="utf-8", newline="") as stream:
        listed = list(csv.DictReader(stream))
    allowed = {row["domain"] for row in listed if row["when"] == "new" and row["class"] != "other"}
    left = {row["domain"] for row in listed if row["class"] == "other"}
    pages = [o for i, o in tables.origins().items() if i.startswith("C_")]
    hosts = {o.url_main.split("/")[2] for o in pages}
    assert hosts <= allowed | {f"www.{host}" for host in allowed}
    assert not hosts & (left - allowed)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ({"measure": "governance_index.corruption_perceptions", "reporter": "KAZ", "period": "2024"}, 40),
        ({"measure": "fdi_flow.gross", "reporter": "KAZ", "partner": "WLD", "period": "2020"}, 17.1e9),
        ({"measure": "trade_value", "reporter": "CHN", "partner": "KAZ", "period": "2024"}, 43.82e9),
        ({"measure": "dfi_lending", "period": "2025-03-13"}, 200e6),
        ({"measure": "governance_index.freedom", "reporter": "KAZ", "period": "2025"}, 23),
    ],
)
def test_what_the_edition_corrected(rows, where, value) -> None:
    own = [row for row in rows if row[0].startswith("CURATED:")]
    found = [row for row in own if all(column(row, name) == wanted for name, wanted in where.items())]
    assert [column(row, "value") for row in found] == [value]


def test_no_two_subjects_hold_the_same_roll_calls() -> None:
    """Those of 12 December 2019 carry three subjects each, a fault of the coding: 2019 is not told by subject."""
    held: dict[tuple[str, str], set[int]] = defaultdict(set)
    for call in tables.votes():
        for tag in call.issues:
            held[call.date[:4], tag].add(call.id)
    assert not [key for key in held if key[0] == "2019"]
    for (year, tag), calls in held.items():
        same = [other for (when, other), others in held.items() if when == year and other != tag and others == calls]
        assert not same or len(calls) < 3, (year, tag, same)


def test_no_crude_oil_is_free_of_charge(rows) -> None:
    """A publisher's total of missing values is no value of nought: Türkiye 2020, 215 million barrels."""
    where = [tables.OBSERVATION.index(name) for name in ("reporter", "partner", "period")]
    oil = [row for row in rows if row[0] == "ESTAT:NRG_TI_COIFPM"]
    amounts: dict[Row, dict[str, float]] = defaultdict(dict)
    for row in oil:
        amounts[tuple(row[i] for i in where)][column(row, "unit")] = column(row, "value")
    assert len(amounts) > 1_000
    assert [key for key, held in amounts.items() if held.get("BBL") and held.get("USD") == 0] == []
