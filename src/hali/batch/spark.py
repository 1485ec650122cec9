"""Spark as the engine of a batch: the same task on the executors of a cluster, results in order, a few jobs at a time.

The executors need hali, the files under the same paths, and the data folder under the same path or the right to build
the record in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hali.batch.local import Task, in_order
from hali.batch.work import Outcome
from hali.record.spark import session

JOBS = 3
"""Jobs at a time: while one waits for its last article, the others keep the cores busy."""

PER_CORE = 4
"""Articles of one job per core of the cluster."""


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
    with session("check the articles", master) as spark, ThreadPoolExecutor(JOBS) as jobs:
        context = spark.sparkContext
        size = context.defaultParallelism * PER_CORE

        def check(chunk: Sequence[Path]) -> list[Outcome]:
            found: list[Outcome] = context.parallelize(chunk, len(chunk)).map(task).collect()
            return found

        chunks = (paths[start : start + size] for start in range(0, len(paths), size))
        for outcomes in in_order(lambda chunk: jobs.submit(check, chunk), chunks, JOBS):
            yield from outcomes
