"""Mirror flows: cases by hand, one definition of the margin, and planted reliabilities and margins that are found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from hali.errors import QuestionError
from hali.methods.margin import HIGHEST, fit_margin
from hali.methods.mirror import (
    BOTH,
    FEWEST,
    M_ONLY,
    NEITHER,
    X_ONLY,
    declared_margin,
    gaps,
    reconcile,
    reliability,
    to_fob,
)

NAN = np.nan


def array(*values: float) -> Any:
    return np.array(values, float)


@dataclass(frozen=True)
class World:
    """Reports of a world whose errors and margins are known."""

    x: Any
    m: Any
    distance: Any
    margin: Any
    exporter: Any
    importer: Any
    sd_x: Any
    sd_m: Any


ELASTICITY = 0.03
"""Of 1 + c in distance over a flow next door: 0.5 % for the next neighbour, 12 % at the far end."""

NEXT_DOOR = 200.0


def world(seed: int, reporters: int = 60, products: int = 40, worst: float = 0.8) -> World:
    """Flows with log-normal errors; a twentieth is reported by one side alone, wild ones are among the rest."""
    rng = np.random.default_rng(seed)
    i, j, _ = np.meshgrid(*map(np.arange, (reporters, reporters, products)), indexing="ij")
    i, j = i.ravel(), j.ravel()
    i, j = i[i != j], j[i != j]
    places = rng.uniform(0, 9000, (reporters, 2))
    distance = np.maximum(NEXT_DOOR, np.hypot(*(places[i] - places[j]).T))
    margin = (distance / NEXT_DOOR) ** ELASTICITY - 1
    sd_x, sd_m = rng.uniform(0.05, worst, (2, reporters))
    true = np.exp(rng.normal(12, 2, len(i)))
    x = true * np.exp(rng.normal(0, sd_x[i]))
    m = true * (1 + margin) * np.exp(rng.normal(0, sd_m[j]))
    wild = rng.random(len(i)) < 0.01
    m = np.where(wild, m * 20, m)
    m = np.where(rng.random(len(i)) < 0.05, 0.0, m)
    x = np.where(rng.random(len(i)) < 0.05, 0.0, x)
    return World(x, m, distance, margin, i, j, sd_x, sd_m)


def fitted(told: World) -> Any:
    reference = array(np.log(NEXT_DOOR))
    return fit_margin(told.x, told.m, np.log(told.distance)[:, None], reference, told.exporter, told.importer, 1000.0)


def test_gaps_by_hand() -> None:
    found = gaps(array(100, 100, 0, NAN, 5, 0), array(106, 53, 7, 3, 0, NAN), 0.06)
    assert found.state.tolist() == [BOTH, BOTH, M_ONLY, M_ONLY, X_ONLY, NEITHER]
    assert found.log_gap[:2] == pytest.approx([0, np.log(0.5)])
    assert found.missing[:3] == pytest.approx([0, 53, -7])
    assert found.asymmetry[0] == pytest.approx(-6 / 103)
    # an absent report is unknown, one of zero is a zero
    assert np.isnan(found.missing[3])
    assert found.missing[4] == pytest.approx(5.3)
    assert np.isnan(found.log_gap[2:]).all()


def test_one_definition_of_the_margin_both_ways() -> None:
    """A margin of 20 % of FOB makes FOB 83.3 % of CIF, not 80 %."""
    assert to_fob(array(120), array(0.2)) == pytest.approx([100])
    assert to_fob(array(1), array(0.2)) == pytest.approx([0.8333333333])
    assert declared_margin(array(120, 120, 0), array(100, NAN, 5))[0] == pytest.approx(0.2)
    assert np.isnan(declared_margin(array(120, 120, 0), array(100, NAN, 5))[1:]).all()


@given(st.floats(1, 1e9), st.floats(-0.5, 0.5))
def test_cif_there_and_back(fob: float, margin: float) -> None:
    cif = array(fob * (1 + margin))
    assert to_fob(cif, declared_margin(cif, array(fob))) == pytest.approx([fob])


@pytest.mark.parametrize(("x", "m", "margin"), [(-1, 1, 0.06), (1, -1, 0.06), (1, 1, -1.0)])
def test_impossible_reports_and_margins_are_refused(x: float, m: float, margin: float) -> None:
    with pytest.raises(QuestionError):
        gaps(array(x), array(m), margin)


def test_reliability_finds_the_planted_order_and_sums() -> None:
    told = world(1)
    found = fitted(told)
    scored = reliability(found.residual, told.exporter, told.importer, len(told.sd_x))
    assert scored.converged
    assert stats.spearmanr(scored.var_x, told.sd_x).statistic >= 0.9
    assert stats.spearmanr(scored.var_m, told.sd_m).statistic >= 0.9
    # the most reliable have a variance near zero, so the two means cannot be made equal, and the result says so
    assert not scored.centred
    assert min(scored.var_x.min(), scored.var_m.min()) == pytest.approx(0, abs=1e-12)


def test_means_of_both_sides_are_made_equal_where_no_variance_is_near_zero() -> None:
    rng = np.random.default_rng(9)
    i, j = (rng.integers(0, 10, 40_000) for _ in range(2))
    var = rng.uniform(0.4, 1, (2, 10))
    found = reliability(rng.normal(0, np.sqrt(var[0][i] + var[1][j])), i, j, 10)
    assert found.centred
    assert found.var_x.mean() == pytest.approx(found.var_m.mean())
    assert found.var_x[:, None] + found.var_m == pytest.approx(var[0][:, None] + var[1], abs=0.15)


def test_reliability_equals_non_negative_least_squares_of_scipy() -> None:
    rng = np.random.default_rng(3)
    n = 8
    i, j = (rng.integers(0, n, 3000) for _ in range(2))
    sd = rng.uniform(0.0, 1, (2, n))
    e = rng.normal(0, np.hypot(sd[0][i], sd[1][j]))
    found = reliability(e, i, j, n)
    sums = found.var_x[:, None] + found.var_m[None, :]
    weight = 1 / sums[i, j]
    design = np.zeros((len(e), 2 * n))
    design[np.arange(len(e)), i] = design[np.arange(len(e)), n + j] = weight
    theirs, _ = optimize.nnls(design, e**2 * weight)
    assert sums == pytest.approx(theirs[:n, None] + theirs[None, n:], rel=1e-5)


def test_tied_reliability_has_one_variance_a_reporter() -> None:
    rng = np.random.default_rng(4)
    n = 12
    i, j = (rng.integers(0, n, 40_000) for _ in range(2))
    var = rng.uniform(0.1, 1, n)
    found = reliability(rng.normal(0, np.sqrt(var[i] + var[j])), i, j, n, tied=True)
    assert found.converged
    assert np.array_equal(found.var_x, found.var_m)
    assert found.var_x == pytest.approx(var, abs=0.08)


def test_a_reporter_of_few_cells_has_the_pooled_variance_and_no_score() -> None:
    rng = np.random.default_rng(5)
    i, j = np.repeat([0, 1, 2], [200, 200, FEWEST - 1]), rng.integers(0, 2, 400 + FEWEST - 1)
    found = reliability(rng.normal(0, 1, len(i)), i, j, 3)
    assert found.scored_x.tolist() == [True, True, False]
    assert found.scored_m.tolist() == [True, True, False]
    assert found.var_x[2] == pytest.approx(found.pooled / 2)


def test_too_few_cells_for_any_score_are_refused() -> None:
    with pytest.raises(QuestionError, match="needs 30 flows both sides report; 2 are there"):
        reliability(array(0.1, NAN, 0.2), np.zeros(3, int), np.ones(3, int), 2)


@pytest.mark.parametrize("seed", range(5))
def test_the_planted_margin_is_found_within_a_point(seed: int) -> None:
    """Of every flow, where the worst reporter errs by 30 %: what is left to chance falls with the number of flows."""
    told = world(seed, worst=0.3)
    found = fitted(told)
    assert found.converged
    assert abs(found.margin - told.margin).max() < 0.01
    assert found.clipped == 0
    # one-sided cells and cells below the floor never enter
    assert found.used == int(((told.x >= 1000) & (told.m >= 1000)).sum())


@pytest.mark.slow
def test_the_planted_margin_is_found_within_a_point_among_bad_reporters() -> None:
    """The worst err by 80 %, and there are 2 M flows, a quarter of a year of the world."""
    told = world(2, 60, 600)
    assert abs(fitted(told).margin - told.margin).max() < 0.01


def test_what_lies_below_the_floor_changes_no_margin() -> None:
    told = world(2, 20, 10)
    before = fitted(told)
    below = told.x < 1000
    changed = World(**{**told.__dict__, "m": np.where(below, told.m * 1e6, told.m)})
    assert np.array_equal(fitted(changed).coefficient, before.coefficient)
    another = World(**{**told.__dict__, "m": np.where(told.distance > 5000, told.m * 1.1, told.m)})
    assert fitted(another).coefficient[0] > before.coefficient[0]


def test_a_margin_is_clipped_and_counted() -> None:
    told = world(6, 20, 10)
    huge = World(**{**told.__dict__, "m": told.m * (told.distance / NEXT_DOOR) ** 0.3})
    found = fitted(huge)
    assert found.margin.max() == HIGHEST
    assert found.clipped == pytest.approx(float((found.margin == HIGHEST).mean()))


def test_a_regressor_of_reporters_alone_is_refused() -> None:
    told = world(7, 10, 10)
    alone = told.exporter.astype(float)[:, None]
    with pytest.raises(QuestionError, match="reporter"):
        fit_margin(told.x, told.m, alone, array(0), told.exporter, told.importer, 0)
    with pytest.raises(QuestionError, match="too few"):
        fit_margin(told.x, told.m, alone, array(0), told.exporter, told.importer, 1e30)


def test_two_regressors_that_are_one_are_refused() -> None:
    told = world(7, 10, 10)
    twice = np.log(told.distance)[:, None] * np.array([1.0, 2.0])
    with pytest.raises(QuestionError, match="told apart"):
        fit_margin(told.x, told.m, twice, array(0, 0), told.exporter, told.importer, 0)


def test_a_margin_of_two_regressors_equals_least_squares_on_dummies() -> None:
    """With weights of one, which Huber's are where no residual is large."""
    rng = np.random.default_rng(10)
    i, j = (rng.integers(0, 6, 400) for _ in range(2))
    z = rng.normal(0, 1, (400, 2))
    noise = rng.choice([-0.01, 0.01], 400)
    m = np.exp(z @ np.array([0.05, -0.02]) + 0.1 * i - 0.2 * j + noise)
    found = fit_margin(np.ones(400), m, z, array(0, 0), i, j, 0)
    design = np.column_stack([z, *((i == code) for code in range(6)), *((j == code) for code in range(6))])
    expected = np.linalg.lstsq(design.astype(float), np.log(m), rcond=None)[0][:2]
    assert found.coefficient == pytest.approx(expected, abs=1e-7)


def test_the_reconciled_value_by_hand() -> None:
    """Variances 1 and 3: the exporter's report weighs three quarters."""
    found = reconcile(array(100, 50, NAN, NAN), array(424, 0, 53, NAN), 0.06, array(1, 1, 1, 1), array(3, 1, 1, 1))
    assert found.weight_x[:3] == pytest.approx([0.75, 1, 0])
    assert found.value[:3] == pytest.approx([100**0.75 * 400**0.25, 50, 50])
    assert found.state.tolist() == [BOTH, X_ONLY, M_ONLY, NEITHER]
    assert np.isnan(found.value[3])


def test_reconciling_comes_nearer_than_either_report() -> None:
    told = world(8, 30, 20)
    model = fitted(told)
    scored = reliability(model.residual, told.exporter, told.importer, 30)
    found = reconcile(told.x, told.m, model.margin, scored.var_x[told.exporter], scored.var_m[told.importer])
    both = found.state == BOTH
    rng = np.random.default_rng(8)
    rng.uniform(0, 9000, (30, 2))
    rng.uniform(0.05, 0.8, (2, 30))
    true = np.exp(rng.normal(12, 2, len(told.x)))

    def wrong(values: Any) -> float:
        return float(np.median(abs(np.log(values[both] / true[both]))))

    assert wrong(found.value) < min(wrong(told.x), wrong(to_fob(told.m, model.margin)))


def test_a_fit_that_does_not_converge_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    told = world(1, 10, 10)
    model = fitted(told)
    monkeypatch.setattr("hali.methods.mirror.ROUNDS", 2)
    scored = reliability(model.residual, told.exporter, told.importer, 10)
    assert (scored.converged, scored.iterations) == (False, 2)
    monkeypatch.setattr("hali.methods.margin.ROUNDS", 1)
    assert not fitted(told).converged
