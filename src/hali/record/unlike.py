"""What a file is that no table of its publisher takes, in words that say what to give instead."""

from __future__ import annotations

import re

from hali.access import bounds
from hali.access.formats import packed, sheets
from hali.connectors import sources, worldbank_files
from hali.model.source import Source

_FORMS = (
    (b"%PDF-", "a PDF, which holds pages and no table"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "rich text"),
    (b"Rar!", "packed as RAR; unpack it and give what is in it"),
    (b"7z\xbc\xaf", "packed as 7z; unpack it and give what is in it"),
    (b"PAR1", "a Parquet file; give the CSV"),
    (b"SQLite format 3", "a database; give the CSV"),
)
_XML = (
    (rb"<(?:\w+:)?Structure[\s>]", "an SDMX structure, which has codes and no values; choose the data"),
    (rb"<Root[^>]*>\s*<data>", "the XML of the World Bank; choose CSV"),
    (rb"UtilityData|CrossSectionalData", "SDMX-ML 2.0 in a form that is not read; choose generic or compact data"),
)
_TEXT = (
    (rb'^"?(?:Country Code|TableName)"?,', "metadata of countries; give the file of values, `API_..._DS2_...csv`"),
    (rb'^"?(?:INDICATOR_CODE|Series Code)"?,', "metadata of indicators; give the file of values, `API_..._DS2_...csv`"),
    (rb"^Date, ", "the rates of one day; give the history, `eurofxref-hist`"),
    (rb"^version https://git-lfs", "a pointer to a file kept elsewhere; fetch the file itself"),
)


def why(source: Source, name: str, data: bytes) -> str:
    """What a file is, as far as its first bytes say; "" where they do not.

    Args:
        source: the publisher it was given as a file of.
        name: its name.
        data: its content, not packed with gzip.
    """
    start = data[:65_536].lstrip(b"\xef\xbb\xbf \r\n\t")
    if not start:
        return "it is empty: the download has failed"
    if told := next((f"it is {what}" for mark, what in _FORMS if start.startswith(mark)), ""):
        return told
    if start[:200].lower().startswith((b"<!doctype html", b"<html")):
        return "it is a web page: the site asked something before the download; open the link and save the file"
    if others := _elsewhere(source, name, data):
        return f"it is one of {others[0].title}: `hali ingest {others[0].id} {name}`"
    if source.id == "worldbank" and (codes := worldbank_files.indicators(data)):
        return f"it holds {', '.join(codes)}, which is not read: no measure is of it"
    listed = _XML if start.startswith(b"<") else _TEXT
    told = next((f"it is {what}" for form, what in listed if re.search(form, start[:4096])), "")
    return told or _no_table(data)


def _elsewhere(source: Source, name: str, data: bytes) -> list[Source]:
    """Other publishers one of whose tables a file is of."""
    found = []
    for other in sources().values():
        try:
            if other.id != source.id and any(flow.recognise(name, data) for flow in other.dataflows):
                found.append(other)
        except Exception:  # noqa: S112  a file of another kind: whatever a reader stumbles over
            continue
    return found


def _no_table(data: bytes) -> str:
    """What a workbook or archive lacks."""
    if sheets.is_workbook(data):
        return "a workbook without a sheet whose columns are those of a table"
    if data.startswith(packed.ZIP):
        try:
            with bounds.archive(data) as archive:
                names = [info.filename for info in archive.infolist()]
        except (ValueError, bounds.TooMuch):
            return "a zip that is cut off or damaged; fetch it again"
        return f"a zip of {len(names)} files, none of them a table: {', '.join(names[:3])[:100]}"
    first = packed.first_line(data[:300]).decode("utf-8-sig", "replace").strip()
    return f"its first line, {first[:60]!r}, is no header of a table" if first.isprintable() else "it is binary"
