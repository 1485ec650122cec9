"""Forms a publisher may choose for the same observations, each written out small, and every recorded message."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from hali.access import formats
from hali.access.formats import estat_tsv, jsonstat, sdmx_json, sdmx_ml
from hali.access.formats.columns import stated

WIRE = Path(__file__).parents[3].parent / "shared" / "wire"

READ = {
    "imf/data_dataflow_IMF.AFR": ("sdmx_json", 3397),
    "imf/data_dataflow_IMF.STA": ("sdmx_json", 970),
    "imf/data_dataflow_IMF.WHD_WHDREO_+_._": ("sdmx_json", 0),
    "imf/data_dataflow_IMF.WHD_WHDREO_+_G": ("sdmx_json", 55),
    "jsonstat/galicia": ("jsonstat", 3960),
    "jsonstat/oecd-canada": ("jsonstat", 552),
    "jsonstat/ons": ("jsonstat", 261),
    "jsonstat/statswe": ("jsonstat", 1120),
    "sdmx/BIS_data": ("sdmx_csv", 1000),
    "sdmx/ECB_EXR__1__M.": ("sdmx_ml", 252),
    "sdmx/ESTAT__NAMA": ("sdmx_ml", 4),
    "sdmx/ESTAT__footer2.zip": ("sdmx_ml", 43),
    "sdmx/OECD__data": ("sdmx_json", 7),
}
"""Beginning of a recorded message's path -> its format and observations."""

NO_OBSERVATIONS = (
    "README.md",
    *("comtrade/bulk_list", "comtrade/hs_codes", "comtrade/ref_"),
    *("comtrade/get_", "worldbank/", "gdelt/", "un_votes/"),  # forms of their publishers alone, tested there
    "eurostat/",
    *("imf/structure", "sdmx/BIS__", "sdmx/ECB_EXR__1__structure", "sdmx/ECB__"),
    *("sdmx/ESTAT__CL", "sdmx/ESTAT__apro", "sdmx/IMF", "sdmx/ESTAT__footer2.xml"),
)
"""Beginnings of the paths of what is no message of observations: structures, code lists, lists of files."""


@pytest.mark.shared
def test_every_recorded_file_is_read_or_known_to_hold_no_observations() -> None:
    files = [path for path in sorted(WIRE.rglob("*")) if path.is_file()]
    met = Counter[str]()
    for path in files:
        name, body = str(path.relative_to(WIRE)), path.read_bytes()
        (start,) = [start for start in (*READ, *NO_OBSERVATIONS) if name.startswith(start)]
        met[start] += 1
        if start not in READ:
            with pytest.raises(ValueError, match=r"no SDMX-CSV|no data in the message"):
                formats.read(body)
            continue
        plain = formats.unpacked(body)
        tables = jsonstat.datasets(plain).values() if READ[start][0] == "jsonstat" else [formats.read(plain)]
        assert (formats.kind(plain), sum(table.num_rows for table in tables)) == READ[start], name
    assert set(met) == {*READ, *NO_OBSERVATIONS}
    assert all(met[start] == 1 for start in READ)


@pytest.mark.parametrize(
    "text",
    [
        "DATAFLOW,DIM: A dimension,OBS_VALUE: Value,TIME_PERIOD: Time\nX:M(1.0): A name,A: A,12.5: 12.5,2020: 2020\n",
        "STRUCTURE[|];STRUCTURE_ID;ACTION;SERIES_KEY;OBS_KEY;DIM: A dimension;TIME_PERIOD: Time;OBS_VALUE: Value\n"
        "dataflow;X:M(1.0): Un nom;I;A;A.2020;A: Un;2020: 2020;12,5: 12,5\n",
        "STRUCTURE;STRUCTURE_ID;DIM;TIME_PERIOD;OBS_VALUE\ndataflow;X:M(1.0);A;2020;12,5\n",
        '"DATAFLOW","LAST UPDATE","DIM","TIME_PERIOD","OBS_VALUE"\r\n"X:M(1.0)","17/04/24","A","2020","12.5"\r\n',
    ],
)
def test_csv(text: str) -> None:
    table = formats.read(text.encode())
    (row,) = table.to_pylist()
    assert (row["dim"], row["time_period"], row["value"]) == ("A", "2020", 12.5)
    assert stated(table, "dataflow") == "X:M(1.0)"


@pytest.mark.parametrize("cell", ["12,5", "1.234,5", "12.5: x"])
def test_csv_with_commas_between_cells_has_none_in_values(cell: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        formats.read(f'DATAFLOW,DIM,TIME_PERIOD,OBS_VALUE\nX:M(1.0),A,2020,"{cell}"\n'.encode())


def test_csv_gap_in_eurostats_notation() -> None:
    text = "DATAFLOW,LAST UPDATE,freq,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\nE:X(1.0),01/10/26,A,2025,:,,C\n"
    table = formats.read(text.encode())
    assert table.to_pylist()[0]["value"] is None
    assert stated(table, "updated") == "2026-10-01"


def test_tsv_with_marks_of_confidentiality() -> None:
    table = estat_tsv.read(b"freq,geo\\TIME_PERIOD\t2024 \t2025 \nA,KZ\t7 u@C\t: @C\n")
    assert [(r["value"], r["status"]) for r in table.to_pylist()] == [(7.0, "u@C"), (None, "@C")]


ENVELOPE = (
    '<?xml version="1.0"?><m:{root} xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v{v}/message" '
    'xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v{v}/common" '
    'xmlns:g="http://www.sdmx.org/resources/sdmxml/schemas/v{v}/data/generic" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><m:Header><m:Structure structureID="S" '
    'dimensionAtObservation="TIME_PERIOD"><c:StructureUsage>{usage}</c:StructureUsage></m:Structure></m:Header>'
    "<m:DataSet>{data}</m:DataSet></m:{root}>"
)


def specific(data: str) -> bytes:
    usage = "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=ECB:EXR(1.0)"
    return ENVELOPE.format(root="StructureSpecificData", v="3_0", usage=usage, data=data).encode()


def generic(data: str) -> bytes:
    usage = '<Ref agencyID="ECB" id="EXR" version="1.0"/>'
    return ENVELOPE.format(root="GenericData", v="2_1", usage=usage, data=data).encode()


def test_xml_3_with_several_values_of_an_attribute() -> None:
    table = sdmx_ml.read(
        specific(
            '<Series FREQ="A" CUR="CAD"><!-- a remark --><Comp id="TITLE" xsi:type="t"><Value><c:Text>Some</c:Text>'
            '<c:Text>text</c:Text></Value></Comp><Obs TIME_PERIOD="2017" OBS_VALUE="1.5"><Comp id="OBS_STATUS">'
            "<Value>A</Value><Value>F</Value></Comp></Obs>"
            '<Obs TIME_PERIOD="2018" OBS_VALUE="1.6"><Comp id="OBS_STATUS"><Value>P</Value></Comp></Obs></Series>'
        )
    )
    assert [(r["value"], r["status"]) for r in table.to_pylist()] == [(1.5, "A;F"), (1.6, "P")]
    assert set(table["cur"].to_pylist()) == {"CAD"}
    assert stated(table, "dataflow") == "ECB:EXR(1.0)"


def test_xml_attributes_of_groups() -> None:
    series = '<Series FREQ="{f}" CUR="{c}" COLLECTION="A"><Obs TIME_PERIOD="2017" OBS_VALUE="1"/></Series>'
    expected = [("A", "CAD", "0", "x"), ("M", "CAD", "0", "x"), ("A", "USD", "3", None)]
    written = specific(
        '<Group xsi:type="n:Sibling" CUR="CAD" UNIT_MULT="0" TITLE="x"/><Group CUR="USD" UNIT_MULT="3"/>'
        + "".join(series.format(f=f, c=c) for f, c, *_ in expected)
    )
    key = '<g:Value id="{}" value="{}"/>'
    group = "<g:Group type='S'><g:GroupKey>{}</g:GroupKey><g:Attributes>{}</g:Attributes></g:Group>"
    spelled = generic(
        group.format(key.format("CUR", "CAD"), key.format("UNIT_MULT", "0") + key.format("TITLE", "x"))
        + group.format(key.format("CUR", "USD"), key.format("UNIT_MULT", "3"))
        + "".join(
            f"<g:Series><g:SeriesKey>{key.format('FREQ', f)}{key.format('CUR', c)}</g:SeriesKey>"
            f"<g:Attributes>{key.format('COLLECTION', 'A')}</g:Attributes>"
            '<g:Obs><g:ObsDimension value="2017"/><g:ObsValue value="1"/></g:Obs></g:Series>'
            for f, c, *_ in expected
        )
    )
    for body in (written, spelled):
        rows = sdmx_ml.read(body).to_pylist()
        assert [(r["freq"], r["cur"], r["unit_mult"], r["title"]) for r in rows] == expected


def test_xml_with_an_element_nobody_knows() -> None:
    with pytest.raises(ValueError, match="unknown element Secret"):
        sdmx_ml.read(specific('<Series FREQ="A"><Secret/><Obs TIME_PERIOD="2017" OBS_VALUE="1"/></Series>'))


def cube(**changes: object) -> bytes:
    values = {"GEO": ["KZ", "DE"], "UNIT": ["EUR"], "TIME_PERIOD": ["2020", "2021"]}
    dimensions = {name: {"id": name, "values": [{"id": code} for code in codes]} for name, codes in values.items()}
    dataset = {
        "structure": 0,
        "series": {
            "0:0": {"attributes": [[0, 1]], "observations": {"0": [1.5], "1": [2.5]}},
            "1:0": {"observations": {"0": [3.5]}},
        },
        "dimensionGroupAttributes": {"0::": [0], "1:0:": [None]},
    }
    structure = {
        "dimensions": {
            "series": [dimensions["GEO"], dimensions["UNIT"]],
            "observation": [dimensions["TIME_PERIOD"]],
        },
        "attributes": {
            "series": [{"id": "SOURCE", "values": [{"id": "4F0"}, {"id": "4D0"}]}],
            "dimensionGroup": [{"id": "TITLE", "values": [{"name": "the first"}]}],
        },
    }
    if changes.get("flat"):
        structure["dimensions"] = {"series": [], "observation": list(dimensions.values())}
        dataset["series"] = {}
        dataset["observations"] = {"0:0:0": [1.5], "0:0:1": [2.5], "1:0:0": [3.5]}
    if "groups" in changes:
        dataset["dimensionGroupAttributes"] = changes["groups"]
    return json.dumps({"meta": {}, "data": {"dataSets": [dataset], "structures": [structure]}}).encode()


@pytest.mark.parametrize("flat", [False, True])
def test_json_attributes_of_groups(flat: bool) -> None:
    rows = sdmx_json.read(cube(flat=flat)).to_pylist()
    assert [(r["geo"], r["time_period"], r["value"], r["title"]) for r in rows] == [
        ("KZ", "2020", 1.5, "the first"),
        ("KZ", "2021", 2.5, "the first"),
        ("DE", "2020", 3.5, None),
    ]
    if not flat:
        assert [r["source"] for r in rows] == ["4F0;4D0", "4F0;4D0", None]


def test_json_with_a_group_of_another_length() -> None:
    with pytest.raises(ValueError, match=r"."):
        sdmx_json.read(cube(groups={"0:0:0:0:0": [0]}))
    with pytest.raises(ValueError, match="position 7"):
        sdmx_json.read(cube(groups={"7::": [0]}))


def test_jsonstat_as_eurostat_sends_it() -> None:
    names = {"freq": ["M"], "geo": ["EA", "KZ"], "time": ["2025-11", "2025-12"]}
    text = {
        "version": "2.0",
        "class": "dataset",
        "label": "Prices",
        "source": "ESTAT",
        "updated": "2026-02-06T23:00:00+0100",
        "value": {"0": 2.1, "3": 8},
        "status": {"1": "c", "3": "ep"},
        "id": list(names),
        "size": [1, 2, 2],
        "dimension": {
            name: {
                "label": name,
                "category": {"index": dict(zip(c, range(9), strict=False)), "label": {k: k for k in c}},
            }
            for name, c in names.items()
        },
        "extension": {
            "lang": "EN",
            "id": "PRC_HICP_MANR",
            "agencyId": "ESTAT",
            "version": "1.0",
            "datastructure": {"id": "PRC_HICP_MANR", "agencyId": "ESTAT", "version": "108.0"},
            "annotation": [{"type": "OBS_COUNT", "title": "3511040"}],
            "status": {"label": {"c": "confidential"}},
            "positions-with-no-data": {"freq": [], "geo": [], "time": [1]},
        },
    }
    table = jsonstat.read(json.dumps(text).encode())
    assert [(r["geo"], r["time_period"], r["value"], r["status"]) for r in table.to_pylist()] == [
        ("EA", "2025-11", 2.1, None),
        ("KZ", "2025-12", 8.0, "ep"),
        ("EA", "2025-12", None, "c"),
    ]
    assert stated(table, "dataflow") == "ESTAT:PRC_HICP_MANR(1.0)"
    assert stated(table, "updated") == "2026-02-06T23:00:00+0100"
