"""European Central Bank: reference rates of the euro."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import hali.access.formats as formats
from hali.access.formats import packed
from hali.model.source import Feed, Request, Scope, Source
from hali.sources import series
from hali.sources.series import Table

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["SOURCE"]

_BASE = "https://data-api.ecb.europa.eu/service/data"


def requests(table: Table, scope: Scope) -> list[Request]:
    """The one message with every declared currency, by year and month; the areas of a scope do not matter."""
    key = ".".join("+".join(table.codes(name)) or "A+M" for name in table.dimensions)
    bounds = {"startPeriod": scope.first, "endPeriod": scope.last}
    query = "&".join(["format=csvdata", *(f"{name}={bound}" for name, bound in bounds.items() if bound)])
    return [Request(f"{_BASE}/{table.code}/{key}?{query}")]


def parse(table: Table, body: bytes) -> pa.Table:
    """Rates in SDMX-CSV, SDMX-ML or SDMX-JSON.

    Raises:
        ValueError: damaged, none of the declared currencies, a rate without power of ten.
        KeyError: a dimension is missing.
    """
    return series.rows(formats.read(body), table)


def recognise(table: Table, name: str, body: bytes) -> bool:
    """Whether a file is a message of the exchange rates."""
    start = packed.beginning(body)
    match formats.kind(start):
        case "sdmx_csv":
            return {b"EXR_SUFFIX", b"CURRENCY_DENOM"} <= set(re.findall(rb"\w+", start.split(b"\n", 1)[0].upper()))
        case "sdmx_ml":
            return b"ECB_EXR" in start
    whole = packed.unpacked(body)
    return formats.kind(whole) == "sdmx_json" and b'"EXR_SUFFIX"' in whole and b'"CURRENCY_DENOM"' in whole


def _dataflow(table: Table) -> Feed:
    """The declared table as the harvest knows it."""
    return Feed(
        id=f"ECB:{table.code}",
        **table.told(),
        measures=table.measures(),
        requests=partial(requests, table),
        parse=partial(parse, table),
        recognise=partial(recognise, table),
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
    dataflows=tuple(_dataflow(table) for table in series.declared("ecb").values()),
)
