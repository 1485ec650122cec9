"""Claims without a quantity: ranks ("the largest partner") and dated events ("in force since March 2020")."""

from __future__ import annotations

from dataclasses import replace

from hali import narrate
from hali.check.definitions.grid import grid
from hali.check.judge import judge
from hali.check.sweep import Sweep
from hali.codelists import areas
from hali.model.claim import Claim, Code, Finding, Quantity
from hali.model.observation import Event
from hali.model.period import bounds
from hali.record import readings
from hali.record.store import Record

SHOWN = 3
"""How many of the largest single countries stand beside a finding on a bloc's rank."""


def with_places(claim: Claim) -> Claim:
    """A rank claim with its places as a quantity, so that the sweep of any number serves it."""
    assert claim.rank is not None
    low, high = claim.rank
    places = Quantity(
        start=claim.start,
        end=claim.end,
        text=claim.sentence[claim.start - claim.sentence_start : claim.end - claim.sentence_start],
        value=float(low),
        low=float(low),
        high=float(high),
        lenient_low=float(low),
        lenient_high=float(high),
        low_open=False,
        high_open=False,
        unit="rank",
        scale=1.0,
        approximator="",
        granule=1.0,
        language=claim.language,
    )
    return replace(claim, quantity=places)


def judge_rank(record: Record, claim: Claim, swept: Sweep | None, language: str) -> Finding:
    """The finding on a rank.

    Beside it stand the largest single countries, since a bloc and a country are ranked in different sets.
    """
    finding = judge(record, claim, swept, language)
    if finding.default is None:
        return finding
    of = finding.default.reading
    largest = readings.find(
        record,
        ["partner_rank"],
        reporters=[of.definition.reporter],
        newest=True,
        where={"variant": "countries", "flow": of.definition.flow, "period": of.definition.period},
    )
    countries = [r.definition.partner for r in sorted(largest, key=lambda r: r.value) if r.value <= SHOWN]
    return replace(
        finding,
        explanation=narrate.rank_explanation(finding.code, claim, of, countries, language),
        closest=None,
        alternative=None,
    )


def judge_event(record: Record, claim: Claim, language: str) -> Finding:
    """The finding on a dated event, from the events of the record.

    The same event on another day contradicts the text; another stage of the same subject (provisional application
    for entry into force) in the stated period holds only if the text's terms change.
    """
    assert claim.event is not None
    subject, action = claim.event
    same = [e for e in readings.events(record) if e.subject == subject and _concerns(e, claim)]
    exact = [e for e in same if e.action == action]
    if not exact and not same:
        code: Code = "OUTSIDE_THE_RECORD"
    elif any(_within(e, claim) for e in exact):
        code = "REPRODUCED"
    elif any(_within(e, claim) for e in same) and claim.period is not None:
        code = "ONLY_IF_TERMS_CHANGED"
    else:
        code = "NOT_REPRODUCED" if exact else "OUTSIDE_THE_RECORD"
    shown = tuple(exact) or tuple(same)
    if code == "ONLY_IF_TERMS_CHANGED":
        shown = tuple(e for e in same if _within(e, claim))
    return Finding(
        claim=claim,
        code=code,
        tried=len(same),
        matched=sum(_within(e, claim) for e in same),
        grid=grid().hash,
        explanation=narrate.event_explanation(code, claim, shown, language),
        events=shown,
    )


def _concerns(event: Event, claim: Claim) -> bool:
    """Whether the event is one of the areas the claim is about.

    Both sides the text itself names must be parties; of a pair that is only its surroundings, one.
    """
    named = {side for side in (claim.reporter, claim.partner) if side}
    around = set(claim.pair or ())
    parties = {areas.concept(code) for code in event.parties}
    return named <= parties and (not around or bool(around & parties))


def _within(event: Event, claim: Claim) -> bool:
    """Whether the event's date, as exactly as it is known, touches the stated period; any date fits no period."""
    if claim.period is None or not claim.period.start:
        return True
    first, last = (day.isoformat() for day in bounds(event.date))
    return first < (claim.period.end or "9999") and last > claim.period.start
