from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest

from hali.publish import docx_styles, write_docx
from hali.publish.document import Document, Figure

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def made(document: Document) -> bytes:
    return write_docx.write(document)


@pytest.fixture(scope="module")
def paper(made: bytes) -> Any:
    return docx.Document(io.BytesIO(made))


def test_every_statement_reads_back_as_written(document: Document, paper: Any) -> None:
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    for _, statement in document.statements:
        assert statement.text + statement.mark in text


def test_headings_are_headings(paper: Any) -> None:
    heads = [(p.style.name, p.text) for p in paper.paragraphs if p.style.name.startswith("Heading")]
    assert heads[:2] == [("Heading 1", "1 Economy"), ("Heading 2", "1.1 Trade in goods and services")]
    assert heads[-2:] == [("Heading 1", "Disclaimer"), ("Heading 1", "Sources")]


@pytest.mark.parametrize("name", [*docx_styles.SIZES, "Table Grid"])
def test_a_style_has_the_id_it_is_set_by(paper: Any, name: str) -> None:
    assert paper.styles[name].style_id == docx_styles.style_id(name)


def test_tables_repeat_their_head_and_say_what_is_missing(paper: Any) -> None:
    table = paper.tables[0]
    assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
    assert [cell.text for cell in table.rows[2].cells] == ["2019", "no data", "23.0\u00a0billion\u00a0euro"]


def test_a_table_of_a_few_rows_is_not_cut_by_the_foot_of_a_page(paper: Any) -> None:
    for table in paper.tables:
        kept = [
            all(line.paragraph_format.keep_with_next for cell in row.cells for line in cell.paragraphs)
            for row in table.rows
        ]
        short = len(table.rows) - 1 <= write_docx.WHOLE
        assert kept[:-1] == [short] * (len(table.rows) - 1)


def test_a_sheet_has_its_sources_in_one_paragraph_that_is_not_cut(document: Document) -> None:
    sheet = docx.Document(io.BytesIO(write_docx.write(replace(document, sections=(), methods=()))))
    (sources,) = [line for line in sheet.paragraphs if line.text.startswith("Sources. [1] ")]
    assert sources.paragraph_format.keep_together
    assert all(f"[{number}] " in sources.text for number in range(1, len(document.origins) + 1))
    assert sheet.paragraphs[-1].text.endswith(document.disclaimer[-1])


def test_pictures_carry_their_sentence(document: Document, paper: Any) -> None:
    alts = [shape._inline.docPr.get("descr") for shape in paper.inline_shapes]
    assert alts[0] == "Trade by either count: from 20 in 2014 to 35 in 2024, with a gap in 2019."
    assert len(alts) == 4


def test_a_title_is_not_broken_within_a_word(document: Document) -> None:
    sheet = docx.Document(io.BytesIO(write_docx.write(replace(document, title="Қарым-қатынастар: жай-күйі"))))
    title = sheet.paragraphs[0]
    assert title.text == "Қарым-қатынастар: жай-күйі"
    assert len(title._p.findall(f".//{W}noBreakHyphen")) == 2
    assert "-" not in "".join(node.text or "" for node in title._p.iter(f"{W}t"))


def test_the_number_of_the_page_stands_at_the_right_edge(paper: Any) -> None:
    """The tab stops of the template would hold it in mid-line."""
    foot = paper.sections[0].footer.paragraphs[0]
    assert foot._p.find(f".//{W}fldSimple").get(f"{W}instr") == "PAGE"
    stops = [*foot.style.paragraph_format.tab_stops, *foot.paragraph_format.tab_stops]
    assert [round(stop.position.cm, 1) for stop in stops] == [docx_styles.TEXT_WIDTH]


def test_on_a_sheet_a_picture_stands_beside_its_words(document: Document) -> None:
    drawn = next(block for section in document.sections for block in section.blocks if isinstance(block, Figure))
    lead = (*document.lead, drawn)
    sheet = docx.Document(io.BytesIO(write_docx.write(replace(document, lead=lead, sections=(), methods=()))))
    breaks = [node for node in sheet.element.body.iter(f"{W}br") if node.get(f"{W}type") == "column"]
    assert len(breaks) == len(sheet.inline_shapes) > 0


def test_runs_know_their_language(paper: Any) -> None:
    foreign = [run for p in paper.paragraphs for run in p.runs if run.text == "üleüldine osa"]
    assert foreign[0]._r.rPr.find(f"{W}lang").get(f"{W}val") == "et"
    assert paper.styles["Normal"].element.rPr.find(f"{W}lang").get(f"{W}val") == "en"


def test_written_twice_it_is_the_same_to_the_byte(document: Document, made: bytes) -> None:
    assert write_docx.write(replace(document)) == made
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {write_docx.ZIP_DATE}
