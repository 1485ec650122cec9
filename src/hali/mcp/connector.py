"""`search` and `fetch`, as the connectors of chat clients call them: words in, documents with an address out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from hali import narrate
from hali.briefs import compose
from hali.catalogue import chosen, measure_list
from hali.codelists import areas, measures
from hali.errors import UnknownCode
from hali.mcp import codes, numbers, room, texts
from hali.record.store import Record

RESULTS = 8
"""Documents a search gives."""

SHORT = 30
"""Characters of a text that is listed with others in one line."""

KINDS = ("reading:ID", "measure:ID", "brief:A:B", "area:CODE")
"""Forms of the id of a document."""


def search(record: Record, query: str, site: str, lang: str = "en") -> dict[str, Any]:
    """Documents for words: the newest numbers of the measures named between the areas named, the brief, measures."""
    found = islice(dict(_found(record, query, lang)).items(), RESULTS)
    return room.fill({}, "results", [_result(id_, title, site) for id_, title in found], room.FULL)


def _found(record: Record, query: str, lang: str) -> Iterator[tuple[str, str]]:
    """Id and title of each document, the most telling first."""
    named = _areas(query, lang)
    rest = _without_areas(query, lang)
    found = measure_list.find(rest, record.warehouse.plan.measures)[:4] if rest else []
    pairs = [(named[0], named[1]), (named[1], named[0])] if len(named) > 1 else [(area, "") for area in named[:1]]
    yield from chain.from_iterable(_numbers(record, one.id, pairs, lang) for one in found[:1])
    if len(named) > 1:
        yield f"brief:{named[0]}:{named[1]}", f"State of relations: {_name(named[0], lang)}, {_name(named[1], lang)}"
    yield from chain.from_iterable(_numbers(record, one.id, pairs, lang) for one in found[1:])
    yield from ((f"measure:{one.id}", measures.name(one.id, lang)) for one in found)
    yield from ((f"area:{code}", _name(code, lang)) for code in named)


def _numbers(record: Record, measure: str, pairs: list[tuple[str, str]], lang: str) -> Iterator[tuple[str, str]]:
    day = compose.day_of(record)
    for own, other in pairs:
        for one in chosen.series(record, measure, own, other, day)[:1]:
            yield f"reading:{one.latest.id}", narrate.sentence(one.latest, lang).text


def _areas(query: str, lang: str) -> list[str]:
    """The areas named in a query, by name or by code."""
    spoken = [mention.concept for mention in areas.mentions(query, lang)]
    typed = [word.upper() for word in query.split() if word.isupper() and areas.known(word)]
    return list(dict.fromkeys([*spoken, *typed]))


def _without_areas(query: str, lang: str) -> str:
    """The words of a query that name no area."""
    kept, at = [], 0
    for mention in sorted(areas.mentions(query, lang), key=lambda one: one.start):
        kept.append(query[at : mention.start])
        at = mention.end
    words = "".join([*kept, query[at:]]).replace("'s", " ").split()
    return " ".join(word for word in words if not (word.isupper() and areas.known(word)))


def _name(code: str, lang: str) -> str:
    return areas.name(code, lang)


def _result(id_: str, title: str, site: str) -> dict[str, str]:
    return {"id": id_, "title": title, "url": address(id_, site)}


def address(id_: str, site: str) -> str:
    """The page of a document on the site that is told; a URN where none is."""
    kind, _, rest = id_.partition(":")
    if not site:
        return f"urn:hali:{id_}"
    path = {"reading": f"r/{rest}", "brief": f"en/{rest.lower().replace(':', '/')}"}.get(kind)
    return f"{site.rstrip('/')}/{path or f'api/v1/{kind}s?q={rest}'}"


def fetch(record: Record, id: str, site: str, lang: str = "en") -> dict[str, Any]:
    """One document as text, with what it rests on."""
    kind, _, rest = id.partition(":")
    answer: dict[str, Any]
    if kind == "reading" and rest:
        answer = numbers.explain_reading(record, rest, lang)
        title, text = answer.pop("sentence"), _told(answer)
    elif kind == "measure" and rest:
        one = measures.measure(codes.measure_id(record, rest))
        title = measures.name(one.id, lang)
        text = "\n".join(filter(None, (one.default and f"by default: {one.default}", one.definition, one.note)))
    elif kind == "brief" and rest.count(":") == 1:
        own, _, other = rest.partition(":")
        answer = texts.get_brief(record, own, other, lang=lang)
        title, text = answer["title"], "\n".join(one["text"] for one in answer["statements"])
    elif kind == "area" and rest:
        answer = numbers.resolve_area(record, rest, lang=lang)
        title, text = answer["name"], _told(answer)
    else:
        raise UnknownCode("document", id, KINDS[:3])
    return {
        "id": id,
        "title": title,
        "text": room.cut(text, 3_000),
        "url": address(id, site),
        "metadata": {"record": record.id, "language": lang},
    }


def _told(answer: dict[str, Any]) -> str:
    """Facts as lines of text; lists of objects a line each."""
    return "\n".join(line for name, value in answer.items() for line in _lines(name.replace("_", " "), value))


def _lines(name: str, value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{name}: {value}"
    elif all(isinstance(one, str) and len(one) < SHORT for one in value):
        yield f"{name}: {', '.join(value) or '-'}"
    else:
        yield f"{name}:"
        for one in value:
            told = "; ".join(f"{key} {held}" for key, held in one.items()) if isinstance(one, dict) else one
            yield f"  {told}"
