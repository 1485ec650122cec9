"""Figures written in digits: which sign is the decimal one, which ones only group."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import numeric

from hali.languages import language, traits

_LONGEST = 24
"""Digits of the longest figure read as a number."""

_NATIVE = {0x66B: ".", 0x66C: ",", **{start + n: str(n) for start in (0x660, 0x6F0) for n in range(10)}}
"""Arabic-Indic and Persian digits with their decimal and grouping signs."""

_FRACTIONS = frozenset(map(chr, (*range(0xBC, 0xBF), *range(0x2150, 0x215F))))
_INDIAN = re.compile(r"[1-9]\d?(?:,\d\d)+,\d{3}")
_SPACES = re.compile(r"[ \u00a0\u202f\u2009'\u2019]")


class Figure(NamedTuple):
    """A figure as read.

    Attributes:
        written: digits with `.` before decimals and no grouping, zeros as written: "57.0".
        other: the other number the digits may mean ("3,456" in sw), or "".
        grouped: True if signs or spaces group its digits.
    """

    written: str
    other: str
    grouped: bool


def read_figure(raw: str, lang: str, scaled: bool = False) -> Figure | None:
    """Reads digits with their signs.

    The decimal sign is the language's own, unless the grouping contradicts it: "9.876.543" is a whole number in any
    language, "12.5" is twelve and a half in German. Signs group exact threes only.

    Args:
        raw: digits, points, commas, spaces, apostrophes.
        lang: language code that decides where both readings are possible.
        scaled: True before a scale word, where a foreign point is a decimal one ("1.234 Mrd.").

    Returns:
        The figure, or None for dates, versions, codes ("18.08.2017", "1.2.3", "02826") and more than 24 digits.
    """
    if raw[-1:] in _FRACTIONS or "/" in raw:
        return _fraction(raw)
    native = not raw.isascii() and ("\u066b" in raw or "\u066c" in raw)
    text, spaces = _SPACES.subn("", raw if raw.isascii() else raw.translate(_NATIVE))
    if sum(map(str.isdigit, text)) > _LONGEST:
        return None
    signs = [c for c in text if c in ".,"]
    if not signs:
        return None if len(text) > 1 and text[0] == "0" else Figure(text, "", spaces > 0)
    whole, point, decimals = text.partition(".")
    if _INDIAN.fullmatch(whole) and decimals.isdigit() == bool(point):
        return Figure(whole.replace(",", "") + point + decimals, "", True)
    if text[0] == ".":
        return Figure(f"0{text}", "", False)
    own = "." if native else language(lang).decimal
    if spaces:
        return _decimal(text, signs[-1], grouped=True) if len(signs) == 1 else None
    if len(set(signs)) == 2:
        last = signs[-1]
        other = "." if last == "," else ","
        if signs.count(last) > 1 or not _grouped(text.rpartition(last)[0], other):
            return None
        return _decimal(text.replace(other, ""), last, grouped=True)
    sign = signs[0]
    if len(signs) > 1:
        return Figure(text.replace(sign, ""), "", True) if _grouped(text, sign) else None
    if sign == own or not _grouped(text, sign):
        return _decimal(text, sign, grouped=False)
    whole = text.replace(sign, "")
    decimal = text.replace(sign, ".")
    foreign = sign == "." and language(lang).group != "."
    if foreign and scaled:
        return Figure(decimal, whole, False)
    return Figure(whole, decimal if foreign or traits(lang).sign_unsure else "", True)


def _fraction(raw: str) -> Figure:
    """A whole number or none, and a fraction: "2 1/2", "3/4"."""
    if raw[-1] in _FRACTIONS:
        whole, part = raw[:-1], numeric(raw[-1])
    else:
        whole, _, ratio = raw.replace("-", " ").rpartition(" ")
        above, _, below = ratio.partition("/")
        part = int(above) / int(below)
    return Figure(f"{int(whole or 0) + part:.3f}".rstrip("0"), "", False)


def _grouped(text: str, sign: str) -> bool:
    head, *groups = text.split(sign)
    return 1 <= len(head) <= 3 and head[0] != "0" and all(len(g) == 3 for g in groups)


def _decimal(text: str, sign: str, grouped: bool) -> Figure | None:
    whole, _, decimals = text.partition(sign)
    if len(whole) > 1 and whole[0] == "0":
        return None
    return Figure(f"{whole}.{decimals}", "", grouped)
