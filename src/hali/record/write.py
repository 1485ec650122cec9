"""Write a record as Parquet: observations with their dates and rounding, codelists, events, votes."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hali.codelists import areas
from hali.model import period as periods
from hali.model.observation import Origin
from hali.model.units import granule
from hali.record import harvested, tables
from hali.record.vintages import Manifest, Store

if TYPE_CHECKING:
    import pyarrow as pa

PAGED = "CURATED:"
"""Dataflows of single figures, each from a page of its own, rounded as printed."""

FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)
"""The span of a timeless number."""


def write_parts(folder: Path, store: Store, manifest: Manifest) -> None:
    """Write every part of the record but its readings into `folder`: what ships with the package and `manifest`.

    Args:
        folder: where to.
        store: where the rows of the harvested vintages lie.
        manifest: the harvested vintages; they were validated when they were harvested.

    Raises:
        RecordError: the embedded tables break one of the rules of `record.validate`, or a vintage is damaged.
    """
    import pyarrow.parquet as pq

    from hali.record.validate import check

    observed = observations()
    check(observed)
    if manifest.vintages:
        observed = harvested.observations(observed, store, manifest, precision)
    parts = {
        "observations": observed,
        "dataflows": dataflows(manifest),
        "membership": membership(),
        "areas": area_table(),
        "origins": origin_table(manifest),
        "events": event_table(),
        "votes": vote_table(),
    }
    kinds = {vintage.kind for vintage in manifest.vintages}
    if "events" in kinds:
        parts["events"] = harvested.events(parts["events"], store, manifest)
    if "votes" in kinds:
        parts["votes"] = harvested.votes(parts["votes"], store, manifest)
    for name, part in parts.items():
        pq.write_table(part, folder / f"{name}.parquet", compression="zstd")


def observations() -> pa.Table:
    """The embedded observations with `cell`, `start`, `end`, `known`, `gone` (dates), `granule` (0 in exact tables)."""
    import pyarrow as pa

    read = tables.read_embedded()
    spans = {p: span(p) for p in read["period"].unique().to_pylist()}
    dated = list(zip(read["vintage"].to_pylist(), read["period"].to_pylist(), strict=True))
    days = {(vintage, period): known_day(vintage, spans[period][0]) for vintage, period in set(dated)}
    figures = zip(read["dataflow"].to_pylist(), read["value"].to_pylist(), strict=True)
    rounded = [precision(flow, value) for flow, value in figures]
    columns: dict[str, Any] = {"cell": pa.array(range(read.num_rows), pa.int32())}
    columns |= {name: read[name] for name in read.column_names}
    columns["start"] = pa.array([spans[p][0] for p in read["period"].to_pylist()], pa.date32())
    columns["end"] = pa.array([spans[p][1] for p in read["period"].to_pylist()], pa.date32())
    columns["known"] = pa.array([days[pair] for pair in dated], pa.date32())
    columns["granule"] = pa.array(rounded, pa.float64())
    columns["gone"] = pa.nulls(read.num_rows, pa.date32())
    return pa.table(columns)


def span(period: str) -> tuple[date, date]:
    """Half-open span of days of a period; all time for `_Z`."""
    return (FIRST, LAST) if period == "_Z" else periods.bounds(period)


def precision(dataflow: str, value: float) -> float:
    """Worth of one step of a figure's precision: 0 in an exact table, else as `written_granule`."""
    return written_granule(value) if dataflow.startswith(PAGED) else 0.0


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


def dataflows(manifest: Manifest) -> pa.Table:
    """What the queries need to know of each dataflow.

    Of a table that ships in part and was harvested too, only what holds for both parts is said.
    """
    import pyarrow as pa

    flags = ("title", "publisher", "complete_partners", "sum_blocs", "world")
    declared = {d.id: {name: getattr(d, name) for name in flags} for d in tables.dataflows().values()}
    for id_, told in manifest.dataflows.items():
        shipped = declared.setdefault(id_, dict(told))
        for name in ("complete_partners", "sum_blocs"):
            shipped[name] = shipped[name] and told[name]
        if shipped["world"] != told["world"]:
            shipped["world"] = "none"
    columns = {name: [told[name] for told in declared.values()] for name in flags}
    return pa.table({"dataflow": list(declared), **columns, "paged": [id_.startswith(PAGED) for id_ in declared]})


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


def origin_table(manifest: Manifest) -> pa.Table:
    """Every origin, one row each."""
    import pyarrow as pa

    names = [f.name for f in fields(Origin)]
    rows = {o.id: {name: getattr(o, name) for name in names} for o in tables.origins().values()}
    rows |= {told["id"]: told for vintage in manifest.vintages for told in vintage.origins}
    return pa.table({name: [row[name] for row in rows.values()] for name in names})


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
