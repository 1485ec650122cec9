"""What a form sends, as a question: a text, a file, or the address of a page, and what is said about it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import anyio.to_thread
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from hali.access import guarded
from hali.errors import QuestionError, UnreadableInput
from hali.record.store import check_date
from hali.web.checking.questions import PASTED, Question
from hali.web.checking.reading import UPLOAD
from hali.web.checking.service import Checks

TEXT = 2_000_000
"""Bytes of a text that is pasted."""

FIELDS = 16
"""Fields a form may have."""


class NothingGiven(QuestionError):
    """Neither a text nor a file, or both; its message is the name of a sentence of the page."""


class TooMuch(UnreadableInput):
    """More bytes than are taken."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a form sent.

    Attributes:
        fields: name -> text.
        data: bytes of the file, or empty.
        name: its name.
    """

    fields: dict[str, str]
    data: bytes = b""
    name: str = ""


async def form(request: Request) -> Taken:
    """The fields and the file of a form.

    Raises:
        TooMuch: a text or a file larger than allowed.
    """
    try:
        async with request.form(max_files=1, max_fields=FIELDS, max_part_size=TEXT) as sent:
            fields = {name: value for name, value in sent.multi_items() if isinstance(value, str)}
            file = sent.get("file")
            if not isinstance(file, UploadFile) or not file.filename:
                return Taken(fields)
            data = await file.read(UPLOAD + 1)
            if len(data) > UPLOAD:
                raise TooMuch(f"the file is larger than {UPLOAD // 1_000_000} MB; give one article at a time")
            return Taken(fields, data, file.filename)
    except HTTPException as error:  # more fields or longer texts than allowed
        raise TooMuch(f"more than {TEXT // 1_000_000} MB of text, or no form of this page; give one article") from error


async def question(checks: Checks, taken: Taken, fetch: bool) -> Question:
    """The question a form asks.

    Args:
        checks: reads the file.
        taken: what was sent.
        fetch: whether the page of an address may be fetched.

    Raises:
        NothingGiven: no text, or more than one.
        UnreadableInput: the file or the page cannot be read.
        QuestionError: a pair or a day that is none.
    """
    text = taken.fields.get("text", "").replace("\r\n", "\n")
    address = taken.fields.get("address", "").strip() if fetch else ""
    given = [bool(text.strip()), bool(taken.name), bool(address)]
    if not any(given):
        raise NothingGiven("nothing_given")
    if sum(given) > 1:
        raise NothingGiven("two_given")
    about = _about(taken.fields)
    if address:
        page = await _fetched(address)
        return await checks.take(page.content, page.name, url=page.url, **about)
    if taken.name:
        return await checks.take(taken.data, taken.name, **about)
    return await checks.take(text.encode("utf-8", "surrogatepass"), PASTED, **about)


async def _fetched(address: str) -> guarded.Page:
    """The page of an address; one that trickles for longer than it may is left alone."""
    try:
        async with asyncio.timeout(guarded.SECONDS + 1):
            return await anyio.to_thread.run_sync(guarded.fetch, address, abandon_on_cancel=True)
    except TimeoutError as error:
        raise UnreadableInput(
            f"the page took more than {guarded.SECONDS:.0f} seconds; paste the text instead"
        ) from error


def _about(fields: dict[str, str]) -> dict[str, Any]:
    """The pair and the day a form names."""
    from hali.api import resolve_pair

    sides = tuple(fields.get(name, "").strip() for name in ("pair_a", "pair_b"))
    if any(sides):
        resolve_pair(sides)
    published = fields.get("published", "").strip()
    return {"pair": sides if any(sides) else None, "published": check_date(published) if published else ""}
