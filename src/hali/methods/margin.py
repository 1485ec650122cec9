"""Margin between FOB and CIF from the flows both sides report: a robust regression of the log ratio on distance etc."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hali.errors import QuestionError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int64]
    Flags = NDArray[np.bool_]

HIGHEST = 0.4
"""Largest margin that is believed; larger and negative ones are clipped and counted."""

HUBER = 1.345
"""Residuals beyond this many robust standard deviations weigh less (95 % efficiency if they are normal)."""

HIGHEST_CONDITION = 1e12
"""Condition of the normal equations of scaled regressors above which they are taken for dependent."""

TOLERANCE = 1e-9
ROUNDS = 500


@dataclass(frozen=True, slots=True)
class MarginFit:
    """Margins predicted for n flows.

    Attributes:
        margin: (n,) c, 0 to `HIGHEST`; nan where a regressor is missing.
        coefficient: (k,) of ln(m / x), for one unit of each regressor.
        residual: (n,) ln(m / x) less its fit, effects of exporters and importers included; nan outside the fit.
        used: cells the fit rests on.
        clipped: share of the predicted margins that were clipped.
        converged: whether coefficients stood still in the end.
    """

    margin: Floats
    coefficient: Floats
    residual: Floats
    used: int
    clipped: float
    converged: bool


def fit_margin(
    x: Floats,
    m: Floats,
    regressors: Floats,
    reference: Floats,
    exporter_year: Codes,
    importer_year: Codes,
    floor: float,
) -> MarginFit:
    """Margin of each flow: what the regressors add to ln(m / x), relative to a flow whose margin is taken as zero.

    Effects of each exporter and importer and year take up what a reporter counts differently throughout. They take
    up the level as well, so the level is an assumption: `reference`.

    Args:
        x: (n,) exporter's report, FOB.
        m: (n,) importer's report, CIF.
        regressors: (n, k) ln distance, contiguity, landlocked, ln world median unit value ...; nan where unknown.
        reference: (k,) their values where the margin is zero.
        exporter_year: (n,) number of exporter and year.
        importer_year: (n,) number of importer and year.
        floor: both reports of a cell have to reach it to enter the fit.

    Raises:
        QuestionError: too few such cells, or a regressor that the effects leave nothing of.

    Source:
        After Gaulier, G. and Zignago, S. (2010), BACI, CEPII WP 2010-23; weights: Huber, P. J. (1964), Robust
        Estimation of a Location Parameter, Annals of Mathematical Statistics 35(1), 73-101.
    """
    import numpy as np

    used = (x >= floor) & (m >= floor) & (x > 0) & (m > 0) & np.isfinite(regressors).all(axis=1)
    groups = [_numbered(codes[used]) for codes in (exporter_year, importer_year)]
    wide, cells = regressors.shape[1], int(used.sum())
    if cells <= wide + sum(int(one.max(initial=-1)) + 1 for one in groups):
        raise QuestionError(f"{cells} flows of two reports above the floor are too few for a margin; lower the floor")
    outcome = np.log(m[used] / x[used])
    coefficient, left, converged = _robust(outcome, regressors[used], groups)
    residual = np.full(len(x), np.nan)
    residual[used] = left
    raw = np.exp((regressors - reference) @ coefficient) - 1
    known = np.isfinite(raw)
    outside = (raw[known] < 0) | (raw[known] > HIGHEST)
    return MarginFit(
        margin=np.clip(raw, 0, HIGHEST),
        coefficient=coefficient,
        residual=residual,
        used=cells,
        clipped=float(outside.mean()) if known.any() else 0.0,
        converged=converged,
    )


def _numbered(codes: Codes) -> Codes:
    """The same groups with numbers from 0 on, none left out."""
    import numpy as np

    place: Codes = np.cumsum(np.bincount(codes) > 0) - 1
    return place[codes]


def _robust(outcome: Floats, regressors: Floats, groups: list[Any]) -> tuple[Floats, Floats, bool]:
    """Coefficients, residuals and whether they stood still: Huber's weights renewed until they do."""
    import numpy as np

    weight = np.ones(len(outcome))
    # column by column in memory, as they are worked through
    both = np.asfortranarray(np.column_stack([outcome, regressors]))
    spread = regressors.std(axis=0)
    coefficient = np.full(regressors.shape[1], np.inf)
    for _ in range(ROUNDS):
        within = _without_effects(both, groups, weight)
        inner = within[:, 1:]
        if np.any(np.sqrt((inner**2).mean(axis=0)) <= TOLERANCE * np.maximum(spread, 1)):
            raise QuestionError("a regressor differs only from reporter to reporter: the margin cannot rest on it")
        # the few normal equations: weighted copies of all cells would take several times the memory
        square = np.einsum("ni,n,nj->ij", inner, weight, inner)
        sizes = np.sqrt(np.diag(square))
        if np.linalg.cond(square / np.outer(sizes, sizes)) > HIGHEST_CONDITION:
            raise QuestionError("two regressors cannot be told apart; leave one of them out")
        new = np.linalg.solve(square, np.einsum("ni,n,n->i", inner, weight, within[:, 0]))
        residual = within[:, 0] - inner @ new
        if np.all(abs(new - coefficient) <= 1e-7 * np.maximum(abs(new), 1e-3)):
            return new, residual, True
        coefficient = new
        size = abs(residual)
        reach = HUBER * 1.4826 * float(np.median(size))
        weight = reach / np.maximum(size, reach) if reach else weight
    return coefficient, residual, False


def _without_effects(columns: Floats, groups: list[Any], weight: Floats) -> Floats:
    """`columns` less weighted means by each of the groups in turn, until nothing is left of them."""
    import numpy as np

    left = columns - np.average(columns, axis=0, weights=weight)
    size = np.maximum(left.std(axis=0), TOLERANCE)
    totals = [np.bincount(codes, weight) for codes in groups]
    for _ in range(ROUNDS):
        moved = 0.0
        for codes, total in zip(groups, totals, strict=True):
            for column, scale in zip(left.T, size, strict=True):
                means = np.bincount(codes, weight * column) / total
                column -= means[codes]
                moved = max(moved, float(abs(means).max() / scale))
        if moved <= TOLERANCE:
            break
    return left
