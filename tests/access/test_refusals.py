"""Answers that say 200 and are none."""

from __future__ import annotations

import pytest

from hali.access.refusals import reason
from hali.model.source import Reply, Request

JSON = Request("https://x.org/t", accept="application/json")
CSV = Request("https://x.org/t", accept="application/vnd.sdmx.data+csv;version=2.0.0")
ANY = Request("https://x.org/t")


def reply(request: Request, body: bytes, kind: str = "", status: int = 200) -> Reply:
    return Reply(request, status, {"content-type": kind} if kind else {}, body)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (reply(JSON, b"", status=204), "empty answer (status 204)"),
        (reply(ANY, b"", status=413), "the question is too large; narrow it"),
        (reply(ANY, b" \n"), "empty answer"),
        (reply(ANY, b"<!DOCTYPE html><html>"), "a web page"),
        (reply(CSV, b"\xef\xbb\xbf\n<HTML>"), "a web page"),
        (reply(JSON, b"busy", "text/html; charset=utf-8"), "a web page"),
        (reply(JSON, b"a,b", "text/csv"), "CSV instead of JSON"),
        (reply(CSV, b"<x/>", "application/vnd.sdmx.structurespecificdata+xml"), "XML instead of CSV"),
        (
            reply(ANY, b'{"warning": {"status": 413, "label": "too large"}}', "application/json"),
            "status 413, too large",
        ),
        (reply(ANY, b'{"warning": [{"status": "413"}]}'), "status 413"),
        (reply(JSON, b'{"error": [{"status": 400, "label": "bad"}]}'), "status 400"),
    ],
)
def test_no_answer(answer: Reply, words: str) -> None:
    assert words in reason(answer)


@pytest.mark.parametrize(
    "answer",
    [
        reply(JSON, b'{"value": {}}', "application/json"),
        reply(CSV, b"A,B\n1,2\n", "application/octet-stream"),
        reply(CSV, b"A,B\n1,2\n", "text/csv"),
        reply(ANY, b"PK\x03\x04", "application/zip"),
        reply(JSON, b'{"error": "", "count": 0}', "application/json"),
        reply(JSON, b"[1, 2]"),
        reply(Request("https://x.org/p", accept="text/html"), b"<html>", "text/html"),
        reply(CSV, b"A,B\n", "application/x-gzip"),
    ],
)
def test_an_answer(answer: Reply) -> None:
    assert reason(answer) == ""


def test_nothing_may_be_a_fact() -> None:
    assert reason(reply(JSON, b"", status=204), may_be_empty=True) == ""
