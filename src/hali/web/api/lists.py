"""Operations that say what can be asked: areas, measures, sources, pillars."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from hali import curation
from hali.briefs.compose import day_of
from hali.catalogue import area_list, measure_list
from hali.errors import UnknownCode
from hali.pillars import pillars as declared
from hali.web.api import asked, paging, replies, shapes
from hali.web.pages.sources import listed
from hali.web.site import site

router = APIRouter(tags=["What there is"])

EVERY = 100_000
"""More areas than there are."""


@router.get("/areas", summary="Areas by name or code", responses={200: {"model": shapes.AreaList}})
def areas(request: Request, given: Annotated[asked.Areas, Query()]) -> Response:
    """Countries and blocs, the closest first, with the members a bloc is read with on the day of the record."""
    record = site(request).record(given.v)
    found = area_list.find(given.q, 20 if given.q.strip() else EVERY)
    part = paging.part(request, record, len(found), given.limit, given.cursor)
    day = date.fromisoformat(day_of(record))

    def make() -> bytes:
        listed = [area_list.entry(code, given.lang, day) for code in part.of(found)]
        return replies.shape(record, total=part.total, areas=listed)

    return replies.kept(request, record, make, paging.links(request, part))


@router.get("/measures", summary="Measures by words", responses={200: {"model": shapes.MeasureList}})
def measures(request: Request, given: Annotated[asked.Measures, Query()]) -> Response:
    """What can be counted: claims of texts and the series under them, the best match first."""
    record = site(request).record(given.v)
    known = [pillar.id for pillar in declared()]
    listed = measure_list.find(given.q)
    if given.pillar:
        if given.pillar not in {one.pillar for one in listed} | set(known):
            raise UnknownCode("pillar", given.pillar, known)
        listed = [one for one in listed if one.pillar == given.pillar]
    part = paging.part(request, record, len(listed), given.limit, given.cursor)

    def make() -> bytes:
        held = record.warehouse.plan.measures
        entries = [measure_list.entry(one, given.lang, held) for one in part.of(listed)]
        return replies.shape(record, total=part.total, measures=entries)

    return replies.kept(request, record, make, paging.links(request, part))


@router.get("/sources", summary="Tables of the record", responses={200: {"model": list[shapes.Source]}})
def sources(request: Request, given: Annotated[asked.Sources, Query()]) -> Response:
    """Every table with its licence, coverage and freshness: what `hali sources --format json` writes."""
    served = site(request)
    record = served.record(given.v)
    # the page of sources shows the same list, with what the record holds nothing of
    return replies.kept(
        request, record, lambda: replies.written([one for one in listed(served, record) if one["rows"]])
    )


@router.get(
    "/sources/{id}", summary="Vintages of a publisher's tables", responses={200: {"model": list[shapes.Vintages]}}
)
def vintages(
    request: Request,
    id: Annotated[str, Path(description="Id of a source.", max_length=60, examples=["kazstat"])],
    given: Annotated[asked.Asked, Query()],
) -> Response:
    """What was harvested of a publisher's tables, and what changed: `hali sources SOURCE --format json`."""
    record, folder = site(request).record(), site(request).settings.folder
    return replies.kept(request, record, lambda: replies.written(curation.vintages(id, folder)))


@router.get("/pillars", summary="Pillars and formulas", responses={200: {"model": shapes.PillarList}})
def pillars(request: Request, given: Annotated[asked.Asked, Query()]) -> Response:
    """The subjects of a relation, the sections of the brief on them, and how their numbers are computed."""
    listed: list[dict[str, Any]] = [
        {
            "id": pillar.id,
            "order": pillar.order,
            "sections": [section.id for section in pillar.sections],
            "indicators": [
                {"id": one.id, "measures": list(one.measures), "formula": one.formula, "source": one.source}
                for one in pillar.indicators
            ],
        }
        for pillar in declared()
    ]
    return replies.kept(request, site(request).record(), lambda: replies.written({"pillars": listed}))
