from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from hali.publish import write_markdown
from hali.publish.document import Document, KeyNumbers

PARSER = MarkdownIt("commonmark").enable("table")


def inline(text: str) -> list[Token]:
    return [child for token in PARSER.parse(text) for child in token.children or []]


@pytest.fixture(scope="module")
def text(document: Document) -> str:
    return write_markdown.write(document).decode()


def test_every_statement_reads_back_with_its_mark(document: Document, text: str) -> None:
    read = "\n".join(
        "".join(child.content for child in token.children or [])
        for token in PARSER.parse(text)
        if token.type == "inline"
    )
    for _, statement in document.statements:
        assert read.count(statement.text + statement.mark) == 1
    for block in document.lead:
        for item in block.items if isinstance(block, KeyNumbers) else ():
            assert f"{item.label}: {item.number.text}" in read


def test_marks_are_no_links(document: Document, text: str) -> None:
    links = [child.attrs["href"] for child in inline(text) if child.type == "link_open"]
    assert links == [origin.url for origin in document.origins if origin.url]


def test_sections_and_tables_are_those_of_the_document(document: Document, text: str) -> None:
    tokens = PARSER.parse(text)
    heads = [
        tokens[i + 1].content
        for i, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag in ("h2", "h3")
    ]
    assert heads[:3] == ["1 Economy", "1.1 Trade in goods and services", "1.2 Investment"]
    assert heads[-2:] == ["Sources", "Disclaimer"]
    assert sum(token.type == "table_open" for token in tokens) == 5
    assert "| 2019 | no data | 23.0\u00a0billion\u00a0euro |" in text
    assert "| 2021 | 24.4\u00a0billion\u00a0euro\u00a0b | 23.0\u00a0billion\u00a0euro |" in text


def test_a_gap_and_the_sources_are_printed(document: Document, text: str) -> None:
    assert "> The tables of visitors are published, but the record does not hold them. Looked in: " in text
    assert ". Next step: hali update samplia" in text
    for number, origin in enumerate(document.origins, 1):
        assert f"\n- \\[{number}\\] {write_markdown.escaped(origin.citation)}" in text
        assert origin.licence in text


def test_pictures_are_named_as_the_text_names_them(document: Document) -> None:
    shown = {
        child.attrs["src"]
        for child in inline(write_markdown.write(document, "figures").decode())
        if child.type == "image"
    }
    files = write_markdown.pictures(document)
    assert shown == {f"figures/{name}" for name in files}
    assert len(shown) == 4
    assert all(data.startswith(b"<svg") for data in files.values())


@given(st.text(alphabet="ab1 *_[]()<>#|`~\\&.-+=!:;", min_size=1, max_size=30).map(str.strip).filter(bool))
def test_escaped_text_is_nothing_but_text(source: str) -> None:
    tokens = PARSER.parse(write_markdown.escaped(source))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert "".join(child.content for child in tokens[1].children or []) == source
    assert {child.type for child in tokens[1].children or []} <= {"text", "text_special"}


def test_written_twice_it_is_the_same_to_the_byte(document: Document, text: str) -> None:
    assert write_markdown.write(replace(document)).decode() == text
