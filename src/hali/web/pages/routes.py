"""Every address of the pages, in the order they are tried."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from hali.languages import CODES
from hali.web.pages import about, changes, corridors, home, pair, series, sources


class _Language(Convertor[str]):
    """One of the languages; an address in another is no page."""

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
    Route("/{lang:lang}/pair", home.picked),
    Route("/{lang:lang}/areas.json", home.search),
    Route("/r/{id}", series.permanent),
    Route("/{lang:lang}/card/{id}", series.card),
    Route("/{lang:lang}/series/{id}", series.series),
    Route("/{lang:lang}/sources", sources.sources),
    Route("/{lang:lang}/sources/{id}", sources.sources),
    Route("/{lang:lang}/changes", changes.changes),
    Route("/{lang:lang}/routes", corridors.routes),
    Route("/{lang:lang}/routes.{format}", corridors.file),
    Route("/{lang:lang}/about/{name}", about.about),
    Route("/{lang:lang}/accessibility", about.accessibility),
    Route("/{lang:lang}/glossary", about.glossary),
    Route("/{lang:lang}/{a}/{b}", pair.pair),
    Route("/{lang:lang}/{a}/{b}/{section}", pair.section),
]
"""Routes of all pages."""
