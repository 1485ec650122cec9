"""Frames: quantities, ranks and events of an article, each with the measure, areas, period and terms it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from hali.checking.article import Article, Block
from hali.checking.context import (
    about,
    going_on,
    headed,
    headlines,
    indexed,
    links,
    occurrences,
    paragraphs,
    passage,
    personal,
    series,
    speakers,
    standings,
    standins,
    turning,
)
from hali.checking.context.discourse import Discourse
from hali.checking.context.number import Number
from hali.checking.context.passage import Passage
from hali.checking.context.place import Place
from hali.checking.context.whose import Pair
from hali.checking.numbers import bare
from hali.languages import traits
from hali.languages.currencies import MONEY
from hali.model.claim import Claim, Quantity

_HEADLINES = frozenset({"title", "heading", "label"})
"""Kinds of blocks that say in short what others say."""

_CELL_WORDS = 6
"""A table cell of fewer words says nothing by itself."""

_SECTION = regex.compile(r"\d{1,2}(?:\.\d{1,2})*\.?")
"""The number of a section."""

_REFERENCE = regex.compile(r"\\?\[\d+\\?\]\s")
"""How an entry of a list of sources begins: the title of a page is nobody's claim."""

_FAR = 1_000
"""Blocks before it in which a stand-in ("the bloc") finds what it means."""


def claims(article: Article, pair: Pair | None = None) -> tuple[Claim, ...]:
    """Everything an article says that is a number, a rank or a dated event.

    Args:
        article: the text.
        pair: two area concepts the reader named; they fill sides the text leaves open.

    Returns:
        Claims in reading order, `c1`, `c2` ... A claim whose measure is not recognised has none, and says so in
        `unsaid`. A slot the text leaves open stays None.
    """
    found: list[Claim] = []
    named = about.named(article)
    concepts = [{concept for _, concept in one} for one in named]
    subject, union = about.pair(named), any("EU" in one for one in concepts)
    main = about.main(named)
    on = speakers.themes(article, named)
    two = speakers.of(article, named, on)
    heading: Passage | None = None
    title: Passage | None = None
    lead: Passage | None = None
    amount: Quantity | None = None
    asked: str | None = None
    namesakes: frozenset[str] = frozenset()
    discourse = Discourse()
    for index, block in enumerate(article.blocks):
        read = paragraphs.read(article, index, amount, discourse.visas or discourse.students, namesakes)
        namesakes = paragraphs.told_apart(article, read[-1]) if read else namesakes
        passages = standins.resolved(read, concepts[max(0, index - _FAR) : index])
        passages = personal.resolved(passages, two, on)
        if not passages or _REFERENCE.match(article.text, block.start, block.end):
            continue
        if block.kind != "cell" or len(article.text[block.start : block.end].split()) >= _CELL_WORDS:
            label = _label(article, index, block)
            above = lead or heading if block.kind == "item" else heading
            place = Place(article, pair, subject, union, index, passages, 0, label, above, title, discourse)
            place.previous = discourse.link if _goes_on(block, above) else None
            place.main = main
            place.home, place.two = about.home(named, read[0].language), two
            place.asked = asked
            found += _block(place)
        asked = turning.question(passages)
        paid = (q for one in reversed(passages) for q in reversed(one.quantities) if q.unit in MONEY)
        amount = _in_its_currency(next(paid, amount), block, passages)
        if block.kind != "item":
            # "Its largest partners in 2023 were:" is the heading of the list behind it.
            lead = passages[-1] if passages[-1].text.rstrip().endswith(":") else None
        if block.kind == "title":
            title = passages[0]
        elif block.kind in {"heading", "label"}:
            heading = passages[0]
        if block.kind in {"title", "heading", "label"}:
            discourse.heading(passages, block.kind)
    found.sort(key=lambda claim: (claim.start, claim.end, claim.kind))
    told = headlines.completed(article, found)
    return tuple(replace(claim, id=f"c{number}") for number, claim in enumerate(told, 1))


def _in_its_currency(amount: Quantity | None, block: Block, passages: Sequence[Passage]) -> Quantity | None:
    """The last amount of the text, in the currency that a heading or a lead-in then says the next ones are in."""
    leads = block.kind in _HEADLINES or passages[-1].text.rstrip().endswith(":")
    one = passages[-1]
    named = bare.named_currencies(one.scan, one.scanned, [(q.start, q.end) for q in one.amounts]) if leads else []
    # "Trade, mn US dollars" names one without an amount.
    unit = named[-1][1] if named else ""
    return replace(amount, unit=unit) if amount and unit else amount


def _label(article: Article, index: int, block: Block) -> Passage | None:
    if not block.label:
        return None
    start = article.text.index(block.label, block.start)
    return passage.read(article, index, replace(block.sentences[0], start=start, end=start + len(block.label)))


def _block(place: Place) -> Iterator[Claim]:
    place.discourse.begin()
    if place.label is not None:
        place.discourse.sentence(place.label, ())
    for at in range(len(place.passages)):
        place.at = at
        found = _sentence(place)
        place.discourse.sentence(place.here, [claim for claim in found if claim.kind != "event"])
        yield from found
        yield from occurrences.claims(place)
    if not _only_a_name(place):
        place.discourse.link = place.previous
    place.discourse.end()


def _goes_on(block: Block, above: Passage | None) -> bool:
    """Whether a block goes on from the one before: a paragraph does, and an item (an answer) under no subject."""
    return block.kind == "paragraph" or (block.kind == "item" and (above is None or not going_on.says_what(above)))


def _only_a_name(place: Place) -> bool:
    """Whether the block is a heading that names an area and says nothing: below it the text goes on."""
    return place.article.blocks[place.block].kind in _HEADLINES and headed.name(place.here) is not None


def _sentence(place: Place) -> list[Claim]:
    """The numbers and ranks of the sentence."""
    told: list[Number] = []
    claims: list[Claim] = []
    for at in range(len(place.here.quantities)):
        goes_on = series.anchor(place.here, at)
        told.append(Number(place, at, None if goes_on is None else told[goes_on]))
        # What it settles holds for the next.
        claims.append(told[-1].claim)
    bases = {links.base(one.link.measure) for one in told if one.link.measure}
    if bases or going_on.says_what(place.here):
        # After exports and imports in one breath "the figure" is neither.
        place.previous = told[-1].link if len(bases) == 1 else None
    kept = [claim for at, claim in enumerate(claims) if not _is_number_of_heading(place, at)]
    listed = tuple(indexed.claims(place))
    traded = (
        one for one in standings.claims(place) if not any(one.start < c.end and c.start < one.end for c in listed)
    )
    return [*kept, *listed, *traded]


def _is_number_of_heading(place: Place, number: int) -> bool:
    """True for the number of a heading: "12 Students and exchanges"."""
    quantity = place.here.quantities[number]
    if place.article.blocks[place.block].kind not in {"title", "heading"} or quantity.unit != "count":
        return False
    # Two headings without a line between them are one block of a PDF.
    if quantity.start and place.here.text[quantity.start - 1] != "\n":
        return False
    figure, *words = quantity.text.split()
    # Where nouns have capitals "12 Unternehmen ..." may well be a number.
    numbered = _SECTION.fullmatch(figure) is not None and bool(words) and words[0].istitle()
    return numbered and not traits(place.here.language).nouns_capital
