"""The operation on routes: the answer of `hali routes` in its formats."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from hali import routing
from hali.corridors.question import Question
from hali.web.api import asked, replies, shapes
from hali.web.pages.corridors import MEDIA_OF, found_of
from hali.web.site import site

router = APIRouter(tags=["Routes"])


@router.get(
    "/routes",
    summary="Routes between two places",
    responses={200: {"model": shapes.Routes, "content": {MEDIA_OF[name]: {} for name in ("geojson", "csv")}}},
)
def routes(request: Request, given: Annotated[asked.Routes, Query()]) -> Response:
    """Modelled days, costs and emissions by corridor, and what each rests on: `hali routes FROM TO --format json`."""
    served = site(request)
    question = Question(
        start=given.start,
        end=given.end,
        most=given.most,
        month=given.month,
        cargo_value=given.cargo_value,
        objective=given.objective,
        avoid=_parts(given.avoid),
        settings=_parts(given.set),
        seed=given.seed,
    )

    def make() -> bytes:
        written = routing.written(found_of(served, question), given.format)
        return written if isinstance(written, bytes) else written.encode()

    return replies.kept(request, served.record(given.v), make, media=MEDIA_OF[given.format])


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
