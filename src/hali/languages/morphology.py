"""The forms words take in a language, by the tables of its `morphology.toml`.

Made for recognising words, not for writing them: a form too many does no harm, a form too few hides a name. A language
without the file has words that do not change, or lists their forms one by one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from hali.languages.declared import CODES, caseless, language
from hali.languages.folder import toml

Where = Literal["any", "last", "inner"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What endings a word of a name may have; a table `form`. The first rule that fits a word makes its forms.

    Attributes:
        of: kinds of words: `noun`, `adjective`, `people` (a people written with a capital).
        after: a regular expression the word ends with, in lower case.
        where: in the last word of a name, in the others (`inner`), or in any.
        cut: letters that fall away.
        least: letters a word has at least.
        endings: what is put in their place; "" for none.
    """

    of: frozenset[str]
    after: re.Pattern[str]
    where: Where
    cut: int
    least: int
    endings: tuple[str, ...]


@cache
def tables(lang: str) -> Mapping[str, Any]:
    """`morphology.toml` as it stands; empty where a language has none."""
    return toml(lang, "morphology.toml")


@cache
def cases(lang: str) -> dict[str, tuple[str, ...]]:
    """Name of a case -> its endings, in every sound they take; empty for a language without the table `cases`.

    A case is written as pairs of first sounds and rests, each first sound with each rest: ["d t", "an en"] is dan, den,
    tan, ten.
    """
    return _spelled(tables(lang).get("cases", {}))


@cache
def ending(name: str, lang: str = "") -> tuple[str, ...]:
    """The endings of one name, a case or one of the table `endings`: ("ablative", "kk"); without a language, of all."""
    if not lang:
        return tuple(one for code in CODES for one in ending(name, code))
    return (cases(lang) | _spelled(tables(lang).get("endings", {}))).get(name, ())


def _spelled(named: Mapping[str, list[tuple[str, str]]]) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(head + tail for heads, tails in pairs for head in heads.split(" ") for tail in tails.split(" "))
        for name, pairs in named.items()
    }


@cache
def endings(lang: str) -> frozenset[str]:
    """The endings of all cases of a language."""
    return frozenset(ending for made in cases(lang).values() for ending in made)


@cache
def suffixes(lang: str) -> frozenset[str]:
    """What a noun may carry: case, plural, and plural with a case that has its vowels."""
    plurals = tables(lang).get("plurals", [])
    both = (plural + case for plural in plurals for case in endings(lang) if _agree(lang, plural, case))
    return frozenset((*endings(lang), *plurals, *both))


def _agree(lang: str, plural: str, case: str) -> bool:
    """True if the vowels of a case are those of the plural before it."""
    harmony = tables(lang)["harmony"]
    front = set(harmony["front"])
    return case in harmony["either"] or front.isdisjoint(plural) == front.isdisjoint(case)


@cache
def rules(lang: str) -> tuple[Rule, ...]:
    """The rules of a language, in the order of its file."""
    named = {"cases": endings, "suffixes": suffixes}
    return tuple(
        Rule(
            of=frozenset(one["of"]),
            after=re.compile(f"(?:{one.get('after', '')})$"),
            where=one.get("where", "any"),
            cut=one.get("cut", 0),
            least=one.get("least", tables(lang).get("least", 0)),
            endings=tuple(map(caseless, ("", *named[made](lang)) if isinstance(made := one["endings"], str) else made)),
        )
        for one in tables(lang).get("form", ())
    )


@cache
def inflecting() -> frozenset[str]:
    """Languages whose names take endings."""
    return frozenset(lang for lang in CODES if rules(lang))


def forms(word: str, lang: str, kind: str, last: bool) -> frozenset[str]:
    """Every form of one word of a name, in lower case.

    Args:
        word: the word as the name gives it.
        lang: language of the name.
        kind: `adjective`, or anything else for a noun.
        last: True for the last word of the name; the others take fewer endings.

    Returns:
        The forms, the word itself among them. Acronyms have one form.
    """
    bare = caseless(word)
    if word.isupper() and len(word) > 1:
        return frozenset({bare})
    of = "adjective" if kind == "adjective" else "noun"
    if of == "adjective" and word[0].isupper() and any("people" in rule.of for rule in rules(lang)):
        of = "people"
    for rule in rules(lang):
        there = rule.where == "any" or (rule.where == "last") == last
        if of in rule.of and there and len(bare) >= rule.least and rule.after.search(bare):
            stem = bare[: len(bare) - rule.cut]
            return frozenset(stem + ending for ending in rule.endings)
    return frozenset({bare})


@cache
def _joining() -> tuple[tuple[str, frozenset[str]], ...]:
    """Each language that writes a case after a sign (`joints`): its code and the signs."""
    found = ((lang, frozenset(tables(lang).get("joints", ()))) for lang in CODES)
    return tuple((lang, signs) for lang, signs in found if signs)


def carries_case(name_lang: str, sign: str, ending: str) -> bool:
    """True if a sign and an ending after a name are a case of it, in any language of its script.

    Args:
        name_lang: language of the name.
        sign: what stands between the two.
        ending: the letters after it.
    """
    script = language(name_lang).script
    return any(
        sign in signs and language(lang).script == script and ending in suffixes(lang) for lang, signs in _joining()
    )
