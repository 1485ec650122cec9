"""What of all candidates is worth showing, and how often chance would do as well.

Definitions are compared by the changes they need in the text. A candidate is on the front when no other needs a
subset of its changes, at no higher cost, and comes as near or nearer; so the front names each minimal change that
gives the number.
"""

from __future__ import annotations

from collections.abc import Sequence

from hali.check.compare import compared_granule
from hali.model import units
from hali.model.claim import Approximator, Candidate, Quantity
from hali.model.definition import Reading

FRONT_LENGTH = 12
"""Candidates shown at the most, the default among them."""

PLACEBO_FIGURES = 400
"""Figures of the claim's form tried for the placebo rate at the most."""


def merged(candidates: Sequence[Candidate], granule: float) -> list[Candidate]:
    """One candidate for each number of a measure and period: the one with the cheapest departures.

    Numbers that differ by less than a hundredth of the claim's granule are one number to its reader.
    """
    best: dict[tuple[object, ...], Candidate] = {}
    step = granule / 100
    for one in candidates:
        place = one.reading.definition
        span = (one.reading.start, one.reading.end)
        key = (round(one.value / step), one.band, place.unit, place.measure, place.flow, span)
        if key not in best or _preference(one) < _preference(best[key]):
            best[key] = one
    return list(best.values())


def _preference(one: Candidate) -> tuple[int, int, int, str]:
    # of other compositions, a row somebody printed and may have copied goes before a sum that happens to equal it
    order = ("table", "printed", "sum") if "composition" in slots(one) else ("table", "sum", "printed")
    method = order.index(one.reading.definition.method)
    return (one.cost, len(one.departures), method + 3 * of_the_time(one.reading), one.reading.id)


def of_the_time(reading: Reading) -> bool:
    """Whether a bloc is named by its moving code, which says less than the fixed one with the same members."""
    return any(code.endswith("_V") for code in (reading.definition.reporter, reading.definition.partner))


def rank(one: Candidate) -> tuple[int, int, float, str]:
    """Order of candidates: cost, band, distance to the written figure."""
    return (one.cost, one.band, one.distance, one.reading.id)


def slots(one: Candidate) -> frozenset[str]:
    """The slots of the text a candidate changes."""
    return frozenset(d.slot for d in one.departures)


def front(ranked: Sequence[Candidate], default: Candidate | None) -> tuple[Candidate, ...]:
    """Default first; then what no other candidate beats with a subset of its changes and a smaller gap.

    Where something gives the number, what does not is left out but for the default. Of candidates that change the
    same slots, those with equal gap and cost stay together. The candidate nearest to
    the written figure at a cost of three or less is always kept: it is the number somebody may have copied.
    """
    by_slots: dict[frozenset[str], list[Candidate]] = {}
    for one in ranked:
        by_slots.setdefault(slots(one), []).append(one)
    best = {changed: min((c.gap, c.cost) for c in group) for changed, group in by_slots.items()}
    kept = []
    for changed, group in by_slots.items():
        gap, cost = best[changed]
        if any(other < changed and best[other][0] <= gap and best[other][1] <= cost for other in best):
            continue
        kept += [c for c in group if (c.gap, c.cost) == (gap, cost)]
    near = [c for c in ranked if c.cost <= 3 and c.band == 0]
    if near:
        nearest = min(near, key=lambda c: (c.distance, c.cost, c.reading.id))
        kept += [nearest] if nearest not in kept else []
    if any(c.band == 0 for c in kept):
        kept = [c for c in kept if c.band == 0]
    kept.sort(key=lambda c: (c.band, c.cost, c.distance, c.reading.id))
    head = [default] if default else []
    rest = [c for c in kept if default is None or c.reading.id != default.reading.id or c.departures]
    return tuple(head + rest[: FRONT_LENGTH - len(head)])


def placebo(quantity: Quantity, ranked: Sequence[Candidate]) -> dict[int, float]:
    """Share of figures of the claim's form, spread over the grid's range, matched strictly at each cost.

    The figures are multiples of the claim's granule in the range of the values tried, widened by a quarter of its
    width on each side.
    """
    import numpy as np

    if not ranked:
        return {}
    granule = compared_granule(quantity)
    scale = granule / (quantity.granule or 1.0)
    values = np.array([c.value for c in ranked])
    costs = np.array([c.cost for c in ranked])
    width = float(values.max() - values.min())
    low, high = float(values.min()) - width / 4, float(values.max()) + width / 4
    first, last = int(np.ceil(low / granule)), int(np.floor(high / granule))
    step = max(1, (last - first) // PLACEBO_FIGURES)
    figures = [n * granule for n in range(first, last + 1, step) if n != 0]
    if not figures:
        return {}
    shapes = [units.interval(f / scale, quantity.granule, _shape(quantity), quantity.unit) for f in figures]
    lows = np.array([-np.inf if s.low is None else s.low * scale for s in shapes])
    highs = np.array([np.inf if s.high is None else s.high * scale for s in shapes])
    rates: dict[int, float] = {}
    for cost in sorted({int(c) for c in costs}):
        sorted_values = np.sort(values[costs <= cost])
        hits = np.searchsorted(sorted_values, highs, "right") > np.searchsorted(sorted_values, lows, "left")
        rates[cost] = round(float(hits.mean()), 4)
    return rates


def _shape(quantity: Quantity) -> Approximator:
    return "" if quantity.approximator == "range" else quantity.approximator
