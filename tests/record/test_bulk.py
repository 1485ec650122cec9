"""Bulk trade: small files in the publishers' real layouts, and what must stop them. The figures are made up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

import py7zr
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hali.codelists import areas, schemes
from hali.errors import NotInRecord, QuestionError, RecordError, SourceChanged, UnknownCode, UnreadableInput
from hali.record import bulk, bulk_ingest

HEADER = (
    "REPORTER,PARTNER,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_CPA21,PRODUCT_CPA22,PRODUCT_BEC,PRODUCT_BEC5,"
    "PRODUCT_SECTION,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,VALUE_NAC,QUANTITY_KG,QUANTITY_SUPPL_UNIT"
)
HISTORY = (
    "DECLARANT,DECLARANT_ISO,PARTNER,PARTNER_ISO,TRADE_TYPE,PRODUCT_NC,PRODUCT_SITC,PRODUCT_cpa2002,PRODUCT_cpa2008,"
    "PRODUCT_CPA2_1,PRODUCT_BEC,PRODUCT_SECTION,FLOW,STAT_REGIME,SUPP_UNIT,PERIOD,VALUE_IN_EUROS,QUANTITY_IN_KG,"
    "SUP_QUANTITY"
)


def line(reporter: str, partner: str, product: str, flow: int, value: object, kg: object = 1000, **more: object) -> str:
    kind = more.get("kind", "E")
    procedure, period = more.get("procedure", 1), more.get("period", 202512)
    return (
        f"{reporter},{partner},{kind},{product},33300,0610,0610,31,.....,05,{flow},{procedure},NO_SU,{period},{value},"
        f"{value},{kg},0"
    )


def month(*lines: str, header: str = HEADER) -> str:
    return "\n".join([header, *lines]) + "\n"


MONTH = month(
    line("DE", "KZ", "27090090", 1, 300, 5000),
    line("DE", "KZ", "27090090", 1, 40, 1000, procedure=2),
    line("DE", "KZ", "01012100", 2, 10),
    line("DE", "KZ", "99RRR100", 2, 5, ""),
    line("DE", "KZ", "TOTAL", 1, 340),
    line("DE", "KZ", "TOTAL", 2, 15),
    line("GR", "KZ", "27090090", 1, 60),
    line("GR", "KZ", "TOTAL", 1, 60),
    line("DE", "FR", "27090090", 1, 7, kind="I"),
    line("DE", "FR", "TOTAL", 1, 7, kind="I"),
    line("DE", "NA", "27090090", 1, 3),
    line("DE", "NA", "TOTAL", 1, 3),
    line("DE", "QY", "27090090", 1, 90),
    line("DE", "QY", "TOTAL", 1, 90),
)

BACI = "t,i,j,k,v,q\n" + "".join(
    f"2021,{i},{j},{k},{v},{q}\n"
    for i, j, k, v, q in [
        (398, 251, "270900", "1000.001", "  2.5"),
        (398, 251, "010121", "       1.250", "NA"),
        (398, 276, "270900", "50", "       NA"),
        (251, 398, "870323", "7.5", "1"),
        (276, 251, "870323", "20", "1"),
        (699, 398, "300490", "2", "NA"),
    ]
)


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def seven(folder: Path, name: str, text: str, inner: str) -> Path:
    path = folder / name
    with py7zr.SevenZipFile(path, "w") as archive:
        archive.writestr(text, inner)
    return path


def zipped(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
    return path


def totals(table) -> dict[tuple[str, ...], float]:
    return {(r["flow"], r["product"]): r["value"] for r in table.to_pylist()}


@pytest.fixture
def comext(tmp_path: Path) -> Path:
    """Folder with one month."""
    bulk.ingest(seven(tmp_path, "full_v2_202512.7z", MONTH, "full_202512.dat"), tmp_path / "bulk", known="2026-02-16")
    return tmp_path / "bulk"


@pytest.fixture
def baci(tmp_path: Path) -> Path:
    """Folder with the years 2020 and 2021."""
    path = zipped(
        tmp_path / "BACI_HS92_V202501.zip",
        BACI_HS92_Y2020_V202501=BACI.replace("2021,", "2020,").replace("1000.001", "900"),
        BACI_HS92_Y2021_V202501=BACI,
        country_codes_V202501="country_code,country_name\n398,Kazakhstan\n",
        Readme="text",
    )
    bulk.ingest(path, tmp_path / "bulk")
    return tmp_path / "bulk"


def test_a_month_of_comext(comext: Path) -> None:
    (found,) = bulk.slices(comext)
    assert (found.layout, found.variant, found.period, found.vintage, found.scope) == (
        "comext",
        "M",
        "2025-12",
        "2026-02-16",
        "all",
    )
    assert (found.read, found.rows, found.total_rows) == (14, 14, True)
    assert found.file == "full_202512.dat"  # unlike the archive's own name
    # every row counts in the control total, totals included: that is how printed ones are made
    assert found.control == {"M": (11, 1000.0), "X": (3, 30.0)}
    assert found.folder.relative_to(comext).as_posix() == ("comext/M/scope=all/year=2025/month=12/vintage=2026-02-16")
    stored = pq.read_table(found.folder / bulk_ingest.ROWS, partitioning=None)
    assert set(stored["product"].to_pylist()) == {"27090090", "01012100", "99RRR100", "TOTAL"}
    assert "NA" in stored["partner"].to_pylist()  # Namibia, not a missing value
    assert stored["tonnes"].to_pylist().count(None) == 1
    places = list(zip(stored["partner"].to_pylist(), stored["reporter"].to_pylist(), strict=True))
    assert places == sorted(places)


def test_a_pair_in_comext(comext: Path) -> None:
    assert totals(bulk.pair_totals(comext / "comext" / "M", "DEU", "KAZ")) == {
        ("X", "HS:01"): 10,
        ("X", "HS:99"): 5,
        ("M", "HS:27"): 340,
    }
    assert totals(bulk.pair_totals(comext, "DEU", "KAZ", "CN8")) == {
        ("X", "CN:01012100"): 10,
        ("X", "CN:99RRR100"): 5,
        ("M", "CN:27090090"): 340,
    }
    read = bulk.pair_totals(comext, "DEU", "KAZ", "TOTAL").to_pylist()
    assert {(r["flow"], r["value"]) for r in read} == {("X", 15), ("M", 340)}  # not doubled by its products
    assert {(r["year"], r["unit"], r["months"]) for r in read} == {(2025, "EUR", 1)}
    masses = {r["product"]: r["tonnes"] for r in bulk.pair_totals(comext, "DEU", "KAZ").to_pylist()}
    assert masses == {"HS:27": 6.0, "HS:01": 1.0, "HS:99": None}
    assert totals(bulk.pair_totals(comext, "DEU", "NAM"))["M", "HS:27"] == 3


def test_blocs_and_the_world_in_comext(comext: Path) -> None:
    assert totals(bulk.pair_totals(comext, "EU27_2020", "KAZ"))["M", "HS:27"] == 400
    assert totals(bulk.pair_totals(comext, "DEU", "WLD", "TOTAL"))["M", "TOTAL"] == 440
    # a bloc's trade with the world leaves out the trade of its members with each other
    assert totals(bulk.pair_totals(comext, "EU27_2020", "WLD", "TOTAL"))["M", "TOTAL"] == 493
    with pytest.raises(QuestionError, match="world can be the partner"):
        bulk.pair_totals(comext, "WLD", "KAZ")
    with pytest.raises(NotInRecord):
        bulk.pair_totals(comext, "KAZ", "DEU")  # Comext has reporters of the EU only


def test_the_largest_products(comext: Path) -> None:
    found = bulk.products(comext, "DEU", "KAZ", "X", 2025, "CN8", most=1).to_pylist()
    assert [(r["product"], r["value"], round(r["share"], 4)) for r in found] == [("CN:01012100", 10, 66.6667)]
    with pytest.raises(QuestionError, match="TOTAL"):
        bulk.products(comext, "DEU", "KAZ", "X", 2025, "TOTAL")


def test_a_whole_year_is_never_added_to_months(comext: Path, tmp_path: Path) -> None:
    year = MONTH.replace("202512", "202552")
    bulk.ingest(put(tmp_path, "full_202552.dat", year), comext, known="2026-03-01")
    assert {(s.variant, s.period) for s in bulk.slices(comext)} == {("M", "2025-12"), ("A", "2025")}
    with pytest.raises(QuestionError, match="comext/A, comext/M"):
        bulk.pair_totals(comext, "DEU", "KAZ")
    read = bulk.pair_totals(comext / "comext" / "A", "DEU", "KAZ").to_pylist()
    assert {r["months"] for r in read} == {12}
    assert {r["months"] for r in bulk.pair_totals(comext / "comext" / "M", "DEU", "KAZ").to_pylist()} == {1}


def test_the_history_has_other_columns(tmp_path: Path) -> None:
    rows = [
        "001,FR,0003,NL,I,99RRR100,00151,0122,0143,.....,111,01,1,1,A,200101,2580,600,1",
        "001,FR,0079,KZ,E,01012100,00151,0122,0143,.....,111,01,2,4,,200101,20,,",
    ]
    path = put(tmp_path, "full200101.dat", month(*rows, header=HISTORY))
    with pytest.raises(SourceChanged, match="STAT_PROCEDURE is 4"):
        bulk.ingest(path, tmp_path / "bulk", known="2001-06-01")
    path = put(tmp_path, "full200101.dat", month(rows[0], rows[1].replace(",2,4,", ",2,3,"), header=HISTORY))
    (found,) = bulk.ingest(path, tmp_path / "bulk", known="2001-06-01")
    assert (found.period, found.reporters, found.partners) == ("2001-01", ("FR",), ("KZ", "NL"))
    assert totals(bulk.pair_totals(tmp_path / "bulk", "FRA", "KAZ")) == {("X", "HS:01"): 20}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (month(header=HEADER), "no month"),
        (MONTH.replace("VALUE_EUR", "VALUE"), "no VALUE_EUR; unknown VALUE"),
        (MONTH.replace("PRODUCT_BEC5", "PRODUCT_NEW"), "unknown PRODUCT_NEW"),
        (MONTH + line("DE", "KZ", "27090010", 3, 1) + "\n", "FLOW is 3"),
        (MONTH + line("DE", "KZ", "27090010", 1, 1, procedure=7) + "\n", "STAT_PROCEDURE is 7"),
        (MONTH + line("DE", "KZ", "27090010", 1, 1, kind="Z") + "\n", "TRADE_TYPE is Z"),
        (MONTH + line("DE", "KZ", "27090010", 1, 1, period=202511) + "\n", "PERIOD is 202511"),
        (MONTH + line("DE", "KZ", "27090010", 1, "") + "\n", "no value"),
        (MONTH + line("DE", "KZ", "27090010", 1, "many") + "\n", "cannot be read"),
        (MONTH + line("DE", "KZ", "27090010", 1, "nan") + "\n", "no number"),
        (MONTH + line("DE", "KZ", "1012100", 1, 1) + "\n", "no product"),
        (MONTH + line("DE", "KZ", "27090090", 1, 300, 5000) + "\n", "there twice"),
        (MONTH + line("DE", "KZ", "27090010", 1, 1)[:-9] + "\n", "cannot be read"),
        (MONTH + line("DE", "KZ", "27090010", 1, 1) + ",9\n", "cannot be read"),
    ],
)
def test_a_changed_month_stops_and_leaves_nothing(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SourceChanged, match=message):
        bulk.ingest(put(tmp_path, "full_202512.dat", text), tmp_path / "bulk", known="2026-02-16")
    assert list((tmp_path / "bulk").rglob("*")) == []


@pytest.mark.parametrize("row", [line("DE", "Q1", "27090010", 1, 1), line("ZZ", "KZ", "27090010", 1, 1)])
def test_an_unknown_country_stops(tmp_path: Path, row: str) -> None:
    with pytest.raises(UnknownCode):
        bulk.ingest(put(tmp_path, "full_202512.dat", MONTH + row + "\n"), tmp_path / "bulk", known="2026-02-16")
    assert bulk.slices(tmp_path / "bulk") == []


def test_chosen_partners_and_world_totals(tmp_path: Path) -> None:
    path = put(tmp_path, "full_202512.dat", MONTH)
    (found,) = bulk.ingest(path, tmp_path / "bulk", partners=["KAZ"], known="2026-02-16")
    assert found.scope == "KAZ"
    assert "scope=KAZ" in found.folder.as_posix()
    assert found.read == 14
    assert set(found.partners) == {"KZ", "WORLD"}
    whole = tmp_path / "whole"
    bulk.ingest(path, whole, known="2026-02-16")
    for partner in ("KAZ", "WLD"):
        for level in ("TOTAL", "HS2"):
            some = bulk.pair_totals(tmp_path / "bulk", "DEU", partner, level)
            assert totals(some) == totals(bulk.pair_totals(whole, "DEU", partner, level))
    with pytest.raises(NotInRecord, match="KAZ"):
        bulk.pair_totals(tmp_path / "bulk", "DEU", "FRA")
    with pytest.raises(NotInRecord):  # a bloc's world total cannot be had from sums that hold its own members
        bulk.pair_totals(tmp_path / "bulk", "EU27_2020", "WLD")


def test_the_whole_file_is_preferred_to_a_part(comext: Path, tmp_path: Path) -> None:
    bulk.ingest(put(tmp_path, "full_202512.dat", MONTH), comext, partners=["KAZ"], known="2026-02-16")
    assert {s.scope for s in bulk.slices(comext)} == {"all", "KAZ"}
    assert totals(bulk.pair_totals(comext, "DEU", "KAZ"))["M", "HS:27"] == 340
    assert totals(bulk.pair_totals(comext, "DEU", "FRA"))["M", "HS:27"] == 7


def test_twice_changes_nothing_and_a_revision_is_a_vintage(comext: Path, tmp_path: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in comext.rglob("*") if p.is_file()}
    again = seven(tmp_path, "again.7z", MONTH, "full_202512.dat")
    bulk.ingest(again, comext, known="2026-02-16")
    assert {p: p.stat().st_mtime_ns for p in comext.rglob("*") if p.is_file()} == before
    revised = put(
        tmp_path, "full_202512.dat", MONTH.replace("01012100,33300", "01012100,33300").replace(",10,10,", ",11,11,")
    )
    with pytest.raises(RecordError, match="differs from what is stored for 2025-12"):
        bulk.ingest(revised, comext, known="2026-02-16")
    bulk.ingest(revised, comext, known="2026-03-16")
    assert totals(bulk.pair_totals(comext, "DEU", "KAZ"))["X", "HS:01"] == 11
    assert totals(bulk.pair_totals(comext, "DEU", "KAZ", as_of="2026-03-01"))["X", "HS:01"] == 10
    with pytest.raises(NotInRecord):
        bulk.pair_totals(comext, "DEU", "KAZ", as_of="2026-01-01")


def test_the_archives_date_is_the_vintage_unless_told(tmp_path: Path) -> None:
    (found,) = bulk.ingest(seven(tmp_path, "full_v2_202512.7z", MONTH, "full_202512.dat"), tmp_path / "bulk")
    assert found.vintage.startswith("20")
    with pytest.raises(QuestionError, match="give the date"):
        bulk.ingest(put(tmp_path, "full_202512.dat", MONTH), tmp_path / "other")


def test_two_years_of_baci(baci: Path) -> None:
    held = bulk.slices(baci)
    assert [(s.variant, s.period, s.vintage, s.rows) for s in held] == [
        ("HS92", "2020", "2025-01", 6),
        ("HS92", "2021", "2025-01", 6),
    ]
    assert held[1].control == {"X": (6, 1_080_751.0)}
    read = bulk.pair_totals(baci, "KAZ", "FRA").to_pylist()
    assert [(r["year"], r["flow"], r["product"], r["value"], r["tonnes"]) for r in read] == [
        (2020, "X", "HS:01", 1250.0, None),
        (2020, "X", "HS:27", 900_000.0, 2.5),
        (2020, "M", "HS:87", 7500.0, 1.0),
        (2021, "X", "HS:01", 1250.0, None),  # NA is no mass, not zero
        (2021, "X", "HS:27", 1_000_001.0, 2.5),
        (2021, "M", "HS:87", 7500.0, 1.0),
    ]
    assert {r["unit"] for r in read} == {"USD"}


def test_a_pair_seen_from_the_other_side(baci: Path) -> None:
    one = bulk.pair_totals(baci, "KAZ", "FRA", "HS6", [2021]).to_pylist()
    other = bulk.pair_totals(baci, "FRA", "KAZ", "HS6", [2021]).to_pylist()
    turned = {"X": "M", "M": "X"}
    assert {(r["flow"], r["product"], r["value"]) for r in one} == {
        (turned[r["flow"]], r["product"], r["value"]) for r in other
    }
    assert "HS:010121" in {r["product"] for r in one}


def test_blocs_and_the_world_in_baci(baci: Path) -> None:
    assert totals(bulk.pair_totals(baci, "KAZ", "EU27_2020", "TOTAL", [2021])) == {
        ("X", "TOTAL"): 1_051_251.0,
        ("M", "TOTAL"): 7_500.0,
    }
    assert totals(bulk.pair_totals(baci, "KAZ", "WLD", "TOTAL", [2021])) == {
        ("X", "TOTAL"): 1_051_251.0,
        ("M", "TOTAL"): 9_500.0,
    }
    union = totals(bulk.pair_totals(baci, "EU27_2020", "WLD", "TOTAL", [2021]))
    assert union == {("X", "TOTAL"): 7_500.0, ("M", "TOTAL"): 1_051_251.0}
    with pytest.raises(QuestionError, match="6 digits"):
        bulk.pair_totals(baci, "KAZ", "FRA", "CN8")
    with pytest.raises(QuestionError, match="accepted: TOTAL, HS2"):
        bulk.pair_totals(baci, "KAZ", "FRA", "HS3")
    with pytest.raises(UnknownCode):
        bulk.pair_totals(baci, "RURITANIA", "FRA")
    with pytest.raises(NotInRecord):
        bulk.pair_totals(baci, "KAZ", "FRA", years=[1999])


def test_chosen_partners_of_baci(baci: Path, tmp_path: Path) -> None:
    path = put(tmp_path, "BACI_HS92_Y2021_V202501.csv", BACI)
    (found,) = bulk.ingest(path, tmp_path / "some", partners=["KAZ", "KAZ"])
    assert found.scope == "KAZ"
    for partner in ("FRA", "WLD", "EU27_2020"):
        assert totals(bulk.pair_totals(tmp_path / "some", "KAZ", partner)) == totals(
            bulk.pair_totals(baci, "KAZ", partner, years=[2021])
        )
    assert totals(bulk.pair_totals(tmp_path / "some", "FRA", "WLD")) == totals(
        bulk.pair_totals(baci, "FRA", "WLD", years=[2021])
    )
    with pytest.raises(NotInRecord):
        bulk.pair_totals(tmp_path / "some", "FRA", "DEU")


def test_versions_of_baci_are_vintages(baci: Path, tmp_path: Path) -> None:
    bulk.ingest(put(tmp_path, "BACI_HS92_Y2021_V202401b.csv", BACI.replace("7.5", "6.5")), baci)
    bulk.ingest(put(tmp_path, "BACI_HS92_Y2021_V202401.csv", BACI.replace("7.5", "5.5")), baci)
    old = bulk.pair_totals(baci, "KAZ", "FRA", "TOTAL", [2021], as_of="2024-06-30")
    assert totals(old)["M", "TOTAL"] == 6500.0
    assert totals(bulk.pair_totals(baci, "KAZ", "FRA", "TOTAL", [2021]))["M", "TOTAL"] == 7500.0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BACI.replace("t,i,j", "t,x,j"), "unknown X"),
        (BACI.replace("2021,699", "2020,699"), "t is 2020"),
        (BACI.replace("270900", "2709"), "no product"),
        (BACI.replace("270900", "27090X"), "no product"),
        (BACI.replace(",7.5,", ",NA,"), "cannot be read"),
        (BACI.replace(",7.5,", ",,"), "no value"),
        (BACI + "2021,398,251,270900,1,1\n", "there twice"),
        (BACI.splitlines()[0] + "\n", "without rows"),
    ],
)
def test_a_changed_year_stops(tmp_path: Path, text: str, message: str) -> None:
    assert text != BACI
    with pytest.raises(SourceChanged, match=message):
        bulk.ingest(put(tmp_path, "BACI_HS92_Y2021_V202501.csv", text), tmp_path / "bulk")
    assert bulk.slices(tmp_path / "bulk") == []


def test_a_bad_year_in_an_archive_keeps_the_good_ones(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "b.zip", BACI_HS92_Y2020_V202501=BACI.replace("2021,", "2020,"), BACI_HS92_Y2021_V202501="t,i\n1,2\n"
    )
    seen: list[str] = []
    with pytest.raises(SourceChanged):
        bulk.ingest(path, tmp_path / "bulk", done=lambda made: seen.append(made.period))
    assert seen == ["2020"] == [s.period for s in bulk.slices(tmp_path / "bulk")]
    assert not list((tmp_path / "bulk").glob(".ingest-*"))


def test_damaged_and_foreign_files_are_told(tmp_path: Path) -> None:
    packed = seven(tmp_path, "full_v2_202512.7z", MONTH * 200, "full_202512.dat")
    whole = packed.read_bytes()
    cut = tmp_path / "cut.7z"
    for size in (40, len(whole) // 2, len(whole) - 10):
        cut.write_bytes(whole[:size])
        with pytest.raises(UnreadableInput, match=r"cut\.7z is damaged or cut off"):
            bulk.ingest(cut, tmp_path / "bulk", known="2026-02-16")
    turned = bytearray(whole)
    turned[60] ^= 0xFF
    cut.write_bytes(bytes(turned))
    with pytest.raises(UnreadableInput, match="damaged"):
        bulk.ingest(cut, tmp_path / "bulk", known="2026-02-16")
    with pytest.raises(UnreadableInput, match="accepted: full_v2"):
        bulk.ingest(put(tmp_path, "x.csv", "a,b\n1,2\n"), tmp_path / "bulk")
    with pytest.raises(UnreadableInput, match="no bulk file"):
        bulk.ingest(zipped(tmp_path / "x.zip", other="a,b\n"), tmp_path / "bulk")
    with py7zr.SevenZipFile(tmp_path / "two.7z", "w") as archive:
        archive.writestr("a", "a.dat")
        archive.writestr("b", "b.dat")
    with pytest.raises(UnreadableInput, match="holds 2 files"):
        bulk.ingest(tmp_path / "two.7z", tmp_path / "bulk")
    body = zipped(tmp_path / "b.zip", BACI_HS92_Y2021_V202501=BACI * 50).read_bytes()
    (tmp_path / "b.zip").write_bytes(body.replace(body[80:90], b"0123456789", 1))
    with pytest.raises(UnreadableInput, match="damaged"):
        bulk.ingest(tmp_path / "b.zip", tmp_path / "bulk")
    assert bulk.slices(tmp_path / "bulk") == []


def test_what_a_dead_process_left_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "bulk"
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    left = folder / f".ingest-{int(dead.stdout)}-abc"
    alive = folder / f".ingest-{os.getpid()}-abc"
    for path in (left, alive):
        path.mkdir(parents=True)
        (path / "slice.json").write_text("{}", encoding="utf-8")
    assert bulk.slices(folder) == []
    bulk.ingest(put(tmp_path, "full_202512.dat", MONTH), folder, known="2026-02-16")
    assert not left.exists()
    assert alive.exists()


def test_a_damaged_slice_is_told(comext: Path) -> None:
    (found,) = bulk.slices(comext)
    facts = found.folder / bulk_ingest.FACTS
    facts.write_text(json.dumps({"layout": "comext"}), encoding="utf-8")
    with pytest.raises(RecordError, match="delete the folder"):
        bulk.slices(comext)


def test_no_room_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type("Usage", (), {"free": 100})
    monkeypatch.setattr("hali.record.bulk_archive.shutil.disk_usage", lambda _: usage)
    with pytest.raises(RecordError, match="MB free"):
        bulk.ingest(seven(tmp_path, "a.7z", MONTH, "a.dat"), tmp_path / "bulk", known="2026-02-16")


def test_a_query_of_a_pair_reads_only_the_row_groups_it_lies_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_ingest, "ROW_GROUP", 2048)
    codes = [schemes.code("BACI", area) for area in sorted(areas.members("EU27_2020", areas.FIXED["EU27_2020"]))]
    rows = [f"2021,{i},{j},{270000 + k},{1 + k},1\n" for k in range(30) for i in codes for j in codes if i != j]
    path = put(tmp_path, "BACI_HS92_Y2021_V202501.csv", "t,i,j,k,v,q\n" + "".join(rows))
    (found,) = bulk.ingest(path, tmp_path / "bulk")
    metadata = pq.ParquetFile(found.folder / bulk_ingest.ROWS).metadata
    assert metadata.num_row_groups > 5
    germany = schemes.code("BACI", "DEU")
    names = [metadata.schema.column(n).name for n in range(metadata.num_columns)]
    hit = 0
    for group in range(metadata.num_row_groups):
        bounds = metadata.row_group(group).column(names.index("reporter")).statistics
        hit += bounds.min <= germany <= bounds.max
    assert hit <= 2
    stored = pq.read_table(found.folder / bulk_ingest.ROWS, partitioning=None).to_pylist()
    assert stored == sorted(stored, key=lambda r: (r["reporter"], r["partner"], r["product"]))
    assert totals(bulk.pair_totals(tmp_path / "bulk", "DEU", "FRA"))["X", "HS:27"] == sum(range(1, 31)) * 1000


@settings(max_examples=8)
@given(
    rows=st.dictionaries(
        st.tuples(st.sampled_from(["DE", "FR", "GR"]), st.sampled_from(["KZ", "CN", "QY"]))
        .flatmap(
            lambda pair: st.tuples(st.just(pair), st.sampled_from(["27090090", "27101981", "01012100", "99RRR100"]))
        )
        .flatmap(lambda key: st.tuples(st.just(key), st.sampled_from([1, 2]))),
        st.integers(-1000, 10**12),
        min_size=1,
        max_size=40,
    )
)
def test_sums_are_those_of_the_rows(tmp_path_factory: pytest.TempPathFactory, rows: dict) -> None:
    folder = tmp_path_factory.mktemp("bulk")
    lines = [line(r, p, product, flow, value) for (((r, p), product), flow), value in rows.items()]
    bulk.ingest(put(folder, "full_202512.dat", month(*lines)), folder / "bulk", known="2026-02-16")
    expected: dict[tuple[str, str, str], dict[tuple[str, str], float]] = defaultdict(lambda: defaultdict(float))
    for (((reporter, partner), product), flow), value in rows.items():
        way = "M" if flow == 1 else "X"
        expected["area", schemes.area("COMEXT", reporter), partner][way, f"HS:{product[:2]}"] += value
    for (_, reporter, partner), sums in expected.items():
        if partner != "QY":
            assert totals(bulk.pair_totals(folder / "bulk", reporter, schemes.area("COMEXT", partner))) == sums
