"""UN Comtrade: questions, the recorded answer, and every known trap."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from hali.connectors import comtrade
from hali.errors import UnknownCode
from hali.model.source import ROW, Reply, Request, Scope

WIRE = Path(__file__).parents[2].parent / "shared" / "wire" / "comtrade"
(FLOW,) = comtrade.SOURCE.dataflows


def answer(*rows: dict[str, Any], **more: Any) -> bytes:
    base = {
        "typeCode": "C",
        "freqCode": "A",
        "refMonth": 52,
        "period": "2021",
        "reporterCode": 398,
        "flowCode": "X",
        "partnerCode": 380,
        "partner2Code": 0,
        "classificationCode": "H6",
        "cmdCode": "TOTAL",
        "customsCode": "C00",
        "motCode": 0,
        "primaryValue": 5.0,
    }
    return json.dumps({"count": len(rows), "data": [base | row for row in rows], "error": ""} | more).encode()


def reply(body: bytes, path: str = "data/v1/get") -> Reply:
    return Reply(Request(f"https://comtradeapi.un.org/{path}/C/A/HS?x=1"), 200, {}, body)


@pytest.mark.shared
def test_recorded_answer() -> None:
    body = (WIRE / "get_C_A_HS_CHN_2010_TOTAL.json").read_bytes()
    table = FLOW.parse(body)
    assert tuple(table.column_names) == ROW
    rows = table.to_pylist()
    assert len(rows) == 4
    found = {(r["partner"], r["flow"]): r["value"] for r in rows}
    assert (found["ARG", "M"], found["ARG", "X"]) == (6_804_128_143.0, 6_115_764_185.0)
    assert {(r["reporter"], r["period"], r["freq"], r["unit"]) for r in rows} == {("CHN", "2010", "A", "USD")}
    assert FLOW.refuse(reply(body)) == ""
    assert FLOW.recognise("x.json", body)


@pytest.mark.shared
def test_recorded_empty_answer_is_refused() -> None:
    assert "nothing reported" in FLOW.absent(reply((WIRE / "get_S_A_EB_empty.json").read_bytes()))
    assert not FLOW.recognise("x.json", (WIRE / "bulk_list.json").read_bytes())


@pytest.mark.parametrize("key", ["", "secret"])
def test_questions_fix_what_would_multiply_the_rows(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("HALI_COMTRADE_KEY", key)
    requests = FLOW.requests(Scope(("KAZ",), ("FRA", "ITA"), "2010", "2023"))
    for request in requests:
        assert "secret" not in request.url
        assert ("/data/v1/get/" if key else "/public/v1/preview/") in request.url
        query = {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}
        assert (query["partner2Code"], query["motCode"], query["customsCode"]) == ("0", "0", "C00")
        assert query["partnerCode"] == "0,251,380"  # M49, not ISO; with the world
        assert query["reporterCode"] == "398"
    asked = [parse_qs(urlsplit(r.url).query)["period"][0].split(",") for r in requests]
    assert [year for years in asked for year in years] == [str(year) for year in range(2010, 2024)]
    assert max(map(len, asked)) <= 12


@pytest.mark.parametrize("bloc", ["EU27_2020", "EU28"])
def test_the_eu_is_asked_for_member_by_member(bloc: str) -> None:
    urls = [request.url for request in FLOW.requests(Scope(("KAZ",), (bloc,), "2019", "2019"))]
    for url in urls:
        partners = parse_qs(urlsplit(url).query)["partnerCode"][0].split(",")
        assert "97" not in partners
        assert len(partners) == (28 if bloc == "EU27_2020" else 29)
        assert ("826" in partners) == (bloc == "EU28")


@pytest.mark.parametrize(
    "row",
    [
        {"partner2Code": 276},
        {"motCode": 1000},
        {"customsCode": "C01"},
        {"partnerCode": 97},
        {"flowCode": "Q"},
        {"typeCode": "S"},
        {"classificationCode": "B4", "cmdCode": "27"},
        {"period": "21"},
        {"cmdCode": ""},
    ],
)
def test_rows_that_are_not_totals_stop_the_reading(row: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        FLOW.parse(answer(row))


@pytest.mark.parametrize("row", [{"partnerCode": 250}, {"partnerCode": 840}, {"reporterCode": 999}])
def test_iso_numbers_are_not_m49(row: dict[str, Any]) -> None:
    with pytest.raises(UnknownCode):
        FLOW.parse(answer(row))


@pytest.mark.parametrize("name", ["primaryValue", "motCode", "customsCode", "partner2Code"])
def test_missing_field(name: str) -> None:
    with pytest.raises(KeyError):
        FLOW.parse(answer({}).replace(name.encode(), b"x" + name.encode()))


def test_fields_in_any_case_and_rows_left_out() -> None:
    body = answer(
        {}, {"flowCode": "RX"}, {"partnerCode": 58}, {"primaryValue": None}, {"cmdCode": "27", "flowCode": "M"}
    )
    rows = FLOW.parse(body.replace(b"primaryValue", b"primaryvalue").replace(b"cmdCode", b"CmdCode")).to_pylist()
    assert [(r["flow"], r["product"], r["partner"]) for r in rows] == [("X", "TOTAL", "ITA"), ("M", "HS:27", "ITA")]


def test_periods_and_expired_codes() -> None:
    body = answer({"period": "202103", "freqCode": "M"}, {"reporterCode": 280, "period": "1985"})
    rows = FLOW.parse(body).to_pylist()
    assert [(r["freq"], r["period"], r["reporter"]) for r in rows] == [("M", "2021-03", "KAZ"), ("A", "1985", "DEU")]


@pytest.mark.parametrize("rows", [500, 50_000, 100_000, 250_000])
def test_an_answer_of_exactly_a_round_cap_is_asked_for_in_halves(rows: int) -> None:
    """Whatever the plan of a key: 100,000 by most descriptions of free keys, 250,000 by the publisher's wrapper."""
    cut = json.dumps({"count": rows, "data": [{}] * rows, "error": ""}).encode()
    url = "https://comtradeapi.un.org/data/v1/get/C/A/HS?reporterCode=398,860&partnerCode=0,276&period=2020,2021,2022&flowCode=M,X"
    waiting, smallest = [Request(url)], []
    while waiting:
        request = waiting.pop()
        halves = FLOW.narrower(Reply(request, 200, {}, cut))
        waiting += halves
        smallest += [] if halves else [request.url]
    assert len(set(smallest)) == len(smallest) == 2 * 2 * 3 * 2
    assert f"{rows:,} rows, and the question cannot be made smaller" in FLOW.refuse(reply(cut))
    whole = json.dumps({"count": rows - 1, "data": [{}] * (rows - 1), "error": ""}).encode()
    assert FLOW.narrower(Reply(Request(url), 200, {}, whole)) == []
    assert FLOW.refuse(reply(whole)) == ""


def test_another_number_of_rows_than_said_is_no_answer() -> None:
    with pytest.raises(ValueError, match="says 7"):
        FLOW.parse(answer({}, count=7))


@pytest.mark.parametrize("key", ["", "secret"])
@pytest.mark.parametrize("scope", [Scope(), Scope(("EU27_2020",), ("KAZ",)), Scope(("KAZ",), ("EU27_2020",))])
def test_questions_fit_the_cap_of_the_plan(monkeypatch: pytest.MonkeyPatch, key: str, scope: Scope) -> None:
    monkeypatch.setenv("HALI_COMTRADE_KEY", key)
    requests = FLOW.requests(scope)
    assert max(request.rows for request in requests) < (100_000 if key else 500)
    queries = [parse_qs(urlsplit(request.url).query) for request in requests]
    asked = [
        (reporter, year)
        for query in queries
        for reporter in query["reporterCode"][0].split(",")
        for year in query["period"][0].split(",")
    ]
    assert len(asked) == len(set(asked))
    assert len({reporter for reporter, _ in asked}) == (
        1 if scope.reporters == ("KAZ",) else 27 if scope.reporters else 243
    )
    assert len(requests) <= 500 or not key  # a day's messages


def test_who_has_reported_nothing_is_named() -> None:
    nothing = Reply(Request("https://x/C/A/HS?reporterCode=795,860&period=2020,2021"), 200, {}, answer())
    assert FLOW.absent(nothing) == "TKM, UZB 2020-2021: nothing reported"
    assert FLOW.absent(reply(answer({}))) == ""


def test_errors_with_status_200() -> None:
    assert FLOW.refuse(reply(b'{"statusCode": 401, "message": "Access denied"}'))
    assert FLOW.refuse(reply(answer({}, error="period too long"))) == "period too long"


def test_the_trade_matrix_is_estimated_and_not_taken_for_reports() -> None:
    with pytest.raises(ValueError, match="trade matrix"):
        FLOW.parse(answer({"classificationCode": "SS", "isReported": False}))


def test_a_preview_has_empty_names() -> None:
    row = dict.fromkeys(("reporterISO", "partnerDesc", "flowDesc", "classificationSearchCode", "qty", "cifvalue"))
    (found,) = FLOW.parse(answer({**row, "isReported": False, "isAggregate": True})).to_pylist()
    assert (found["reporter"], found["value"]) == ("KAZ", 5.0)
