"""Writes a row of the `areas.csv` of a language: a name in the forms that sentences need.

    python tools/area_forms.py KEN fr m Kenya kényan
    KEN,,,le Kenya,du Kenya,au Kenya,vers le Kenya,du Kenya,avec le Kenya,kényan

The classes are the keys of `area_grammar.toml`: article and gender for French and German, `the` or `bare` for English,
`within` or `upon` ("в", "на") for Russian, `country` or `other` for Swahili; Kazakh has one class, `-`, and follows
vowel harmony. The rules are those of names; what they give is to be read before it goes into the list.
"""

from __future__ import annotations

import csv
import re
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

GRAMMAR = Path(__file__).with_name("area_grammar.toml")


@cache
def grammar(lang: str) -> Any:
    """The table of a language."""
    return tomllib.loads(GRAMMAR.read_text(encoding="utf-8"))[lang]


def forms(lang: str, kind: str, name: str) -> list[str]:
    """Subject, of, in, to, from and with of a name.

    Args:
        lang: one of the six languages.
        kind: class of the name in that language.
        name: the name without its article.
    """
    match lang:
        case "kk":
            return kazakh(name)
        case "ru":
            return russian(kind, name)
        case "de":
            return german(kind, name)
        case "fr":
            elided = f"{kind}_elided" if name[0].casefold() in grammar("fr")["vowels"] else kind
            return [made.format(n=name) for made in grammar("fr").get(elided, grammar("fr")[kind])]
        case _:
            return [made.format(n=name) for made in grammar(lang)[kind]]


def kazakh(name: str) -> list[str]:
    """A Kazakh name with its case endings; an abbreviation takes them after a hyphen."""
    joint = "-" if name.isupper() else ""
    rules = grammar("kk")
    if re.search(rules["possessed"], name):
        return [name, *(name + ending for ending in rules["possessed_endings"][_harmony(name)])]
    return [name, *(name + joint + ending for ending in _endings(name)[:5])]


def kazakh_adjective(name: str) -> str:
    """The adjective of origin of a Kazakh name: Бразилия -> бразилиялық."""
    return name.casefold() + _endings(name)[5]


def _harmony(name: str) -> str:
    rules = grammar("kk")
    word = name.casefold().rstrip(rules["silent"])
    if word.endswith(tuple(rules["glide"])) and not word.endswith("и"):
        word = word[:-1]
    last = next((letter for letter in reversed(word) if letter in rules["hard"] + rules["soft"]), "")
    return "back" if last in rules["hard"] else "front"


def _endings(name: str) -> list[str]:
    rules = grammar("kk")
    bare = name.casefold().rstrip(rules["silent"])
    after = next((kind for kind, letters in rules["after"].items() if bare[-1] in letters), "voiceless")
    found: list[str] = rules[_harmony(name)][after]
    return found


def german(kind: str, name: str) -> list[str]:
    """A German name with its article; leading adjectives become weak, plurals take the n of the dative."""
    rules = grammar("de")
    if kind == "bare" and (name[-1] in rules["von"] or " und " in name):
        kind = "bare_von"
    *before, last = name.split(" ")
    weak = " ".join([*(word + "n" if word[-1] == "e" and len(word) > len("Isle") else word for word in before), last])
    dative = weak if weak[-1] in "ns" else weak + "n"
    return [made.format(n=name, l=weak, d=dative) for made in rules[kind]]


def russian(kind: str, name: str) -> list[str]:
    """A Russian name in its cases with the prepositions of place."""
    rules = grammar("ru")
    genitive, accusative, instrumental, locative = (" ".join(case) for case in zip(*_declined(name), strict=True))
    into = rules["into"][bool(re.search(rules["into_before"], name))]
    along = rules["along"][bool(re.search(rules["along_before"], name))]
    values = {"n": name, "g": genitive, "a": accusative, "i": instrumental, "l": locative, "v": into, "s": along}
    return [made.format(**values) for made in rules[kind]]


def _declined(name: str) -> list[tuple[str, str, str, str]]:
    """Each word in genitive, accusative, instrumental and locative; nothing changes after the head of a phrase."""
    rules = grammar("ru")
    found, fixed = [], False
    for word in name.split(" "):
        known = "" if fixed or (word.isupper() and len(word) > 1) or re.search(rules["unchanged"], word) else word
        plural = word.endswith(("ы", "ие", "ые")) or word in rules["heads"] or word.endswith("территории")
        found.append(_cases(word) if known or (plural and not fixed) else (word, word, word, word))
        fixed = fixed or word in rules["heads"] or word.endswith(("Республика", "территория"))
    return found


def _cases(word: str) -> tuple[str, str, str, str]:
    bare = word.rstrip(",")
    comma = word[len(bare) :]
    for ending, cut, *cases in grammar("ru")["endings"]:
        if bare.endswith(ending):
            stem = bare[: len(bare) - cut]
            made = [bare if case == "=" else stem + case for case in cases]
            return made[0] + comma, made[1] + comma, made[2] + comma, made[3] + comma
    return word, word, word, word


def main(code: str, lang: str, kind: str, name: str, adjective: str = "") -> None:
    """Print the row."""
    if lang == "kk" and not adjective:
        adjective = kazakh_adjective(name)
    csv.writer(sys.stdout, lineterminator="\n").writerow([code, "", "", *forms(lang, kind, name), adjective])


if __name__ == "__main__":
    main(*sys.argv[1:])
