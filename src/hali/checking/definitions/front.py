"""What of all candidates is worth showing, and how often chance would do as well.

Definitions are compared by the changes they need in the text. A candidate is on the front when no other needs a
subset of its changes, at no higher cost, and comes as near or nearer; so the front names each minimal change that
gives the number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hali.checking.definitions.compare import compared_granule
from hali.checking.definitions.trials import Trials
from hali.codelists import areas
from hali.model import units
from hali.model.claim import Approximator, Candidate, Quantity

if TYPE_CHECKING:
    import numpy as np

    from hali.record.index import Index

    Array = np.ndarray[Any, Any]

MOVING = tuple(code for code in areas.codes() if code.endswith("_V"))
"""Codes of blocs with the members they had at the time."""

FRONT_LENGTH = 12
"""Candidates shown at the most, the default among them."""

PLACEBO_FIGURES = 400
"""Figures of the claim's form tried for the placebo rate at the most."""


def merged(tried: Trials, granule: float) -> Trials:
    """One candidate for each number of a measure and period: the one with the cheapest departures, the latest first.

    Numbers that differ by less than a hundredth of the claim's granule are one number to its reader.
    """
    import numpy as np

    if not len(tried):
        return tried
    place = tried.key(("unit", "measure", "flow", "start", "end"))
    number = np.rint(tried.value / (granule / 100))
    # of other compositions, a row somebody printed and may have copied goes before a sum that happens to equal it
    printed = np.where(tried.changing("composition"), made(tried, ("table", "printed", "sum")), made(tried))
    order = np.lexsort((-tried.rows, printed + 3 * moving(tried), tried.count, tried.cost, place, tried.band, number))
    same = np.ones(len(order), bool)
    for column in (number, tried.band, place):
        same[1:] &= column[order][1:] == column[order][:-1]
    same[0] = False
    return tried.take(order[~same])


def made(tried: Trials, methods: tuple[str, ...] = ("table", "sum", "printed")) -> Array:
    """Place of each one's method in `methods`: by default published figures, our sums, rows as printed."""
    found: Array = _places(tried.index, methods)[tried.codes("method")]
    return found


def _places(index: Index, methods: tuple[str, ...]) -> Array:
    import numpy as np

    return np.array([methods.index(text) for text in index.texts["method"]])


def moving(tried: Trials) -> Array:
    """Whether a bloc is named by its moving code, which says less than the fixed one with the same members."""
    found: Array = tried.holds("reporter", MOVING) | tried.holds("partner", MOVING)
    return found


def ordered(tried: Trials) -> Trials:
    """By cost, band, distance to the written figure."""
    import numpy as np

    return tried.take(np.lexsort((-tried.rows, tried.distance, tried.band, tried.cost)))


def front(ranked: Trials, default: Candidate | None) -> tuple[Candidate, ...]:
    """Default first; then what no other candidate beats with a subset of its changes and a smaller gap.

    Where something gives the number, what does not is left out but for the default. Of candidates that change the
    same slots, those with equal gap and cost stay together. The candidate nearest to
    the written figure at a cost of three or less is always kept: it is the number somebody may have copied.
    """
    import numpy as np

    kept = np.zeros(len(ranked), bool)
    best: dict[int, tuple[float, int]] = {}
    for changed in np.unique(ranked.slots).tolist():
        group = ranked.slots == changed
        gap = ranked.gap[group].min()
        best[changed] = (gap, ranked.cost[group & (ranked.gap == gap)].min())
    for changed, (gap, cost) in best.items():
        if not any(o != changed and o & ~changed == 0 and best[o][0] <= gap and best[o][1] <= cost for o in best):
            kept |= (ranked.slots == changed) & (ranked.gap == gap) & (ranked.cost == cost)
    near = np.flatnonzero((ranked.cost <= 3) & (ranked.band == 0))
    if len(near):
        nearest = np.lexsort((-ranked.rows[near], ranked.cost[near], ranked.distance[near]))[0]
        kept[near[nearest]] = True
    if (kept & (ranked.band == 0)).any():
        kept &= ranked.band == 0
    if default is not None:
        kept &= (ranked.rows != ranked.index.row_of(default.reading.definition)) | (ranked.count > 0)
    chosen = np.flatnonzero(kept)
    order = np.lexsort((-ranked.rows[chosen], ranked.distance[chosen], ranked.cost[chosen], ranked.band[chosen]))
    head = [default] if default else []
    return (*head, *ranked.candidates(chosen[order][: FRONT_LENGTH - len(head)]))


def placebo(quantity: Quantity, ranked: Trials, among: Trials) -> dict[int, float]:
    """Share of figures of the claim's form, spread over the grid's range, matched strictly at each cost.

    The figures are multiples of the claim's granule in the range of the values tried, widened by a quarter of its
    width on each side. `among` are the definitions that may match: all of `ranked`, or some.
    """
    import numpy as np

    if not len(among):
        return {}
    granule = compared_granule(quantity)
    scale = granule / (quantity.granule or 1.0)
    values, costs = ranked.value, among.cost
    width = float(values.max() - values.min())
    low, high = float(values.min()) - width / 4, float(values.max()) + width / 4
    first, last = int(np.ceil(low / granule)), int(np.floor(high / granule))
    step = max(1, (last - first) // PLACEBO_FIGURES)
    figures = [n * granule for n in range(first, last + 1, step) if n != 0]
    if not figures:
        return {}
    lows, highs = _intervals(quantity, np.array(figures), scale)
    rates: dict[int, float] = {}
    for cost in sorted({int(c) for c in costs}):
        sorted_values = np.sort(among.value[costs <= cost])
        hits = np.searchsorted(sorted_values, highs, "right") > np.searchsorted(sorted_values, lows, "left")
        rates[cost] = round(float(hits.mean()), 4)
    return rates


def _intervals(quantity: Quantity, figures: Array, scale: float) -> tuple[Array, Array]:
    """The strict intervals of `figures`, worded as the claim is."""
    import numpy as np

    def bounds(figure: float) -> tuple[float, float]:
        shape = units.interval(figure / scale, quantity.granule, _shape(quantity), quantity.unit)
        low = -np.inf if shape.low is None else shape.low * scale
        return low, np.inf if shape.high is None else shape.high * scale

    if quantity.unit == "times":
        # its width grows with the figure
        each = np.array([bounds(float(figure)) for figure in figures])
        return each[:, 0], each[:, 1]
    low, high = bounds(float(figures[0]))
    return figures + (low - figures[0]), figures + (high - figures[0])


def _shape(quantity: Quantity) -> Approximator:
    return "" if quantity.approximator == "range" else quantity.approximator
