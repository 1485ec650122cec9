"""The entries of all reading files as one phrase book, those of each basic language as another, and their use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from hali.languages import BASIC, CODES, REFERENCE, lexicon, traits
from hali.languages.currencies import names
from hali.languages.phrases import PhraseBook, Scan
from hali.languages.tokens import Token, tokenize

_LISTS = {
    "number_parts": {
        "article": "article",
        "join": "join",
        "half_more": "half_more",
        "one_and_half": "one_and_half",
        "half_of": "half_of",
        "point": "point",
        "tenths": "tenths",
        "minus": "minus",
        "out_of": "out_of",
        "the": "definite",
        "rates": "rate",
    },
    "link": {"words": "link"},
    "counted": {"nouns": "noun"},
    "fraction": {
        "not_after": "fraction_not_after",
        "not_before": "fraction_not_before",
        "before": "fraction_before",
        "of_scale": "of_scale",
    },
    "factor": {
        "not_before": "factor_not_before",
        "not_before_suffix": "times_not_before",
        "suffix": "times",
        "suffix_free": "times_free",
        "suffix_before": "times_before",
        "prefix": "times_prefix",
        "lead": "times_lead",
    },
    "negative": {"before": "label", "names": "name", "after_currency": "currency_not_before"},
    "year": {"before": "year_before", "words": "year_word"},
}
"""Section -> name of a list of entries -> kind of its hits. The lists of `range` keep their names."""

_TABLES = (
    "scale",
    "scale_first",
    "scale_alone",
    "scale_compared",
    "unit",
    "unit_first",
    "currency",
    "subunit",
    "approximator",
    "approximator_after",
    "approximator_after_ablative",
)
"""Sections whose keys say what the entries stand for; the section is the kind."""

_INTERNATIONAL = ("currency", "unit", "approximator")

Entry = tuple[str, Any, str, str]
"""Kind, key, language, entry as written in the file."""


@cache
def book() -> PhraseBook:
    """The entries of all languages read in full; built at first use, once."""
    return PhraseBook(entry for lang in CODES for entry in _entries(lang))


@cache
def basic_book(lang: str) -> PhraseBook:
    """The entries of one basic language, with the signs and abbreviations that all languages share."""
    international = (
        e for e in _entries(REFERENCE) if e[0] in _INTERNATIONAL and (e[3][0] == "^" or not e[3].isalpha())
    )
    return PhraseBook((*_entries(lang), *(e for e in international if " " not in e[3] and "~" not in e[3])))


def scan(text: str, prior: str) -> Scan:
    """The tokens of a text with the entries of all languages found in them.

    Args:
        text: one sentence or paragraph.
        prior: language code that decides where words or signs are ambiguous; a basic language is read alone.
    """
    return read_tokens(tokenize(text), prior)


def read_tokens(tokens: Sequence[Token], prior: str) -> Scan:
    """The entries found in a text that is cut already; all as in `scan`."""
    return Scan(tokens, prior, basic_book(prior) if prior in BASIC else book())


def _entries(lang: str) -> Iterator[Entry]:
    words = lexicon(lang)
    for section, kinds in _LISTS.items():
        for name, kind in kinds.items():
            yield from ((kind, None, lang, entry) for entry in words[section][name])
    for name, entries in words["range"].items():
        yield from ((name, None, lang, entry) for entry in entries)
    for table in _TABLES:
        for key, entries in words[table].items():
            kind = "points" if table == "unit" and key == "points" else table
            yield from ((kind, key, lang, entry) for entry in entries)
    written = {entry for entries in words["currency"].values() for entry in entries}
    yield from (("currency", code, lang, entry) for code, entry in names(lang) if entry not in written)
    yield from _numbers(lang)
    yield from _periods(lang)
    if traits(lang).split_units:
        yield from _tails(lang)


def _numbers(lang: str) -> Iterator[Entry]:
    words = lexicon(lang)
    keyed = {
        "number": words["number"],
        "collective": words["number_parts"]["collective"],
        "denominator": words["fraction"]["denominator"],
    }
    for kind, table in keyed.items():
        for number, entries in table.items():
            yield from ((kind, int(number), lang, entry) for entry in entries)
    for ratio, entries in words["fraction"]["bare"].items():
        yield from (("fraction", ratio, lang, entry) for entry in entries)
    for factor, entries in words["factor"]["word"].items():
        yield from (("factor", factor, lang, entry) for entry in entries)


def _periods(lang: str) -> Iterator[Entry]:
    for name, value in lexicon(lang)["period"].items():
        for number, entries in enumerate(value, 1):
            if isinstance(entries, str):
                yield f"period_{name}", None, lang, entries
            else:
                yield from ((f"period_{name}", number, lang, entry) for entry in entries)


def _tails(lang: str) -> Iterator[Entry]:
    """What may stand behind a number: "shilingi bilioni 95 za Kenya", "mita milioni 3 za ujazo"."""
    spoken = [(code, entry) for code, entries in lexicon(lang)["currency"].items() for entry in entries]
    for code, entry in (*spoken, *names(lang)):
        base, _, tail = entry.partition(" ")
        if tail:
            yield "tail", (base, code), lang, tail
    for unit, entries in lexicon(lang)["unit_first"].items():
        for base, _, tail in (entry.partition(" ") for entry in entries):
            if tail:
                yield "unit_tail", (base, unit), lang, tail
