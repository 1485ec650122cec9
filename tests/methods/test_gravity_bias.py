"""The bias correction: against the tensors of the paper spelled out, units, roles, and planted coefficients."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.methods.gravity_worlds import world

from hali.errors import QuestionError
from hali.methods.gravity import GravityFit, Panel, fit
from hali.methods.gravity_bias import corrected, one_step

pytest.importorskip("pyfixest", reason="the extra gravity is not installed")


def cells(panel: Panel, values: np.ndarray) -> np.ndarray:
    n, periods = int(panel.exporter.max()) + 1, int(panel.period.max()) + 1
    found = np.zeros((n, n, periods))
    found[panel.exporter, panel.importer, panel.period] = values
    return found


def by_hand(panel: Panel, found: GravityFit) -> tuple[float, float]:
    """The corrected estimate and variance of one regressor, loop by loop, with H and the tensor G of every pair."""
    y, mu, x = (cells(panel, one) for one in (panel.flow, found.fitted, panel.regressors[:, 0]))
    n, _, periods = y.shape
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j]
    share = {p: mu[p] / mu[p].sum() for p in pairs}
    h = {p: mu[p].sum() * (np.diag(share[p]) - np.outer(share[p], share[p])) for p in pairs}
    score = {p: y[p] - share[p] * y[p].sum() for p in pairs}
    dummies = {p: np.zeros((periods, 2 * n * periods)) for p in pairs}
    for (i, j), d in dummies.items():
        d[:, i * periods : (i + 1) * periods] = np.eye(periods)
        d[:, (n + j) * periods : (n + j + 1) * periods] = np.eye(periods)
    effects = np.linalg.pinv(sum(dummies[p].T @ h[p] @ dummies[p] for p in pairs), rcond=1e-12)
    level = effects @ sum(dummies[p].T @ h[p] @ x[p] for p in pairs)
    rest = {p: x[p] - dummies[p] @ level for p in pairs}
    rest = {p: one - share[p] @ one for p, one in rest.items()}
    w = sum(rest[p] @ h[p] @ rest[p] for p in pairs) / (n * (n - 1))

    def third(p: tuple[int, int]) -> np.ndarray:
        """G x: minus the third cumulant of one draw from the shares, contracted with x."""
        unit = np.eye(periods) - share[p]
        cumulant = np.einsum("e,ea,eb,ec->abc", share[p], unit, unit, unit)
        return -mu[p].sum() * np.einsum("abc,c->ab", cumulant, rest[p])

    def side(position: int) -> float:
        total = 0.0
        for country in range(n):
            own = [p for p in pairs if p[position] == country]
            a = np.linalg.pinv(sum(h[p] for p in own), rcond=1e-12)
            first = np.trace(a @ sum(np.outer(h[p] @ rest[p], score[p]) for p in own))
            squared = sum(np.outer(score[p], score[p]) for p in own)
            total += -first + np.trace(a @ sum(third(p) for p in own) @ a @ squared) / 2
        return total / (n - 1)

    estimate = found.coef[0] - (side(0) + side(1)) / w / (n - 1)
    v = 1 / (n * (n - 1) * w)
    meat = 0.0
    for p in pairs:
        reach = h[p] @ (v * np.outer(rest[p], rest[p]) + dummies[p] @ effects @ dummies[p].T)
        meat += rest[p] @ np.linalg.inv(np.eye(periods) - reach) @ np.outer(score[p], score[p]) @ rest[p]
    return estimate, v * meat * v * len(pairs) / (len(pairs) - 1)


@pytest.mark.parametrize(("seed", "countries", "periods"), [(1, 6, 2), (2, 7, 3), (3, 5, 4)])
def test_equal_to_the_formulas_of_the_paper_spelled_out(seed: int, countries: int, periods: int) -> None:
    panel = world(seed, countries, periods)
    plain = fit(panel)
    found = corrected(panel, plain)
    estimate, variance = by_hand(panel, plain)
    assert found.coef[0] == pytest.approx(estimate, rel=1e-8)
    assert found.vcov[0, 0] == pytest.approx(variance, rel=1e-8)
    assert found.bias_corrected == "estimate and variance"


def without(panel: Panel, number: int) -> Panel:
    """The panel without the pair of one row."""
    same = (panel.exporter == panel.exporter[number]) & (panel.importer == panel.importer[number])
    return replace(
        panel,
        **{name: getattr(panel, name)[~same] for name in ("flow", "exporter", "importer", "period", "regressors")},
    )


@pytest.mark.parametrize(("seed", "noise"), [(1, "poisson"), (2, "gamma")])
def test_the_jackknife_is_what_fits_without_each_pair_give(seed: int, noise: str) -> None:
    """One Newton step from the whole fit is near the fit itself; the estimate is the corrected one all the same."""
    panel = world(seed, 7, 3, noise=noise)
    plain = fit(panel)
    found, usual = corrected(panel, plain, "jackknife"), corrected(panel, plain)
    rows = range(0, len(panel.flow), 3)  # a row of each pair
    moved = np.array([fit(without(panel, row)).coef[0] for row in rows]) - plain.coef[0]
    refitted = np.sqrt((len(moved) - 1) / len(moved) * (moved**2).sum())
    assert found.se[0] == pytest.approx(refitted, rel=0.1)
    assert found.se[0] > usual.se[0] > plain.se[0]
    assert found.coef[0] == usual.coef[0]
    assert found.se_rule.startswith("jackknife by pair")


def test_without_pair_effect_the_variance_alone_is_corrected() -> None:
    panel = world(4, 8, 3)
    plain = fit(panel, "none")
    found = corrected(panel, plain)
    assert found.coef.tolist() == plain.coef.tolist()
    assert found.se[0] > plain.se[0]
    assert found.bias_corrected == "variance"
    # by hand, H = diag(mu) and every period an effect of its own
    design = np.column_stack(
        [np.eye(24)[panel.exporter * 3 + panel.period], np.eye(24)[panel.importer * 3 + panel.period]]
    )
    mu, x = plain.fitted, panel.regressors[:, 0]
    effects = np.linalg.pinv(design.T @ (mu[:, None] * design))
    rest = x - design @ (effects @ (design.T @ (mu * x)))
    v = 1 / (rest @ (mu * rest))
    meat, pairs = 0.0, int(panel.pair().max()) + 1
    for pair in range(pairs):
        own = panel.pair() == pair
        reach = mu[own, None] * (v * np.outer(rest[own], rest[own]) + design[own] @ effects @ design[own].T)
        score = (panel.flow - mu)[own]
        meat += rest[own] @ np.linalg.solve(np.eye(own.sum()) - reach, score) * (score @ rest[own])
    assert found.vcov[0, 0] == pytest.approx(v * meat * v * pairs / (pairs - 1), rel=1e-7)


def test_nothing_depends_on_the_currency_or_on_who_is_called_exporter() -> None:
    panel = world(5, 9, 3)
    found = corrected(panel, fit(panel))
    dearer = replace(panel, flow=panel.flow * 1e6)
    turned = replace(panel, exporter=panel.importer, importer=panel.exporter)
    for other in (dearer, turned):
        again = corrected(other, fit(other))
        assert again.coef == pytest.approx(found.coef, rel=1e-7)
        assert again.se == pytest.approx(found.se, rel=1e-7)


def test_an_unbalanced_panel_is_corrected_as_well() -> None:
    panel = world(6, 9, 3)
    part = panel.only(np.random.default_rng(0).random(len(panel.flow)) < 0.9)
    found = corrected(part, fit(part))
    assert np.isfinite(found.coef).all()
    assert found.se[0] > fit(part).se[0]


def test_what_the_paper_has_no_formula_for_is_refused() -> None:
    panel = world(7, 8, 3)
    for plain in (fit(panel, "symmetric"), fit(panel, "directed", "robust"), corrected(panel, fit(panel))):
        with pytest.raises(QuestionError, match="directed pair effects or none, errors by pair"):
            corrected(panel, plain)


def test_one_step_is_close_to_a_fit_with_the_regressor() -> None:
    panel = world(8, 12, 3)
    added = np.random.default_rng(0).normal(size=len(panel.flow))
    both = replace(panel, regressors=np.column_stack([panel.regressors, added]), names=("x", "z"))
    assert one_step(panel, fit(panel), added[:, None])[0] == pytest.approx(fit(both).coef[1], rel=0.05, abs=1e-3)


def test_one_step_of_what_the_effects_explain_is_nothing() -> None:
    panel = world(9, 8, 3)
    constant = panel.pair()[:, None].astype(float)
    assert np.isnan(one_step(panel, fit(panel), constant)).all()


@pytest.mark.slow
def test_the_correction_halves_the_bias_and_covers_the_planted_coefficient() -> None:
    """A small version of the Monte Carlo; 300 draws of 15 countries and 5 periods, noise of constant variance."""
    rows = []
    for seed in range(300):
        panel = world(1_000 + seed, 15, 5, noise="gaussian")
        plain = fit(panel)
        found = corrected(panel, plain)
        rows.append((plain.coef[0], plain.se[0], found.coef[0], found.se[0]))
    before, se_before, after, se_after = np.array(rows).T
    error = before.std() / np.sqrt(len(before))
    assert before.mean() - 1 > 4 * error, "no bias to correct: the design does not test anything"
    assert abs(after.mean() - 1) < (before.mean() - 1) / 2
    assert (np.abs(after - 1) < 1.96 * se_after).mean() > (np.abs(before - 1) < 1.96 * se_before).mean()
    assert (np.abs(after - 1) < 1.96 * se_after).mean() >= 0.9
