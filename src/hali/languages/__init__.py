"""The languages: six read and written in full, one file each, and some that are only read, as far as CLDR goes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from hali.errors import UnknownCode

CODES = ("en", "sw", "kk", "ru", "fr", "de")
"""Codes of the languages read and written in full, as in file names and on the command line."""

BASIC = ("es", "it", "pl", "tr", "uk", "zh", "ar", "pt")
"""Codes of languages whose figures, percentages and money are read, with few words around them; nothing is written."""


@cache
def lexicon(lang: str) -> Mapping[str, Any]:
    """The words a language writes quantities and periods with: `reading/<lang>.toml`, for a basic one `basic.toml`.

    Raises:
        UnknownCode: for a language hali does not read.
    """
    if lang in BASIC:
        from hali.languages.basic import basic_lexicon

        return basic_lexicon(lang, lexicon("en"))
    return _load("reading", lang)


@cache
def writing(lang: str) -> Mapping[str, Any]:
    """The sentences and labels a language is written with: `writing/<lang>.toml`; English for a basic language.

    Raises:
        UnknownCode: for a language hali does not know.
    """
    return _load("writing", written_in(lang))


def written_in(lang: str) -> str:
    """The language findings about a text in `lang` are written in: its own, or English for a basic one."""
    return "en" if lang in BASIC else lang


def _load(folder: str, lang: str) -> dict[str, Any]:
    if lang not in CODES:
        raise UnknownCode("language", lang, CODES)
    file = resources.files("hali.languages").joinpath(folder, f"{lang}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
