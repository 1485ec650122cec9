"""Compare numbers with what a text claims: strict, lenient or outside, and by how many granules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hali.checking.definitions.trials import Trials
from hali.model import units
from hali.model.claim import Quantity

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]


def compared(quantity: Quantity, trials: Trials, value: Array) -> Trials:
    """`trials` with `value` (in the claim's unit) compared with the claimed interval.

    A quoted reading is itself rounded: it meets the claim if the two intervals overlap.
    """
    import numpy as np

    scale = _percent(quantity)
    granule = compared_granule(quantity)
    own = trials.index.value[trials.rows]
    ratio = np.divide(value, own, out=np.ones(len(value)), where=own != 0)
    half = np.abs(trials.index.granule[trials.rows] / 2 * ratio)
    gap = _distance(
        value, half, _scaled(quantity.low, scale), _scaled(quantity.high, scale), quantity.low_open, quantity.high_open
    )
    lenient = _distance(
        value, half, _scaled(quantity.lenient_low, scale), _scaled(quantity.lenient_high, scale), False, False
    )
    return replace(
        trials,
        value=value,
        band=np.where(gap == 0, 0, np.where(lenient == 0, 1, 2)),
        gap=np.where(gap == 0, 0.0, np.maximum(gap / granule, 1e-9)),
        distance=np.abs(value - sum(written(quantity)) / 2) / granule,
        unit={
            int(code): compared_unit(quantity, str(trials.index.texts["unit"][code]))
            for code in np.unique(trials.codes("unit"))
        },
    )


def _percent(quantity: Quantity) -> float:
    """A share is written as a fraction of one and compared in percent."""
    return 100.0 if quantity.unit == "share" else 1.0


def compared_unit(quantity: Quantity, unit: str) -> str:
    """Unit of the number compared: the reading's own for money and counts, else that of the claim."""
    if units.currency(unit) or quantity.unit in {"count", "rank"}:
        return unit
    return units.record_unit(quantity.unit)


def compared_granule(quantity: Quantity) -> float:
    """The claim's granule in the unit it is compared in."""
    return (quantity.granule or 1.0) * _percent(quantity)


def _scaled(bound: float | None, scale: float) -> float | None:
    return None if bound is None else bound * scale


def written(quantity: Quantity) -> tuple[float, float]:
    """The written figure in the unit it is compared in: both ends of a range, else the same twice."""
    value = quantity.value if isinstance(quantity.value, tuple) else (quantity.value, quantity.value)
    return value[0] * _percent(quantity), value[1] * _percent(quantity)


def _distance(
    value: Array, half: Array, low: float | None, high: float | None, low_open: bool, high_open: bool
) -> Array:
    """How far the intervals value +- half lie outside [low, high]; a touched open bound is outside by a hair."""
    import numpy as np

    rounding = np.abs(value) * 1e-12
    hair = np.where(rounding == 0, 1e-12, rounding)
    found = np.zeros(len(value))
    if high is not None:
        above = (value - half > high + rounding) | (high_open & (half == 0) & (value >= high))
        found = np.where(above, np.maximum(value - half - high, hair), found)
    if low is not None:
        below = (value + half < low - rounding) | (low_open & (half == 0) & (value <= low))
        found = np.where(below, np.maximum(low - value - half, hair), found)
    return found
