"""Potential, trade costs of another dyad, and agreements: planted worlds and what must not matter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hali.errors import QuestionError
from hali.methods.gravity import Panel, fit
from hali.methods.gravity_agreement import BASE, LAGS, LEADS, NEVER, agreement_effect
from hali.methods.gravity_potential import potential, with_costs_of

pytest.importorskip("pyfixest", reason="the extra gravity is not installed")


def planted(seed: int, noise: float = 0.2, countries: int = 12, periods: int = 2) -> tuple[Panel, np.ndarray]:
    """Flows of known expectation: effects, distance with coefficient -0.8, multiplicative noise of mean 1."""
    draw = np.random.default_rng(seed)
    exporter, importer, period = (
        one.ravel() for one in np.meshgrid(*map(np.arange, (countries, countries, periods)), indexing="ij")
    )
    apart = exporter != importer
    exporter, importer, period = exporter[apart], importer[apart], period[apart]
    distance = draw.normal(size=(countries, countries))[exporter, importer]
    sold, bought = draw.normal(size=(2, countries, periods))
    mean = np.exp(sold[exporter, period] + bought[importer, period] - 0.8 * distance)
    flow = mean * np.exp(noise * draw.normal(size=len(mean)) - noise**2 / 2)
    return Panel(flow, exporter, importer, period, distance[:, None], ("ln_distance",)), mean


def test_a_planted_shortfall_is_found() -> None:
    panel, mean = planted(1)
    dyad = (panel.exporter == 2) & (panel.importer == 5)
    panel = replace(panel, flow=np.where(dyad, mean / 4, panel.flow))
    found = potential(panel, dyad, draws=39)
    assert found.fitted == pytest.approx(mean[dyad].sum(), rel=0.25)
    assert found.low < 4 < found.high
    assert found.left_out == 2
    assert found.draws >= 36


def test_without_noise_the_expectation_is_exact() -> None:
    panel, mean = planted(2, noise=0.0)
    dyad = (panel.exporter == 0) & np.isin(panel.importer, [3, 4])
    found = potential(panel, dyad, draws=5)
    assert found.fitted == pytest.approx(mean[dyad].sum(), rel=1e-5)
    assert found.ratio == pytest.approx(1, rel=1e-5)
    assert found.low == pytest.approx(1, rel=1e-4)


def test_the_dyads_own_flow_does_not_raise_what_is_expected_of_it() -> None:
    panel, _ = planted(3)
    dyad = (panel.exporter == 1) & (panel.importer == 0)
    once = potential(panel, dyad, draws=3)
    larger = potential(replace(panel, flow=np.where(dyad, panel.flow * 50, panel.flow)), dyad, draws=3)
    assert larger.fitted == once.fitted
    assert larger.ratio == pytest.approx(once.ratio / 50)


def test_nothing_traded_has_an_expectation_and_no_ratio() -> None:
    panel, mean = planted(4)
    dyad = (panel.exporter == 1) & (panel.importer == 0)
    found = potential(replace(panel, flow=np.where(dyad, 0.0, panel.flow)), dyad, draws=19)
    assert found.ratio is None
    assert found.actual == 0
    assert found.low < mean[dyad].sum() < found.high


def test_a_dyad_nothing_is_known_of_is_refused() -> None:
    panel, _ = planted(5)
    with pytest.raises(QuestionError, match="no period with a known flow"):
        potential(panel, np.zeros(len(panel.flow), dtype=bool))
    dyad = panel.exporter == 0
    with pytest.raises(QuestionError, match="no trade with others"):
        potential(panel, dyad)


def test_trade_costs_of_another_dyad_move_trade_by_their_difference() -> None:
    panel, _ = planted(6)
    found = fit(panel, "none")
    half = with_costs_of(found, np.array([1.0]), np.array([0.0]))
    assert half.ratio == pytest.approx(np.exp(-found.coef[0]))
    assert half.low == pytest.approx(np.exp(-found.coef[0] - 1.959964 * found.se[0]))
    same = with_costs_of(found, np.array([1.0]), np.array([1.0]))
    assert (same.ratio, same.low, same.high) == (1, 1, 1)
    with pytest.raises(QuestionError, match="not known of one of the two dyads: ln_distance"):
        with_costs_of(found, np.array([np.nan]), np.array([1.0]))
    with pytest.raises(QuestionError, match="without pair effect"):
        with_costs_of(replace(found, effects=(*found.effects, "directed pair")), np.array([1.0]), np.array([0.0]))


def with_agreement(seed: int, effect: float, start: int = 8, periods: int = 16) -> tuple[Panel, np.ndarray]:
    """A long panel in which three pairs, both ways, trade exp(effect) times as much from period `start` on."""
    draw = np.random.default_rng(seed)
    countries = 14
    panel, _ = planted(seed, 0.1, countries, periods)
    other = draw.random((countries, countries, periods))[panel.exporter, panel.importer, panel.period] < 0.3
    low, high = np.minimum(panel.exporter, panel.importer), np.maximum(panel.exporter, panel.importer)
    treated = (high == low + 1) & (low < 6) & (low % 2 == 0)
    entry = np.where(treated, start, NEVER)
    lift = effect * (treated & (panel.period >= start)) + 0.2 * other
    return replace(panel, flow=panel.flow * np.exp(lift), regressors=other[:, None] * 1.0, names=("other",)), entry


def test_a_planted_agreement_is_found_and_stands_out_of_the_placebos() -> None:
    panel, entry = with_agreement(7, 0.5)
    found = agreement_effect(panel, entry)
    assert found.treated == 6
    assert found.mean_coef == pytest.approx(0.5, abs=0.15)
    assert found.mean_low > 0.2
    assert found.placebo_rank == pytest.approx(1 / (1 + found.placebos))
    assert found.lead_lag.tolist() == list(range(-LEADS, 8))
    assert found.coef[found.lead_lag == BASE].tolist() == [0.0]
    after = found.lead_lag >= 0
    assert found.coef[after] == pytest.approx(0.5, abs=0.35)
    assert found.percent == pytest.approx(100 * np.expm1(found.coef))


def test_ends_stand_for_all_beyond() -> None:
    panel, entry = with_agreement(8, 0.5, start=3)
    found = agreement_effect(panel, entry, placebos=9)
    assert found.lead_lag.tolist() == list(range(-3, LAGS + 1))


def test_no_agreement_no_effect() -> None:
    panel, entry = with_agreement(9, 0.0)
    found = agreement_effect(panel, entry)
    assert found.mean_low < 0 < found.mean_high
    assert found.pretrend_p > 0.01
    assert found.placebo_rank > 0.05


def test_trade_that_rose_before_shows_in_the_test_of_the_years_before() -> None:
    panel, entry = with_agreement(9, 0.0)
    rising = (entry != NEVER) & (panel.period < 8)
    lift = np.where(rising, 0.15 * (panel.period - 8), 0)
    found = agreement_effect(replace(panel, flow=panel.flow * np.exp(lift)), entry, placebos=9)
    assert found.pretrend_p < 1e-3


def test_the_same_question_has_the_same_answer() -> None:
    panel, entry = with_agreement(10, 0.3)
    one, other = (agreement_effect(panel, entry, placebos=30, seed=3) for _ in range(2))
    assert one.placebo_rank == other.placebo_rank
    assert one.coef.tolist() == other.coef.tolist()


def test_an_agreement_without_a_before_or_an_after_is_refused() -> None:
    panel, entry = with_agreement(11, 0.3)
    for start in (0, 99):
        with pytest.raises(QuestionError, match="both before the agreement and from it on"):
            agreement_effect(panel, np.where(entry == NEVER, NEVER, start))
