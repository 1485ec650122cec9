from __future__ import annotations

import io
import json
from dataclasses import replace

import pypdf
import pytest

from hali.errors import RecordError
from hali.publish import write_json, write_pdf
from hali.publish.document import Column, DataTable, Document, Paragraph, Plain, Section, plain
from hali.publish.write_json import digest

pytest.importorskip("typst")

KAZAKH = (
    "Еуропалық одақпен тауар саудасы 2021 жылы 23\u00a0035,5\u00a0миллион еуро болды: "
    "ә ғ қ ң ө ұ ү һ і, Ә Ғ Қ Ң Ө Ұ Ү Һ І; \u22121,5\u00a0₸."
)
GERMAN = (
    "Das Außenhandelsvolumen der Gemeinschaft unabhängiger Verwaltungsgemeinschaften betrug "
    "1.234.567,8\u00a0Milliarden\u00a0Euro."
)
FRENCH = (
    "Le commerce extérieur de marchandises s’élevait à 1\u202f234\u202f567,8\u00a0milliards d’euros; "
    "и 23,0\u00a0миллиарда евро."
)


def read(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return " ".join(
        " ".join(page.extract_text() for page in pages).replace("\u00a0", " ").replace("\u202f", " ").split()
    )


@pytest.fixture(scope="module")
def made(document: Document) -> bytes:
    return write_pdf.write(document)


def test_every_statement_reads_back_as_written(document: Document, made: bytes) -> None:
    text = read(made)
    for _, statement in document.statements:
        assert (statement.text + statement.mark).replace("\u00a0", " ") in text


@pytest.mark.parametrize("sentence", [KAZAKH, GERMAN, FRENCH])
def test_other_letters_and_long_words_read_back_without_a_break(document: Document, sentence: str) -> None:
    section = Section("more", "", "More", blocks=(Paragraph((plain(sentence, 1),)),))
    text = read(write_pdf.write(replace(document, sections=(section,))))
    assert f"{sentence}\u00a0[1]".replace("\u00a0", " ").replace("\u202f", " ") in text


def test_it_is_tagged_named_and_in_its_language(document: Document, made: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(made))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == document.title
    assert reader.metadata.creation_date_raw == "D:20260301000000Z"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_only_the_font_of_the_package_is_embedded(made: bytes) -> None:
    names = {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in pypdf.PdfReader(io.BytesIO(made)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {name.removesuffix("-Identity-H") for name in names} == {"NotoSans-Regular", "NotoSans-Bold"}


def test_a_letter_without_a_font_is_refused_by_name(document: Document) -> None:
    with pytest.raises(RecordError, match="could not be displayed"):
        write_pdf.write(replace(document, subtitle="\U0001f9ff"))


def test_the_json_is_inside(document: Document, made: bytes) -> None:
    inside = pypdf.PdfReader(io.BytesIO(made)).attachments["brief.json"][0]
    assert inside == write_json.write(document)
    assert json.loads(inside)["digest"] == digest(document)


def test_the_first_page_stands_alone(made: bytes) -> None:
    first, second, *_ = pypdf.PdfReader(io.BytesIO(made)).pages
    assert "Economy" not in first.extract_text()
    assert "1 Economy" in second.extract_text()


def test_written_twice_it_is_the_same_to_the_byte(document: Document, made: bytes) -> None:
    assert write_pdf.write(replace(document)) == made
    assert write_pdf.write(document, "us-letter") != made


def test_fonts_are_small_and_bring_their_licence() -> None:
    from importlib.resources import files

    folder = files("hali.publish") / "fonts"
    fonts = [item for item in folder.iterdir() if item.name.endswith(".ttf")]
    assert sum(len(item.read_bytes()) for item in fonts) < 400_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text(encoding="utf-8")


def test_wide_heads_leave_the_first_column_its_room(document: Document) -> None:
    """Lines of its text stay longer than a syllable, whatever stands beside them."""
    heads = [Column("Measure"), *(Column(f"Value of the year that is needed {n}", numeric=True) for n in range(6))]
    name = "Share of renewables in electricity output"
    table = DataTable(tuple(heads), (tuple(map(Plain, (name, *"123456"))),), "Wide")
    section = Section(id="wide", pillar="", title="Wide", blocks=(table,))
    text = pypdf.PdfReader(io.BytesIO(write_pdf.write(replace(document, sections=(section,))))).pages[-1].extract_text()
    assert "Share of" in " ".join(text.split())
    assert "renewables" in text
