"""The article: formats, blocks, labels, languages, and what is refused with one clear line."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from hali.checking import article, frames
from hali.checking.intake import ingest
from hali.errors import UnreadableInput

ARTICLES = Path(__file__).parent / "articles"
SHARED = Path(__file__).parents[2] / ".." / "shared"

PAGE = """<!doctype html><html lang="en"><head><title>Trade of two partners | A paper</title>
<meta property="og:title" content="Trade of two partners">
<meta property="article:published_time" content="2024-05-03T10:00:00Z"></head><body>
<nav><ul><li><a href="/a">Exports to Germany grew 30 % to 9 billion euros</a></li>
<li><a href="/b">Home</a></li></ul></nav>
<main><article><h1>Trade of two partners</h1>
<p>Trade in goods between the European Union and Kazakhstan was €23.0&nbsp;billion in 2021 by the EU's count.</p>
<h2>Shares</h2>
<p>The EU27 made up <b>28.4&#8239;%</b> of Kazakhstan's external trade in goods in 2021.[3]<br>
It is its largest trading partner.</p>
<ul><li>Exports of the EU to Kazakhstan rose by 9&nbsp;% in 2022.</li></ul>
<script>var x = "imports from China 40 %";</script>
<table><tr><th>Year</th><th>bn EUR</th></tr><tr><td>2021</td><td>23.0</td></tr></table>
</article></main>
<aside><p>More: imports from China up 55 % to 3 billion euros</p></aside>
<footer><p>© 2024, 12 % of all trade</p></footer></body></html>"""

PLAIN = """Trade of two partners

Trade in goods between the European Union and Kazakhstan was €23.0 billion in 2021 by the EU's count.

Shares

The EU27 made up 28.4 % of Kazakhstan's external trade in goods in 2021.[3]

It is its largest trading partner.

Exports of the EU to Kazakhstan rose by 9 % in 2022.
"""


def said(text: article.Article) -> list[tuple[object, ...]]:
    return [
        (c.kind, c.measure, c.reporter, c.partner, c.pair, c.period and (c.period.start, c.period.end), c.relation)
        for c in frames.claims(text)
    ]


def test_html_and_plain_text_of_one_article_say_the_same():
    page, plain = article.read(PAGE.encode(), "page.html"), article.from_text(PLAIN, date(2024, 5, 3))
    assert said(page) == said(plain)
    assert len(said(page)) == 4


@pytest.mark.parametrize(
    ("name", "title", "day", "claims"),
    [
        ("newsroom_en", "Kazakhstan and the EU: what the figures say", date(2023, 6, 14), 7),
        ("newsroom_ru", "Торговля Казахстана с Европейским союзом", date(2022, 3, 15), 3),
        ("newsroom_sw", "Biashara ya Kazakhstan na Umoja wa Ulaya", date(2023, 2, 20), 3),
    ],
)
def test_pages_with_share_bars_captions_and_related_links_say_what_their_text_says(name, title, day, claims):
    page, plain = (article.load(str(ARTICLES / f"{name}.{ending}")) for ending in ("html", "txt"))
    assert (page.title, page.published) == (title, day)
    assert said(page) == said(plain)
    assert len(said(page)) == claims


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta name="date" content="2021-04-05">', date(2021, 4, 5)),
        ('<meta property="article:published_time" content="2021-04-05T23:00:00Z">', date(2021, 4, 5)),
        (
            '<script type="application/ld+json">{"@type": "Article", "datePublished": "2021-04-05"}</script>',
            date(2021, 4, 5),
        ),
        ("<p class='post-date'>Опубликовано 05.04.2021</p>", date(2021, 4, 5)),
        ("<time datetime='2021-04-05T10:00'>Monday</time>", date(2021, 4, 5)),
        ("<meta name='date' content='yesterday'>", None),
        ("", None),
    ],
)
def test_the_date_is_the_one_a_page_states_never_one_of_its_text(head, day):
    body = "<p>On 3 March 2019 the EU took 38.6 % of Kazakhstan's exports, it was said on 2020-01-02.</p>" * 3
    page = f"<html><head><title>Trade</title>{head}</head><body><article>{body}</article></body></html>"
    assert article.read(page.encode(), "a.html").published == day


def test_html_gives_title_and_date_and_nothing_of_the_navigation():
    page = article.read(PAGE.encode(), "page.html")
    assert (page.title, page.published) == ("Trade of two partners", date(2024, 5, 3))
    assert not any(word in page.text for word in ("Germany", "China", "Home", "12 %"))


def test_a_stated_publication_date_wins():
    assert article.read(PAGE.encode(), "page.html", date(2020, 1, 2)).published == date(2020, 1, 2)


def test_offsets_point_into_the_returned_text():
    page = article.read(PAGE.encode(), "page.html")
    for claim in frames.claims(page):
        stop = claim.sentence_start + len(claim.sentence)
        assert page.text[claim.sentence_start : stop] == claim.sentence
        assert claim.sentence_start <= claim.start < claim.end <= stop
        for start, end in claim.evidence.values():
            assert 0 <= start < end <= len(page.text)


@pytest.mark.parametrize("name", ["partners_en.txt", "partners_sw.txt"])
def test_plain_text_is_returned_unchanged_and_blocks_lie_in_order(name):
    text = (ARTICLES / name).read_text(encoding="utf-8")
    found = article.load(str(ARTICLES / name))
    assert found.text == text
    ends = [0]
    for block in found.blocks:
        assert ends[-1] <= block.start < block.end
        ends.append(block.end)
        for sentence in block.sentences:
            assert block.start <= sentence.start < sentence.end <= block.end


def test_title_headings_and_labels_of_plain_text():
    found = article.load(str(ARTICLES / "partners_sw.txt"))
    assert found.title.startswith("Washirika wawili")
    assert [b.kind for b in found.blocks[:3]] == ["title", "label", "paragraph"]
    assert [b.label for b in found.blocks[2:5]] == ["Kiwango cha biashara", "", "Uwekezaji"]


def test_each_paragraph_has_its_own_language():
    text = "Trade of the EU with Kazakhstan grew.\n\nBiashara ya nje ya Kazakhstan ilikua katika mwaka huo.\n\n40 %"
    found = article.from_text(text)
    assert [b.language for b in found.blocks] == ["en", "sw", "sw"]
    assert set(found.languages) == {"en", "sw"}


def test_hand_wrapped_lines_are_one_paragraph():
    text = (
        "The European Union is the largest trading partner of Kazakhstan, and the two\n"
        "sides traded goods worth 24 billion euros in 2021, more than in any of the years\n"
        "before.\n\nA second paragraph."
    )
    assert len(article.from_text(text).blocks) == 2


def test_markdown_marks_are_no_words():
    text = (
        "# Trade\n\nThe EU took **38.6 %** of Kazakhstan's exports ([source](https://example.org/2021/24-billion-euro)).\n\n"
        "- Imports of Germany from Kazakhstan were 8.9 billion euros.\n\n```\ntrade = 5 billion euros\n```\n\n"
        "| 2021 | 24 bn EUR |\n"
    )
    found = article.read(text.encode(), "note.md")
    assert found.text == text
    assert [c.quantity.text for c in frames.claims(found) if c.quantity] == ["38.6 %", "8.9 billion euros"]


def test_front_matter_quotes_notes_and_underlined_headings_of_markdown():
    text = (
        "---\ntitle: 'Trade of two'\ndate: 2023-05-06\nreads: 5 billion euros\n---\n\nShares\n======\n\n"
        "> The EU took 38.6 % of\n> Kazakhstan's exports in 2021.[^1] It grew.\n\n"
        "<!-- 7 billion euros -->\n\n[src]: https://example.org/9-billion-euros\n\n[^1]: By the bureau.\n\n"
        "| Year | bn |\n|---:|:---|\n| 2021 | 5 |\n\n## Outlook ##\n\n```\n3 billion euros"
    )
    found = article.read(text.encode(), "note.md")
    assert (found.text, found.title, found.published) == (text, "Trade of two", date(2023, 5, 6))
    assert [b.kind for b in found.blocks[:1]] == ["heading"]
    assert [text[b.start : b.end] for b in found.blocks if b.kind == "heading"] == ["Shares", "Outlook"]
    assert [text[b.start : b.end] for b in found.blocks if b.kind == "cell"] == ["Year", "bn", "2021", "5"]
    assert "By the bureau." in [text[b.start : b.end] for b in found.blocks]
    assert [c.quantity.text for c in frames.claims(found) if c.quantity] == ["38.6 %"]


def test_a_mark_of_quotation_is_no_more_than():
    text = "> The exports of Kazakhstan to the EU were worth\n> 24 billion euros in 2021."
    (claim,) = [c for c in frames.claims(article.read(text.encode(), "note.md")) if c.quantity]
    assert claim.quantity is not None
    assert claim.quantity.approximator == ""


def test_a_line_that_asks_to_share_is_no_label():
    text = "SHARE:\n\nThe EU took 38.6 % of Kazakhstan's exports in 2021."
    assert [b.kind for b in article.from_text(text).blocks] == ["paragraph"]


def test_docx():
    import docx

    document = docx.Document()
    document.add_heading("Trade", 1)
    document.add_paragraph("The EU took 38.6 % of Kazakhstan's exports in 2021.")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "2021", "24 bn EUR"
    buffer = io.BytesIO()
    document.save(buffer)
    found = article.read(buffer.getvalue(), "note.docx")
    assert [b.kind for b in found.blocks] == ["title", "paragraph", "cell", "cell"]
    assert [c.measure for c in frames.claims(found)] == ["partner_share_exports"]


def _pdf(line: str) -> bytes:
    """A PDF of one page and one line, by hand."""
    stream = f"BT /F1 12 Tf 20 100 Td ({line}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 200] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length " + str(len(stream)).encode() + b" >>\nstream\n" + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    tail = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF".encode()
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode() + table + tail


def test_pdf():
    found = article.read(_pdf("The EU took 38.6 % of Kazakhstan's exports in 2021."), "note.pdf")
    assert [(c.measure, c.reporter, c.partner) for c in frames.claims(found)] == [
        ("partner_share_exports", "KAZ", "EU")
    ]


def test_our_own_page_is_read_whole():
    page = (
        "<!doctype html><html><head><meta name='generator' content='hali 0.1'><title>Brief</title></head><body>"
        "<header><p>Exports 5 billion</p></header><main><figure><figcaption>The EU took 38.6 % of Kazakhstan's exports "
        "in 2021.</figcaption></figure><ul><li>Short.</li></ul></main></body></html>"
    )
    assert [c.measure for c in frames.claims(article.read(page.encode(), "brief.html"))] == ["partner_share_exports"]


@pytest.mark.parametrize("tag", ["details", "fieldset"])
def test_a_table_in_a_frame_nobody_has_listed_keeps_its_cells_apart(tag):
    table = "<table><tr><th>Year</th><th>people</th></tr><tr><th>2019</th><td>963</td></tr></table>"
    page = (
        "<!doctype html><html><head><meta name='generator' content='hali 0.1'><title>Brief</title></head><body>"
        f"<main><p>Students from Kazakhstan in Germany.</p><{tag}>{table}</{tag}></main></body></html>"
    )
    assert "2019963" not in article.read(page.encode(), "brief.html").text


def _bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (ingest.FILE_LIMIT + 1))
    return buffer.getvalue()


def _other_archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme", "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.txt", "the text is empty"),
        (b" \n\t ", "a.txt", "the text is empty"),
        (b"\x7fELF\x00\x01\x02", "a.txt", "binary"),
        (b"\xff\xfe\x00", "a.txt", "UTF-8"),
        (b"<html><meta charset='nonsense'><body><p>\xff\xff</p></body></html>", "a.html", "UTF-8"),
        (b"%PDF-1.4 nothing more", "a.pdf", "not a readable PDF"),
        (b"PK\x03\x04 nothing more", "a.docx", "damaged archive"),
        (_other_archive(), "a.docx", "without a document"),
        (_bomb(), "a.docx", "unpacks to more than 50 MB"),
        (b"<html><body></body></html>", "a.html", "no article text"),
        (b"word " * 500_000, "a.txt", "more than 2 MB of text"),
        (b"<html><body><p>" + b"word " * 4_200_000, "a.html", "15 MB of HTML"),
        (b"a" * (ingest.FILE_LIMIT + 1), "a.txt", "larger than 50 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_line(data, name, words):
    with pytest.raises(UnreadableInput) as caught:
        article.read(data, name)
    line = str(caught.value)
    assert words in line
    assert "\n" not in line


def test_text_of_twenty_megabytes_is_refused_at_once():
    with pytest.raises(UnreadableInput, match="2 MB of text"):
        article.from_text("Trade was 5 billion euros. " * 800_000)


@pytest.mark.parametrize(
    ("path", "words"), [(".", "is a directory"), ("no/such/file.txt", "No such file"), ("a\0b", "null byte")]
)
def test_a_path_that_is_no_file_is_refused(path, words):
    with pytest.raises(UnreadableInput, match=words):
        article.load(path)


def test_standard_input(monkeypatch):
    class Stdin:
        buffer = io.BytesIO(b"The EU took 38.6 % of Kazakhstan's exports.")

    monkeypatch.setattr("sys.stdin", Stdin)
    assert frames.claims(article.load("-"))[0].measure == "partner_share_exports"


def test_other_encodings_that_say_so_are_read():
    text = "The EU took 38.6 % of Kazakhstan's exports – in 2021."
    assert article.read(text.encode("utf-16"), "a.txt").text == text
    assert article.read(text.encode("utf-8-sig"), "a.txt").text == text


@pytest.mark.shared
def test_the_seed_article_has_its_title_and_labels():
    found = article.load(str(SHARED / "seed" / "article.txt"))
    assert found.title.startswith("Kuimarisha Mahusiano")
    assert set(found.languages) == {"en", "sw"}
    assert "Kiwango cha Biashara" in [b.label for b in found.blocks]
