"""Numbers whose unit the sentence has said before: "up from 6.4 million", "the number of students reached 12,000"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from hali.checking.numbers.drafts import Draft, clause_before
from hali.languages import beside, traits
from hali.languages.amounts import suffix_after_figure
from hali.languages.morphology import ending
from hali.languages.phrases import Hit, Scan
from hali.languages.tokens import HYPHENS

_WITHIN = 25
"""Most tokens between a quantity and the number compared with it."""
_ALIKE = 20
"""A number compared with a quantity is at most this many times larger or smaller."""
_FEWEST = 10
"""Numbers below it are counted only with the noun beside them."""
_RATIOS = frozenset({"times", "share", "percent", "pp"})
_LARGE = Decimal(1_000_000)
_NEAR = 9
"""Most tokens between two numbers of a list."""
_STOPS = frozenset(".;!?")
_NOUN_WITHIN = 4
"""Most tokens between "the number of" and the noun, adjectives included."""
_ONE = Decimal(1)
_PART = ("i", "u", "\u00fc", "s")
"""How the ending of a part begins: it has a vowel of its own, or one behind s."""
_ENDS = frozenset(".,;:)]\u00bb\u201d\"'\u2013\u2014-(")
Reader = Callable[[Scan, int], Draft | None]

_PERIODS = ("period_last_year", "period_this_year", "period_months", "period_past", "then")


def unit_implied(scan: Scan, draft: Draft, floor: int, known: Sequence[Draft], read: Reader) -> Draft | None:
    """The number with the unit of what it is compared with, or of the subject that counts it.

    Args:
        scan: the text.
        draft: a number without a unit.
        floor: first token that no earlier quantity has taken.
        known: the quantities before it.
        read: reads the number at a token.

    Returns:
        The number with a unit, or None where nothing implies one.
    """
    amount = draft.amount
    if amount.year or amount.compared or amount.value <= 0 or scan.before(amount.start, "label"):
        return None
    end = suffix_after_figure(scan, draft.end)
    listed = amount.scaled and amount.scale >= _LARGE and (scan.at(end, "list") or scan.low(end) in beside("of"))
    if not listed and not ends_clause(scan, end) and not _begins_change(scan, end):
        return part._replace(end=end) if (part := _part_of(scan, draft, end)) else None
    sums = [d for d in known[-_NEAR:] if d.unit not in _RATIOS]
    given = _compared(scan, draft, floor, known) or _compared(scan, draft, floor, sums)
    if given is None and not amount.short:
        given = _counted(scan, draft) or _beside(scan, draft, sums, read)
    return given._replace(end=end) if given else None


def ends_clause(scan: Scan, i: int) -> bool:
    """True if nothing follows that the number could count: the end, a sign, a time."""
    if i >= len(scan.tokens) or scan.tokens[i].kind == "b":
        return True
    token = scan.tokens[i]
    if token.kind == "o":
        return token.text in _ENDS and not (token.glued and token.text in HYPHENS)
    if any(scan.at(i, kind) or scan.at(i + 1, kind) for kind in _PERIODS):
        return True
    hit = scan.at(i, "year_before")
    year = i + hit.length if hit else i
    return scan.low(year).isdecimal() and len(scan.low(year)) == 4


def _compared(scan: Scan, draft: Draft, floor: int, known: Sequence[Draft]) -> Draft | None:
    """The number after "up from", "against" with unit and, if it has none, scale of the quantity before."""
    hedge = scan.before(draft.start, "approximator", floor)
    start = draft.start - (hedge.length if hedge else 0)
    last = known[-1] if known else None
    # "beating the 170,000 expected"
    told = scan.low(start - 1) in beside("expected") and scan.at(draft.end, "then") is not None
    word = told or scan.before(start, "compared", floor) is not None or _reached(scan, last, (start, draft.start))
    word = word or (last is not None and last.end == start and _begins_change(scan, start))
    if last is None or not word or last.unit in {"times", "share"} or start - last.end > _WITHIN:
        return None
    if last.end not in {*clause_before(scan, start), start}:
        return None
    given = draft.with_unit_of(last)
    if not given.amount.scaled and last.amount.scaled and _alike(given.with_scale_of(last), last):
        given = given.with_scale_of(last)
    return given if _alike(given, last) else None


def _begins_change(scan: Scan, end: int) -> bool:
    """True behind the ablative of "from 5,400 to 7,100", where the next number follows at once (tr)."""
    if not traits(scan.prior).cases_decide or not 0 < end < len(scan.tokens) or scan.tokens[end].kind != "n":
        return False
    return scan.low(end - 1).endswith(ending("ablative", scan.prior))


def _part_of(scan: Scan, draft: Draft, end: int) -> Draft | None:
    """So many of what stands right before in the genitive: "12,300 of the applications" (tr)."""
    own = end > draft.end and scan.low(end - 1).startswith(_PART)
    if not traits(scan.prior).cases_decide or not (own or draft.amount.inflected) or draft.amount.value < _FEWEST:
        return None
    nouns = (hit for hit in scan.all_at(draft.start - 1, "noun") if hit.lang == scan.prior and hit.length == 1)
    noun = next((hit for hit in nouns if scan.low(draft.start - 1).endswith(ending("genitive", scan.prior))), None)
    return draft._replace(unit="count", factor=_ONE, noun=scan.low(draft.start - 1), lang=scan.prior) if noun else None


def _reached(scan: Scan, last: Draft | None, places: Iterable[int]) -> bool:
    """True for the end of "from 16,197 tonnes in 2017 to 17,166 in 2018"; "hadi" is "to" and a hedge."""
    opened = last is not None and scan.before(last.start, "from") is not None
    return opened and any(scan.before(i, kind) for i in places for kind in ("to", "onto"))


def _beside(scan: Scan, draft: Draft, known: Sequence[Draft], read: Reader) -> Draft | None:
    """A number in millions or more with the unit of its neighbour: "exports 67.4 billion, imports $49.7 billion"."""
    if not draft.amount.scaled or draft.amount.scale < _LARGE or draft.amount.spelled:
        return None
    near = draft.start - _NEAR
    last = known[-1] if known else None
    if last is not None and last.end >= near and last.end in {*clause_before(scan, draft.start), draft.start}:
        neighbour: Draft | None = last
    else:
        ahead = range(draft.end + 1, min(len(scan.tokens), draft.end + _NEAR))
        place = next((j for j in ahead if _is_figure(scan, j) or scan.tokens[j].text in _STOPS), None)
        neighbour = read(scan, place) if place is not None else None
    if neighbour is None or not neighbour.amount.scaled or not neighbour.unit or neighbour.unit in _RATIOS:
        return None
    given = draft.with_unit_of(neighbour)
    return given if _alike(given, neighbour) else None


def _is_figure(scan: Scan, i: int) -> bool:
    """True for digits that are no year, and for an empty line, where no list goes on."""
    token = scan.tokens[i]
    year = token.text.isdecimal() and len(token.text) == len("2024") and token.text[:2] in {"19", "20"}
    return token.kind == "b" or (token.kind == "n" and not year)


def _alike(given: Draft, last: Draft) -> bool:
    return abs(last.value) <= given.value * _ALIKE and given.value <= abs(last.value) * _ALIKE


def _counted(scan: Scan, draft: Draft) -> Draft | None:
    """The number that "the number of students" has reached in the same clause."""
    if draft.amount.value < _FEWEST or draft.amount.value != draft.amount.value.to_integral_value():
        return None
    for j in clause_before(scan, draft.start):
        share = scan.tokens[j].kind == "n" and _in_percent(scan, j)
        if (scan.tokens[j].kind == "n" and not share and not _dates(scan, j)) or scan.low(j) in {",", ":"}:
            return None
        hit = scan.at(j, "number_of")
        noun = _noun_beside(scan, j, hit) if hit else None
        if hit and noun:
            return draft._replace(unit="count", factor=_ONE, noun=noun, lang=hit.lang)
    return None


def _in_percent(scan: Scan, i: int) -> bool:
    unit = scan.at(i + 1, "unit") or scan.before(i, "unit_first")
    return unit is not None and unit.key == "percent"


def _dates(scan: Scan, i: int) -> bool:
    """True for the year that stands between "the number of students" and the number where verbs come last (kk)."""
    figure = scan.tokens[i].text
    year = figure.isdecimal() and len(figure) == len("2024") and figure[:2] in {"19", "20"}
    return year and traits(scan.prior).number_of_behind and scan.at(i + 1, "scale") is None


def _noun_beside(scan: Scan, i: int, hit: Hit) -> str:
    """The counted noun after "the number of", or before it or the same word (kk: its people), or ""."""
    places = [i, i - 1] if traits(hit.lang).number_of_behind else range(i + hit.length, i + hit.length + _NOUN_WITHIN)
    for place in places:
        noun = next((n for n in scan.all_at(place, "noun") if n.lang == hit.lang), None)
        if noun is not None:
            return " ".join(t.low for t in scan.tokens[place : place + noun.length])
    return ""
