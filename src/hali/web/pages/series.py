"""One number and the series it belongs to: its permanent address, its card, its page, its files."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hali import retrieval
from hali.briefs.compose import day_of
from hali.codelists import areas as codelist
from hali.languages.marks import EN_DASH
from hali.model.definition import NONE
from hali.publish.document import Document
from hali.record.store import Record
from hali.web import areas, frame, structured
from hali.web.answers import Body, answer
from hali.web.api import oembed
from hali.web.pages import asked as questions
from hali.web.pages import files, views
from hali.web.pages.suffixes import CITATIONS, DATA, PICTURES, TEXT, NoSuchFormat, split
from hali.web.site import Site, site

FILES = {**DATA, ".json": "json"}
"""Suffixes of a series that give its numbers; JSON is that of `hali readings`."""

WRITTEN = {suffix: format for suffix, format in TEXT.items() if suffix != ".json"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks about a number."""

    id: str
    lang: str
    v: str
    record: Record

    @property
    def path(self) -> str:
        """Address of the series page."""
        return f"/{self.lang}/series/{self.id}"

    @property
    def pinned(self) -> bool:
        """Whether the address names the id of a record."""
        return bool(self.v) and self.v == self.record.id


def permanent(request: Request) -> Response:
    """From the permanent address of a number to the page of its series, in the reader's language."""
    id_ = request.path_params["id"]
    asked = _asked(request, id_)
    _document(site(request), asked)  # a number nobody knows has no page to lead to
    path = frame.link(request, f"{asked.path}#r-{id_}")
    return RedirectResponse(path, 302, {"Vary": "Accept-Language", "Cache-Control": "no-cache"})


def card(request: Request) -> Response:
    """What stands behind a number, as a piece of a page."""
    served = site(request)
    asked = _asked(request, request.path_params["id"])

    def make() -> Body:
        document = _document(served, asked)
        address = frame.absolute(request, f"/r/{asked.id}")
        html = frame.page(
            request,
            "card.html",
            lang=asked.lang,
            document=document,
            id=asked.id,
            asked=asked,
            permalink=address,
            said=views.headlines(document)[0].text,
        )
        return Body(html.encode(), frame.HTML, asked.record.id)

    return answer(request, questions.body(served, _key(request, served, asked, "card"), make), pinned=asked.pinned)


def series(request: Request) -> Response:
    """The page of a series, or one of its files."""
    served = site(request)
    stem, suffix = split(request.path_params["id"])
    asked = _asked(request, stem)
    key = _key(request, served, asked, f"series{suffix}")
    if suffix:
        body = questions.body(served, key, lambda: _file(request, served, asked, suffix))
        return files.sent(request, body, f"hali-series-{asked.id}{suffix}", suffix, pinned=asked.pinned)
    return answer(request, questions.body(served, key, lambda: _page(request, served, asked)), pinned=asked.pinned)


def _asked(request: Request, id_: str) -> Asked:
    v = request.query_params.get("v", "")
    return Asked(id_, frame.language(request), v, site(request).record(v))


def _key(request: Request, served: Site, asked: Asked, kind: str) -> tuple[object, ...]:
    seen = (asked.record.id, asked.record.as_of, served.session.record().id)
    return (kind, *seen, asked.id, asked.lang, served.settings.address, str(request.url.query))


def _document(served: Site, asked: Asked) -> Document:
    key = ("series", asked.record.id, asked.record.as_of, asked.id, asked.lang)
    return served.documents.get(key, lambda: retrieval.series(asked.id, asked.lang, asked.record))


def _page(request: Request, served: Site, asked: Asked) -> Body:
    whole = _document(served, asked)
    first, last, notices = views.years(request.query_params, frame.words(asked.lang)["pages"])
    document = replace(whole, sections=tuple(views.between(whole, one, first, last) for one in whole.sections))
    readings = retrieval.readings(series=asked.id, record=asked.record)
    address = frame.absolute(request, asked.path)
    permalink = frame.absolute(request, frame.link(request, asked.path, v=asked.record.id))
    html = frame.page(
        request,
        "series.html",
        lang=asked.lang,
        title=whole.title,
        description=views.headlines(whole)[0].text,
        document=document,
        asked=asked,
        record=whole.record,
        rows=len(readings),
        first_figure=views.figure(block for one in document.sections for block in one.blocks),
        first=first,
        last=last,
        permalink=permalink,
        permanent=frame.absolute(request, f"/r/{asked.id}"),
        citation=frame.citation(whole, asked.lang, permalink),
        citations=readings.citations,
        snippets=snippets(address, asked.id),
        used=_used(request, whole, asked),
        feed=frame.link(request, f"/feed/{asked.lang}/series/{asked.id}.atom"),
        alternates={"application/json+oembed": oembed.link(permalink)},
        structured=structured.dataset(whole, asked.id, permalink, address, readings.citations),
        notices=(*notices, *frame.unknown(request)),
        day=day_of(asked.record),
    )
    return Body(html.encode(), frame.HTML, asked.record.id)


def snippets(address: str, id_: str) -> list[tuple[str, str]]:
    """Name and text of what fetches the series in other programs.

    Args:
        address: of the series page, without suffix.
        id_: id of the reading.
    """
    return [
        ("curl", f"curl -sSf '{address}.csv' -o series.csv"),
        ("Python", f'import hali\n\nseries = hali.readings(series="{id_}")\nprint(series.to_pylist()[-1]["value"])'),
        ("R", f'series <- read.csv("{address}.csv", fileEncoding = "UTF-8")\ntail(series[c("period", "value")])'),
        ("DuckDB", f"select period, value\nfrom read_csv('{address}.csv')\norder by period;"),
    ]


def _used(request: Request, document: Document, asked: Asked) -> list[tuple[str, str]]:
    """Pages on which the number may stand: those of its pair."""
    if NONE in document.pair or not all(codelist.known(code) for code in document.pair):
        return []
    day = day_of(asked.record)
    segments = [areas.segment(codelist.concept(code), day) for code in document.pair]
    names = f" {EN_DASH} ".join(codelist.name(code, asked.lang, "short") for code in document.pair)
    return [(names, frame.link(request, f"/{asked.lang}/{'/'.join(segments)}"))]


def _file(request: Request, served: Site, asked: Asked, suffix: str) -> Body:
    """One file of a series, or the suffixes it has."""
    document = _document(served, asked)
    figure = views.figure(block for one in document.sections for block in one.blocks)
    if suffix in FILES:
        every = bool(request.query_params.get("vintages"))
        readings = retrieval.readings(series=asked.id, all_definitions=every, record=asked.record)
        return files.data(request, readings, suffix, FILES[suffix])
    address = frame.absolute(request, frame.link(request, asked.path, v=asked.record.id))
    if suffix in WRITTEN:
        return files.text(document, suffix, address)
    if suffix in CITATIONS:
        return files.cited(retrieval.readings(series=asked.id, record=asked.record), suffix)
    if suffix in PICTURES and figure is not None:
        return files.picture(figure, document, address, suffix)
    raise NoSuchFormat(suffix, (*FILES, *WRITTEN, *CITATIONS, *(PICTURES if figure else ())))
