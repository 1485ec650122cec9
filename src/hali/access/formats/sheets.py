"""Workbooks of spreadsheets, old (.xls) and new (.xlsx), as rows of plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from hali import extras
from hali.access import bounds

Cell = str | float | None
"""What stands in a cell: text, a number, or nothing."""

_TAGS = 200_000
"""Tags a part of a workbook may have that holds no cells: styles, names, links."""
_SHEETS = 200
"""Sheets of a workbook."""
_DEPTH, _MERGED = 100, 20_000
"""Elements one in the other in a part of a workbook, and merged ranges of a sheet."""
_OLD = 64 << 20
"""Bytes of an old workbook."""

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

    extras.require("ingest", "a workbook")
    import openpyxl

    try:
        _check(body)
    except ValueError as error:
        raise ValueError(f"a damaged workbook ({error})") from error
    with warnings.catch_warnings():
        # styles and extensions it does not know are no loss: only values are read
        warnings.simplefilter("ignore", UserWarning)
        try:
            book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # a sheet may say that it is as large as it likes
                rows = _rectangle(sheet.iter_rows(values_only=True))
                yield sheet.title, [[_plain(value) for value in row] for row in rows]
            book.close()
        except (ValueError, bounds.TooMuch):
            raise
        except Exception as error:  # its reader stumbles over a damaged part in any way
            raise ValueError(f"a damaged workbook ({type(error).__name__}: {error})") from error


def _check(body: bytes) -> None:
    """Look at the parts of a new workbook before they are parsed.

    Raises:
        TooMuch: they are too large, or have too many tags or sheets.
    """
    left = bounds.TREE
    with bounds.archive(body) as archive:
        for info in archive.infolist():
            if not info.filename.endswith((".xml", ".rels")):
                continue
            part = bounds.whole(bounds.member(archive, info, left))
            left -= len(part)
            cells = "/worksheets/" in info.filename or info.filename.endswith("sharedStrings.xml")
            bounds.check_xml(part, tags=bounds.TAGS if cells else _TAGS)
            _check_depth(part)
            if part.count(b"mergeCell ") > _MERGED:
                raise bounds.TooMuch(f"more than {_MERGED:,} merged ranges in a sheet")
            if info.filename == "xl/workbook.xml" and part.count(b"<sheet ") > _SHEETS:
                raise bounds.TooMuch(f"more than {_SHEETS} sheets")


def _check_depth(part: bytes) -> None:
    """Raise where more elements of a part stand one in the other than in any workbook: its reader holds them all."""
    from xml.parsers import expat

    depth = 0

    def begins(*_: Any) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH:
            raise bounds.TooMuch(f"more than {_DEPTH} elements one in the other")

    def ends(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = begins, ends
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise ValueError(f"damaged XML: {error}") from error


def _rectangle(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """Rows of one length, without what is empty behind and below them.

    Raises:
        TooMuch: they have too many cells.
    """
    found: list[list[Any]] = []
    width = filled = 0
    for number, row in enumerate(rows, 1):
        cells = list(row)
        while cells and cells[-1] is None:
            cells.pop()
        found.append(cells)
        if cells:
            filled, width = number, max(width, len(cells))
        if max(1, width) * filled > bounds.SHEET_CELLS or number > bounds.SHEET_CELLS:
            raise bounds.TooMuch(f"more than {bounds.SHEET_CELLS:,} cells in a sheet")
    return [cells + [None] * (width - len(cells)) for cells in found[:filled]]


def _old(body: bytes) -> Iterator[tuple[str, list[list[Cell]]]]:
    import io

    extras.require("ingest", "a workbook")
    import xlrd

    if len(body) > _OLD:
        raise bounds.TooMuch(f"more than {bounds.megabytes(_OLD)}")
    try:
        # rows as long as they are: filled up, one cell in the last corner makes millions
        book = xlrd.open_workbook(file_contents=body, logfile=io.StringIO(), ragged_rows=True)
    except Exception as error:  # its reader stumbles over a damaged file in any way
        raise ValueError(f"a damaged workbook ({error})") from error
    for sheet in book.sheets():
        for at in range(sheet.nrows):
            if xlrd.XL_CELL_ERROR in sheet.row_types(at):
                raise ValueError(f"sheet {sheet.name!r}, row {at + 1}: a formula that failed")
        rows = _rectangle([_plain(value) for value in sheet.row_values(at)] for at in range(sheet.nrows))
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
