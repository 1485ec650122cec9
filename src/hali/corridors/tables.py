"""The tables a network is kept in: CSV files of one folder, read with their line numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from hali.errors import UnreadableInput

COLUMNS: dict[str, tuple[str, ...]] = {
    "nodes": ("id", "name", "area", "lat", "lon", "kind", "sea", "stands_for", "aliases"),
    "services": (
        *("id", "from", "to", "mode", "gauge", "km", "speed", "days_min", "days_typical", "days_max"),
        *("headway_days", "tariff", "fixed_low", "fixed_high", "fixed_year", "emission", "status", "corridor"),
        *("crosses", "via", "rows", "assumed"),
    ),
    "processes": ("node", "from", "to", "hours_median", "hours_p95", "class", "cost_usd", "rows", "assumed"),
    "classes": ("id", "kind", "low", "typical", "high", "unit", "price_year", "rows", "assumed", "what"),
    "closures": (
        *("id", "services", "mean_days", "utilisation"),
        *(f"m{month:02}" for month in range(1, 13)),
        *("rows", "assumed"),
    ),
    "capacities": ("element", "capacity", "unit", "flow", "flow_unit", "rows", "flow_rows"),
    "corridors": ("id", "name", "joins"),
    "sea_legs": ("one", "other", "via", "km", "line"),
    "waypoints": ("one", "other", "points"),
    "prices": ("year", "inflation_pct", "rows"),
    "calibration": ("class", "factor", "rows", "error_pct"),
    "origins": ("id", "what", "address", "year", "year_certain", "quality"),
}
"""Tables of a network and their columns."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Attributes:
        table: which.
        line: number of the line, 2 for the first below the heads.
        cells: column -> text.
    """

    table: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def wrong(self, why: str) -> UnreadableInput:
        """The error that names this line."""
        return UnreadableInput(f"{self.table}.csv, line {self.line}: {why}")

    def number(self, column: str, default: float | None = None) -> float:
        """A cell as a number that is not negative.

        Args:
            column: which.
            default: for an empty cell; None = it must not be empty.
        """
        text = self[column]
        if not text and default is not None:
            return default
        try:
            found = float(text)
        except ValueError:
            raise self.wrong(f"{column} is {text!r}; accepted is a number") from None
        if not 0 <= found < float("inf"):
            raise self.wrong(f"{column} is {text}; accepted is a number that is not negative")
        return found

    def words(self, column: str) -> tuple[str, ...]:
        """A cell as words."""
        return tuple(self[column].split())

    def cited(self, column: str = "rows") -> dict[str, tuple[str, ...]]:
        """A cell of `field:ROW` words, or of rows alone, as field -> rows; rows alone stand under the field `all`."""
        found: dict[str, list[str]] = {}
        for word in self[column].replace(";", " ").split():
            field, _, row = word.rpartition(":")
            found.setdefault(field or "all", []).append(row)
        return {field: tuple(rows) for field, rows in found.items()}


@cache
def read(name: str, folder: str = "") -> tuple[Row, ...]:
    """The lines of a table.

    Args:
        name: key of COLUMNS.
        folder: where it lies; "" = the network that ships.

    Raises:
        UnreadableInput: it is missing, no UTF-8, or has other columns.
    """
    try:
        place = Path(folder) if folder else files("hali.corridors") / "data"
        text = (place / f"{name}.csv").read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{folder}: {name}.csv cannot be read; a network has {', '.join(COLUMNS)}") from error
    return tuple(_rows(name, text))


def _rows(name: str, text: str) -> Iterator[Row]:
    lines = csv.reader(text.splitlines())
    heads: Sequence[str] = next(lines, ())
    if tuple(heads) != COLUMNS[name]:
        raise UnreadableInput(f"{name}.csv: its columns are {','.join(heads)}; accepted are {','.join(COLUMNS[name])}")
    for number, cells in enumerate(lines, 2):
        if len(cells) != len(heads):
            raise UnreadableInput(f"{name}.csv, line {number}: {len(cells)} cells under {len(heads)} columns")
        yield Row(name, number, dict(zip(heads, cells, strict=True)))
