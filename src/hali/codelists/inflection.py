"""The forms a name takes inside a sentence: the endings of Russian, Kazakh and German.

Made for recognising names, not for writing them: a form too many does no harm, a form too few hides a name.
English, French and Swahili names do not change (French adjectives are listed form by form).
"""

from __future__ import annotations

INFLECTED = frozenset(["ru", "kk", "de"])
"""Languages whose names take endings."""

_KAZAKH: tuple[tuple[str, str], ...] = (  # first sounds by assimilation, rests by vowel harmony
    ("н д т", "ың ің"),  # genitive
    ("ғ қ н", "а"),  # dative
    ("г к н", "е"),
    ("н д т", "ы і"),  # accusative
    ("д т нд", "а е ағы егі"),  # locative, and the adjective made of it
    ("д т н", "ан ен"),  # ablative
    ("м б п", "ен"),  # instrumental
)
_KAZAKH_CASES = ["н", *(head + tail for heads, tails in _KAZAKH for head in heads.split() for tail in tails.split())]
_KAZAKH_PLURALS = ("лар", "лер", "дар", "дер", "тар", "тер")

_KAZAKH_FRONT = frozenset("еі")
_KAZAKH_EITHER = ("мен", "бен", "пен", "н")


def _agree(plural: str, case: str) -> bool:
    """True if the vowels of a case are those of the plural before it."""
    return case in _KAZAKH_EITHER or _KAZAKH_FRONT.isdisjoint(plural) == _KAZAKH_FRONT.isdisjoint(case)


KAZAKH_SUFFIXES: frozenset[str] = frozenset(
    [
        *_KAZAKH_CASES,
        *_KAZAKH_PLURALS,
        *(plural + case for plural in _KAZAKH_PLURALS for case in _KAZAKH_CASES if _agree(plural, case)),
    ]
)
"""Endings a Kazakh noun may carry, with either vowel harmony and every assimilation."""

_ADJECTIVE_ENDINGS = "ий ый ой ого его ому ему им ым ом ем ая яя ую юю ей ое ее ие ые их ых ими ыми о"
_RUSSIAN_ADJECTIVE = tuple(_ADJECTIVE_ENDINGS.split())
_RUSSIAN_PEOPLE: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("йцы", 3, ("ец", "йцы", "йцев", "йцам", "йцами", "йцах", "йца", "йцу", "йцем", "йце")),
    ("льцы", 4, ("лец", "льцы", "льцев", "льцам", "льцами", "льцах", "льца", "льцу", "льцем", "льце")),
    ("цы", 2, ("цы", "ец", "цев", "цам", "цами", "цах", "ца", "цу", "цем", "це")),
    ("не", 1, ("е", "", "ам", "ами", "ах", "ин", "ина", "ину", "ином", "ине")),
    ("ы", 1, ("ы", "", "ов", "ам", "ами", "ах", "а", "у", "ом", "е")),
    ("и", 1, ("и", "", "ов", "ам", "ами", "ах", "а", "у", "ом", "е")),
)
_RUSSIAN_NOUN: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("ство", 1, ("о", "а", "у", "ом", "е")),
    ("острова", 1, ("а", "ов", "ам", "ами", "ах")),
    ("ии", 1, ("и", "й", "ям", "ями", "ях")),
    ("ия", 1, ("я", "и", "ю", "ей")),
    ("я", 1, ("я", "и", "е", "ю", "ей")),
    ("а", 1, ("а", "ы", "и", "е", "у", "ой", "ей")),
    ("ий", 1, ("й", "я", "ю", "ем", "и")),
    ("й", 1, ("й", "я", "ю", "ем", "е")),
    ("ь", 1, ("ь", "и", "я", "ю", "ем", "е", "ью")),
    ("овы", 1, ("ы", "ых", "ым", "ыми")),
    ("евы", 1, ("ы", "ых", "ым", "ыми")),
    ("ы", 1, ("ы", "", "ов", "ам", "ами", "ах")),
)
_RUSSIAN_VOWELS = "аеёиоуыэюя"
_GERMAN_ADJECTIVE = ("", "e", "er", "en", "em", "es")
_GERMAN_PEOPLE = ("", "n", "s", "in", "innen")
_GERMAN_WEAK = ("e", "en", "in", "innen")


def inflected(word: str, lang: str, kind: str, last: bool) -> frozenset[str]:
    """Every form of one word of a name, in lower case.

    Args:
        word: the word as the name gives it.
        lang: language of the name.
        kind: `adjective`, or anything else for a noun.
        last: True for the last word of the name; the others take fewer endings.

    Returns:
        The forms, the word itself among them. Acronyms have one form.
    """
    bare = word.casefold()
    if word.isupper() and len(word) > 1:
        return frozenset({bare})
    if lang == "ru":
        return _russian(bare, kind)
    if lang == "kk" and last:
        endings = KAZAKH_SUFFIXES if kind == "adjective" else _KAZAKH_CASES
        return frozenset(bare + case for case in ("", *endings))
    if lang == "de":
        return _german(bare, kind, last, people=kind == "adjective" and word[0].isupper())
    return frozenset({bare})


def _russian(word: str, kind: str) -> frozenset[str]:
    """Cases of a noun, all cases of an adjective, or both numbers of the people of a country."""
    if len(word) < 3:
        return frozenset({word})
    if word.endswith(("ский", "цкий", "ный", "ческий")):
        return frozenset(word[:-2] + ending for ending in _RUSSIAN_ADJECTIVE)
    if word.endswith(("ая", "ое", "ые", "ие")):
        return frozenset(word[:-2] + ending for ending in _RUSSIAN_ADJECTIVE)
    for ending, cut, cases in _RUSSIAN_PEOPLE if kind == "adjective" else _RUSSIAN_NOUN:
        if word.endswith(ending):
            return frozenset(word[:-cut] + case for case in cases)
    if word[-1] in _RUSSIAN_VOWELS or not word[-1].isalpha():
        return frozenset({word})
    return frozenset(word + case for case in ("", "а", "у", "ом", "ем", "е"))


def _german(word: str, kind: str, last: bool, people: bool) -> frozenset[str]:
    """Adjective endings, men and women of a country; genitive s of a noun; endings of an adjective inside a name."""
    if people:
        stem = word.removesuffix("en")
        return frozenset(stem + ending for ending in (_GERMAN_PEOPLE if stem == word else _GERMAN_WEAK))
    if kind == "adjective":
        return frozenset(word + ending for ending in (*_GERMAN_ADJECTIVE, "n", "s"))
    if last:
        return frozenset({word, word + "s", word + "n"} if word.endswith(("e", "er")) else {word, word + "s"})
    if word.endswith(("er", "es", "en", "e")) and len(word) > 5:
        stem = word[:-1] if word.endswith("e") else word[:-2]
        return frozenset({word, *(stem + ending for ending in _GERMAN_ADJECTIVE)})
    return frozenset({word})
