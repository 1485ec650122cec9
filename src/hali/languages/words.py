"""Numbers written in words, up to 999 (in one word, as in German: up to 999,999), and decimals after "point"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, NamedTuple

from hali.languages import CODES, lexicon, traits
from hali.languages.morphology import tables
from hali.languages.phrases import Hit, Scan

_MOST_WORDS = 9
_LONGEST_COMPOUND = 100


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
        read = _hundred_first(scan, i, lang) if traits(lang).hundred_first else _additive(scan, i, lang)
        if read and (best is None or read.end > best.end or (read.end == best.end and lang == scan.prior)):
            best = read
    token = scan.tokens[i]
    if token.kind == "w" and (one := compound(token.low)) is not None and (best is None or best.end == i + 1):
        best = Spelled(i + 1, str(one[0]), one[1], False)
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
        if hit.inflected and traits(lang).case_ends_number:
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
    after = traits(lang).joins_after
    if joined and after and total % after == 0:
        step = scan.over_hyphen(step + 1)
    return step


def _fits(total: int, value: int, lang: str) -> bool:
    """True if a number word may follow one that ends a number worth `total` so far."""
    if total == 0 or value == 0:
        return False
    if value == 100:
        return total < 100 and (total < 20 or traits(lang).many_hundreds)
    if value > 100:
        return False
    if value >= 20:
        return total % 100 == 0
    if value >= 10:
        return total % 100 == 0 or total % 100 in traits(lang).teens_after
    return total % 10 == 0 and (total % 100 != 10 or traits(lang).units_after_ten)


def _hundred_first(scan: Scan, i: int, lang: str) -> Spelled | None:
    """Hundreds before their number ("mia tano"), "na" before tens and before units."""
    place, total = i, 0
    hit = _of(scan, place, lang)
    if hit is None:
        return None
    if hit.key == 100:
        count = _of(scan, place + 1, lang)
        units = count is not None and count.key < 10
        total = 100 * count.key if units and count is not None else 100
        place += 2 if units else 1
        step = place + 1 if _joined(scan, place, lang) else place
        hit = _of(scan, step, lang)
        if hit is None or hit.key == 100 or (step == place and hit.key < 10):
            return Spelled(place, str(total), lang, False)
        place = step
    if hit.key >= 10:
        total += hit.key
        place += 1
        units = _of(scan, place + 1, lang) if _joined(scan, place, lang) else None
        if units is None or not 0 < units.key < 10:
            return Spelled(place, str(total), lang, False)
        return Spelled(place + 2, str(total + units.key), lang, False)
    return Spelled(place + 1, str(total + hit.key), lang, False)


def _joined(scan: Scan, i: int, lang: str) -> bool:
    return any(h.lang == lang for h in scan.all_at(i, "join"))


def _decimals(scan: Scan, read: Spelled) -> Spelled:
    """Adds "point five", "Komma zwei"."""
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
    """Decimals that name their size: "five tenths" after the number (ru), or the size first (kk)."""
    before = scan.at(place, "tenths")
    number = _additive(scan, place + before.length if before else place, read.lang)
    if number is None:
        return read
    form = scan.tokens[place].low if before else scan.tokens[min(number.end, len(scan.tokens) - 1)].low
    sizes = enumerate(lexicon(read.lang)["number_parts"]["tenths"], 1)
    size = next((n for n, stem in sizes if form.startswith(stem.rstrip("*"))), 0)
    after = 0 if before else 1
    if not size or len(number.written) > size:
        return read
    return read._replace(end=number.end + after, written=f"{read.written}.{number.written.zfill(size)}")


class _Compounds:
    """The numbers a language writes as one word, by the table `compound_numbers` of its `morphology.toml`."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.small: Mapping[str, int] = {**table["units"], **table["teens"]}
        self.tens: Mapping[str, int] = table["tens"]
        unit, teen, ten = ("|".join(sorted(table[name], key=len, reverse=True)) for name in ("units", "teens", "tens"))
        joint = table["and"]
        below = rf"(?:(?:(?P<{{0}}u>{unit}){joint})?(?P<{{0}}z>{ten})|(?P<{{0}}t>{teen})|(?P<{{0}}e>{unit}))"
        hundreds = rf"(?:(?P<{{0}}h>{teen}|{unit})?(?P<{{0}}H>{table['hundred']})(?:{joint})?)?(?:{below})?"
        self.pattern = re.compile(
            rf"(?:(?P<T>{hundreds.format('a')}{table['thousand']})(?:{joint})?)?"
            rf"{hundreds.format('b')}(?P<half>{table['half']})?|(?P<and_half>{table['one_and_half']})"
        )

    def value(self, word: str) -> Decimal | None:
        """The number a word is, or None."""
        match = self.pattern.fullmatch(word)
        if match is None:
            return None
        if match["and_half"]:
            return Decimal("1.5")
        value = Decimal(self._below_thousand(match, "b"))
        if match["T"]:
            value += 1000 * (self._below_thousand(match, "a") or 1)
        return value + Decimal("0.5") if match["half"] else value

    def _below_thousand(self, match: re.Match[str], part: str) -> int:
        total = 100 * self.small.get(match[part + "h"] or "", 1) if match[part + "H"] else 0
        total += self.small.get(match[part + "u"] or "", 0) + self.tens.get(match[part + "z"] or "", 0)
        return total + self.small.get(match[part + "t"] or "", 0) + self.small.get(match[part + "e"] or "", 0)


@cache
def _compounds() -> Mapping[str, _Compounds]:
    found = ((lang, tables(lang).get("compound_numbers")) for lang in CODES)
    return {lang: _Compounds(table) for lang, table in found if table}


@lru_cache(maxsize=65536)
def compound(word: str) -> tuple[Decimal, str] | None:
    """The value of a number written as one word of several parts, and its language: "zweihundertacht" -> 208, "de".

    Args:
        word: in lower case.

    Returns:
        Value and language, or None for any other word; plain words ("zwei") are in the reading file.
    """
    if not 3 <= len(word) <= _LONGEST_COMPOUND:
        return None
    values = ((language.value(word), lang) for lang, language in _compounds().items())
    return next(((value, lang) for value, lang in values if value is not None), None)
