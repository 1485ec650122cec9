"""What a whole article is about: the areas each sentence names, and the two that most of them name."""

from __future__ import annotations

from bisect import bisect
from collections import Counter

from hali.checking import wording
from hali.checking.article import Article
from hali.checking.context.whose import Pair
from hali.codelists import areas

_CLEARLY = 3
"""Half as many sentences more name it than any other."""
_SEVERAL = 3
"""Sentences an area must be named in for the article to be about it."""


def named(article: Article) -> list[list[tuple[int, str]]]:
    """Of each block the areas named in each of its sentences, in an order that no run changes."""
    found: list[list[tuple[int, str]]] = []
    told: frozenset[str] = frozenset()
    for block in article.blocks:
        text = article.text[block.start : block.end]
        listed = areas.found(text, block.language, wording.words(text))
        mentions = areas.settled(listed, told)
        told = areas.told_apart(listed, told, block.kind in {"title", "heading", "label"})
        ends = [sentence.end - block.start for sentence in block.sentences]
        found.append(sorted({(bisect(ends, m.start), m.concept) for m in mentions if m.kind != "capital"}))
    return found


def main(named: list[list[tuple[int, str]]]) -> str | None:
    """The one country most of whose sentences the article names, where no second one comes near."""
    counts: Counter[str] = Counter(concept for one in named for _, concept in one)
    states = [(one, n) for one, n in counts.most_common() if areas.concept_kind(one) == "country"]
    (first, often), (_, next_often) = (*states[:2], ("", 0), ("", 0))[:2]
    return first if often >= _SEVERAL and 2 * often >= _CLEARLY * next_often else None


def home(named: list[list[tuple[int, str]]], language: str) -> str | None:
    """The country of "we" and "our": the only one the article names of those in which its language is written so."""
    countries = wording.grammar(language).get("home", ())
    said = {concept for one in named for _, concept in one}
    here = [one for one in countries if one in said or len(countries) == 1]
    return here[0] if len(here) == 1 else None


def pair(named: list[list[tuple[int, str]]]) -> Pair | None:
    """The two areas the whole article is about: the two named in most sentences, if no third comes near."""
    counts: Counter[str] = Counter(concept for one in named for _, concept in one)
    if counts["EU"]:
        del counts["EUROPE"]
    first = counts.most_common(3)
    if len(first) < 2 or first[1][1] < _SEVERAL or (len(first) > 2 and first[1][1] < 2 * first[2][1]):
        return None
    return first[0][0], first[1][0]
