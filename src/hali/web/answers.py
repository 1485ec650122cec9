"""Answers a browser may keep: strong ETag, 304, gzip, and how long they hold."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

FOR_EVER = "public, max-age=31536000, immutable"
"""Of what never changes under its address."""

ASK_AGAIN = "no-cache"
"""Of what may change with the record: kept, and asked about each time."""

PACKED = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml", "application/geo+")
"""Kinds of contents gzip makes shorter."""

LEAST = 600
"""Bytes below which nothing is packed."""


@dataclass(frozen=True, slots=True)
class Body:
    """Contents of an answer, packed once for all who get it.

    Attributes:
        raw: the bytes.
        media: content type.
        record: id of the record they rest on; first part of the ETag.
        tag: what stands in the ETag.
        packed: the bytes packed by gzip; empty where that is not worth it.
    """

    raw: bytes
    media: str
    record: str = ""
    tag: str = field(init=False)
    packed: bytes = field(init=False, default=b"")

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.raw).hexdigest()[:20]
        object.__setattr__(self, "tag", f"{self.record}-{digest}" if self.record else digest)
        if len(self.raw) >= LEAST and self.media.startswith(PACKED):
            object.__setattr__(self, "packed", gzip.compress(self.raw, 6, mtime=0))

    def __len__(self) -> int:
        return len(self.raw) + len(self.packed)


def answer(
    request: Request,
    body: Body,
    *,
    status: int = 200,
    pinned: bool = False,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The body, or 304 where the browser has it.

    Args:
        request: what was asked.
        body: the contents.
        status: HTTP status; only a 200 may be kept.
        pinned: the address names the record's id, so that the contents never change.
        headers: further headers.
    """
    packed = bool(body.packed) and "gzip" in request.headers.get("accept-encoding", "")
    sent = dict(headers or {}) | {"Vary": "Accept-Encoding"}
    if status == 200:
        sent["Cache-Control"] = FOR_EVER if pinned else ASK_AGAIN
        sent["ETag"] = f'"{body.tag}-gz"' if packed else f'"{body.tag}"'
        if body.tag in known_tags(request):
            return Response(status_code=304, headers=sent)
    else:
        sent["Cache-Control"] = "no-store"
    if packed:
        sent["Content-Encoding"] = "gzip"
    return Response(body.packed if packed else body.raw, status, sent, body.media)


def known_tags(request: Request) -> set[str]:
    """The tags a browser says it has, without the mark of their packing."""
    given = request.headers.get("if-none-match", "")
    return {tag.removesuffix("-gz") for tag in re.findall(r'"([^"]*)"', given)}
