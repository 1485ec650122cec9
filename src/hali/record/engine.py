"""Where every DuckDB connection comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


def opened(settings: Mapping[str, Any] | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory that stays silent: its own progress bar would stand in the output of a command.

    Args:
        settings: settings of DuckDB.
    """
    import duckdb

    connection = duckdb.connect(config=dict(settings or {}))
    connection.execute("set enable_progress_bar = false")
    return connection
