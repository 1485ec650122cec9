"""What was made before, by what it was asked as: bounded by size, oldest use first out, made once for all who wait."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class Kept:
    """A bounded memory that threads share.

    Args:
        most: sum of sizes at the most.
        size: size of one thing; default 1, so that `most` counts things.
    """

    def __init__(self, most: int, size: Callable[[Any], int] = lambda _: 1) -> None:
        self._most = most
        self._size = size
        self._total = 0
        self._held: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[Hashable, threading.Lock] = {}

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is held under `key`, else what `make` gives; two who ask at once make it once."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                found: T = self._held[key]
                return found
            turn = self._making.setdefault(key, threading.Lock())
        with turn:
            with self._lock:
                if key in self._held:
                    found = self._held[key]
                    return found
            try:
                made = make()
                self._put(key, made)
            finally:
                with self._lock:
                    self._making.pop(key, None)
            return made

    def _put(self, key: Hashable, made: object) -> None:
        size = self._size(made)
        if size > self._most:
            return
        with self._lock:
            self._held[key] = made
            self._total += size
            while self._total > self._most:
                _, old = self._held.popitem(last=False)
                self._total -= self._size(old)
