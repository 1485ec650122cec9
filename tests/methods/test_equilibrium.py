"""General equilibrium: gegravity's outcome, an independent solution, identities that hold exactly, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import root
from tests.methods.gravity_worlds import reference_rows

from hali.errors import QuestionError
from hali.methods.equilibrium import CLOSURES, Closure, counterfactual, interval, structural_flows

SIGMA = 5.0


def world(seed: int, countries: int = 8) -> np.ndarray:
    """Flows with domestic sales; totals of rows and columns differ by country."""
    draw = np.random.default_rng(seed)
    return np.exp(draw.normal(0, 1, (countries, countries)) + 3 * np.eye(countries))


def shock(seed: int, countries: int = 8, size: float = 0.3) -> np.ndarray:
    """A change of the costs across borders; at home nothing changes."""
    theta = np.exp(size * np.random.default_rng(seed).normal(size=(countries, countries)))
    np.fill_diagonal(theta, 1)
    return theta


@pytest.mark.shared
def test_the_outcome_gegravity_printed() -> None:
    """Canada and Japan conclude an agreement; `shares` is what gegravity computes."""
    rows = reference_rows("gegravity/sample_2006.csv")
    coef = {row["variable"]: float(row["coef"]) for row in reference_rows("gegravity/expected_stata.csv")}
    names = sorted({row["exporter"] for row in rows})
    costs, theta = np.zeros((30, 30)), np.ones((30, 30))
    output, spent = np.zeros(30), np.zeros(30)
    for row in rows:
        i, j = names.index(row["exporter"]), names.index(row["importer"])
        costs[i, j] = np.exp(sum(coef[name] * float(row[name]) for name in coef))
        output[i], spent[j] = float(row["Y"]), float(row["E"])
        if {row["exporter"], row["importer"]} == {"CAN", "JPN"}:
            assert row["pta"] == "0"
            theta[i, j] = np.exp(coef["pta"])
    found = counterfactual(structural_flows(costs, output, spent), theta, SIGMA, "shares", names)
    printed = {"CAN": 0.418261, "JPN": 0.053755, "DEU": -0.002007}
    assert [found.real_gdp[names.index(name)] for name in printed] == pytest.approx(list(printed.values()), abs=1e-6)
    # its welfare statistic is real income before / after
    assert 1 / (1 + found.real_gdp[names.index("CAN")] / 100) == pytest.approx(0.995835, abs=1e-6)


def test_shares_equal_an_independent_solution_of_the_resistances() -> None:
    """Equations 2-38 and 2-39 and factory-gate prices, before and after, by a general root finder."""
    flows, theta = world(1), shock(2)
    costs, n = flows * 7, len(flows)
    output, spent = flows.sum(axis=1) / flows.sum(), flows.sum(axis=0) / flows.sum()

    def resistances(t: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Outward and inward resistance to the power 1 - sigma, the inward one of the last country 1."""

        def off(logs: np.ndarray) -> np.ndarray:
            outward, inward = np.exp(logs[:n]), np.append(np.exp(logs[n:]), 1.0)
            return np.concatenate([(t @ (spent / inward)) / outward - 1, ((output / outward) @ t / inward - 1)[:-1]])

        solved = root(off, np.zeros(2 * n - 1), method="hybr", tol=1e-13)
        assert np.abs(off(solved.x)).max() < 1e-10
        return np.exp(solved.x[:n]), np.append(np.exp(solved.x[n:]), 1.0)

    (out_0, in_0), (out_1, in_1) = resistances(costs), resistances(costs * theta)
    price = (out_1 / out_0) ** (-1 / (1 - SIGMA))
    index = (in_1 / in_0) ** (1 / (1 - SIGMA))
    found = counterfactual(flows, theta, SIGMA, "shares")
    assert found.real_gdp == pytest.approx(100 * (price / index - 1), abs=1e-6)


@pytest.mark.parametrize("closure", ["ratio", "nominal", "balanced"])
def test_equal_to_an_independent_solution_of_the_markets(closure: Closure) -> None:
    flows, theta = world(3), shock(4)
    if closure == "balanced":
        flows = counterfactual(flows, np.ones_like(flows), SIGMA, closure).flows
    output, spent = flows.sum(axis=1), flows.sum(axis=0)

    def market(logs: np.ndarray) -> np.ndarray:
        price = np.exp(np.append(logs, 0.0))
        price = price * output.sum() / (price @ output)
        weights = flows / spent * theta * price[:, None] ** (1 - SIGMA)
        income = price * output
        after = {
            "ratio": income * spent / output * (income.sum() / (income * spent / output).sum()),
            "nominal": income + spent - output,
            "balanced": income,
        }[closure]
        return ((weights / weights.sum(axis=0)) @ after / income - 1)[:-1]

    solved = root(market, np.zeros(len(flows) - 1), tol=1e-13)
    price = np.exp(np.append(solved.x, 0.0))
    price = price * output.sum() / (price @ output)
    index = ((flows / spent * theta * price[:, None] ** (1 - SIGMA)).sum(axis=0)) ** (1 / (1 - SIGMA))
    found = counterfactual(flows, theta, SIGMA, closure)
    assert found.real_gdp == pytest.approx(100 * (price / index - 1), abs=1e-6)
    assert found.price == pytest.approx(price, rel=1e-8)
    assert found.residual < 1e-10


@pytest.mark.parametrize("closure", CLOSURES)
def test_nothing_changes_nothing(closure: Closure) -> None:
    flows = world(5)
    found = counterfactual(flows, np.ones_like(flows), SIGMA, closure)
    assert np.abs(found.real_gdp).max() < 1e-8
    if closure != "balanced":
        assert found.flows == pytest.approx(flows, rel=1e-9)


@pytest.mark.parametrize("closure", CLOSURES)
def test_the_currency_and_the_order_of_countries_do_not_matter(closure: Closure) -> None:
    flows, theta, order = world(6), shock(7), np.random.default_rng(8).permutation(8)
    found = counterfactual(flows, theta, SIGMA, closure)
    dearer = counterfactual(flows * 1e9, theta, SIGMA, closure)
    turned = counterfactual(flows[np.ix_(order, order)], theta[np.ix_(order, order)], SIGMA, closure)
    assert dearer.real_gdp == pytest.approx(found.real_gdp, abs=1e-7)
    assert turned.real_gdp == pytest.approx(found.real_gdp[order], abs=1e-7)


@pytest.mark.parametrize("closure", ["ratio", "nominal", "balanced"])
def test_real_income_follows_from_the_share_of_domestic_sales(closure: Closure) -> None:
    """Arkolakis, Costinot and Rodriguez-Clare 2012: p/P = (pi'_jj / pi_jj)^(1/(1-s)) where costs at home stay."""
    flows, theta = world(9), shock(10)
    if closure == "balanced":
        flows = counterfactual(flows, np.ones_like(flows), SIGMA, closure).flows
    found = counterfactual(flows, theta, SIGMA, closure)
    before, after = (np.diag(one) / one.sum(axis=0) for one in (flows, found.flows))
    assert 1 + found.real_gdp / 100 == pytest.approx((after / before) ** (1 / (1 - SIGMA)), rel=1e-9)


def test_small_changes_are_first_order() -> None:
    """Half the change, half the effect, up to second order; and costs that fall everywhere make all richer."""
    flows = world(11)
    theta = np.full_like(flows, np.exp(1e-4))
    np.fill_diagonal(theta, 1)
    whole, half = (counterfactual(flows, one).real_gdp for one in (theta, np.sqrt(theta)))
    assert half == pytest.approx(whole / 2, rel=1e-3)
    assert (whole > 0).all()


def test_flows_add_up_to_income_and_to_what_the_closure_lets_be_spent() -> None:
    flows, theta = world(12), shock(13)
    for closure in CLOSURES[:3]:
        found = counterfactual(flows, theta, SIGMA, closure)
        assert found.flows.sum() == pytest.approx(flows.sum(), rel=1e-9)
    found = counterfactual(flows, theta, SIGMA, "nominal")
    deficit = found.flows.sum(axis=0) - found.flows.sum(axis=1)
    assert deficit == pytest.approx(flows.sum(axis=0) - flows.sum(axis=1), rel=1e-6, abs=1e-8)
    balanced = counterfactual(flows, theta, SIGMA, "balanced").flows
    assert balanced.sum(axis=0) == pytest.approx(balanced.sum(axis=1), rel=1e-8)


def test_the_interval_is_that_of_the_draws() -> None:
    flows = world(14)
    change = np.zeros((8, 8, 1))
    change[0, 1] = change[1, 0] = 1.0
    sure = interval(flows, change, np.array([0.4]), np.array([[0.0]]), draws=3)
    point = counterfactual(flows, np.exp(change @ np.array([0.4]))).real_gdp
    assert sure.low == pytest.approx(point, abs=1e-7)
    assert sure.high == pytest.approx(point, abs=1e-7)
    drawn = interval(flows, change, np.array([0.4]), np.array([[0.01]]), draws=200)
    ends = [counterfactual(flows, np.exp(change @ np.array([0.4 + 1.96 * z]))).real_gdp[0] for z in (-0.1, 0.1)]
    assert (drawn.low[0], drawn.high[0]) == pytest.approx(ends, rel=0.15)


def test_refusals_name_the_country() -> None:
    names = ["AAA", "BBB", "CCC"]
    flows, theta = world(15, 3), np.ones((3, 3))

    def refused(wrong: np.ndarray, match: str, **more: object) -> None:
        with pytest.raises(QuestionError, match=match):
            counterfactual(wrong, theta, names=names, **more)

    for value in (np.nan, 0.0):
        without = flows.copy()
        without[1, 1] = value
        refused(without, "no domestic sales of BBB")
    unknown, negative = flows.copy(), flows.copy()
    unknown[2, 0], negative[0, 1] = np.nan, -1
    refused(unknown, "not known or negative, of CCC")
    refused(negative, "not known or negative, of AAA")
    refused(flows, "elasticity of substitution of 1; accepted is more than 1", sigma=1.0)
    refused(flows, "unknown closure 'other'; accepted are ratio", closure="other")
    with pytest.raises(QuestionError, match="no number above 0, of BBB and 1 more"):
        counterfactual(flows, np.array([[1, 1, 1], [0, 1, 1], [1, np.inf, 1.0]]), names=names)
    with pytest.raises(QuestionError, match="one row and one column"):
        counterfactual(flows[:2], theta)
