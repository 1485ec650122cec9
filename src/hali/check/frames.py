"""Frames: quantities, ranks and events of an article, each with the measure, areas, period and terms it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from hali.check.article import Article, Block
from hali.check.context import (
    about,
    dating,
    events,
    filling,
    labels,
    linking,
    passage,
    rates,
    relations,
    roles,
    rules,
    series,
    slots,
    standins,
    terms,
)
from hali.check.context import sides as standing
from hali.check.context.linking import Link, Surroundings
from hali.check.context.passage import Passage
from hali.check.context.slots import Pair, Sides
from hali.model.claim import Claim, Relation

_CELL_WORDS = 6
"""A table cell of fewer words says nothing by itself."""

_SECTION = regex.compile(r"\d{1,2}(?:\.\d{1,2})*\.?")
"""The number of a section."""

_SUMS = frozenset({"fdi_gross_cumulative", "fdi_stock"})
"""Measures over many years: the year of a neighbouring sentence is not theirs."""

Span = tuple[int, int]


@dataclass(slots=True)
class _Place:
    """Where a sentence stands: its block and what stands around and above it.

    Attributes:
        article: the text.
        pair: areas the reader named, or None.
        about: the two areas the whole article is about, or None.
        union: the article names the EU; "European companies" are then the EU's, and the Europe of a title is the EU.
        block: index of the block.
        passages: sentences of the block.
        at: index of the sentence among them.
        label, heading, title: what stands above, or None.
        previous: link of the last quantity of the sentence before.
        roles: reporter and partner last settled in the block for a measure of a whole.
    """

    article: Article
    pair: Pair | None
    about: Pair | None
    union: bool
    block: int
    passages: list[Passage]
    at: int
    label: Passage | None
    heading: Passage | None
    title: Passage | None
    previous: Link | None = None
    roles: Pair | None = None

    @property
    def here(self) -> Passage:
        """The sentence itself."""
        return self.passages[self.at]

    def above(self) -> list[tuple[str, Passage]]:
        """Label, heading and title, as far as there are any."""
        named = (("label", self.label), ("heading", self.heading), ("title", self.title))
        return [(name, one) for name, one in named if one is not None and one is not self.here]


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
    heading: Passage | None = None
    title: Passage | None = None
    for index, block in enumerate(article.blocks):
        read = [passage.read(article, index, sentence) for sentence in block.sentences]
        passages = standins.resolved(read, concepts[:index])
        if not passages:
            continue
        if block.kind != "cell" or len(article.text[block.start : block.end].split()) >= _CELL_WORDS:
            place = _Place(
                article, pair, subject, union, index, passages, 0, _label(article, index, block), heading, title
            )
            found += _block(place)
        if block.kind == "title":
            title = passages[0]
        elif block.kind in {"heading", "label"}:
            heading = passages[0]
    found.sort(key=lambda claim: (claim.start, claim.end, claim.kind))
    return tuple(replace(claim, id=f"c{number}") for number, claim in enumerate(found, 1))


def _label(article: Article, index: int, block: Block) -> Passage | None:
    if not block.label:
        return None
    start = article.text.index(block.label, block.start)
    return passage.read(article, index, replace(block.sentences[0], start=start, end=start + len(block.label)))


def _block(place: _Place) -> Iterator[Claim]:
    for at in range(len(place.passages)):
        place.at = at
        told: list[tuple[Claim, Link]] = []
        for number in range(len(place.here.quantities)):
            goes_on = series.anchor(place.here, number)
            told.append(_quantity(place, number, None if goes_on is None else told[goes_on]))
            if not _is_number_of_heading(place, number):
                yield told[-1][0]
        bases = {linking.base(link.measure) for _, link in told if link.measure}
        # After exports and imports in one breath "the figure" is neither.
        place.previous = told[-1][1] if len(bases) == 1 else None
        yield from _ranks(place)
        yield from _events(place)


def _is_number_of_heading(place: _Place, number: int) -> bool:
    """True for the number of a heading: "12 Students and exchanges"."""
    quantity = place.here.quantities[number]
    if place.article.blocks[place.block].kind not in {"title", "heading"} or quantity.unit != "count":
        return False
    # Two headings without a line between them are one block of a PDF.
    if quantity.start and place.here.text[quantity.start - 1] != "\n":
        return False
    figure, *words = quantity.text.split()
    # German counts nouns with capitals: there "12 Unternehmen ..." may well be a number.
    return _SECTION.fullmatch(figure) is not None and bool(words) and words[0].istitle() and place.here.language != "de"


def _blank(place: _Place, start: int, end: int) -> Claim:
    here = place.here
    return Claim(
        id="",
        kind="quantity",
        start=here.start + start,
        end=here.start + end,
        sentence=place.article.text[here.start : here.start + len(here.text)],
        sentence_start=here.start,
        language=here.language,
        block=place.block,
    )


def _quantity(place: _Place, at: int, before: tuple[Claim, Link] | None) -> tuple[Claim, Link]:
    here = place.here
    quantity = here.quantities[at]
    stated = dating.stated(here, at)
    nearby = Surroundings(
        label=place.label.named("topic") if place.label else frozenset(),
        heading=place.heading.named("topic") if place.heading else frozenset(),
        previous=place.previous,
    )
    link = linking.link(here, at, before[1] if before else None, nearby, stated.period)
    claim = replace(_blank(place, quantity.start, quantity.end), quantity=quantity, relation=link.relation)
    if link.relation == "change":
        around, _, _ = dating.inherited(place.passages, place.at, place.above())
        stated = dating.of_change(here, at, stated, around.period if around else None)
    elif link.relation in {"level", "share"}:
        stated = dating.of_year_before(here, at, stated)
    if link.measure in _SUMS:
        stated = replace(stated, inherit=False)
    claim = _dated(place, claim, stated)
    if link.measure is not None:
        named = standing.sides(here)
        printed = labels.find(here)
        kinds = _kinds(here, at)
        sides = slots.assign(here, link.measure, link.topics, at, named)
        if before is not None and _goes_on(here, at, before[0], link.measure):
            sides = replace(sides, reporter=before[0].reporter, partner=before[0].partner, pair=before[0].pair)
        elif before is not None and before[0].measure == link.measure:
            sides = filling.from_list(here, at, named, before[0], sides)
        if printed is not None:
            first, second = (*printed.areas, None)[:2]
            sides = replace(sides, reporter=first, partner=second, pair=None, limited=False)
        claim = replace(
            claim,
            measure=link.measure,
            flow=terms.flow(link.measure),
            scope=terms.scope(link.topics, link.measure),
            sign=relations.sign(here, at, link.relation, link.measure),
            product=terms.product(link.topics, link.measure, kinds, here.text),
            variant=printed.variant if printed else terms.variant(link.measure, kinds),
        )
        claim = _sided(place, claim, link.measure, sides)
        claim = _worded(here, claim, (quantity.start, quantity.end), link.span)
    claim = _witnessed(here, claim, "measure", link.span)
    claim = replace(claim, unsaid=_unsaid(place, claim, (quantity.start, quantity.end)))
    if link.measure is not None and rates.found(here, at, "per_time"):
        claim = replace(claim, unsaid=(*claim.unsaid, "rate"))
    how: Relation = link.relation
    if {"future", "pledge"} & set(claim.unsaid):
        how = "target"
    elif how in {"level", "share"} and (quantity.low is None or quantity.high is None):
        how = "bound"
    return replace(claim, relation=how), link


def _kinds(here: Passage, at: int) -> frozenset[str]:
    """Names of the words for a variant in the number's own part of the sentence, else of those in nobody's."""
    own = here.named("variant", *here.zone(at))
    others = [here.zone(i) for i in range(len(here.quantities)) if i != at]
    free = (c for c in here.having("variant") if not any(low <= c.start < high for low, high in others))
    return own or frozenset(c.name for c in free)


def _goes_on(here: Passage, at: int, before: Claim, measure: str) -> bool:
    """True for "EU exports to Kazakhstan were 5 bn and imports 17 bn": both are the EU's, with Kazakhstan."""
    low, high = here.zone(at)
    if low <= before.start - here.start or any(low <= m.start < high for m in here.mentions):
        return False
    return terms.flow(measure) in {"X", "M"} and terms.flow(before.measure or "") in {"X", "M"}


def _ranks(place: _Place) -> Iterator[Claim]:
    here = place.here
    standing_there = standing.sides(here)
    for one in events.places(here):
        named = [s for s in standing_there if not events.overtaken(here, s)]
        sides = slots.assign(here, "partner_rank", here.named("topic"), None, named, (one.head,))
        claim = replace(
            _blank(place, one.start, one.end),
            kind="rank",
            measure=None if one.within else "partner_rank",
            relation="rank",
            rank=one.rank,
            flow=one.flow,
            counting=one.counting,
        )
        claim = _dated(place, claim, dating.nearest(here, one.start, one.end))
        claim = _witnessed(here, claim, "rank", (one.start, one.end))
        partners: list[str | None] = [*slots.partners(sides, named)]
        for partner in partners or [sides.partner]:
            # "Russia and China are the largest partners": each is among the first two.
            top = (one.rank[0], max(one.rank[1], len(partners)))
            told = _sided(place, replace(claim, rank=top), "partner_rank", replace(sides, partner=partner))
            yield replace(told, unsaid=_unsaid(place, told, (one.start, one.end)))


def _events(place: _Place) -> Iterator[Claim]:
    here = place.here
    named = list(dict.fromkeys(side.concept for side in standing.sides(here)))
    for one in events.happenings(here):
        sides = Sides(spans={m.concept: (m.start, m.end) for m in reversed(here.mentions)})
        if len(named) == 2:
            sides.pair = (named[0], named[1])
        elif len(named) == 1:
            sides.reporter = named[0]
        claim = replace(
            _blank(place, one.start, one.end), kind="event", relation="event", event=(one.subject, one.action)
        )
        claim = _dated(place, claim, dating.Stated(one.period, inherit=False))
        claim = _witnessed(here, claim, "event", (one.start, one.end))
        claim = _with_sides(here, claim, sides)
        yield replace(claim, unsaid=tuple(u for u in _unsaid(place, claim, (one.start, one.end)) if u != "no_measure"))


def _sided(place: _Place, claim: Claim, measure: str, sides: Sides) -> Claim:
    """The claim with its sides, the open ones filled from around the sentence."""
    if place.union:
        sides = filling.in_the_union(place.here, sides)
    filled = sides
    if sides.named() or "firm" not in place.here.named("context"):
        filled = filling.fill(sides, measure, _around(place), place.pair)
    whole = measure in roles.WHOLES
    if whole and place.roles is not None and set(filled.pair or ()) == set(place.roles):
        filled = replace(filled, reporter=place.roles[0], partner=place.roles[1], pair=None)
    if filled.reporter and filled.partner and (whole or measure.startswith("fdi_")):
        place.roles = (filled.reporter, filled.partner)
    claim = _with_sides(place.here, claim, filled)
    for slot, concept in (("reporter", claim.reporter), ("partner", claim.partner)):
        span = _elsewhere(place, concept) if concept and slot not in claim.evidence else None
        claim = replace(claim, evidence=claim.evidence | {slot: span}) if span else claim
    return replace(claim, unsaid=("no_area",)) if filled.limited else claim


def _elsewhere(place: _Place, concept: str) -> Span | None:
    """Where an area that fills an open side is named: the nearest sentence of the paragraph, then what stands above."""
    others = [place.passages[i] for i in dating.order(place.at, len(place.passages))]
    for one in [*others, *(above for _, above in place.above())]:
        for mention in one.mentions:
            if mention.concept == concept:
                return one.start + mention.start, one.start + mention.end
    return None


def _around(place: _Place) -> list[tuple[str, list[str]]]:
    """Areas of the other sentences of the paragraph, those before first, and of what stands above."""
    others = [place.passages[i] for i in dating.order(place.at, len(place.passages))]
    found = [("paragraph", one) for one in others] + place.above()
    named = [(name, [side.concept for side in standing.sides(one)]) for name, one in found if one.mentions]
    if place.union:
        named = [(name, ["EU" if one == "EUROPE" else one for one in concepts]) for name, concepts in named]
    return [*named, ("article", list(place.about))] if place.about else named


def _with_sides(here: Passage, claim: Claim, sides: Sides) -> Claim:
    composed, cited = standing.composition(here), standing.origin(here)
    claim = replace(
        claim,
        reporter=sides.reporter,
        partner=sides.partner,
        pair=sides.pair,
        composition=composed[0] if composed else None,
        origin_side=cited[0] if cited else None,
    )
    claim = _witnessed(here, claim, "reporter", sides.spans.get(sides.reporter or ""))
    claim = _witnessed(here, claim, "partner", sides.spans.get(sides.partner or ""))
    claim = _witnessed(here, claim, "composition", composed[1] if composed else None)
    return _witnessed(here, claim, "origin_side", cited[1] if cited else None)


def _dated(place: _Place, claim: Claim, stated: dating.Stated) -> Claim:
    """The claim with the period its sentence states, else the nearest one around it."""
    found, where, home = stated.mention, "sentence", place.here
    if found is None and stated.inherit:
        found, where, home = dating.inherited(place.passages, place.at, place.above())
    if found is None:
        return claim
    span = (home.start + found.start_char, home.start + found.end_char)
    period = replace(found.period, stated=where, span=span)
    return replace(claim, period=period, evidence=claim.evidence | {"period": span})


def _witnessed(here: Passage, claim: Claim, slot: str, span: Span | None) -> Claim:
    if span is None:
        return claim
    return replace(claim, evidence=claim.evidence | {slot: (here.start + span[0], here.start + span[1])})


def _worded(here: Passage, claim: Claim, at: Span, measured: Span | None) -> Claim:
    """The claim with the nearest words that fix its scope, product and variant; its measure's words fix its flow."""
    wares = [topic for topic, code in rules.names("product").items() if code == claim.product]
    told = {
        "scope": here.having("topic", "goods", "services") if claim.scope else (),
        "product": here.having("topic", *wares) if wares else (),
        "variant": here.having("variant", claim.variant) if claim.variant else (),
    }
    for slot, cues in told.items():
        nearest = min(cues, key=lambda c: max(c.start - at[1], at[0] - c.end), default=None)
        claim = _witnessed(here, claim, slot, (nearest.start, nearest.end) if nearest else None)
    return _witnessed(here, claim, "flow", measured) if claim.flow else claim


def _is_half(claim: Claim) -> bool:
    """True where only the other side is known of a number between two ("trade with China was ...")."""
    if claim.kind != "quantity" or claim.measure not in roles.BOTH:
        return False
    return claim.partner not in {None, slots.WORLD} and claim.reporter is None


def _unsaid(place: _Place, claim: Claim, span: Span) -> tuple[str, ...]:
    """Why a claim cannot be checked."""
    moods = place.here.named("mood", *place.here.clause(*span))
    before = place.here.named("mood", 0, span[0])
    published = place.article.published
    ahead = bool(published and claim.period and claim.period.start > published.isoformat())
    named = bool(claim.reporter or claim.partner or claim.pair) or claim.measure in {None, *roles.ROUTES}
    reasons = {
        "no_measure": claim.measure is None,
        "opinion": "opinion" in moods | before,
        "future": ("future" in moods and "not_future" not in moods) or ahead,
        "pledge": claim.measure == "pledged_finance",
        "no_area": "no_area" in claim.unsaid or not named,
        "one_area": _is_half(claim),
    }
    return tuple(reason for reason, holds in reasons.items() if holds)
