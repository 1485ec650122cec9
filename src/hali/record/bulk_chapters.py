"""Bulk trade by chapter of the Harmonised System: the rows the record takes from stored slices.

    slice -> sums of each pair by chapter -> rows -> acceptance -> a vintage of the slice's period

A slice holds many millions of rows by product; DuckDB adds them up within bounded memory, and one slice is done before
the next. Products below chapters are asked for from the slices themselves (`record.bulk`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from string import ascii_lowercase
from typing import TYPE_CHECKING

from hali.codelists import schemes
from hali.connectors.comext import NO_GOODS
from hali.model.source import ROW, Feed, Source
from hali.record import engine, shaping
from hali.record.bulk_ingest import ROWS, Slice
from hali.record.bulk_layout import LAYOUTS
from hali.record.checked import require
from hali.record.engine import quoted
from hali.record.shaping import Answer
from hali.record.vintages import Draft, Store

if TYPE_CHECKING:
    import pyarrow as pa


def drafts(
    store: Store,
    source: Source,
    dataflow: Feed,
    slices: Sequence[Slice],
    answer: Answer,
    *,
    totals: bool,
    by_hand: bool = False,
) -> Iterator[Draft]:
    """The rows of each slice of a file, one draft at a time; none where the file's reader gave the chapters itself.

    Rows of chosen partners need a table of their own, in which one who is not there is no zero (`Feed.chosen`).
    The slices of one period replace each other, whatever the edition of the nomenclature they are in, so that no
    chapter is there twice.

    Args:
        store: holds the vintages before.
        source: the publisher.
        dataflow: the table of the file.
        slices: what was made of the file.
        answer: the file.
        totals: the file was too large for its reader, so that all goods together come from the slices too.
        by_hand: it was given by hand.

    Raises:
        SourceChanged: rows break a rule.
    """
    if not totals and not dataflow.chosen:
        return
    tables = {one.id: one for one in source.dataflows}
    for found in slices:
        whole = found.scope == "all"
        table = tables.get(dataflow.id if whole else dataflow.chosen)
        if table is None:
            continue
        yield from shaping.of_rows(
            store,
            source,
            table,
            f"bulk;{found.layout};{found.scope};{found.period} chapters",
            rows(found, totals=totals or not whole),
            answer,
            published=found.vintage.rstrip(ascii_lowercase),
            by_hand=by_hand,
        )


def rows(found: Slice, *, totals: bool) -> pa.Table:
    """Trade of every pair in a slice by chapter, in whole units of money, with the columns ROW.

    Areas that are none of the record and products that are in no chapter of goods are left out; the totals hold the
    latter.

    Args:
        found: the slice.
        totals: with the total of all goods of every pair.
    """
    layout = LAYOUTS[found.layout]
    areas = {code: schemes.area(layout.scheme, code) for code in {*found.reporters, *found.partners}}
    listed = ", ".join(f"({quoted(code)}, {quoted(area)})" for code, area in sorted(areas.items()) if area)
    fixed = {
        "measure": "trade_value",
        "freq": "M" if "-" in found.period else "A",
        "period": found.period,
        "unit": layout.unit,
        "status": "A",
    }
    columns = ", ".join(f"{quoted(fixed[name])} as {name}" if name in fixed else name for name in ROW)
    left_out = ", ".join(map(quoted, ("TOTAL", *sorted(NO_GOODS))))
    every = f"product {'=' if found.total_rows else '<>'} 'TOTAL'"
    all_goods = f"""
        union all
        select reporter, partner, flow, 'TOTAL' as product, sum(value) as value from sums where {every} group by all"""
    # in decimals the sums are the same in any order, so that the same file twice is nothing new
    query = f"""
        with areas(code, area) as (values {listed}),
        coded as (
            select reporter, partner, flow, case product when 'TOTAL' then product else left(product, 2) end as product,
                   sum(value::decimal(38, 4)) as value
            from read_parquet({quoted(found.folder / ROWS)}, hive_partitioning = false)
            where reporter <> {quoted(layout.world)}
            group by all),
        sums as materialized (
            select r.area as reporter, p.area as partner, flow, product, sum(value) as value
            from coded join areas r on r.code = reporter join areas p on p.code = partner
            group by all)
        select {columns} from (
            select reporter, partner, flow, 'HS:' || product as product, value::double as value
            from sums where product not in ({left_out})
            {all_goods if totals else ""})"""
    settings = {
        "memory_limit": f"{layout.memory}MB",
        "temp_directory": str(found.folder.parent / ".spill"),
        "autoinstall_known_extensions": False,
    }
    connection = engine.opened(settings)
    try:
        for file in found.sealed:
            require(file)
        return connection.sql(query).to_arrow_table()
    finally:
        connection.close()
