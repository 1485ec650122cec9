"""The reference page of the API: our own template over the OpenAPI document, without script."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from hali import errors
from hali.errors import HaliError
from hali.web import frame
from hali.web.answers import Body, answer
from hali.web.api import app
from hali.web.failures import status_of
from hali.web.site import site

TOLD = (
    "UnknownCode",
    "NotInRecord",
    "UnreadableInput",
    "QuestionError",
    "SourceUnavailable",
    "RecordError",
)
"""Errors the page explains."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation, in words."""

    name: str
    place: str
    required: bool
    kind: str
    text: Markup
    example: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation, in words.

    Attributes:
        id: anchor on the page.
        method: GET or POST.
        path: below the prefix, with its parameters in braces.
        title: what it gives.
        text: more on it.
        parameters: in the order of the path, then of the question.
        example: an address that can be asked, or a command.
        media: content types of its reply.
        shape: name of the reply's schema, "" for a file.
        listed: whether the reply is a list of that.
    """

    id: str
    method: str
    path: str
    title: str
    text: Markup
    parameters: tuple[Parameter, ...]
    example: str
    media: tuple[str, ...]
    shape: tuple[str, ...]
    listed: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """A schema, in words: name, what it is, and (field, kind, words) of each field."""

    name: str
    text: Markup
    fields: tuple[tuple[str, str, Markup], ...]


def page(request: Request) -> Response:
    """The page."""
    served = site(request)
    key = ("reference", served.settings.address, str(request.url.query), request.url.path)
    return answer(request, served.pages.get(key, lambda: _made(request)))


def _made(request: Request) -> Body:
    html = frame.page(
        request,
        "api/reference.html",
        lang="en",
        title="API",
        description="The HTTP API of hali: operations, parameters, replies, errors.",
        about=_coded(app.ABOUT),
        prefix=app.PREFIX,
        groups=_groups(),
        shapes=tuple(_shapes()),
        errors=tuple(_errors()),
        alternates={"application/json": f"{app.PREFIX}/openapi.json"},
    )
    return Body(html.encode(), frame.HTML)


@cache
def _groups() -> dict[str, tuple[Operation, ...]]:
    """Operations by subject, in the order of the document."""
    found: dict[str, list[Operation]] = {}
    for path, methods in app.description()["paths"].items():
        for method, told in methods.items():
            found.setdefault(told["tags"][0], []).append(_operation(path, method, told))
    return {name: tuple(listed) for name, listed in found.items()}


def _operation(path: str, method: str, told: Mapping[str, Any]) -> Operation:
    parameters = tuple(_parameter(one) for one in told.get("parameters", ()))
    content = told["responses"]["200"].get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    return Operation(
        id=re.sub(r"\W+", "-", f"{method}{path}").strip("-"),
        method=method.upper(),
        path=path,
        title=told["summary"],
        text=_coded(told.get("description", "")),
        parameters=parameters,
        example=example(path, method, parameters),
        media=tuple(content),
        shape=tuple(_names(schema)),
        listed=schema.get("type") == "array",
    )


def example(path: str, method: str, parameters: tuple[Parameter, ...]) -> str:
    """An operation with the examples of its parameters: an address, or the command that posts but for the address."""
    if method == "post":
        return 'curl --data-binary @article.txt -H "Content-Type: text/plain" '
    filled = path
    for one in parameters:
        if one.place == "path":
            filled = filled.replace(f"{{{one.name}}}", quote(one.example, safe=""))
    query = urlencode([(one.name, one.example) for one in parameters if one.place == "query" and one.example])
    return f"{app.PREFIX}{filled}" + (f"?{query}" if query else "")


def _parameter(told: Mapping[str, Any]) -> Parameter:
    schema = told["schema"]
    examples = schema.get("examples") or [""]
    return Parameter(
        name=told["name"],
        place=told["in"],
        required=told.get("required", False),
        kind=_kind(schema),
        text=_coded(told.get("description", schema.get("description", ""))),
        example=str(examples[0]),
    )


def _kind(schema: Mapping[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(kind for kind in map(_kind, schema["anyOf"]) if kind))
    if "enum" in schema:
        return ", ".join(str(one) or "empty" for one in schema["enum"])
    if "const" in schema:
        return str(schema["const"]) or "empty"
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {})) or 'values'}"
    if "minimum" in schema:
        return f"{schema['type']}, {schema['minimum']} to {schema['maximum']:,}"
    return str(schema.get("type", ""))


def _names(schema: Mapping[str, Any]) -> Iterator[str]:
    """Names of the schemas a schema is made of at its root."""
    for one in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
        if "$ref" in one:
            yield str(one["$ref"]).rpartition("/")[2]


def _shapes() -> Iterator[Shape]:
    for name, told in sorted(app.description()["components"]["schemas"].items()):
        fields = tuple(
            (field, _kind(schema), _coded(schema.get("description", "")))
            for field, schema in told.get("properties", {}).items()
        )
        yield Shape(name, _first_line(told.get("description", "")), fields)


def _errors() -> Iterator[tuple[str, int, Markup]]:
    """Name, status and meaning of each error."""
    for name in TOLD:
        kind: type[HaliError] = getattr(errors, name)
        blank = kind.__new__(kind)
        yield name, status_of(blank), _first_line(inspect.getdoc(kind) or "")


def _first_line(text: str) -> Markup:
    return _coded(text.strip().partition("\n")[0])


def _coded(text: str) -> Markup:
    """A text in which what stands between backticks is code."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(one) if n % 2 else escape(one) for n, one in enumerate(parts)
    )
