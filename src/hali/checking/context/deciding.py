"""Deciding: which rule holds for the words of a part of a sentence. Of those that hold the lowest level decides."""

from __future__ import annotations

from typing import cast

from hali.checking.context import rules, subjects
from hali.checking.context.links import Link
from hali.checking.context.passage import Passage
from hali.checking.context.rules import Rule
from hali.model.claim import Quantity, Relation

_AMOUNTS = frozenset({"money", "count", "t", "bbl", "m3", "TEU"})
"""Classes of measures that can be said to have grown by some percent."""
FUELS = frozenset({"banned", "oil", "gas", "coal", "uranium", "fuel", "oil_product", "power", "critical", "agri"})
"""Topics of products with measures of their own."""
_CONTEXT = frozenset({"needs"})
"""Words of the group `context` that rules speak of."""


def decide(
    passage: Passage,
    quantity: Quantity,
    how: Relation,
    low: int,
    high: int,
    marks: frozenset[str],
    more: frozenset[str] = frozenset(),
    where: str = "",
) -> Link:
    """What the rules say of the words within low..high and the topics `more`; without a `rule` where none holds."""
    topics = subjects.topics(passage, quantity, low, high) | more
    known = topics | marks | passage.named("relation", low, high) | (passage.named("context", low, high) & _CONTEXT)
    if subjects.is_part(passage, quantity, low, high):
        known |= {"part"}
    if topics & (rules.names("product").keys() - FUELS):
        known |= {"product"}
    classes = _classes(quantity, how)
    fitting = [rule for rule in rules.opened(classes, known) if all(need & known for need in rule.need)]
    open_rules = [rule for rule in fitting if not rule.bar & known]
    vetoes = tuple(f"{rule.id}: {word}" for rule in fitting for word in sorted(rule.bar & known))
    if not open_rules:
        return Link(None, how, topics, None, where=where, vetoes=vetoes)
    rule = open_rules[0]
    candidates = tuple((one.id, float(one.level)) for one in open_rules)
    measure, span = None, None
    if rule.measure:
        grows = how == "change" and not rule.unit & {"change"}
        measure = rules.names("growth").get(rule.measure, rule.measure) if grows else rule.measure
        span = _span(passage, quantity, rule, low, high)
        how = cast(Relation, rule.relation or how)
    return Link(measure, how, topics, span, rule.id, where, candidates, vetoes)


def _classes(quantity: Quantity, how: Relation) -> frozenset[str]:
    if how in {"change", "ratio"}:
        return _AMOUNTS | ({"change"} if how == "change" else frozenset())
    return frozenset({rules.unit_class(quantity.unit)})


def _span(passage: Passage, quantity: Quantity, rule: Rule, low: int, high: int) -> tuple[int, int] | None:
    wanted = frozenset().union(*rule.need)
    cues = [c for c in passage.having("topic", low=low, high=high) if c.name in wanted]
    if not cues:
        return None
    nearest = min(cues, key=lambda c: (subjects.gap(c, quantity), c.start - c.end))
    return nearest.start, nearest.end
