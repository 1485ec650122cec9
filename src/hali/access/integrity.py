"""Is an answer whole? Lengths, the ends of gzip streams, the checksums of zip members, the length of a 7z archive."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from hali.access import bounds, seven

_PART = 1 << 14


class Truncated(Exception):
    """An answer that ends too early or is damaged on the way; asking again may help."""


def decoded(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The bytes of a body without its content encoding.

    Args:
        chunks: the body as sent.
        encoding: value of Content-Encoding: "", `identity`, `gzip` or `deflate`.

    Raises:
        Truncated: the compressed stream has no end or a wrong checksum, or the encoding is none of these.
    """
    kind = encoding.strip().lower()
    if kind in {"", "identity"}:
        yield from chunks
    elif kind in {"gzip", "x-gzip", "deflate"}:
        yield from _inflated(chunks, zlib.MAX_WBITS | 32)
    else:
        raise Truncated(f"content encoding {kind!r}, which was not asked for")


def _inflated(chunks: Iterable[bytes], window: int) -> Iterator[bytes]:
    """Decompress gzip or zlib, one member after the other, in blocks of bounded size."""
    inflate = zlib.decompressobj(window)
    begun = False
    try:
        # in small parts, whatever the chunks: a part becomes a thousand times as much, and what stands behind a member
        # is copied with every member before it
        for rest in (chunk[at : at + _PART] for chunk in chunks for at in range(0, len(chunk), _PART)):
            while rest:
                if inflate.eof:
                    if not rest.strip(b"\0"):
                        break  # padding after the last member
                    inflate = zlib.decompressobj(window)
                begun = True
                yield inflate.decompress(rest)
                rest = inflate.unused_data
    except zlib.error as error:
        raise Truncated(f"a damaged gzip stream ({error})") from error
    if begun and not inflate.eof:
        raise Truncated("a gzip stream without its end")


def check_archive(stream: BinaryIO, size: int) -> None:
    """Look at a file of `size` bytes as far as needed to know that it is whole, if it is a gzip, zip or 7z archive.

    Raises:
        Truncated: it is cut off or damaged.
    """
    stream.seek(0)
    head = stream.read(32)
    stream.seek(0)
    if head.startswith(b"\x1f\x8b"):
        inflated = _inflated(bounds.blocks(stream), zlib.MAX_WBITS | 16)
        try:
            for _ in bounds.hold(inflated, size, bounds.FILE):
                pass
        except bounds.TooMuch as error:
            raise Truncated(f"a gzip stream with {error}") from error
    elif head.startswith(b"PK\x03\x04"):
        _check_zip(stream)
    elif head.startswith(seven.SIGNATURE):
        # the first header says where the last one ends
        whole = 32 + int.from_bytes(head[12:20], "little") + int.from_bytes(head[20:28], "little")
        if len(head) < 32 or size != whole:
            raise Truncated(f"a 7z archive of {size:,} bytes that says it has {whole:,}")


def _check_zip(stream: BinaryIO) -> None:
    try:
        with bounds.archive(stream) as archive:
            damaged = archive.testzip()
    except bounds.TooMuch as error:
        raise Truncated(f"a zip archive with {error}") from error
    except (ValueError, OSError) as error:
        raise Truncated(str(error)) from error
    if damaged:
        raise Truncated(f"a zip archive whose member {damaged} is damaged")
