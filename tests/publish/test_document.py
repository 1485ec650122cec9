from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from hali.errors import RecordError
from hali.publish.blocks import block_statements
from hali.publish.document import (
    Box,
    CitedOrigin,
    Column,
    DataTable,
    Document,
    Gap,
    Paragraph,
    Plain,
    Quantity,
    Section,
    Statement,
    plain,
)
from hali.publish.write_json import digest

STRAY = Quantity("12\u00a0%", "no-such-reading", 12.0, "PCT")


def with_block(document: Document, block: Paragraph | DataTable | Box) -> Document:
    return replace(document, sections=(*document.sections, Section("more", "", "More", blocks=(block,))))


@pytest.mark.parametrize(
    "block",
    [
        Paragraph((Statement((Plain("It was "), STRAY, Plain(".")), (1,)),)),
        DataTable((Column("Year"), Column("Share")), ((Plain("2021"), STRAY),), "Shares"),
        Box("note", "Box", (Paragraph((Statement((STRAY,), (1,)),)),)),
    ],
)
def test_a_number_without_reading_is_refused(document: Document, block: Paragraph | DataTable | Box) -> None:
    with pytest.raises(RecordError, match="no-such-reading"):
        with_block(document, block)


def test_a_reading_without_source_is_refused(document: Document) -> None:
    name, card = next(iter(document.readings.items()))
    with pytest.raises(RecordError, match="names no source"):
        replace(document, readings={**document.readings, name: {**card, "sources": []}})


def test_a_number_that_is_none_is_refused(document: Document) -> None:
    name, card = next(iter(document.readings.items()))
    with pytest.raises(RecordError, match="finite"):
        replace(document, readings={**document.readings, name: {**card, "value": float("nan")}})


@pytest.mark.parametrize("source", [0, 4])
def test_a_source_not_in_the_list_is_refused(document: Document, source: int) -> None:
    with pytest.raises(RecordError, match=f"cites source {source}, but there are 3"):
        with_block(document, Paragraph((plain("A sentence.", source),)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda origin: replace(origin, licence=""),
        lambda origin: replace(origin, citation=""),
        lambda origin: replace(origin, id="sam-t1"),
    ],
)
def test_a_source_without_citation_or_licence_or_listed_twice_is_refused(
    document: Document, spoil: Callable[[CitedOrigin], CitedOrigin]
) -> None:
    with pytest.raises(RecordError, match="origin"):
        replace(document, origins=(*document.origins[:2], spoil(document.origins[2])))


def test_a_missing_label_is_named(document: Document) -> None:
    labels = {name: text for name, text in document.labels.items() if name != "retrieved"}
    with pytest.raises(RecordError, match="retrieved"):
        replace(document, labels=labels)


def test_a_ragged_table_is_refused(document: Document) -> None:
    with pytest.raises(RecordError, match="1 cells, not 2"):
        with_block(document, DataTable((Column("A"), Column("B")), ((Plain("x"),),), "Ragged"))


def test_the_mark_follows_a_no_break_space() -> None:
    assert plain("It was so.", 2, 5).mark == "\u00a0[2, 5]"
    assert plain("It was so.").mark == ""


def test_statements_come_in_reading_order(document: Document) -> None:
    found = [(section, statement.text[:12]) for section, statement in document.statements]
    assert found[0] == ("lead", "Examplia is ")
    assert [section for section, _ in found] == ["lead", "trade1", "trade1", "trade1", "trade1", "outlook"]


def test_boxes_are_opened() -> None:
    inner = Paragraph((plain("Inside."),))
    assert [s.text for s in block_statements((Box("joint", "Outer", (Box("note", "Inner", (inner,)),)),))] == [
        "Inside."
    ]


def test_the_digest_belongs_to_the_contents(document: Document) -> None:
    assert digest(document) == digest(replace(document))
    assert digest(document) != digest(replace(document, as_of="2026-03-02"))
    first = document.origins[0]
    assert digest(document) != digest(replace(document, origins=(replace(first, licence="CC0"), *document.origins[1:])))


def test_an_empty_section_stands_over_what_follows_it_and_nowhere_else(document: Document) -> None:
    told = Gap(reason="not_held", text="No data.", elsewhere=True)
    filled = Section("filled", "", "Filled", 2, "2.1", blocks=(Paragraph((plain("It is so.", 1),)),))
    over, alone = Section("over", "", "Over", 1, "2", gap=told), Section("alone", "", "Alone", 1, "3", gap=told)
    printed = replace(document, sections=(over, filled, alone)).filled
    assert [section.id for section in printed] == ["over", "filled"]
    assert printed[0].gap is None, "what is told elsewhere is not told again"
