"""Bulk trade by chapter in the record: levels and shares worked out by hand from made-up files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.record.test_bulk import BACI, MONTH, line, month, put, zipped

from hali.connectors import source
from hali.model.definition import Reading
from hali.pillars.plan import plan
from hali.record import bulk, bulk_chapters, readings
from hali.record.harvest import Outcome
from hali.record.ingest import ingest
from hali.record.session import Session
from hali.record.store import Record

TABLE, CHOSEN, MONTHS = "CEPII:BACI", "CEPII:BACI_CHOSEN", "ESTAT:COMEXT_MONTHS"


@pytest.fixture
def opened(tmp_path: Path) -> Session:
    return Session(plan(), tmp_path / "data")


def archive(folder: Path, version: str = "202501", text: str = BACI) -> Path:
    folder.mkdir(exist_ok=True)
    return zipped(folder / f"BACI_HS92_V{version}.zip", **{f"BACI_HS92_Y2021_V{version}": text})


def taken(opened: Session, file: Path, publisher: str = "baci", **more: list[str]) -> Outcome:
    [outcome] = ingest(opened.store, source(publisher), [file], **more)
    return outcome


def found(record: Record, measure: str, reporter: str, partner: str, dataflow: str = TABLE) -> list[Reading]:
    where = {"dataflow": dataflow, "base": "_Z", "unit": ["USD", "EUR", "PCT"], "rate": ["reported", "_Z"]}
    if dataflow == TABLE:
        where["period"] = "2021"  # another year of it ships
    return readings.find(record, [measure], reporters=[reporter], partners=[partner], newest=True, where=where)


def values(*asked: object, **more: str) -> dict[str, float]:
    return {reading.definition.product: reading.value for reading in found(*asked, **more)}


KAZ_FRA = {"HS:27": 1_000_001.0, "HS:01": 1_250.0, "TOTAL": 1_001_251.0}


def test_levels_and_shares_of_a_pair(opened: Session, tmp_path: Path) -> None:
    outcome = taken(opened, archive(tmp_path))
    assert (outcome.result, len(outcome.vintages)) == ("new", 2)
    record = opened.record()
    assert values(record, "exports", "KAZ", "FRA") == KAZ_FRA
    assert values(record, "exports", "FRA", "KAZ") == {"HS:87": 7_500.0, "TOTAL": 7_500.0}
    shares = values(record, "product_share_exports", "KAZ", "FRA")
    assert shares == pytest.approx({"HS:27": 100 * 1_000_001 / 1_001_251, "HS:01": 100 * 1_250 / 1_001_251})


def test_a_bloc_is_the_sum_of_its_members(opened: Session, tmp_path: Path) -> None:
    taken(opened, archive(tmp_path))
    record = opened.record()
    assert values(record, "exports", "KAZ", "EU27_2020") == {
        "HS:27": 1_050_001.0,
        "HS:01": 1_250.0,
        "TOTAL": 1_051_251.0,
    }
    assert values(record, "exports", "EU27_2020", "KAZ") == {"HS:87": 7_500.0, "TOTAL": 7_500.0}
    shares = values(record, "product_share_exports", "KAZ", "EU27_2020")
    assert shares == pytest.approx({"HS:27": 100 * 1_050_001 / 1_051_251, "HS:01": 100 * 1_250 / 1_051_251})


def test_a_reading_explains_to_the_rows_of_its_vintage(opened: Session, tmp_path: Path) -> None:
    taken(opened, archive(tmp_path))
    record = opened.record()
    [share] = [r for r in found(record, "product_share_exports", "KAZ", "FRA") if r.definition.product == "HS:27"]
    [whole] = readings.complete(record, [share])
    cells = {cell.product: cell for cell in readings.observations(record, whole.cells)}
    assert {product: cell.value for product, cell in cells.items()} == {"HS:27": 1_000_001.0, "TOTAL": 1_001_251.0}
    origin = record.warehouse.origins[cells["HS:27"].origin]
    assert "BACI_HS92_V202501.zip" in origin.note
    assert origin.date_published == "2025-01"
    slices = {vintage.slice for vintage in opened.store.read().vintages}
    assert "bulk;baci;all;2021 chapters" in slices


def test_twice_changes_nothing_and_a_newer_file_supersedes(opened: Session, tmp_path: Path) -> None:
    file = archive(tmp_path)
    taken(opened, file)
    before = opened.store.read()
    assert taken(opened, file).result == "unchanged"
    assert opened.store.read() == before
    revised = BACI.replace("1000.001", "2000.001").replace("398,251,010121", "398,251,020130")
    assert taken(opened, archive(tmp_path, "202601", revised)).result == "new"
    record = opened.record()
    now = {"HS:27": 2_000_001.0, "HS:02": 1_250.0, "TOTAL": 2_001_251.0}
    assert values(record, "exports", "KAZ", "FRA") == now  # the chapter that is no longer listed is gone
    assert values(opened.record("2025-12-31"), "exports", "KAZ", "FRA") == KAZ_FRA
    assert values(opened.record("2024-12-31"), "exports", "KAZ", "FRA") == {}


def test_an_older_file_takes_its_place_before(opened: Session, tmp_path: Path) -> None:
    taken(opened, archive(tmp_path, "202501"))
    taken(opened, archive(tmp_path, "202401", BACI.replace("1000.001", "900")))
    assert values(opened.record(), "exports", "KAZ", "FRA") == KAZ_FRA
    assert values(opened.record("2024-06-30"), "exports", "KAZ", "FRA")["HS:27"] == 900_000.0


def test_another_edition_of_the_nomenclature_adds_nothing_up(opened: Session, tmp_path: Path) -> None:
    taken(opened, archive(tmp_path))
    moved = BACI.replace("398,251,010121", "398,251,020130")
    taken(opened, zipped(tmp_path / "BACI_HS17_V202601.zip", BACI_HS17_Y2021_V202601=moved))
    assert set(values(opened.record(), "exports", "KAZ", "FRA")) == {"HS:27", "HS:02", "TOTAL"}


def test_chosen_partners_are_no_zeros_for_others(opened: Session, tmp_path: Path) -> None:
    more = "2021,276,417,870323,4,1\n2021,251,417,870323,3,1\n"
    taken(opened, archive(tmp_path, text=BACI + more), partners=["KAZ"])
    record = opened.record()
    assert values(record, "exports", "KAZ", "FRA", CHOSEN) == KAZ_FRA
    assert values(record, "exports", "FRA", "KAZ", CHOSEN) == {"HS:87": 7_500.0, "TOTAL": 7_500.0}
    assert values(record, "exports", "EU27_2020", "KAZ", CHOSEN) == {"HS:87": 7_500.0, "TOTAL": 7_500.0}
    assert values(record, "exports", "DEU", "FRA", CHOSEN) == {}
    # France also exports to Kyrgyzstan: the sum of the chosen would be too small
    assert values(record, "exports", "FRA", "EAEU", CHOSEN) == {}
    assert values(record, "exports", "FRA", "CA5", CHOSEN) == {}
    [share] = found(record, "partner_share_exports", "FRA", "KAZ", CHOSEN)
    assert share.value == pytest.approx(100 * 7.5 / 10.5)  # of the world, not of those chosen
    assert values(record, "exports", "KAZ", "FRA") == {"TOTAL": 1_001_251.0}  # the reader's own totals, as before


def test_a_file_too_large_for_its_reader_gives_its_totals_too(
    opened: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hali.access.bounds.MESSAGE", 10)
    outcome = taken(opened, archive(tmp_path))
    assert (outcome.result, outcome.dataflow) == ("new", TABLE)
    assert values(opened.record(), "exports", "KAZ", "FRA") == KAZ_FRA
    [vintage] = opened.store.read().vintages
    assert vintage.raw == ()  # the file itself is not kept
    assert taken(opened, archive(tmp_path)).result == "unchanged"


def many(*lines: str) -> str:
    """A month of as many rows as one has at least, with `lines` in it."""
    filling = [
        line("IT", partner, product, flow, 1)
        for partner in ("CN", "US", "GB", "CH", "TR", "JP", "IN", "BR", "ZA", "AU")
        for product in ("TOTAL", *(f"{chapter:02}012100" for chapter in range(1, 61) if chapter != 77))
        for flow in (1, 2)
    ]
    return month(*lines, *filling)


def test_a_month_of_comext_by_chapter(opened: Session, tmp_path: Path) -> None:
    text = many(*MONTH.splitlines()[1:])
    file = put(tmp_path, "full_202512.dat", text)
    os.utime(file, (1_771_200_000, 1_771_200_000))
    assert taken(opened, file, "comext").result == "new"
    record = opened.record()
    assert values(record, "imports", "DEU", "KAZ", MONTHS) == {"HS:27": 340.0, "TOTAL": 340.0}
    # goods kept secret are in the total and in no chapter
    assert values(record, "exports", "DEU", "KAZ", MONTHS) == {"HS:01": 10.0, "TOTAL": 15.0}
    assert values(record, "product_share_exports", "DEU", "KAZ", MONTHS) == pytest.approx({"HS:01": 100 * 10 / 15})
    assert values(record, "imports", "EU27_2020", "KAZ", MONTHS) == {"HS:27": 400.0, "TOTAL": 400.0}
    assert len(opened.store.read().vintages) == 1  # its reader gives the chapters: no second vintage


def test_the_slice_of_a_month_gives_what_its_reader_gives(tmp_path: Path) -> None:
    text = many(*MONTH.splitlines()[1:])
    [made] = bulk.ingest(put(tmp_path, "full_202512.dat", text), tmp_path / "bulk", known="2026-02-16")
    [feed] = [one for one in source("comext").dataflows if one.id == MONTHS]
    names = ("period", "freq", "reporter", "partner", "flow", "product", "value", "unit")
    ours, theirs = (
        {tuple(row[name] for name in names) for row in table.to_pylist()}
        for table in (bulk_chapters.rows(made, totals=True), feed.parse(text.encode()))
    )
    assert ours == theirs


@pytest.mark.parametrize("more", [[], ["partner_share_imports"]])
def test_what_is_asked_together_does_not_change_a_chapter(opened: Session, tmp_path: Path, more: list[str]) -> None:
    """Germany imports live animals, from China: those it does not import from Kazakhstan are a zero of its turnover."""
    text = many(*MONTH.splitlines()[1:], line("DE", "CN", "01012100", 1, 3))
    taken(opened, put(tmp_path, "full_202512.dat", text), "comext")
    read = readings.find(
        opened.record(),
        ["trade_total", *more],
        reporters=["DEU"],
        partners=["KAZ"],
        newest=True,
        where={"dataflow": MONTHS, "rate": ["reported", "_Z"], "base": "_Z", "period": "2025-12"},
    )
    told = {(r.definition.measure, r.definition.product): r.value for r in read}
    assert told["trade_total", "HS:01"] == 10.0
    assert told["trade_total", "TOTAL"] == 355.0
    # 340 of what Germany imports: from France 7, Namibia 3; what no country is given for counts for none
    assert told.get(("partner_share_imports", "TOTAL")) == (pytest.approx(100 * 340 / 350) if more else None)
