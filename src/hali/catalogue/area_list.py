"""Areas by code or words, with the composition a bloc is read as on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from hali.codelists import areas
from hali.errors import UnknownCode

LISTED = 3
"""Codes named beside a word nobody knows."""


def entry(code: str, lang: str, day: date) -> dict[str, Any]:
    """An area as data: code, kind, name, the dated code it is read as, and its members on the day.

    Args:
        code: a code of the record or a concept (`EU`).
        lang: language of the name.
        day: day a bloc's composition is taken on.
    """
    usual = _usual(code, day)
    held = areas.members(usual, day)
    return {
        "code": code,
        "kind": areas.area(usual).kind,
        "name": areas.name(code, lang),
        "read_as": usual,
        "members": sorted(held) if held != {usual} else [],
        "other_codes": [other for other in areas.concept_codes(areas.concept(code)) if other not in {usual, code}],
    }


def find(query: str, lang: str = "en") -> list[str]:
    """Codes by code or name in one of six languages: what the words mean, then names with a word that starts so.

    Args:
        query: "EU", "guin", "Қазақстан"; "" = every code.
        lang: language whose names go first.
    """
    wanted = query.strip().casefold()
    if not wanted:
        return list(_names())
    exact, own, other = [], [], []
    for code, names in _names().items():
        if wanted == code.casefold() or wanted in names:
            exact.append(code)
        elif code.casefold().startswith(wanted) or _starts(areas.name(code, lang).casefold(), wanted):
            own.append(code)
        elif any(_starts(name, wanted) for name in names):
            other.append(code)
    return list(dict.fromkeys([*_meant(query), *exact, *own, *other]))


def nearest(text: str, lang: str = "en") -> list[dict[str, str]]:
    """The three countries or blocs whose code or name comes closest to a word nobody knows."""
    from rapidfuzz import fuzz, process

    spelled = {
        name: code for code, names in _names().items() if _common(code) for name in (code.casefold(), *sorted(names))
    }
    hits = process.extract(text.casefold(), list(spelled), scorer=fuzz.ratio, limit=60)
    codes = dict.fromkeys(spelled[name] for name, _, _ in hits)
    return [{"code": code, "name": areas.name(code, lang)} for code in list(codes)[:LISTED]]


def _starts(name: str, wanted: str) -> bool:
    """Whether a word of the name starts with what is wanted."""
    return name.startswith(wanted) or f" {wanted}" in name or f"-{wanted}" in name


def _common(code: str) -> bool:
    """Whether this is a country, or a bloc as texts name it."""
    return code in areas.concepts() and areas.area(areas.concept_codes(code)[0]).kind in {"country", "bloc", "moving"}


def _usual(code: str, day: date) -> str:
    """The code of the record a concept is read as."""
    return areas.conventional(code, day) if code in areas.concepts() else code


def _meant(query: str) -> list[str]:
    """What the words mean where they name one area in full."""
    try:
        return [areas.resolve(query)]
    except UnknownCode:
        return []


@cache
def _names() -> Mapping[str, frozenset[str]]:
    """Concept or code -> its names in six languages, case folded; concepts first."""
    codes = dict.fromkeys([*areas.concepts(), *areas.codes()])
    return {code: frozenset(areas.name(code, lang).casefold() for lang in areas.LANGUAGES) for code in codes}
