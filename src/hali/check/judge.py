"""Candidates -> finding: one of eight codes, with an explanation in plain words. The first rule that holds decides.

A finding is about a number under stated definitions, never about intent, and there is no overall score.
"""

from __future__ import annotations

from typing import Any

from hali import narrate
from hali.check import sweep
from hali.check.definitions.axes import ONE_WAY
from hali.check.definitions.grid import grid
from hali.codelists import areas
from hali.languages import written_in
from hali.model.claim import Candidate, Claim, Code, Finding
from hali.record.store import Record

CHANCE = 0.5
"""Placebo rate above which a match is said to be possible by coincidence."""

NEAR = 0.25
"""Granules outside the strict interval at which an open slot still explains a figure: half its own half-width."""

SECOND = ("REPRODUCED_ROUGHLY", "OUTDATED", "DEPENDS_ON_DEFINITION", "ONLY_IF_TERMS_CHANGED", "NOT_REPRODUCED")
"""Findings after which a true sentence is offered."""


def judge(record: Record, claim: Claim, swept: sweep.Sweep | None, language: str) -> Finding:
    """The finding on a claim with a number.

    Args:
        record: what it was checked against.
        claim: kind `quantity` or `rank`.
        swept: its sweep; None where the claim names no measure or no area.
        language: of the explanation.
    """
    if swept is None:
        return _without(claim, "NOT_CHECKABLE", language)
    if not swept.tried:
        return _without(claim, "OUTSIDE_THE_RECORD", language)
    if "rate" in claim.unsaid:
        return _without(claim, "NOT_CHECKABLE", language)
    code = decide(claim, swept)
    return _finding(record, claim, code, swept, language)


def _without(claim: Claim, code: Code, language: str) -> Finding:
    """A finding without candidates: not checkable, or nothing in the record."""
    reasons = claim.unsaid or (("no_measure",) if claim.measure is None else ("no_area",))
    return Finding(
        claim=claim,
        code=code,
        grid=grid().hash,
        explanation=narrate.not_tried(code, claim, reasons, language),
    )


def decide(claim: Claim, swept: sweep.Sweep) -> Code:
    """The first rule that holds.

    A period departure is forgiven as OUTDATED only if the sentence itself names no year; roughly, and with changed
    terms, nothing is forgiven.
    """
    tried = swept.candidates
    strict, near = tried.band == 0, (tried.gap <= NEAR) & ~tried.changing("period")
    if (strict & (tried.cost == 0)).any():
        return "REPRODUCED"
    if ((tried.band == 1) & (tried.cost == 0)).any():
        return "REPRODUCED_ROUGHLY"
    if not _comparable(swept):
        return "OUTSIDE_THE_RECORD"
    if _undated(claim) and (strict & _earlier(swept)).any():
        return "OUTDATED"
    if ((strict | near) & (tried.cost == 1)).any():
        return "DEPENDS_ON_DEFINITION"
    if (strict & (tried.cost <= 3)).any():
        return "ONLY_IF_TERMS_CHANGED"
    asked = swept.question
    if swept.default is None and asked.stated_subject and asked.measure in ONE_WAY and asked.family != "share":
        # The other side's report of German imports says nothing against Germany's own.
        return "OUTSIDE_THE_RECORD"
    return "NOT_REPRODUCED"


def _comparable(swept: sweep.Sweep) -> bool:
    """Whether anything tried can speak to the claim.

    A record of other years only says nothing about a stated period; a share of one area's total says nothing about
    the share of another's.
    """
    tried, asked = swept.candidates, swept.question
    if asked.stated_subject and (asked.measure == "partner_rank" or asked.family == "share"):
        own = {*areas.concept_codes(asked.subject), *asked.grid.other_blocs.get(asked.subject, ())}
        if not tried.holds("reporter", own).any():
            return False
    return asked.span is None or bool((~tried.changing("period") | (tried.band == 0)).any())


def _undated(claim: Claim) -> bool:
    return claim.period is None or claim.period.stated != "sentence" or claim.period.kind == "relative"


def _earlier(swept: sweep.Sweep) -> Any:
    """Where only the period or the vintage differs, and the period is an earlier one."""
    tried = swept.candidates
    newest = swept.default.reading.end if swept.default else None
    before = tried.holds("end", lambda end: newest is None or end <= newest)
    return (tried.count > 0) & tried.changing_only("period", "vintage") & before & (tried.cost <= 2)


def _slots(one: Candidate) -> set[str]:
    return {d.slot for d in one.departures}


def _finding(record: Record, claim: Claim, code: Code, swept: sweep.Sweep, language: str) -> Finding:
    shown = list(dict.fromkeys([*([swept.default] if swept.default else []), *swept.front, *swept.nearby]))
    whole = dict(zip(shown, sweep.with_sources(record, shown), strict=True))
    default = whole[swept.default] if swept.default else None
    front = tuple(whole[c] for c in swept.front)
    nearby = tuple(whole[c] for c in swept.nearby)
    spread = swept.spread()
    needed = min((c.cost for c in front if c.band == 0 and c.cost <= 3), default=None)
    chance = swept.placebo.get(needed) if needed else None
    stated = default or swept.closest
    closest, alternative = _true_sentences(code, claim, stated, front)
    return Finding(
        claim=claim,
        code=code,
        default=default,
        front=front,
        nearby=nearby,
        spread=spread,
        tried=swept.tried,
        matched=swept.matched,
        missing=swept.missing,
        placebo=swept.placebo,
        grid=grid().hash,
        explanation=narrate.explanation(
            code,
            claim,
            _stated(code, default, front),
            _told(code, front),
            nearby,
            swept.tried,
            chance,
            language,
            swept.closest,
        ),
        closest=closest,
        alternative=alternative,
        remarks=narrate.remarks(code, claim, default, front, chance is not None and chance > CHANCE, language),
    )


def _stated(code: Code, default: Candidate | None, front: tuple[Candidate, ...]) -> Candidate | None:
    """The reading an explanation starts from: of several conventional fillings, one that gives the number."""
    if code not in {"REPRODUCED", "REPRODUCED_ROUGHLY"} or (default and default.band < 2):
        return default
    return next((c for c in front if c.cost == 0 and c.band < 2), default)


def _told(code: Code, front: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The candidates an explanation names: where open slots or an older number explain it, nothing else is told."""
    if code == "DEPENDS_ON_DEFINITION":
        return tuple(c for c in front if c.cost <= 1)
    if code == "OUTDATED":
        return tuple(c for c in front if _slots(c) <= {"period", "vintage"})
    return front


def _true_sentences(
    code: Code, claim: Claim, default: Candidate | None, front: tuple[Candidate, ...]
) -> tuple[str | None, str | None]:
    """The author's terms with the right value, and the author's number under the terms that give it."""
    if code not in SECOND:
        return None, None
    language = written_in(claim.language)
    closest = narrate.sentence(default.reading, language).text if default else None
    # A slip of currency or scale has no terms of its own: the number is the same.
    slips = {"currency", "scale"}
    strict = [c for c in front if c.band == 0 and c.departures and c.cost <= 3 and not slips & _slots(c)]
    if code in {"NOT_REPRODUCED", "REPRODUCED_ROUGHLY"} or not strict:
        return closest, None
    alternative = narrate.sentence(strict[0].reading, language).text
    if alternative == closest:
        return closest, None
    return (alternative, closest) if code == "DEPENDS_ON_DEFINITION" else (closest, alternative)
