"""The archives bulk files come in: Comext's 7z with one file, BACI's zip with one file a year."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hali.access import bounds, seven
from hali.access.formats.packed import ZIP
from hali.errors import RecordError, UnreadableInput


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
    if magic.startswith(ZIP):
        yield from _zipped(file, work)
    elif magic == seven.SIGNATURE:
        yield from _seven(file, work)
    else:
        yield Member(file.name, file.stat().st_size, 0, "", lambda: file)


def _zipped(file: Path, work: Path) -> Iterator[Member]:
    with _whole(file), bounds.archive(file) as archive:
        for info in archive.infolist():
            name = Path(info.filename).name
            if not name.startswith("BACI_"):
                continue

            def unpack(info: zipfile.ZipInfo = info, name: str = name) -> Path:
                _room(work, info.file_size)
                with _whole(file), (work / name).open("wb") as sink:
                    for block in bounds.member(archive, info, bounds.FILE):
                        sink.write(block)
                return work / name

            year, month, day, *_ = info.date_time
            yield Member(name, info.file_size, info.CRC, f"{year:04}-{month:02}-{day:02}", unpack)


def _seven(file: Path, work: Path) -> Iterator[Member]:
    size = file.stat().st_size
    with _whole(file), file.open("rb") as stream:
        told = seven.held(stream, size)

    def unpack() -> Path:
        _room(work, told.size)
        with _whole(file), file.open("rb") as stream:
            return seven.unpacked(stream, size, work)

    yield Member(told.name, told.size, told.crc, told.day, unpack)


@contextmanager
def _whole(file: Path) -> Iterator[None]:
    """Say in one line that an archive is damaged, cut off, or more than may be unpacked."""
    try:
        yield
    except bounds.TooMuch as error:
        raise UnreadableInput(f"{file.name} has {error}; give the file as the publisher has it") from error
    except ValueError as error:
        raise UnreadableInput(f"{file.name} is damaged or cut off ({error}); fetch it again") from error


def _room(work: Path, size: int) -> None:
    free = shutil.disk_usage(work).free
    # the text itself, and the Parquet with what is sorted on disk, which is less than the text
    if free < 2 * size:
        raise RecordError(f"{work.parent} has {free >> 20} MB free, {2 * size >> 20} MB are needed to unpack and sort")
