"""What is printed is read back, our own formats and CLDR's, in all six languages, to half of the last printed place."""

from __future__ import annotations

import pytest
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import given, settings
from hypothesis import strategies as st

from hali.checking.quantities import find
from hali.languages import CODES
from hali.languages.numbers import format_number, format_quantity, parse_number, printed_granule

UNITS = {
    "EUR": "EUR", "USD": "USD", "KZT": "KZT", "CHF": "CHF", "RUB": "RUB", "PCT": "percent", "PP": "pp", "PERS": "count",
    "T": "t", "BBL": "bbl", "M3": "m3", "TEU": "TEU", "D": "day", "H": "h", "KM": "km", "HA": "ha", "MW": "kW",
    "MWH": "kWh",
}  # fmt: skip
BASE = {"MW": 1000, "MWH": 1000}
"""How many of the unit texts are read in make one of the record's."""
MONEY = ("USD", "EUR", "GBP", "JPY", "CNY", "CHF", "RUB", "KZT", "UZS", "TRY", "INR", "KES", "PLN", "BRL", "CAD", "KWD")

values = st.builds(
    lambda figure, power, sign: float(f"{sign * figure * 10**power:.9g}"),
    st.floats(min_value=1, max_value=10),
    st.integers(min_value=0, max_value=12),
    st.sampled_from([1, 1, 1, -1]),
)
languages = st.sampled_from(CODES)
inverse = settings(max_examples=4_000, derandomize=True, database=None, deadline=None)


def one(text, lang):
    found = find(text, lang)
    assert len(found) == 1, (text, found)
    return found[0]


@pytest.mark.slow
@settings(inverse, max_examples=10_000)
@given(values, languages, st.sampled_from(sorted(UNITS)))
def test_quantities_of_our_own(value, lang, unit):
    if unit in {"PCT", "PP"}:
        value = 0.1 + value % 200
    elif unit in {"TEU", "D", "H", "PERS"}:
        # One of them is an article, and up to twelve Swahili hours are a time of the day.
        value = abs(value) + 13
    step = printed_granule(value, unit, lang) * BASE.get(unit, 1)
    found = one(format_quantity(value, unit, lang), lang)
    wanted = value * BASE.get(unit, 1)
    assert found.unit == UNITS[unit]
    assert abs(found.value - wanted) <= step / 2 + 1e-9 * abs(wanted)


@pytest.mark.slow
@inverse
@given(values, languages, st.integers(min_value=0, max_value=3), st.booleans())
def test_plain_numbers(value, lang, digits, ours):
    value = round(value, digits)
    cldr = format_decimal(value, locale=lang, decimal_quantization=False)
    text = format_number(value, lang, digits) if ours else cldr
    assert abs(parse_number(text, lang) - value) <= 0.5 * 10**-digits + 1e-9 * abs(value)


@pytest.mark.slow
@inverse
@given(values, languages, st.sampled_from(MONEY), st.sampled_from(["percent", "standard", "accounting", "name"]))
def test_formats_of_cldr(value, lang, code, kind):
    if kind == "percent":
        value = round(value % 1000, 1)
        found = one(format_percent(value / 100, locale=lang, decimal_quantization=False), lang)
        assert (found.unit, found.value) == ("percent", pytest.approx(value))
        return
    digits = {"JPY": 0, "KWD": 3, "UZS": 2}.get(code, 2)
    text = format_currency(value, code, locale=lang, format_type=kind)
    found = one(text, lang)
    assert found.unit == code
    assert abs(found.value - value) <= 0.5 * 10**-digits + 1e-9 * abs(value), text
