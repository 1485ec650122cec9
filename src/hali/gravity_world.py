"""Other trade costs in general equilibrium: a fitted equation on a world with domestic sales, from a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from hali.codelists import areas
from hali.errors import NotInRecord, QuestionError
from hali.methods import equilibrium
from hali.pillars import world_flows

if TYPE_CHECKING:
    from hali.methods.equilibrium import Closure
    from hali.methods.gravity import GravityFit
    from hali.pillars.world_flows import World

SIGMAS = (3.0, 5.0, 7.0)
"""Elasticities of substitution the change is always shown at, beside the one asked for."""

SHOWN = 5
"""Third countries named, those that change most."""

ASSUMED: dict[Closure, str] = {
    "ratio": "every country spends the same part of its income as before, all parts scaled alike",
    "nominal": "every deficit stays the same part of world output",
    "balanced": "every country spends what it earns; the flows are first brought into balance",
    "shares": "parts in world output and expenditure stay; no equilibrium of markets, what gegravity 0.3 computes",
}
"""What a closure assumes."""


def effect(
    file: str,
    fit: GravityFit,
    change: Sequence[float],
    dyad: tuple[str, str],
    day: date,
    sigma: float = 5.0,
    closure: Closure = "ratio",
) -> dict[str, Any]:
    """What the exports of one area to another with other trade costs do to every country.

    Args:
        file: sales of every economy to every other and to itself.
        fit: the equation.
        change: (k,) covariates of the costs taken less those of the dyad.
        dyad: exporter and importer, countries or blocs.
        day: says who belongs to a bloc.
        sigma: elasticity of substitution.
        closure: how expenditure follows income.

    Raises:
        QuestionError: a closure or elasticity that is none, or a world that has no equilibrium.
        NotInRecord: the file lacks an area.
    """
    import numpy as np

    world = world_flows.of_file(file, _code)
    sold, bought = (_places(world, code, day, file) for code in dyad)
    moved = np.zeros((*world.flows.shape, len(change)))
    cells = np.ix_(sold, bought)
    moved[cells] = np.where((np.array(sold)[:, None] != np.array(bought)[None])[..., None], change, 0.0)
    theta = np.exp(moved @ fit.coef)
    found = equilibrium.counterfactual(world.flows, theta, sigma, closure, world.areas)
    span = equilibrium.interval(world.flows, moved, fit.coef, fit.vcov, sigma, closure)
    before = world.flows
    if closure == "balanced":  # changes are against the balanced state
        none = np.ones_like(theta)
        before = equilibrium.counterfactual(world.flows, none, sigma, closure, world.areas).flows
    others = [place for place in np.argsort(-abs(found.real_gdp), kind="stable") if place not in {*sold, *bought}]
    listed = [*dict.fromkeys([*sold, *bought]), *(int(place) for place in others[:SHOWN])]
    return {
        "countries": len(world.areas),
        "sigma": sigma,
        "closure": closure,
        "trade": float(found.flows[cells].sum() / before[cells].sum()) if before[cells].sum() else None,
        "interval": span.level,
        "residual": found.residual,
        "real_gdp": [
            {
                "country": world.areas[place],
                "percent": float(found.real_gdp[place]),
                "low": float(span.low[place]),
                "high": float(span.high[place]),
                **{
                    f"sigma_{other:g}": float(
                        equilibrium.counterfactual(world.flows, theta, other, closure, world.areas).real_gdp[place]
                    )
                    for other in SIGMAS
                },
            }
            for place in listed
        ],
        "read_as": [
            f"closure {closure}: {ASSUMED[closure]}",
            f"one sector, elasticity of substitution {sigma:g}; the coefficients are those of the record's sample, the "
            "flows those of the file",
            "interval over the coefficients alone; real GDP is output over the price of what is bought",
        ],
    }


def _code(text: str) -> str:
    """The code of an area as files write it; what nobody knows (the rest of the world) stays itself."""
    from hali.briefs.dependence.view import placed

    return placed(text)[0]


def _places(world: World, code: str, day: date, file: str) -> list[int]:
    """Places of a country, or of the members of a bloc.

    Raises:
        NotInRecord: the file has none of them.
    """
    usual = areas.conventional(code, day) if code in areas.concepts() else code
    wanted = areas.members(usual, day) or {code}
    found = [place for place, area in enumerate(world.areas) if area in wanted or area == code]
    if not found:
        raise NotInRecord(f"{file} has no row of {code}; a general equilibrium needs its sales, domestic ones too")
    return found


def checked(sigma: float, closure: str) -> Closure:
    """A closure, where both can be asked for.

    Raises:
        QuestionError: another closure, or an elasticity of 1 or less.
    """
    for one in equilibrium.CLOSURES:
        if one == closure and sigma > 1:
            return one
    if sigma > 1:
        raise QuestionError(f"closure {closure}: take one of {', '.join(equilibrium.CLOSURES)}")
    raise QuestionError(f"sigma {sigma:g}: an elasticity of substitution is more than 1; 5 is usual")
