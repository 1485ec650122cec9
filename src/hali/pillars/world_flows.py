"""A file of trade with domestic sales as a square: every economy's sales to itself and to every other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hali.errors import QuestionError, UnreadableInput
from hali.pillars.flow_files import columns_of, named, scanned
from hali.record import engine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "exporter": ("exporter", "reporter", "i"),
    "importer": ("importer", "partner", "j"),
    "value": ("value", "v"),
}
"""What a column of a file holds -> the names it may have."""

LARGEST_WORLD = 400
"""Economies at the most."""


@dataclass(frozen=True, slots=True)
class World:
    """Sales of every economy to every other, its own on the diagonal.

    Attributes:
        areas: (n,) codes, as `placed` gives them, in the order of the alphabet.
        flows: (n, n) exporters x importers; no row = zero.
    """

    areas: tuple[str, ...]
    flows: NDArray[np.float64]


def of_file(file: str, placed: Callable[[str], str]) -> World:
    """The world of a file.

    Args:
        file: CSV, Parquet or folder: exporter, importer, value of one year; a row with one economy twice is its
            domestic sales.
        placed: area of a code.

    Raises:
        UnreadableInput: no such file, or none that can be read.
        QuestionError: a column is missing, a value is no number of zero or more, or there are too many economies.
    """
    import duckdb
    import numpy as np

    with closing(engine.opened()) as connection:
        scan = scanned(file)
        column = named(columns_of(connection, scan, file), COLUMNS, file)
        try:
            rows = connection.execute(
                f"select trim({column['exporter']}::varchar), trim({column['importer']}::varchar), "
                f"sum(coalesce(try_cast(trim({column['value']}::varchar) as double), -1e300)) from {scan} group by all"
            ).fetchall()
        except duckdb.Error as error:
            raise UnreadableInput(f"{file}: {str(error).splitlines()[0]}") from None
    if not rows or any(value is None or not 0 <= value < np.inf or not a or not b for a, b, value in rows):
        raise QuestionError(f"{file}: every row needs an exporter, an importer and a value of zero or more")
    told = [(placed(one), placed(other), float(value)) for one, other, value in rows]
    areas = sorted({code for one, other, _ in told for code in (one, other)})
    if len(areas) > LARGEST_WORLD:
        raise QuestionError(f"{file}: {len(areas)} economies are too many; {LARGEST_WORLD} at the most")
    flows = np.zeros((len(areas), len(areas)))
    place = {code: number for number, code in enumerate(areas)}
    for one, other, value in told:
        flows[place[one], place[other]] += value
    return World(tuple(areas), flows)
