"""A panel of two reports, one exporter's and those of its destinations, with the effects taken out of the gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hali.errors import QuestionError
from hali.methods.mirror import BOTH, CONSTANT, gaps

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

TOLERANCE = 1e-9
ROUNDS = 2_000


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel with what every test of it needs, computed once.

    Attributes:
        x: (destinations, products, months) exporter's reports.
        m: the same of the importers.
        both: cells in which both are above zero.
        residual: log gap of these cells less effects of destination and product, destination and month, product and
            month; zero elsewhere.
        margin: c.
    """

    x: Floats
    m: Floats
    both: Flags
    residual: Floats
    margin: float


def panel(x: Floats, m: Floats, margin: float = CONSTANT) -> Panel:
    """Two reports as a panel.

    Args:
        x: (destinations, products, months) exporter's reports; nan where unknown.
        m: the same of the importers, in one currency.
        margin: c between FOB and CIF.

    Raises:
        QuestionError: two shapes, a negative report, or no cell of two reports.
    """
    import numpy as np

    if x.shape != m.shape or x.ndim != 3:
        raise QuestionError(f"both reports have to be destinations x products x months: {x.shape} and {m.shape}")
    found = gaps(x, m, margin)
    both = found.state == BOTH
    if not both.any():
        raise QuestionError("there is no cell that both sides report")
    return Panel(x, m, both, within_effects(np.where(both, found.log_gap, 0), both), margin)


def within_effects(values: Floats, cells: Flags) -> Floats:
    """`values` less the means over each axis in turn, until nothing is left of them; zero outside `cells`.

    Args:
        values: (destinations, products, months).
        cells: those that count.

    Raises:
        QuestionError: the means do not come to rest.
    """
    import numpy as np

    left = np.where(cells, values, 0.0)
    counts = [np.maximum(cells.sum(axis=axis, keepdims=True), 1) for axis in range(3)]
    size = max(float(abs(left).max()), TOLERANCE)
    for _ in range(ROUNDS):
        moved = 0.0
        for axis, count in enumerate(counts):
            means = left.sum(axis=axis, keepdims=True) / count
            left = np.where(cells, left - means, 0.0)
            moved = max(moved, float(abs(means).max()))
        if moved <= TOLERANCE * size:
            return left
    raise QuestionError("the effects of destinations, products and months cannot be told apart in so few cells")
