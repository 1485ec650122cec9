"""The first page: a pair to look up, or a text to check; and the search for areas behind its fields."""

from __future__ import annotations

import json
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hali.briefs.compose import day_of
from hali.codelists import areas as codelist
from hali.errors import QuestionError, UnknownCode
from hali.languages.marks import EN_DASH
from hali.record import readings as lookup
from hali.web import areas, failures, frame
from hali.web.answers import Body, answer
from hali.web.areas import Ambiguous
from hali.web.pages import asked as questions
from hali.web.pages import changes
from hali.web.site import Site, site

EXAMPLES = (("EU", "KAZ"), ("KEN", "TZA"), ("KAZ", "RUS"), ("CHN", "KAZ"), ("FRA", "USA"), ("DEU", "POL"))
"""Pairs proposed on the first page."""

LARGEST = 5
"""Changes shown on the first page."""

LONGEST = 80
"""Letters of the name of an area at the most."""


def by_language(request: Request) -> Response:
    """To the first page in the reader's language."""
    address = frame.link(request, f"/{frame.language(request)}/")
    return RedirectResponse(address, 302, {"Vary": "Accept-Language", "Cache-Control": "no-cache"})


def home(request: Request) -> Response:
    """The first page."""
    served = site(request)
    v = request.query_params.get("v", "")
    record = served.record(v)
    lang = frame.language(request)
    key = ("home", record.id, record.as_of, lang, served.settings.address, str(request.url.query))
    return answer(request, questions.body(served, key, lambda: _home(request, served, lang)), pinned=v == record.id)


def _home(request: Request, served: Site, lang: str) -> Body:
    record = served.record(request.query_params.get("v", ""))
    day = day_of(record)
    held = lookup.summary(record)
    told = frame.words(lang)["pages"]["home"]
    examples = [
        (
            f" {EN_DASH} ".join(codelist.name(areas.read(code, day).code, lang, "short") for code in pair),
            frame.link(request, f"/{lang}/{'/'.join(areas.segment(code, day) for code in pair)}"),
        )
        for code_pair in (EXAMPLES,)
        for pair in code_pair
    ]
    html = frame.page(
        request,
        "home.html",
        title="hali",
        description=told["title"],
        record=record.id,
        names=names(lang, day),
        examples=examples,
        rows=changes.rows(request, record, changes.a_year_before(day), lang, LARGEST),
        since=changes.a_year_before(day),
        holds=told["holds"].format(
            observations=changes.grouped(held["observations"], lang),
            origins=changes.grouped(held["origins"], lang),
            events=changes.grouped(held["events"], lang),
        ),
        notices=frame.unknown(request),
    )
    return Body(html.encode(), frame.HTML, record.id)


def names(lang: str, day: str) -> list[str]:
    """Names of all countries and of the blocs people ask for, for fields without a script."""
    kinds = {"country", "moving"}
    found = {codelist.name(code, lang) for code in codelist.codes() if codelist.area(code).kind in kinds}
    found |= {codelist.name(areas.segment("EU", day).upper(), lang, "short")}
    return sorted(found - {codelist.name(code, lang) for code in ("EU_V", "EA_V")})


def picked(request: Request) -> Response:
    """From the fields of the picker to the page of the pair.

    Raises:
        UnknownCode: a field holds no area.
        QuestionError: a field is empty, or both hold the same area.
    """
    given = request.query_params
    lang = frame.language(request)
    typed = [given.get(name, "").strip()[:LONGEST] for name in ("a", "b")]
    told = frame.words(lang)["frame"]
    if not all(typed):
        raise QuestionError(told["same_area"])
    if given.get("swap"):
        typed.reverse()
    day = day_of(site(request).record(given.get("v", "")))
    segments = []
    for n, name in enumerate(typed):
        try:
            segments.append(areas.read(name, day).segment)
        except Ambiguous as several:
            return _again(request, 300, told["several"], told["several_line"], typed, n, several.codes)
        except UnknownCode as error:
            return _again(request, 404, told["not_found"], told["unknown_area"], typed, n, error.nearest)
    if segments[0] == segments[1]:
        raise QuestionError(told["same_area"])
    return RedirectResponse(frame.link(request, f"/{lang}/{'/'.join(segments)}"), 302, {"Cache-Control": "no-cache"})


def _again(
    request: Request, status: int, title: str, line: str, typed: list[str], place: int, codes: tuple[str, ...]
) -> Response:
    """The areas a field may have meant, each with the address of the pair."""
    lang = frame.language(request)
    choices = []
    for code in codes:
        both = [*typed[:place], code, *typed[place + 1 :]]
        address = f"/{lang}/pair?a={quote(both[0], safe='')}&b={quote(both[1], safe='')}"
        choices.append((codelist.name(code.upper(), lang), address))
    return failures.failure(request, status, line.format(typed=typed[place]), tuple(choices), title)


def search(request: Request) -> Response:
    """Areas that fit what somebody types, as JSON: code and name of each."""
    lang = frame.language(request)
    typed = request.query_params.get("q", "").strip()[:LONGEST]
    day = day_of(site(request).record())
    found = []
    for code in areas.suggested(typed) if typed else ():
        segment = areas.segment(code, day)
        found.append({"code": segment, "name": codelist.name(segment.upper(), lang)})
    return answer(request, Body(json.dumps(found, ensure_ascii=False).encode(), "application/json"))
