"""Agreements: a step of an agreement of two parties, and the accession of a country to a bloc, against the record.

The record has the agreements of the WTO's list under the names of their parties, and others under what they are called.
The list gives one day for the entry into force: the first day for anybody, and of an agreement applied provisionally
the day that began. So a later day is no fault where a bloc, or a state that applies some provisionally, is a party.
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

    def ended_by(self, day: date) -> bool:
        """Whether it was over on a day."""
        return any(bounds(event.date)[0] <= day for event in self.at("ended"))


@dataclass(frozen=True, slots=True)
class Step:
    """A step as a text tells it.

    Attributes:
        kind: of the agreement, "" where the words do not tell it from others of its parties.
        action: what happened to it.
        pair: concepts of the two parties; the country and the bloc it joined.
        start, end: the day, month or year it happened in, half-open.
        doubted: whether other sentences have to say whose agreement it is.
    """

    kind: str
    action: str
    pair: tuple[str, str]
    start: date
    end: date
    doubted: bool

    @property
    def days(self) -> int:
        """How long the time stated is."""
        return (self.end - self.start).days

    def holds(self, event: Event) -> bool:
        """Whether an event lies within the time stated, and the record knows its date as exactly as the text."""
        first, last = bounds(event.date)
        return self.start <= first and last <= self.end

    def days_off(self, event: Event) -> int:
        """Days between the time stated and an event."""
        first, last = bounds(event.date)
        return max((first - self.end).days + 1, (self.start - last).days + 1, 0)


def speaks_of(subject: str) -> bool:
    """Whether the subject of an event is one judged here."""
    return subject in {ANY, ACCESSION} or subject.lower() in KINDS


def titled(subject: str, events: Iterable[Event]) -> list[Event]:
    """The events of agreements that have a subject's words or short name in their title only: `EPCA`, `APTA`."""
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
    period = claim.period
    if claim.pair is None or period is None or not (period.start and period.end):
        return abstained(claim, Verdict("NOT_CHECKABLE", "no_area" if claim.pair is None else "no_period"), language)
    subject, action = claim.event
    start, end = date.fromisoformat(period.start), date.fromisoformat(period.end)
    step = Step("" if subject == ANY else subject.lower(), action, claim.pair, start, end, bool(claim.doubts))
    events = readings.events(record)
    code, shown, tried = _joined(step, events) if subject == ACCESSION else _stepped(step, events)
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
"""The finding's code, None for an abstention; the events that speak to it; how many agreements or steps there are."""


def _stepped(step: Step, events: Sequence[Event]) -> Told:
    """What the record says about a step of an agreement of two parties."""
    sides = frozenset(step.pair)
    deals = _deals(events, sides)
    actions = ("signed",) if step.action == "signed" else ("in_force", "provisional")
    meant = [deal for deal in deals if _may_be(deal, step.kind)]
    # An area of many states under a name of its own is not called the agreement of two of them.
    live = [deal for deal in meant if not deal.ended_by(step.start) and (deal.called or len(deal.parties) == 2)]
    hits = [(deal, e) for deal in meant for e in deal.at(*actions) if step.holds(e)]
    if step.doubted:
        # Whose agreement it is other sentences say: only that of just these two is told.
        hits = [(deal, e) for deal, e in hits if sides <= deal.parties]
    if hits:
        only = bool(step.kind) and len(live) == 1 and all(deal is live[0] and deal.parties == sides for deal, _ in hits)
        longest = (_MONTH if step.doubted else _YEAR) if only else _DAY
        return ("REPRODUCED" if step.days <= longest else None), [e for _, e in hits], len(deals)
    newest = max((event.date for event in events), default="")
    if step.kind not in _TELLING or step.doubted or len(live) != 1 or step.start.isoformat() > newest:
        return None, (), len(deals)
    others = [deal for deal in deals if deal is not live[0]]
    if live[0].parties != sides or any(step.holds(e) for deal in others for e in deal.events):
        return None, (), len(deals)
    return (*_refuted(step, live[0], actions), len(deals))


def _refuted(step: Step, deal: Deal, actions: Sequence[str]) -> tuple[Code | None, Sequence[Event]]:
    """Whether the only agreement meant, which has no such step in the time stated, speaks against it."""
    there = deal.at(*actions)
    if len(there) != 1:
        return None, ()
    others = [e for e in deal.events if e not in there and step.holds(e)]
    if others:
        return "ONLY_IF_TERMS_CHANGED", others
    late = step.action != "signed" and step.start.isoformat() > there[0].date
    staged = any(areas.concept_kind(party) not in _STATES or areas.stages_agreements(party) for party in deal.parties)
    known = step.action != "provisional" and not (late and staged) and step.days_off(there[0]) > _BEYOND_DOUBT
    return ("NOT_REPRODUCED" if known else None), there


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


def _joined(step: Step, events: Iterable[Event]) -> Told:
    """What the record says about who joined a bloc.

    A list of agreements has later parties under the day of the first: the day counts only where the list of members has
    the country join on it.
    """
    country, bloc = step.pair
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
    hits = [event for event in joined if step.holds(event)]
    if hits:
        return "REPRODUCED", hits[:1], len(joined)
    if len(starts) != 1 or len({event.date for event in joined}) != 1 or any(step.holds(e) for e in signed):
        return None, (), len(joined)
    return ("NOT_REPRODUCED" if step.days_off(joined[0]) > _MONTH else None), joined[:1], len(joined)
