"""Finding listed names in running text: longest name first, inflected, never inside another word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hali.codelists.inflection import INFLECTED, KAZAKH_SUFFIXES, inflected

_WORD = re.compile(r"[^\W_]+")
_GAPS = frozenset([" ", "-", "'", "’", "\n", "\u00a0", "\u202f"])
_GAP = re.compile(r"\s{1,2}|\s?[-‐‑–—]\s?|['’ʼ]")
_POINT = re.compile(r"[.,]\s?")
_MONEY = frozenset("$€£")


@dataclass(frozen=True, slots=True)
class Alias:
    """One name to look for.

    Attributes:
        text: the name as a dictionary gives it; a capital first letter is demanded of the text too.
        lang: language whose endings it takes, and which goes first where two languages share a form.
        kind: `noun`, `adjective`, `local` (a noun only in texts of `lang`), `capital` (a seat of government that
            may stand for it) or `block` (words that hold a name but do not mean it, "US dollar").
        concept: what it names; empty for a block.
        composition: bloc code the words themselves name, or None.
    """

    text: str
    lang: str
    kind: str
    concept: str
    composition: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One place of a text that names something.

    Attributes:
        start, end: code points of the text, half-open, with a case suffix.
        concept: what is named.
        composition: bloc code the words themselves name ("EU27"), or None.
        kind: `noun`, `adjective` or `capital`.
    """

    start: int
    end: int
    concept: str
    composition: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class _Pattern:
    """An alias taken apart: one set of accepted forms for each of its words."""

    alias: Alias
    rest: tuple[frozenset[str], ...]
    capital: bool
    pointed: bool


class Gazetteer:
    """A set of aliases, ready for searching.

    Args:
        aliases: the names to look for.
    """

    def __init__(self, aliases: Iterable[Alias]) -> None:
        self._index: dict[str, list[_Pattern]] = {}
        seen: set[tuple[str, str, str, str]] = set()
        for alias in aliases:
            one = (alias.text, alias.concept, alias.kind, alias.lang if alias.lang in INFLECTED else "")
            if one in seen:  # a name that languages without endings share
                continue
            seen.add(one)
            words = _WORD.findall(alias.text)
            forms = [_accepted(word, alias, i == len(words) - 1) for i, word in enumerate(words)]
            pattern = _Pattern(alias, tuple(forms[1:]), alias.text[0].isupper(), bool(_POINT.search(alias.text)))
            for form in forms[0]:
                self._index.setdefault(form, []).append(pattern)

    def find(self, text: str, lang: str) -> tuple[Mention, ...]:
        """Every name in `text`, from left to right, without overlaps.

        Args:
            text: any text, in any of the languages.
            lang: language of the text; it decides where two languages use one form for two things.
        """
        words = list(_WORD.finditer(text))
        found: list[Mention] = []
        index = self._index
        free = 0
        for i, match in enumerate(words):
            word = match[0]
            patterns: Sequence[_Pattern] = index.get(word.casefold(), ())
            if word.isupper():
                patterns = (*index.get(word, ()), *patterns)
            if not patterns or i < free:
                continue
            fitting = [pattern for pattern in patterns if _fits(pattern, text, words, i, lang)]
            if not fitting:
                continue
            best = max(fitting, key=lambda pattern: _rank(pattern, lang))
            alias = best.alias
            last = _suffix(text, words, i + len(best.rest), alias)
            free = last + 1
            if alias.kind != "block":
                kind = alias.kind if alias.kind in {"adjective", "capital"} else "noun"
                found.append(Mention(match.start(), words[last].end(), alias.concept, alias.composition, kind))
        return tuple(found)


def _accepted(word: str, alias: Alias, last: bool) -> frozenset[str]:
    """Forms of one word of an alias; an acronym must be written exactly so, hence stays in capitals."""
    if word.isupper() and not word.isdigit():
        return frozenset({word})
    return inflected(word, alias.lang, alias.kind, last)


def _rank(pattern: _Pattern, lang: str) -> tuple[int, bool, int]:
    """What makes one alias win over another at the same place: words, language of the text, letters."""
    return len(pattern.rest), pattern.alias.lang == lang, len(pattern.alias.text)


def _fits(pattern: _Pattern, text: str, words: list[re.Match[str]], i: int, lang: str) -> bool:
    """True if the words from `i` on are the alias."""
    alias = pattern.alias
    if i + len(pattern.rest) >= len(words):
        return False
    if pattern.capital and not words[i][0][0].isupper():
        return False
    if alias.kind == "local" and alias.lang != lang:
        return False
    start, end = words[i].span()
    if text[end : end + 1] in _MONEY or (start and text[start - 1] in _MONEY):
        return False
    for at, forms in enumerate(pattern.rest, i + 1):
        word = words[at][0]
        if word.casefold() not in forms and word not in forms:
            return False
        gap = text[end : words[at].start()]
        if gap not in _GAPS and not _GAP.fullmatch(gap) and not (pattern.pointed and _POINT.fullmatch(gap)):
            return False
        end = words[at].end()
    return True


def _suffix(text: str, words: list[re.Match[str]], last: int, alias: Alias) -> int:
    """Index of the last word of the mention: an acronym may carry a Kazakh case after a hyphen (`АҚШ-тың`)."""
    following = last + 1
    if following < len(words) and alias.lang in {"kk", "ru"}:
        hyphen = text[words[last].end() : words[following].start()]
        if hyphen in {"-", "‑"} and words[following][0] in KAZAKH_SUFFIXES:
            return following
    return last
