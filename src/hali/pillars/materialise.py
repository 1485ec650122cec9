"""Run every indicator once and keep its rows: brief, check and web only look up.

Readings are written sorted by measure and areas, so that a look-up touches few row groups.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from hali.model.definition import DEFINITION_COLUMNS, READING_COLUMNS
from hali.pillars import pillars
from hali.pillars.rows import flag
from hali.record import engine
from hali.record.query import SERIES, Table, Tables, as_known, goods, with_blocs
from hali.record.store import tables as tables_of
from hali.record.vintages import Manifest, Store
from hali.record.write import write_parts

AT = ("measure", "reporter", "partner", "flow", "unit", "period")
"""The order readings are stored in."""


def build(folder: Path, store: Store, manifest: Manifest) -> None:
    """Write the record, what ships and the vintages of `manifest`, and all its readings as Parquet into `folder`."""
    import ibis

    write_parts(folder, store, manifest)
    connection = engine.opened()
    for part in ("observations", "dataflows", "membership", "areas", "votes"):
        connection.execute(f"create table {part} as select * from read_parquet('{_sql_path(folder / part)}.parquet')")
    backend = ibis.duckdb.from_connection(connection)
    plain = tables_of(backend)
    connection.execute(f"create table stood as {backend.compile(with_blocs(plain, as_known(plain)))}")
    tables = replace(plain, rows=backend.table("stood"))
    connection.execute(f"create table goods as {backend.compile(goods(tables))}")
    tables = replace(tables, goods=backend.table("goods"))
    # DuckDB runs one indicator while Ibis writes the query of the next
    with ThreadPoolExecutor(1) as engine_thread:
        running = []
        for number, (_, rows) in enumerate(readings(tables)):
            keep = "create table rows as" if number == 0 else "insert into rows"
            running.append(engine_thread.submit(connection.execute, f"{keep} {backend.compile(rows)}"))
        for done in running:
            done.result()
    finished = backend.compile(finish(tables, backend.table("rows")))
    target = _sql_path(folder / "readings.parquet")
    order = ", ".join((*AT, "known", "reading"))
    connection.execute(
        f"copy (select * from ({finished}) order by {order}) "
        f"to '{target}' (format parquet, compression zstd, row_group_size 20000)"
    )
    connection.execute(f"copy ({_WITHDRAWN.format(readings=target)}) to '{_sql_path(folder / 'withdrawn.parquet')}'")
    connection.close()


_WITHDRAWN = f"""
    with ended as (
        select o.cell, o.gone from observations o
        where o.gone is not null and not exists (
            select 1 from observations n
            where {" and ".join(f'n."{c}" = o."{c}"' for c in SERIES)}
              and n.known <= o.gone and (n.gone is null or n.gone > o.gone)))
    select r.reading, min(e.gone) as gone
    from (select reading, unnest(cells) as cell from read_parquet('{{readings}}')
          where exists (select 1 from ended)) r
    join ended e using (cell) group by reading order by reading
"""
"""Readings made of an observation that its publisher withdrew, and the day from which they no longer hold."""


def _sql_path(path: Path) -> str:
    return str(path).replace("'", "''")


def readings(tables: Tables) -> Iterator[tuple[str, Table]]:
    """The rows of every indicator, one Ibis expression each: (indicator id, rows)."""
    import ibis

    for pillar in pillars():
        for declared in pillar.indicators:
            yield declared.id, declared.expression(tables).mutate(indicator=ibis.literal(declared.id))


def finish(tables: Tables, rows: Table) -> Table:
    """Turn indicator rows into the readings table: ids, granules of quoted figures, caveats.

    Returns:
        READING_COLUMNS without `sources` (a look-up gives them from the cells).
    """
    import ibis
    from ibis import _

    printed = tables.areas.filter(_.kind == "printed").select("code")
    rounding = tables.observations.filter(_.granule > 0).select(
        first_cell="cell", relative=(_.granule / _.value.nullif(0)).abs()
    )
    is_printed = rows.reporter.isin(printed.code) | rows.partner.isin(printed.code)
    rows = rows.mutate(method=ibis.ifelse(is_printed & (rows.method == "table"), "printed", rows.method))
    digest = ibis.literal("|").join([rows[c] for c in DEFINITION_COLUMNS]).hexdigest("sha256").substr(0, 12)
    # two ways to one definition (months summed or printed so far) give one reading, the same one in every build
    same = ibis.window(group_by="reading", order_by=["known", "status", "value", "cell_count", "first_cell"])
    ordered = rows.mutate(reading=digest, cell_count=_.cells.length(), first_cell=_.cells.sort()[0])
    single = ordered.mutate(nth=ibis.row_number().over(same)).filter(_.nth == 0).drop("nth", "cell_count")
    named = single.mutate(first_cell=_.cells[0])
    return (
        named.mutate(
            missing=_.missing.unique().sort(),
            caveats=_.caveats.concat(flag(_.method == "printed", "AS_PRINTED"))
            .concat(flag(_.status == "Q", "SECOND_HAND"))
            .concat(flag(_.missing.length() > 0, "PARTIAL")),
        )
        .left_join(rounding, "first_cell")
        .mutate(granule=ibis.coalesce(_.value.abs() * _.relative, 0.0))
        .select(*[c for c in READING_COLUMNS if c != "sources"])
    )
