"""Quantities written by hand, by value and granule, for the parts of the sweep; trials come from `tests.checking`."""

from __future__ import annotations

from hali.model import units
from hali.model.claim import Approximator, Quantity


def quantity(value: float, unit: str, granule: float, approximator: Approximator = "", scale: float = 1.0) -> Quantity:
    """A figure as a text states it, with the intervals of its wording."""
    bounds = units.interval(value, granule, approximator, unit)
    return Quantity(
        start=0,
        end=1,
        text="x",
        value=value,
        low=bounds.low,
        high=bounds.high,
        lenient_low=bounds.lenient_low,
        lenient_high=bounds.lenient_high,
        low_open=bounds.low_open,
        high_open=bounds.high_open,
        unit=unit,
        scale=scale,
        approximator=approximator,
        granule=granule,
        language="en",
    )
