"""Search the claims of one article together: which single definition gives several of its numbers.

Two numbers taken from one table carry the table's terms: flow, members, reporter, year. A definition that gives both
is worth more than two that give one each, whatever the text had to change for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from hali.checking.definitions.trials import Trials
from hali.checking.sweep import Sweep, with_sources
from hali.model.claim import Candidate, Claim, Departure, Joint
from hali.model.units import CURRENCIES
from hali.record.store import Record

TERMS = ("reporter", "partner", "flow", "product", "start", "end")
"""What two readings of one table row share."""

SHOWN = 3


def search(record: Record, swept: Sequence[tuple[Claim, Sweep]]) -> tuple[Joint, ...]:
    """The assignments that reproduce most claims of one dyad at the lowest joint cost.

    Args:
        record: what the claims were checked against.
        swept: claims with their sweeps, in reading order.

    Returns:
        For every set of claims on one dyad, period and flow, none of them guessed, up to SHOWN assignments: those no
        other beats in the number of claims reproduced (strictly) and in joint cost. A departure shared by several
        claims is counted once.
    """
    found: list[Joint] = []
    told = sorted((pair for pair in swept if shared(*pair)), key=lambda pair: (shared(*pair), pair[0].start))
    for _, group in groupby(told, key=lambda pair: shared(*pair)):
        found += _of_dyad(list(group))
    return tuple(replace(joint, candidates=_with_sources(record, joint.candidates)) for joint in found)


def _with_sources(record: Record, candidates: Sequence[Candidate | None]) -> tuple[Candidate | None, ...]:
    whole = iter(with_sources(record, [c for c in candidates if c is not None]))
    return tuple(c if c is None else next(whole) for c in candidates)


GUESSED = frozenset({"article", "publication"})
"""Where a slot stands that the text states nowhere near the number."""


def shared(claim: Claim, swept: Sweep) -> tuple[str, ...]:
    """Areas, period, flow and direction of a claim, which claims taken together share; () where one is guessed."""
    period = claim.period
    if period is None or not period.start or GUESSED & {period.stated, *claim.stated.values()}:
        return ()
    one, other = swept.question.subject, swept.question.other
    # China's imports from America and America's from China are two things
    exporter = {"X": one, "M": other}.get(claim.flow or "", "")
    return (*sorted((one, other)), period.start, period.end, claim.flow or "", exporter)


def _of_dyad(group: list[tuple[Claim, Sweep]]) -> list[Joint]:
    if len(group) < 2:
        return []
    tables = [_by_terms(swept.candidates) for _, swept in group]
    times = Counter(key for table in tables for key in table)
    joints = []
    for key in sorted(key for key, number in times.items() if number > 1):
        places = [table.get(key) for table in tables]
        chosen = tuple(
            None if at is None else swept.candidates.candidates([at])[0]
            for at, (_, swept) in zip(places, group, strict=True)
        )
        joints.append(_joint([claim for claim, _ in group], chosen, times[key]))
    joints.sort(key=lambda j: (-j.reproduced, j.cost, next(c.reading.id for c in j.candidates if c)))
    unbeaten = []
    cheapest = None
    for number in sorted({j.reproduced for j in joints}, reverse=True):
        alike = [j for j in joints if j.reproduced == number]
        least = min(j.cost for j in alike)
        if cheapest is None or least < cheapest:
            cheapest = least
        unbeaten += [j for j in alike if j.cost <= cheapest]
    return unbeaten[:SHOWN]


def _by_terms(tried: Trials) -> dict[tuple[str, ...], int]:
    """The position of the cheapest strict candidate for each set of terms."""
    import numpy as np

    strict = np.flatnonzero((tried.band == 0) & tried.holds("flow", ("X", "M", "T")))
    # as texts: each claim has an index of its own, with codes of its own
    columns = [tried.index.texts[name][tried.codes(name)[strict]].tolist() for name in TERMS]
    best: dict[tuple[str, ...], int] = {}
    for at, key in zip(strict.tolist(), zip(*columns, strict=True), strict=True):
        best.setdefault(key, at)
    return best


def _joint(claims: list[Claim], chosen: tuple[Candidate | None, ...], reproduced: int) -> Joint:
    changes = [{(d.slot, d.used): d for d in one.departures} for one in chosen if one is not None]
    every: dict[tuple[str, str], Departure] = {}
    for departures in changes:
        for key, departure in departures.items():
            # one change of terms, said once, costs what its dearest claim pays
            if key not in every or departure.cost > every[key].cost:
                every[key] = departure
    shared = [d for key, d in every.items() if all(key in departures for departures in changes)]
    return Joint(
        claims=tuple(claim.id for claim in claims),
        candidates=chosen,
        reproduced=reproduced,
        cost=sum(d.cost for d in every.values()),
        shared=tuple(shared),
    )


def contradiction(share: Claim, level: Claim) -> float | None:
    """The total that a share and a level of one dyad imply, in the level's currency; None where they do not fit.

    40 % of a total and 24 bn of the same make a total of 60 bn, whatever the record says.
    """
    if share.quantity is None or level.quantity is None or level.quantity.unit not in CURRENCIES:
        return None
    if share.quantity.unit not in {"percent", "share"}:
        return None
    part, amount = share.quantity.value, level.quantity.value
    if isinstance(part, tuple) or isinstance(amount, tuple) or not part:
        return None
    return amount / (part if share.quantity.unit == "share" else part / 100)
