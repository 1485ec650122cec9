"""Both counts of each flow as plain rows, for programs: every number with all it is made of."""

from __future__ import annotations

import math
from typing import Any

from hali.briefs.mirror.counts import Direction, Report, View
from hali.methods.mirror import BOTH, M_ONLY, NEITHER, X_ONLY

STATES = {BOTH: "both", X_ONLY: "x_only", M_ONLY: "m_only", NEITHER: "neither"}
"""States of a row by their numbers."""

NOT_COMPARABLE = "not_comparable"
"""State of a row of two counts one of which is a sum without some members, or below zero."""

FORMULAS = {
    "log_gap": "log_gap.v1: ln(m / (x * (1 + margin)))",
    "unrecorded": "unrecorded.v1: x * (1 + margin) - m",
    "asymmetry": "asymmetry.v1: (x - m) / ((x + m) / 2)",
    "weight_x": "weight.v1: var_m / (var_x + var_m)",
    "reconciled": "reconciled.v1: exp(weight_x * ln x + (1 - weight_x) * ln(m / (1 + margin)))",
}
"""Formula of each computed column, with its id."""

COUNT = ("reading", "value", "published", "published_unit", "dataflow", "vintage", "status", "method")
"""What is told of a count."""

COLUMNS = (
    *("exporter", "importer", "period", "product", "currency", "state"),
    *(f"{side}_{name}" for side in "xm" for name in COUNT),
    *("margin", "margin_model", "log_gap", "unrecorded", "asymmetry"),
    *("var_x", "var_m", "scored_x", "scored_m", "weight_x", "reconciled", "compiled_reading", "compiled"),
)
"""Columns of a row, in order."""


def rows(view: View) -> list[dict[str, Any]]:
    """A row a flow, year and product; None where there is no value.

    Args:
        view: both directions of a pair.
    """
    return [_row(view, direction, n) for direction in view.directions for n in range(len(direction.rows))]


def _row(view: View, direction: Direction, n: int) -> dict[str, Any]:
    row, gaps, scores = direction.rows[n], direction.gaps, view.scores
    apart = row.x is not None and row.m is not None and gaps.state[n] != BOTH
    told: dict[str, Any] = {
        "exporter": row.exporter,
        "importer": row.importer,
        "period": row.period,
        "product": row.product,
        "currency": view.currency,
        "state": NOT_COMPARABLE if apart else STATES[int(gaps.state[n])],
    }
    told |= {f"x_{name}": value for name, value in _count(row.x).items()}
    told |= {f"m_{name}": value for name, value in _count(row.m).items()}
    told |= {
        "margin": float(gaps.margin[n]),
        "margin_model": view.margin_model if gaps.margin[n] else "none",
        "log_gap": _known(gaps.log_gap[n]),
        "unrecorded": _known(gaps.missing[n]),
        "asymmetry": _known(gaps.asymmetry[n]),
        "var_x": scores.exporter(row.exporter) if scores else None,
        "var_m": scores.importer(row.importer) if scores else None,
        "scored_x": row.exporter in scores.var_x if scores else None,
        "scored_m": row.importer in scores.var_m if scores else None,
        "weight_x": None if apart else _known(direction.reconciled.weight_x[n]),
        "reconciled": None if apart else _known(direction.reconciled.value[n]),
        "compiled_reading": row.compiled.id if row.compiled else None,
        "compiled": row.compiled.value if row.compiled else None,
    }
    assert tuple(told) == COLUMNS
    return told


def _known(value: Any) -> float | None:
    return float(value) if math.isfinite(value) else None


def _count(report: Report | None) -> dict[str, Any]:
    if report is None:
        return dict.fromkeys(COUNT)
    d = report.reading.definition
    told = (
        *(report.reading.id, report.reading.value, report.published.value, report.published.definition.unit),
        *(d.dataflow, d.vintage, report.reading.status, d.method),
    )
    return dict(zip(COUNT, told, strict=True))


def document(view: View) -> dict[str, Any]:
    """The JSON document of a view: what was assumed, the formulas, the rows."""
    scores = view.scores
    return {
        "record": view.record.id,
        "as_of": view.record.as_of,
        "pair": list(view.pair),
        "sides": list(view.sides),
        "kind": view.kind,
        "by": view.by,
        "currency": view.currency,
        "assumptions": {
            "margin": view.margin,
            "margin_model": view.margin_model,
            "margin_cells": view.margin_cells,
            "weights": "inverse variance of goods totals of all reporters of the record" if scores else "equal",
            "cells": scores.cells if scores else 0,
            "converged": scores.converged if scores else None,
        },
        "formulas": FORMULAS,
        "rows": rows(view),
    }
