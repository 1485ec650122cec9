"""The folder of a language, `languages/<code>/`: all that is known of it stands there, and only there.

A folder with a `language.toml` is a language. What else it holds says what the language is good for: `reading.toml` to
read its numbers, `cues.toml`, `measures.toml`, `area_aliases.csv`, `products.csv` to read what they are about,
`morphology.toml` for the endings of names, `route_ends.toml` to read between which ends a route is meant,
`writing.toml`, `areas.csv`, `organisations.csv`, `elements.toml`, `places.csv` and `web/` to write in it.
"""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from hali.errors import UnknownCode

ENCODING = "utf-8-sig"
"""UTF-8, with or without the mark that spreadsheets put first."""

DECLARED = "language.toml"
"""The file that makes a folder a language."""

READ = (
    "reading.toml",
    "cues.toml",
    "measures.toml",
    "area_aliases.csv",
    "products.csv",
)
"""The files texts are read by."""

ONLY_SOME = ("morphology.toml", "route_ends.toml")
"""Files texts are read by that only some languages need: where words change, where places have names of their own."""

WEB = ("frame", "pages", "checking", "api", "about", "routes")
"""The files of `web/`, one for each part of the site."""

WRITTEN = (
    "writing.toml",
    "areas.csv",
    "organisations.csv",
    "elements.toml",
    "places.csv",
    "routes.toml",
    *(f"web/{name}.toml" for name in WEB),
)
"""The files it is written with."""


@cache
def folders() -> tuple[str, ...]:
    """Codes of all languages that have a folder, in alphabetical order."""
    inside = resources.files("hali.languages").iterdir()
    return tuple(sorted(one.name for one in inside if one.is_dir() and one.joinpath(DECLARED).is_file()))


def file(lang: str, name: str) -> Traversable:
    """A file of a language's folder, there or not: ("kk", "web/frame.toml").

    Raises:
        UnknownCode: no folder of this language.
    """
    if lang not in folders():
        raise UnknownCode("language", lang, folders())
    return resources.files("hali.languages").joinpath(lang, *name.split("/"))


def toml(lang: str, name: str) -> dict[str, Any]:
    """The tables of a file of a language; empty where the language has no such file."""
    found = file(lang, name)
    return tomllib.loads(found.read_text(encoding=ENCODING)) if found.is_file() else {}


def rows(lang: str, name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV file of a language, column name -> text; none where the language has no such file."""
    found = file(lang, name)
    if not found.is_file():
        return ()
    return tuple(csv.DictReader(found.read_text(encoding=ENCODING).splitlines()))


@cache
def texts(lang: str, name: str, key: str) -> dict[str, str]:
    """The column `name` of a CSV file by another: ("kk", "places.csv", "id") -> {"aktau": ...}; never changed."""
    return {row[key]: row["name"] for row in rows(lang, name)}
