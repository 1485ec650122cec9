"""Replies of the API: the bytes the command line writes, kept, tagged, in parts or as a stream."""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from hali.exports import Readings
from hali.record.store import Record
from hali.version import VERSION
from hali.web.answers import ASK_AGAIN, FOR_EVER, Body, answer, known_tags
from hali.web.site import site

JSON = "application/json"

MEDIA = {
    "json": JSON,
    "csv": "text/csv; charset=utf-8",
    "arrow": "application/vnd.apache.arrow.stream",
    "parquet": "application/vnd.apache.parquet",
    "sdmx-csv": "application/vnd.sdmx.data+csv; version=2.0",
    "sdmx-json": "application/vnd.sdmx.data+json; version=2.0.0",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Format -> content type."""

ENDINGS = {"sdmx-csv": "csv", "sdmx-json": "json"}
"""Format -> ending of a file, where it is another."""

WORK = threading.BoundedSemaphore(4)
"""Replies made at a time; the others wait, so that what asks for little is answered meanwhile."""

HEAD = "hali.head"
"""Mark of a request whose reply is wanted without its body."""

CHUNK = 1 << 16
"""Bytes sent at a time."""

IN_MEMORY = 8 << 20
"""Bytes of a file that are held in memory before they go to disk."""


def written(shape: object) -> bytes:
    """Data as JSON, the way the command line writes it."""
    return (json.dumps(shape, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def kept(
    request: Request,
    record: Record,
    make: Callable[[], bytes],
    headers: Mapping[str, str] | None = None,
    media: str = JSON,
) -> Response:
    """What `make` gives, made once for a question and a state of the record."""
    key = ("api", request.url.path, tuple(sorted(request.query_params.multi_items())), record.id, record.as_of)

    def body() -> Body:
        with WORK:
            return Body(make(), media, record.id)

    found = site(request).pages.get(key, body)
    return answer(request, found, pinned=pinned(request, record), headers=headers)


def pinned(request: Request, record: Record) -> bool:
    """Whether the address names the id of the record, so that the reply never changes."""
    return request.query_params.get("v") == record.id


def file(request: Request, record: Record, found: Readings, format: str) -> Response:
    """All rows of some readings in a format, sent while they are made where the format allows that.

    Args:
        request: what was asked.
        record: the record.
        found: the readings.
        format: a key of MEDIA.
    """
    tag = hashlib.sha256(f"{VERSION} {request.url.path} {sorted(request.query_params.multi_items())}".encode())
    told = f"{record.id}-{tag.hexdigest()[:20]}"
    name = f"hali-readings-{record.id}.{ENDINGS.get(format, format)}"
    headers = {
        "ETag": f'"{told}"',
        "Cache-Control": FOR_EVER if pinned(request, record) else ASK_AGAIN,
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    if told in known_tags(request):
        return Response(status_code=304, headers=headers)
    if request.scope.get(HEAD):
        return Response(None, 200, headers, MEDIA[format])
    sent = arrow(found) if format == "arrow" else spooled(found, format)
    return StreamingResponse(sent, 200, headers, MEDIA[format])


def arrow(found: Readings) -> Iterator[bytes]:
    """Readings as an Arrow stream, some rows at a time."""
    import pyarrow as pa

    out = io.BytesIO()
    with pa.ipc.new_stream(out, found.schema) as writer:
        for batch in found.batches():
            writer.write_batch(batch)
            yield _taken(out)
    yield _taken(out)


def spooled(found: Readings, format: str) -> Iterator[bytes]:
    """Readings in a format that is written whole before its first byte can be sent."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as out:
        with WORK:
            found.write(out, format)  # type: ignore[arg-type]  # a spooled file does all a binary stream does
        out.seek(0)
        while chunk := out.read(CHUNK):
            yield chunk


def _taken(out: io.BytesIO) -> bytes:
    """What was written since the last time."""
    chunk = out.getvalue()
    out.seek(0)
    out.truncate()
    return chunk


def part_of(found: Readings, first: int, last: int) -> bytes:
    """Some of the readings as the JSON list `hali readings --format json` writes."""
    out = io.BytesIO()
    found.part(first, last).write(out, "json")
    return out.getvalue()


def shape(record: Record, **told: Any) -> bytes:
    """An object that names the record it rests on."""
    return written({"record": record.id, **told})
