"""What Unicode's CLDR says of languages: months, plural forms, names of countries and of money.

`data/<locale>.json` holds the part of it that hali reads; `tools/compile_cldr.py` writes it by way of Babel, whose own
data are a hundred times as large.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources

KEPT = 4096
"""Plural forms kept in memory."""


@dataclass(frozen=True, slots=True)
class Locale:
    """One locale.

    Attributes:
        months: names of the twelve months, in small letters, each in all its forms.
        territories: ISO 3166 alpha-2 -> name; of the languages hali writes.
        money: ISO 4217 -> forms of the name, singular and plural, in alphabetical order.
        signs: ISO 4217 -> sign.
    """

    months: tuple[tuple[str, ...], ...]
    territories: Mapping[str, str]
    money: Mapping[str, tuple[str, ...]]
    signs: Mapping[str, str]


@cache
def locale(name: str) -> Locale:
    """One locale by its name in CLDR: that of a language of hali, or one of its regions."""
    file = resources.files("hali.cldr").joinpath("data", f"{name}.json")
    told = json.loads(file.read_text(encoding="utf-8"))
    told["months"] = tuple(map(tuple, told["months"]))
    told["money"] = {code: tuple(forms) for code, forms in told["money"].items()}
    return Locale(**told)


def plural(lang: str, number: Decimal | float) -> str:
    """Plural category of a number in a language; zeros a Decimal ends in count as printed.

    Source: Unicode Technical Standard 35, part 3, "Language Plural Rules".

    >>> plural("ru", 22), plural("en", Decimal("1.0"))
    ('few', 'other')
    """
    return _category(lang, str(number))


@lru_cache(maxsize=KEPT)
def _category(lang: str, printed: str) -> str:
    # by the text: as numbers 1 and 1.0 are one
    from unicode_rbnf.plural_rules import get_plural_category

    return get_plural_category(lang, Decimal(printed))
