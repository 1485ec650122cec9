"""The queries over object storage in docs/how-to/engines.md run as they stand there, on a folder of this machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import duckdb
import pytest
from tests.record.test_bulk import BACI, MONTH, seven, zipped

from hali.record import bulk

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "engines.md").read_text(encoding="utf-8")


def recipe(language: str, storage: str, folder: Path) -> str:
    """The code block in `language` that reads from `storage`, reading from `folder` instead."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    (block,) = [text for text in blocks if f"{storage}://trade/" in text]
    return block.replace(f"{storage}://trade", str(folder))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A month of Comext and a year of BACI, taken in."""
    month = seven(tmp_path, "full_v2_202512.7z", MONTH, "full_202512.dat")
    bulk.ingest(month, tmp_path / "bulk", known="2026-02-16")
    year = zipped(
        tmp_path / "BACI_HS92_V202601.zip",
        BACI_HS92_Y2021_V202601=BACI,
        country_codes_V202601="country_code,country_name\n398,Kazakhstan\n",
        Readme="text",
    )
    bulk.ingest(year, tmp_path / "bulk")
    return tmp_path


def test_duckdb_reads_a_pair(folder: Path) -> None:
    """50 thousand dollars of oil from Kazakhstan (398) to Germany (276)."""
    query = next(part for part in recipe("sql", "s3", folder).split(";") if "select" in part)
    assert duckdb.sql(query).fetchall() == [(2021, "27", 50000.0)]


@pytest.mark.slow
@pytest.mark.skipif(find_spec("pyspark") is None, reason="the extra hali[spark] is not installed")
@pytest.mark.skipif(which("java") is None, reason="Spark needs Java")
def test_spark_reads_a_partner(folder: Path) -> None:
    script = "from hali.record.spark import session\nwith session('read', 'local[1]') as spark:\n"
    script += "".join(f"    {line}\n" for line in recipe("python", "s3a", folder).splitlines())
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    rows = {tuple(map(str.strip, line.split("|")[1:-1])) for line in done.stdout.splitlines() if line.startswith("|")}
    assert rows - {("year", "reporter", "flow", "sum(value)")} == {
        ("2025", "DE", "M", "340.0"),
        ("2025", "DE", "X", "15.0"),
        ("2025", "GR", "M", "60.0"),
    }
