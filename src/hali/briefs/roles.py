"""Who reports on whom: the reading of a measure in one role of a pair."""

from __future__ import annotations

from collections.abc import Iterable

from hali.briefs import routes
from hali.briefs.choice import MAIN_ROUTE
from hali.briefs.material import COMPANIONS, Key, Material, is_year
from hali.codelists.areas import concept
from hali.model.definition import NONE, Reading

ACTING = {"EU": ("EU_INST",)}
"""Institutions that act for a bloc, beside its companions."""


BOTH_WAYS = "T"
"""The flow of exports and imports together."""


def held(material: Material, measure: str, variant: str, product: str, role: str) -> Reading | None:
    """The newest reading of a measure in a role that nobody quoted: a full year before its parts.

    Args:
        material: the pair.
        measure: id of the measure.
        variant: the variant; empty for any.
        product: the product; empty for any.
        role: `ab`, `ba`, `a`, `b`, `pair` or `route`, see `data/elements.toml`.
    """
    found = [
        r
        for key, series in material.series.items()
        if key.measure == measure and variant in {"", key.variant} and product in {"", key.product}
        if plays(material, key, role)
        for r in unquoted(series.readings)
    ]
    return max(
        found, key=lambda r: (is_year(r), r.end, not r.missing, r.definition.flow == BOTH_WAYS, r.id), default=None
    )


def unquoted(readings: Iterable[Reading]) -> list[Reading]:
    """Readings of tables and official pages, without what somebody quoted."""
    return [r for r in readings if r.status != "Q"]


def plays(material: Material, key: Key, role: str) -> bool:
    """Whether a series is in a role."""
    a, b = (concept(side) for side in material.pair)
    sides = (key.reporter, key.partner)
    match role:
        case "ab":
            return sides == (a, b)
        case "ba":
            return sides == (b, a)
        case "a":
            return sides == (a, NONE)
        case "b":
            return sides == (b, NONE)
        case "route":
            return key.product == MAIN_ROUTE and routes.joins(material)
        case _:
            return _between(material, *sides)


def _between(material: Material, reporter: str, partner: str) -> bool:
    """Whether one side, or a body that acts for it, reports on the other, or on a group that holds the other."""
    a, b = (concept(side) for side in material.pair)
    return any(
        reporter in {side, *COMPANIONS.get(side, ()), *ACTING.get(side, ())}
        and (partner == other or (partner in material.groups and reporter in ACTING.get(side, ())))
        for side, other in ((a, b), (b, a))
    )
