"""Vetoes: numbers that are none of a measure, whatever words stand around them, each with its name."""

from __future__ import annotations

from dataclasses import replace

from hali.checking.context import beside, firms, going_on, rules
from hali.checking.context.asked import Asked
from hali.checking.context.links import Link
from hali.checking.context.passage import Passage
from hali.codelists import measures
from hali.languages import BASIC
from hali.model.claim import Quantity, Relation

_OF_GDP = "_of_gdp"
"""Ending of the measures that are a percentage of the gross domestic product."""
_PER_HEAD = "_per_head"
"""Ending of the measures that are so much a head."""
A_HEAD = 100
"""Tonnes below which what is emitted can only be so much a head."""
_OWN = frozenset({"export", "import", "sell", "buy", "trade", "fdi", "invested", "supply", "receive"})
"""What a single firm may do as well as a country."""
_LATE = 2
"""Words before a possessive from which on its owner stands in the same sentence."""


def found(asked: Asked) -> Link | None:
    """The way out for a number that can be none of a measure, or the one measured of the gross product or a head."""
    return _of_gdp(asked) or _per_head(asked) or _barred(asked)


def _barred(asked: Asked) -> Link | None:
    passage, quantity = asked.passage, asked.quantity
    holds = {
        "basic_language": passage.language in BASIC,
        "ratio": asked.how == "ratio",
        "of_a_firm": _of_a_firm(passage, quantity, asked.zone) or _of_its_subject(passage, quantity, asked.zone),
        "part_of_amount": _part_of_amount(asked),
        "per_head_or_unit": bool(beside.of(passage, asked.at).rates & {"per_head", "per_unit"}),
    }
    return next((Link(None, asked.how, frozenset(), None, veto) for veto, bars in holds.items() if bars), None)


def _of_gdp(asked: Asked) -> Link | None:
    """The link of a percentage of another thing: of the gross domestic product some measures are, the rest is none."""
    percent = rules.unit_class(asked.quantity.unit) == "percent"
    if asked.how != "ratio" or not percent or asked.passage.language in BASIC:
        return None
    found = _ending_in(asked, _OF_GDP, "share")
    return found if found.measure else replace(found, rule="ratio")


def _per_head(asked: Asked) -> Link | None:
    """The link of an amount a head, of which a measure is: "7 tonnes of emissions per head".

    No country emits as little as "1.3 tonnes" in all.
    """
    a_head = "per_head" in beside.of(asked.passage, asked.at).rates or _few_tonnes(asked.quantity)
    if asked.passage.language in BASIC or not a_head:
        return None
    found = _ending_in(asked, _PER_HEAD, None, frozenset({"per_head"}))
    if found.measure:
        return found
    # "It emitted 320 million tonnes, 16.6 tonnes a head": of what was told before.
    for where, told in (("before", asked.before), ("previous", asked.around.previous)):
        measure = f"{(told.measure if told else None) or ''}".removesuffix(_PER_HEAD) + _PER_HEAD
        if told is not None and measures.find(measure) and not asked.inside - going_on.NEUTRAL:
            return Link(measure, asked.how, told.topics, None, "per_head_of_it", where)
    return None


def _part_of_amount(asked: Asked) -> bool:
    """True for "we sold them goods for 663 million, under a tenth": of what no word says.

    "Exports of 663 million, a tenth" is of all of them; who says so much less exactly compares.
    """
    bound = asked.quantity.unit == "share" and asked.quantity.approximator in {"<", "<=", ">", ">="}
    if not bound or asked.at == 0 or asked.inside - going_on.NEUTRAL:
        return False
    before = asked.passage.quantities[asked.at - 1]
    return rules.unit_class(before.unit) == "money" and not beside.of(asked.passage, asked.at).owned


def _few_tonnes(quantity: Quantity) -> bool:
    most = quantity.value[1] if isinstance(quantity.value, tuple) else quantity.value
    return quantity.unit == "t" and abs(most) < A_HEAD


def _ending_in(asked: Asked, ending: str, how: Relation | None, more: frozenset[str] = frozenset()) -> Link:
    """The link of the number's clause or part, if its measure ends so; else one without, with what barred it."""
    vetoes: tuple[str, ...] = ()
    for where, span in (("clause", asked.clause), ("zone", asked.zone)):
        found = asked.decided(*span, more=more, how=how)
        vetoes += found.vetoes
        if (found.measure or "").endswith(ending):
            return replace(found, where=where)
    return Link(None, asked.how, frozenset(), None, vetoes=vetoes)


def _of_a_firm(passage: Passage, quantity: Quantity, zone: tuple[int, int]) -> bool:
    """True where a single firm exports, invests or buys: that is no figure of a country."""
    if quantity.unit in {"count", "TEU"} or not passage.named("context", *zone) >= {"firm"}:
        return False
    low, high = passage.clause(quantity.start, quantity.end)
    named = passage.having("context", "firm", low=zone[0], high=max(quantity.start, high))
    single = [firm for firm in named if not firms.of_a_nation(passage, firm)]
    return bool(single) and bool(passage.named("topic", min(low, single[0].start), high) & _OWN)


def _of_its_subject(passage: Passage, quantity: Quantity, zone: tuple[int, int]) -> bool:
    """True for "The brewer said its exports rose": whose they are is named before, and is no area."""
    low, high = passage.clause(quantity.start, quantity.end)
    flows = passage.having("topic", "export", "import", low=min(low, zone[0]), high=max(high, zone[1]))
    for its in passage.having("context", "its"):
        beside = any(f.first - its.last == 1 or 0 < its.first - f.last <= 1 for f in flows)
        if beside and its.first >= _LATE and not any(m.start < its.start for m in passage.mentions):
            return True
    return False
