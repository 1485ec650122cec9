"""Terms of a claim: flow, scope, product and variant, as far as its words or its measure's name fix them."""

from __future__ import annotations

import regex

from hali.checking import wording
from hali.checking.context import route_ends, rules
from hali.checking.context.passage import Passage
from hali.codelists import measures


def flow(measure: str) -> str | None:
    """The flow a measure's own name fixes, as the reporter sees it."""
    known = measures.find(measure)
    return (known.check.flow or None) if known else None


def scope(topics: frozenset[str], measure: str) -> str | None:
    """goods, services or both as the words say, None where they leave it open."""
    if measure.startswith("services_"):
        return "services"
    if measure != "trade_balance" and (flow(measure) is None or measure.endswith("volume")):
        return None
    if "services" in topics:
        return "both" if "goods" in topics else "services"
    return "goods" if "goods" in topics else None


def product(topics: frozenset[str], measure: str, words: frozenset[str], text: str) -> str | None:
    """Code of the product named, None for none; `OTHER` for one the record has no code for.

    Args:
        topics: topics of the part of the sentence that decided the measure.
        measure: id of the measure; one of oil leaves crude and products open unless `words` tell.
        words: names of the `variant` cues in the sentence.
        text: the sentence; a chapter of the Harmonised System in it is said by its number.
    """
    if measure in {"oil_imports_volume", "partner_share_oil_imports"}:
        return "OIL_PRODUCTS" if "oil_product" in topics else "CRUDE_OIL" if "crude" in words else None
    if measure == route_ends.MEASURE:
        return route_ends.product(text)
    known = measures.find(measure)
    if known is None or not known.check.products:
        return None
    chapter = _CHAPTER.search(text)
    if chapter is not None:
        return f"BAN_RU.HS:{chapter.group(1)}" if "banned" in topics else f"HS:{chapter.group(1)}"
    codes = rules.names("product")
    named = [codes[topic] for topic in codes if topic in topics]
    if len(named) > 1 and "HS:27" in named:
        return "HS:27"
    return named[0] if named else None


_CHAPTER = regex.compile(rf"\b(?:{wording.one_of('tariff')})\P{{Lu}}{{0,20}}?(\d{{2}}(?:\d{{2}})?)\b")


def variant(measure: str, words: frozenset[str]) -> str | None:
    """The variant of the measure the words name, or None.

    Args:
        measure: id of the measure.
        words: names of the `variant` cues in the sentence.
    """
    known = measures.find(measure)
    found = next((name for name in known.told_apart if name in words), None) if known else None
    if measure == "partner_share_fdi" and found == "gross" and "cumulative" in words:
        return "gross_cumulative"
    return found


def ware_inside(here: Passage, head: tuple[int, int]) -> int | None:
    """The index of a ware inside of words that are of all things otherwise: "bei za kahawa zilipanda"."""
    wares = rules.names("product").keys()
    for cue in here.having("topic", "prices", low=head[0], high=head[1]):
        for one in here.having("topic", *wares, low=cue.start, high=cue.end):
            if cue.first < one.first < cue.last:
                return one.first
    return None
