"""The engines by name: DuckDB in this process, Spark on a cluster. An expression does not know which one runs it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from hali.errors import QuestionError
from hali.record import engine, spark

ENGINES = ("duckdb", "spark")
"""What can run the expressions of the record."""


def require_engine(name: str, master: str) -> None:
    """Refuse an engine that is not there.

    Raises:
        QuestionError: naming those there are, or what to install.
    """
    if name not in ENGINES:
        raise QuestionError(f"unknown engine {name!r}; accepted: {', '.join(ENGINES)}")
    spark.require(name, master)


@contextmanager
def started(name: str, master: str, folder: Path) -> Iterator[engine.Engine]:
    """The engine called `name`, which ends with its work.

    Args:
        name: one of ENGINES.
        master: address of the Spark cluster; "" = the one Spark is configured with, else this machine.
        folder: where Spark may keep rows while it works; every executor must see it.

    Raises:
        QuestionError: it is not there.
        HaliError: it gave up.
    """
    require_engine(name, master)
    if name == "spark":
        with (
            tempfile.TemporaryDirectory(prefix="spark-", dir=folder) as work,
            spark.session("compute the readings", master) as session,
        ):
            yield spark.Spark(session, Path(work))
    else:
        with closing(engine.DuckDB()) as on:
            yield on
