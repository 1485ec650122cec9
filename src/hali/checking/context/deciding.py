"""Deciding: which topics count for a number among those near it, and which rule holds for them.

Of the rules that hold the lowest level decides.
"""

from __future__ import annotations

from typing import cast

from hali.checking import wording
from hali.checking.context import cases, firms, rules
from hali.checking.context.links import Link
from hali.checking.context.passage import Passage
from hali.checking.context.rules import Rule, unit_class
from hali.checking.wording import Cue
from hali.languages import traits
from hali.languages.morphology import ending
from hali.model.claim import Quantity, Relation

_AMOUNTS = frozenset({"money", "count", "t", "bbl", "m3", "TEU"})
"""Classes of measures that can be said to have grown by some percent."""
FUELS = frozenset({"banned", "oil", "gas", "coal", "uranium", "fuel", "oil_product", "power", "critical", "agri"})
"""Topics of products with measures of their own."""
_CONTEXT = frozenset({"needs", "reverse", "hold", "sum", "for_defence", "spend", "budget"})
"""Words of the group `context` that rules speak of."""
_RIVALS = ("trade", "export", "import")
_OF = frozenset(wording.said("of"))


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
    told = topics(passage, quantity, low, high) | more
    known = told | marks | passage.named("relation", low, high) | (passage.named("context", low, high) & _CONTEXT)
    if _is_part(passage, quantity, low, high):
        known |= {"part"}
    if told & (rules.names("product").keys() - FUELS):
        known |= {"product"}
    classes = _classes(quantity, how)
    fitting = [rule for rule in rules.opened(classes, known) if all(need & known for need in rule.need)]
    open_rules = [rule for rule in fitting if not rule.bar & known]
    vetoes = tuple(f"{rule.id}: {word}" for rule in fitting for word in sorted(rule.bar & known))
    if not open_rules:
        return Link(None, how, told, None, where=where, vetoes=vetoes)
    rule = open_rules[0]
    candidates = tuple((one.id, float(one.level)) for one in open_rules)
    measure, span = None, None
    if rule.measure:
        grows = how == "change" and not rule.unit & {"change"}
        measure = rules.names("growth").get(rule.measure, rule.measure) if grows else rule.measure
        span = _span(passage, quantity, rule, low, high)
        how = cast(Relation, rule.relation or how)
    return Link(measure, how, told, span, rule.id, where, candidates, vetoes)


def _classes(quantity: Quantity, how: Relation) -> frozenset[str]:
    if how in {"change", "ratio"}:
        return _AMOUNTS | ({"change"} if how == "change" else frozenset())
    return frozenset({unit_class(quantity.unit)})


def _span(passage: Passage, quantity: Quantity, rule: Rule, low: int, high: int) -> tuple[int, int] | None:
    wanted = frozenset().union(*rule.need)
    cues = [c for c in passage.having("topic", low=low, high=high) if c.name in wanted]
    if not cues:
        return None
    nearest = min(cues, key=lambda c: (_gap(c, quantity), c.start - c.end))
    return nearest.start, nearest.end


def topics(passage: Passage, quantity: Quantity, low: int, high: int) -> frozenset[str]:
    """Topics within low..high; of trade, exports and imports only the nearest, unless named together."""
    cues = [
        cue
        for cue in passage.having("topic", low=low, high=high)
        if cue.name != "company" or not firms.of_a_nation(passage, cue)
    ]
    lists = passage.having("context", "mainly", low=low, high=high)
    products = rules.names("product").keys()
    cues = [
        c for c in cues if not (c.name in products and any(m.end <= c.start and c.start - m.end < 60 for m in lists))
    ]
    rivals = [c for c in cues if c.name in _RIVALS]
    if any(c.start >= quantity.end for c in rivals):
        rivals = [c for c in rivals if not _whole_before(passage, quantity, c)]
        cues = [c for c in cues if c.name not in _RIVALS or c in rivals]
    drop: set[str] = set()
    if len({c.name for c in rivals}) > 1 and not _together(rivals):
        weight = 2 if unit_class(quantity.unit) == "percent" else 1
        nearest = min(rivals, key=lambda c: _gap(c, quantity) * (weight if c.end <= quantity.start else 1))
        drop = set(_RIVALS) - {c.name for c in rivals if c.start < nearest.end and nearest.start < c.end}
    return frozenset(c.name for c in cues if c.name not in drop)


def _whole_before(passage: Passage, quantity: Quantity, cue: Cue) -> bool:
    """True for the trade of "of the trade 3 bn its exports are": right before a part, where cases say all (tr)."""
    beside = 0 < quantity.start - cue.end <= 1 and traits(passage.language).cases_decide
    return beside and passage.words[cue.last].form.endswith(ending("genitive", passage.language))


def _listed(passage: Passage, ware: Cue, low: int, high: int) -> bool:
    """True for a product that is only an example ("exports, mainly oil, ...")."""
    return any(0 <= ware.start - m.end < 60 for m in passage.having("context", "mainly", low=low, high=high))


def _together(rivals: list[Cue]) -> bool:
    """True for "exports and imports", named in one breath."""
    pairs = [(a, b) for a in rivals for b in rivals if {a.name, b.name} == {"export", "import"} and a.first < b.first]
    return any(b.first - a.last <= 2 for a, b in pairs)


def _is_part(passage: Passage, quantity: Quantity, low: int, high: int) -> bool:
    """True where a product is said to be a part of exports or imports ("oil makes up 70 % of exports").

    "70 % of oil exports go to ..." is not: there the product and the flow are one whole.
    """
    products = rules.names("product").keys()
    low = _subject_opens(passage, low)
    wares = [
        c
        for c in passage.having("topic", low=low, high=high)
        if c.name in products and not _listed(passage, c, low, high)
    ]
    flows = [
        f
        for f in passage.having("topic", "export", "import", low=low, high=high)
        if not any(w.start <= f.start and f.end <= w.end for w in wares if w.name == "banned")
    ]
    if unit_class(quantity.unit) != "percent" or not wares or not flows:
        return False
    if any(_whole(passage, ware, flow) for ware in wares for flow in flows):
        return False
    genitive = ending("genitive", passage.language)
    if any(passage.words[w.last].form.endswith(genitive) and 0 <= quantity.start - w.end <= 1 for w in wares):
        # "80 % of its oil": so much of the oil itself.
        return False
    share = passage.having("relation", "share", low=low, high=high)
    ware, flow = wares[0], flows[0]
    if flow.end <= quantity.start < ware.start and "last" in wording.grammar(passage.language).get("verb", ()):
        # As in: of its exports tea makes up a third (tr).
        return any(ware.end <= s.start for s in share)
    if ware.start < flow.start:
        return ware.end <= quantity.start < flow.start or any(ware.start < s.start for s in share) or bool(share)
    return quantity.end <= flow.start or any(s.start < flow.start for s in share)


def _subject_opens(passage: Passage, low: int) -> int:
    """The offset `low`, or 0 where a comma parts no more than the subject: "Tea, of its exports 5 % makes up" (tr)."""
    alone = not any(
        start < low for start in [m.start for m in passage.mentions] + [q.start for q in passage.quantities]
    )
    opens = alone and traits(passage.language).cases_decide and passage.text[:low].rstrip().endswith(",")
    return 0 if opens and not passage.having("mood", high=low) else low


def _whole(passage: Passage, ware: Cue, flow: Cue) -> bool:
    """True for "oil exports", "exports of oil"."""
    if ware.first == flow.first:
        return True
    first, second = sorted((ware, flow), key=lambda c: c.first)
    named = [(m.start, m.end) for m in passage.mentions]
    if (
        first is ware
        and "," in passage.text[first.end : second.start]
        and any(first.end < a < second.start for a, _ in named)
    ):
        # "Tea, of Chad's exports a third": the comma parts a subject from its clause.
        return False
    between = [
        w
        for w in passage.words[first.last + 1 : second.first]
        # "Oil imported by the EU" is one whole, whoever imports it.
        if not any(a <= w.start < b for a, b in named)
    ]
    if (
        first is flow
        and cases.has(passage.language)
        and cases.side(passage.words[flow.last].form, passage.language) == "in"
    ):
        return False
    return len(between) <= 2 and all(w.form in _OF for w in between)


def _gap(cue: Cue, quantity: Quantity) -> int:
    """Characters between a word and a number."""
    return max(cue.start - quantity.end, quantity.start - cue.end, 0)
