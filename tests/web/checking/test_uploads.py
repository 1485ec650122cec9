"""Hostile and useless uploads: a 4xx within the limits, and one clear line."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from lxml import html as markup

from hali.web.checking import intake, reading

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body=b"", **parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def paragraphs(text):
    return f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'.encode()


BOMB = docx(b"<w:document xmlns:w='%s'><w:body>" % W.encode() + b" " * 60_000_000)
LAUGHS = docx(
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>' + paragraphs("&b;")
)
OUTSIDE = docx(b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + paragraphs("&x;"))


def pdf(pages=1, text="Trade"):
    """A PDF of so many pages, each with one line."""
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(pages))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>"]
    for n in range(pages):
        # what stands on every page is taken for a running head
        own = "".join(chr(97 + int(digit)) for digit in str(n))
        stream = f"BT /F1 12 Tf 72 720 Td ({f'In {own}, {text}' if text else ''}) Tj ET"
        font = "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {font} /Contents {4 + 2 * n} 0 R >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    return out + f"{head}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n".encode()


HOSTILE = {
    "empty.txt": (b"", "empty"),
    "blank.md": (b" \n\t\n", "empty"),
    "zeros.txt": (b"\0" * 5000, "binary"),
    "random.bin": (bytes(range(256)) * 40, ""),
    "bomb.docx": (BOMB, "unpacks to more than 50 MB"),
    "laughs.docx": (LAUGHS, ""),
    "outside.docx": (OUTSIDE, ""),
    "torn.docx": (docx(paragraphs("Trade"))[:-30], "damaged"),
    "noword.docx": (b"PK\x03\x04 nothing", "damaged"),
    "many.pdf": (pdf(201), "more than 200 pages"),
    "torn.pdf": (b"%PDF-1.7\n" + b"\xff" * 3000, "PDF"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "a picture"),
    "old.doc": (b"\xd0\xcf\x11\xe0" + b"\0" * 1000, "old Word file"),
    "page.pdf": (pdf(1, ""), "no text"),
    "long.txt": (b"word " * 100_000, "400,000 characters"),
    "large.html": (b"<p>" + b"a" * 5_100_000, "5 MB"),
}


def line(answer):
    """The one line that says what was wrong."""
    return markup.fromstring(answer.content).xpath("string(//*[@role='alert'])").strip()


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_one_line(checking, name):
    data, said = HOSTILE[name]
    began = time.monotonic()
    answer = checking.post("/en/check", files={"file": (name, data)})
    assert time.monotonic() - began < reading.SECONDS + 5
    assert answer.status_code in {413, 422}
    told = line(answer)
    assert said in told
    assert told
    assert "\n" not in told
    assert "Traceback" not in answer.text
    assert "root:" not in answer.text


def test_after_all_of_it_the_server_still_checks(checking):
    answer = checking.post("/en/check", files={"file": ("a.docx", docx(paragraphs("Trade grew by 3 % in 2021.")))})
    assert answer.status_code == 303
    answer = checking.post("/en/check", files={"file": ("a.pdf", pdf(3, "trade grew by 3 % in 2021."))})
    assert answer.status_code == 303


def test_two_hundred_pages_are_read(checking):
    answer = checking.post("/en/check", files={"file": ("a.pdf", pdf(200, "trade grew by 3 % in 2021."))})
    assert answer.status_code == 303


def test_pages_with_scripts_are_shown_as_text_alone(checking):
    page = (
        "<html><body><article><h1>Trade <img src=x onerror=alert(1)></h1>"
        "<p>In 2021 the EU had 28.4 % of Kazakhstan's foreign trade. &lt;script&gt;alert(2)&lt;/script&gt; It is a "
        "long sentence, so that it is taken for the article and not for a menu of some kind.</p>"
        "<script>alert(3)</script><iframe src='https://evil.example/'></iframe></article></body></html>"
    )
    answer = checking.post("/en/check", data={"text": page})
    shown = checking.get(answer.headers["location"])
    root = markup.fromstring(shown.content)
    inside = root.xpath("//article")[0]
    assert not inside.xpath(".//script | .//iframe | .//img | .//*[@onerror]")
    assert "28.4 %" in inside.text_content()
    assert "alert(3)" not in shown.text
    assert all(src.startswith("/static/") for src in root.xpath("//script/@src"))


def test_a_text_is_never_run_as_part_of_the_page(checking):
    text = "In 2021 the EU had 28.4 % of \"><script>alert(1)</script> Kazakhstan's foreign trade. </textarea>"
    answer = checking.post("/en/check", data={"text": text})
    shown = checking.get(answer.headers["location"])
    assert "<script>alert" not in shown.text
    refused = checking.post("/en/check", data={"text": text, "pair_a": "<b>Nowhere</b>", "pair_b": "EU"})
    assert refused.status_code == 422
    assert "<script>alert" not in refused.text
    assert "<b>Nowhere" not in refused.text
    assert "unknown area" in line(refused)


def test_what_was_typed_stands_there_again_after_an_error(checking):
    answer = checking.post("/en/check", data={"text": "Trade grew.", "published": "yesterday"})
    assert answer.status_code == 422
    assert markup.fromstring(answer.content).xpath("string(//textarea)") == "Trade grew."
    assert "YYYY-MM-DD" in line(answer)


def test_nothing_and_two_things_are_refused(checking):
    assert "paste a text" in line(checking.post("/en/check", data={"text": "  "}))
    both = checking.post("/en/check", data={"text": "Trade."}, files={"file": ("a.txt", b"Trade.")})
    assert both.status_code == 422
    assert "More than one" in line(both)


def test_too_much_is_refused_before_it_is_read(checking):
    answer = checking.post("/en/check", data={"text": "a" * 7_000_000})
    assert answer.status_code == 413
    answer = checking.post("/en/check", files={"file": ("a.txt", b"a" * 5_000_001)})
    assert answer.status_code == 413
    assert "5 MB" in line(answer)
    many = {f"field{n}": "x" for n in range(intake.FIELDS + 1)}
    assert checking.post("/en/check", files={"file": ("a.txt", b"a")}, data=many).status_code == 413


def test_no_address_is_fetched_unless_the_server_was_told_to(checking):
    answer = checking.post("/en/check", data={"address": "https://news.example/"})
    assert answer.status_code == 422
    assert "paste a text" in line(answer)
    assert not markup.fromstring(answer.content).xpath("//input[@name='address']")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\papers\\trade.txt", "trade.txt"),
        ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie: x=1.txt"),
        ("\u202etxt.exe.txt", "txt.exe.txt"),
        ("мақала.txt", "мақала.txt"),
    ],
)
def test_file_names_are_names(name, kept):
    from hali.web.checking.questions import file_name

    assert file_name(name) == kept
