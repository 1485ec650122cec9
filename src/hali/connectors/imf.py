"""IMF: trade by partner, direct investment positions and the World Economic Outlook, as SDMX-CSV 2.0 of SDMX 3.0."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

import hali.access.formats as formats
from hali.access.formats import packed, sdmx_json
from hali.access.formats.columns import stated
from hali.connectors import series
from hali.connectors.series import Table
from hali.model.source import Feed, Reply, Request, Scope, Source

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["SOURCE"]

_BASE = "https://api.imf.org/external/sdmx/3.0/data/dataflow"
_CSV = "application/vnd.sdmx.data+csv;version=2.0.0"


ROWS = 500_000
"""Rows a question is made for where all partners are asked for; the service states no limit."""


def requests(table: Table, scope: Scope) -> list[Request]:
    """The messages that cover a scope; none where the IMF has no code for any area asked for.

    Where all partners are asked for, reporters are named and asked for some at a time, and of years only.
    """
    everybody = table.partner != "" and not scope.partners
    reporters = series.area_codes(table.scheme, scope.reporters or (series.countries() if everybody else ()))
    partners = series.area_codes(table.scheme, scope.partners)
    if (scope.reporters and not reporters) or (table.partner and scope.partners and not partners):
        return []
    if partners:
        partners = list(dict.fromkeys([*partners, *table.world]))
    years = replace(table, monthly=table.monthly and not everybody)
    each = years.cells([len(partners)] if table.partner else [], scope.first, scope.last) * len(table.series)
    together = max(1, ROWS // each) if everybody else max(1, len(reporters))
    found = []
    for at in range(0, max(1, len(reporters)), together):
        asked = reporters[at : at + together]
        parts = [table.codes(name) for name in table.dimensions]
        for name, codes in ((table.reporter, asked), (table.partner, partners)):
            if name and codes:
                parts[table.dimensions.index(name)] = codes
        # with no `*` in the key the service leaves out the attributes of groups
        parts[table.dimensions.index("frequency")] = ["A"] if everybody else []
        key = quote(".".join("+".join(codes) or "*" for codes in parts), safe=".+*")
        rows = each * (len(asked) or series.ALL_AREAS)
        found.append(Request(f"{_BASE}/{table.code}/+/{key}?{_query(years, scope)}", accept=_CSV, rows=rows))
    return found


def _query(table: Table, scope: Scope) -> str:
    query = "dimensionAtObservation=TIME_PERIOD&attributes=dsd&measures=all"
    given = (("ge", table.as_asked(scope.first)), ("le", table.as_asked(scope.last)))
    bounds = [f"{sign}:{_bound(at)}" for sign, at in given if at]
    return f"{query}&{quote('c[TIME_PERIOD]')}={quote('+'.join(bounds), safe='')}" if bounds else query


def _bound(period: str) -> str:
    """A period as the service's filters write it: `2015` -> `2015-A1`, `2015-03` -> `2015-M03`."""
    kind = series.frequency(period)
    if kind == "A":
        return f"{period}-A1"
    return period.replace("-", "-M") if kind == "M" else period


def parse(table: Table, body: bytes) -> pa.Table:
    """Rows of a declared table as SDMX-CSV, SDMX-JSON or SDMX-ML; values are in base units, whatever scale they show.

    Raises:
        ValueError: damaged, or of another dataflow.
        KeyError: a dimension is missing.
    """
    message = formats.read(body)
    named, flow = stated(message, "dataflow"), table.code.split("/")[1]
    if named and f":{flow}(" not in named:
        raise ValueError(f"a message of {named}, not of {flow}")
    if not message.num_rows:
        return series.empty()
    return series.rows(_with_forecasts(message) if flow == "WEO" else message, table)


def _with_forecasts(message: pa.Table) -> pa.Table:
    """WEO with its statuses: F after the last year a country has actual data for.

    Where that year is not stated, as for groups of countries, F after the newest year that any country states, before
    it E; where none is stated at all, F throughout.

    Raises:
        KeyError: the message does not state the last actual year.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    def year(name: str) -> pa.ChunkedArray:
        # 2024, or FY2024/25
        found = pc.extract_regex(message[name].cast(pa.string()), r"(?P<year>\d{4})")
        return pc.cast(pc.struct_field(found, "year"), pa.int32())

    actual, period = year("latest_actual_annual_data"), year("time_period")
    newest = pc.max(actual).as_py() or 0
    later = pc.greater(period, pc.fill_null(actual, newest))
    status = pc.if_else(later, "F", pc.if_else(pc.is_null(actual), "E", "A"))
    return message.set_column(message.column_names.index("status"), "status", status)


def refuse(reply: Reply) -> str:
    """Why a reply is none: no content, or a dataset without series."""
    if reply.status == 204 or not reply.body.strip():
        return "no content: unknown dataflow, or nothing matches"
    body = packed.unpacked(reply.body)
    if sdmx_json.recognised(body) and formats.kind(body) == "sdmx_json" and not sdmx_json.read(body).num_rows:
        return "a dataset without series: nothing matches"
    if formats.kind(body) == "sdmx_csv" and body.count(b"\n", 0, 100_000) < 2:
        return "a header without rows: nothing matches"
    return ""


def recognise(table: Table, name: str, body: bytes) -> bool:
    """Whether a file names the dataflow of the table."""
    start, flow = packed.beginning(body), table.code.split("/")[1].encode()
    match formats.kind(start):
        case "sdmx_csv":
            return b":" + flow + b"(" in start
        case "sdmx_ml":
            return re.search(rb":" + flow + rb'\(|\bid="' + flow + b'"', start) is not None
    if not start.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{"):
        return False
    return sdmx_json.recognised(body) and b"Dataflow=IMF." in body and b":" + flow + b"(" in body


def _dataflow(table: Table) -> Feed:
    """A declared table as the harvest knows it."""
    return Feed(
        id=f"IMF:{table.code.split('/')[1]}",
        **table.told(),
        measures=table.measures(),
        requests=partial(requests, table),
        parse=partial(parse, table),
        recognise=partial(recognise, table),
        refuse=refuse,
        lacking=partial(series.lacking, table),
        uncounted=True,
        catalogue=table.offered,
    )


SOURCE = Source(
    id="imf",
    title="International Monetary Fund",
    url="https://data.imf.org",
    licence="IMF special terms for data (11 October 2024): copying, publishing and distributing with attribution",
    attribution="IMF, {dataset}, {date}",
    ship="Y",
    hosts=("api.imf.org",),
    rate=1.0,
    cadence="IMTS monthly, DIP once a year, WEO in April and October",
    limits="none stated for the service in use; the one before it gave 3,000 series at once",
    documentation=("http://datahelp.imf.org/knowledgebase/articles/2005918-api-response",),
    read="2026-11-28",
    dataflows=tuple(_dataflow(table) for table in series.declared("imf").values()),
)
