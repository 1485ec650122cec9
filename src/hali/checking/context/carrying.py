"""Carrying: which time of the text holds for a claim that names none."""

from __future__ import annotations

from hali.checking.context.dating import Carried
from hali.checking.context.discourse import following
from hali.checking.context.place import Place
from hali.checking.definitions.timing import latest_year

_SUMS = frozenset({"fdi_gross_cumulative", "fdi_stock"})
"""Measures over many years: the year of a neighbouring sentence is not theirs."""

_NOW = frozenset({"population", "partner_companies", "corridor_transit_time", "residents_by_citizenship"})
"""Measures that a text gives as they are now: the year of an earlier paragraph is not theirs."""


def carried(place: Place, measure: str | None) -> Carried | None:
    """The time that holds for a claim on a measure that names none."""
    if measure in _SUMS:
        return None
    held = place.discourse.carried(measure == "partner_rank") or following(place.after)
    loose = measure is None or measure in _NOW or (measure == "partner_rank" and _long_past(place, measure, held))
    return None if loose and held is not None and held.period.stated != "paragraph" else held


def _long_past(place: Place, measure: str, held: Carried | None) -> bool:
    """Whether a text has last spoken of a year well before the newest known on its day, of which no "is third" is."""
    published = place.article.published
    if held is None or published is None or not held.period.start:
        return False
    return latest_year(measure, published.isoformat()) - int(held.period.start[:4]) > 1
