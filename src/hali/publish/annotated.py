"""An article with findings about its numbers, as plain frozen data.

Five states are shown, each by an icon, a word and a pattern, never by colour alone. There is no score of a text.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from hali.errors import RecordError
from hali.publish.blocks import DataTable, Statement
from hali.publish.document import CitedOrigin, Labels, require_labels, require_origins, require_sources
from hali.publish.plots import Strip

LABELS: tuple[str, ...] = (
    "alternative",
    "article",
    "as_read",
    "attribution",
    "changes",
    "closest",
    "definition",
    "definitions_tried",
    "digest",
    "disclaimer",
    "findings",
    "gap",
    "licence",
    "no_data",
    "not_stated",
    "nothing_found",
    "published_by",
    "reading_id",
    "record",
    "remarks",
    "retrieved",
    "skip",
    "source",
    "sources",
    "sources_agency",
    "sources_official",
    "sources_research",
    "sources_table",
    "unread",
    "value",
)
"""Words printed around an annotated article. `AnnotatedDocument.labels` holds a text for each."""

State = Literal["reproduced", "depends", "changed", "not_reproduced", "outside"]
"""Reproduced; roughly or depending on the definition; only by changing terms; not reproduced or outdated; outside the
record or not checkable."""

BlockKind = Literal["title", "heading", "label", "paragraph", "item", "cell"]


@dataclass(frozen=True, slots=True)
class Span:
    """A claim's place in its block, in code points, and the id of its finding."""

    start: int
    end: int
    finding: str


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One block of the article as read.

    Attributes:
        kind: what it is.
        text: its text.
        lang: its language; empty for the page's own.
        sentences: (start, end) of each sentence in code points.
        spans: the claims in it.
    """

    kind: BlockKind
    text: str
    lang: str = ""
    sentences: tuple[tuple[int, int], ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """One term of the claim as read.

    Attributes:
        name: in words.
        text: what it was read as; None where the article does not state it.
        key: how it is named in a correction: `c3.period`.
        borrowed: it is not said in the claim's own sentence.
    """

    name: str
    text: str | None
    key: str = ""
    borrowed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One definition tried.

    Attributes:
        role: in words, what it is ("default", "exports, not trade").
        value: its number as printed.
        definition: in words.
        changes: what the text would have to change; empty for none.
        gap: distance to the claim, as printed.
        reading: id of the reading.
        sources: numbers of `AnnotatedDocument.origins`, counted from 1.
        lead: True for the default definition.
    """

    role: str
    value: str
    definition: str
    changes: str
    gap: str
    reading: str
    sources: tuple[int, ...]
    lead: bool = False


@dataclass(frozen=True, slots=True)
class FindingCard:
    """What is shown for one claim.

    Attributes:
        id: id of the claim.
        state: which of the five states.
        code: code of the finding.
        word: the finding in a word or two.
        quote: the claim's words.
        slots: the claim as read.
        verdict: the finding in a line or two.
        explanation: the finding in full; "" where the verdict says it all.
        strip: all definitions tried; None where there were none.
        alt: one sentence for who cannot see the strip.
        rows: default definition first, then the front.
        counts: line on how many were tried, matched and missing, and how often chance would match.
        closest: the author's terms with the right value.
        alternative: the author's number under the terms that give it.
        remarks: further sentences.
    """

    id: str
    state: State
    code: str
    word: str
    quote: str
    slots: tuple[Slot, ...]
    verdict: tuple[Statement, ...]
    explanation: str = ""
    strip: Strip | None = None
    alt: str = ""
    rows: tuple[Row, ...] = ()
    counts: str = ""
    closest: str = ""
    alternative: str = ""
    remarks: tuple[str, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class JointCard:
    """What holds for several claims of a text together."""

    title: str
    statements: tuple[Statement, ...]
    findings: tuple[str, ...]
    table: DataTable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedDocument:
    """A checked article.

    Attributes:
        title: title of the page.
        language: language of all texts not marked otherwise.
        facts: (name, text) rows of the title block: article, date, pair, record.
        blocks: the article.
        findings: one for each claim, in the order of the text.
        joint: findings about several claims.
        origins: the numbered sources, number 1 first.
        labels: a text for each of `LABELS`.
        record: id of the record.
        version: program and version.
        disclaimer: paragraphs printed on every output.
        hashes: (name, hash) of what the findings rest on beside the record.
        command: the command that gives this page again; empty for none.
        unread: numbers of the article that were not read as statistics.
    """

    title: str
    language: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[TextBlock, ...]
    findings: tuple[FindingCard, ...]
    joint: tuple[JointCard, ...]
    origins: tuple[CitedOrigin, ...]
    labels: Labels
    record: str
    version: str
    disclaimer: tuple[str, ...] = ()
    hashes: tuple[tuple[str, str], ...] = ()
    command: str = ""
    unread: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a page that marks a claim without finding, or cites a source it does not list."""
        require_labels(self.labels, LABELS)
        require_origins(self.origins)
        known = sorted(finding.id for finding in self.findings)
        shown = sorted(span.finding for block in self.blocks for span in block.spans)
        if shown != known or len(set(known)) != len(known):
            raise RecordError(f"each finding needs one place in the text: places {shown}, findings {known}")
        for block in self.blocks:
            if any(not 0 <= span.start < span.end <= len(block.text) for span in block.spans):
                raise RecordError(f"a claim lies outside its block {block.text[:40]!r}")
        for sources in self._cited():
            require_sources(sources, len(self.origins), self.title)

    def _cited(self) -> Iterator[tuple[int, ...]]:
        for finding in self.findings:
            yield from (statement.sources for statement in finding.verdict)
            yield from (row.sources for row in finding.rows)
        for joint in self.joint:
            yield from (statement.sources for statement in joint.statements)

    @property
    def digest(self) -> str:
        """SHA-256 of all that is printed; its first 8 characters stand in the footer."""
        shape = {
            "head": [self.title, self.language, self.facts, self.record, self.version, self.disclaimer],
            "repeat": [self.hashes, self.command],
            "labels": dict(self.labels),
            "blocks": [asdict(block) for block in self.blocks],
            "findings": [asdict(finding) for finding in self.findings],
            "joint": [asdict(joint) for joint in self.joint],
            "unread": self.unread,
            "origins": [asdict(origin) for origin in self.origins],
        }
        return hashlib.sha256(json.dumps(shape, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a block's text: marked with a finding or not; `first` at the first run of its mark."""

    text: str
    finding: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text up to the end of a sentence with claims, and the ids of the findings to be shown under it."""

    pieces: tuple[Piece, ...]
    findings: tuple[str, ...]


def stretches(block: TextBlock) -> tuple[Stretch, ...]:
    """The block cut behind each sentence that ends a claim; joined again the texts are `block.text`.

    Where claims overlap, the shortest one is marked.
    """
    cuts = _cuts(block)
    told: set[str] = set()
    found = []
    for start, end in zip([0, *cuts], [*cuts, len(block.text)], strict=True):
        if start == end:
            continue
        ended = tuple(dict.fromkeys(span.finding for span in _ordered(block) if start < span.end <= end))
        found.append(Stretch(tuple(_pieces(block, start, end, told)), ended))
    return tuple(found)


def _ordered(block: TextBlock) -> list[Span]:
    return sorted(block.spans, key=lambda span: (span.start, span.end))


def _cuts(block: TextBlock) -> list[int]:
    """Ends of the sentences in which claims end; nothing is cut inside a claim."""
    ends = {next((end for _, end in block.sentences if end >= span.end), len(block.text)) for span in block.spans}
    return sorted(cut for cut in ends if not any(span.start < cut < span.end for span in block.spans))


def _pieces(block: TextBlock, start: int, end: int, told: set[str]) -> Iterator[Piece]:
    edges = {edge for span in block.spans for edge in (span.start, span.end) if start < edge < end}
    marks = [start, *sorted(edges), end]
    for left, right in itertools.pairwise(marks):
        over = [span for span in block.spans if span.start <= left and right <= span.end]
        name = min(over, key=lambda span: (span.end - span.start, span.start)).finding if over else ""
        yield Piece(block.text[left:right], name, bool(name) and name not in told)
        told.add(name)
