"""A checked article to be printed."""

from __future__ import annotations

import pytest

from hali import api
from hali.checking import printed
from hali.publish.blocks import Figure
from hali.publish.render import render

TEXT = (
    "Neighbours\n\nIn 2021 the EU had almost 40 % of Kazakhstan's foreign trade. Trade in goods between the EU and "
    "Kazakhstan was worth €23.0 billion in 2021. Room 12 is on the third floor."
)


@pytest.fixture(scope="module")
def document(record):
    checked = api.check(TEXT, record=record)
    return printed.document(record, checked, "2026-11-01", "hali check a.txt", "https://hali.example/en/check/1")


def test_problems_come_first(document):
    table = document.lead[0]
    assert [row[1].text for row in table.rows] == ["Only if the terms change", "Reproduced"]
    assert "28.4" in table.rows[0][2].text


def test_each_finding_has_a_section_with_its_picture_and_what_was_tried(document):
    section = next(one for one in document.sections if one.id == "c1")
    figure = next(block for block in section.blocks if isinstance(block, Figure))
    assert figure.alt
    assert figure.table.rows
    assert figure.table.sources


def test_the_text_stands_at_the_end_with_its_claims_numbered(document):
    last = document.sections[-1]
    text = " ".join(statement.text for block in last.blocks for statement in block.statements)
    assert "almost 40 % [c1] of" in text
    assert "€23.0 billion [c2] in" in text


@pytest.mark.parametrize("lang", ["sw", "kk", "ru", "fr", "de"])
def test_it_is_written_in_six_languages(record, lang):
    checked = api.check(TEXT, record=record, lang=lang)
    document = printed.document(record, checked, "2026-11-01")
    assert document.language == lang
    assert b"hali" in render(document, "md")


def test_a_text_without_claims_says_so(record):
    checked = api.check("Nothing here.", record=record)
    assert "Nothing to check" in render(printed.document(record, checked, "2026-11-01"), "md").decode()
