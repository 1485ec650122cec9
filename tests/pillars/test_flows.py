"""Expressions over large tables of flows: the same as the numerics on arrays, on DuckDB and on Spark."""

from __future__ import annotations

import importlib.util
import shutil
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from hali.errors import QuestionError
from hali.methods.complexity import complexity, rca
from hali.methods.dependence import concentration
from hali.methods.mirror import BOTH, gaps
from hali.pillars import flows, flows_plan

SIZE = (12, 30)


@pytest.fixture(scope="module")
def rows() -> pa.Table:
    rng = np.random.default_rng(11)
    exporter, importer, product = (one.ravel() for one in np.indices((SIZE[0], SIZE[0], SIZE[1])))
    kept = (exporter != importer) & (rng.random(len(exporter)) < 0.4)
    value = np.exp(rng.normal(8, 2, kept.sum()))
    value[:40] = 100.0  # ties
    codes = (exporter[kept] + 100, importer[kept] + 100, (product[kept] % 7 + 1) * 10_000 + product[kept], value)
    return pa.table(dict(zip(flows.FLOWS, codes, strict=True)))


@pytest.fixture(scope="module")
def imports(rows: pa.Table) -> pa.Table:
    rng = np.random.default_rng(12)
    value = rows["value"].to_numpy() * np.exp(rng.normal(0.06, 0.3, rows.num_rows))
    told = rows.set_column(3, "value", pa.array(value)).take(np.flatnonzero(rng.random(rows.num_rows) < 0.8))
    extra = pa.table({"exporter": [100], "importer": [100], "product": [10_999], "value": [5.0]})
    return pa.concat_tables([told, extra.cast(told.schema)])


def duckdb(expression: Any, **tables: pa.Table) -> list[dict[str, Any]]:
    import ibis

    connection = ibis.duckdb.connect()
    for name, table in tables.items():
        connection.con.register(name, table)
    found = ordered(connection.to_pyarrow(expression).to_pylist())
    connection.disconnect()
    return found


KEYS = ("exporter", "importer", "product", "chapter")


def ordered(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(found, key=lambda row: tuple(str(row.get(key)) for key in KEYS))


def test_advantage_equals_that_of_the_matrix(rows: pa.Table) -> None:
    found = duckdb(flows.advantage(flows.unbound()), flows=rows)
    whole = flows.matrix(pa.Table.from_pylist(duckdb(flows.by_exporter(flows.unbound()), flows=rows)))
    expected = rca(whole.values)
    assert len(found) == (whole.values > 0).sum()
    for row in found:
        at = whole.exporters.searchsorted(row["exporter"]), whole.products.searchsorted(row["product"])
        assert row["rca"] == pytest.approx(expected[at], rel=1e-9)
    assert complexity(expected >= 1).second < 1


def test_concentration_equals_that_of_arrays_and_ties_go_to_the_lowest_code(rows: pa.Table) -> None:
    exporter, importer, product, value = (rows[name].to_numpy() for name in flows.FLOWS)
    found = duckdb(flows.concentration(flows.unbound()), flows=rows)
    assert found
    for row in found:
        mine = (importer == row["importer"]) & (product == row["product"])
        told = concentration(value[mine])
        assert (row["hhi"], row["suppliers"]) == (pytest.approx(told.low, rel=1e-9), told.count)
        largest = value[mine].max()
        assert row["top"] == exporter[mine][value[mine] == largest].min()
        assert row["top_share"] == pytest.approx(largest / value[mine].sum())
    # the tie is there to be broken
    assert any((value == 100.0) & (product == product[0]))


def test_gaps_equal_those_of_arrays(rows: pa.Table, imports: pa.Table) -> None:
    both = flows.mirrored(flows.unbound("exports"), flows.unbound("imports"))
    found = duckdb(both, exports=rows, imports=imports)
    x, m = (np.array([row[name] if row[name] is not None else np.nan for row in found]) for name in ("x", "m"))
    told = gaps(x, m)
    mine = np.array([row["log_gap"] if row["log_gap"] is not None else np.nan for row in found])
    assert mine == pytest.approx(told.log_gap, rel=1e-9, nan_ok=True)
    assert np.isfinite(mine).sum() == (told.state == BOTH).sum() > 0
    summed = flows.gaps_by_pair(flows.unbound("exports"), flows.unbound("imports"))
    pairs = duckdb(summed, exports=rows, imports=imports)
    assert sum(row["both"] for row in pairs) == (told.state == BOTH).sum()
    assert [row["m_only"] for row in pairs if row["exporter"] == row["importer"]] == [1]


def test_chapters_of_a_pair(rows: pa.Table) -> None:
    exporter, importer, product, value = (rows[name].to_numpy() for name in flows.FLOWS)
    found = duckdb(flows.by_chapter(flows.unbound(), 101, 105), flows=rows)
    mine = (exporter == 101) & (importer == 105)
    assert {row["chapter"] for row in found} == set((product[mine] // 10_000).tolist())
    assert sum(row["value"] for row in found) == pytest.approx(value[mine].sum())


def test_columns_of_other_names(rows: pa.Table) -> None:
    import ibis

    baci = ibis.memtable(rows.rename_columns(["i", "j", "k", "v"]))
    assert flows.renamed(baci).to_pyarrow().equals(rows)


SPARK = importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None


@pytest.mark.slow
@pytest.mark.skipif(not SPARK, reason="Spark or Java is not installed")
def test_spark_gives_the_same(rows: pa.Table, imports: pa.Table, tmp_path) -> None:
    import pyarrow.parquet as pq

    from hali.record import spark

    tables = {"flows": rows, "exports": rows, "imports": imports}
    for name, table in tables.items():
        pq.write_table(table, tmp_path / f"{name}.parquet")

    def expressions(whole: Any, one: Any, other: Any) -> dict[str, Any]:
        return {
            "advantage": flows.advantage(whole),
            "concentration": flows.concentration(whole),
            "chapters": flows.by_chapter(whole, 101, 105),
            "gaps": flows.gaps_by_pair(one, other),
        }

    with spark.session("compare flows") as session:
        engine = spark.Spark(session, tmp_path / "kept")
        bound = [engine.read(tmp_path / f"{name}.parquet") for name in tables]
        for name, expression in expressions(*bound).items():
            engine.keep(name, expression)
    for name, expression in expressions(*(flows.unbound(table) for table in tables)).items():
        theirs = ordered(pq.read_table(tmp_path / "kept" / name).to_pylist())
        mine = duckdb(expression, **tables)
        assert len(theirs) == len(mine) > 0
        for a, b in zip(theirs, mine, strict=True):
            for column, value in b.items():
                assert a[column] == (pytest.approx(value, rel=1e-9) if isinstance(value, float) else value), name


def test_kept_sql_is_what_the_expressions_compile_to() -> None:
    assert flows_plan.kept() == flows_plan.compiled(), "run tools/compile_plan.py"


def test_kept_sql_gives_what_the_expressions_give(rows: pa.Table, imports: pa.Table) -> None:
    """Over columns of other names, with the numbers of a question in the place of those that stood in for them."""
    import duckdb as engine

    connection = engine.connect()
    for name, table in (("given", rows), ("told", imports)):
        connection.register(name, table.rename_columns(["i", "j", "k", "v"]))
    one, both = {"flows": "given"}, {"exports": "given", "imports": "told"}
    cases: list[tuple[str, dict[str, str], dict[str, float], Any]] = [
        ("by_exporter", one, {}, flows.by_exporter(flows.unbound())),
        ("advantage", one, {}, flows.advantage(flows.unbound())),
        ("by_chapter", one, {"exporter": 103, "importer": 107}, flows.by_chapter(flows.unbound(), 103, 107)),
        ("concentration", one, {}, flows.concentration(flows.unbound())),
        ("mirrored", both, {"margin": 0.1}, flows.mirrored(flows.unbound("exports"), flows.unbound("imports"), 0.1)),
        (
            "gaps_by_pair",
            both,
            {"margin": 0.0},
            flows.gaps_by_pair(flows.unbound("exports"), flows.unbound("imports"), 0),
        ),
    ]
    for name, scans, values, expression in cases:
        found = ordered(flows_plan.run(connection, name, scans, **values).to_arrow_table().to_pylist())
        expected = duckdb(expression, flows=rows, exports=rows, imports=imports)
        assert found, name
        for row, like in zip(found, expected, strict=True):
            assert row == {
                key: value if value is None else pytest.approx(value, rel=1e-9) for key, value in like.items()
            }
    with pytest.raises(QuestionError, match="gaps_by_pair"):
        flows_plan.run(connection, "gaps", one)
    connection.close()
