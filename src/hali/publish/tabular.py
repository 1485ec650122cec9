"""A table others can take: an Arrow stream that pandas, polars and DuckDB read, and a table in a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

FIRST = 20
"""Rows a notebook shows."""


class Tabular(ABC):
    """Rows with named columns.

    `pandas.DataFrame(rows)`, `polars.DataFrame(rows)`, `pyarrow.table(rows)` and DuckDB take it as it is; one goes
    through it row by row, and whatever a `pyarrow.Table` has is reached as well: `column_names`, `to_pandas()`.
    """

    @property
    @abstractmethod
    def table(self) -> pa.Table:
        """All rows in memory."""

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for batch in self.table.to_batches():
            yield from batch.to_pylist()

    def __getitem__(self, column: str) -> pa.ChunkedArray:
        return self.table[column]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.table, name)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.table.__arrow_c_stream__(requested_schema)

    def _shown(self, title: str, facts: list[tuple[str, str]], columns: tuple[str, ...], notes: list[str]) -> str:
        """The first rows as a table of a notebook."""
        from hali.publish import notebook

        first = self.table.slice(0, FIRST).select(columns).to_pydict()
        more = [f"{len(self) - FIRST:,} more"] if len(self) > FIRST else []
        rows = [[_cell(value) for value in row] for row in zip(*first.values(), strict=True)]
        return notebook.table(title, facts, columns, rows, [*more, *notes])


def _cell(value: Any) -> str | float:
    """A value as a cell: numbers as they are, lists joined, nothing as nothing."""
    if isinstance(value, float):
        return value
    if isinstance(value, (list, tuple)):
        return " ".join(map(str, value))
    return "" if value is None else str(value)
