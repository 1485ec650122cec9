"""A checked article as JSON, CSV rows and plain text."""

from __future__ import annotations

import csv
import io
from typing import Any

from hali import narrate
from hali.check.checked import Checked
from hali.model.claim import Candidate, Claim, Finding, Joint
from hali.version import VERSION


def to_json(checked: Checked) -> dict[str, Any]:
    """The JSON document of `hali check --format json`."""
    article = checked.article
    return {
        "hali": VERSION,
        "record": {"id": checked.record, "as_of": checked.as_of or None},
        "grid": checked.grid,
        "document": {
            "title": article.title,
            "published": article.published.isoformat() if article.published else None,
            "languages": list(article.languages),
            "pair": list(checked.pair) if checked.pair else None,
            "text": article.text,
        },
        "claims": [_claim(finding, checked.language) for finding in checked.findings],
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
        "finding": finding.code,
        "explanation": finding.explanation,
        "remarks": list(finding.remarks),
        "closest_true_sentence": finding.closest,
        "alternative_true_sentence": finding.alternative,
        "default": _candidate(finding.default, language) if finding.default else None,
        "front": [_candidate(one, language) for one in finding.front],
        "nearby": [_candidate(one, language) for one in finding.nearby],
        "events": [{"date": e.date, "title": e.title, "origin": e.origin, "status": e.status} for e in finding.events],
        "tried": finding.tried,
        "matched": finding.matched,
        "missing": finding.missing,
        "range": [finding.low, finding.median, finding.high],
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
    "id",
    "kind",
    "finding",
    "text",
    "measure",
    "reporter",
    "partner",
    "period",
    "default",
    "unit",
    "explanation",
)


def to_csv(checked: Checked) -> str:
    """One row per claim: COLUMNS."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for finding in checked.findings:
        claim = finding.claim
        default = finding.default
        writer.writerow(
            [
                claim.id,
                claim.kind,
                finding.code,
                checked.article.text[claim.start : claim.end],
                claim.measure or "",
                claim.reporter or "",
                claim.partner or "",
                f"{claim.period.start}/{claim.period.end}" if claim.period else "",
                default.value if default else "",
                default.reading.definition.unit if default else "",
                finding.explanation,
            ]
        )
    return out.getvalue()


def together(checked: Checked) -> list[str]:
    """What holds for several claims at once, in sentences: joint definitions, then contradictions."""
    lang = checked.language
    said = {f.claim.id: " ".join(checked.article.text[f.claim.start : f.claim.end].split()) for f in checked.findings}
    found = [narrate.joint(one, said, lang) for one in checked.joint]
    found += [
        narrate.contradiction(said[c.share], said[c.level], c.implied, c.recorded, c.unit, lang)
        for c in checked.contradictions
    ]
    return found


def to_text(checked: Checked) -> str:
    """Findings to be read in a terminal: the sentence's number, the finding, its explanation, the front."""
    lang = checked.language
    lines = []
    for finding in checked.findings:
        claim = finding.claim
        said = " ".join(checked.article.text[claim.start : claim.end].split())
        lines += [f"{claim.id}  “{said}”  {narrate.finding_name(finding.code, lang)}", f"    {finding.explanation}"]
        shown = [one for one in finding.front if one.departures][:4]
        for one in shown:
            lines.append(f"    · {narrate.item(one, lang)}: {narrate.short(one.reading, lang)}")
        lines += [f"    {remark}" for remark in finding.remarks]
        if finding.closest:
            lines.append(f"    {narrate.check_label('closest', lang)}: {finding.closest}")
        if finding.alternative:
            lines.append(f"    {narrate.check_label('alternative', lang)}: {finding.alternative}")
        lines.append("")
    lines += [line for text in together(checked) for line in (text, "")]
    if not checked.findings:
        lines.append(narrate.sentence_of("no_claims", lang))
    return "\n".join(lines).rstrip() + "\n"
