"""Every indicator gives the same readings on DuckDB and on Spark: what ships, and harvested vintages on top of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import copytree, which

import duckdb
import pytest
from tests.replay.fake import FAKE, body, row

from hali.model.definition import READING_COLUMNS
from hali.pillars import pillars
from hali.record.ingest import ingest
from hali.record.vintages import Store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("pyspark") is None, reason="the extra hali[spark] is not installed"),
    pytest.mark.skipif(which("java") is None, reason="Spark needs Java"),
]

INDICATORS = [indicator.id for pillar in pillars() for indicator in pillar.indicators]

NUMBERS = ("value", "granule")
EQUAL = [name for name in READING_COLUMNS if name not in {"reading", "sources", *NUMBERS}]

JAVA = {"SPARK_LOCAL_IP": "127.0.0.1", "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1"}
"""No network, and no compiler that pays off only after minutes."""

TOLERANCE = 1e-9
"""Relative; engines add and divide in their own order."""


def harvest(folder: Path) -> None:
    """Two vintages of a table of months: of the first month a value is revised, of 2021 one is withdrawn."""
    store, file = Store(folder), folder.with_name("table.json")
    rows = [
        row(f"{year}-{month:02}", 1e6 * year + 12345.67 * month / 7, freq="M", flow=flow, partner=partner)
        for year in (2020, 2021)
        for month in range(1, 13)
        for flow in ("X", "M")
        for partner in ("DEU", "FRA")
    ]
    revised = [dict(rows[0], value=1.5e9), *(r for r in rows[1:] if (r["period"], r["flow"]) != ("2021-06", "M"))]
    for stamp, told in (("2025-01-01", rows), ("2025-02-01", revised)):
        file.write_bytes(body(told, stamp))
        ingest(store, FAKE, [file])


def built(data: Path, *options: str) -> Path:
    """The folder of the record a whole process builds; it says so in one line, and Java says nothing."""
    done = subprocess.run(
        [sys.executable, "-m", "hali", "record", "build", *options],
        cwd=data.parent,
        env={**os.environ, "HALI_DATA": str(data), **JAVA},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    told, _, folder = done.stdout.strip().partition(": ")
    assert told.endswith(f"built by {'spark' if options else 'duckdb'}")
    assert {path.name for path in data.parent.iterdir()} <= {"duckdb", "spark", "table.json"}, "something was left"
    return Path(folder)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The readings of the two engines as the tables `duckdb` and `spark`, and `lost_...`, those withdrawn."""
    root = tmp_path_factory.mktemp("engines")
    harvest(root / "duckdb")
    copytree(root / "duckdb", root / "spark")
    folders = {
        "duckdb": built(root / "duckdb"),
        "spark": built(root / "spark", "--engine", "spark", "--master", "local[2]"),
    }
    with duckdb.connect() as connection:
        for name, folder in folders.items():
            assert [path.name for path in folder.parent.iterdir()] == [folder.name], "something was left"
            connection.read_parquet(str(folder / "readings.parquet")).create(name)
            connection.read_parquet(str(folder / "withdrawn.parquet")).create(f"lost_{name}")
        yield connection


@pytest.mark.parametrize("indicator", INDICATORS)
def test_readings_are_the_same(both: duckdb.DuckDBPyConnection, indicator: str) -> None:
    mine, other = (f"(from {engine} where indicator = '{indicator}')" for engine in ("duckdb", "spark"))
    different = " or ".join(
        [f'a."{name}" is distinct from b."{name}"' for name in EQUAL]
        + [f"coalesce(abs(a.{n} - b.{n}) <= {TOLERANCE} * abs(a.{n}), false) = false" for n in NUMBERS]
    )
    ((rows,),) = both.sql(f"select count(*) from {mine}").fetchall()
    assert rows > 0
    pairs = f"{mine} a full join {other} b using (reading)"
    assert both.sql(f"select reading, a, b from {pairs} where {different} limit 3").fetchall() == []


def test_there_are_no_other_readings(both: duckdb.DuckDBPyConnection) -> None:
    for engine in ("duckdb", "spark"):
        found = both.sql(f"select indicator, count(*) = count(distinct reading) from {engine} group by all").fetchall()
        assert sorted(found) == sorted((name, True) for name in INDICATORS)


def test_readings_are_in_one_order(both: duckdb.DuckDBPyConnection) -> None:
    """A look-up reads runs of rows: the files of both engines are sorted alike."""
    orders = [both.sql(f"select reading from {engine}").fetchall() for engine in ("duckdb", "spark")]
    assert orders[0] == orders[1]


def test_what_was_withdrawn_is_the_same(both: duckdb.DuckDBPyConnection) -> None:
    lost = [both.sql(f"from lost_{engine}").fetchall() for engine in ("duckdb", "spark")]
    assert lost[0] == lost[1]
    ((month, flow),) = both.sql(
        "select distinct period, flow from duckdb semi join lost_duckdb using (reading) where measure = 'imports' "
        "and length(period) = 7"
    ).fetchall()
    assert (month, flow) == ("2021-06", "M")
