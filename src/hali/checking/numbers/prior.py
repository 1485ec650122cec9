"""Which language a text is in, cheaply: letters first, then function words; six in full, some on the basic level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from hali.languages import BASIC, CODES, REFERENCE, language, lexicon
from hali.languages.tokens import fold
from hali.languages.vocabulary import scan

_ENOUGH = 2
"""Function words that settle the question; with fewer, words of quantities and periods are counted too."""
_TELLING = ("number", "scale", "unit", "unit_first", "noun", "approximator", "change", "period_months", "currency")
_LOOKED_AT = 3000
"""Characters of a text that decide."""
_WORD = re.compile(r"(?:[dlnscjmt]|qu)['\u2019]|[^\W\d_]+", re.IGNORECASE)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-z\u00df-\u00ff\u0153]", re.IGNORECASE)
_SHARED = 4
"""Letters up to which a word does not tell a basic language from a full one of its script: Ukrainian from Russian."""
_SCRIPTS = {"Hans": re.compile(r"[\u3400-\u9fff]"), "Arab": re.compile(r"[\u0620-\u064a]")}
"""Letters of the scripts that one language read here has alone."""
_OTHER = re.compile(r"[\u0590-\u061f\u0670-\u08ff\u3040-\u30ff\uac00-\ud7af]")
"""Letters of Hebrew, Persian, Urdu, Japanese and Korean, none of which is read."""
_CLEARLY = 1.3
"""Times the score of the best full language that a basic one needs."""


def prior(text: str) -> str:
    """The language most of a text is in.

    Args:
        text: a sentence or more; only its first 3,000 characters are looked at.

    Returns:
        The code of a full or a basic language; `en` where nothing decides.
    """
    text = text[:_LOOKED_AT]
    counts = Counter(fold(word) for word in _WORD.findall(text))
    if not text.isascii():
        latin, cyrillic = len(_LATIN.findall(text)), len(_CYRILLIC.findall(text))
        if lang := _by_script(text, latin + cyrillic):
            return lang
        if cyrillic > latin:
            return _cyrillic(text, counts)
    said = _scores(counts)
    scores = {lang: said[lang] + 0.75 * min(2, _letters(text, lang)) for lang in _of_script("Latn", CODES)}
    best = max(scores, key=lambda lang: scores[lang])
    basic = _basic(text, said)
    if basic is not None and basic[1] >= _ENOUGH and basic[1] > _CLEARLY * scores[best]:
        return basic[0]
    if scores[best] >= _ENOUGH:
        return best
    for lang in _quantity_words(text):
        scores[lang] = scores.get(lang, 0) + 1
    best = max(scores, key=lambda lang: scores[lang])
    return best if scores[best] else REFERENCE


def _by_script(text: str, read: int) -> str:
    """The language whose script most letters are of, where no other has it, else ""."""
    counts = {lang: len(of.findall(text)) for script, of in _SCRIPTS.items() for lang in _of_script(script, BASIC)}
    lang = max(counts, key=lambda code: counts[code])
    return lang if counts[lang] > read + 2 * len(_OTHER.findall(text)) else ""


@cache
def _of_script(script: str, among: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(lang for lang in among if language(lang).script == script)


def _cyrillic(text: str, counts: Counter[str]) -> str:
    """The language in Cyrillic letters that fits best; of equals the one without letters of its own."""
    full, said = _of_script("Cyrl", CODES), _scores(counts)
    if not any(_letters(text, lang) for lang in full):
        basic = next((lang for lang in _of_script("Cyrl", BASIC) if _is_basic(text, counts, said, lang, full)), "")
        if basic:
            return basic
    scores = {
        lang: 1.5 * _letters(text, lang) + 0.5 * _letters(text, lang, "shared_letters") + said[lang] for lang in full
    }
    return max(full, key=lambda lang: (scores[lang], not lexicon(lang)["prior"]["letters"]))


def _is_basic(text: str, counts: Counter[str], said: Mapping[str, int], lang: str, full: tuple[str, ...]) -> bool:
    """True for letters only this language has, or its words where no letter of the others speaks against it."""
    if _letters(text, lang):
        return True
    own, others = said[lang], max(said[other] for other in full)
    if _letters(text, lang, "shared_letters") and own > others and own >= _ENOUGH:
        return True
    # its neighbours share its short words and those for millions
    telling = [word for word in counts if len(word) > _SHARED and word in _words(lang)]
    return bool(telling) and own >= others and not _letters(text, lang, "foreign_letters")


def _letters(text: str, lang: str, name: str = "letters") -> int:
    """How many letters of a list of a language, none of them ASCII, a text has, small or large."""
    letters = None if text.isascii() else _pattern(lang, name)
    return len(letters.findall(text)) if letters else 0


@cache
def _pattern(lang: str, name: str) -> re.Pattern[str] | None:
    letters = lexicon(lang)["prior"][name]
    # A search that ignores case would take dotless i for any i.
    capitals = "".join(one for one in letters.upper() if not one.isascii())
    return re.compile(f"[{letters}{capitals}]") if letters else None


def _basic(text: str, said: Mapping[str, int]) -> tuple[str, float] | None:
    """The basic language in Latin letters that fits best, with its score."""
    scores = {}
    for lang in _of_script("Latn", BASIC):
        letters = lexicon(lang)["prior"]["letters"]
        if letters:
            scores[lang] = said[lang] + 0.75 * min(4, sum(text.count(letter) for letter in letters))
    best = max(scores, key=lambda lang: scores[lang])
    return (best, scores[best]) if scores[best] else None


def _quantity_words(text: str) -> Iterator[str]:
    """The language of each word of numbers, units, nouns and months that only one language has."""
    found = scan(text, REFERENCE)
    for i in range(len(found.tokens)):
        langs = {hit.lang for kind in _TELLING for hit in found.all_at(i, kind) if not hit.cased}
        if len(langs) == 1 and found.tokens[i].kind == "w":
            yield from langs


def _scores(counts: Counter[str]) -> dict[str, int]:
    """How many words of a text each language has among its function words."""
    scores = dict.fromkeys((*CODES, *BASIC), 0)
    spoken = _spoken()
    for word, n in counts.items():
        for lang in spoken.get(word, ()):
            scores[lang] += n
    return scores


@cache
def _spoken() -> Mapping[str, tuple[str, ...]]:
    """Function word -> the languages that have it."""
    found: dict[str, list[str]] = {}
    for lang in (*CODES, *BASIC):
        for word in _words(lang):
            found.setdefault(word, []).append(lang)
    return {word: tuple(langs) for word, langs in found.items()}


@cache
def _words(lang: str) -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon(lang)["prior"]["words"])
