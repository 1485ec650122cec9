"""Going on: the measure of a number that the number before it, or the sentence before, has told already."""

from __future__ import annotations

from hali.checking.context import beside, phrase, roles, rules
from hali.checking.context.aliases import unit_class_of
from hali.checking.context.asked import Asked
from hali.checking.context.deciding import FUELS
from hali.checking.context.links import Link, base, level_of
from hali.checking.context.passage import Passage
from hali.codelists import measures
from hali.model.claim import Quantity, Relation

PARTNERS = frozenset({"partner_share_trade", "partner_share_exports", "partner_share_imports", "partner_share_fdi"})
"""Measures of a part of trade or investment that a partner has."""
_OF_FLOWS = frozenset({"partner_share_imports", "partner_share_exports", "imports", "exports"})
_OF_TRADE = PARTNERS | {"imports", "exports", "trade_total"}
TAKES = frozenset({"receive", "sell", "buy", "come"})
"""Verbs that carry a share on: "China's share was 18.6 %; Italy took 18.9 %"."""
GIVES = TAKES | {"supply", "supplier"}
"""Topics that say no more than that an area has a part in what was told."""
_OTHERWISE = frozenset({"surplus", "shortfall", "yardstick", "score"})
"""Relations that make a number one of something else."""
_FLOWS = frozenset({"export", "import", "trade", "exchange"})
FLOWS = frozenset({"exports", "imports"})
NEUTRAL = phrase.ASPECTS | {"company", "agree", "supplier"}
"""Topics that say nothing of what is counted."""


def says_what(passage: Passage) -> bool:
    """Whether a sentence names a subject: "Other sellers fell behind" only says that there is more to tell of one."""
    return bool(passage.named("topic") - NEUTRAL - GIVES)


def said_again(before: Link | None) -> frozenset[str]:
    """Topics that say no more of a number than the one before it has told: who took or gave what."""
    if before is None or before.measure not in roles.WHOLES:
        return NEUTRAL
    return NEUTRAL | (TAKES if before.measure in PARTNERS else GIVES)


def from_before(asked: Asked) -> Link | None:
    """The link of a number that goes on from the one before it, None where its own part names another subject."""
    before, inside = asked.before, asked.inside
    if before is None or not before.measure or _another_amount(asked, before):
        return None
    again = said_again(before)
    if base(before.measure) in FLOWS and "reverse" in asked.passage.named("context", *asked.zone):
        # "Chad sold Mali goods for 5 bn; goods worth 3 bn came the other way."
        again |= TAKES | {"goods"}
    if not inside - again and not _weighed(asked, before):
        onward = (
            _same_growth(asked, before)
            or _balance_of(asked, before)
            or carried(before, asked.quantity, asked.how, asked.marks)
        )
        return asked.told(onward, "before")
    wares = inside & rules.names("product").keys()
    part = before.measure in {"exports", "imports"} and rules.unit_class(asked.quantity.unit) == "percent"
    # Such as "exports of 39 bn, three quarters of it oil".
    if not part or not wares or inside - wares - NEUTRAL:
        return None
    return Link(f"product_share_{before.measure}", asked.how, inside, None, "product_of_it", "before")


def _same_growth(asked: Asked, before: Link) -> Link | None:
    """Growth, for a percentage behind that of an economy: "growth was 5 % in Peru and 4 % in Chile"."""
    percent = rules.unit_class(asked.quantity.unit) == "percent"
    grown = before.relation == "change" and before.measure in roles.ALONE
    if not (grown and percent and asked.how == "share") or "portion" in asked.passage.named("relation", *asked.zone):
        return None
    return Link(before.measure, "change", before.topics, None, "same_change")


def _balance_of(asked: Asked, before: Link) -> Link | None:
    """The balance of a trade told before: "trade came to 16 bn, with 9 bn in favour of Peru"."""
    money = rules.unit_class(asked.quantity.unit) == "money" and asked.how == "level"
    if before.measure != "trade_total" or not money:
        return None
    if not asked.passage.named("relation", *asked.zone) & {"surplus", "shortfall"}:
        return None
    return Link("trade_balance", asked.how, before.topics, None, "balance_of_it")


def _another_amount(asked: Asked, before: Link) -> bool:
    """True for money beside the growth of an economy: "it grew by 8 %, and the dam will cost it 6 bn"."""
    if before.measure != "gdp_growth" or rules.unit_class(asked.quantity.unit) != "money":
        return False
    return "to" not in beside.of(asked.passage, asked.at).markers and "gdp" not in asked.inside


def _weighed(asked: Asked, before: Link) -> bool:
    """True for the weight of a fuel whose trade was told to have grown: "coal imports doubled to 5 million tonnes"."""
    flows = base(before.measure or "") in {"exports", "imports"}
    return flows and bool(before.topics & FUELS) and rules.unit_class(asked.quantity.unit) in {"t", "bbl", "m3"}


def of_the_ware(asked: Asked, found: Link) -> Link | None:
    """Where a text goes through who supplies a ware, its suppliers and their shares are of that ware."""
    last = asked.around.previous
    if last is None or not found.topics <= GIVES | NEUTRAL or found.measure not in _OF_FLOWS:
        return None
    if not last.topics & FUELS or last.measure in _OF_TRADE:
        return None
    return asked.told(carried(last, asked.quantity, asked.how, asked.marks), "previous")


def of_both(asked: Asked) -> Link | None:
    """In a text on trade the number that both flows stand behind: "it came to 13 bn, exports 12, imports 1"."""
    last, quantity = asked.around.previous, asked.quantity
    if last is None or last.measure is None or base(last.measure) != "trade_total":
        return None
    before = asked.passage.named("topic", 0, quantity.start) & _FLOWS
    if before or not {"export", "import"} <= asked.passage.named("topic", quantity.end):
        return None
    return asked.told(carried(last, quantity, asked.how, asked.marks), "previous")


def steps_on(asked: Asked) -> Link | None:
    """The link of a number that only says whose or when it is, behind one of the same kind: "Libya follows with 17 %".

    Every word of its part of the sentence is read, and one area stands there, or none and a time.
    """
    last, (low, high), how = asked.around.previous, asked.zone, asked.how
    if last is None or last.measure is None or how in {"ratio", "difference"}:
        return None
    relations = asked.passage.named("relation", low, high)
    named = {m.concept for m in asked.passage.mentions if low <= m.start < high}
    if not _about_one(asked, last, named) or relations & _OTHERWISE:
        return None
    if not phrase.nothing_else(asked.passage, low, high, last.topics - _FLOWS | NEUTRAL | GIVES):
        return None
    percent = rules.unit_class(asked.quantity.unit) == "percent"
    if how == "share" and percent and last.relation == "change" and not (named or "portion" in relations):
        # What grew by 7 % in one year did so by 4 in the next: "The year after it was 4 %".
        return Link(last.measure, "change", last.topics, None, "same_change", "previous")
    return asked.told(carried(last, asked.quantity, how, asked.marks), "previous")


def _about_one(asked: Asked, last: Link, named: set[str]) -> bool:
    """Whether the part names one area, or two that are whose and of whom, or none but a time or a change."""
    low, high = asked.zone
    # Whose and of whom: "In Romania the Kazakh share climbed to 66 %".
    fuel = bool(last.topics & FUELS) and last.relation == "share"
    two = "portion" in asked.passage.named("relation", low, high) or last.measure in roles.BY_ORIGIN or fuel
    dated = any(low <= p.start_char < high for p in asked.passage.periods)
    return len(named) <= 1 + two and (bool(named) or asked.how == "change" or dated)


def carried(before: Link, quantity: Quantity, how: Relation, marks: frozenset[str]) -> Link | None:
    """The link that follows from the number named before: "2.6 bn, up 9 %" is growth of the same.

    What is said of one year after a sum over many is the flow of that year.
    """
    assert before.measure is not None
    level = level_of(before.measure)
    shared = next((level for level, part in rules.names("share").items() if part == before.measure), level)
    kind = rules.unit_class(quantity.unit)
    if how in {"change", "ratio"}:
        grown = rules.names("growth").get(shared, shared) if how == "change" else shared
        return Link(grown, how, before.topics, None, "change_of_it")
    if _takes(level, kind):
        yearly = level == "fdi_gross_cumulative" and "year" in marks
        return Link("fdi_flow" if yearly else level, how, before.topics, None, "same_measure")
    if _takes(shared, kind):
        return Link(shared, how, before.topics, None, "same_whole")
    rates_of = rules.names("rate")
    rate = next((rates_of[key] for word in sorted(before.topics) if (key := f"{level}:{word}") in rates_of), None)
    if kind == "percent" and rate is not None:
        # what was rejected, told once more as a part of what was asked for
        return Link(rate, how, before.topics, None, "rate_of_it")
    if kind == "percent" and level in rules.names("share"):
        return Link(rules.names("share")[level], how, before.topics, None, "share_of_it")
    return None


def _takes(measure: str, kind: str) -> bool:
    """Whether a text may give a measure in units of a class: as it is counted, or as a rule reads it."""
    return unit_class_of(measures.measure(measure).unit) == kind or any(
        rule.measure == measure and kind in rule.unit for rule in rules.rules()
    )
