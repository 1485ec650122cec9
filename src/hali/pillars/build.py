"""Compute the readings of every pair at once, on any engine: for a server, or a record too large for one machine.

Nothing needs it: what was not computed before is computed when it is asked. What it writes is found by look-ups and
ends with the vintages it rests on (`record.asking`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from hali.access import durable
from hali.pillars import plan
from hali.record import asking, engine, engines, kept
from hali.record.query import Tables
from hali.record.warehouse import Warehouse

INPUTS = ("observations", "flows", "dataflows", "membership", "areas", "votes", "years", "rates")
"""The tables the expressions read when nothing is left out."""

CELLS = "cells"
"""The observations all readings are made of; see `Warehouse.built`."""


def build(warehouse: Warehouse, engine_name: str = "duckdb", master: str = "") -> list[Path]:
    """Write one Parquet file a part of the plan and one of the observations behind them, those that are not there yet.

    Args:
        warehouse: the record.
        engine_name: one of `record.engines.ENGINES`.
        master: address of the Spark cluster; "" = the one Spark is configured with, else this machine.

    Returns:
        The files that were written.

    Raises:
        QuestionError: the engine is not there.
        RecordError: the data folder cannot be written.
        HaliError: it gave up.
    """
    engines.require_engine(engine_name, master)
    files = {name: warehouse.built(name) for name in (*warehouse.plan.parts, CELLS)}
    checked = warehouse.store.checked
    missing = {name: file for name, file in files.items() if not kept.stands(file, checked)}
    if not missing:
        return []
    durable.folder(warehouse.folder)
    with _room(warehouse.folder) as work:
        inputs(warehouse, Path(work))
        made = {CELLS: Path(work) / f"{CELLS}.parquet"}
        wanted = missing.keys() - {CELLS}
        if wanted:
            with engines.started(engine_name, master, warehouse.folder) as on:
                made |= computed(on, Path(work), wanted)
        for name, file in missing.items():
            with kept.settled(file) as part:
                made[name].replace(part)
    return list(missing.values())


def computed(on: engine.Engine, folder: Path, wanted: Collection[str]) -> dict[str, Path]:
    """Compute the readings of the `wanted` parts of the plan from the INPUTS in a folder; the file of each of them."""
    tables = Tables(**{name: on.read(folder / f"{name}.parquet") for name in INPUTS})
    made = {}
    for name, rows in plan.each(tables, on.keep):
        if name in wanted:
            made[name] = folder / f"readings_{name}.parquet"
            on.write(rows, made[name], ("reporter", "partner", "measure"))
    return made


@contextmanager
def _room(folder: Path) -> Iterator[str]:
    """A folder within `folder` for files that are not whole yet."""
    try:
        made = tempfile.TemporaryDirectory(prefix="building-", dir=folder)
    except OSError as error:
        raise durable.unwritable(folder, error) from error
    with made as work:
        yield work


def inputs(warehouse: Warehouse, folder: Path) -> None:
    """Write INPUTS and CELLS as Parquet into a folder."""
    cursor = warehouse.observed()
    cursor.register("told_rates", warehouse.rates[0])
    told = {name: f"select * from {name}" for name in INPUTS}  # noqa: S608 - names of our own views
    told |= {
        "membership": "select * from all_membership",
        "votes": "select * from all_votes",
        "rates": "select * from told_rates",
        CELLS: asking.CELLS,
    }
    for name, query in told.items():
        engine.copy(cursor, query, folder / f"{name}.parquet", ())
    cursor.close()
