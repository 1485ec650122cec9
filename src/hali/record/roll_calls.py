"""Roll calls as the record stood on each day: those that ship, and from its day on each harvest beside them.

Every state holds all of its votes. How many roll calls a year had is an observation of `DATAFLOW`, like those that
ship; a harvest states it anew for each year in which it changed anything, so that readings have its vintage.
"""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hali.errors import RecordError
from hali.record import engine, kept, seed
from hali.record.engine import quoted
from hali.record.states import File, mark_of
from hali.record.vintages import Manifest, Store, Vintage
from hali.record.withdrawals import effective

if TYPE_CHECKING:
    import duckdb

DATAFLOW = "UN:GA_VOTES"
"""The table roll calls are of, whoever copied them."""

OWN = "hali-roll-calls-"
"""How the name of a folder of this process alone begins."""

SERIES = "un_roll_calls"
"""The stored series of how many there were."""


@dataclass(frozen=True, slots=True)
class RollCalls:
    """The roll calls of a record.

    Attributes:
        votes: Parquet file: known (the day of the state), rcid, resolution, date, issues, area, vote.
        counts: vintages of SERIES.
    """

    votes: Path
    counts: tuple[File, ...]


def opened(store: Store, manifest: Manifest, folder: Path, shipped: Path) -> RollCalls:
    """The roll calls that ship, and the harvested ones; their files are made once.

    Args:
        store: where the harvested vintages lie.
        manifest: the harvested vintages.
        folder: where the files are kept; where it cannot be written, they lie in a temporary one.
        shipped: folder of the files that ship.
    """
    lines = [line for line in effective(manifest) if line[0].kind == "votes"]
    if not lines:
        return RollCalls(seed.votes(shipped), ())
    told = [f"{vintage.id} {vintage.known}" for line in lines for vintage in line]
    name = hashlib.sha256("\n".join([seed.identity(shipped), *told]).encode()).hexdigest()
    try:
        return _kept(store, manifest, lines, name, folder, shipped)
    except RecordError:  # a folder nobody can write is read all the same
        return _kept(store, manifest, lines, name, Path(tempfile.mkdtemp(prefix=OWN)), shipped)


def _kept(
    store: Store, manifest: Manifest, lines: list[list[Vintage]], name: str, folder: Path, shipped: Path
) -> RollCalls:
    """The files of a state of the roll calls in a folder, made where they are not there yet.

    Raises:
        RecordError: the folder cannot be written.
    """
    votes = folder / f"votes-{name[:32]}.parquet"
    places = {vintage.id: place for place, vintage in enumerate(manifest.vintages)}
    days: dict[str, int] = {}  # of harvests known on one day, the last to come
    for vintage in (vintage for line in lines for vintage in line):
        days[vintage.known] = max(days.get(vintage.known, 0), places[vintage.id])
    counts = tuple(_counts(folder, name, day, place) for day, place in sorted(days.items()))
    if not all(kept.stands(file, store.checked) for file in (votes, *(one.path for one in counts))):
        store.checked.require(seed.vote_file(shipped))
        connection = engine.opened()
        _states(connection, store, lines, places, shipped)
        for one in counts:
            origin = next((origin["id"] for origin in manifest.vintages[one.place].origins), "")
            _save(connection, _COUNTED, one.path, {"known": one.known, "origin": origin})
        _save(connection, "select * from stood order by known, date, rcid, area", votes, {})
        connection.close()
    return RollCalls(votes, counts)


def _counts(folder: Path, name: str, day: str, place: int) -> File:
    """Each day is a slice of its own: a year whose votes changed is stated anew though its count is the same."""
    mark = hashlib.sha256(f"{name} {day}".encode()).hexdigest()
    return File(folder / f"counts-{mark[:32]}.parquet", DATAFLOW, f"{SERIES} {day}", 1, day, place, mark_of(mark))


def _states(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    lines: list[list[Vintage]],
    places: dict[str, int],
    shipped: Path,
) -> None:
    """Table `stood`: the votes of each state. A call that stands in two vintages is the later one's."""
    held = f"select *, -1 as place, '' as line, 0 as nth from read_parquet({quoted(seed.votes(shipped))})"
    connection.execute(f"create table listed as {held}")
    for line in lines:
        for nth, vintage in enumerate(line):
            connection.register("harvested", store.rows(vintage).drop_columns("origin"))
            told = [vintage.known, places[vintage.id], f"{vintage.dataflow} {vintage.slice}", nth]
            connection.execute(
                "insert into listed by name select *, ?::date as known, ? as place, ? as line, ? as nth from harvested",
                told,
            )
            connection.unregister("harvested")
    connection.execute(
        """
        create table stood as
        with days as (select distinct known as day from listed),
        latest as (
            select l.*, d.day, (l.known, l.place) as rank from listed l join days d on l.known <= d.day
            qualify nth = max(nth) over (partition by d.day, line))
        select day as known, rcid, resolution, date, issues, area, vote from latest
        qualify rank = max(rank) over (partition by day, rcid)
            and rank = max(rank) over (partition by day, resolution, date)"""
    )


_COUNTED = f"""
    with yearly as (
        select known, year(date) as year, count(distinct rcid) as calls,
               bit_xor(hash(concat_ws('|', resolution, date, issues::varchar, area, vote))) as content
        from stood where date is not null group by all),
    compared as (select *, lag(content) over (partition by year order by known) as before from yearly)
    select '{SERIES}' as measure, 'A' as freq, year::varchar as period, 'WLD' as reporter, '_Z' as partner,
           '_Z' as flow, '_Z' as product, calls::double as value, 'NR' as unit, 'A' as status, $origin as origin
    from compared where known = $known::date and content is distinct from before order by year"""


def _save(connection: duckdb.DuckDBPyConnection, query: str, file: Path, told: dict[str, Any]) -> None:
    import pyarrow.parquet as pq

    rows = connection.sql(query, params=told).to_arrow_table()
    with kept.settled(file) as part:
        pq.write_table(rows, part, compression="zstd")
