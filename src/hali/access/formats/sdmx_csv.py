"""SDMX-CSV 1.0 and 2.0 as Eurostat, ECB, BIS, IMF and OECD write it, with codes, labels, or both."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from hali.access import bounds
from hali.access.formats.columns import TIME, VALUE, column_names, table
from hali.access.formats.packed import first_line

if TYPE_CHECKING:
    import pyarrow as pa

_STRUCTURE = ("structure", "structure_id", "structure_name", "action", "series_key", "obs_key")
_NOT_DATA = {"dataflow", "last update", "key", *_STRUCTURE}
_FIRST = re.compile(r"(?i)^\ufeff?\"?(dataflow|structure(\[.*?\])?|key)\"?\s*([:,;\t]|$)")
_CODE = re.compile(r"[A-Za-z_][A-Za-z0-9_@$\-. ]*")


def recognised(header: bytes) -> bool:
    """Whether a first line is one of SDMX-CSV."""
    text = header.decode("utf-8", "replace")
    return bool(_FIRST.match(text)) and "OBS_VALUE" in text.upper()


def read(body: bytes) -> pa.Table:
    """The table of an SDMX-CSV message.

    Columns of labels and of the structure are left out; a cell `A: Annual` is its code. An empty value, `NaN` and `:`
    are gaps. Rows without a period and without a value (attributes of groups) are left out.

    Raises:
        ValueError: an unknown header, a row of another length, a value that is no number, a deletion, two dataflows.
    """
    header, delimiter = _header(body)
    names, both = _names(header)
    bounds.check_table(body, delimiter, len(header))
    raw = _cells(body, names, delimiter, values_as_text=both)
    columns: dict[str, pa.Array] = {}
    for name in (n for n in names if n and n not in _NOT_DATA):
        columns[name] = _coded(raw[name]) if both else raw[name]
    if both:
        columns[VALUE] = _numbers(columns[VALUE], "," if delimiter == ";" else ".")
    if "action" in names and "D" in raw["action"].unique().to_pylist():
        raise ValueError("the message asks for deletions")
    found = table(columns, dataflow=_only(raw, names), updated=_updated(raw, names))
    return _observations(found)


def _header(body: bytes) -> tuple[list[str], str]:
    """Cells of the first line and what separates them."""
    first = first_line(body)
    bounds.check_line(first)
    line = first.decode("utf-8-sig").rstrip("\r")
    match = _FIRST.match(line)
    if match is None or "OBS_VALUE" not in line.upper():
        raise ValueError(f"not the header of an SDMX-CSV message: {line[:80]!r}")
    delimiter = max(",;\t", key=line.count)
    return next(csv.reader([line], delimiter=delimiter)), delimiter


def _names(header: list[str]) -> tuple[list[str], bool]:
    """Our name of each column, "" for one of labels; and whether cells hold `code: label`."""
    both = any(":" in cell for cell in header)
    ids = [cell.split(":", 1)[0].strip() for cell in header]
    structure = [re.sub(r"\[.*\]", "", cell).lower() for cell in ids]
    if "structure_name" in structure:
        first = next(i for i, name in enumerate(structure) if name not in _NOT_DATA)
        if (len(ids) - first) % 2:
            raise ValueError("codes and labels do not stand side by side")
        ids[first + 1 :: 2] = [""] * len(ids[first + 1 :: 2])
    data = [cell for cell, name in zip(ids, structure, strict=True) if cell and name not in _NOT_DATA]
    ours = iter(column_names(data))
    names = [
        name if name in _NOT_DATA else next(ours) if cell else "" for name, cell in zip(structure, ids, strict=True)
    ]
    used = [name for name in names if name]
    if odd := [name for name in used if not _CODE.fullmatch(name)]:
        raise ValueError(f"unknown column {odd[0]!r}")
    if VALUE not in used or TIME not in used:
        raise ValueError("no column TIME_PERIOD or OBS_VALUE")
    return names, both


def _cells(body: bytes, names: list[str], delimiter: str, *, values_as_text: bool) -> pa.Table:
    """All cells by column name: text as dictionaries, values as floats or as text too.

    Where semicolons stand between the cells, a comma in a value is the decimal mark of the publisher's language.
    """
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    unique = [name or f"\0{i}" for i, name in enumerate(names)]
    text = pa.dictionary(pa.int32(), pa.string())

    def read(decimal: str) -> pa.Table:
        return arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(body)),
            read_options=arrow_csv.ReadOptions(column_names=unique, skip_rows=1, block_size=16 << 20),
            parse_options=arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=b'"' in body),
            convert_options=arrow_csv.ConvertOptions(
                column_types={n: text if values_as_text or n != VALUE else pa.float64() for n in unique},
                include_columns=[name for name in names if name],
                null_values=["", "NaN", ":"],  # never NA: that is Namibia
                strings_can_be_null=True,
                decimal_point=decimal,
            ),
        ).unify_dictionaries()

    try:
        return read(".")
    except pa.ArrowInvalid:
        if delimiter != ";":
            raise
        return read(",")


def _coded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The codes of cells `code: label`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    chunks = []
    for chunk in column.chunks:
        codes = pc.utf8_trim_whitespace(pc.list_element(pc.split_pattern(chunk.dictionary, ":", max_splits=1), 0))
        chunks.append(pa.DictionaryArray.from_arrays(chunk.indices, codes))
    return pa.chunked_array(chunks, column.type)


def _numbers(column: pa.ChunkedArray, decimal: str) -> pa.ChunkedArray:
    """The values of a column of text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.cast(pc.replace_substring(column.cast(pa.string()), decimal, "."), pa.float64())


def _only(raw: pa.Table, names: list[str]) -> str:
    """The dataflow all rows name."""
    name = next((n for n in ("structure_id", "dataflow") if n in names), "")
    found = [text for text in raw[name].unique().to_pylist() if text] if name else []
    if len(found) > 1:
        raise ValueError(f"rows of several dataflows: {', '.join(found[:3])}")
    return found[0].split(": ")[0] if found else ""


def _updated(raw: pa.Table, names: list[str]) -> str:
    """Eurostat's `LAST UPDATE` as an ISO time: `17/04/24 23:00:00` -> `2024-04-17T23:00:00`."""
    if "last update" not in names or not raw.num_rows:
        return ""
    latest = []
    for written in raw["last update"].unique().to_pylist():
        match = re.fullmatch(r"(\d\d)/(\d\d)/(\d\d)(?: (\d\d:\d\d:\d\d))?", written or "")
        if match is None:
            raise ValueError(f"unknown time in LAST UPDATE: {written!r}")
        latest.append(f"20{match[3]}-{match[2]}-{match[1]}" + (f"T{match[4]}" if match[4] else ""))
    return max(latest)


def _observations(found: pa.Table) -> pa.Table:
    """The table without rows that only carry attributes of a group."""
    import pyarrow.compute as pc

    if not found[TIME].null_count:
        return found
    if pc.any(pc.and_(pc.is_null(found[TIME]), pc.is_valid(found[VALUE]))).as_py():
        raise ValueError("a value without a period")
    return found.filter(pc.is_valid(found[TIME]))
