"""The API held against its own OpenAPI document by generated requests; nothing it does reaches out of this machine."""

from __future__ import annotations

import socket

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.web.api.conftest import SHARE, example, operations

from hali.web.api import app

BASE = "http://127.0.0.1:8765"
SCHEMA = schemathesis.openapi.from_dict(app.description())
NAMES = [(path, method) for path, method, _ in operations()]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 25
"""Generated requests for each operation."""

DEAR = {"/brief/{a}/{b}": 6, "/check": 12}
"""The same for operations that take long."""


@pytest.mark.slow
@pytest.mark.parametrize(("path", "method"), NAMES, ids=[f"{method} {path}" for path, method in NAMES])
def test_generated_requests_meet_the_document(client, path, method):
    operation = SCHEMA[path][method.upper()]

    @settings(
        max_examples=DEAR.get(path, EXAMPLES),
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def run(case):
        sent = case.as_transport_kwargs(base_url=f"{BASE}/api/v1")
        sent.pop("cookies", None)
        if isinstance(sent.get("data"), str | bytes):
            sent["content"] = sent.pop("data")
        found = client.request(**sent)
        case.validate_response(Response.from_any(found), checks=CHECKS)

    run()


@pytest.mark.parametrize(
    "path", ["/areas", "/measures", "/readings", "/changes", "/brief/{}/KZ", "/readings/{}", "/sources/{}"]
)
@pytest.mark.parametrize(
    "text",
    ["\u0000", "%00", "../../etc/passwd", "' or 1=1 --", "\ud7ff\u202e", "x" * 5_000, "{{7*7}}", "-1", "💣" * 50],
)
def test_hostile_texts_are_answered_in_one_line(client, path, text):
    place = path.format(text.replace("/", "%2F").replace("\u0000", "%00"))
    for name in ("q", "measure", "since", "v", "cursor"):
        found = client.get(f"/api/v1{place}", params={name: text, "reporter": "KAZ"})
        assert found.status_code < 500
        assert "Traceback" not in found.text


@pytest.fixture
def cut_off(monkeypatch):
    """No connection leaves this machine, and no name is looked up; what was tried is listed."""
    tried = []
    connect, lookup = socket.socket.connect, socket.getaddrinfo

    def guarded(self, address):
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1"}:
            tried.append(address)
            raise OSError("cut off")
        return connect(self, address)

    def looked_up(host, *rest, **more):
        if host not in {"127.0.0.1", "::1", "localhost", None}:
            tried.append(host)
            raise OSError("cut off")
        return lookup(host, *rest, **more)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    return tried


def test_the_guard_notices(cut_off):
    with pytest.raises(OSError, match="cut off"):
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)
    assert cut_off


def test_no_answer_needs_a_connection(client, cut_off):
    """In the process that answers; those that check texts are proved by `test_serving_and_checking_reach_nobody`."""
    paths = [example(path, method, told) for path, method, told in operations() if method == "get"]
    paths += ["/en/", "/en/eu27_2020/kaz", f"/en/series/{SHARE}", "/en/sources", "/en/changes", "/api", "/llms.txt"]
    paths += [
        "/feed/en/eu27_2020/kaz.atom",
        "/embed/en/eu27_2020/kaz/trade?follow=latest",
        "/oembed?url=http://x.example/",
    ]
    for path in paths:
        assert client.get(path).status_code < 500, path
    client.post("/api/v1/check", content="The EU has 28.4 % of the trade, see https://example.com/ for more.")
    assert cut_off == []


@pytest.mark.slow
def test_serving_and_checking_reach_nobody():
    """A whole server in a network of its own, which has no way out, answers and checks."""
    import subprocess
    import sys
    from pathlib import Path

    root = Path(__file__).parents[3]
    probe = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("this machine makes no network of its own")
    script = (
        "import json, subprocess, sys, time, urllib.request as r\n"
        "subprocess.run(['ip', 'link', 'set', 'lo', 'up'], check=False)\n"
        "p = subprocess.Popen([sys.executable, '-m', 'hali', 'serve', '--no-open', '--port', '8765'])\n"
        "base = 'http://127.0.0.1:8765'\n"
        "for _ in range(300):\n"
        "    try:\n"
        "        r.urlopen(base + '/healthz', timeout=1); break\n"
        "    except OSError:\n"
        "        time.sleep(0.1)\n"
        "try:\n"
        "    assert r.urlopen(base + '/en/eu27_2020/kaz', timeout=60).status == 200\n"
        "    text = b'The EU made up 28.4 % of the foreign trade of Kazakhstan in 2021.'\n"
        "    q = r.Request(base + '/api/v1/check', text, {'Content-Type': 'text/plain'})\n"
        "    assert json.load(r.urlopen(q, timeout=60))['claims']\n"
        "finally:\n"
        "    p.terminate(); p.wait(20)\n"
    )
    made = subprocess.run(
        ["unshare", "-rn", sys.executable, "-c", script],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert made.returncode == 0, made.stderr[-2000:]
