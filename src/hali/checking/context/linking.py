"""Linking: which measure of the codelist a quantity is about, and how it relates to it. Abstains rather than guesses.

The words nearest to the quantity decide first: its clause, its part of the sentence, the quantity before it, the whole
sentence, the label of the block, and only where the sentence points back ("this figure ...") the sentence or heading
before. Within each, the rules of `linking.toml` are tried in order; the aliases of the codelist come last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from hali.checking.context import aliases, going_on, holders, labels, rules, vetoes
from hali.checking.context.asked import Asked
from hali.checking.context.going_on import NEUTRAL, PARTNERS, TAKES
from hali.checking.context.links import Link, Surroundings
from hali.checking.context.passage import Passage
from hali.codelists import measures
from hali.model.claim import Period, Relation

_OF_SERVICES = {"exports": "services_exports", "imports": "services_imports", "trade_total": "services_trade"}
_OF_VISAS = frozenset({"applied", "refused", "issued"})
_UNREAD = frozenset({"of_a_firm", "foreign_subject"})
"""Ways out of linking that hold for the number behind: "with us prices rose by 1 %, with them by 2"."""
_BESIDE_VISAS = frozenset({"refuse", "resident", "visa", "receive", "come", "issue"})
"""Topics a sentence on visas may name."""


def link(passage: Passage, at: int, before: Link | None, around: Surroundings, period: Period | None) -> Link:
    """The measure and relation of quantity number `at` of a sentence.

    Args:
        passage: the sentence.
        at: index of the quantity.
        before: link of the quantity before it in the sentence, or None.
        around: label, heading and previous sentence.
        period: the period the sentence itself states for it, or None.
    """
    asked = Asked(passage, at, before, around, period)
    return _as_counted(next(found for way in _WAYS if (found := way(asked)) is not None))


def _as_counted(found: Link) -> Link:
    """The link of a rate that is a change or a level by itself: "in 2022 GDP growth was 5 %", "inflation was 8 %"."""
    known = measures.find(found.measure) if found.measure else None
    if known is None or found.relation != "share" or known.unit != "percent" or known.check.family == "share":
        return found
    return replace(found, relation=cast(Relation, known.relation))


def _printed(asked: Asked) -> Link | None:
    """The measure that a printed label names."""
    printed = labels.find(asked.passage)
    if printed is None:
        return None
    how = "change" if measures.measure(printed.measure).relation == "change" else asked.how
    return Link(printed.measure, how, asked.whole.topics, (printed.start, printed.end), "printed_label", "label")


def _own_words(asked: Asked) -> Link | None:
    """What its own part of the sentence says."""
    found = asked.near[-1]
    if not found.rule:
        return None
    if found.measure in PARTNERS and asked.how == "share" and holders.something_else(asked.passage, asked.at):
        return Link(None, asked.how, found.topics, None, "other_holder", found.where)
    return going_on.of_the_ware(asked, found) or _in_services(found, asked.around)


def _in_services(found: Link, around: Surroundings) -> Link:
    """Under "Services: ...", and behind "Take services.", exports are exports of services."""
    above = around.label or around.earlier or around.heading
    told = "services" in above and "goods" not in above and not found.topics & {"goods", "services"}
    measure = _OF_SERVICES.get(found.measure or "") if told else None
    return replace(found, measure=measure, rule=f"{found.rule} of services") if measure else found


def _of_the_same_firm(asked: Asked) -> Link | None:
    """None of a measure, as the number of a firm before it that it goes on from, or one of another subject."""
    before = asked.before
    if before is None or before.rule not in _UNREAD or asked.inside - going_on.said_again(before):
        return None
    return Link(None, asked.how, asked.inside, None, before.rule, "before")


def _step(asked: Asked) -> Link | None:
    """The measure of the sentence before, for a number that goes on from none in its own."""
    return going_on.steps_on(asked) if asked.before is None or not asked.before.measure else None


def _own_subject(asked: Asked) -> Link | None:
    """What goes on all the same, or nothing, where its part of the sentence has a subject no rule knows."""
    strong = asked.inside - NEUTRAL - rules.names("product").keys()
    strong -= _BESIDE_VISAS if asked.around.visas else frozenset()
    if not strong or asked.zone == (0, len(asked.passage.text)) or strong <= {"transit_time"}:
        return None
    return _step(asked) or Link(None, asked.how, asked.inside, None, "own_subject_unknown", "zone", (), _barred(asked))


def _barred(asked: Asked) -> tuple[str, ...]:
    """The rules that a word of its part of the sentence barred."""
    return tuple(veto for one in asked.near for veto in one.vetoes)


def _whole_sentence(asked: Asked) -> Link | None:
    """What the whole sentence says."""
    return going_on.of_both(asked) or (asked.whole if asked.whole.rule else None)


def _labelled(asked: Asked) -> Link | None:
    """What the sentence says with its label."""
    if not asked.around.label:
        return None
    return asked.told(asked.decided(0, len(asked.passage.text), asked.around.label), "label")


def _look_back(asked: Asked) -> Link | None:
    """What the sentence points back to, or stands under as an item of a list."""
    passage, around = asked.passage, asked.around
    # "The number of companies doubled" is no more about the trade told before.
    topics = passage.named("topic") - (NEUTRAL - {"company"}) - TAKES
    if topics or not (around.listed or "anaphor" in passage.named("context", 0, asked.quantity.start)):
        return None
    if around.previous is not None and around.previous.measure:
        onward = going_on.carried(around.previous, asked.quantity, asked.how, asked.marks)
        return asked.told(onward, "previous")
    above, where = (around.earlier, "previous") if around.earlier else (around.heading, "heading")
    return asked.told(asked.decided(0, len(passage.text), above), where) if above else None


def _of_visas(asked: Asked) -> Link | None:
    """In a text on visas refusals and applications are those of visas: "from Kenya there were 5,000 applications"."""
    topics = asked.passage.named("topic", *asked.zone)
    spoken = "refuse" in topics or asked.passage.named("variant", *asked.zone) & _OF_VISAS
    if not (asked.around.visas and spoken) or topics - NEUTRAL - _BESIDE_VISAS:
        return None
    return asked.told(asked.decided(*asked.zone, frozenset({"visa", "any:visa"})), "previous")


def _by_alias(asked: Asked) -> Link | None:
    """The measure an alias names in its part of the sentence, unless a rule of the measure is barred."""
    if asked.inside & {"foreign", "company", "sell", "buy"} or asked.how in {"ratio", "difference"}:
        return None
    (low, high), muted = asked.zone, asked.passage.having("mute")
    words = tuple(
        w
        for w in asked.passage.words
        if low <= w.start and w.end <= high and not any(m.start <= w.start < m.end for m in muted)
    )
    found = aliases.longest(words, asked.passage.language, asked.quantity, asked.how)
    barred = {veto.partition(":")[0] for veto in (*_barred(asked), *asked.whole.vetoes)}
    if found is None or found[0] in barred:
        return None
    return Link(found[0], asked.how, asked.inside, found[1], "alias", "zone")


def _unknown(asked: Asked) -> Link | None:
    """No measure: no rule holds."""
    vetoes = tuple(dict.fromkeys((*_barred(asked), *asked.whole.vetoes)))
    return Link(None, asked.how, asked.inside, None, "no_rule", vetoes=vetoes)


_WAYS: tuple[Callable[[Asked], Link | None], ...] = (
    _printed,
    vetoes.found,
    _own_words,
    _of_the_same_firm,
    going_on.from_before,
    _own_subject,
    _whole_sentence,
    _labelled,
    _look_back,
    _of_visas,
    _by_alias,
    _step,
    _unknown,
)
"""The ways to a measure; the first that leads to one, or to a reason that there is none, decides."""
