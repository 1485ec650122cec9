"""Two numbers that share a unit: ranges ("between 7 and 9 Mio. Tonnen") and pairs ("from 19 to 23 bn USD")."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from hali.checking.numbers.drafts import Draft, changes
from hali.languages import CODES, beside, lexicon, traits
from hali.languages.amounts import suffix_after_figure
from hali.languages.morphology import ending
from hali.languages.phrases import Hit, Scan
from hali.languages.tokens import DASHES

_SHARED_BELOW = 1000
"""A figure of a thousand or more is not taken to share its neighbour's scale word."""
_WIDEST = 20
"""The ends of a range that shares a scale word are within this factor of each other."""
_MOST_PERCENT = 100
_APART = 3
_TO_THE_VERB = 60

Reader = Callable[[Scan, int], Draft | None]


def pair_up(scan: Scan, first: Draft, floor: int, read: Reader) -> tuple[Draft, ...]:
    """The drafts that a number and the one after it make together.

    Args:
        scan: the text.
        first: a number with what stands around it, unit or not.
        floor: first token that no earlier quantity has taken.
        read: reads the second number at a token.

    Returns:
        One range, or two numbers where a verb of change makes them "from ... to ...", or the number alone.
    """
    inside = scan.before(first.amount.start, "between", first.start) if first.left else None
    between = inside or scan.before(first.start, "between", floor)
    since = _hit_of(scan, first, "from", floor)
    joined = _joint(scan, first, between, since, read)
    if joined is None:
        return (first,)
    second, kind = joined
    if between is not None and kind == "to":
        # "Kati ya 17% hadi 20%", between 17% to 20%.
        kind = "and"
    if between is not None and first.left and second.unit == "count" != first.unit:
        # "kati ya asilimia 8 na 10 ya abiria": the noun is not the second number's own
        amount = second.amount
        second = Draft(amount.start, amount.end, amount, lang=amount.lang)
    by = scan.before(first.start, "by", floor) if kind == "to" else None
    if by and changes(scan, first.start, second.end):
        # "down by 350 to 4,200 employees" is a difference and a level, "up by 10 to 15 %" a range
        apart = first.unit or second.amount.value > first.amount.value * _APART
        kind, since = ("pair", since) if apart else (kind, None)
    if kind == "to" and not second.unit and first.unit and _is_other(first, second, since):
        return (first,)
    shared = _share(first, second, scan)
    if shared is None:
        return (first,)
    first, second = shared
    if kind == "pair" or (kind == "to" and changes(scan, first.start, second.end) and since is not None):
        return (first, second)
    if kind == "to" and changes(scan, first.start, second.end) and first.unit and _own_unit(first):
        return (first, second)
    if first.value >= second.value:
        return (first, second) if kind == "to" else (first,)
    start = first.start
    if kind == "and" and between and not inside:
        start -= between.length
    elif kind == "to" and since:
        start -= since.length
    if second.unit == "times" and scan.before(start, "times_lead", floor):
        start -= 1
    return (second._replace(start=start, approximator="range", low=first),)


def _is_other(first: Draft, second: Draft, since: Hit | None) -> bool:
    """True for a bare number after "to" with another unit: "gained 1.3% to 4,783", "EUR 5 million to 27 states"."""
    if since is not None:
        bare = second.amount.scaled or second.value > _MOST_PERCENT
        return bare and first.unit in {"percent", "pp"} and not first.left
    own_scale = first.amount.scaled and not first.amount.first
    return not first.left or (own_scale and not second.amount.scaled)


def _own_unit(draft: Draft) -> bool:
    return draft.end > draft.amount.end or draft.left


def _hit_of(scan: Scan, draft: Draft, kind: str, floor: int) -> Hit | None:
    return scan.before(draft.start, kind, floor)


def _joint(scan: Scan, first: Draft, between: Hit | None, since: Hit | None, read: Reader) -> tuple[Draft, str] | None:
    """The second number and what joins it: `dash`, `and`, `to` or `pair`."""
    place = first.end
    tokens = scan.tokens
    if place >= len(tokens):
        return None
    token = tokens[place]
    hyphened = scan.over_hyphen(place) > place and scan.at(place + 1, "to") is not None
    dash = token.text in DASHES and place + 1 < len(tokens) and not hyphened
    if dash and (not token.glued or tokens[place + 1].glued):
        second = read(scan, place + 1)
        return (second, "dash") if second and second.start == place + 1 and not first.amount.year else None
    if between is not None and (hit := scan.at(place, "and")) is not None:
        second = read(scan, place + hit.length)
        return (second, "and") if second else None
    behind = _joined_behind(scan, first, read)
    if behind is not None:
        return behind
    onto = scan.at(place, "onto") if since is not None or scan.before(first.start, "by") else None
    place = scan.over_hyphen(place)
    to = onto or scan.at(place, "to")
    if to is None or (first.amount.year and not first.unit):
        return None
    start = scan.over_hyphen(place + to.length)
    hedge = scan.at(start, "approximator")
    second = read(scan, start)
    if second is None or second.start > start + (hedge.length if hedge else 0):
        return None
    return second, "pair" if onto else "to"


def _joined_behind(scan: Scan, first: Draft, read: Reader) -> tuple[Draft, str] | None:
    """Pairs whose "between", or whose "to", stands behind the second number, as in Kazakh."""
    place = first.end
    hit = next((h for h in scan.all_at(place, "and") if lexicon(h.lang)["range"]["between_after"]), None)
    if hit is not None:
        second = read(scan, place + hit.length)
        if second is not None and scan.at(second.end, "between_after"):
            return second, "and"
        return None
    place = suffix_after_figure(scan, place)
    word = scan.tokens[place - 1].low
    lang = next((lang for lang in _to_behind() if word.endswith(ending("ablative", lang))), "")
    if not lang:
        return None
    second = read(scan, place)
    if second is None or second.start > place:
        return None
    if scan.low(second.end) not in beside("to_behind", lang):
        return (second, "pair") if _reached(scan, first, second, lang) else None
    # the verb ends such a sentence, however many pairs stand before it
    return second, "pair" if changes(scan, first.start, second.end, _TO_THE_VERB) else "to"


@cache
def _to_behind() -> tuple[str, ...]:
    """The languages whose "to" stands behind its number."""
    return tuple(lang for lang in CODES if beside("to_behind", lang))


def _reached(scan: Scan, first: Draft, second: Draft, lang: str) -> bool:
    """True for the later end of a change that only its dative says, in the unit of the first: "fell from 10 % to 5"."""
    if second.unit or second.amount.year or not traits(lang).cases_decide:
        return False
    word = scan.low(suffix_after_figure(scan, second.end) - 1)
    # Other cases end in the same vowels.
    dative = word.endswith(ending("plain_dative", lang)) and not word.endswith(ending("locative", lang))
    return dative and changes(scan, first.start, second.end)


def _share(first: Draft, second: Draft, scan: Scan) -> tuple[Draft, Draft] | None:
    """Both drafts with one unit and scale, or None if their units differ."""
    if not first.unit and not second.unit:
        return None
    if not first.unit:
        first = first.with_unit_of(second)
        if not first.amount.scaled and second.amount.scaled and not second.amount.first:
            first = first.with_scale_of(second)
        return first, second
    if not second.unit:
        if first.unit in {"times", "share"} and not first.left:
            # "grew threefold to 12 million"
            return None
        second = second.with_unit_of(first)
        lone = not second.amount.scaled and first.amount.scaled and second.amount.value < _SHARED_BELOW
        second = second.with_scale_of(first) if lone else second
    if first.unit != second.unit:
        return None
    lone = not first.amount.scaled and second.amount.scaled and not second.amount.first
    if lone and first.left and first.amount.value < _SHARED_BELOW:
        wider = first.with_scale_of(second)
        if 0 < wider.value <= second.value * _WIDEST and second.value <= wider.value * _WIDEST:
            first = wider
    return first, second
