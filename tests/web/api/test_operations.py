"""Every operation: its example, its shape, its errors, its headers."""

from __future__ import annotations

import io
import json
import re

import pytest
from tests.web.api.conftest import SHARE, example, holds, operations, schema_of
from typer.testing import CliRunner

from hali.cli import app as commands
from hali.web.api import app

GETS = [(path, told) for path, method, told in operations() if method == "get"]
READINGS = "/readings?measure=partner_share_trade&reporter=KAZ&partner=EU"


def printed(*arguments: str) -> bytes:
    """What a command writes to standard output."""
    found = CliRunner().invoke(commands, list(arguments), catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.stdout_bytes


def test_the_document_is_openapi_3_1_with_our_own_address():
    told = app.description()
    assert told["openapi"].startswith("3.1")
    assert told["servers"] == [{"url": "/api/v1"}]
    assert {"/areas", "/measures", "/sources", "/pillars", "/readings", "/readings/{id}", "/series/{id}"} <= set(
        told["paths"]
    )
    assert {"/brief/{a}/{b}", "/changes", "/check", "/sdmx/data/{flow}/{key}"} <= set(told["paths"])
    assert "HTTPValidationError" not in json.dumps(told)


def test_every_operation_is_told_with_an_example():
    for path, method, told in operations():
        assert told["summary"], path
        assert told["description"], path
        for one in told.get("parameters", ()):
            assert one.get("description") or one["schema"].get("description"), (path, one["name"])
            if one["in"] == "path" or one.get("required"):
                assert one["schema"]["examples"], (path, one["name"])
        assert {"400", "404", "500", "503"} <= set(told["responses"])
        assert method in {"get", "post"}


@pytest.mark.parametrize(("path", "told"), GETS, ids=[path for path, _ in GETS])
def test_examples_run_and_meet_their_schema(client, path, told):
    found = client.get(example(path, "get", told))
    assert found.status_code == 200, found.text[:300]
    media = found.headers["content-type"]
    if media.startswith("application/json"):
        holds(schema_of(told, 200, "application/json"), found.json())
    else:
        assert media in told["responses"]["200"]["content"]
    assert found.headers["etag"].startswith('"')
    assert found.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(("path", "told"), GETS, ids=[path for path, _ in GETS])
def test_an_unknown_parameter_is_an_error_that_names_the_known_ones(client, path, told):
    address = example(path, "get", told)
    found = client.get(address + ("&" if "?" in address else "?") + "colour=red")
    assert found.status_code == 400
    assert found.headers["content-type"] == "application/problem+json"
    problem = found.json()
    holds({"$ref": "#/components/schemas/Problem"}, problem)
    assert problem["detail"].startswith("unknown parameter 'colour'; accepted: ")
    named = {one["name"] for one in told.get("parameters", ()) if one["in"] == "query"}
    assert set(problem["details"]["accepted"]) == named


@pytest.mark.parametrize(("path", "told"), GETS, ids=[path for path, _ in GETS])
def test_kept_replies_are_asked_about_by_tag(client, path, told):
    address = example(path, "get", told)
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize(
    ("path", "arguments"),
    [
        ("/brief/EU/KZ?lang=sw", ("brief", "EU", "KZ", "--lang", "sw", "--format", "json")),
        (
            READINGS,
            ("readings", "partner_share_trade", "--reporter", "KAZ", "--partner", "EU", "--format", "json"),
        ),
        (f"/readings/{SHARE}", ("explain", SHARE, "--json")),
        (f"/readings/{SHARE}?lang=ru", ("explain", SHARE, "--lang", "ru", "--json")),
        (f"/series/{SHARE}", ("readings", "--series", SHARE, "--format", "json")),
        ("/sources", ("sources", "--format", "json")),
        ("/sources/kazstat", ("sources", "kazstat", "--format", "json")),
        (
            READINGS + "&format=csv",
            ("readings", "partner_share_trade", "--reporter", "KAZ", "--partner", "EU", "--format", "csv"),
        ),
    ],
)
def test_the_bytes_are_those_of_the_command_line(get, path, arguments):
    assert get(path).content == printed(*arguments)


def test_definitions_of_every_vintage(get):
    newest, every = get(READINGS).json(), get(READINGS + "&definitions=all").json()
    assert len(every) > len(newest)
    assert {one["reading"] for one in newest} <= {one["reading"] for one in every}


def test_a_product_and_a_flow_narrow_the_question(get):
    found = get("/readings?measure=trade_total&reporter=EU&partner=KAZ&product=HS:27&flow=T&period=2021").json()
    assert found
    assert {one["product"] for one in found} == {"HS:27"}


@pytest.mark.parametrize("format", ["arrow", "parquet", "xlsx", "sdmx-csv", "csv"])
def test_files_hold_all_rows(get, format):
    import openpyxl
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = len(get(READINGS).json())
    found = get(f"{READINGS}&format={format}")
    assert found.headers["content-disposition"].startswith("attachment; filename=")
    match format:
        case "arrow":
            assert pa.ipc.open_stream(found.content).read_all().num_rows == rows
        case "parquet":
            assert pq.read_table(io.BytesIO(found.content)).num_rows == rows
        case "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(found.content), read_only=True)
            assert sum(1 for _ in book["Data"].iter_rows()) == rows + 1
            book.close()
        case _:
            assert len(found.text.splitlines()) == rows + 1


def test_arrow_leaves_while_it_is_made():
    from hali import exports, retrieval
    from hali.web.api import replies

    found = retrieval.readings("trade_total", reporter="KAZ")
    exports_batch, exports.BATCH = exports.BATCH, 2_000
    try:
        chunks = list(replies.arrow(found))
    finally:
        exports.BATCH = exports_batch
    assert len(chunks) > 3


def test_parts_together_are_the_whole(get):
    whole = get(READINGS).json()
    address, gathered, parts = f"/api/v1{READINGS}&limit=7", [], 0
    while address:
        found = get(address.removeprefix("/api/v1"))
        gathered += found.json()
        parts += 1
        assert int(found.headers["x-total-count"]) == len(whole)
        told = re.fullmatch(r'<(.+)>; rel="next"', found.headers.get("link", ""))
        address = told[1] if told else ""
    assert gathered == whole
    assert parts == -(-len(whole) // 7)


def test_a_cursor_is_good_for_its_question_only(get):
    link = get(f"{READINGS}&limit=7").headers["link"]
    cursor = re.search(r"cursor=([^>&]+)", link)[1]
    other = get(f"/readings?measure=exports&reporter=KAZ&partner=EU&limit=7&cursor={cursor}")
    assert other.status_code == 400
    assert "of another question" in other.json()["detail"]
    for broken in ("x", "%00", "!!!!", cursor[:-2]):
        assert get(f"{READINGS}&limit=7&cursor={broken}").status_code == 400


@pytest.mark.parametrize(
    ("path", "status", "error", "line"),
    [
        ("/readings", 400, "QuestionError", "at least two of measure, reporter, partner"),
        ("/readings?measure=gdp&reporter=KAZ&flow=Q", 400, "QuestionError", "flow"),
        ("/readings?measure=gdp&reporter=KAZ&period=soon", 422, "UnreadableInput", "unknown period 'soon'"),
        ("/readings?measure=gdpp&reporter=KAZ", 404, "UnknownCode", "did you mean gdp"),
        ("/readings?measure=gdp&reporter=Kazakhstania", 404, "UnknownCode", "did you mean KAZ"),
        ("/readings?measure=gdp&reporter=KAZ&v=1990-13-01", 400, "QuestionError", "write YYYY-MM-DD"),
        ("/readings?measure=gdp&reporter=KAZ&v=0123456789ab", 404, "NotInRecord", "no earlier state"),
        ("/readings?measure=gdp&reporter=KAZ&limit=0", 400, "QuestionError", "limit"),
        ("/readings/" + "0" * 32, 404, "NotInRecord", "no reading"),
        ("/readings/xyz", 400, "QuestionError", "id"),
        ("/series/" + "f" * 32, 404, "NotInRecord", "no reading"),
        ("/brief/EU/EU", 400, "QuestionError", "two different"),
        ("/brief/EU/Congo", 404, "UnknownCode", "did you mean COG, COD"),
        ("/changes", 400, "QuestionError", "since"),
        ("/changes?since=2026-06-01&pair=EU", 400, "QuestionError", "EU,KAZ"),
        ("/changes?since=soon", 400, "QuestionError", "write YYYY-MM-DD"),
        ("/measures?pillar=pillow", 404, "UnknownCode", "pillar"),
        ("/sources/nobody", 404, "UnknownCode", "source"),
        ("/sdmx/data/OTHER/A.gdp.KAZ", 404, "UnknownCode", "READINGS"),
        ("/sdmx/data/READINGS/A", 400, "QuestionError", "at least two"),
        ("/sdmx/data/READINGS/A.gdp.KAZZ", 404, "UnknownCode", "KAZ, "),
        ("/sdmx/data/READINGS/A.gdp.KAZ?startPeriod=x", 422, "UnreadableInput", "unknown period"),
        ("/nothing", 404, "QuestionError", "/api lists them"),
    ],
)
def test_errors_name_what_would_be_accepted(get, path, status, error, line):
    found = get(path)
    problem = found.json()
    assert (found.status_code, problem["error"]) == (status, error)
    assert found.headers["content-type"] == "application/problem+json"
    assert line in problem["detail"]
    assert problem["detail"] == problem["message"]
    assert problem["status"] == status
    assert "\n" not in problem["detail"]
    assert found.headers["cache-control"] == "no-store"
    holds({"$ref": "#/components/schemas/Problem"}, problem)


def test_no_data_is_an_empty_list(get):
    found = get("/readings?measure=partner_share_trade&reporter=KAZ&partner=EU&period=1950")
    assert (found.status_code, found.json()) == (200, [])


def test_a_pinned_reply_may_be_kept_for_ever(get):
    record = get("/areas?limit=1").json()["record"]
    found = get(f"/readings/{SHARE}?v={record}")
    assert found.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert get(f"/readings/{SHARE}").headers["cache-control"] == "no-cache"
    assert get(f"{READINGS}&format=csv&v={record}").headers["cache-control"].endswith("immutable")


def test_the_record_as_it_was(get):
    found = get(f"{READINGS}&v=2022-12-31").json()
    assert found
    assert max(one["known"] for one in found) <= "2022-12-31"
    assert get(f"/readings/{SHARE}?v=2022-12-31").status_code == 404


def test_long_replies_are_packed(get):
    packed = get(f"/readings/{SHARE}", headers={"Accept-Encoding": "gzip"})
    plain = get(f"/readings/{SHARE}", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert packed.headers["vary"] == "Accept-Encoding"


def test_areas_by_words(get):
    first = get("/areas?q=Қазақстан&lang=ru").json()["areas"][0]
    assert (first["code"], first["name"]) == ("KAZ", "Казахстан")
    assert get("/areas?limit=5").json()["total"] > 250


def test_measures_by_words(get):
    found = get("/measures?q=visa refusals").json()["measures"]
    assert found[0]["id"] == "visa_refusal_rate"
    assert {one["pillar"] for one in get("/measures?pillar=trade").json()["measures"]} == {"trade"}


def test_changes_of_a_pair_are_those_of_its_brief(get):
    found = get("/changes?since=2026-06-01&pair=EU-KAZ").json()
    assert found["pair"] == ["EU", "KAZ"]
    brief = get("/brief/EU/KAZ?since=2026-06-01").json()
    assert found["added"] == brief["changes"]["added"]


def test_sdmx_is_read_back(get):
    from hali.access.formats import sdmx_csv, sdmx_json

    path = "/sdmx/data/READINGS/A.partner_share_trade.KAZ.EU27_2020+EU28.T?startPeriod=2019&endPeriod=2021"
    of_csv = sdmx_csv.read(get(path).content).to_pylist()
    of_json = sdmx_json.read(get(path + "&format=json").content).to_pylist()
    assert len(of_csv) == len(of_json) == 6
    named = {"ref_area", "counterpart_area", "time_period", "reading", "value"}
    assert [{k: row[k] for k in named} for row in of_csv] == [{k: row[k] for k in named} for row in of_json]
    assert {row["time_period"] for row in of_csv} == {"2019", "2020", "2021"}


def test_other_sites_may_read_and_not_post(client):
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "GET"}
    may = client.options("/api/v1/areas", headers=asked)
    assert may.headers["access-control-allow-origin"] == "*"
    not_ = client.options("/api/v1/check", headers=asked | {"Access-Control-Request-Method": "POST"})
    assert "access-control-allow-origin" not in not_.headers
    refused = client.post("/api/v1/check", content="x", headers={"Origin": "https://other.example"})
    assert refused.status_code == 403
    holds({"$ref": "#/components/schemas/Problem"}, refused.json())


def test_a_fault_of_ours_tells_no_internals(app, monkeypatch, caplog):
    from starlette.testclient import TestClient

    from hali.web.api import lists

    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(lists.area_list, "find", broken)
    # without its lifespan: the processes that check run already
    found = TestClient(app, base_url="http://127.0.0.1:8765", raise_server_exceptions=False).get("/api/v1/areas?q=f")
    assert found.status_code == 500
    assert "secret" not in found.text
    assert found.headers["content-type"] == "application/problem+json"
