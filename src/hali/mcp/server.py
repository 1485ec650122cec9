"""The protocol around the tools: both revisions, over standard input and output or HTTP, nothing kept between calls.

The SDK speaks the revision that opens with `initialize` and 2026-07-28, where each request carries its own version;
what is here is the same for both.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from mcp.server.caching import CacheHint
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError
from starlette.applications import Starlette

from hali import api
from hali.catalogue.skill import skill
from hali.errors import HaliError, QuestionError
from hali.mcp import room
from hali.mcp.tools import TOOLS, Tool
from hali.version import VERSION
from mcp import types

SKILL = "skill://hali/SKILL.md"
"""Address of the one resource."""

AT_ONCE = 4
"""Calls that are worked on at the same time; further ones wait."""

LARGEST = 256 * 1024
"""Bytes of a request."""

FRESH = CacheHint(ttl_ms=3_600_000, scope="public")
"""How long clients may keep what does not change while a server runs: an hour."""

LOG = logging.getLogger("hali.mcp")

ANNOTATIONS = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def build(site: str = "", folder: Path | None = None) -> Server[Any]:
    """The server.

    Args:
        site: address of a `hali serve` whose pages answers point to, or "".
        folder: data folder; default as everywhere.
    """
    by_name = {tool.name: tool for tool in TOOLS}
    limiter = anyio.CapacityLimiter(AT_ONCE)

    async def list_tools(_: object, __: object) -> types.ListToolsResult:
        """What may be called."""
        return types.ListToolsResult(tools=[declared(tool) for tool in TOOLS])

    async def call_tool(_: object, params: types.CallToolRequestParams) -> types.CallToolResult:
        """Answer one call in a thread, since the record is read synchronously."""
        tool = by_name.get(params.name)
        if tool is None:
            raise MCPError(types.INVALID_PARAMS, f"unknown tool {params.name[:60]!r}; known: {', '.join(by_name)}")
        given = params.arguments or {}
        return await anyio.to_thread.run_sync(lambda: answered(tool, given, site, folder), limiter=limiter)

    async def list_resources(_: object, __: object) -> types.ListResourcesResult:
        """The one page a client may read before it asks."""
        told = "Which tool to call when, and how to quote a number."
        one = types.Resource(uri=SKILL, name="SKILL.md", title="How to ask hali", description=told, mime_type=MARKDOWN)
        return types.ListResourcesResult(resources=[one])

    async def read_resource(_: object, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        """The text of that page."""
        if str(params.uri) != SKILL:
            raise MCPError(types.INVALID_PARAMS, f"no resource {str(params.uri)[:80]!r}; there is {SKILL}")
        text = types.TextResourceContents(uri=SKILL, mime_type=MARKDOWN, text=skill())
        return types.ReadResourceResult(contents=[text])

    return Server(
        "hali",
        version=VERSION,
        title="hali",
        instructions="Official numbers on the relations of two countries or blocs. Quote the definition with the "
        f"number: every answer has it. Read {SKILL} first.",
        cache_hints={
            "tools/list": FRESH,
            "resources/list": FRESH,
            "resources/read": FRESH,
        },
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_read_resource=read_resource,
    )


MARKDOWN = "text/markdown"


def declared(tool: Tool) -> types.Tool:
    """A tool as the list shows it."""
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.words,
        input_schema=tool.arguments,
        output_schema=tool.answer,
        annotations=ANNOTATIONS,
    )


def answered(tool: Tool, given: Mapping[str, Any], site: str = "", folder: Path | None = None) -> types.CallToolResult:
    """The answer of a tool as the protocol carries it; an error of ours is an answer too, in its one shape."""
    try:
        require(tool, given)
        record = api.open_record(folder, as_of=given.get("as_of", ""))
        answer = tool(record, given, site)
    except HaliError as error:
        return _failed(error.as_data())
    except Exception:
        # a fault of ours in one call must not end the server; the client learns no internals
        LOG.exception("the tool %s failed", tool.name)
        return _failed(
            {"error": "Fault", "code": "fault", "message": "a fault of hali, please report it", "details": {}}
        )
    return types.CallToolResult(content=[_text(answer)], structured_content=answer)


def require(tool: Tool, given: Mapping[str, Any]) -> None:
    """Raise QuestionError with one clear line where arguments do not meet the schema of a tool."""
    error = best_match(Draft202012Validator(tool.arguments).iter_errors(dict(given)))
    if error is None:
        return
    where = ".".join(str(part) for part in error.path)
    accepted = ", ".join(name + ("" if name in tool.needs else "?") for name in tool.takes)
    told = f"{tool.name}: {where + ': ' if where else ''}{room.cut(error.message, 160)}"
    raise QuestionError(f"{told}; it takes {accepted}")


def _failed(shape: dict[str, Any]) -> types.CallToolResult:
    return types.CallToolResult(content=[_text(shape)], is_error=True)


def _text(answer: dict[str, Any]) -> types.TextContent:
    return types.TextContent(type="text", text=room.written(answer))


def over_stdio(site: str = "") -> None:
    """Serve one client over standard input and output, until it closes them."""
    server = build(site)

    async def serve() -> None:
        """Read and answer until the client closes its end."""
        async with stdio_server() as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())

    anyio.run(serve)


def over_http(site: str = "", host: str = "127.0.0.1", names: tuple[str, ...] = ()) -> Starlette:
    """The same as an ASGI application, at `/mcp`; each request stands alone, so any number of processes can share them.

    Args:
        site: address of a `hali serve` whose pages answers point to, or "".
        host: address it is bound to.
        names: host names requests may come by, beside those of this machine.
    """
    own = ["127.0.0.1", "localhost", "[::1]", *([host] if ":" not in host else []), *names]
    hosts = [form for name in own for form in (name, f"{name}:*")]
    safety = TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=hosts,
        allowed_origins=[f"{scheme}://{form}" for form in hosts for scheme in ("http", "https")],
    )
    return build(site).streamable_http_app(
        json_response=True,
        stateless_http=True,
        transport_security=safety,
        max_request_body_size=LARGEST,
        host=host,
    )
