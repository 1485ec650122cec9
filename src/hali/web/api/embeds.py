"""Bare figures for other sites: figure, source, permanent address; no script, fixed to a record unless it says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hali import api, retrieval
from hali.briefs.compose import day_of
from hali.errors import NotInRecord
from hali.publish import figure_file
from hali.publish.blocks import Block, Figure
from hali.publish.document import Document
from hali.record.store import Record
from hali.web import frame
from hali.web.answers import Body, answer
from hali.web.api import sides
from hali.web.pages import views
from hali.web.pages.suffixes import MEDIA, split
from hali.web.safety import FRAMED, PICTURE
from hali.web.site import Site, site

LATEST = "latest"
"""Value of `follow` with which a figure follows the record."""

PICTURES = (".svg", ".png")


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure and where it stands.

    Attributes:
        figure: the figure.
        document: what it is part of.
        page: path of the page it stands on.
        record: the record it rests on.
        latest: whether it follows the record.
    """

    figure: Figure
    document: Document
    page: str
    record: Record
    latest: bool


def section(request: Request) -> Response:
    """The first figure of a section of a pair."""
    given = request.path_params
    stem, suffix = split(given["section"])
    served, latest = site(request), request.query_params.get("follow") == LATEST
    lang = frame.language(request)
    record = served.record("" if latest else request.query_params.get("v", ""))
    path = section_path(lang, given["a"], given["b"], stem, record)
    if moved := _moved(request, f"/embed{path}{suffix}", record, latest):
        return moved
    return _answer(request, served, of_section(served, path, record, latest), suffix)


def series(request: Request) -> Response:
    """The figure of the series of a number."""
    stem, suffix = split(request.path_params["id"])
    served, latest = site(request), request.query_params.get("follow") == LATEST
    record = served.record("" if latest else request.query_params.get("v", ""))
    path = f"/{frame.language(request)}/series/{stem}"
    if moved := _moved(request, f"/embed{path}{suffix}", record, latest):
        return moved
    return _answer(request, served, of_series(served, path, record, latest), suffix)


def section_path(lang: str, a: str, b: str, section: str, record: Record) -> str:
    """Path of the page of a section, its areas as codes."""
    first, second = sides.pair(a, b, day_of(record), lang)
    return f"/{lang}/{first.segment}/{second.segment}/{section}"


def of_section(served: Site, path: str, record: Record, latest: bool) -> Shown:
    """The figure of the page of a section; raises NotInRecord where it has none.

    Args:
        served: the site.
        path: of the page, as `section_path` gives it.
        record: the record.
        latest: whether it follows the record.
    """
    _, lang, a, b, section = path.split("/")
    first, second = sides.pair(a, b, day_of(record), lang)
    # the document the pages of the pair show, composed once for all of them
    key = (record.id, record.as_of, first.asked, second.asked, lang)
    document = served.documents.get(key, lambda: api.brief(first.asked, second.asked, lang=lang, record=record))
    return _figure(_blocks(document, section), document, path, record, latest)


def of_series(served: Site, path: str, record: Record, latest: bool) -> Shown:
    """The figure of the page of a series; arguments as in `of_section`."""
    _, lang, _, id_ = path.split("/")
    key = ("series", record.id, record.as_of, id_, lang)
    document = served.documents.get(key, lambda: retrieval.series(id_, lang, record))
    blocks = [block for one in document.sections for block in one.blocks]
    return _figure(blocks, document, path, record, latest)


def _moved(request: Request, path: str, record: Record, latest: bool) -> Response | None:
    """To the address that names the areas as codes and the record by its id; None where it does already.

    An embedded figure that changes unasked is a fault: only `follow=latest` leaves the record open.
    """
    named = request.query_params.get("v") or latest
    if named and request.url.path == path:
        return None
    query = f"follow={LATEST}" if latest else f"v={request.query_params.get('v') or record.id}"
    return RedirectResponse(f"{path}?{query}", 302, {"Cache-Control": "no-cache"})


def _blocks(document: Document, id_: str) -> Iterable[Block]:
    """What stands on the page of a section."""
    found = views.section(document, id_)
    if found is None:
        there = [views.OVERVIEW, *(one.id for one in document.sections if one.blocks)]
        raise NotInRecord(f"no section {id_[:40]!r}; there are {', '.join(there)}")
    return found.blocks


def _figure(blocks: Iterable[Block], document: Document, page: str, record: Record, latest: bool) -> Shown:
    figure = views.figure(blocks)
    if figure is None:
        raise NotInRecord(frame.words(document.language)["api"]["no_figure"])
    return Shown(figure, document, page, record, latest)


def _answer(request: Request, served: Site, shown: Shown, suffix: str) -> Response:
    """The page, or the picture alone."""
    if suffix and suffix not in PICTURES:
        raise NotInRecord(f"a figure has no {suffix}; it has {' '.join(PICTURES)}")
    key = ("embed", str(request.url), served.settings.address, shown.record.id, shown.record.as_of)
    pinned = request.query_params.get("v") == shown.record.id
    body = served.pages.get(key, lambda: _picture(request, shown, suffix) if suffix else _page(request, shown))
    policy = PICTURE if suffix == ".svg" else FRAMED
    return answer(request, body, pinned=pinned, headers={"Content-Security-Policy": policy, "X-Robots-Tag": "noindex"})


def _picture(request: Request, shown: Shown, suffix: str) -> Body:
    address = frame.absolute(request, f"{shown.page}?v={shown.record.id}")
    made = figure_file.write(shown.figure, shown.document, address, suffix.removeprefix("."))
    return Body(made, MEDIA[suffix], shown.record.id)


def _page(request: Request, shown: Shown) -> Body:
    query = "" if shown.latest else f"?v={shown.record.id}"
    html = frame.page(
        request,
        "api/embed.html",
        lang=shown.document.language,
        title=shown.figure.title.text,
        figure=shown.figure,
        document=shown.document,
        address=frame.absolute(request, shown.page + query),
        record=shown.record.id,
        latest=shown.latest,
        indexed=False,
    )
    return Body(html.encode(), frame.HTML, shown.record.id)
