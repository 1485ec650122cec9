"""What all requests of a process share: the settings, the session on the record, what was made before."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.requests import Request

from hali import api
from hali.errors import HaliError
from hali.record.session import Session
from hali.record.store import Record
from hali.web.kept import Kept
from hali.web.settings import Settings

DOCUMENTS = 32
"""Composed documents kept in memory."""

PAGES = 64_000_000
"""Bytes of finished pages and files kept in memory."""


COMPOSING = 2
"""Documents composed at a time: each keeps a core busy for a second or more."""

WAITING = 8
"""Requests that wait for their turn; more are told to come back, so that finished pages have threads left."""

PATIENCE = 20.0
"""Seconds a request waits for its turn to compose."""


BUSY = "too many long answers are being made at once; try again in a moment"


class Busy(HaliError):
    """Too many long answers are being made at once."""


@dataclass(frozen=True, slots=True)
class Site:
    """One served record.

    Attributes:
        settings: what the server was started with.
        session: the record, opened once.
        documents: composed documents, by what they were asked as.
        pages: bodies of answers, by what they were asked as.
        records: earlier states of the record, by newest state and what they were asked as.
        turns: who may compose.
        line: who may wait for it.
    """

    settings: Settings
    session: Session
    documents: Kept = field(default_factory=lambda: Kept(DOCUMENTS))
    pages: Kept = field(default_factory=lambda: Kept(PAGES, size=len))
    records: Kept = field(default_factory=lambda: Kept(8))
    turns: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(COMPOSING))
    line: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(COMPOSING + WAITING))

    def record(self, pinned: str = "") -> Record:
        """The record as it is now, or as `pinned` names it.

        Args:
            pinned: ISO date, id of this record or of an earlier one on this machine, or "".

        Raises:
            QuestionError: `pinned` is neither a date nor an id.
            NotInRecord: no record of that id is on this machine.
        """
        now = self.session.record()
        if pinned in {"", now.id}:
            return now
        return self.records.get((now.id, pinned), lambda: api.earlier(now, pinned))

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The turn to make something long; raises Busy where too many do for too long."""
        if not self.line.acquire(blocking=False):
            raise Busy(BUSY)
        try:
            if not self.turns.acquire(timeout=PATIENCE):
                raise Busy(BUSY)
            try:
                yield
            finally:
                self.turns.release()
        finally:
            self.line.release()


def site(request: Request) -> Site:
    """The site a request is for."""
    found: Site = request.app.state.site
    return found


def opened(settings: Settings) -> Site:
    """The site of some settings; the record is opened when it is first asked."""
    return Site(settings, api.session(settings.folder))
