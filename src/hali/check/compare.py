"""Compare one number with what a text claims: strict, lenient or outside, and by how many granules."""

from __future__ import annotations

from hali.model import units
from hali.model.claim import Candidate, Departure, Quantity
from hali.model.definition import Reading


def candidate(quantity: Quantity, reading: Reading, value: float, departures: tuple[Departure, ...]) -> Candidate:
    """Compare `value` with the claimed interval.

    A quoted reading is itself rounded: it meets the claim if the two intervals overlap.
    """
    scale = _percent(quantity)
    granule = compared_granule(quantity)
    half = reading.granule / 2 * (value / reading.value if reading.value else 1.0)
    low, high = _scaled(quantity.low, scale), _scaled(quantity.high, scale)
    gap = _distance(value, abs(half), low, high, quantity.low_open, quantity.high_open)
    lenient = _distance(
        value, abs(half), _scaled(quantity.lenient_low, scale), _scaled(quantity.lenient_high, scale), False, False
    )
    band = 0 if gap == 0 else 1 if lenient == 0 else 2
    return Candidate(
        reading=reading,
        value=value,
        unit=compared_unit(quantity, reading),
        cost=sum(d.cost for d in departures),
        departures=departures,
        band=band,
        gap=0.0 if gap == 0 else max(gap / granule, 1e-9),
        distance=abs(value - _written(quantity) * scale) / granule,
    )


def _percent(quantity: Quantity) -> float:
    """A share is written as a fraction of one and compared in percent."""
    return 100.0 if quantity.unit == "share" else 1.0


def compared_unit(quantity: Quantity, reading: Reading) -> str:
    """Unit of the number compared: the reading's own for money and counts, else that of the claim."""
    if reading.definition.unit in units.CURRENCIES or quantity.unit in {"count", "rank"}:
        return reading.definition.unit
    return units.record_unit(quantity.unit)


def compared_granule(quantity: Quantity) -> float:
    """The claim's granule in the unit it is compared in."""
    return (quantity.granule or 1.0) * _percent(quantity)


def _scaled(bound: float | None, scale: float) -> float | None:
    return None if bound is None else bound * scale


def _written(quantity: Quantity) -> float:
    value = quantity.value
    return (value[0] + value[1]) / 2 if isinstance(value, tuple) else value


def _distance(
    value: float, half: float, low: float | None, high: float | None, low_open: bool, high_open: bool
) -> float:
    """How far the interval value +- half lies outside [low, high]; a touched open bound is outside by a hair."""
    rounding = abs(value) * 1e-12
    if low is not None and (value + half < low - rounding or (low_open and not half and value <= low)):
        return max(low - value - half, rounding or 1e-12)
    if high is not None and (value - half > high + rounding or (high_open and not half and value >= high)):
        return max(value - half - high, rounding or 1e-12)
    return 0.0
