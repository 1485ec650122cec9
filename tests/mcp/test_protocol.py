"""Both revisions of the protocol, both transports, and processes that share their requests."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial

import pytest
from tests.coroutines import apart
from tests.mcp.conftest import REVISIONS, ROOT

SAMPLES = {
    "search_measures": {"query": "visa refusals"},
    "resolve_area": {"name": "EU"},
    "get_readings": {"measure": "partner_share_trade", "reporter": "KZ", "partner": "EU"},
    "explain_reading": {"reading": ""},
    "check_text": {"text": "In 2021 the EU accounted for 28.4 % of Kazakhstan's foreign trade in goods."},
    "get_brief": {"reporter": "EU", "partner": "KZ"},
    "get_changes": {"reporter": "EU", "partner": "KZ", "since": "2026-06-01"},
    "search": {"query": "EU share of Kazakhstan's trade"},
    "fetch": {"id": "measure:gdp"},
}
"""A call of every tool."""


async def call_all(client):
    """Every tool once; the reading that is explained is the first one found."""
    answers = {}
    for name, arguments in SAMPLES.items():
        if name == "explain_reading":
            arguments = {"reading": answers["get_readings"].structured_content["series"][0]["readings"][0]["reading"]}
        answers[name] = await client.call_tool(name, arguments)
    return answers


@pytest.mark.parametrize("revision", REVISIONS)
def test_the_sdks_client_drives_every_tool(ask, revision):
    async def work(client):
        listed = (await client.list_tools()).tools
        resources = (await client.list_resources()).resources
        text = (await client.read_resource("skill://hali/SKILL.md")).contents[0].text
        return listed, resources, text, await call_all(client)

    listed, resources, text, answers = ask(work, revision)
    assert [tool.name for tool in listed] == list(SAMPLES)
    assert len(listed) <= 9
    for tool in listed:
        assert tool.annotations.read_only_hint
        assert tool.annotations.open_world_hint is False
        assert tool.output_schema["type"] == "object"
        assert tool.input_schema["additionalProperties"] is False
    assert [str(one.uri) for one in resources] == ["skill://hali/SKILL.md"]
    assert "Quote the definition with the number" in text
    # the client itself holds every answer against its outputSchema
    assert not any(answer.is_error for answer in answers.values())


def test_the_list_of_tools_may_be_kept(ask):
    async def work(client):
        return await client.list_tools()

    found = ask(work)
    assert found.ttl_ms >= 60_000
    assert found.cache_scope == "public"


def test_an_unknown_tool_and_resource_are_errors_of_the_protocol(ask):
    from mcp.shared.exceptions import MCPError

    async def work(client):
        with pytest.raises(MCPError, match="known: search_measures"):
            await client.call_tool("drop_table", {})
        with pytest.raises(MCPError, match=r"SKILL\.md"):
            await client.read_resource("file:///etc/passwd")

    ask(work)


@pytest.mark.slow
@pytest.mark.parametrize("revision", REVISIONS)
def test_over_standard_input_and_output(revision):
    from mcp.client.stdio import StdioServerParameters

    from mcp import Client

    started = StdioServerParameters(
        command=sys.executable, args=["-m", "hali", "mcp"], env=dict(os.environ), cwd=str(ROOT)
    )

    async def work():
        async with Client(started, mode=revision) as client:
            return await call_all(client)

    answers = apart(work)
    assert not any(answer.is_error for answer in answers.values())


@contextmanager
def listening():
    """Two processes that answer over HTTP: their addresses."""
    ports = []
    for _ in range(2):
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            ports.append(one.getsockname()[1])
    command = [sys.executable, "-m", "hali", "mcp", "--http", "--port"]
    running = [
        subprocess.Popen([*command, str(port)], cwd=ROOT, env=dict(os.environ), stderr=subprocess.DEVNULL)
        for port in ports
    ]
    try:
        for port in ports:
            _wait(port)
        yield [f"http://127.0.0.1:{port}/mcp" for port in ports]
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(10)


def _wait(port):
    for _ in range(200):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on {port}")


def _post(url, number, name, arguments, **headers):
    """A call in the revision without a session; the bytes of the answer."""
    import httpx

    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    method = "tools/call" if name else "tools/list"
    params = {"name": name, "arguments": arguments, "_meta": meta} if name else {"_meta": meta}
    sent = {
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": "2026-07-28",
        "Mcp-Method": method,
        **({"Mcp-Name": name} if name else {}),
        **headers,
    }
    body = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
    return httpx.post(url, json=body, headers=sent, timeout=60)


@pytest.mark.slow
def test_two_processes_give_equal_bytes():
    with listening() as urls:
        for number, (name, arguments) in enumerate([("", {}), *SAMPLES.items()]):
            if name == "explain_reading":
                arguments = {"reading": "0" * 32}
            answers = [_post(url, number, name, arguments) for url in urls]
            assert [answer.status_code for answer in answers] == [200, 200], answers[0].text
            assert answers[0].content == answers[1].content, name
            assert "mcp-session-id" not in answers[0].headers
        _both_revisions(urls)
        refused = _post(urls[0], 1, "", {}, Host="evil.example")
        assert refused.status_code in {403, 421}
        foreign = _post(urls[0], 1, "", {}, Origin="https://evil.example")
        assert foreign.status_code == 403


def _both_revisions(urls):
    from mcp import Client

    async def work(revision):
        async with Client(urls[0], mode=revision) as client:
            return await client.call_tool("resolve_area", {"name": "EU"})

    for revision in REVISIONS:
        assert json.loads(apart(partial(work, revision)).content[0].text)["code"] == "EU"


def test_a_missing_extra_is_one_clear_line(monkeypatch):
    import importlib.util

    from typer.testing import CliRunner

    from hali import cli, extras
    from hali.errors import QuestionError

    known = importlib.util.find_spec
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "mcp" else known(name))
    found = CliRunner().invoke(cli.app, ["mcp"])
    assert isinstance(found.exception, QuestionError)
    assert str(found.exception) == "hali mcp needs the extra \"mcp\": pip install 'hali[mcp]'"
