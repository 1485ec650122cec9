"""Every kind of file of every publisher from the command line: new once, unchanged twice, foreign ones named."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.connectors import test_baci, test_comext, test_curated, test_erasmus, test_gdelt, test_schengen, test_unga
from tests.connectors.test_comtrade import answer
from tests.connectors.test_worldbank_imf_ecb_oecd import IMTS, page
from tests.replay.server import Message, Replay
from tests.test_cli import Run, refused, run

from hali.connectors import comext
from hali.model.source import Scope
from hali.record.vintages import Store

__all__ = ["run"]

KEY = {"freq": "A", "indic_et": "MIO_EXP_VAL", "sitc06": "TOTAL", "partner": "KZ", "geo": "EU27_2020"}
CSV1 = (
    f"DATAFLOW,LAST UPDATE,{','.join(KEY)},TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\r\n"
    f"ESTAT:EXT_LT_MAINEU(1.0),17/04/24 23:00:00,{','.join(KEY.values())},2021,5487,p,F\r\n"
)
CSV2 = f"STRUCTURE,STRUCTURE_ID,{','.join(KEY)},TIME_PERIOD,OBS_VALUE,OBS_FLAG\n" + CSV1.split("\r\n")[1].replace(
    "ESTAT:EXT_LT_MAINEU(1.0),17/04/24 23:00:00", "dataflow,ESTAT:EXT_LT_MAINEU(1.0)"
).removesuffix(",F")
TSV = f"{','.join(KEY)}\\TIME_PERIOD\t2021 \n{','.join(KEY.values())}\t5487 p\n"
STAT = json.dumps(
    {
        "version": "2.0",
        "class": "dataset",
        "id": [*KEY, "time"],
        "size": [1] * 6,
        "value": {"0": 5487},
        "status": {"0": "p"},
        "dimension": {n: {"category": {"index": {c: 0}}} for n, c in (KEY | {"time": "2021"}).items()},
        "extension": {"id": "EXT_LT_MAINEU", "agencyId": "ESTAT", "version": "1.0"},
    }
)
ATTRIBUTES = " ".join(f'{name}="{code}"' for name, code in KEY.items())
XML = (
    '<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" '
    'xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"><m:Header><m:Structure structureID="S" '
    'dimensionAtObservation="TIME_PERIOD"><c:StructureUsage><Ref agencyID="ESTAT" id="EXT_LT_MAINEU" version="1.0"/>'
    f"</c:StructureUsage></m:Structure></m:Header><m:DataSet><Series {ATTRIBUTES}>"
    '<Obs TIME_PERIOD="2021" OBS_VALUE="5487" OBS_FLAG="p"/></Series></m:DataSet></m:StructureSpecificData>'
)


def zipped(name: str, text: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, text)
    return stream.getvalue()


def seven(name: str, text: bytes) -> bytes:
    import py7zr

    stream = io.BytesIO()
    with py7zr.SevenZipFile(stream, "w") as archive:
        archive.writestr(text, name)
    return stream.getvalue()


# as many rows as a month has at least: each member, with some partners, in some chapters
MONTH = test_comext.month(
    *(
        (reporter, partner, f"{chapter:02}012100", flow, "202512", float(chapter))
        for reporter in ("GR", "DE", "FR", "IT")
        for partner in ("KZ", "CN", "US", "GB", "CH", "TR")
        for chapter in range(1, 31)
        for flow in "12"
    )
)
ECB = "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT\n"
ECB += "EXR.A.USD.EUR.SP00.A,A,USD,EUR,SP00,A,2023,1.0813,A,0\n"
OECD = (
    "STRUCTURE,STRUCTURE_ID,ACTION,DONOR,RECIPIENT,MEASURE,UNIT_MEASURE,PRICE_BASE,TIME_PERIOD,OBS_VALUE,OBS_STATUS,"
    "UNIT_MULT\nDATAFLOW,OECD.DCD.FSD:DSD_DAC2@DF_DAC2A(1.4),I,DEU,KAZ,206,USD,V,2022,12.5,A,6\n"
)
KAZSTAT = Path(__file__).parent / "connectors" / "data" / "kazstat_2022.xls"

FILES: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "Eurostat CSV 1.0": ("eurostat", "table.csv", lambda: CSV1.encode()),
    "Eurostat CSV 1.0 packed": ("eurostat", "estat_ext_lt_maineu_en.csv.gz", lambda: gzip.compress(CSV1.encode())),
    "Eurostat CSV 2.0": ("eurostat", "table.csv", lambda: CSV2.encode("utf-8-sig")),
    "Eurostat TSV": ("eurostat", "ext_lt_maineu.tsv", lambda: TSV.encode()),
    "Eurostat TSV packed": ("eurostat", "estat_ext_lt_maineu.tsv.gz", lambda: gzip.compress(TSV.encode())),
    "Eurostat JSON-stat": ("eurostat", "table.json", lambda: STAT.encode()),
    "Eurostat XML": ("eurostat", "table.xml", lambda: XML.encode()),
    "Eurostat XML in a zip": ("eurostat", "table.zip", lambda: zipped("table.xml", XML)),
    "Comext 7z": ("comext", "full_v2_202512.7z", lambda: seven("full_202512.dat", MONTH)),
    "Comext text": ("comext", "full_202512.dat", lambda: MONTH),
    "Comext text under another name": ("comext", "full_v2_202512.txt", lambda: MONTH),
    "Comtrade": ("comtrade", "answer.json", lambda: answer({}, {"flowCode": "M"})),
    "Comtrade packed": ("comtrade", "answer.json.gz", lambda: gzip.compress(answer({}))),
    "World Bank": ("worldbank", "answer.json", lambda: page(1, 1, {})),
    "IMF CSV": ("imf", "imts.csv", lambda: IMTS.encode()),
    "ECB CSV": ("ecb", "exr.csv", lambda: ECB.encode()),
    "OECD CSV": ("oecd", "dac.csv", lambda: OECD.encode()),
    "BACI zip": ("baci", "BACI_HS92_V202501.zip", lambda: test_baci.WHOLE),
    "BACI year": ("baci", "BACI_HS92_Y2021_V202501.csv", lambda: test_baci.YEAR.encode()),
    "UN library": ("unga", "votes.csv", lambda: test_unga.library(test_unga.WHOLE)),
    "Voeten": (
        "unga",
        "unvotes.zip",
        lambda: test_unga.package(un_votes=test_unga.VOTES, un_roll_calls=test_unga.CALLS),
    ),
    "GDELT zip": (
        "gdelt",
        "20250115120000.export.CSV.zip",
        lambda: zipped("20250115120000.export.CSV", test_gdelt.export(test_gdelt.event(1))),
    ),
    "Schengen": (
        "schengen",
        "visa_statistics_for_consulates_2018.xlsx",
        lambda: test_schengen.workbook(("Data", test_schengen.HEADERS_2018, test_schengen.MAIN)),
    ),
    "Kazakh office": ("kazstat", "trade_2022.xls", KAZSTAT.read_bytes),
    "Erasmus mobilities": ("erasmus", "mobility.csv", lambda: test_erasmus.MOBILITY.encode()),
    "Erasmus projects": ("erasmus", "projects.csv", lambda: test_erasmus.PROJECTS.encode()),
    "curated": ("curated", "figures.csv", lambda: test_curated.text(test_curated.PLACE | test_curated.FIGURE)),
}
"""Name -> source, name of the file, its content."""


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HALI_OFFLINE", "1")
    monkeypatch.setenv("HALI_DATA", str(tmp_path / "data"))


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_new_once(run: Run, tmp_path: Path, kind: str) -> None:
    source, name, content = FILES[kind]
    Path(name).write_bytes(content())
    done = run("ingest", source, name)
    assert done.code == 0, done
    assert done.out.startswith("new ")
    assert name in done.out
    before = Store(tmp_path / "data").read()
    done = run("ingest", source, name)
    assert (done.code, done.out.split()[0]) == (0, "unchanged"), done
    assert Store(tmp_path / "data").read() == before


def test_all_forms_of_one_table_are_one_vintage(run: Run, tmp_path: Path) -> None:
    words = []
    for kind in (kind for kind in FILES if kind.startswith("Eurostat")):
        source, name, content = FILES[kind]
        Path(name).write_bytes(content())
        words.append(run("ingest", source, name).out.split()[0])
    assert words == ["new"] + ["unchanged"] * (len(words) - 1)
    assert len(Store(tmp_path / "data").read().vintages) == 1


def test_a_month_saved_again_is_the_same_month(run: Run, tmp_path: Path) -> None:
    file = Path("full_202512.dat")
    for day in (1_770_000_000, 1_780_000_000):
        file.write_bytes(MONTH)
        os.utime(file, (day, day))
        assert run("ingest", "comext", file.name).code == 0
    assert len(list((tmp_path / "data").rglob("rows.parquet"))) == 1


def test_a_file_that_is_refused_leaves_nothing_by_product(run: Run, tmp_path: Path) -> None:
    few = test_comext.month(("GR", "KZ", "27090090", "1", "202512", 10))
    Path("full_202512.dat").write_bytes(few)
    done = run("ingest", "comext", "full_202512.dat")
    assert (done.code, "at least 1000 are expected" in done.out) == (3, True)
    assert not list((tmp_path / "data").rglob("*.parquet"))


@pytest.mark.parametrize("source", sorted({source for source, _, _ in FILES.values()}))
def test_a_foreign_file_is_named(run: Run, tmp_path: Path, source: str) -> None:
    foreign = {
        "own.csv": b"a,b\n1,2\n",
        "own.json": b'{"a": [1, 2]}',
        "own.xml": b"<?xml version='1.0'?><a/>",
        "own.xlsx": zipped("xl/workbook.xml", "<a/>"),
        "own.zip": zipped("a.txt", "a"),
        "own.7z": lzma.compress(b"a"),
        "own.gz": gzip.compress(b"a"),
        "empty": b"",
    }
    for name, content in foreign.items():
        Path(name).write_bytes(content)
        refused(run("ingest", source, name), name, "accepted")
    assert not (tmp_path / "data" / "store" / "manifest.json").exists()


def test_months_of_comext_by_update(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way of a file larger than memory: fetched, kept, totals into the record, products beside it."""
    monkeypatch.delenv("HALI_OFFLINE")
    monkeypatch.setattr("hali.access.limits.Buckets.take", lambda *_: None)
    months: list[str] = []
    missing = ""

    def archive(url: str) -> Message:
        month = url.removesuffix(".7z")[-6:]
        months.append(month)
        if month == missing:
            return Message(b"<html>no such file</html>", headers={"Content-Type": "text/html"})
        return Message(seven(f"full_{month}.dat", MONTH.replace(b"202512", month.encode())))

    newest = comext.month_requests(Scope())[-1].url.removesuffix(".7z")[-6:]
    year, month = divmod(int(newest[:4]) * 12 + int(newest[4:]) - 3, 12)
    first = f"{year}-{month + 1:02}"
    with Replay() as server:
        monkeypatch.setenv("HALI_REPLAY", server.address)
        server.make("https://ec.europa.eu/eurostat/api/dissemination/files", archive)
        asked = ("update", "ESTAT:COMEXT_MONTHS", "--pair", "EU", "KZ", "--since", first)
        done = run(*asked)
        assert done.code == 0, done
        assert len(months) == 3
        store = Store(tmp_path / "data")
        before = store.read()
        assert len(before.vintages) == 3
        assert len(list((tmp_path / "data").rglob("rows.parquet"))) == 3
        done = run(*asked)
        assert (done.code, done.out.split()[0]) == (0, "unchanged")
        missing = months[-1]
        done = run(*asked)
    assert (done.code, done.out.split()[0], done.out.count("\n")) == (3, "failed", 1)
    assert "a web page instead of data" in done.out
    assert store.read() == before


def test_a_year_of_all_pairs_by_update(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Totals by the reader, chapters from the slices; with a pair, those of its partner in a table of their own."""
    monkeypatch.delenv("HALI_OFFLINE")
    monkeypatch.setattr("hali.access.limits.Buckets.take", lambda *_: None)
    year = test_baci.archive(BACI_HS92_Y2021_V202601=test_baci.YEAR)
    with Replay() as server:
        monkeypatch.setenv("HALI_REPLAY", server.address)
        server.make("https://www.cepii.fr/DATA_DOWNLOAD/baci/data/", lambda _: Message(year))
        page = Message(b"<a href='BACI_HS92_V202601.zip'>", headers={"Content-Type": "text/html"})
        server.make("https://www.cepii.fr/CEPII/", lambda _: page)
        for asked in (("update", "CEPII:BACI"), ("update", "CEPII:BACI", "--pair", "FR", "KZ")):
            assert run(*asked).out.split()[0] == "new"
            before = Store(tmp_path / "data").read()
            assert run(*asked).out.split()[0] == "unchanged"
            assert Store(tmp_path / "data").read() == before
        assert run("update", "CEPII:BACI_CHOSEN").out.split()[0] == "skipped"
    assert [(v.dataflow, v.known) for v in before.vintages] == [
        ("CEPII:BACI", "2026-01-01"),
        ("CEPII:BACI", "2026-01-01"),
        ("CEPII:BACI_CHOSEN", "2026-01-01"),
    ]
    assert all(v.raw for v in before.vintages)
