"""How far each reporter's totals lie from those of its partners, over everything in the record that two sides count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hali.codelists.files import rows
from hali.errors import NotInRecord, QuestionError
from hali.methods.mirror import CONSTANT, gaps, reliability
from hali.record import readings as lookup
from hali.record.store import Record

FLOOR = 1e6
"""USD both counts of a flow have to reach: smaller ones are a matter of single consignments."""

CUSTOMS_VALUE = frozenset(row["dataflow"] for row in rows("valuations.csv") if row["imports"] == "customs")
"""Tables whose imports hold no freight and insurance, as the notes of their origins say."""

LEAST = 0.05
"""Part of the pooled variance below which no reporter's is taken to be: a fit of zero is no certainty."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Reliability of the reporters of goods totals.

    Attributes:
        var_x: variance each exporter adds to the logarithm of a gap, by code; only those with flows enough.
        var_m: the same of importers.
        pooled: variance of a reporter without a score.
        cells: flows and years of two counts they rest on.
        converged: whether the fit did.
    """

    var_x: Mapping[str, float]
    var_m: Mapping[str, float]
    pooled: float
    cells: int
    converged: bool

    def exporter(self, code: str) -> float:
        """Variance of an exporter's count."""
        return max(self.var_x.get(code, self.pooled), LEAST * self.pooled)

    def importer(self, code: str) -> float:
        """Variance of an importer's count."""
        return max(self.var_m.get(code, self.pooled), LEAST * self.pooled)


def of(record: Record) -> Scores | None:
    """The scores of all reporters of the record; None where too few flows have two counts."""
    return record.warehouse.note(("mirror scores", record.as_of), lambda: _scored(record))


def _scored(record: Record) -> Scores | None:
    import numpy as np

    exports, imports, bare = totals(record)
    pairs = sorted(exports.keys() & imports.keys())
    cells = [key for key in pairs if min(exports[key], imports[key]) >= FLOOR]
    codes = sorted({code for one, other, _ in cells for code in (one, other)})
    place = {code: number for number, code in enumerate(codes)}
    x = np.array([exports[key] for key in cells])
    m = np.array([imports[key] for key in cells])
    margin = np.array([0.0 if key in bare else CONSTANT for key in cells])
    exporter, importer = (np.array([place[key[side]] for key in cells], np.int64) for side in (0, 1))
    try:
        found = reliability(gaps(x, m, margin).log_gap, exporter, importer, len(codes))
    except QuestionError:
        return None
    return Scores(
        var_x={code: float(found.var_x[place[code]]) for code in codes if found.scored_x[place[code]]},
        var_m={code: float(found.var_m[place[code]]) for code in codes if found.scored_m[place[code]]},
        pooled=found.pooled / 2,
        cells=len(cells),
        converged=found.converged,
    )


Flow = tuple[str, str, str]
"""Exporter, importer and year."""


def totals(record: Record) -> tuple[dict[Flow, float], dict[Flow, float], set[Flow]]:
    """Own reports of goods totals in USD, exports and imports, and the imports at customs value.

    A side's own table goes before one that passes reports on.
    """
    rates = _rates(record)
    found: dict[str, dict[Flow, float]] = {"X": {}, "M": {}}
    bare: set[Flow] = set()
    tables = record.warehouse.dataflows
    held = [id_ for id_, series in record.warehouse.held.series.items() if "trade_value" in series]
    own = [id_ for id_ in held if tables[id_].nature == "own_report" and tables[id_].kind == "rows"]
    for id_ in sorted(own, key=lambda id_: (not tables[id_].relayed, id_)):
        for one in _standing(record, id_):
            unit, period, flow = one["unit"], one["period"], one["flow"]
            rate = 1.0 if unit == "USD" else rates.get((unit, period))
            if rate is None or flow not in found:
                continue
            sides = (one["reporter"], one["partner"])
            exporter, importer = sides if flow == "X" else sides[::-1]
            found[flow][exporter, importer, period] = one["value"] * rate
            if flow == "M":
                (bare.add if id_ in CUSTOMS_VALUE else bare.discard)((exporter, importer, period))
    return found["X"], found["M"], bare


def _standing(record: Record, dataflow: str) -> list[dict[str, Any]]:
    """The yearly observations of all goods of a table; none where nothing was known."""
    import pyarrow.compute as pc

    try:
        rows = lookup.standing(record, dataflow, record.as_of)
    except NotInRecord:
        return []
    for column, text in {"freq": "A", "product": "TOTAL", "measure": "trade_value"}.items():
        rows = rows.filter(pc.equal(rows[column], text))
    found: list[dict[str, Any]] = rows.select(["reporter", "partner", "period", "flow", "unit", "value"]).to_pylist()
    return found


def _rates(record: Record) -> dict[tuple[str, str], float]:
    """USD for one unit of a currency, by currency and year: annual means."""
    held = record.warehouse.rates[0]
    told = zip(*(held[name].to_pylist() for name in ("per", "money", "year", "rate")), strict=True)
    return {(per, f"{year:04}"): rate for per, money, year, rate in told if money == "USD"}
