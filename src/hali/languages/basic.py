"""Lexicons of the languages read on the basic level: the months of CLDR, and the few words of their `reading.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from hali.languages.folder import toml
from hali.languages.language import language


def basic_lexicon(lang: str, full: Mapping[str, Any]) -> dict[str, Any]:
    """A lexicon with the tables of the `full` one; what neither CLDR nor its own file fills is empty."""
    own = toml(lang, "reading.toml")
    tables = {name: _filled(table, own.get(name, {})) for name, table in full.items() if isinstance(table, dict)}
    period = {**tables["period"], "months": _months(language(lang).locale), "ordinals": [[], [], [], []]}
    return {
        **tables,
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


def _months(locale: str) -> list[list[str]]:
    """Names of the twelve months."""
    from babel import localedata

    data: dict[Any, Any] = localedata.load(locale)
    # Babel writes the names an alias leads to into data all languages share: read from a copy, else German January
    # is Chinese from then on.
    calendar: Any = localedata.LocaleDataDict({**data, "months": deepcopy(data["months"])})
    forms = [calendar["months"][context]["wide"] for context in ("format", "stand-alone")]
    return [sorted({form[i].lower() for form in forms}) for i in range(1, 13)]
