"""Comext, the detailed goods trade of the EU and its members: Eurostat's API under another base, and its monthly files.

Greece is GR here, the United Kingdom GB; QP to QZ and the like are confidential or unallocated and never a country.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

from hali.access import bounds, seven
from hali.access.formats import packed
from hali.codelists import schemes
from hali.connectors import series
from hali.connectors.dissemination import DOCUMENTATION, LIMITS, READ, dataflow
from hali.model.source import ROW, Feed, Reply, Request, Scope, Source

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["COLUMNS", "NO_GOODS", "SOURCE"]

_BASE = "https://ec.europa.eu/eurostat/api/comext/dissemination"
_FILES = "https://ec.europa.eu/eurostat/api/dissemination/files?file="

COLUMNS = (
    "REPORTER",
    "PARTNER",
    "TRADE_TYPE",
    "PRODUCT_NC",
    "PRODUCT_SITC",
    "PRODUCT_CPA21",
    "PRODUCT_CPA22",
    "PRODUCT_BEC",
    "PRODUCT_BEC5",
    "PRODUCT_SECTION",
    "FLOW",
    "STAT_PROCEDURE",
    "SUPPL_UNIT",
    "PERIOD",
    "VALUE_EUR",
    "VALUE_NAC",
    "QUANTITY_KG",
    "QUANTITY_SUPPL_UNIT",
)
"""Columns of a monthly file, in order. Codes are text: 01012100 has a leading zero, 99RRR100 letters."""

OLDER = MappingProxyType(
    {
        "DECLARANT_ISO": "REPORTER",
        "PARTNER_ISO": "PARTNER",
        "STAT_REGIME": "STAT_PROCEDURE",
        "SUPP_UNIT": "SUPPL_UNIT",
        "VALUE_IN_EUROS": "VALUE_EUR",
        "QUANTITY_IN_KG": "QUANTITY_KG",
        "SUP_QUANTITY": "QUANTITY_SUPPL_UNIT",
    }
)
"""Names of columns in the files of the history -> those of today; its DECLARANT and PARTNER are numbers beside them."""

_DELAY = timedelta(days=50)
"""From the end of a month to its file: it comes about the middle of the next month but one."""

NO_GOODS = frozenset({"77", "98", "99"})
"""First digits of products that are in no chapter of goods: kept free, whole plants, goods kept secret."""

_MONTH_ROWS = 5_000_000
"""Rows of a monthly file; that of December 2025 has 4,902,194."""

_SUMS = 5_000_000
"""Sums of a monthly file: 28 reporters, 250 partners, 98 chapters and two flows make a quarter of it."""
_NEEDED = ("REPORTER", "PARTNER", "PRODUCT_NC", "FLOW", "PERIOD", "VALUE_EUR")
_FLOWS = {"1": "M", "2": "X"}


def month_requests(scope: Scope) -> list[Request]:
    """One file a month from the first to the last of a scope; without bounds, the twelve newest that should be out."""
    out = datetime.now(UTC) - _DELAY
    newest = out.year * 12 + out.month - 2  # the last month that had ended then
    first = _month(scope.first, 0) if scope.first else newest - 11
    last = _month(scope.last, 11) if scope.last else newest
    names = [f"comext/COMEXT_DATA/PRODUCTS/full_v2_{at // 12}{at % 12 + 1:02}.7z" for at in range(first, last + 1)]
    return [Request(f"{_FILES}{quote(name, safe='')}", rows=_MONTH_ROWS) for name in names]


def _month(period: str, within: int) -> int:
    """Number of a month counted from year 0; `within` for a period that is a year."""
    year, _, month = period.partition("-")
    return int(year) * 12 + (int(month) - 1 if month else within)


def parse_month(body: bytes) -> pa.Table:
    """Chapters of the Harmonised System and all goods by pair and flow, from a monthly file (7z or the text in it).

    All goods are the file's own row TOTAL; a chapter is the sum of its products over procedures and types of trade.
    Partners that are no country are left out. A file of a whole year (`YYYY52`) gives the year.

    Raises:
        ValueError: damaged, or other columns than `COLUMNS`.
        UnknownCode: a country the scheme does not know.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    with _opened(body) as text:
        sums = _sums(text)

    def area(code: str) -> str:
        return schemes.area("COMEXT", code)

    columns = {
        "reporter": _translated(sums["REPORTER"], area),
        "partner": _translated(sums["PARTNER"], area),
        "flow": _translated(sums["FLOW"], _flow),
        "period": _translated(sums["PERIOD"], _period),
        "freq": _translated(sums["PERIOD"], lambda written: series.frequency(_period(written))),
        "product": sums["chapter"],
        "value": sums["VALUE_EUR"],
    }
    columns = {name: c.cast(pa.float64() if name == "value" else pa.string()) for name, c in columns.items()}
    fixed = {"measure": "trade_value", "unit": "EUR", "status": "A"}
    table = pa.table({n: columns[n] if n in columns else pa.repeat(fixed[n], sums.num_rows) for n in ROW})
    kept = (pc.not_equal(table[name], "") for name in ("reporter", "partner", "product"))
    return table.filter(pc.and_(next(kept), pc.and_(next(kept), next(kept))))


def _translated(column: pa.ChunkedArray, translate: Callable[[str], str]) -> pa.DictionaryArray:
    """A column of codes in our words, each code translated once.

    Raises:
        ValueError: a cell is empty.
    """
    import pyarrow as pa

    encoded = column.combine_chunks()
    if not pa.types.is_dictionary(encoded.type):
        encoded = encoded.dictionary_encode()
    if encoded.null_count:
        raise ValueError("a row without reporter, partner, product, flow or period")
    words = pa.array([translate(code) for code in encoded.dictionary.to_pylist()], pa.string()).dictionary_encode()
    return pa.DictionaryArray.from_arrays(words.indices.take(encoded.indices), words.dictionary)


def _chapter(product: str) -> str:
    """Our product of the chapter of a code of the nomenclature; "" for those that are no chapter of goods."""
    chapter = product if product == "TOTAL" else product[:2]
    return "" if chapter in NO_GOODS else series.product(chapter)


def _flow(code: str) -> str:
    if code not in _FLOWS:
        raise ValueError(f"unknown flow {code!r}")
    return _FLOWS[code]


def _period(written: str) -> str:
    """`202512` -> `2025-12`, `202552`, the whole year -> `2025`."""
    year, month = written[:4], written[4:]
    return year if month == "52" else series.period(f"{year}-{month}")


@contextmanager
def _opened(body: bytes) -> Iterator[IO[bytes]]:
    """The text of a monthly file as a stream; the name inside a 7z differs from the archive's."""
    if body.startswith(packed.GZIP):
        yield io.BytesIO(packed.unpacked(body))
    elif body.startswith(packed.ZIP):
        with bounds.archive(body) as archive:
            files = [info for info in archive.infolist() if not info.is_dir()]
            if len(files) != 1:
                raise ValueError(f"a zip of {len(files)} files; one was expected")
            yield io.BufferedReader(bounds.Stream(bounds.member(archive, files[0], bounds.FILE)), bounds.BLOCK)
    elif body.startswith(seven.SIGNATURE):
        with (
            tempfile.TemporaryDirectory() as folder,
            seven.unpacked(io.BytesIO(body), len(body), Path(folder)).open("rb") as text,
        ):
            yield text
    else:
        yield io.BytesIO(body)


def _sums(text: IO[bytes]) -> pa.Table:
    """Values of a monthly file by reporter, partner, flow, period and chapter, added up as the file is read."""
    import pyarrow as pa
    from pyarrow import csv

    key = ["REPORTER", "PARTNER", "FLOW", "PERIOD", "chapter"]
    coded = pa.dictionary(pa.int32(), pa.string())
    reader = csv.open_csv(
        text,
        read_options=csv.ReadOptions(column_names=_names(text.readline(bounds.BLOCK)), block_size=8 * bounds.BLOCK),
        convert_options=csv.ConvertOptions(
            column_types=dict.fromkeys(_NEEDED[:-1], pa.string()) | {_NEEDED[-1]: pa.float64()},
            include_columns=list(_NEEDED),
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    schema = pa.schema({**dict.fromkeys(key, pa.string()), "VALUE_EUR": pa.float64()})
    sums = schema.empty_table()
    for batch in reader:
        cells = pa.table(batch)
        if cells[_NEEDED[-1]].null_count:
            raise ValueError("a row without value")
        chapters = _translated(cells["PRODUCT_NC"].cast(coded), _chapter).cast(pa.string())
        part = cells.append_column("chapter", chapters).select(schema.names)
        added = pa.concat_tables([sums, part]).group_by(key).aggregate([("VALUE_EUR", "sum")])
        sums = added.rename_columns([*(n for n in added.column_names if n in key), "VALUE_EUR"]).select(schema.names)
        if sums.num_rows > _SUMS:
            raise bounds.TooMuch(f"more than {_SUMS:,} sums of reporter, partner, flow and chapter")
    return sums


def _names(text: bytes) -> list[str]:
    """Columns of a monthly file in order: today's, or those of the history under the names of today.

    Raises:
        ValueError: neither.
    """
    bounds.check_line(packed.first_line(text))
    header = packed.first_line(text).decode("utf-8-sig", errors="replace").strip()
    written = [name.strip('" ').upper() for name in header.split(",")]
    if tuple(written) == COLUMNS:
        return written
    names = [f"{name}_NUMBER" if name == "PARTNER" and "PARTNER_ISO" in written else name for name in written]
    names = [OLDER.get(name, name) for name in names]
    if "PARTNER_ISO" not in written or not {*_NEEDED, "PERIOD"} <= set(names) or len(set(names)) < len(names):
        raise ValueError(f"not the columns of a monthly Comext file: {header[:100]!r}")
    return names


def recognise_month(name: str, body: bytes) -> bool:
    """Whether a file is a monthly file: its columns, or a 7z of its name."""
    if body.startswith(seven.SIGNATURE):
        return bool(re.search(r"full(_v2)?_\d{6}\.7z$", name))
    try:
        return bool(_names(packed.beginning(body)))
    except ValueError:
        return False


def _refuse_page(reply: Reply) -> str:
    """Why a reply is no monthly file."""
    known = reply.body.startswith(seven.SIGNATURE) or recognise_month("", reply.body)
    return "" if known else "no 7z file: there is none for this month"


_TABLES = series.declared("comext")

_MONTHS = Feed(
    id="ESTAT:COMEXT_MONTHS",
    title="Goods trade of EU members by partner and chapter, from the monthly files",
    measures=("trade_value",),
    requests=month_requests,
    parse=parse_month,
    recognise=recognise_month,
    refuse=_refuse_page,
    rows=(1000, 5_000_000),
    monthly_slices=True,
    bulk="comext",
    complete_partners=True,
    world="sum",
    may_sum=True,
    catalogue=False,
)

SOURCE = Source(
    id="comext",
    title="Eurostat, Comext",
    url="https://ec.europa.eu/eurostat/comext/newxtweb/",
    licence="CC BY 4.0",
    attribution="Eurostat, Comext {dataset}, {date}; own calculation",
    ship="Y",
    hosts=("ec.europa.eu",),
    rate=1.0,
    cadence="monthly, about the middle of the month",
    covers="EU",
    limits=LIMITS,
    documentation=(
        *DOCUMENTATION,
        "https://wikis.ec.europa.eu/display/EUROSTATHELP/API+Statistics+-+data+query",
    ),
    read=READ,
    dataflows=(
        *(replace(dataflow(_BASE, t, f"ESTAT:{t.code}"), rows=(1, 2_000_000)) for t in _TABLES.values()),
        _MONTHS,
    ),
)
