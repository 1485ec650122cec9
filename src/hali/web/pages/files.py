"""The same contents as files: the text, the numbers, the figure, the citations."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from hali import exports
from hali.exports import Readings
from hali.model.definition import NONE
from hali.publish import citations, figure_file, write_table
from hali.publish.document import Document, Figure
from hali.publish.extract import Extract
from hali.publish.render import render
from hali.web import frame
from hali.web.answers import Body, answer
from hali.web.pages import asked as questions
from hali.web.pages import views
from hali.web.pages.asked import Pair
from hali.web.pages.suffixes import CITATIONS, DATA, MEDIA, PICTURES, TEXT, NoSuchFormat
from hali.web.safety import PICTURE
from hali.web.site import Site

if TYPE_CHECKING:
    import pyarrow as pa

MARK = b"\xef\xbb\xbf"
"""Byte order mark, by which spreadsheets of one maker know UTF-8; added for `?excel=1` only."""


def of_pair(request: Request, served: Site, asked: Pair, suffix: str) -> Response:
    """A file of the page of a pair."""

    def make() -> Body:
        document = questions.document(served, asked)
        return _made(request, asked, document, document, asked.path, suffix, views.figure(document.lead))

    return _kept(request, served, asked, "", suffix, make)


def of_section(request: Request, served: Site, asked: Pair, id_: str, suffix: str) -> Response:
    """A file of the page of a section."""

    def make() -> Body:
        if id_ == views.OVERVIEW:
            sheet = questions.sheet(served, asked)
            return _made(request, asked, sheet, sheet, f"{asked.path}/{id_}", suffix, views.figure(sheet.lead))
        document = questions.document(served, asked)
        part = views.required(document, id_)
        shown = views.excerpt(document, part)
        return _made(request, asked, document, shown, f"{asked.path}/{id_}", suffix, views.figure(part.blocks))

    return _kept(request, served, asked, id_, suffix, make)


def rows(document: Document) -> int:
    """Readings of a document that can be taken along."""
    return sum("measure" in card for card in document.readings.values())


def _kept(request: Request, served: Site, asked: Pair, id_: str, suffix: str, make: Callable[[], Body]) -> Response:
    key = ("file", id_, suffix, *asked.key, served.settings.address, str(request.url.query))
    name = "-".join(part for part in ("hali", asked.a.segment, asked.b.segment, id_, asked.lang) if part) + suffix
    return sent(request, questions.body(served, key, make), name, suffix, pinned=asked.pinned)


def sent(request: Request, body: Body, name: str, suffix: str, *, pinned: bool) -> Response:
    """A file under a name of its own; text a browser shows is shown."""
    shown = suffix in {".json", ".svg", ".png", ".html", ".vl.json", ".csl.json", ".pdf"}
    headers = {"Content-Disposition": f'{"inline" if shown else "attachment"}; filename="{name}"'}
    if suffix == ".svg":
        headers["Content-Security-Policy"] = PICTURE
    if suffix == ".html":
        headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return answer(request, body, pinned=pinned, headers=headers)


def _made(
    request: Request, asked: Pair, whole: Document, shown: Document, here: str, suffix: str, figure: Figure | None
) -> Body:
    """One file, or the suffixes that make sense here."""
    address = frame.absolute(request, frame.link(request, here, v=asked.record.id))
    if suffix in TEXT:
        return text(shown, suffix, address)
    ids = _drawn(figure) if request.query_params.get("filtered") and figure else list(shown.readings)
    ids = [id_ for id_ in ids if "measure" in whole.readings[id_]]
    command = f"hali brief {asked.a.side.asked} {asked.b.side.asked} --format json"
    if suffix in DATA and ids:
        return data(request, exports.named(asked.record, ids, command), suffix)
    drawn = _pictures(figure)
    if figure is not None and suffix in drawn:
        return picture(figure, whole, address, suffix)
    if suffix in CITATIONS and ids:
        return cited(exports.named(asked.record, ids, command), suffix)
    accepted = (*TEXT, *((*DATA, *CITATIONS) if ids else ()), *drawn)
    raise NoSuchFormat(suffix, accepted)


def _pictures(figure: Figure | None) -> tuple[str, ...]:
    """Suffixes of the pictures a page has."""
    if figure is None:
        return ()
    return PICTURES if figure_file.has_specification(figure) else PICTURES[:2]


def _drawn(figure: Figure) -> list[str]:
    return views.readings((figure,))


def text(document: Document, suffix: str, address: str) -> Body:
    """A document as a file, in a format of `hali brief`.

    It says where it stands, but for JSON: that is, byte for byte, what the command line writes.
    """
    told = document if suffix == ".json" else replace(document, permalink=address)
    return Body(render(told, TEXT[suffix]), MEDIA[suffix], document.record)


def data(request: Request, readings: Readings, suffix: str, format: str = "") -> Body:
    """Readings as a file, in a format of `hali readings`."""
    out = io.BytesIO()
    if suffix == ".arrow":
        _stream(readings, out)
    elif suffix == ".csv" and request.query_params.get("labels"):
        write_table.write_csv(labelled(readings, frame.language(request)), out)
    else:
        readings.write(out, format or DATA[suffix])
    raw = out.getvalue()
    if suffix == ".csv" and request.query_params.get("excel"):
        raw = MARK + raw
    return Body(raw, MEDIA[suffix], readings.record.id)


def labelled(readings: Readings, lang: str) -> Extract:
    """Readings with further columns at their end: what the codes of each column mean, in a language.

    Args:
        readings: the readings.
        lang: language of the words.
    """
    import pyarrow as pa

    told = readings.extract()
    names = [*told.schema.names, *(f"{name}_label" for name in exports.IN_WORDS)]

    def said(codes: pa.Array, column: str) -> pa.Array:
        listed = codes.to_pylist()
        known = {code: exports.in_words(column, code, readings.record, lang) for code in set(listed) - {NONE}}
        return pa.array([known.get(code, "") for code in listed], pa.string())

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in readings.batches():
            words = [said(batch.column(name), name) for name in exports.IN_WORDS]
            yield pa.record_batch([*batch.columns, *words], names=names)

    return replace(told, schema=pa.schema([(name, pa.string()) for name in names]), batches=batches)


def _stream(readings: Readings, out: io.BytesIO) -> None:
    """Readings as an Arrow stream, batch by batch."""
    import pyarrow as pa

    with pa.ipc.new_stream(out, readings.schema) as stream:
        for batch in readings.batches():
            stream.write_batch(batch)


def picture(figure: Figure, document: Document, address: str, suffix: str) -> Body:
    """A figure as a file of its own, with all that must stand around it."""
    made = figure_file.write(figure, document, address, suffix.removeprefix("."))
    return Body(made, MEDIA[suffix], document.record)


def cited(readings: Readings, suffix: str) -> Body:
    """The publications behind readings, for a reference manager."""
    written = {".bib": citations.bibtex, ".ris": citations.ris, ".csl.json": citations.csl_json}
    return Body(written[suffix](readings.citations).encode(), MEDIA[suffix], readings.record.id)
