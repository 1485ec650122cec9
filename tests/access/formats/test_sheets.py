"""Workbooks as rows of plain values."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from hali.access.formats import sheets

OLD = Path(__file__).parents[2] / "connectors" / "data" / "kazstat_2022.xls"


def workbook(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_cells_become_text_numbers_or_nothing() -> None:
    day = datetime(2024, 7, 25, tzinfo=UTC).replace(tzinfo=None)
    (rows,) = sheets.read(workbook([" a ", 1, 2.5, None, "", day, True])).values()
    assert rows == [["a", 1.0, 2.5, None, None, "2024-07-25T00:00:00", "True"]]


def test_old_workbooks() -> None:
    body = OLD.read_bytes()
    assert sheets.is_workbook(body)
    ((title, rows),) = sheets.read(body).items()
    assert title == "2022"
    assert rows[4][0] == "Всего"
    assert isinstance(rows[4][1], float)


@pytest.mark.parametrize("size", [0, 4, 100, 4000])
def test_cut_workbooks_stop(size: int) -> None:
    for body in (workbook(["a", 1])[:size], OLD.read_bytes()[:size]):
        with pytest.raises(ValueError, match="workbook"):
            sheets.read(body)


def test_a_formula_that_failed_stops() -> None:
    with pytest.raises(ValueError, match="formula that failed"):
        sheets.read(workbook(["#REF!"]))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (None, None),
        (3.0, 3.0),
        ("1,234", 1234.0),
        ("1 234 567", 1234567.0),
        ("12.5", 12.5),
        ("-", None),
        ("\u2212 3", None),
    ],
)
def test_numbers_as_text(cell: str | float | None, value: float | None) -> None:
    if cell == "\u2212 3":
        with pytest.raises(ValueError, match="not a number"):
            sheets.number(cell)
    else:
        assert sheets.number(cell) == value


@pytest.mark.parametrize("cell", ["n.a.", "12 %", "1,23", "12,34,567", "x"])
def test_other_text_is_no_number(cell: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        sheets.number(cell)
