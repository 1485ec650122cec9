"""What a process of our own, a command or a worker, sets for itself; never the process of somebody who imports hali."""

from __future__ import annotations

import atexit
import gc
import sys
from importlib.abc import MetaPathFinder


def collect_seldom() -> None:
    """Let Python look for garbage seldom.

    Word lists and code lists stay to the end: looking through them again and again is a fifth of a check. At the end
    they go with the process: to look through them once more is a tenth of a brief.
    """
    gc.set_threshold(500_000, 20, 20)
    atexit.register(_leave_garbage)


def _leave_garbage() -> None:
    """Leave garbage to the end of the process; not where DuckDB is loaded, which tells of each object it misses."""
    if "_duckdb" not in sys.modules:
        gc.freeze()


class _NoPandas(MetaPathFinder):
    """Says that pandas is not installed."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("No module named 'pandas'", name="pandas")


def leave_pandas() -> None:
    """Do without pandas: Arrow loads it for its first array, half a second and 50 MB for frames nobody asks for."""
    if "pandas" not in sys.modules:
        sys.meta_path.insert(0, _NoPandas())


def take_pandas() -> None:
    """Let pandas be loaded after all: Spark wants it."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, _NoPandas)]
