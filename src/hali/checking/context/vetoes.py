"""Vetoes: numbers that are none of a measure, whatever words stand around them, each with its name."""

from __future__ import annotations

from dataclasses import replace

from hali.checking.context import beside, rules
from hali.checking.context.asked import Asked
from hali.checking.context.links import Link
from hali.checking.context.passage import Passage
from hali.languages import BASIC
from hali.model.claim import Quantity

_OF_GDP = "_of_gdp"
"""Ending of the measures that are a percentage of the gross domestic product."""
_OWN = frozenset({"export", "import", "sell", "buy", "trade", "fdi", "invested", "supply", "receive"})
"""What a single firm may do as well as a country."""
_LATE = 2
"""Words before a possessive from which on its owner stands in the same sentence."""


def found(asked: Asked) -> Link | None:
    """The way out for a number that can be none of a measure, or the measure of a percentage of the gross product."""
    return _of_gdp(asked) or _barred(asked)


def _barred(asked: Asked) -> Link | None:
    passage, quantity = asked.passage, asked.quantity
    holds = {
        "basic_language": passage.language in BASIC,
        "ratio": asked.how == "ratio",
        "of_a_firm": _of_a_firm(passage, quantity, asked.zone) or _of_its_subject(passage, quantity, asked.zone),
        "per_head_or_unit": bool(beside.of(passage, asked.at).rates & {"per_head", "per_unit"}),
    }
    return next((Link(None, asked.how, frozenset(), None, veto) for veto, bars in holds.items() if bars), None)


def _of_gdp(asked: Asked) -> Link | None:
    """The link of a percentage of another thing: of the gross domestic product some measures are, the rest is none."""
    percent = rules.unit_class(asked.quantity.unit) == "percent"
    if asked.how != "ratio" or not percent or asked.passage.language in BASIC:
        return None
    vetoes: tuple[str, ...] = ()
    for where, span in (("clause", asked.clause), ("zone", asked.zone)):
        found = asked.decided(*span, how="share")
        vetoes += found.vetoes
        if (found.measure or "").endswith(_OF_GDP):
            return replace(found, where=where)
    return Link(None, asked.how, frozenset(), None, "ratio", vetoes=vetoes)


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
