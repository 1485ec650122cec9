"""Readings as CSV, SDMX-CSV, JSON, Parquet or plain columns, written some at a time, so that any number fits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from hali.model.definition import NONE
from hali.publish.cells import FORMULA, MARK, NUMBER
from hali.publish.extract import Extract
from hali.publish.pages import plain_number

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN = ("reading", "measure", "reporter", "partner", "flow", "period", "variant", "unit", "value", "vintage")
"""Columns of the plain form."""

STRUCTURE_ID = "HALI:READINGS(1.0)"
"""Id of the structure SDMX-CSV rows are of; `docs/how-to/export.md` describes it."""

DIMENSIONS = (
    ("MEASURE", "measure"),
    ("REF_AREA", "reporter"),
    ("COUNTERPART_AREA", "partner"),
    ("FLOW", "flow"),
    ("SCOPE", "scope"),
    ("PRODUCT", "product"),
    ("BASE_PER", "base"),
    ("UNIT_MEASURE", "unit"),
    ("RATE", "rate"),
    ("VARIANT", "variant"),
    ("METHOD", "method"),
    ("DENOMINATOR", "denominator"),
    ("SOURCE_DATAFLOW", "dataflow"),
    ("VINTAGE", "vintage"),
    ("TIME_PERIOD", "period"),
)
"""Dimension of the SDMX structure and the column it is; FREQ stands before them."""

ATTRIBUTES = (
    ("READING", "reading"),
    ("INDICATOR", "indicator"),
    ("AVAILABLE_FROM", "known"),
    ("GRANULE", "granule"),
    ("MISSING", "missing"),
    ("CAVEATS", "caveats"),
    ("SOURCES", "sources"),
    ("ORIGINS", "origins"),
)
"""Attribute and column; OBS_STATUS and UNIT_MULT stand before them."""

OBS_STATUS = {"Q": "U"}
"""Our status -> the code of CL_OBS_STATUS where it is another: there, Q is a suppressed value and U low reliability."""


def write_csv(extract: Extract, out: BinaryIO) -> None:
    """Comma-separated values, UTF-8; lists are joined by blanks, names by semicolons."""
    names = extract.schema.names
    out.write(f"{','.join(names)}\n".encode())
    for batch in extract.batches():
        _write_lines([_texts(batch, name) for name in names], "\n", out)


def write_sdmx_csv(extract: Extract, out: BinaryIO) -> None:
    """SDMX-CSV 2.0.

    Source: sdmx-twg/sdmx-csv, data-message/docs/sdmx-csv-field-guide.md.
    """
    import pyarrow as pa

    dimensions, attributes = [name for name, _ in DIMENSIONS], [name for name, _ in ATTRIBUTES]
    heads = ("STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", *dimensions, "OBS_VALUE", "OBS_STATUS", "UNIT_MULT")
    out.write(f"{','.join((*heads, *attributes))}\r\n".encode())
    for batch in extract.batches():
        status = [OBS_STATUS.get(one, one) for one in batch.column("status").to_pylist()]
        columns = [
            pa.scalar(f"dataflow,{STRUCTURE_ID},I"),
            pa.array([frequency(period) for period in batch.column("period").to_pylist()]),
            *(_texts(batch, column) for _, column in DIMENSIONS),
            _texts(batch, "value"),
            pa.array(status),
            pa.scalar("0"),
            *(_texts(batch, column) for _, column in ATTRIBUTES),
        ]
        _write_lines(columns, "\r\n", out)


def _write_lines(columns: Sequence[Any], end: str, out: BinaryIO) -> None:
    """Columns of texts as the lines of a CSV file, without a Python object for each cell."""
    import pyarrow.compute as pc

    lines = pc.binary_join_element_wise(*columns, ",")
    # the texts of an array lie one after another
    out.write(pc.binary_join_element_wise(lines, "", end).buffers()[2])


def frequency(period: str) -> str:
    """Code of CL_FREQ of an SDMX time period.

    >>> [frequency(period) for period in ("2021", "2021-Q3", "2021-03", "2021-03-01", "2022-01-01/P9M", "_Z")]
    ['A', 'Q', 'M', 'D', '_O', '_Z']
    """
    if period == NONE or "/" in period:
        return NONE if period == NONE else "_O"
    rest = period[5:]
    if rest[:1].isalpha():
        return rest[0]
    return {0: "A", 2: "M", 5: "D"}[len(rest)]


def write_json(extract: Extract, out: BinaryIO) -> None:
    """A list of objects, one a reading."""
    out.write(b"[")
    before = b"\n"
    for batch in extract.batches():
        for row in batch.to_pylist():
            out.write(before + json.dumps(row, ensure_ascii=False, default=str, indent=1).encode())
            before = b",\n"
    out.write(b"\n]\n")


def write_parquet(extract: Extract, out: BinaryIO) -> None:
    """Parquet; record, command and the origins' licences stand in the metadata of its schema."""
    import pyarrow.parquet as pq

    said = {
        "hali": extract.version,
        "record": extract.record,
        "as_of": extract.as_of,
        "command": extract.command,
        "citations": "\n".join(one.long() for one in extract.citations),
    }
    schema = extract.schema.with_metadata(said)
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in extract.batches():
            writer.write_batch(batch.replace_schema_metadata(said))


def write_plain(extract: Extract, out: BinaryIO) -> None:
    """Columns as wide as their longest cell, for a screen."""
    rows: list[Sequence[str]] = [SHOWN]
    for batch in extract.batches():
        columns = {name: batch.column(name).to_pylist() for name in SHOWN}
        columns["value"] = [f"{value:,.2f}" for value in columns["value"]]
        rows += list(zip(*columns.values(), strict=True))
    widths = [max(len(row[place]) for row in rows) for place in range(len(SHOWN))]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        out.write(f"{line.rstrip()}\n".encode())


def _texts(batch: pa.RecordBatch, name: str) -> pa.Array:
    """A column as texts: none is a formula, quoted where CSV asks for it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = batch.column(name)
    if pa.types.is_floating(column.type):
        return pa.array([plain_number(value) for value in column.to_pylist()])
    if pa.types.is_list(column.type):
        column = pc.binary_join(column, "; " if name in {"producers", "licences"} else " ")
    texts = column.cast(pa.string())
    formula = pc.match_substring_regex(texts, FORMULA)
    if pc.any(formula).as_py():
        formula = pc.and_not(formula, pc.match_substring_regex(texts, NUMBER))
        texts = pc.if_else(formula, pc.binary_join_element_wise(MARK, texts, ""), texts)
    special = pc.match_substring_regex(texts, '[",\r\n]')
    if not pc.any(special).as_py():
        return texts
    quoted = pc.binary_join_element_wise('"', pc.replace_substring(texts, '"', '""'), '"', "")
    return pc.if_else(special, quoted, texts)


TEXT: dict[str, Callable[[Extract, BinaryIO], None]] = {
    "table": write_plain,
    "csv": write_csv,
    "json": write_json,
    "sdmx-csv": write_sdmx_csv,
}
"""Format -> its writer, of those that are text."""


def files() -> Iterator[tuple[str, Callable[[Extract, BinaryIO], None]]]:
    """Name and writer of the files of data in an archive."""
    yield "data.csv", write_csv
    yield "data.parquet", write_parquet
