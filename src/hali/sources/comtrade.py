"""UN Comtrade: yearly goods trade of any reporter, by its API, version 1.

Each question fixes second partner, mode of transport and customs procedure; without that every partner comes in about
nine rows whose sum is many times too high. The European Union is a reporter there, never a partner: blocs are asked for
member by member.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from hali.access.formats import packed
from hali.codelists import areas, schemes
from hali.errors import UnknownCode
from hali.model.source import ROW, Feed, Reply, Request, Scope, Source
from hali.sources import series

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["SOURCE"]

_BASE = "https://comtradeapi.un.org"
_KEY = "HALI_COMTRADE_KEY"
_CAPS = {"data": 250_000, "public": 500}
"""First part of the path -> most rows of an answer; an answer with as many is cut off."""

_PRODUCTS = {"data": "TOTAL,AG2", "public": "TOTAL"}
_CHAPTERS = 98  # TOTAL and the chapters
_PERIODS = 12  # most periods in one question
_FIRST = 1995
_FLOWS = {"M": "M", "X": "X"}
_PARTS = {"RM", "RX", "FM", "DX", "MIP", "XIP", "MOP", "XOP"}
"""Flows that are part of M or X: left out."""

_TOTALS = {"partner2code": 0, "motcode": 0, "customscode": "C00"}
"""What every row must say: it is the total over second partners, modes of transport, customs procedures."""

_EU = "97"


def requests(scope: Scope) -> list[Request]:
    """Messages by reporter and stretch of years, small enough for the cap; without a key all goods only.

    The newest year asked for is the last but one, unless the scope says otherwise: many report no earlier.
    """
    path = "data" if os.environ.get(_KEY) else "public"
    service = "data/v1/get" if path == "data" else "public/v1/preview"
    first = int(scope.first[:4] or _FIRST)
    last = int(scope.last[:4]) if scope.last else datetime.now(UTC).year - 2
    listed = _codes(scope.partners, last)
    if listed == [_EU]:
        raise ValueError("97, the European Union, is no partner: ask for its members")
    partners = list(dict.fromkeys(["0", *(code for code in listed if code != _EU)])) if scope.partners else []
    per_year = 2 * (len(partners) or 240) * (_CHAPTERS if path == "data" else 1)
    years = max(1, min(_PERIODS, (_CAPS[path] - 1) // per_year))
    found = []
    for reporter in _codes(scope.reporters, last) or [""]:
        for start in range(first, last + 1, years):
            query = {
                "reporterCode": reporter,
                "partnerCode": ",".join(partners),
                "period": ",".join(str(year) for year in range(start, min(start + years, last + 1))),
                "flowCode": "M,X",
                "cmdCode": _PRODUCTS[path],
                "partner2Code": "0",
                "motCode": "0",
                "customsCode": "C00",
            }
            given = urlencode({name: text for name, text in query.items() if text}, safe=",")
            found.append(Request(f"{_BASE}/{service}/C/A/HS?{given}"))
    return found


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
    import pyarrow as pa

    answer = json.loads(packed.unpacked(body))
    given = [{name.lower(): value for name, value in row.items()} for row in answer["data"]]
    if answer["count"] != len(given):
        raise ValueError(f"{len(given)} rows, and the answer says {answer['count']}")
    rows = [ours for row in given if (ours := _row(row))]
    return pa.table(
        {
            name: pa.array([row[place] for row in rows], pa.float64() if name == "value" else pa.string())
            for place, name in enumerate(ROW)
        }
    )


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


def refuse(reply: Reply) -> str:
    """Why a reply is none: an error, no rows, or as many rows as an answer may have."""
    try:
        answer = json.loads(reply.body)
    except ValueError:
        return ""  # cut off or no JSON: parse says so
    if not isinstance(answer, dict) or "data" not in answer:
        return f"an error in the form of data: {str(answer)[:200]}"
    if answer.get("error"):
        return str(answer["error"])[:200]
    if not answer["data"]:
        return "no rows: wrong parameters, or nothing reported"
    cap = _CAPS["public" if "/public/" in reply.request.url else "data"]
    return f"cut off at {cap} rows: ask for less" if len(answer["data"]) >= cap else ""


def recognise(name: str, body: bytes) -> bool:
    """Whether a file is an answer of the API with goods of the Harmonised System."""
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
    dataflows=(
        Feed(
            id="COMTRADE:HS",
            title="Yearly goods trade as each country reports it, by partner and chapter",
            measures=("trade_value",),
            requests=requests,
            parse=parse,
            recognise=recognise,
            refuse=refuse,
            rows=(1, 250_000),
            relayed=True,
            world="row",
            synthetic=False,
        ),
    ),
)
