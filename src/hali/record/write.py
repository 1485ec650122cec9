"""Write the embedded record as Parquet: observations with their dates and rounding, codelists, events, votes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hali.codelists import areas
from hali.model import period as periods
from hali.model.units import granule
from hali.record import tables

if TYPE_CHECKING:
    import pyarrow as pa

PAGED = "CURATED:"
"""Dataflows of single figures, each from a page of its own, rounded as printed."""

FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)
"""The span of a timeless number."""


def write_parts(folder: Path) -> None:
    """Write every part of the embedded record but its readings into `folder`.

    Raises:
        RecordError: the embedded tables break one of the rules of `record.validate`.
    """
    import pyarrow.parquet as pq

    from hali.record.validate import check

    observed = observations()
    check(observed)
    parts = {
        "observations": observed,
        "dataflows": dataflows(),
        "membership": membership(),
        "areas": area_table(),
        "origins": origin_table(),
        "events": event_table(),
        "votes": vote_table(),
    }
    for name, part in parts.items():
        pq.write_table(part, folder / f"{name}.parquet", compression="zstd")


def observations() -> pa.Table:
    """All observations with `cell`, `start`, `end`, `known` (dates) and `granule` (0 for exact tables)."""
    import pyarrow as pa

    read = tables.read_embedded()
    spans = {p: (FIRST, LAST) if p == "_Z" else periods.bounds(p) for p in read["period"].unique().to_pylist()}
    dated = list(zip(read["vintage"].to_pylist(), read["period"].to_pylist(), strict=True))
    days = {(vintage, period): known_day(vintage, spans[period][0]) for vintage, period in set(dated)}
    quoted = {flow for flow in tables.dataflows() if flow.startswith(PAGED)}
    rounded = [
        written_granule(value) if flow in quoted else 0.0
        for flow, value in zip(read["dataflow"].to_pylist(), read["value"].to_pylist(), strict=True)
    ]
    columns: dict[str, Any] = {"cell": pa.array(range(read.num_rows), pa.int32())}
    columns |= {name: read[name] for name in read.column_names}
    columns["start"] = pa.array([spans[p][0] for p in read["period"].to_pylist()], pa.date32())
    columns["end"] = pa.array([spans[p][1] for p in read["period"].to_pylist()], pa.date32())
    columns["known"] = pa.array([days[pair] for pair in dated], pa.date32())
    columns["granule"] = pa.array(rounded, pa.float64())
    return pa.table(columns)


def known_day(vintage: str, start: date) -> date:
    """First day a number of `vintage` can have been known: within the vintage, and not before its period began."""
    return min(max(periods.known(vintage), start), periods.last_day(vintage))


def written_granule(value: float) -> float:
    """Worth of one step of a quoted figure's precision, in its unit, by the rule that reads articles.

    The figure is written as a person would: 160e9 as "160" billion, 12.5e9 as "12.5".
    """
    size = abs(value)
    scale = next((s for s in (1e9, 1e6) if size >= s), 1.0)
    written = Decimal(repr(size)) / Decimal(repr(scale))
    return granule(f"{written.normalize():f}", scale)


def dataflows() -> pa.Table:
    """What the queries need to know of each dataflow."""
    import pyarrow as pa

    declared = list(tables.dataflows().values())
    return pa.table(
        {
            "dataflow": [d.id for d in declared],
            "title": [d.title for d in declared],
            "publisher": [d.publisher for d in declared],
            "complete_partners": [d.complete_partners for d in declared],
            "sum_blocs": [d.sum_blocs for d in declared],
            "world": [d.world for d in declared],
            "paged": [d.id.startswith(PAGED) for d in declared],
        }
    )


SUMMED = ("EU27_2020", "EU28", "EU_V", "EAEU", "CA5")
"""The blocs whose sums are materialised."""


def membership() -> pa.Table:
    """Who belongs to which of SUMMED, half-open dates; fixed compositions hold for all time."""
    import pyarrow as pa

    dated = [(m.bloc, m.member, m.start, m.end or LAST) for m in areas.membership() if m.bloc in SUMMED]
    moving = {bloc for bloc, *_ in dated}
    for bloc in SUMMED:
        if bloc not in moving:
            dated += [(bloc, member, FIRST, LAST) for member in sorted(areas.members(bloc, LAST))]
    columns = zip(*sorted(dated), strict=True)
    return pa.table(dict(zip(("bloc", "member", "first", "last"), map(list, columns), strict=True)))


def area_table() -> pa.Table:
    """Every area code with its kind and the concept it stands for."""
    import pyarrow as pa

    listed = [areas.area(code) for code in areas.codes()]
    return pa.table(
        {
            "code": [a.code for a in listed],
            "kind": [a.kind for a in listed],
            "concept": [areas.concept(a.code) for a in listed],
        }
    )


def origin_table() -> pa.Table:
    """Every origin, one row each."""
    import pyarrow as pa

    rows = list(tables.origins().values())
    names = ("id", "producer", "title", "dataset", "url_main", "date_published", "retrieved", "licence", "attribution")
    return pa.table({name: [getattr(o, name) for o in rows] for name in (*names, "note")})


def event_table() -> pa.Table:
    """Every event, one row each, with the half-open span of its date."""
    import pyarrow as pa

    rows = tables.events()
    names = ("date", "kind", "action", "subject", "title", "pillar", "origin", "status")
    columns: dict[str, Any] = {name: [getattr(e, name) for e in rows] for name in names}
    columns["parties"] = [list(e.parties) for e in rows]
    columns["start"] = [periods.bounds(e.date)[0] for e in rows]
    columns["end"] = [periods.bounds(e.date)[1] for e in rows]
    return pa.table(columns)


def vote_table() -> pa.Table:
    """Every vote, one row per roll call and area: `Y`, `N` or `A`; no row means absent or no member."""
    import pyarrow as pa

    cast = [(call, area, vote) for call in tables.votes() for area, vote in sorted(call.votes.items())]
    return pa.table(
        {
            "rcid": [call.id for call, _, _ in cast],
            "resolution": [call.resolution for call, _, _ in cast],
            "date": [date.fromisoformat(call.date) for call, _, _ in cast],
            "issues": [list(call.issues) for call, _, _ in cast],
            "area": [area for _, area, _ in cast],
            "vote": [vote for _, _, vote in cast],
        }
    )
