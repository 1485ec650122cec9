"""Correction of the bias that exporter-period and importer-period effects leave in a gravity fit.

With pair effects PPML is consistent, but its estimate is off by an amount of order 1/N, N the countries, and with or
without them the variance clustered by pair is too small by the same order. Both are corrected, or neither: a corrected
estimate with the old variance covers less than before.

A pair's flows over T periods are a vector y with fitted values mu. With a pair effect, profiled out, the share of each
period is theta = mu / sum(mu), the score S = y - mu and H = sum(mu) (diag(theta) - theta theta'); without one H =
diag(mu). x is the regressor less its projection, with weights H, on the effects; d their indicators.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from hali.errors import QuestionError
from hali.methods.gravity import GravityFit, Panel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MOST_LEVELS = 9_000
"""Effects of the exporters and importers at the most: the correction of the variance holds their square in memory."""

AT_A_TIME = 32
"""Columns that are projected together."""

RANK = 1e-11
"""Pivot or eigenvalue, of the largest, below which an effect follows from the others."""

Spread = Literal["corrected", "jackknife"]
"""Variance of b: of the pairs' scores, freed once of what the fit took from them, or of b without each pair in turn."""

RULES: dict[Spread, str] = {
    "corrected": "clustered by pair, corrected for the bias the effects leave in it (Weidner and Zylkin 2021), "
    "variance x G/(G-1)",
    "jackknife": "jackknife by pair, each left out in one Newton step from the fit, variance x (G-1)/G, G the pairs",
}
"""What is said of the standard errors."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """A fitted panel as one cell for each exporter, importer and period; zero where a row was not fitted.

    Attributes:
        flow: (I, J, T).
        fitted: (I, J, T) mu.
        regressors: (I, J, T, k).
        paired: whether the fit has a pair effect.
    """

    flow: Floats
    fitted: Floats
    regressors: Floats
    paired: bool

    def weigh(self, values: Floats) -> Floats:
        """H times `values`, (I, J, T, m), pair by pair."""
        weighted: Floats = self.fitted[..., None] * values
        if self.paired:
            weighted = weighted - self.share[..., None] * weighted.sum(axis=2, keepdims=True)
        return weighted

    @property
    def share(self) -> Floats:
        """Theta, (I, J, T)."""
        import numpy as np

        total = self.fitted.sum(axis=2, keepdims=True)
        share: Floats = self.fitted / np.where(total > 0, total, 1)
        return share

    def hessians(self) -> Floats:
        """H of every pair, (I, J, T, T)."""
        import numpy as np

        found: Floats = self.fitted[..., None] * np.eye(self.fitted.shape[2])
        if self.paired:
            found = found - self.fitted[..., None] * self.share[:, :, None, :]
        return found

    def turned(self) -> Pairs:
        """The same with the roles of exporter and importer exchanged."""
        flow, fitted, regressors = (one.swapaxes(0, 1) for one in (self.flow, self.fitted, self.regressors))
        return Pairs(flow, fitted, regressors, self.paired)


def corrected(panel: Panel, fit: GravityFit, spread: Spread = "corrected") -> GravityFit:
    """The fit with the bias taken out of the estimate (three-way) and of the variance (two-way and three-way).

    Formulas and factors for small samples are those of the authors' own program, ppml_fe_bias 1.1 for Stata, read
    side by side; its default for more than 1,500 effects is an approximation of the variance, here it is always exact.
    The bias of the score of regressor k that comes from the exporters is

        B_k = -1/(N-1) sum_i tr[A_i (sum_j H x_k S')] + 1/(2(N-1)) sum_i tr[A_i (sum_j G x_k) A_i (sum_j S S')]

    with A_i the pseudo-inverse of sum_j H and G the third derivative of a pair's likelihood; D_k is the same with the
    roles exchanged, and b - W^-1 (B + D) / (N-1) is the corrected estimate, W the mean of x'Hx. 1/(N-1) stands where
    the asymptotic formula has 1/N: residuals are smaller than errors by as much. The variance is the sandwich with
    (I - H (x V x' + d F d'))^-1 S S' for S S', V and F the inverses of the summed Hessians of b and of the effects,
    times G/(G-1), G the pairs. A jackknife has the freed score on both sides of S S', times (G-1)/G: V x' of a pair's
    freed score is what b moves by, in one Newton step, if the pair is left out.

    Args:
        panel: what was fitted.
        fit: with directed pair effects, or without any, clustered by pair.
        spread: which variance.

    Raises:
        QuestionError: symmetric pair effects, robust errors, or more effects than fit into memory.

    Source:
        Weidner and Zylkin (2021), Bias and consistency in three-way gravity models, Journal of International
        Economics 132, 103513 (arXiv 1909.01327). Jackknife: MacKinnon, Nielsen and Webb (2023), Fast and reliable
        jackknife and bootstrap methods for cluster-robust inference, Journal of Applied Econometrics 38(5), 671-694.
    """
    import numpy as np

    if fit.bias_corrected or "symmetric pair" in fit.effects or not fit.se_rule.startswith("clustered"):
        raise QuestionError("a bias correction needs a fit with directed pair effects or none, errors by pair")
    pairs = _pairs(panel, fit)
    effects = _effects_inverse(pairs)
    x = _projected(pairs, effects)
    weighted = pairs.weigh(x)
    variance = np.linalg.inv(np.einsum("ijtk,ijtl->kl", x, weighted))
    vcov = _variance(pairs, x, variance, effects, spread)
    if not pairs.paired:
        return fit.corrected(fit.coef, vcov, "variance", RULES[spread])
    turned = pairs.turned()
    score = _score_bias(pairs, x, weighted) + _score_bias(turned, x.swapaxes(0, 1), weighted.swapaxes(0, 1))
    return fit.corrected(fit.coef - variance @ score, vcov, "estimate and variance", RULES[spread])


def one_step(panel: Panel, fit: GravityFit, columns: Floats) -> Floats:
    """What each further regressor alone would be estimated at, (m,): one Newton step from a fit without it.

    Score over information, both after projection on the effects and the regressors of the fit; nan where these leave
    nothing of a column.

    Args:
        panel: what was fitted.
        fit: the fit.
        columns: (n, m) regressors, none of them in the fit.

    Raises:
        QuestionError: more effects than fit into memory.
    """
    import numpy as np

    pairs = _pairs(panel, fit)
    effects = _effects_inverse(pairs)
    x = _projected(pairs, effects)
    weighted = pairs.weigh(x)
    inverse = np.linalg.inv(np.einsum("ijtk,ijtl->kl", x, weighted))
    score = pairs.flow - pairs.fitted
    steps: list[Floats] = []
    for first in range(0, columns.shape[1], AT_A_TIME):
        named = tuple(str(nth) for nth in range(min(AT_A_TIME, columns.shape[1] - first)))
        part = columns[:, first : first + AT_A_TIME]
        added = _pairs(Panel(panel.flow, panel.exporter, panel.importer, panel.period, part, named), fit)
        z = _projected(added, effects)
        cross = np.einsum("ijtk,ijtm->km", weighted, z)
        whole = np.einsum("ijtm,ijtm->m", z, added.weigh(added.regressors))
        left = whole - np.einsum("km,kl,lm->m", cross, inverse, cross)
        total = np.einsum("ijt,ijtm->m", pairs.fitted, added.regressors**2)
        moved = np.einsum("ijtm,ijt->m", z, score)
        steps.append(np.where(left > RANK * total, moved / np.where(left > 0, left, 1), np.nan))
    return np.concatenate(steps)


def _pairs(panel: Panel, fit: GravityFit) -> Pairs:
    import numpy as np

    used = np.isfinite(fit.fitted)
    keys = [np.unique(key[used], return_inverse=True) for key in (panel.exporter, panel.importer, panel.period)]
    shape, place = tuple(len(values) for values, _ in keys), tuple(numbers for _, numbers in keys)
    levels = (shape[0] + shape[1]) * shape[2]
    if levels > MOST_LEVELS:
        raise QuestionError(
            f"a bias correction takes the square of {levels:,} effects in memory, accepted are {MOST_LEVELS:,}; "
            "take fewer countries or periods"
        )
    flow, fitted, regressors = np.zeros(shape), np.zeros(shape), np.zeros((*shape, len(panel.names)))
    flow[place], fitted[place], regressors[place] = panel.flow[used], fit.fitted[used], panel.regressors[used]
    # in units of the mean, so that nothing depends on the currency; b and its variance have none
    mean = flow.sum() / used.sum()
    return Pairs(flow / mean, fitted / mean, regressors, "directed pair" in fit.effects)


def _effects_inverse(pairs: Pairs) -> Floats:
    """A generalised inverse of the Hessian of the effects, exporters before importers, ((I + J) T,) squared.

    Which one makes no difference: it is only ever used between vectors the effects can reach.
    """
    import numpy as np
    from scipy.linalg import lapack

    hessians = pairs.hessians()
    exporters, importers, periods, _ = hessians.shape
    size = (exporters + importers) * periods
    whole = np.zeros((exporters + importers, periods, exporters + importers, periods))
    one, other = np.arange(exporters), exporters + np.arange(importers)
    whole[one, :, one, :] = hessians.sum(axis=1)
    whole[other, :, other, :] = hessians.sum(axis=0)
    whole[:exporters, :, exporters:, :] = hessians.transpose(0, 2, 1, 3)
    whole[exporters:, :, :exporters, :] = hessians.transpose(1, 2, 0, 3)
    flat = whole.reshape(size, size)
    scale = np.sqrt(np.where(np.diag(flat) > 0, np.diag(flat), 1))
    factor, pivots, rank, _ = lapack.dpstrf(flat / np.outer(scale, scale), tol=RANK, lower=1)
    chosen = pivots[:rank] - 1
    part, _ = lapack.dpotri(np.tril(factor[:rank, :rank]), lower=1)
    part = np.tril(part) + np.tril(part, -1).T
    inverse = np.zeros((size, size))
    inverse[np.ix_(chosen, chosen)] = part / np.outer(scale[chosen], scale[chosen])
    return inverse


def _projected(pairs: Pairs, effects: Floats) -> Floats:
    """The regressors less their projection on the effects, (I, J, T, k)."""
    import numpy as np

    exporters, importers, periods, count = pairs.regressors.shape
    weighted = pairs.weigh(pairs.regressors)
    moments = np.concatenate([weighted.sum(axis=1), weighted.sum(axis=0)]).reshape(-1, count)
    level = (effects @ moments).reshape(exporters + importers, periods, count)
    rest = pairs.regressors - level[:exporters, None] - level[None, exporters:]
    if pairs.paired:
        rest = rest - (pairs.share[..., None] * rest).sum(axis=2, keepdims=True)
    return np.where(pairs.fitted[..., None] > 0, rest, 0)


def _score_bias(pairs: Pairs, x: Floats, weighted: Floats) -> Floats:
    """(k,) bias of the summed score that comes from the effects of the first side, N/(N-1) included."""
    import numpy as np

    score = pairs.flow - pairs.fitted
    inverse = np.linalg.pinv(pairs.hessians().sum(axis=1), rcond=RANK, hermitian=True)
    first = np.einsum("iab,ijbk,ija->k", inverse, weighted, score, optimize=True)
    squared = np.einsum("ija,ijb->iab", score, score)
    # G x_k = -(diag(mu x) - (mu x) theta' - theta (mu x)'), with x zero in the mean of the pair
    moved = pairs.fitted[..., None] * x
    crossed = np.einsum("ijak,ijb->ikab", moved, pairs.share, optimize=True)
    third = crossed + crossed.swapaxes(2, 3) - moved.sum(axis=1).swapaxes(1, 2)[..., None] * np.eye(moved.shape[2])
    second = np.einsum("iab,ikbc,icd,ida->k", inverse, third, inverse, squared, optimize=True)
    countries = len(pairs.flow)
    bias: Floats = (second / 2 - first) * countries / (countries - 1)
    return bias


def _variance(pairs: Pairs, x: Floats, variance: Floats, effects: Floats, spread: Spread) -> Floats:
    """(k, k) variance of b by pairs, each pair's score freed of the part the fit took from it, on one side or both."""
    import numpy as np

    exporters, importers, periods, _ = x.shape
    blocks = effects.reshape(exporters + importers, periods, exporters + importers, periods)
    importer = np.arange(exporters, exporters + importers)
    own = blocks[importer, :, importer, :]
    score = pairs.flow - pairs.fitted
    hessians = pairs.hessians()
    meat: Any = 0.0
    for i in range(exporters):
        cross = blocks[i][:, exporters:].swapaxes(0, 1)  # (J, T, T): exporter's effect with the importer's
        reach = blocks[i, :, i] + own + cross + cross.swapaxes(1, 2)
        reach = reach + np.einsum("jak,kl,jbl->jab", x[i], variance, x[i], optimize=True)
        freed = np.linalg.solve(np.eye(periods) - hessians[i] @ reach, score[i][..., None])[..., 0]
        other = freed if spread == "jackknife" else score[i]
        meat = meat + np.einsum("jak,ja,jb,jbl->kl", x[i], freed, other, x[i], optimize=True)
    count = np.count_nonzero(pairs.fitted.sum(axis=2))
    factor = (count - 1) / count if spread == "jackknife" else count / (count - 1)
    found: Floats = variance @ ((meat + meat.T) / 2) @ variance * factor
    return found
