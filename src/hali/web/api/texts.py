"""Operations on texts: the brief, what changed, a check."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from hali import api
from hali.catalogue import area_list, changed
from hali.errors import QuestionError, UnreadableInput
from hali.publish import write_json
from hali.publish.document import Document
from hali.web.answers import Body, answer
from hali.web.api import asked, checks, replies, shapes
from hali.web.site import site

router = APIRouter(tags=["Texts"])


@router.get("/brief/{a}/{b}", summary="The brief of two partners", responses={200: {"model": shapes.Brief}})
def brief(request: Request, a: asked.A, b: asked.B, given: Annotated[asked.Brief, Query()]) -> Response:
    """The state of relations in sentences, tables and figures: what `hali brief A B --format json` writes."""
    served = site(request)
    record = served.record(given.v)
    pair = area_list.pair(a, b)

    def compose() -> Document:
        return api.brief(*pair, lang=given.lang, record=record, since=given.since)

    def make() -> bytes:
        if given.since:
            return write_json.write(compose())
        # the pages of the pair show the same document
        key = (record.id, record.as_of, *pair, given.lang)
        return write_json.write(served.documents.get(key, compose))

    return replies.kept(request, record, make)


@router.get("/changes", summary="What changed", responses={200: {"model": shapes.PairChanges | shapes.TableChanges}})
def changes(request: Request, given: Annotated[asked.Changes, Query()]) -> Response:
    """Numbers revised, new or withdrawn since a day, of a pair or of all tables; the largest changes first."""
    record = site(request).record(given.v)
    if not given.pair:
        return replies.kept(request, record, lambda: replies.shape(record, **changed.of_record(record, given.since)))
    names = [name for name in re.split(r"[,-]", given.pair) if name.strip()]
    if len(names) != 2:
        raise QuestionError("pair: write two areas with a comma or a hyphen between them, as EU,KAZ")
    pair = area_list.pair(*names)

    def make() -> bytes:
        return replies.shape(record, pair=list(pair), **changed.of_pair(record, *pair, given.since))

    return replies.kept(request, record, make)


@router.post(
    "/check",
    summary="Check a text",
    responses={200: {"model": shapes.Report}},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Text"}},
                "text/plain": {
                    "schema": {
                        "type": "string",
                        "examples": ["In 2021 the EU accounted for 28.4 % of Kazakhstan's foreign trade in goods."],
                    }
                },
            },
        }
    },
)
async def check(request: Request, given: Annotated[asked.Asked, Query()]) -> Response:
    """The numbers, ranks and dated events of a text, each with the definitions that give it, if any.

    The reply is what `hali check --format json` writes. Nothing of the text is kept.
    """
    body = await request.body()
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media == "application/json":
        question = checks.of_json(body)
    elif media in {"text/plain", ""}:
        question = checks.of_text(body)
    else:
        raise UnreadableInput(f"Content-Type {media[:60]}: send text/plain or application/json")
    found = await checks.checked(request, question)
    reply = answer(request, Body(found, replies.JSON), headers={"X-Robots-Tag": "noindex"})
    # what was sent is in it: nobody on the way may keep it
    reply.headers["Cache-Control"] = "no-store"
    del reply.headers["ETag"]
    return reply
