"""Linking: which measure of the codelist a quantity is about, and how it relates to it. Abstains rather than guesses.

The words nearest to the quantity decide first: its clause, its part of the sentence, the quantity before it, the whole
sentence, the label of the block, and only where the sentence points back ("this figure ...") the sentence or heading
before. Within each, the rules of `linking.toml` are tried in order; the aliases of the codelist come last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from hali.checking.context import aliases, holders, labels, moods, phrase, rates, roles, rules, subjects
from hali.checking.context.aliases import unit_class_of
from hali.checking.context.comparing import unit_class
from hali.checking.context.passage import Passage, months
from hali.checking.context.relations import relation
from hali.checking.context.rules import Rule
from hali.checking.context.sides import Side, sides
from hali.codelists import measures
from hali.languages import BASIC
from hali.model.claim import Period, Quantity, Relation

_AMOUNTS = frozenset({"money", "count", "t", "bbl", "m3", "TEU"})
"""Classes of measures that can be said to have grown by some percent."""
_PARTNERS = frozenset({"partner_share_trade", "partner_share_exports", "partner_share_imports", "partner_share_fdi"})
_OF_FLOWS = frozenset({"partner_share_imports", "partner_share_exports", "imports", "exports"})
_OF_TRADE = _PARTNERS | {"imports", "exports", "trade_total"}
_TAKES = frozenset({"receive", "sell", "buy", "come"})
"""Verbs that carry a share on: "China's share was 18.6 %; Italy took 18.9 %"."""
_GIVES = _TAKES | {"supply", "supplier"}
"""Topics that say no more than that an area has a part in what was told."""
_OTHERWISE = frozenset({"surplus", "shortfall", "yardstick", "score"})
"""Relations that make a number one of something else."""
_FLOWS = frozenset({"export", "import", "trade", "exchange"})
_OF_GDP = "_of_gdp"
"""Ending of the measures that are a percentage of the gross domestic product."""
_YEAR = 12
_LATE = 2
"""Words before a possessive from which on its owner stands in the same sentence."""
_FUELS = frozenset({"banned", "oil", "gas", "coal", "uranium", "fuel", "oil_product", "power", "critical", "agri"})
_NEUTRAL = phrase.ASPECTS | {"company", "agree", "supplier"}
_OWN = frozenset({"export", "import", "sell", "buy", "trade", "fdi", "invested", "supply", "receive"})
"""What a single firm may do as well as a country."""
_OF_SERVICES = {"exports": "services_exports", "imports": "services_imports", "trade_total": "services_trade"}
_OF_VISAS = frozenset({"applied", "refused", "issued"})
_BESIDE_VISAS = frozenset({"refuse", "resident", "visa", "receive", "come", "issue"})
"""Topics a sentence on visas may name."""
_CONTEXT = frozenset({"needs"})
"""Words of the group `context` that rules speak of."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a quantity is about.

    Attributes:
        measure: id of the measures codelist, or None.
        relation: how the number relates to it.
        topics: the topics in the part of the text that decided.
        span: words that decided, in the sentence; None where they stand outside it.
        rule: id of the rule that decided, or name of the way out ("of_a_firm").
        candidates: rules that held, each with its level; the lowest decides.
        vetoes: rules that a word barred, each with the word.
        where: part of the text that decided: `clause`, `zone`, `before`, `sentence`, `label`, `previous`, `heading`.
    """

    measure: str | None
    relation: Relation
    topics: frozenset[str]
    span: tuple[int, int] | None
    rule: str = ""
    where: str = ""
    candidates: tuple[tuple[str, float], ...] = ()
    vetoes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the sentence.

    Attributes:
        label: topics of the block's own label.
        heading: topics of the nearest heading or label above.
        previous: link of the last quantity of the sentence before, in the same block.
        earlier: topics of the sentence before, in the same block, where it has no number.
        listed: the sentence is an item of a list, which is about what its heading says.
        visas: the text has spoken of visas.
        trading: the text has just told the trade of two areas: the second one may be understood.
        turned: the paragraph has opened with one area, which may be understood too.
    """

    label: frozenset[str] = frozenset()
    heading: frozenset[str] = frozenset()
    previous: Link | None = None
    earlier: frozenset[str] = frozenset()
    listed: bool = False
    visas: bool = False
    trading: bool = False
    turned: bool = False


def link(passage: Passage, at: int, before: Link | None, around: Surroundings, period: Period | None) -> Link:
    """The measure and relation of quantity number `at` of a sentence.

    Args:
        passage: the sentence.
        at: index of the quantity.
        before: link of the quantity before it in the sentence, or None.
        around: label, heading and previous sentence.
        period: the period the sentence itself states for it, or None.
    """
    return _as_counted(_link(passage, at, before, around, period))


def _as_counted(found: Link) -> Link:
    """The link of a rate that is a change or a level by itself: "in 2022 GDP growth was 5 %", "inflation was 8 %"."""
    known = measures.find(found.measure) if found.measure else None
    if known is None or found.relation != "share" or known.unit != "percent" or known.check.family == "share":
        return found
    return replace(found, relation=cast(Relation, known.relation))


def _link(passage: Passage, at: int, before: Link | None, around: Surroundings, period: Period | None) -> Link:
    quantity = passage.quantities[at]
    how = relation(passage, at)
    printed = labels.find(passage)
    if printed is not None:
        if measures.measure(printed.measure).relation == "change":
            how = "change"
        topics = subjects.topics(passage, quantity, 0, len(passage.text))
        return Link(printed.measure, how, topics, (printed.start, printed.end), "printed_label", "label")
    marks = _marks(passage, quantity, period, around)
    zone = passage.zone(at)
    clause = passage.clause(quantity.start, quantity.end)
    left = _of_gdp(passage, quantity, how, clause, zone, marks) or _barred(passage, at, how, zone)
    if left is not None:
        return left
    vetoes: tuple[str, ...] = ()
    # What stands before a number says what it is; what stands behind its clause may be the reason for it.
    leading = (zone[0], max(clause[1], quantity.end))
    for where, (low, high) in (("clause", clause), ("zone", leading), ("zone", zone)):
        found = _decide(passage, quantity, how, low, high, marks)
        vetoes += found.vetoes
        if found.rule:
            if found.measure in _PARTNERS and how == "share" and holders.something_else(passage, at):
                return Link(None, how, found.topics, None, "other_holder", where)
            found = replace(found, where=where)
            return _of_the_ware(found, quantity, how, marks, around) or _in_services(found, around)
        if "foreign" in passage.named("topic", low, high):
            return Link(None, how, frozenset({"foreign"}), None, "foreign_subject", where, vetoes=vetoes)
    inside = subjects.topics(passage, quantity, *zone)
    told = _said_again(before)
    if before is not None and before.rule == "of_a_firm" and not inside - told:
        return Link(None, how, inside, None, "of_a_firm", "before")
    if before is not None and before.measure:
        carried = _goes_on(before, inside, told, quantity, how, marks)
        if carried is not None:
            return replace(carried, where="before")
    strong = inside - _NEUTRAL - rules.names("product").keys() - (_BESIDE_VISAS if around.visas else frozenset())
    step = _steps_on(passage, at, how, marks, around) if before is None or not before.measure else None
    if strong and zone != (0, len(passage.text)) and not strong <= {"transit_time"}:
        return step or Link(None, how, inside, None, "own_subject_unknown", "zone", vetoes=vetoes)
    whole = _of_both(passage, at, how, marks, around) or _decide(passage, quantity, how, 0, len(passage.text), marks)
    if whole.rule:
        return replace(whole, where=whole.where or "sentence")
    unknown = Link(None, how, inside, None, "no_rule", vetoes=tuple(dict.fromkeys(vetoes + whole.vetoes)))
    wider = _wider(passage, quantity, how, marks, around)
    return wider or _by_alias(passage, quantity, how, zone, unknown) or step or unknown


def _barred(passage: Passage, at: int, how: Relation, zone: tuple[int, int]) -> Link | None:
    """The way out for a number that can be none of a measure, whatever words stand around it."""
    quantity = passage.quantities[at]
    barred = {
        "basic_language": passage.language in BASIC,
        "ratio": how == "ratio",
        "of_a_firm": _of_a_firm(passage, quantity, zone) or _of_its_subject(passage, quantity, zone),
        "per_head_or_unit": rates.found(passage, at, "per_head", "per_unit"),
    }
    return next((Link(None, how, frozenset(), None, veto) for veto, holds in barred.items() if holds), None)


def _of_gdp(
    passage: Passage,
    quantity: Quantity,
    how: Relation,
    clause: tuple[int, int],
    zone: tuple[int, int],
    marks: frozenset[str],
) -> Link | None:
    """The link of a percentage of another thing: of the gross domestic product some measures are, the rest is none."""
    if how != "ratio" or unit_class(quantity.unit) != "percent" or passage.language in BASIC:
        return None
    vetoes: tuple[str, ...] = ()
    for where, (low, high) in (("clause", clause), ("zone", zone)):
        found = _decide(passage, quantity, "share", low, high, marks)
        vetoes += found.vetoes
        if (found.measure or "").endswith(_OF_GDP):
            return replace(found, where=where)
    return Link(None, how, frozenset(), None, "ratio", vetoes=vetoes)


def says_what(passage: Passage) -> bool:
    """Whether a sentence names a subject: "Other sellers fell behind" only says that there is more to tell of one."""
    return bool(passage.named("topic") - _NEUTRAL - _GIVES)


def _said_again(before: Link | None) -> frozenset[str]:
    """Topics that say no more of a number than the one before it has told: who took or gave what."""
    if before is None or before.measure not in roles.WHOLES:
        return _NEUTRAL
    return _NEUTRAL | (_TAKES if before.measure in _PARTNERS else _GIVES)


def _of_the_ware(
    found: Link, quantity: Quantity, how: Relation, marks: frozenset[str], around: Surroundings
) -> Link | None:
    """Where a text goes through who supplies a ware, its suppliers and their shares are of that ware."""
    last = around.previous
    named = not found.topics <= _GIVES | _NEUTRAL
    if last is None or named or found.measure not in _OF_FLOWS:
        return None
    onward = carried(last, quantity, how, marks) if last.topics & _FUELS and last.measure not in _OF_TRADE else None
    return onward and replace(onward, where="previous")


def _in_services(found: Link, around: Surroundings) -> Link:
    """Under "Services: ..." exports are exports of services."""
    above = around.label or around.heading
    told = "services" in above and "goods" not in above and not found.topics & {"goods", "services"}
    measure = _OF_SERVICES.get(found.measure or "") if told else None
    return replace(found, measure=measure, rule=f"{found.rule} of services") if measure else found


def _of_visas(
    passage: Passage, quantity: Quantity, how: Relation, marks: frozenset[str], around: Surroundings
) -> Link | None:
    """In a text on visas refusals and applications are those of visas: "from Kenya there were 5,000 applications"."""
    low, high = passage.zone(passage.quantities.index(quantity))
    topics = passage.named("topic", low, high)
    spoken = "refuse" in topics or passage.named("variant", low, high) & _OF_VISAS
    if not (around.visas and spoken) or topics - _NEUTRAL - _BESIDE_VISAS:
        return None
    found = _decide(passage, quantity, how, low, high, marks, frozenset({"visa", "any:visa"}))
    return replace(found, where="previous") if found.rule else None


def _wider(
    passage: Passage, quantity: Quantity, how: Relation, marks: frozenset[str], around: Surroundings
) -> Link | None:
    """What the sentence says with its label, then what it points back to."""
    if around.label:
        found = _decide(passage, quantity, how, 0, len(passage.text), marks, around.label)
        if found.rule:
            return replace(found, where="label")
    return _look_back(passage, quantity, how, marks, around) or _of_visas(passage, quantity, how, marks, around)


def _of_a_firm(passage: Passage, quantity: Quantity, zone: tuple[int, int]) -> bool:
    """True where a single firm exports, invests or buys: that is no figure of a country."""
    if quantity.unit in {"count", "TEU"} or not passage.named("context", *zone) >= {"firm"}:
        return False
    low, high = passage.clause(quantity.start, quantity.end)
    firms = passage.having("context", "firm", low=zone[0], high=max(quantity.start, high))
    return bool(firms) and bool(passage.named("topic", min(low, firms[0].start), high) & _OWN)


def _of_its_subject(passage: Passage, quantity: Quantity, zone: tuple[int, int]) -> bool:
    """True for "The brewer said its exports rose": whose they are is named before, and is no area."""
    low, high = passage.clause(quantity.start, quantity.end)
    flows = passage.having("topic", "export", "import", low=min(low, zone[0]), high=max(high, zone[1]))
    for its in passage.having("context", "its"):
        beside = any(f.first - its.last == 1 or 0 < its.first - f.last <= 1 for f in flows)
        if beside and its.first >= _LATE and not any(m.start < its.start for m in passage.mentions):
            return True
    return False


def _look_back(
    passage: Passage, quantity: Quantity, how: Relation, marks: frozenset[str], around: Surroundings
) -> Link | None:
    # "The number of companies doubled" is no more about the trade told before.
    topics = passage.named("topic") - (_NEUTRAL - {"company"}) - _TAKES
    if topics or not (around.listed or "anaphor" in passage.named("context", 0, quantity.start)):
        return None
    if around.previous is not None and around.previous.measure:
        onward = carried(around.previous, quantity, how, marks)
        return onward and replace(onward, where="previous")
    if around.earlier:
        found = _decide(passage, quantity, how, 0, len(passage.text), marks, around.earlier)
        return replace(found, where="previous") if found.rule else None
    if not around.heading:
        return None
    found = _decide(passage, quantity, how, 0, len(passage.text), marks, around.heading)
    return replace(found, where="heading") if found.rule else None


def _steps_on(passage: Passage, at: int, how: Relation, marks: frozenset[str], around: Surroundings) -> Link | None:
    """The link of a number that only says whose or when it is, behind one of the same kind: "Libya follows with 17 %".

    Every word of its part of the sentence is read, and one area stands there, or none and a time.
    """
    last, (low, high) = around.previous, passage.zone(at)
    if last is None or last.measure is None or how in {"ratio", "difference"}:
        return None
    named = {m.concept for m in passage.mentions if low <= m.start < high}
    # Whose and of whom: "In Romania the Kazakh share climbed to 66 %".
    fuel = bool(last.topics & _FUELS) and last.relation == "share"
    two = "portion" in passage.named("relation", low, high) or last.measure in roles.BY_ORIGIN or fuel
    if len(named) > 1 + two:
        return None
    if not (named or how == "change" or any(low <= p.start_char < high for p in passage.periods)):
        return None
    if passage.named("relation", low, high) & _OTHERWISE:
        return None
    if not phrase.nothing_else(passage, low, high, last.topics - _FLOWS | _NEUTRAL | _GIVES):
        return None
    kind, portion = unit_class(passage.quantities[at].unit), "portion" in passage.named("relation", low, high)
    if how == "share" and kind == "percent" and last.relation == "change" and not (named or portion):
        # What grew by 7 % in one year did so by 4 in the next: "The year after it was 4 %".
        return Link(last.measure, "change", last.topics, None, "same_change", "previous")
    onward = carried(last, passage.quantities[at], how, marks)
    return onward and replace(onward, where="previous")


def _of_both(passage: Passage, at: int, how: Relation, marks: frozenset[str], around: Surroundings) -> Link | None:
    """In a text on trade the number that both flows stand behind: "it came to 13 bn, exports 12, imports 1"."""
    last, quantity = around.previous, passage.quantities[at]
    behind = passage.named("topic", quantity.end)
    before = passage.named("topic", 0, quantity.start) & _FLOWS
    if last is None or last.measure is None or base(last.measure) != "trade_total":
        return None
    if before or not {"export", "import"} <= behind:
        return None
    onward = carried(last, quantity, how, marks)
    return onward and replace(onward, where="previous")


def _decide(
    passage: Passage,
    quantity: Quantity,
    how: Relation,
    low: int,
    high: int,
    marks: frozenset[str],
    more: frozenset[str] = frozenset(),
) -> Link:
    """What the rules say of the words within low..high and the topics `more`; without a `rule` where none holds."""
    topics = subjects.topics(passage, quantity, low, high) | more
    known = topics | marks | passage.named("relation", low, high) | (passage.named("context", low, high) & _CONTEXT)
    if subjects.is_part(passage, quantity, low, high):
        known |= {"part"}
    if topics & (rules.names("product").keys() - _FUELS):
        known |= {"product"}
    classes = _classes(quantity, how)
    fitting = [
        rule
        for rule in rules.counting(classes)
        if all(need & known for need in rule.need) and (rule.need or how not in {"change", "ratio"})
    ]
    open_rules = [rule for rule in fitting if not rule.bar & known]
    vetoes = tuple(f"{rule.id}: {word}" for rule in fitting for word in sorted(rule.bar & known))
    if not open_rules:
        return Link(None, how, topics, None, vetoes=vetoes)
    rule = open_rules[0]
    candidates = tuple((one.id, float(one.level)) for one in open_rules)
    measure, span = None, None
    if rule.measure:
        grows = how == "change" and not rule.unit & {"change"}
        measure = rules.names("growth").get(rule.measure, rule.measure) if grows else rule.measure
        span = _span(passage, quantity, rule, low, high)
        how = cast(Relation, rule.relation or how)
    return Link(measure, how, topics, span, rule.id, candidates=candidates, vetoes=vetoes)


def _classes(quantity: Quantity, how: Relation) -> frozenset[str]:
    if how in {"change", "ratio"}:
        return _AMOUNTS | ({"change"} if how == "change" else frozenset())
    return frozenset({unit_class(quantity.unit)})


def _span(passage: Passage, quantity: Quantity, rule: Rule, low: int, high: int) -> tuple[int, int] | None:
    wanted = frozenset().union(*rule.need)
    cues = [c for c in passage.having("topic", low=low, high=high) if c.name in wanted]
    if not cues:
        return None
    nearest = min(cues, key=lambda c: (subjects.gap(c, quantity), c.start - c.end))
    return nearest.start, nearest.end


def _marks(passage: Passage, quantity: Quantity, period: Period | None, around: Surroundings) -> frozenset[str]:
    found: set[str] = set()
    # "Trade with Chad was 3 bn. Chad sold goods for 2": the other one is understood.
    we = bool(passage.named("context") & {"us", "ours", "we"})
    if len({m.concept for m in passage.mentions}) + we + around.trading * (1 + around.turned) > 1:
        found.add("dyad")
    if around.trading and around.turned and "buy" not in passage.named("topic"):
        # Where the text has turned to Armenia, "deliveries there" go from whom it tells to Armenia.
        found.add("directed")
    standing = sides(passage)
    if any(not side.markers - {"joined", "by"} for side in standing):
        found.add("actor")
    if {"from", "to"} <= {name for side in standing for name in side.markers} or _sent(passage, standing):
        found.add("directed")
    if period is not None:
        found.add("span" if _long(period) else "year")
    clause = passage.clause(quantity.start, quantity.end)
    if moods.ahead(passage, *clause):
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


def base(measure: str) -> str:
    """The level behind a measure of growth or share: `trade_growth` and `partner_share_trade` -> `trade_total`."""
    level = level_of(measure)
    return next((one for one, part in rules.names("share").items() if part == level), level)


def level_of(measure: str) -> str:
    """The level that a growth is the growth of; any other measure itself."""
    return next((level for level, grown in rules.names("growth").items() if grown == measure), measure)


def _goes_on(
    before: Link, inside: frozenset[str], told: frozenset[str], quantity: Quantity, how: Relation, marks: frozenset[str]
) -> Link | None:
    """The link of a number that goes on from the one before it, None where its own part names another subject.

    Topics in `told` are no subject of their own.
    """
    wares = inside & rules.names("product").keys()
    if not inside - told:
        return carried(before, quantity, how, marks)
    part = before.measure in {"exports", "imports"} and unit_class(quantity.unit) == "percent"
    # Such as "exports of 39 bn, three quarters of it oil".
    only = bool(wares) and not inside - wares - _NEUTRAL
    return Link(f"product_share_{before.measure}", how, inside, None, "product_of_it") if part and only else None


def carried(before: Link, quantity: Quantity, how: Relation, marks: frozenset[str]) -> Link | None:
    """The link that follows from the number named before: "2.6 bn, up 9 %" is growth of the same.

    What is said of one year after a sum over many is the flow of that year.
    """
    assert before.measure is not None
    base = level_of(before.measure)
    shared = next((level for level, part in rules.names("share").items() if part == before.measure), base)
    kind = unit_class(quantity.unit)
    if how in {"change", "ratio"}:
        grown = rules.names("growth").get(shared, shared) if how == "change" else shared
        return Link(grown, how, before.topics, None, "change_of_it")
    if _takes(base, kind):
        yearly = base == "fdi_gross_cumulative" and "year" in marks
        return Link("fdi_flow" if yearly else base, how, before.topics, None, "same_measure")
    if _takes(shared, kind):
        return Link(shared, how, before.topics, None, "same_whole")
    rates_of = rules.names("rate")
    rate = next((rates_of[key] for word in sorted(before.topics) if (key := f"{base}:{word}") in rates_of), None)
    if kind == "percent" and rate is not None:
        # what was rejected, told once more as a part of what was asked for
        return Link(rate, how, before.topics, None, "rate_of_it")
    if kind == "percent" and base in rules.names("share"):
        return Link(rules.names("share")[base], how, before.topics, None, "share_of_it")
    return None


def _takes(measure: str, kind: str) -> bool:
    """Whether a text may give a measure in units of a class: as it is counted, or as a rule reads it."""
    return unit_class_of(measures.measure(measure).unit) == kind or any(
        rule.measure == measure and kind in rule.unit for rule in rules.rules()
    )


def _by_alias(passage: Passage, quantity: Quantity, how: Relation, zone: tuple[int, int], unknown: Link) -> Link | None:
    """The measure an alias names in the quantity's part of the sentence, unless a rule of the measure is barred."""
    topics = subjects.topics(passage, quantity, *zone)
    if topics & {"foreign", "company", "sell", "buy"} or how in {"ratio", "difference"}:
        return None
    muted = passage.having("mute")
    words = tuple(
        w
        for w in passage.words
        if zone[0] <= w.start and w.end <= zone[1] and not any(m.start <= w.start < m.end for m in muted)
    )
    found = aliases.longest(words, passage.language, quantity, how)
    barred = {veto.partition(":")[0] for veto in unknown.vetoes}
    if found is None or found[0] in barred:
        return None
    return Link(found[0], how, topics, found[1], "alias", "zone")
