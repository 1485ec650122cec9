"""Tiny records: a few rows of made-up tables, told by hand, and nothing of what ships with hali unless it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from tests.replay.fake import row

from hali.model.dataflow import Dataflow
from hali.model.source import ROW
from hali.pillars.plan import plan
from hali.record import readings, seed
from hali.record.index import Index
from hali.record.store import Record
from hali.record.tables import OBSERVATION
from hali.record.vintages import Draft, Store
from hali.record.warehouse import Warehouse

TRADE = Dataflow(id="FAKE:TRADE", title="Trade made up for tests", publisher="fake", world="row")
SECOND = Dataflow(id="FAKE:SECOND", title="Another table of trade", publisher="fake", world="row")
MODEL = Dataflow(id="FAKE:MODEL", title="Trade computed by a model", publisher="fake", nature="model")
RATES = Dataflow(id="FAKE:RATES", title="Rates of exchange", publisher="fake")
PAGES = Dataflow(id="FAKE:PAGES", title="Single figures", publisher="fake", kind="paged")
FLOWS = {one.id: one for one in (TRADE, SECOND, MODEL, RATES, PAGES)}

Row = dict[str, Any]

KNOWN = date(2021, 3, 1)
"""The day shipped votes are known from: that of the counts of roll calls."""


def rate(year: str, value: float, unit: str = "USD_EUR") -> Row:
    """A mean rate of exchange: dollars for one euro."""
    return row(year, value, measure="exchange_rate", reporter="_Z", partner="_Z", flow="_Z", product="_Z", unit=unit)


def arrow(rows: Sequence[Row], columns: Iterable[str]) -> pa.Table:
    """Rows as the table a source hands over."""
    kinds = {"value": pa.float64()}
    return pa.table({name: pa.array([one[name] for one in rows], kinds.get(name, pa.string())) for name in columns})


def draft(*rows: Row, day: str = "2025-01-10", flow: Dataflow = TRADE, part: str = "s") -> Draft:
    """A slice of a made-up table as its publisher listed it on `day`; rows of single figures say their `vintage`."""
    paged = flow.kind == "paged"
    columns = (*ROW, "origin", *(["vintage"] if paged else []))
    return Draft(
        source="fake",
        dataflow=flow.id,
        slice=part,
        kind=flow.kind,
        rows=arrow([{"origin": "O", **one} for one in rows], columns),
        published=day,
        retrieved=f"{day}T10:00:00+00:00",
        raw=("r",),
        origins=(),
    )


def ships(
    folder: Path, rows: Sequence[Row] = (), votes: Sequence[tuple[int, str, Sequence[str], str, str]] = ()
) -> Path:
    """A folder that ships: rows that say their dataflow and vintage, votes (rcid, day, issues, area, vote)."""
    told = [(KNOWN, number, f"R/{number}", date.fromisoformat(day), *rest) for number, day, *rest in votes]
    types = {"known": pa.date32(), "rcid": pa.int64(), "date": pa.date32(), "issues": pa.list_(pa.string())}
    cast = {
        name: pa.array([one[place] for one in told], types.get(name, pa.string()))
        for place, name in enumerate(("known", "rcid", "resolution", "date", "issues", "area", "vote"))
    }
    observations = arrow([{"origin": "O", **one} for one in rows], OBSERVATION)
    seed.save(folder, observations, pa.table(cast))
    return folder


def warehouse(
    folder: Path, *drafts: Draft, shipped: Path | None = None, flows: Mapping[str, Dataflow] = FLOWS
) -> Warehouse:
    """A record of what `shipped` holds (default: nothing) and of drafts, taken in one after another."""
    store = Store(folder / "data")
    for one in drafts:
        store.commit([one], {one.dataflow: flows[one.dataflow].told()})
    return Warehouse(plan(), store, store.read(), shipped or ships(folder / "ships"))


def record(folder: Path, *drafts: Draft, shipped: Path | None = None, flows: Mapping[str, Dataflow] = FLOWS) -> Record:
    """The same as look-ups take it."""
    return Record(warehouse(folder, *drafts, shipped=shipped, flows=flows))


def everything(one: Record, measures: Iterable[str] = ()) -> Index:
    """The index with all readings of some measures, sums over years among them."""
    return readings.rows(one, measures)[0]
