"""Occurrences: the dated events of a sentence, as claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hali.checking.context import dating, events, parties, reasons
from hali.checking.context import sides as standing
from hali.checking.context.claiming import Part, assembled, witnesses
from hali.checking.context.place import Place
from hali.checking.context.whose import Sides
from hali.model.claim import Claim


def claims(place: Place) -> Iterator[Claim]:
    """The claims on dated events that a sentence makes, in order."""
    here = place.here
    for one in events.happenings(here):
        span = (one.start, one.end)
        claim = assembled(
            place.claim("event", *span, relation="event", event=(one.subject, one.action)),
            dating.part(dating.Dated(dating.placed(here, one.period), "event")),
            Part(evidence=witnesses(here.start, event=span)),
            parties.with_sides(here, _sides(place)),
        )
        claim = reasons.in_mood(place, claim, span)
        yield replace(claim, unsaid=tuple(reason for reason in claim.unsaid if reason != "no_measure"))


def _sides(place: Place) -> Sides:
    """The two areas of a sentence that names two, or its only one."""
    named = list(dict.fromkeys(side.concept for side in standing.sides(place.here)))
    sides = Sides(spans={m.concept: (m.start, m.end) for m in reversed(place.here.mentions)})
    if len(named) == 2:
        sides.pair = (named[0], named[1])
    elif len(named) == 1:
        sides.reporter = named[0]
    return sides
