"""Visas of the Schengen area: who issues them and whose applicants they are, in a text that goes through either.

A state of the area issues, whatever stands at its name ("at the Italian consulate"); whoever is outside it applies.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from hali.checking.context.place import Place
from hali.checking.context.whose import Sides
from hali.codelists import areas

AREA = "SCHENGEN"
ISSUERS = frozenset({AREA, "EU"})
"""Areas whose states give visas and whose own citizens need none from each other."""


def of_schengen(place: Place, filled: Sides, said: set[str]) -> Sides:
    """The sides of a number on visas in a text on those of the Schengen area.

    Args:
        place: where the sentence stands.
        filled: its sides, the open ones filled.
        said: the areas the sentence itself gives.
    """
    states = _states()
    if not filled.named():
        return replace(filled, reporter=AREA, partner=_only(place)) if _only(place) else filled
    told = said if any(map(_country, said)) else filled.named()
    issuers, applicants = told & states, {one for one in told if _country(one) and one not in states}
    if len(issuers) == 1 and len(applicants) <= 1:
        # "Latvia issued 4,669": to those the text has been telling of.
        partner = next(iter(applicants), None) or _applicants(place)
        return replace(filled, reporter=issuers.pop(), partner=partner, pair=None)
    if len(applicants) == 1 and not issuers:
        issuer = filled.reporter if filled.reporter in states and _told_here(place, filled.reporter) else AREA
        return replace(filled, reporter=issuer, partner=applicants.pop(), pair=None, spans=_spans(filled, issuer))
    if filled.reporter is not None and not _country(filled.reporter):
        # Those of the EU are those of the Schengen area.
        partner = _applicants(place) if filled.partner == AREA else filled.partner
        return replace(filled, reporter=AREA, partner=partner, spans=_spans(filled, AREA))
    return filled


@cache
def _states() -> frozenset[str]:
    return areas.members("SCHENGEN_V", date.max)


def _country(concept: str) -> bool:
    return areas.concept_kind(concept) == "country"


def _spans(filled: Sides, issuer: str) -> dict[str, tuple[int, int]]:
    said = filled.spans.get(filled.reporter or "")
    return filled.spans | ({issuer: said} if said and issuer not in filled.spans else {})


def _told_here(place: Place, state: str) -> bool:
    """Whether the paragraph has told the visas of a state: of "Germany refused 10 %. Of the Kenyans 12"."""
    return any(c.block == place.block and c.reporter == state for c in place.discourse.claims)


def _only(place: Place) -> str | None:
    """The one country whose applications the text has told of, None where it has told of others too."""
    states = _states()
    told = (c.partner for c in place.discourse.claims if (c.measure or "").startswith("visa"))
    found = {one for one in told if one and one not in states and _country(one)}
    return found.pop() if len(found) == 1 else None


def _applicants(place: Place) -> str | None:
    """Whose applications the text has told of last, area by area or state by state."""
    states = _states()
    told = (c for c in reversed(place.discourse.claims) if (c.measure or "").startswith("visa"))
    return next((c.partner for c in told if c.partner and c.partner not in states and _country(c.partner)), None)
