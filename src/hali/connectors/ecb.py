"""European Central Bank: reference rates of the euro."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

import hali.access.formats as formats
from hali.access.formats import packed
from hali.access.formats.columns import floats, text_column
from hali.access.formats.columns import table as columns_table
from hali.connectors import ecb_files, series
from hali.connectors.series import Table
from hali.model.source import Feed, Request, Scope, Source

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["SOURCE"]

_BASE = "https://data-api.ecb.europa.eu/service/data"


def requests(table: Table, scope: Scope) -> list[Request]:
    """The one message with every declared currency, by year and month; the areas of a scope do not matter."""
    key = ".".join("+".join(table.codes(name)) or "A+M" for name in table.dimensions)
    bounds = {"startPeriod": scope.first, "endPeriod": scope.last}
    query = "&".join(["format=csvdata", *(f"{name}={bound}" for name, bound in bounds.items() if bound)])
    rows = table.cells([len(table.series)], scope.first, scope.last)
    return [Request(f"{_BASE}/{table.code}/{key}?{query}", rows=rows)]


def parse(table: Table, body: bytes) -> pa.Table:
    """Rates in SDMX-CSV, SDMX-ML or SDMX-JSON.

    Raises:
        ValueError: damaged, none of the declared currencies, a rate without power of ten.
        KeyError: a dimension is missing.
    """
    if ecb_files.is_one(body):
        return series.rows(_of_days(ecb_files.means(body, table.codes("currency")), table), table)
    return series.rows(formats.read(body), table)


def _of_days(means: Iterable[ecb_files.Mean], table: Table) -> pa.Table:
    """Means of daily rates as a message of the exchange rates."""
    frequencies, currencies, periods, values = zip(*means, strict=True)
    fixed = {name: text_column([code] * len(values)) for name, code in {**table.fixed, "unit_mult": "0"}.items()}
    columns = {"freq": text_column(frequencies), "currency": text_column(currencies)}
    return columns_table({**columns, **fixed, "time_period": text_column(periods), "value": floats(values)})


def recognise(table: Table, name: str, body: bytes) -> bool:
    """Whether a file is a message of the exchange rates, or the history of the daily ones."""
    if ecb_files.is_one(body):
        return True
    start = packed.beginning(body)
    match formats.kind(start):
        case "sdmx_csv":
            return {b"EXR_SUFFIX", b"CURRENCY_DENOM"} <= set(re.findall(rb"\w+", start.split(b"\n", 1)[0].upper()))
        case "sdmx_ml":
            return b"ECB_EXR" in start
    return formats.kind(body) == "sdmx_json" and b'"EXR_SUFFIX"' in body and b'"CURRENCY_DENOM"' in body


def _dataflow(table: Table) -> Feed:
    """The declared table as the harvest knows it."""
    return Feed(
        id=f"ECB:{table.code}",
        **table.told(),
        measures=table.measures(),
        requests=partial(requests, table),
        parse=partial(parse, table),
        recognise=partial(recognise, table),
        uncounted=True,
        catalogue=table.offered,
        synthetic=False,
    )


SOURCE = Source(
    id="ecb",
    title="European Central Bank",
    url="https://data.ecb.europa.eu",
    licence="free with source",
    attribution="European Central Bank",
    ship="Y",
    hosts=("data-api.ecb.europa.eu",),
    rate=2.0,
    cadence="every working day about 16:00 CET",
    limits="none stated",
    documentation=("https://data.ecb.europa.eu/help/api/data",),
    read="2026-11-28",
    dataflows=tuple(_dataflow(table) for table in series.declared("ecb").values()),
)
