"""Messages wrapped in gzip or zip."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib

_LIMIT = 4 << 30
"""Most bytes an unpacked message may have; more is a file for the bulk readers, or a trap."""


def unpacked(body: bytes, limit: int = _LIMIT) -> bytes:
    """The message inside a gzip stream or a zip with one member; anything else as it is.

    Raises:
        ValueError: cut off, damaged, several members, or more than `limit` bytes.
    """
    try:
        if body.startswith(b"\x1f\x8b"):
            with gzip.GzipFile(fileobj=io.BytesIO(body)) as stream:
                return _within(stream.read(limit + 1), limit)
        if body.startswith(b"PK\x03\x04"):
            return _member(body, limit)
    except (EOFError, OSError, zlib.error, zipfile.BadZipFile) as error:
        raise ValueError(f"the packed message is damaged or cut off: {error}") from error
    return body


def _member(body: bytes, limit: int) -> bytes:
    """The only file of a zip archive."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
        if len(names) != 1:
            raise ValueError(f"a zip of {len(names)} files; one was expected")
        with archive.open(names[0]) as stream:  # reading to the end checks the CRC
            return _within(stream.read(limit + 1), limit)


def _within(text: bytes, limit: int) -> bytes:
    """The bytes, unless there are too many."""
    if len(text) > limit:
        raise ValueError(f"the packed message has more than {limit} bytes")
    return text


def first_line(text: bytes) -> bytes:
    """The first line of a text, however long the rest, which is not copied."""
    end = text.find(b"\n")
    return text if end < 0 else text[:end]


def beginning(body: bytes, length: int = 65_536) -> bytes:
    """The first bytes of the message inside a gzip stream or zip, without reading the rest; b"" where it is damaged."""
    try:
        if body.startswith(b"\x1f\x8b"):
            return zlib.decompressobj(wbits=31).decompress(body, length)
        if body.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(body)) as archive:
                files = [entry for entry in archive.infolist() if not entry.is_dir()]
                with archive.open(files[0]) as stream:
                    return stream.read(length)
    except (zlib.error, zipfile.BadZipFile, IndexError, OSError, EOFError):
        return b""
    return body[:length]
