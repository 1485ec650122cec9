"""Whether a finding agrees with the table where the gold was annotated while the record held less.

`accept` of an annotated claim was set with the record of its day. What has been taken in since makes an abstention that
was right a chance missed, and a definite finding may be right: if its frame is the specialist's and the numbers of the
record on exactly these terms say the same.
"""

from __future__ import annotations

from tests.eval.gold import GoldClaim
from tests.eval.pairing import MIRRORED, SYMMETRIC, frame, same_unit, same_value

from hali.codelists import areas
from hali.model.claim import Finding
from hali.model.definition import Reading
from hali.record import readings
from hali.record.store import Record

MOODS = frozenset({"GOAL", "NEG", "HYPO", "QUOTE"})
"""Classes of what nobody states as a fact: no table makes a finding on them right."""
UNITS = {"percent": "PCT", "share": "PCT", "rank": "RANK", "t": "T", "bbl": "BBL", "count": ""}
"""Unit of a claim -> of the readings ("" = any); a currency is itself."""


def agrees(record: Record, gold: GoldClaim, finding: Finding) -> bool:
    """Whether a definite finding on a claim annotated as not held is nevertheless right by the record of today."""
    if gold.kind == "event":
        return _happened(record, gold, finding)
    stated = gold.kind in ("quantity", "rank") and gold.relation in ("level", "share", "rank")
    if gold.checkable or not stated or not gold.measure or gold.restriction or MOODS & set(gold.classes):
        return False
    period = gold.period or _dated(finding)
    if period is None or not (same_value(gold, finding.claim) and same_unit(gold, finding.claim)):
        return False
    if not all(frame(gold, finding).values()):
        return False
    held = on_these_terms(record, gold, period)
    tables = [r for r in held if r.status != "Q"]
    match finding.code:
        case "REPRODUCED" | "DEPENDS_ON_DEFINITION":
            return any(_inside(gold, finding, r, lenient=False) for r in tables)
        case "REPRODUCED_ROUGHLY":
            return any(_inside(gold, finding, r, lenient=True) for r in tables)
        case "NOT_REPRODUCED":
            return bool(tables) and not any(_inside(gold, finding, r, lenient=True) for r in tables)
        case _:
            return False


def _happened(record: Record, gold: GoldClaim, finding: Finding) -> bool:
    """Whether a dated event annotated as not held is right by the events between just its two sides today."""
    claim, period = finding.claim, gold.period
    sides = {side for side in (gold.reporter, gold.partner) if side}
    got = {side for side in (claim.reporter, claim.partner, *(claim.pair or ())) if side}
    same = same_value(gold, claim) and claim.period is not None and [claim.period.start, claim.period.end] == period
    if gold.checkable or MOODS & set(gold.classes) or not gold.event or len(sides) != 2 or sides != got or not same:
        return False
    held = [
        event.date
        for event in readings.events(record)
        if event.action == gold.event["action"] and sides <= {areas.concept(code) for code in event.parties}
    ]
    within = any(period[0] <= day < period[1] for day in held)
    return (
        within if finding.code == "REPRODUCED" else finding.code == "NOT_REPRODUCED" and len(held) == 1 and not within
    )


def _codes(area: str) -> tuple[str, ...]:
    """All codes of the concept an area or a dated code stands for."""
    return areas.concept_codes(areas.concept(area))


def _dated(finding: Finding) -> list[str] | None:
    """The period a claim without one was held against: the newest of its day."""
    reading = finding.default.reading if finding.default else None
    return [reading.start, reading.end] if reading and finding.claim.period is None else None


def on_these_terms(record: Record, gold: GoldClaim, period: list[str] | None = None) -> list[Reading]:
    """Readings with the measure, areas and period of an annotated claim; `period` stands for one that has none.

    Of a flow also the partner's count, unless the text says whose statistics it quotes (class PARTY: the reporter's).
    """
    period = gold.period or period
    if not gold.measure or not gold.reporter or period is None:
        return []
    start, end = period
    unit = UNITS.get(gold.unit or "", gold.unit or "")
    sides = _codes(gold.reporter), _codes(gold.partner) if gold.partner else ("_Z", "WLD")
    questions = [(gold.measure, *sides)]
    anyone = "PARTY" not in gold.classes
    if anyone and gold.measure in MIRRORED and gold.partner:
        questions.append((MIRRORED[gold.measure], *reversed(sides)))
    return [
        reading
        for measure, reporters, partners in questions
        for reading in readings.find(
            record,
            [measure],
            reporters=reporters,
            partners=partners,
            either_way=anyone and measure in SYMMETRIC,
            newest=True,
        )
        if (reading.start, reading.end) == (start, end) and (not unit or reading.definition.unit == unit)
    ]


def _inside(gold: GoldClaim, finding: Finding, reading: Reading, *, lenient: bool) -> bool:
    quantity = finding.claim.quantity
    if quantity is None:
        return bool(finding.claim.rank) and finding.claim.rank[0] <= reading.value <= finding.claim.rank[1]
    value = reading.value / 100 if gold.unit == "share" else reading.value
    low = quantity.lenient_low if lenient else quantity.low
    high = quantity.lenient_high if lenient else quantity.high
    return (low is None or value >= low) and (high is None or value <= high)
