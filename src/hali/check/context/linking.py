"""Linking: which measure of the codelist a quantity is about, and how it relates to it. Abstains rather than guesses.

The words nearest to the quantity decide first: its clause, its part of the sentence, the quantity before it, the whole
sentence, the label of the block, and only where the sentence points back ("this figure ...") the sentence or heading
before. Within each, the rules of `linking.toml` are tried in order; the aliases of the codelist come last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from hali.check.context import aliases, holders, labels, rates, rules
from hali.check.context.aliases import unit_class_of
from hali.check.context.passage import Passage, months
from hali.check.context.relations import relation, unit_class
from hali.check.context.rules import Rule
from hali.check.context.sides import Side, sides
from hali.check.context.wording import Cue
from hali.codelists import measures
from hali.model.claim import Period, Quantity, Relation

_AMOUNTS = frozenset({"money", "count", "t", "bbl", "m3", "TEU"})
"""Classes of measures that can be said to have grown by some percent."""
_PARTNERS = frozenset({"partner_share_trade", "partner_share_exports", "partner_share_imports", "partner_share_fdi"})
_TAKES = frozenset({"receive", "sell", "buy", "come"})
"""Verbs that carry a share on: "China's share was 18.6 %; Italy took 18.9 %"."""
_YEAR = 12
_RIVALS = ("trade", "export", "import")
_FUELS = frozenset({"banned", "oil", "gas", "coal", "uranium", "fuel", "oil_product", "power", "critical", "agri"})
_NEUTRAL = frozenset(
    {"goods", "company", "project", "gross", "net", "cumulative", "stock", "presence", "issue", "agree", "partner"}
    | {"supplier", "national_economy"}
)
_OF = frozenset(
    {"of", "ya", "wa", "za", "de", "du", "des", "d", "von", "der", "l", "la", "the", "its", "сырой", "шикі"}
)
_OWN = frozenset({"export", "import", "sell", "buy", "trade", "fdi", "invested", "supply", "receive"})
"""What a single firm may do as well as a country."""
_LOCATIVE = regex.compile(r"(?:[дт][аеә]ғ?ы?|[дт]егі|[дт]ағы|нда|нде)$")
_GENITIVE = regex.compile(r"(?:ның|нің|дың|дің|тың|тің)$")


@dataclass(frozen=True, slots=True)
class Link:
    """What a quantity is about.

    Attributes:
        measure: id of the measures codelist, or None.
        relation: how the number relates to it.
        topics: the topics in the part of the text that decided.
        span: words that decided, in the sentence; None where they stand outside it.
    """

    measure: str | None
    relation: Relation
    topics: frozenset[str]
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the sentence.

    Attributes:
        label: topics of the block's own label.
        heading: topics of the nearest heading or label above.
        previous: link of the last quantity of the sentence before, in the same block.
    """

    label: frozenset[str] = frozenset()
    heading: frozenset[str] = frozenset()
    previous: Link | None = None


def link(passage: Passage, at: int, before: Link | None, around: Surroundings, period: Period | None) -> Link:
    """The measure and relation of quantity number `at` of a sentence.

    Args:
        passage: the sentence.
        at: index of the quantity.
        before: link of the quantity before it in the sentence, or None.
        around: label, heading and previous sentence.
        period: the period the sentence itself states for it, or None.
    """
    quantity = passage.quantities[at]
    how = relation(passage, at)
    printed = labels.find(passage)
    if printed is not None:
        if measures.measure(printed.measure).relation == "change":
            how = "change"
        topics = _topics(passage, quantity, 0, len(passage.text))
        return Link(printed.measure, how, topics, (printed.start, printed.end))
    marks = _marks(passage, quantity, period)
    zone = passage.zone(at)
    clause = passage.clause(quantity.start, quantity.end)
    if (
        (how == "difference" and quantity.unit != "pp")
        or _of_a_firm(passage, quantity, zone)
        or rates.found(passage, at, "per_head", "per_unit")
    ):
        return Link(None, how, frozenset(), None)
    for low, high in (clause, zone):
        found = _decide(passage, quantity, how, low, high, marks)
        if found is not None:
            if found.measure in _PARTNERS and how == "share" and holders.something_else(passage, at):
                return Link(None, how, found.topics, None)
            return found
        if "foreign" in passage.named("topic", low, high):
            return Link(None, how, frozenset({"foreign"}), None)
    inside = _topics(passage, quantity, *zone)
    told = _NEUTRAL | _TAKES if before and before.measure in _PARTNERS else _NEUTRAL
    if before is not None and before.measure:
        carried = _goes_on(before, inside, told, quantity, how, marks)
        if carried is not None:
            return carried
    strong = inside - _NEUTRAL - rules.names("product").keys()
    if strong and zone != (0, len(passage.text)) and not strong <= {"transit_time"}:
        return Link(None, how, inside, None)
    whole = (0, len(passage.text))
    found = _decide(passage, quantity, how, *whole, marks)
    if found is None and around.label:
        found = _decide(passage, quantity, how, *whole, marks, around.label)
    if found is None:
        found = _look_back(passage, quantity, how, marks, around)
    return found or _by_alias(passage, quantity, how, zone) or Link(None, how, inside, None)


def _of_a_firm(passage: Passage, quantity: Quantity, zone: tuple[int, int]) -> bool:
    """True where a single firm exports, invests or buys: that is no figure of a country."""
    if quantity.unit in {"count", "TEU"} or not passage.named("context", *zone) >= {"firm"}:
        return False
    low, high = passage.clause(quantity.start, quantity.end)
    firms = passage.having("context", "firm", low=zone[0], high=max(quantity.start, high))
    return bool(firms) and bool(passage.named("topic", min(low, firms[0].start), high) & _OWN)


def _look_back(
    passage: Passage, quantity: Quantity, how: Relation, marks: frozenset[str], around: Surroundings
) -> Link | None:
    topics = passage.named("topic") - _NEUTRAL
    if topics or "anaphor" not in passage.named("context", 0, quantity.start):
        return None
    if around.previous is not None and around.previous.measure:
        return _carry(around.previous, quantity, how, marks)
    return _decide(passage, quantity, how, 0, len(passage.text), marks, around.heading) if around.heading else None


def _decide(
    passage: Passage,
    quantity: Quantity,
    how: Relation,
    low: int,
    high: int,
    marks: frozenset[str],
    more: frozenset[str] = frozenset(),
) -> Link | None:
    """The first rule that holds for the words within low..high (and the topics `more`), or None."""
    topics = _topics(passage, quantity, low, high) | more
    known = topics | marks | passage.named("relation", low, high)
    if _is_part(passage, quantity, low, high):
        known |= {"part"}
    if topics & (rules.names("product").keys() - _FUELS):
        known |= {"product"}
    classes = _classes(quantity, how)
    for rule in rules.rules():
        if not rule.unit & classes or rule.bar & known or (not rule.need and how in {"change", "ratio"}):
            continue
        if all(need & known for need in rule.need):
            if not rule.measure:
                return Link(None, how, topics, None)
            measure = rule.measure
            if how == "change" and not rule.unit & {"change"}:
                measure = rules.names("growth").get(measure, measure)
            return Link(measure, how, topics, _span(passage, quantity, rule, low, high))
    return None


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


def _gap(cue: Cue, quantity: Quantity) -> int:
    return max(cue.start - quantity.end, quantity.start - cue.end, 0)


def _topics(passage: Passage, quantity: Quantity, low: int, high: int) -> frozenset[str]:
    """Topics within low..high; of trade, exports and imports only the nearest, unless named together."""
    cues = list(passage.having("topic", low=low, high=high))
    lists = passage.having("context", "mainly", low=low, high=high)
    products = rules.names("product").keys()
    cues = [
        c for c in cues if not (c.name in products and any(m.end <= c.start and c.start - m.end < 60 for m in lists))
    ]
    rivals = [c for c in cues if c.name in _RIVALS]
    drop: set[str] = set()
    if len({c.name for c in rivals}) > 1 and not _together(rivals):
        weight = 2 if unit_class(quantity.unit) == "percent" else 1
        nearest = min(rivals, key=lambda c: _gap(c, quantity) * (weight if c.end <= quantity.start else 1))
        drop = set(_RIVALS) - {c.name for c in rivals if c.start < nearest.end and nearest.start < c.end}
    return frozenset(c.name for c in cues if c.name not in drop)


def _listed(passage: Passage, ware: Cue, low: int, high: int) -> bool:
    """True for a product that is only an example ("exports, mainly oil, ...")."""
    return any(0 <= ware.start - m.end < 60 for m in passage.having("context", "mainly", low=low, high=high))


def _together(rivals: list[Cue]) -> bool:
    """True for "exports and imports", named in one breath."""
    pairs = [(a, b) for a in rivals for b in rivals if {a.name, b.name} == {"export", "import"} and a.first < b.first]
    return any(b.first - a.last <= 2 for a, b in pairs)


def _marks(passage: Passage, quantity: Quantity, period: Period | None) -> frozenset[str]:
    found: set[str] = set()
    if len({m.concept for m in passage.mentions}) > 1:
        found.add("dyad")
    standing = sides(passage)
    if any(not side.markers - {"joined", "by"} for side in standing):
        found.add("actor")
    if {"from", "to"} <= {name for side in standing for name in side.markers} or _sent(passage, standing):
        found.add("directed")
    if period is not None:
        found.add("span" if _long(period) else "year")
    clause = passage.clause(quantity.start, quantity.end)
    if "future" in passage.named("mood", *clause):
        found.add("future")
    if any("with" in side.markers for side in standing):
        found.add("with")
    for between in passage.having("place", "between"):
        if any(0 <= m.start - between.end <= 15 for m in passage.mentions):
            found.add("between")
    return frozenset(found | {f"any:{name}" for name in passage.named("topic")})


def _sent(passage: Passage, standing: Sequence[Side]) -> bool:
    """True for deliveries of one area to another: "les livraisons allemandes au Kazakhstan"."""
    moves = passage.having("topic", "supply", "sell", "export")
    owners = [s for s in standing if s.markers & {"of", "adjective"}]
    at = [s for s in owners if any(-2 <= c.first - s.last <= 2 or -2 <= s.first - c.last <= 2 for c in moves)]
    return any(s.concept != other.concept and "to" in other.markers for s in at for other in standing)


def _long(period: Period) -> bool:
    """True for several years or an open end; of an undated span its words must hold a number ("the past 20 years")."""
    if not period.start:
        return any(sign.isdigit() for sign in period.text) and period.kind == "relative"
    lasting = months(period)
    return lasting is None or lasting > _YEAR


def _is_part(passage: Passage, quantity: Quantity, low: int, high: int) -> bool:
    """True where a product is said to be a part of exports or imports ("oil makes up 70 % of exports").

    "70 % of oil exports go to ..." is not: there the product and the flow are one whole.
    """
    products = rules.names("product").keys()
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
    if any(_GENITIVE.search(passage.words[w.last].form) and 0 <= quantity.start - w.end <= 1 for w in wares):
        # "мұнайының 80 пайызы": so much of the oil itself.
        return False
    share = passage.having("relation", "share", low=low, high=high)
    ware, flow = wares[0], flows[0]
    if ware.start < flow.start:
        return ware.end <= quantity.start < flow.start or any(ware.start < s.start for s in share) or bool(share)
    return quantity.end <= flow.start or any(s.start < flow.start for s in share)


def _whole(passage: Passage, ware: Cue, flow: Cue) -> bool:
    """True for "oil exports", "exports of oil", "нефтяной экспорт"."""
    if ware.first == flow.first:
        return True
    first, second = sorted((ware, flow), key=lambda c: c.first)
    named = [(m.start, m.end) for m in passage.mentions]
    between = [
        w
        for w in passage.words[first.last + 1 : second.first]
        # "Oil imported by the EU" is one whole, whoever imports it.
        if not any(a <= w.start < b for a, b in named)
    ]
    if passage.language == "kk" and first is flow and _LOCATIVE.search(passage.words[flow.last].form):
        return False
    return len(between) <= 2 and all(w.form in _OF for w in between)


def base(measure: str) -> str:
    """The level behind a measure of growth or share: `trade_growth` and `partner_share_trade` -> `trade_total`."""
    level = _level(measure)
    return next((one for one, part in rules.names("share").items() if part == level), level)


def _level(measure: str) -> str:
    return next((level for level, grown in rules.names("growth").items() if grown == measure), measure)


def _goes_on(
    before: Link, inside: frozenset[str], told: frozenset[str], quantity: Quantity, how: Relation, marks: frozenset[str]
) -> Link | None:
    """The link of a number that goes on from the one before it, None where its own part names another subject.

    Topics in `told` are no subject of their own.
    """
    wares = inside & rules.names("product").keys()
    if not inside - told:
        return _carry(before, quantity, how, marks)
    part = before.measure in {"exports", "imports"} and unit_class(quantity.unit) == "percent"
    # Such as "exports of 39 bn, three quarters of it oil".
    only = bool(wares) and not inside - wares - _NEUTRAL
    return Link(f"product_share_{before.measure}", how, inside, None) if part and only else None


def _carry(before: Link, quantity: Quantity, how: Relation, marks: frozenset[str]) -> Link | None:
    """The link that follows from the number named before: "2.6 bn, up 9 %" is growth of the same.

    What is said of one year after a sum over many is the flow of that year.
    """
    assert before.measure is not None
    base = _level(before.measure)
    shared = next((level for level, part in rules.names("share").items() if part == before.measure), base)
    kind = unit_class(quantity.unit)
    if how in {"change", "ratio"}:
        return Link(rules.names("growth").get(shared, shared) if how == "change" else shared, how, before.topics, None)
    unit = measures.measure(base).unit
    if unit_class_of(unit) == kind:
        yearly = base == "fdi_gross_cumulative" and "year" in marks
        return Link("fdi_flow" if yearly else base, how, before.topics, None)
    if unit_class_of(measures.measure(shared).unit) == kind:
        return Link(shared, how, before.topics, None)
    if kind == "percent" and base in rules.names("share"):
        return Link(rules.names("share")[base], how, before.topics, None)
    return None


def _by_alias(passage: Passage, quantity: Quantity, how: Relation, zone: tuple[int, int]) -> Link | None:
    """The measure an alias of the codelist names in the quantity's part of the sentence."""
    topics = _topics(passage, quantity, *zone)
    if topics & {"foreign", "company", "sell", "buy"} or how in {"ratio", "difference"}:
        return None
    muted = passage.having("mute")
    words = tuple(
        w
        for w in passage.words
        if zone[0] <= w.start and w.end <= zone[1] and not any(m.start <= w.start < m.end for m in muted)
    )
    found = aliases.longest(words, passage.language, quantity, how)
    return Link(found[0], how, topics, found[1]) if found else None
