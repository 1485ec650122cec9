"""The page of a pair and those of its sections: views of one composed document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hali import api
from hali.briefs import industries
from hali.briefs.dependence import pages as dependence_pages
from hali.briefs.dependence import view as dependence
from hali.briefs.material import currency
from hali.briefs.mirror import counts as mirrored
from hali.briefs.mirror import pages as both_counts
from hali.codelists import areas as codelist
from hali.errors import NotInRecord, QuestionError
from hali.languages.marks import EN_DASH
from hali.publish.document import Document, Section
from hali.record.store import Record
from hali.web import frame, structured
from hali.web.answers import Body, answer
from hali.web.api import oembed
from hali.web.pages import asked as questions
from hali.web.pages import corridors, files, views
from hali.web.pages.asked import Pair
from hali.web.pages.suffixes import split
from hali.web.site import Site, site

VIEWS = ("both", "A", "B", "mirror", "dependence", "industries")
"""Whose count the trade pages show: both, one side's, the gap between them; and dependence, goods by industry."""


def _both_counts(record: Record, a: str, b: str, lang: str) -> Document | None:
    """Both counts of goods of two sides, in the currency of the pair; None where neither counts any."""
    money = "EUR" if "EUR" in {currency(codelist.concept(side)) for side in (a, b)} else "USD"
    try:
        return both_counts.compose(mirrored.view(record, a, b, currency=money), lang)
    except NotInRecord:
        return None


def _dependence(record: Record, a: str, b: str, lang: str) -> Document | None:
    """What two sides are to each other's trade; None where no table holds both, or one is a part of the other."""
    try:
        return dependence_pages.compose(dependence.of_record(record, a, b), lang)
    except QuestionError:
        return None


COMPOSED: Mapping[str, Callable[[Record, str, str, str], Document | None]] = {
    "mirror": _both_counts,
    "dependence": _dependence,
    "industries": industries.compose,
}
"""Views that are no choice of the brief but documents of their own."""

COUNTED = ("trade",)
"""Sections in which both sides count the same flows."""

NEXT = 3
"""Questions proposed at the end of a section."""


@dataclass(frozen=True, slots=True)
class Newer:
    """That a page is of a pinned state.

    Attributes:
        changed: how many numbers of the pair differ in the newest one; None on a page that must never change.
    """

    changed: int | None


def pair(request: Request) -> Response:
    """The page of a pair, or one of its files."""
    params = request.path_params
    stem, suffix = split(params["b"])
    asked = questions.pair(request, params["a"], stem)
    served = site(request)
    if suffix:
        return files.of_pair(request, served, asked, suffix)

    def make() -> Body:
        document = questions.document(served, asked)
        common = _common(request, served, asked, document, asked.path)
        html = frame.page(
            request,
            "pair.html",
            title=document.title,
            description=next((one.text for one in views.headlines(document)), document.subtitle),
            headlines=views.headlines(document),
            numbers=views.key_numbers(document),
            cards=views.cards(document),
            rows=files.rows(document),
            pictures=views.figure(document.lead) is not None,
            memberships=[_memberships(asked, n) for n in range(2)],
            routes=corridors.between(request, asked.lang, asked.a.side.asked, asked.b.side.asked),
            **common,
        )
        return Body(html.encode(), frame.HTML, asked.record.id)

    return _kept(request, served, asked, "pair", make)


def section(request: Request) -> Response:
    """The page of a section, or one of its files."""
    params = request.path_params
    id_, suffix = split(params["section"])
    asked = questions.pair(request, params["a"], params["b"])
    served = site(request)
    if suffix:
        return files.of_section(request, served, asked, id_, suffix)
    view = request.query_params.get("view", VIEWS[0])
    return _kept(request, served, asked, id_, lambda: _section(request, served, asked, id_, view))


def _section(request: Request, served: Site, asked: Pair, id_: str, view: str) -> Body:
    document = questions.document(served, asked)
    part = views.required(document, id_)
    told = frame.words(asked.lang)["pages"]
    here = f"{asked.path}/{id_}"
    notices = []
    if view not in VIEWS:
        notices.append(told["no_view"].format(view=view, accepted=", ".join(VIEWS)))
        view = VIEWS[0]
    shown = part
    gaps: tuple[Section, ...] = ()
    views_ = _views(request, asked, here, document) if id_ in COUNTED else ()
    if id_ in COUNTED and view in COMPOSED:
        seen = composed(served, asked, view)
        shown, gaps = Section(id_, part.pillar, part.title), seen.sections if seen else ()
        document = seen or document
    elif id_ in COUNTED and view != VIEWS[0]:
        shown = views.by_count(document, part, (asked.a if view == "A" else asked.b).side.asked)
    first, last, wrong = views.years(request.query_params, told)
    shown = views.between(document, shown, first, last)
    notices += wrong
    heading = told["overview"] if id_ == views.OVERVIEW else part.title
    blocks = [*shown.blocks, *(block for one in gaps for block in one.blocks)]
    html = frame.page(
        request,
        "section.html",
        title=f"{heading}: {asked.a.name} {EN_DASH} {asked.b.name}",
        heading=heading,
        section=shown,
        gaps=gaps,
        view=view if id_ in COUNTED else "",
        views=views_,
        nexts=_nexts(request, asked, questions.document(served, asked), id_),
        cited=views.cited(document, Section(id_, "", "", blocks=tuple(blocks))),
        rows=len([one for one in views.readings(part.blocks) if "measure" in document.readings.get(one, {})]),
        first_figure=views.figure(shown.blocks),
        **_common(request, served, asked, document, here, notices),
    )
    return Body(html.encode(), frame.HTML, asked.record.id)


def composed(served: Site, asked: Pair, view: str) -> Document | None:
    """The document of a view of COMPOSED, composed once."""
    return served.documents.get(
        (view, *asked.key),
        lambda: COMPOSED[view](asked.record, asked.a.side.asked, asked.b.side.asked, asked.lang),
    )


def _kept(request: Request, served: Site, asked: Pair, kind: str, make: Callable[[], Body]) -> Response:
    newest = "" if asked.pinned else asked.newest.id
    key = ("page", kind, *asked.key, newest, served.settings.address, str(request.url.query))
    return answer(request, questions.body(served, key, make), pinned=asked.pinned)


def _common(
    request: Request, served: Site, asked: Pair, document: Document, here: str, notices: list[str] | None = None
) -> dict[str, Any]:
    """What all pages of a pair print."""
    pinned = frame.absolute(request, frame.link(request, here, v=asked.record.id))
    feed = frame.link(request, f"/feed/{here.removeprefix('/')}.atom")
    return {
        "lang": asked.lang,
        "asked": asked,
        "document": document,
        "record": document.record,
        "side_a": asked.a,
        "side_b": asked.b,
        "newer": _newer(served, asked),
        "feed": feed,
        "alternates": {
            "application/atom+xml": feed,
            "application/json": frame.link(request, f"{here}.json"),
            "application/json+oembed": oembed.link(pinned),
        },
        "structured": structured.report(document, pinned),
        "permalink": pinned,
        "citation": frame.citation(document, asked.lang, pinned),
        "notices": (*(notices or ()), *frame.unknown(request)),
    }


def _newer(served: Site, asked: Pair) -> Newer | None:
    """What to say of the state of the record on a page that names one."""
    if not asked.v:
        return None
    if asked.pinned:
        return Newer(None)
    compared = compare(served, asked)
    return Newer(len(compared.changes["changed"]) if compared.changes else 0)


def compare(served: Site, asked: Pair) -> Document:
    """The newest brief with what changed since the pinned record."""
    a, b, lang = asked.a.side.asked, asked.b.side.asked, asked.lang

    def make() -> Document:
        with served.turn():
            return api.brief(a, b, lang=lang, record=asked.newest, since=asked.v)

    return served.documents.get(("since", asked.newest.id, asked.v, a, b, lang), make)


def _memberships(asked: Pair, place: int) -> list[tuple[str, str]]:
    """Other memberships of a bloc, each with the address of the pair read so."""
    side = (asked.a, asked.b)[place].side
    concept = codelist.concept(side.code)
    codes = [code for code in codelist.concept_codes(concept) if codelist.area(code).kind in {"bloc", "moving"}]
    found = []
    for code in codes:
        if code != side.code and codelist.area(code).name and "UNSTATED" not in code:
            segments = [asked.a.segment, asked.b.segment]
            segments[place] = code.lower()
            found.append((codelist.name(code, asked.lang), f"/{asked.lang}/{'/'.join(segments)}"))
    return found


def _views(request: Request, asked: Pair, here: str, document: Document) -> list[tuple[str, str, str]]:
    """Id, name and address of each way to count; goods by industry where the pair has any."""
    told = frame.words(asked.lang)["pages"]
    names = {
        "both": told["view_both"],
        "A": told["view_of"].format(name=asked.a.name),
        "B": told["view_of"].format(name=asked.b.name),
        "mirror": told["view_gap"],
        "dependence": told["view_dependence"],
    }
    if any(one.get("measure") == industries.MEASURE for one in document.readings.values()):
        names["industries"] = told["view_industries"]
    return [(id_, name, frame.link(request, here, view="" if id_ == VIEWS[0] else id_)) for id_, name in names.items()]


def _nexts(request: Request, asked: Pair, document: Document, id_: str) -> list[tuple[str, str]]:
    """What to look at next: the sections that follow, and the pair seen from the other side."""
    listed = [one.section for one in views.cards(document) if not one.heading and not one.section.gap]
    place = next((n for n, one in enumerate(listed) if one.id == id_), -1)
    after = [*listed[place + 1 :], *listed[:place]][: NEXT - 1]
    found = [(one.title, frame.link(request, f"{asked.path}/{one.id}")) for one in after]
    turned = frame.words(asked.lang)["pages"]["turned"].format(name=asked.b.name)
    path = f"/{asked.lang}/{asked.b.segment}/{asked.a.segment}/{id_}"
    return [*found, (turned, frame.link(request, path))]
