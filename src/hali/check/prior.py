"""Which of the six languages a text is in, cheaply: letters first, then function words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from hali.languages import CODES, lexicon
from hali.languages.tokens import fold
from hali.languages.vocabulary import scan

_ENOUGH = 2
"""Function words that settle the question; with fewer, words of quantities and periods are counted too."""
_TELLING = ("number", "scale", "unit", "unit_first", "noun", "approximator", "change", "period_months", "currency")
_LOOKED_AT = 3000
"""Characters of a text that decide."""
_WORD = re.compile(r"(?:[dlnscjmt]|qu)['’]|[^\W\d_]+", re.IGNORECASE)
_KAZAKH = re.compile(r"[әғқңөұүһі]", re.IGNORECASE)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-zß-ÿœ]", re.IGNORECASE)
_LETTERS = {"de": re.compile(r"[äöüß]", re.IGNORECASE), "fr": re.compile(r"[éèêçàùôîœâ]", re.IGNORECASE)}


def prior(text: str) -> str:
    """The language most of a text is in.

    Args:
        text: a sentence or more; only its first 3,000 characters are looked at.

    Returns:
        A language code; `en` where nothing decides.
    """
    text = text[:_LOOKED_AT]
    counts = Counter(fold(word) for word in _WORD.findall(text))
    cyrillic = len(_CYRILLIC.findall(text))
    if cyrillic * 2 > cyrillic + len(_LATIN.findall(text)):
        kazakh = len(_KAZAKH.findall(text)) * 0.5 + _score(counts, "kk")
        return "kk" if kazakh > _score(counts, "ru") else "ru"
    scores = {lang: _score(counts, lang) for lang in CODES if lang not in {"kk", "ru"}}
    for lang, letters in _LETTERS.items():
        scores[lang] += 0.75 * min(2, len(letters.findall(text)))
    best = max(scores, key=lambda lang: scores[lang])
    if scores[best] >= _ENOUGH:
        return best
    for lang in _quantity_words(text):
        scores[lang] = scores.get(lang, 0) + 1
    best = max(scores, key=lambda lang: scores[lang])
    return best if scores[best] else "en"


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
