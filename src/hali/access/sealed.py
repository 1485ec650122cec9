"""Lists kept as JSON that say of themselves whether they are whole, and whether they are the newest.

    list.json        {"sha256": hash of everything behind it, "number": 3, ...}
    .list.json.last  the number and hash of the newest list: one that is older, another or gone is known by it

The list is replaced first, the note on it after that, so that a list is never older than the note unless somebody put
it there. A list without a hash is one of an older version of hali.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hali.access import durable
from hali.errors import DamagedRecord

SEAL = "sha256"
"""The key of the hash; it is the first of the list."""

_BEGIN = f'{{"{SEAL}": "'


def dump(content: Mapping[str, Any]) -> bytes:
    """A list as JSON, with its hash."""
    rest = ('",\n' + json.dumps(content, ensure_ascii=False, indent=1)[2:] + "\n").encode()
    return _BEGIN.encode() + hashlib.sha256(rest).hexdigest().encode() + rest


def load(text: bytes) -> dict[str, Any]:
    """A list from JSON; it has the key SEAL if it had a hash.

    Raises:
        ValueError: it is no such list, or its hash is another.
    """
    content: dict[str, Any] = json.loads(text)
    if not isinstance(content, dict) or content.get(SEAL, _hash(text)) != _hash(text):
        raise ValueError("it is no list, or not the one that was written")
    return content


def _hash(text: bytes) -> str:
    """The hash of what stands behind the hash."""
    return hashlib.sha256(text[len(_BEGIN) + 64 :]).hexdigest()


def parse(text: str | bytes, where: str) -> dict[str, Any]:
    """The same of a list that stands in `where`.

    Raises:
        DamagedRecord: it is no such list, or its hash is another.
    """
    try:
        return load(text.encode() if isinstance(text, str) else text)
    except ValueError as error:
        raise damaged(where) from error


def damaged(where: object, why: str = "") -> DamagedRecord:
    """The error of a list that is not what was written."""
    told = f"{where} is damaged{f': {why}' if why else ''}"
    return DamagedRecord(f"{told}; put its newest copy back, or `hali record import` an export of this record")


class Newest:
    """A list that is replaced as a whole; only the newest counts.

    Args:
        path: where it lies.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.note = path.with_name(f".{path.name}.last")

    def begin(self) -> None:
        """Note that there is no list yet, so that one that is lost later is missed.

        Raises:
            RecordError: the folder cannot be written.
        """
        if not self.note.exists() and not self.path.exists():
            durable.write(self.note, dump({"of": self.path.name, "number": 0, "list": ""}))

    def noted(self) -> bool:
        """Whether it is noted what the newest list is."""
        return self._noted() is not None

    def require_noted(self) -> None:
        """Without the note an older copy of the list would pass; lists of older versions of hali never had one.

        Raises:
            DamagedRecord: the note is missing or damaged.
        """
        if not self.noted() and self._number():
            told = f"{self.note} is missing or damaged, so that an older {self.path.name} would pass"
            raise DamagedRecord(f"{told}; if it is the newest, `hali record mend` notes it")

    def read(self) -> dict[str, Any] | None:
        """The list; None where there is none yet.

        Raises:
            DamagedRecord: it is damaged, older than the newest, or gone.
            OSError: it cannot be read.
        """
        # the note comes first: a list replaced meanwhile is newer than it, never older
        number, hash_ = self._noted() or (0, "")
        try:
            text = self.path.read_bytes()
        except FileNotFoundError:
            if number:
                raise self.damaged("it is gone") from None
            return None
        try:
            content = load(text)
            own, seal = int(content.get("number", 0)), str(content.get(SEAL, ""))
        except (ValueError, TypeError) as error:
            raise self.damaged() from error
        if own < number or (own == number and hash_ not in {"", seal}):
            raise self.damaged(f"it is number {own}, the newest is {number}")
        return content

    def replace(self, content: Mapping[str, Any]) -> None:
        """Make `content` the newest list.

        Raises:
            RecordError: the folder cannot be written or the disk is full.
        """
        number = max((self._noted() or (0, ""))[0], self._number()) + 1
        text = dump({"number": number, **content})
        durable.write(self.path, text)
        durable.write(self.note, dump({"of": self.path.name, "number": number, "list": load(text)[SEAL]}))

    def damaged(self, why: str = "") -> DamagedRecord:
        """The error of this list where it is not what was written."""
        return damaged(self.path, why)

    def _number(self) -> int:
        try:
            return int(load(self.path.read_bytes()).get("number", 0))
        except (OSError, ValueError, TypeError):
            return 0

    def _noted(self) -> tuple[int, str] | None:
        """Number and hash of the newest list; None where the note is missing, damaged or that of another list."""
        try:
            told = load(self.note.read_bytes())
            return (int(told["number"]), str(told["list"])) if told["of"] == self.path.name else None
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None
