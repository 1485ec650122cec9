"""Spark is started in one place: beside a session of the user's, silent, ended with its work, its errors one line."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from shutil import which

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("pyspark") is None, reason="the extra hali[spark] is not installed"),
    pytest.mark.skipif(which("java") is None, reason="Spark needs Java"),
]

SCRIPT = """
from pyspark import SparkContext
from hali.errors import HaliError, QuestionError
from hali.record.spark import session

def zone(of):
    return of.conf.get("spark.sql.session.timeZone")

try:
    with session("count", "nowhere"):
        pass
except QuestionError as error:
    print("refused:", error)
for _ in range(2):
    with session("count", "local[1]") as mine:
        print(mine.range(3).count(), zone(mine))
    print(SparkContext._active_spark_context)

from pyspark.sql import SparkSession
with session("start", "local[1]") as root:
    root.conf.set("spark.sql.session.timeZone", "Asia/Almaty")
    root.conf.set("spark.sql.ansi.enabled", "false")
    try:
        with session("divide") as mine:
            print(zone(mine), root.sql("select 1 / 0").collect()[0][0])
            mine.sql("select 1 / 0").collect()
    except HaliError as error:
        print(error)
    try:
        with session("map") as mine:
            mine.sparkContext.parallelize([0], 1).map(lambda n: 1 // n).collect()
    except HaliError as error:
        print(error)
    print(zone(root), root.range(4).count())
"""


def test_a_session_of_its_own() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    refused, *told = done.stdout.splitlines()
    assert refused.startswith("refused: Spark cannot be started, it needs Java 17 or newer and a --master it knows: ")
    assert "Master must" in refused
    assert told[:4] == ["3 UTC", "None"] * 2
    division, task = told[5:7]
    assert told[4] == "UTC None"
    assert division.startswith("Spark could not divide: ")
    assert "DIVIDE_BY_ZERO" in division
    assert task == "Spark could not map: ZeroDivisionError: integer division or modulo by zero"
    assert told[7:] == ["Asia/Almaty 4"]
