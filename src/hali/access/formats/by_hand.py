"""Tables as people download them: CSV in any dialect, packed or not, or a sheet of a workbook, as rows of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from hali.access import bounds
from hali.access.formats import packed, sheets

_BYTES = 1 << 30
"""Bytes of a table that is read row by row."""
_HEAD = 65_536

Row = Sequence[str]


def tables(body: bytes) -> Iterator[tuple[str, Iterator[Row]]]:
    """The tables of a file by name: the sheets of a workbook, the CSV files of a zip, or the one the bytes are.

    Cells are text without blanks around it; whole numbers of a workbook stand without a point.

    Raises:
        TooMuch: one has too many cells, or bytes once unpacked.
        ValueError: damaged.
    """
    if sheets.is_workbook(body):
        for title, rows in sheets.read(body).items():
            yield title, ([_written(cell) for cell in row] for row in rows)
    elif body.startswith(packed.ZIP):
        with bounds.archive(body) as archive:
            for info in archive.infolist():
                if info.filename.casefold().endswith((".csv", ".txt", ".tsv")):
                    yield info.filename, _read(bounds.member(archive, info, _BYTES))
    else:
        yield "", _read(iter([packed.unpacked(body)]))


def found(body: bytes, wanted: Callable[[str, Row], bool], within: int = 20) -> tuple[Row, Iterator[Row]]:
    """The header that is wanted, among the first rows of any table of a file, and the rows below it.

    Args:
        body: the file.
        wanted: whether a row of a table of this name is the header.
        within: rows that may stand above it.

    Raises:
        ValueError: there is none, or damaged.
    """
    for name, rows in tables(body):
        for _, row in zip(range(within), rows, strict=False):
            if wanted(name, row):
                return row, rows
    raise ValueError("no table with the columns that are wanted")


def has(body: bytes, wanted: Callable[[str, Row], bool]) -> bool:
    """Whether a file has such a table."""
    try:
        found(body, wanted)
    except ValueError:
        return False
    return True


def _read(blocks: Iterator[bytes]) -> Iterator[Row]:
    """Rows of a CSV; UTF-8, UTF-16 with its mark, or the code page of western Europe."""
    first = next(blocks, b"")
    encoding = _encoding(first[:_HEAD])
    stream = io.TextIOWrapper(io.BufferedReader(bounds.Stream(_again(first, blocks))), encoding, "replace", newline="")
    head = first[:_HEAD].decode(encoding, "replace")
    lines = head.splitlines()[:10] or [""]
    delimiter = max(",;\t", key=lambda sign: max(line.count(sign) for line in lines))
    if max(map(len, lines)) > bounds.COLUMNS * 20:
        raise bounds.TooMuch(f"more than {bounds.COLUMNS:,} columns")
    reader = csv.reader(_lines(stream), delimiter=delimiter)
    try:
        for row in reader:
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise ValueError(f"line {reader.line_num}: {error}") from error


def _lines(stream: io.TextIOWrapper) -> Iterator[str]:
    """Lines of bounded length."""
    while line := stream.readline(bounds.BLOCK):
        if len(line) == bounds.BLOCK:
            raise bounds.TooMuch(f"more than {bounds.megabytes(bounds.BLOCK)} in one line")
        yield line


def _again(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _encoding(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        head[: head.rfind(b"\n") + 1 or len(head)].decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _written(cell: sheets.Cell) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return cell or ""
