"""Readings asked for, as a table others can take: Arrow, a notebook, and every format of `hali readings`.

The rows stay in the index of the question until they are asked for, some at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, BinaryIO

from hali import extras, selection
from hali.briefs.compose import day_of
from hali.codelists import areas
from hali.codelists.measures import measure
from hali.model.definition import NONE, READING_COLUMNS, SERIES_COLUMNS, Reading, located
from hali.publish.tabular import FIRST, Tabular
from hali.record import readings as lookup
from hali.record.index import DATES, Index
from hali.record.rows import LISTS
from hali.record.store import Record

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from hali.publish.citations import Citation, Processing
    from hali.publish.extract import Code, Extract, Line
    from hali.questions import Question

    Array = np.ndarray[Any, Any]

BATCH = 32_768
"""Readings made at a time."""

CITED = ("sources", "origins", "producers", "licences")
"""Columns that say where a reading comes from."""

IN_WORDS = ("measure", "reporter", "partner", "flow", "product", "unit", "variant", "denominator", "dataflow", "status")
"""Columns whose codes are told in words, and `caveats`."""

DEFAULT = "default"
"""Column that says which reading of a number is taken where no definition is asked for."""

IN_NOTEBOOK = ("reading", "measure", "reporter", "partner", "flow", "period", "variant", "value", "unit", "vintage")
"""Columns a notebook shows."""

BINARY = ("parquet", "xlsx", "zip")
"""Formats that are no text."""


class Readings(Tabular):
    """Readings of the record: an Arrow stream, a table in a notebook, an export in eight formats.

    Args:
        record: where they are.
        index: its index.
        rows: their numbers in the index.
        command: the command that asks for the same.
        asked: the question they answer, where there was one.
        whole: the readings these are a part of, which say which of them are the default.
    """

    def __init__(
        self,
        record: Record,
        index: Index,
        rows: Array,
        command: str,
        asked: Question | None = None,
        whole: Readings | None = None,
    ) -> None:
        self.record = record
        self.command = command
        self._index = index
        self._rows = rows
        self._asked = asked
        self._whole = whole

    def __len__(self) -> int:
        return len(self._rows)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        import pyarrow as pa

        reader = pa.RecordBatchReader.from_batches(self.schema, self.batches())
        return reader.__arrow_c_stream__(requested_schema)

    def _repr_html_(self) -> str:
        first = self.part(0, FIRST)
        facts = [("Record", self.record.id), ("Command", self.command)]
        more = [f"{len(self) - FIRST:,} more"] if len(self) > FIRST else []
        cited = dict.fromkeys(one.short() for one in self.citations[:FIRST])
        return first._shown(f"{len(self):,} readings", facts, IN_NOTEBOOK, [*more, *cited])

    def __repr__(self) -> str:
        told = f"<{len(self):,} readings of record {self.record.id}>"
        return told if len(self) or self._asked is None else f"{told}\n{self.why_empty()}"

    def why_empty(self) -> str:
        """What would not be empty, in one line; "" where there are readings."""
        from hali import empty

        return "" if len(self) or self._asked is None else empty.why(self.record, self._asked)

    def part(self, first: int, last: int) -> Readings:
        """Those from one number up to, but without, another."""
        return Readings(
            self.record, self._index, self._rows[first:last], self.command, self._asked, self._whole or self
        )

    @cached_property
    def _defaults(self) -> Array:
        """Those of the rows that are the default definition of their number, ascending."""
        if self._whole is not None:
            return self._whole._defaults
        return selection.defaults(self._index, self._rows, day_of(self.record))

    @cached_property
    def table(self) -> pa.Table:
        """All of them in memory."""
        import pyarrow as pa

        return pa.Table.from_batches(self.batches(), self.schema)

    @property
    def schema(self) -> pa.Schema:
        """Names and types: those of a reading without `cells`, then CITED and DEFAULT."""
        import pyarrow as pa

        types = dict.fromkeys(("value", "granule"), pa.float64()) | dict.fromkeys(DATES, pa.date32())
        types |= dict.fromkeys((*LISTS, *CITED), pa.list_(pa.string())) | {DEFAULT: pa.bool_()}
        names = (*READING_COLUMNS[: READING_COLUMNS.index("sources")], *CITED, DEFAULT)
        return pa.schema([(name, types.get(name, pa.string())) for name in names])

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The readings in the order of the index, BATCH at a time."""
        for first in range(0, len(self._rows), BATCH):
            yield self._batch(self._rows[first : first + BATCH])

    def _batch(self, rows: Array) -> pa.RecordBatch:
        import numpy as np
        import pyarrow as pa

        index, schema = self._index, self.schema
        columns: dict[str, Any] = {"reading": index.identified(rows), DEFAULT: np.isin(rows, self._defaults)}
        columns |= {"value": index.value[rows], "granule": index.granule[rows]}
        columns |= _cited(index, _provenance(self.record, index), rows)
        for name in schema.names:
            if name not in columns:
                listed = index.texts[name].tolist()
                texts = pa.array(listed, pa.list_(pa.string()) if name in LISTS else pa.string())
                columns[name] = texts.take(pa.array(index.codes[name][rows])).cast(schema.field(name).type)
        return pa.record_batch([columns[name] for name in schema.names], schema=schema)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """The publications they rest on, by id."""
        from hali.publish.citations import Citation

        done = self._processing()
        return tuple(Citation(origin, self.record.id, done) for origin in self._origins())

    def _origins(self) -> list[Any]:
        import numpy as np

        cells = self._index.cells
        used: set[int] = set()
        for first in range(0, len(self._rows), BATCH):
            found, _ = self._index.flat(self._rows[first : first + BATCH])
            used |= set(np.unique(cells.origins[cells.places(found)]).tolist())
        ids = sorted(cells.origin_texts[number] for number in used)
        known = lookup.origins(self.record, ids) if ids else {}
        return [known[id_] for id_ in ids]

    def _processing(self) -> Processing:
        """The most that was done to any of them."""
        import numpy as np

        from hali.pillars import indicator
        from hali.publish.citations import processing

        by_method = any(indicator(name).source for name in self._occurring("indicator"))
        cells, owner = self._index.flat(self._rows[:BATCH])
        return processing(by_method, bool(np.any(np.bincount(owner) > 1)) if len(cells) else False)

    def _occurring(self, column: str) -> list[Any]:
        """The distinct texts of a column, sorted."""
        import numpy as np

        return [self._index.texts[column][code] for code in np.unique(self._index.codes[column][self._rows]).tolist()]

    def _codes(self) -> tuple[Code, ...]:
        from hali.publish.extract import Code

        found = [
            Code(column, code, in_words(column, code, self.record))
            for column in IN_WORDS
            for code in self._occurring(column)
            if code != NONE
        ]
        caveats = sorted({code for codes in self._occurring("caveats") for code in codes})
        return (*found, *(Code("caveats", code, in_words("caveats", code, self.record)) for code in caveats))

    def _lines(self) -> tuple[Line, ...]:
        """The series, each told by the words of its newest reading."""
        import numpy as np

        from hali import narrate
        from hali.publish.extract import Line

        if not len(self):
            return ()
        index, rows = self._index, self._rows
        order = np.lexsort((index.codes["start"][rows], index.key(rows, SERIES_COLUMNS)))
        _, firsts, counts = np.unique(index.key(rows, SERIES_COLUMNS)[order], return_index=True, return_counts=True)
        ordered = rows[order]
        newest = index.read(ordered[firsts + counts - 1])
        periods = index.texts["period"][index.codes["period"][ordered[firsts]]].tolist()
        left_out = {"period", "base", "vintage", "missing", "status"}
        return tuple(
            Line(
                fields={name: getattr(one.definition, name) for name in SERIES_COLUMNS},
                words=", ".join(text for slot, text in narrate.slots(one, "en") if slot not in left_out),
                readings=int(count),
                first=first,
                last=one.definition.period,
            )
            for one, count, first in zip(newest, counts, periods, strict=True)
        )

    def extract(self) -> Extract:
        """What the writers of `hali.publish` take."""
        from hali.publish.extract import Extract
        from hali.version import VERSION

        days = [one.origin.retrieved for one in self.citations if one.origin.retrieved]
        return Extract(
            command=self.command,
            record=self.record.id,
            as_of=self.record.as_of or max(days, default=""),
            version=f"hali {VERSION}",
            rows=len(self),
            schema=self.schema,
            batches=self.batches,
            codes=self._codes,
            lines=self._lines,
            citations=self.citations,
        )

    def write(self, out: BinaryIO, format: str) -> None:
        """Write them to a binary stream.

        Args:
            out: takes the bytes.
            format: `table`, `csv`, `json`, `sdmx-csv`, `sdmx-json`, `sdmx-structure`, `parquet`, `xlsx` or `zip`.
        """
        extras.require_format(format)
        from hali.publish import write_archive, write_sdmx_json, write_sdmx_structure, write_table, write_xlsx

        others: dict[str, Any] = {
            "sdmx-json": write_sdmx_json.write,
            "parquet": write_table.write_parquet,
            "xlsx": write_xlsx.write,
            "zip": write_archive.write,
            "sdmx-structure": lambda _, out: write_sdmx_structure.write(out),
        }
        (write_table.TEXT | others)[format](self.extract(), out)


@dataclass(frozen=True, slots=True, eq=False)
class _Provenance:
    """Where every observation of an index comes from: by column of CITED, a code for each and the texts."""

    codes: dict[str, Array]
    texts: dict[str, list[str]]


def _provenance(record: Record, index: Index) -> _Provenance:
    import numpy as np

    cells, known = index.cells, lookup.origins(record)
    told = {
        "sources": (cells.sources, cells.source_texts),
        "origins": (cells.origins, cells.origin_texts),
        "producers": (cells.origins, [known[id_].producer for id_ in cells.origin_texts]),
        "licences": (cells.origins, [known[id_].licence for id_ in cells.origin_texts]),
    }
    codes, texts = {}, {}
    for name, (column, listed) in told.items():
        texts[name] = sorted(set(listed))
        place = {text: number for number, text in enumerate(texts[name])}
        codes[name] = np.array([place[text] for text in listed] or [0], np.int64)[column]
    return _Provenance(codes, texts)


def _cited(index: Index, places: _Provenance, rows: Array) -> dict[str, pa.Array]:
    """The columns of CITED: for each row the texts that occur among its observations, sorted."""
    import numpy as np
    import pyarrow as pa

    cells, owner = index.flat(rows)
    at = index.cells.places(cells)
    columns = {}
    for name in CITED:
        codes, texts = places.codes[name][at], places.texts[name]
        occurring = np.flatnonzero(np.bincount(codes, minlength=len(texts)))
        narrow = np.zeros(len(texts), np.int32)
        narrow[occurring] = np.arange(len(occurring))
        there = np.zeros((len(rows), len(occurring)), bool)
        there[owner, narrow[codes]] = True
        offsets = np.concatenate([[0], np.cumsum(there.sum(axis=1))]).astype(np.int32)
        values = pa.array([texts[code] for code in occurring.tolist()], pa.string())
        columns[name] = pa.ListArray.from_arrays(pa.array(offsets), values.take(pa.array(np.nonzero(there)[1])))
    return columns


def in_words(column: str, code: str, record: Record, lang: str = "en") -> str:
    """A code of an export in words; tables have the titles of their publishers.

    Args:
        column: one of IN_WORDS, or `caveats`.
        code: what stands in it.
        record: where the table is.
        lang: language of the words.
    """
    from hali.narrate import words

    match column:
        case "measure":
            return words.measure(code, lang)
        case "reporter" | "partner":
            return words.form(code, lang, "plain")
        case "unit" | "status":
            return str(words.table(lang, "units" if column == "unit" else "status").get(code, code))
        case "caveats":
            held = words.table(lang, "caveats")
            return str(held.get(code) or words.table(lang, "status")["Q"])
        case "dataflow":
            known = record.warehouse.dataflows.get(code)
            return known.title if known else code
        case _:
            return words.code(code, lang)


def answer(record: Record, asked: Question) -> Readings:
    """The readings a question asks for.

    Args:
        record: the record.
        asked: the question.
    """
    either = bool(asked.reporters and asked.partners)
    index, rows = lookup.rows(
        record,
        asked.measures,
        reporters=asked.reporters,
        partners=asked.partners,
        either_way=either and any(measure(id_).check.symmetric for id_ in asked.measures),
        newest=not asked.all_definitions,
        where=asked.where,
    )
    if either:
        rows = selection.one_way(index, rows, asked.reporters, asked.partners)
    if asked.newest:
        rows = selection.latest(index, rows, asked.newest)
    return Readings(record, index, rows, asked.command, asked)


def of(record: Record, measures: Iterable[str], command: str, **asked: Any) -> Readings:
    """The readings `record.readings.rows` finds.

    Args:
        record: the record.
        measures: ids of measures; empty = all.
        command: the command that asks for the same.
        asked: what else `rows` takes.
    """
    index, rows = lookup.rows(record, measures, **asked)
    return Readings(record, index, rows, command)


def series(record: Record, reading: Reading, command: str, newest: bool = True) -> Readings:
    """The series a reading belongs to: readings that differ from it in nothing but period and vintage.

    Args:
        record: the record.
        reading: one of them.
        command: the command that asks for the same.
        newest: only the newest vintage of each period.
    """
    d = reading.definition
    where = {name: getattr(d, name) for name in SERIES_COLUMNS if name not in {"measure", "reporter", "partner"}}
    return of(record, [d.measure], command, reporters=[d.reporter], partners=[d.partner], newest=newest, where=where)


def named(record: Record, ids: Iterable[str], command: str) -> Readings:
    """The readings of some ids, in the order of the index; ids of numbers that are no readings are left out.

    Args:
        record: the record.
        ids: ids of readings.
        command: the command that asks for the same.
    """
    import numpy as np

    wanted = set(ids)
    texts = (sorted(record.warehouse.plan.measures), areas.codes(), areas.codes())
    measures: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    for one in wanted:
        told, first, second = (located(one, field, listed) for field, listed in enumerate(texts))
        measures |= set(told)
        pairs |= {(areas.concept(a), areas.concept(b)) for a in first for b in second}
    index = record.warehouse.index(measures, pairs, sums=True)
    rows = index.rows(measures, (), (), False, {})
    kept = [id_ in wanted for id_ in index.identified(rows)]
    return Readings(record, index, rows[np.array(kept, bool)], command)
