"""Hostile input: refused in one clear line or read, never an exception of another library, never unbounded work.

Time is measured by hand (docs/how-to/input.md): here every case is of a size that would not end if work grew with its
square or with what an archive claims to hold.
"""

from __future__ import annotations

import importlib.util
import io
import struct
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hali.checking import article, frames
from hali.checking.intake import decode, ingest, segment, source
from hali.checking.quantities import find
from hali.errors import UnreadableInput

SENTENCE = "The EU took 38.6 % of Kazakhstan's exports in 2021."
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def refused(data: bytes, name: str) -> str:
    with pytest.raises(UnreadableInput) as caught:
        article.read(data, name)
    line = str(caught.value)
    assert "\n" not in line
    assert len(line) < 400
    return line


def archive(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return buffer.getvalue()


def docx(body: str, head: str = "", **parts: bytes) -> bytes:
    document = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return archive({"word/document.xml": document.encode()} | {f"word/{k}.xml": v for k, v in parts.items()})


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def pdf(*pages: str, extra: bytes = b"") -> bytes:
    """A PDF with the given content streams, one a page."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for at, stream in enumerate(pages):
        data = zlib.compress(stream.encode("latin-1"))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {5 + 2 * at} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Filter /FlateDecode /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream")
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R ".encode() + extra
    return bytes(out + f">>\nstartxref\n{start}\n%%EOF".encode())


def lines(*texts: str) -> str:
    """A content stream that writes lines from the top of the page down."""
    return "BT /F1 10 Tf 14 TL 40 780 Td " + " T* ".join(f"({text}) Tj" for text in texts) + " ET"


# Size


def test_a_hundred_megabytes_of_digits_are_refused_unread():
    assert "larger than 50 MB" in refused(b"7" * 100_000_000, "a.txt")


def test_standard_input_without_an_end_is_read_to_the_limit_only():
    class Endless:
        taken = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            self.taken += size
            return b"7" * size

    stream = Endless()
    with pytest.raises(UnreadableInput, match="larger than 50 MB"):
        ingest.take(stream, "standard input")
    assert stream.taken == source.FILE_LIMIT + 1


def test_digits_up_to_the_limit_hold_no_quantity():
    found = article.from_text("7" * (source.TEXT_LIMIT - 1))
    assert len(found.blocks) == 1
    assert frames.claims(article.from_text("7" * 200_000)) == ()


# Text


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1251", "Экспорт Казахстана в ЕС составил 24 млрд евро."),
        ("koi8-r", "Экспорт Казахстана в ЕС составил 24 млрд евро."),
        ("cp1252", "Les exportations ont dépassé 24 milliards d’euros, à 40 % près."),
        ("cp1252", "Der Anteil Deutschlands übertraf 40 % – für 24 Mrd. €."),
        ("utf-16-le", "Der Anteil Deutschlands übertraf 40 %."),
        ("utf-16-be", "Экспорт Казахстана в ЕС составил 24 млрд евро."),
        ("utf-16", "Экспорт в ЕС – 24 млрд €."),
        ("utf-32", "Экспорт в ЕС – 24 млрд €."),
        ("utf-8-sig", "Экспорт в ЕС – 24 млрд €."),
    ],
)
def test_older_encodings_are_told_apart(codec, text):
    assert article.read(text.encode(codec), "a.txt").text == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("Trade – of the Union – grew.\nIt’s ".encode() + b"\xff" + " 40 % – so".encode(), "byte 40 (line 2)"),
        (bytes(range(0x80, 0x100)) * 3, "byte 0"),
        (b"\xff\xfeab\x00\xd8c", "UTF-16"),
        (b"trade\x00 of 5 billion euros and more", "binary"),
        (b"a" * 5000 + b"\x00", "character 5000 is a NUL"),
    ],
)
def test_bytes_that_are_no_text_are_named(data, words):
    assert words in refused(data, "a.txt")


def test_half_a_surrogate_pair_is_named():
    with pytest.raises(UnreadableInput, match="character 6 is one half"):
        article.from_text("Trade \ud83d grew by 40 %.")


@pytest.mark.parametrize(
    "text",
    [
        "\u202eTrade\u202c grew by 40 % \u200fin 2021\u200e.",
        "Trade\u2028grew by 40 %\u2029in 2021.",
        "Тра\u0301де grew\ufeff by 4\u20dd0 \u066a.",
        "Ｔｒａｄｅ ｇｒｅｗ ｂｙ ４０ ％ in ٢٠٢١.",
        "Trade grew by 4\u200b0 % and 2\u00ad4 bn\u200d euros.",
        "\u0e33\u0301" * 500 + " 40 %",
    ],
)
def test_signs_nobody_sees_neither_stop_the_reader_nor_move_offsets(text):
    found = article.from_text(text)
    assert found.text == text
    for claim in frames.claims(found):
        assert text[claim.sentence_start : claim.sentence_start + len(claim.sentence)] == claim.sentence


@pytest.mark.parametrize(
    "text",
    [
        "." * 200_000 + "x",
        "." * 100_000 + ")" * 100_000 + "x",
        "*" * 200_000 + "x:",
        "[1" * 100_000,
        "\r" * 100_000 + "\n" * 100_000 + "x",
        "---\ntitle:" + " " * 200_000 + "x\n---x",
        "<!--" * 100_000,
        "```\n~~~\n" * 50_000,
        "| " * 100_000 + "|",
        "> " * 100_000 + "x",
        "a. " * 100_000,
        "(" * 200_000 + ".",
        "[^" * 100_000 + "]:",
    ],
)
def test_worst_cases_of_blocks_and_sentences_end(text):
    for markdown in (False, True):
        title, _, start = segment.front_matter(text)
        for kind, first, last in segment.blocks(text, markdown, start):
            assert kind
            segment.label(text, first, last)
            assert all(first <= a < b <= last for a, b in segment.sentences(text, first, last, "de"))
        assert title == title.strip()


# HTML


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>" + SENTENCE + "</p>" + "<svg>" * 20_000,
        "<html><body><p>" + SENTENCE + "</p>" + "<b><i>" * 20_000,
        "<html><body><p " + " ".join(f"a{n}='x'" for n in range(50_000)) + ">" + SENTENCE + "</p>",
        "<html><body><p " + "x='" + "y" * 1_000_000 + "'>" + SENTENCE + "</p>",
        "<html>" + "<!-- a -->" * 100_000 + "<body><p>" + SENTENCE + "</p>",
        "<html><body>" + "<style>p{}</style>" * 20_000 + "<p>" + SENTENCE + "</p>",
        "<html><meta name='generator'" * 2_000 + "><body><p>" + SENTENCE + "</p>",
        "<!---->" * 500 + "<html><body><p>" + SENTENCE + "</p>",
        "<?xml version='1.0' encoding='utf-16'?><html><body><p>" + SENTENCE + "</p></body></html>",
        "<html><body><p>" + SENTENCE + " &#xD800; &#0; &#99999999999; &nosuch;</p></body></html>",
        "<html><body>" + "<div>" * 150 + "<p>" + SENTENCE + "</p>",
    ],
    ids=range(11),
)
def test_hostile_pages_are_read(page):
    found = article.read(page.encode(), "a.html")
    assert SENTENCE in found.text
    assert [c.measure for c in frames.claims(found)] == ["partner_share_exports"]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<html><body>" + "<div>" * 100_000 + "x", "more than 50,000 tags"),
        ("<html><body>" + "<table><tr><td>" * 3_000 + SENTENCE, "no article text"),
        ("<html><!--" + SENTENCE * 1000, "no article text"),
        ("<html><script>" + SENTENCE * 1000, "no article text"),
        ("<html><body " + "a " * 11_000_000, "15 MB of HTML"),
        ("<html></html>", "no article text"),
    ],
    ids=range(6),
)
def test_pages_without_an_article_are_refused(page, words):
    assert words in refused(page.encode(), "a.html")


def test_comments_before_something_that_is_no_page_are_looked_at_once():
    text = "<!---->" * 2_000 + " Trade grew."
    assert article.read(text.encode(), "a.txt").text == text


def test_a_file_called_html_may_be_plain_text():
    assert article.read(SENTENCE.encode(), "a.html").text == SENTENCE


@pytest.mark.parametrize(
    ("said", "codec"),
    [("windows-1251", "cp1251"), ("koi8-r", "koi8-r"), ("utf-8", "cp1251"), ("rot13", "cp1251"), ("", "utf-16")],
)
def test_pages_in_the_encoding_they_say_or_another(said, codec):
    text = "Экспорт Казахстана в Европейский союз составил в 2021 году 24 млрд евро, сообщило ведомство."
    page = f"<html><head><meta charset='{said}'></head><body><p>{text}</p><p>{text}</p></body></html>"
    assert text in article.read(page.encode(codec), "page.html").text


def test_a_page_with_one_broken_byte_is_read_as_browsers_do():
    page = f"<html><body><p>{SENTENCE}</p><p>{'Größe für Änderung. ' * 20}</p></body></html>".encode()
    assert SENTENCE in article.read(page.replace(b"</html>", b"\xff</html>"), "a.html").text


# DOCX


def test_docx_says_what_a_reader_sees():
    styles = (
        f'<w:styles xmlns:w="{WORD}"><w:style w:styleId="T1"><w:name w:val="Title"/></w:style>'
        '<w:style w:styleId="U2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="Own"><w:name w:val="House head"/><w:basedOn w:val="U2"/></w:style>'
        '<w:style w:styleId="Loop"><w:name w:val="x"/><w:basedOn w:val="Loop"/></w:style></w:styles>'
    )
    note = f'<w:footnote w:id="2"><w:p>{run("Figures of 2021.")}</w:p></w:footnote>'
    notes = f'<w:footnotes xmlns:w="{WORD}">{note}</w:footnotes>'
    box = f"<w:txbxContent><w:p>{run('In a box.')}</w:p></w:txbxContent>"
    compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        f'<w:p><w:pPr><w:pStyle w:val="T1"/></w:pPr>{run("Trade")}</w:p>'
        f'<w:p><w:pPr><w:pStyle w:val="Own"/></w:pPr>{run("Shares")}</w:p>'
        f"<w:p>{run('It was ')}<w:del><w:r><w:delText>50 %</w:delText></w:r></w:del><w:ins>{run('40 %')}</w:ins>"
        f"<w:moveFrom>{run(' gone')}</w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t> hidden</w:t></w:r>"
        f"{run(' of all.')}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
        f"<w:p><w:r><mc:AlternateContent {compatible}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        f"</mc:AlternateContent></w:r>{run('Beside it.')}</w:p>"
        f"<w:p><w:pPr><w:numPr/></w:pPr>{run('An item')}</w:p>"
        f'<w:p><w:pPr><w:pStyle w:val="Loop"/></w:pPr><w:r><w:instrText>PAGE</w:instrText><w:t>One.</w:t>'
        f"<w:br/><w:t>Two.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p>{run('2021')}</w:p></w:tc></w:tr></w:tbl>"
    )
    found = article.read(docx(body, styles=styles.encode(), footnotes=notes.encode()), "a.docx")
    assert [(b.kind, found.text[b.start : b.end]) for b in found.blocks] == [
        ("title", "Trade"),
        ("heading", "Shares"),
        ("paragraph", "It was 40 % of all."),
        ("paragraph", "In a box."),
        ("paragraph", "Beside it."),
        ("item", "An item"),
        ("paragraph", "One."),
        ("paragraph", "Two."),
        ("cell", "2021"),
        ("paragraph", "Figures of 2021."),
    ]


def _lying(data: bytes) -> bytes:
    """The archive with every size it states set to ten bytes."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = out.find(mark)
        while at >= 0:
            struct.pack_into("<I", out, at + offset, 10)
            at = out.find(mark, at + 4)
    return bytes(out)


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
PARAGRAPH = f"<w:p>{run(SENTENCE)}</w:p>"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (archive({"word/document.xml": b" " * 60_000_000}), "unpacks to more than 50 MB"),
        (docx("<w:p/>" * 1_000_001), "more than 1,000,000 XML elements"),
        (docx(f"<w:p>{run('x' * 6_000_000)}</w:p>"), "2 MB of text"),
        (archive({f"f{n}": b"" for n in range(10_001)}, zipfile.ZIP_STORED), "more than 10,000 files"),
        (_lying(docx(PARAGRAPH * 100)), "a.docx"),
        (docx("<w:p>&c;</w:p>", LAUGHS), "XML entities"),
        (docx("<w:sdt>" * 5_000), "stand one in the other"),
        (docx("<w:p>"), "not a readable DOCX"),
        (docx(PARAGRAPH)[:-30], "damaged archive"),
        (docx(PARAGRAPH)[:90], "damaged archive"),
        (archive({}), "without a document"),
        (archive({"xl/workbook.xml": b"x"}), "Excel"),
        (archive({"content.xml": b"x", "mimetype": b"x"}), "OpenDocument"),
        (archive({"word/document.xml": b"x"}), "not a readable DOCX"),
        (docx(""), "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "locked with a password"),
        (b"{\\rtf1 Trade}", "RTF"),
    ],
    ids=range(17),
)
def test_hostile_archives_are_refused(data, words):
    assert words in refused(data, "a.docx")


def test_a_locked_archive_is_refused():
    data = bytearray(docx(PARAGRAPH))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.find(mark) + offset] |= 1
    assert "without a password" in refused(bytes(data), "a.docx")


def test_pictures_in_a_document_are_not_unpacked():
    bomb = docx(PARAGRAPH, **{"media": b"\0" * 60_000_000})
    assert article.read(bomb, "a.docx").text == SENTENCE


# PDF


def test_running_lines_page_numbers_hyphens_and_ligatures_of_a_pdf():
    body = [
        ("Trade of the Euro-", "pean Union grew, and the \\256rst year was good."),
        ("It fell after that,", "as the figures show."),
        ("Then it grew again", "to 24 billion euros."),
    ]
    pages = [lines("Quarterly report of the office", *text, f"Page {at} of 3") for at, text in enumerate(body, 1)]
    text = article.read(pdf(*pages), "a.pdf").text
    assert "Quarterly" not in text
    assert "Page" not in text
    assert "European Union grew, and the first year" in " ".join(text.split())
    assert "24 billion euros" in text


def test_two_columns_are_read_one_after_the_other():
    left, right = ["The share of the EU", "was 40 % in 2021."], ["The share of China", "was 20 % in 2021."]
    columns = [
        f"BT /F1 10 Tf 14 TL {x} 700 Td " + " T* ".join(f"({line}) Tj" for line in column) + " ET"
        for x, column in ((40, left), (320, right))
    ]
    text = " ".join(article.read(pdf(" ".join(columns)), "a.pdf").text.split())
    assert text == "The share of the EU was 40 % in 2021. The share of China was 20 % in 2021."


def _cyclic() -> bytes:
    data = pdf(lines(SENTENCE))
    return data.replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pdf(""), "holds no text, only pictures"),
        (pdf(*[""] * 1_001), "more than 1,000 pages"),
        (pdf(lines(SENTENCE))[:400], "a.pdf"),
        (_cyclic(), "a.pdf"),
        (b"%PDF-1.7\n" + b"0 0 obj << /Kids [" * 20_000, "not a readable PDF"),
        (pdf(lines(SENTENCE), extra=b"/Encrypt << /Filter /Other >> "), "a.pdf"),
    ],
    ids=range(6),
)
def test_hostile_pdfs_are_refused(data, words):
    assert words in refused(data, "a.pdf")


# Anything at all

SEEDS = {
    "a.txt": f"Trade\n\n{SENTENCE}\n\nTrade: 24 млрд евро.".encode(),
    "a.md": f"---\ntitle: Trade\n---\n# Trade\n> {SENTENCE}\n\n| a | 5 % |\n[^1]: 24 bn euros\n".encode(),
    "a.html": f"<html><head><title>T</title></head><body><p>{SENTENCE}</p><table><tr><td>5</table></body>".encode(),
    "a.docx": docx(PARAGRAPH * 3),
}


@given(
    st.binary(max_size=300),
    st.sampled_from([*SEEDS, "a.htm", "a", "a.xhtml"]),
    st.sampled_from([b"", b"<html>", b"PK\x03\x04"]),
)
@settings(max_examples=150)
def test_random_bytes_are_read_or_refused(data, name, head):
    survives(head + data, name)


@given(
    st.sampled_from(sorted(SEEDS)),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=8), st.integers(0, 9)), max_size=6),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_mutated_files_are_read_or_refused(name, edits):
    data = SEEDS[name]
    for place, inserted, cut in edits:
        at = int(place * len(data))
        data = data[:at] + inserted + data[at + cut :]
    survives(data, name)


@given(st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=8), st.integers(0, 9)), min_size=1, max_size=4))
@settings(max_examples=8)
def test_mutated_pdfs_are_read_or_refused(edits):
    data = pdf(lines(SENTENCE))
    for place, inserted, cut in edits:
        at = int(place * len(data))
        data = data[:at] + inserted + data[at + cut :]
    survives(data, "a.pdf")


def survives(data: bytes, name: str) -> None:
    """Any other exception than UnreadableInput fails the test that calls this."""
    with suppress(UnreadableInput):
        found = article.read(data, name)
        found.text.encode()
        for block in found.blocks:
            assert 0 <= block.start < block.end <= len(found.text)


PARTS = st.sampled_from(
    [
        *"0123456789.,%-–€$ \n:()'’\u00a0\u202f\u200b\u00ad№",
        "млрд",
        " billion",
        " Mrd.",
        " milioni ",
        "asilimia ",
        " мың",
        "около ",
        "EU",
        "Казахстан",
        "2021",
        " Prozent",
        " de ",
        "пайыз",
        " half",
        "I",
        "q1 ",
        "from ",
        " to ",
        "½",
        "²",
        "٣",
    ]
)


@given(st.lists(PARTS, max_size=60).map("".join))
@settings(max_examples=300)
def test_any_mixture_of_figures_and_words_is_read(text):
    if not text.strip():
        return
    for lang in ("en", "ru"):
        for quantity in find(text, lang):
            assert 0 <= quantity.start < quantity.end <= len(text)
    for claim in frames.claims(article.from_text(text)):
        assert text[claim.sentence_start : claim.sentence_start + len(claim.sentence)] == claim.sentence


@given(st.binary(max_size=200))
def test_decoding_gives_text_or_a_line(data):
    with suppress(UnreadableInput):
        assert "\x00" not in decode.text(data, "a.txt")


def test_the_fuzz_targets_take_their_seeds():
    folder = Path(__file__).parents[1] / "fuzz"
    spec = importlib.util.spec_from_file_location("fuzz_targets", folder / "targets.py")
    assert spec is not None
    assert spec.loader is not None
    targets = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(targets)
    assert {seeds.name for seeds in (folder / "corpus").iterdir()} == set(targets.TARGETS)
    for name in sorted(set(targets.TARGETS) - {"check"}):  # which opens the record
        for seed in sorted((folder / "corpus" / name).iterdir()):
            targets.TARGETS[name](seed.read_bytes())
