"""Headlines: a number that a title or heading says first and the text says again, with when and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hali.check.article import Article
from hali.model.claim import Claim

_ABOVE = frozenset({"title", "heading"})


def completed(article: Article, claims: Sequence[Claim]) -> list[Claim]:
    """The claims, those of titles and headings with the time and the sides of their first repetition in the text."""
    return [_as_repeated(article, claim, claims[at + 1 :]) for at, claim in enumerate(claims)]


def _as_repeated(article: Article, claim: Claim, later: Sequence[Claim]) -> Claim:
    if article.blocks[claim.block].kind not in _ABOVE or claim.period is not None or claim.measure is None:
        return claim
    again = next((one for one in later if one.period is not None and not one.unsaid and _alike(one, claim)), None)
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


def _alike(one: Claim, other: Claim) -> bool:
    """Whether two claims give the same number of the same measure, and no other areas."""
    if one.quantity is None or other.quantity is None or one.measure != other.measure:
        return False
    same = (one.quantity.value, one.quantity.unit) == (other.quantity.value, other.quantity.unit)
    return same and _sides(other) <= _sides(one)


def _sides(claim: Claim) -> set[str]:
    return {side for side in (claim.reporter, claim.partner, *(claim.pair or ())) if side}
