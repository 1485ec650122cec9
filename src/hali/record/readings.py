"""Look up readings, the observations behind them, origins and events. What was not asked before is computed now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hali.codelists import areas
from hali.errors import NotInRecord
from hali.model.definition import ESTIMATE, ID_LENGTH, READING_COLUMNS, Definition, Reading, located
from hali.model.observation import COLUMNS, Event, Observation, Origin
from hali.record.asking import EVERYBODY
from hali.record.index import DATES, Index, Wanted
from hali.record.query import SERIES
from hali.record.states import ROW_BITS
from hali.record.store import Record

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pyarrow as pa

    Array = np.ndarray[Any, Any]

CUMULATED = "cumulated"
"""Variant of sums over years."""


def rows(
    record: Record,
    measures: Iterable[str] = (),
    *,
    reporters: Collection[str] = (),
    partners: Collection[str] = (),
    either_way: bool = False,
    newest: bool = False,
    where: Mapping[str, Wanted] | None = None,
    estimates: bool = True,
) -> tuple[Index, Array]:
    """An index and the numbers of the readings asked for in it; arguments as in `find`.

    `estimates` = False leaves out what a model gives (`model.dataflow.MODELLED`).
    """
    conditions = dict(where or {})
    index = record.warehouse.index(
        _named("measure", conditions, set(measures)),
        _pairs(
            _named("reporter", conditions, set(reporters)), _named("partner", conditions, set(partners)), either_way
        ),
        sums=_accepts(conditions.get("variant"), CUMULATED),
    )
    if record.as_of:
        conditions["known"] = lambda day: day <= record.as_of
    found = index.rows(measures, reporters, partners, either_way, conditions)
    if not estimates:
        found = found[~index.holds("caveats", lambda told: ESTIMATE in told, found)]
    return index, index.standing(index.newest(found), record.as_of) if newest else found


@dataclass(frozen=True, slots=True)
class Ask:
    """What a look-up is going to ask for; the arguments of `find`."""

    measures: Collection[str] = ()
    reporters: Collection[str] = ()
    partners: Collection[str] = ()
    either_way: bool = False


def prepare(record: Record, *asks: Ask) -> None:
    """Compute what look-ups are going to ask for, all in one go: asked one by one it takes several times as long."""
    record.warehouse.prepare(
        [(ask.measures, _pairs(set(ask.reporters), set(ask.partners), ask.either_way)) for ask in asks]
    )


def _named(column: str, conditions: Mapping[str, Wanted], given: set[str]) -> set[str]:
    """The texts asked for in a column, as an argument or among the conditions; none = all."""
    wanted = conditions.get(column)
    if given or wanted is None or callable(wanted):
        return given
    return {wanted} if isinstance(wanted, str) else set(wanted)


def _accepts(wanted: Wanted | None, text: str) -> bool:
    if wanted is None:
        return True
    return wanted(text) if callable(wanted) else text == wanted if isinstance(wanted, str) else text in wanted


def _pairs(reporters: Collection[str], partners: Collection[str], either_way: bool) -> set[tuple[str, str]]:
    """The pairs of concepts a look-up is about."""
    sides = [{_concept(code) for code in codes} or {EVERYBODY} for codes in (reporters, partners)]
    pairs = {(a, b) for a in sides[0] for b in sides[1]}
    return pairs | {(b, a) for a, b in pairs} if either_way else pairs


def _concept(code: str) -> str:
    return areas.concept(code) if areas.known(code) else code


def find(
    record: Record,
    measures: Iterable[str] = (),
    *,
    reporters: Collection[str] = (),
    partners: Collection[str] = (),
    either_way: bool = False,
    newest: bool = False,
    where: Mapping[str, Wanted] | None = None,
) -> list[Reading]:
    """Readings known to the record, without their cells and sources (`complete` adds them).

    Args:
        record: the record; its `as_of` hides what was published later.
        measures: ids of the measures codelist; empty = all.
        reporters: area codes; empty = all.
        partners: area codes; empty = all.
        either_way: also take readings with reporter and partner exchanged.
        newest: only the newest vintage of each definition.
        where: text column of a reading -> the text, texts, or predicate it must meet.

    Returns:
        Readings in the order measure, reporter, partner, flow, unit, period, vintage.
    """
    index, found = rows(
        record,
        measures,
        reporters=reporters,
        partners=partners,
        either_way=either_way,
        newest=newest,
        where=where,
    )
    return index.read(found)


def table(
    record: Record,
    measures: Iterable[str] = (),
    *,
    reporters: Collection[str] = (),
    partners: Collection[str] = (),
    newest: bool = False,
    where: Mapping[str, Wanted] | None = None,
) -> pa.Table:
    """The same rows as `find`, as an Arrow table with the columns of a reading but `sources` and `cells`."""
    import pyarrow as pa

    index, found = rows(record, measures, reporters=reporters, partners=partners, newest=newest, where=where)
    columns: dict[str, Any] = {"reading": index.identified(found)}
    for name in READING_COLUMNS[1:-2]:
        if name in {"value", "granule"}:
            columns[name] = getattr(index, name)[found]
        else:
            texts = index.texts[name][index.codes[name][found]].tolist()
            columns[name] = pa.array(texts).cast(pa.date32()) if name in DATES else texts
    return pa.table(columns)


def get(record: Record, reading: str) -> Reading:
    """The reading with this id, complete.

    Raises:
        NotInRecord: there is none.
    """
    import numpy as np

    for index, candidates in _located(record, reading):
        row = index.row(reading, candidates)
        if row is not None:
            found = index.read(np.array([row]))[0]
            if record.as_of and found.known > record.as_of:
                break
            cells, sources = index.made_of(row)
            return replace(found, cells=cells, sources=sources)
    raise NotInRecord(f"no reading {reading!r} in record {record.id}; `hali readings` lists the ids")


def _located(record: Record, reading: str) -> Iterable[tuple[Index, Array]]:
    """Where a reading may be: its id tells its measure, reporter and partner."""
    if len(reading) != ID_LENGTH:
        return
    for measure in located(reading, 0, sorted(record.warehouse.plan.measures)):
        for reporter in located(reading, 1, areas.codes()):
            for partner in located(reading, 2, areas.codes()):
                yield rows(record, [measure], reporters=[reporter], partners=[partner])


def complete(record: Record, readings: Sequence[Reading]) -> list[Reading]:
    """`readings` with their cells and sources (`dataflow@vintage` of every observation used)."""
    completed = []
    for reading in readings:
        index, row = _row_of(record, reading.definition)
        cells, sources = index.made_of(row)
        completed.append(replace(reading, cells=cells, sources=sources))
    return completed


def _row_of(record: Record, definition: Definition) -> tuple[Index, int]:
    index, _ = rows(
        record,
        [definition.measure],
        reporters=[definition.reporter],
        partners=[definition.partner],
        where={"variant": definition.variant},
    )
    row = index.row_of(definition)
    assert row is not None, definition
    return index, row


def observations(record: Record, cells: Iterable[int]) -> list[Observation]:
    """The observations with these numbers, in their own order."""
    wanted = sorted(set(cells))
    held = record.warehouse.held
    files = {one.mark: one for one in (*held.files, *held.pages)}
    about: dict[int, list[int]] = {}
    for cell in wanted:
        about.setdefault(cell >> ROW_BITS, []).append(cell)
    found = []
    for mark, numbers in about.items():
        one = files[mark]
        with record.warehouse.sound([one]):
            told = _rows_at(one.path, [number & ((1 << ROW_BITS) - 1) for number in numbers])
        for number, row in zip(numbers, told, strict=True):
            vintage = {"vintage": one.known} if one.known else {}
            found.append(Observation(**{**row, **vintage, "cell": number, "dataflow": one.dataflow}))
    return sorted(found, key=lambda one: one.cell)


def _rows_at(path: Path, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """Rows of a Parquet file by their numbers, which ascend: only the groups of rows they lie in are read."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        held = [name for name in COLUMNS if name in set(file.schema_arrow.names)]
        rows: list[dict[str, Any]] = []
        first = 0
        for group in range(file.num_row_groups):
            last = first + file.metadata.row_group(group).num_rows
            mine = [number - first for number in numbers if first <= number < last]
            if mine:
                rows += file.read_row_group(group, held).take(mine).to_pylist()
            first = last
    return rows


def origins_of(record: Record, readings: Iterable[Reading]) -> dict[str, tuple[str, ...]]:
    """For each reading's id the ids of the origins of its observations, in the order of their first use."""
    import numpy as np

    found = {}
    for reading in readings:
        index, row = _row_of(record, reading.definition)
        cells, _ = index.flat(np.array([row]))
        codes = dict.fromkeys(index.cells.origins[index.cells.places(cells)].tolist())
        found[reading.id] = tuple(index.cells.origin_texts[code] for code in codes)
    return found


def standing(record: Record, dataflow: str, day: str = "") -> pa.Table:
    """The observations of a dataflow that stood on a day: of each series the latest, without those withdrawn.

    Args:
        record: the record.
        dataflow: id of the dataflow.
        day: ISO date; "" = now.

    Raises:
        NotInRecord: nothing of it was known on that day.
    """
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    series = ", ".join(f'"{name}"' for name in SERIES)
    day = day or "9999-12-31"
    cursor = record.warehouse.observed([dataflow])
    known = "from observations where known <= ?::date"
    if not cursor.execute(f"select 1 {known} limit 1", [day]).fetchall():
        raise NotInRecord(f"the record holds nothing of {dataflow!r} up to {day}; `hali sources` lists what it holds")
    found = cursor.sql(
        f"select {columns} {known} and (gone is null or gone > ?::date) "
        f"qualify row_number() over (partition by {series} order by known desc) = 1 order by cell",
        params=[day, day],
    ).to_arrow_table()
    cursor.close()
    return found


def origins(record: Record, ids: Iterable[str] = ()) -> dict[str, Origin]:
    """Origins by id; all of them where `ids` is empty."""
    wanted = set(ids)
    known = record.warehouse.origins
    return {id_: known[id_] for id_ in sorted(known) if not wanted or id_ in wanted}


def events(record: Record) -> list[Event]:
    """Events up to the record's as-of date, oldest first."""
    return [one for one in record.warehouse.events if not record.as_of or one.date <= record.as_of]


def summary(record: Record) -> dict[str, int]:
    """How much the record holds: observations (each vintage of a table whole), origins, events."""
    from hali.record import seed

    warehouse = record.warehouse
    shipped = sum(one.rows for one in seed.seeds(warehouse.shipped).values())
    harvested = sum(vintage.rows for vintage in warehouse.manifest.vintages if vintage.kind in {"rows", "paged"})
    return {
        "observations": shipped + harvested,
        "origins": len(warehouse.origins),
        "events": len(warehouse.events),
    }
