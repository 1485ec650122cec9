"""Files that survive a crash: written whole under a temporary name, flushed, renamed; locks a dead holder frees."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hali.errors import RecordError

PART = ".part-"
"""How the names of unfinished files begin; whoever finds one may delete it once its writer is gone."""


@contextmanager
def held(path: Path, *, shared: bool = False, wait: bool = True) -> Iterator[None]:
    """Hold the lock file `path`, against threads and processes; the system frees it when the holder dies.

    Args:
        path: lock file, made where it is missing.
        shared: hold it together with others who share it.
        wait: wait for it.

    Raises:
        BlockingIOError: somebody else holds it and `wait` is False.
        RecordError: the folder cannot be written.
    """
    folder(path.parent)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise unwritable(path.parent, error) from error
    try:
        mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(descriptor, mode if wait else mode | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary path to write to; on leaving it is flushed to the disk and becomes `path`, or vanishes.

    Raises:
        RecordError: the folder cannot be written or the disk is full.
    """
    folder(path.parent)
    try:
        descriptor, name = tempfile.mkstemp(prefix=PART, dir=path.parent)
    except OSError as error:
        raise unwritable(path.parent, error) from error
    os.close(descriptor)
    part = Path(name)
    try:
        yield part
        flush(part)
        part.replace(path)
        flush(path.parent)
    except OSError as error:
        raise unwritable(path.parent, error) from error
    finally:
        part.unlink(missing_ok=True)


def write(path: Path, content: bytes) -> None:
    """`content` becomes the file `path`, whole or not at all.

    Raises:
        RecordError: the folder cannot be written or the disk is full.
    """
    with whole(path) as part:
        part.write_bytes(content)


def append(path: Path, line: bytes) -> None:
    """Add one line at the end of `path`, on a line of its own even after a torn one.

    Raises:
        RecordError: the folder cannot be written or the disk is full.
    """
    with held(path.with_name(f".{path.name}.lock")):
        try:
            with path.open("ab") as stream:
                if stream.tell() and _last_byte(path) != b"\n":
                    stream.write(b"\n")
                stream.write(line + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise unwritable(path.parent, error) from error


def folder(path: Path) -> None:
    """Make a folder and those above it, known to the disk.

    Raises:
        RecordError: it cannot be made.
    """
    if path.is_dir():
        return
    try:
        path.mkdir(parents=True, exist_ok=True)
        flush(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def flush(path: Path) -> None:
    """Flush a file or a folder's list of names to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unwritable(path: Path, error: OSError) -> RecordError:
    """The error for a folder that cannot be written."""
    reason = error.strerror or type(error).__name__
    return RecordError(f"the data folder {path} cannot be written ({reason}); set HALI_DATA to a folder that can")


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return stream.read(1)
