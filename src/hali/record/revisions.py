"""What publishers changed since a day, over the whole record: values revised, values gone, tables published."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from hali.record.store import Record

MOST = 100
"""Revised values listed at the most."""

_SERIES = "dataflow, measure, freq, period, reporter, partner, flow, product, unit"

_REVISED = f"""
    with told as (
        select *, lag(value) over held as before, lag(known) over held as earlier,
               row_number() over (partition by {_SERIES} order by known desc) as nth
        from observations where ? = '' or known <= try_cast(? as date)
        window held as (partition by {_SERIES} order by known)
    )
    select dataflow, measure, period, reporter, partner, flow, product, unit,
           before, case when gone is null then value end as after, origin,
           earlier::varchar, coalesce(gone, known)::varchar as known
    from (
        select *, coalesce(before, value) as was from told where nth = 1
    )
    where (before <> value and known > ?::date and gone is null) or gone > ?::date
    order by abs(coalesce(after, 0) - was) / nullif(abs(was), 0) desc nulls last,
             dataflow, measure, period, reporter, partner, flow, product
    limit ?
"""


@dataclass(frozen=True, slots=True)
class Revision:
    """One published value that is another now, or is no longer published; values in `unit`.

    Attributes:
        dataflow, measure, period, reporter, partner, flow, product, unit: the key, as in `model.observation`.
        before: the value before; None where only its withdrawal is known.
        after: the value now; None where it was withdrawn.
        origin: id of the origin of the newest value.
        earlier: day from which the value before was known, ISO.
        known: day of the change, ISO.
    """

    dataflow: str
    measure: str
    period: str
    reporter: str
    partner: str
    flow: str
    product: str
    unit: str
    before: float | None
    after: float | None
    origin: str
    earlier: str | None
    known: str


@dataclass(frozen=True, slots=True)
class Published:
    """A table of which something was published since a day: `rows` rows, the newest vintage of which is `vintage`."""

    dataflow: str
    vintage: str
    rows: int


def revised(record: Record, since: str, most: int = MOST) -> list[Revision]:
    """Values that changed or went after a day, the largest relative change first.

    Args:
        record: the record.
        since: ISO day.
        most: at most so many.
    """
    flows = _with_history(record, since)
    if not flows:
        return []
    cursor = record.warehouse.observed(flows)
    found = cursor.execute(_REVISED, [record.as_of, record.as_of, since, since, most]).fetchall()
    cursor.close()
    return [Revision(*row) for row in found]


def published(record: Record, since: str) -> list[Published]:
    """Tables of which a vintage came out after a day, newest first."""
    by_flow: dict[str, tuple[str, int]] = {}
    for flow, vintage, rows in _vintages(record):
        if vintage > since and (not record.as_of or vintage <= record.as_of):
            newest, sum_ = by_flow.get(flow, ("", 0))
            by_flow[flow] = (max(newest, vintage), sum_ + rows)
    return sorted((Published(flow, *told) for flow, told in by_flow.items()), key=lambda p: p.vintage, reverse=True)


def _with_history(record: Record, since: str) -> Collection[str]:
    """Dataflows of which a vintage came out after a day and an earlier one is held: no other value can have changed."""
    seen: dict[str, set[str]] = {}
    for flow, vintage, _ in _vintages(record):
        seen.setdefault(flow, set()).add(vintage)
    return sorted(flow for flow, vintages in seen.items() if len(vintages) > 1 and max(vintages) >= since[:7])


def _vintages(record: Record) -> list[tuple[str, str, int]]:
    """(dataflow, vintage, rows) of every vintage held; a harvested one by the day it was known."""

    def read() -> tuple[tuple[str, str, int], ...]:
        found: list[tuple[str, str, int]] = []
        warehouse = record.warehouse
        cursor = warehouse.cursor()
        for one in (*warehouse.held.files, *warehouse.held.pages):
            with warehouse.sound([one]):
                vintage = "?::varchar" if one.known else "vintage"
                told: list[Any] = [*([one.known] if one.known else []), str(one.path)]
                query = f"select {vintage} as v, count(*) from read_parquet(?) group by v"
                found += [(one.dataflow, *row) for row in cursor.execute(query, told).fetchall()]
        cursor.close()
        return tuple(found)

    return list(record.warehouse.note("vintages", read))
