"""Readings column by column while they are put together: what was computed for a pair, and what is derived from it.

Texts are codes into lists that grow, days are numbers, and every row names what it is made of: observations, or other
rows. `record.index` brings them into order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hali.model.definition import DEFINITION_COLUMNS

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Array = np.ndarray[Any, Any]

LISTS = ("missing", "caveats")
"""Columns that hold several texts; joined by blanks they are one."""

TEXTS = (*DEFINITION_COLUMNS, "indicator", "status", *LISTS)
"""The columns held as codes."""

DAYS = ("start", "end", "known", "stood")
"""The columns that hold days, as days since 1970-01-01."""

NUMBERS = ("value", "granule")


@dataclass(slots=True, eq=False)
class Rows:
    """Readings in no order yet.

    Attributes:
        codes: column of TEXTS -> code of each row.
        texts: column -> its texts, by code.
        places: column -> text -> its code.
        days: column of DAYS -> day of each row.
        numbers: column of NUMBERS -> number of each row.
        offsets, parts: row `n` is made of `parts[offsets[n]:offsets[n + 1]]`, see `part`; numerators first.
    """

    codes: dict[str, Array]
    texts: dict[str, list[str]]
    places: dict[str, dict[str, int]]
    days: dict[str, Array]
    numbers: dict[str, Array]
    offsets: Array
    parts: Array

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def code(self, column: str, text: str) -> int:
        """The code of a text, which is added if it is new."""
        code = self.places[column].setdefault(text, len(self.texts[column]))
        if code == len(self.texts[column]):
            self.texts[column].append(text)
        return code

    def holds(self, column: str, texts: Sequence[str] | frozenset[str]) -> Array:
        """Whether each row holds one of `texts` in a column."""
        import numpy as np

        flags = np.array([text in texts for text in self.texts[column]] or [False])
        found: Array = flags[self.codes[column]]
        return found

    def renamed(self, column: str, rows: Array, source: str, names: Mapping[str, str] | None = None) -> Array:
        """Codes in `column` for the texts `rows` hold in `source`, or for what `names` makes of them."""
        import numpy as np

        old = self.codes[source][rows]
        occurring = np.unique(old)
        table = np.zeros(len(self.texts[source]), np.int64)
        for code in occurring.tolist():
            text = self.texts[source][code]
            table[code] = self.code(column, names[text] if names else text)
        found: Array = table[old]
        return found

    def constant(self, column: str, text: str, count: int) -> Array:
        """The code of one text, `count` times."""
        import numpy as np

        return np.full(count, self.code(column, text), np.int64)

    def key(self, rows: Array, columns: Sequence[str]) -> Array:
        """A number for each combination of texts in `columns` that occurs in `rows`, from 0."""
        import numpy as np

        number = np.zeros(len(rows), np.int64)
        for column in columns:
            number = number * len(self.texts[column]) + self.codes[column][rows]
            _, number = np.unique(number, return_inverse=True)
        return number

    def append(
        self,
        like: Array,
        *,
        numbers: Mapping[str, Array],
        codes: Mapping[str, Array],
        days: Mapping[str, Array],
        offsets: Array,
        parts: Array,
    ) -> None:
        """Add rows that are as the rows `like` but for the columns given.

        Args:
            like: row numbers.
            numbers: all of NUMBERS.
            codes: columns of TEXTS.
            days: columns of DAYS.
            offsets: where the parts of each new row begin, and their end.
            parts: see `part`.
        """
        import numpy as np

        self.codes = {c: np.concatenate([held, codes.get(c, held[like])]) for c, held in self.codes.items()}
        self.days = {c: np.concatenate([held, days.get(c, held[like])]) for c, held in self.days.items()}
        self.numbers = {c: np.concatenate([held, numbers[c]]) for c, held in self.numbers.items()}
        self.offsets = np.concatenate([self.offsets, offsets[1:] + self.offsets[-1]])
        self.parts = np.concatenate([self.parts, parts])


def part(rows: Array) -> Array:
    """How rows are named among the parts of other rows."""
    found: Array = -rows - 1
    return found


def _schema() -> pa.Schema:
    """The columns of readings as they are computed."""
    import pyarrow as pa

    texts = pa.list_(pa.string())
    columns: dict[str, pa.DataType] = {name: texts if name in LISTS else pa.string() for name in TEXTS}
    columns |= dict.fromkeys(DAYS, pa.date32())
    columns |= dict.fromkeys(NUMBERS, pa.float64())
    return pa.schema({**columns, "cells": pa.list_(pa.int64())})


def of(tables: Sequence[pa.Table], measures: Collection[str] = ()) -> Rows:
    """The readings of Arrow tables with the columns `pillars.plan.MADE`, one after the other.

    Args:
        tables: those of shares; between two blocs there are thousands.
        measures: ids of the measures wanted; empty = all.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    made = _schema()
    # engines name the parts of a list as they please; a measure that nobody answers comes without a table
    chosen = (table.select(made.names) for table in tables)
    alike = (table if table.schema.equals(made) else table.cast(made) for table in chosen)
    whole = pa.concat_tables([made.empty_table(), *alike]).combine_chunks()
    if measures:
        whole = whole.filter(pc.is_in(whole["measure"], pa.array(sorted(measures)))).combine_chunks()
    codes, texts = {}, {}
    for column in TEXTS:
        held = pc.binary_join(whole[column], " ") if column in LISTS else whole[column]
        encoded = held.combine_chunks().dictionary_encode()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        codes[column] = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        texts[column] = encoded.dictionary.to_pylist()
    cells = whole["cells"].combine_chunks()
    return Rows(
        codes=codes,
        texts=texts,
        places={column: {text: code for code, text in enumerate(listed)} for column, listed in texts.items()},
        days={name: whole[name].cast(pa.int32()).to_numpy().astype(np.int64) for name in DAYS},
        numbers={name: whole[name].to_numpy() for name in NUMBERS},
        offsets=cells.offsets.to_numpy().astype(np.int64) - (cells.offsets[0].as_py() if len(cells) else 0),
        parts=cells.flatten().to_numpy(),
    )
