"""Messages wrapped in gzip or zip."""

from __future__ import annotations

import zlib

from hali.access import bounds, integrity

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
"""How the two begin."""


def is_packed(body: bytes) -> bool:
    """Whether bytes are a gzip stream or a zip archive."""
    return body.startswith((GZIP, ZIP))


def unpacked(body: bytes, limit: int = bounds.MESSAGE) -> bytes:
    """The message inside a gzip stream or a zip with one member; anything else as it is.

    Raises:
        TooMuch: more than `limit` bytes, or far more than it is packed.
        ValueError: cut off, damaged, several members.
    """
    if body.startswith(GZIP):
        try:
            return bounds.whole(bounds.hold(integrity.decoded([body], "gzip"), len(body), limit))
        except integrity.Truncated as error:
            raise ValueError(f"the packed message is damaged or cut off: {error}") from error
    if body.startswith(ZIP):
        with bounds.archive(body) as archive:
            files = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(files) != 1:
                raise ValueError(f"a zip of {len(files)} files; one was expected")
            return bounds.whole(bounds.member(archive, files[0], limit))
    return body


def first_line(text: bytes) -> bytes:
    """The first line of a text, however long the rest, which is not copied."""
    end = text.find(b"\n")
    return text if end < 0 else text[:end]


def beginning(body: bytes, length: int = 65_536) -> bytes:
    """The first bytes of the message inside a gzip stream or zip, without reading the rest; b"" where it is damaged."""
    try:
        if body.startswith(GZIP):
            return zlib.decompressobj(wbits=31).decompress(body[:length], length)
        if body.startswith(ZIP):
            with bounds.archive(body) as archive:
                files = [entry for entry in archive.infolist() if not entry.is_dir()]
                with archive.open(files[0]) as stream:
                    return stream.read(length)
    except (zlib.error, ValueError, IndexError, bounds.TooMuch):
        return b""
    return body[:length]
