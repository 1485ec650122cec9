"""What takes long to make and depends on nothing but what it is made of, kept on disk.

    <data folder>/pictures/<hash>   pictures the renderer drew
    <data folder>/routes/<hash>     what briefs say of routes

The hash is that of everything a thing is made of, versions of the programs included. A file begins with a hash of its
name and content: one that is damaged is as good as none. Files are written whole and never edited; anybody may delete
them. Of more than MOST the oldest go.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hali.access import durable

MOST = 2000
"""Files kept: of pictures some 40 MB."""

_HASH = 32
"""Bytes of the hash a file begins with."""


class Shelf:
    """The things in a folder.

    Args:
        folder: where they lie; made when the first is kept. Where it cannot be written, nothing is kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def once(self, told: tuple[str, ...], make: Callable[[], bytes]) -> bytes:
        """What is made of `told` alone: the one kept, else what `make` gives, kept from then on."""
        found = self.find(told)
        if found is None:
            found = make()
            self.keep(told, found)
        return found

    def find(self, told: tuple[str, ...]) -> bytes | None:
        """What is kept under `told`; None where nothing is, or it is damaged."""
        file = self._file(told)
        try:
            content = file.read_bytes()
        except OSError:
            return None
        return content[_HASH:] if content[:_HASH] == _hash(file, content[_HASH:]) else None

    def keep(self, told: tuple[str, ...], content: bytes) -> None:
        """Keep `content` under `told`, all of it or nothing."""
        file = self._file(told)
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            part = durable.Part(self.folder)
            try:
                part.path.write_bytes(_hash(file, content) + content)
                part.becomes(file)
            finally:
                part.end()
            self._make_room()

    def _make_room(self) -> None:
        """Of more than MOST files the oldest go, a quarter of them, so that this is seldom done."""
        if len(os.listdir(self.folder)) <= MOST:
            return
        durable.sweep(self.folder)
        lying = sorted(self.folder.iterdir(), key=lambda file: file.stat().st_mtime)
        for file in lying[: len(lying) - MOST * 3 // 4]:
            # another process may have been first
            file.unlink(missing_ok=True)

    def _file(self, told: tuple[str, ...]) -> Path:
        return self.folder / hashlib.sha256("\0".join(told).encode()).hexdigest()[:_HASH]


def _hash(file: Path, content: bytes) -> bytes:
    """Of a file's name and content: another file in its place does not pass."""
    return hashlib.sha256(file.name.encode() + content).digest()
