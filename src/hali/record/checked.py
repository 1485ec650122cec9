"""Which files were held against their hash: one that has not changed since is not read again.

A file is known by its size and the time of its last change, so that opening costs little; a bit that turned on the disk
without either is found by `hali record verify`, which reads everything (`upkeep`).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from hali.access import durable
from hali.access.rawstore import hash_file
from hali.errors import DamagedRecord, RecordError

FILE = "checked.json"


class Sealed(NamedTuple):
    """A file and the hash it has to have.

    Attributes:
        path: the file.
        sha256: its hash.
        what: what it is, for the error.
        remedy: what to do where it is not that.
    """

    path: Path
    sha256: str
    what: str
    remedy: str


def require(file: Sealed) -> None:
    """Read a file to its end and hold it against its hash.

    Raises:
        DamagedRecord: it is missing, or not what was written.
        RecordError: it cannot be read.
    """
    try:
        if hash_file(file.path) != file.sha256:
            raise DamagedRecord(f"{file.what} is damaged ({file.path}): its hash is another; {file.remedy}")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        raise DamagedRecord(f"{file.what} is missing ({file.path}); {file.remedy}") from None
    except OSError as error:
        raise durable.unreadable(file.what, file.path, error) from error


State = list[int | str]


class Checked:
    """The files that were held against their hash, by this process and by others before.

    Args:
        folder: where it is remembered; it can be lost.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._lock = threading.Lock()
        self._known: dict[str, State] | None = None

    def require(self, *files: Sealed) -> None:
        """Hold files against their hashes, those that changed since that was last done; see `require`."""
        with self._lock:
            if self._known is None:
                self._known = _remembered(self._file)
            new = {}
            for file in files:
                state = _state(file)
                if state is None or self._known.get(str(file.path)) != state:
                    require(file)
                    if state is not None:
                        new[str(file.path)] = state
            if new:
                self._known |= new
                lying = {path: state for path, state in self._known.items() if Path(path).exists()}
                with suppress(RecordError):  # a folder that takes no file costs the reading next time
                    durable.write(self._file, json.dumps(lying, indent=0).encode())

    @contextmanager
    def sound(self, *files: Sealed) -> Iterator[None]:
        """Read files meanwhile that are what was written: each is held against its hash, and again where that fails.

        Raises:
            DamagedRecord: one is missing, or not what was written.
            RecordError: one cannot be read.
        """
        self.require(*files)
        try:
            yield
        except Exception as error:
            for file in files:
                require(file)  # a bit may have turned that size and time do not tell
            if isinstance(error, OSError):
                raise durable.unreadable(files[0].what, files[0].path, error) from error
            raise


def _remembered(file: Path) -> dict[str, State]:
    try:
        return dict(json.loads(file.read_bytes()))
    except (OSError, ValueError, TypeError):
        return {}


def _state(file: Sealed) -> State | None:
    """What an unchanged file is known by; None where there is none to look at."""
    try:
        told = file.path.stat()
    except OSError:
        return None
    return [told.st_size, told.st_mtime_ns, file.sha256]
