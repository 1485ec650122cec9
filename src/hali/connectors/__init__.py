"""One module, one publisher; the folder is the list of sources."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from hali.model.source import Source


def source(id: str) -> Source:
    """The source of an id; no other module is loaded."""
    declared: Source = importlib.import_module(f"{__name__}.{id}").SOURCE
    return declared


@cache
def sources() -> dict[str, Source]:
    """Every source by id, in alphabetical order: the `SOURCE` of each module of this package."""
    found = (importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    return {module.SOURCE.id: module.SOURCE for module in found if hasattr(module, "SOURCE")}
