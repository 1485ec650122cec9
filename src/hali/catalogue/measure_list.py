"""Measures by words: what the record can be asked for, and what each counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from hali.codelists import measures
from hali.codelists.measures import Measure

LISTED = 3
"""Measures named beside a word nobody knows."""


def entry(one: Measure, lang: str, held: Collection[str]) -> dict[str, Any]:
    """A measure as data.

    Args:
        one: the measure.
        lang: language of the name.
        held: ids of the measures the record has readings of.
    """
    return {
        "id": one.id,
        "name": measures.name(one.id, lang),
        "pillar": one.pillar,
        "unit": one.unit,
        "kind": one.kind,
        "relation": one.relation,
        "default": one.default,
        "axes": list(one.axes),
        "definition": one.definition,
        "note": one.note,
        "variants": list(one.told_apart),
        "held": one.id in held,
    }


def find(query: str, among: Collection[str] | None = None) -> list[Measure]:
    """Measures by words in any language or parts of their id, the best first.

    Args:
        query: "share of trade", "visa refusals", "ununuzi"; "" = all in the order of the codelist.
        among: ids that are looked at; None = all.
    """
    listed = [one for one in measures.measures() if among is None or one.id in among]
    words = " ".join(query.casefold().replace("_", " ").split())
    if not words:
        return listed
    scores = {one.id: _score(words, _texts()[one.id]) for one in listed}
    found = [one for one in listed if scores[one.id] >= _LEAST]
    return sorted(found, key=lambda one: (-scores[one.id], len(one.id), one.id))


def nearest(text: str, lang: str = "en", among: Collection[str] | None = None) -> list[dict[str, str]]:
    """The three measures whose id or words come closest to something no measure is called."""
    words = text.casefold().replace("_", " ")
    listed = [one for one in measures.measures() if among is None or one.id in among]
    ranked = sorted(listed, key=lambda one: (-_score(words, _texts()[one.id]), one.id))
    return [{"code": one.id, "name": measures.name(one.id, lang)} for one in ranked[:LISTED]]


_LEAST = 62.0
"""Score, of a hundred, from which on words are taken to name a measure."""


def _score(words: str, texts: Collection[str]) -> float:
    """How well words fit the best of a measure's texts, of a hundred."""
    from rapidfuzz import fuzz

    return max(0.55 * fuzz.token_set_ratio(words, text) + 0.45 * fuzz.token_sort_ratio(words, text) for text in texts)


@cache
def _texts() -> Mapping[str, tuple[str, ...]]:
    """Id of a measure -> its id, names and aliases, case folded."""
    return {
        one.id: (
            one.id.replace("_", " ").replace(".", " "),
            *(name.casefold() for name in one.names.values()),
            *(alias.casefold() for aliases in one.aliases.values() for alias in aliases),
        )
        for one in measures.measures()
    }
