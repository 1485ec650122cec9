"""Formats by the last part of a path: `trade.csv`. Links to a file can be copied, nothing is negotiated."""

from __future__ import annotations

from hali.errors import NotInRecord

MEDIA: dict[str, str] = {
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
    ".arrow": "application/vnd.apache.arrow.stream",
    ".sdmx.json": "application/vnd.sdmx.data+json; version=2.0.0",
    ".sdmx.csv": "application/vnd.sdmx.data+csv; version=2.0",
    ".zip": "application/zip",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".vl.json": "application/vnd.vegalite+json",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".md": "text/markdown; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".bib": "application/x-bibtex; charset=utf-8",
    ".ris": "application/x-research-info-systems; charset=utf-8",
    ".csl.json": "application/vnd.citationstyles.csl+json",
}
"""Suffix -> content type."""

DATA: dict[str, str] = {
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
    ".sdmx.csv": "sdmx-csv",
    ".sdmx.json": "sdmx-json",
    ".zip": "zip",
    ".arrow": "arrow",
}
"""Suffix -> format of `hali readings`; JSON is added where it is the data that is asked for."""

TEXT: dict[str, str] = {".json": "json", ".pdf": "pdf", ".docx": "docx", ".md": "md", ".html": "html"}
"""Suffix -> format of `hali brief`."""

PICTURES = (".svg", ".png", ".vl.json")
CITATIONS = (".bib", ".ris", ".csl.json")

_LONGEST_FIRST = sorted(MEDIA, key=len, reverse=True)


class NoSuchFormat(NotInRecord):
    """A suffix that makes no sense where it stands.

    Args:
        suffix: the suffix.
        accepted: those that do.
    """

    def __init__(self, suffix: str, accepted: tuple[str, ...]) -> None:
        super().__init__(f"this page has no {suffix}; it has {' '.join(sorted(accepted))}")


def split(segment: str) -> tuple[str, str]:
    """The last part of a path and the suffix of a format, the longest that fits.

    >>> split("trade.vl.json"), split("trade"), split("eu.v2")
    (('trade', '.vl.json'), ('trade', ''), ('eu.v2', ''))
    """
    suffix = next((one for one in _LONGEST_FIRST if segment.endswith(one)), "")
    return segment.removesuffix(suffix), suffix
