"""Reasons: in which mood a claim is told, and why it cannot be checked."""

from __future__ import annotations

from dataclasses import replace

from hali.checking.context import moods, parties, roles
from hali.checking.context.place import Place, Span
from hali.model.claim import Claim, Mood, Step


def in_mood(place: Place, claim: Claim, span: Span) -> Claim:
    """The claim with the mood of its clause, and why it cannot be checked.

    Args:
        place: its sentence and what stands around it.
        claim: with its slots filled.
        span: its words in the sentence.
    """
    mood, rule = moods.read(place.here, *span)
    unsaid = _unsaid(place, claim, mood, span)
    steps = (Step("mood", rule or "plain", mood), *(Step("reason", "unsaid", one) for one in unsaid))
    return replace(claim, mood=mood, unsaid=unsaid, trace=(*claim.trace, *steps))


def _unsaid(place: Place, claim: Claim, mood: Mood, span: Span) -> tuple[str, ...]:
    """Why a claim cannot be checked."""
    clause = place.here.named("mood", *place.here.clause(*span))
    before = place.here.named("mood", 0, span[0])
    published = place.article.published
    ahead = bool(published and claim.period and claim.period.start > published.isoformat())
    named = bool(claim.reporter or claim.partner or claim.pair) or claim.measure in {None, *roles.ROUTES}
    reasons = {
        "no_measure": claim.measure is None,
        "opinion": "opinion" in clause | before,
        "future": mood in moods.AHEAD or ahead,
        "pledge": claim.measure == "pledged_finance",
        "no_area": "no_area" in claim.unsaid or not named,
        "one_area": parties.is_half(claim),
        "no_period": "no_period" in claim.unsaid,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)
