"""Every address of the check: the form, the page of a checked text, its progress, its files."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

import hali.web.pages.routes  # noqa: F401 - makes the languages known to addresses
from hali.errors import QuestionError
from hali.languages import CODES
from hali.record.store import check_date
from hali.web import assets, failures, frame
from hali.web.answers import Body, answer
from hali.web.checking import intake
from hali.web.checking.pool import Busy
from hali.web.checking.processes import Stopped
from hali.web.checking.questions import MOST, Question, Variant, is_correction
from hali.web.checking.service import CheckFailed, Checks
from hali.web.checking.store import DAYS, is_id
from hali.web.site import site

PATIENCE = 5.0
"""Seconds a page waits for its findings before it says that they are being made."""

MEDIA = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "txt": "text/plain; charset=utf-8",
}
"""Suffix -> content type of the files a checked text can be had as."""

FIELDS = ("text", "address", "pair_a", "pair_b", "published")
"""What a form may be filled with beforehand."""

PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "same-origin"}
"""Headers of everything that holds a text: kept by nobody, found by nobody, its address told to no other site."""


def checks(request: Request) -> Checks:
    """The checks of the server a request is for."""
    found: Checks = request.app.state.checks
    return found


async def form(request: Request) -> Response:
    """The page to paste a text or choose a file."""
    return await _form(request, dict(request.query_params))


async def submit(request: Request) -> Response:
    """Take a text and lead to the page of its findings."""
    lang = frame.language(request)
    taken = intake.Taken({})
    try:
        taken = await intake.form(request)
        question = await intake.question(checks(request), taken, fetch=site(request).settings.allow_fetch)
    except intake.NothingGiven as error:
        line = frame.words(lang)["checking"][str(error)]
        return await _form(request, taken.fields, line, 422)
    except Busy:
        return await _form(request, taken.fields, frame.words(lang)["checking"]["busy"], 503)
    except QuestionError as error:
        return await _form(request, taken.fields, str(error), 413 if isinstance(error, intake.TooMuch) else 422)
    id = await checks(request).keep(question)
    address = f"/{lang}/check/{id}" + ("?wait=0" if taken.fields.get("live") else "")
    return RedirectResponse(address, 303, PRIVATE)


async def show(request: Request) -> Response:
    """The page of a checked text, or one of its files."""
    id, dot, suffix = request.path_params["name"].partition(".")
    question = checks(request).question(id) if is_id(id) else None
    if question is None:
        return _gone(request)
    if dot:
        return await _file(request, id, question, suffix)
    variant, ignored = _variant(request)
    told = frame.words(variant.page)["checking"]
    notices = [frame.words(variant.page)["frame"]["ignored"].format(names=", ".join(ignored))] if ignored else []
    seconds = 0.0 if request.query_params.get("wait") == "0" else PATIENCE
    status = 200
    try:
        made = await checks(request).page(id, question, variant, seconds)
    except QuestionError as error:
        if not variant.corrections:
            return _failed(request, 422, str(error))
        # what cannot be taken is said, and the page shows the text as it was read
        status, uncorrected = 422, Variant(**_uncorrected(variant))
        notices.insert(0, f"{told['not_corrected']} {error}")
        made = await checks(request).page(id, question, uncorrected, seconds)
    except Busy:
        return _failed(request, 503, told["busy"], {"Retry-After": "30"})
    except (CheckFailed, Stopped) as error:
        return _failed(request, 503, str(error), {"Retry-After": "60"})
    if made is None:
        query = f"?{urlencode(variant.parameters)}" if variant.parameters else ""
        return await _page(
            request, "checking/progress.html", 200, title=told["checking"], id=id, query=query, notices=notices
        )
    title = told["result_title"].format(title=made.title)
    body = Markup(made.page)  # noqa: S704 - made by our own template, in which everything is escaped
    return await _page(
        request,
        "checking/result.html",
        status,
        title=title,
        fragment=body,
        notices=notices,
        id=id,
        days=DAYS,
        keeps=site(request).settings.keep,
    )


async def events(request: Request) -> Response:
    """How a check goes on, as server-sent events."""
    id = request.path_params["id"]
    question = checks(request).question(id) if is_id(id) else None
    if question is None:
        return _gone(request)
    variant, _ = _variant(request)

    async def told() -> AsyncIterator[str]:
        """Each event in the form the browser reads."""
        async with aclosing(checks(request).events(id, question, variant)) as found:
            async for event in found:
                yield f"event: {event['event']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n"

    return StreamingResponse(told(), 200, PRIVATE | {"X-Accel-Buffering": "no"}, "text/event-stream")


async def delete(request: Request) -> Response:
    """Delete a text and its findings."""
    lang = frame.language(request)
    id = request.path_params["id"]
    if not (is_id(id) and await checks(request).delete(id)):
        return _gone(request)
    return RedirectResponse(f"/{lang}/check?deleted=1", 303, PRIVATE)


async def manifest(request: Request) -> Response:
    """What a phone needs to offer this page where texts are shared."""
    lang = frame.language(request)
    told = frame.words(lang)["checking"]
    described = {
        "name": "hali",
        "short_name": "hali",
        "description": told["lead"],
        "lang": lang,
        "start_url": f"/{lang}/check",
        "scope": f"/{lang}/",
        "display": "minimal-ui",
        "icons": [{"src": assets.address("icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
        "share_target": {"action": f"/{lang}/check", "method": "GET", "params": {"text": "text"}},
    }
    return JSONResponse(described, media_type="application/manifest+json")


async def _form(request: Request, given: dict[str, str], error: str = "", status: int = 200) -> Response:
    settings = site(request).settings
    lang = frame.language(request)
    given = {name: given.get(name, "") for name in FIELDS}
    told = frame.words(lang)["checking"]
    script = f"javascript:void(window.open('{settings.address}/{lang}/check#text='+encodeURIComponent(getSelection())))"
    return await _page(
        request,
        "checking/form.html",
        status,
        title=told["title"],
        given=given,
        error=error,
        deleted=bool(request.query_params.get("deleted")),
        days=DAYS,
        fetches=settings.allow_fetch,
        keeps=settings.keep,
        bookmarklet=script,
        names=await run_in_threadpool(_names, lang),
        indexed=not (error or any(given.values())),
    )


def _names(lang: str) -> tuple[str, ...]:
    from hali.web.checking.choices import area_names

    return area_names(lang)


async def _page(request: Request, template: str, status: int, /, **values: Any) -> Response:
    """A page that holds a text; made beside the event loop, for it may be long."""

    def made() -> Body:
        shown = {"indexed": False} | values
        return Body(frame.page(request, template, **shown).encode(), frame.HTML)

    found = answer(request, await run_in_threadpool(made), status=status)
    found.headers.update(PRIVATE)
    if values.get("indexed"):
        del found.headers["X-Robots-Tag"]
    del found.headers["ETag"]
    return found


async def _file(request: Request, id: str, question: Question, suffix: str) -> Response:
    lang = frame.language(request)
    if suffix not in MEDIA:
        accepted = ", ".join(f".{one}" for one in MEDIA)
        return _failed(request, 404, f"a checked text can be had as {accepted}")
    variant, _ = _variant(request)
    review: dict[str, Any] | None = None
    if suffix == "jsonld":
        query = request.query_params
        if not query.get("reviewer", "").strip():
            return _failed(request, 400, frame.words(lang)["checking"]["needs_reviewer"])
        stated = ("reviewer", "reviewer_url", "review_url", "reviewed")
        review = {name: query.get(name, "") for name in stated} | {"person": query.get("reviewer_kind") == "person"}
    try:
        if suffix == "txt":
            data = question.source.text.encode("utf-8", "surrogatepass")
        else:
            format = "claimreview" if suffix == "jsonld" else suffix
            data = await checks(request).file(question, variant, format, review)
    except Busy:
        return _failed(request, 503, frame.words(lang)["checking"]["busy"], {"Retry-After": "30"})
    except CheckFailed as error:
        return _failed(request, 503, str(error), {"Retry-After": "60"})
    except QuestionError as error:
        return _failed(request, 422, str(error))
    stem = question.name.rpartition(".")[0] or question.name
    ending = suffix if suffix != "txt" else "md" if question.name.lower().endswith(".md") else "txt"
    name = f"{stem}.{ending}" if suffix == "txt" else f"{stem}.checked.{suffix}"
    plain = name.encode("ascii", "replace").decode().replace('"', "'").replace("?", "_")
    told = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return Response(data, 200, PRIVATE | {"Content-Disposition": told}, MEDIA[suffix])


def _variant(request: Request) -> tuple[Variant, list[str]]:
    """How the address wants the findings shown, and the names in it that mean nothing here."""
    corrections, ignored = [], []
    given = request.query_params
    for name, value in given.multi_items():
        if is_correction(name):
            corrections += [f"{name}={value.strip()[:200]}"] if value.strip() else []
        elif name not in _PARAMETERS:
            ignored.append(name[:40])
    if len(corrections) > MOST:
        raise QuestionError(f"at most {MOST} corrections at a time")
    report = given.get("report", "")
    variant = Variant(
        corrections=tuple(dict.fromkeys(corrections)),
        report=report if report in CODES else "",
        as_of=check_date(given["v"]) if given.get("v") else "",
        page=frame.language(request),
        keys=given.get("keys") != "off",
        address=site(request).settings.address,
    )
    request.state.keeps = variant.parameters
    return variant, ignored


_PARAMETERS = frozenset(
    {"report", "v", "keys", "wait", "reviewer", "reviewer_kind", "reviewer_url", "review_url", "reviewed"}
)


def _uncorrected(variant: Variant) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(variant) | {"corrections": ()}


def _gone(request: Request) -> Response:
    told = frame.words(frame.language(request))["checking"]
    found = failures.failure(
        request,
        404,
        told["gone_text"].format(days=DAYS),
        ((told["again"], f"/{frame.language(request)}/check"),),
        told["gone"],
    )
    found.headers.update(PRIVATE)
    return found


def _failed(request: Request, status: int, line: str, headers: dict[str, str] | None = None) -> Response:
    told = frame.words(frame.language(request))["checking"]
    again = ((told["again"], f"/{frame.language(request)}/check"),)
    found = failures.failure(request, status, line, again, told["failed"])
    found.headers.update(PRIVATE | (headers or {}))
    return found


routes: list[BaseRoute] = [
    Route("/{lang:lang}/check", form),
    Route("/{lang:lang}/check", submit, methods=["POST"]),
    Route("/{lang:lang}/check.webmanifest", manifest),
    Route("/{lang:lang}/check/{id}/events", events),
    Route("/{lang:lang}/check/{id}/delete", delete, methods=["POST"]),
    Route("/{lang:lang}/check/{name}", show),
]
"""Routes of the check."""
