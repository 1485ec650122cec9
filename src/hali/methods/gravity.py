"""Gravity equations of trade, fitted by Poisson pseudo-maximum likelihood (PPML).

The model is E[flow] = exp(b'z + exporter-period + importer-period [+ pair]), flows of zero included (Santos Silva and
Tenreyro 2006; Correia, Guimaraes and Zylkin 2020). The estimator is that of pyfixest, the extra `gravity`; rows that
have no finite fit are found and taken out beforehand, and the standard errors follow the rule of Stata's ppmlhdfe.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from hali import extras
from hali.errors import QuestionError
from hali.methods.separation import lone_rows, separated_rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

PairEffect = Literal["none", "directed", "symmetric"]
"""Effect of a pair: none, one for each direction of trade, or one for both."""

Errors = Literal["pair", "robust"]
"""What the standard errors allow for: any dependence within a pair, or unequal variances alone."""

ADDED_UP = 1e-8
"""Relative difference of the fitted and the actual flows of an effect at which they are called equal."""

SWEEPS = 200
"""Rounds over the effects at the most."""

FEWEST_PERIODS = 2
"""Periods below which a pair effect leaves nothing to compare."""

RULES = {
    "pair": "clustered by pair, variance x G/(G-1), G the pairs (as Stata's ppmlhdfe)",
    "robust": "robust to unequal variances, variance x N/(N-1), N the rows (as Stata's ppmlhdfe)",
}
"""What is said of the standard errors."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Flows between countries over periods, one row for each exporter, importer and period.

    Attributes:
        flow: (n,) trade, in any currency; nan where it is not known, which is not zero.
        exporter: (n,) number of the exporter.
        importer: (n,) number of the importer.
        period: (n,) number of the period.
        regressors: (n, k) what b belongs to; nan where it is not known.
        names: their k names.
    """

    flow: Floats
    exporter: Codes
    importer: Codes
    period: Codes
    regressors: Floats
    names: tuple[str, ...]

    def only(self, rows: Flags | Codes) -> Panel:
        """Only some of its rows."""
        keys = (self.exporter[rows], self.importer[rows], self.period[rows])
        return Panel(self.flow[rows], *keys, self.regressors[rows], self.names)

    def pair(self, symmetric: bool = False) -> Codes:
        """The number of each row's pair, (n,); of both directions the same where `symmetric`."""
        return _pair_numbers(self.exporter, self.importer, symmetric)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Rows that were left out of a fit, as row numbers of its panel.

    Attributes:
        missing: flow or regressor not known.
        separated: outcome of zero without a finite fit.
        singleton: alone in an effect, which fits it exactly.
    """

    missing: Codes
    separated: Codes
    singleton: Codes


@dataclass(frozen=True, slots=True)
class GravityFit:
    """A fitted gravity equation.

    Attributes:
        names: the k regressors.
        coef: (k,) b.
        se: (k,) standard errors.
        vcov: (k, k) variance of b.
        se_rule: how the variance was computed.
        effects: the effects in the model.
        nobs: rows fitted.
        dropped: rows left out.
        fitted: (n,) E[flow], in the currency of the flow; nan in rows left out.
        deviance: of the fit, in the currency of the flow.
        pseudo_r2: 1 - deviance / deviance of a constant.
        converged: whether the estimator says so.
        bias_corrected: which of b and its variance are, "" = neither.
    """

    names: tuple[str, ...]
    coef: Floats
    se: Floats
    vcov: Floats
    se_rule: str
    effects: tuple[str, ...]
    nobs: int
    dropped: Dropped
    fitted: Floats
    deviance: float
    pseudo_r2: float
    converged: bool
    bias_corrected: str = ""

    def corrected(self, coef: Floats, vcov: Floats, what: str, rule: str) -> GravityFit:
        """The same with another b and variance, and what was corrected."""
        import numpy as np

        return replace(self, coef=coef, vcov=vcov, se=np.sqrt(np.diag(vcov)), bias_corrected=what, se_rule=rule)


def fit(
    panel: Panel, pair: PairEffect = "directed", errors: Errors = "pair", weights: Floats | None = None
) -> GravityFit:
    """PPML with exporter-period, importer-period and pair effects.

    Args:
        panel: the flows.
        pair: effect of the pairs. Estimates with directed and symmetric effects differ.
        errors: rule of the standard errors; pairs are clustered as their effect says, by direction where it is none.
        weights: (n,) how often each row counts, for a bootstrap; default once.

    Raises:
        QuestionError: pyfixest is not installed; arrays do not fit, a flow is negative, a key occurs twice; too few
            periods for a pair effect; a regressor that the effects explain; nothing left to fit.

    Source:
        Santos Silva and Tenreyro (2006), The Log of Gravity, Review of Economics and Statistics 88(4), 641-658;
        Correia, Guimaraes and Zylkin (2020), Fast Poisson estimation with high-dimensional fixed effects, Stata
        Journal 20(1), 95-115.
    """
    import numpy as np

    _check(panel, pair)
    known = np.isfinite(panel.flow) & np.isfinite(panel.regressors).all(axis=1)
    rows = np.flatnonzero(known if weights is None else known & (weights > 0))
    levels = effect_levels(panel, pair, rows)
    flow, regressors = panel.flow[rows], panel.regressors[rows]
    gone = separated_rows(flow, regressors, list(levels.values()))
    alone = lone_rows(list(levels.values()), ~gone)
    left_out = Dropped(np.flatnonzero(~known), rows[gone], rows[alone])
    rows = rows[~gone & ~alone]
    if not rows.size:
        raise QuestionError("no flow is left to fit: accepted are flows above zero between several countries")
    del flow, regressors  # at a million rows every copy counts
    levels = effect_levels(panel, pair, rows)
    counts = None if weights is None else weights[rows]
    mu, coef, vcov, converged = _estimated(panel, rows, levels, pair, errors, counts)
    flow = panel.flow[rows]
    mu = _adding_up(flow, mu, list(levels.values()), counts)
    fitted = np.full(len(panel.flow), np.nan)
    fitted[rows] = mu
    deviance, null = _deviance(flow, mu), _deviance(flow, np.full_like(mu, flow.mean()))
    return GravityFit(
        *(panel.names, coef, np.sqrt(np.diag(vcov)), vcov, RULES[errors], tuple(levels), len(rows), left_out),
        *(fitted, deviance, 1 - deviance / null if null else 1.0, converged),
    )


def effect_levels(panel: Panel, pair: PairEffect, rows: Codes | None = None) -> dict[str, Codes]:
    """The effects of a model by name, each the number of every row's level, from 0 on without gaps, (n,).

    Args:
        panel: the flows.
        pair: effect of the pairs.
        rows: only these rows, (n,); default all.
    """
    import numpy as np

    rows = np.arange(len(panel.flow)) if rows is None else rows
    exporter, importer, period = (key[rows] for key in (panel.exporter, panel.importer, panel.period))
    levels = {"exporter-period": _numbered(exporter, period), "importer-period": _numbered(importer, period)}
    if pair != "none":
        levels[f"{pair} pair"] = _pair_numbers(exporter, importer, pair == "symmetric")
    return levels


def _pair_numbers(exporter: Codes, importer: Codes, symmetric: bool) -> Codes:
    """Number of each pair; of both directions the same where `symmetric`."""
    import numpy as np

    if symmetric:
        exporter, importer = np.minimum(exporter, importer), np.maximum(exporter, importer)
    return _numbered(exporter, importer)


def _numbered(first: Codes, second: Codes) -> Codes:
    """Number of each combination of two keys, from 0 on without gaps."""
    import numpy as np

    keys = np.asarray(first, dtype=np.int64) * (int(second.max(initial=0)) + 1) + second
    present = np.bincount(keys, minlength=1) > 0
    numbers: Codes = (np.cumsum(present, dtype=np.int32) - 1)[keys]
    return numbers


def _check(panel: Panel, pair: PairEffect) -> None:
    """Raise QuestionError where the arrays are no panel."""
    import numpy as np

    rows = len(panel.flow)
    keys = (panel.exporter, panel.importer, panel.period)
    if any(len(key) != rows for key in keys) or panel.regressors.shape != (rows, len(panel.names)):
        raise QuestionError(
            "flow, keys and regressors need one value for each row, regressors one column for each name"
        )
    if not panel.names:
        raise QuestionError("name at least one regressor: an agreement, a distance")
    if np.nanmin(panel.flow, initial=0) < 0:
        raise QuestionError("a flow is negative; accepted are zero, more, or nan for one that is not known")
    if not np.nansum(panel.flow):
        raise QuestionError("no flow is above zero: there is nothing to fit")
    if rows > 1 + int(_numbered(_numbered(*keys[:2]), keys[2]).max()):
        raise QuestionError("two rows have the same exporter, importer and period; accepted is one each")
    periods = len(np.unique(panel.period))
    if pair != "none" and periods < FEWEST_PERIODS:
        raise QuestionError(
            f"a pair effect needs at least {FEWEST_PERIODS} periods, there is {periods}; leave the pair effect out"
        )


def _estimated(
    panel: Panel, rows: Codes, levels: dict[str, Codes], pair: PairEffect, errors: Errors, counts: Floats | None
) -> tuple[Floats, Floats, Floats, bool]:
    """Fitted flows (n,), b (k,), its variance (k, k), and whether the estimator converged.

    The only place with a data frame: pyfixest takes nothing else. Flows are divided by their mean, so that its
    tolerances mean the same in any currency.
    """
    import numpy as np

    extras.require("gravity", "gravity")
    import pandas as pd
    import pyfixest

    flow = panel.flow[rows]
    scale = float(flow.mean())
    names = [f"x{nth}" for nth in range(len(panel.names))]
    effects = [f"e{nth}" for nth in range(len(levels))]
    frame = pd.DataFrame(
        {
            "flow": flow / scale,
            **{name: column[rows] for name, column in zip(names, panel.regressors.T, strict=True)},
            **dict(zip(effects, levels.values(), strict=True)),
        }
    )
    cluster = effects[-1]
    if pair == "none":
        cluster, frame["pair"] = "pair", _pair_numbers(panel.exporter[rows], panel.importer[rows], False)
    if counts is not None:
        frame["count"] = counts
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found: Any = pyfixest.fepois(
                f"flow ~ {' + '.join(names)} | {' + '.join(effects)}",
                frame,
                vcov={"CRV1": cluster} if errors == "pair" else "hetero",
                ssc=pyfixest.ssc(k_adj=False, G_adj=True),
                weights=None if counts is None else "count",
                fixef_rm="none",
                separation_check=[],
                copy_data=False,
                store_data=False,
            )
    except ValueError as error:  # its words for regressors that the effects explain, and for effects without end
        raise _singular(panel.names, names, []) from error
    estimated = found.coef()
    if len(estimated) < len(names):
        raise _singular(panel.names, names, list(estimated.index))
    factor = 1.0 if errors == "pair" else len(frame) / (len(frame) - 1)
    mu = np.asarray(found.predict(type="response"), dtype=np.float64).ravel() * scale
    return mu, estimated.to_numpy(), np.asarray(found._vcov, dtype=np.float64) * factor, bool(found.convergence)


def _adding_up(flow: Floats, fitted: Floats, levels: list[Codes], counts: Floats | None) -> Floats:
    """Fitted flows that add up to the actual ones in every level, as those of PPML do (Fally 2015).

    The estimator stops where b no longer moves; the effects that belong to this b are scaled into place in turn.
    """
    import numpy as np

    actual = flow if counts is None else flow * counts
    totals = [np.bincount(level, actual) for level in levels]
    for _ in range(SWEEPS):
        furthest = 0.0
        for level, total in zip(levels, totals, strict=True):
            factor = total / np.bincount(level, fitted if counts is None else fitted * counts)
            furthest = max(furthest, float(np.abs(factor - 1).max()))
            fitted = fitted * factor[level]
        if furthest < ADDED_UP:
            break
    return fitted


def _singular(names: tuple[str, ...], short: list[str], left: list[str]) -> QuestionError:
    """What is said of regressors the effects, or the others, leave nothing of."""
    lost = [name for name, one in zip(names, short, strict=True) if one not in left]
    return QuestionError(
        f"no variation of {', '.join(lost)} is left beside the effects and the other regressors; "
        "accepted are regressors that vary over pairs, and with a pair effect over time"
    )


def _deviance(flow: Floats, fitted: Floats) -> float:
    """Poisson deviance, in the unit of the flow."""
    import numpy as np

    logs = np.log(np.where(flow > 0, flow, 1) / np.where(flow > 0, fitted, 1))
    return float(2 * np.sum(flow * logs - (flow - fitted)))
