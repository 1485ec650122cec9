"""What stands after a number: currency, unit, counted noun, and the contexts in which a number counts nothing."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from hali.checking.numbers.drafts import clause_before
from hali.checking.times.subyears import before_year
from hali.codelists import areas
from hali.languages import BASIC, CODES, beside, lexicon, traits
from hali.languages.amounts import Amount, suffix_after_figure
from hali.languages.currencies import MONEY, by_country, nouns
from hali.languages.phrases import Hit, Scan
from hali.record.tables import dataflows

_SMALL = 1000
_ONE_OF_MANY = frozenset({"GBP", "DEM"})
"""Money whose word also means a weight or a sign: "une livre", "eine Mark"."""
_MOST_ADJECTIVES = 2
_MOST_POINTS = 100
_SHORTEST_NAME = 2
_HOURS_A_DAY = 24
_ONE = Decimal(1)
_HUNDREDTH = Decimal("0.01")
_NEARBY_VERB = 12


class Unit(NamedTuple):
    """A unit as read: see `drafts.Draft`.

    `start` and `end` are the tokens of its words; `negative` is True for a minus between unit and number ("USD -5").
    """

    unit: str
    factor: Decimal
    noun: str
    lang: str
    start: int
    end: int
    negative: bool = False


def unit_after(scan: Scan, amount: Amount, code: str = "") -> Unit | None:
    """The currency, unit or counted noun after a number.

    Args:
        scan: the text.
        amount: the number.
        code: currency that stands before the number; then only a word that goes with it counts.

    Returns:
        The unit, or None.
    """
    place = _over_hyphen(scan, amount.end)
    hyphened = place > amount.end
    if not hyphened:
        place = suffix_after_figure(scan, place)
    if code:
        return _tail(scan, place, code)
    if (within := _in_brackets(scan, place)) is not None:
        return within
    for start in (place, _over_link(scan, place)):
        found = _money_after(scan, start) or _measure_after(scan, start, amount, hyphened)
        found = found or _noun_after(scan, start, amount)
        if found and not _excluded(scan, amount, found):
            return found
        if start == place and _over_link(scan, place) == place:
            break
    return None


def _in_brackets(scan: Scan, i: int) -> Unit | None:
    """Money named in brackets after the number: "200 million (USD)"."""
    if scan.low(i) != "(":
        return None
    found = _money_after(scan, i + 1)
    return found._replace(start=i, end=found.end + 1) if found and scan.low(found.end) == ")" else None


def _over_hyphen(scan: Scan, i: int) -> int:
    """The token after a hyphen at `i` that joins a unit to the number ("5-billion-euro", "300-MW"), else `i`."""
    place = scan.over_hyphen(i)
    if place == i or scan.tokens[place].kind == "n":
        return i
    known = any(scan.at(place, kind) for kind in ("unit", "currency", "points"))
    return place if known or scan.tokens[place].text in MONEY else i


def _over_link(scan: Scan, i: int) -> int:
    """The token after the "de" of "5 millions de tonnes" or the "of a" of "0.5 of a percentage point", else `i`."""
    hit = scan.at(i, "link")
    if hit is None and (part := scan.at(i, "of_scale")):
        unit = scan.at(i + part.length, "unit")
        return i + part.length if unit and unit.key == "pp" else i
    return i + hit.length if hit else i


def _money_after(scan: Scan, i: int) -> Unit | None:
    if i >= len(scan.tokens):
        return None
    hit = scan.at(i, "currency")
    code = scan.tokens[i].text
    if hit is None:
        return Unit(code, _ONE, "", "", i, i + 1) if code in MONEY else None
    end = i + hit.length
    if (small := scan.at(i, "subunit")) and small.length > hit.length:
        return None
    word = scan.tokens[i].kind == "w" or scan.tokens[i].glued
    if scan.at(scan.over_hyphen(end), "currency_not_before") or _begins_number(scan, end, word):
        return None
    if scan.at(end, "scale_first"):
        # "uwekezaji wa moja kwa moja wa dola milioni 5": the dollars are those of the millions.
        return None
    return Unit(currency_meant(scan, hit, i), _ONE, "", _language(scan, hit, i), i, end)


def _begins_number(scan: Scan, end: int, word: bool) -> bool:
    """True for a sign glued to the number at `end`: in "2022 $31 bn" and "$12-$14" it is not the unit of the first."""
    return not word and end < len(scan.tokens) and scan.tokens[end].kind == "n" and scan.tokens[end].glued


def currency_meant(scan: Scan, hit: Hit, i: int) -> str:
    """The currency of a hit at token `i`; a noun that several countries share is told by the country named."""
    return by_country(hit.key, scan.tokens[i].low, scan.words()) if hit.length == 1 else str(hit.key)


def _measure_after(scan: Scan, i: int, amount: Amount, hyphened: bool) -> Unit | None:
    hit = scan.at(i, "unit")
    small = scan.at(i, "subunit")
    if small and hit is None:
        return Unit(_cent_of(scan, small.key, scan.tokens[i].low), _HUNDREDTH, "", small.lang, i, i + small.length)
    points = scan.at(i, "points")
    if points and (hit is None or points.length > hit.length) and are_of_percent(scan, amount):
        return Unit("pp", _ONE, "", points.lang, i, i + points.length)
    if hit is None or (hyphened and _is_name_of_span(hit.key, amount)) or _is_speed(scan, i + hit.length):
        return None
    if hit.key == "percent" and _is_sign_before(scan, i):
        return None
    unit, _, factor = hit.key.partition("*")
    end = suffix_after_figure(scan, i + hit.length)
    return Unit(unit, Decimal(factor or 1), "", _language(scan, hit, i), i, end)


def _is_sign_before(scan: Scan, i: int) -> bool:
    """True for the sign of the figure behind it, in a language that writes it so: "2022'de %9,5"."""
    return traits(scan.prior).percent_first and i + 1 < len(scan.tokens) and scan.tokens[i + 1].kind == "n"


def _cent_of(scan: Scan, code: str, word: str) -> str:
    """The currency of a cent: that of the euro or the franc where the text speaks of one."""
    if not word.startswith("cent"):
        return code
    return next((one for one, words in nouns()["cent"].items() if not scan.words().isdisjoint(words)), code)


def _is_speed(scan: Scan, i: int) -> bool:
    """True for the "/h" of "100 km/h"."""
    return scan.low(i) == "/" and scan.tokens[i].glued and scan.low(i + 1) in beside("per_hour")


def _is_name_of_span(unit: str, amount: Amount) -> bool:
    """True for "24-hour" and "two-day", which name a kind, not a length."""
    return unit == "h" or (unit == "day" and amount.spelled)


def are_of_percent(scan: Scan, amount: Amount) -> bool:
    """True if points are percentage points: after a percentage or the name of a rate, and never more than a hundred."""
    if amount.value > _MOST_POINTS:
        return False
    for j in range(max(0, amount.start - 60), amount.start):
        hit = scan.at(j, "unit") or scan.at(j, "unit_first")
        if hit and hit.key in {"percent", "pp"}:
            return True
    return any(scan.at(j, "rate") for j in clause_before(scan, amount.start))


def _language(scan: Scan, hit: Hit, i: int) -> str:
    """Language a hit proves: none for a sign."""
    return hit.lang if scan.tokens[i].kind == "w" and not hit.cased else ""


@cache
def adjectives() -> dict[str, re.Pattern[str] | None]:
    """The form of a language's adjectives between number and counted noun; None where there are none."""
    patterns = {lang: lexicon(lang)["counted"]["adjective"] for lang in CODES + BASIC}
    return {lang: re.compile(p) if p else None for lang, p in patterns.items()}


@cache
def _joints() -> frozenset[str]:
    return frozenset(word for lang in CODES for word in lexicon(lang)["range"]["list"])


@cache
def _function_words() -> frozenset[str]:
    return frozenset(word for lang in CODES for word in lexicon(lang)["prior"]["words"])


def _noun_after(scan: Scan, i: int, amount: Amount) -> Unit | None:
    """The counted noun, up to two adjectives on: "12,400 foreign students"."""
    tokens = scan.tokens
    place = i
    for step in range(_MOST_ADJECTIVES + 1):
        if place >= len(tokens) or tokens[place].kind != "w":
            return None
        hit = _noun_of(scan, place, i)
        if hit is not None and not (amount.year and step):
            end = place + hit.length
            noun = " ".join(t.low for t in tokens[place:end])
            return Unit("count", _ONE, noun, hit.lang, i, end)
        if tokens[place].low in _function_words() or scan.at(place, "period_months") or scan.at(place, "change"):
            return None
        if place > i and tokens[place].glued:
            return None
        place += 1
        if (second := scan.over_hyphen(place)) > place:
            noun_of = next((h for h in scan.all_at(second, "noun") if traits(h.lang).hyphened_nouns), None)
            if noun_of is not None:
                # "38.500 Schengen-Visa"
                return Unit("count", _ONE, tokens[second].low, noun_of.lang, i, second + noun_of.length)
            # "4,000 state-owned enterprises"
            place += 2
        elif (joint := scan.at(place, "list")) and scan.tokens[place].kind == "w":
            # "2.6 million full and empty containers"
            place += joint.length
    return None


def _noun_of(scan: Scan, place: int, start: int) -> Hit | None:
    """The noun at a token, if the words between may be adjectives in its language."""
    hits = scan.all_at(place, "noun")
    for hit in sorted(hits, key=lambda h: (-h.length, h.lang != scan.prior)):
        pattern = adjectives().get(hit.lang)
        between = [t.low for t in scan.tokens[start:place] if t.low not in _joints()]
        if traits(hit.lang).one_adjective and len(between) > 1:
            continue
        if not between or (pattern is not None and all(pattern.match(word) for word in between)):
            return hit
    return None


def _tail(scan: Scan, i: int, code: str) -> Unit | None:
    """A word after the number that goes with the currency before it: "shilingi 5 za Kenya", "US$5 US dollars"."""
    for hit in scan.all_at(i, "tail"):
        base, tail_code = hit.key
        if base in _bases().get(code, ()) or code == tail_code:
            return Unit(tail_code, _ONE, "", hit.lang, i, i + hit.length)
    again = scan.at(i, "currency")
    if again and again.key == code and not _begins_number(scan, i + again.length, word=scan.tokens[i].kind == "w"):
        return Unit(code, _ONE, "", again.lang, i, i + again.length)
    same = i < len(scan.tokens) and scan.tokens[i].text == code
    return Unit(code, _ONE, "", "", i, i + 1) if same else None


@cache
def _bases() -> dict[str, frozenset[str]]:
    """Code -> the words that mean it on their own and that a country's name may follow after the number."""
    found: dict[str, set[str]] = {}
    for lang in CODES:
        if traits(lang).split_units:
            for code, entries in lexicon(lang)["currency"].items():
                found.setdefault(code, set()).update(word.lstrip("=") for word in entries if " " not in word)
    return {code: frozenset(words) for code, words in found.items()}


def is_bare_year(amount: Amount) -> bool:
    """True for four digits that may be a year and have no scale word."""
    return amount.year and not amount.scaled


def _excluded(scan: Scan, amount: Amount, unit: Unit) -> bool:
    """True where number and word stand together by chance or count nothing."""
    if unit.unit in {"percent", "pp"}:
        # "mwaka 2023 asilimia 18.4": the word stands before its number.
        figure = scan.tokens[min(unit.end, len(scan.tokens) - 1)].kind == "n"
        return is_bare_year(amount) and traits(unit.lang).unit_first and figure
    if is_bare_year(amount) and _reads_as_year(scan, amount):
        return True
    one = amount.spelled and not amount.scaled and amount.value == 1
    if one and (unit.unit in {"count", "day", "h"} or (traits(amount.lang).one_is_article and not _is_sum(unit.unit))):
        return True
    if unit.unit == "count" and _after_acronym(scan, amount):
        return True
    if unit.unit == "count" and amount.spelled and not amount.scaled and scan.before(amount.start, "definite"):
        return True
    word = scan.tokens[unit.start].low
    weight = nouns()["weight"].get(unit.unit)
    if weight and word.startswith(weight["word"]) and scan.low(unit.end) == weight["before"]:
        return True
    # "the two million mark" is a threshold of any size
    other = amount.value < _SMALL or word in nouns()["threshold"]["words"]
    if other and nouns()["small"].get(word) in {unit.unit, scan.prior} and unit.end == unit.start + 1:
        return True
    return unit.unit == "h" and _is_clock(scan, amount, scan.low(unit.start))


def _after_acronym(scan: Scan, amount: Amount) -> bool:
    """True for the digits of a name with capitals before them: "FTSE 100 companies", "ISO 9001 certificates".

    A publisher is no such name: "according to the OECD 963 students".
    """
    i = amount.start - 1
    if i < 0 or scan.tokens[i].kind != "w" or amount.scaled or not scan.tokens[i + 1].text.isdecimal():
        return False
    text = scan.tokens[i].text
    if len(text) < _SHORTEST_NAME or not (text.isupper() and text.isascii()) or text in MONEY:
        return False
    shouted = i > 0 and scan.tokens[i - 1].text.isupper() and len(scan.tokens[i - 1].text) > 1
    return not shouted and text not in _publishers() and not areas.mentions(text, scan.prior)


@cache
def _publishers() -> frozenset[str]:
    """Publishers whose name is an acronym, as the ids of their tables begin."""
    return frozenset(id_.partition(":")[0] for id_ in dataflows())


def _is_sum(unit: str) -> bool:
    """True for money that "un" and "ein" count, as in "un euro"."""
    return unit in MONEY and unit not in _ONE_OF_MANY


def _is_clock(scan: Scan, amount: Amount, word: str) -> bool:
    """True for "um 18 Stunden" and "18 h"."""
    if amount.value > _HOURS_A_DAY or amount.scaled:
        return False
    short = len(word) == 1 and "." not in amount.written
    return short or scan.low(amount.start - 1) in beside("clock")


def _reads_as_year(scan: Scan, amount: Amount) -> bool:
    if scan.at(amount.end, "year_word") or scan.before(amount.start, "year_before"):
        return True
    return before_year(scan, amount.start, 0) is not None


def is_label(scan: Scan, amount: Amount, unit: Unit) -> bool:
    """True for the number of an article, a page, a room: "Annex 3", "No. 45"."""
    if amount.scaled or unit.unit in {"percent", "pp"} or unit.unit in MONEY:
        return False
    return scan.before(amount.start, "label") is not None


def near_change(scan: Scan, i: int) -> bool:
    """True if a verb of change stands close before a token: "increased five times"."""
    return any(scan.at(j, "change") for j in list(clause_before(scan, i))[:_NEARBY_VERB])
