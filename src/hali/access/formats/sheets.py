"""Workbooks of spreadsheets, old (.xls) and new (.xlsx), as rows of plain values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Cell = str | float | None
"""What stands in a cell: text, a number, or nothing."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_GROUPED = re.compile(r"-?\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")


def is_workbook(body: bytes) -> bool:
    """Whether bytes begin as a workbook does; a zip is one if it holds a workbook's list of parts."""
    return body.startswith(_OLE) or (body.startswith(_ZIP) and b"xl/" in body)


def read(body: bytes) -> Mapping[str, list[list[Cell]]]:
    """Sheet name -> rows; formulas as the values last calculated.

    Raises:
        ValueError: no workbook, or a damaged one.
    """
    if body.startswith(_OLE):
        return dict(_old(body))
    if body.startswith(_ZIP):
        return dict(_new(body))
    raise ValueError("no workbook: neither .xls nor .xlsx")


def _new(body: bytes) -> Iterator[tuple[str, list[list[Cell]]]]:
    import io
    import warnings
    import zipfile

    import openpyxl

    try:
        with warnings.catch_warnings():
            # styles and extensions it does not know are no loss: only values are read
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(io.BytesIO(body), read_only=False, data_only=True)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError) as error:
        raise ValueError(f"a damaged workbook ({error})") from error
    for sheet in book.worksheets:
        yield sheet.title, [[_plain(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def _old(body: bytes) -> Iterator[tuple[str, list[list[Cell]]]]:
    import io
    import struct

    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=body, logfile=io.StringIO())
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, struct.error, AssertionError, IndexError) as error:
        raise ValueError(f"a damaged workbook ({error})") from error
    for sheet in book.sheets():
        rows = []
        for at in range(sheet.nrows):
            kinds, values = sheet.row_types(at), sheet.row_values(at)
            if xlrd.XL_CELL_ERROR in kinds:
                raise ValueError(f"sheet {sheet.name!r}, row {at + 1}: a formula that failed")
            rows.append([_plain(value) for value in values])
        yield sheet.name, rows


def _plain(value: Any) -> Cell:
    """A cell's value without blanks around it; numbers as floats, dates as ISO text, blank as None."""
    if value is None or isinstance(value, bool):
        return None if value is None else str(value)
    if isinstance(value, int | float):
        return float(value)
    text = (value.isoformat() if hasattr(value, "isoformat") else str(value)).strip()
    if text.startswith("#") and text in {"#REF!", "#VALUE!", "#N/A", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"}:
        raise ValueError(f"a formula that failed ({text})")
    return text or None


def number(cell: Cell) -> float | None:
    """A cell as a number: a number, or one written as text with blanks or commas between thousands; None for a dash.

    Raises:
        ValueError: other text.
    """
    if cell is None or isinstance(cell, float):
        return cell
    text = re.sub(r"[\s\u00a0\u202f]+", " ", cell).strip().replace("\u2212", "-")
    if text in {"", "-", "\u2013", "\u2014"}:
        return None
    if not _GROUPED.fullmatch(text):
        raise ValueError(f"not a number: {cell[:40]!r}")
    return float(re.sub("[ ,]", "", text))
