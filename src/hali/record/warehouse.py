"""One state of the record, opened: its vintages, what was computed from them, and the engine that computes more.

A warehouse never changes; a newer state of the record is another one. It may be used by many threads: look-ups share
what is in memory, and one question at a time is computed. What was asked longest ago leaves the memory first.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from hali.access import durable
from hali.errors import RecordError
from hali.model.dataflow import COMPUTED, Dataflow
from hali.model.observation import Event, Origin
from hali.record import asking, derive, engine, kept, lists, roll_calls, rows, seed, tables, withdrawals
from hali.record import index as indexes
from hali.record.asking import Held, Share
from hali.record.index import NEVER, Cells, Index
from hali.record.plan import Plan
from hali.record.query import RATE
from hali.record.roll_calls import RollCalls
from hali.record.states import EVERYTHING, File, Sides, fill, mark_of
from hali.record.vintages import Manifest, Store, record_id

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb
    import pyarrow as pa

T = TypeVar("T")

Made: TypeAlias = "tuple[pa.Table, pa.Table]"
"""The readings of a share, and the observations they are made of."""

TURNS = 64
"""Locks that keep processes from computing the same shares side by side; a share has one of them."""

MEMORY = "300MB"
"""What DuckDB may use for a question; one that needs more gets what the machine has."""

ROWS_HELD = 300_000
"""Readings held in memory at the most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an index was made for.

    Attributes:
        measures: ids; empty = all.
        pairs: (reporter, partner) concepts.
        sums: with sums over years.
    """

    measures: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    sums: bool

    def covers(self, other: Asked) -> bool:
        """Whether an index made for this holds everything of the other."""
        measured = not self.measures or (bool(other.measures) and other.measures <= self.measures)
        return measured and other.pairs <= self.pairs and self.sums >= other.sums


class Warehouse:
    """One state of the record.

    Args:
        plan: how readings are computed.
        store: where the harvested vintages lie.
        manifest: the harvested vintages.
        shipped: folder of what ships; default that of the package.
    """

    def __init__(self, plan: Plan, store: Store, manifest: Manifest, shipped: Path | None = None) -> None:
        self.plan = plan
        self.store = store
        self.manifest = manifest
        self.shipped = shipped or seed.folder()
        self.id = record_id(seed.identity(self.shipped), manifest.vintages)
        self.folder = kept.folder_of(store.folder.parent)
        self._computing = threading.RLock()
        self._holding = threading.Lock()
        self._indexes: OrderedDict[Asked, Index] = OrderedDict()
        self._notes: OrderedDict[Hashable, Any] = OrderedDict()

    # what lies in it

    @cached_property
    def held(self) -> Held:
        """The files of the vintages, and what they hold."""
        files, pages = self._shipped()
        shipped = seed.seeds(self.shipped).values()
        series = {one.dataflow: frozenset(one.series) for one in shipped}
        flags = (values for name, (_, values) in self._dataflows.items() if name not in {"title", "publisher"})
        ids = {told[0]: [repr(told)] for told in zip(*flags, strict=True)}
        for file in shipped:
            ids[file.dataflow].append(file.sha256)
        restating = withdrawals.restating(self.store, self.manifest, self.folder)
        for place, vintage in enumerate(self.manifest.vintages):
            ids.setdefault(vintage.dataflow, []).append(f"{vintage.id} {vintage.known} {vintage.slice}")
            series[vintage.dataflow] = series.get(vintage.dataflow, frozenset()) | set(vintage.series)
            nth = restating.numbers.get(vintage.id)
            if nth is None:
                continue
            if vintage.kind == "rows":
                one = self._file(vintage.id, place, nth, vintage.known)
                files.append(replace(one, restates=vintage.id in restating.restate))
            elif vintage.kind == "paged" and vintage.id in restating.last:
                pages.append(self._file(vintage.id, place, 0, ""))
        files += self._roll_calls.counts
        ids[roll_calls.DATAFLOW] += [str(one.mark) for one in self._roll_calls.counts]
        versions = {flow: hashlib.sha256("\n".join(told).encode()).hexdigest() for flow, told in ids.items()}
        rates = sorted(versions[flow] for flow, held in series.items() if RATE in held)
        told = {"votes": self._calls, "rates": [self.plan.rates, *rates]}
        others = {name: hashlib.sha256("\n".join(parts).encode()).hexdigest() for name, parts in told.items()}
        return Held(tuple(files), tuple(pages), series, versions, others, self._lists)

    def _shipped(self) -> tuple[list[File], list[File]]:
        files: list[File] = []
        pages: list[File] = []
        for one in seed.seeds(self.shipped).values():
            into = pages if one.paged else files
            file = seed.sealed(self.shipped, one)
            totals = one.paged or bool(one.wholes) or tables.dataflows()[one.dataflow].world == "row"
            into.append(
                File(
                    *(file.path, one.dataflow, "", 0, "", -1, mark_of(one.sha256), file),
                    wholes=one.wholes,
                    partials=one.partials,
                    totals=totals,
                )
            )
        return files, pages

    def _file(self, id_: str, place: int, nth: int, known: str) -> File:
        vintage = self.manifest.vintages[place]
        whole = Dataflow(**self.manifest.dataflows[vintage.dataflow]).world == "sum"
        file = self.store.sealed(vintage)
        return File(file.path, vintage.dataflow, vintage.slice, nth, known, place, mark_of(id_), file, whole=whole)

    @cached_property
    def dataflows(self) -> dict[str, Dataflow]:
        """Every dataflow that ships or was harvested, by id."""
        return lists.dataflows(self.manifest)

    @cached_property
    def _dataflows(self) -> engine.Columns:
        return lists.dataflow_table(self.dataflows)

    @cached_property
    def _lists(self) -> str:
        return lists.fingerprint(lists.membership(), lists.area_table())

    @cached_property
    def compiled(self) -> frozenset[str]:
        """Dataflows whose figures no side reports: levels only."""
        return frozenset(one.id for one in self.dataflows.values() if one.nature in COMPUTED)

    @cached_property
    def origins(self) -> dict[str, Origin]:
        """Every origin by id."""
        harvested = (told for vintage in self.manifest.vintages for told in vintage.origins)
        return tables.origins() | {told["id"]: Origin(**told) for told in harvested}

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Every event, oldest first; one that ships and was harvested too is the harvested one."""
        from hali.record import harvested

        return harvested.events(tables.events(), self.store, self.manifest)

    @cached_property
    def _calls(self) -> list[str]:
        """What the roll calls rest on: what ships, and the vintages that were harvested."""
        return [seed.identity(self.shipped), *(one.id for one in self.manifest.vintages if one.kind == "votes")]

    @cached_property
    def _roll_calls(self) -> RollCalls:
        return roll_calls.opened(self.store, self.manifest, self.folder, self.shipped)

    def earlier(self, id_: str) -> Warehouse | None:
        """The state of the record with this id, before its newest vintages came; None where there was none."""
        vintages = self.manifest.vintages
        for count in range(len(vintages) + 1):
            if record_id(seed.identity(self.shipped), vintages[:count]) == id_:
                return Warehouse(
                    self.plan, self.store, Manifest(vintages[:count], self.manifest.dataflows), self.shipped
                )
        return None

    # the engine

    @cached_property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        """DuckDB in the memory of this process, with the tables every question joins."""
        connection = engine.opened()
        told = {"areas": lists.area_table(), "dataflows": self._dataflows, "all_membership": lists.membership()}
        for name, columns in told.items():
            engine.create(connection, name, columns, temporary=False)
        if self._roll_calls.votes == seed.votes(self.shipped):
            self.store.checked.require(seed.vote_file(self.shipped))
        votes = engine.quoted(self._roll_calls.votes)
        connection.execute(f"create view all_votes as select * from read_parquet({votes})")
        connection.execute(
            "create table years as select known, min(year(date)) as first, max(year(date)) as last "
            "from all_votes group by known"
        )
        return connection

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor with temporary tables of its own."""
        with self._computing:
            return self._connection.cursor()

    def observed(self, dataflows: Collection[str] = (), sides: Sides = EVERYTHING) -> duckdb.DuckDBPyConnection:
        """A cursor with the table `observations`: the rows of some dataflows, or of all."""
        held = self.held
        files = [one for one in held.files if not dataflows or one.dataflow in dataflows]
        pages = [one for one in held.pages if not dataflows or one.dataflow in dataflows]
        cursor = self.cursor()
        with self.sound([*files, *pages]):
            fill(cursor, files, pages, sides)
        return cursor

    def sound(self, files: Iterable[File]) -> AbstractContextManager[None]:
        """Read files of vintages meanwhile that are what was written; see `Checked.sound`."""
        return self.store.checked.sound(*(one.sealed for one in files if one.sealed))

    @cached_property
    def rates(self) -> tuple[pa.Table, pa.Table]:
        """Mean rates of exchange by year (`query.annual_rates`), and the observations they are."""
        about = self.held.of({RATE})
        told = "\n".join([kept.FORMAT, self.held.tables["rates"], self._lists])
        file = kept.path(self.folder, "rates", hashlib.sha256(told.encode()).hexdigest())
        found = kept.read(file)
        if found is None:
            cursor = self.observed(about.versions, Sides(series=(RATE,)))
            found = (
                cursor.sql(self.plan.rates).to_arrow_table(),
                cursor.sql(asking.CELLS).to_arrow_table(),
            )
            cursor.close()
            kept.write(file, found)
        return found

    @cached_property
    def _rate_of(self) -> derive.Rates:
        told = zip(*(self.rates[0][name].to_pylist() for name in ("per", "money", "year", "rate", "cell")), strict=True)
        return derive.Rates({(per, money, year): (rate, cell) for per, money, year, rate, cell in told})

    # readings

    def shares(self, measures: Collection[str], pairs: Collection[tuple[str, str]]) -> list[Share]:
        """The shares that answer `measures` for pairs of concepts."""
        wanted = {level for measure in measures for level in self.plan.levels(measure)}
        parts = {name: self.plan.parts[name].series(wanted) for name in self.plan.answering(wanted)}
        everybody = (asking.EVERYBODY, asking.EVERYBODY)
        return sorted(
            Share(part, a, b, series if wanted and (a, b) == everybody else ())
            for part, series in parts.items()
            for a, b in pairs
        )

    def index(self, measures: Collection[str], pairs: Collection[tuple[str, str]], sums: bool) -> Index:
        """The readings of `measures` for pairs of concepts, with everything derived from them.

        Args:
            measures: ids; empty = all.
            pairs: (reporter, partner) concepts, or `asking.EVERYBODY`.
            sums: with sums over years.
        """
        asked = Asked(frozenset(measures), frozenset(pairs), sums)
        held = self._covering(asked)
        if held is not None:
            return held
        with self._computing:
            # another thread may have been first
            made = self._covering(asked) or self._indexed(asked)
        with self._holding:
            self._indexes[asked] = made
            while len(self._indexes) > 1 and sum(map(len, self._indexes.values())) > ROWS_HELD:
                self._indexes.popitem(last=False)
        return made

    def _covering(self, asked: Asked) -> Index | None:
        """An index in memory that holds everything asked for, the one used last before others."""
        with self._holding:
            found = next((held for held in reversed(self._indexes) if held.covers(asked)), None)
            if found is None:
                return None
            self._indexes.move_to_end(found)
            return self._indexes[found]

    def _indexed(self, asked: Asked) -> Index:
        measures = asked.measures
        levels = frozenset(level for measure in measures for level in self.plan.levels(measure))
        parts = list(self._shares(self.shares(measures, asked.pairs)))
        found = rows.of([made for made, _ in parts], levels)
        derive.in_currencies(found, self._rate_of, self.plan.compares)
        rules: dict[str, Callable[..., None]] = {"growth": derive.growth}
        if asked.sums:
            rules["cumulated"] = derive.cumulated
        for indicator, how in self.plan.derived.items():
            if how.rule in rules and (not measures or measures & set(how.names.values())):
                rules[how.rule](found, indicator, how, self.compiled)
        return indexes.of(found, _cells([self.rates[1], *(cells for _, cells in parts)]))

    def _shares(self, shares: Sequence[Share]) -> Iterator[Made]:
        """The readings of shares, kept or computed now, one share after the other; of empty ones nothing."""
        versions = {part: self.held.version(self.plan.parts[part]) for part in {one.part for one in shares}}
        found, missing = self._all_kept(shares, versions)
        yield from found.values()
        if missing:
            with self._turn(missing):
                # another process may have been first
                found, missing = self._all_kept(missing, versions)
                yield from found.values()
                if missing:
                    yield from self._made(missing, versions)

    def _all_kept(self, shares: Iterable[Share], versions: Mapping[str, str]) -> tuple[dict[Share, Made], list[Share]]:
        """Those of `shares` that are kept and hold something, and those that are not kept."""
        empty = {part: kept.empties(self.folder, part, version) for part, version in versions.items()}
        wanted = [one for one in shares if asking.named(one) not in empty[one.part]]
        told = {one: self._kept(one, versions[one.part]) for one in wanted}
        return {one: made for one, made in told.items() if made is not None}, [o for o in wanted if told[o] is None]

    def _made(self, missing: Sequence[Share], versions: Mapping[str, str]) -> Iterator[Made]:
        """Shares computed now, and kept."""
        none = set(missing)
        for one, made in self._computed(missing):
            asking.keep(self.folder, versions[one.part], one, made)
            none.remove(one)
            yield made
        for part, version in versions.items():
            told = [asking.named(one) for one in missing if one.part == part and one in none]
            if told:
                kept.add_empties(self.folder, part, version, told)

    @contextmanager
    def _turn(self, shares: Iterable[Share]) -> Iterator[None]:
        """Compute shares while no other process computes one of them; what others left unfinished goes.

        Where no lock can be held, as in a folder that may only be read, everybody computes for himself.
        """
        names = {hashlib.sha256(repr(one).encode()).digest()[0] % TURNS for one in shares}
        with ExitStack() as held:
            with suppress(RecordError):
                for name in sorted(names):
                    held.enter_context(durable.held(self.folder / f".turn-{name:02}"))
            for part in {one.part for one in shares}:
                durable.sweep(self.folder / part)
            yield

    def _computed(self, shares: Sequence[Share]) -> Iterator[tuple[Share, Made]]:
        """Shares computed now, in little memory where that is enough."""
        rates = self.rates[0]
        about = self.held.of({name for part in {one.part for one in shares} for name in self.plan.parts[part].stored})
        with self.sound([*about.files, *about.pages]):
            return self._asked(shares, rates)

    def _asked(self, shares: Sequence[Share], rates: pa.Table) -> Iterator[tuple[Share, Made]]:
        import duckdb

        for limit in (MEMORY, ""):
            self._connection.execute(f"set memory_limit = '{limit}'" if limit else "reset memory_limit")
            cursor = self._connection.cursor()
            cursor.register("rates", rates)
            try:
                return asking.compute(cursor, self.plan, self.held, shares)
            except duckdb.OutOfMemoryException:
                if not limit:
                    raise
            finally:
                cursor.close()
                # setting a limit gives what is free back to the machine: the pages of a brief need it next
                self._connection.execute(f"set memory_limit = '{MEMORY}'")
        raise AssertionError("one of the two has returned")

    def prepare(self, asks: Sequence[tuple[Collection[str], Collection[tuple[str, str]]]]) -> None:
        """Compute and keep what look-ups of measures for pairs of concepts will need, all in one go."""
        asked = {share for measures, pairs in asks for share in self.shares(measures, pairs)}
        versions = {part: self.held.version(self.plan.parts[part]) for part in {one.part for one in asked}}
        # a file that turns out damaged when it is read is computed anew then
        wanted = sorted(one for one in asked if not asking.lies(self.folder, versions[one.part], one))
        with self._computing:
            for _ in self._shares(wanted):
                # kept for the look-ups; all at once they are more than is needed at any time
                pass

    def _kept(self, share: Share, version: str) -> Made | None:
        """What was computed of a share before: by itself, or with all others."""
        found = asking.load(self.folder, version, share) or self._of_everybody(share, version)
        if found is None and all(map(asking.unnamed, {share.reporter, share.partner} - {asking.EVERYBODY})):
            built, cells = self.built(share.part), self.built("cells")
            if kept.stands(built, self.store.checked) and kept.stands(cells, self.store.checked):
                found = asking.taken(built, cells, share)
        return found

    def _of_everybody(self, share: Share, version: str) -> Made | None:
        """What was computed of a reporter's readings about everybody, as far as it is about one partner."""
        if asking.EVERYBODY in {share.reporter, share.partner} or not asking.unnamed(share.partner):
            return None
        wide = replace(share, partner=asking.EVERYBODY)
        found = self.note((wide, version), lambda: asking.load(self.folder, version, wide))
        return asking.narrowed(found, share) if found else None

    def built(self, part: str) -> Path:
        """The file of a part's readings of all pairs, or of the observations all readings are made of (`cells`)."""
        if part == "cells":
            told = [kept.FORMAT, self._lists, *sorted(self.held.versions.values())]
            version = hashlib.sha256("\n".join(told).encode()).hexdigest()
        else:
            version = self.held.version(self.plan.parts[part])
        return self.folder / part / f"all-{version[:32]}.parquet"

    def chosen(self, make: Callable[[], tuple[str, ...]], *asked: str) -> tuple[str, ...]:
        """The codes that `make` chooses from all that is held for what is `asked`; made once and kept."""
        told = [kept.FORMAT, self._lists, self.held.tables["votes"], *sorted(self.held.versions.values())]
        version = hashlib.sha256("\n".join(told).encode()).hexdigest()
        file = kept.path(self.folder, "chosen", version, *asked, suffix=".txt")
        held = kept.texts(file)
        if held is not None:
            return held[1:]
        found = make()
        # what was asked stands first: there may be nothing to choose
        kept.write_texts(file, (" ".join(asked), *found))
        return found

    def note(self, key: Hashable, make: Callable[[], T], most: int = 64) -> T:
        """What `make` gives, made once for a key while it is among the last `most` asked for."""
        with self._holding:
            if key in self._notes:
                self._notes.move_to_end(key)
                held: T = self._notes[key]
                return held
        made = make()
        with self._holding:
            self._notes[key] = made
            while len(self._notes) > most:
                self._notes.popitem(last=False)
        return made


def _cells(parts: Sequence[pa.Table]) -> Cells:
    """The observations of several shares, each once."""
    import numpy as np
    import pyarrow as pa

    whole = pa.concat_tables(parts, promote_options="default").combine_chunks()
    numbers, firsts = np.unique(whole["cell"].to_numpy(), return_index=True)
    once = whole.take(pa.array(firsts))
    coded = {name: once[name].combine_chunks().dictionary_encode() for name in ("source", "origin")}
    arrays = {name: one.combine_chunks() if isinstance(one, pa.ChunkedArray) else one for name, one in coded.items()}
    ended = once["ended"].cast(pa.int32()).fill_null(NEVER).to_numpy()
    return Cells(
        numbers=numbers,
        sources=arrays["source"].indices.to_numpy(zero_copy_only=False),
        source_texts=arrays["source"].dictionary.to_pylist(),
        origins=arrays["origin"].indices.to_numpy(zero_copy_only=False),
        origin_texts=arrays["origin"].dictionary.to_pylist(),
        ended=ended,
    )
