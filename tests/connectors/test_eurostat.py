"""Eurostat: questions, answers and every known trap. The data messages are synthetic, after the documented layout."""

from __future__ import annotations

import gzip
import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from hali.connectors import series, sources
from hali.errors import UnknownCode
from hali.model.source import ROW, Reply, Request, Scope

WIRE = Path(__file__).parents[2].parent / "shared" / "wire"
FLOWS = {flow.id: flow for flow in (*sources()["eurostat"].dataflows, *sources()["comext"].dataflows)}
MAIN = FLOWS["ESTAT:EXT_LT_MAINEU"]
URL = "https://ec.europa.eu/eurostat/api/dissemination/sdmx/3.0/data/dataflow/ESTAT/EXT_LT_MAINEU/1.0?x=1"

CSV = (
    "DATAFLOW,LAST UPDATE,freq,indic_et,sitc06,partner,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\r\n"
    "ESTAT:EXT_LT_MAINEU(1.0),17/04/24 23:00:00,A,MIO_EXP_VAL,TOTAL,KZ,EU27_2020,2021,5487,\r\n"
    "ESTAT:EXT_LT_MAINEU(1.0),17/04/24 23:00:00,A,MIO_IMP_VAL,TOTAL,KZ,EU27_2020,2021,17548,bp\r\n"
    "ESTAT:EXT_LT_MAINEU(1.0),17/04/24 23:00:00,A,PC_IMP_PART,TOTAL,KZ,EU27_2020,2021,0.8,\r\n"
    "ESTAT:EXT_LT_MAINEU(1.0),17/04/24 23:00:00,A,MIO_EXP_VAL,TOTAL,ACP,EU27_2020,2021,1,\r\n"
    "ESTAT:EXT_LT_MAINEU(1.0),17/04/24 23:00:00,A,MIO_EXP_VAL,TOTAL,NA,EU27_2020,2021,2,\r\n"
    "ESTAT:EXT_LT_MAINEU(1.0),17/04/24 23:00:00,A,MIO_EXP_VAL,TOTAL,KZ,EU27_2020,2022,,c\r\n"
)


def reply(body: bytes | str, url: str = URL) -> Reply:
    return Reply(Request(url), 200, {}, body if isinstance(body, bytes) else body.encode())


def found(flow_id: str, body: bytes | str) -> list[dict[str, Any]]:
    table = FLOWS[flow_id].parse(body if isinstance(body, bytes) else body.encode())
    assert tuple(table.column_names) == ROW
    return table.to_pylist()  # type: ignore[no-any-return]


def test_rows_in_our_codes_and_base_units() -> None:
    rows = found("ESTAT:EXT_LT_MAINEU", CSV)
    assert [(r["measure"], r["partner"], r["flow"], r["value"], r["unit"], r["status"]) for r in rows] == [
        ("trade_value", "KAZ", "X", 5487e6, "EUR", "A"),
        ("trade_value", "NAM", "X", 2e6, "EUR", "A"),  # NA is Namibia; ACP is no area; the confidential cell is a gap
        ("trade_value", "KAZ", "M", 17548e6, "EUR", "P"),
        ("partner_share_trade", "KAZ", "M", 0.8, "PCT", "A"),
    ]
    assert {r["period"] for r in rows} == {"2021"}
    assert {(r["freq"], r["product"], r["reporter"]) for r in rows} == {("A", "TOTAL", "EU27_2020")}


def test_stamp_and_recognition() -> None:
    assert MAIN.stamp(CSV.encode()) == "2024-04-17T23:00:00"
    assert MAIN.stamp(b'{"updated": "2024-04-17T23:00:00+0200"}') == "2024-04-17T23:00:00+0200"
    for body in (CSV.encode(), gzip.compress(CSV.encode())):
        assert [i for i, flow in FLOWS.items() if flow.recognise("download", body)] == ["ESTAT:EXT_LT_MAINEU"]
    tsv = b"freq,indic_et,sitc06,partner,geo\\TIME_PERIOD\t2021 \nA,MIO_EXP_VAL,TOTAL,KZ,EU27_2020\t5487 e\n"
    assert [i for i, f in FLOWS.items() if f.recognise("estat_ext_lt_maineu.tsv.gz", gzip.compress(tsv))] == [MAIN.id]
    assert found(MAIN.id, gzip.compress(tsv))[0]["status"] == "E"


def test_tables_whose_names_begin_alike_are_told_apart() -> None:
    for code in ("AVIA_PAEXCC", "AVIA_PAEXCCO", "NRG_TI_OIL", "NRG_TI_OILM"):
        table = series.declared("eurostat")[code]
        tsv = f"{','.join(table.dimensions)}\\TIME_PERIOD\t2006 \n".encode()
        named = f"estat_{code.lower()}.tsv"
        assert [i for i, flow in FLOWS.items() if flow.recognise(named, tsv)] == [f"ESTAT:{code}"]


def test_question_names_its_filters() -> None:
    (request,) = MAIN.requests(Scope(("EU27_2020", "GRC"), ("KAZ", "GBR"), "2015-03", "2024"))
    parts = urlsplit(request.url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert parts.path.endswith("/sdmx/3.0/data/dataflow/ESTAT/EXT_LT_MAINEU/1.0")
    assert query["c[geo]"] == "EU27_2020"  # the table has no figures of Greece alone
    assert query["c[partner]"] == "KZ,UK,EXT_EU27_2020"
    assert query["c[TIME_PERIOD]"] == "ge:2015+le:2024"  # the table has years only
    assert "%2B" in parts.query  # a bare + would be a blank
    assert (query["format"], query["formatVersion"]) == ("csvdata", "2.0")


def test_only_reporters_a_table_has_are_asked_for() -> None:
    (request,) = FLOWS["ESTAT:BOP_ITS6_DET"].requests(Scope(("EU27_2020", "EU28", "GRC", "KAZ"), ("KAZ",)))
    assert parse_qs(urlsplit(request.url).query)["c[geo]"] == ["EU27_2020,EL"]
    for code in ("EXT_LT_MAINEU", "BOP_ITS6_DET", "EXT_TEC03"):
        assert FLOWS[f"ESTAT:{code}"].requests(Scope(("KAZ",), ("EU27_2020", "DEU"))) == []
    assert FLOWS["ESTAT:NAIDA_10_GDP"].requests(Scope(("KAZ",)))


@pytest.mark.parametrize("code", ["EXT_LT_INTERTRD", "CULT_TRD_PRD"])
def test_tables_that_look_bilateral_are_asked_for_totals_only(code: str) -> None:
    (request,) = FLOWS[f"ESTAT:{code}"].requests(Scope(("EU27_2020",), ("KAZ",)))
    (partners,) = parse_qs(urlsplit(request.url).query)["c[partner]"]
    assert "KZ" not in partners
    assert "EXT_EU27_2020" in partners


def test_table_that_ended_and_table_without_the_eu() -> None:
    assert not FLOWS["ESTAT:AVIA_PAEXCCO"].catalogue
    assert FLOWS["ESTAT:AVIA_PAEXCC"].requests(Scope((), (), "", "2007")) == []
    assert FLOWS["ESTAT:RAIL_GO_INTGONG"].may_sum
    (request,) = FLOWS["ESTAT:EXT_TEC03"].requests(Scope(("DEU",), ("KAZ",)))
    assert parse_qs(urlsplit(request.url).query)["c[geo]"] == ["DE,EU"]


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("indic_et", "indicator", KeyError),
        ("OBS_FLAG\r", "OBS_FLAG,shape\r", (KeyError, ValueError)),
        ("EXT_LT_MAINEU(", "EXT_LT_MAINMINE(", ValueError),
        (",bp", ",?", ValueError),
        (",2021,5487", ",21,5487", ValueError),
        (",KZ,", ",ZZ,", UnknownCode),
        ("MIO_EXP_VAL", "X", None),
    ],
)
def test_another_form_stops_the_reading(old: str, new: str, error: Any) -> None:
    if error is None:  # an indicator that is not declared is left out
        assert {r["flow"] for r in found(MAIN.id, CSV.replace(old, new))} == {"M"}
        return
    with pytest.raises(error):
        found(MAIN.id, CSV.replace(old, new))


def test_a_new_dimension_stops_the_reading() -> None:
    lines = CSV.replace("DATAFLOW,LAST UPDATE", "DATAFLOW,shape,LAST UPDATE").replace("(1.0),", "(1.0),X,")
    with pytest.raises(KeyError, match="shape"):
        found(MAIN.id, lines)


def test_conf_status_is_no_new_dimension() -> None:
    text = (
        CSV.replace("OBS_FLAG\r", "OBS_FLAG,CONF_STATUS\r")
        .replace(",\r\n", ",,F\r\n")
        .replace("bp\r", "bp,F\r")
        .replace(",c\r", ",,C\r")
    )
    assert len(found(MAIN.id, text)) == 4


def test_none_of_the_declared_rows() -> None:
    with pytest.raises(ValueError, match="declared"):
        found(MAIN.id, CSV.replace("MIO_", "THS_").replace("PC_", "PP_"))


def test_several_frequencies_in_one_table() -> None:
    text = "STRUCTURE,STRUCTURE_ID,freq,unit,tra_meas,schedule,partner,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
    for period in ("2024", "2024-Q1", "2024-01"):
        text += f"dataflow,ESTAT:AVIA_PAEXCC(1.0),A,PAS,PAS_CRD,TOT,KZ,DE,{period},10,,\n"
    assert [r["freq"] for r in found("ESTAT:AVIA_PAEXCC", text)] == ["A", "Q", "M"]


def test_413_in_an_answer_with_status_200() -> None:
    body = '{"warning":{"status":413,"label":"EXTRACTION_TOO_BIG. Narrow it."}}'
    assert "413" in MAIN.refuse(reply(body))
    with pytest.raises(ValueError, match="no SDMX-CSV"):
        MAIN.parse(body.encode())


NUMBER = "d4da4f1c-0f2b-4b1e-9c57-6f4fd0a1b2c3"
LATER = '{"warning":{"status":413,"label":"ASYNCHRONOUS_RESPONSE. Your request will be treated asynchronously."}}'
NOT_YET = "<S:Fault><faultcode>100</faultcode><faultstring>DATA_NOT_YET_AVAILABLE: not yet</faultstring></S:Fault>"


@pytest.mark.parametrize("body", [LATER, NOT_YET])
def test_a_reply_without_a_number_is_asked_for_again(body: str) -> None:
    answer = reply(body)
    assert MAIN.following(answer) == answer.request
    assert MAIN.refuse(answer) == ""
    assert MAIN.parse(body.encode()).num_rows == 0


@pytest.mark.parametrize("form", ["{}", '"{}"\r\n', "<env:Body><queued><id>{}</id></queued></env:Body>"])
def test_the_bare_number_of_a_request(form: str) -> None:
    body = form.format(NUMBER)
    following = MAIN.following(reply(body))
    assert following is not None
    assert following.url == f"https://ec.europa.eu/eurostat/api/dissemination/1.0/async/status/{NUMBER}"
    assert MAIN.refuse(reply(body)) == ""
    assert MAIN.parse(body.encode()).num_rows == 0


COMEXT = sources()["comext"].dataflows[0]


def asked(request: Request) -> dict[str, list[str]]:
    return {name: codes[0].split(",") for name, codes in parse_qs(urlsplit(request.url).query).items()}


def covered(requests: list[Request], names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Every combination of codes the requests name."""
    return [key for request in requests for key in itertools.product(*(asked(request)[f"c[{n}]"] for n in names))]


def test_everything_is_asked_for_in_parts_that_are_answered_at_once() -> None:
    requests = COMEXT.requests(Scope())
    assert max(request.rows for request in requests) <= 500_000
    names = ("freq", "reporter", "product", "flow")
    parts = covered(requests, names)
    assert len(parts) == len(set(parts)) == 1 * 32 * 97 * 2  # each cell once, none missing
    assert {reporter for _, reporter, _, _ in parts} >= {"EU27_2020", "DE", "GR"}


@pytest.mark.parametrize(
    "refusal",
    [
        Reply(Request(""), 413, {}, b""),
        reply("<S:Fault><faultcode>413</faultcode><faultstring>EXTRACTION_TOO_BIG: x</faultstring></S:Fault>"),
        reply('{"warning":{"status":413,"label":"EXTRACTION_TOO_BIG"}}'),
    ],
    ids=["status", "fault", "warning"],
)
def test_what_is_too_large_is_asked_for_in_halves_down_to_one_cell(refusal: Reply) -> None:
    (whole,) = MAIN.requests(Scope(("EU27_2020",), ("KAZ", "DEU", "FRA"), "2015", "2020"))
    waiting, smallest = [whole], []
    while waiting:
        request = waiting.pop()
        halves = MAIN.narrower(replace(refusal, request=request))
        assert len(halves) in {0, 2}
        waiting += halves
        smallest += [] if halves else [request]
    assert len(smallest) == 3 * 5  # partners by indicator
    for request in smallest:
        assert "EXT_EU27_2020" in asked(request)["c[partner]"]  # the total stays with its parts
        assert asked(request)["c[TIME_PERIOD]"] == asked(whole)["c[TIME_PERIOD]"]
    assert MAIN.narrower(reply(CSV)) == []


@pytest.mark.parametrize("value", ["{}", "[]", "{ }"])
def test_cube_without_cells(value: str) -> None:
    body = '{"version":"2.0","class":"dataset","value":' + value + ',"id":[],"size":[],"dimension":{}}'
    assert "without cells" in MAIN.refuse(reply(body))


def test_error_object() -> None:
    assert "No Results" in MAIN.refuse(reply('{"error":[{"status":400,"id":100,"label":"No Results"}]}'))
    assert MAIN.refuse(reply(CSV)) == ""


@pytest.mark.parametrize(
    ("code", "text"),
    [("413", "EXTRACTION_TOO_BIG: The requested extraction is too big"), ("100", "NO_RESULTS: none")],
)
def test_faults_sent_as_data(code: str, text: str) -> None:
    body = (
        '<?xml version="1.0"?><S:Fault xmlns:S="http://schemas.xmlsoap.org/soap/envelope/">'
        f"<faultcode>{code}</faultcode><faultstring>{text}</faultstring></S:Fault>"
    )
    assert text in MAIN.refuse(reply(body))
    assert MAIN.following(reply(body)) is None


@pytest.mark.parametrize(
    ("flag", "status"),
    [("", "A"), ("b", "B"), ("bep", "E"), ("i", "E"), ("df", "F"), ("u@C", "A"), ("A;F", "F"), ("A", "A"), ("I", "E")],
)
def test_flags_alone_and_together(flag: str, status: str) -> None:
    rows = found(MAIN.id, CSV.replace("2021,5487,", f"2021,5487,{flag}"))
    assert rows[0]["status"] == status


@pytest.mark.parametrize(
    ("state", "asks"), [("SUBMITTED", "status"), ("PROCESSING", "status"), ("AVAILABLE", "data"), ("EXPIRED", "")]
)
@pytest.mark.parametrize("form", ["xml", "json"])
def test_answer_that_comes_later(state: str, asks: str, form: str) -> None:
    if form == "xml":
        body = (
            '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>'
            '<ns0:syncResponse xmlns:ns0="x">'
            f"<queued><id>{NUMBER}</id><status>{state}</status></queued></ns0:syncResponse></env:Body></env:Envelope>"
        )
    else:
        body = json.dumps({"status": {"uuid": NUMBER, "status": state}})
    answer = reply(body)
    following = MAIN.following(answer)
    if not asks:
        assert following is None
        assert "expired" in MAIN.refuse(answer)
        return
    assert MAIN.refuse(answer) == ""
    assert following is not None
    assert following.url == f"https://ec.europa.eu/eurostat/api/dissemination/1.0/async/{asks}/{NUMBER}"
    assert MAIN.following(reply(body, following.url)) == following
    assert MAIN.parse(body.encode()).num_rows == 0
    assert MAIN.following(reply(CSV)) is None


@pytest.mark.shared
def test_recorded_footer_points_to_its_file() -> None:
    body = (WIRE / "sdmx" / "ESTAT__footer2.xml").read_bytes()
    following = MAIN.following(reply(body))
    assert following is not None
    assert following.url == "https://ec.europa.eu/eurostat/SDMX/diss-web/file/7JUdWyAy4fmjBSWT"
    assert MAIN.refuse(reply(body)) == ""
    assert MAIN.parse(body).num_rows == 0


def test_footer_without_a_file_is_refused() -> None:
    body = (
        '<m:GenericData xmlns:m="m" xmlns:f="http://www.sdmx.org/x/message/footer"><f:Footer><f:Message code="413">'
        "<f:Text>Too large</f:Text></f:Message></f:Footer></m:GenericData>"
    )
    assert "Too large" in MAIN.refuse(reply(body))
    assert MAIN.following(reply(body)) is None


@pytest.mark.shared
def test_recorded_gdp_of_luxembourg() -> None:
    body = (WIRE / "sdmx" / "ESTAT__NAMA_10_GDP-ss.xml").read_bytes()
    assert [i for i, flow in FLOWS.items() if flow.recognise("x.xml", body)] == ["ESTAT:NAMA_10_GDP"]
    rows = found("ESTAT:NAMA_10_GDP", body)
    assert len(rows) == 4
    assert (rows[0]["reporter"], rows[0]["period"], rows[0]["unit"]) == ("LUX", "2012", "EUR")
    assert rows[0]["value"] == pytest.approx(46526.2e6)


def test_jsonstat_of_a_declared_table() -> None:
    dimensions = {
        "freq": ["A"],
        "indic_et": ["MIO_EXP_VAL"],
        "sitc06": ["TOTAL"],
        "partner": ["KZ"],
        "geo": ["EU27_2020"],
        "time": ["2020", "2021"],
    }
    body = json.dumps(
        {
            "version": "2.0",
            "class": "dataset",
            "updated": "2024-04-17T23:00:00+0200",
            "value": {"1": 5487.0},
            "status": {"0": "c", "1": "p"},
            "id": list(dimensions),
            "size": [len(codes) for codes in dimensions.values()],
            "dimension": {
                n: {"category": {"index": {c: i for i, c in enumerate(codes)}}} for n, codes in dimensions.items()
            },
            "extension": {"lang": "EN", "id": "EXT_LT_MAINEU", "agencyId": "ESTAT", "version": "1.0"},
        }
    ).encode()
    assert [i for i, flow in FLOWS.items() if flow.recognise("x.json", body)] == [MAIN.id]
    (row,) = found(MAIN.id, body)
    assert (row["period"], row["value"], row["status"]) == ("2021", 5487e6, "P")
    assert MAIN.stamp(body).startswith("2024-04-17")
