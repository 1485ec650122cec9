"""Spark as the engine of a batch: the same task on the executors of a cluster, results in order, a few jobs at a time.

The executors need hali, the files under the same paths, and the data folder under the same path or the right to build
the record in it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hali.batch.local import Task, in_order
from hali.batch.work import Outcome
from hali.errors import HaliError, QuestionError

PER_CORE = 4
"""Articles of one job per core of the cluster."""

JOBS = 3
"""Jobs under way or finished at a time: while one waits for its longest article, the next keeps the cores busy."""


def require() -> None:
    """Refuse to go on where Spark for Python is not installed.

    Raises:
        QuestionError: naming the extra to install.
    """
    if find_spec("pyspark") is None:
        raise QuestionError("--engine spark needs Spark for Python: pip install 'hali[spark]'")


def run(task: Task, paths: Sequence[Path], master: str = "") -> Iterator[Outcome]:
    """Do `task` on every path on a Spark cluster, yielding one outcome each, in order.

    Args:
        task: what is done; the executors must be able to import it.
        paths: articles, under paths the executors know.
        master: address of the cluster; "" = the one Spark is configured with, else all cores of this machine.

    Raises:
        QuestionError: Spark cannot be started.
        HaliError: the cluster gave up.
    """
    with _context(master) as context, ThreadPoolExecutor(JOBS) as jobs:
        size = context.defaultParallelism * PER_CORE

        def check(chunk: Sequence[Path]) -> list[Outcome]:
            found: list[Outcome] = context.parallelize(chunk, len(chunk)).map(task).collect()
            return found

        chunks = (paths[start : start + size] for start in range(0, len(paths), size))
        try:
            for outcomes in in_order(lambda chunk: jobs.submit(check, chunk), chunks, JOBS):
                yield from outcomes
        except HaliError:
            raise
        except Exception as error:
            raise HaliError(f"Spark could not check the articles: {_line(error)}") from error


@contextmanager
def _context(master: str) -> Iterator[Any]:
    """The Spark context of this process, or a new one that ends with the batch."""
    from pyspark.sql import SparkSession

    # executors on this machine run the Python that asks; a cluster's own setting has precedence
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    mine = SparkSession.getActiveSession() is None
    builder = SparkSession.builder.appName("hali check").config("spark.ui.showConsoleProgress", "false")
    if master:
        builder = builder.master(master)
    try:
        session = builder.getOrCreate()
    except Exception as error:
        raise QuestionError(
            f"Spark cannot be started, it needs Java 17 or newer and a --master it knows: {_line(error)}"
        ) from error
    try:
        session.sparkContext.setLogLevel("ERROR")
        yield session.sparkContext
    finally:
        if mine:
            session.stop()


def _line(error: Exception) -> str:
    """The gist of an error of Spark, which comes with the stack of two languages, on one line."""
    told = [line.strip() for line in str(error).splitlines() if line.strip()]
    named = [line for line in told if line.startswith(("hali.", "ModuleNotFoundError", "Caused by"))]
    return (named or told or [type(error).__name__])[0][:200]
