"""Rows of a Poisson regression that a likelihood cannot fit: outcomes of zero whose fitted value runs to zero.

A row is separated if some combination z of the regressors and effects is zero wherever the outcome is positive,
nowhere negative where it is zero, and positive in this row: the likelihood then rises for ever along -z. Such rows say
nothing about the coefficients that exist, and the others are fitted without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

FREE = 1e-6
"""Size, of the largest, above which a row of a projected random vector is not zero."""

PRECISION = 1e-10
"""Relative tolerance of the projection."""

STEPS = 20_000
"""Steps of the projection at the most."""


def empty_levels(flow: Floats, effects: Sequence[Codes], kept: Flags) -> Flags:
    """Rows of levels whose outcomes are all zero, (n,), with those that follow from their absence.

    Args:
        flow: outcomes, (n,), in any unit.
        effects: for each effect the number of each row's level, (n,).
        kept: rows that are looked at.
    """
    return _repeated(effects, kept, lambda level, rows: _sums(level[rows], flow[rows], level) > 0)


def lone_rows(effects: Sequence[Codes], kept: Flags) -> Flags:
    """Rows that are alone in a level, (n,), with those that follow from their absence; arguments as above."""
    return _repeated(effects, kept, lambda level, rows: _sums(level[rows], None, level) > 1)


def _repeated(effects: Sequence[Codes], kept: Flags, sound: Any) -> Flags:
    """Rows of `kept` that go when the levels that are not `sound` go, until none is left."""
    rows = kept.copy()
    held = -1
    while held != (held := int(rows.sum())):
        for level in effects:
            rows &= sound(level, rows)[level]
    gone: Flags = kept & ~rows
    return gone


def _sums(level: Codes, weights: Floats | None, every: Codes) -> Any:
    """Sum of the weights, or number, of the rows of each level."""
    import numpy as np

    return np.bincount(level, weights, minlength=int(every.max(initial=0)) + 1)


def separated_rows(flow: Floats, regressors: Floats, effects: Sequence[Codes]) -> Flags:
    """Separated rows of a Poisson regression, (n,).

    Three steps, each exact: levels that hold no positive outcome; a random vector over the other zeros, projected on
    the combinations that vanish wherever the outcome is positive, which is zero in every row no combination can
    reach; and for the rows it leaves free, the linear programme that reaches as many of them as possible.

    Args:
        flow: outcomes, (n,), none negative, in any unit.
        regressors: (n, k), without the constant where there are no effects.
        effects: for each effect the number of each row's level, (n,); without any, a constant stands in.

    Source:
        Correia, Guimaraes and Zylkin (2019), Verifying the existence of maximum likelihood estimates for generalized
        linear models, arXiv 1903.01633; the random projection is ours.
    """
    import numpy as np

    effects = effects or [np.zeros(len(flow), dtype=np.intp)]
    gone = empty_levels(flow, effects, np.ones(len(flow), dtype=bool))
    while True:
        left = np.flatnonzero(~gone)
        zero = flow[left] == 0
        if not zero.any() or zero.all():
            return gone | (flow == 0) if left.size and zero.all() else gone
        design = _design(regressors[left], [level[left] for level in effects])
        free = _free_rows(design[~zero], design[zero])
        if not free.any():
            return gone
        found = left[zero][free][_reached(design[~zero], design[zero][free])]
        if not found.size:
            return gone
        gone[found] = True
        gone |= empty_levels(flow, effects, ~gone)


def _design(regressors: Floats, effects: Sequence[Codes]) -> Any:
    """Regressors and indicators of the levels as one sparse matrix, every column of length one."""
    import numpy as np
    from scipy import sparse

    rows, count = regressors.shape
    width = count + len(effects)
    columns = np.empty((rows, width), dtype=np.int32)
    values = np.ones((rows, width))
    columns[:, :count], values[:, :count] = np.arange(count), regressors
    start = count
    for nth, level in enumerate(effects):
        columns[:, count + nth] = level + start
        start += int(level.max()) + 1
    length = np.sqrt(np.bincount(columns.ravel(), (values**2).ravel(), minlength=start))
    values /= np.where(length > 0, length, 1)[columns]
    return sparse.csr_matrix((values.ravel(), columns.ravel(), np.arange(0, rows * width + 1, width)), (rows, start))


def _free_rows(positive: Any, zero: Any) -> Flags:
    """Rows of `zero` that a combination vanishing on `positive` can move, found with a random vector."""
    import numpy as np
    from scipy.sparse.linalg import lsmr

    across = positive.T.tocsr()
    target = zero.T @ np.random.default_rng(0).uniform(0.5, 1.5, zero.shape[0])
    fitted = lsmr(across, target, atol=PRECISION, btol=PRECISION, conlim=0, maxiter=STEPS)[0]
    moved = np.abs(zero @ (target - across @ fitted))
    free: Flags = moved > FREE * np.abs(zero @ target).max()
    return free


def _reached(positive: Any, free: Any) -> Flags:
    """Rows of `free` that one combination, zero on `positive` and nowhere negative here, makes positive."""
    import numpy as np
    from scipy import sparse
    from scipy.optimize import linprog

    used = np.flatnonzero(np.diff(free.tocsc().indptr))
    touching = np.flatnonzero(np.diff(positive[:, used].tocsr().indptr))
    positive = positive[touching]
    count, width = free.shape
    found = linprog(
        np.concatenate([np.zeros(width), -np.ones(count)]),
        A_ub=sparse.hstack([-free, sparse.eye(count)], format="csr"),
        b_ub=np.zeros(count),
        A_eq=sparse.hstack([positive, sparse.csr_matrix((len(touching), count))], format="csr"),
        b_eq=np.zeros(len(touching)),
        bounds=[(None, None)] * width + [(0, 1)] * count,
        method="highs",
    )
    reached: Flags = found.x[width:] > 0.5
    return reached
