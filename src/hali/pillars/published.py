"""Indicators that give stored series as their publishers print them: which ones, the entry of each measure says."""

from __future__ import annotations

from functools import partial

from hali.codelists import measures
from hali.model.indicator import Indicator
from hali.pillars.rows import series


def published(id: str, formula: str = "as published", source: str = "") -> Indicator:
    """The indicator of all stored series whose entry names it."""
    stored = measures.published(id)
    answered = tuple(dict.fromkeys(measures.base(series_id) for series_id in stored))
    return Indicator(id, answered, formula, source, partial(series, measures=stored), stored)
