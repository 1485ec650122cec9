"""Candidates -> finding: one of nine codes, with an explanation in plain words. The first rule that holds decides.

A finding is about a number under stated definitions, never about intent, and there is no overall score.
"""

from __future__ import annotations

from dataclasses import replace

from hali import narrate
from hali.checking import gates, sweep
from hali.checking.definitions.grid import grid
from hali.languages import written_in
from hali.model.claim import Candidate, Claim, Code, Finding
from hali.record.store import Record

SECOND = ("REPRODUCED_ROUGHLY", "OUTDATED", "DEPENDS_ON_DEFINITION", "ONLY_IF_TERMS_CHANGED", "NOT_REPRODUCED")
"""Findings after which a true sentence is offered."""


def judge(
    record: Record, claim: Claim, swept: sweep.Sweep | None, language: str, text: gates.Text = gates.UNKNOWN
) -> Finding:
    """The finding on a claim with a number.

    Args:
        record: what it was checked against.
        claim: kind `quantity` or `rank`.
        swept: its sweep; None where its words leave nothing to be tried.
        language: of the explanation.
        text: what is known of the text it is from.
    """
    told = gates.from_words(claim)
    if swept is None:
        return abstained(claim, told or gates.Verdict("NOT_CHECKABLE", "no_area"), language)
    if told is None and swept.tried:
        told = gates.verdict(claim, swept, text)
    finding = _finding(record, claim, told or gates.Verdict("OUTSIDE_THE_RECORD", "not_held"), swept, language)
    used = finding.neighbour
    if used and not finding.reason and "" < text.published < used.reading.known:
        return replace(finding, remarks=(*finding.remarks, narrate.line_word("later", language)))
    return finding


def abstained(claim: Claim, verdict: gates.Verdict, language: str) -> Finding:
    """A finding without candidates."""
    return Finding(
        claim=claim,
        code=verdict.code,
        reason=verdict.reason,
        grid=grid().hash,
        explanation=narrate.reason(verdict.reason, claim, language),
    )


def withheld(record: Record, finding: Finding, swept: sweep.Sweep, language: str) -> Finding:
    """The finding on a number that another frame of the same text gives: what it is about is not sure."""
    return _finding(record, finding.claim, gates.Verdict("NOT_CHECKABLE", "frame_unsure"), swept, language)


def _slots(one: Candidate) -> set[str]:
    return {d.slot for d in one.departures}


def _finding(record: Record, claim: Claim, verdict: gates.Verdict, swept: sweep.Sweep, language: str) -> Finding:
    head = [c for c in (swept.default, swept.neighbour, verdict.slip) if c]
    shown = list(dict.fromkeys([*head, *swept.front, *swept.nearby]))
    whole = dict(zip(shown, sweep.with_sources(record, shown), strict=True))
    default = whole[swept.default] if swept.default else None
    neighbour = whole[swept.neighbour] if swept.neighbour else None
    front = tuple(whole[c] for c in swept.front)
    nearby = tuple(whole[c] for c in swept.nearby)
    code = verdict.code
    giving = (whole[verdict.slip],) if verdict.slip else _giving(code, front)
    stated = giving[0] if code == "REPRODUCED" and verdict.slip else _stated(code, default, front)
    closest, alternative = _true_sentences(code, claim, neighbour, giving)
    if verdict.reason:
        explanation = narrate.abstention(verdict.reason, claim, neighbour, language)
    else:
        explanation = narrate.explanation(
            code, claim, stated, giving or front, nearby, swept.tried, language, neighbour
        )
    return Finding(
        claim=claim,
        code=code,
        reason=verdict.reason,
        default=default,
        neighbour=stated or neighbour,
        giving=giving,
        chance=_chance(verdict, swept, giving),
        front=front,
        nearby=nearby,
        spread=swept.spread() if swept.tried else None,
        tried=swept.tried,
        matched=swept.matched,
        missing=swept.missing,
        placebo=swept.placebo,
        grid=grid().hash,
        explanation=explanation,
        closest=closest,
        alternative=alternative,
        remarks=narrate.remarks(code, claim, default, front, language),
    )


def _chance(verdict: gates.Verdict, swept: sweep.Sweep, giving: tuple[Candidate, ...]) -> float | None:
    """Share of random figures that would be matched at the cost the finding needed."""
    if verdict.reason or not giving:
        return None
    return swept.placebo.get(min(c.cost for c in giving))


def _stated(code: Code, default: Candidate | None, front: tuple[Candidate, ...]) -> Candidate | None:
    """The reading an explanation starts from: of several conventional fillings, one that gives the number."""
    if code not in {"REPRODUCED", "REPRODUCED_ROUGHLY"} or (default and default.band < 2):
        return default
    return next((c for c in front if c.cost == 0 and c.band < 2 and c.reading.status != "Q"), default)


def _giving(code: Code, front: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The candidates a finding rests on, where it is not the default alone."""
    if code == "DEPENDS_ON_DEFINITION":
        right = [c for c in front if c.cost and c.gap <= gates.NEAR and c.reading.status != "Q"]
        return tuple(c for c in right if c.cost == min(one.cost for one in right))
    if code == "QUOTED_ONLY":
        return tuple(c for c in front if c.cost <= 1 and c.band < 2 and c.reading.status == "Q")
    return ()


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
