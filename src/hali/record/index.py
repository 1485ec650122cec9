"""The readings column by column, mapped into memory: a look-up touches only its rows, and processes share the pages.

The index is made from `readings.parquet` on first use and lies beside it as an Arrow file. Texts are codes into short
lists, so that half a million readings take some 60 MB of address space and a look-up of a dyad well under a
millisecond.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hali.errors import RecordError
from hali.model.definition import DEFINITION_COLUMNS, Definition, Reading

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Array = np.ndarray[Any, Any]

Wanted = str | Collection[str] | Callable[[str], bool]
"""What a text column must hold: a text, one of several, or any that a function accepts."""

KEPT = 20_000
"""Readings kept for the next look-up: the claims of an article, and a batch, are mostly about the same dyads."""

LARGEST = 2**62
"""Above this many combinations of texts, those that occur are numbered anew."""

FILE = "readings-1.arrow"
"""The index beside the readings; its number is raised with every change of its columns."""

DATES = ("start", "end", "known")
LISTS = ("missing", "caveats")

TEXTS = (*DEFINITION_COLUMNS, "indicator", *DATES, "status", *LISTS)
"""The columns held as codes; dates are ISO texts, lists are joined by blanks."""


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """The readings of one record, in the order measure, reporter, partner, flow, unit, period, known, id.

    Attributes:
        codes: column of TEXTS -> position in `texts` of that column, one per reading; in the order of the texts.
        texts: column -> its distinct texts, sorted; of LISTS, tuples of texts.
        position: column -> text -> its code.
        runs: measure -> first row and the row after its last.
        ids: ids as numbers (their 12 hexadecimal digits).
        sorted_ids, order: the ids ascending, and the row of each.
        value, granule: the numbers.
        offsets, cells: the observations of row n are `cells[offsets[n]:offsets[n + 1]]`.
        sources: `dataflow@vintage` of each observation, by its number.
        seen: readings made lately, by row.
    """

    codes: dict[str, Array]
    texts: dict[str, Array]
    position: dict[str, dict[str, int]]
    runs: dict[str, tuple[int, int]]
    ids: Array
    sorted_ids: Array
    order: Array
    value: Array
    granule: Array
    offsets: Array
    cells: Array
    sources: Array
    seen: dict[int, Reading]

    def holds(self, column: str, wanted: Wanted, rows: Array | slice) -> Array:
        """Whether each of `rows` holds in `column` what is wanted: asked once for every distinct text."""
        import numpy as np

        if callable(wanted):
            flags = np.array([wanted(text) for text in self.texts[column]], bool)
        else:
            known, given = self.position[column], [wanted] if isinstance(wanted, str) else wanted
            flags = np.zeros(len(known), bool)
            flags[[known[text] for text in given if text in known]] = True
        found: Array = flags[self.codes[column][rows]]
        return found

    def key(self, rows: Array, columns: Iterable[str]) -> Array:
        """One number for each combination of texts in `columns` that occurs in `rows`."""
        import numpy as np

        number, size = np.zeros(len(rows), np.int64), 1
        for column in columns:
            width = len(self.texts[column])
            if size * width > LARGEST:
                numbers, number = np.unique(number, return_inverse=True)
                size = len(numbers)
            number, size = number * width + self.codes[column][rows], size * width
        return number

    def rows(
        self,
        measures: Iterable[str],
        reporters: Collection[str],
        partners: Collection[str],
        either_way: bool,
        where: Mapping[str, Wanted],
    ) -> Array:
        """Numbers of the readings asked for, ascending; an empty collection asks for all."""
        import numpy as np

        wanted = sorted(set(measures))
        spans = [self.runs[m] for m in wanted if m in self.runs] if wanted else [(0, len(self.ids))]
        found = [np.empty(0, np.int64)]
        for first, last in spans:
            span = slice(first, last)
            keep = self._sides(reporters, partners, span)
            if either_way:
                keep |= self._sides(partners, reporters, span)
            for column, texts in where.items():
                keep &= self.holds(column, texts, span)
            found.append(np.flatnonzero(keep) + first)
        return np.concatenate(found)

    def _sides(self, reporters: Collection[str], partners: Collection[str], span: slice) -> Array:
        import numpy as np

        keep = np.ones(span.stop - span.start, bool)
        for column, areas in (("reporter", reporters), ("partner", partners)):
            if areas:
                keep &= self.holds(column, areas, span)
        return keep

    def newest(self, rows: Array) -> Array:
        """Those of `rows` that are the newest vintage of their definition."""
        import numpy as np

        definition = self.key(rows, [c for c in DEFINITION_COLUMNS if c != "vintage"])
        ages = (-self.codes[name][rows].astype(np.int64) for name in ("vintage", "known"))
        order = np.lexsort((self.ids[rows], *ages, definition))
        _, firsts = np.unique(definition[order], return_index=True)
        kept: Array = np.sort(rows[order[firsts]])
        return kept

    def row(self, reading: str) -> int | None:
        """Number of the reading with this id; None where there is none."""
        import numpy as np

        try:
            wanted = int(reading, 16)
        except ValueError:
            return None
        place = int(np.searchsorted(self.sorted_ids, wanted))
        if len(reading) != 12 or place == len(self.ids) or self.sorted_ids[place] != wanted:
            return None
        return int(self.order[place])

    def read(self, rows: Array) -> list[Reading]:
        """The readings of `rows`, without their cells and sources; those asked for lately are kept."""
        import numpy as np

        wanted = rows.tolist()
        new = [row for row in dict.fromkeys(wanted) if row not in self.seen]
        made = dict(zip(new, self._made(np.array(new, np.int64)), strict=True)) if new else {}
        found = [made[row] if row in made else self.seen[row] for row in wanted]
        if len(self.seen) + len(made) > KEPT:
            self.seen.clear()
        if len(made) <= KEPT:
            self.seen.update(made)
        return found

    def _made(self, rows: Array) -> list[Reading]:
        columns = {name: self.texts[name][self.codes[name][rows]].tolist() for name in TEXTS}
        definitions = map(Definition, *(columns[name] for name in DEFINITION_COLUMNS))
        return list(
            map(
                Reading,
                [f"{number:012x}" for number in self.ids[rows].tolist()],
                definitions,
                columns["indicator"],
                self.value[rows].tolist(),
                *(columns[name] for name in DATES),
                columns["status"],
                self.granule[rows].tolist(),
                *(columns[name] for name in LISTS),
                repeat(()),
                repeat(()),
            )
        )

    def parts(self, row: int) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """Cells of a row, numerators first, and the `dataflow@vintage` of every one of them, each once, in order."""
        cells = self.cells[self.offsets[row] : self.offsets[row + 1]]
        return tuple(cells.tolist()), tuple(sorted(set(self.sources[cells].tolist())))


@lru_cache(maxsize=4)
def of(folder: Path) -> Index:
    """The index of the record in `folder`, made if it is not there yet.

    Raises:
        RecordError: the record is damaged.
    """
    import pyarrow as pa

    path = folder / FILE
    try:
        if not path.exists():
            _write(path, _made(folder))
        with pa.memory_map(str(path)) as mapped:
            table = pa.ipc.open_file(mapped).read_all()
        return _index(table, _sources(folder))
    except (OSError, pa.ArrowException, KeyError, IndexError, ValueError) as error:
        raise RecordError(f"the record in {folder} is damaged; delete that folder and it is built again") from error


def _made(folder: Path) -> pa.Table:
    """The columns of the index, from the Parquet file of the readings."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    plain = [name for name in TEXTS if name not in (*DATES, *LISTS)]
    columns = ["reading", "value", "granule", "cells", *TEXTS]
    table = pq.read_table(folder / "readings.parquet", columns=columns, read_dictionary=plain)
    table = table.unify_dictionaries().combine_chunks()
    ids = np.fromiter((int(text, 16) for text in table["reading"].to_pylist()), np.int64, table.num_rows)
    order = ids.argsort()
    made = {"id": ids, "sorted_id": ids[order], "order": order}
    made |= {name: table[name] for name in ("value", "granule", "cells")}
    for name in TEXTS:
        column = table[name].combine_chunks()
        if name in LISTS:
            column = pc.binary_join(column, " ")
        coded = column if name in plain else column.dictionary_encode()
        texts = coded.dictionary.cast(pa.string()).to_numpy(zero_copy_only=False)
        sorting = texts.argsort()
        place = np.empty(len(sorting), np.min_scalar_type(-len(sorting)))
        place[sorting] = np.arange(len(sorting))
        made[name] = pa.DictionaryArray.from_arrays(place[coded.indices.to_numpy()], pa.array(texts[sorting]))
    return pa.table(made)


def _write(path: Path, table: pa.Table) -> None:
    """Write the index under a temporary name and rename it: whoever reads sees all of it or nothing."""
    import pyarrow as pa

    handle, name = tempfile.mkstemp(prefix="index-", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        with pa.OSFile(str(temporary), "wb") as out, pa.ipc.new_file(out, table.schema) as writer:
            writer.write_table(table)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _sources(folder: Path) -> Array:
    """`dataflow@vintage` of each observation, by its number."""
    import numpy as np
    import pyarrow.parquet as pq

    names = ["dataflow", "vintage"]
    read = pq.read_table(folder / "observations.parquet", columns=["cell", *names], read_dictionary=names)
    read = read.unify_dictionaries().combine_chunks()
    codes, texts = zip(*(_coded(read[name]) for name in names), strict=True)
    pairs = np.array([f"{flow}@{vintage}" for flow in texts[0] for vintage in texts[1]], object)
    by_cell = np.empty(read.num_rows, object)
    by_cell[read["cell"].to_numpy()] = pairs[codes[0].astype(np.int64) * len(texts[1]) + codes[1]]
    return by_cell


def _coded(column: Any) -> tuple[Array, list[str]]:
    chunk = column.chunk(0) if column.num_chunks else column.combine_chunks()
    return chunk.indices.to_numpy(), chunk.dictionary.to_pylist()


def _index(table: pa.Table, sources: Array) -> Index:
    import numpy as np

    codes, texts, position = {}, {}, {}
    for name in TEXTS:
        codes[name], listed = _coded(table[name])
        position[name] = {text: code for code, text in enumerate(listed)}
        texts[name] = np.empty(len(listed), object)
        texts[name][:] = [tuple(text.split()) for text in listed] if name in LISTS else listed
    measured = codes["measure"]
    edges = [0, *(np.flatnonzero(measured[1:] != measured[:-1]) + 1).tolist(), len(measured)]
    cells = table["cells"].chunk(0)
    return Index(
        codes=codes,
        texts=texts,
        position=position,
        runs={str(texts["measure"][measured[a]]): (a, b) for a, b in pairwise(edges)},
        ids=table["id"].chunk(0).to_numpy(),
        sorted_ids=table["sorted_id"].chunk(0).to_numpy(),
        order=table["order"].chunk(0).to_numpy(),
        value=table["value"].chunk(0).to_numpy(),
        granule=table["granule"].chunk(0).to_numpy(),
        offsets=cells.offsets.to_numpy(),
        cells=cells.values.to_numpy(),
        sources=sources,
        seen={},
    )
