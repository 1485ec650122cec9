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

Each error carries its facts as fields; `str(error)` is one clear line that names what would be accepted. Web, API and
MCP answer with `HaliError.as_data()`, the same shape everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class HaliError(Exception):
    """Base of every error hali raises on purpose; `exit_code` is what the command line returns."""

    exit_code = 2

    @property
    def details(self) -> dict[str, Any]:
        """The facts of the error as plain data."""
        return {}

    def as_data(self) -> dict[str, Any]:
        """The one shape of an error: its class, its line, its facts."""
        return {"error": type(self).__name__, "message": str(self), "details": self.details}


class QuestionError(HaliError):
    """The question cannot be answered as asked."""


class UnknownCode(QuestionError):
    """A code or name that no codelist knows.

    Args:
        scheme: what was looked up ("area", "measure", "language" ...).
        code: the word as given.
        nearest: up to three accepted words that come close.
    """

    def __init__(self, scheme: str, code: str, nearest: Sequence[str] = ()) -> None:
        self.scheme = scheme
        self.code = code
        self.nearest = tuple(nearest)
        shown = code if len(code) <= 60 else code[:57] + "..."
        listed = f"; `hali {scheme}s` lists those known" if scheme in {"area", "measure"} else ""
        hint = f"; did you mean {', '.join(self.nearest)}?" if self.nearest else listed
        super().__init__(f"unknown {scheme} {shown!r}{hint}")

    @property
    def details(self) -> dict[str, Any]:
        """What was looked up, the word as given, and the nearest accepted ones."""
        return {"scheme": self.scheme, "code": self.code[:200], "nearest": list(self.nearest)}


class NotInRecord(QuestionError):
    """The codes are known but the record holds nothing for them."""


class UnreadableInput(QuestionError):
    """A file or text that cannot be read as what it should be."""


class SourceError(HaliError):
    """A publisher failed."""

    exit_code = 3


class SourceUnavailable(SourceError):
    """A publisher gave no usable answer."""


class SourceChanged(SourceError):
    """A publisher's answer has a form its reader does not know."""


class NotDelivered(HaliError):
    """Whoever should be told did not take the message."""

    exit_code = 3


class RecordError(HaliError):
    """The record is damaged, of another version, or its folder cannot be used."""


class DamagedRecord(RecordError):
    """A file of the record is missing, or not what was written."""
