"""A document as plain text: heads over their columns, numbers to the right, missing as a dash, sources at the end."""

from __future__ import annotations

from hali.briefs.mirror import counts, pages
from hali.publish import write_text
from hali.publish.blocks import Column, DataTable, Plain, Quantity


def test_columns_stand_under_their_heads() -> None:
    number = Quantity("1.5", "id", 1.5, "USD", flag="p")
    columns = (Column("Year"), Column("A head of several words", numeric=True), Column("Short", numeric=True))
    table = DataTable(
        columns, ((Plain("2021"), number, None), (Plain("2020"), None, number)), "What", "USD", note="p: x"
    )
    told = list(write_text._table(table))
    assert told == [
        "What (USD)",
        "          A head of",
        "Year  several words  Short",
        "2021          1.5 p      –",
        "2020              –  1.5 p",
        "p: x",
    ]


def test_marks_above_letters_take_no_column() -> None:
    assert write_text._width("e\u0301té") == 3


def test_every_sentence_and_source_of_a_document_is_there(record) -> None:
    document = pages.compose(counts.view(record, "ITA", "KAZ"), "fr")
    told = " ".join(write_text.write(document).decode().split())
    for _, statement in document.statements:
        assert " ".join(statement.text.split()) in told
    for origin in document.origins:
        assert " ".join(origin.citation.split()) in told
    assert document.record in told
