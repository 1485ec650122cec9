"""A checked article as JSON and CSV rows, and the sentences all outputs share."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from hali import narrate
from hali.checking.checked import Checked
from hali.checking.corrections import written
from hali.checking.output.listing import numbers
from hali.checking.output.replication import replication
from hali.model.claim import Candidate, Claim, Finding, Joint
from hali.publish.cells import neutral
from hali.version import VERSION


def to_json(checked: Checked, command: str = "", trace: bool = False) -> dict[str, Any]:
    """The JSON document of `hali check --format json`.

    Args:
        checked: the article and its findings.
        command: the command that repeats the check, "" if none does.
        trace: also the decisions that made each claim.
    """
    article = checked.article
    return {
        "hali": VERSION,
        "record": {"id": checked.record, "as_of": checked.as_of or None},
        "grid": checked.grid,
        "replication": asdict(replication(checked, command)),
        "document": {
            "title": article.title,
            "published": article.published.isoformat() if article.published else None,
            "languages": list(article.languages),
            "pair": list(checked.pair) if checked.pair else None,
            "corrections": list(written(checked.corrections)),
            "text": article.text,
        },
        "claims": [
            _claim(finding, checked.language) | ({"trace": [asdict(s) for s in finding.claim.trace]} if trace else {})
            for finding in checked.findings
        ],
        "numbers": [asdict(number) for number in numbers(checked)],
        "joint": [_joint(joint, checked.language) for joint in checked.joint],
        "together": together(checked),
        "contradictions": [
            {
                "share": c.share,
                "level": c.level,
                "implied_total": c.implied,
                "recorded_total": c.recorded,
                "unit": c.unit,
            }
            for c in checked.contradictions
        ],
    }


def _claim(finding: Finding, language: str) -> dict[str, Any]:
    claim = finding.claim
    return {
        "id": claim.id,
        "kind": claim.kind,
        "start": claim.start,
        "end": claim.end,
        "sentence": claim.sentence,
        "language": claim.language,
        "quantity": _quantity(claim),
        "measure": claim.measure,
        "relation": claim.relation,
        "reporter": claim.reporter,
        "partner": claim.partner,
        "pair": list(claim.pair) if claim.pair else None,
        "flow": claim.flow,
        "rank": list(claim.rank) if claim.rank else None,
        "event": {"subject": claim.event[0], "action": claim.event[1]} if claim.event else None,
        "period": _period(claim),
        "evidence": {slot: list(span) for slot, span in claim.evidence.items()},
        "restriction": claim.restriction or None,
        "mood": claim.mood or None,
        "frame": [asdict(chip) for chip in narrate.chips(finding, language)],
        "finding": finding.code,
        "reason": finding.reason or None,
        "line": narrate.line(finding, language),
        "explanation": finding.explanation,
        "remarks": list(finding.remarks),
        "closest_true_sentence": finding.closest,
        "alternative_true_sentence": finding.alternative,
        "default": _candidate(finding.default, language) if finding.default else None,
        "neighbour": _candidate(finding.neighbour, language) if finding.neighbour else None,
        "chance": finding.chance,
        "front": [_candidate(one, language) for one in finding.front],
        "nearby": [_candidate(one, language) for one in finding.nearby],
        "events": [{"date": e.date, "title": e.title, "origin": e.origin, "status": e.status} for e in finding.events],
        "tried": finding.tried,
        "matched": finding.matched,
        "missing": finding.missing,
        "range": [finding.spread.low, finding.spread.median, finding.spread.high] if finding.spread else [None] * 3,
        "placebo": {str(cost): rate for cost, rate in finding.placebo.items()},
    }


def _quantity(claim: Claim) -> dict[str, Any] | None:
    q = claim.quantity
    if q is None or claim.kind != "quantity":
        return None
    value = list(q.value) if isinstance(q.value, tuple) else q.value
    return {
        "value": value,
        "low": q.low,
        "high": q.high,
        "unit": q.unit,
        "approximator": q.approximator,
        "text": q.text,
    }


def _period(claim: Claim) -> dict[str, str] | None:
    p = claim.period
    return {"start": p.start, "end": p.end, "stated": p.stated} if p else None


def _candidate(one: Candidate, language: str) -> dict[str, Any]:
    reading = one.reading
    return {
        "reading": reading.id,
        "value": one.value,
        "unit": reading.definition.unit,
        "period": reading.definition.period,
        "cost": one.cost,
        "band": one.band,
        "gap": one.gap,
        "departures": [
            {
                "slot": d.slot,
                "said": d.said,
                "used": d.used,
                "cost": d.cost,
                "text": narrate.departure(d, language, reading.end),
            }
            for d in one.departures
        ],
        "definition": narrate.definition(reading, language),
        "status": reading.status,
        "second_hand": reading.status == "Q",
        "sources": list(reading.sources),
    }


def _joint(joint: Joint, language: str) -> dict[str, Any]:
    return {
        "claims": list(joint.claims),
        "reproduced": joint.reproduced,
        "cost": joint.cost,
        "shared": [narrate.departure(d, language) for d in joint.shared],
        "candidates": [_candidate(one, language) if one else None for one in joint.candidates],
    }


COLUMNS = (
    "file",
    "id",
    "kind",
    "finding",
    "reason",
    "text",
    "line",
    "measure",
    "reporter",
    "partner",
    "period",
    "frame",
    "default",
    "unit",
    "explanation",
    "record",
    "grid",
    "tolerance",
    "lexicon",
    "command",
)
"""Columns of the table of findings."""


def to_csv(checked: Checked, file: str = "", command: str = "") -> str:
    """One row per claim under a line of COLUMNS.

    Args:
        checked: the article and its findings.
        file: where it was read.
        command: the command that repeats the check, "" if none does.
    """
    return csv_head() + csv_rows(checked, file, command)


def csv_head() -> str:
    """The line of COLUMNS."""
    return _csv([COLUMNS])


def csv_rows(checked: Checked, file: str, command: str) -> str:
    """The rows of `to_csv` alone, to be put below those of another article."""
    by = replication(checked, command)
    return _csv(
        [
            file,
            finding.claim.id,
            finding.claim.kind,
            finding.code,
            finding.reason,
            checked.article.text[finding.claim.start : finding.claim.end],
            narrate.line(finding, checked.language),
            finding.claim.measure or "",
            finding.claim.reporter or "",
            finding.claim.partner or "",
            f"{finding.claim.period.start}/{finding.claim.period.end}" if finding.claim.period else "",
            narrate.chip_line(narrate.chips(finding, checked.language), checked.language),
            finding.default.value if finding.default else "",
            finding.default.reading.definition.unit if finding.default else "",
            finding.explanation,
            by.record,
            by.grid,
            by.tolerance,
            by.lexicon,
            by.command or "",
        ]
        for finding in checked.findings
    )


def _csv(rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([neutral(cell) for cell in row] for row in rows)
    return out.getvalue()


def together(checked: Checked) -> list[str]:
    """What holds for several claims at once, in sentences: joint definitions, then contradictions."""
    claims = said(checked)
    return [*(narrate.joint(one, claims, checked.language) for one in checked.joint), *contradictions(checked)]


def contradictions(checked: Checked) -> list[str]:
    """Pairs of claims that do not fit each other, in sentences."""
    claims = said(checked)
    return [
        narrate.contradiction(claims[c.share], claims[c.level], c.implied, c.recorded, c.unit, checked.language)
        for c in checked.contradictions
    ]


def said(checked: Checked) -> dict[str, str]:
    """Id of a claim -> its words on one line."""
    return {f.claim.id: " ".join(checked.article.text[f.claim.start : f.claim.end].split()) for f in checked.findings}


def true_sentences(finding: Finding, lang: str) -> list[str]:
    """The closest true sentence and its alternative, each with what it is; none where there is no need of them."""
    named = (("closest", finding.closest), ("alternative", finding.alternative))
    return [narrate.labelled(narrate.check_label(key, lang), sentence, lang) for key, sentence in named if sentence]
