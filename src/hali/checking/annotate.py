"""Findings -> the annotated article: one page with the text, its claims marked, and a card for each finding."""

from __future__ import annotations

from bisect import bisect_left
from itertools import zip_longest

from hali import narrate
from hali.checking.checked import Checked
from hali.checking.output.listing import unread
from hali.checking.output.replication import replication
from hali.checking.output.report import together
from hali.languages import written_in
from hali.languages.marks import EN_DASH
from hali.model.claim import Candidate, Claim, Finding, Quantity, Spread
from hali.publish import write_annotated
from hali.publish.annotated import LABELS as NEEDED
from hali.publish.annotated import (
    AnnotatedDocument,
    FindingCard,
    JointCard,
    Row,
    Slot,
    Span,
    State,
    TextBlock,
)
from hali.publish.blocks import Plain, Statement
from hali.publish.document import CitedOrigin
from hali.publish.plots import Band, Dot, Strip
from hali.record import readings
from hali.record.store import Record
from hali.version import VERSION

STATES: dict[str, State] = {
    "REPRODUCED": "reproduced",
    "REPRODUCED_ROUGHLY": "depends",
    "QUOTED_ONLY": "depends",
    "DEPENDS_ON_DEFINITION": "depends",
    "ONLY_IF_TERMS_CHANGED": "changed",
    "NOT_REPRODUCED": "not_reproduced",
    "OUTDATED": "not_reproduced",
    "OUTSIDE_THE_RECORD": "outside",
    "NOT_CHECKABLE": "outside",
}
"""The five visual states of the nine findings."""

LABELLED = 3
"""Dots of the front that are labelled in a strip; more would cover each other."""


def to_html(record: Record, checked: Checked, command: str = "") -> bytes:
    """The checked article as one HTML file.

    Args:
        record: what it was checked against; gives the origins of the numbers shown.
        checked: the article and its findings.
        command: the command that repeats the check, "" if none does.
    """
    return write_annotated.write(document(record, checked, command))


def document(record: Record, checked: Checked, command: str = "") -> AnnotatedDocument:
    """The checked article as plain data for a writer."""
    lang = checked.language
    by = replication(checked, command)
    cells = _cell_origins(record, checked)
    origins = _origins(record, checked, cells, lang)
    numbered = {origin.id: number for number, origin in enumerate(origins, 1)}
    cited = _cited(checked, cells, numbered)
    article = checked.article
    facts = [(narrate.check_label("article", lang), article.title or article.text[:80].split("\n")[0])]
    if article.published:
        facts.append((narrate.check_label("published", lang), article.published.isoformat()))
    if checked.pair:
        names = f" {EN_DASH} ".join(narrate.code(side, lang) for side in checked.pair)
        facts.append((narrate.check_label("areas", lang), names))
    facts.append((narrate.label("record", lang), checked.record))
    return AnnotatedDocument(
        title=narrate.check_label("page", lang),
        language=lang,
        facts=tuple(facts),
        blocks=tuple(_blocks(checked)),
        findings=tuple(_card(finding, cited, checked) for finding in checked.findings),
        joint=tuple(_joint(checked)),
        unread=unread(checked),
        origins=origins,
        labels=_labels(lang),
        record=checked.record,
        hashes=(("grid", by.grid), ("tolerance", by.tolerance), ("lexicon", by.lexicon)),
        command=by.command or "",
        version=f"hali {VERSION}",
        disclaimer=tuple(narrate.disclaimer(lang)),
    )


def _labels(lang: str) -> dict[str, str]:
    own = narrate.check_labels(lang)
    return {key: own[key] if key in own else narrate.label(key, lang) for key in NEEDED}


def _shown(finding: Finding) -> list[Candidate]:
    """Default, front and what stands beside, each once."""
    head = [finding.default] if finding.default else []
    return list({c.reading.id + c.unit: c for c in (*head, *finding.front, *finding.nearby)}.values())


def _cell_origins(record: Record, checked: Checked) -> dict[int, str]:
    """Origin of every cell behind the candidates shown."""
    cells = {cell for finding in checked.findings for c in _shown(finding) for cell in c.reading.cells}
    return {o.cell: o.origin for o in readings.observations(record, cells)}


def _cited(checked: Checked, origin: dict[int, str], numbered: dict[str, int]) -> dict[str, tuple[int, ...]]:
    """Reading id -> numbers of its origins in the list of sources."""
    shown = {c.reading.id: c.reading for finding in checked.findings for c in _shown(finding)}
    return {id_: tuple(sorted({numbered[origin[cell]] for cell in reading.cells})) for id_, reading in shown.items()}


def _origins(record: Record, checked: Checked, cells: dict[int, str], lang: str) -> tuple[CitedOrigin, ...]:
    used = set(cells.values()) | {event.origin for finding in checked.findings for event in finding.events}
    listed = readings.origins(record, used) if used else {}
    return tuple(
        CitedOrigin(
            id=o.id,
            citation=narrate.citation(o, lang),
            licence=narrate.licence(o, lang),
            attribution=o.attribution,
            url=o.link,
            retrieved=o.retrieved,
            dataset=o.dataset if o.kind == "table" else "",
            kind=o.kind,
        )
        for o in sorted(listed.values(), key=lambda o: o.id)
    )


def _blocks(checked: Checked) -> list[TextBlock]:
    article = checked.article
    claims = sorted((f.claim for f in checked.findings), key=lambda c: c.start)
    blocks = []
    for block in article.blocks:
        low, high = (bisect_left(claims, at, key=lambda c: c.start) for at in (block.start, block.end))
        inside = claims[low:high]
        blocks.append(
            TextBlock(
                kind=block.kind,
                text=article.text[block.start : block.end],
                lang=block.language,
                sentences=tuple((s.start - block.start, s.end - block.start) for s in block.sentences),
                spans=tuple(_apart(inside, block.start, block.end)),
            )
        )
    return blocks


def _apart(claims: list[Claim], start: int, end: int) -> list[Span]:
    """Spans that do not overlap: a claim inside another's words is marked up to the next one's start."""
    spans: list[Span] = []
    ordered = sorted(claims, key=lambda c: (c.start, c.end))
    for claim, later in zip_longest(ordered, ordered[1:]):
        stop = min(claim.end, end, later.start if later and later.start > claim.start else claim.end)
        spans.append(Span(claim.start - start, max(stop, claim.start + 1) - start, claim.id))
    return spans


def _card(finding: Finding, cited: dict[str, tuple[int, ...]], checked: Checked) -> FindingCard:
    lang = checked.language
    claim = finding.claim
    sources = sorted({n for c in _shown(finding)[:1] for n in cited.get(c.reading.id, ())})
    return FindingCard(
        id=claim.id,
        state=STATES[finding.code],
        code=finding.code,
        word=narrate.finding_name(finding.code, lang),
        quote=" ".join(checked.article.text[claim.start : claim.end].split()),
        slots=tuple(
            Slot(chip.name, chip.text, f"{claim.id}.{chip.slot}", chip.borrowed)
            for chip in narrate.chips(finding, lang)
        ),
        verdict=(Statement((Plain(narrate.line(finding, lang)),), tuple(sources)),),
        explanation="" if finding.reason else finding.explanation,
        strip=_strip(finding, lang),
        alt=narrate.strip(finding, lang) if finding.spread else "",
        rows=tuple(_row(one, finding, cited, lang) for one in _shown(finding)),
        counts=narrate.counts(finding, lang) if finding.spread else "",
        closest=finding.closest or "",
        alternative=finding.alternative or "",
        remarks=finding.remarks,
        lang=written_in(claim.language),
    )


def _row(one: Candidate, finding: Finding, cited: dict[str, tuple[int, ...]], lang: str) -> Row:
    default = finding.default is not None and one.reading.id == finding.default.reading.id and not one.departures
    role = "role_default" if default else "role_front" if one.band == 0 else "role_near"
    return Row(
        role=narrate.check_label(role, lang),
        value=narrate.value_text(one.value, one.reading.definition.unit, lang),
        definition=narrate.definition(one.reading, lang),
        changes="; ".join(narrate.departure(d, lang, one.reading.end) for d in one.departures),
        gap=narrate.steps(one.gap, lang),
        reading=one.reading.id,
        sources=cited.get(one.reading.id, ()),
        lead=default,
    )


def _strip(finding: Finding, lang: str) -> Strip | None:
    """All definitions tried on a number; None where there were none, or only ranks."""
    quantity, spread = finding.claim.quantity, finding.spread
    if quantity is None or spread is None or finding.claim.kind != "quantity":
        return None
    scale = _scale(spread, quantity)
    percent = 100.0 if quantity.unit == "share" else 1.0
    head = _shown(finding)
    dots = [
        Dot(
            value=c.value / scale,
            role="default" if c is finding.default else "front",
            label=narrate.value_text(c.value, c.reading.definition.unit, lang),
            hollow=c.reading.status == "Q",
        )
        for c in head[: LABELLED + 1]
    ]
    large = {c.value for c in head[: LABELLED + 1]}
    dots += [
        Dot(value=value / scale, hollow=bool(quoted))
        for value, quoted in zip(spread.values, spread.quoted, strict=True)
        if value not in large
    ]
    written = quantity.value if isinstance(quantity.value, tuple) else (quantity.value, quantity.value)
    middle = percent * (written[0] + written[1]) / 2
    values = [d.value for d in dots]
    low = percent * quantity.low / scale if quantity.low is not None else min([*values, middle / scale])
    high = percent * quantity.high / scale if quantity.high is not None else max([*values, middle / scale])
    # a swapped currency is tried by the number as printed, so one axis may hold two currencies: both are named
    unit = " / ".join(spread.units)
    return Strip(
        dots=tuple(dots),
        claim=Band(low=low, high=high, label=quantity.text, value=middle / scale),
        unit=narrate.axis_unit(unit, scale, lang),
        digits=1 if max(map(abs, values), default=0) < 100 else 0,
    )


def _scale(spread: Spread, quantity: Quantity) -> float:
    """Axis figures are printed in the scale of the claim: billions where it says billions."""
    largest = max(abs(spread.low), abs(spread.high))
    return next((s for s in (1e9, 1e6) if largest >= s and quantity.scale >= s), 1.0)


def _joint(checked: Checked) -> list[JointCard]:
    texts = together(checked)
    if not texts:
        return []
    ids = {id_ for j in checked.joint for id_, c in zip(j.claims, j.candidates, strict=True) if c is not None}
    ids |= {id_ for c in checked.contradictions for id_ in (c.share, c.level)}
    statements = tuple(Statement((Plain(text),)) for text in texts)
    title = narrate.check_label("joint", checked.language)
    return [JointCard(title=title, statements=statements, findings=tuple(sorted(ids)))]
