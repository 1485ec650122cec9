"""Gravity fits: Stata's numbers, rows that must go, adding-up, and refusals in one clear line."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace

import numpy as np
import pytest
from tests.methods.gravity_worlds import reference_rows, world

from hali.errors import QuestionError
from hali.methods import gravity, separation
from hali.methods.gravity import Panel, fit


def sample_of_2006() -> tuple[Panel, dict[str, dict[str, str]]]:
    rows = reference_rows("gegravity/sample_2006.csv")
    expected = {row["variable"]: row for row in reference_rows("gegravity/expected_stata.csv")}
    countries = sorted({row["exporter"] for row in rows})
    keys = [np.array([countries.index(row[side]) for row in rows]) for side in ("exporter", "importer")]
    values = np.array([[float(row[name]) for name in expected] for row in rows])
    flow = np.array([float(row["trade"]) for row in rows])
    return Panel(flow, *keys, np.zeros(len(rows), dtype=int), values, tuple(expected)), expected


# separation


@pytest.mark.shared
@pytest.mark.parametrize("case", range(1, 18))
def test_the_separated_rows_of_the_reference_cases(case: int) -> None:
    rows = reference_rows(f"ppml_separation/{case:02}.csv")
    columns = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
    regressors = [columns[name] for name in columns if name.startswith("x")]
    effects = [np.unique(columns[name], return_inverse=True)[1] for name in columns if name.startswith("id")]
    values = np.column_stack(regressors) if regressors else np.empty((len(rows), 0))
    found = separation.separated_rows(columns["y"], values, effects)
    assert found.tolist() == (columns["separated"] == 1).tolist()


def test_a_level_without_a_flow_goes_and_takes_along_what_follows() -> None:
    # importer 2 buys nothing; without its rows exporter 1 has sold nothing
    flow = np.array([5.0, 0.0, 0.0, 3.0, 0.0])
    exporter, importer = np.array([0, 0, 1, 2, 2]), np.array([0, 2, 2, 0, 1])
    found = separation.separated_rows(flow, np.empty((5, 0)), [exporter, importer])
    assert found.tolist() == [False, True, True, False, True]


def test_a_regressor_separates_and_its_opposite_as_well() -> None:
    flow = np.array([1.0, 2.0, 3.0, 0.0, 0.0, 0.0])
    one = np.array([0.0, 0, 0, 0, 1, 2])
    for sign in (1, -1):
        found = separation.separated_rows(flow, sign * one[:, None], [])
        assert found.tolist() == [False, False, False, False, True, True]


def test_opposed_signs_separate_nothing() -> None:
    flow = np.array([1.0, 2.0, 3.0, 0.0, 0.0, 0.0])
    both = np.array([0.0, 0, 0, 0, 1, -2])
    assert not separation.separated_rows(flow, both[:, None], []).any()


def test_separation_agrees_with_brute_force_on_small_panels() -> None:
    """Against the cone itself: a row is separated if a linear programme of its own makes it positive."""
    from scipy.optimize import linprog

    draw = np.random.default_rng(5)
    for _ in range(25):
        exporter, importer = (one.ravel() for one in np.meshgrid(np.arange(4), np.arange(4)))
        flow = draw.poisson(0.5, 16).astype(float)
        x = draw.integers(-1, 2, (16, 1)).astype(float)
        design = np.column_stack([x, np.eye(4)[exporter], np.eye(4)[importer]])
        zero = flow == 0
        found = separation.separated_rows(flow, x, [exporter, importer])
        for row in np.flatnonzero(zero):
            one = linprog(
                -design[row],
                A_ub=np.vstack([-design[zero], design[zero]]),
                b_ub=np.concatenate([np.zeros(zero.sum()), np.ones(zero.sum())]),
                A_eq=design[~zero] if (~zero).any() else None,
                b_eq=np.zeros((~zero).sum()) if (~zero).any() else None,
                bounds=[(None, None)] * design.shape[1],
            )
            assert found[row] == (one.fun < -1e-7)
        assert not found[~zero].any()


# fits

pyfixest = pytest.mark.skipif(importlib.util.find_spec("pyfixest") is None, reason="the extra gravity is not installed")


@pyfixest
@pytest.mark.shared
def test_coefficients_and_errors_of_stata() -> None:
    panel, expected = sample_of_2006()
    found = fit(panel, "none", "robust")
    assert found.nobs == 900
    assert found.coef == pytest.approx([float(row["coef"]) for row in expected.values()], abs=1e-6)
    assert found.se == pytest.approx([float(row["se"]) for row in expected.values()], abs=1e-6)
    assert "N/(N-1)" in found.se_rule


@pyfixest
@pytest.mark.parametrize("pair", ["none", "directed"])
def test_fitted_flows_add_up_to_the_actual_ones(pair: str) -> None:
    panel = world(1, 12, 4)
    found = fit(panel, pair)
    for side in (panel.exporter, panel.importer):
        level = side * 4 + panel.period
        assert np.bincount(level, found.fitted) == pytest.approx(np.bincount(level, panel.flow), rel=1e-6)


@pyfixest
def test_errors_by_pair_equal_a_sandwich_computed_by_hand() -> None:
    """Dense: regressors and indicators side by side, scores summed by pair, G/(G-1)."""
    panel = world(2, 7, 3)
    found = fit(panel, "directed", "pair")
    indicators = [np.eye(level.max() + 1)[level] for level in gravity.effect_levels(panel, "directed").values()]
    design = np.column_stack([panel.regressors, *indicators])
    bread = np.linalg.pinv(design.T @ (found.fitted[:, None] * design))
    pairs = panel.pair()
    scores = np.zeros((pairs.max() + 1, design.shape[1]))
    np.add.at(scores, pairs, design * (panel.flow - found.fitted)[:, None])
    groups = len(scores)
    expected = (bread @ scores.T @ scores @ bread)[0, 0] * groups / (groups - 1)
    # the estimator's weights are those of its last step but one: in so small a panel not yet the final ones
    assert found.vcov[0, 0] == pytest.approx(expected, rel=1e-4)
    assert "G/(G-1)" in found.se_rule


@pyfixest
def test_nothing_depends_on_the_currency() -> None:
    panel = world(3, 10, 3)
    one, other = fit(panel), fit(replace(panel, flow=panel.flow * 1e9))
    assert other.coef == pytest.approx(one.coef, rel=1e-9)
    assert other.se == pytest.approx(one.se, rel=1e-9)
    assert other.fitted == pytest.approx(one.fitted * 1e9, rel=1e-9)
    assert other.deviance == pytest.approx(one.deviance * 1e9, rel=1e-6)


@pyfixest
def test_directed_and_symmetric_pair_effects_are_different_models() -> None:
    panel = world(4, 10, 4)
    directed, symmetric = fit(panel, "directed"), fit(panel, "symmetric")
    assert directed.effects[-1] == "directed pair"
    assert symmetric.effects[-1] == "symmetric pair"
    assert abs(directed.coef[0] - symmetric.coef[0]) > 1e-4


@pyfixest
def test_rows_left_out_are_told_apart() -> None:
    panel = world(5, 8, 3)
    flow = panel.flow.copy()
    flow[0] = np.nan  # exporter 0, importer 1, period 0
    flow[panel.pair() == 9] = 0  # never a flow
    flow[np.flatnonzero(panel.pair() == 12)[:2]] = np.nan  # one period left
    found = fit(replace(panel, flow=flow))
    assert found.dropped.missing.tolist() == [0, *np.flatnonzero(panel.pair() == 12)[:2].tolist()]
    assert found.dropped.separated.tolist() == np.flatnonzero(panel.pair() == 9).tolist()
    assert found.dropped.singleton.tolist() == [int(np.flatnonzero(panel.pair() == 12)[2])]
    assert found.nobs == len(flow) - 3 - 3 - 1
    assert np.isnan(found.fitted).sum() == 7


@pyfixest
def test_zeros_stay_in() -> None:
    panel = world(6, 10, 3)
    flow = panel.flow.copy()
    flow[::7] = 0
    found = fit(replace(panel, flow=flow))
    assert found.nobs == len(flow)
    assert (found.fitted[::7] > 0).all()


@pyfixest
def test_weights_count_rows_several_times() -> None:
    """Weights of 2 on every row change neither estimate nor fitted flows."""
    panel = world(7, 9, 3)
    twice = fit(panel, "none", weights=np.full(len(panel.flow), 2.0))
    once = fit(panel, "none")
    assert twice.coef == pytest.approx(once.coef, abs=1e-7)
    assert twice.fitted == pytest.approx(once.fitted, rel=1e-6)


# refusals


def refused(panel: Panel, match: str, pair: str = "directed") -> None:
    with pytest.raises(QuestionError, match=match):
        fit(panel, pair)


def test_what_is_no_panel_is_refused() -> None:
    panel = world(8, 6, 2)
    refused(replace(panel, flow=-panel.flow), "negative")
    refused(replace(panel, flow=0 * panel.flow), "above zero")
    refused(replace(panel, period=0 * panel.period), "same exporter")
    refused(replace(panel, regressors=np.empty((len(panel.flow), 0)), names=()), "at least one regressor")
    refused(replace(panel, names=("x", "y")), "one column for each name")
    refused(panel.only(panel.period == 0), "at least 2 periods, there is 1")


@pyfixest
def test_a_regressor_the_effects_explain_is_named() -> None:
    panel = world(9, 8, 3)
    constant = np.random.default_rng(0).normal(size=int(panel.pair().max()) + 1)[panel.pair()]
    with_distance = replace(panel, regressors=np.column_stack([panel.regressors, constant]), names=("x", "distance"))
    refused(with_distance, "no variation of distance is left")
    refused(replace(with_distance, regressors=with_distance.regressors[:, 1:], names=("distance",)), "of distance")


def test_without_the_extra_one_line_says_what_adds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyfixest", None)
    refused(world(10, 6, 2), r"pip install 'hali\[gravity\]'")
