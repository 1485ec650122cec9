"""The way of one number: from its place in a sentence to a claim, stage by stage.

Each stage asks one room once, and the number goes on to the next: no room sends it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hali.checking.context import (
    beside,
    carrying,
    dating,
    doubts,
    labels,
    linking,
    onward,
    parties,
    phrase,
    reasons,
    relations,
    roles,
    route_ends,
    rules,
    signs,
    spoken,
    surroundings,
    terms,
)
from hali.checking.context.board import board, stage
from hali.checking.context.claiming import Part, assembled, witnesses
from hali.checking.context.labels import Label
from hali.checking.context.links import Link
from hali.checking.context.passage import Passage
from hali.checking.context.phrase import Restriction
from hali.checking.context.place import Place, Span
from hali.checking.context.said import Stated
from hali.checking.context.whose import Sides
from hali.checking.wording import Cue
from hali.model.claim import REASONS, Claim, Quantity, Relation, Step

_EXITS = {
    "part_of_amount": "no_series",
    "part_of_others": "part_only",
    "ratio_to_gdp": "no_series",
    "market_share": "no_series",
}
"""Ways out of linking whose reason has another name; those that are reasons themselves keep theirs."""

BESIDE_IT = "beside_its_number"
"""Step of a number in whose own part of the sentence the area stands that it is of, and no other."""


@board
@dataclass(eq=False)
class Number:
    """One number of a text on its way to a claim.

    Attributes:
        place: its sentence and what stands around it.
        at: its index in the sentence.
        last: the number it goes on from, or None.
    """

    place: Place
    at: int
    last: Number | None = None

    @stage("place")
    def here(self) -> Passage:
        """Its sentence."""
        return self.place.here

    @stage("here", "at")
    def quantity(self) -> Quantity:
        """The number itself."""
        return self.here.quantities[self.at]

    @stage("quantity")
    def span(self) -> Span:
        """Its words in the sentence."""
        return self.quantity.start, self.quantity.end

    @stage("last")
    def before(self) -> Claim | None:
        """The claim of the number it goes on from."""
        return self.last.claim if self.last else None

    @stage("here", "at")
    def when(self) -> Stated:
        """The time its sentence states."""
        return spoken.stated(self.here, self.at)

    @stage("here")
    def printed(self) -> Label | None:
        """What a label of a table or a chart says of it."""
        return labels.find(self.here)

    @stage("place", "here", "at", "last", "when")
    def link(self) -> Link:
        """Its measure, and how it relates to it."""
        around = surroundings.of(self.place)
        return linking.link(self.here, self.at, self.last.link if self.last else None, around, self.when.period)

    @stage("here", "at", "link")
    def measured(self) -> Part:
        """The measure with the trace of how it was found."""
        link = self.link
        where = witnesses(self.here.start, measure=link.span)
        rule = f"{link.rule} in {link.where}" if link.where else link.rule
        vetoes = link.vetoes if link.measure else (link.rule, *link.vetoes)
        step = Step("measure", rule, link.measure or "", where.get("measure"), link.candidates, vetoes)
        how, said = relations.told(self.here, self.at)
        steps = (step, Step("relation", said or "plain" if how == link.relation else link.rule, link.relation))
        if link.measure is not None:
            return Part({"measure": link.measure}, steps=steps)
        veto = link.rule.partition(":")[0]
        return Part({"reason": veto if veto in REASONS else _EXITS.get(veto, "no_measure")}, steps=steps)

    @stage("place", "here", "at", "link", "when")
    def dated(self) -> Part:
        """The time it is about."""
        held = carrying.carried(self.place, self.link.measure)
        return dating.part(dating.of_quantity(self.here, self.at, self.link.relation, self.when, held))

    @stage("place", "at", "before", "link", "printed")
    def own(self) -> Sides:
        """Whose number it is and with whom, as its sentence and the number before say."""
        assert self.link.measure is not None
        told = onward.sides(self.place, self.at, self.link, self.before)
        if self.printed is None:
            return told
        first, second = (*self.printed.areas, None)[:2]
        return replace(told, reporter=first, partner=second, pair=None, limited=False)

    @stage("place", "here", "at", "quantity", "before", "link", "own")
    def sided(self) -> Part:
        """The same with what is open filled from around the sentence."""
        assert self.link.measure is not None
        found = parties.sided(self.place, self.link.measure, self._of_the_two(), self.before, self.at)
        area = found.slots.get("reporter")
        if self.link.measure not in roles.ALONE or area is None or not self._alone(area):
            return found
        return replace(found, steps=(*found.steps, Step("areas", BESIDE_IT, area)))

    def _of_the_two(self) -> Sides:
        """Its sides; a balance behind the trade of two is with the other: "it was 16 bn, 9 bn in favour of Peru"."""
        own, pair = self.own, self.before.pair if self.before else None
        if self.link.measure != "trade_balance" or pair is None or own.partner or own.reporter not in pair:
            return own
        return replace(own, partner=next(area for area in pair if area != own.reporter))

    def _alone(self, area: str) -> bool:
        """Whether the number's own part of the sentence names this area and no other: "9.7 tonnes in Poland"."""
        low, high = self.here.zone(self.at)
        apart = [q for q in self.here.quantities if low <= q.start < high and q is not self.quantity]
        return not apart and {m.concept for m in self.here.mentions if low <= m.start < high} == {area}

    @stage("place", "here", "at", "before", "link", "printed", "span")
    def termed(self) -> Part:
        """Flow, scope, sign, product and variant."""
        here, link = self.here, self.link
        assert link.measure is not None
        kinds = _kinds(here, self.at)
        flow, scope = terms.flow(link.measure), terms.scope(link.topics, link.measure)
        product = terms.product(link.topics, link.measure, kinds, here.text)
        variant = self.printed.variant if self.printed else route_ends.variant(self._variant(kinds), here.text)
        sign = signs.sign(here, self.at, link.relation, link.measure)
        wares = [topic for topic, code in rules.names("product").items() if code == product]
        evidence = witnesses(
            here.start,
            scope=_nearest(here.having("topic", "goods", "services") if scope else (), self.span),
            product=_nearest(here.having("topic", *wares) if wares else (), self.span),
            variant=_nearest(here.having("variant", variant) if variant else (), self.span),
            flow=link.span if flow else None,
        )
        slots = {"flow": flow, "scope": scope, "sign": sign, "product": product, "variant": variant}
        return Part(slots, evidence)

    def _variant(self, kinds: frozenset[str]) -> str | None:
        """The variant its words name, else that of the number it goes on from: "applied for in Peru 9,000, Chad 4"."""
        told: dict[str, Sequence[Claim]] = {
            "before": [self.before] if self.before else [],
            "previous": self.place.discourse.claims[-1:],
        }
        carried = (c.variant for c in told.get(self.link.where, ()) if c.measure == self.link.measure)
        return terms.variant(self.link.measure or "", kinds) or next(carried, None)

    @stage("here", "at", "link", "termed")
    def restricted(self) -> Part:
        """The words of the phrase it counts that nobody has read."""
        link, slots = self.link, self.termed.slots
        known = phrase.meant(link.measure or "", link.topics, link.rule, slots["product"], slots["scope"])
        found = phrase.of_number(self.here, self.at, link.span, known, link.where == "before")
        return phrase.part(self.here, found or self._latter())

    def _latter(self) -> Restriction | None:
        """Words for the first or the second of two in its part of the sentence: who sends and who takes is not told."""
        if self.link.measure in roles.ALONE:
            return None
        low, high = self.here.zone(self.at)
        words = self.here.having("context", "latter", low=low, high=high)
        return (
            Restriction(self.here.text[words[0].start : words[0].end], (words[0].start, words[0].end))
            if words
            else None
        )

    @stage("place", "here", "quantity", "link", "measured", "dated", "sided", "termed", "restricted", "span")
    def told(self) -> Claim:
        """All that the text says, in the mood of its clause."""
        blank = self.place.claim("quantity", *self.span, quantity=self.quantity, relation=self.link.relation)
        parts = [self.measured, self.dated]
        if self.link.measure is not None:
            parts += [self.sided, self.termed, self.restricted]
        parts.append(Part(evidence=witnesses(self.here.start, measure=self.link.span)))
        return reasons.in_mood(self.place, assembled(blank, *parts), self.span)

    @stage("place", "here", "at", "quantity", "link", "told")
    def claim(self) -> Claim:
        """The claim, with what makes it a target or a bound, and what its text leaves in doubt."""
        link, quantity, unsaid = self.link, self.quantity, self.told.unsaid
        if link.measure is not None and "per_time" in beside.of(self.here, self.at).rates:
            unsaid = (*unsaid, "per_time")
        if link.relation == "difference" and quantity.unit != "pp":
            unsaid = ("difference_of_levels", *unsaid)
        how: Relation = link.relation
        if {"future", "pledge"} & set(unsaid):
            how = "target"
        elif how in {"level", "share"} and (quantity.low is None or quantity.high is None):
            how = "bound"
        told = self.told
        if (how, unsaid) != (told.relation, told.unsaid):
            told = replace(told, relation=how, unsaid=unsaid)
        return doubts.doubted(self.place, told, self.at, link.where)


def _nearest(cues: Sequence[Cue], span: Span) -> Span | None:
    """Where the cue nearest to a span stands."""
    nearest = min(cues, key=lambda c: max(c.start - span[1], span[0] - c.end), default=None)
    return (nearest.start, nearest.end) if nearest else None


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
