"""The first page: a pair to look up, or a text to check."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hali.web import frame


def by_language(request: Request) -> Response:
    """To the first page in the reader's language."""
    address = frame.link(request, f"/{frame.language(request)}/")
    return RedirectResponse(address, 302, {"Vary": "Accept-Language", "Cache-Control": "no-cache"})


def home(request: Request) -> Response:
    """The first page."""
    return frame.render(request, "home.html", title="hali")
