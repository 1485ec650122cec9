"""A number with its scale words: "24 bn", "dola bilioni 4.5", "2 Mrd. 300 Mio.", "half a million"."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from hali.languages import CODES, lexicon, traits
from hali.languages.currencies import MONEY
from hali.languages.digits import read_figure
from hali.languages.morphology import ending as endings_of
from hali.languages.phrases import Scan
from hali.languages.tokens import DASHES, HYPHENS, IDEOGRAPH, fold
from hali.languages.words import read_words

_MOST_PARTS = 5
_ONE = Decimal(1)
_THOUSAND = Decimal(1000)
_APOSTROPHES = frozenset("'\u2019")
_ONE_LETTER = 1
_CASES = ("dative", "accusative", "genitive", "locative", "ablative")
_LAKH = Decimal(100_000)
_LEAST_BEHIND_THOUSAND = 100
"""Figures behind a lone word for a thousand that may be its hundreds; smaller ones are mostly another number."""
_PRINTED_LAKHS = 100
"""CLDR prints 240,000 in Swahili as "laki240"; nobody says so many hundred thousands for what is "milioni 24"."""
_PREFIX_KINDS = ("currency", "scale_first", "unit_first")
_SUFFIX_KINDS = ("scale", "unit", "currency", "subunit", "points", "times")


class Amount(NamedTuple):
    """A number as written, not yet with a unit.

    Attributes:
        start, end: tokens it takes, half-open.
        written: the figure with `.` before decimals, to be multiplied by `scale`; "-" before a negative one.
        scale: multiplier of the figure.
        lang: language of its words, "" for plain digits.
        spelled: True if the figure is in words.
        scaled: True if it has a scale word.
        short: True if the scale word is an abbreviation of one or two letters, which alone proves nothing.
        first: True if the scale word stands before the figure.
        about: True if the number word itself says "about" ("une quinzaine").
        compared: True for a lone scale word that is a number only after "more than" and the like ("mehr als tausend").
        inflected: True if the last word carries a case ending.
        year: True if the digits may be a year.
        currency: code of a currency that stands between scale word and figure, else "".
        other: the other figure the digits may mean, or "".
    """

    start: int
    end: int
    written: str
    scale: Decimal = _ONE
    lang: str = ""
    spelled: bool = False
    scaled: bool = False
    short: bool = False
    first: bool = False
    about: bool = False
    compared: bool = False
    inflected: bool = False
    year: bool = False
    currency: str = ""
    other: str = ""

    @property
    def value(self) -> Decimal:
        """The number in full."""
        return Decimal(self.written) * self.scale


def read_amount(scan: Scan, i: int, joins: bool = True) -> Amount | None:
    """The amount that begins at token `i`.

    Args:
        scan: the text.
        i: first token.
        joins: False where "and" separates two amounts ("kati ya milioni mbili na tano").

    Returns:
        The amount, or None if no number begins here.
    """
    part = _part(scan, i)
    if part is None or part.currency or part.about:
        return part
    for _ in range(_MOST_PARTS):
        following = _following(scan, part, joins)
        if following is None:
            break
        written = f"{((part.value + following.value) / following.scale).normalize():f}"
        part = part._replace(end=following.end, written=written, scale=following.scale, inflected=following.inflected)
    return part


def _following(scan: Scan, part: Amount, joins: bool) -> Amount | None:
    """The next, smaller part of a compound: "... 300 Mio.", "... na milioni 120", "... three hundred"."""
    if not part.scaled or part.short or part.inflected or ("." in part.written and not part.spelled):
        return None
    start = scan.over_hyphen(part.end) if part.spelled else part.end
    joined = joins and (part.spelled or part.first) and scan.at(start, "join") is not None
    if joined or (part.first and part.spelled and scan.low(start) == ","):
        start += 1
    following = _part(scan, start)
    if following is None or following.short or following.about or following.currency or following.value <= 0:
        return None
    if following.scale >= part.scale or following.value >= part.scale:
        return None
    if "." in following.written and (not following.scaled or following.spelled):
        return None
    if following.year or (part.first and following.scaled and not following.first):
        return None
    if following.spelled != part.spelled:
        return following if _after_lone_thousand(scan, part, following) else None
    if following.scaled or following.spelled:
        return following
    if joined or part.first:
        return None
    # "12 tys. 450", "2 millions 300 000"
    return following if part.scale == _THOUSAND or following.value >= _THOUSAND else None


def _after_lone_thousand(scan: Scan, part: Amount, following: Amount) -> bool:
    """True for the figures of "bin 200", one thousand two hundred, which come to hundreds."""
    alone = part.spelled and part.scale == _THOUSAND and part.written == "1" and part.end == part.start + 1
    hundreds = not following.scaled and following.value >= _LEAST_BEHIND_THOUSAND
    return alone and hundreds and traits(part.lang).alone_before_figures


def _part(scan: Scan, i: int) -> Amount | None:
    if not 0 <= i < len(scan.tokens):
        return None
    return _collective(scan, i) or _scale_first(scan, i) or read_half(scan, i) or _plain(scan, i) or _alone(scan, i)


def _collective(scan: Scan, i: int) -> Amount | None:
    """French: "une quinzaine de", "une centaine de millions"."""
    hit = scan.at(i, "collective")
    if hit is None:
        return None
    bare = Amount(i, i + hit.length, str(hit.key), lang=hit.lang, spelled=True, about=True)
    scaled = _scaled(scan, bare, bare.end)
    # The "de" belongs to the unit where no scale word follows.
    return scaled or bare._replace(end=bare.end - 1)


def _scale_first(scan: Scan, i: int) -> Amount | None:
    """Swahili: "bilioni 4.5", "milioni mia tano", "laki mbili na nusu"."""
    hit = scan.at(i, "scale_first")
    if hit is None:
        return None
    scale, start = Decimal(hit.key), i + hit.length
    money = scan.at(start, "currency")
    start += money.length if money else 0
    minus = start + 1 < len(scan.tokens) and scan.tokens[start].text in DASHES and scan.tokens[start + 1].glued
    # "bilioni-20" is a hyphen, "bilioni -20" a minus.
    figure = _figure(scan, start + 1 if minus else start)
    half = scan.at(start, "half_of")
    if figure is None and half is not None and half.lang == hit.lang:
        return Amount(i, start + half.length, "0.5", scale, hit.lang, spelled=True, scaled=True, first=True)
    if figure is None and _joins_words(scan, start, hit.lang):
        # "elfu na mia tano": a thousand and five hundred
        return Amount(i, start, "1", scale, hit.lang, spelled=True, scaled=True, first=True)
    if figure is None or (figure.spelled and figure.value >= _THOUSAND):
        return None
    if scale == _LAKH and figure.value >= _PRINTED_LAKHS and not figure.spelled:
        scale = _THOUSAND
    figure = _with_half(scan, figure, hit.lang)
    if figure.start > start and not scan.tokens[start].glued:
        figure = figure._replace(written=f"-{figure.written}")
    code = money.key if money else ""
    return figure._replace(start=i, scale=scale, lang=hit.lang, scaled=True, first=True, year=False, currency=code)


def _joins_words(scan: Scan, i: int, lang: str) -> bool:
    """True if "na" and a number word stand at token `i`."""
    return any(h.lang == lang for h in scan.all_at(i, "join")) and read_words(scan, i + 1) is not None


def read_half(scan: Scan, i: int) -> Amount | None:
    """Half of a scale word at token `i`: "half a million", "un demi-milliard", "eine halbe Milliarde"."""
    for hit in scan.all_at(i, "half_of"):
        end = scan.over_hyphen(i + hit.length)
        scale = scan.at(end, "scale")
        if scale is not None and not scale.cased:
            return Amount(i, end + scale.length, "0.5", Decimal(scale.key), hit.lang, spelled=True, scaled=True)
    return None


def _plain(scan: Scan, i: int) -> Amount | None:
    """A figure with or without a scale word behind it."""
    article = scan.at(i, "article")
    start = i + article.length if article else i
    figure = _figure(scan, start)
    hundred = article and any(h.key == 100 and h.lang == article.lang for h in scan.all_at(start, "number"))
    if article and not hundred:
        one = _scaled(scan, Amount(i, start, "1", lang=article.lang, spelled=True), start)
        return None if one is None or one.short else one
    if figure is None:
        return None
    figure = _with_half(scan, figure if figure.start == i else figure._replace(start=i), figure.lang)
    place = scan.over_hyphen(figure.end)
    suffixed = suffix_after_figure(scan, figure.end)
    if suffixed > place and scan.at(suffixed, "scale"):
        # a figure with its ending, then the scale
        place = suffixed
    first = scan.at(place, "scale_first")
    if first is not None and (figure.year or figure.spelled) and _figure(scan, place + first.length):
        return figure
    if figure.year and scan.before(i, "year_before") is not None:
        return figure
    return _scaled(scan, figure, place) or figure


def _with_half(scan: Scan, figure: Amount, lang: str) -> Amount:
    """The figure with "and a half", "et demi" behind it."""
    hit = scan.at(figure.end, "half_more")
    if hit is None or "." in figure.written or (lang and hit.lang != lang):
        return figure
    return figure._replace(end=figure.end + hit.length, written=f"{figure.written}.5")


def _alone(scan: Scan, i: int) -> Amount | None:
    """A scale word that is the number: "mille", "tausend"."""
    hit = scan.at(i, "scale_alone") or scan.at(i, "scale_compared")
    if hit is None:
        return None
    one = Amount(i, i, "1", lang=hit.lang, spelled=True, compared=hit.kind == "scale_compared")
    scaled = _scaled(scan, one, i)
    if scaled is not None:
        small = scaled.scale < _THOUSAND
        return scaled._replace(written=str(int(scaled.value)), scale=_ONE, scaled=False) if small else scaled
    part, _, power = hit.key.rpartition("e") if hit.key.startswith("0.") else ("1", "", "")
    scale = Decimal(f"1e{power}") if power else Decimal(hit.key)
    if scale < _THOUSAND:
        # "a dozen": a number like any other
        return one._replace(end=i + hit.length, written=str(int(scale)))
    return one._replace(end=i + hit.length, written=part, scale=scale, scaled=True)


def _scaled(scan: Scan, figure: Amount, i: int) -> Amount | None:
    """The figure with the scale words at token `i`, "and a half" behind them included, or None if there are none."""
    scale, short, inflected, end = _ONE, False, False, i
    for _ in range(2):
        hit = scan.at(end, "scale")
        if hit is None or (scale > 1 and (scale > _LAKH or hit.cased or Decimal(hit.key) <= scale)):
            break
        unit = scan.at(end, "unit") if hit.cased else None
        if unit is not None and unit.length > hit.length:
            # The "b" of "b/d" is no billion.
            break
        if scan.tokens[end].text == "L" and scan.before(figure.start, "currency") is None:
            break
        scale *= Decimal(hit.key)
        short = short or hit.cased
        inflected = hit.inflected and traits(hit.lang).case_ends_number
        end += hit.length
    if end == i:
        return None
    scaled = figure._replace(end=end, scale=scale, scaled=True, short=short, inflected=inflected, year=False)
    return _with_half(scan, scaled, figure.lang)


def _figure(scan: Scan, i: int) -> Amount | None:
    """Digits or number words without a scale."""
    if i >= len(scan.tokens):
        return None
    token = scan.tokens[i]
    if token.kind == "w":
        more = scan.at(i, "one_and_half")
        if more is not None:
            return Amount(i, i + more.length, "1.5", lang=more.lang, spelled=True)
        words = read_words(scan, i)
        if words is None:
            return None
        return Amount(i, words.end, words.written, lang=words.lang, spelled=True, inflected=words.inflected)
    if token.kind != "n" or not (_stands_free(scan, i) and _ends_free(scan, i)):
        return None
    scaled = scan.at(scan.over_hyphen(i + 1), "scale") is not None
    figure = read_figure(token.text, scan.prior, scaled)
    if figure is None:
        return None
    year = token.text.isdecimal() and len(token.text) == 4 and token.text[:2] in {"19", "20"}
    return Amount(i, _over_empty_cents(scan, i + 1), figure.written, year=year, other=figure.other)


def _over_empty_cents(scan: Scan, i: int) -> int:
    """The token after the dash of "12.-", "12,--", or `i` if there is none."""
    tokens, end = scan.tokens, i + 1
    if scan.low(i) not in {".", ","} or not tokens[i].glued:
        return i
    while end < len(tokens) and end < i + 3 and tokens[end].text in DASHES and tokens[end].glued:
        end += 1
    free = end == len(tokens) or not tokens[end].glued or tokens[end].kind == "o"
    return end if end > i + 1 and free else i


def _stands_free(scan: Scan, i: int) -> bool:
    """False for digits that are the tail of a name, a time or a fraction: EU27, A320, 17:30, 2019/452, COVID-19."""
    tokens = scan.tokens
    if i == 0 or not tokens[i].glued:
        return True
    before = tokens[i - 1]
    if before.kind == "w":
        return _is_word(before.text) or _ends_with(scan, i, _PREFIX_KINDS)
    if before.text in {":", "/", "_", "@", "&", "#", "\\"}:
        return i < 2 or tokens[i - 2].kind != "n" or not before.glued
    if before.text in HYPHENS and before.glued and i >= 2 and tokens[i - 2].kind == "w":
        known = tokens[i - 2].text in MONEY or scan.at(i - 2, "to") is not None
        ranged = i >= 3 and tokens[i - 3].kind == "n" and tokens[i - 2].glued
        return known or _ends_with(scan, i - 1, (*_PREFIX_KINDS, "scale", "unit") if ranged else _PREFIX_KINDS)
    return True


def _is_word(text: str) -> bool:
    """True for what is a word of its own next to a figure: an ISO code or a Chinese character."""
    return text in MONEY or IDEOGRAPH.match(text) is not None


def _ends_with(scan: Scan, i: int, kinds: tuple[str, ...]) -> bool:
    return any(scan.before(i, kind) is not None for kind in kinds)


def _ends_free(scan: Scan, i: int) -> bool:
    """False for digits that go on as a word, an ordinal, a time or a fraction: 7e, 10-year, 17:30, 3/9."""
    tokens = scan.tokens
    if i + 1 >= len(tokens) or not tokens[i + 1].glued:
        return True
    after = tokens[i + 1]
    further = tokens[i + 2] if i + 2 < len(tokens) and tokens[i + 2].glued else None
    if after.kind == "w":
        return _is_word(after.text) or _begins_with(scan, i + 1, (*_SUFFIX_KINDS, "noun"))
    if after.text in _APOSTROPHES and further is not None and further.kind == "w":
        # A place and no number: "93'" with the ending of an ordinal (tr).
        return not further.low.startswith(_ordinal(scan.prior))
    if after.text in {":", "/"} and further is not None and further.kind == "n":
        return False
    if after.text in HYPHENS and further is not None and further.kind == "w":
        known = further.text in MONEY or _begins_with(scan, i + 2, (*_SUFFIX_KINDS, "to", "approximator_after"))
        return known or suffix_after_figure(scan, i + 1) > i + 1
    return True


def _begins_with(scan: Scan, i: int, kinds: tuple[str, ...]) -> bool:
    return any(scan.at(i, kind) is not None for kind in kinds)


@cache
def _ordinal(lang: str) -> tuple[str, ...]:
    """How the endings of ordinals begin where an apostrophe joins them to a figure, that no case does."""
    found = lexicon(lang)["ordinal"]["endings"] if lang in CODES and traits(lang).case_ends_number else ()
    return tuple(fold(one) for one in found if len(one) > _ONE_LETTER) or ("\n",)


@cache
def _case_ending() -> re.Pattern[str]:
    """What a hyphen joins to a figure, in all languages; `~` stands for the endings of the language."""
    found = ((lexicon(lang), ending) for lang in CODES for ending in lexicon(lang)["number_parts"]["after_figure"])
    return re.compile("|".join(words["endings"] if ending == "~" else re.escape(ending) for words, ending in found))


def has_case(scan: Scan, i: int) -> bool:
    """True where an apostrophe joins a case to the figure before `i`, not the ending of an adjective (tr)."""
    if scan.low(i) not in _APOSTROPHES or scan.at(i, "link") is None or not traits(scan.prior).case_ends_number:
        return False
    return scan.low(i + 1) in {ending for case in _CASES for ending in endings_of(case, scan.prior)}


def suffix_after_figure(scan: Scan, i: int) -> int:
    """The token after a hyphen or apostrophe and a case ending at `i` ("200-X", "%40'a"), or `i` if there is none."""
    place = scan.over_hyphen(i)
    ending = scan.at(i, "link") if scan.low(i) in _APOSTROPHES and scan.tokens[i].glued else None
    if ending is not None and ending.length > 1:
        return i + ending.length
    if place == i or scan.tokens[place].kind != "w":
        return i
    return place + 1 if _case_ending().fullmatch(scan.tokens[place].low) else i
