"""A source: one publisher, its tables, how each is asked for and how its answer is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from hali.model.dataflow import Dataflow, Ship

ROW: tuple[str, ...] = (
    "measure",
    "freq",
    "period",
    "reporter",
    "partner",
    "flow",
    "product",
    "value",
    "unit",
    "status",
)
"""Columns of the Arrow table a `parse` returns: codes of ours as text, `value` a float in base units.

`dataflow`, `vintage` and `origin` are added by the harvest, which knows when and from where the bytes came.
"""

PAGE: tuple[str, ...] = ("vintage", "producer", "page", "url", "published", "licence", "attribution", "note")
"""Columns beside ROW or EVENT where every row has a page of its own: the harvest makes one `Origin` of each page.

`page` is its title.
"""

VOTE: tuple[str, ...] = ("rcid", "resolution", "date", "issues", "area", "vote")
"""Columns of a table of roll calls, one row a vote cast: `Y`, `N` or `A`; who was absent has no row.

`rcid` is a whole number, `date` a day (null where the file has none), `issues` a list of tags, the rest text.
"""

EVENT: tuple[str, ...] = ("date", "kind", "action", "subject", "parties", "title", "pillar", "status")
"""Columns of a table of dated events, the fields of `model.observation.Event`; `parties` is a list of area codes."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked of a publisher, in codes of ours.

    Attributes:
        reporters: areas whose statistics are wanted; empty = every one the table has.
        partners: the other areas; empty = every one the table has.
        first: first period, SDMX; "" = from the beginning.
        last: last period, SDMX; "" = to the newest.
    """

    reporters: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One message to a publisher. A key never stands in it: `access.http` adds it from the environment.

    Attributes:
        url: full address with its query.
        accept: media type asked for, "" = any.
        method: GET, or POST with `body`.
        body: what is posted.
        rows: rows its answer has at most, as far as the question tells; 0 = not known. For estimates only.
    """

    url: str
    accept: str = ""
    method: str = "GET"
    body: bytes = b""
    rows: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer as it came.

    Attributes:
        request: what was asked.
        status: HTTP status; 200 for a file given by hand.
        headers: header name in lower case -> value.
        body: the bytes, content encoding (gzip ...) removed.
    """

    request: Request
    status: int
    headers: Mapping[str, str]
    body: bytes


_TYPES: Mapping[str, str] = MappingProxyType({"value": "double", "rcid": "int64", "date": "date32"})
_LISTS = frozenset({"issues", "parties"})


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Any:
    """Rows as an Arrow table with these columns, typed as ROW, PAGE, VOTE and EVENT say.

    Args:
        columns: names; in a table of roll calls `date` holds days, in one of events text.
        rows: one value for each column.
    """
    import pyarrow as pa

    kinds = {name: pa.type_for_alias(_TYPES.get(name, "string")) for name in columns}
    kinds |= {name: pa.list_(pa.string()) for name in columns if name in _LISTS}
    if "rcid" not in columns and "date" in columns:
        kinds["date"] = pa.string()
    listed = list(rows)
    return pa.table({name: pa.array([row[at] for row in listed], kinds[name]) for at, name in enumerate(columns)})


def together(tables: Sequence[Any]) -> Any:
    """The Arrow tables of several messages as one, row after row."""
    import pyarrow as pa

    return pa.concat_tables(tables)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed(Dataflow):
    """A dataflow that can be harvested: how it is asked for and how the answers are read.

    `kind` says what `parse` returns: ROW; ROW and PAGE (`paged`); VOTE; EVENT and PAGE.

    Attributes:
        measures: ids (or `id.variant`) of the measures its rows hold.
        requests: the messages that cover a scope, each one a slice of the table.
        parse: bytes -> Arrow table with the columns `kind` names. Pure and strict: no clock, no network, no defaults;
            raises KeyError or ValueError for a form it does not know, which the harvest reports as `SourceChanged`.
        recognise: whether bytes of a file (with its name) are an answer of this table; for `hali ingest`.
        combine: one table of the tables of all messages of a slice; where values are means, not row after row.
        dated_by_name: the period a file's name or address gives, SDMX, or ""; it stands in for a period that `parse`
            leaves empty because the bytes do not say it.
        bulk: layout by which `record.bulk` keeps the whole file as product-level Parquet; "" = no such file. `parse`
            then gives what the record takes of it, totals or chapters.
        chosen: where `parse` gives totals only and the chapters come from the stored slices: id of the table of the
            same source with the rows of chosen partners, in which a partner who is not there is no zero; else "".
        stamp: the publisher's own change mark in the bytes, an ISO date or text; "" = none.
        following: the next message an answer asks for (further page, deferred file), or None.
        refuse: why an answer with status 200 is none (empty, cut off at a cap, an error in disguise), or "".
        narrower: smaller questions to ask instead of one whose answer was cut off at a cap or refused as too large;
            they make one slice, that of the question. Empty where the answer is none of that, or the question is
            as small as can be.
        absent: what the question names and the table does not have, by name, or ""; such a question is skipped, and
            the table fails only where all of them are.
        lacking: what the answers to a question, with the tables read from them, lack of what they must have (as many
            rows as they say, the total that was asked for with its parts), or ""; such answers are cut off. Files given
            by hand may lack it.
        uncounted: nothing in an answer says how many rows it has: a first one, and one that has lost rows, is asked for
            twice.
        rows: fewest and most rows of one answer; fewer stop the harvest, more are named.
        may_be_empty: an answer without rows is a fact, not a failure.
        monthly_slices: a slice is a month of its own (bulk files), not the whole scope.
        catalogue: whether `hali update` asks for it unless told otherwise.
        synthetic: no real message of it was at hand; its tests use one made after the publisher's documentation.
    """

    measures: tuple[str, ...]
    requests: Callable[[Scope], list[Request]]
    parse: Callable[[bytes], Any]
    recognise: Callable[[str, bytes], bool]
    combine: Callable[[Sequence[Any]], Any] = together
    dated_by_name: Callable[[str], str] = field(default=lambda _: "")
    bulk: str = ""
    chosen: str = ""
    stamp: Callable[[bytes], str] = field(default=lambda _: "")
    following: Callable[[Reply], Request | None] = field(default=lambda _: None)
    refuse: Callable[[Reply], str] = field(default=lambda _: "")
    narrower: Callable[[Reply], list[Request]] = field(default=lambda _: [])
    absent: Callable[[Reply], str] = field(default=lambda _: "")
    lacking: Callable[[Sequence[Reply], Sequence[Any]], str] = field(default=lambda *_: "")
    uncounted: bool = False
    rows: tuple[int, int] = (1, 10_000_000)
    may_be_empty: bool = False
    monthly_slices: bool = False
    catalogue: bool = True
    synthetic: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """One publisher.

    Attributes:
        id: short name, `eurostat`; the name of its module in `hali.connectors`.
        title: full name.
        url: home page of its data.
        licence: terms, short (`CC BY 4.0`).
        attribution: how it wants to be named.
        ship: see `Ship`.
        hosts: hosts its messages may go to; a redirect elsewhere is refused.
        rate: messages a second.
        daily: messages a day; 0 = no limit.
        key_env: environment variable with the key; "" = none needed.
        key_header: header the key is sent in.
        automated: False where its terms forbid robots or its files have no lasting address: `hali ingest` only.
        cadence: how often it publishes, in words.
        covers: the area, a country or bloc, whose statistics alone it publishes; empty = of many.
        dataflows: its tables.
        limits: how much it gives at once and in a time, in words.
        documentation: pages of the publisher, or of whoever describes it, that the requests follow.
        read: day those pages were read, ISO; "" where there is none to follow.
        undeclared: the table of a file given by hand that is none of them, from its name and content; None = no other.
    """

    id: str
    title: str
    url: str
    licence: str
    attribution: str
    ship: Ship
    hosts: tuple[str, ...]
    dataflows: tuple[Feed, ...]
    rate: float = 1.0
    daily: int = 0
    key_env: str = ""
    key_header: str = ""
    automated: bool = True
    cadence: str = ""
    covers: str = ""
    limits: str = ""
    documentation: tuple[str, ...] = ()
    read: str = ""
    undeclared: Callable[[str, bytes], Feed | None] = field(default=lambda *_: None)
