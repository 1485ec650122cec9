"""`POST /check`: text and JSON in, the bytes of the command line out, nothing kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.web.api.conftest import holds, operations, schema_of
from typer.testing import CliRunner

from hali.cli import app as commands

ROOT = Path(__file__).parents[3]
SENTENCE = "In 2021 the EU accounted for 28.4 % of Kazakhstan's foreign trade in goods."


@pytest.fixture
def post(client):
    def send(content, media="text/plain", **headers):
        return client.post("/api/v1/check", content=content, headers={"Content-Type": media, **headers})

    return send


def test_a_text_is_checked(post):
    found = post(SENTENCE)
    assert found.status_code == 200
    told = next(told for path, _, told in operations() if path == "/check")
    holds(schema_of(told, 200, "application/json"), found.json())
    assert [claim["finding"] for claim in found.json()["claims"]] == ["REPRODUCED"]
    assert found.headers["x-robots-tag"] == "noindex"
    assert found.headers["cache-control"] == "no-store"
    assert "etag" not in found.headers


def test_the_bytes_are_those_of_the_command_line(post, tmp_path, monkeypatch):
    text = (ROOT / "examples" / "trade_en.txt").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.txt").write_text(text, encoding="utf-8")
    command = ["check", "text.txt", "--pair", "EU", "KAZ", "--published", "2023-05-01", "--format", "json"]
    printed = CliRunner().invoke(commands, command, catch_exceptions=False).stdout_bytes
    told = {"text": text, "pair": ["EU", "KAZ"], "published": "2023-05-01"}
    assert post(json.dumps(told), "application/json").content == printed


def test_a_claim_is_corrected_and_told_in_another_language(post):
    told = {"text": SENTENCE.replace("28.4", "29.5"), "lang": "sw", "corrections": ["c1.period=2022"]}
    claim = post(json.dumps(told), "application/json").json()["claims"][0]
    assert claim["finding"] == "REPRODUCED"
    assert "mwaka 2022" in claim["line"]


def test_nothing_of_a_text_is_kept_or_logged(post, app, caplog):
    with caplog.at_level("DEBUG"):
        post(SENTENCE.replace("Kazakhstan", "Kazakhstan (a word nobody writes: xyzzyq)"))
    assert "xyzzyq" not in caplog.text
    folder = app.state.site.settings.state / "checks"
    assert not any(b"xyzzyq" in file.read_bytes() for file in folder.rglob("*") if file.is_file())


@pytest.mark.parametrize(
    ("content", "media", "line"),
    [
        (b"", "text/plain", "the text is empty"),
        (b"\x00\x01\x02\xff", "text/plain", "binary"),
        (b"{", "application/json", "an object with text, pair"),
        (b"[]", "application/json", "an object with text, pair"),
        (b'{"text": 5}', "application/json", "text: "),
        (b'{"text": "x", "colour": "red"}', "application/json", "colour: "),
        (b'{"text": "x", "pair": ["EU"]}', "application/json", "pair"),
        (b'{"text": "x", "lang": "xx"}', "application/json", "lang: "),
        (b"x", "application/pdf", "send text/plain or application/json"),
        (b"x" * 1_100_000, "text/plain", "at most 1,000,000"),
    ],
)
def test_what_cannot_be_read_is_told(post, content, media, line):
    found = post(content, media)
    assert found.status_code == 422
    assert line in found.json()["detail"]
    assert len(found.json()["detail"]) < 400


@pytest.mark.parametrize(
    ("told", "status", "line"),
    [
        ({"text": "x", "published": "soon"}, 400, "write YYYY-MM-DD"),
        ({"text": "x", "as_of": "2021-02-30"}, 400, "write YYYY-MM-DD"),
        ({"text": "x", "pair": ["EU", "Congo"]}, 404, "COG, COD"),
        ({"text": "x", "pair": ["EU", "EU"]}, 400, "two different"),
        ({"text": SENTENCE, "corrections": ["c1.colour=red"]}, 400, "colour"),
    ],
)
def test_a_question_that_cannot_be_is_told(post, told, status, line):
    found = post(json.dumps(told), "application/json")
    assert (found.status_code, line in found.json()["detail"]) == (status, True), found.text


def test_more_than_the_machine_can_is_told_to_come_back(post, app, monkeypatch):
    from hali.web.checking.pool import Busy

    async def busy(*_, **__):
        raise Busy

    monkeypatch.setattr(app.state.checks, "file", busy)
    found = post(SENTENCE)
    assert found.status_code == 503
    assert int(found.headers["retry-after"]) > 0
    holds({"$ref": "#/components/schemas/Problem"}, found.json())


def test_get_is_no_way_to_check(client):
    assert client.get("/api/v1/check").status_code == 405
