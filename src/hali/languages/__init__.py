"""The six languages: the words texts are read with and written in, one file a language, and their numbers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from hali.errors import UnknownCode

CODES = ("en", "sw", "kk", "ru", "fr", "de")
"""Codes of the languages, as in file names and on the command line."""


@cache
def lexicon(lang: str) -> Mapping[str, Any]:
    """The words a language writes quantities and periods with: `reading/<lang>.toml`.

    Raises:
        UnknownCode: for a language hali does not read.
    """
    return _load("reading", lang)


@cache
def writing(lang: str) -> Mapping[str, Any]:
    """The sentences and labels a language is written with: `writing/<lang>.toml`.

    Raises:
        UnknownCode: for a language hali does not write.
    """
    return _load("writing", lang)


def _load(folder: str, lang: str) -> dict[str, Any]:
    if lang not in CODES:
        raise UnknownCode("language", lang, CODES)
    file = resources.files("hali.languages").joinpath(folder, f"{lang}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
