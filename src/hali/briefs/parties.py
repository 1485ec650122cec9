"""Who takes part in an event, and which events concern both sides of a pair."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from hali.codelists import areas
from hali.model.definition import NONE
from hali.model.observation import Event
from hali.record import readings as lookup
from hali.record.store import Record

GROUPS = ("CA5", "CA5_AFG")
"""Groups whose programmes concern each of their members."""

UNIONS = ("EU_V", "EU27_2020", "EFTA", "EAEU", "GCC", "MERCOSUR", "ASEAN")
"""Blocs that conclude trade agreements for their members."""

TRADE_AGREEMENT = "RTA"
"""Subject of the trade agreements notified to the World Trade Organization."""

UNION = "EU_V"
"""The European Union with the members of a day."""

UNION_GROWS = ("EU Treaty", "Enlargement")
"""How the titles end of the agreements by which the European Union was founded and grew."""

_FOUNDS = re.compile(r": [^()]+ \(([A-Z]+)\)(?: - Accession of .*)?$")
"""A title that names a bloc and nobody else."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Codes an event may name each side by.

    Attributes:
        codes: those of the side itself, and of the groups whose programmes concern it.
        unions: the blocs that conclude trade agreements for it.
        left: the blocs one of the sides was a member of and is no more.
    """

    codes: tuple[tuple[str, ...], ...] = ((), ())
    unions: tuple[tuple[str, ...], ...] = ((), ())
    left: frozenset[str] = frozenset()

    def joint(self, event: Event) -> bool:
        """Whether an event has a party of each side, and the sides are two parties: not one group that holds both.

        An agreement that founds a bloc is one of its present members: the list it is from names those who signed.
        """
        return self.names(event) and founded(event) not in self.left

    def names(self, event: Event) -> bool:
        """Whether the parties of an event are one of each side, whoever has left since."""
        named = set(event.parties)
        first, second = (named & set(side) for side in self._of(event))
        return bool(first and second) and len(first | second) > 1

    def _of(self, event: Event) -> Iterator[tuple[str, ...]]:
        for codes, unions in zip(self.codes, self.unions, strict=True):
            yield (*codes, *unions) if event.subject == TRADE_AGREEMENT else codes


def founded(event: Event) -> str:
    """The bloc a trade agreement founds or is the accession to, "... (COMESA)"; "" for any other event."""
    told = _FOUNDS.search(event.title) if event.subject == TRADE_AGREEMENT else None
    return told[1] if told and any(m.bloc == told[1] for m in areas.membership()) else ""


def groups_of(a: str, b: str, day: date) -> tuple[str, ...]:
    """Groups whose programmes concern one of the sides."""
    return tuple(group for group in GROUPS if any(_inside(side, group, day) for side in (a, b)))


def of(sides: Sequence[str], codes: Sequence[Sequence[str]], groups: Sequence[str], day: date) -> Parties:
    """The codes an event may name two sides by.

    Args:
        sides: concept or dated code of each side.
        codes: codes of readings that may stand for each.
        groups: groups whose programmes concern one of them.
        day: the day of the brief.
    """
    return Parties(
        tuple((*own, *(g for g in groups if _inside(side, g, day))) for side, own in zip(sides, codes, strict=True)),
        tuple(tuple(union for union in UNIONS if side in areas.members(union, day)) for side in sides),
        frozenset(
            m.bloc
            for m in areas.membership()
            if m.role == "member" and m.member in sides and m.member not in areas.members(m.bloc, day)
            if m.start <= day
        ),
    )


def _inside(side: str, group: str, day: date) -> bool:
    return areas.area(group).kind == "group" and side in areas.members(group, day)


def events(record: Record, a: str, b: str, codes: Sequence[Sequence[str]], parties: Parties) -> Iterator[Event]:
    """Events with a party of each side, and what one side did alone: treaties, votes, laws.

    Args:
        record: the record.
        a: concept or dated code of the first side.
        b: the same of the second.
        codes: codes of readings that may stand for each.
        parties: codes an event may name each by.
    """
    every = lookup.events(record)
    joint = list(_of_the_pair([event for event in every if parties.joint(event)], a, b))
    known = {areas.concept(a), areas.concept(b), "IAEA"}
    # with a party that belongs to neither side
    foreign = [not known.issuperset(map(areas.concept, event.parties)) for event in every]
    others = {e.subject for e, other in zip(every, foreign, strict=True) if other} - {NONE, *(e.subject for e in joint)}
    own = {code for side in codes for code in side}
    alone = [
        e
        for e, other in zip(every, foreign, strict=True)
        if not other and not own.isdisjoint(e.parties) and e.subject not in others
    ]
    distinct = {(e.date, e.title): e for e in [*joint, *alone]}
    yield from (distinct[key] for key in sorted(distinct))


def counted_too_often(record: Record, parties: Parties) -> bool:
    """Whether a list of agreements in force of both sides counts one of a bloc that a side has left."""
    return any(e.action == "in_force" and parties.names(e) and not parties.joint(e) for e in lookup.events(record))


def _of_the_pair(joint: Sequence[Event], a: str, b: str) -> Iterator[Event]:
    """Of the treaties by which the European Union grew, those only that brought the two sides together in it.

    The list they are from names all members of today under the first, and all older members under each other one.
    """
    starts = [[m.start.isoformat() for m in areas.membership() if (m.bloc, m.member) == (UNION, c)] for c in (a, b)]
    together = max(map(max, starts)) if all(starts) else ""
    growth = [e for e in joint if e.subject == TRADE_AGREEMENT and e.title.endswith(UNION_GROWS)]
    theirs = {e.action: e.date for e in sorted(growth, key=lambda e: e.date) if e.date <= together}
    for event in joint:
        if not together or event not in growth or event.date == theirs.get(event.action):
            yield event
