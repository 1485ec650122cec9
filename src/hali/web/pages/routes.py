"""Every address of the pages, in the order they are tried."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from hali.languages import CODES
from hali.web.pages import home


class _Language(Convertor[str]):
    """One of the six languages; an address in another is no page."""

    regex = "|".join(CODES)

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("lang", _Language())


async def healthz(_: Request) -> Response:
    """That the server answers; asks nothing else."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


routes: list[BaseRoute] = [
    Route("/healthz", healthz),
    Route("/", home.by_language),
    Route("/{lang:lang}/", home.home),
]
"""Routes of all pages."""
