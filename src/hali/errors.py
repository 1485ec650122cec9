"""Every error hali raises on purpose.

    HaliError
    |-- QuestionError          the question was wrong (exit code 2)
    |   |-- UnknownCode        a code or name no codelist knows
    |   |-- NotInRecord        the codes are known, the record holds nothing for them
    |   `-- UnreadableInput    a file or text that cannot be read
    |-- SourceError            a publisher failed (exit code 3)
    |   |-- SourceUnavailable  no answer, or told to come back later
    |   `-- SourceChanged      an answer in a form the reader does not know
    |-- NotDelivered           whoever should be told did not take the message (exit code 3)
    `-- RecordError            the record itself cannot be read or written (exit code 2)
        `-- DamagedRecord      a file of it is not what was written

Each error carries its facts as fields, and a `code` that programs can rely on; `str(error)` is one clear line that
names what would be accepted. Web, API and MCP answer with `HaliError.as_data()`, the same shape everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class HaliError(Exception):
    """Base of every error hali raises on purpose.

    Attributes:
        code: what happened, in a word that stays the same between versions.
        exit_code: what the command line returns.
    """

    code = "error"
    exit_code = 2

    @property
    def details(self) -> dict[str, Any]:
        """The facts of the error as plain data."""
        return {}

    def as_data(self) -> dict[str, Any]:
        """The one shape of an error: its class, its code, its line, its facts."""
        return {"error": type(self).__name__, "code": self.code, "message": str(self), "details": self.details}


class QuestionError(HaliError):
    """The question cannot be answered as asked."""

    code = "question"


class UnknownCode(QuestionError):
    """A code or name that no codelist knows.

    Args:
        scheme: what was looked up ("area", "measure", "language" ...).
        word: the word as given.
        nearest: up to three accepted words that come close.
    """

    code = "unknown_code"

    def __init__(self, scheme: str, word: str, nearest: Sequence[str] = ()) -> None:
        self.scheme = scheme
        self.word = word
        self.nearest = tuple(nearest)
        shown = word if len(word) <= 60 else word[:57] + "..."
        listed = f"; `hali {scheme}s` lists those known" if scheme in {"area", "measure"} else ""
        hint = f"; did you mean {', '.join(self.nearest)}?" if self.nearest else listed
        super().__init__(f"unknown {scheme} {shown!r}{hint}")

    @property
    def details(self) -> dict[str, Any]:
        """What was looked up, the word as given, and the nearest accepted ones."""
        return {"scheme": self.scheme, "word": self.word[:200], "nearest": list(self.nearest)}


class NotInRecord(QuestionError):
    """The codes are known but the record holds nothing for them."""

    code = "not_in_record"


class UnreadableInput(QuestionError):
    """A file or text that cannot be read as what it should be."""

    code = "unreadable_input"


class SourceError(HaliError):
    """A publisher failed."""

    code = "source"
    exit_code = 3


class SourceUnavailable(SourceError):
    """A publisher gave no usable answer."""

    code = "source_unavailable"


class SourceChanged(SourceError):
    """A publisher's answer has a form its reader does not know."""

    code = "source_changed"


class NotDelivered(HaliError):
    """Whoever should be told did not take the message."""

    code = "not_delivered"
    exit_code = 3


class RecordError(HaliError):
    """The record is damaged, of another version, or its folder cannot be used."""

    code = "record"


class DamagedRecord(RecordError):
    """A file of the record is missing, or not what was written."""

    code = "damaged_record"
