"""What a visitor asks: a text, what is said about it, and how its findings are to be shown."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from hali.checking.intake.source import Source
from hali.languages import CODES
from hali.languages import folder as languages
from hali.version import VERSION

PASTED = "text.txt"
"""File name of a text that was pasted."""


@dataclass(frozen=True, slots=True)
class Question:
    """A text to be checked.

    Attributes:
        source: the text with its blocks.
        name: file name, as it stands in the command that repeats the check.
        pair: the two partners it is about, as typed, or None.
        published: ISO date it appeared, or "".
        url: address of the page it appeared on, or "".
        created: seconds since 1970 when it was asked.
    """

    source: Source
    name: str = PASTED
    pair: tuple[str, str] | None = None
    published: str = ""
    url: str = ""
    created: float = 0.0

    def told(self) -> dict[str, Any]:
        """The question as JSON."""
        day = self.source.published
        return asdict(self) | {"source": asdict(self.source) | {"published": day.isoformat() if day else None}}

    def packed(self) -> bytes:
        """The question as bytes."""
        return json.dumps(self.told(), ensure_ascii=False).encode("utf-8", "surrogatepass")


def asked(told: Mapping[str, Any]) -> Question:
    """The question of `Question.told`."""
    return Question(
        **dict(told) | {"source": source(told["source"]), "pair": tuple(told["pair"]) if told["pair"] else None}
    )


def unpacked(data: bytes) -> Question:
    """The question of `Question.packed`."""
    return asked(json.loads(data.decode("utf-8", "surrogatepass")))


def source(told: Mapping[str, Any]) -> Source:
    """A text with its blocks from JSON."""
    return Source(
        text=told["text"],
        blocks=tuple((kind, start, end) for kind, start, end in told["blocks"]),
        title=told["title"],
        published=date.fromisoformat(told["published"]) if told["published"] else None,
    )


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to look at a checked text; the address of the page holds all of it.

    Attributes:
        corrections: what the reader says its claims mean, `c3.period=2022`.
        report: language of the report; "" = that of the text.
        as_of: ISO date the record is seen as of, or "".
        page: language of the page around it.
        keys: the keys n and p lead from claim to claim.
        address: of the server, for addresses others can follow.
    """

    corrections: tuple[str, ...] = ()
    report: str = ""
    as_of: str = ""
    page: str = "en"
    keys: bool = True
    address: str = ""

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """What stands in the address, in its order; what is as usual is left out."""
        set_ = tuple((name, value) for name, _, value in (one.partition("=") for one in self.corrections))
        others = (("report", self.report), ("v", self.as_of), ("keys", "" if self.keys else "off"))
        return (*set_, *((name, value) for name, value in others if value))

    def digest(self, record: str) -> str:
        """The variant on one record, made by one version of this program, as a name of a file."""
        told = json.dumps([asdict(self), record, VERSION, _templates()])
        return hashlib.sha256(told.encode()).hexdigest()[:32]


@cache
def _templates() -> str:
    """Hash of what pages are made with, so that none is shown that an older version made."""
    digest = hashlib.sha256()
    made = sorted(files("hali.web").joinpath("templates/checking").iterdir(), key=lambda file: file.name)
    for file in (*made, *(languages.file(lang, "web/checking.toml") for lang in CODES)):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


_CORRECTED = re.compile(r"c\d{1,6}\.[a-z_]{1,20}")

MOST = 200
"""Corrections one address may hold."""


def is_correction(parameter: str) -> bool:
    """Whether a parameter of an address names a slot of a claim: `c3.period`."""
    return _CORRECTED.fullmatch(parameter) is not None


def file_name(given: str) -> str:
    """A file name as sent by a browser, without folders and without signs no name should have."""
    base = re.split(r"[/\\]", given)[-1]
    kept = "".join(sign for sign in base if unicodedata.category(sign)[0] != "C").strip()
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[:80]}{dot}{ending[:10]}" if dot else kept[:80] or PASTED
