"""Dependence of two partners as plain rows, for programs: every index, every product, each with what it is taken of."""

from __future__ import annotations

import math
from typing import Any

from hali.briefs.dependence import critical
from hali.briefs.dependence.view import Part, View
from hali.methods.dependence import CEPII, EC, WINDOW, Concentration, Top
from hali.methods.dyad import Criteria, Reliance, Share

FORMULAS = {
    "share": "share.v1: flow with the partner / all flows; high: with what names no partner added",
    "hhi": "hhi.v1: sum of squared shares; high: the residual as one further partner",
    "intensity": "intensity.v1: (x_ij / x_i) / (m_j / x_w)",
    "complementarity": "complementarity.v1: 100 (1 - 1/2 sum |m_jk - x_ik|), shares",
    "similarity": "similarity.v1: sum min(s_ik, s_jk)",
    "grubel_lloyd": "grubel_lloyd.v1: 1 - sum |x - m| / sum (x + m)",
    "rca": "rca.v1: (x_ik / x_i) / (x_k / x)",
    "eci": "eci.v1: second eigenvector of D^-1/2 M U^-1 M' D^-1/2, times D^-1/2, standardised (ddof 0)",
    "density": "density.v1: proximity to products of advantage / proximity to all, the product itself left out",
    "exposure": "exposure.v1: value x share of the partner",
}
"""Formula of each index, with its id."""

COLUMNS = (
    *("table", "level", "period", "side", "partner", "product", "unit"),
    *("imports", "share", "place", "hhi", "largest_other", "second_other", "partner_world_share", "partner_rca"),
    *("exposure", "opening_density", "pci", "cepii", "cepii_years", "ec", "ec_years"),
)
"""Columns of a row, in order."""


def document(view: View) -> dict[str, Any]:
    """The JSON document of a view."""
    return {
        "record": view.record.id,
        "as_of": view.record.as_of,
        "pair": list(view.pair),
        "sides": list(view.sides),
        "formulas": FORMULAS,
        "tables": [_part(view, part) for part in view.parts],
        "missing": [{"table": source, "why": why} for source, why in view.missing],
        "products": rows(view),
    }


def _part(view: View, part: Part) -> dict[str, Any]:
    """What one table says of both sides."""
    fit, flows = part.fit, part.flows
    order = fit.complexity
    return {
        "table": part.source,
        "level": part.level,
        "vintages": list(part.vintages),
        "unit": part.unit,
        "period": part.year,
        "years": list(part.trade.years),
        "economies": int(flows.named.sum()),
        "products": len(flows.products),
        "nobody": list(part.trade.nobody),
        "readings": [one.id for one in part.readings],
        "similarity": known(fit.similarity),
        "grubel_lloyd": known(fit.grubel_lloyd),
        "complexity": {
            "refused": fit.refused,
            "second_eigenvalue": order.second if order else None,
            "gap": order.gap if order else None,
        },
        "uncritical": part.uncritical,
        "sides": [_side(view, part, side) for side in (0, 1)],
    }


def _side(view: View, part: Part, side: int) -> dict[str, Any]:
    told: Reliance = part.sides[side]
    order, place = part.fit.complexity, part.flows.sides[side]
    return {
        "side": view.sides[side],
        "partner": view.sides[1 - side],
        "without": list(part.trade.absent[side]),
        "imports": told.imports,
        "exports": told.exports,
        "supply": _share(told.supply),
        "market": _share(told.market),
        "suppliers": _concentration(told.suppliers),
        "markets": _concentration(told.markets),
        "top_suppliers": _top(told.top_suppliers),
        "top_markets": _top(told.top_markets),
        "intensity": known(told.intensity),
        "complementarity": known(told.complementarity),
        "eci": known(order.eci[place]) if order else None,
        "diversity": int(order.diversity[place]) if order else None,
        "critical": [_critical(part, one) for one in part.critical[side]],
    }


def known(value: Any) -> float | None:
    """A number, or None where it is not known."""
    return float(value) if math.isfinite(value) else None


def _share(share: Share) -> dict[str, Any]:
    return {"low": known(share.low), "high": known(share.high), "place": share.rank or None, "of": share.partners}


def _concentration(told: Concentration) -> dict[str, Any]:
    return {
        "low": told.low,
        "high": told.high,
        "worst": told.worst,
        "residual": told.residual,
        "partners": told.count,
    }


def _top(top: Top) -> dict[str, Any]:
    return {"areas": list(top.codes), "shares": list(top.low), "together": top.share, "tied": top.tied}


def _critical(part: Part, criteria: Criteria) -> dict[str, Any]:
    """Every product a side depends on, and those it did the window before, with what each criterion is and lacks."""
    found, thresholds = criteria.found, {"cepii": CEPII, "ec": EC}[criteria.name]
    told = [(place, critical.status(criteria, place)) for place in range(len(part.flows.products))]
    return {
        "criteria": criteria.name,
        "thresholds": list(thresholds),
        "window": list(part.trade.years[-WINDOW:]),
        "dependent": int(found.dependent[:, -1].sum()),
        "open": int(found.open[:, -1].sum()),
        "products": [
            {
                "product": part.flows.products[place],
                "status": status,
                "years_met": int(found.years_met[place, -1]),
                "values": [[known(one) for one in year] for year in criteria.values[place, -WINDOW:]],
                "margins": [[known(one) for one in year] for year in found.margin[place, -WINDOW:]],
            }
            for place, status in told
            if status in {"new", "lasting", "first", "gone"}
        ],
    }


def rows(view: View) -> list[dict[str, Any]]:
    """A row a table, side and product the partner supplies or could come to supply; None where there is no value."""
    return [row for part in view.parts for side in (0, 1) for row in _rows(view, part, side)]


def _rows(view: View, part: Part, side: int) -> list[dict[str, Any]]:
    told, flows = part.sides[side], part.flows
    supplied = {int(place): n for n, place in enumerate(told.products.product)}
    near = {}
    if told.openings is not None:
        near = dict(zip(map(int, told.openings.product), told.openings.density, strict=True))
    made = []
    for place in [*supplied, *(one for one in near if one not in supplied)]:
        row: dict[str, Any] = dict.fromkeys(COLUMNS)
        row |= {
            "table": part.source,
            "level": part.level,
            "period": part.year,
            "side": view.sides[side],
            "partner": view.sides[1 - side],
            "product": flows.products[place],
            "unit": part.unit,
            "opening_density": known(near[place]) if place in near else None,
        }
        row |= _supplied(part, side, supplied[place]) if place in supplied else {"imports": 0.0, "share": 0.0}
        order = part.fit.complexity
        row["pci"] = known(order.pci[place]) if order else None
        for one in part.critical[side]:
            row[one.name] = critical.status(one, place)
            row[f"{one.name}_years"] = int(one.found.years_met[place, -1])
        made.append(row)
    return made


def _supplied(part: Part, side: int, n: int) -> dict[str, Any]:
    """The numbers of a product the partner supplies."""
    told = part.sides[side].products
    others = [part.flows.areas[place] if place >= 0 else None for place in told.others[n]]
    return {
        "imports": float(told.value[n]),
        "share": float(told.share[n]),
        "place": int(told.rank[n]),
        "hhi": known(told.hhi[n]),
        "largest_other": others[0],
        "second_other": others[1],
        "partner_world_share": known(told.world_share[n]),
        "partner_rca": known(told.advantage[n]),
        "exposure": float(told.exposure[n]),
    }
