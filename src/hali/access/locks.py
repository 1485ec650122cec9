"""Locks on open files, shared or exclusive, on every system; the end of the process frees them.

POSIX has `flock`, Windows `LockFileEx`. Where there is neither (Python in a browser) there is one process: its threads
are kept apart.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from typing import Any

try:
    import fcntl
except ImportError:  # Windows, a browser
    fcntl = None  # type: ignore[assignment]

HELD_FILES_MOVE = os.name != "nt"
"""Whether a file somebody holds open can be renamed and deleted."""


def lock(descriptor: int, *, shared: bool = False, wait: bool = True) -> None:
    """Lock an open file, against other processes and other descriptors of this one.

    Args:
        descriptor: of the file.
        shared: together with others who share it.
        wait: until it is free.

    Raises:
        BlockingIOError: somebody else holds it and `wait` is False.
    """
    if fcntl is not None:
        mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        fcntl.flock(descriptor, mode if wait else mode | fcntl.LOCK_NB)
    elif sys.platform == "win32":
        _lock_windows(descriptor, shared, wait)
    else:
        _THREADS.lock(descriptor, shared, wait)


def close(descriptor: int) -> None:
    """Free the lock of an open file and close it."""
    if fcntl is None:
        if sys.platform == "win32":
            _unlock_windows(descriptor)
        else:
            _THREADS.free(descriptor)
    os.close(descriptor)


class _Threads:
    """Locks between the threads of this process."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._held: dict[int, tuple[tuple[int, int], bool]] = {}

    def lock(self, descriptor: int, shared: bool, wait: bool) -> None:
        told = os.fstat(descriptor)
        file = told.st_dev, told.st_ino
        with self._changed:
            while not self._free(descriptor, file, shared):
                if not wait:
                    raise BlockingIOError(f"file {file} is locked")
                self._changed.wait()
            self._held[descriptor] = file, shared

    def _free(self, descriptor: int, file: tuple[int, int], shared: bool) -> bool:
        return all(
            other == descriptor or held != file or (shared and also) for other, (held, also) in self._held.items()
        )

    def free(self, descriptor: int) -> None:
        with self._changed:
            self._held.pop(descriptor, None)
            self._changed.notify_all()


_THREADS = _Threads()

# Source: learn.microsoft.com, Win32 API, fileapi.h, LockFileEx and UnlockFileEx.
_FAIL_IMMEDIATELY, _EXCLUSIVE, _VIOLATION = 1, 2, 33
_BYTE = 0x7FFFFFFF
"""The byte that is locked, behind every content: others go on reading the file."""


def _windows(descriptor: int) -> tuple[Any, Any, Any]:
    """The system's functions, the handle of a descriptor, and where the lock lies."""
    import ctypes
    import msvcrt
    from ctypes import wintypes

    class Overlapped(ctypes.Structure):
        _fields_ = (
            ("internal", ctypes.c_void_p),
            ("internal_high", ctypes.c_void_p),
            ("offset", wintypes.DWORD),
            ("offset_high", wintypes.DWORD),
            ("event", wintypes.HANDLE),
        )

    system: Any = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]
    handle = wintypes.HANDLE(msvcrt.get_osfhandle(descriptor))  # type: ignore[attr-defined]
    return system, handle, ctypes.byref(Overlapped(offset=_BYTE))


def _lock_windows(descriptor: int, shared: bool, wait: bool) -> None:
    import ctypes

    system, handle, where = _windows(descriptor)
    flags = (0 if shared else _EXCLUSIVE) | (0 if wait else _FAIL_IMMEDIATELY)
    if not system.LockFileEx(handle, flags, 0, 1, 0, where):
        error = ctypes.get_last_error()  # type: ignore[attr-defined]
        if error == _VIOLATION and not wait:
            raise BlockingIOError("the file is locked")
        raise ctypes.WinError(error)  # type: ignore[attr-defined]


def _unlock_windows(descriptor: int) -> None:
    system, handle, where = _windows(descriptor)
    with suppress(OSError):
        system.UnlockFileEx(handle, 0, 1, 0, where)
