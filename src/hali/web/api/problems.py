"""Errors of the API: `application/problem+json` (RFC 9457) with the one shape of our errors in it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from hali.errors import HaliError, QuestionError, SourceError
from hali.web.failures import status_of

MEDIA = "application/problem+json"

LATER = "60"
"""Seconds after which to ask again where something outside does not answer."""

TITLES = {
    400: "The question cannot be answered as asked",
    403: "Refused",
    404: "Not found",
    405: "No such method",
    413: "Too large",
    415: "Not a form this takes",
    422: "Cannot be read",
    429: "Too many requests",
    500: "A fault of ours",
    503: "Not now",
}

log = logging.getLogger("hali.web")


class Fault(HaliError):
    """A fault of ours; the line tells no internals."""


def problem(status: int, told: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """An error as a reply.

    Args:
        status: HTTP status.
        told: `HaliError.as_data()`.
        headers: further headers.
    """
    title = TITLES.get(status, "Error")
    shape = {"type": f"/api#{told['error']}", "title": title, "status": status, "detail": told["message"], **told}
    sent = {"Cache-Control": "no-store", **(headers or {})}
    return Response(json.dumps(shape, ensure_ascii=False) + "\n", status, sent, MEDIA)


def ours(_: Request, error: Exception) -> Response:
    """The reply to an error of ours."""
    assert isinstance(error, HaliError)
    status = status_of(error)
    if status == 500:
        log.error("%s: %s", type(error).__name__, error)
        return problem(500, _fault().as_data())
    return problem(status, error.as_data(), {"Retry-After": LATER} if isinstance(error, SourceError) else None)


def invalid(request: Request, error: Exception) -> Response:
    """The reply to parameters that are unknown, missing or no value of their kind."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][1:])
    accepted = sorted(parameter for parameter in _accepted(request))
    if first["type"] == "extra_forbidden":
        line = f"unknown parameter {place[:60]!r}"
    else:
        line = f"{place[:60]}: {first['msg'][:160]}"
    told = {
        "error": "QuestionError",
        "code": QuestionError.code,
        "message": f"{line}; accepted: {', '.join(accepted) or 'none'}",
        "details": {"parameter": place[:60], "accepted": accepted},
    }
    return problem(400, told)


def refused(_: Request, error: Exception) -> Response:
    """The reply to what no route takes."""
    assert isinstance(error, HTTPException)
    line = "no such address; /api lists them" if error.status_code == 404 else str(error.detail)
    told = {"error": "QuestionError", "code": QuestionError.code, "message": line, "details": {}}
    return problem(error.status_code, told, error.headers)


def unforeseen(_: Request, error: Exception) -> Response:
    """The reply to an error nobody thought of; what it was stands in the log."""
    log.error("unforeseen %s", type(error).__name__, exc_info=error)
    return problem(500, _fault().as_data())


def _fault() -> Fault:
    return Fault("a fault of ours; it is noted")


def _accepted(request: Request) -> list[str]:
    """Names of the parameters of the route that was asked."""
    route = request.scope.get("route")
    dependant = getattr(route, "dependant", None)
    if dependant is None:
        return []
    names: list[str] = []
    for parameter in dependant.query_params:
        fields = getattr(parameter.field_info.annotation, "model_fields", None)
        names += [parameter.name] if fields is None else list(fields)
    return names
