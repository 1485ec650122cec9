"""Surroundings: what stands around a sentence, as far as it tells what its numbers count."""

from __future__ import annotations

from hali.checking.context import memory, turning
from hali.checking.context.links import Surroundings
from hali.checking.context.place import Place
from hali.model.claim import Period

_PAIR = ("reporter", "partner")


def of(place: Place) -> Surroundings:
    """What stands around a sentence."""
    return Surroundings(
        label=place.label.named("topic") if place.label else frozenset(),
        heading=place.heading.named("topic") if place.heading else frozenset(),
        previous=place.previous,
        earlier=_subject_before(place),
        listed=place.article.blocks[place.block].kind == "item",
        visas=place.discourse.visas or place.here.schengen,
        trading=_trading(place),
        turned=turning.subject(place) is not None,
        both_flows=_both_flows(place),
    )


def _trading(place: Place) -> bool:
    """Whether the newest claims, of this paragraph or the one before, are of the trade of two."""
    last = place.discourse.claims[-1:]
    return any(
        memory.family(one.measure or "") == "trade" and place.block - one.block <= 1 and (one.pair or one.partner)
        for one in last
    )


def _both_flows(place: Place) -> bool:
    """Whether the last two trade claims say what each of two areas sold to the other in one time, balance aside."""
    near = [
        c for c in place.discourse.claims if place.block - c.block <= 1 and memory.family(c.measure or "") == "trade"
    ]
    told = [c for c in near if c.measure != "trade_balance"][-len(_PAIR) :]
    ends = {(c.partner, c.reporter) if c.measure == "imports" else (c.reporter, c.partner) for c in told}
    flows = {c.measure for c in told} <= {"exports", "imports"} and len(told) == len(ends) == len(_PAIR)
    return flows and len({frozenset(two) for two in ends}) == 1 and len({_span(c.period) for c in told}) == 1


def _subject_before(place: Place) -> frozenset[str]:
    """What the sentence before speaks of without a number: "Exports to Japan have collapsed. They came to 3 bn"."""
    before = place.passages[place.at - 1] if place.at else None
    return frozenset() if before is None or before.quantities else before.named("topic")


def _span(period: Period | None) -> tuple[str, str] | None:
    return (period.start, period.end) if period else None
