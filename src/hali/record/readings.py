"""Look up readings, the observations behind them, origins and events. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from hali.errors import NotInRecord
from hali.model.definition import READING_COLUMNS, Reading
from hali.model.observation import COLUMNS, Event, Observation, Origin, Status
from hali.record.index import DATES, Index, Wanted
from hali.record.index import of as index_of
from hali.record.query import SERIES
from hali.record.store import Record, connect

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    Array = np.ndarray[Any, Any]


def rows(
    record: Record,
    measures: Iterable[str] = (),
    *,
    reporters: Collection[str] = (),
    partners: Collection[str] = (),
    either_way: bool = False,
    newest: bool = False,
    where: Mapping[str, Wanted] | None = None,
) -> tuple[Index, Array]:
    """The index of the record and the numbers of the readings asked for; arguments as in `find`."""
    index = index_of(record.folder)
    conditions = dict(where or {})
    if record.as_of:
        conditions["known"] = lambda day: day <= record.as_of
    found = index.rows(measures, reporters, partners, either_way, conditions)
    return index, _standing(record, index, index.newest(found)) if newest else found


def _standing(record: Record, index: Index, found: Array) -> Array:
    """Those of `found` that still hold: what a publisher withdrew is the newest vintage of nothing."""
    import numpy as np

    gone = _withdrawn(record.folder)
    lost = [number for number, day in gone.items() if not record.as_of or day <= record.as_of]
    return found[~np.isin(index.ids[found], lost)] if lost else found


@cache
def _withdrawn(folder: Path) -> dict[int, str]:
    """Reading id as a number -> the day from which it no longer holds."""
    rows = connect(folder).cursor().execute("select reading, gone from withdrawn").fetchall()
    return {int(reading, 16): gone.isoformat() for reading, gone in rows}


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
    columns: dict[str, Any] = {"reading": [f"{number:012x}" for number in index.ids[found].tolist()]}
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

    index = index_of(record.folder)
    row = index.row(reading)
    found = [] if row is None else index.read(np.array([row]))
    if not found or (record.as_of and found[0].known > record.as_of):
        raise NotInRecord(f"no reading {reading!r} in record {record.id}; `hali readings` lists the ids")
    return complete(record, found)[0]


def complete(record: Record, readings: Sequence[Reading]) -> list[Reading]:
    """`readings` with their cells and sources (`dataflow@vintage` of every observation used)."""
    index = index_of(record.folder)
    whole = []
    for reading in readings:
        row = index.row(reading.id)
        assert row is not None, reading.id
        cells, sources = index.parts(row)
        whole.append(replace(reading, cells=cells, sources=sources))
    return whole


def observations(record: Record, cells: Iterable[int]) -> list[Observation]:
    """The observations with these numbers, in their own order."""
    columns = ", ".join(COLUMNS)
    rows = (
        connect(record.folder)
        .cursor()
        .execute(f"select {columns} from observations where list_contains(?, cell) order by cell", [list(cells)])
        .fetchall()
    )
    return [Observation(*row) for row in rows]


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
    known = "from observations where dataflow = ? and known <= ?::date"
    cursor = connect(record.folder).cursor()
    if not cursor.execute(f"select 1 {known} limit 1", [dataflow, day]).fetchall():
        raise NotInRecord(f"the record holds nothing of {dataflow!r} up to {day}; `hali sources` lists what it holds")
    return cursor.sql(
        f"select {columns} {known} and (gone is null or gone > ?::date) "
        f"qualify row_number() over (partition by {series} order by known desc) = 1 order by cell",
        params=[dataflow, day, day],
    ).to_arrow_table()


def origins(record: Record, ids: Iterable[str] = ()) -> dict[str, Origin]:
    """Origins by id; all of them where `ids` is empty."""
    wanted = set(ids)
    rows = (
        connect(record.folder)
        .cursor()
        .execute(
            "select id, producer, title, dataset, url_main, date_published, retrieved, licence, attribution, note "
            "from origins order by id"
        )
        .fetchall()
    )
    return {row[0]: Origin(*row) for row in rows if not wanted or row[0] in wanted}


def events(record: Record, parties: Sequence[Iterable[str]] = ()) -> list[Event]:
    """Events up to the record's as-of date, oldest first.

    Args:
        record: the record.
        parties: one set of area codes per side; an event must hold a party of each.
    """
    rows = (
        connect(record.folder)
        .cursor()
        .execute(
            "select date, kind, action, subject, parties, title, pillar, origin, status from events "
            "where ? = '' or start <= try_cast(? as date) order by start, title",
            [record.as_of, record.as_of],
        )
        .fetchall()
    )
    sides = [set(side) for side in parties]
    found = [
        Event(date, kind, action, subject, tuple(parties), title, pillar, origin, cast("Status", status))
        for date, kind, action, subject, parties, title, pillar, origin, status in rows
    ]
    return [event for event in found if all(side & set(event.parties) for side in sides)]


def summary(record: Record) -> dict[str, int]:
    """How much the record holds: observations, readings, origins, events."""
    cursor = connect(record.folder).cursor()
    return {
        part: int(cursor.execute(f"select count(*) from {part}").fetchone()[0])  # type: ignore[index]
        for part in ("observations", "readings", "origins", "events")
    }
