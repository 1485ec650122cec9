"""Operations on numbers: readings, one reading, its series, the same as SDMX."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from hali import retrieval
from hali.catalogue import area_list, sdmx
from hali.errors import QuestionError
from hali.web.api import asked, paging, replies, shapes
from hali.web.site import site

router = APIRouter(tags=["Numbers"])

FILES: dict[str, dict[str, str]] = {media: {} for media in replies.MEDIA.values() if not media.startswith(replies.JSON)}
"""Content types of a reply that is a file."""


@router.get(
    "/readings",
    summary="Readings of a measure",
    responses={200: {"model": list[shapes.ReadingRow], "content": dict(FILES)}},
)
def readings(request: Request, given: Annotated[asked.Readings, Query()]) -> Response:
    """Numbers with their definitions: what `hali readings` writes, in parts (json) or all at once (other formats).

    At least two of measure, reporter and partner are needed.
    """
    if sum(bool(one) for one in (given.measure, given.reporter, given.partner)) < 2:
        raise QuestionError("give at least two of measure, reporter, partner: everything at once is `hali readings`")
    record = site(request).record(given.v)
    with replies.WORK:
        found = retrieval.readings(
            given.measure,
            reporter=area_list.code(given.reporter) if given.reporter else "",
            partner=area_list.code(given.partner) if given.partner else "",
            flow=given.flow,
            product=given.product,
            period=given.period,
            all_definitions=given.definitions == "all",
            record=record,
        )
    if given.format != "json":
        return replies.file(request, record, found, given.format)
    part = paging.part(request, record, len(found), given.limit, given.cursor)
    headers = paging.links(request, part) | {"X-Total-Count": str(part.total)}
    return replies.kept(request, record, lambda: replies.part_of(found, part.first, part.last), headers)


@router.get("/readings/{id}", summary="One number down to its cells", responses={200: {"model": retrieval.Explanation}})
def reading(request: Request, id: asked.ReadingId, given: Annotated[asked.Explained, Query()]) -> Response:
    """Definition, formula, every observation and origin of a number: what `hali explain ID --json` writes."""
    record = site(request).record(given.v)
    return replies.kept(request, record, lambda: retrieval.explain(id, given.lang, record).to_json().encode())


@router.get("/series/{id}", summary="The series of a number", responses={200: {"model": list[shapes.ReadingRow]}})
def series(request: Request, id: asked.ReadingId, given: Annotated[asked.Pinned, Query()]) -> Response:
    """The readings that differ from one in nothing but period and vintage: `hali readings --series ID`."""
    record = site(request).record(given.v)

    def make() -> bytes:
        found = retrieval.readings(series=id, record=record)
        return replies.part_of(found, 0, len(found))

    return replies.kept(request, record, make)


@router.get(
    "/sdmx/data/{flow}/{key}",
    summary="Readings as SDMX",
    responses={
        200: {
            "content": {
                replies.MEDIA["sdmx-csv"]: {"schema": {"type": "string"}},
                replies.MEDIA["sdmx-json"]: {"schema": {"type": "object", "required": ["meta", "data"]}},
            }
        }
    },
)
def sdmx_data(
    request: Request, flow: asked.SdmxFlow, key: asked.SdmxKey, given: Annotated[asked.Sdmx, Query()]
) -> Response:
    """Readings by a key of SDMX dimensions, shaped like SDMX-REST: `data/{flow}/{key}?startPeriod=&endPeriod=`."""
    record = site(request).record(given.v)
    with replies.WORK:
        found = sdmx.readings(record, flow, key, given.startPeriod, given.endPeriod)
    return replies.file(request, record, found, f"sdmx-{given.format}")
