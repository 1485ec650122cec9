"""Answers with status 200 that are none: empty, a web page, an error message in the form of data."""

from __future__ import annotations

from hali.access import bounds
from hali.model.source import Reply

_FAMILIES = {"csv": "csv", "json": "json", "xml": "xml", "html": "html", "sheet": "sheet", "ms-excel": "sheet"}
"""Part of a media type -> what it is; types that say nothing (octet-stream, text/plain, gzip) are in no family."""

_WORDS = {"json": "JSON", "csv": "CSV", "xml": "XML", "html": "a web page", "sheet": "a spreadsheet"}


def family(media_type: str) -> str:
    """What kind of text a media type promises: `csv`, `json`, `xml`, `html`, `sheet`, or "" if it does not say.

    >>> family("application/vnd.sdmx.data+csv;version=2.0.0"), family("application/octet-stream")
    ('csv', '')
    """
    name = media_type.partition(";")[0].strip().lower()
    return next((kind for part, kind in _FAMILIES.items() if part in name), "")


def reason(reply: Reply, may_be_empty: bool = False) -> str:
    """Why no table can be read from an answer, whichever the publisher, or "".

    Args:
        reply: the answer.
        may_be_empty: an answer without content is a fact of this table.
    """
    if reply.status == 413:
        return "status 413: the question is too large; narrow it with --pair or --since"
    if reply.status == 204 or not reply.body.strip(b"\0 \t\r\n"):
        return "" if may_be_empty else f"an empty answer (status {reply.status}): nothing matches the question"
    kind = family(reply.headers.get("content-type", ""))
    asked = family(reply.request.accept)
    if asked != "html" and (kind == "html" or _web_page(reply.body)):
        return "a web page instead of data"
    if asked and kind and asked != kind:
        return f"{_WORDS[kind]} instead of {_WORDS[asked]}"
    return _disguised(reply.body)


def _web_page(body: bytes) -> bool:
    head = body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html"))


def _disguised(body: bytes) -> str:
    """An error object sent with status 200: `{"warning": {"status": 413, "label": ...}}` or `{"error": ...}`."""
    if len(body) > 20_000 or not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return ""
    try:
        said = bounds.read_json(body)
    except (ValueError, bounds.TooMuch):
        return ""
    for name in ("warning", "error", "errors"):
        told = said.get(name)
        told = told[0] if isinstance(told, list) and told else told
        if isinstance(told, dict) and int(_number(told.get("status"))) >= 400:
            return f"an error in the form of data: status {told['status']}, {str(told.get('label', ''))[:120]}"
    return ""


def _number(text: object) -> float:
    try:
        return float(str(text))
    except ValueError:
        return 0.0
