"""The document: what every writer gets, as plain frozen data without input or output.

A document that cannot account for one of its numbers cannot be built: `Document` checks itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, NotRequired, TypedDict

from hali.errors import RecordError
from hali.model.links import web_address
from hali.model.observation import PageKind
from hali.publish.blocks import (
    Block,
    Box,
    Cell,
    Column,
    DataTable,
    Figure,
    Foreign,
    KeyNumber,
    KeyNumbers,
    Note,
    Paragraph,
    Plain,
    Quantity,
    Quoted,
    Run,
    Statement,
    block_statements,
    flat,
    plain,
    printed,
)

__all__ = [
    "LABELS",
    "Block",
    "Box",
    "Cell",
    "Change",
    "Changes",
    "CitedOrigin",
    "Column",
    "DataTable",
    "Document",
    "Figure",
    "Foreign",
    "Gap",
    "GapReason",
    "KeyNumber",
    "KeyNumbers",
    "Labels",
    "Note",
    "OtherReading",
    "Paragraph",
    "Plain",
    "Quantity",
    "Quoted",
    "ReadingCard",
    "Run",
    "Section",
    "Statement",
    "plain",
    "require_labels",
    "require_origins",
    "require_sources",
]

LABELS: tuple[str, ...] = (
    "about_data",
    "about_number",
    "as_of",
    "attribution",
    "composition",
    "contents",
    "definition",
    "digest",
    "disclaimer",
    "formula",
    "key_numbers",
    "licence",
    "looked_in",
    "methods",
    "next_step",
    "no_data",
    "other_definitions",
    "permalink",
    "published_by",
    "reading_id",
    "record",
    "retrieved",
    "skip",
    "source",
    "sources",
    "sources_agency",
    "sources_official",
    "sources_research",
    "sources_table",
    "status",
    "table",
)
"""Words a writer prints around the contents. `Document.labels` holds a text for each."""

Labels = Mapping[str, str]
GapReason = Literal[
    "not_published",
    "published_not_held",
    "not_held",
    "licence_forbids",
    "confidential",
    "too_old",
    "definition_differs",
]


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a section has no data.

    Attributes:
        reason: which of the closed list.
        text: the reason as a sentence.
        looked_in: where it was looked for.
        next_step: what would fill it.
        elsewhere: whether another section says what all sections lack; a printed page leaves this one out then.
    """

    reason: GapReason
    text: str
    looked_in: tuple[str, ...] = ()
    next_step: str = ""
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the outline; level 1 is the highest."""

    id: str
    pillar: str
    title: str
    level: int = 1
    number: str = ""
    blocks: tuple[Block, ...] = ()
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class CitedOrigin:
    """One entry of the numbered list of sources.

    Attributes:
        id: id of the origin in the record.
        citation: the entry in full.
        licence: name of the licence.
        attribution: the line the licence asks for; may be empty.
        url: address of the publisher's page; may be empty.
        retrieved: when it was fetched, as printed.
        dataset: what the publisher calls the table; empty for a single page.
        kind: a table, or whose page it is.
        producer: who the citation names first; may be empty.
    """

    id: str
    citation: str
    licence: str
    attribution: str = ""
    url: str = ""
    retrieved: str = ""
    dataset: str = ""
    kind: PageKind = "table"
    producer: str = ""

    def __post_init__(self) -> None:
        """Only a web address becomes a link, whatever the record holds."""
        object.__setattr__(self, "url", web_address(self.url))


class OtherReading(TypedDict):
    """Another definition of the same measure, for the card of a number."""

    reading: str
    definition: str
    text: str


class ReadingCard(TypedDict):
    """What stands behind one number: a plain dict, all texts in the document's language.

    `sources` are numbers of `Document.origins`, counted from 1; `slots` are (name, text) pairs. `measure` to `period`
    are the codes of its definition; a number computed for the document has none.
    """

    definition: str
    formula: str
    value: float
    unit: str
    status: str
    sources: list[int]
    slots: NotRequired[list[tuple[str, str]]]
    others: NotRequired[list[OtherReading]]
    measure: NotRequired[str]
    variant: NotRequired[str]
    product: NotRequired[str]
    flow: NotRequired[str]
    reporter: NotRequired[str]
    partner: NotRequired[str]
    period: NotRequired[str]


class Change(TypedDict):
    """One number in two states of the record; a state without it is None.

    A state has `reading`, `value` and `vintage`. Beside them stand the parts of its definition that apply to it.
    """

    before: dict[str, str | float] | None
    after: dict[str, str | float] | None


class Changes(TypedDict):
    """What changed since an earlier state of the record, named by its day or its id."""

    since: str
    changed: list[Change]
    added: list[Change]
    withdrawn: list[Change]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """All that is printed, in one language.

    Attributes:
        kind: `brief` or another kind of page.
        title: title of the document.
        subtitle: may be empty.
        language: language code of all texts not marked otherwise.
        pair: codes of the two partners.
        composition: (name, text) rows of the title block: what each partner stands for.
        as_of: ISO date up to which publications were used.
        as_of_text: the same in words.
        record: id of the record.
        version: program and version.
        lead: blocks of the first page.
        sections: the outline, sections without data included.
        readings: reading id -> what stands behind the number.
        origins: the numbered sources, number 1 first.
        labels: a text for each of `LABELS`.
        methods: method notes.
        disclaimer: paragraphs printed on every output.
        permalink: may be empty.
        changes: what changed since an earlier state; None where nobody asked.
    """

    kind: str
    title: str
    language: str
    pair: tuple[str, str]
    as_of: str
    as_of_text: str
    record: str
    version: str
    sections: tuple[Section, ...]
    readings: Mapping[str, ReadingCard]
    origins: tuple[CitedOrigin, ...]
    labels: Labels
    subtitle: str = ""
    composition: tuple[tuple[str, str], ...] = ()
    lead: tuple[Block, ...] = ()
    methods: tuple[Statement, ...] = ()
    disclaimer: tuple[str, ...] = ()
    permalink: str = ""
    changes: Changes | None = None

    def __post_init__(self) -> None:
        """Refuse a document that prints a number without reading, or a reading without source."""
        require_labels(self.labels, LABELS)
        require_origins(self.origins)
        if self.permalink and not web_address(self.permalink):
            raise RecordError(f"the permalink {self.permalink!r} is no web address")
        for before, section in pairwise((None, *self.sections)):
            if section is not None and section.level > (before.level if before else 0) + 1:
                raise RecordError(f"section {section.id} of level {section.level} stands under none of the level above")
        for name, card in self.readings.items():
            if not card["sources"]:
                raise RecordError(f"reading {name} names no source")
            require_sources(tuple(card["sources"]), len(self.origins), f"reading {name}")
            if not math.isfinite(card["value"]):
                raise RecordError(f"reading {name} is not a finite number")
        blocks = [*self.lead, *(block for section in self.sections for block in section.blocks), Note(self.methods)]
        for block in flat(tuple(blocks)):
            for runs, sources in printed(block):
                require_sources(sources, len(self.origins), "".join(run.text for run in runs))
                for run in runs:
                    if isinstance(run, Quantity) and run.reading not in self.readings:
                        raise RecordError(f"the number {run.text!r} has no reading {run.reading!r} in the document")

    @property
    def filled(self) -> tuple[Section, ...]:
        """The sections a page prints: an empty one told of elsewhere, or a mere heading, only over what follows it."""
        kept: list[Section] = []
        for section in reversed(self.sections):
            empty = not section.blocks and (section.gap is None or section.gap.elsewhere)
            if not empty:
                kept.append(section)
            elif kept and kept[-1].level > section.level:
                kept.append(replace(section, gap=None))
        return tuple(reversed(kept))

    @property
    def statements(self) -> Iterator[tuple[str, Statement]]:
        """(section id, statement) of every statement in reading order; the lead has the id ``lead``."""
        for id_, blocks in (("lead", self.lead), *((section.id, section.blocks) for section in self.sections)):
            for statement in block_statements(blocks):
                yield id_, statement


def require_labels(labels: Labels, needed: tuple[str, ...]) -> None:
    """Raise `RecordError` naming the labels of `needed` that are missing."""
    missing = [name for name in needed if name not in labels]
    if missing:
        raise RecordError(f"the document lacks the labels {', '.join(missing)}")


def require_origins(origins: tuple[CitedOrigin, ...]) -> None:
    """Raise `RecordError` for a source without citation or licence, or listed twice."""
    for origin in origins:
        if not origin.citation or not origin.licence:
            raise RecordError(f"origin {origin.id} has no citation or no licence")
    if len({origin.id for origin in origins}) != len(origins):
        raise RecordError("an origin is listed twice")


def require_sources(sources: tuple[int, ...], count: int, where: str) -> None:
    """Raise `RecordError` where a source is cited that is not among the `count` listed."""
    wrong = [number for number in sources if not 1 <= number <= count]
    if wrong:
        raise RecordError(f"{where!r} cites source {wrong[0]}, but there are {count}")
