"""World Bank, IMF, ECB and OECD. What is not recorded is synthetic, after the documented layout."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from hali.connectors import sources
from hali.errors import UnknownCode
from hali.model.source import ROW, Reply, Request, Scope

WIRE = Path(__file__).parents[2].parent / "shared" / "wire"
FLOWS = {flow.id: flow for name in ("worldbank", "imf", "ecb", "oecd") for flow in sources()[name].dataflows}


def reply(body: bytes, url: str = "https://api.worldbank.org/v2/x?format=json", status: int = 200) -> Reply:
    return Reply(Request(url), status, {}, body)


def page(number: int, pages: int, *rows: dict[str, Any]) -> bytes:
    base = {
        "indicator": {"id": "NY.GDP.MKTP.CD", "value": "GDP"},
        "country": {"id": "KZ", "value": "Kazakhstan"},
        "countryiso3code": "KAZ",
        "date": "2023",
        "value": 1.5,
        "unit": "",
        "obs_status": "",
        "decimal": 0,
    }
    header = {"page": number, "pages": pages, "per_page": 20000, "total": 99, "lastupdated": "2026-07-13"}
    return json.dumps([header, [base | row for row in rows]]).encode()


@pytest.mark.shared
def test_recorded_answer_of_the_world_bank() -> None:
    body = (WIRE / "worldbank" / "v2_indicator_NY.GDP.MKTP.CD_excerpt.json").read_bytes()
    flow = FLOWS["WB:WDI"]
    rows = flow.parse(body).to_pylist()
    assert [(r["reporter"], r["period"], r["value"], r["unit"]) for r in rows] == [
        ("MEX", "2025", 1832641364775.52, "USD"),
        ("MEX", "2024", 1830489311088.89, "USD"),
    ]  # the null value is a gap
    assert flow.stamp(body) == "2026-07-13"
    assert [i for i, f in FLOWS.items() if f.recognise("x.json", body)] == ["WB:WDI"]
    assert flow.refuse(reply(body)) == ""


@pytest.mark.shared
def test_recorded_error_of_the_world_bank() -> None:
    body = (WIRE / "worldbank" / "v2_error.json").read_bytes()
    assert "Invalid value" in FLOWS["WB:WDI"].absent(reply(body))
    with pytest.raises(ValueError, match="Invalid value"):
        FLOWS["WB:WDI"].parse(body)


@pytest.mark.parametrize("number", ["120", "175"])
def test_errors_of_the_world_bank_in_both_its_forms(number: str) -> None:
    message = {"id": number, "key": "Invalid value", "value": "The provided parameter value is not valid"}
    flow, xml = (
        FLOWS["WB:WDI"],
        f'<wb:error xmlns:wb="http://www.worldbank.org"><wb:message id="{number}" key="Invalid">',
    )
    assert "ot valid" in flow.refuse(reply(f"{xml}Not valid</wb:message></wb:error>".encode()))
    answer = reply(
        json.dumps([{"message": [message]}]).encode(), "https://api.worldbank.org/v2/country/KAZ/indicator/X"
    )
    assert flow.absent(answer).startswith("X: Invalid value")  # one code of the question is none: the others stand
    assert flow.refuse(answer) == ""
    assert flow.following(reply(json.dumps([{"message": [message]}]).encode())) is None
    assert flow.parse(b"\xef\xbb\xbf" + page(1, 1, {})).num_rows == 1


def test_pages() -> None:
    flow = FLOWS["WB:WDI"]
    first = flow.following(reply(page(1, 3, {})))
    assert first is not None
    assert first.url.endswith("&page=2")
    second = flow.following(reply(page(2, 3, {}), first.url))
    assert second is not None
    assert second.url.endswith("format=json&page=3")
    assert flow.following(reply(page(3, 3, {}), second.url)) is None


def test_aggregates_of_the_world_bank() -> None:
    rows = [
        {"country": {"id": "EU", "value": ""}, "countryiso3code": "EUU"},
        {"country": {"id": "XD", "value": "High income"}, "countryiso3code": ""},
        {"country": {"id": "1W", "value": "World"}, "countryiso3code": "WLD"},
    ]
    assert [r["reporter"] for r in FLOWS["WB:WDI"].parse(page(1, 1, *rows)).to_pylist()] == ["EU27_2020", "WLD"]
    with pytest.raises(UnknownCode):
        FLOWS["WB:WDI"].parse(page(1, 1, {"countryiso3code": "QQQ"}))


def test_exchange_rates_name_their_currency() -> None:
    body = page(1, 1, {"indicator": {"id": "PA.NUS.FCRF", "value": ""}})
    (row,) = FLOWS["WB:WDI"].parse(body).to_pylist()
    assert (row["measure"], row["unit"], row["reporter"], row["partner"]) == ("exchange_rate", "KZT_USD", "KAZ", "USA")


def test_description_instead_of_data_and_changed_fields() -> None:
    body = json.dumps([{"page": 1, "pages": 1, "total": 1}, [{"id": "NY.GDP.MKTP.CD", "name": "GDP"}]]).encode()
    with pytest.raises(ValueError, match="description"):
        FLOWS["WB:WDI"].parse(body)
    with pytest.raises(KeyError):
        FLOWS["WB:WDI"].parse(page(1, 1, {}).replace(b"countryiso3code", b"iso3"))
    with pytest.raises(ValueError, match="number"):
        FLOWS["WB:WDI"].parse(page(1, 1, {"value": "1.5"}))
    assert "no rows" in FLOWS["WB:WDI"].absent(reply(page(1, 1)))
    assert FLOWS["WB:WDI"].absent(reply(page(1, 1, {}))) == ""


def test_a_series_declared_for_none_of_the_countries_is_named() -> None:
    url = "https://api.worldbank.org/v2/country/BRA;MEX/indicator/PA.NUS.FCRF?format=json"
    body = page(1, 1, {"indicator": {"id": "PA.NUS.FCRF", "value": ""}, "countryiso3code": "BRA"})
    assert FLOWS["WB:WDI"].absent(reply(body, url)) == "PA.NUS.FCRF: declared for none of these countries"


def test_pages_with_fewer_rows_than_they_say_are_cut_off() -> None:
    flow = FLOWS["WB:WDI"]
    whole = json.loads(page(1, 1, {}, {"date": "2022"}))
    whole[0]["total"] = 2
    cut = [whole[0], whole[1][:1]]
    assert flow.lacking([reply(json.dumps(whole).encode())], []) == ""
    assert flow.lacking([reply(json.dumps(cut).encode())], []) == "1 rows, and the header says 2"


def test_a_month_is_asked_for_only_where_there_are_months() -> None:
    scope = Scope(("KAZ",), ("DEU",), "2021-03")
    assert "ge%3A2021-M03" in FLOWS["IMF:IMTS"].requests(scope)[0].url
    for flow in ("IMF:DIP", "IMF:WEO"):
        assert "ge%3A2021-A1" in FLOWS[flow].requests(scope)[0].url
    assert "startPeriod=2021-03" in FLOWS["ECB:EXR"].requests(scope)[0].url
    assert "startPeriod=2021&" in FLOWS["OECD:DAC2A"].requests(replace(scope, last="2022"))[0].url + "&"
    assert "date=2021:2100" in FLOWS["WB:WDI"].requests(scope)[0].url


def test_all_partners_are_asked_for_some_reporters_at_a_time_and_by_year() -> None:
    requests = FLOWS["IMF:IMTS"].requests(Scope())
    assert len(requests) > 10
    assert max(request.rows for request in requests) <= 500_000
    keys = [urlsplit(request.url).path.rsplit("/", 1)[-1].split(".") for request in requests]
    assert {(partner, frequency) for _, _, partner, frequency in keys} == {("*", "A")}
    listed = [code for countries, *_ in keys for code in countries.split("+")]
    assert len(listed) == len(set(listed)) > 200


def test_a_partner_without_the_total_that_was_asked_for_is_cut_off() -> None:
    flow = FLOWS["IMF:IMTS"]
    whole = IMTS + IMTS.splitlines()[1].replace("G998", "G001") + "\n"
    whole += "dataflow,IMF.STA:IMTS(1.0.0),I,KAZ,MG_CIF_USD,G001,M,2021-03,9,6,\n"
    assert flow.lacking([], [flow.parse(whole.encode())]) == ""
    cut = flow.parse("\n".join([*whole.splitlines()[:-1], ""]).encode())
    assert flow.lacking([], [cut]) == "trade_value KAZ M TOTAL XKX is there, and the total of all partners is not"


def test_donors_of_the_oecd_in_its_own_codes() -> None:
    flow = FLOWS["OECD:DAC2A"]
    (request,) = flow.requests(Scope(("EU27_2020", "EU_INST", "DEU", "XKX"), ("KAZ",)))
    assert urlsplit(request.url).path.endswith("/4EU001+DEU+XKV.KAZ.206.USD.V")  # a bloc's sum is no donor
    assert sources()["oecd"].rate * 3600 == 60


def test_governance_before_and_after_2026_are_two_tables() -> None:
    new, old = FLOWS["WB:GOV_WGI"], FLOWS["WB:WGI"]
    assert new.catalogue
    assert not old.catalogue
    urls = [request.url for request in new.requests(Scope(("KAZ",)))]
    assert all("source=3" in url for url in urls)
    assert any("/indicator/GOV_WGI_GE.EST?" in url for url in urls)
    body = page(1, 1, {"indicator": {"id": "GOV_WGI_VA.EST", "value": ""}})
    assert [f.recognise("x", body) for f in (new, old)] == [True, False]
    with pytest.raises(ValueError, match="declared"):
        old.parse(body)


def test_question_to_the_world_bank() -> None:
    urls = [request.url for request in FLOWS["WB:WDI"].requests(Scope(("KAZ", "EU27_2020"), (), "2015", "2020"))]
    assert "https://api.worldbank.org/v2/country/KAZ;EUU/indicator/NY.GDP.MKTP.CD?format=json" in urls[0]
    assert "date=2015:2020" in urls[0]
    assert FLOWS["WB:WDI"].requests(Scope(("EU28",))) == []


# values in base units at SCALE 6 or 9, as programs that ran live describe them
IMTS = (
    "STRUCTURE[;],STRUCTURE_ID,ACTION,COUNTRY,INDICATOR,COUNTERPART_COUNTRY,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE,STATUS\n"
    "dataflow,IMF.STA:IMTS(1.0.0),I,KAZ,XG_FOB_USD,G998,A,2021,24100000000,6,\n"
    "dataflow,IMF.STA:IMTS(1.0.0),I,KAZ,MG_CIF_USD,KOS,M,2021-M03,3000000,6,e\n"
    "dataflow,IMF.STA:IMTS(1.0.0),I,KAZ,MG_FOB_USD,KOS,M,2021-M03,2000000,6,\n"
    "dataflow,IMF.STA:IMTS(1.0.0),I,KAZ,XG_FOB_USD,GX901,A,2021,1000000,6,\n"
    "dataflow,IMF.STA:IMTS(1.0.0),I,KAZ,XG_FOB_USD,DEU,A,2021,,6,NP\n"
    "dataflow,IMF.STA:IMTS(1.0.0),I,KAZ,XG_FOB_USD,FRA,A,2021,NaN,6,\n"
)


def test_trade_of_the_imf() -> None:
    flow = FLOWS["IMF:IMTS"]
    table = flow.parse(IMTS.encode())
    assert tuple(table.column_names) == ROW
    assert [tuple(r.values())[1:] for r in table.to_pylist()] == [
        ("A", "2021", "KAZ", "EU27_2020", "X", "TOTAL", 24.1e9, "USD", "A"),
        ("M", "2021-03", "KAZ", "XKX", "M", "TOTAL", 3e6, "USD", "E"),
    ]
    assert [i for i, f in FLOWS.items() if f.recognise("x.csv", IMTS.encode())] == ["IMF:IMTS"]
    (request,) = flow.requests(Scope(("KAZ",), ("EU27_2020", "XKX"), "2015", "2020-06"))
    assert "/IMF.STA/IMTS/+/KAZ.XG_FOB_USD+MG_CIF_USD+TBG_USD.G998+KOS+G001.*?" in request.url
    assert request.url.endswith("&c%5BTIME_PERIOD%5D=ge%3A2015-A1%2Ble%3A2020-M06")
    assert request.accept == "application/vnd.sdmx.data+csv;version=2.0.0"


def test_trade_of_the_imf_as_csv_of_sdmx_2_and_without_attributes() -> None:
    lines = IMTS.replace("STRUCTURE[;],STRUCTURE_ID,ACTION", "DATAFLOW").replace("dataflow,", "").replace("),I,", "),")
    bare = "\n".join(line.rsplit(",", 2)[0] for line in lines.splitlines())
    flow = FLOWS["IMF:IMTS"]
    assert flow.recognise("x.csv", bare.encode())
    columns = [name for name in ROW if name != "status"]
    assert flow.parse(bare.encode()).select(columns).equals(flow.parse(IMTS.encode()).select(columns))
    header = bare.split("\n")[0]
    assert flow.parse(f"{header}\n{',' * header.count(',')}\n".encode()).num_rows == 0


@pytest.mark.parametrize(("old", "new"), [("IMTS(", "DIP("), (",2021,24", ",1/2021,24"), (",6,\n", ",6,?\n")])
def test_trade_of_the_imf_in_another_form(old: str, new: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        FLOWS["IMF:IMTS"].parse(IMTS.replace(old, new).encode())


WEO = (("KAZ", 2024, "2024"), ("KAZ", 2025, "2024"), ("IND", 2025, "FY2025/26"), ("G001", 2024, ""), ("G001", 2026, ""))


def test_forecasts_of_the_imf() -> None:
    text = "STRUCTURE,STRUCTURE_ID,ACTION,COUNTRY,INDICATOR,FREQUENCY,TIME_PERIOD,OBS_VALUE,SCALE,"
    text += "LATEST_ACTUAL_ANNUAL_DATA\n"
    for country, year, actual in WEO:
        text += f"dataflow,IMF.RES:WEO(9.0.0),I,{country},NGDPD,A,{year},300000000000,9,{actual}\n"
    rows = FLOWS["IMF:WEO"].parse(text.encode()).to_pylist()
    assert [(r["reporter"], r["period"], r["value"], r["status"]) for r in rows] == [
        ("KAZ", "2024", 300e9, "A"),
        ("KAZ", "2025", 300e9, "F"),
        ("IND", "2025", 300e9, "A"),
        ("WLD", "2024", 300e9, "E"),
        ("WLD", "2026", 300e9, "F"),  # later than any actual year
    ]
    with pytest.raises(KeyError):
        FLOWS["IMF:WEO"].parse(text.replace("LATEST_ACTUAL", "LAST").encode())


def test_the_last_actual_year_stands_at_a_group_in_xml_and_json() -> None:
    key = 'COUNTRY="KAZ" INDICATOR="NGDPD"'
    xml = (
        '<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" '
        'xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><m:Header>'
        '<m:Structure structureID="S" dimensionAtObservation="TIME_PERIOD"><c:StructureUsage>'
        '<Ref agencyID="IMF.RES" id="WEO" version="9.0.0"/></c:StructureUsage></m:Structure></m:Header>'
        '<m:DataSet action="Replace"><Group xsi:type="n:GROUP_INDICATOR" INDICATOR="NGDPD" UNIT="USD"/>'
        f'<Group xsi:type="n:GROUP_COUNTRY__INDICATOR" {key} LATEST_ACTUAL_ANNUAL_DATA="2024"/>'
        f'<Series {key} FREQUENCY="A" SCALE="9"><Obs TIME_PERIOD="2024" OBS_VALUE="300000000000"/>'
        '<Obs TIME_PERIOD="2025" OBS_VALUE="310000000000"/></Series></m:DataSet></m:StructureSpecificData>'
    )
    names = ("COUNTRY", "INDICATOR", "FREQUENCY")
    dataset = {
        "structure": 0,
        "dimensionGroupAttributes": {":0::": [0, None], "0:0::": [None, "2024"]},
        "series": {"0:0:0": {"attributes": [0], "observations": {"0": ["300000000000"], "1": ["310000000000"]}}},
    }
    structure = {
        "links": [{"urn": "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=IMF.RES:WEO(9.0.0)"}],
        "dimensions": {
            "series": [{"id": n, "values": [{"id": c}]} for n, c in zip(names, ("KAZ", "NGDPD", "A"), strict=True)],
            "observation": [{"id": "TIME_PERIOD", "values": [{"value": "2024"}, {"value": "2025"}]}],
        },
        "attributes": {
            "series": [{"id": "SCALE", "values": [{"id": "9"}]}],
            "dimensionGroup": [{"id": "UNIT", "values": [{"id": "USD"}]}, {"id": "LATEST_ACTUAL_ANNUAL_DATA"}],
        },
    }
    json_text = json.dumps({"meta": {}, "data": {"dataSets": [dataset], "structures": [structure]}})
    for body in (xml.encode(), json_text.encode()):
        assert [i for i, f in FLOWS.items() if f.recognise("x", body)] == ["IMF:WEO"]
        rows = FLOWS["IMF:WEO"].parse(body).to_pylist()
        assert [(r["period"], r["value"], r["status"]) for r in rows] == [("2024", 300e9, "A"), ("2025", 310e9, "F")]


@pytest.mark.shared
def test_empty_answers_of_the_imf() -> None:
    flow = FLOWS["IMF:IMTS"]
    (path,) = (WIRE / "imf").glob("data_dataflow_IMF.WHD_WHDREO_+_._*")
    empty = json.loads(path.read_bytes())["text"].encode()
    assert "without series" in flow.refuse(reply(empty))
    assert "no content" in flow.refuse(reply(b"", status=204))
    assert "header" in flow.refuse(reply(IMTS.split("\n")[0].encode()))
    assert flow.refuse(reply(IMTS.encode())) == ""


@pytest.mark.shared
def test_reference_rates_of_the_ecb() -> None:
    flow = FLOWS["ECB:EXR"]
    body = (WIRE / "sdmx" / "ECB_EXR__1__M.USD.EUR.SP00.A.xml").read_bytes()
    assert [i for i, f in FLOWS.items() if f.recognise("x.xml", body)] == ["ECB:EXR"]
    rows = flow.parse(body).to_pylist()
    found = {r["period"]: r["value"] for r in rows}
    assert len(rows) == len(found) == 252
    assert (found["1999-01"], found["2019-12"]) == (1.16078, 1.111345)
    assert {(r["measure"], r["unit"], r["reporter"], r["partner"]) for r in rows} == {
        ("exchange_rate", "USD_EUR", "USA", "EA")
    }


def test_reference_rates_as_csv() -> None:
    text = (
        "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MULT,TITLE\n"
        'EXR.A.JPY.EUR.SP00.A,A,JPY,EUR,SP00,A,2023,151.99,A,0,"Yen, Japan"\n'
        "EXR.A.KZT.EUR.SP00.A,A,KZT,EUR,SP00,A,2023,490,A,0,\n"
    )
    (row,) = FLOWS["ECB:EXR"].parse(text.encode()).to_pylist()
    assert (row["period"], row["value"], row["unit"]) == ("2023", 151.99, "JPY_EUR")
    (request,) = FLOWS["ECB:EXR"].requests(Scope(first="2020"))
    assert "/EXR/A+M.CHF+CNY+" in request.url
    assert request.url.endswith(".EUR.SP00.A?format=csvdata&startPeriod=2020")


def test_reference_rates_as_json() -> None:
    codes = {"FREQ": "A", "CURRENCY": "USD", "CURRENCY_DENOM": "EUR", "EXR_TYPE": "SP00", "EXR_SUFFIX": "A"}
    message = {
        "header": {"id": "x", "sender": {"id": "ECB"}},
        "dataSets": [
            {
                "action": "Replace",
                "series": {
                    "0:0:0:0:0": {"attributes": [None, 0], "observations": {"0": [1.08, 0, None], "1": [None, 1]}}
                },
            }
        ],
        "structure": {
            "links": [{"title": "Exchange Rates", "rel": "dataflow", "href": "dataflow/ECB/EXR/1.0"}],
            "dimensions": {
                "series": [{"id": name, "values": [{"id": code, "name": code}]} for name, code in codes.items()],
                "observation": [{"id": "TIME_PERIOD", "values": [{"id": "2023"}, {"id": "2024"}]}],
            },
            "attributes": {
                "series": [{"id": "TITLE", "values": []}, {"id": "UNIT_MULT", "values": [{"id": "0"}]}],
                "observation": [
                    {"id": "OBS_STATUS", "values": [{"id": "A"}, {"id": "H"}]},
                    {"id": "OBS_CONF", "values": [{"id": "F"}]},
                ],
            },
        },
    }
    body = json.dumps(message).encode()
    assert [i for i, f in FLOWS.items() if f.recognise("x.json", body)] == ["ECB:EXR"]
    (row,) = FLOWS["ECB:EXR"].parse(body).to_pylist()
    assert (row["period"], row["value"], row["unit"], row["status"]) == ("2023", 1.08, "USD_EUR", "A")


def test_aid_of_the_oecd_only_on_request() -> None:
    flow = FLOWS["OECD:DAC2A"]
    assert not flow.catalogue
    text = (
        "STRUCTURE,STRUCTURE_ID,ACTION,DONOR,RECIPIENT,MEASURE,UNIT_MEASURE,PRICE_BASE,TIME_PERIOD,"
        "OBS_VALUE,OBS_STATUS,UNIT_MULT\n"
        "DATAFLOW,OECD.DCD.FSD:DSD_DAC2@DF_DAC2A(1.4),I,DEU,KAZ,206,USD,V,2022,12.5,A,6\n"
    )
    (row,) = flow.parse(text.encode()).to_pylist()
    assert (row["reporter"], row["partner"], row["value"], row["measure"]) == ("DEU", "KAZ", 12.5e6, "oda.bilateral")
    assert flow.recognise("x.csv", text.encode())


def test_aid_of_the_oecd_with_labels_and_as_json() -> None:
    flow = FLOWS["OECD:DAC2A"]
    code = "OECD.DCD.FSD:DSD_DAC2@DF_DAC2A(1.6)"
    key = {"DONOR": "DEU", "RECIPIENT": "KAZ", "MEASURE": "206", "UNIT_MEASURE": "USD", "PRICE_BASE": "V"}
    header = ",".join(f"{name},A label" for name in key)
    labelled = (
        f"STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,{header},TIME_PERIOD,Time period,OBS_VALUE,Observation value,"
        "BASE_PER,Base period,UNIT_MULT,Unit multiplier,OBS_STATUS,Observation status\n"
        f'DATAFLOW,{code},"DAC2A: Aid, disbursements",I,{",".join(f"{c},label" for c in key.values())},2022,,12.5,,,,'
        "6,Millions,A,Normal value\n"
    )
    dimensions = [{"id": n, "values": [{"id": c, "name": c}]} for n, c in (key | {"TIME_PERIOD": "2022"}).items()]
    message = {
        "meta": {"schema": "sdmx-json-data-schema 2.0.0"},
        "data": {
            "dataSets": [
                {
                    "structure": 0,
                    "action": "Information",
                    "dimensionGroupAttributes": {"0:0:0:0:0:": [0]},
                    "observations": {"0:0:0:0:0:0": [12.5, 0]},
                }
            ],
            "structures": [
                {
                    "links": [{"urn": f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={code}", "rel": "dataflow"}],
                    "dimensions": {"dataSet": [], "series": [], "observation": dimensions},
                    "attributes": {
                        "dimensionGroup": [{"id": "UNIT_MULT", "values": [{"id": "6", "name": "Millions"}]}],
                        "observation": [{"id": "OBS_STATUS", "values": [{"id": "A"}]}],
                    },
                }
            ],
        },
    }
    for body in (labelled.encode(), json.dumps(message).encode()):
        assert flow.recognise("x", body)
        (row,) = flow.parse(body).to_pylist()
        assert (row["reporter"], row["partner"], row["period"], row["value"]) == ("DEU", "KAZ", "2022", 12.5e6)
