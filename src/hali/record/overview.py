"""What each publisher offers and what the record holds of it: terms, coverage, freshness, vintages, last revisions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from hali.model.source import Feed, Source
from hali.record import changes
from hali.record.engine import create, quoted
from hali.record.states import File, label, span
from hali.record.store import Record
from hali.record.vintages import Manifest, Store
from hali.record.warehouse import Warehouse
from hali.version import VERSION

if TYPE_CHECKING:
    import duckdb

_COVERAGE = """
    select dataflow, any_value(d.title), any_value(d.publisher), count(*), count(distinct measure),
           count(distinct reporter), count(distinct partner),
           min(case when start > '0001-01-01' then year(start) end),
           max(case when start > '0001-01-01' then year("end" - interval 1 day) end),
           max(known)::varchar,
           list(distinct g.licence order by g.licence), list(distinct g.attribution order by g.attribution),
           list(distinct g.producer order by g.producer)
    from observations o join dataflows d using (dataflow) join told_origins g on g.id = o.origin
    where ? = '' or o.known <= try_cast(? as date)
    group by dataflow order by dataflow
"""


def overview(record: Record, store: Store, sources: dict[str, Source], everything: bool) -> list[dict[str, Any]]:
    """One entry a dataflow: those the record holds, or with `everything` all that hali can read.

    Keys: source, publisher, dataflow, title, licence, attribution, ship, automated, cadence, key (environment variable,
    or ""), catalogue, rows, measures, reporters, partners, first_year, last_year, known, vintages, published,
    retrieved, caveats. What the record does not hold has no rows, and null for years and days.
    """
    manifest = store.read()
    declared = {d.id: (source, d) for source in sources.values() for d in source.dataflows}
    entries: dict[str, dict[str, Any]] = {}
    if everything:
        entries = {id_: _declared(source, dataflow) for id_, (source, dataflow) in declared.items()}
    for row in _covered(record):
        known = declared.get(row[0])
        entry = entries.setdefault(row[0], _declared(*known) if known else _shipped(sources, row))
        entry |= dict(
            zip(("rows", "measures", "reporters", "partners", "first_year", "last_year"), row[3:9], strict=True)
        )
        entry["known"] = row[9]
    for id_, entry in entries.items():
        entry |= _freshness(manifest, id_)
    return [entries[id_] for id_ in sorted(entries)]


def _covered(record: Record) -> list[list[Any]]:
    """One row a dataflow, see _COVERAGE; kept, for every observation of what was harvested is stated for it."""
    kept = record.warehouse.chosen(lambda: _counted(record), "coverage by producer", record.id, record.as_of, VERSION)
    return [json.loads(line) for line in kept]


def _counted(record: Record) -> tuple[str, ...]:
    """The rows of _COVERAGE, each as JSON."""
    warehouse = record.warehouse
    files = [*warehouse.held.files, *warehouse.held.pages]
    rivals = {one.dataflow for one in files if one.place >= 0}
    plain = [one for one in files if one.dataflow not in rivals]
    with warehouse.sound(plain):
        counted = _count(_plain(warehouse, plain), record)
    for dataflow in sorted(rivals):  # one at a time: its states take memory
        counted += _count(warehouse.observed([dataflow]), record)
    return tuple(json.dumps(row, ensure_ascii=False) for row in sorted(counted))


def _count(cursor: duckdb.DuckDBPyConnection, record: Record) -> list[tuple[Any, ...]]:
    """The rows of _COVERAGE for the `observations` of a cursor."""
    known = list(record.warehouse.origins.values())
    names = ("id", "licence", "attribution", "producer")
    create(cursor, "told_origins", {name: ("varchar", [getattr(one, name) for one in known]) for name in names})
    found = cursor.execute(_COVERAGE, [record.as_of, record.as_of]).fetchall()
    cursor.close()
    return found


def _plain(warehouse: Warehouse, files: Sequence[File]) -> duckdb.DuckDBPyConnection:
    """A cursor with what _COVERAGE reads of `observations`, of dataflows of which nothing was harvested.

    No row of theirs takes another's place, so nothing has to be compared: a tenth of the time and of the memory.
    """
    cursor = warehouse.cursor()
    paths = ", ".join(quoted(one.path) for one in files)
    rows = f"read_parquet([{paths}], filename=true, union_by_name=true)"
    create(
        cursor,
        "files",
        {"file": ("varchar", [str(one.path) for one in files]), "dataflow": ("varchar", [o.dataflow for o in files])},
    )
    for name, column, days in (("spans", "period", span), ("labels", "vintage", label)):
        told = [one for (one,) in cursor.execute(f"select distinct {column} from {rows}").fetchall()]
        dates = [days(one) for one in told]
        columns = {n: ("date", [pair[place] for pair in dates]) for place, n in enumerate(("first", "last"))}
        create(cursor, name, {column: ("varchar", told), **columns})
    cursor.execute(
        f"""
        create temp view observations as
        select f.dataflow, r.measure, r.reporter, r.partner, r.origin, s.first as start, s.last as "end",
               least(greatest(b.first, s.first), b.last) as known
        from {rows} r join files f on f.file = r.filename join spans s using (period) join labels b using (vintage)
        """
    )
    return cursor


def _declared(source: Source, dataflow: Feed) -> dict[str, Any]:
    """The entry of a dataflow of which nothing is held yet."""
    return {
        "source": source.id,
        "publisher": source.title,
        "dataflow": dataflow.id,
        "title": dataflow.title,
        "licence": source.licence,
        "attribution": source.attribution,
        "ship": source.ship,
        "automated": source.automated,
        "cadence": source.cadence,
        "key": source.key_env,
        "catalogue": dataflow.catalogue,
        "rows": 0,
        "measures": 0,
        "reporters": 0,
        "partners": 0,
        "first_year": None,
        "last_year": None,
        "known": None,
    }


def _shipped(sources: dict[str, Source], row: list[Any]) -> dict[str, Any]:
    """The entry of a dataflow that ships with the package and that no module reads."""
    publisher = sources.get(row[2])
    empty = Feed(
        id=row[0],
        title=row[1],
        measures=(),
        requests=lambda _: [],
        parse=lambda _: None,
        recognise=lambda *_: False,
        catalogue=False,
    )
    title = publisher.title if publisher else ", ".join(row[12][:3])
    source = Source(row[2], title, "", "; ".join(row[10]), "; ".join(row[11][:3]), "Y", (), (), automated=False)
    return _declared(source, empty)


def _freshness(manifest: Manifest, dataflow: str) -> dict[str, Any]:
    """How many vintages were harvested, and the stamp, day and caveats of the last."""
    line = manifest.of(dataflow)
    last = max(line, key=lambda v: v.retrieved) if line else None
    return {
        "vintages": len(line),
        "published": last.published if last else "",
        "retrieved": last.retrieved if last else "",
        "caveats": list(last.caveats) if last else [],
    }


def detail(store: Store, source: Source) -> list[dict[str, Any]]:
    """Every dataflow of a source: its vintages, newest first, and what changed with the last of each slice."""
    manifest = store.read()
    found = []
    for dataflow in source.dataflows:
        line = manifest.of(dataflow.id)
        last = {v.slice: v for v in line}
        reports = [asdict(changes.report(store, manifest, v)) | {"slice": v.slice} for v in last.values()]
        fields = ("id", "slice", "known", "published", "retrieved", "rows", "row_hash", "raw", "caveats")
        found.append(
            {
                "dataflow": dataflow.id,
                "title": dataflow.title,
                "vintages": [{name: getattr(v, name) for name in fields} for v in reversed(line)],
                "revisions": [report for report in reports if report["before"]],
            }
        )
    return found
