"""What a gravity equation says of one dyad: trade to be expected, and trade with another dyad's costs.

Neither is a forecast: both say how a dyad compares with the others under the covariates listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hali.errors import QuestionError
from hali.methods.gravity import GravityFit, Panel, fit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]

DRAWS = 199
"""Draws of a bootstrap."""

FEWEST_DRAWS = 0.9
"""Part of the draws that must give an answer for an interval."""

LEVEL = 0.95
"""Coverage of the intervals."""


@dataclass(frozen=True, slots=True)
class Potential:
    """Trade of a dyad beside what the other dyads lead to expect.

    Attributes:
        fitted: expected over the dyad's rows together, in the currency of the flow.
        actual: the same rows as they are.
        ratio: fitted / actual; None where nothing was traded.
        low: lower end of the interval of the ratio, of `fitted` where there is no ratio.
        high: upper end.
        draws: draws of the bootstrap that gave an answer.
        left_out: rows of the dyad, none of which was fitted.
        names: covariates.
        coef: (k,) b of the fit without the dyad.
    """

    fitted: float
    actual: float
    ratio: float | None
    low: float
    high: float
    draws: int
    left_out: int
    names: tuple[str, ...]
    coef: Floats


@dataclass(frozen=True, slots=True)
class Scenario:
    """Trade of a dyad with the trade costs of another, exporter and importer as they are.

    Attributes:
        ratio: trade after / before.
        low: lower end of its interval, over b alone.
        high: upper end.
        change: (k,) covariates of the other dyad less those of this one.
        names: covariates.
    """

    ratio: float
    low: float
    high: float
    change: Floats
    names: tuple[str, ...]


def potential(panel: Panel, dyad: Flags, draws: int = DRAWS, seed: int = 0) -> Potential:
    """Expected over actual trade of a dyad; the fit has no pair effect and none of the dyad's rows.

    Were the rows in the fit, a large flow would raise its own expectation. The interval draws pairs, with all their
    periods, and fits again.

    Args:
        panel: flows of many dyads over a few periods.
        dyad: (n,) which rows are the dyad's, one direction of it.
        draws: of the bootstrap.
        seed: of the draws: the same gives the same.

    Raises:
        QuestionError: as `fit`; no row of the dyad has a known flow and covariates; its exporter or importer trades
            with nobody else; the bootstrap gives too few answers.
    """
    import numpy as np

    known = np.isfinite(panel.flow) & np.isfinite(panel.regressors).all(axis=1)
    asked = panel.only(dyad & known)
    if not len(asked.flow):
        raise QuestionError("the dyad has no period with a known flow and all covariates: there is nothing to compare")
    others = panel.only(~dyad & known)
    whole = fit(others, "none", "pair")
    expected = _expected(others, whole, asked)
    if expected is None:
        raise QuestionError("the exporter or the importer has no trade with others in these periods: no expectation")
    pairs = others.pair()
    generator = np.random.default_rng(seed)
    drawn: list[float] = []
    for _ in range(draws):
        picked = np.bincount(generator.integers(0, pairs.max() + 1, pairs.max() + 1), minlength=pairs.max() + 1)
        try:
            again = fit(others, "none", "pair", weights=picked[pairs].astype(np.float64))
        except QuestionError:  # a draw without the variation that is asked about
            continue
        one = _expected(others, again, asked)
        drawn += [] if one is None else [one]
    if len(drawn) < FEWEST_DRAWS * draws:
        raise QuestionError(f"only {len(drawn)} of {draws} draws of pairs could be fitted; take more dyads or periods")
    actual = float(asked.flow.sum())
    low, high = (float(one) for one in np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]) / (actual or 1))
    ratio = expected / actual if actual else None
    rows = int(dyad.sum())
    return Potential(expected, actual, ratio, low, high, len(drawn), rows, panel.names, whole.coef)


def _expected(fitted_panel: Panel, fitted: GravityFit, asked: Panel) -> float | None:
    """Sum of what a fit without pair effect expects of the rows `asked`; None where it has no effect for one.

    The effects are read off the fitted flows period by period, from rows that link the exporter with the importer by
    way of one other exporter and importer: any such way gives the same.
    """
    import numpy as np

    used = np.flatnonzero(np.isfinite(fitted.fitted))
    rest = np.log(fitted.fitted[used]) - fitted_panel.regressors[used] @ fitted.coef
    exporter, importer, period = (
        key[used] for key in (fitted_panel.exporter, fitted_panel.importer, fitted_panel.period)
    )
    total = 0.0
    for row in range(len(asked.flow)):
        now = period == asked.period[row]
        level = _linked(exporter[now], importer[now], rest[now], int(asked.exporter[row]), int(asked.importer[row]))
        if level is None:
            return None
        total += float(np.exp(level + asked.regressors[row] @ fitted.coef))
    return total


def _linked(exporter: Floats, importer: Floats, rest: Floats, one: int, other: int) -> float | None:
    """Exporter's and importer's effect together, over a third exporter and importer; None if nothing links them."""
    import numpy as np

    sold = dict(zip(importer[exporter == one].tolist(), rest[exporter == one].tolist(), strict=True))
    bought = dict(zip(exporter[importer == other].tolist(), rest[importer == other].tolist(), strict=True))
    for seller, buyer, value in zip(exporter.tolist(), importer.tolist(), rest.tolist(), strict=True):
        if buyer in sold and seller in bought:
            return float(np.float64(sold[buyer]) + bought[seller] - value)
    return None


def with_costs_of(fit_: GravityFit, own: Floats, others: Floats) -> Scenario:
    """Trade of a dyad if its trade costs were those of another.

    The effects of exporter and importer stay: incomes, prices and trade with third parties do not answer. What the
    covariates do not hold stays as well.

    Args:
        fit_: with its covariates, without pair effect: a pair effect cannot be told from those of its countries.
        own: (k,) covariates of the dyad.
        others: (k,) those of the dyad whose costs it is given.

    Raises:
        QuestionError: the fit has a pair effect, or a covariate is not known.
    """
    import numpy as np

    if any("pair" in effect for effect in fit_.effects):
        raise QuestionError("trade costs of another dyad need a fit without pair effect")
    change = np.asarray(others, dtype=np.float64) - own
    if not np.isfinite(change).all():
        lost = [name for name, one in zip(fit_.names, change, strict=True) if not np.isfinite(one)]
        raise QuestionError(f"not known of one of the two dyads: {', '.join(lost)}")
    from statistics import NormalDist

    middle, spread = float(change @ fit_.coef), float(np.sqrt(change @ fit_.vcov @ change))
    reach = NormalDist().inv_cdf((1 + LEVEL) / 2) * spread
    low, high = float(np.exp(middle - reach)), float(np.exp(middle + reach))
    return Scenario(float(np.exp(middle)), low, high, change, fit_.names)
