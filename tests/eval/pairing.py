"""Which claim of the program speaks of which annotated claim, and whether its frame is the specialist's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.eval.gold import GoldClaim

from hali.model.claim import Claim, Finding

SLOTS = ("measure", "areas", "period", "relation")
SYMMETRIC = frozenset({"trade_total", "trade_growth", "un_vote_agreement"})
MIRRORED = {"exports": "imports", "imports": "exports", "exports_growth": "imports_growth"}
MIRRORED |= {"imports_growth": "exports_growth"}
NEAR = {("pledge", "target"), ("pledge", "level"), ("change", "difference")}
"""Relations the gold tells apart and a reader need not: (gold, got). A difference is a change told as an amount."""


def pair_up(golds: Sequence[GoldClaim], findings: Sequence[Finding], moved: int) -> list[int | None]:
    """For each finding the number of the annotated claim whose characters it shares: of several the one it equals."""
    return [_nearest(golds, finding.claim, moved) for finding in findings]


def _nearest(golds: Sequence[GoldClaim], claim: Claim, moved: int) -> int | None:
    best: tuple[tuple[bool, bool, bool, int], int] | None = None
    for number, gold in enumerate(golds):
        shared = min(claim.end - moved, gold.end) - max(claim.start - moved, gold.start)
        if shared <= 0:
            continue
        value = same_value(gold, claim)
        unlike = (gold.kind in ("event", "rank")) == (claim.kind in ("event", "rank"))
        key = (value and same_unit(gold, claim), value, unlike, shared)
        if best is None or key > best[0]:
            best = (key, number)
    return best[1] if best else None


def same_value(gold: GoldClaim, claim: Claim) -> bool:
    """Whether the number, the place or the deed is the one annotated."""
    if gold.kind == "none":
        return True
    if gold.kind == "event" or claim.kind == "event":
        deed = claim.event[1] if claim.event else None
        return gold.kind == claim.kind and (not gold.event or gold.event["action"] == deed)
    if (gold.kind == "rank") != (claim.kind == "rank"):
        return False
    got = claim.rank if claim.kind == "rank" else claim.quantity.value if claim.quantity else None
    if got is None or gold.value is None:
        return False
    values = [float(v) for v in (got if isinstance(got, tuple) else (got,))]
    if gold.relation == "change":
        # An annotated change has no sign: "fell by 38 %" and "-38 %" are one fact, written 38.
        values = sorted(abs(v) for v in values)
    return len(values) == len(gold.values) and all(
        abs(a - b) <= 1e-6 * max(1e-9, abs(a), abs(b)) for a, b in zip(values, gold.values, strict=True)
    )


def same_unit(gold: GoldClaim, claim: Claim) -> bool:
    """Whether the unit is the one annotated; only quantities have one."""
    return gold.kind != "quantity" or not gold.unit or (claim.quantity is not None and claim.quantity.unit == gold.unit)


def frame(gold: GoldClaim, finding: Finding) -> dict[str, bool]:
    """Slot -> whether it is the specialist's."""
    return {
        "measure": _measure(gold, finding.claim),
        "areas": _areas(gold, finding.claim),
        "period": _period(gold, finding),
        "relation": _relation(gold, finding.claim),
    }


def _measure(gold: GoldClaim, claim: Claim) -> bool:
    got = (claim.measure or "").split(".")[0]
    return got in (gold.measure, MIRRORED.get(gold.measure or ""))


def _relation(gold: GoldClaim, claim: Claim) -> bool:
    got = claim.relation
    factor = gold.unit == "times" and got in ("ratio", "change")
    return got == gold.relation or (gold.relation, got) in NEAR or factor


def _bloc(code: str | None) -> str | None:
    """The EU in whatever composition is one area, and so is the Schengen area with it; the world is none."""
    if code and re.match(r"EU(\d|_|$)|SCHENGEN$", code):
        return "EU"
    return None if code == "WLD" else code


def _areas(gold: GoldClaim, claim: Claim) -> bool:
    wanted = (_bloc(gold.reporter), _bloc(gold.partner))
    got = (_bloc(claim.reporter), _bloc(claim.partner))
    named = {a for a in (*got, *(_bloc(x) for x in claim.pair or ())) if a}
    known = {a for a in wanted if a}
    if len(known) < 2:
        return known <= named
    if gold.measure in SYMMETRIC:
        return known == named
    if gold.measure in MIRRORED:
        measure = (claim.measure or "").split("_")[0]
        if measure not in ("exports", "imports"):
            return all(got) and known == named
        return all(got) and _route(gold.measure, *wanted) == _route(measure, *got)
    return wanted == got


def _route(measure: str, reporter: str | None, partner: str | None) -> tuple[str | None, str | None]:
    """From where to where the goods go."""
    return (reporter, partner) if measure.startswith("exports") else (partner, reporter)


def _period(gold: GoldClaim, finding: Finding) -> bool:
    if gold.period is None:
        return True
    reading = finding.default.reading if finding.default else None
    stated = finding.claim.period
    if stated:
        start, end = stated.start, stated.end
    elif reading:
        start, end = reading.start, reading.end
    else:
        return False
    first, last = gold.period
    if gold.relation == "change":  # "since 2019" is open; then the default reading has the end
        return (end or (reading.end if reading else "")) == last
    if start == first and not end:
        return True
    within_month = last and first[:7] == last[:7] and start[:7] == first[:7]
    return bool(within_month) or [start, end] == gold.period
