"""World Bank: indicators by its API, version 2, as JSON in pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from hali.access import bounds
from hali.access.formats import packed
from hali.access.formats.columns import floats, table, text_column
from hali.connectors import series, worldbank_files
from hali.connectors.series import Table
from hali.model.source import Feed, Reply, Request, Scope, Source

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["SOURCE"]

_BASE = "https://api.worldbank.org/v2"
_PAGE = 20_000
_DATABASES = {"WDI": 2, "GOV_WGI": 3, "WGI": 3}
"""Table -> `source` of the API; without it the service takes an indicator from whatever database has it first."""


def requests(table: Table, scope: Scope) -> list[Request]:
    """The first page of every indicator; none where the bank has no code for any reporter asked for."""
    codes = series.area_codes(table.scheme, scope.reporters)
    if scope.reporters and not codes:
        return []
    first = scope.first[:4] or str(table.first_year)
    rows = (len(codes) or series.ALL_AREAS) * table.cells([], scope.first, scope.last)
    span = f"&date={first}:{scope.last[:4]}" if scope.last else (f"&date={first}:2100" if scope.first else "")
    source = f"&source={_DATABASES[table.code]}"
    return [
        Request(
            f"{_BASE}/country/{quote(';'.join(codes) or 'all', safe=';')}/indicator/{quote(indicator)}"
            f"?format=json&per_page={_PAGE}{source}{span}",
            accept="application/json",
            rows=rows,
        )
        for indicator in table.codes("indicator")
    ]


def parse(table: Table, body: bytes) -> pa.Table:
    """Rows of an answer `[header, rows]`; a null value is a gap.

    Raises:
        KeyError: a field is missing.
        ValueError: an error message, a description of indicators instead of data, an unknown status or year.
    """
    if not _is_json(body):
        return series.rows(_of_file(worldbank_files.cells(body, table.codes("indicator"))), table)
    return series.rows(_message(_rows(packed.unpacked(body))), table)


def _is_json(body: bytes) -> bool:
    return packed.beginning(body).lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"[", b"{"))


def _of_file(cells: Iterable[worldbank_files.Cell]) -> pa.Table:
    """The cells of a file as a table of the common form."""
    listed = list(cells)
    return table(
        {
            "indicator": text_column([indicator for indicator, *_ in listed]),
            "country": text_column([country for _, country, *_ in listed]),
            "time_period": text_column([year for *_, year, _ in listed]),
            "value": floats([value for *_, value in listed]),
        }
    )


def _rows(body: bytes) -> list[dict[str, Any]]:
    """The rows of an answer."""
    answer = bounds.read_json(body)
    if said := _error(answer):
        raise ValueError(said)
    header, rows = answer
    if rows is None:
        return []
    if int(header["page"]) == int(header["pages"]) == 1 and len(rows) > int(header["total"]):
        raise ValueError(f"{len(rows)} rows, and the header says {header['total']}")
    if any("date" not in row for row in rows):
        raise ValueError("the description of an indicator, not its data")
    return list(rows)


def _message(rows: list[dict[str, Any]]) -> pa.Table:
    """The rows as a table of the common form."""
    return table(
        {
            "indicator": text_column([row["indicator"]["id"] for row in rows]),
            # some aggregates have only the two letters of the bank
            "country": text_column([row["countryiso3code"] or row["country"]["id"] for row in rows]),
            "time_period": text_column([row["date"] for row in rows]),
            "value": floats([row["value"] for row in rows]),
            "status": text_column([row["obs_status"] or None for row in rows]),
        }
    )


def refuse(reply: Reply) -> str:
    """Why a reply is none: the bank sends its errors with status 200."""
    if match := re.search(rb"<wb:message[^>]*>([^<]*)<", reply.body[:2000]):
        return match[1].decode("utf-8", "replace").strip()[:200]
    try:
        answer = bounds.read_json(reply.body)
    except ValueError:
        return ""  # cut off or no JSON: parse says so
    said = _error(answer)
    return "" if _unknown(answer) else said


def _unknown(answer: Any) -> bool:
    """Whether an error answer says that a code of the question is none (any more)."""
    return bool(_error(answer)) and "Invalid value" in _error(answer)


def absent(table: Table, reply: Reply) -> str:
    """The indicator of a question that the bank does not have, has nothing of, or none of whose countries is declared.

    It says of an unknown code what it says of a country it does not know; the question names only countries it has.
    """
    match = re.search(r"/indicator/([^?&/]+)", urlsplit(reply.request.url).path)
    name = match[1] if match else "an indicator"
    answer = bounds.read_json(reply.body)
    if _unknown(answer):
        return f"{name}: {_error(answer)[:120]}"
    rows = answer[1]
    if not rows:
        return f"{name}: no rows"
    declared = {row.where.get("country") for row in table.series if row.where.get("indicator") == name}
    if declared and None not in declared and not declared & {row.get("countryiso3code") for row in rows}:
        return f"{name}: declared for none of these countries"
    return ""


def lacking(replies: Sequence[Reply], read: Sequence[pa.Table]) -> str:
    """Where the pages of an answer have fewer rows than its header says."""
    answers = [bounds.read_json(reply.body) for reply in replies]
    told, found = int(answers[0][0]["total"]), sum(len(rows or ()) for _, rows in answers)
    return "" if found == told else f"{found:,} rows, and the header says {told:,}"


def _error(answer: Any) -> str:
    """What an error answer says; "" where the answer is none."""
    if not isinstance(answer, list) or not answer or not isinstance(answer[0], dict):
        return "no answer of the form [header, rows]"
    if "message" in answer[0]:
        return "; ".join(f"{m.get('key')}: {m.get('value')}" for m in answer[0]["message"])
    return "" if len(answer) == 2 else "no answer of the form [header, rows]"


def following(reply: Reply) -> Request | None:
    """The next page, until the header's last."""
    if not _is_json(reply.body):
        return None  # a file given by hand
    header = bounds.read_json(reply.body)[0]
    if "message" in header:
        return None
    page = int(header["page"])
    if page >= int(header["pages"]):
        return None
    bare = re.sub(r"&page=\d+", "", reply.request.url)
    return Request(f"{bare}&page={page + 1}", accept=reply.request.accept)


def stamp(body: bytes) -> str:
    """Day the bank last updated the database."""
    if not _is_json(body):
        return worldbank_files.stamp(body)
    match = re.search(rb'"lastupdated"\s*:\s*"([^"]+)"', packed.beginning(body))
    return match[1].decode() if match else ""


def recognise(table: Table, name: str, body: bytes) -> bool:
    """Whether a file is an answer of the API, or a table of the web sites, with an indicator of the table."""
    if not _is_json(body):
        return worldbank_files.is_one(body, table.codes("indicator"))
    start = packed.beginning(body)
    if not start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"[") or b'"lastupdated"' not in start:
        return False
    match = re.search(rb'"indicator"\s*:\s*\{\s*"id"\s*:\s*"([^"]+)"', start)
    return match is not None and match[1].decode() in table.codes("indicator")


def _dataflow(table: Table) -> Feed:
    """A declared database as the harvest knows it."""
    return Feed(
        id=f"WB:{table.code}",
        **table.told(),
        measures=table.measures(),
        requests=partial(requests, table),
        parse=partial(parse, table),
        recognise=partial(recognise, table),
        stamp=stamp,
        following=following,
        refuse=refuse,
        absent=partial(absent, table),
        lacking=lacking,
        catalogue=table.offered,
        synthetic=table.code != "WDI",
    )


SOURCE = Source(
    id="worldbank",
    title="World Bank",
    url="https://data.worldbank.org",
    licence="CC BY 4.0",
    attribution="World Bank, World Development Indicators",
    ship="Y",
    hosts=("api.worldbank.org",),
    rate=2.0,
    cadence="WDI about monthly, filled in backwards without a version; WGI once a year",
    limits="1,500 characters between two slashes of an address, 4,000 in all",
    documentation=("https://datahelpdesk.worldbank.org/knowledgebase/articles/898581-api-basic-call-structures",),
    read="2026-11-28",
    dataflows=tuple(_dataflow(table) for table in series.declared("worldbank").values()),
)
