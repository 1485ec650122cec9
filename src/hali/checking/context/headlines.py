"""Headlines: a number that a title or heading says first and the text says again, with when and whose it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from hali.checking.article import Article
from hali.model.claim import Claim

_ABOVE = frozenset({"title", "heading"})


def completed(article: Article, claims: Sequence[Claim]) -> list[Claim]:
    """The claims, those of titles and headings with the time and the sides of their first repetition in the text."""
    dated: dict[object, list[tuple[int, Claim]]] = {}
    for at, claim in enumerate(claims):
        if claim.period is not None and not claim.unsaid and claim.quantity is not None:
            dated.setdefault(_number(claim), []).append((at, claim))
    return [_as_repeated(article, claim, at, dated.get(_number(claim), [])) for at, claim in enumerate(claims)]


def _number(claim: Claim) -> object:
    """What a headline repeats: a number, its unit and its measure."""
    return claim.measure, claim.quantity and (claim.quantity.value, claim.quantity.unit)


def _as_repeated(article: Article, claim: Claim, at: int, dated: Sequence[tuple[int, Claim]]) -> Claim:
    if article.blocks[claim.block].kind not in _ABOVE or claim.period is not None or claim.measure is None:
        return claim
    later = islice(dated, bisect_right(dated, at, key=lambda one: one[0]), None)
    again = next((one for _, one in later if _sides(claim) <= _sides(one)), None)
    if again is None or again.period is None:
        return claim
    period = replace(again.period, stated="text")
    told = replace(claim, period=period, stated=claim.stated | {"period": "text"})
    if _sides(claim) < _sides(again):
        slots = ("reporter", "partner", "pair")
        borrowed = {slot: "text" for slot in slots if getattr(again, slot) is not None}
        told = replace(told, reporter=again.reporter, partner=again.partner, pair=again.pair)
        told = replace(told, stated={k: v for k, v in told.stated.items() if k not in slots} | borrowed)
    return told


def _sides(claim: Claim) -> set[str]:
    return {side for side in (claim.reporter, claim.partner, *(claim.pair or ())) if side}
