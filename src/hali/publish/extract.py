"""A set of readings on its way to a file: what is written, and what a reader of the file has to know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hali.publish.citations import Citation

if TYPE_CHECKING:
    import pyarrow as pa

WRITTEN = datetime(1980, 1, 1)  # noqa: DTZ001 - the formats hold a time without a zone
"""Time of writing in every file: the earliest a ZIP can hold, so that the same numbers are the same bytes."""

COLUMNS: Mapping[str, str] = {
    "reading": "permanent id of the number; `hali explain ID` prints every observation behind it",
    "measure": "what is counted",
    "reporter": "area whose statistics say so",
    "partner": "the other area; WLD is the world, _Z none",
    "flow": "X exports, M imports, T both together, B exports less imports, _Z none",
    "scope": "goods, services, both, or _Z",
    "product": "TOTAL, HS:27 (chapter of the Harmonized System), another product or _Z",
    "period": "SDMX time period: 2021, 2021-03, 2022-01-01/P9M",
    "base": "period compared with, or first period of a cumulated sum; else _Z",
    "unit": "unit of value and granule, not scaled: 24 billion euro is 24000000000 EUR",
    "rate": "reported: the publisher's own currency; annual_mean: converted at the mean rate of the year; else _Z",
    "variant": "which of several concepts of the measure; _Z if there is one",
    "method": "table: as the publisher prints it; printed: a bloc's row of a national table; sum: added up by hali",
    "denominator": "what a share is a share of; else _Z",
    "dataflow": "publisher and table",
    "vintage": "day, month or year of publication of the newest observation used",
    "indicator": "the formula it was computed with; `hali pillars` prints it",
    "value": "the number, in `unit`, unrounded",
    "start": "first day of the period",
    "end": "first day after the period",
    "known": "first day on which every observation used was published",
    "status": "A: from tables; B: at a break in the series; Q: quoted second-hand",
    "granule": "of a quoted figure, the step it was rounded to, in `unit`; 0 for exact tables",
    "missing": "members of a bloc without a value, so that the sum is partial",
    "caveats": "codes of what a reader must know, explained below",
    "sources": "table and vintage of every observation used",
    "origins": "ids of the publications it rests on, listed below",
    "producers": "who published them",
    "licences": "under what terms",
    "default": "whether it is the one of its number, of those listed, that is taken where no definition is asked for",
}
"""What each column of an export holds."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code that occurs in an export, in words."""

    column: str
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One series of an export: readings that differ in nothing but period and vintage.

    Attributes:
        fields: the columns they have in common, by name.
        words: what they count, in words.
        readings: how many there are.
        first, last: first and last period.
    """

    fields: Mapping[str, str]
    words: str
    readings: int
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """Readings and what is to be said of them.

    Attributes:
        command: the command that gives the same numbers again.
        record: id of the record.
        as_of: ISO day the record is seen as of.
        version: program and version.
        rows: how many readings.
        schema: names and types of COLUMNS.
        batches: the readings, some at a time.
        codes: the codes that occur, in words.
        lines: the series, in words.
        citations: the publications the readings rest on.
    """

    command: str
    record: str
    as_of: str
    version: str
    rows: int
    schema: pa.Schema
    batches: Callable[[], Iterator[pa.RecordBatch]]
    codes: Callable[[], tuple[Code, ...]]
    lines: Callable[[], tuple[Line, ...]]
    citations: tuple[Citation, ...]
