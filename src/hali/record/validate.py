"""What must hold before observations become a record. Each rule says in one line what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hali.codelists import areas, measures
from hali.errors import RecordError
from hali.model.observation import KEY, STATUSES
from hali.record import engine, tables

if TYPE_CHECKING:
    import pyarrow as pa

BLOC_TOLERANCE = 0.005
"""Largest relative difference between a published bloc figure and the sum of its members (5 in 1,000)."""


def check(observed: pa.Table) -> None:
    """Stop at the first broken rule.

    Args:
        observed: columns of `record.write.observations`.

    Raises:
        RecordError: naming the rule and the first offending rows.
    """
    connection = engine.opened()
    connection.register("observed", observed)
    key = ", ".join(f'"{k}"' for k in KEY)
    _none(connection, "the key is not unique", f"select {key} from observed group by all having count(*) > 1")
    _none(connection, "a value is not finite", "select cell, value from observed where not isfinite(value)")
    _none(connection, "a period ends before it starts", 'select cell, period from observed where "end" <= start')
    _none(connection, "a number was known before its period began, and is no forecast", _FUTURE)
    _known(connection, "status", "status", set(STATUSES))
    _known(connection, "area", "reporter", set(areas.codes()))
    _known(connection, "area", "partner", set(areas.codes()))
    _known(connection, "measure", "measure", {m.id for m in measures.measures()} | _variants())
    _known(connection, "dataflow", "dataflow", set(tables.dataflows()))
    _known(connection, "origin", "origin", set(tables.origins()))
    _none(connection, "a published bloc figure differs from the sum of its members", _BLOC_SUMS)
    connection.close()


_FUTURE = """select cell, measure, period, vintage from observed
    where known < start and start > '0001-01-01' and status not in ('F', 'P')
      and measure not similar to '.*(target|plan|forecast|capacity|year|budget|commitment|pledged|hydrogen).*'"""

_EU27 = ", ".join(f"'{code}'" for code in sorted(areas.members("EU27_2020", areas.FIXED["EU27_2020"])))

_BLOC_SUMS = f"""
    with sums as (
        select m.dataflow, m.measure, m.freq, m.period, m.partner, m.flow, m.product, m.unit, m.vintage,
               sum(m.value) as total
        from observed m where m.reporter in ({_EU27})
        group by all)
    select b.cell, b.value, s.total from observed b join sums s using
        (dataflow, measure, freq, period, partner, flow, product, unit, vintage)
    where b.reporter = 'EU27_2020' and b.dataflow = 'ESTAT:COMEXT' and b.product = 'TOTAL'
      and abs(b.value - s.total) > {BLOC_TOLERANCE} * abs(b.value)"""


def _variants() -> set[str]:
    return {f"{m.id}.{variant}" for m in measures.measures() for variant in m.variants}


def _none(connection: Any, rule: str, query: str) -> None:
    broken = connection.execute(f"select * from ({query}) limit 3").fetchall()
    if broken:
        raise RecordError(f"record refused: {rule}: {broken}")


def _known(connection: Any, scheme: str, column: str, known: set[str]) -> None:
    found = {row[0] for row in connection.execute(f'select distinct "{column}" from observed').fetchall()}
    if found - known:
        raise RecordError(f"record refused: unknown {scheme} in column {column}: {sorted(found - known)[:3]}")
