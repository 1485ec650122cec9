"""Two reports of one flow: gap, margin between FOB and CIF, reliability of each reporter, one reconciled value.

The exporter reports `x`, usually free on board (FOB); the importer reports `m`, usually with cost, insurance and
freight (CIF). One definition of the margin holds throughout: c = CIF / FOB - 1, so FOB = CIF / (1 + c).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hali.errors import QuestionError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]
    Flags = NDArray[np.bool_]

CONSTANT = 0.06
"""Margin where nothing better is known: IMF (2017), Direction of Trade Statistics Yearbook."""

BOTH, X_ONLY, M_ONLY, NEITHER = range(4)
"""States of a cell: both sides report a value above zero, only the exporter, only the importer, none."""


@dataclass(frozen=True, slots=True)
class MirrorGaps:
    """Two reports of n flows beside each other.

    Attributes:
        log_gap: (n,) ln of the importer's report over the exporter's at the importer's valuation; nan unless both
            are above zero.
        missing: (n,) exporter's report at the importer's valuation less the importer's, in their currency; nan where
            one of them is unknown.
        asymmetry: (n,) exporter's report less the importer's over their mean, -2 to 2, valuations left as they are;
            nan unless both are above zero.
        margin: (n,) c.
        state: (n,) `BOTH`, `X_ONLY`, `M_ONLY` or `NEITHER`.
    """

    log_gap: Floats
    missing: Floats
    asymmetry: Floats
    margin: Floats
    state: NDArray[np.int8]


def to_fob(cif: Floats, margin: Floats) -> Floats:
    """What goods valued CIF are worth FOB: CIF / (1 + c)."""
    return cif / (1 + margin)


def declared_margin(cif: Floats, fob: Floats) -> Floats:
    """The margin an importer that publishes both valuations declares, c = CIF / FOB - 1; nan where one is missing."""
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where((cif > 0) & (fob > 0), cif / fob - 1, np.nan)
    return found


def gaps(x: Floats, m: Floats, margin: Floats | float = CONSTANT) -> MirrorGaps:
    """The gap between two reports of each flow.

    Args:
        x: (n,) exporter's report; nan where it did not report, 0 where it reported nothing.
        m: (n,) importer's report, in the same currency; the same.
        margin: (n,) or one for all: c of each flow; 0 compares the reports as they are.

    Raises:
        QuestionError: a report is negative, or a margin is not above -1.
    """
    import numpy as np

    c, state = _states(x, m, margin)
    both = state == BOTH
    log_gap, asymmetry = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
    log_gap[both] = np.log(m[both] / (x[both] * (1 + c[both])))
    asymmetry[both] = (x[both] - m[both]) / ((x[both] + m[both]) / 2)
    return MirrorGaps(log_gap, x * (1 + c) - m, asymmetry, c, state)


def _states(x: Floats, m: Floats, margin: Floats | float) -> tuple[Floats, NDArray[np.int8]]:
    """The margin of each flow, and who reports it above zero."""
    import numpy as np

    c = np.broadcast_to(np.asarray(margin, np.float64), x.shape).copy()
    if np.any(x < 0) or np.any(m < 0):
        raise QuestionError("a report of a flow is zero or more, or unknown")
    if np.any(c <= -1):
        raise QuestionError("a margin between FOB and CIF is above -1; 0.06 stands for 6 %")
    there = (x > 0).astype(np.int8) + 2 * (m > 0).astype(np.int8)
    state = np.array([NEITHER, X_ONLY, M_ONLY, BOTH], np.int8)[there]
    return c, state


@dataclass(frozen=True, slots=True)
class Reliability:
    """Variance of the logarithm each reporter adds to the gap of a flow.

    Attributes:
        var_x: (reporters,) a: added by an exporter.
        var_m: (reporters,) b: added by an importer.
        scored_x: (reporters,) whether the exporter has cells enough; the others have the pooled variance.
        scored_m: (reporters,) the same of the importer.
        pooled: mean squared residual of all cells.
        centred: whether the means of a and b are equal. Only sums a + b follow from the data, so this is a choice.
        converged: whether the last round changed the sums by less than 1e-8 of their size.
        iterations: rounds made.
    """

    var_x: Floats
    var_m: Floats
    scored_x: Flags
    scored_m: Flags
    pooled: float
    centred: bool
    converged: bool
    iterations: int


FEWEST = 30
"""Cells of two reports below which a reporter gets no score of its own."""

TOLERANCE = 1e-8
ROUNDS = 5_000
FLOOR = 1e-3
"""Part of the pooled variance below which no sum of variances falls when it weights a cell."""


def reliability(
    residual: Floats, exporter: Codes, importer: Codes, reporters: int, *, tied: bool = False
) -> Reliability:
    """Split the variance of gaps into what exporters and importers add, E[e^2] = a_i + b_j, a and b zero or more.

    Weighted non-negative least squares; a cell weighs the inverse square of its fitted variance, and weights and
    fit are renewed in turn until nothing changes.

    Args:
        residual: (n,) log gaps less what is expected of them; nan is left out.
        exporter: (n,) number of the exporter, below `reporters`.
        importer: (n,) number of the importer.
        reporters: how many there are.
        tied: one variance a reporter, whichever side it is on.

    Raises:
        QuestionError: fewer than `FEWEST` cells in all.

    Source:
        Model and weights after Gaulier, G. and Zignago, S. (2010), BACI, CEPII WP 2010-23; the fit is our own.
    """
    import numpy as np

    known = np.isfinite(residual)
    if known.sum() < FEWEST:
        raise QuestionError(f"reliability needs {FEWEST} flows both sides report; {int(known.sum())} are there")
    cell = exporter[known] * reporters + importer[known]
    shape = (reporters, reporters)
    count, squares = np.zeros(shape), np.zeros(shape)
    np.add.at(count.reshape(-1), cell, 1.0)
    np.add.at(squares.reshape(-1), cell, residual[known] ** 2)
    pooled = float(squares.sum() / count.sum())
    if tied:
        # each side of a cell is the same unknown: the two halves of the matrix are one sample
        count, squares = count + count.T, squares + squares.T
    scored_x, scored_m = count.sum(axis=1) >= FEWEST, count.sum(axis=0) >= FEWEST
    a, b, converged, rounds = _fitted(count, squares, scored_x, scored_m, pooled, tied)
    if tied:
        return Reliability(a, a, scored_x, scored_x, pooled, True, converged, rounds)
    # only a + b is known: shift both until their means agree, as far as none falls below zero
    scored_a, scored_b = a[scored_x], b[scored_m]
    centred = False
    if len(scored_a) and len(scored_b):
        wanted = (scored_b.mean() - scored_a.mean()) / 2
        shift = float(np.clip(wanted, -scored_a.min(), scored_b.min()))
        a, b = np.where(scored_x, a + shift, a), np.where(scored_m, b - shift, b)
        centred = bool(np.isclose(shift, wanted))
    return Reliability(a, b, scored_x, scored_m, pooled, centred, converged, rounds)


def _fitted(
    count: Floats, squares: Floats, scored_x: Flags, scored_m: Flags, pooled: float, tied: bool
) -> tuple[Floats, Floats, bool, int]:
    """Variances, whether they converged, and rounds: block by block, each block solved exactly."""
    import numpy as np

    a = np.full(len(count), pooled / 2)
    b = a.copy()
    there = count > 0
    for number in range(1, ROUNDS + 1):
        before = a[:, None] + b[None, :]
        weight = 1 / np.maximum(before, FLOOR * pooled) ** 2
        counted, summed = count * weight, squares * weight
        a = np.where(scored_x, _block(counted, summed, b), a)
        # both sides at once would swing to and fro: the new value meets the old one half-way
        b = (a + b) / 2 if tied else np.where(scored_m, _block(counted.T, summed.T, a), b)
        a = b.copy() if tied else a
        change = abs(a[:, None] + b[None, :] - before)[there]
        if np.all(change <= TOLERANCE * np.maximum(before[there], FLOOR * pooled)):
            return a, b, True, number
    return a, b, False, ROUNDS


def _block(counted: Floats, summed: Floats, other: Floats) -> Floats:
    """The non-negative variances of one side that fit best while those of the other stand."""
    import numpy as np

    weights = counted.sum(axis=1)
    best = np.divide(summed.sum(axis=1) - counted @ other, weights, out=np.zeros_like(weights), where=weights > 0)
    kept: Floats = np.maximum(best, 0)
    return kept


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One value for each of n flows, with what it is made of.

    Attributes:
        value: (n,) FOB, in the currency of the reports; nan where neither side reports.
        weight_x: (n,) weight of the exporter's report in logarithms; that of the importer's is 1 less it.
        state: (n,) as in `MirrorGaps`; a flow of one report has that report at weight 1.
        margin: (n,) c.
    """

    value: Floats
    weight_x: Floats
    state: NDArray[np.int8]
    margin: Floats


def reconcile(x: Floats, m: Floats, margin: Floats | float, var_x: Floats, var_m: Floats) -> Reconciled:
    """The inverse-variance mean of two reports in logarithms, ln V = w ln x + (1 - w) ln(m / (1 + c)).

    Args:
        x: (n,) exporter's report; nan or 0 where there is none.
        m: (n,) importer's report; the same.
        margin: (n,) or one for all: c.
        var_x: (n,) variance of the exporter's report of each flow.
        var_m: (n,) variance of the importer's; two variances of zero weigh the same.

    Raises:
        QuestionError: as `gaps`.

    Source:
        Gaulier, G. and Zignago, S. (2010), BACI: International Trade Database at the Product-Level, CEPII WP 2010-23.
    """
    import numpy as np

    c, state = _states(x, m, margin)
    value, weight = np.full(x.shape, np.nan), np.full(x.shape, np.nan)
    only_x, only_m, pair = (state == one for one in (X_ONLY, M_ONLY, BOTH))
    weight[only_x], value[only_x] = 1, x[only_x]
    weight[only_m], value[only_m] = 0, to_fob(m[only_m], c[only_m])
    both = var_x[pair] + var_m[pair]
    share = np.divide(var_m[pair], both, out=np.full(len(both), 0.5), where=both > 0)
    weight[pair] = share
    value[pair] = np.exp(share * np.log(x[pair]) + (1 - share) * np.log(to_fob(m[pair], c[pair])))
    return Reconciled(value, weight, state, c)
