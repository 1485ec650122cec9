"""Which language a text is in, cheaply: letters first, then function words; six in full, some on the basic level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from hali.languages import BASIC, CODES, lexicon
from hali.languages.tokens import fold
from hali.languages.vocabulary import scan

_ENOUGH = 2
"""Function words that settle the question; with fewer, words of quantities and periods are counted too."""
_TELLING = ("number", "scale", "unit", "unit_first", "noun", "approximator", "change", "period_months", "currency")
_LOOKED_AT = 3000
"""Characters of a text that decide."""
_WORD = re.compile(r"(?:[dlnscjmt]|qu)['’]|[^\W\d_]+", re.IGNORECASE)
_KAZAKH = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
_KAZAKH_ONLY = re.compile(r"[әғқңөұүһ]", re.IGNORECASE)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-zß-ÿœ]", re.IGNORECASE)
_UKRAINIAN = re.compile(r"[їєґ]", re.IGNORECASE)
_SHARED = 4
"""Letters up to which a word does not tell Ukrainian from Russian."""
_NOT_UKRAINIAN = re.compile(r"[ыэъё]", re.IGNORECASE)
_ARABIC = re.compile(r"[\u0620-\u064a]")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_OTHER = re.compile(r"[\u0590-\u061f\u0670-\u08ff\u3040-\u30ff\uac00-\ud7af]")
"""Letters of Hebrew, Persian, Urdu, Japanese and Korean, none of which is read."""
_CLEARLY = 1.3
"""Times the score of the best full language that a basic one needs."""
_LETTERS = {"de": re.compile(r"[äöüß]", re.IGNORECASE), "fr": re.compile(r"[éèêçàùôîœâ]", re.IGNORECASE)}


def prior(text: str) -> str:
    """The language most of a text is in.

    Args:
        text: a sentence or more; only its first 3,000 characters are looked at.

    Returns:
        The code of a full or a basic language; `en` where nothing decides.
    """
    text = text[:_LOOKED_AT]
    latin, cyrillic = len(_LATIN.findall(text)), len(_CYRILLIC.findall(text))
    if not text.isascii() and (lang := _by_script(text, latin + cyrillic)):
        return lang
    counts = Counter(fold(word) for word in _WORD.findall(text))
    if cyrillic > latin:
        if not _KAZAKH_ONLY.search(text) and _is_ukrainian(text, counts):
            return "uk"
        kazakh = len(_KAZAKH.findall(text)) * 0.5 + len(_KAZAKH_ONLY.findall(text)) + _score(counts, "kk")
        return "kk" if kazakh > _score(counts, "ru") else "ru"
    scores = {lang: _score(counts, lang) for lang in CODES if lang not in {"kk", "ru"}}
    for lang, letters in _LETTERS.items():
        scores[lang] += 0.75 * min(2, len(letters.findall(text)))
    best = max(scores, key=lambda lang: scores[lang])
    basic = _basic(text, counts)
    if basic is not None and basic[1] >= _ENOUGH and basic[1] > _CLEARLY * scores[best]:
        return basic[0]
    if scores[best] >= _ENOUGH:
        return best
    for lang in _quantity_words(text):
        scores[lang] = scores.get(lang, 0) + 1
    best = max(scores, key=lambda lang: scores[lang])
    return best if scores[best] else "en"


def _by_script(text: str, read: int) -> str:
    """`zh` or `ar` if most letters are theirs, else ""."""
    counts = {"zh": len(_CHINESE.findall(text)), "ar": len(_ARABIC.findall(text))}
    lang = max(counts, key=lambda code: counts[code])
    return lang if counts[lang] > read + 2 * len(_OTHER.findall(text)) else ""


def _is_ukrainian(text: str, counts: Counter[str]) -> bool:
    """True for letters only Ukrainian has, or its words where no letter of Russian or Kazakh speaks against it."""
    if _UKRAINIAN.search(text):
        return True
    own, others = _score(counts, "uk"), max(_score(counts, "kk"), _score(counts, "ru"))
    if "і" in text.lower() and own > others and own >= _ENOUGH:
        return True
    # Russian shares its short words and those for millions.
    telling = [word for word in counts if len(word) > _SHARED and word in _words("uk")]
    return bool(telling) and own >= others and not _NOT_UKRAINIAN.search(text)


def _basic(text: str, counts: Counter[str]) -> tuple[str, float] | None:
    """The basic language in Latin letters that fits best, with its score."""
    scores = {}
    for lang in BASIC:
        letters = lexicon(lang)["prior"].get("letters", "")
        if letters and lang != "uk":
            scores[lang] = _score(counts, lang) + 0.75 * min(4, sum(text.count(letter) for letter in letters))
    best = max(scores, key=lambda lang: scores[lang])
    return (best, scores[best]) if scores[best] else None


def _quantity_words(text: str) -> Iterator[str]:
    """The language of each word of numbers, units, nouns and months that only one language has."""
    found = scan(text, "en")
    for i in range(len(found.tokens)):
        langs = {hit.lang for kind in _TELLING for hit in found.all_at(i, kind) if not hit.cased}
        if len(langs) == 1 and found.tokens[i].kind == "w":
            yield from langs


def _score(counts: Counter[str], lang: str) -> float:
    words = _words(lang)
    return sum(n for word, n in counts.items() if word in words)


@cache
def _words(lang: str) -> frozenset[str]:
    return frozenset(fold(word) for word in lexicon(lang)["prior"]["words"])
