"""The archives bulk files come in: Comext's 7z with one file, BACI's zip with one file a year."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hali.errors import HaliError, RecordError, UnreadableInput

_ZIP, _SEVEN = b"PK\x03\x04", b"7z\xbc\xaf\x27\x1c"


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive, or a file on its own.

    Attributes:
        name: its name.
        size: bytes, unpacked.
        crc: CRC-32, 0 where the archive does not say.
        day: ISO date it was last changed, "" where nobody says.
        unpack: puts it into the working folder and returns where; a file on its own stays where it is.
    """

    name: str
    size: int
    crc: int
    day: str
    unpack: Callable[[], Path]


def members(file: Path, work: Path) -> Iterator[Member]:
    """The files in `file` that may be bulk files; each is unpacked into `work` only when asked for.

    Raises:
        UnreadableInput: the archive is damaged, or holds more than it should.
        RecordError: there is no room to unpack.
    """
    with file.open("rb") as stream:
        magic = stream.read(6)
    if magic.startswith(_ZIP):
        yield from _zipped(file, work)
    elif magic == _SEVEN:
        yield from _seven(file, work)
    else:
        yield Member(file.name, file.stat().st_size, 0, "", lambda: file)


def _zipped(file: Path, work: Path) -> Iterator[Member]:
    import zipfile

    with _whole(file, zipfile.BadZipFile, zlib.error, EOFError), zipfile.ZipFile(file) as archive:
        for info in archive.infolist():
            name = Path(info.filename).name
            if not name.startswith("BACI_"):
                continue

            def unpack(info: zipfile.ZipInfo = info, name: str = name) -> Path:
                _room(work, info.file_size)
                with _whole(file, zipfile.BadZipFile, zlib.error, EOFError), archive.open(info) as source:
                    _copy(source, work / name)
                return work / name

            year, month, day, *_ = info.date_time
            yield Member(name, info.file_size, info.CRC, f"{year:04}-{month:02}-{day:02}", unpack)


def _seven(file: Path, work: Path) -> Iterator[Member]:
    import lzma

    import py7zr
    from py7zr.exceptions import ArchiveError, Bad7zFile, CrcError

    damage = (ArchiveError, Bad7zFile, CrcError, lzma.LZMAError, EOFError, zlib.error, ValueError, IndexError)
    with _whole(file, *damage):
        with py7zr.SevenZipFile(file) as archive:
            listed = [info for info in archive.list() if not info.is_directory]
        if len(listed) != 1 or listed[0].uncompressed is None:
            raise UnreadableInput(f"{file.name} holds {len(listed)} files; a Comext archive holds one")
        info = listed[0]

    def unpack() -> Path:
        size = int(info.uncompressed)
        _room(work, size)
        with _whole(file, *damage), py7zr.SevenZipFile(file) as archive:
            archive.extractall(path=work)
        unpacked = work / str(info.filename)
        if not unpacked.is_file() or unpacked.stat().st_size != size:
            raise UnreadableInput(f"{file.name} is damaged: {info.filename} did not unpack to {size} bytes")
        return unpacked

    day = info.creationtime.date().isoformat() if info.creationtime else ""
    yield Member(Path(info.filename).name, int(info.uncompressed), int(info.crc32 or 0), day, unpack)


@contextmanager
def _whole(file: Path, *damage: type[Exception]) -> Iterator[None]:
    """Say in one line that an archive is damaged or cut off."""
    try:
        yield
    except HaliError:
        raise
    except damage as error:
        raise UnreadableInput(f"{file.name} is damaged or cut off ({error or type(error).__name__})") from error


def _room(work: Path, size: int) -> None:
    free = shutil.disk_usage(work).free
    # the text itself, and the Parquet with what is sorted on disk, which is less than the text
    if free < 2 * size:
        raise RecordError(f"{work.parent} has {free >> 20} MB free, {2 * size >> 20} MB are needed to unpack and sort")


def _copy(source: IO[bytes], target: Path) -> None:
    with target.open("wb") as sink:
        shutil.copyfileobj(source, sink, 1 << 20)
