"""CEPII BACI: yearly trade of all pairs by product, both reports of a flow reconciled and freight taken off.

A dataflow of its own, never mixed with reported flows. The whole zip of a classification is one file; `record.bulk`
keeps its products, this reader gives the total of each pair and year. Country codes are CEPII's own (251 is France).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import IO, Any

from hali.access import bounds
from hali.access.formats.packed import ZIP, beginning, unpacked
from hali.codelists import schemes
from hali.model.source import ROW, Feed, Reply, Request, Scope, Source, table

_BASE = "https://www.cepii.fr/DATA_DOWNLOAD/baci/data/"
_PAGE = "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37"
_ARCHIVE = re.compile(rb"BACI_HS92_V\d{6}[a-z]?")
_NAME = re.compile(r"BACI_HS\d{2}_Y(?P<year>\d{4})_V(?P<version>\d{6})[a-z]?\.csv")
_ROWS = 270_000_000
"""Rows of the archive of 1995 to 2024."""

_YEAR = 512 << 20
"""Bytes of a yearly file, unpacked: a fifth more rows than the largest."""
_HEADER = ["t", "i", "j", "k", "v", "q"]


def parse(body: bytes) -> Any:
    """Exports of each country to each other, all products, US dollars.

    Args:
        body: a yearly CSV, or the zip of a classification.

    Returns:
        Table with the columns ROW: reporter is the exporter, partner the importer, flow X. Codes that are no area of
        the record (states that are gone) are left out.

    Raises:
        ValueError: another header, a product twice in a flow, or a value that is no number.
        UnknownCode: a code CEPII does not have.
    """
    sums: dict[tuple[str, str, str], float] = {}
    for text in _files(body):
        for key, value in _year(text):
            sums[key] = sums.get(key, 0.0) + value
    return table(
        ROW,
        (
            ("trade_value", "A", *key, "X", "TOTAL", round(value * 1000, 3), "USD", "A")
            for key, value in sorted(sums.items())
        ),
    )


def _year(text: IO[bytes]) -> Iterator[tuple[tuple[str, str, str], float]]:
    """Year, exporter and importer with thousand dollars, from one yearly file."""
    import pyarrow as pa
    from pyarrow import compute as pc
    from pyarrow import csv

    header = text.readline(bounds.BLOCK).decode("utf-8-sig", errors="replace").strip().casefold()
    if [name.strip('" ') for name in header.split(",")] != _HEADER:
        raise ValueError(f"the header is {header[:60]!r}, not {','.join(_HEADER)}")
    code = pa.dictionary(pa.int32(), pa.string())
    kinds = {"t": code, "i": code, "j": code, "k": code, "v": pa.float64()}
    # the mass (`q`, often NA) is not read: totals are of value
    flows = csv.read_csv(
        text,
        read_options=csv.ReadOptions(column_names=_HEADER),
        convert_options=csv.ConvertOptions(column_types=kinds, include_columns=list(kinds), strings_can_be_null=False),
    ).unify_dictionaries()
    if flows["v"].null_count or not pc.all(pc.is_finite(flows["v"])).as_py():
        raise ValueError("a value that is no number")
    pairs = flows.group_by(["t", "i", "j"]).aggregate([("v", "sum"), ("k", "count"), ("k", "count_distinct")])
    for row in pairs.to_pylist():
        year, exporter, importer = (row[name].strip() for name in ("t", "i", "j"))
        if row["k_count"] != row["k_count_distinct"]:
            raise ValueError(f"a product is there twice in {year} from {exporter} to {importer}")
        if not re.fullmatch(r"(19|20)\d{2}", year):
            raise ValueError(f"year {year[:20]!r}")
        reporter, partner = schemes.area("BACI", exporter), schemes.area("BACI", importer)
        if reporter and partner:
            yield (year, reporter, partner), row["v_sum"]


def _files(body: bytes) -> Iterator[IO[bytes]]:
    """The yearly files of a zip, or the one the bytes are, as streams."""
    if not body.startswith(ZIP):
        yield io.BytesIO(unpacked(body, _YEAR))
        return
    with bounds.archive(body) as archive:
        files = [info for info in archive.infolist() if _NAME.fullmatch(info.filename.rsplit("/", 1)[-1])]
        if not files:
            raise ValueError("a zip without BACI_HS.._Y...._V.......csv")
        for info in sorted(files, key=lambda info: info.filename):
            yield io.BufferedReader(bounds.Stream(bounds.member(archive, info, _YEAR)), bounds.BLOCK)


def stamp(body: bytes) -> str:
    """The version of a zip, `2025-01`; "" of a file on its own, which has it in its name only."""
    if not body.startswith(ZIP):
        return ""
    with bounds.archive(body) as archive:
        named = [_NAME.fullmatch(name.rsplit("/", 1)[-1]) for name in archive.namelist()]
    versions = {match["version"] for match in named if match}
    if len(versions) != 1:
        raise ValueError(f"a zip of {len(versions)} versions")
    version = versions.pop()
    return f"{version[:4]}-{version[4:]}"


def recognise(name: str, body: bytes) -> bool:
    """Whether a file is a yearly CSV or the zip of a classification."""
    if body.startswith(ZIP):
        try:
            return bool(stamp(body))
        except ValueError:
            return False
    header = beginning(body).split(b"\n", 1)[0].decode("utf-8-sig", errors="replace").strip().casefold()
    return [column.strip('" ') for column in header.split(",")] == _HEADER


def requests(scope: Scope) -> list[Request]:
    """The page that names the newest version, whatever the scope: CEPII gives a classification whole."""
    return [Request(_PAGE, accept="text/html", rows=_ROWS)]


def following(reply: Reply) -> Request | None:
    """The newest archive of the longest classification that the page names."""
    if reply.request.url != _PAGE:
        return None
    named = sorted(set(_ARCHIVE.findall(reply.body)))
    return Request(f"{_BASE}{named[-1].decode()}.zip", rows=_ROWS) if named else None


def refuse(reply: Reply) -> str:
    """Why a reply is none: the page names no archive."""
    if reply.request.url != _PAGE or _ARCHIVE.search(reply.body):
        return ""
    return "the page names no BACI_HS92_V......zip: fetch the archive by hand, then `hali ingest baci FILE`"


SOURCE = Source(
    id="baci",
    title="CEPII, BACI",
    url=_PAGE,
    licence="Etalab 2.0",
    attribution="Source: CEPII, BACI (Gaulier and Zignago 2010)",
    ship="Y",
    hosts=("www.cepii.fr",),
    cadence="yearly, in January",
    limits="whole archives only, some 2 GB",
    documentation=(_PAGE,),
    read="2026-11-28",
    dataflows=(
        Feed(
            id="CEPII:BACI",
            title="Reconciled exports of each country to each other, from 1995",
            measures=("trade_value",),
            requests=requests,
            parse=parse,
            recognise=recognise,
            following=following,
            refuse=refuse,
            bulk="baci",
            chosen="CEPII:BACI_CHOSEN",
            stamp=stamp,
            rows=(1, 2_000_000),
            nature="compiled",
            lag_months=13,
            complete_partners=True,
            world="sum",
            may_sum=True,
            catalogue=False,
        ),
        Feed(
            id="CEPII:BACI_CHOSEN",
            title="Reconciled exports to and from chosen countries, by chapter",
            measures=("trade_value",),
            requests=lambda _: [],
            parse=parse,
            recognise=lambda *_: False,
            nature="compiled",
            lag_months=13,
            world="row",
            may_sum=True,
            catalogue=False,
        ),
    ),
)
"""BACI; a download of 2 GB, so only on demand. The second table is what `hali ingest --partner` keeps of the file."""
