"""Numbers written in words, up to 999 (German: up to 999,999 in one word), and decimals after "point"."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from hali.languages import lexicon
from hali.languages.phrases import Hit, Scan

GERMAN_ADJECTIVE = ("e", "en", "er", "es", "em")
"""Endings of German adjectives before a noun."""

_MOST_WORDS = 9
_LONGEST_GERMAN = 100


class Spelled(NamedTuple):
    """A number in words: token after it, value as written with `.`, its language, its last word's ending or not."""

    end: int
    written: str
    lang: str
    inflected: bool


def read_words(scan: Scan, i: int) -> Spelled | None:
    """The number below 1,000 in words that begins at token `i`, the longest that any language gives.

    Args:
        scan: the text.
        i: first token.

    Returns:
        The number with the decimals after "point", or None.
    """
    best: Spelled | None = None
    for lang in dict.fromkeys(h.lang for h in scan.all_at(i, "number")):
        read = _swahili(scan, i) if lang == "sw" else _additive(scan, i, lang)
        if read and (best is None or read.end > best.end or (read.end == best.end and lang == scan.prior)):
            best = read
    token = scan.tokens[i]
    if token.kind == "w" and (value := german(token.low)) is not None and (best is None or best.end == i + 1):
        best = Spelled(i + 1, str(value), "de", False)
    if best is None or _is_name(scan, i, best):
        return None
    return _decimals(scan, best) if not best.inflected else best


def _is_name(scan: Scan, i: int, read: Spelled) -> bool:
    """True for "UN", "SIX" and the like: a short word in capitals is a name."""
    text = scan.tokens[i].text
    if read.end > i + 1 or not 1 < len(text) <= 3 or not text.isupper():
        return False
    # In a headline all words are capitals: "TWO MILLION".
    return not any(scan.at(j, "scale") and scan.tokens[j].text.isupper() for j in (i - 1, i + 1))


def _of(scan: Scan, i: int, lang: str) -> Hit | None:
    return next((h for h in scan.all_at(i, "number") if h.lang == lang), None)


def _additive(scan: Scan, i: int, lang: str) -> Spelled | None:
    """Hundreds, tens and units in this order: en, ru, kk, fr, and German in several words."""
    hit = _of(scan, i, lang)
    if hit is None:
        return None
    total, place = hit.key, i + hit.length
    for _ in range(_MOST_WORDS):
        if hit.inflected and lang == "kk":
            break
        step = _over_joins(scan, place, lang, total)
        following = _of(scan, step, lang)
        if following is None or not _fits(total, following.key, lang):
            break
        hit, place = following, step + following.length
        total = total * 100 if hit.key == 100 else total + hit.key
    return Spelled(place, str(total), lang, hit.inflected)


def _over_joins(scan: Scan, place: int, lang: str, total: int) -> int:
    """The token after a hyphen or an "and" that may stand between two number words."""
    step = scan.over_hyphen(place)
    joined = any(h.lang == lang for h in scan.all_at(step, "join"))
    if joined and ((lang in {"en", "de"} and total % 100 == 0) or (lang == "fr" and total % 10 == 0)):
        step = scan.over_hyphen(step + 1)
    return step


def _fits(total: int, value: int, lang: str) -> bool:
    """True if a number word may follow one that ends a number worth `total` so far."""
    if total == 0 or value == 0:
        return False
    if value == 100:
        return total < 100 and (total < 20 or lang == "en")
    if value > 100:
        return False
    if value >= 20:
        return total % 100 == 0
    if value >= 10:
        return total % 100 == 0 or (lang == "fr" and total % 100 in {60, 80})
    return total % 10 == 0 and (total % 100 != 10 or lang == "kk")


def _swahili(scan: Scan, i: int) -> Spelled | None:
    """Hundreds before their number ("mia tano"), "na" before tens and before units."""
    place, total = i, 0
    hit = _of(scan, place, "sw")
    if hit is None:
        return None
    if hit.key == 100:
        count = _of(scan, place + 1, "sw")
        units = count is not None and count.key < 10
        total = 100 * count.key if units and count is not None else 100
        place += 2 if units else 1
        step = place + 1 if _joined(scan, place) else place
        hit = _of(scan, step, "sw")
        if hit is None or hit.key == 100 or (step == place and hit.key < 10):
            return Spelled(place, str(total), "sw", False)
        place = step
    if hit.key >= 10:
        total += hit.key
        place += 1
        units = _of(scan, place + 1, "sw") if _joined(scan, place) else None
        if units is None or not 0 < units.key < 10:
            return Spelled(place, str(total), "sw", False)
        return Spelled(place + 2, str(total + units.key), "sw", False)
    return Spelled(place + 1, str(total + hit.key), "sw", False)


def _joined(scan: Scan, i: int) -> bool:
    return any(h.lang == "sw" for h in scan.all_at(i, "join"))


def _decimals(scan: Scan, read: Spelled) -> Spelled:
    """Adds "point five", "Komma fünf", "целых пять десятых"."""
    point = next((h for h in scan.all_at(read.end, "point") if h.lang == read.lang), None)
    if point is None:
        return read
    place = read.end + point.length
    if lexicon(read.lang)["number_parts"]["tenths"]:
        return _tenths(scan, read, place)
    digits = ""
    while len(digits) < _MOST_WORDS and (hit := _of(scan, place, read.lang)) is not None and hit.key < 100:
        digits += str(hit.key)
        place += 1
    return read._replace(end=place, written=f"{read.written}.{digits}") if digits else read


def _tenths(scan: Scan, read: Spelled, place: int) -> Spelled:
    """ru: number before "десятых"; kk: number after "оннан"."""
    before = scan.at(place, "tenths")
    number = _additive(scan, place + before.length if before else place, read.lang)
    if number is None:
        return read
    form = scan.tokens[place].low if before else scan.tokens[min(number.end, len(scan.tokens) - 1)].low
    size = next((n for n, stems in _TENTHS.items() if form.startswith(stems)), 0)
    after = 0 if before else 1
    if not size or len(number.written) > size:
        return read
    return read._replace(end=number.end + after, written=f"{read.written}.{number.written.zfill(size)}")


_TENTHS = {1: ("десят", "оннан"), 2: ("сот", "жүзден"), 3: ("тысяч", "мыңнан")}

_UNITS = {
    "ein": 1, "eins": 1, "eine": 1, "einem": 1, "einen": 1, "einer": 1, "eines": 1, "zwei": 2, "drei": 3, "vier": 4,
    "fünf": 5, "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9,
}  # fmt: skip
_TEENS = {
    "zehn": 10, "elf": 11, "zwölf": 12, "zwoelf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "fuenfzehn": 15,
    "sechzehn": 16, "siebzehn": 17, "achtzehn": 18, "neunzehn": 19,
}  # fmt: skip
_TENS = {
    "zwanzig": 20, "dreißig": 30, "dreissig": 30, "vierzig": 40, "fünfzig": 50, "fuenfzig": 50, "sechzig": 60,
    "siebzig": 70, "achtzig": 80, "neunzig": 90,
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_TEEN = "|".join(_TEENS)
_TEN = "|".join(_TENS)
_BELOW = rf"(?:(?:(?P<{{0}}u>{_UNIT})und)?(?P<{{0}}z>{_TEN})|(?P<{{0}}t>{_TEEN})|(?P<{{0}}e>{_UNIT}))"
_HUNDREDS = rf"(?:(?P<{{0}}h>{_TEEN}|{_UNIT})?(?P<{{0}}H>hundert)(?:und)?)?(?:{_BELOW})?"
_GERMAN = re.compile(
    rf"(?:(?P<T>{_HUNDREDS.format('a')}tausend)(?:und)?)?{_HUNDREDS.format('b')}(?P<half>einhalb)?|(?P<anderthalb>anderthalb)"
)


@lru_cache(maxsize=65536)
def german(word: str) -> Decimal | None:
    """The value of a German number written as one word of several parts: "fünfunddreißigtausend" -> 35000.

    Args:
        word: in lower case.

    Returns:
        The value, or None for any other word; plain words ("zwei") are in the reading file.
    """
    if not 3 <= len(word) <= _LONGEST_GERMAN:
        return None
    match = _GERMAN.fullmatch(word)
    if match is None:
        return None
    if match["anderthalb"]:
        return Decimal("1.5")
    value = Decimal(_below_thousand(match, "b"))
    if match["T"]:
        value += 1000 * (_below_thousand(match, "a") or 1)
    if match["half"]:
        return value + Decimal("0.5")
    return value


def _below_thousand(match: re.Match[str], part: str) -> int:
    total = 100 * {**_UNITS, **_TEENS}.get(match[part + "h"] or "", 1) if match[part + "H"] else 0
    total += _UNITS.get(match[part + "u"] or "", 0) + _TENS.get(match[part + "z"] or "", 0)
    return total + _TEENS.get(match[part + "t"] or "", 0) + _UNITS.get(match[part + "e"] or "", 0)
