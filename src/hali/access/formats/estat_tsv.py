"""Eurostat's TSV: dimensions in the first column, a column a period, value and flag in one cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hali.access import bounds
from hali.access.formats.columns import STATUS, VALUE, coded, table
from hali.access.formats.packed import first_line

if TYPE_CHECKING:
    import pyarrow as pa

_CORNER = re.compile(r"^[\w,]+\\(?:TIME_PERIOD|time)$")
_CELL = r"^(?P<value>:|[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?) ?(?P<flag>[a-zA-Z]*(?:@[A-Z])?)$"


def recognised(header: bytes) -> bool:
    """Whether a first line is one of Eurostat's TSV."""
    return bool(_CORNER.match(header.decode("utf-8", "replace").removeprefix("\ufeff").split("\t")[0].strip()))


def read(body: bytes) -> pa.Table:
    """The table of a TSV message, period by period; `:` is a gap, its flag (`: c` confidential) a status.

    Raises:
        ValueError: an unknown header, a cell that is neither value nor gap, a row of another length.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    first = first_line(body)
    bounds.check_line(first)
    header = first.decode("utf-8-sig")
    corner, *periods = [cell.strip() for cell in header.split("\t")]
    if not _CORNER.match(corner) or not periods or not all(periods):
        raise ValueError(f"not the header of a Eurostat TSV: {header[:80]!r}")
    dimensions = corner.rsplit("\\", 1)[0].split(",")
    bounds.check_table(body, "\t", len(dimensions), bounds.LONG_CELLS)
    raw = _cells(body, 1 + len(periods))
    rows = raw.num_rows
    keys = pc.split_pattern(raw.column(0).combine_chunks(), ",")
    if rows and pc.unique(pc.list_value_length(keys)).to_pylist() != [len(dimensions)]:
        raise ValueError(f"a key that has not the {len(dimensions)} dimensions of the header")
    columns: dict[str, pa.Array] = {}
    for place, dimension in enumerate(dimensions):
        part = pc.utf8_trim_whitespace(pc.list_element(keys, place)) if rows else pa.array([], pa.string())
        encoded = part.dictionary_encode()
        indices = np.tile(encoded.indices.to_numpy(zero_copy_only=False), len(periods))
        columns[dimension] = coded(indices, encoded.dictionary.to_pylist())
    columns["time_period"] = coded(np.repeat(np.arange(len(periods)), rows), periods)
    cells = pa.chunked_array([chunk for column in raw.columns[1:] for chunk in column.chunks], pa.string())
    columns |= _split(cells)
    return table(columns)


def _cells(body: bytes, width: int) -> pa.Table:
    """All cells as text."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [str(place) for place in range(width)]
    return arrow_csv.read_csv(
        pa.BufferReader(pa.py_buffer(body)),
        read_options=arrow_csv.ReadOptions(column_names=names, skip_rows=1),
        parse_options=arrow_csv.ParseOptions(delimiter="\t", quote_char=False),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), null_values=[], strings_can_be_null=False
        ),
    )


def _split(cells: pa.ChunkedArray) -> dict[str, pa.Array]:
    """Value and flag of each cell."""
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = pc.extract_regex(pc.utf8_trim_whitespace(cells), _CELL)
    if parts.null_count:
        odd = cells.filter(pc.is_null(parts))[0].as_py()
        raise ValueError(f"a cell that is neither a value nor a gap: {odd[:40]!r}")
    value, flag = pc.struct_field(parts, "value"), pc.struct_field(parts, "flag")
    numbers = pc.if_else(pc.equal(value, ":"), pa.scalar(None, pa.string()), value)
    flags = pc.if_else(pc.equal(flag, ""), pa.scalar(None, pa.string()), flag)
    return {
        VALUE: pc.cast(numbers, pa.float64()).combine_chunks(),
        STATUS: flags.combine_chunks().dictionary_encode(),
    }
