"""Areas by code or words, with the composition a bloc is read as on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from hali.codelists import areas
from hali.errors import QuestionError, UnknownCode


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


NEAREST = 3
"""Codes named beside a word nobody knows."""


def code(name: str) -> str:
    """The code of an area a person names.

    Raises:
        UnknownCode: none, or several; it lists three codes.
    """
    try:
        return areas.resolve(name)
    except UnknownCode:
        # many spellings of one area come close to a word: enough of them to have three areas
        raise UnknownCode("area", name, areas.suggestions(name, 8 * NEAREST)[:NEAREST]) from None


def pair(a: str, b: str) -> tuple[str, str]:
    """The codes of two different areas.

    Raises:
        UnknownCode: one of them is none, or several.
        QuestionError: they are the same.
    """
    found = code(a), code(b)
    if found[0] == found[1]:
        raise QuestionError(f"both are the same area, {found[0]}: give two different ones")
    return found


def find(query: str, most: int) -> tuple[str, ...]:
    """Codes by code or name in any language, the closest first; "" = every concept, then every other code.

    Args:
        query: "EU", "guin", "Kasachstan".
        most: codes at the most.
    """
    if query.strip():
        return areas.suggestions(query, most)
    return tuple(dict.fromkeys([*areas.concepts(), *areas.codes()]))[:most]


def _usual(code: str, day: date) -> str:
    """The code of the record a concept is read as."""
    return areas.conventional(code, day) if code in areas.concepts() else code
