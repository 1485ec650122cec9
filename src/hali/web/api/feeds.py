"""Feeds: what changed of a pair, a section, a series, a publisher, the record; corrections of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hali import narrate
from hali.briefs import tables
from hali.briefs.compose import day_of
from hali.catalogue import changed
from hali.catalogue.corrections import corrections as ours
from hali.codelists import areas as codelist
from hali.codelists import measures
from hali.errors import UnknownCode
from hali.languages import numbers
from hali.model.definition import NONE, SERIES_COLUMNS, Reading
from hali.narrate import words
from hali.pillars import pillars
from hali.record import readings as lookup
from hali.record import revisions
from hali.record.store import Record
from hali.web import frame
from hali.web.answers import Body, answer
from hali.web.api import atom, sides
from hali.web.api.atom import Entry
from hali.web.api.firsts import OPEN
from hali.web.pages.changes import a_year_before
from hali.web.pages.sources import listed
from hali.web.site import Site, site


def pair(request: Request) -> Response:
    """What changed between two partners."""
    return _of_pair(request, "")


def section(request: Request) -> Response:
    """What changed in one section of a pair."""
    known = [section.id for pillar in pillars() for section in pillar.sections]
    id_ = request.path_params["section"]
    if id_ not in known:
        raise UnknownCode("section", id_, known[:3])
    return _of_pair(request, id_)


def _of_pair(request: Request, section: str) -> Response:
    served, lang = site(request), frame.language(request)
    record = served.record()
    day = day_of(record)
    a, b = sides.pair(request.path_params["a"], request.path_params["b"], day, lang)
    page = f"{served.settings.address}/{lang}/{a.segment}/{b.segment}" + (f"/{section}" if section else "")
    told = frame.words(lang)["api"]
    names = {"a": codelist.name(a.code, lang, "short"), "b": codelist.name(b.code, lang, "short")}
    heading = str(words.table(lang, "sections").get(section, section))
    title = told["section" if section else "pair"].format(**names, section=heading)

    def make() -> Iterator[Entry]:
        found, _ = changed.compared(record, a.asked, b.asked, a_year_before(day))
        new = {reading.id: old for old, reading in found.changed}
        wanted = set(measures.in_section(section, "stated", "listed", "")) if section else set()
        for kind, readings in (
            ("changed", [reading for _, reading in found.changed]),
            ("added", found.added),
            ("withdrawn", found.withdrawn),
        ):
            for reading in _newest_of_each(readings):
                if not section or reading.definition.measure in wanted:
                    yield _entry(served, reading, kind, lang, new.get(reading.id))

    return _feed(request, served, record, lang, title, page, make)


def series(request: Request) -> Response:
    """New values and revisions of the series of a number."""
    served, lang = site(request), frame.language(request)
    record = served.record()
    one = lookup.get(record, request.path_params["id"])
    d = one.definition
    where = {name: getattr(d, name) for name in SERIES_COLUMNS if name not in {"measure", "reporter", "partner"}}
    found = lookup.find(record, [d.measure], reporters=[d.reporter], partners=[d.partner], where=where)
    title = frame.words(lang)["api"]["series"].format(series=_title(one, lang))
    page = f"{served.settings.address}/{lang}/series/{one.id}"
    return _feed(
        request, served, record, lang, title, page, lambda: (_entry(served, r, "added", lang, None) for r in found)
    )


def source(request: Request) -> Response:
    """The tables of a publisher, each with the day its newest values were published."""
    served, lang = site(request), frame.language(request)
    record = served.record()
    id_ = request.path_params["id"]
    every = [one for one in listed(served, record) if one["rows"]]
    held = [one for one in every if one["source"] == id_]
    if not held:
        raise UnknownCode("source", id_, sorted({one["source"] for one in every})[:3])
    told = frame.words(lang)["api"]
    page = f"{served.settings.address}/{lang}/sources/{id_}"
    title = told["source"].format(publisher=held[0]["publisher"])
    return _feed(request, served, record, lang, title, page, lambda: (_table(one, page, lang) for one in held))


def _table(one: dict[str, Any], page: str, lang: str) -> Entry:
    told = frame.words(lang)["api"]
    rows = numbers.format_number(one["rows"], lang, 0)
    years = {"first": one["first_year"], "last": one["last_year"]}
    text = told["table" if one["first_year"] else "table_plain"].format(rows=rows, **years)
    text = f"{one['title']} ({one['dataflow']}). {text} {one['attribution']}"
    name = f"table/{one['dataflow']}/{one['known']}"
    return Entry(name, one["title"], text, one["known"], page, "published")


def changes(request: Request) -> Response:
    """What publishers changed, table by table."""
    served, lang = site(request), frame.language(request)
    record = served.record()
    told = frame.words(lang)["api"]
    page = f"{served.settings.address}/{lang}/changes"

    def make() -> Iterator[Entry]:
        known = {one["dataflow"]: one for one in listed(served, record)}
        for one in revisions.published(record, a_year_before(day_of(record))):
            yield _table(known[one.dataflow] | {"rows": one.rows, "known": one.vintage, "first_year": None}, page, lang)

    return _feed(request, served, record, lang, told["changes"], page, make)


def corrections(request: Request) -> Response:
    """Corrections of ours; their texts are English."""
    served = site(request)
    page = f"{served.settings.address}/en/about/corrections"
    entries = [Entry(f"correction/{one.id}", one.text[:80], one.text, one.day, page, "correction") for one in ours()]
    title = frame.words("en")["api"]["corrections"]
    return _feed(request, served, served.record(), "en", title, page, lambda: entries)


def _feed(
    request: Request,
    served: Site,
    record: Record,
    lang: str,
    title: str,
    page: str,
    make: Callable[[], Iterable[Entry]],
) -> Response:
    """A feed, made once for a state of the record."""
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")

    def body() -> Body:
        found = list(make())
        day = day_of(record)
        told = atom.written(served.settings.address, path, page, lang, title, found, day)
        return Body(told, atom.MEDIA, record.id)

    key = ("feed", path, lang, record.id, served.settings.address)
    return answer(request, served.pages.get(key, body), headers=OPEN)


def _entry(served: Site, reading: Reading, kind: str, lang: str, before: Reading | None) -> Entry:
    """What happened to a number, in a sentence."""
    told = frame.words(lang)["api"]
    text = narrate.sentence(reading, lang).text
    if kind == "withdrawn":
        text = told["withdrawn"].format(sentence=text)
    if before is not None:
        value = narrate.value_text(before.value, before.definition.unit, lang)
        text = f"{text} {told['before'].format(value=value)}"
    # the id of a reading holds its definition, period and vintage: a revision has another
    name = f"{kind}/{reading.id}" if kind == "withdrawn" else f"reading/{reading.id}"
    address = f"{served.settings.address}/r/{reading.id}"
    return Entry(name, _title(reading, lang), text, reading.known, address, kind)


def _title(reading: Reading, lang: str) -> str:
    d = reading.definition
    sides = [tables.name_of(code, lang) for code in (d.reporter, d.partner) if code != NONE]
    return f"{tables.row_name(reading, lang)}: {', '.join(sides)}"


def _newest_of_each(readings: Iterable[Reading]) -> list[Reading]:
    """Of each series the reading of the latest period."""
    found: dict[tuple[str, ...], Reading] = {}
    for one in readings:
        key = tuple(getattr(one.definition, name) for name in SERIES_COLUMNS if name != "dataflow")
        held = found.get(key)
        if held is None or (one.end, one.known) > (held.end, held.known):
            found[key] = one
    return list(found.values())
