"""What trade did around the date of an agreement: an event study in a gravity equation with pair effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hali.errors import QuestionError
from hali.methods.gravity import GravityFit, Panel, fit
from hali.methods.gravity_bias import corrected, one_step

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

LEADS, LAGS, BASE = 5, 10, -1
"""Periods before and after that are told apart; the first and the last stand for all beyond. The base is left out."""

NEVER = -1
"""In place of a period: no agreement."""

PLACEBOS = 199
"""Other pairs whose date the agreement is given."""

FEW_TREATED = 20
"""Pairs with the agreement below which errors clustered by pair are known to be too small."""

LEVEL = 0.95
"""Coverage of the intervals."""


@dataclass(frozen=True, slots=True)
class AgreementEffect:
    """Trade in the periods around an agreement, against the period before it.

    Attributes:
        lead_lag: (L,) periods since entry; the first and last stand for all beyond.
        coef: (L,) log points; 0 in the base.
        low: (L,) lower end of the interval.
        high: (L,) upper end.
        percent: (L,) 100 (exp(coef) - 1), %.
        pretrend_p: p of all leads being zero together; None without leads.
        mean_coef: log points of all periods from entry on against all before.
        mean_low: lower end of its interval.
        mean_high: upper end.
        placebo_rank: share of pairs without the agreement whose effect, at the same date, is as far from zero; None
            where too few pairs are without one.
        placebos: how many were tried.
        treated: pairs, in one direction, with the agreement.
        fit: of the event study.
    """

    lead_lag: Codes
    coef: Floats
    low: Floats
    high: Floats
    percent: Floats
    pretrend_p: float | None
    mean_coef: float
    mean_low: float
    mean_high: float
    placebo_rank: float | None
    placebos: int
    treated: int
    fit: GravityFit


def agreement_effect(panel: Panel, entry: Codes, placebos: int = PLACEBOS, seed: int = 0) -> AgreementEffect:
    """Effect of an agreement on the trade of its pairs, by periods since entry.

    Args:
        panel: flows; its regressors, other agreements among them, are controls. Periods are consecutive numbers.
        entry: (n,) period in which the agreement of the row's pair began to apply, NEVER where it has none.
        placebos: pairs without it that are given its date.
        seed: of their choice: the same gives the same.

    Raises:
        QuestionError: as `fit`; no pair has both a period before entry and one from it on.

    The intervals are of the estimates corrected for bias (`gravity_bias`); the placebos are a randomisation test over
    pairs without the agreement, one Newton step each from the fit with it, against the uncorrected estimate.

    Source:
        Baier and Bergstrand (2007), Do free trade agreements actually increase members' international trade?, Journal
        of International Economics 71(1), 72-95; Yotov, Piermartini, Monteiro and Larch (2016), An Advanced Guide to
        Trade Policy Analysis.
    """
    import numpy as np

    has = entry != NEVER
    after = has & (panel.period >= entry)
    both = set(panel.pair()[after].tolist()) & set(panel.pair()[has & ~after].tolist())
    if not both:
        raise QuestionError("no pair has trade both before the agreement and from it on: no effect can be told")
    since = np.where(has, np.clip(panel.period - entry, -LEADS, LAGS), BASE)
    times = np.array(
        [time for time in range(-LEADS, LAGS + 1) if time != BASE and (since == time).any()], dtype=np.intp
    )
    events = _added(panel, [has & (since == time) for time in times], [f"t{time:+d}" for time in times])
    study = corrected(events, fit(events))
    count = len(times)
    coef, vcov = study.coef[:count], study.vcov[:count, :count]
    reach = _normal() * np.sqrt(np.diag(vcov))
    single = _added(panel, [after], ["agreement"])
    plain = fit(single)
    mean = corrected(single, plain)
    steps = _placebos(single, plain, entry, placebos, seed)
    rank = float((1 + (np.abs(steps) >= abs(plain.coef[0])).sum()) / (1 + len(steps))) if len(steps) else None
    order = np.argsort([*times, BASE])
    shown = [np.append(one, 0.0)[order] for one in (coef, coef - reach, coef + reach)]
    spread = _normal() * float(mean.se[0])
    return AgreementEffect(
        lead_lag=np.append(times, BASE)[order],
        coef=shown[0],
        low=shown[1],
        high=shown[2],
        percent=100 * np.expm1(shown[0]),
        pretrend_p=_pretrend(times, coef, vcov),
        mean_coef=float(mean.coef[0]),
        mean_low=float(mean.coef[0]) - spread,
        mean_high=float(mean.coef[0]) + spread,
        placebo_rank=rank,
        placebos=len(steps),
        treated=len(both),
        fit=study,
    )


def _added(panel: Panel, flags: list[NDArray[np.bool_]], names: list[str]) -> Panel:
    """The panel with more regressors, before its own."""
    import numpy as np

    regressors = np.column_stack([*flags, panel.regressors]).astype(np.float64)
    return Panel(panel.flow, panel.exporter, panel.importer, panel.period, regressors, (*names, *panel.names))


def _pretrend(times: Codes, coef: Floats, vcov: Floats) -> float | None:
    """P of a Wald test that the effects of all leads are zero together; None without leads."""
    import numpy as np
    from scipy.stats import chi2

    leads = times < BASE
    if not leads.any():
        return None
    wald = coef[leads] @ np.linalg.solve(vcov[np.ix_(leads, leads)], coef[leads])
    return float(chi2.sf(wald, leads.sum()))


def _placebos(panel: Panel, fitted: GravityFit, entry: Codes, placebos: int, seed: int) -> Floats:
    """Effects of the agreement's dates on pairs without it, both directions together; (m,), m <= `placebos`."""
    import numpy as np

    pairs = panel.pair(symmetric=True)
    dates = np.full(int(pairs.max()) + 1, NEVER)
    np.maximum.at(dates, pairs, entry)
    treated = dates[dates != NEVER]
    without = np.flatnonzero(dates == NEVER)
    if len(without) < 2 * len(treated):
        return np.zeros(0)
    generator = np.random.default_rng(seed)
    columns = np.zeros((len(pairs), placebos))
    for nth in range(placebos):
        drawn = np.full(len(dates), np.iinfo(np.intp).max)
        drawn[generator.choice(without, len(treated), replace=False)] = treated
        columns[:, nth] = panel.period >= drawn[pairs]
    steps = one_step(panel, fitted, columns)
    return steps[np.isfinite(steps)]


def _normal() -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf((1 + LEVEL) / 2)
