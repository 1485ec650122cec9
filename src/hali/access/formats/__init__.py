"""The wire formats of official statistics, each read into one kind of Arrow table.

Whatever the format, a table has one text column a dimension (lower case, dictionary-encoded), `time_period`, the float
column `value` (null = a gap) and the text column `status`; other attributes follow by name. Rows stand in the order of
the message and are neither merged nor dropped. The schema's metadata holds `dataflow` and `updated` where the message
names them. A message that is damaged or of an unknown form raises ValueError.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hali.access.formats import estat_tsv, jsonstat, sdmx_csv, sdmx_json, sdmx_ml
from hali.access.formats.packed import unpacked

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["kind", "read", "unpacked"]

_READERS = {
    "sdmx_csv": sdmx_csv.read,
    "estat_tsv": estat_tsv.read,
    "sdmx_ml": sdmx_ml.read,
    "sdmx_json": sdmx_json.read,
    "jsonstat": jsonstat.read,
}


def kind(body: bytes) -> str:
    """Format of a message by its content: `sdmx_csv`, `estat_tsv`, `sdmx_ml`, `sdmx_json`, `jsonstat`; "" for others.

    Args:
        body: the message, not packed.
    """
    start = body[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        return "sdmx_ml" if sdmx_ml.recognised(start) else ""
    if start.startswith((b"{", b"[")):
        if sdmx_json.recognised(body):
            return "sdmx_json"
        return "jsonstat" if jsonstat.recognised(body) else ""
    header = start.split(b"\n", 1)[0]
    if estat_tsv.recognised(header):
        return "estat_tsv"
    return "sdmx_csv" if sdmx_csv.recognised(header) else ""


def read(body: bytes) -> pa.Table:
    """The one table of a message in any of the formats, packed (gzip, zip) or not.

    Raises:
        ValueError: damaged, of none of the formats, or with several tables.
    """
    plain = unpacked(body)
    found = kind(plain)
    if not found:
        shown = plain[:60].decode("utf-8", "replace")
        raise ValueError(f"no SDMX-CSV, SDMX-ML, SDMX-JSON, JSON-stat or Eurostat TSV: it starts with {shown!r}")
    return _READERS[found](plain)
