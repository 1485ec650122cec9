"""Claims without a quantity: ranks ("the largest partner") and dated events ("in force since March 2020")."""

from __future__ import annotations

from dataclasses import replace

from hali import narrate
from hali.checking import agreements
from hali.checking.definitions.grid import grid
from hali.checking.gates import UNKNOWN, Text, Verdict, from_words
from hali.checking.judge import abstained, judge
from hali.checking.sweep import Sweep
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


def judge_rank(record: Record, claim: Claim, swept: Sweep | None, language: str, text: Text = UNKNOWN) -> Finding:
    """The finding on a rank; arguments as of `judge`.

    Beside it stand the largest single countries, since a bloc and a country are ranked in different sets.
    """
    finding = judge(record, claim, swept, language, text)
    if finding.default is None or finding.reason or claim.measure != "partner_rank":
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


ONCE = frozenset(
    {"signed", "provisional", "in_force", "joined", "established", "inaugurated", "opened", "closed", "ended"}
)
"""Stages that come once; of meetings, votes and phases the record may hold some only."""


def judge_event(record: Record, claim: Claim, language: str) -> Finding:
    """The finding on a dated event, from the events of the record.

    An agreement of the same name with other parties is another event. The same stage on another day contradicts the
    text only if it comes once; then another stage in the stated period (provisional application for entry into force)
    holds if the text's terms change. Of a stage the record does not hold it says nothing. Agreements that have no
    subject of their own in the record are judged by their parties, in `agreements`.
    """
    assert claim.event is not None
    told = from_words(claim)
    if told is not None:
        return abstained(claim, told, language)
    subject, action = claim.event
    if agreements.speaks_of(subject):
        return agreements.judge(record, claim, language)
    events = readings.events(record)
    named = [e for e in events if e.subject == subject]
    same = [e for e in named if _concerns(e, claim)]
    exact = [e for e in same if e.action == action]
    meant = [e for e in exact if _within(e, claim)]
    others = [e for e in same if e.action != action and len(e.parties) > 1 and _within(e, claim)]
    if not exact:
        # Known by its title alone, of which the record may lack stages: its day is confirmed, another one not refuted.
        near = [e for e in agreements.titled(subject, events) if e.action == action and _concerns(e, claim)]
        exact = meant = [e for e in near if _within(e, claim)]
    if not exact:
        missing = "no_event" if not named else "other_stage" if same else "other_event"
        return abstained(claim, Verdict("OUTSIDE_THE_RECORD", missing), language)
    if not meant and (len(exact) > 1 or action not in ONCE):
        return abstained(claim, Verdict("OUTSIDE_THE_RECORD", "no_event"), language)
    sides, parties = _sides(claim), {areas.concept(code) for code in exact[0].parties}
    states = [code for code in exact[0].parties if areas.area(code).kind != "institution"]
    if not meant and (not sides <= parties or len(sides) < min(len(states), 2)):
        # What its union did on another day says nothing against what a member state did by itself, nor does what a
        # country did with one partner against what it did with another that the sentence does not tell.
        return abstained(claim, Verdict("OUTSIDE_THE_RECORD", "other_event"), language)
    code: Code = "REPRODUCED" if meant else "ONLY_IF_TERMS_CHANGED" if others else "NOT_REPRODUCED"
    shown = tuple(meant or others or exact)
    return Finding(
        claim=claim,
        code=code,
        tried=len(same) or len(exact),
        matched=len(meant) + len(others),
        grid=grid().hash,
        explanation=narrate.event_explanation(code, claim, shown, language),
        events=shown,
    )


def _concerns(event: Event, claim: Claim) -> bool:
    """Whether the event is one of the areas the claim is about.

    All sides of the claim are among its parties, or it is a step one of them takes alone or with an institution. A
    country that is a party must be named: the EU has agreements of one name with many.
    """
    sides = _sides(claim)
    parties = {areas.concept(code): code for code in event.parties}
    countries = {concept for concept, code in parties.items() if areas.area(code).kind == "country"}
    held = parties.keys() | {side for side in sides for code in parties.values() if side in _members(code, event)}
    acting = {concept for concept, code in parties.items() if areas.area(code).kind != "institution"}
    alone = len(acting) == 1 and acting <= sides
    return alone or (sides <= held and (len(countries) > 1 or countries <= sides))


def _sides(claim: Claim) -> set[str]:
    return {side for side in (claim.reporter, claim.partner, *(claim.pair or ())) if side}


def _members(code: str, event: Event) -> frozenset[str]:
    return areas.members(code, bounds(event.date)[0])


def _within(event: Event, claim: Claim) -> bool:
    """Whether the event's date, as exactly as it is known, touches the stated period; any date fits no period."""
    if claim.period is None or not claim.period.start:
        return True
    first, last = (day.isoformat() for day in bounds(event.date))
    return first < (claim.period.end or "9999") and last > claim.period.start
