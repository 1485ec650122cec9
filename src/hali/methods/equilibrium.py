"""General equilibrium of one sector: what changed trade costs do to prices, real income and every flow.

Exact hat algebra: the counterfactual is computed from the flows as they are and from the change of trade costs, so no
level of a cost or of a technology is needed. With X the flows, Y their row sums (output), E their column sums
(expenditure) and pi = X / E, the change theta of trade costs (to the power 1 - sigma) moves factory-gate prices p:

    pi'_ij = pi_ij theta_ij p_i^(1-s) / sum_l pi_lj theta_lj p_l^(1-s),    p_i Y_i = sum_j pi'_ij E'_j

What E' is, is the closure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from hali.errors import QuestionError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Closure = Literal["ratio", "nominal", "balanced", "shares"]
"""How expenditure follows income.

ratio: every country spends the same part of its income as before, all parts scaled alike so that the world spends what
it earns. nominal: its deficit stays the same part of world output. balanced: it spends what it earns; the flows are
first brought into balance, and changes are against that state. shares: its parts in world output and expenditure
stay as they are while prices follow the outward resistance; not an equilibrium of markets after the change, but what
the program gegravity 0.3 computes."""

CLOSURES: tuple[Closure, ...] = ("ratio", "nominal", "balanced", "shares")

RESIDUAL = 1e-10
"""Market-clearing residual, of output, below which a solution counts as one."""

STEPS = 20_000
"""Steps at the most."""


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """A world with other trade costs.

    Attributes:
        price: (n,) factory-gate price after / before.
        price_index: (n,) price of what a country buys after / before.
        real_gdp: (n,) change of output over the price of what is bought, %.
        flows: (n, n) flows after, in the currency of those before, world output unchanged.
        residual: largest difference of output and what is bought of it, of output.
        closure: how expenditure follows income.
        sigma: elasticity of substitution.
    """

    price: Floats
    price_index: Floats
    real_gdp: Floats
    flows: Floats
    residual: float
    closure: Closure
    sigma: float


@dataclass(frozen=True, slots=True)
class Interval:
    """Changes of real GDP, %, over draws of the coefficients.

    Attributes:
        low: (n,) lower end.
        high: (n,) upper end.
        level: coverage, 0 to 1.
        draws: how many.
    """

    low: Floats
    high: Floats
    level: float
    draws: int


def counterfactual(
    flows: Floats, theta: Floats, sigma: float = 5.0, closure: Closure = "ratio", names: Sequence[str] = ()
) -> Counterfactual:
    """The equilibrium after a change of trade costs.

    Args:
        flows: (n, n) exporters x importers in any currency, domestic sales on the diagonal.
        theta: (n, n) trade costs after / before, to the power 1 - sigma: exp of the change of b'z.
        sigma: elasticity of substitution, above 1.
        closure: see Closure.
        names: what an error calls the countries; default their numbers.

    Raises:
        QuestionError: a flow that is not known or negative, no domestic sales, a country without output or
            expenditure, costs that are no positive numbers, an elasticity of 1 or less, or no solution.

    Source:
        Dekle, Eaton and Kortum (2008), Global rebalancing with gravity, IMF Staff Papers 55(3), 511-540; Arkolakis,
        Costinot and Rodriguez-Clare (2012), New trade models, same old gains?, American Economic Review 102(1),
        94-130; shares: Yotov, Piermartini, Monteiro and Larch (2016), An Advanced Guide to Trade Policy Analysis,
        the outward and inward resistances of equations 2-38 and 2-39.
    """
    import numpy as np

    _check(flows, theta, sigma, closure, names)
    world = flows.sum()
    before = flows / world
    if closure == "balanced":
        before = _after(before, np.ones_like(before), sigma, "balanced")[3]
    price, index, residual, after = _after(before, theta, sigma, closure)
    if not residual < RESIDUAL:
        raise QuestionError(
            f"no equilibrium was found: markets clear to {residual:.1e} of output, accepted is {RESIDUAL:.0e}; "
            "the change of trade costs is too large, or a country trades with nobody"
        )
    return Counterfactual(price, index, 100 * (price / index - 1), after * world, residual, closure, sigma)


def interval(
    flows: Floats,
    change: Floats,
    coef: Floats,
    vcov: Floats,
    sigma: float = 5.0,
    closure: Closure = "ratio",
    draws: int = 1_000,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """Changes of real GDP over draws of b from its distribution; what else is not known is not in it.

    Args:
        flows: (n, n) as above.
        change: (n, n, k) z after less z before.
        coef: (k,) b.
        vcov: (k, k) its variance.
        sigma: elasticity of substitution.
        closure: see Closure.
        draws: how many.
        level: coverage, 0 to 1.
        seed: of the draws: the same gives the same.
    """
    import numpy as np

    drawn = np.random.default_rng(seed).multivariate_normal(coef, vcov, draws)
    found = [counterfactual(flows, np.exp(change @ b), sigma, closure).real_gdp for b in drawn]
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return Interval(low, high, level, draws)


def structural_flows(costs: Floats, output: Floats, expenditure: Floats) -> Floats:
    """Flows of given trade costs, (n, n), whose sums are parts of world output and expenditure, all together 1.

    Args:
        costs: (n, n) trade costs to the power 1 - sigma: exp(b'z).
        output: (n,) in any currency.
        expenditure: (n,) in any currency; its total may differ from that of output.

    Raises:
        QuestionError: no such flows were found.

    Source:
        Anderson and van Wincoop (2003), Gravity with gravitas, American Economic Review 93(1), 170-192.
    """
    rows, columns = _scaled(costs, output / output.sum(), expenditure / expenditure.sum())
    found: Floats = rows[:, None] * costs * columns
    return found


def _check(flows: Floats, theta: Floats, sigma: float, closure: str, names: Sequence[str]) -> None:
    """Raise QuestionError where there is no world to compute, naming the first country it is about."""
    import numpy as np

    size = len(flows)
    if flows.shape != (size, size) or theta.shape != flows.shape:
        raise QuestionError("flows and changes of trade costs need one row and one column for each country")
    if closure not in CLOSURES:
        raise QuestionError(f"unknown closure {closure!r}; accepted are {', '.join(CLOSURES)}")
    if not sigma > 1:
        raise QuestionError(f"an elasticity of substitution of {sigma:g}; accepted is more than 1")
    _refuse(~np.isfinite(np.diag(flows)) | (np.diag(flows) <= 0), names, "no domestic sales of")
    _refuse(~(flows >= 0).all(axis=1) | ~np.isfinite(flows).all(axis=1), names, "a flow not known or negative, of")
    _refuse(flows.sum(axis=1) <= 0, names, "no output of")
    _refuse(flows.sum(axis=0) <= 0, names, "no expenditure of")
    _refuse(
        ~((theta > 0) & np.isfinite(theta)).all(axis=1), names, "a change of trade costs that is no number above 0, of"
    )


def _refuse(wrong: Any, names: Sequence[str], what: str) -> None:
    if wrong.any():
        first = int(wrong.argmax())
        more = f" and {int(wrong.sum()) - 1} more" if wrong.sum() > 1 else ""
        raise QuestionError(
            f"{what} {names[first] if names else f'country {first}'}{more}: a general equilibrium needs every flow, "
            "domestic sales on the diagonal"
        )


def _after(before: Floats, theta: Floats, sigma: float, closure: Closure) -> tuple[Floats, Floats, float, Floats]:
    """Prices, price indices, residual and flows after a change, of flows that sum to 1."""
    import numpy as np

    output, expenditure = before.sum(axis=1), before.sum(axis=0)
    if closure == "shares":
        rows, columns = _scaled(before * theta, output, expenditure)
        flows = rows[:, None] * before * theta * columns
        residual = np.abs(flows.sum(axis=1) / output - 1).max()
        price, index = rows ** (1 / (1 - sigma)), columns ** (1 / (sigma - 1))
        level = price @ output  # so that the world's output is worth what it was
        return price / level, index / level, float(residual), flows
    costs = before / expenditure * theta
    price = np.ones_like(output)
    residual = np.inf
    for _ in range(STEPS):
        weighted = costs * (price ** (1 - sigma))[:, None]
        total = weighted.sum(axis=0)
        income = price * output
        spent = _spent(income, output, expenditure, closure)
        sold = (weighted / total) @ spent
        ratio = sold / income
        residual = float(np.abs(ratio - 1).max())
        if not np.isfinite(residual) or residual < RESIDUAL / 10:
            break
        price = price * ratio ** (1 / sigma)
        price = price / (price @ output)
    return price, total ** (1 / (1 - sigma)), residual, weighted / total * spent


def _spent(income: Floats, output: Floats, expenditure: Floats, closure: Closure) -> Floats:
    """Expenditure of every country at an income, by the closure; world output is 1."""
    if closure == "balanced":
        return income
    if closure == "nominal":
        fixed: Floats = income + (expenditure - output)
        return fixed
    part = expenditure / output * income
    scaled: Floats = part * (income.sum() / part.sum())
    return scaled


def _scaled(costs: Floats, output: Floats, expenditure: Floats) -> tuple[Floats, Floats]:
    """Factors of rows and columns that give `costs` these sums (equal in total)."""
    import numpy as np

    columns = np.ones_like(expenditure)
    for _ in range(STEPS):
        rows = output / (costs @ columns)
        reached = columns * (rows @ costs)
        if np.abs(reached / expenditure - 1).max() < RESIDUAL / 100:
            return rows, columns
        columns = expenditure / (rows @ costs)
    raise QuestionError("no flows with these sums were found: a country trades with nobody, or costs differ too much")
