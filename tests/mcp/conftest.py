"""The evaluation cases and a client of the SDK."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.coroutines import apart

ROOT = Path(__file__).parents[2]
CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
"""Questions, the calls that answer them, what the answers must hold, and the words the last one must hold."""

REVISIONS = ("legacy", "2026-07-28")
"""How a client opens: with `initialize`, or with the version in each request."""


def at(value: Any, path: str) -> Any:
    """What lies at a path such as `series.0.unit`."""
    for part in path.split("."):
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def filled(given: Any, answers: list[Any]) -> Any:
    """An argument: `@file` is its text, `$0.measures.0.measure` what an earlier answer holds."""
    if isinstance(given, str) and given.startswith("@"):
        return (ROOT / given[1:]).read_text(encoding="utf-8")
    if isinstance(given, str) and given.startswith("$"):
        number, _, path = given[1:].partition(".")
        return at(answers[int(number)], path)
    return given


def spaced(text: str) -> str:
    """A text with plain spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@cache
def lacking() -> str:
    """What the library of the protocol imports and this platform has not got; "" where it is whole."""
    try:
        import mcp  # noqa: F401
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] == "mcp":
            raise
        return error.name
    return ""


@pytest.fixture
def ask() -> Callable[..., Any]:
    """Run what needs a client against the server in this process; the second argument is the revision."""
    if lacking():
        pytest.skip(f"the library mcp imports {lacking()}, which this platform has not got")

    def run(work: Callable[[Any], Awaitable[Any]], revision: str = "2026-07-28", **options: Any) -> Any:
        from hali.mcp import server
        from mcp import Client

        async def inside() -> Any:
            async with Client(server.build(**options), mode=revision) as client:
                return await work(client)

        return apart(inside)

    return run
