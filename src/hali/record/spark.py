"""Where every Spark session comes from, and Spark as the engine of the record.

Spark stays silent, ends with the work it was started for, and its errors are one line. On a cluster the executors must
see the data folder under the path it has here.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

from hali import extras, process
from hali.errors import HaliError, QuestionError
from hali.record import engine

if TYPE_CHECKING:
    from hali.record.query import Table


def require(engine: str, master: str = "") -> None:
    """Refuse Spark where it cannot run, and the address of a cluster where another engine is asked for.

    Raises:
        QuestionError: naming what to install or to add.
    """
    if engine != "spark":
        if master:
            raise QuestionError("--master is the address of a Spark cluster: add --engine spark")
        return
    extras.require("spark", "--engine spark")
    if not (os.environ.get("JAVA_HOME") or which("java")):
        raise QuestionError("--engine spark needs Java 17 or newer: install it, or set JAVA_HOME to where it is")


@contextmanager
def session(task: str, master: str = "") -> Iterator[Any]:
    """A session of its own in the Spark of this process, or in a new one that ends with it.

    Args:
        task: what it is for, as in "could not ...".
        master: address of the cluster; "" = the one Spark is configured with, else all cores of this machine.

    Raises:
        QuestionError: Spark cannot be started.
        HaliError: Spark gave up.
    """
    require("spark")
    process.take_pandas()
    from py4j.protocol import Py4JError
    from pyspark import SparkContext
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    running = SparkContext._active_spark_context
    root = SparkSession(running) if running else _started(task, master)
    try:
        mine = root.newSession()
        # as in DuckDB: a value that does not fit is an error, and a day has no time zone
        mine.conf.set("spark.sql.ansi.enabled", "true")
        mine.conf.set("spark.sql.session.timeZone", "UTC")
        yield mine
    except (Py4JError, PySparkException) as error:
        raise HaliError(f"Spark could not {task}: {_gist(str(error))}") from error
    finally:
        if running is None:
            root.stop()


def _started(task: str, master: str) -> Any:
    """The session of a new Spark. What Java prints goes to a file nobody sees, unless it says why there is none."""
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.logger import PySparkLogger
    from pyspark.sql import SparkSession

    # its Python side prints what it raises, too
    for name in ("SQLQueryContextLogger", "DataFrameQueryContextLogger"):
        PySparkLogger.getLogger(name).disabled = True
    # executors on this machine run the Python that asks; a cluster's own setting has precedence
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    settings = SparkConf().setAppName(f"hali: {task}").set("spark.ui.showConsoleProgress", "false")
    if master:
        settings.setMaster(master)
    with tempfile.TemporaryFile() as said:
        try:
            java = SparkContext._gateway or launch_gateway(settings, {"stdout": said, "stderr": said})
            context = SparkContext(conf=settings, gateway=java)
            context.setLogLevel("ERROR")
            return SparkSession(context)
        except Exception as error:
            if SparkContext._active_spark_context:
                SparkContext._active_spark_context.stop()
            said.seek(0)
            told = _gist(f"{said.read().decode(errors='replace')}\n{error}")
            raise QuestionError(
                f"Spark cannot be started, it needs Java 17 or newer and a --master it knows: {told}"
            ) from error


TELLING = (
    r"^hali\.\S+: .*",
    r"^[A-Z]\w*(Error|Exception): .*",
    r"Caused by: .*",
    r"java: .*",
    r"ERROR .*",
    r"\w+(Error|Exception): .*",
)
"""What in an error of Spark tells what went wrong, the most telling first: of ours, of Python, of Java."""


def _gist(text: str) -> str:
    """The line that tells most of an error of Spark, which comes with the stack of two languages."""
    found = (match for pattern in TELLING if (match := re.search(pattern, text, re.MULTILINE)))
    lines = (line.strip() for line in text.splitlines() if line.strip())
    best = next(found, None)
    return (best[0] if best else next(lines, "no reason given"))[:200]


class Spark:
    """Spark as an engine: what is kept lies as Parquet in a folder that the executors see too.

    Args:
        session: a Spark session of our own.
        folder: where to keep rows.
    """

    def __init__(self, session: Any, folder: Path) -> None:
        import ibis

        self._backend = ibis.pyspark.connect(session)
        self._folder = folder

    def read(self, file: Path) -> Table:
        """See `engine.Engine`."""
        return self._backend.read_parquet(file.absolute().as_uri(), table_name=file.stem)

    def keep(self, name: str, rows: Table) -> Table:
        """See `engine.Engine`."""
        folder = self._folder / name
        self._save(rows, folder)
        return self._backend.read_parquet(folder.absolute().as_uri(), table_name=name)

    def write(self, rows: Table, file: Path, order: Sequence[str]) -> None:
        """See `engine.Engine`."""
        parts = self._folder / file.stem
        self._save(rows, parts)
        connection = engine.opened()
        engine.copy(connection, f"select * from read_parquet({engine.quoted(parts / '*.parquet')})", file, order)
        connection.close()

    def _save(self, rows: Table, folder: Path) -> None:
        self._backend.raw_sql(self._backend.compile(rows)).write.parquet(folder.absolute().as_uri())
