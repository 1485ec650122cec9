"""Readings as a workbook: the data, the definitions in words, the sources with their licences."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from hali.errors import QuestionError
from hali.publish.cells import is_formula
from hali.publish.extract import COLUMNS, WRITTEN, Extract

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LARGEST = 200_000
"""Readings a workbook is made of at the most; more take minutes to write and to open."""

DATES = ("start", "end", "known")

WIDTHS = {
    "reading": 14,
    "measure": 26,
    "period": 12,
    "dataflow": 24,
    "indicator": 24,
    "value": 18,
    "sources": 32,
    "origins": 22,
    "producers": 34,
    "licences": 34,
}
"""Width of a column in letters; others are 11."""

SOURCES = {
    "origin": 22,
    "producer": 30,
    "title": 50,
    "table": 24,
    "published": 12,
    "retrieved": 12,
    "licence": 40,
    "attribution": 50,
    "address": 50,
    "cite": 90,
}
"""Columns of the sources and their widths."""


def write(extract: Extract, out: BinaryIO) -> None:
    """A workbook of three sheets; the same readings give the same bytes.

    Raises:
        QuestionError: there are more readings than LARGEST.
    """
    import xlsxwriter

    if extract.rows > LARGEST:
        raise QuestionError(
            f"{extract.rows:,} readings are too many for a workbook ({LARGEST:,}): ask for fewer, or csv or parquet"
        )
    options = {
        "constant_memory": True,
        "default_date_format": "yyyy-mm-dd",
        "strings_to_urls": False,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    # a workbook that cannot be written leaves an open archive behind, which must not be `out`
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, options) as book:
        book.set_properties({"title": "hali readings", "comments": extract.command, "created": WRITTEN})
        _data(book, extract)
        _definitions(book, extract)
        _sources(book, extract)
    out.write(held.getbuffer())


def _data(book: Workbook, extract: Extract) -> None:
    import pyarrow.compute as pc

    sheet = book.add_worksheet("Data")
    names = extract.schema.names
    number = book.add_format({"num_format": "#,##0.######"})
    _head(book, sheet, names, [WIDTHS.get(name, 11) for name in names])
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    text = _texts(book, sheet)
    lists = {name for name in names if str(extract.schema.field(name).type).startswith("list")}
    line = 0
    for batch in extract.batches():
        columns = [
            (pc.binary_join(batch.column(name), "; ") if name in lists else batch.column(name)).to_pylist()
            for name in names
        ]
        for row in zip(*columns, strict=True):
            line += 1
            for place, (name, cell) in enumerate(zip(names, row, strict=True)):
                if name in DATES:
                    sheet.write_datetime(line, place, cell, day)
                elif isinstance(cell, bool):
                    sheet.write_boolean(line, place, cell)
                elif isinstance(cell, float):
                    sheet.write_number(line, place, cell, number)
                elif cell:
                    text(line, place, cell)
    sheet.autofilter(0, 0, max(line, 1), len(names) - 1)


def _definitions(book: Workbook, extract: Extract) -> None:
    """What each series counts, then the columns and the codes in words."""
    sheet = book.add_worksheet("Definitions")
    lines = extract.lines()
    fields = list(lines[0].fields) if lines else []
    heads = ["in words", "readings", "first", "last", *fields]
    _head(book, sheet, heads, [90, 10, 12, 12, *(WIDTHS.get(name, 11) for name in fields)])
    place = _rows(
        book, sheet, 1, ([one.words, one.readings, one.first, one.last, *one.fields.values()] for one in lines)
    )
    sheet.autofilter(0, 0, max(place - 1, 1), len(heads) - 1)
    bold = book.add_format({"bold": True})
    for head, rows in (
        ("columns of the data", ([f"{name}: {COLUMNS[name]}"] for name in extract.schema.names)),
        ("codes", ([f"{one.column} {one.code}: {one.words}"] for one in extract.codes())),
    ):
        sheet.write_string(place + 1, 0, head, bold)
        place = _rows(book, sheet, place + 2, rows)


def _sources(book: Workbook, extract: Extract) -> None:
    sheet = book.add_worksheet("Sources")
    _head(book, sheet, list(SOURCES), list(SOURCES.values()))
    rows = []
    for one in extract.citations:
        o = one.origin
        dated = [o.dataset, o.date_published, o.retrieved]
        rows.append([o.id, o.producer, o.title, *dated, o.licence, o.attribution, o.link, one.long()])
    place = _rows(book, sheet, 1, rows)
    said = (("record", extract.record), ("as of", extract.as_of), ("program", extract.version))
    _rows(book, sheet, place + 1, ([name, text] for name, text in (*said, ("command", extract.command))))


def _head(book: Workbook, sheet: Worksheet, names: Sequence[str], widths: Sequence[float]) -> None:
    bold: Format = book.add_format({"bold": True, "bottom": 1})
    for place, (name, width) in enumerate(zip(names, widths, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, bold)
    sheet.freeze_panes(1, 1)


def _texts(book: Workbook, sheet: Worksheet) -> Callable[[int, int, str], object]:
    """What writes a text to row and column; one like a formula stays a text when somebody edits its cell."""
    quoted = book.add_format({"quote_prefix": True})
    return lambda line, place, text: sheet.write_string(line, place, text, quoted if is_formula(text) else None)


def _rows(book: Workbook, sheet: Worksheet, first: int, rows: Iterable[Sequence[Any]]) -> int:
    """Write rows of texts and whole numbers from row `first`; the row after the last."""
    text = _texts(book, sheet)
    line = first
    for row in rows:
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(line, place, cell)
            else:
                text(line, place, cell)
        line += 1
    return line
