"""The tables of the record: who publishes them, under what licence, how far they reach; and those not used."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hali import curation
from hali.connectors import sources as declared
from hali.errors import UnknownCode
from hali.languages import numbers
from hali.record.store import Record
from hali.web import frame
from hali.web.answers import Body, answer
from hali.web.pages import asked as questions
from hali.web.site import Site, site


def sources(request: Request) -> Response:
    """The list of tables, or one publisher."""
    served = site(request)
    record = served.record()
    lang = frame.language(request)
    id_ = request.path_params.get("id", "")
    key = ("sources", id_, record.id, lang, served.settings.address, str(request.url.query))
    return answer(request, questions.body(served, key, lambda: _page(request, served, record, id_)))


def listed(served: Site, record: Record) -> list[dict[str, Any]]:
    """Every table hali can read, with what the record holds of it; looked up once for a record."""
    return served.documents.get(
        ("sources", record.id), lambda: curation.sources(everything=True, record=record, path=served.settings.folder)
    )


def _page(request: Request, served: Site, record: Record, id_: str) -> Body:
    lang = frame.language(request)
    told = frame.words(lang)["pages"]["sources"]
    entries = listed(served, record)
    publishers = {entry["source"]: entry["publisher"] for entry in entries}
    if id_ and id_ not in publishers:
        raise UnknownCode("source", id_, tuple(sorted(publishers))[:3])
    shown = [entry for entry in entries if not id_ or entry["source"] == id_]
    html = frame.page(
        request,
        "sources.html",
        title=publishers[id_] if id_ else told["title"],
        record=record.id,
        grouped=lambda count: numbers.format_number(count, lang, 0),
        publisher=declared().get(id_),
        held=[entry for entry in shown if entry["rows"]],
        others=[entry for entry in shown if not entry["rows"]],
        notices=frame.unknown(request),
    )
    return Body(html.encode(), frame.HTML, record.id)
