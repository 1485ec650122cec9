"""Files of trade a reader brings: CSV, Parquet or a folder of Parquet files, and which column holds what."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from hali.errors import QuestionError, UnreadableInput
from hali.record import engine

if TYPE_CHECKING:
    import duckdb


def scanned(file: str) -> str:
    """SQL that reads a file of columns; every column of a CSV as text.

    Raises:
        UnreadableInput: no such file, or one of another kind.
    """
    path = Path(file)
    if path.is_dir():
        if not any(path.rglob("*.parquet")):
            raise UnreadableInput(f"{file}: a folder without Parquet files")
        return f"read_parquet({engine.quoted(path / '**' / '*.parquet')}, hive_partitioning = true)"
    if not path.is_file():
        raise UnreadableInput(f"{file}: no such file")
    ending = path.suffix.casefold()
    if ending == ".parquet":
        return f"read_parquet({engine.quoted(path)})"
    if ending in {".csv", ".tsv", ".gz", ".txt"}:
        return f"read_csv({engine.quoted(path)}, all_varchar = true, header = true)"
    raise UnreadableInput(f"{file}: neither CSV nor Parquet; accepted are .csv, .tsv, .csv.gz, .parquet and folders")


def columns_of(connection: duckdb.DuckDBPyConnection, scan: str, file: str) -> dict[str, str]:
    """Columns of a file by their names in small letters.

    Raises:
        UnreadableInput: the file is no table.
    """
    import duckdb

    try:
        told = connection.execute(f"describe select * from {scan}").fetchall()
    except duckdb.Error as error:
        raise UnreadableInput(f"{file}: {str(error).splitlines()[0]}") from None
    return {str(row[0]).strip().casefold(): str(row[0]) for row in told}


def named(held: Mapping[str, str], wanted: Mapping[str, tuple[str, ...]], file: str) -> dict[str, str]:
    """Which column of a file holds what, as SQL names it.

    Raises:
        QuestionError: one is missing.
    """
    found = {name: next((held[one] for one in names if one in held), "") for name, names in wanted.items()}
    missing = [" or ".join(wanted[name]) for name, column in found.items() if not column]
    if missing:
        raise QuestionError(f"{file}: no column {'; no column '.join(missing)}; it has {', '.join(held) or 'none'}")
    return {name: '"' + column.replace('"', '""') + '"' for name, column in found.items()}
