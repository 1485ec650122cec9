"""What stands at the end of every brief, in all five formats: digest, record, sources with licences, disclaimer."""

from __future__ import annotations

import io
import json
import re
import unicodedata

import docx
import pytest
from lxml import html
from pypdf import PdfReader

from hali import api
from hali.publish.document import Box, Document, Paragraph
from hali.publish.render import WRITERS, render
from hali.publish.write_json import digest


@pytest.fixture(scope="module")
def document(record) -> Document:
    return api.brief("KZ", "UZ", record=record)


def text_of(data: bytes, format: str) -> str:
    """All text of a written brief, headers and footers included, without blanks and marks of Markdown."""
    match format:
        case "pdf":
            text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
        case "docx":
            made = docx.Document(io.BytesIO(data))
            parts = [made.element.body]
            parts += [part._element for s in made.sections for part in (s.header, s.footer)]
            text = "".join(node.text or "" for part in parts for node in part.iter() if node.tag.endswith("}t"))
        case "html":
            text = html.document_fromstring(data).text_content()
        case "json":
            text = json.dumps(json.loads(data), ensure_ascii=False).replace('\\"', '"')
        case _:
            text = data.decode().replace("\\", "")
    return re.sub(r"[\s\u00ad]", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("format", WRITERS)
def test_digest_record_licences_and_disclaimer_stand_in_it(document: Document, format: str) -> None:
    text = text_of(render(document, format), format)
    wanted = [digest(document)[:8], document.record, document.version, *document.disclaimer]
    for origin in document.origins:  # a publisher of several is named once, above them
        wanted += [origin.producer, origin.citation.removeprefix(origin.producer).strip(" .:"), origin.licence]
    assert len(document.disclaimer) == 4
    missing = [one for one in wanted if re.sub(r"\s", "", unicodedata.normalize("NFKC", one)) not in text]
    assert missing == []


def test_every_origin_is_listed_once(document: Document) -> None:
    ids = [origin.id for origin in document.origins]
    assert len(set(ids)) == len(ids) > 0
    cited = {number for card in document.readings.values() for number in card["sources"]}
    assert cited <= set(range(1, len(ids) + 1))


@pytest.mark.parametrize("format", WRITERS)
def test_what_is_not_held_stands_in_it(document: Document, format: str) -> None:
    (box,) = [block for block in document.sections[-1].blocks if isinstance(block, Box) and block.kind == "coverage"]
    said = [
        re.sub(r"\s", "", unicodedata.normalize("NFKC", statement.text))
        for paragraph in box.blocks
        if isinstance(paragraph, Paragraph)
        for statement in paragraph.statements
    ]
    assert len(said) >= 2
    assert any(text.startswith("Kindsofdatanotheld") for text in said)
    printed = text_of(render(document, format), format)
    assert [text for text in said if text not in printed] == []


@pytest.mark.parametrize("format", [one for one in WRITERS if one != "json"])
def test_a_section_with_nothing_in_it_is_not_printed(record, format: str) -> None:
    document = api.brief("KE", "TZ", record=record)
    empty = {section.gap.text for section in document.sections if section.gap}
    assert empty
    text = text_of(render(document, format), format)
    assert [gap for gap in empty if re.sub(r"\s", "", gap) in text] == []
