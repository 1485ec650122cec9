"""One file per subject of the relation: its sections in the brief and its indicators.

`pillars()` finds them by listing the folder; there is no registry to keep.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from hali.model.indicator import Indicator, Pillar


@cache
def pillars() -> tuple[Pillar, ...]:
    """Every pillar, in the order of the brief."""
    found = []
    for module in pkgutil.iter_modules(__path__):
        declared = getattr(importlib.import_module(f"{__name__}.{module.name}"), "PILLAR", None)
        if declared is not None:
            found.append(declared)
    return tuple(sorted(found, key=lambda pillar: pillar.order))


def indicator(id_: str) -> Indicator:
    """The indicator called `id_` (`trade.partner_share`)."""
    return next(i for pillar in pillars() for i in pillar.indicators if i.id == id_)
