"""OECD: development aid by donor and recipient. Nothing of it has been verified, so it is asked for only by name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

import hali.access.formats as formats
from hali.access.formats import packed
from hali.access.formats.columns import stated
from hali.connectors import series
from hali.connectors.series import Table
from hali.model.source import Feed, Request, Scope, Source

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["SOURCE"]

_BASE = "https://sdmx.oecd.org/public/rest/data"


def requests(table: Table, scope: Scope) -> list[Request]:
    """The one message that covers a scope; none where the OECD has no code for any area asked for."""
    areas = {table.reporter: scope.reporters, table.partner: scope.partners}
    parts = []
    for name in table.dimensions:
        codes = series.area_codes(table.scheme, areas[name]) if areas.get(name) else table.codes(name)
        if areas.get(name) and not codes:
            return []
        parts.append("+".join(codes))
    listed = [len(part.split("+")) if part else 0 for part in parts]
    bounds = {"startPeriod": table.as_asked(scope.first), "endPeriod": table.as_asked(scope.last)}
    query = "&".join(["format=csvfile", *(f"{name}={bound}" for name, bound in bounds.items() if bound)])
    address = f"{_BASE}/{quote(table.code, safe=',@')},/{'.'.join(parts)}?{query}"
    return [Request(address, rows=table.cells(listed, scope.first, scope.last))]


def parse(table: Table, body: bytes) -> pa.Table:
    """Rows of a declared table as SDMX-CSV, SDMX-ML or SDMX-JSON.

    Raises:
        ValueError: damaged, of another dataflow, a value without power of ten.
        KeyError: a dimension is missing.
    """
    message = formats.read(body)
    named, flow = stated(message, "dataflow"), table.code.split(",")[1]
    if named and flow not in named:
        raise ValueError(f"a message of {named}, not of {flow}")
    return series.rows(message, table)


def recognise(table: Table, name: str, body: bytes) -> bool:
    """Whether a file names the dataflow of the table."""
    start, flow = packed.beginning(body), table.code.split(",")[1].encode()
    if start.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{"):
        start = body  # the name may stand behind the figures
    return bool(formats.kind(start)) and flow in start


def _dataflow(table: Table) -> Feed:
    """A declared table as the harvest knows it."""
    return Feed(
        id="OECD:DAC2A",
        **table.told(),
        measures=table.measures(),
        requests=partial(requests, table),
        parse=partial(parse, table),
        recognise=partial(recognise, table),
        uncounted=True,
        catalogue=table.offered,
    )


SOURCE = Source(
    id="oecd",
    title="Organisation for Economic Co-operation and Development",
    url="https://data-explorer.oecd.org",
    licence="OECD terms of 1 July 2024: data may be copied, adapted and distributed with citation",
    attribution="OECD, {dataset}, {date}",
    ship="Y",
    hosts=("sdmx.oecd.org",),
    rate=60 / 3600,
    cadence="once a year",
    covers="EU",
    limits="60 downloads an hour; no traffic from virtual private networks",
    documentation=(
        "https://www.oecd.org/en/data/insights/data-explainers/2024/11/Api-best-practices-and-recommendations.html",
    ),
    read="2026-11-28",
    dataflows=tuple(_dataflow(table) for table in series.declared("oecd").values()),
)
