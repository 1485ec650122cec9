"""What stands before every route."""

from __future__ import annotations

import asyncio
import logging
import threading

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from tests.coroutines import apart
from tests.web.conftest import BASE

from hali.web import safety
from hali.web.app import create_app
from hali.web.safety import Pace
from hali.web.settings import Settings, from_environment, to_environment

EVERYWHERE = ("/en/", "/healthz", "/nothing", "/static/nothing.css", "/en/about/privacy")


def test_every_answer_is_dressed(client):
    for path in EVERYWHERE:
        headers = client.get(path).headers
        assert headers["content-security-policy"] == safety.POLICY, path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin", path
        assert headers["cross-origin-opener-policy"] == "same-origin", path
        assert "strict-transport-security" not in headers, path
    assert "unsafe" not in safety.POLICY


def test_behind_tls_the_browser_is_told_so(served):
    headers = served(https=True, host_names=("hali.example",)).get("/healthz").headers
    assert headers["strict-transport-security"].startswith("max-age=")


def test_a_foreign_name_that_leads_here_is_refused(client, served):
    answer = client.get("/en/", headers={"Host": "evil.example"})
    assert answer.status_code == 421
    assert "localhost" in answer.text
    assert "--host-name" in answer.text
    for host in ("localhost:8765", "[::1]:8765", "127.0.0.1"):
        assert client.get("/healthz", headers={"Host": host}).status_code == 200, host
    named = served(host_names=("Hali.example",))
    assert named.get("/healthz", headers={"Host": "hali.example"}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": BASE}, 405),
        ({"Origin": BASE}, 405),
        ({}, 405),  # no browser
    ],
)
def test_only_pages_of_the_server_may_send_something(client, headers, status):
    assert client.post("/en/about/privacy", headers=headers).status_code == status


def test_a_page_that_was_allowed_may_post_to_the_api_alone(served):
    client = served(cors_post=("http://desk.example",))
    headers = {"Origin": "http://desk.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post("/api/nothing", headers=headers).status_code != 403
    assert client.post("/en/about/privacy", headers=headers).status_code == 403


def test_too_many_requests_of_one_address_are_told_when_to_come_back(served):
    client = served(rate=3)
    assert [client.get("/en/about/privacy").status_code for _ in range(3)] == [200, 200, 200]
    refused = client.get("/en/about/privacy")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) >= 1
    assert "3 requests a minute" in refused.text
    assert client.get("/healthz").status_code == 200
    assert client.get("/api/v1/areas").headers["content-type"] == "application/problem+json"


def test_tokens_come_back_with_time(monkeypatch):
    now = 0.0
    monkeypatch.setattr(safety.time, "monotonic", lambda: now)
    pace = Pace(60)
    assert [pace.wait("a") for _ in range(60)] == [0] * 60
    assert pace.wait("a") == 1
    assert pace.wait("b") == 0
    now = 1.0
    assert pace.wait("a") == 0
    assert pace.wait("a") == 1


def test_more_requests_at_once_than_allowed_are_refused_and_health_is_not():
    app = create_app(Settings(concurrency=1))
    go = threading.Event()

    def slow(_):
        go.wait(10)
        return PlainTextResponse("slow")

    app.router.routes.insert(0, Route("/slow", slow))

    async def ask():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            first = asyncio.create_task(client.get("/slow"))
            await asyncio.sleep(0.1)
            second = await client.get("/en/about/privacy")
            health = await client.get("/healthz")
            go.set()
            return (await first).status_code, second, health.status_code

    first, second, health = apart(ask)
    assert (first, second.status_code, health) == (200, 503, 200)
    assert second.headers["retry-after"]


def test_a_long_body_is_refused_by_its_length_and_while_it_comes():
    app = create_app(Settings(body_limit=1000))

    async def taken(request):
        return PlainTextResponse(str(len(await request.body())))

    app.router.routes.insert(0, Route("/taken", taken, methods=["POST"]))

    async def pieces():
        for _ in range(100):
            yield b"x" * 100

    async def ask():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            return [
                (await client.post("/taken", content=content)).status_code
                for content in (b"x" * 900, b"x" * 2000, pieces())
            ]

    assert apart(ask) == [200, 413, 413]


def test_an_error_nobody_thought_of_is_a_page_without_its_words(caplog):
    app = create_app(Settings())

    def broken(_):
        raise ValueError("the secret text")

    app.router.routes.insert(0, Route("/broken", broken))

    async def ask():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            return await client.get("/broken")

    answer = apart(ask)
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"] == safety.POLICY


def test_the_log_holds_neither_texts_nor_queries_nor_ids_of_checks(client, caplog):
    caplog.set_level(logging.INFO, "hali.access")
    client.get("/en/areas.json?q=geheim")
    client.get("/en/check/0123456789abcdef0123456789abcdef.json?x=geheim")
    client.post("/en/check", data={"text": "geheim"})
    lines = [record.getMessage() for record in caplog.records if record.name == "hali.access"]
    assert len(lines) == 3
    assert not any("geheim" in line or "0123456789abcdef" in line or "127.0.0.1" in line for line in lines)


def test_settings_reach_a_worker_whole(monkeypatch, tmp_path):
    given = Settings(port=1, host_names=("a", "b"), https=True, rate=5, keep=False, cors_post=("x",), folder=tmp_path)
    for name, value in to_environment(given).items():
        monkeypatch.setenv(name, value)
    assert from_environment() == given
