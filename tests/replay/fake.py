"""A publisher made up for tests: a table of trade values in a small JSON form, strict in what it reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.replay.server import Message

from hali.model.source import ROW, Feed, Reply, Request, Scope, Source

HOST = "data.example.org"
URL = f"https://{HOST}/trade"


def row(period: str = "2021", value: float = 1.0, **other: str) -> dict[str, Any]:
    """One row of the table."""
    base = {
        "measure": "trade_value",
        "freq": "A",
        "period": period,
        "reporter": "KAZ",
        "partner": "DEU",
        "flow": "X",
        "product": "TOTAL",
        "unit": "USD",
        "status": "A",
    }
    return {**base, **other, "value": value}


def body(rows: Sequence[dict[str, Any]], stamp: str = "", page: int = 1, pages: int = 1) -> bytes:
    """The table in its JSON form."""
    return json.dumps({"table": "TRADE", "stamp": stamp, "page": page, "pages": pages, "rows": list(rows)}).encode()


def message(rows: Sequence[dict[str, Any]], stamp: str = "", page: int = 1, pages: int = 1) -> Message:
    """The table as an answer."""
    return Message(body(rows, stamp, page, pages), headers={"Content-Type": "application/json"})


def parse(data: bytes) -> Any:
    """Rows; a field that is missing is a KeyError."""
    import pyarrow as pa

    rows = json.loads(data)["rows"]
    columns = {name: [r[name] for r in rows] for name in ROW}
    return pa.table(
        {name: pa.array(v, pa.float64() if name == "value" else pa.string()) for name, v in columns.items()}
    )


def following(reply: Reply) -> Request | None:
    """The next page, or the file a deferred answer names."""
    told = json.loads(reply.body)
    if "later" in told:
        return Request(told["later"], accept="application/json")
    if told["page"] == told["pages"]:
        return None
    return Request(f"{URL}?page={told['page'] + 1}", accept="application/json")


def refuse(reply: Reply) -> str:
    """A table without rows is a wrong question."""
    told = json.loads(reply.body)
    return "not ready" if "later" in told else "" if told["rows"] else "no rows"


def requests(scope: Scope) -> list[Request]:
    """One message; with a first period another one."""
    return [Request(f"{URL}?since={scope.first}" if scope.first else URL, accept="application/json")]


TRADE = Feed(
    id="FAKE:TRADE",
    title="Trade made up for tests",
    measures=("trade_value",),
    requests=requests,
    parse=parse,
    recognise=lambda name, data: b'"table": "TRADE"' in data,
    stamp=lambda data: json.loads(data)["stamp"],
    following=following,
    refuse=refuse,
    world="row",
)

FAKE = Source(
    id="fake",
    title="Fake office",
    url="https://data.example.org",
    licence="CC BY 4.0",
    attribution="Fake office, {dataset}, {date}",
    ship="N",
    hosts=(HOST, "mirror.example.org"),
    dataflows=(TRADE,),
    rate=1000.0,
    key_env="HALI_FAKE_KEY",
    key_header="X-Fake-Key",
)


def other(number: int, host: str = HOST, **changes: Any) -> tuple[Source, Feed]:
    """A further table like TRADE, with a host and an address of its own."""
    address = f"https://{host}/table{number}"
    flow = replace(
        TRADE, id=f"FAKE:T{number}", requests=lambda scope: [Request(address, accept="application/json")], **changes
    )
    return replace(FAKE, id=f"fake{number}", hosts=(host,), dataflows=(flow,)), flow


def since(url: str) -> str:
    """The first period a message asks for."""
    return parse_qs(urlsplit(url).query).get("since", [""])[0]
