"""The ends a transit time is between, where its sentence names them: a time between other ends is another number."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import regex

MEASURE = "corridor_transit_time"

OTHER = "OTHER"
"""Code of ends, or of a route, the record holds no time of."""


@cache
def _table() -> dict[str, Any]:
    text = (files("hali.checking.context") / "route_ends.toml").read_text(encoding="utf-8")
    found = tomllib.loads(text)
    for group in ("ends", "other"):
        found[group] = {name: regex.compile(rf"\b(?:{stems})\b") for name, stems in found[group].items()}
    return found


def product(text: str) -> str | None:
    """Code of the ends a sentence names; OTHER for those the record has no time between, None where they stay open.

    >>> product("From Altynkol to Poti the train takes 12 days.")
    'ROUTE:TITR.ALTYNKOL-POTI'
    >>> product("Trains reach Duisburg from Xi'an in 16 days."), product("The corridor takes 15 days.")
    ('OTHER', None)
    """
    table, said = _table(), text.casefold()
    named = {name for name, stems in table["ends"].items() if stems.search(said)}
    known = [code for code, ends in table["product"].items() if named >= set(ends)]
    if len(known) == 1:
        return str(known[0])
    if len(named) > 1:
        return None if known else OTHER
    return OTHER if table["other"]["route"].search(said) and not table["other"]["also"].search(said) else None


def variant(named: str | None, text: str) -> str | None:
    """The variant a transit time is of: the word "delivery" leaves the ends open, which the sentence may name."""
    return None if named == "delivery" and product(text) not in {None, OTHER} else named
