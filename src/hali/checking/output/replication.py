"""Replication: what has to be the same for a check to give the same bytes again, and the command that repeats it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from hali.checking.checked import Checked
from hali.languages.folder import DECLARED, ONLY_SOME, READ, folders

TOLERANCE = ("model/units.py",)
"""The files that say how far a number may lie from a written figure."""

LEXICON = (
    *(f"languages/{lang}/{name}" for lang in folders() for name in (DECLARED, *ONLY_SOME, *READ)),
    "languages/money.toml",
    "checking/context/linking.toml",
    "codelists/data/measures",
)
"""The files and folders that hold the words texts are read by."""


@dataclass(frozen=True, slots=True)
class Replication:
    """How to repeat a check.

    Attributes:
        command: the command that prints the same document again; None outside the command line.
        record: id of the record.
        grid: hash of the grid.
        tolerance: hash of the intervals written figures are given.
        lexicon: hash of the words texts are read by.
    """

    command: str | None
    record: str
    grid: str
    tolerance: str
    lexicon: str


def replication(checked: Checked, command: str = "") -> Replication:
    """How to repeat the check of an article.

    Args:
        checked: the article and its findings.
        command: the command that checked it, "" if none did.
    """
    return Replication(command or None, checked.record, checked.grid, tolerance(), lexicon())


@cache
def tolerance() -> str:
    """Hash of TOLERANCE, 12 hexadecimal digits."""
    return _hash(TOLERANCE)


@cache
def lexicon() -> str:
    """Hash of LEXICON, 12 hexadecimal digits."""
    return _hash(LEXICON)


def _hash(names: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for name in names:
        found = files("hali").joinpath(name)
        inside = sorted(found.iterdir(), key=_name) if found.is_dir() else [found]
        for file in inside:
            if file.is_file():
                digest.update(file.name.encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _name(file: Traversable) -> str:
    return file.name
