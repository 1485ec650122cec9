"""Errors of ours as answers: one clear line that names what would be accepted, never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from hali.codelists import areas
from hali.errors import HaliError, NotInRecord, QuestionError, RecordError, SourceError, UnknownCode, UnreadableInput
from hali.web import frame
from hali.web.site import Busy

log = logging.getLogger("hali.web")

STATUS: tuple[tuple[type[HaliError], int], ...] = (
    (UnknownCode, 404),
    (NotInRecord, 404),
    (UnreadableInput, 422),
    (QuestionError, 400),
    (SourceError, 503),
    (Busy, 503),
    (RecordError, 500),
)
"""Error -> HTTP status; the first that fits."""


def status_of(error: HaliError) -> int:
    """HTTP status of an error of ours."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def ours(request: Request, error: Exception) -> Response:
    """The page of an error of ours."""
    assert isinstance(error, HaliError)
    status = status_of(error)
    if status == 500:
        log.error("%s: %s", type(error).__name__, error)
    told = frame.words(frame.language(request))["frame"]
    if isinstance(error, UnknownCode) and error.scheme == "area" and error.nearest:
        line = told["unknown_area"].format(typed=error.word[:60])
        return failure(request, status, line, nearest(request, error.word, error.nearest))
    answered = failure(request, status, told["broken"] if status == 500 else str(error))
    if status == 503:
        answered.headers["Retry-After"] = "5"
    return answered


def nearest(request: Request, typed: str, codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The same address with other areas in the place of a word: name and address of each."""
    lang = frame.language(request)
    path = request.scope["path"]
    return tuple(
        (areas.name(code.upper(), lang), frame.link(request, path.replace(f"/{typed}", f"/{code}", 1)))
        for code in codes
    )


def refused(request: Request, error: Exception) -> Response:
    """The page of what the router refuses: no such page, no such method."""
    assert isinstance(error, HTTPException)
    told = frame.words(frame.language(request))["frame"]
    line = told["no_page"] if error.status_code == 404 else str(error.detail)
    found = failure(request, error.status_code, line)
    for name, value in (error.headers or {}).items():
        found.headers[name] = value
    return found


def unforeseen(request: Request, error: Exception) -> Response:
    """The page of an error nobody thought of; what it was stands in the log, without what was asked."""
    log.error("unforeseen %s", type(error).__name__, exc_info=error)
    return failure(request, 500, frame.words(frame.language(request))["frame"]["broken"])


def failure(
    request: Request, status: int, line: str, choices: tuple[tuple[str, str], ...] = (), title: str = ""
) -> Response:
    """A page that says in one line what was wrong, with links to what was perhaps meant.

    Args:
        request: what was asked.
        status: HTTP status.
        line: the line.
        choices: (name, address) of what may have been meant.
        title: heading; default that of the status.
    """
    told = frame.words(frame.language(request))["frame"]
    heading = title or told["not_found" if status == 404 else "not_possible" if status < 500 else "failed"]
    return frame.render(
        request, "failure.html", status=status, title=heading, line=line, choices=choices, indexed=False
    )
