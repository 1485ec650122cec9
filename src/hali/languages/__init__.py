"""The languages, one folder each: some read and written in full, some of which only the numbers are read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from hali.languages.declared import (
    ALIKE,
    BASIC,
    CODES,
    REFERENCE,
    Language,
    Traits,
    caseless,
    dictionary_order,
    known,
    language,
    traits,
)
from hali.languages.folder import toml

__all__ = [
    "ALIKE",
    "BASIC",
    "CODES",
    "REFERENCE",
    "Language",
    "Traits",
    "beside",
    "caseless",
    "cues",
    "dictionary_order",
    "known",
    "language",
    "lexicon",
    "traits",
    "writing",
    "written_in",
]


@cache
def lexicon(lang: str) -> Mapping[str, Any]:
    """The words a language writes quantities and periods with: `reading.toml`.

    Raises:
        UnknownCode: for a language hali does not read.
    """
    if lang in BASIC:
        from hali.languages.basic import basic_lexicon

        return basic_lexicon(lang, lexicon(REFERENCE))
    return toml(known(lang), "reading.toml")


@cache
def beside(name: str, lang: str = "") -> frozenset[str]:
    """Small words beside numbers, by their name in the table `beside` of `reading.toml`; without a language, of all."""
    langs = (lang,) if lang else CODES
    return frozenset(word for code in langs for word in lexicon(code)["beside"].get(name, ()))


@cache
def cues(lang: str) -> Mapping[str, Any]:
    """The words that name a subject, a direction, a rank, an event: `cues.toml`; empty for a basic language.

    Raises:
        UnknownCode: for a language hali does not read.
    """
    return toml(lang, "cues.toml")


@cache
def writing(lang: str) -> Mapping[str, Any]:
    """The sentences and labels a language is written with: `writing.toml`; English for a basic language.

    Raises:
        UnknownCode: for a language hali does not know.
    """
    return toml(known(written_in(lang)), "writing.toml")


def written_in(lang: str) -> str:
    """The language findings about a text in `lang` are written in: its own, or English for a basic one."""
    return REFERENCE if lang in BASIC else lang
