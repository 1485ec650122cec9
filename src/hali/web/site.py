"""What all requests of a process share: the settings, the session on the record, what was made before."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.requests import Request

from hali import api
from hali.record.session import Session
from hali.record.store import Record
from hali.web.kept import Kept
from hali.web.settings import Settings

DOCUMENTS = 64
"""Composed documents kept in memory."""

PAGES = 128_000_000
"""Bytes of finished pages and files kept in memory."""


@dataclass(frozen=True, slots=True)
class Site:
    """One served record.

    Attributes:
        settings: what the server was started with.
        session: the record, opened once.
        documents: composed documents, by what they were asked as.
        pages: bodies of answers, by what they were asked as.
    """

    settings: Settings
    session: Session
    documents: Kept = field(default_factory=lambda: Kept(DOCUMENTS))
    pages: Kept = field(default_factory=lambda: Kept(PAGES, size=len))

    def record(self, pinned: str = "") -> Record:
        """The record as it is now, or as `pinned` names it.

        Args:
            pinned: ISO date, id of this record or of an earlier one on this machine, or "".

        Raises:
            QuestionError: `pinned` is neither a date nor an id.
            NotInRecord: no record of that id is on this machine.
        """
        now = self.session.record()
        return now if pinned in {"", now.id} else api.earlier(now, pinned)


def site(request: Request) -> Site:
    """The site a request is for."""
    found: Site = request.app.state.site
    return found


def opened(settings: Settings) -> Site:
    """The site of some settings; the record is opened when it is first asked."""
    return Site(settings, api.session(settings.folder))
