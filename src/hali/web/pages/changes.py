"""What changed in the record since a day: of all tables, or of one pair as its brief tells it."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from hali import api
from hali.briefs import tables
from hali.briefs.compose import day_of
from hali.codelists import areas as codelist
from hali.codelists import measures
from hali.errors import QuestionError
from hali.languages import numbers
from hali.languages.marks import EN_DASH
from hali.model.definition import NONE
from hali.narrate import words as said
from hali.publish.document import Document, Section
from hali.record import readings as lookup
from hali.record import revisions
from hali.record.revisions import Revision
from hali.record.store import Record, check_date
from hali.web import areas, frame
from hali.web.answers import Body, answer
from hali.web.pages import asked as questions
from hali.web.pages import views
from hali.web.site import Site, site

BY_FLOW = {"X": "exports", "M": "imports", "T": "trade_total"}
"""Measure a trade flow is read as."""


def changes(request: Request) -> Response:
    """The page of changes."""
    served = site(request)
    record = served.record()
    lang = frame.language(request)
    key = ("changes", record.id, lang, served.settings.address, str(request.url.query))
    return answer(request, questions.body(served, key, lambda: _page(request, served, record, lang)))


def _page(request: Request, served: Site, record: Record, lang: str) -> Body:
    given = request.query_params
    since = given.get("since", "") or a_year_before(day_of(record))
    notices = frame.unknown(request, "since", "pair")
    told = frame.words(lang)["pages"]["changes"]
    values = _pair(served, record, lang, since, given["pair"]) if given.get("pair") else {"section": None}
    if values["section"] is None:
        day = check_date(since)
        values |= {
            "rows": rows(request, record, day, lang, revisions.MOST),
            "published": [
                (
                    one.dataflow,
                    record.warehouse.dataflows[one.dataflow].title,
                    numbers.format_period(one.vintage, lang),
                    grouped(one.rows, lang),
                )
                for one in revisions.published(record, day)
            ],
        }
    html = frame.page(
        request,
        "changes.html",
        lang=lang,
        title=told["title"],
        since=since,
        pair=given.get("pair", ""),
        record=record.id,
        notices=notices,
        **values,
    )
    return Body(html.encode(), frame.HTML, record.id)


def _pair(served: Site, record: Record, lang: str, since: str, pair: str) -> dict[str, object]:
    """The changes of one pair: the last section of its brief.

    Raises:
        QuestionError: `pair` is not two areas joined by a hyphen.
        UnknownCode: an area nobody knows.
    """
    first, hyphen, second = pair.partition("-")
    if not hyphen:
        raise QuestionError(f"pair={pair[:40]!r} is not two areas joined by a hyphen: pair=eu27_2020-kaz")
    day = day_of(record)
    sides = [areas.read(typed, day) for typed in (first, second)]

    def make() -> Document:
        with served.turn():
            return api.brief(sides[0].asked, sides[1].asked, lang=lang, record=record, since=since)

    document = served.documents.get(("since", record.id, since, *(side.asked for side in sides), lang), make)
    section = next(one for one in document.sections if one.id == "changes")
    return {
        "section": section,
        "document": document,
        "side_a": questions.Named(sides[0], questions.named(sides[0], lang)),
        "side_b": questions.Named(sides[1], questions.named(sides[1], lang)),
        "cited": views.cited(document, Section("changes", "", "", blocks=section.blocks)),
    }


def rows(request: Request, record: Record, since: str, lang: str, most: int) -> list[dict[str, str]]:
    """Revised values of the record in words, the largest relative change first."""
    found = record.warehouse.note(
        ("revised", record.as_of, since, most), lambda: revisions.revised(record, since, most)
    )
    known = lookup.origins(record, [one.origin for one in found]) if found else {}
    return [_row(request, one, known[one.origin].producer, lang, day_of(record)) for one in found]


def _row(request: Request, one: Revision, producer: str, lang: str, day: str) -> dict[str, str]:
    largest = max(abs(value) for value in (one.before, one.after) if value is not None)
    scale, unit = tables.scaled(largest, one.unit, lang)
    sides = [code for code in (one.reporter, one.partner) if code != NONE]
    told = {
        "what": _measure(one, lang),
        "areas": f" {EN_DASH} ".join(tables.name_of(code, lang) for code in sides),
        "period": tables.period_name(one.period, lang),
        "before": _number(one.before, scale, lang),
        "after": _number(one.after, scale, lang),
        "unit": unit,
        "said_unit": "" if one.unit in views.UNSAID else unit,
        "change": "",
        "producer": producer,
        "day": numbers.format_date(one.known, lang),
        "address": "",
    }
    if one.before and one.after is not None:
        relative = 100 * (one.after - one.before) / abs(one.before)
        sign = "\u2212" if relative < 0 else "+"
        told["change"] = sign + numbers.percent(numbers.format_number(abs(relative), lang, 1), lang)
    concepts = [codelist.concept(code) for code in sides if codelist.known(code)]
    if len(set(concepts)) == 2 and "WLD" not in concepts:
        segments = "/".join(areas.segment(concept, day) for concept in concepts)
        told["address"] = frame.link(request, f"/{lang}/{segments}")
    return told


def _measure(one: Revision, lang: str) -> str:
    """What an observation counts, in words; of a trade flow the measure it is read as."""
    base, _, variant = one.measure.partition(".")
    name = BY_FLOW.get(one.flow, base) if base == "trade_value" else base
    if name not in {measure.id for measure in measures.measures()}:
        return one.dataflow
    product = one.product if one.product != "TOTAL" else NONE
    return said.capital(said.named(name, lang, variant or NONE, product), lang)


def _number(value: float | None, scale: float, lang: str) -> str:
    if value is None:
        return EN_DASH
    shown = value / scale
    digits = next((n for n in range(4) if abs(round(shown, n) - shown) < 0.005 * abs(shown)), 3)
    return ("\u2212" if value < 0 else "") + numbers.format_number(abs(shown), lang, max(digits, 1 if scale > 1 else 0))


def grouped(count: int, lang: str) -> str:
    """A whole number as the language groups its digits."""
    return numbers.format_number(count, lang, 0)


def a_year_before(day: str) -> str:
    """The same day a year earlier, ISO; of a leap day the day before."""
    found = date.fromisoformat(day)
    try:
        return found.replace(year=found.year - 1).isoformat()
    except ValueError:
        return found.replace(year=found.year - 1, day=28).isoformat()
