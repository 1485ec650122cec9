"""Occurrences: the dated events of a sentence, as claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hali.checking.context import agreed, dating, events, parties, reasons
from hali.checking.context import sides as standing
from hali.checking.context.claiming import Part, assembled, witnesses
from hali.checking.context.place import Place
from hali.checking.context.whose import Sides
from hali.model.claim import Claim


def claims(place: Place) -> Iterator[Claim]:
    """The claims on dated events that a sentence makes, in order."""
    for one in events.happenings(place.here):
        yield _claim(place, one, _sides(place))
    for two in agreed.happenings(place):
        sides = replace(_sides(place), reporter=None, partner=None, pair=two.pair)
        claim = _claim(place, two.what, sides)
        yield replace(claim, doubts=("areas",)) if two.borrowed else claim


def _claim(place: Place, one: events.Happening, sides: Sides) -> Claim:
    here = place.here
    span = (one.start, one.end)
    claim = assembled(
        place.claim("event", *span, relation="event", event=(one.subject, one.action)),
        dating.part(dating.Dated(dating.placed(here, one.period), "event")),
        Part(evidence=witnesses(here.start, event=span)),
        parties.with_sides(here, sides),
    )
    claim = reasons.in_mood(place, claim, span)
    return replace(claim, unsaid=tuple(reason for reason in claim.unsaid if reason != "no_measure"))


def _sides(place: Place) -> Sides:
    """The two areas of a sentence that names two, or its only one."""
    named = list(dict.fromkeys(side.concept for side in standing.sides(place.here)))
    sides = Sides(spans={m.concept: (m.start, m.end) for m in reversed(place.here.mentions)})
    if len(named) == 2:
        sides.pair = (named[0], named[1])
    elif len(named) == 1:
        sides.reporter = named[0]
    return sides
