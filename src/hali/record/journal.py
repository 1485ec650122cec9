"""What an interrupted update already has: its answers are in the raw store and need not be asked for again."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from hali.access import durable
from hali.access.rawstore import Fetch
from hali.model.source import Reply, Request
from hali.record.vintages import Store

RESUMED = timedelta(hours=24)
"""How old an interrupted update may be to be taken up."""

ASTRAY = timedelta(days=1)
"""How far two clocks may differ."""

EARLIEST = 2000
"""A file saved in an earlier year was saved by something that knows no time."""


class Kept:
    """Answers by what was asked, oldest first; each is used once, so that a repeated question is asked anew."""

    def __init__(self, fetches: Sequence[Fetch] = ()) -> None:
        self._lock = threading.Lock()
        self._of: dict[tuple[str, str], deque[Fetch]] = defaultdict(deque)
        for fetch in fetches:
            self._of[fetch.method, fetch.url].append(fetch)

    def take(self, request: Request) -> Fetch | None:
        """The next answer to this request, or None."""
        with self._lock:
            line = self._of.get((request.method, address(request)))
            return line.popleft() if line else None


@contextmanager
def journal(store: Store, question: str) -> Iterator[Kept]:
    """Note that an update runs, and give the answers of one that was interrupted with the same question.

    Args:
        store: the store it fills.
        question: what tells this update from another.
    """
    path = store.state / f"update-{hashlib.sha256(question.encode()).hexdigest()[:12]}.json"
    started = now()
    try:
        begun = str(json.loads(path.read_text(encoding="utf-8"))["started"])
        fresh = datetime.fromisoformat(started) - datetime.fromisoformat(begun) < RESUMED
    except (OSError, ValueError, KeyError, TypeError):
        fresh = False
    if fresh:
        kept = Kept([fetch for fetch in store.raw.fetches() if fetch.retrieved >= begun])
    else:
        kept = Kept()
        durable.write(path, json.dumps({"started": started}).encode())
    yield kept
    path.unlink(missing_ok=True)


def now() -> str:
    """This moment, UTC, ISO, seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def came(reply: Reply) -> str:
    """When an answer came: now, but no later than it says of itself, so that a clock ahead of the world dates nothing.

    A publisher says what day it is, a file given by hand when it was saved.
    """
    by_hand = reply.request.url.startswith("file:")
    told = reply.headers.get("last-modified" if by_hand else "date", "")
    try:
        said = parsedate_to_datetime(told).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return now()
    early = datetime.now(UTC) - said > ASTRAY and said.year >= EARLIEST
    return said.isoformat(timespec="seconds") if early else now()


def address(request: Request) -> str:
    """What tells one request from another: its URL, and the hash of what is posted."""
    posted = f"#{hashlib.sha256(request.body).hexdigest()[:12]}" if request.body else ""
    return request.url + posted
