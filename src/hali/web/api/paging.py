"""Long lists in parts: an opaque cursor says where the next part begins, a `Link` header where to ask for it."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

from hali.errors import QuestionError
from hali.record.store import Record

T = TypeVar("T", bound=Sequence[Any])


@dataclass(frozen=True, slots=True)
class Part:
    """Where a part of a list begins and ends.

    Attributes:
        first: number of its first entry.
        last: number behind its last one.
        total: entries of the whole list.
        after: cursor of the next part, "" at the end.
    """

    first: int
    last: int
    total: int
    after: str

    def of(self, listed: T) -> T:
        """The entries of the part."""
        return listed[self.first : self.last]  # type: ignore[return-value]  # a slice of a list is a list


def part(request: Request, record: Record, total: int, limit: int, cursor: str) -> Part:
    """The part a request asks for.

    Args:
        request: what was asked; a cursor is good for the same question only.
        record: the record; a cursor is good for one state of it only.
        total: entries of the whole list.
        limit: entries of a part at the most.
        cursor: where it begins; "" = at the beginning.

    Raises:
        QuestionError: the cursor is none of ours, of another question or another state of the record.
    """
    first = _first(cursor, _mark(request, record)) if cursor else 0
    last = min(total, first + limit)
    return Part(first, last, total, _cursor(last, _mark(request, record)) if last < total else "")


def links(request: Request, part: Part) -> dict[str, str]:
    """The `Link` header that leads to the next part; none at the end."""
    if not part.after:
        return {}
    query = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return {"Link": f'<{request.url.path}?{urlencode([*query, ("cursor", part.after)])}>; rel="next"'}


def _mark(request: Request, record: Record) -> str:
    asked = sorted((n, v) for n, v in request.query_params.multi_items() if n not in {"cursor", "limit"})
    told = repr((request.url.path, asked, record.id, record.as_of))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _cursor(first: int, mark: str) -> str:
    return base64.urlsafe_b64encode(f"{mark}.{first}".encode()).decode().rstrip("=")


def _first(cursor: str, mark: str) -> int:
    try:
        told = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        of, _, first = told.partition(".")
        found = int(first)
    except (ValueError, binascii.Error):
        raise QuestionError("cursor: not one of ours; take it from the Link header, or leave it out") from None
    if of != mark or found < 0:
        raise QuestionError("cursor: of another question, or the record changed since; begin again without it")
    return found
