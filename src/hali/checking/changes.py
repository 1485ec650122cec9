"""Changes of what the record holds as levels only: "14 % more students than the year before" is told by two years.

A change that two figures of one definition give is confirmed. One that they do not give is left as it is: nobody has
published it, so nothing is refuted.
"""

from __future__ import annotations

from dataclasses import replace

from hali import narrate
from hali.checking import sweep
from hali.checking.definitions import axes, evidence, timing
from hali.checking.definitions.asking import question
from hali.checking.definitions.compare import compared
from hali.checking.definitions.grid import grid
from hali.checking.definitions.trials import Trials
from hali.codelists import measures
from hali.model.claim import Claim, Code, Finding, Period
from hali.model.definition import NONE
from hali.record.store import Record

_OPEN = ("source",)
"""Slots both figures may fill otherwise than by convention: a third party may have passed both on."""

_SERIES = ("measure", "reporter", "partner", "flow", "product", "unit", "variant", "method", "dataflow", "known")
"""What the two figures of a change have in common, beside the members of a bloc: the edition of their table as well."""

_RATES = frozenset({"percent", "PCT", "rank", "RANK", "score", "INDEX"})
"""Units of which a change in percent is no change of an amount."""


def wanted(finding: Finding) -> bool:
    """Whether a finding abstains on a change of an amount that the record holds year by year."""
    claim = finding.claim
    if finding.reason not in {"not_held", "other_terms", "other_period"} or claim.relation != "change":
        return False
    if claim.measure is None or claim.quantity is None or claim.period is None or claim.restriction:
        return False
    known = measures.measure(claim.measure)
    return known.check.family != "change" and known.unit not in _RATES


def judged(
    record: Record, finding: Finding, pair: tuple[str, str] | None, published: str, page: str, language: str
) -> Finding | None:
    """The finding that two figures give the change claimed, None where no two of one definition do.

    Args:
        record: what it is checked against.
        finding: the abstention, see `wanted`.
        pair: the two concepts the text is about, or None.
        published: ISO day the text appeared, or "".
        page: address of its page, or "".
        language: of the explanation.
    """
    claim = finding.claim
    measure, quantity, period = claim.measure, claim.quantity, claim.period
    assert measure is not None
    assert quantity is not None
    assert period is not None
    base, reached = _years(measure, period, published)
    if not base < reached:
        return None
    # who was no member yet is in both figures: a bloc is the one of the year reached
    first = _in_year(record, claim, base, pair, published, page, (*_OPEN, "composition"))
    last = _in_year(record, claim, reached, pair, published, page, _OPEN)
    if first is None or last is None:
        return None
    before, now = _paired(first, last)
    some = before.index.value[before.rows] > 0
    before, now = before.take(some), now.take(some)
    growth = (now.index.value[now.rows] / before.index.value[before.rows] - 1) * 100
    held = compared(quantity, now, sweep.as_told(claim, quantity, growth))
    # "two and a half times" is said of 2.57; of 14 % only 14 is
    met = held.band <= (1 if quantity.unit == "times" and not (held.band == 0).any() else 0)
    right = met.nonzero()[0]
    if not len(right):
        return None
    best = int(right[held.cost[right].argmin()])
    code: Code = "REPRODUCED_ROUGHLY" if held.band[best] else "REPRODUCED"
    earlier = before.index.read(before.rows[[best]])[0]
    giving = sweep.with_sources(record, held.candidates([best]))[0]
    giving = replace(giving, unit="PCT", value=float(growth[best]))
    return replace(
        finding,
        code=code,
        reason="",
        default=giving,
        neighbour=giving,
        front=(giving,),
        tried=len(held),
        matched=len(right),
        missing=0,
        explanation=narrate.change(code, giving, earlier, language),
    )


def _years(measure: str, period: Period, published: str) -> tuple[int, int]:
    """The year a change is counted from and the year it reaches: of one year, from the year before."""
    start = int(period.start[:4] or 0)
    if not period.end:
        return start, timing.latest_year(measure, published) if published else 0
    if period.end[4:] != "-01-01" or period.start[4:] != "-01-01":
        return 0, 0
    end = int(period.end[:4]) - 1
    return (start - 1 if start == end else start), end


def _in_year(
    record: Record,
    claim: Claim,
    year: int,
    pair: tuple[str, str] | None,
    published: str,
    page: str,
    open_slots: tuple[str, ...],
) -> Trials | None:
    """What the record holds of a claim's measure in one year, on the terms of the claim; None where it names nobody."""
    period = Period(f"{year}-01-01", f"{year + 1}-01-01", "year", str(year), "sentence")
    asked = question(replace(claim, relation="level", period=period), pair, published)
    if asked is None:
        return None
    tried = evidence.independent(record, sweep.definitions(record, asked), page)
    told = tried.changing_only(*open_slots) & (tried.cost == grid().open * tried.count)
    return tried.take(told & ~evidence.quoted(tried))


def _paired(first: Trials, last: Trials) -> tuple[Trials, Trials]:
    """The definitions held in both years, in one order."""
    import numpy as np

    places = {key: at for at, key in enumerate(_keys(first))}
    pairs = np.array([(places[key], at) for at, key in enumerate(_keys(last)) if key in places], int).reshape(-1, 2)
    return first.take(pairs[:, 0]), last.take(pairs[:, 1])


def _keys(tried: Trials) -> list[tuple[str, ...]]:
    columns = [tried.index.texts[name][tried.codes(name)] for name in (*_SERIES, "end")]
    rows = (tuple(map(str, one)) for one in zip(*columns, strict=True))
    return [(*key, *sorted(_members(key[1], end) | _members(key[2], end))) for *key, end in rows]


def _members(code: str, end: str) -> frozenset[str]:
    return frozenset() if code in {NONE, "WLD"} else axes.members(code, end)
