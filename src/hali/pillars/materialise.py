"""Run every indicator once and keep its rows: brief, check and web only look up.

Readings are written sorted by measure and areas, so that a look-up touches few row groups.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hali.model.definition import DEFINITION_COLUMNS, READING_COLUMNS
from hali.pillars import pillars
from hali.pillars.rows import flag
from hali.record.query import SERIES, Table, Tables, as_known, goods, with_blocs
from hali.record.store import started
from hali.record.store import tables as tables_of
from hali.record.vintages import Manifest, Store
from hali.record.write import write_parts

AT = ("measure", "reporter", "partner", "flow", "unit", "period")
"""The order readings are stored in."""


def build(folder: Path, store: Store, manifest: Manifest, engine: str = "duckdb", master: str = "") -> None:
    """Write the record, what ships and the vintages of `manifest`, and all its readings as Parquet into `folder`.

    Args:
        folder: where to.
        store: where the rows of the harvested vintages lie.
        manifest: the harvested vintages.
        engine: what runs the expressions, one of `record.store.ENGINES`.
        master: address of the Spark cluster, or "".
    """
    write_parts(folder, store, manifest)
    with started(engine, master, folder.parent) as on:
        tables = tables_of(on, folder)
        tables = replace(tables, rows=on.keep("stood", [with_blocs(tables, as_known(tables))]))
        tables = replace(tables, goods=on.keep("goods", [goods(tables)]))
        rows = on.keep("rows", (part for _, part in readings(tables)))
        on.write(finish(tables, rows), folder / "readings.parquet", (*AT, "known", "reading"))
        lost = withdrawn(tables, on.read(folder / "readings.parquet"))
        on.write(lost, folder / "withdrawn.parquet", ("reading",))


def withdrawn(tables: Tables, found: Table) -> Table:
    """Readings made of an observation that its publisher withdrew, and the day from which they no longer hold.

    An observation that another one of its series replaced by that day is not withdrawn but revised.
    """
    from ibis import _

    old = tables.observations.filter(_.gone.notnull())
    new = tables.observations.view()
    follows = [new.known <= old.gone, new.gone.isnull() | (new.gone > old.gone)]
    ended = old.anti_join(new, [*(old[c] == new[c] for c in SERIES), *follows]).select("cell", "gone")
    # as a rule nothing was withdrawn: then no reading is taken apart
    some = found.filter(ended.count().as_scalar() > 0)
    cells = some.select("reading", cell=_.cells.unnest())
    return cells.join(ended, "cell").group_by("reading").agg(gone=_.gone.min())


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
    # two ways to one definition (months summed or printed so far, a bloc printed or summed) give one reading: the one
    # with the fewest members missing, then the one of the fewest observations; the value decides last, for engines
    # differ in its last digits
    order = ["known", "status", "absent", "cell_count", "first_cell", "value"]
    ordered = rows.mutate(
        reading=digest, absent=_.missing.unique().length(), cell_count=_.cells.length(), first_cell=_.cells.sort()[0]
    )
    same = ibis.window(group_by="reading", order_by=order)
    single = ordered.mutate(nth=ibis.row_number().over(same)).filter(_.nth == 0).drop("nth", "absent", "cell_count")
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
