"""The ends a transit time is between, where its sentence names them: a time between other ends is another number."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import regex

from hali.languages.folder import folders, toml

MEASURE = "corridor_transit_time"

OTHER = "OTHER"
"""Code of ends, or of a route, the record holds no time of."""


FILE = "route_ends.toml"
"""Of a language: the names of ends, and its words for other routes; here: the readings by their ends."""


@cache
def _readings() -> dict[str, frozenset[str]]:
    """Codes of the readings of the record with the two ends each is between."""
    found = tomllib.loads((files("hali.checking.context") / FILE).read_text(encoding="utf-8"))["product"]
    return {code: frozenset(ends) for code, ends in found.items()}


@cache
def _words(group: str) -> dict[str, regex.Pattern[str]]:
    """Names of the ends (`ends`) or words for other routes (`other`) with what says them in any language."""
    said: dict[str, list[str]] = {}
    for lang in folders():
        for name, stems in toml(lang, FILE).get(group, {}).items():
            said.setdefault(name, []).append(stems)
    return {name: regex.compile(rf"\b(?:{'|'.join(stems)})\b") for name, stems in said.items()}


def product(text: str) -> str | None:
    """Code of the ends a sentence names; OTHER for those the record has no time between, None where they stay open.

    >>> product("From Altynkol to Poti the train takes 12 days.")
    'ROUTE:TITR.ALTYNKOL-POTI'
    >>> product("Trains reach Duisburg from Xi'an in 16 days."), product("The corridor takes 15 days.")
    ('OTHER', None)
    """
    said, other = text.casefold(), _words("other")
    named = {name for name, stems in _words("ends").items() if stems.search(said)}
    known = [code for code, ends in _readings().items() if named >= ends]
    if len(known) == 1:
        return known[0]
    if len(named) > 1:
        return None if known else OTHER
    return OTHER if other["route"].search(said) and not other["also"].search(said) else None


def variant(named: str | None, text: str) -> str | None:
    """The variant a transit time is of: the word "delivery" leaves the ends open, which the sentence may name."""
    return None if named == "delivery" and product(text) not in {None, OTHER} else named
