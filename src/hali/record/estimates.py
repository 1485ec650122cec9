"""Estimates of models, kept beside the record: no look-up of readings sees them, so none can reproduce a claim.

    <data folder>/store/estimates/runs.json     the list of runs, oldest first; replaced in one step, the only truth
    <data folder>/store/estimates/<id>.parquet  the estimates of one run, by reporter, written before it is listed

A *run* is what one specification gave on one day from one record. Runs are added, never changed: a run with the same
content adds nothing, any other stands beside those before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hali.access import durable, sealed
from hali.access.rawstore import hash_file
from hali.codelists import areas, measures
from hali.errors import DamagedRecord
from hali.model.definition import NONE
from hali.model.estimate import KEY, SHARED, Estimate, Sample, Specification, StatedInterval, require_run
from hali.record.checked import Sealed
from hali.record.store import Record
from hali.record.vintages import ESTIMATES, GROUP, Store, read_list

if TYPE_CHECKING:
    import pyarrow as pa

FOLDER, LIST = "estimates", "estimates/runs.json"

FORMAT = 2
"""Version of the list of runs; 1 is the same without hash and number."""

ORDER = ("reporter", "partner", *(name for name in KEY if name not in {"reporter", "partner"}))
"""The order of a run's estimates: what one side needs lies together."""

NUMBERS = ("value", "standard_error", "low", "high", "level")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one specification.

    Attributes:
        id: hash of its content, 12 hexadecimal digits.
        specification, sample, made, inputs: as in `model.estimate.Estimate`.
        measures: the measures it estimates.
        count: how many estimates.
        sha256: hash of the Parquet file.
        version: version of hali that made it.
    """

    id: str
    specification: Specification
    sample: Sample
    made: str
    inputs: str
    measures: tuple[str, ...]
    count: int
    sha256: str
    version: str

    @property
    def shared(self) -> dict[str, Any]:
        """What all its estimates have in common, by name."""
        return {name: getattr(self, name) for name in SHARED}


def runs(store: Store) -> tuple[Run, ...]:
    """Every run, in the order they were added; none where nothing was estimated.

    Raises:
        DamagedRecord: the list is damaged, gone, or not the newest.
        RecordError: the list cannot be read or is of another format.
    """
    content = store.listed(store.runs, ESTIMATES)
    return () if content is None else read_list(content, str(store.runs.path), FORMAT, _runs)


def add(store: Store, estimates: Sequence[Estimate]) -> Run:
    """Add a run; one with the same content is the one that is there.

    Args:
        store: the store of the data folder.
        estimates: all estimates of the run.

    Raises:
        UnknownCode: a measure or area no codelist knows.
        RecordError: the estimates are not one run, or the data folder cannot be written.
    """
    import pyarrow.parquet as pq

    from hali.version import VERSION

    first = require_run(estimates)
    _require_known(estimates)
    ordered = sorted(estimates, key=lambda one: [getattr(one, name) for name in ORDER])
    id_ = hashlib.sha256("\n".join(map(repr, ordered)).encode()).hexdigest()[:12]
    with store.in_use(), durable.held(store.folder / ".commit"):
        listed = runs(store)
        if same := [run for run in listed if run.id == id_]:
            return same[0]
        file = store.folder / relative(id_)
        with durable.whole(file) as part:
            pq.write_table(_table(ordered), part, compression="zstd", row_group_size=GROUP)
            sha256 = hash_file(part)
        named = tuple(sorted({one.measure for one in ordered}))
        shared = {name: getattr(first, name) for name in SHARED}
        run = Run(id=id_, **shared, measures=named, count=len(ordered), sha256=sha256, version=VERSION)
        store.runs.replace(_told((*listed, run)))
    return run


def merge(store: Store, others: Sequence[Run]) -> None:
    """List the runs of another store whose files are already here."""
    with durable.held(store.folder / ".commit"):
        try:
            listed = runs(store)
        except DamagedRecord:
            listed = ()
        here = {run.id for run in listed}
        new = [run for run in others if run.id not in here]
        if new:
            store.runs.replace(_told((*listed, *new)))


def note(store: Store) -> None:
    """Write the list of runs anew as the newest one."""
    store.runs.replace(_told(runs(store)))


def find(
    record: Record,
    measure: str,
    *,
    reporters: Collection[str] = (),
    partners: Collection[str] = (),
    specification: str = "",
    newest: bool = False,
) -> list[Estimate]:
    """Estimates of a measure.

    Args:
        record: its data folder holds them; its `as_of` hides what was made later.
        measure: id of the measures codelist.
        reporters: area codes; empty = all.
        partners: area codes; empty = all.
        specification: id; empty = all.
        newest: of each specification only the newest estimate of one thing.

    Returns:
        By specification, the newest run first, then in ORDER.

    Raises:
        RecordError: the list of runs, or the file of one, is missing or damaged.
    """
    store = record.warehouse.store
    chosen = [
        run
        for run in reversed(runs(store))
        if measure in run.measures
        and specification in {"", run.specification.id}
        and (not record.as_of or run.made <= record.as_of)
    ]
    chosen.sort(key=lambda run: run.made, reverse=True)
    chosen.sort(key=lambda run: run.specification.id)
    found = [one for run in chosen for one in _read(store, run, measure, reporters, partners)]
    if not newest:
        return found
    first: dict[tuple[str, ...], Estimate] = {}
    for one in found:
        first.setdefault(one.key, one)
    return list(first.values())


def path(store: Store, run: Run) -> Path:
    """Where the estimates of a run lie."""
    return store.folder / relative(run.id)


def file_of(store: Store, run: Run) -> Sealed:
    """The file of a run, with its hash."""
    what = f"run {run.id} of the estimates {run.specification.id}"
    return Sealed(path(store, run), run.sha256, what, "`hali record import` an export of it")


def relative(id_: str) -> str:
    """Where the estimates of a run lie within its store."""
    return f"{FOLDER}/{id_}.parquet"


def dump(listed: Sequence[Run]) -> bytes:
    """A list of runs as JSON."""
    return sealed.dump(_told(listed))


def _told(listed: Sequence[Run]) -> dict[str, Any]:
    return {"format": FORMAT, "runs": [asdict(run) for run in listed]}


def parse(text: str | bytes, where: str) -> tuple[Run, ...]:
    """A list of runs from JSON.

    Args:
        text: what `dump` wrote.
        where: the file it stands in, for the error.

    Raises:
        RecordError: it is damaged or of another format.
    """
    return read_list(sealed.parse(text, where), where, FORMAT, _runs)


def _runs(content: dict[str, Any]) -> tuple[Run, ...]:
    return tuple(map(_run, content["runs"]))


def _run(fields: dict[str, Any]) -> Run:
    sample = fields.pop("sample")
    return Run(
        specification=Specification(**fields.pop("specification")),
        sample=Sample(**{**sample, "countries": tuple(sample["countries"])}),
        measures=tuple(fields.pop("measures")),
        **fields,
    )


def _require_known(estimates: Sequence[Estimate]) -> None:
    """Every measure and area is of the codelists."""
    for measure in {one.measure for one in estimates}:
        measures.measure(measure)
    sides = {code for one in estimates for code in (one.reporter, one.partner)}
    for code in sides.union(estimates[0].sample.countries) - {NONE}:
        areas.area(code)


def _table(estimates: Sequence[Estimate]) -> pa.Table:
    import pyarrow as pa

    columns = {name: pa.array([getattr(one, name) for one in estimates], pa.string()) for name in KEY}
    for name in NUMBERS:
        listed = [getattr(one if hasattr(one, name) else one.interval, name, None) for one in estimates]
        columns[name] = pa.array(listed, pa.float64())
    return pa.table(columns)


def _read(
    store: Store, run: Run, measure: str, reporters: Collection[str], partners: Collection[str]
) -> list[Estimate]:
    import pyarrow.parquet as pq

    filters: list[tuple[str, str, Any]] = [("measure", "=", measure)]
    for column, codes in (("reporter", reporters), ("partner", partners)):
        filters += [(column, "in", sorted(codes))] if codes else []
    file = file_of(store, run)
    with store.checked.sound(file):
        rows = pq.read_table(file.path, filters=filters, partitioning=None).to_pylist()
    return [_estimate(run, row) for row in rows]


def _estimate(run: Run, row: dict[str, Any]) -> Estimate:
    low, high, level = (row.pop(name) for name in ("low", "high", "level"))
    interval = None if level is None else StatedInterval(low, high, level)
    return Estimate(**row, interval=interval, **run.shared)
