"""Agreements: a step of an agreement of two parties, and the accession of a country to a bloc, against the record.

The record has the agreements of the WTO's list under the names of their parties, and others under what they are called.
The list gives one day for the entry into force: the first day for anybody, of an agreement applied provisionally the day
that began. So a later day is no fault where a bloc, or a state that applies agreements provisionally, is a party.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hali import narrate
from hali.checking import wording
from hali.checking.context.agreed import ACCESSION, ANY, KINDS
from hali.checking.definitions.grid import grid
from hali.checking.gates import Verdict
from hali.checking.judge import abstained
from hali.codelists import areas
from hali.languages.declared import REFERENCE
from hali.model.claim import Claim, Code, Finding
from hali.model.observation import Event
from hali.model.period import bounds
from hali.record import readings
from hali.record.store import Record

_LISTED = "RTA"
"""Subject of the events of the WTO's list, whose titles name an agreement behind a colon."""
_TRADE = frozenset({"free_trade", "economic_partnership", "trade_promotion", "trade"})
"""Kinds of agreements that are called one for the other."""
_TELLING = frozenset({"free_trade", "economic_partnership", "association", "trade_promotion", "customs_union"})
"""Kinds of which two partners have one: another day is then refuted. They have many "trade agreements"."""
_STAGED = frozenset({"GBR", "CHE", "LIE", "NOR", "ISL", "RUS"})
"""States that apply agreements before they enter into force, or for which one enters into force on its own day."""
_BEYOND_DOUBT = 14
"""Days between the day stated and that of the record from which they are two: time zones, notices, ceremonies."""
_DAY, _MONTH, _YEAR = 1, 31, 366
"""Days of the times that a text may state."""
_STATES = frozenset({"country", "former"})


@dataclass(frozen=True, slots=True)
class Deal:
    """One agreement as the record has it.

    Attributes:
        called: names of the kinds of agreements in its title; none where it is titled by its parties.
        parties: concepts of its parties.
        events: what happened to it, oldest first.
    """

    called: frozenset[str]
    parties: frozenset[str]
    events: tuple[Event, ...]

    def at(self, *steps: str) -> list[Event]:
        """Its events of these steps."""
        return [event for event in self.events if event.action in steps]

    def ended_by(self, day: str) -> bool:
        """Whether it was over on a day."""
        return any(event.date <= day for event in self.at("ended"))


def speaks_of(subject: str) -> bool:
    """Whether the subject of an event is one judged here."""
    return subject in {ANY, ACCESSION} or subject.lower() in KINDS


def titled(subject: str, events: Iterable[Event]) -> list[Event]:
    """The agreements among some events that have a subject's words or short name in their title only: `EPCA`, `APTA`."""
    return [event for event in events if event.kind in {"agreement", "treaty"} and subject in _titles(event)]


def _titles(event: Event) -> frozenset[str]:
    if event.subject == _LISTED:
        return frozenset(event.title[event.title.rfind("(") + 1 :].split(")")[:1])
    if event.subject != "_Z":
        return frozenset()
    return frozenset(c.name for c in wording.scan(wording.words(event.title), REFERENCE) if c.group == "subject")


def judge(record: Record, claim: Claim, language: str) -> Finding:
    """The finding on a step of an agreement or on an accession.

    Args:
        record: what it was checked against.
        claim: kind `event`, its words said as a fact.
        language: of the explanation.
    """
    assert claim.event is not None
    if claim.pair is None or claim.period is None or not claim.period.start or not claim.period.end:
        return abstained(claim, Verdict("NOT_CHECKABLE", "no_area" if claim.pair is None else "no_period"), language)
    events = readings.events(record)
    if claim.event[0] == ACCESSION:
        told = _joined(claim, events)
    else:
        told = _stepped(claim, _deals(events, frozenset(claim.pair)), max((e.date for e in events), default=""))
    code, shown, tried = told
    if code is None:
        return abstained(claim, Verdict("OUTSIDE_THE_RECORD", "other_stage" if tried else "no_event"), language)
    return Finding(
        claim=claim,
        code=code,
        tried=tried,
        matched=len(shown) if code != "NOT_REPRODUCED" else 0,
        grid=grid().hash,
        explanation=narrate.event_explanation(code, claim, shown, language),
        events=tuple(shown),
    )


Told = tuple[Code | None, Sequence[Event], int]
"""The finding's code, None for an abstention; the events that speak to it; of how many agreements or steps."""


def _stepped(claim: Claim, deals: list[Deal], newest: str) -> Told:
    """What the record says about a step of an agreement of two parties."""
    assert claim.event is not None and claim.pair is not None and claim.period is not None
    subject, step = claim.event
    kind = "" if subject == ANY else subject.lower()
    steps = {"signed": ("signed",)}.get(step, ("in_force", "provisional"))
    meant = [deal for deal in deals if _may_be(deal, kind)]
    # An area of many states under a name of its own is not called the agreement of two of them.
    live = [deal for deal in meant if not deal.ended_by(claim.period.start) and (deal.called or len(deal.parties) == 2)]
    sides, length = frozenset(claim.pair), _length(claim)
    hits = [(deal, e) for deal in meant for e in deal.at(*steps) if _states(claim, e)]
    if claim.doubts:
        # Whose agreement it is other sentences say: only that of just these two is told.
        hits = [(deal, e) for deal, e in hits if sides <= deal.parties]
    if hits:
        own = all(deal.parties == sides for deal, _ in hits)
        settled = length == _DAY or (own and bool(kind) and length <= _MONTH)
        alone = own and bool(kind) and not claim.doubts and len(live) == 1 and hits[0][0] in live
        confirmed: Code | None = "REPRODUCED" if settled or (alone and length <= _YEAR) else None
        return confirmed, [e for _, e in hits], len(deals)
    if kind not in _TELLING or claim.doubts or len(live) != 1 or live[0].parties != sides or claim.period.start > newest:
        return None, (), len(deals)
    (deal,) = live
    there = deal.at(*steps)
    if len(there) != 1 or any(_states(claim, e) for one in deals if one is not deal for e in one.events):
        return None, (), len(deals)
    others = [e for e in deal.events if e not in there and _states(claim, e)]
    if others:
        return "ONLY_IF_TERMS_CHANGED", others, len(deals)
    late = step != "signed" and claim.period.start > there[0].date
    staged = any(_is_bloc(party) or party in _STAGED for party in deal.parties)
    known = step != "provisional" and not (late and staged) and _days_off(claim, there[0]) > _BEYOND_DOUBT
    return ("NOT_REPRODUCED" if known else None), there, len(deals)


def _deals(events: Iterable[Event], sides: frozenset[str]) -> list[Deal]:
    """The agreements of the record whose parties are these two, or have them as members."""
    found: dict[tuple[str, frozenset[str], frozenset[str]], list[Event]] = defaultdict(list)
    for event in events:
        if event.kind not in {"agreement", "treaty"} or not sides <= _held(event, sides):
            continue
        name = event.title.partition(": ")[2] if event.subject == _LISTED else ""
        called = _called(name or event.title)
        parties = frozenset(areas.concept(code) for code in event.parties)
        if not name and not called & set(KINDS):
            called |= {"other"}
        found[name, called, parties].append(event)
    return [Deal(called, parties, tuple(held)) for (_, called, parties), held in found.items()]


def _held(event: Event, sides: frozenset[str]) -> set[str]:
    """The parties of an event, and those of the sides that are members of one."""
    parties = {areas.concept(code) for code in event.parties}
    missing = sides - parties
    if not missing or len(missing) == len(sides):
        # two members of one bloc have no agreement with each other by what it agrees with others
        return parties
    day = bounds(event.date)[0]
    return parties | {side for side in missing for code in event.parties if side in areas.members(code, day)}


def _called(title: str) -> frozenset[str]:
    """The kinds of agreements that a title of the record, which is in English, has words for."""
    cues = wording.scan(wording.words(title), REFERENCE)
    return frozenset(c.name for c in cues if c.group == "agreement") - {"bare", "named"}


def _may_be(deal: Deal, kind: str) -> bool:
    """Whether an agreement may be the one that is called so; one titled by its parties may be of any kind of trade."""
    if not kind:
        return True
    if deal.called & {"other", "accession"}:
        return False
    if kind in deal.called:
        return True
    if not deal.called:
        return kind != "cooperation"
    return kind in _TRADE and deal.called <= _TRADE


def _joined(claim: Claim, events: Iterable[Event]) -> Told:
    """What the record says about who joined a bloc.

    A list of agreements has later parties under the day of the first: the day counts only where the list of members has
    the country join on it.
    """
    assert claim.pair is not None and claim.period is not None
    country, bloc = claim.pair
    starts = [m.start for m in areas.membership() if m.member == country and areas.concept(m.bloc) == bloc]
    joined, signed = [], []
    for event in events:
        if country not in event.parties or event.kind not in {"agreement", "accession"}:
            continue
        if event.action == "joined" or "accession" in _called(event.title):
            first, last = bounds(event.date)
            if event.action in {"joined", "in_force"} and any(first <= day < last for day in starts):
                joined.append(event)
            elif event.action == "signed":
                signed.append(event)
    hits = [event for event in joined if _states(claim, event)]
    if hits:
        return "REPRODUCED", hits[:1], len(joined)
    days = {event.date for event in joined}
    if len(starts) != 1 or len(days) != 1 or any(_states(claim, e) for e in signed):
        return None, (), len(joined)
    known = _days_off(claim, joined[0]) > _MONTH
    return ("NOT_REPRODUCED" if known else None), joined[:1], len(joined)


def _length(claim: Claim) -> int:
    """Days of the time stated."""
    assert claim.period is not None
    return (date.fromisoformat(claim.period.end) - date.fromisoformat(claim.period.start)).days


def _states(claim: Claim, event: Event) -> bool:
    """Whether the event lies within the time stated, and the record knows its date as exactly as the text."""
    assert claim.period is not None
    first, last = (day.isoformat() for day in bounds(event.date))
    return claim.period.start <= first and last <= claim.period.end


def _days_off(claim: Claim, event: Event) -> int:
    """Days between the time stated and the event."""
    assert claim.period is not None
    first, last = bounds(event.date)
    start, end = date.fromisoformat(claim.period.start), date.fromisoformat(claim.period.end)
    return max((first - end).days + 1, (start - last).days + 1, 0)


def _is_bloc(concept: str) -> bool:
    return areas.area(areas.concept_codes(concept)[0]).kind not in _STATES
