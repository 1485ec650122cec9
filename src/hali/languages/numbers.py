"""Numbers, money and dates as each language prints them, and back.

Rounding is half away from zero on the decimal digits a float prints, before any formatting. Scale words run from one
million up; the word for 1e9 is the highest in every language, because "billion" is 1e12 in French and German. For a
language read on the basic level only, everything is printed as in English.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from hali import cldr
from hali.errors import UnreadableInput
from hali.languages import language, lexicon, written_in
from hali.model import period as periods
from hali.model.units import currency

_MINUS = "\u2212"
_MILLION, _BILLION = Decimal(10**6), Decimal(10**9)
_COMPACT = frozenset({"T", "BBL", "M3"})
"""Physical units printed with scale words, as money is; counts are printed whole."""
_ONE_DIGIT = frozenset({"PCT", "PP", "pp", "RATIO"})
_WHOLE = frozenset({"PERS", "NR", "TEU", "RANK", "D"})


class _Shape(NamedTuple):
    """A value cut down to what is printed: rounded figure, its multiplier, its decimals."""

    figure: Decimal
    scale: Decimal
    digits: int


def format_number(value: float, lang: str, digits: int) -> str:
    """A plain number, grouped: (1234567.84, "de", 1) -> "1.234.567,8".

    Args:
        value: the number.
        lang: language code.
        digits: decimals printed, kept if zero.

    Returns:
        The digits with the language's signs; U+2212 before a negative number.
    """
    rounded = _round(_exact(value), digits)
    return (_MINUS if rounded < 0 else "") + _grouped(abs(rounded), lang)


def percent(figure: str, lang: str) -> str:
    """A figure that is printed already as a percentage: ("34,4", "tr") -> "%34,4"."""
    return str(lexicon(written_in(lang))["figures"]["unit"]["PCT"]["other"]).format(figure)


def format_quantity(value: float, unit: str, lang: str, digits: int | None = None) -> str:
    """A number with its unit as it stands in a sentence: (23.035e9, "EUR", "sw") -> "yuro bilioni 23.0".

    Args:
        value: the number in the base unit: 24e9 EUR, 28.4 PCT.
        unit: unit code of the record: ISO 4217, PCT, PP, PERS, NR, T, BBL, M3, TEU, D, H, KM, HA, MW, INDEX, RANK;
            any other code is printed as it is, money at the prices of one year (USD_2022) as that money.
        lang: language code.
        digits: decimals of the printed figure; None takes the unit's rule: one for billions, for millions under 100,
            for shares and changes; counts whole.

    Returns:
        The text; no-break spaces join figure, scale word and unit.
    """
    figures = lexicon(written_in(lang))["figures"]
    unit = currency(unit) or unit
    shape = _shape(value, unit, digits)
    size = abs(shape.figure)
    category = "scaled" if shape.scale > 1 else _plural(lang, size)
    forms = figures["unit"].get(unit.upper() if unit == "pp" else unit)
    form = str(forms.get(category, forms["other"]) if isinstance(forms, dict) else figures["unit"]["other"])
    form = form.replace("{code}", unit).replace("{number}", "{}")
    before = form.partition("{}")[0]
    sign = _MINUS if shape.figure < 0 else ""
    # A minus stands before a currency sign, but not before a currency word.
    outside = sign if before and not before[-1].isspace() else ""
    number = ("" if outside else sign) + _grouped(size, lang)
    if shape.scale > 1:
        words = figures["million" if shape.scale == _MILLION else "billion"]
        number = figures["scaled"].format(number=number, scale=words.get(_plural(lang, size), words["other"]))
    return outside + form.format(number)


def printed_granule(value: float, unit: str, lang: str, digits: int | None = None) -> float:
    """What one unit of the last place `format_quantity` prints is worth, in the base unit: 23.0 bn EUR -> 1e8."""
    lexicon(lang)
    shape = _shape(value, unit, digits)
    return float(shape.scale.scaleb(-shape.digits))


def parse_number(text: str, lang: str) -> float:
    """The number a text consists of, in digits or words, with scale words: ("1,2 Mrd.", "de") -> 1.2e9.

    Args:
        text: one number, with a sign before it or not; units are not read.
        lang: language code that decides what points and commas mean.

    Raises:
        UnreadableInput: if the text is anything else.
    """
    # reading compiles many patterns, and who only prints needs none of them
    from hali.languages.amounts import read_amount
    from hali.languages.tokens import DASHES
    from hali.languages.vocabulary import scan

    lexicon(lang)
    found = scan(text.strip()[:400], lang)
    start, sign = 0, 1
    if found.tokens and found.tokens[0].text in DASHES:
        start, sign = 1, -1
    elif minus := found.at(0, "minus"):
        start, sign = minus.length, -1
    amount = read_amount(found, start)
    if amount is None or amount.end < len(found.tokens):
        raise UnreadableInput(f"no number: {text.strip()[:40]!r}; accepted: digits or number words, with scale words")
    return float(sign * amount.value)


def format_period(period: str, lang: str) -> str:
    """The words for an SDMX period: ("2022-Q2", "en") -> "second quarter of 2022"; a year stays as it is.

    Raises:
        UnreadableInput: if it is no SDMX period.
    """
    start, end = periods.bounds(period)
    words = lexicon(written_in(lang))["figures"]["date"]
    name = periods.label(start, end)
    if len(name) == 4:
        return name
    if name[5:6] == "S":
        return str(words["halves"][int(name[6]) - 1].format(year=name[:4]))
    if name[5:6] == "Q":
        return str(words["quarters"][int(name[6]) - 1].format(year=name[:4]))
    if len(name) == 7:
        return str(words["month"].format(month=words["months"][start.month - 1], year=start.year))
    if len(name) == 10:
        return format_date(name, lang)
    if name.endswith("Y"):
        return str(words["years"].format(first=start.year, last=end.year - 1))
    last = periods.last_day(period)
    if name.endswith("D"):
        return str(words["span"].format(first=format_date(start.isoformat(), lang), last=format_date(str(last), lang)))
    first, final = words["months"][start.month - 1], words["months"][last.month - 1]
    if start.year == last.year:
        return str(words["months_of"].format(first=first, last=final, year=start.year))
    ends = [words["month"].format(month=m, year=y) for m, y in ((first, start.year), (final, last.year))]
    return str(words["span"].format(first=ends[0], last=ends[1]))


def format_date(iso: str, lang: str) -> str:
    """A day in words: ("2020-03-01", "sw") -> "1 Machi 2020"; a month or year in words if the date is no finer.

    Raises:
        UnreadableInput: if it is no ISO date.
    """
    words = lexicon(written_in(lang))["figures"]["date"]
    if len(iso) < 10:
        return format_period(iso, lang)
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        raise UnreadableInput(f"no date: {iso[:40]!r}; accepted: 2020-03-01, 2020-03, 2020") from None
    months = words.get("months_in_dates", words["months"])
    number = words.get("first_day", "1") if day.day == 1 else str(day.day)
    return str(words["day"].format(day=number, month=months[day.month - 1], year=day.year))


def join_list(items: Sequence[str], lang: str) -> str:
    """Items as a list in a sentence: (["a", "b", "c"], "en") -> "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {lexicon(written_in(lang))['figures']['and']} {items[-1]}"


def _exact(value: float) -> Decimal:
    exact = Decimal(repr(float(value)))
    if not exact.is_finite():
        raise UnreadableInput(f"cannot print {value!r}; accepted: finite numbers")
    return exact


def _round(value: Decimal, digits: int) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


def _grouped(value: Decimal, lang: str) -> str:
    signs = language(written_in(lang))
    whole, _, decimals = f"{value:,f}".partition(".")
    whole = whole.replace(",", signs.group)
    return f"{whole}{signs.decimal}{decimals}" if decimals else whole


def _shape(value: float, unit: str, digits: int | None) -> _Shape:
    exact = _exact(value)
    money = bool(currency(unit))
    if not money and unit not in _COMPACT:
        places = digits if digits is not None else _plain_digits(exact, unit)
        return _Shape(_round(exact, places), Decimal(1), places)
    places = digits if digits is not None else 0
    if abs(_round(exact, places)) < _MILLION:
        small = 2 if digits is None and money and abs(exact) < 1000 and exact != exact.to_integral_value() else places
        return _Shape(_round(exact, small), Decimal(1), small)
    for scale, places in ((_MILLION, 1), (_MILLION, 0), (_BILLION, 1)):
        wanted = places if digits is None else digits
        shape = _Shape(_round(exact / scale, wanted), scale, wanted)
        if abs(shape.figure) < (100 if digits is None and places and scale == _MILLION else 1000):
            return shape
    return shape


def _plain_digits(value: Decimal, unit: str) -> int:
    if unit in _ONE_DIGIT:
        # a small share is not printed as none
        return next((places for places in (1, 2, 3) if _round(value, places)), 1)
    if unit in _WHOLE:
        return 0
    exponent = value.normalize().as_tuple().exponent
    return min(2, max(0, -exponent)) if isinstance(exponent, int) else 0


def _plural(lang: str, printed: Decimal) -> str:
    """CLDR plural category of a figure as printed, its zeros included."""
    return cldr.plural(language(written_in(lang)).locale, printed)
