"""What a brief says of the routes between its two partners: one paragraph and one figure, told as estimates.

The numbers stand in the figure alone, never in a sentence: sentences of a brief hold published numbers, which the
checker reads back from the record.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from hali.codelists import areas
from hali.corridors.answer import Answer, answer
from hali.corridors.exported import cited
from hali.corridors.grounds import publishers
from hali.corridors.load import load
from hali.corridors.page import spans
from hali.corridors.places import standing_for
from hali.corridors.printer import Printer
from hali.corridors.question import Question
from hali.errors import NotInRecord
from hali.publish.blocks import Figure, Statement, plain
from hali.publish.document import CitedOrigin, ReadingCard

SHOWN = 5
"""Routes of the figure."""

Part = tuple[tuple[Statement, ...], Figure, dict[str, ReadingCard], CitedOrigin]
"""What is said, the figure, the cards of its numbers, and the one source of all, whose number in the brief is open."""


def told(pair: tuple[str, str], language: str) -> Part | None:
    """What a brief says of the routes of a pair; None where no curated network joins both sides by a corridor."""
    found = between(*pair)
    if found is None:
        return None
    printer = Printer(found, language)
    said, figure = _said(printer), _figure(printer)
    return said, figure, _cards(printer), _origin(printer)


@lru_cache(maxsize=64)
def between(a: str, b: str) -> Answer | None:
    """The routes from the side further east to the other, where one of them follows a corridor; None elsewhere."""
    loaded = load("")
    standing = [standing_for(areas.concept(code), loaded) for code in (a, b)]
    ends = sorted((node for node in standing if node), key=lambda node: -node.point[0])
    if len({node.id for node in ends}) < 2:
        return None
    try:
        found = answer(Question(start=ends[0].id, end=ends[1].id))
    except NotInRecord:
        return None
    return found if found.lead.title.corridors and found.tornado else None


def _said(printer: Printer) -> tuple[Statement, ...]:
    says, found = printer.says, printer.answer
    part = says.part(*found.tornado[0][0].split(" ", 1))
    return (plain(says("brief.said", **says.ends(found.ends), route=says.route(found.lead.title), part=part)),)


def _figure(printer: Printer) -> Figure:
    """The days of the first routes that do not fly, with what they rest on folded into one source."""
    says, found = printer.says, printer.answer
    routes = [one for one in found.routes if all(service.mode != "air" for service in one.services)][:SHOWN]
    figure = spans(printer, routes)
    title = plain(says("brief.title", **says.ends(found.ends)))
    return replace(figure, title=title, subtitle=says("brief.line"), table=replace(figure.table, caption=title.text))


def _cards(printer: Printer) -> dict[str, ReadingCard]:
    """Cards of the numbers of the figure, which cite the network and count their assumptions without naming them."""
    found: dict[str, ReadingCard] = {}
    for id_, card in printer.cards.items():
        found[id_] = {**card, "sources": []}
        found[id_].pop("slots", None)
    return found


def _origin(printer: Printer) -> CitedOrigin:
    loaded = printer.answer.loaded
    listed = publishers(loaded, cited(printer.answer))
    told = printer.says(
        "brief.origin",
        id=loaded.id,
        n=sum(map(len, listed.values())),
        publishers=len(listed),
        a=printer.answer.ends[0].node,
        b=printer.answer.ends[1].node,
    )
    return CitedOrigin(f"routes-{loaded.id}", told, printer.says("sources.licence"))
