"""What money is called: the names and signs of every currency in the words of CLDR, and nouns several countries share.

The reading files hold what people say ("Swiss francs", "bob"); CLDR adds the formal name of every currency in all its
plural forms, and from these forms the stem that takes the language's endings.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from os.path import commonprefix
from typing import Any

import regex

from hali import cldr
from hali.languages import ALIKE, BASIC, REFERENCE, language, lexicon, traits
from hali.languages.morphology import tables
from hali.languages.tokens import IDEOGRAPH
from hali.model.units import CURRENCIES

WITHDRAWN = frozenset(
    "ATS BEF CSK CUC CYP DEM ECS EEK ESP FIM FRF GRD IEP ITL LTL LUF LVL MTL NLG PTE SIT SKK SUR XEU".split()  # noqa: SIM905
)
"""ISO codes of money that left use before the years of the record; older texts still count in it."""

MONEY = CURRENCIES | WITHDRAWN
"""Codes of all money that texts are read in."""

_WORDS = frozenset(
    """
    ALL AMD ANG ARS ATS BAM BEF BOB CAD COP CUP CVE DOP ECS ERN ESP GEL GIP HUF INR LAK MAD MOP MUR NAD PAB PEN RON RUB
    SAR SEK SIT SOS STN SUR TOP TRY VES WST
    """.split()  # noqa: SIM905
)
"""Codes that in small letters are words or abbreviations of other things in one of the languages."""
_SHORT = 4
"""Letters from which a word of a name takes endings."""
_SIGN = regex.compile(r"\p{Sc}")
_NAME = regex.compile(r"[\p{L}\p{M}'\u2019.&()\s\u2013-]+")


def names(lang: str) -> Iterator[tuple[str, str]]:
    """Code and entry (as in the reading files) of every name and sign CLDR knows in a language, each once."""
    yield from dict.fromkeys(_names(lang))
    if lang == REFERENCE:
        yield from ((code, f"^{code.lower()}") for code in sorted(MONEY - _WORDS))


def _names(lang: str) -> Iterator[tuple[str, str]]:
    for name in (language(lang).locale, *language(lang).regions):
        locale = cldr.locale(name)
        for code in sorted(MONEY):
            forms = {form.translate(ALIKE).lower() for form in locale.money.get(code, ()) if _NAME.fullmatch(form)}
            yield from ((code, entry) for entry in _entries(forms, lang))
            sign = locale.signs.get(code, code).strip("\u200e\u200f")
            # A dollar sign alone is the reader's own dollar only in its own country.
            if (
                (len(sign) > 1 or (_SIGN.fullmatch(sign) and sign not in "$\u00a5\u00a3"))
                and sign != code
                and ("CFA" not in sign or lang in BASIC)
            ):
                yield code, f"^{sign}" if sign.isalpha() else sign


def _entries(forms: set[str], lang: str) -> Iterator[str]:
    """One entry for all forms of a name where they go word by word, else one each."""
    parts = [form.replace("-", " ").split() for form in sorted(forms)]
    if len({len(words) for words in parts}) != 1:
        yield from (" ".join(words) for words in parts)
        return
    last = len(parts[0]) - 1
    if last == 0 and len(parts[0][0]) < _SHORT and not IDEOGRAPH.match(parts[0][0]):
        return
    yield " ".join(_word({words[i] for words in parts}, lang, i == last) for i in range(last + 1))


def _word(variants: set[str], lang: str, last: bool) -> str:
    endings = lexicon(lang)["endings"]
    money = tables(lang).get("money")
    if money and (not last if money["of"] == "inner" else len(variants) == 1):
        variants = {regex.sub(money["cut"], "", word) for word in variants}
    stem = commonprefix(sorted(variants))  # noqa: RUF071 letters are compared, not paths
    plain = all(word.isalpha() for word in variants)
    takes = (
        plain
        and endings
        and len(stem) >= (3 if len(variants) > 1 else _SHORT)
        and (last or not traits(lang).only_last_inflects)
    )
    if takes and all(word == stem or regex.fullmatch(endings, word[len(stem) :]) for word in variants):
        return f"{stem}~"
    return "|".join(sorted(variants))


@cache
def nouns() -> Mapping[str, Any]:
    """What `money.toml` says of nouns of money that mean several things; its comments say what its tables hold."""
    file = resources.files("hali.languages").joinpath("money.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def _group(code: str, word: str) -> tuple[str, ...]:
    """Codes of the countries that call their money by a word, if `code` is one of them."""
    for group in nouns()["shared"]:
        if code in group["codes"] and word.startswith(tuple(group["words"])):
            return tuple(group["codes"])
    return ()


def by_country(code: str, word: str, text: frozenset[str]) -> str:
    """The currency a shared noun means in a text that names one country: ("KES", "shilling", {"uganda"}) -> "UGX".

    Args:
        code: what the noun means where nothing is named.
        word: the noun, in lower case.
        text: all words of the text, in lower case.

    Returns:
        The code of the one country named that has such money, else `code`.
    """
    countries = nouns()["country"]
    named = [c for c in _group(code, word) if any(w.startswith(tuple(countries[c])) for w in text)]
    return named[0] if len(named) == 1 else code
