"""Large tables of goods flows as Ibis expressions: sums, advantage, concentration, mirror gaps; one for every engine.

A table of flows has one row an exporter, importer and product, as `FLOWS` says. Only what is small, exporters by
products, reaches `hali.methods` (`matrix`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hali.methods.mirror import CONSTANT
from hali.record.query import Table

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

FLOWS = {"exporter": "int64", "importer": "int64", "product": "int64", "value": "float64"}
"""Columns of a table of flows: codes of economies and of six-digit products, value in one currency."""

CHAPTER = 10_000
"""What a six-digit code is divided by to give its chapter."""


def unbound(name: str = "flows") -> Table:
    """A table of flows before it holds anything."""
    import ibis

    return ibis.table(FLOWS, name=name)


def by_exporter(flows: Table) -> Table:
    """Exports of each exporter and product: exporter, product, value."""
    from ibis import _

    return flows.group_by("exporter", "product").agg(value=_.value.sum())


def advantage(flows: Table) -> Table:
    """Revealed comparative advantage of the cells with trade: exporter, product, rca. See `methods.complexity.rca`."""
    from ibis import _

    cells = by_exporter(flows)
    exporters = cells.group_by("exporter").agg(exports=_.value.sum())
    products = cells.group_by("product").agg(world=_.value.sum())
    whole = cells.agg(total=_.value.sum())
    return (
        cells.join(exporters, "exporter")
        .join(products, "product")
        .cross_join(whole)
        .select("exporter", "product", rca=(_.value / _.exports.nullif(0)) / (_.world / _.total.nullif(0)).nullif(0))
    )


def by_chapter(flows: Table, exporter: int, importer: int) -> Table:
    """What one exporter sends to one importer, by chapter: chapter, value."""
    from ibis import _

    pair = flows.filter((_.exporter == exporter) & (_.importer == importer))
    return pair.group_by(chapter=_.product // CHAPTER).agg(value=_.value.sum())


def concentration(flows: Table) -> Table:
    """Suppliers of each importer and product: hhi (0 to 1), suppliers, top, top_share; ties go to the lowest code.

    See `methods.dependence.concentration`.
    """
    import ibis
    from ibis import _

    # one maximum of both: a first row by order is sorted for, which takes twice as long
    largest = ibis.struct({"value": _.value, "code": -_.exporter}).max()
    return (
        flows.filter(_.value > 0)
        .group_by("importer", "product")
        .agg(
            total=_.value.sum(),
            squares=(_.value * _.value).sum(),
            largest=largest,
            suppliers=_.count(),
        )
        .select(
            "importer",
            "product",
            "suppliers",
            top=-_.largest["code"],
            hhi=_.squares / (_.total * _.total).nullif(0),
            top_share=_.largest["value"] / _.total.nullif(0),
        )
    )


def mirrored(exports: Table, imports: Table, margin: float = CONSTANT) -> Table:
    """Both reports of each flow: exporter, importer, product, x, m, log_gap. See `methods.mirror.gaps`.

    Args:
        exports: what exporters report.
        imports: what importers report, with the same columns and currency.
        margin: c between FOB and CIF.

    Returns:
        A row a flow that one side reports; x or m is null where it does not, log_gap unless both are above zero.
    """
    import ibis

    keys = ["exporter", "importer", "product"]
    both = exports.outer_join(imports, keys, rname="{name}_m")
    told = both.select(
        **{key: ibis.coalesce(both[key], both[f"{key}_m"]) for key in keys}, x=both.value, m=both.value_m
    )
    above = (told.x > 0) & (told.m > 0)
    ratio = told.m / (told.x * (1 + margin)).nullif(0)
    return told.mutate(log_gap=ibis.ifelse(above, ratio, ibis.null("float64")).ln())


def gaps_by_pair(exports: Table, imports: Table, margin: float = CONSTANT) -> Table:
    """Gaps of each exporter and importer over products: flows of both reports, of one, their values, the mean log gap.

    Args:
        exports: what exporters report.
        imports: what importers report.
        margin: c between FOB and CIF.
    """
    from ibis import _

    return (
        mirrored(exports, imports, margin)
        .group_by("exporter", "importer")
        .agg(
            both=_.log_gap.count(),
            x_only=(_.m.isnull() & (_.x > 0)).sum(),
            m_only=(_.x.isnull() & (_.m > 0)).sum(),
            x=_.x.sum(),
            m=_.m.sum(),
            log_gap=_.log_gap.mean(),
        )
    )


@dataclass(frozen=True, slots=True)
class Matrix:
    """Exports as a matrix.

    Attributes:
        exporters: (exporters,) codes, ascending.
        products: (products,) codes, ascending.
        values: (exporters, products); 0 where there is no row.
    """

    exporters: NDArray[np.int64]
    products: NDArray[np.int64]
    values: NDArray[np.float64]


def matrix(rows: pa.Table) -> Matrix:
    """The result of `by_exporter` as a matrix."""
    import numpy as np

    exporter, product, value = (_numbers(rows, name) for name in ("exporter", "product", "value"))
    exporters, row = np.unique(exporter, return_inverse=True)
    products, column = np.unique(product, return_inverse=True)
    values = np.zeros((len(exporters), len(products)))
    values[row, column] = value
    return Matrix(exporters, products, values)


def _numbers(rows: pa.Table, name: str) -> Any:
    return rows[name].combine_chunks().to_numpy(zero_copy_only=False)


def renamed(table: Table, columns: Sequence[str] = ("i", "j", "k", "v")) -> Table:
    """A table whose columns have other names, those of BACI by default, as a table of flows.

    Args:
        table: an Ibis table.
        columns: its columns of exporter, importer, product and value.
    """
    names = dict(zip(FLOWS, columns, strict=True))
    return table.select(**{name: table[column].cast(FLOWS[name]) for name, column in names.items()})
