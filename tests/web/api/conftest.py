"""The OpenAPI document, its examples, and a validator of replies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from hali.web.api import app, reference

SHARE = "61869e0941c08dcb378b0916f2c107ad"
"""The share of the EU27 in Kazakhstan's trade in 2021, 28.4 % (KZ_BNS, table of July 2023)."""


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and description of every operation."""
    for path, methods in app.description()["paths"].items():
        for method, told in methods.items():
            yield path, method, told


def example(path: str, method: str, told: dict[str, Any]) -> str:
    """An operation with the examples of its parameters filled in."""
    return reference.example(path, method, tuple(reference._parameter(one) for one in told.get("parameters", ())))


def schema_of(told: dict[str, Any], status: int, media: str) -> dict[str, Any]:
    """The schema the document promises for a reply."""
    return told["responses"][str(status)]["content"][media].get("schema", {})


def holds(schema: dict[str, Any], value: Any) -> None:
    """Raise where a value does not meet a schema of the document."""
    components = app.description()["components"]
    Draft202012Validator({**schema, "components": components}).validate(value)


@pytest.fixture
def get(client) -> Callable[..., Any]:
    """Ask the API below its prefix."""

    def ask(path: str, **options: Any) -> Any:
        return client.get(f"/api/v1{path}", **options)

    return ask
