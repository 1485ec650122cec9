"""Look up readings, the observations behind them, origins and events. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from hali.errors import NotInRecord
from hali.model.definition import DEFINITION_COLUMNS, Definition, Reading
from hali.model.observation import COLUMNS, Event, Observation, Origin, Status
from hali.record.store import Record, connect

if TYPE_CHECKING:
    import pyarrow as pa

_LIGHT = ("reading", *DEFINITION_COLUMNS, "indicator", "value", "start", "end", "known", "status", "granule")
_LISTS = ("missing", "caveats")


def find(
    record: Record,
    measures: Sequence[str] = (),
    *,
    reporters: Iterable[str] = (),
    partners: Iterable[str] = (),
    either_way: bool = False,
    newest: bool = False,
    where: str = "",
    parameters: Sequence[Any] = (),
) -> list[Reading]:
    """Readings known to the record, without their cells and sources (`complete` adds them).

    Args:
        record: the record; its `as_of` hides what was published later.
        measures: ids of the measures codelist; empty = all.
        reporters: area codes; empty = all.
        partners: area codes; empty = all.
        either_way: also take readings with reporter and partner exchanged.
        newest: only the newest vintage of each definition.
        where: a further SQL condition on the readings table, with `?` for `parameters`.
        parameters: values of `where`.

    Returns:
        Readings in the order measure, reporter, partner, flow, unit, period, vintage.
    """
    text, values = _query(record, measures, reporters, partners, either_way, newest, where, parameters)
    return [_reading(row) for row in connect(record.folder).cursor().execute(text, values).fetchall()]


def table(
    record: Record,
    measures: Sequence[str] = (),
    *,
    reporters: Iterable[str] = (),
    partners: Iterable[str] = (),
    newest: bool = False,
    where: str = "",
    parameters: Sequence[Any] = (),
) -> pa.Table:
    """The same rows as `find`, as an Arrow table with the columns of a reading."""
    text, values = _query(record, measures, reporters, partners, False, newest, where, parameters)
    return connect(record.folder).cursor().sql(text, params=values).to_arrow_table()


def _query(
    record: Record,
    measures: Sequence[str],
    reporters: Iterable[str],
    partners: Iterable[str],
    either_way: bool,
    newest: bool,
    where: str,
    parameters: Sequence[Any],
) -> tuple[str, list[Any]]:
    conditions: list[str] = []
    values: list[Any] = []
    if measures:
        conditions.append(_among("measure", measures))
        values += measures
    sides = _sides(list(reporters), list(partners), either_way)
    if sides:
        conditions.append("(" + " or ".join(text for text, _ in sides) + ")")
        values += [value for _, given in sides for value in given]
    if record.as_of:
        conditions.append("known <= ?::date")
        values.append(record.as_of)
    if where:
        conditions.append(f"({where})")
        values += parameters
    newest_only = "" if not newest else _NEWEST
    listed = ", ".join(f'"{c}"' for c in (*_LIGHT, *_LISTS))
    text = (
        f"select {listed} from readings where {' and '.join(conditions) or 'true'} {newest_only} "
        "order by measure, reporter, partner, flow, unit, period, known, reading"
    )
    return text, values


_NEWEST = (
    "qualify row_number() over (partition by "
    + ", ".join(f'"{c}"' for c in DEFINITION_COLUMNS if c != "vintage")
    + " order by known desc, vintage desc, reading) = 1"
)


def _sides(reporters: list[str], partners: list[str], either_way: bool) -> list[tuple[str, list[Any]]]:
    if not reporters and not partners:
        return []
    sides = [_side(reporters, partners)]
    if either_way:
        sides.append(_side(partners, reporters))
    return sides


def _side(reporters: list[str], partners: list[str]) -> tuple[str, list[Any]]:
    parts, values = [], []
    for column, codes in (("reporter", reporters), ("partner", partners)):
        if codes:
            parts.append(_among(column, codes))
            values += codes
    return "(" + " and ".join(parts) + ")", values


def _among(column: str, values: Sequence[str]) -> str:
    """`column in (?, ...)`: unlike a list parameter, it lets DuckDB skip row groups by their bounds."""
    return f"{column} in ({', '.join('?' for _ in values)})"


def _reading(row: Sequence[Any]) -> Reading:
    size = len(DEFINITION_COLUMNS)
    indicator, value, start, end, known, status, granule, missing, caveats = row[size + 1 :]
    return Reading(
        id=row[0],
        definition=Definition(*row[1 : size + 1]),
        indicator=indicator,
        value=value,
        start=start.isoformat(),
        end=end.isoformat(),
        known=known.isoformat(),
        status=status,
        granule=granule,
        missing=tuple(missing),
        caveats=tuple(caveats),
        sources=(),
        cells=(),
    )


def get(record: Record, reading: str) -> Reading:
    """The reading with this id, complete.

    Raises:
        NotInRecord: there is none.
    """
    found = find(record, where="reading = ?", parameters=[reading])
    if not found:
        raise NotInRecord(f"no reading {reading!r} in record {record.id}; `hali readings` lists the ids")
    return complete(record, found)[0]


def complete(record: Record, readings: Sequence[Reading]) -> list[Reading]:
    """`readings` with their cells and sources (`dataflow@vintage` of every observation used)."""
    if not readings:
        return []
    ids = sorted({r.id for r in readings})
    placed: list[str] = []
    where = []
    for column in ("measure", "reporter", "partner"):
        codes = sorted({getattr(r.definition, column) for r in readings})
        where.append(_among(column, codes))
        placed += codes
    where.append(_among("reading", ids))
    rows = (
        connect(record.folder)
        .cursor()
        .execute(
            f"with r as (select reading, cells from readings where {' and '.join(where)}), "
            "u as (select distinct reading, unnest(cells) as cell from r) "
            "select reading, any_value(r.cells), list(distinct dataflow || '@' || vintage order by dataflow || '@' "
            "|| vintage) from u join r using (reading) join observations using (cell) group by reading",
            [*placed, *ids],
        )
        .fetchall()
    )
    parts = {id_: (tuple(cells), tuple(sources)) for id_, cells, sources in rows}
    return [replace(r, cells=parts[r.id][0], sources=parts[r.id][1]) for r in readings]


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


def coverage(record: Record) -> list[tuple[str, str, str, str, str]]:
    """Each dataflow with its years, number of observations, newest vintage and licences."""
    rows = (
        connect(record.folder)
        .cursor()
        .execute(
            "select o.dataflow, any_value(d.title), "
            "coalesce(min(case when o.start > '0001-01-01' then year(o.start) end)::varchar || '-' || "
            "max(case when o.start > '0001-01-01' then year(o.\"end\" - interval 1 day) end)::varchar, '-'), "
            "count(*)::varchar, string_agg(distinct g.licence, '; ' order by g.licence) "
            "from observations o join dataflows d using (dataflow) join origins g on g.id = o.origin "
            "where ? = '' or o.known <= try_cast(? as date) group by o.dataflow order by o.dataflow",
            [record.as_of, record.as_of],
        )
        .fetchall()
    )
    return [tuple(row) for row in rows]
