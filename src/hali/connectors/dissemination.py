"""Eurostat's dissemination service, which `eurostat` and `comext` share: SDMX-CSV, at once or later.

A question is parted until it is answered at once. One that is answered later nevertheless (the publisher's load counts,
too) has a number as reply, or a page where the file will lie, and `following` asks there; one that is refused as too
large is parted further.
"""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import hali.access.formats as formats
from hali.access.formats import packed, sdmx_csv, sdmx_ml
from hali.access.formats.columns import stated
from hali.connectors import series
from hali.connectors.series import Table
from hali.model.source import Feed, Reply, Request, Scope

__all__ = ["DOCUMENTATION", "LIMITS", "READ", "dataflow"]

_GUIDE = "https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access/api-detailed-guidelines"
DOCUMENTATION = (f"{_GUIDE}/sdmx3-0/data-query", f"{_GUIDE}/asynchronous-api")
READ = "2026-11-28"
LIMITS = "500,000 cells of a question at once, 5,000,000 later, more not at all; fewer for who has asked much"

_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_QUEUE = re.compile(rb"\b(SUBMITTED|PROCESSING|AVAILABLE|EXPIRED|UNKNOWN_REQUEST|ERROR)\b")
_WAITING = {b"SUBMITTED", b"PROCESSING", b"AVAILABLE"}
_WARNING = re.compile(rb'\s*\{\s*"warning"\s*:.*?"status"\s*:\s*"?(\d+)', re.DOTALL)
_LATER = (b"ASYNCHRONOUS_RESPONSE", b"DATA_NOT_YET_AVAILABLE")
"""Words of a reply that give no number: the same question is answered later."""

_FAULT = re.compile(rb"<faultstring[^>]*>([^<]*)<")
_UPDATED_JSON = re.compile(rb'"updated"\s*:\s*"([^"]+)"')
_EXTRACTED = re.compile(rb"<[\w:]*Extracted>([^<]+)<")


CELLS = 500_000
"""Cells up to which a question is answered at once; up to ten times as many later, beyond not at all."""

Codes = dict[str, list[str]]
"""The codes a question names, by dimension; all of those it does not name."""


def _codes(table: Table, scope: Scope) -> Codes:
    """The codes that cover a scope.

    Raises:
        LookupError: a dimension has none, or the table none of the years.
    """
    found = {name: table.codes(name) for name in table.dimensions if table.codes(name)}
    if table.product:
        found[table.product] = ["TOTAL", *(f"{chapter:02}" for chapter in range(1, 98) if chapter != 77)]
    if scope.reporters and table.reporter:
        codes = series.area_codes(table.scheme, scope.reporters)
        listed = [code for code in codes if not table.reporters or code in table.reporters]
        # without one of its reporters a question has no answer, whatever is always asked for
        found[table.reporter] = [*listed, *(table.also if listed else ())]
    if table.partner and (scope.partners or not table.bilateral):
        asked = series.area_codes(table.scheme, scope.partners) if table.bilateral else []
        found[table.partner] = list(dict.fromkeys([*asked, *table.world]))
    if empty := [name for name, codes in found.items() if not codes]:
        raise LookupError(empty[0])
    if scope.last and int(scope.last[:4]) < table.first_year:
        raise LookupError("time_period")
    return found


def _request(base: str, table: Table, codes: Codes, first: str, last: str) -> Request:
    """A question in Eurostat's SDMX 3.0 service, filters named, so that no order of dimensions matters."""
    query = {f"c[{name}]": ",".join(listed) for name, listed in codes.items()}
    bounds = ("ge", table.as_asked(first)), ("le", table.as_asked(last))
    if span := "+".join(f"{sign}:{bound}" for sign, bound in bounds if bound):
        query["c[TIME_PERIOD]"] = span
    query |= {"format": "csvdata", "formatVersion": "2.0"}
    path = f"{base}/sdmx/3.0/data/dataflow/ESTAT/{quote(table.code)}/1.0"
    cells = table.cells([len(codes.get(name, ())) for name in table.dimensions if name != "freq"], first, last)
    return Request(f"{path}?{urlencode(query, safe=',:', quote_via=quote)}", rows=cells)


def requests(base: str, table: Table, scope: Scope) -> list[Request]:
    """The messages that cover a scope, each so small that it is answered at once; none where there is nothing of it."""
    try:
        waiting = [_codes(table, scope)]
    except LookupError:
        return []
    found = []
    while waiting:
        codes = waiting.pop(0)
        asked = _request(base, table, codes, scope.first, scope.last)
        halves = _halves(table, codes) if asked.rows > CELLS else []
        waiting = [*halves, *waiting]
        if not halves:
            found.append(asked)
    return found


def _halves(table: Table, codes: Codes) -> list[Codes]:
    """The codes of a question in two parts: of its reporters, then products, partners and what else it names.

    What is always asked for stays with each part; none where there is nothing to part.
    """
    codes = {table.reporter: list(table.reporters)} | codes if table.reporters else codes
    for name in dict.fromkeys([table.reporter, table.product, table.partner, *codes]):
        kept = {table.partner: table.world, table.reporter: table.also}.get(name, ())
        always = [code for code in codes.get(name, ()) if code in kept]
        listed = [code for code in codes.get(name, ()) if code not in always]
        if len(listed) > 1:
            half = len(listed) // 2
            return [codes | {name: [*part, *always]} for part in (listed[:half], listed[half:])]
    return []


def narrower(base: str, table: Table, reply: Reply) -> list[Request]:
    """Two questions instead of one that was too large."""
    if reply.status != 413:
        body = packed.unpacked(reply.body[:20_000]) if len(reply.body) < 20_000 else b""
        if not (_WARNING.match(body) or _FAULT.search(body)) or b"TOO_BIG" not in body:
            return []
    query = dict(parse_qsl(urlsplit(reply.request.url).query))
    codes = {name: query[f"c[{name}]"].split(",") for name in table.dimensions if f"c[{name}]" in query}
    span = dict(part.split(":") for part in re.findall(r"[gl]e:[^+ ]+", query.get("c[TIME_PERIOD]", "")))
    return [_request(base, table, part, span.get("ge", ""), span.get("le", "")) for part in _halves(table, codes)]


def parse(table: Table, body: bytes) -> object:
    """Rows of a declared table in any of Eurostat's formats; a reply that only says "later" has none.

    Raises:
        ValueError: damaged, of another table, or with an unknown flag or period.
        KeyError: a dimension is missing or new.
    """
    plain = packed.unpacked(body)
    if _deferred(plain):
        return series.empty()
    message = formats.read(plain)
    named = stated(message, "dataflow")
    if named and table.code.lower() not in named.lower():
        raise ValueError(f"a message of {named}, not of {table.code}")
    return series.rows(message, table)


def refuse(reply: Reply) -> str:
    """Why a reply is none: a warning or fault, an expired request, a cube without cells; "" for data and "later"."""
    body = packed.unpacked(reply.body)
    if _not_yet(body):
        return ""
    if match := _WARNING.match(body):
        return f"status {match[1].decode()} in the form of data: the question is too large at once; narrow it"
    if match := re.match(rb'\s*\{\s*"error"\s*:\s*(.{0,200})', body, re.DOTALL):
        return f"an error in the form of data: {match[1].decode('utf-8', 'replace')}"
    if match := _FAULT.search(body[:20_000]):
        return f"an error in the form of data: {' '.join(match[1].decode('utf-8', 'replace').split())[:200]}"
    if re.search(rb'"value"\s*:\s*(\{\s*\}|\[\s*\])', body[:1_000_000]) and body.lstrip().startswith(b"{"):
        return "a cube without cells: a code does not go with its dimension"
    state = _queue(body)
    if state and state not in _WAITING:
        return f"the request that was to be answered later is {state.decode().lower()}"
    if b":Footer>" in body[:5000] and b"DataSet>" not in body and not _deferred(body):
        return f"only a footer: {' '.join(sdmx_ml.footer(body)[1])[:200]}"
    return ""


def following(reply: Reply) -> Request | None:
    """Where the answer to a question that takes longer will be: the state of the request, then its file."""
    body = packed.unpacked(reply.body)
    if _not_yet(body):
        return reply.request
    if state := _queue(body):
        number = _UUID.search(body)
        if number is None or state not in _WAITING:
            return None
        step = "data" if state == b"AVAILABLE" else "status"
        base = reply.request.url.split("/sdmx/")[0].split("/1.0/async/")[0]
        return Request(f"{base}/1.0/async/{step}/{number[0].decode()}")
    where = _file(body)
    return Request(where) if where else None


def stamp(body: bytes) -> str:
    """When Eurostat says the data were last updated; "" where the format does not say."""
    plain = packed.unpacked(body)
    header = packed.first_line(plain)
    if b"LAST UPDATE" in header:
        first = packed.first_line(plain[len(header) + 1 : len(header) + 65_536])
        return stated(sdmx_csv.read(header + b"\n" + first + b"\n"), "updated")
    for form in (_UPDATED_JSON, _EXTRACTED):
        if match := form.search(plain):
            return match[1].decode()
    return ""


def recognise(table: Table, name: str, body: bytes) -> bool:
    """Whether a file is of a table: the message names it, or, in TSV, the dimensions and the file name are its own."""
    start = packed.beginning(body)
    code = re.escape(table.code.encode())
    match formats.kind(start):
        case "sdmx_csv" | "sdmx_ml":
            return bool(re.search(rb"(?i)(?<![\w-])" + code + rb"(?![\w-])", start[:8192]))
        case "estat_tsv":
            corner = start.split(b"\t", 1)[0].split(b"\\")[0].decode("utf-8-sig").split(",")
            named = re.search(rf"(?i)(?<![a-z0-9]){re.escape(table.code)}(?![a-z0-9])", name)
            return set(corner) == set(table.dimensions) and named is not None
        case "jsonstat":
            return bool(re.search(rb'(?i)"id"\s*:\s*"' + code + rb'"', body))
    return False


def _queue(body: bytes) -> bytes:
    """State of a request that is answered later, from the reply to it or to a question for its state; b"" if none."""
    if len(body) > 20_000 or not _UUID.search(body) or b"DataSet" in body or b"OBS_VALUE" in body:
        return b""
    match = _QUEUE.search(body)
    if not match and (_UUID.fullmatch(body.strip(b'"\xef\xbb\xbf \t\r\n')) or b"queued>" in body):
        return b"SUBMITTED"  # the bare number
    return match[1] if match else b""


def _not_yet(body: bytes) -> bool:
    """Whether a reply says that the same question is answered later."""
    return len(body) < 20_000 and any(word in body for word in _LATER)


def _file(body: bytes) -> str:
    """Address of the file a footer announces; "" where there is none."""
    if b"Footer>" not in body[:5000] or b'code="413"' not in body:
        return ""
    for text in sdmx_ml.footer(body)[1]:
        if match := re.fullmatch(r"https?://(\S+)", text):
            return f"https://{match[1]}"
    return ""


def _deferred(body: bytes) -> bool:
    """Whether a reply only says where the answer will be."""
    return _not_yet(body) or _queue(body) in _WAITING or bool(_file(body))


def dataflow(base: str, table: Table, id: str) -> Feed:
    """A declared table as the harvest knows it."""
    return Feed(
        id=id,
        **table.told(),
        measures=table.measures(),
        requests=partial(requests, base, table),
        parse=partial(parse, table),
        recognise=partial(recognise, table),
        stamp=stamp,
        following=following,
        refuse=refuse,
        narrower=partial(narrower, base, table),
        lacking=partial(series.lacking, table),
        uncounted=True,
        catalogue=table.offered,
    )
