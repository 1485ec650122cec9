"""A checked article to be printed: its findings, problems first, then its text, as a document any writer takes."""

from __future__ import annotations

from collections.abc import Iterator

from hali import narrate
from hali.checking import annotate
from hali.checking.checked import Checked
from hali.checking.output.text import ORDER
from hali.languages import numbers
from hali.languages.marks import EN_DASH, MIDDLE_DOT, quoted
from hali.narrate import words
from hali.publish.annotated import AnnotatedDocument, FindingCard, Piece, stretches
from hali.publish.blocks import Block, Box, Column, DataTable, Figure, Foreign, Note, Paragraph, Plain, Statement, plain
from hali.publish.document import Document, Section
from hali.record.store import Record


def document(record: Record, checked: Checked, day: str, command: str = "", permalink: str = "") -> Document:
    """The findings and the article as a document.

    Args:
        record: what it was checked against; gives the origins of the numbers shown.
        checked: the article and its findings.
        day: ISO day the record stands at.
        command: the command that repeats the check, "" if none does.
        permalink: address of the page of the findings, "" if there is none.
    """
    shown = annotate.document(record, checked, command)
    lang = shown.language
    facts = [fact for fact in shown.facts if fact[0] != words.label("record", lang)]
    return Document(
        kind="check",
        title=shown.title,
        subtitle=checked.article.title,
        language=lang,
        pair=checked.pair or ("", ""),
        composition=tuple(facts),
        as_of=day,
        as_of_text=numbers.format_date(day, lang),
        record=checked.record,
        version=shown.version,
        lead=tuple(_lead(shown)),
        sections=tuple(_sections(shown, checked)),
        readings={},
        origins=shown.origins,
        labels=words.table(lang, "labels"),
        methods=tuple(plain(text) for text in (command,) if text),
        disclaimer=shown.disclaimer,
        permalink=permalink,
    )


def _urgent_first(shown: AnnotatedDocument) -> list[FindingCard]:
    places = {code: at for at, code in enumerate(ORDER)}
    return sorted(shown.findings, key=lambda card: places[card.code])  # type: ignore[index]


def _lead(shown: AnnotatedDocument) -> Iterator[Block]:
    """All findings in one table, what holds for several of them, and the numbers nothing is said on."""
    labels = shown.labels
    if not shown.findings:
        yield Paragraph((plain(labels["nothing_found"]),))
    else:
        yield DataTable(
            columns=(Column(labels["article"]), Column(labels["findings"]), Column(labels["record"])),
            rows=tuple(
                (Plain(f"{card.id}  {card.quote}"), Plain(card.word), Plain(" ".join(one.text for one in card.verdict)))
                for card in _urgent_first(shown)
            ),
            caption=labels["findings"],
        )
    for joint in shown.joint:
        yield Box("joint", joint.title, (Paragraph(joint.statements),))
    if shown.unread:
        yield Note((plain(narrate.labelled(labels["unread"], "; ".join(shown.unread), shown.language)),))


def _sections(shown: AnnotatedDocument, checked: Checked) -> Iterator[Section]:
    labels = shown.labels
    if shown.findings:
        yield Section("findings", "", labels["findings"])
    for card, lines in zip(shown.findings, _frames(checked), strict=True):
        yield Section(card.id, "", f"{card.id} {MIDDLE_DOT} {card.word}", 2, blocks=tuple(_finding(card, lines, shown)))
    yield Section("article", "", labels["article"], blocks=tuple(_article(shown)))


def _frames(checked: Checked) -> Iterator[str]:
    """Each claim as it was read, on one line."""
    lang = checked.language
    for finding in checked.findings:
        yield narrate.chip_line(narrate.chips(finding, lang), lang)


def _finding(card: FindingCard, frame: str, shown: AnnotatedDocument) -> Iterator[Block]:
    labels, lang = shown.labels, shown.language
    yield Paragraph((Statement((_in(card.lang, quoted(card.quote), lang),)),))
    yield Paragraph(card.verdict)
    yield Paragraph((plain(narrate.labelled(labels["as_read"], frame, lang)),))
    if card.explanation:
        yield Paragraph((plain(card.explanation),))
    for title, text in ((labels["closest"], card.closest), (labels["alternative"], card.alternative)):
        if text:
            yield Box("next", title, (Paragraph((Statement((_in(card.lang, text, lang),)),)),))
    if card.rows:
        table = _tried(card, shown)
        if card.strip is not None:
            heading = plain(labels["definitions_tried"])
            yield Figure(card.strip, heading, card.counts, "", card.alt, table)
        yield table
    if card.remarks:
        yield Note(tuple(plain(text) for text in card.remarks))


def _tried(card: FindingCard, shown: AnnotatedDocument) -> DataTable:
    labels = shown.labels
    return DataTable(
        columns=(
            Column(labels["definition"]),
            Column(labels["value"], numeric=True),
            Column(labels["changes"]),
            Column(labels["gap"], numeric=True),
        ),
        rows=tuple(
            (Plain(f"{row.role}: {row.definition}"), Plain(row.value), Plain(row.changes or EN_DASH), Plain(row.gap))
            for row in card.rows
        ),
        caption=labels["definitions_tried"],
        sources=tuple(sorted({number for row in card.rows for number in row.sources})),
    )


def _article(shown: AnnotatedDocument) -> Iterator[Block]:
    for block in shown.blocks:
        pieces = [text for stretch in stretches(block) for text in _marked(stretch.pieces)]
        text = " ".join("".join(pieces).split())
        if text:
            yield Paragraph((Statement((_in(block.lang, text, shown.language),)),))


def _marked(pieces: tuple[Piece, ...]) -> Iterator[str]:
    """The text with the id of each claim behind its words."""
    for piece in pieces:
        yield f"{piece.text} [{piece.finding}]" if piece.finding else piece.text


def _in(lang: str, text: str, around: str) -> Plain | Foreign:
    return Foreign(text, lang) if lang and lang != around else Plain(text)
