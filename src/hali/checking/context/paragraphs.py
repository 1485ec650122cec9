"""Paragraphs: the sentences of a block, each with what those before it have told: an amount, visas, shared names."""

from __future__ import annotations

from hali.checking.article import Article
from hali.checking.context import passage
from hali.checking.context.passage import Passage
from hali.checking.numbers import bare
from hali.codelists import areas
from hali.model.claim import Quantity


def read(
    article: Article,
    block: int,
    before: Quantity | None = None,
    visas: bool = False,
    told: frozenset[str] = frozenset(),
) -> list[Passage]:
    """The sentences of a block; `before` is the last amount of money of the text before it, which spoke of `visas`."""
    found: list[Passage] = []
    for sentence in article.blocks[block].sentences:
        found.append(passage.read(article, block, sentence, before, visas, told))
        before = next((q for q in reversed(found[-1].quantities) if bare.measures(q)), before)
        visas = visas or bool(passage.VISAS & found[-1].marked)
        told = told_apart(article, found[-1])
    return found


def told_apart(article: Article, last: Passage) -> frozenset[str]:
    """The areas told of those that share a name, behind a sentence."""
    return areas.told_apart(last.found, last.told, article.blocks[last.block].kind in {"title", "heading", "label"})
