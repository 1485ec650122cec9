"""The tools as clients see them: name, words, typed arguments, shape of the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hali import questions
from hali.languages import CODES as LANGUAGES
from hali.mcp import connector, numbers, texts
from hali.record.store import Record

Shape = dict[str, Any]
"""A JSON Schema."""

TEXT: Shape = {"type": "string"}
NUMBER: Shape = {"type": "number"}
COUNT: Shape = {"type": "integer"}
FLAG: Shape = {"type": "boolean"}
OBJECT: Shape = {"type": "object"}
TEXTS: Shape = {"type": "array", "items": TEXT}


def _text(words: str, **more: Any) -> Shape:
    return {"type": "string", "description": words, **more}


def _list(**properties: Shape) -> Shape:
    """A list of objects with at least these properties."""
    return {"type": "array", "items": {"type": "object", "properties": properties, "required": list(properties)}}


LANG = {"type": "string", "enum": list(LANGUAGES)}
DAY = _text("see the record as of this day", format="date")
SHORT = {"type": "boolean", "description": "answer in a few lines"}
SIDE = "name in any language, ISO code or bloc"


@dataclass(frozen=True, slots=True)
class Tool:
    """One call.

    Attributes:
        name: as clients call it.
        title: as people see it.
        words: when to use it.
        takes: argument -> its schema.
        needs: arguments that must be given.
        gives: what every answer holds: name -> schema.
        run: record and arguments -> answer; `as_of` among the arguments chooses the record.
        sited: whether answers hold addresses of pages.
    """

    name: str
    title: str
    words: str
    takes: Mapping[str, Shape]
    needs: tuple[str, ...]
    gives: Mapping[str, Shape]
    run: Callable[..., dict[str, Any]]
    sited: bool = False

    @property
    def arguments(self) -> Shape:
        """Schema of the arguments; others are refused."""
        return {
            "type": "object",
            "properties": dict(self.takes),
            "required": list(self.needs),
            "additionalProperties": False,
        }

    @property
    def answer(self) -> Shape:
        """Schema of the answer."""
        return {"type": "object", "properties": dict(self.gives), "required": list(self.gives)}

    def __call__(self, record: Record, given: Mapping[str, Any], site: str) -> dict[str, Any]:
        """The answer to arguments that meet the schema."""
        asked = {name: value for name, value in given.items() if name != "as_of"}
        return self.run(record, **asked, **({"site": site} if self.sited else {}))


TOOLS: tuple[Tool, ...] = (
    Tool(
        "search_measures",
        "Find a measure",
        "Find the id of what can be counted (trade, shares, investment, visas, votes ...) by words of "
        f"{', '.join(LANGUAGES[:-1])} or {LANGUAGES[-1]}. Call it before get_readings unless the id is known.",
        {"query": TEXT, "lang": LANG, "compact": SHORT},
        ("query",),
        {"found": COUNT, "measures": _list(measure=TEXT, name=TEXT, unit=TEXT)},
        numbers.search_measures,
    ),
    Tool(
        "resolve_area",
        "Resolve an area",
        "What a country or bloc name means, and which members a bloc is read with on a day. EU is EU27 since "
        "February 2020; other_codes are its other compositions.",
        {"name": _text(SIDE), "as_of": DAY, "lang": LANG, "compact": SHORT},
        ("name",),
        {"code": TEXT, "kind": TEXT, "name": TEXT, "read_as": TEXT, "on": TEXT, "members_count": COUNT},
        numbers.resolve_area,
    ),
    Tool(
        "get_readings",
        "Get numbers",
        "The official numbers of one measure, newest first, each with its definition. reporter is whose statistics "
        "say so: exchange reporter and partner for the other side's count, which differs. definitions=all lists every "
        "composition, vintage and source.",
        {
            "measure": _text("id, see search_measures"),
            "reporter": _text(SIDE),
            "partner": _text("the other area; none for the area itself"),
            "flow": {"type": "string", "enum": list(questions.FLOWS), "description": "X exports, M imports, T both"},
            "product": _text("TOTAL, HS:27 ..."),
            "period": _text("SDMX: 2021, 2021-Q3, 2021-03"),
            "definitions": {"type": "string", "enum": ["default", "all"]},
            "as_of": DAY,
            "lang": LANG,
            "compact": SHORT,
        },
        ("measure", "reporter"),
        {
            "measure": TEXT,
            "reporter": TEXT,
            "partner": TEXT,
            "series_found": COUNT,
            "record": TEXT,
            "series": _list(
                unit=TEXT,
                counts=TEXT,
                sentence=TEXT,
                readings=_list(reading=TEXT, period=TEXT, value=NUMBER, vintage=TEXT),
                sources=TEXTS,
            ),
        },
        numbers.get_readings,
    ),
    Tool(
        "explain_reading",
        "Explain a number",
        "One reading down to its cells: definition, formula, publications, observations, and what other definitions "
        "of the same thing give.",
        {"reading": _text("id of a reading", pattern="^[0-9a-f]{32}$"), "lang": LANG, "compact": SHORT},
        ("reading",),
        {"value": NUMBER, "unit": TEXT, "definition": TEXT, "formula": TEXT, "sentence": TEXT, "sources": TEXTS},
        numbers.explain_reading,
    ),
    Tool(
        "check_text",
        "Check a text",
        "Check the numbers, ranks and dated events of a text against the record, problems first. Misread? Call again "
        'with corrections ["c3.period=2022"]. claim gives one claim with all definitions tried. Not about intent.',
        {
            "text": _text("the text", maxLength=texts.LONGEST),
            "pair": {"type": "array", "items": TEXT, "minItems": 2, "maxItems": 2, "description": "what it is about"},
            "published": _text("day it appeared", format="date"),
            "corrections": {**TEXTS, "description": "ID.SLOT=VALUE"},
            "claim": _text("id of one claim"),
            "as_of": DAY,
            "lang": LANG,
            "compact": SHORT,
        },
        ("text",),
        {"record": TEXT, "findings": OBJECT, "claims": _list(id=TEXT, claim=TEXT, finding=TEXT, says=TEXT)},
        texts.check_text,
    ),
    Tool(
        "get_brief",
        "Get the brief",
        "The state of relations of two partners in sentences: the first page, or the sections named (trade, energy, "
        "tourism ...; the first page lists them).",
        {
            "reporter": _text(SIDE),
            "partner": _text(SIDE),
            "sections": TEXTS,
            "as_of": DAY,
            "lang": LANG,
            "compact": SHORT,
        },
        ("reporter", "partner"),
        {"title": TEXT, "as_of": TEXT, "record": TEXT, "statements": _list(text=TEXT)},
        texts.get_brief,
    ),
    Tool(
        "get_changes",
        "What changed",
        "Which numbers of a pair were revised, are new or were withdrawn since a day.",
        {
            "reporter": _text(SIDE),
            "partner": _text(SIDE),
            "since": _text("day, or id of an earlier record"),
            "as_of": DAY,
            "lang": LANG,
            "compact": SHORT,
        },
        ("reporter", "partner", "since"),
        {"since": TEXT, "record": TEXT, "counts": OBJECT, "changes": _list(kind=TEXT, measure=TEXT, name=TEXT)},
        texts.get_changes,
    ),
    Tool(
        "search",
        "Search",
        "Numbers, briefs and measures for a question in words; each result has an id for fetch.",
        {"query": TEXT},
        ("query",),
        {"results": _list(id=TEXT, title=TEXT, url=TEXT)},
        connector.search,
        sited=True,
    ),
    Tool(
        "fetch",
        "Fetch",
        "A document that search found, as text with its sources.",
        {"id": _text("reading:ID, measure:ID, brief:A:B or area:CODE")},
        ("id",),
        {"id": TEXT, "title": TEXT, "text": TEXT, "url": TEXT, "metadata": OBJECT},
        connector.fetch,
        sited=True,
    ),
)
"""Every tool; nine at the most."""
