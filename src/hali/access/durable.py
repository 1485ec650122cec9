"""Files that survive a crash: written whole under a temporary name, flushed, renamed; locks a dead holder frees.

Files and folders have the modes of the umask, so that a group can share a data folder.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hali.access import locks
from hali.errors import RecordError

PART = ".part-"
"""How the names of unfinished files begin; their writers hold them locked, so that `sweep` tells what is abandoned."""

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""Errors of a disk that takes no more."""

FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
"""Errors of a folder that may be read only."""


@contextmanager
def held(path: Path, *, shared: bool = False, wait: bool = True) -> Iterator[None]:
    """Hold the lock file `path`, against threads and processes; the system frees it when the holder dies.

    To share a lock it is enough to have the right to read it.

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
        descriptor = _lock_file(path, shared)
    except OSError as error:
        raise unwritable(path.parent, error) from error
    try:
        try:
            locks.lock(descriptor, shared=shared, wait=wait)
        except BlockingIOError:
            raise
        except OSError as error:
            raise unwritable(path.parent, error) from error
        yield
    finally:
        locks.close(descriptor)


def _lock_file(path: Path, shared: bool) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        if shared and error.errno in FORBIDDEN and path.exists():
            return os.open(path, os.O_RDONLY)
        raise


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary path to write to; on leaving it is flushed to the disk and becomes `path`, or vanishes.

    Raises:
        RecordError: the folder cannot be written or the disk is full.
    """
    folder(path.parent)
    try:
        part = Part(path.parent)
    except OSError as error:
        raise unwritable(path.parent, error) from error
    try:
        yield part.path
        flush(part.path)
        part.becomes(path)
        flush(path.parent)
    except OSError as error:
        raise unwritable(path.parent, error) from error
    finally:
        part.end()


class Part:
    """A new file for what is not whole yet, held locked until it becomes another or ends.

    Args:
        folder: where it lies.

    Raises:
        OSError: the folder takes none.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"{PART}{secrets.token_hex(8)}"
        self._descriptor: int | None = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        locks.lock(self._descriptor, shared=True)

    def becomes(self, path: Path) -> None:
        """Take the name `path`; raises OSError where the folder does not take it."""
        if not locks.HELD_FILES_MOVE:
            self._let_go()
        self.path.replace(path)

    def end(self) -> None:
        """Delete it, unless it became another, and let go of it."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        self._let_go()

    def _let_go(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            locks.close(descriptor)


def below(folder: Path) -> list[Path]:
    """Everything below `folder`, in order; nothing where it does not exist.

    Raises:
        PermissionError: a folder may not be looked into. `Path.glob` takes it for an empty one from Python 3.13 on.
    """

    def stop(error: OSError) -> None:
        if isinstance(error, PermissionError):
            raise error

    return sorted(
        Path(here, name) for here, folders, files in os.walk(folder, onerror=stop) for name in (*folders, *files)
    )


def sweep(folder: Path) -> None:
    """Delete the unfinished files in `folder` whose writers are gone.

    Raises:
        PermissionError: it may not be looked into.
    """
    try:
        parts = [folder / name for name in os.listdir(folder) if name.startswith(PART)]
    except (FileNotFoundError, NotADirectoryError):
        return
    for part in parts:
        with suppress(OSError):
            descriptor = os.open(part, os.O_RDONLY)
            try:
                locks.lock(descriptor, wait=False)
                if locks.HELD_FILES_MOVE:
                    part.unlink()
            finally:
                locks.close(descriptor)
            # of others' files the system keeps us off
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

    Beside it lies how many bytes it has and a hash of its lines (`uncut`). What was cut off stays missed.

    Raises:
        RecordError: the folder cannot be written or the disk is full.
    """
    with held(path.with_name(f".{path.name}.lock")):
        size, chain = _end(path)
        try:
            with path.open("ab") as stream:
                if stream.tell() and _last_byte(path) != b"\n":
                    stream.write(b"\n")
                stream.write(line + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
                grown = stream.tell()
            with path.open("rb") as stream:
                stream.seek(size)  # where lines were cut off, no hash of what is left fits: they stay missed
                write(_end_of(path), f"{grown} {_chained(chain, stream)}\n".encode())
        except OSError as error:
            raise unwritable(path.parent, error) from error


def uncut(path: Path) -> bool:
    """Whether a file of lines holds everything that was ever appended to it; a line torn by a crash is no matter.

    Raises:
        OSError: it is there and cannot be read.
    """
    size, chain = _end(path)
    try:
        with path.open("rb") as stream:
            content = stream.read(size)
    except FileNotFoundError:
        return not size
    return len(content) == size and _chained("", io.BytesIO(content)) == chain


def appended(path: Path) -> bool:
    """Whether it is noted what a file of lines holds, if there is one: older versions of hali noted nothing."""
    return _end_of(path).exists() or not path.exists()


def note(path: Path) -> None:
    """Take a file of lines as it is.

    Raises:
        RecordError: the folder cannot be written.
    """
    with held(path.with_name(f".{path.name}.lock")):
        content = path.read_bytes() if path.exists() else b""
        write(_end_of(path), f"{len(content)} {_chained('', io.BytesIO(content))}\n".encode())


def _end_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.last")


def _end(path: Path) -> tuple[int, str]:
    """Bytes and hash of the lines a file is known to have; a damaged note fits no content."""
    try:
        size, chain = _end_of(path).read_text(encoding="ascii", errors="replace").split()
        return int(size), chain
    except FileNotFoundError:
        return 0, ""
    except ValueError:
        return 0, "damaged"


def _chained(chain: str, lines: Iterable[bytes]) -> str:
    """The hash of lines: of each with the hash of those before it, so that one more takes only itself."""
    for line in lines:
        chain = hashlib.sha256(chain.encode() + line).hexdigest()
    return chain


def folder(path: Path) -> None:
    """Make a folder and those above it, known to the disk.

    Raises:
        RecordError: it cannot be made.
    """
    try:
        if path.is_dir():
            return
        path.mkdir(parents=True, exist_ok=True)
        flush(path.parent)
    except OSError as error:
        raise unwritable(path, error) from error


def writable(path: Path) -> bool:
    """Whether a folder can be written, or made where it is missing."""
    nearest = next(one for one in (path, *path.absolute().parents) if os.path.lexists(one))
    return os.access(nearest, os.W_OK | os.X_OK)


def flush(path: Path) -> None:
    """Flush a file or a folder's list of names to the disk; Windows writes down a folder by itself."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unwritable(path: Path, error: OSError) -> RecordError:
    """The error for a folder that cannot be written: its disk is full, or it is not ours to write."""
    reason = error.strerror or type(error).__name__
    if error.errno in FULL:
        return RecordError(f"the disk of {path} is full ({reason}); make room, or set HALI_DATA to a folder on another")
    return RecordError(f"the data folder {path} cannot be written ({reason}); set HALI_DATA to a folder that can")


def unreadable(what: str, path: Path, error: OSError) -> RecordError:
    """The error for a file that is there and cannot be read: it may be whole."""
    reason = error.strerror or type(error).__name__
    return RecordError(f"{what} cannot be read ({path}: {reason}); ask its owner for the right to read it")


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as stream:
        stream.seek(-1, os.SEEK_END)
        return stream.read(1)
