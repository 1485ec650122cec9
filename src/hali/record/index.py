"""Readings in order, column by column: what look-ups search.

An index holds the readings of one question, never of the whole record. Texts are codes into short sorted lists, rows
lie in the order of `AT`, so that a measure, a pair, and a series are runs that are found by search.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise, repeat
from typing import TYPE_CHECKING, Any

from hali.model.definition import DEFINITION_COLUMNS, Definition, Reading, reading_id
from hali.record.rows import LISTS, Rows
from hali.record.rows import TEXTS as CODED

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

Wanted = str | Collection[str] | Callable[[str], bool]
"""What a text column must hold: a text, one of several, or any that a function accepts."""

KEPT = 20_000
"""Readings kept for the next look-up: the claims of an article are mostly about the same pair."""

LARGEST = 2**62
"""Above this many combinations of texts, those that occur are numbered anew."""

DATES = ("start", "end", "known")
TEXTS = (*CODED, *DATES)
"""The columns held as codes; dates are ISO texts, lists are joined by blanks."""

AT = ("measure", "reporter", "partner", "flow", "unit", "period", "known")
"""The order readings lie in; whatever else a definition says decides among equals."""

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Cells:
    """The observations readings are made of.

    Attributes:
        numbers: their numbers, ascending.
        sources: `dataflow@vintage` of each, as a code into `source_texts`.
        source_texts: see `sources`.
        origins: id of the origin of each, as a code into `origin_texts`.
        origin_texts: see `origins`.
        ended: day from which each no longer holds, in days since 1970; `NEVER` where it still does.
    """

    numbers: Array
    sources: Array
    source_texts: list[str]
    origins: Array
    origin_texts: list[str]
    ended: Array

    def places(self, cells: Array) -> Array:
        """The position of each of `cells` in `numbers`."""
        import numpy as np

        return np.searchsorted(self.numbers, cells)


NEVER = 10**9
"""A day that never comes, in days since 1970."""


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Readings in the order of AT.

    Attributes:
        codes: column of TEXTS -> position in `texts` of that column, one per reading; in the order of the texts.
        texts: column -> its distinct texts, sorted; of LISTS, tuples of texts.
        position: column -> text -> its code.
        runs: measure -> first row and the row after its last.
        value, granule: the numbers.
        gone: day from which each no longer holds, ISO; "" where it still does.
        offsets, parts: what each row is made of, see `record.rows.Rows`; rows by their numbers here.
        cells: the observations they are made of.
        seen: readings made lately, by row.
    """

    codes: dict[str, Array]
    texts: dict[str, Array]
    position: dict[str, dict[str, int]]
    runs: dict[str, tuple[int, int]]
    value: Array
    granule: Array
    gone: Array
    offsets: Array
    parts: Array
    cells: Cells
    seen: dict[int, Reading] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.value)

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
        spans = [self.runs[m] for m in wanted if m in self.runs] if wanted else [(0, len(self))]
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
        order = np.lexsort((rows, *ages, definition))
        _, firsts = np.unique(definition[order], return_index=True)
        kept: Array = np.sort(rows[order[firsts]])
        return kept

    def standing(self, rows: Array, as_of: str) -> Array:
        """Those of `rows` that still hold on a day ("" = today): what a publisher withdrew is the newest of nothing."""
        import numpy as np

        gone = self.gone[rows]
        lost = (gone != "") & (gone <= as_of) if as_of else gone != ""
        kept: Array = rows[~np.asarray(lost, bool)]
        return kept

    def identified(self, rows: Array) -> list[str]:
        """The ids of the readings of `rows`."""
        columns = (self.texts[name][self.codes[name][rows]].tolist() for name in DEFINITION_COLUMNS)
        return [reading_id(values) for values in zip(*columns, strict=True)]

    def row(self, reading: str, rows: Array) -> int | None:
        """The one of `rows` whose reading has this id; None where there is none."""
        return next((int(row) for row, id_ in zip(rows, self.identified(rows), strict=True) if id_ == reading), None)

    def row_of(self, definition: Definition) -> int | None:
        """The row of a definition; None where there is none."""
        import numpy as np

        told = {c: self.position[c].get(getattr(definition, c)) for c in DEFINITION_COLUMNS}
        codes = {c: code for c, code in told.items() if code is not None}
        if len(codes) < len(told):
            return None
        first, last = self.runs[definition.measure]
        for column, code in codes.items():
            if column in AT[:3]:  # the run is sorted by these
                held = self.codes[column][first:last]
                first, last = (
                    first + int(np.searchsorted(held, code)),
                    first + int(np.searchsorted(held, code, "right")),
                )
        keep = np.ones(last - first, bool)
        for column, code in codes.items():
            keep &= self.codes[column][first:last] == code
        rows = np.flatnonzero(keep)
        return first + int(rows[0]) if len(rows) else None

    def read(self, rows: Array) -> list[Reading]:
        """The readings of `rows`, without their cells and sources; those asked for lately are kept."""
        import numpy as np

        wanted = rows.tolist()
        # another thread may clear what is kept at any time: take what is there once
        held = {row: reading for row in dict.fromkeys(wanted) if (reading := self.seen.get(row)) is not None}
        new = [row for row in dict.fromkeys(wanted) if row not in held]
        if new:
            made = dict(zip(new, self._made(np.array(new, np.int64)), strict=True))
            held |= made
            if len(self.seen) + len(made) > KEPT:
                self.seen.clear()
            if len(made) <= KEPT:
                self.seen.update(made)
        return [held[row] for row in wanted]

    def _made(self, rows: Array) -> list[Reading]:
        columns = {name: self.texts[name][self.codes[name][rows]].tolist() for name in TEXTS}
        definitions = map(Definition, *(columns[name] for name in DEFINITION_COLUMNS))
        return list(
            map(
                Reading,
                self.identified(rows),
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

    def flat(self, rows: Array) -> tuple[Array, Array]:
        """The observations of some rows one after another, and for each the place of its row among them."""
        import numpy as np

        items, owner = _runs(self.offsets, self.parts, rows)
        while (made := items < 0).any():
            inner, place = _runs(self.offsets, self.parts, -items[made] - 1)
            # each row in place of its name, so that numerators stay first
            count = np.ones(len(items), np.int64)
            count[made] = np.bincount(place, minlength=int(made.sum()))
            begin = np.cumsum(count) - count
            whole = np.empty(count.sum(), np.int64)
            whole[begin[~made]] = items[~made]
            whole[np.repeat(begin[made], count[made]) + _within(count[made])] = inner
            owner, items = np.repeat(owner, count), whole
        return items, owner

    def made_of(self, row: int) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """Cells of a row, numerators first, and the `dataflow@vintage` of every one of them, each once, in order."""
        import numpy as np

        cells, _ = self.flat(np.array([row]))
        sources = np.unique(self.cells.sources[self.cells.places(cells)])
        return tuple(cells.tolist()), tuple(sorted(self.cells.source_texts[code] for code in sources.tolist()))


def _within(count: Array) -> Array:
    """0, 1 ... within runs of `count` entries."""
    import numpy as np

    found: Array = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return found


def _runs(offsets: Array, parts: Array, rows: Array) -> tuple[Array, Array]:
    """The parts of some rows one after another, and for each the place of its row among them."""
    import numpy as np

    starts = offsets[rows]
    count = offsets[rows + 1] - starts
    return parts[np.repeat(starts, count) + _within(count)], np.repeat(np.arange(len(rows)), count)


def of(rows: Rows, cells: Cells) -> Index:
    """Readings in order.

    Args:
        rows: the readings.
        cells: the observations they are made of.
    """
    import numpy as np

    codes: dict[str, Array] = {}
    texts: dict[str, Array] = {}
    position: dict[str, dict[str, int]] = {}
    for name in CODED:
        occurring, held = np.unique(rows.codes[name], return_inverse=True)
        listed = [rows.texts[name][code] for code in occurring.tolist()]
        sorting = sorted(range(len(listed)), key=listed.__getitem__)
        place = np.empty(len(sorting), np.int32)
        place[sorting] = np.arange(len(sorting))
        codes[name] = place[held]
        _texts(name, [listed[number] for number in sorting], texts, position)
    for name in DATES:
        days, held = np.unique(rows.days[name], return_inverse=True)
        codes[name] = held.astype(np.int32)
        _texts(name, [(EPOCH + timedelta(days=day)).isoformat() for day in days.tolist()], texts, position)
    others = [name for name in DEFINITION_COLUMNS if name not in AT]
    order = np.lexsort([codes[name] for name in (*reversed(others), *reversed(AT))])
    codes = {name: held[order] for name, held in codes.items()}
    offsets, parts = _reordered(rows.offsets, rows.parts, order)
    measured = codes["measure"]
    edges = [0, *(np.flatnonzero(measured[1:] != measured[:-1]) + 1).tolist(), len(measured)]
    index = Index(
        codes=codes,
        texts=texts,
        position=position,
        runs={str(texts["measure"][measured[a]]): (a, b) for a, b in pairwise(edges) if b > a},
        value=rows.numbers["value"][order],
        granule=rows.numbers["granule"][order],
        gone=np.full(len(order), "", object),
        offsets=offsets,
        parts=parts,
        cells=cells,
    )
    _mark_gone(index)
    return index


def _texts(name: str, listed: list[str], texts: dict[str, Array], position: dict[str, dict[str, int]]) -> None:
    import numpy as np

    position[name] = {text: code for code, text in enumerate(listed)}
    texts[name] = np.empty(len(listed), object)
    texts[name][:] = [tuple(text.split()) for text in listed] if name in LISTS else listed


def _reordered(offsets: Array, parts: Array, order: Array) -> tuple[Array, Array]:
    """Offsets and parts of the rows in another order, with the rows among the parts called by their new numbers."""
    import numpy as np

    new = np.empty(len(order), np.int64)
    new[order] = np.arange(len(order))
    items, _ = _runs(offsets, parts, order)
    made = items < 0
    items[made] = -new[-items[made] - 1] - 1
    count = (offsets[1:] - offsets[:-1])[order]
    return np.concatenate([[0], np.cumsum(count)]), items


def _mark_gone(index: Index) -> None:
    """Fill `gone`: the first day one of a reading's observations no longer holds."""
    import numpy as np

    if not len(index) or not (index.cells.ended < NEVER).any():
        return
    cells, owner = index.flat(np.arange(len(index)))
    first = np.full(len(index), NEVER)
    np.minimum.at(first, owner, index.cells.ended[index.cells.places(cells)])
    for row in np.flatnonzero(first < NEVER).tolist():
        index.gone[row] = (EPOCH + timedelta(days=int(first[row]))).isoformat()
