"""A text of `POST /check`: read from the request, checked where a check of the pages is."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from hali.catalogue import area_list
from hali.errors import UnreadableInput
from hali.record.store import check_date
from hali.web.api.asked import Text
from hali.web.checking.pool import Busy
from hali.web.checking.processes import Stopped
from hali.web.checking.questions import Variant
from hali.web.checking.service import CheckFailed, Checks

LONGEST = 1_000_000
"""Bytes of a text."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A text and what is said about it.

    Attributes:
        text: in UTF-8.
        pair: codes of the two partners it is about, or None.
        published: ISO date it appeared, or "".
        as_of: ISO date the record is seen as of, or "".
        lang: language of the report; "" = that of the text.
        corrections: what claims mean.
    """

    text: bytes
    pair: tuple[str, str] | None = None
    published: str = ""
    as_of: str = ""
    lang: str = ""
    corrections: tuple[str, ...] = ()


NAME = "text.txt"
"""File name of a text, as it stands in the command that repeats the check."""


def of_text(body: bytes) -> Asked:
    """The question of a plain text."""
    return Asked(_bounded(body))


def of_json(body: bytes) -> Asked:
    """The question of a JSON object.

    Raises:
        UnreadableInput: no such object, or a field that is no value of its kind.
    """
    try:
        told = Text.model_validate_json(_bounded(body))
    except ValidationError as error:
        first = error.errors()[0]
        place = str(next(iter(first["loc"]), ""))[:60]
        fields = ", ".join(Text.model_fields)
        raise UnreadableInput(f"{place or 'body'}: {first['msg'][:160]}; an object with {fields}") from None
    pair = area_list.pair(*told.pair) if told.pair else None
    published = check_date(told.published) if told.published else ""
    as_of = check_date(told.as_of) if told.as_of else ""
    return Asked(told.text.encode("utf-8", "replace"), pair, published, as_of, told.lang, tuple(told.corrections))


def _bounded(body: bytes) -> bytes:
    if len(body) > LONGEST:
        raise UnreadableInput(f"a text of {len(body):,} bytes; at most {LONGEST:,}: give one article at a time")
    return body


async def checked(request: Request, asked: Asked) -> bytes:
    """The findings as `hali check --format json` writes them, made by the processes that check for the pages.

    Raises:
        UnreadableInput: there is no text in it.
        QuestionError: a correction that cannot be.
        HTTPException: too much is being checked, or it took too long.
    """
    checks: Checks = request.app.state.checks
    try:
        question = await checks.take(asked.text, NAME, asked.pair, asked.published)
        return await checks.file(question, Variant(asked.corrections, asked.lang, asked.as_of), "json")
    except (Busy, Stopped):
        raise HTTPException(503, "more is to be checked than this machine can", {"Retry-After": "30"}) from None
    except CheckFailed as error:
        raise HTTPException(503, str(error), {"Retry-After": "60"}) from error
