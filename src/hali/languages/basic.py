"""Lexicons of the languages read on the basic level: CLDR's signs and months, and a few words from `basic.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from hali import cldr


@cache
def basic_words() -> Mapping[str, Any]:
    """The tables of `reading/basic.toml`, one a language."""
    file = resources.files("hali.languages").joinpath("reading", "basic.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def basic_lexicon(lang: str, full: Mapping[str, Any]) -> dict[str, Any]:
    """A lexicon with the tables of the `full` one; what neither CLDR nor `basic.toml` fills is empty."""
    own = basic_words()[lang]
    tables = {name: _filled(table, own.get(name, {})) for name, table in full.items() if isinstance(table, dict)}
    locale = cldr.locale(lang)
    period = {**tables["period"], "months": [list(forms) for forms in locale.months], "ordinals": [[], [], [], []]}
    return {
        **tables,
        "decimal": locale.decimal,
        "group": locale.group,
        "endings": own.get("endings", ""),
        "period": period,
        "figures": full["figures"],
    }


def _filled(model: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The names of a table with a language's own values; a list or table it lacks is empty."""
    empty = {name: _empty(value) for name, value in model.items() if not name[:1].isdigit() and name.islower()}
    return {**empty, **own}


def _empty(value: Any) -> Any:
    return {} if isinstance(value, dict) else "" if isinstance(value, str) else []
