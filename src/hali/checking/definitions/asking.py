"""From a claim to a question: roles of its areas and whose statistics are meant, settled by convention."""

from __future__ import annotations

from datetime import date

from hali.checking.definitions.axes import Question, official_currency
from hali.checking.definitions.grid import grid
from hali.codelists import areas
from hali.model.claim import Claim


def question(claim: Claim, pair: tuple[str, str] | None, published: str) -> Question | None:
    """The claim with subject, other side and declarant settled; None where it names no area.

    Args:
        claim: with a measure.
        pair: concepts the reader named, used where the text leaves a side open.
        published: ISO day of publication, or "".
    """
    measure = claim.measure or ""
    named = [claim.reporter, claim.partner] if claim.reporter or claim.partner else list(claim.pair or ())
    sides = [side for side in named if side]
    if measure not in grid().single:
        sides += [side for side in _completing(sides, pair or ()) if side not in sides][: 2 - len(sides)]
    if not sides and measure not in grid().routes:
        return None
    if measure == "partner_rank" and not (claim.reporter or claim.partner):
        # "A makes up so much of B's trade and is its largest partner": who is ranked comes first
        sides.reverse()
    subject = claim.reporter or next((s for s in sides if s != claim.partner), (sides or [""])[0])
    other = claim.partner or next((s for s in sides if s != subject), "")
    if measure in grid().single:
        other = ""
    if measure in grid().routes:
        subject = ""
    span = (claim.period.start, claim.period.end) if claim.period and claim.period.start else None
    roles_open = _roles_open(claim, measure, other)
    teller = _teller(claim.origin_side, subject, other)
    return Question(
        grid=grid(),
        measure=measure,
        subject=subject,
        other=other,
        stated_subject=claim.reporter is not None,
        declarant=teller or ("" if roles_open or not subject else _declarant(claim, subject, other)),
        span=span,
        roles_open=roles_open,
        counted=claim.period is not None and claim.period.kind == "span",
        published=published,
        flow=claim.flow,
        scope=claim.scope,
        product=claim.product,
        variant=claim.variant or (claim.counting if roles_open else _counting(claim, other, published)),
        composition=claim.composition,
        origin_side=teller,
    )


def _teller(origin_side: str | None, subject: str, other: str) -> str | None:
    """Whose count a text means: of a member, a union prints its own ("by Eurostat, Finland's exports were ...")."""
    if not origin_side or origin_side in {subject, other} or not _is_bloc(origin_side):
        return origin_side
    union = areas.members(areas.conventional(origin_side, areas.FIXED["EU27_2020"]), areas.FIXED["EU27_2020"])
    inside = [side for side in (subject, other) if side in union]
    return inside[0] if len(inside) == 1 else origin_side


def _completing(sides: list[str], pair: tuple[str, ...]) -> tuple[str, ...]:
    """The pair the reader named, where the text names nobody outside it."""
    meant = {*pair, *(side for side, others in grid().other_blocs.items() if side in pair)}
    mistaken = {areas.concept(code) for side in meant for code in grid().other_blocs.get(side, ())}
    return pair if set(sides) <= meant | mistaken else ()


def _declarant(claim: Claim, subject: str, other: str) -> str:
    """Whose statistics a number without a source means, by convention."""
    if claim.measure in BOTH_WAYS and claim.reporter is None and other and claim.quantity:
        own = [side for side in (subject, other) if official_currency(side) == claim.quantity.unit]
        # Of two that publish in one currency, or none, nobody's count is meant more than the other's.
        return own[0] if len(own) == 1 else ""
    return subject


BOTH_WAYS = frozenset({"trade_total", "trade_growth", "trade_balance"})
"""Measures of two sides in which neither is the subject."""


def _roles_open(claim: Claim, measure: str, other: str) -> bool:
    """Whether the text leaves open which of two areas has which role, where the measure needs to know."""
    if claim.reporter or claim.partner or not other:
        return False
    return measure not in BOTH_WAYS | grid().single | grid().symmetric | grid().routes


def _is_bloc(concept: str) -> bool:
    return areas.concept_kind(concept) != "country"


def _counting(claim: Claim, other: str, published: str) -> str | None:
    """How a rank counts: as the text says; a country within a bloc that is counted as one stands among countries."""
    if claim.measure != "partner_rank" or claim.counting or not other or _is_bloc(other):
        return claim.counting
    known = claim.period.start if claim.period and claim.period.start else published
    day = date.fromisoformat(known) if known else date.max
    return "countries" if any(other in areas.members(bloc, day) for bloc in ("EU_V", "EAEU")) else None
