"""A tagged PDF says itself what is a paragraph, a cell, a picture; a PDF with broken tags is read without them."""

from __future__ import annotations

import io

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from hali.checking import article

SET = """
#set document(title: "T")
#set page(width: 70mm, height: 60mm, margin: 6mm)
#set text(8pt, hyphenate: false)
"""


def made(body: str) -> bytes:
    import typst

    return typst.compile((SET + body).encode(), format="pdf", pdf_standards=["ua-1"])


def read(data: bytes) -> article.Article:
    return article.read(data, "a.pdf")


def blocks(found: article.Article) -> list[tuple[str, str]]:
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


def test_a_paragraph_is_one_block_however_narrow_its_lines() -> None:
    text = "Oil Imports From Examplia In The Year Were 24 Million Tonnes, Says The Ministry Of Trade In May."
    assert blocks(read(made(f"{text}\n\nA second one.")))[0] == ("paragraph", text)


def test_a_paragraph_goes_on_over_the_page() -> None:
    sentence = "Exports to Examplia were 12 billion euro in 2021 by the count of the office and 13 by another."
    found = read(made(f"#v(40mm)\n{sentence}\n\nAfter."))
    assert len(pypdf.PdfReader(io.BytesIO(made(f"#v(40mm)\n{sentence}\n\nAfter."))).pages) == 2
    assert sentence in [text for _, text in blocks(found)]


def test_cells_are_cells_and_do_not_run_into_each_other() -> None:
    table = "#table(columns: 2, table.header([Year], [Share]), [2021], [40 %], [2020], [38 %])"
    found = blocks(read(made(f"Before.\n\n{table}\n\nAfter.")))
    assert [text for kind, text in found if kind == "cell"] == ["Year", "Share", "2021", "40 %", "2020", "38 %"]
    assert [text for kind, text in found if kind != "cell"] == ["Before.", "After."]


def test_letters_of_a_picture_that_has_words_are_not_text() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><text x="5" y="20">2019 people</text></svg>'
    quoted = svg.replace('"', '\\"')
    picture = f'#figure(image(bytes("{quoted}"), format: "svg", alt: "A line."), alt: "A line.")'
    found = read(made(f"Before.\n\n{picture}\n\nAfter."))
    assert "2019" not in found.text
    assert "After." in found.text


def test_a_compound_parted_at_a_line_end_is_put_together() -> None:
    found = read(made("Trade with them was worth not less than 24 US-Dollar a head and year."))
    assert "US-Dollar" in found.text


@pytest.mark.parametrize("broken", ["number", "loop", "kids"])
def test_broken_tags_do_no_harm(broken: str) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made("One sentence of text is here.")))
    root = writer.root_object
    if broken == "number":
        root[NameObject("/StructTreeRoot")] = NumberObject(3)
    elif broken == "loop":
        kids = ArrayObject()
        reference = writer._add_object(kids)
        kids.append(reference)
        root[NameObject("/StructTreeRoot")] = DictionaryObject({NameObject("/K"): reference})
    else:
        root[NameObject("/StructTreeRoot")] = DictionaryObject(
            {NameObject("/RoleMap"): NumberObject(1), NameObject("/K"): NumberObject(0)}
        )
    out = io.BytesIO()
    writer.write(out)
    assert read(out.getvalue()).text == "One sentence of text is here."


def test_headings_stand_apart() -> None:
    found = read(made("What is known is little\n= 8 Tourism and visas\nIn 2022 it was 12 million tonnes."))
    assert "little\n\n8 Tourism and visas\n\nIn 2022" in found.text
