"""UN Comtrade: yearly goods trade of any reporter, by its API, version 1.

Each question fixes second partner, mode of transport and customs procedure; without that every partner comes in about
nine rows whose sum is many times too high. The European Union is a reporter there, never a partner: blocs are asked for
member by member.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from hali.access import bounds
from hali.access.formats import packed
from hali.codelists import areas, schemes
from hali.connectors import comtrade_files, series
from hali.errors import UnknownCode
from hali.model.source import ROW, Feed, Reply, Request, Scope, Source

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["SOURCE"]

_BASE = "https://comtradeapi.un.org"
_KEY = "HALI_COMTRADE_KEY"
_CAPS = {"data": 100_000, "public": 500}
"""First part of the path -> rows a question is made for: those of a free key, and of no key. A paid plan gives more
(250,000 by the publisher's wrapper); whatever the plan, an answer of exactly a round number of rows is cut off."""

_ROUND = 50_000
"""Of what every cap of the service has been a multiple."""

_SERVICES = {"data": "data/v1/get", "public": "public/v1/preview"}
_PRODUCTS = {"data": "TOTAL,AG2", "public": "TOTAL"}
_CHAPTERS = 98  # TOTAL and the chapters
_PARTNERS = 240  # of a reporter, where all are asked for
_PERIODS = 12  # most periods in one question
_FIRST = 1995
_FLOWS = {"M": "M", "X": "X"}
_PARTS = {"RM", "RX", "FM", "DX", "MIP", "XIP", "MOP", "XOP"}
"""Flows that are part of M or X: left out."""

_FIELDS = frozenset(
    {
        *("count", "data", "partner2code", "motcode", "customscode", "typecode", "classificationcode", "cmdcode"),
        *("flowcode", "period", "reportercode", "partnercode", "primaryvalue"),
    }
)
"""What is read of an answer and its rows, in lower case."""

_TOTALS = {"partner2code": 0, "motcode": 0, "customscode": "C00"}
"""What every row must say: it is the total over second partners, modes of transport, customs procedures."""

_EU = "97"


def requests(scope: Scope) -> list[Request]:
    """Messages by reporters and stretch of years, small enough for the cap.

    All goods only without a key, and where all reporters are asked for: their chapters would take days. The newest year
    asked for is the last but one, unless the scope says otherwise: many report no earlier.
    """
    path = "data" if os.environ.get(_KEY) else "public"
    first = int(scope.first[:4] or _FIRST)
    last = int(scope.last[:4]) if scope.last else datetime.now(UTC).year - 2
    listed = _codes(scope.partners, last)
    if listed == [_EU]:
        raise ValueError("97, the European Union, is no partner: ask for its members")
    partners = list(dict.fromkeys(["0", *(code for code in listed if code != _EU)])) if scope.partners else []
    products = _PRODUCTS[path] if scope.reporters else "TOTAL"
    a_year = 2 * (len(partners) or _PARTNERS) * (1 if products == "TOTAL" else _CHAPTERS)
    most = _CAPS[path] - 1
    years = max(1, min(_PERIODS, most // a_year))
    together = max(1, most // (a_year * years))
    reporters = _codes(scope.reporters or series.countries(), last)
    found = []
    for at in range(0, len(reporters), together):
        asked = reporters[at : at + together]
        for start in range(first, last + 1, years):
            periods = [str(year) for year in range(start, min(start + years, last + 1))]
            query = {
                "reporterCode": ",".join(asked),
                "partnerCode": ",".join(partners),
                "period": ",".join(periods),
                "flowCode": "M,X",
                "cmdCode": products,
                "partner2Code": "0",
                "motCode": "0",
                "customsCode": "C00",
            }
            found.append(_request(f"{_BASE}/{_SERVICES[path]}/C/A/HS", query, a_year * len(asked) * len(periods)))
    return found


def _request(address: str, query: Mapping[str, str], rows: int = 0) -> Request:
    given = urlencode({name: text for name, text in query.items() if text}, safe=",")
    return Request(f"{address}?{given}", rows=rows)


def narrower(reply: Reply) -> list[Request]:
    """Two questions instead of one whose answer was cut off: by its years, then reporters, partners and flows."""
    if reply.status != 413 and not _cut(_answer(reply)["data"]):
        return []
    parts = urlsplit(reply.request.url)
    query = dict(parse_qsl(parts.query))
    for name in ("period", "reporterCode", "partnerCode", "flowCode"):
        codes = query.get(name, "").split(",")
        if len(codes) > 1:
            half = len(codes) // 2
            address = f"{parts.scheme}://{parts.netloc}{parts.path}"
            return [_request(address, query | {name: ",".join(part)}) for part in (codes[:half], codes[half:])]
    return []


def _cut(rows: list[Any]) -> bool:
    """Whether an answer has exactly as many rows as a plan gives at most."""
    return len(rows) in _CAPS.values() or (len(rows) > 0 and len(rows) % _ROUND == 0)


def _codes(wanted: Iterable[str], year: int) -> list[str]:
    """M49 codes of areas; a bloc's are those of its members at the end of the year."""
    found: dict[str, None] = {}
    for area in wanted:
        for member in [area] if area == "WLD" else sorted(areas.members(area, date(year, 12, 31))) or [area]:
            try:
                found[schemes.code("M49", member)] = None
            except UnknownCode:
                continue
    return list(found)


def parse(body: bytes) -> pa.Table:
    """Rows of an answer; `primaryValue`, which is CIF for imports and FOB for exports, in USD.

    Raises:
        KeyError: a field is missing.
        ValueError: damaged; not totals; another list of products, flow or period than known.
        UnknownCode: a country the scheme does not know.
    """
    if not _is_json(body):
        return _table(comtrade_files.rows(body))
    answer = bounds.read_json(packed.unpacked(body), 2 * bounds.NODES, lambda pairs: dict(_kept(pairs)))
    given = answer["data"]
    if answer["count"] != len(given):
        raise ValueError(f"{len(given)} rows, and the answer says {answer['count']}")
    return _table(given)


def _is_json(body: bytes) -> bool:
    return packed.beginning(body).lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"{", b"["))


def _table(given: Iterable[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    rows = [ours for row in given if (ours := _row(row))]
    return pa.table(
        {
            name: pa.array([row[place] for row in rows], pa.float64() if name == "value" else pa.string())
            for place, name in enumerate(ROW)
        }
    )


def _kept(pairs: Iterable[tuple[str, Any]]) -> Iterable[tuple[str, Any]]:
    """Of a row of an answer, and of the answer, the fields that are read; they differ in case between services."""
    return ((low, value) for low, value in ((name.lower(), value) for name, value in pairs) if low in _FIELDS)


def _row(row: dict[str, Any]) -> tuple[Any, ...] | None:
    """One row as `ROW`; None where it is a part of another, a product or an area not ours, or a gap."""
    for name, total in _TOTALS.items():
        if row[name] != total:
            raise ValueError(f"{name} is {row[name]!r}: a part, not the total {total!r}")
    if row["typecode"] != "C" or not (row["classificationcode"].startswith("H") or row["cmdcode"] == "TOTAL"):
        raise ValueError(f"not goods by the Harmonised System: {row['typecode']} {row['classificationcode']}")
    if row["classificationcode"] == "SS":
        raise ValueError("the trade matrix: estimated by the United Nations, not reported")
    if str(row["partnercode"]) == _EU:
        raise ValueError("97, the European Union, as a partner")
    if row["flowcode"] not in _FLOWS:
        if row["flowcode"] not in _PARTS:
            raise ValueError(f"unknown flow {row['flowcode']!r}")
        return None
    written = str(row["period"])
    period = series.period(f"{written[:4]}-{written[4:]}" if len(written) == 6 else written)
    reporter, partner = (schemes.area("M49", str(row[name])) for name in ("reportercode", "partnercode"))
    product, value = series.product(row["cmdcode"]), row["primaryvalue"]
    if not (reporter and partner and product) or value is None:
        return None
    flow, frequency = _FLOWS[row["flowcode"]], series.frequency(period)
    return ("trade_value", frequency, period, reporter, partner, flow, product, value, "USD", "A")


def _answer(reply: Reply) -> Any:
    """An answer with the number of its rows, without what stands in them."""
    return bounds.read_json(reply.body, 2 * bounds.NODES, _told)


def _told(pairs: list[tuple[str, Any]]) -> Any:
    """What an answer says beside its rows, of which only the number counts."""
    found = dict(pairs)
    return None if "primaryvalue" in {name.lower() for name in found} else found


def refuse(reply: Reply) -> str:
    """Why a reply is none: an error, a file without rows, or as many rows as an answer may have."""
    if comtrade_files.is_one(reply.body):
        count = sum(1 for _ in comtrade_files.rows(reply.body))
        told = f"exactly {count:,} rows, where the site cuts a file off: choose less, or sign in for more"
        return told if count in comtrade_files.CAPS else "" if count else "no rows: nothing was found"
    try:
        answer = _answer(reply)
    except ValueError:
        return ""  # cut off or no JSON: parse says so
    if not isinstance(answer, dict) or "data" not in answer:
        return f"an error in the form of data: {str(answer)[:200]}"
    if answer.get("error"):
        return str(answer["error"])[:200]
    rows = answer["data"]
    return f"cut off at {len(rows):,} rows, and the question cannot be made smaller" if _cut(rows) else ""


def absent(reply: Reply) -> str:
    """Which reporters have reported nothing for the years asked for; "" where one has."""
    if _answer(reply)["data"]:
        return ""
    query = dict(parse_qsl(urlsplit(reply.request.url).query))
    names = [schemes.area("M49", code) or code for code in query.get("reporterCode", "").split(",") if code]
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    first, *others = query.get("period", "").split(",")
    return f"{shown} {'-'.join([first, *others[-1:]])}: nothing reported"


def recognise(name: str, body: bytes) -> bool:
    """Whether a file is an answer of the API with goods of the Harmonised System, or a table of the web sites."""
    if comtrade_files.is_one(body):
        return True
    start = packed.beginning(body)
    fields = (rb'"reportercode"', rb'"primaryvalue"', rb'"motcode"')
    return all(field in start.lower() for field in fields) and bool(re.search(rb'"typeCode"\s*:\s*"C"', start))


SOURCE = Source(
    id="comtrade",
    title="UN Comtrade",
    url="https://comtradeplus.un.org",
    licence="copyright United Nations; no re-dissemination without permission",
    attribution="UN Comtrade",
    ship="N",
    hosts=("comtradeapi.un.org",),
    rate=1.0,
    daily=500,
    key_env=_KEY,
    key_header="Ocp-Apim-Subscription-Key",
    cadence="continuous, as countries report",
    limits="500 messages a day; 500 rows of an answer without a key, 100,000 with a free one, 250,000 on paid plans",
    documentation=(
        "https://uncomtrade.org/docs/un-comtrade-api",
        "https://docs.ropensci.org/comtradr/articles/large_data.html",
    ),
    read="2026-11-28",
    dataflows=(
        Feed(
            id="COMTRADE:HS",
            title="Yearly goods trade as each country reports it, by partner and chapter",
            measures=("trade_value",),
            requests=requests,
            parse=parse,
            recognise=recognise,
            refuse=refuse,
            narrower=narrower,
            absent=absent,
            rows=(1, 2_000_000),
            relayed=True,
            world="row",
            synthetic=False,
        ),
    ),
)
