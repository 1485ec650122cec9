"""Frames: quantities, ranks and events of an article, each with the measure, areas, period and terms it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from hali.checking.article import Article, Block
from hali.checking.context import (
    about,
    dating,
    doubts,
    events,
    filling,
    headed,
    headlines,
    labels,
    linking,
    memory,
    moods,
    parties,
    passage,
    phrase,
    ranks,
    rates,
    relations,
    roles,
    rules,
    series,
    slots,
    spoken,
    standins,
    terms,
    turning,
)
from hali.checking.context import sides as standing
from hali.checking.context.dating import Carried, Dated
from hali.checking.context.discourse import Discourse, following
from hali.checking.context.linking import Link, Surroundings
from hali.checking.context.parties import witnessed
from hali.checking.context.passage import Passage
from hali.checking.context.place import Place, Span
from hali.checking.context.slots import Pair, Sides
from hali.checking.definitions.timing import latest_year
from hali.languages import traits
from hali.languages.currencies import MONEY
from hali.model.claim import REASONS, Claim, Quantity, Relation, Step

_EXITS = {
    "per_head_or_unit": "per_head",
    "foreign_subject": "other_subject",
    "own_subject_unknown": "other_subject",
    "part_of_others": "part_only",
    "ratio_to_gdp": "no_series",
    "market_share": "no_series",
}
"""Ways out of linking whose reason has another name; those that are reasons themselves keep theirs."""

_LISTED = 3
"""Paragraphs over which a text goes through the places of partners."""

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

_SUMS = frozenset({"fdi_gross_cumulative", "fdi_stock"})
"""Measures over many years: the year of a neighbouring sentence is not theirs."""

_NOW = frozenset({"population", "partner_companies", "corridor_transit_time", "residents_by_citizenship"})
"""Measures that a text gives as they are now: the year of an earlier paragraph is not theirs."""


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
    heading: Passage | None = None
    title: Passage | None = None
    lead: Passage | None = None
    amount: Quantity | None = None
    asked: str | None = None
    discourse = Discourse()
    for index, block in enumerate(article.blocks):
        read = passage.paragraph(article, index, amount, discourse.visas or discourse.students)
        passages = standins.resolved(read, concepts[max(0, index - _FAR) : index])
        if not passages or _REFERENCE.match(article.text, block.start, block.end):
            continue
        if block.kind != "cell" or len(article.text[block.start : block.end].split()) >= _CELL_WORDS:
            label = _label(article, index, block)
            above = lead or heading if block.kind == "item" else heading
            place = Place(article, pair, subject, union, index, passages, 0, label, above, title, discourse)
            place.previous = discourse.link if _goes_on(block, above) else None
            place.main = main
            place.home = about.home(named, read[0].language)
            place.asked = asked
            found += _block(place)
        asked = turning.question(passages)
        paid = (q for one in reversed(passages) for q in reversed(one.quantities) if q.unit in MONEY)
        amount = next(paid, amount)
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
        yield from _events(place)
    if not _only_a_name(place):
        place.discourse.link = place.previous
    place.discourse.end()


def _goes_on(block: Block, above: Passage | None) -> bool:
    """Whether a block goes on from the one before: a paragraph does, and an item (an answer) under no subject."""
    return block.kind == "paragraph" or (block.kind == "item" and (above is None or not linking.says_what(above)))


def _only_a_name(place: Place) -> bool:
    """Whether the block is a heading that names an area and says nothing: below it the text goes on."""
    return place.article.blocks[place.block].kind in _HEADLINES and headed.name(place.here) is not None


def _sentence(place: Place) -> list[Claim]:
    """The numbers and ranks of the sentence."""
    told: list[tuple[Claim, Link]] = []
    for number in range(len(place.here.quantities)):
        goes_on = series.anchor(place.here, number)
        told.append(_quantity(place, number, None if goes_on is None else told[goes_on]))
    bases = {linking.base(link.measure) for _, link in told if link.measure}
    if bases or linking.says_what(place.here):
        # After exports and imports in one breath "the figure" is neither.
        place.previous = told[-1][1] if len(bases) == 1 else None
    kept = [claim for number, (claim, _) in enumerate(told) if not _is_number_of_heading(place, number)]
    return [*kept, *_ranks(place)]


def _is_number_of_heading(place: Place, number: int) -> bool:
    """True for the number of a heading: "12 Students and exchanges"."""
    quantity = place.here.quantities[number]
    if place.article.blocks[place.block].kind not in {"title", "heading"} or quantity.unit != "count":
        return False
    # Two headings without a line between them are one block of a PDF.
    if quantity.start and place.here.text[quantity.start - 1] != "\n":
        return False
    figure, *words = quantity.text.split()
    # German counts nouns with capitals: there "12 Unternehmen ..." may well be a number.
    return (
        _SECTION.fullmatch(figure) is not None
        and bool(words)
        and words[0].istitle()
        and not traits(place.here.language).nouns_capital
    )


def _blank(place: Place, start: int, end: int) -> Claim:
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


def _quantity(place: Place, at: int, before: tuple[Claim, Link] | None) -> tuple[Claim, Link]:
    here = place.here
    quantity = here.quantities[at]
    stated = spoken.stated(here, at)
    nearby = Surroundings(
        label=place.label.named("topic") if place.label else frozenset(),
        heading=place.heading.named("topic") if place.heading else frozenset(),
        previous=place.previous,
        earlier=_subject_before(place),
        listed=place.article.blocks[place.block].kind == "item",
        visas=place.discourse.visas or any((c.group, c.name) == ("context", "schengen") for c in here.scanned),
        trading=_trading(place),
        turned=turning.subject(place) is not None,
    )
    link = linking.link(here, at, before[1] if before else None, nearby, stated.period)
    claim = replace(_blank(place, quantity.start, quantity.end), quantity=quantity, relation=link.relation)
    dated = dating.of_quantity(here, at, link.relation, stated, _carried(place, link.measure))
    claim = _timed(_measured(here, claim, link), dated)
    if link.measure is not None:
        named = parties.named(here, at)
        printed = labels.find(here)
        kinds = _kinds(here, at)
        sides = slots.assign(here, link.measure, link.topics, at, named)
        if before is not None and parties.says_more(here, at, before[0], link.measure):
            sides = parties.same_areas(before[0], link.measure)
        elif before is not None and parties.goes_on(here, at, before[0], link.measure):
            sides = replace(sides, reporter=before[0].reporter, partner=before[0].partner, pair=before[0].pair)
        elif link.measure in roles.BY_ORIGIN:
            sides = (before and memory.people(sides, before[0])) or sides
        elif before is not None and (bought := parties.next_origin(here, at, before[0], link.measure)) is not None:
            sides = bought
        elif before is not None and before[0].measure == link.measure:
            sides = filling.from_list(here, at, named, before[0], sides)
        elif link.where == "previous":
            sides = parties.like_the_last(here, at, place.discourse.claims, link.measure, place.block) or sides
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
            variant=printed.variant if printed else _variant(place, before, link, kinds),
        )
        claim = parties.as_before(parties.sided(place, claim, link.measure, sides), before[0] if before else None)
        claim = _worded(here, claim, (quantity.start, quantity.end), link.span)
        claim = _explained(here, claim, at, link)
    claim = witnessed(here, claim, "measure", link.span)
    claim = _in_mood(place, claim, (quantity.start, quantity.end))
    if link.measure is not None and rates.found(here, at, "per_time"):
        claim = replace(claim, unsaid=(*claim.unsaid, "per_time"))
    if link.relation == "difference" and quantity.unit != "pp":
        claim = replace(claim, unsaid=("difference_of_levels", *claim.unsaid))
    how: Relation = link.relation
    if {"future", "pledge"} & set(claim.unsaid):
        how = "target"
    elif how in {"level", "share"} and (quantity.low is None or quantity.high is None):
        how = "bound"
    return doubts.doubted(place, replace(claim, relation=how), at, link.where), link


def _variant(place: Place, before: tuple[Claim, Link] | None, link: Link, kinds: frozenset[str]) -> str | None:
    """The variant its words name, else that of the number it goes on from: "applied for in Peru 9,000, in Chad 4"."""
    told = {"before": [before[0]] if before else [], "previous": place.discourse.claims[-1:]}
    carried = (claim.variant for claim in told.get(link.where, ()) if claim.measure == link.measure)
    return terms.variant(link.measure or "", kinds) or next(carried, None)


def _trading(place: Place) -> bool:
    """Whether the newest claims, of this paragraph or the one before, are of the trade of two."""
    last = place.discourse.claims[-1:]
    return any(
        memory.family(one.measure or "") == "trade" and place.block - one.block <= 1 and (one.pair or one.partner)
        for one in last
    )


def _subject_before(place: Place) -> frozenset[str]:
    """What the sentence before speaks of without a number: "Exports to Japan have collapsed. They came to 3 bn"."""
    before = place.passages[place.at - 1] if place.at else None
    return frozenset() if before is None or before.quantities else before.named("topic")


def _kinds(here: Passage, at: int) -> frozenset[str]:
    """Names of the words for a variant: within the number, else in its part of the sentence, else in nobody's."""
    quantity = here.quantities[at]
    own, beside = here.named("variant", quantity.start, quantity.end), here.named("variant", *here.zone(at))
    if not own or (own == {"applied"} and "refused" in beside):
        # "They rejected 169,514 applications"
        own = beside
    others = [here.zone(i) for i in range(len(here.quantities)) if i != at]
    free = (c for c in here.having("variant") if not any(low <= c.start < high for low, high in others))
    return own or frozenset(c.name for c in free)


def _ranks(place: Place) -> Iterator[Claim]:
    here = place.here
    standing_there = parties.named(here)
    trades = (claim for claim in reversed(place.discourse.claims) if claim.measure in ranks.TRADES)
    near = next((claim for claim in trades if place.block - claim.block <= _LISTED), None)
    headline = place.article.blocks[place.block].kind in _HEADLINES
    places = ranks.read(here, place.before, near, headline)
    for one in places:
        named = ranks.own_sides(here, one, places, standing_there)
        heads = (one.head,) if one.head is not None else ()
        sides = slots.assign(here, "partner_rank", here.named("topic"), None, named, heads)
        settled = ranks.apposed(here, one, named) or ranks.roles(named, places)
        if settled is not None:
            sides = replace(sides, reporter=settled[0], partner=settled[1], pair=None)
        claim = replace(
            _blank(place, one.start, one.end),
            kind="rank",
            measure=None if one.within else "partner_rank",
            relation="rank",
            rank=one.rank,
            flow=one.flow,
            counting=one.counting,
        )
        others = tuple((other.start, other.end) for other in places if other is not one)
        dated = dating.of_span(here, one.start, one.end, _carried(place, "partner_rank"), others)
        claim = _timed(claim, dating.of_climb(dated, one.climb))
        claim = witnessed(here, claim, "rank", (one.start, one.end))
        head = (one.head.start, one.head.end) if one.head is not None else (one.start, one.end)
        known = phrase.meant("partner_rank", here.named("topic"), "", None, None)
        claim = _restricted(here, claim, phrase.of_words(here, head, known))
        partners: list[str | None] = [*slots.partners(sides, named)]
        for partner in partners or [sides.partner]:
            # "Russia and China are the largest partners": each is among the first two.
            top = (one.rank[0], max(one.rank[1], len(partners)))
            told = parties.sided(place, replace(claim, rank=top), "partner_rank", replace(sides, partner=partner))
            told = doubts.doubted(place, told, None, "" if one.head is not None else "previous")
            told = _in_mood(place, told, (one.start, one.end))
            yield replace(told, unsaid=(*told.unsaid, "opinion")) if one.judged else told


def _events(place: Place) -> Iterator[Claim]:
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
        claim = _timed(claim, dating.Dated(dating.placed(here, one.period), "event"))
        claim = witnessed(here, claim, "event", (one.start, one.end))
        claim = parties.with_sides(here, claim, sides)
        claim = _in_mood(place, claim, (one.start, one.end))
        yield replace(claim, unsaid=tuple(reason for reason in claim.unsaid if reason != "no_measure"))


def _carried(place: Place, measure: str | None) -> Carried | None:
    """The time that holds for a claim on a measure that names none."""
    if measure in _SUMS:
        return None
    held = place.discourse.carried(measure == "partner_rank") or following(place.after)
    loose = measure is None or measure in _NOW or (measure == "partner_rank" and _long_past(place, measure, held))
    return None if loose and held is not None and held.period.stated != "paragraph" else held


def _long_past(place: Place, measure: str, held: Carried | None) -> bool:
    """Whether a text has last spoken of a year well before the newest known on its day, of which no "is third" is."""
    published = place.article.published
    if held is None or published is None or not held.period.start:
        return False
    return latest_year(measure, published.isoformat()) - int(held.period.start[:4]) > 1


def _measured(here: Passage, claim: Claim, link: Link) -> Claim:
    """The claim with the trace of how its measure was found."""
    span = None if link.span is None else (here.start + link.span[0], here.start + link.span[1])
    rule = f"{link.rule} in {link.where}" if link.where else link.rule
    vetoes = link.vetoes if link.measure else (link.rule, *link.vetoes)
    measure = Step("measure", rule, link.measure or "", span, link.candidates, vetoes)
    reason = ""
    if link.measure is None:
        veto = link.rule.partition(":")[0]
        reason = veto if veto in REASONS else _EXITS.get(veto, "no_measure")
    return replace(claim, reason=reason, trace=(measure, Step("relation", "words", link.relation)))


def _explained(here: Passage, claim: Claim, at: int, link: Link) -> Claim:
    """The claim with the words of its counted phrase that nobody has read."""
    known = phrase.meant(link.measure or "", link.topics, link.rule, claim.product, claim.scope)
    found = phrase.of_number(here, at, link.span, known, link.where == "before")
    return _restricted(here, claim, found)


def _restricted(here: Passage, claim: Claim, found: phrase.Restriction | None) -> Claim:
    if found is None:
        return replace(claim, trace=(*claim.trace, Step("words", "all_read")))
    span = (here.start + found.span[0], here.start + found.span[1])
    step = Step("words", "unread_words", found.text, span, vetoes=("restriction",))
    return replace(
        claim,
        restriction=found.text,
        trace=(*claim.trace, step),
        evidence=claim.evidence | {"restriction": span},
    )


def _timed(claim: Claim, dated: Dated) -> Claim:
    """The claim with its period."""
    period = dated.period
    told = f"{period.start}/{period.end}" if period else ""
    step = Step("period", dated.rule, told, period.span if period else None)
    claim = replace(claim, trace=(*claim.trace, step), unsaid=("no_period",) if dated.baseless else claim.unsaid)
    if period is None:
        return claim
    evidence = claim.evidence | ({"period": period.span} if period.span else {})
    return replace(claim, period=period, evidence=evidence, stated=claim.stated | {"period": period.stated})


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
        claim = witnessed(here, claim, slot, (nearest.start, nearest.end) if nearest else None)
    return witnessed(here, claim, "flow", measured) if claim.flow else claim


def _in_mood(place: Place, claim: Claim, span: Span) -> Claim:
    """The claim with the mood of its clause, and why it cannot be checked."""
    claim = replace(claim, mood=moods.read(place.here, *span))
    unsaid = _unsaid(place, claim, span)
    steps = (Step("mood", "clause", claim.mood), *(Step("reason", "unsaid", one) for one in unsaid))
    return replace(claim, unsaid=unsaid, trace=(*claim.trace, *steps))


def _unsaid(place: Place, claim: Claim, span: Span) -> tuple[str, ...]:
    """Why a claim cannot be checked."""
    clause = place.here.named("mood", *place.here.clause(*span))
    before = place.here.named("mood", 0, span[0])
    published = place.article.published
    ahead = bool(published and claim.period and claim.period.start > published.isoformat())
    named = bool(claim.reporter or claim.partner or claim.pair) or claim.measure in {None, *roles.ROUTES}
    reasons = {
        "no_measure": claim.measure is None,
        "opinion": "opinion" in clause | before,
        "future": claim.mood in moods.AHEAD or ahead,
        "pledge": claim.measure == "pledged_finance",
        "no_area": "no_area" in claim.unsaid or not named,
        "one_area": parties.is_half(claim),
        "no_period": "no_period" in claim.unsaid,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)
