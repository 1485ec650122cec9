"""Readers of wire formats: the recorded messages give the counted numbers, damaged and unknown ones raise.

The Eurostat messages written out here are synthetic, made after the documented layout.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from hali.access import formats
from hali.access.bounds import TooMuch
from hali.access.formats import estat_tsv, jsonstat, sdmx_csv, sdmx_json, sdmx_ml
from hali.access.formats.columns import stated

WIRE = Path(__file__).parents[2].parent / "shared" / "wire"

EUROSTAT_CSV = (
    "DATAFLOW,LAST UPDATE,freq,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\r\n"
    "ESTAT:X(1.0),17/04/24 23:00:00,A,NA,2020,1.5,p\r\n"
    "ESTAT:X(1.0),17/04/24 23:00:00,A,KZ,2020,,c\r\n"
)


def recorded(name: str) -> bytes:
    return (WIRE / name).read_bytes()


def imf(start: str) -> bytes:
    (path,) = (WIRE / "imf").glob(start + "*")
    return json.loads(path.read_bytes())["text"].encode()


@pytest.mark.shared
def test_ecb_generic_data() -> None:
    table = formats.read(recorded("sdmx/ECB_EXR__1__M.USD.EUR.SP00.A.xml"))
    found = dict(zip(table["time_period"].to_pylist(), table["value"].to_pylist(), strict=True))
    assert table.num_rows == len(found) == 252
    assert (found["1999-01"], found["2019-12"]) == (1.16078, 1.111345)
    assert set(table["currency"].to_pylist()) == {"USD"}
    assert set(table["unit_mult"].to_pylist()) == {"0"}


@pytest.mark.shared
def test_bis_csv_has_gaps_that_are_not_zero() -> None:
    table = formats.read(recorded("sdmx/BIS_data_v1_sdmxcsv10.csv"))
    assert (table.num_rows, table["value"].null_count) == (1000, 640)
    by_status = {"A": 0, "M": 0}
    for status, value in zip(table["status"].to_pylist(), table["value"].to_pylist(), strict=True):
        by_status[status] += 1
        assert (value is None) == (status == "M")
    assert by_status == {"A": 360, "M": 640}


@pytest.mark.shared
def test_eurostat_structure_specific_data() -> None:
    table = formats.read(recorded("sdmx/ESTAT__NAMA_10_GDP-ss.xml"))
    assert table["value"].to_pylist() == [46526.2, 49094.5, 51791.3, 54142.3]
    assert table["time_period"].to_pylist()[0] == "2012"
    assert stated(table, "dataflow") == "ESTAT:NAMA_10_GDP(1.0)"


@pytest.mark.shared
def test_deferred_answer_and_its_file() -> None:
    code, texts = sdmx_ml.footer(recorded("sdmx/ESTAT__footer2.xml"))
    assert code == "413"
    assert texts[1].startswith("http://ec.europa.eu/")
    with pytest.raises(ValueError, match="413"):
        formats.read(recorded("sdmx/ESTAT__footer2.xml"))
    table = formats.read(recorded("sdmx/ESTAT__footer2.zip"))
    assert table.num_rows == 43
    assert table.slice(0, 1).to_pylist()[0]["value"] == 9820.6
    assert table["status"].to_pylist()[:3] == ["e", "p", None]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("start", "series", "rows", "gaps"),
    [
        ("data_dataflow_IMF.AFR_AFRREO", 127, 3397, 0),
        ("data_dataflow_IMF.STA_GFS_SOO", 194, 970, 970),
        ("data_dataflow_IMF.WHD_WHDREO_+_._", 0, 0, 0),
        ("data_dataflow_IMF.WHD_WHDREO_+_GX1213", 1, 55, 0),
    ],
)
def test_imf_json(start: str, series: int, rows: int, gaps: int) -> None:
    table = sdmx_json.read(imf(start))
    assert (table.num_rows, table["value"].null_count) == (rows, gaps)
    assert len(set(zip(table["country"].to_pylist(), table["indicator"].to_pylist(), strict=True))) == series
    if start.endswith("GFS_SOO"):
        assert set(table["time_period"].to_pylist()) == {"1972", "1973", "1974", "1975", "1976"}
        assert "NP" in {cell for name in table.column_names for cell in table[name].unique().to_pylist()}


@pytest.mark.shared
def test_the_whole_imf_reply_is_read_like_its_text() -> None:
    (path,) = (WIRE / "imf").glob("data_dataflow_IMF.WHD_WHDREO_+_GX1213*")
    assert formats.read(path.read_bytes()).num_rows == 55


@pytest.mark.shared
def test_oecd_json_flat() -> None:
    table = formats.read(recorded("sdmx/OECD__data-PART2-all-all.json"))
    assert table.num_rows == 7
    first = table.slice(0, 1).to_pylist()[0]
    assert (first["location"], first["value"], first["status"]) == ("AUS", 11.963615756565, None)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("galicia-2.0", {"": (3960, 4, 6)}),
        ("statswe", {"dataset": (1120, 0, 6)}),
        ("ons", {"ST1117EWla": (261, 0, 5)}),
        ("oecd-canada", {"oecd": (432, 0, 3), "canada": (120, 0, 5)}),
    ],
)
def test_jsonstat(name: str, counts: dict[str, tuple[int, int, int]]) -> None:
    found = jsonstat.datasets(recorded(f"jsonstat/{name}.json"))
    assert {n: (t.num_rows, t["value"].null_count, t.num_columns - 2) for n, t in found.items()} == counts
    if name == "oecd-canada":
        assert set(found["canada"]["status"].to_pylist()) == {"a"}  # one status for all cells
        assert found["oecd"]["status"].to_pylist().count("e") == 72  # an object
        with pytest.raises(ValueError, match="2 datasets"):
            formats.read(recorded("jsonstat/oecd-canada.json"))


def test_eurostat_csv() -> None:
    table = sdmx_csv.read(EUROSTAT_CSV.encode("utf-8-sig"))
    assert table["geo"].to_pylist() == ["NA", "KZ"]  # Namibia is no gap
    assert table["value"].to_pylist() == [1.5, None]
    assert table["status"].to_pylist() == ["p", "c"]
    assert stated(table, "updated") == "2024-04-17T23:00:00"


def test_eurostat_csv_with_the_new_last_column() -> None:
    text = EUROSTAT_CSV.replace("OBS_FLAG", "OBS_FLAG,CONF_STATUS").replace(",p\r", ",p,F\r").replace(",c\r", ",,C\r")
    assert sdmx_csv.read(text.encode())["conf_status"].to_pylist() == ["F", "C"]


@pytest.mark.parametrize(
    "text",
    [
        "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,freq,Time frequency,geo,Geo,TIME_PERIOD,Time,"
        'OBS_VALUE,"Value, all"\n'
        'dataflow,ESTAT:X(1.0),"A name, long",I,A,Annual,KZ,Kazakhstan,2020,,1.5,\n',
        "DATAFLOW,freq: Time frequency,geo: Geo,TIME_PERIOD: Time,OBS_VALUE: Value\n"
        "ESTAT:X(1.0): a name,A: Annual,KZ: Kazakhstan,2020,1.5\n",
        "STRUCTURE[;],STRUCTURE_ID,ACTION,freq,geo,TIME_PERIOD,OBS_VALUE\ndataflow,ESTAT:X(1.0),R,A,KZ,2020,1.5\n",
        "KEY;FREQ;GEO;TIME_PERIOD;OBS_VALUE\nA.KZ;A;KZ;2020;1.5\n",
        "STRUCTURE,STRUCTURE_ID,FREQ,GEO,TIME_PERIOD,OBS_VALUE\n,ESTAT:X(1.0),A,KZ,,\ndataflow,ESTAT:X(1.0),A,KZ,2020,1.5",
    ],
)
def test_csv_variants(text: str) -> None:
    (row,) = sdmx_csv.read(text.encode()).to_pylist()
    assert (row["freq"], row["geo"], row["time_period"], row["value"]) == ("A", "KZ", "2020", 1.5)


def test_csv_duplicates_are_kept_for_the_validator() -> None:
    twice = EUROSTAT_CSV + EUROSTAT_CSV.split("\r\n")[1] + "\r\n"
    assert sdmx_csv.read(twice.encode()).num_rows == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("OBS_VALUE", "VALUE"),
        ("TIME_PERIOD", "PERIOD"),
        ("freq,geo", "geo,geo"),
        ("DATAFLOW", "TABLE"),
        ("1.5,p", "1.5,p,x"),
        ("1.5", "high"),
        ("17/04/24", "2024-04-17"),
        (",2020,1.5", ",,1.5"),
        ("ESTAT:X(1.0),17/04/24 23:00:00,A,KZ", "ESTAT:Y(1.0),17/04/24 23:00:00,A,KZ"),
    ],
)
def test_csv_of_another_form_raises(old: str, new: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        sdmx_csv.read(EUROSTAT_CSV.replace(old, new).encode())


def test_csv_that_deletes_raises() -> None:
    text = "STRUCTURE,STRUCTURE_ID,ACTION,freq,TIME_PERIOD,OBS_VALUE\ndataflow,ESTAT:X(1.0),D,A,2020,1.5\n"
    with pytest.raises(ValueError, match="deletions"):
        sdmx_csv.read(text.encode())


def test_tsv() -> None:
    table = estat_tsv.read(b"freq,geo\\TIME_PERIOD\t2020 \t2021 \nA,KZ\t1.5 p\t: c\nA,NA\t: \t-2e3\nA,DE\t0\t12be\n")
    found = {(r["geo"], r["time_period"]): (r["value"], r["status"]) for r in table.to_pylist()}
    assert found == {
        ("KZ", "2020"): (1.5, "p"),
        ("KZ", "2021"): (None, "c"),  # confidential is a status, not a zero
        ("NA", "2020"): (None, None),
        ("NA", "2021"): (-2000.0, None),
        ("DE", "2020"): (0.0, None),
        ("DE", "2021"): (12.0, "be"),
    }


def test_tsv_old_layout() -> None:
    table = estat_tsv.read(b"unit,geo\\time\t2016Q2 \nMIO,KZ\t3 \n")
    assert table.to_pylist() == [{"unit": "MIO", "geo": "KZ", "time_period": "2016Q2", "status": None, "value": 3.0}]


@pytest.mark.parametrize(
    "text",
    [
        b"freq,geo\\TIME_PERIOD\t2020 \nA,KZ\tlow\n",
        b"freq,geo\\TIME_PERIOD\t2020 \nA,KZ,X\t1\n",
        b"freq,geo\\TIME_PERIOD\t2020 \nA,KZ\t1\t2\n",
        b"freq,geo\t2020 \nA,KZ\t1\n",
        b"freq,geo\\TIME_PERIOD\t2020 \nA,KZ\t1,234\n",
    ],
)
def test_tsv_of_another_form_raises(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"header|cell|key|column"):
        estat_tsv.read(text)


def axes(geo: object, time: object) -> dict[str, object]:
    return {"geo": {"category": geo}, "time": {"category": {"index": time}}}


def cube(**changes: object) -> bytes:
    dataset: dict[str, object] = {
        "version": "2.0",
        "class": "dataset",
        "id": ["geo", "time"],
        "size": [1, 2],
        "value": [1.5, None],
        "dimension": axes({"label": {"KZ": "Kazakhstan"}}, {"2021": 1, "2020": 0}),
    }
    return json.dumps(dataset | changes).encode()


@pytest.mark.parametrize(
    ("changes", "rows"),
    [
        ({}, [("2020", 1.5, None), ("2021", None, None)]),
        ({"value": {"1": 2}}, [("2021", 2.0, None)]),
        ({"value": {"1": 2}, "status": {"0": "c"}}, [("2021", 2.0, None), ("2020", None, "c")]),
        ({"status": "p"}, [("2020", 1.5, "p"), ("2021", None, "p")]),
        ({"status": ["p", None]}, [("2020", 1.5, "p"), ("2021", None, None)]),
        ({"status": ["p"]}, [("2020", 1.5, "p"), ("2021", None, "p")]),
        ({"status": {"1": "c"}}, [("2020", 1.5, None), ("2021", None, "c")]),
        ({"value": [], "size": [1, 0], "dimension": axes({"index": ["KZ"]}, [])}, []),
    ],
)
def test_jsonstat_variants(changes: dict[str, object], rows: list[tuple[str, float | None, str | None]]) -> None:
    table = jsonstat.read(cube(**changes))
    assert [(r["time_period"], r["value"], r["status"]) for r in table.to_pylist()] == rows
    assert set(table["geo"].to_pylist()) <= {"KZ"}


@pytest.mark.parametrize(
    "changes",
    [
        {"value": [1.0]},
        {"value": ["1", "2"]},
        {"value": {"2": 1.0}},
        {"size": [2, 2]},
        {"status": ["a", "b", "c"]},
        {"status": {"5": "a"}},
        {"class": "dimension"},
        {"dimension": axes({"label": {"KZ": "", "DE": ""}}, ["2020", "2021"])},
        {"dimension": axes({"index": ["KZ"]}, {"2021": 2, "2020": 0})},
        {"dimension": {"geo": {"category": {"index": ["KZ"]}}}},
    ],
)
def test_jsonstat_that_does_not_fit_raises(changes: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError)):
        jsonstat.read(cube(**changes))


def test_jsonstat_collection_and_time_by_role() -> None:
    inner = json.loads(cube(label="one").replace(b'"time"', b'"Tid"')) | {"role": {"time": ["Tid"]}}
    text = json.dumps({"class": "collection", "link": {"item": [inner, {"class": "dataset", "href": "elsewhere"}]}})
    (table,) = jsonstat.datasets(text.encode()).values()
    assert table["time_period"].to_pylist() == ["2020", "2021"]


GENERIC = """<?xml version="1.0"?><m:GenericData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
 xmlns:g="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic"><m:Header>
 <m:Structure structureID="S" dimensionAtObservation="{at}"/></m:Header>
 <m:DataSet structureRef="S">{data}</m:DataSet></m:GenericData>"""


@pytest.mark.parametrize(
    ("at", "data"),
    [
        (
            "AllDimensions",
            '<g:Obs><g:ObsKey><g:Value id="GEO" value="KZ"/><g:Value id="TIME_PERIOD" value="2020"/></g:ObsKey>'
            '<g:ObsValue value="1.5"/><g:Attributes><g:Value id="OBS_STATUS" value="P"/></g:Attributes></g:Obs>',
        ),
        (
            "GEO",
            '<g:Series><g:SeriesKey><g:Value id="TIME_PERIOD" value="2020"/></g:SeriesKey>'
            '<g:Obs><g:ObsDimension value="KZ"/><g:ObsValue value="1.5"/>'
            '<g:Attributes><g:Value id="OBS_STATUS" value="P"/></g:Attributes></g:Obs></g:Series>',
        ),
    ],
)
def test_sdmx_ml_flat_and_cross_sectional(at: str, data: str) -> None:
    table = sdmx_ml.read(GENERIC.format(at=at, data=data).encode())
    (row,) = table.to_pylist()
    assert row == {"geo": "KZ", "time_period": "2020", "status": "P", "value": 1.5}


def test_sdmx_ml_3_flat() -> None:
    text = (
        '<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message" '
        'xmlns:ss="http://www.sdmx.org/resources/sdmxml/schemas/v3_0/data/structurespecific" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<m:Header><m:Structure structureID="S" dimensionAtObservation="AllDimensions"/></m:Header>'
        '<m:DataSet ss:structureRef="S" action="Information">'
        '<Obs xsi:type="x" GEO="KZ" TIME_PERIOD="2020" OBS_VALUE="NaN" OBS_STATUS="M"/>'
        '<Obs GEO="DE" TIME_PERIOD="2020" OBS_VALUE="2"/></m:DataSet></m:StructureSpecificData>'
    )
    rows = sdmx_ml.read(text.encode()).to_pylist()
    assert [(r["geo"], r["value"], r["status"]) for r in rows] == [("KZ", None, "M"), ("DE", 2.0, None)]


def test_sdmx_ml_does_not_resolve_entities(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("4711")
    bomb = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>' + GENERIC.split("?>")[1].format(
        at="TIME_PERIOD",
        data="<g:Series><g:SeriesKey/><g:Obs><g:ObsDimension value='&e;'/><g:ObsValue value='1'/></g:Obs></g:Series>",
    )
    with pytest.raises(ValueError, match="XML"):
        sdmx_ml.read(bomb.encode())


def test_sdmx_json_series_with_index_out_of_range() -> None:
    message = {
        "data": {
            "dataSets": [{"series": {"0:3": {"observations": {"0": ["1"]}}}}],
            "structures": [
                {
                    "dimensions": {
                        "series": [{"id": "GEO", "values": [{"id": "KZ"}]}, {"id": "FREQ", "values": [{"id": "A"}]}],
                        "observation": [{"id": "TIME_PERIOD", "values": [{"value": "2020"}]}],
                    }
                }
            ],
        }
    }
    with pytest.raises(ValueError, match="position 3"):
        sdmx_json.read(json.dumps(message).encode())


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def test_packed_messages() -> None:
    assert formats.read(gzip.compress(EUROSTAT_CSV.encode())).num_rows == 2
    assert formats.read(zipped(a=EUROSTAT_CSV.encode())).num_rows == 2
    with pytest.raises(ValueError, match="2 files"):
        formats.read(zipped(a=b"x", b=b"y"))
    with pytest.raises(TooMuch, match="more than 10 bytes"):
        formats.unpacked(gzip.compress(b"0" * 100), limit=10)


@pytest.mark.parametrize("cut", [0.3, 0.9, 0.999])
@pytest.mark.parametrize(
    "whole",
    [
        cube(),
        GENERIC.format(at="GEO", data="").encode(),
        gzip.compress(EUROSTAT_CSV.encode() * 50),
        zipped(a=EUROSTAT_CSV.encode() * 50),
    ],
    ids=["json", "xml", "gz", "zip"],
)
def test_truncated_messages_raise(whole: bytes, cut: float) -> None:
    with pytest.raises(ValueError, match=r"."):
        formats.read(whole[: int(len(whole) * cut) - 1])


@pytest.mark.parametrize("text", [b"", b"<html></html>", b"hello", b"{}", b"[]", b"null", b"%PDF-1.7"])
def test_what_is_none_of_the_formats(text: bytes) -> None:
    with pytest.raises(ValueError, match="no SDMX-CSV"):
        formats.read(text)
