"""Places as words and figures: "seventh", "siebter", "wa saba", "7th", spelled as CLDR spells them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from hali.languages import CODES, lexicon
from hali.languages import language as declared

LAST = 30
"""The last place looked for in words; figures have no limit."""


@cache
def ordinals(language: str) -> Mapping[str, int]:
    """Every form of the ordinals of a language up to `LAST`, in lower case; a basic language has none.

    >>> ordinals("en")["twenty-first"], ordinals("de")["siebter"]
    (21, 7)
    """
    return _spelled(language, "spellout-ordinal") | _written(language, "words")


@cache
def cardinals(language: str) -> Mapping[str, int]:
    """Every form of the numbers of a language up to `LAST`, in lower case; a basic language has none.

    >>> cardinals("fr")["cinq"], cardinals("sw")["kumi na moja"]
    (5, 11)
    """
    return _spelled(language, "spellout-cardinal", "spellout-numbering") | _written(language, "counted")


@cache
def endings(language: str) -> tuple[str, ...]:
    """What makes figures an ordinal, as the words of a text are cut: `th`, `er`."""
    return tuple(lexicon(language)["ordinal"]["endings"]) if language in CODES else ()


@cache
def links(language: str) -> frozenset[str]:
    """Words that make the number after them an ordinal: Swahili "wa tatu"."""
    return frozenset(lexicon(language)["ordinal"]["links"]) if language in CODES else frozenset()


def _spelled(language: str, *kinds: str) -> dict[str, int]:
    if language not in CODES:
        return {}
    from unicode_rbnf import RbnfEngine

    engine = RbnfEngine.for_language(declared(language).locale)
    rules = [name for name in engine.rulesets if name.startswith(kinds) and not name.endswith("-year")]
    return {
        engine.format_number(number, ruleset_names=[rule]).text.lower(): number
        for rule in rules
        for number in range(1, LAST + 1)
    }


def _written(language: str, name: str) -> dict[str, int]:
    """Forms CLDR does not have ("seconde", "tisini")."""
    if language not in CODES:
        return {}
    more = lexicon(language)["ordinal"][name]
    return {form: int(number) for number, forms in more.items() for form in forms}
