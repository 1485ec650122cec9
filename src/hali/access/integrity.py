"""Is an answer whole? Lengths, the ends of gzip streams, the checksums of zip members, the length of a 7z archive."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

_BLOCK = 1 << 20
_SEVEN = b"7z\xbc\xaf\x27\x1c"


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
    """Decompress gzip or zlib, one member after the other."""
    inflate = zlib.decompressobj(window)
    begun = False
    try:
        for chunk in chunks:
            rest = chunk
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
        for _ in _inflated(iter(lambda: stream.read(_BLOCK), b""), zlib.MAX_WBITS | 16):
            pass
    elif head.startswith(b"PK\x03\x04"):
        _check_zip(stream)
    elif head.startswith(_SEVEN):
        # the first header says where the last one ends
        whole = 32 + int.from_bytes(head[12:20], "little") + int.from_bytes(head[20:28], "little")
        if len(head) < 32 or size != whole:
            raise Truncated(f"a 7z archive of {size:,} bytes that says it has {whole:,}")


def _check_zip(stream: BinaryIO) -> None:
    import zipfile

    try:
        with zipfile.ZipFile(stream) as archive:
            damaged = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise Truncated(f"a damaged zip archive ({error})") from error
    if damaged:
        raise Truncated(f"a zip archive whose member {damaged} is damaged")
