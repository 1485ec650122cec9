"""What runs the expressions of the record: DuckDB, where every connection to it comes from, and what an engine must do.

Spark is the other one (`record.spark`); `record.engines.started` gives the one that is asked for.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from hali import extras

if TYPE_CHECKING:
    import duckdb

    from hali.record.query import Table


class Engine(Protocol):
    """What runs Ibis expressions. The record needs three things of it, and no expression knows which one it is."""

    def read(self, file: Path) -> Table:
        """The rows of a Parquet file."""

    def keep(self, name: str, rows: Table) -> Table:
        """`rows` computed once and kept under `name`."""

    def write(self, rows: Table, file: Path, order: Sequence[str]) -> None:
        """Compute `rows` and write them as one Parquet file, sorted by the columns `order`."""


def opened(settings: Mapping[str, Any] | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory that stays silent and leaves nothing where the command was called.

    Its own progress bar would stand in the output, and what does not fit into memory would go to the folder at hand.
    What a question used it would keep for the next one: 200 MB of a process that only waits.

    Args:
        settings: settings of DuckDB.
    """
    import duckdb

    connection = duckdb.connect(config=dict(settings or {}))
    connection.execute("set enable_progress_bar = false")
    connection.execute("set allocator_background_threads = true")
    spilled = Path(tempfile.gettempdir()) / f"hali-{os.getpid()}"
    connection.execute(f"set temp_directory = {quoted(spilled)}")
    return connection


Columns = Mapping[str, tuple[str, Sequence[Any]]]
"""A small table of our own: name of a column -> its SQL type and its values."""


def create(cursor: duckdb.DuckDBPyConnection, name: str, columns: Columns, *, temporary: bool = True) -> None:
    """Make or replace the table `name`, without an Arrow table in between: DuckDB takes lists as they are."""
    listed = ", ".join(f'unnest(?::{kind}[]) as "{column}"' for column, (kind, _) in columns.items())
    cursor.execute(
        f"create or replace {'temp ' if temporary else ''}table {name} as select {listed}",
        [list(values) for _, values in columns.values()],
    )


def copy(connection: duckdb.DuckDBPyConnection, query: str, file: Path, order: Sequence[str]) -> None:
    """Write the rows of `query` as one Parquet file, sorted, in row groups so small that a look-up touches few rows."""
    columns = ", ".join(f'"{name}"' for name in order)
    sorted_ = f" order by {columns}" if order else ""
    connection.execute(
        f"copy (select * from ({query}){sorted_}) "
        f"to {quoted(file)} (format parquet, compression zstd, row_group_size 20000)"
    )


def quoted(text: str | Path) -> str:
    """A text or a path as SQL writes it."""
    return "'" + str(text).replace("'", "''") + "'"


class DuckDB:
    """DuckDB in the memory of this process: the default engine."""

    def __init__(self) -> None:
        extras.require("engines", "computing all readings beforehand")
        import ibis

        self._connection = opened()
        self._backend = ibis.duckdb.from_connection(self._connection)

    def read(self, file: Path) -> Table:
        """See `Engine`."""
        self._connection.execute(f'create view "{file.stem}" as select * from read_parquet({quoted(file)})')
        return self._backend.table(file.stem)

    def keep(self, name: str, rows: Table) -> Table:
        """See `Engine`."""
        self._connection.execute(f'create table "{name}" as {self._backend.compile(rows)}')
        return self._backend.table(name)

    def write(self, rows: Table, file: Path, order: Sequence[str]) -> None:
        """See `Engine`."""
        copy(self._connection, self._backend.compile(rows), file, order)

    def close(self) -> None:
        """Let go of the memory."""
        self._connection.close()
