"""Aliases of the measures codelist: the last resort of linking, where no rule speaks."""

from __future__ import annotations

from functools import cache

from hali.checking import wording
from hali.checking.context.rules import unit_class
from hali.checking.wording import Word
from hali.codelists import measures
from hali.languages import traits
from hali.model.claim import Quantity, Relation

FUZZY = 90
"""Least `token_set_ratio` at which an alias counts as found although its words are apart or inflected."""


def unit_class_of(unit: str) -> str:
    """The class of a measure's unit as the codelist writes it."""
    known = {"T": "t", "PCT": "percent", "NR": "count", "PERS": "count"}.get(unit, unit)
    return known if known in {"money", "percent", "count", "rank", "score"} else unit_class(known)


@cache
def _lexicon() -> wording.Lexicon:
    return wording.Lexicon(
        wording.entry("alias", m.id, language, " ".join(_stem(w.form, language) for w in wording.words(alias)))
        for m in measures.measures()
        for language, aliases in m.aliases.items()
        for alias in aliases
        if len(wording.words(alias)) > 1
    )


@cache
def _phrases(language: str, fitting: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Measure and folded words of every alias of several words of these measures."""
    folded = [
        (m.id, " ".join(w.form for w in wording.words(alias)))
        for m in measures.measures()
        if m.id in fitting
        for alias in m.aliases.get(language, ())
    ]
    return tuple((name, phrase) for name, phrase in folded if " " in phrase)


@cache
def _fitting(unit: str, change: bool) -> frozenset[str]:
    """The measures a number of this class of units can be of, as a level or as a change."""
    return frozenset(
        m.id
        for m in measures.measures()
        if m.kind == "claim" and unit_class_of(m.unit) == unit and (m.relation == "change") == change
    )


def _stem(form: str, language: str) -> str:
    cut = traits(language).ending_letters
    return form[: max(4, len(form) - cut)] + "*" if len(form) > 4 else form


def longest(
    words: tuple[Word, ...], language: str, quantity: Quantity, how: Relation
) -> tuple[str, tuple[int, int] | None] | None:
    """The measure whose longest alias stands among the words, if it fits the quantity and is the only one.

    Args:
        words: the quantity's part of the sentence.
        language: of the sentence.
        quantity: what is to be linked.
        how: its relation.

    Returns:
        Id of the measure and span of the alias (None where its words stand apart), or None.
    """
    fitting = _fitting(unit_class(quantity.unit), how == "change")
    cues = [c for c in _lexicon().matches(words, language) if c.name in fitting]
    if cues:
        size = max(c.last - c.first for c in cues)
        best = {c.name: c for c in cues if c.last - c.first == size}
        if len(best) != 1:
            return None
        name, cue = best.popitem()
        return name, (cue.start, cue.end)
    found = _fuzzy(" ".join(w.form for w in words), fitting, language)
    return (found, None) if found else None


def _fuzzy(text: str, fitting: frozenset[str], language: str) -> str | None:
    from rapidfuzz import fuzz, process

    known = _phrases(language, fitting)
    phrases = [phrase for _, phrase in known]
    alike = process.extract(text, phrases, scorer=fuzz.token_set_ratio, score_cutoff=FUZZY, limit=None)
    best = {known[at][0] for _, score, at in alike if score == alike[0][1]}
    return best.pop() if len(best) == 1 else None
