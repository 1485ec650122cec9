"""Roles: to which side the number of a measure belongs, and how many sides it has; as the entries of measures say."""

from __future__ import annotations

from hali.codelists.measures import Side, measures


def _of(side: Side) -> frozenset[str]:
    return frozenset(m.id for m in measures() if m.check.side == side)


SOURCE_FIRST = _of("source")
"""Measures whose number belongs to the side things come from."""
TARGET_FIRST = _of("target")
"""Measures whose number belongs to the side things go to: the importer, the host, the debtor."""
WHOLES = {m.id: m.check.whole for m in measures() if m.check.side == "whole"}
"""Measures whose number belongs to the side that owns a whole, and the words for the whole."""
ALONE = _of("area")
"""Measures of one area."""
BOTH = frozenset(m.id for m in measures() if m.check.both_sides)
"""Measures that say nothing with only the other side known."""
ROUTES = _of("route")
"""Measures of a route: no area is needed."""
BY_ORIGIN = frozenset(m.id for m in measures() if m.check.by_origin)
"""Measures of people, told by what they are called and where they are: "749 Kazakhs in Korea"."""
