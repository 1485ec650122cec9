"""7z archives with one file: what they hold, and that file unpacked within bounds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from hali import extras
from hali.access import bounds

SIGNATURE = b"7z\xbc\xaf\x27\x1c"
"""How an archive begins."""

_HEADER = 1 << 20
"""Bytes of an archive's description of itself, as they stand in it."""
_WINDOW = 256 << 20
"""Bytes a method may look back: what it takes to unpack."""


@dataclass(frozen=True, slots=True)
class Held:
    """The one file of an archive.

    Attributes:
        name: its name.
        size: bytes, unpacked.
        crc: CRC-32, 0 where the archive does not say.
        day: ISO date of it, "" where the archive does not say.
    """

    name: str
    size: int
    crc: int
    day: str


def held(stream: IO[bytes], size: int) -> Held:
    """What an archive of `size` bytes holds.

    Raises:
        TooMuch: its file is too large, or far larger than the archive.
        ValueError: it is damaged, or holds another number of files than one.
    """
    with _opened(stream, size) as archive:
        return _only(archive, size)


def unpacked(stream: IO[bytes], size: int, folder: Path) -> Path:
    """Where the one file of an archive of `size` bytes lies in `folder`, unpacked.

    Raises:
        TooMuch: see `held`.
        ValueError: see `held`; or the file did not come out as announced.
    """
    with _opened(stream, size) as archive:
        told = _only(archive, size)
        archive.extractall(path=folder)
    found = folder / told.name
    if not found.is_file() or found.stat().st_size != told.size:
        raise ValueError(f"{told.name} did not unpack to {told.size} bytes")
    return found


@contextmanager
def _opened(stream: IO[bytes], size: int) -> Iterator[Any]:
    import lzma
    import struct
    import zlib

    extras.require("ingest", "a 7z archive")
    import py7zr
    from py7zr.exceptions import ArchiveError

    damage = (ArchiveError, lzma.LZMAError, zlib.error, struct.error, EOFError, ArithmeticError, LookupError)
    try:
        _check_header(stream)
        with py7zr.SevenZipFile(stream, max_extract_size=_most(size)) as archive:
            yield archive
    except (*damage, AssertionError, AttributeError, TypeError, MemoryError, OSError) as error:
        # a reader stumbles over a header of noise in any way; the disk and its rights are another matter
        if isinstance(error, OSError) and error.filename is not None:
            raise
        raise ValueError(f"a damaged 7z archive ({error or type(error).__name__})") from error


def _most(size: int) -> int:
    return min(bounds.FILE, max(bounds.SLACK, bounds.RATIO * size))


def _check_header(stream: IO[bytes]) -> None:
    """Raise where an archive's description of itself is longer than that of one file can be."""
    stream.seek(0)
    head = stream.read(32)
    if int.from_bytes(head[20:28], "little") > _HEADER:
        raise bounds.TooMuch("a header longer than that of one file")
    stream.seek(0, os.SEEK_SET)


def _only(archive: Any, size: int) -> Held:
    listed = [info for info in archive.list() if not info.is_directory]
    if len(listed) != 1 or listed[0].uncompressed is None:
        raise ValueError(f"a 7z that holds {len(listed)} files; one was expected")
    info = listed[0]
    name = str(info.filename)
    if Path(name).name != name:
        raise ValueError(f"a 7z whose file is called {name[:60]!r}")
    if int(info.uncompressed) > _most(size):
        raise bounds.TooMuch(f"more than {bounds.megabytes(_most(size))} once unpacked")
    for folder in archive.header.main_streams.unpackinfo.folders:
        for coder in folder.coders:
            _check_window(coder)
    day = info.creationtime.date().isoformat() if info.creationtime else ""
    return Held(name, int(info.uncompressed), int(info.crc32 or 0), day)


def _check_window(coder: dict[str, Any]) -> None:
    """Raise where a method wants more memory than archives of publishers need."""
    properties = coder.get("properties") or b""
    window = 0
    if coder["method"] == b"\x21" and properties:  # LZMA2: one byte, two bits of it the mantissa
        code = properties[0]
        window = (2 | (code & 1)) << (code // 2 + 11)
    elif len(properties) >= 5:  # LZMA and PPMd: the last four bytes
        window = int.from_bytes(properties[1:5], "little")
    if window > _WINDOW:
        raise bounds.TooMuch(f"a method that looks back {bounds.megabytes(window)}")
