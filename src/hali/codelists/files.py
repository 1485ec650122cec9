"""Reading the CSV files of `codelists/data`."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib import resources


def rows(file: str) -> Iterator[dict[str, str]]:
    """Rows of a file of `codelists/data`, column name -> text."""
    text = (resources.files("hali.codelists") / "data" / file).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())
