"""Units, and what a written figure leaves open: its granule and its interval ("almost 40 %" -> [35, 40))."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hali.errors import UnreadableInput
from hali.model.claim import Approximator

CURRENCIES: frozenset[str] = frozenset(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK
    HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL
    MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON
    RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS
    UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL
    """.split()  # noqa: SIM905
)
"""ISO 4217 codes of money in use, and of money that left it within the years of the record (HRK, ANG, ZWL)."""

_RECORD = {
    "percent": "PCT",
    "share": "PCT",
    "pp": "PP",
    "times": "RATIO",
    "count": "NR",
    "score": "INDEX",
    "day": "D",
    "h": "H",
    "t": "T",
    "m3": "M3",
    "km": "KM",
    "ha": "HA",
    "kW": "KW",
    "kWh": "KWH",
    "bbl": "BBL",
    "TEU": "TEU",
}

_STEPS = (Decimal(5), Decimal("2.5"), Decimal(1))


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers a written figure can stand for, in its base unit.

    Attributes:
        low, high: strict bounds; None for an open side.
        low_open, high_open: True where the strict bound itself does not count.
        lenient_low, lenient_high: bounds of what still counts as "roughly", both included.
    """

    low: float | None
    high: float | None
    low_open: bool
    high_open: bool
    lenient_low: float | None
    lenient_high: float | None


def currency(unit: str) -> str:
    """The money a unit of the record is counted in, "" where it is no amount of money.

    >>> currency("EUR"), currency("USD_2022"), currency("EUR_KGU")
    ('EUR', 'USD', '')
    """
    money, _, year = unit.partition("_")
    return money if money in CURRENCIES and (not year or year.isdecimal()) else ""


def record_unit(text_unit: str) -> str:
    """SDMX unit code of a unit as texts are read: `percent` -> `PCT`; an ISO 4217 code stays.

    A share is a fraction of one and meets PCT only times 100; `kW` meets MW only divided by 1000.

    Raises:
        UnreadableInput: for a unit no text is read in.
    """
    if text_unit in CURRENCIES:
        return text_unit
    try:
        return _RECORD[text_unit]
    except KeyError:
        accepted = ", ".join(sorted(_RECORD))
        raise UnreadableInput(f"unknown unit {text_unit!r}; accepted: ISO 4217 codes, {accepted}") from None


def granule(written: str, scale: float = 1.0) -> float:
    """What one step of a figure's written precision is worth, in its base unit.

    With decimals, one unit of the last written place, zeros included: "57.0" has 0.1. A whole number n has the
    largest of 1, 2.5 or 5 times a power of ten that is whole, divides n and is at most n/6, at least 1.

    Args:
        written: the figure with `.` before decimals and no grouping, as "12.50".
        scale: multiplier of the figure, 1e9 for billions.

    Returns:
        Granule in the base unit: ("40", 1) -> 5, ("24", 1e9) -> 1e9, ("160", 1e9) -> 10e9.

    Raises:
        UnreadableInput: if `written` is no plain decimal number.
    """
    bare = written.strip().lstrip("+-\u2212")
    whole, point, decimals = bare.partition(".")
    if not (whole.isdecimal() or (point and not whole)) or (point and not decimals.isdecimal()):
        raise UnreadableInput(f"cannot read the figure {written[:40]!r}; accepted: digits with '.' before decimals")
    step = Decimal(1).scaleb(-len(decimals)) if point else _whole_step(int(whole))
    return float(step * Decimal(repr(scale)))


def _whole_step(number: int) -> Decimal:
    exponent = len(str(number))
    while exponent >= 0:
        for factor in _STEPS:
            step = factor.scaleb(exponent)
            if step == step.to_integral_value() and step * 6 <= number and number % int(step) == 0:
                return step
        exponent -= 1
    return Decimal(1)


def interval(
    value: float | tuple[float, float],
    granule: float,
    approximator: Approximator,
    unit: str,
    ambiguous: bool = False,
) -> Interval:
    """The strict and the lenient interval of a figure, by its approximator.

    Args:
        value: the figure in the base unit; for `range` the pair of its ends.
        granule: its granule in the base unit.
        approximator: see `model.claim.Approximator`.
        unit: `share` and `times` have widths of their own.
        ambiguous: True for a word that means "about" as well as "nearly" (sw karibu): both hold.

    Returns:
        The interval; half-lines have None on the open side.
    """
    if isinstance(value, tuple):
        low, high = sorted(value)
        return _rounded(low, high, False, False, low - granule, high + granule)
    c, size = value, abs(value)
    g = granule
    bare = g
    if unit == "share":
        g = 0.05
        bare = 0.04
    elif unit == "times":
        g = min(g, size / 5)
        bare = size / 10
    about = max(g, size * 0.05)
    if ambiguous and approximator in {"~", "<~"}:
        return _rounded(c - g, c + g / 2, False, False, c - max(1.5 * g, about), c + about)
    match approximator:
        case "~":
            return _rounded(c - g / 2, c + g / 2, False, False, c - about, c + about)
        case "<~":
            return _rounded(c - g, c, False, True, c - 1.5 * g, c + g / 4)
        case ">":
            return _rounded(c, c + g, True, False, c, c + 2 * g)
        case "<":
            return _rounded(c - g, c, False, True, c - 2 * g, c)
        case ">=":
            return _rounded(c, None, False, False, c, None)
        case "<=":
            return _rounded(None, c, False, False, None, c)
        case _:
            return _rounded(c - g / 2, c + g / 2, False, False, c - bare, c + bare)


def _rounded(
    low: float | None,
    high: float | None,
    low_open: bool,
    high_open: bool,
    lenient_low: float | None,
    lenient_high: float | None,
) -> Interval:
    """Bounds without the dust of binary fractions: 12 significant digits."""
    bounds = [None if b is None else float(f"{b:.12g}") for b in (low, high, lenient_low, lenient_high)]
    return Interval(bounds[0], bounds[1], low_open, high_open, bounds[2], bounds[3])
