"""A checked article as JSON, CSV rows and plain text."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from hali import narrate
from hali.check.checked import Checked
from hali.check.output.replication import Replication, replication
from hali.model.claim import CODES, Candidate, Claim, Code, Finding, Joint
from hali.version import VERSION

ATTENTION: tuple[Code, ...] = ("NOT_REPRODUCED", "ONLY_IF_TERMS_CHANGED", "OUTDATED", "DEPENDS_ON_DEFINITION")
"""Findings that an editor should look at, the most urgent first."""

ORDER: tuple[Code, ...] = (*ATTENTION, *(code for code in reversed(CODES) if code not in ATTENTION))
"""Every finding, those that need attention first."""


def to_json(checked: Checked, command: str = "") -> dict[str, Any]:
    """The JSON document of `hali check --format json`.

    Args:
        checked: the article and its findings.
        command: the command that repeats the check, "" if none does.
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
    "text",
    "measure",
    "reporter",
    "partner",
    "period",
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
            checked.article.text[finding.claim.start : finding.claim.end],
            finding.claim.measure or "",
            finding.claim.reporter or "",
            finding.claim.partner or "",
            f"{finding.claim.period.start}/{finding.claim.period.end}" if finding.claim.period else "",
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
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def together(checked: Checked) -> list[str]:
    """What holds for several claims at once, in sentences: joint definitions, then contradictions."""
    said = _said(checked)
    return [*(narrate.joint(one, said, checked.language) for one in checked.joint), *contradictions(checked)]


def contradictions(checked: Checked) -> list[str]:
    """Pairs of claims that do not fit each other, in sentences."""
    said = _said(checked)
    return [
        narrate.contradiction(said[c.share], said[c.level], c.implied, c.recorded, c.unit, checked.language)
        for c in checked.contradictions
    ]


def _said(checked: Checked) -> dict[str, str]:
    """Id of a claim -> its words on one line."""
    return {f.claim.id: " ".join(checked.article.text[f.claim.start : f.claim.end].split()) for f in checked.findings}


def to_text(checked: Checked, command: str = "") -> str:
    """Findings to be read in a terminal: each claim, its finding, its explanation, the front; then how to repeat it.

    Args:
        checked: the article and its findings.
        command: the command that repeats the check, "" if none does.
    """
    lang = checked.language
    lines = []
    for finding, said in zip(checked.findings, _said(checked).values(), strict=True):
        lines += [f"{finding.claim.id}  “{said}”  {narrate.finding_name(finding.code, lang)}"]
        lines.append(f"    {finding.explanation}")
        shown = [one for one in finding.front if one.departures][:4]
        lines += [
            f"    · {narrate.labelled(narrate.item(one, lang), narrate.short(one.reading, lang), lang)}"
            for one in shown
        ]
        lines += [f"    {remark}" for remark in finding.remarks]
        lines += [f"    {sentence}" for sentence in true_sentences(finding, lang)]
        lines.append("")
    lines += [line for text in together(checked) for line in (text, "")]
    if not checked.findings:
        lines += [narrate.sentence_of("no_claims", lang), ""]
    return "\n".join(lines) + "\n" + repeat(replication(checked, command))


def to_brief_text(checked: Checked, file: str) -> str:
    """One article among many: its file, its findings counted, and those of ATTENTION with their explanations."""
    lang = checked.language
    if not checked.findings:
        return f"{file}\n    {narrate.sentence_of('no_claims', lang)}\n\n"
    counted = Counter(finding.code for finding in checked.findings)
    lines = [file, "    " + ", ".join(f"{narrate.finding_name(c, lang)} {counted[c]}" for c in ORDER if counted[c])]
    for finding, said in zip(checked.findings, _said(checked).values(), strict=True):
        if finding.code in ATTENTION:
            lines += [f"  {finding.claim.id}  “{said}”  {narrate.finding_name(finding.code, lang)}"]
            lines.append(f"    {finding.explanation}")
            lines += [f"    {sentence}" for sentence in true_sentences(finding, lang)]
    lines += [f"  {text}" for text in contradictions(checked)]
    return "\n".join(lines) + "\n\n"


def true_sentences(finding: Finding, lang: str) -> list[str]:
    """The closest true sentence and its alternative, each with what it is; none where there is no need of them."""
    named = (("closest", finding.closest), ("alternative", finding.alternative))
    return [narrate.labelled(narrate.check_label(key, lang), sentence, lang) for key, sentence in named if sentence]


def repeat(by: Replication) -> str:
    """What a check rests on, and the command that repeats it, in one or two lines."""
    rests = f"hali {VERSION}, record {by.record}, grid {by.grid}, tolerance {by.tolerance}, lexicon {by.lexicon}\n"
    return rests + (f"$ {by.command}\n" if by.command else "")
