"""Where checked texts are kept: in files that survive a crash, or in memory alone. Each goes after 30 days.

A text has a random id, no hash of what it says: nobody can test whether a text is here.

<folder>/<id>/question           the text and what is said about it
<folder>/<id>/<digest>           what was made of it; can always be made again
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import Protocol

from hali.access import durable
from hali.web.checking.questions import Question, unpacked

DAYS = 30
"""Days a text is kept."""

LIFE = DAYS * 86_400.0

SWEEP = 3600.0
"""Seconds between two looks for what is too old."""

IN_MEMORY = 64_000_000
"""Bytes kept where nothing is written to the disk; what was asked for longest ago goes first."""

TEXTS = 5000
"""Texts kept on the disk; the oldest go first."""

PAGES = 50
"""Things kept that were made of one text; the oldest go first."""

_ID = re.compile(r"[0-9a-f]{32}")


def new_id() -> str:
    """An id nobody can guess: 128 bits."""
    return secrets.token_hex(16)


def is_id(text: str) -> bool:
    """Whether `text` has the form of an id."""
    return _ID.fullmatch(text) is not None


class Store(Protocol):
    """Keeps texts and what was made of them."""

    def add(self, question: Question) -> str:
        """Keep a text; its id."""

    def question(self, id: str) -> Question | None:
        """The text of an id; None where it never was, was deleted or is too old."""

    def put(self, id: str, name: str, made: bytes) -> None:
        """Keep what was made of a text, if the text is still there."""

    def get(self, id: str, name: str) -> bytes | None:
        """What was made of a text, or None."""

    def alone(self, id: str, name: str) -> AbstractContextManager[None]:
        """Make something as the only one; raises BlockingIOError where another process makes it."""

    def delete(self, id: str) -> bool:
        """Delete a text and all that was made of it; False where there is none."""

    def sweep(self) -> None:
        """Delete what is too old."""


class Files:
    """Texts in a folder that only its owner can read.

    Args:
        folder: where; made where it is missing.
        clock: seconds since 1970.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock

    def add(self, question: Question) -> str:
        """Keep a text; its id."""
        durable.folder(self._folder)
        self._folder.chmod(0o700)
        kept = [place for place in os.scandir(self._folder) if is_id(place.name)]
        for place in sorted(kept, key=_age)[: max(0, len(kept) - TEXTS + 1)]:
            shutil.rmtree(place.path, ignore_errors=True)
        id = new_id()
        durable.write(self._folder / id / "question", question.packed())
        return id

    def question(self, id: str) -> Question | None:
        """The text of an id; None where it never was, was deleted or is too old."""
        try:
            found = unpacked((self._folder / id / "question").read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if self._clock() - found.created < LIFE else None

    def put(self, id: str, name: str, made: bytes) -> None:
        """Keep what was made of a text, if the text is still there."""
        place = self._folder / id
        if not (place / "question").exists():
            return
        durable.write(place / name, made)
        pages = [one for one in os.scandir(place) if is_id(one.name)]
        for one in sorted(pages, key=_age)[: max(0, len(pages) - PAGES)]:
            for old in (one.name, f".{one.name}.lock"):
                (place / old).unlink(missing_ok=True)

    def get(self, id: str, name: str) -> bytes | None:
        """What was made of a text, or None."""
        with suppress(OSError):
            return (self._folder / id / name).read_bytes()
        return None

    def alone(self, id: str, name: str) -> AbstractContextManager[None]:
        """Make something as the only one; raises BlockingIOError where another process makes it."""
        return durable.held(self._folder / id / f".{name}.lock", wait=False)

    def delete(self, id: str) -> bool:
        """Delete a text and all that was made of it; False where there is none."""
        place = self._folder / id
        try:
            (place / "question").unlink()
        except OSError:
            return False
        shutil.rmtree(place, ignore_errors=True)
        return True

    def sweep(self) -> None:
        """Delete what is too old, and what a crash left behind."""
        with suppress(OSError):
            for place in list(os.scandir(self._folder)):
                old = self._clock() - place.stat().st_mtime
                if is_id(place.name) and (old > LIFE or (self.question(place.name) is None and old > SWEEP)):
                    shutil.rmtree(place.path, ignore_errors=True)
                elif is_id(place.name):
                    durable.sweep(Path(place.path))


def _age(entry: os.DirEntry[str]) -> float:
    """When a file or folder was last written; 0 where it is gone already."""
    try:
        return entry.stat().st_mtime
    except OSError:
        return 0.0


class Memory:
    """Texts in the memory of this process alone; they are gone with it.

    Args:
        clock: seconds since 1970.
        most: bytes kept.
    """

    def __init__(self, clock: Callable[[], float] = time.time, most: int = IN_MEMORY) -> None:
        self._clock = clock
        self._most = most
        self._texts: OrderedDict[str, tuple[Question, int]] = OrderedDict()
        self._made: dict[str, dict[str, bytes]] = {}
        self._lock = threading.RLock()

    def add(self, question: Question) -> str:
        """Keep a text; its id."""
        id, size = new_id(), len(question.packed())
        with self._lock:
            self._texts[id] = (question, size)
            self._made[id] = {}
            self._bound(id)
        return id

    def question(self, id: str) -> Question | None:
        """The text of an id; None where it never was, was deleted, is too old or had to make room."""
        with self._lock:
            found = self._texts.get(id)
            if found is None or self._clock() - found[0].created >= LIFE:
                return None
            self._texts.move_to_end(id)
            return found[0]

    def put(self, id: str, name: str, made: bytes) -> None:
        """Keep what was made of a text, if the text is still there."""
        with self._lock:
            if id in self._texts:
                self._made[id][name] = made
                self._bound(id)

    def get(self, id: str, name: str) -> bytes | None:
        """What was made of a text, or None."""
        return self._made.get(id, {}).get(name)

    def alone(self, id: str, name: str) -> AbstractContextManager[None]:
        """No other process has this memory."""
        return nullcontext()

    def delete(self, id: str) -> bool:
        """Delete a text and all that was made of it; False where there is none."""
        with self._lock:
            self._made.pop(id, None)
            return self._texts.pop(id, None) is not None

    def sweep(self) -> None:
        """Delete what is too old."""
        with self._lock:
            for id in [id for id, (one, _) in self._texts.items() if self._clock() - one.created >= LIFE]:
                self.delete(id)

    @property
    def size(self) -> int:
        """Bytes kept."""
        return sum(size for _, size in self._texts.values()) + sum(
            len(made) for one in self._made.values() for made in one.values()
        )

    def _bound(self, newest: str) -> None:
        """Make room: what is too old goes, then what was asked for longest ago; the newest text always stays."""
        self.sweep()
        while self.size > self._most and len(self._texts) > 1:
            oldest = next(id for id in self._texts if id != newest)
            self.delete(oldest)
        if self.size > self._most:
            self._made[newest] = dict(list(self._made[newest].items())[-1:])
