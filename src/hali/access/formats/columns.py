"""Columns of the tables the readers return, built without pandas and without a Python object a cell where possible."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

VALUE = "value"
"""Name of the column of figures."""

STATUS = "status"
"""Name of the column of observation statuses or flags."""

TIME = "time_period"
"""Name of the column of periods, as the message writes them."""

_RENAMED = {"obs_value": VALUE, "time": TIME}
_STATUSES = ("obs_flag", "obs_status")
"""Columns that may be the status, the first one there is."""


def column_names(written: Iterable[str]) -> list[str]:
    """Names of columns in our tables: lower case, and one word for value, status and period in every format.

    Where a message has both flag and status, the flag is the status and the other keeps its name.

    Raises:
        ValueError: two columns of one name.
    """
    names = [_RENAMED.get(low, low) for low in (name.strip().lower() for name in written)]
    for candidate in _STATUSES:
        if candidate in names and STATUS not in names:
            names[names.index(candidate)] = STATUS
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"two columns {twice!r}")
    return names


def coded(codes: np.ndarray[Any, Any], labels: Sequence[str]) -> pa.Array:
    """A text column from positions in a list of labels; -1 is null.

    Raises:
        ValueError: a position no label has.
    """
    import numpy as np
    import pyarrow as pa

    positions = np.ascontiguousarray(codes, dtype=np.int32)
    if positions.size and (int(positions.max()) >= len(labels) or int(positions.min()) < -1):
        raise ValueError("a cell points to a code its dimension does not have")
    mask = positions < 0
    indices = pa.array(positions, mask=mask) if mask.any() else pa.array(positions)
    return pa.DictionaryArray.from_arrays(indices, texts(labels))


def texts(values: Iterable[str]) -> pa.Array:
    """A text array of a few values."""
    import pyarrow as pa

    return pa.array(list(values), pa.string())


def text_column(values: Sequence[str | None]) -> pa.Array:
    """A text column from one object a row; null where None."""
    import numpy as np

    seen: dict[str | None, int] = {None: -1}
    setdefault = seen.setdefault
    codes = np.fromiter((setdefault(v, len(seen) - 1) for v in values), dtype=np.int32, count=len(values))
    return coded(codes, [label for label in seen if label is not None])


def floats(values: Sequence[float | None]) -> pa.Array:
    """A float column from JSON numbers; null where None.

    Raises:
        ValueError: a value that is no number.
    """
    import numpy as np
    import pyarrow as pa

    try:
        return pa.array(np.frombuffer(array("d", values)))  # type: ignore[type-var]
    except TypeError:
        pass
    gaps = np.fromiter((v is None for v in values), dtype=bool, count=len(values))
    try:
        filled = np.frombuffer(array("d", [0.0 if v is None else v for v in values]))
    except TypeError:
        odd = next(v for v in values if v is not None and not isinstance(v, (int, float)))
        raise ValueError(f"a value {odd!r} that is no number") from None
    return pa.array(filled, mask=gaps)


def parsed_floats(values: Sequence[str | float | None]) -> pa.Array:
    """A float column from figures written as text; null for None, "" and NaN.

    Raises:
        ValueError: a text that is no number.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        written = pc.utf8_trim_whitespace(pa.array(values, pa.string()))
    except pa.ArrowTypeError:  # numbers among them
        numbers = [float(v) if v not in (None, "") else None for v in values]
        return floats([None if v is None or v != v else v for v in numbers])
    found = pc.cast(pc.if_else(pc.equal(written, ""), None, written), pa.float64())
    return pc.if_else(pc.is_nan(found), None, found)


def repeated(texts: Sequence[str | None], counts: Sequence[int], rows: int) -> pa.Array:
    """A text column of so many rows, in which each text stands `counts` times one after the other; null where None."""
    import numpy as np
    import pyarrow as pa

    encoded = pa.array(texts, pa.string()).dictionary_encode()
    if rows == len(texts):
        return encoded
    positions = np.repeat(np.arange(len(texts)), counts)
    return pa.DictionaryArray.from_arrays(encoded.indices.take(pa.array(positions)), encoded.dictionary)


def table(columns: Mapping[str, pa.Array], dataflow: str = "", updated: str = "") -> pa.Table:
    """The table of a message: the dimensions in order, then `time_period`, `value`, `status` and the attributes.

    Raises:
        KeyError: no column of values.
        ValueError: two columns of one name.
    """
    import pyarrow as pa

    named = dict(zip(column_names(columns), columns.values(), strict=True))
    values = named.pop(VALUE)
    if STATUS not in named:
        named[STATUS] = pa.nulls(len(values), pa.dictionary(pa.int32(), pa.string()))
    named[VALUE] = values
    metadata = {key: text for key, text in (("dataflow", dataflow), ("updated", updated)) if text}
    return pa.table(named).replace_schema_metadata(metadata)


def stated(table: pa.Table, key: str) -> str:
    """What the message says of itself: its `dataflow`, or when it was `updated`; "" where it says nothing."""
    found: bytes = (table.schema.metadata or {}).get(key.encode(), b"")
    return found.decode()


def padded(values: list[str | None], length: int) -> list[str | None]:
    """A list lengthened with None, in place."""
    values.extend(repeat(None, length - len(values)))
    return values
