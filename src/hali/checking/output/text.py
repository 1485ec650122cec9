"""A checked article as plain text: problems first, one line a claim, details where they are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hali import narrate
from hali.checking.checked import Checked
from hali.checking.output.listing import unread
from hali.checking.output.replication import Replication, replication
from hali.checking.output.report import contradictions, said, together, true_sentences
from hali.languages.marks import EN_DASH, MIDDLE_DOT, quoted
from hali.model.claim import CODES, Code, Finding, Step
from hali.version import VERSION

ATTENTION: tuple[Code, ...] = ("NOT_REPRODUCED", "ONLY_IF_TERMS_CHANGED", "OUTDATED", "DEPENDS_ON_DEFINITION")
"""Findings that an editor should look at, the most urgent first."""

SILENT: tuple[Code, ...] = ("OUTSIDE_THE_RECORD", "NOT_CHECKABLE")
"""Findings that abstain."""

ORDER: tuple[Code, ...] = (*ATTENTION, *(c for c in CODES if c not in ATTENTION + SILENT), *SILENT)
"""Every finding, those that need attention first."""


COLOURS: dict[Code, str] = {
    "NOT_REPRODUCED": "1;31",
    "ONLY_IF_TERMS_CHANGED": "33",
    "OUTDATED": "33",
    "DEPENDS_ON_DEFINITION": "33",
    "REPRODUCED": "32",
}
"""What the names of findings look like in a terminal, in codes of ECMA-48; others are plain."""


def to_text(
    checked: Checked, command: str = "", verbose: bool = False, trace: bool = False, colours: bool = False
) -> str:
    """Findings to be read in a terminal, then how to repeat them.

    Args:
        checked: the article and its findings.
        command: the command that repeats the check, "" if none did.
        verbose: every claim in full: its frame, its explanation, the definitions that come near, true sentences.
        trace: the decisions that made each claim, in order.
        colours: the names of findings stand out.
    """
    lang = checked.language
    words = said(checked)
    lines: list[str] = []
    ordered = sorted(checked.findings, key=lambda f: (ORDER.index(f.code), f.claim.start))
    for finding in ordered:
        if finding.reason and not verbose:
            continue
        lines.append(_head(finding, words[finding.claim.id], lang, colours))
        lines += _details(finding, lang) if verbose else _frame(finding, lang)
    if not verbose:
        lines += _silent(ordered, words, lang)
    lines += _unread(checked)
    lines += together(checked) if verbose else contradictions(checked)
    if trace:
        lines += ["", *(line for finding in checked.findings for line in _trace(finding, checked))]
    if not checked.findings:
        lines.append(narrate.sentence_of("no_claims", lang))
    return "\n".join(lines) + "\n\n" + repeat(replication(checked, command))


def _head(finding: Finding, words: str, lang: str, colours: bool) -> str:
    name = _named(finding.code, lang, colours)
    return f"{finding.claim.id} {quoted(words)} {name}: {narrate.line(finding, lang)}"


def _named(code: Code, lang: str, colours: bool) -> str:
    """The name of a finding, in its colour."""
    name = narrate.finding_name(code, lang)
    return f"\x1b[{COLOURS[code]}m{name}\x1b[0m" if colours and code in COLOURS else name


def _frame(finding: Finding, lang: str) -> Iterator[str]:
    """The frame of a claim that needs attention: a wrong one is the first thing to look for."""
    if finding.code in ATTENTION:
        yield f"    {narrate.chip_line(narrate.chips(finding, lang), lang)}"


def _details(finding: Finding, lang: str) -> Iterator[str]:
    yield f"    {narrate.chip_line(narrate.chips(finding, lang), lang)}"
    yield f"    {finding.explanation}"
    for one in [one for one in finding.front if one.departures][:4]:
        yield f"    {MIDDLE_DOT} {narrate.labelled(narrate.item(one, lang), narrate.short(one.reading, lang), lang)}"
    for text in (*finding.remarks, *true_sentences(finding, lang)):
        yield f"    {text}"
    if finding.spread:
        yield f"    {narrate.counts(finding, lang)}"
    yield ""


def _silent(ordered: list[Finding], words: dict[str, str], lang: str) -> Iterator[str]:
    """Claims on which nothing is said, those with one reason together."""
    groups: dict[str, list[str]] = {}
    for finding in ordered:
        if finding.reason:
            groups.setdefault(narrate.line(finding, lang), []).append(
                f"{finding.claim.id} {quoted(words[finding.claim.id])}"
            )
    for reason, claims in groups.items():
        yield narrate.labelled(f"{narrate.check_label('silent', lang)} {', '.join(claims)}", reason, lang)


def _unread(checked: Checked) -> Iterator[str]:
    if figures := unread(checked):
        yield narrate.labelled(narrate.check_label("unread", checked.language), "; ".join(figures), checked.language)


def _trace(finding: Finding, checked: Checked) -> Iterator[str]:
    yield f"{finding.claim.id} {' '.join(checked.article.text[finding.claim.start : finding.claim.end].split())}"
    for step in finding.claim.trace:
        yield f"    {_step(step, checked.article.text)}"


def _step(step: Step, text: str) -> str:
    parts = [f"{step.stage}: {step.result or EN_DASH}", f"by {step.rule}"]
    if step.span:
        parts.append(quoted(" ".join(text[step.span[0] : step.span[1]].split())))
    if step.candidates:
        parts.append("among " + ", ".join(f"{name} {score:g}" for name, score in step.candidates))
    if step.vetoes:
        parts.append("barred: " + ", ".join(step.vetoes))
    return "  ".join(parts)


def to_brief_text(checked: Checked, file: str, colours: bool = False) -> str:
    """One article among many: its file, its findings counted, and a line for each of ATTENTION."""
    lang = checked.language
    if not checked.findings:
        return f"{file}\n    {narrate.sentence_of('no_claims', lang)}\n\n"
    counted = Counter(finding.code for finding in checked.findings)
    lines = [file, "    " + ", ".join(f"{_named(c, lang, colours)} {counted[c]}" for c in ORDER if counted[c])]
    words = said(checked)
    lines += [f"  {_head(f, words[f.claim.id], lang, colours)}" for f in checked.findings if f.code in ATTENTION]
    lines += [f"  {text}" for text in contradictions(checked)]
    return "\n".join(lines) + "\n\n"


def repeat(by: Replication) -> str:
    """What a check rests on, and the command that repeats it, in one or two lines."""
    rests = f"hali {VERSION}, record {by.record}, grid {by.grid}, tolerance {by.tolerance}, lexicon {by.lexicon}\n"
    return rests + (f"$ {by.command}\n" if by.command else "")
