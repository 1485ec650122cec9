"""Everything that is printed can be read without eyes, without colours and without a network.

What needs no other program is checked in the tags and the markup themselves; Chromium (axe-core comes with the
development packages) and LibreOffice are asked where they are on the path. `docs/how-to/accessibility.md` says more.
"""

from __future__ import annotations

import html
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pypdf
import pytest
from lxml import etree
from lxml import html as markup

from hali import api
from hali.checking import annotate, article
from hali.publish import write_overview
from hali.publish.overview import Column, Overview, OverviewRow
from hali.publish.palette import DARK, LIGHT, TEXT_ROLES, contrast
from hali.publish.render import render

PAIR = ("EU", "KZ")
LOADS = "//*[@src or @srcset or @data or @poster] | //link[@href] | //script | //iframe | //object | //embed | //base"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def briefs(record):
    return {lang: api.brief(*PAIR, lang=lang, record=record) for lang in ("en", "kk")}


@pytest.fixture(scope="module")
def pages(briefs, record):
    """File name -> HTML: the brief in two languages, a checked article, an index of articles."""
    checked = api.check("In 2021 trade between the EU and Kazakhstan was about €24 billion.", pair=PAIR, record=record)
    index = Overview(
        title="Findings",
        language="en",
        article="Article",
        columns=(Column("wrong", "Wrong"), Column("right", "Right")),
        rows=(OverviewRow("a.txt", "a.txt.html", "An article", (0, 5)), OverviewRow("c.txt", "", "", (0, 0), "empty")),
        labels={"skip": "Skip", "record": "Record"},
        record="0123456789ab",
        hashes=(("grid", "ba9876543210"),),
        command="hali check",
        version="hali",
    )
    return {
        **{f"brief.{lang}.html": render(document, "html") for lang, document in briefs.items()},
        "annotated.html": annotate.to_html(record, checked),
        **dict(write_overview.write(index)),
    }


@pytest.fixture(scope="module")
def pdf(briefs):
    return {lang: pypdf.PdfReader(io.BytesIO(render(briefs[lang], "pdf"))) for lang in briefs}


# --- HTML ---------------------------------------------------------------------------------------------------------


def test_pages_have_a_language_a_title_landmarks_and_headings_in_order(pages):
    for name, data in pages.items():
        root = markup.fromstring(data)
        assert root.get("lang"), name
        assert root.findtext(".//title"), name
        assert len(root.findall(".//main")) == 1, name
        levels = [int(heading.tag[1]) for heading in root.xpath("//h1|//h2|//h3|//h4|//h5")]
        assert levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), name
        ids = root.xpath("//@id")
        assert len(ids) == len(set(ids)), name
        for target in root.xpath("//a[starts-with(@href, '#')]/@href"):
            assert target[1:] in ids, f"{name}: {target}"


def test_pictures_have_words_and_tables_have_heads(pages):
    for name, data in pages.items():
        root = markup.fromstring(data)
        for picture in root.xpath("//*[local-name()='svg'][@role='img']"):
            named = root.xpath(f"//*[@id='{picture.get('aria-labelledby')}']")
            assert named, name
            assert named[0].text_content().strip(), name
        for picture in root.xpath("//*[local-name()='svg'][not(@role)]"):
            assert picture.get("aria-hidden") == "true", name
        for table in root.xpath("//table"):
            assert table.xpath("./thead//th[@scope='col']"), name
            assert all(row.xpath("./th[@scope='row']") for row in table.xpath("./tbody/tr")), name


def test_pages_load_nothing(pages):
    for name, data in pages.items():
        text = data.decode()
        root = markup.fromstring(data)
        assert not root.xpath(LOADS), name
        assert "default-src 'none'" in root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0], name
        assert "@import" not in text, name
        assert all(address.startswith("#") for address in re.findall(r"url\(['\"]?([^)'\"]+)", text)), name


def test_letters_stand_out_from_the_paper_in_both_schemes():
    for scheme in (LIGHT, DARK):
        for role in TEXT_ROLES:
            assert contrast(scheme[role], scheme["paper"]) >= 4.5, role


def test_the_page_is_not_heavy(pages):
    assert max(len(data) for data in pages.values()) <= 1_500_000


AXE = os.environ.get("AXE_CORE") or str(files("axe_core_python") / "axe.min.js")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=60000",
]
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason="no chromium on the path")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_and_the_browser_asks_nobody(pages, tmp_path, scheme):
    script = Path(AXE).read_text(encoding="utf-8").replace("</script>", "<\\/script>")
    for name, data in pages.items():
        # only axe needs a script: without the page's own policy against it, axe can run in the page
        text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", data.decode())
        if scheme == "dark":
            text = text.replace("@media screen and (prefers-color-scheme:dark)", "@media screen")
        run = (
            "axe.run(document,{resultTypes:['violations']}).then(r=>{const p=document.createElement('pre');p.id='axe';"
            "p.textContent=JSON.stringify([r.violations.map(v=>[v.id,v.nodes.map(n=>n.html)]),"
            "performance.getEntriesByType('resource').map(e=>e.name)]);document.body.replaceChildren(p)})"
        )
        found = shown(text.replace("</body>", f"<script>{script}</script><script>{run}</script></body>"), tmp_path)
        assert found == [[], []], name


def shown(text, folder):
    """What a script leaves as JSON in the element `axe` of a page once Chromium has shown it."""
    page = folder / "page.html"
    page.write_text(text, "utf-8")
    command = [CHROMIUM, *QUIET, f"--user-data-dir={folder / 'profile'}", "--dump-dom", page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=True)
    return json.loads(html.unescape(re.search(r'<pre id="axe">(.*?)</pre>', done.stdout, re.S)[1]))


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason="no chromium on the path")
def test_a_mark_of_a_number_never_begins_a_line(pages, tmp_path):
    """At whatever width: it stands on the line of the last word of its sentence."""
    run = """
    const alone = [];
    let seen = 0;
    for (let width = 280; width <= 420; width += 7) {
      document.body.style.width = width + "px";
      for (const mark of document.querySelectorAll(".statement>.about summary")) {
        const words = document.createRange();
        words.selectNodeContents(mark.closest(".statement").querySelector("p"));
        const last = [...words.getClientRects()].at(-1);
        seen += 1;
        if (Math.abs(mark.getBoundingClientRect().bottom - last.bottom) > 12) alone.push([width, words.toString()]);
      }
    }
    document.body.innerHTML = "<pre id='axe'></pre>";
    document.body.firstChild.textContent = JSON.stringify([seen, alone]);
    """
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", pages["brief.kk.html"].decode())
    seen, alone = shown(text.replace("</body>", f"<script>{run}</script></body>"), tmp_path)
    assert seen > 500
    assert alone == []


# --- PDF ----------------------------------------------------------------------------------------------------------


def tags(reader):
    """Every element of the structure tree in reading order, as (type, element)."""

    def walk(node):
        node = node.get_object()
        if not isinstance(node, dict):
            return
        if "/S" in node:
            yield node["/S"], node
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            yield from walk(kid)

    return list(walk(reader.trailer["/Root"]["/StructTreeRoot"]))


def test_the_pdf_says_it_is_tagged_titled_and_in_its_language(pdf, briefs):
    for lang, reader in pdf.items():
        root = reader.trailer["/Root"]
        assert root["/Lang"] == lang
        assert root["/MarkInfo"]["/Marked"]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert reader.metadata.title == briefs[lang].title
        assert all(page.get("/Tabs") == "/S" for page in reader.pages if "/Annots" in page)


def test_the_tags_of_the_pdf_are_complete(pdf):
    for reader in pdf.values():
        found = tags(reader)
        figures = [node for kind, node in found if kind == "/Figure"]
        assert figures
        assert all(str(node.get("/Alt", "")).strip() for node in figures)
        levels = [int(kind[2:]) for kind, _ in found if re.fullmatch(r"/H\d", kind)]
        assert levels
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        for kind, node in found:
            if kind == "/Table":
                assert any(inner == "/TH" for inner, _ in within(node))
            if kind == "/TH":
                assert "/Scope" in str(node.get("/A"))


def within(node):
    return tags(SimpleNamespace(trailer={"/Root": {"/StructTreeRoot": node}}))


def test_nothing_on_a_page_of_the_pdf_is_without_a_tag(pdf):
    """Between two marked pieces a page may set its state, but neither print nor draw."""
    shown = {b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"Do", b"sh"}
    for page in pdf["en"].pages:
        depth = 0
        for _, operator in page.get_contents().operations:
            depth += (operator in (b"BDC", b"BMC")) - (operator == b"EMC")
            assert depth > 0 or operator not in shown
        assert depth == 0


def test_fonts_are_inside_and_every_letter_can_be_copied(pdf):
    for reader in pdf.values():
        fonts = [font.get_object() for page in reader.pages for font in page["/Resources"].get("/Font", {}).values()]
        assert fonts
        for font in fonts:
            assert "/ToUnicode" in font
            descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_kazakh_text_comes_back_letter_by_letter(briefs):
    text = plain(article.read(render(briefs["kk"], "pdf"), "brief.pdf").text)  # without what every page repeats
    sentences = [statement.text for id_, statement in briefs["kk"].statements if id_ != "lead" and statement.quantities]
    assert sentences
    assert all(plain(sentence) in text for sentence in sentences)
    assert set("әғқңөұүі") <= set(text.lower())


def plain(text):
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " "))


# --- DOCX ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "kk"])
def test_the_docx_has_headings_words_for_pictures_heads_of_tables_and_a_language(briefs, lang):
    archive = zipfile.ZipFile(io.BytesIO(render(briefs[lang], "docx")))
    body = etree.fromstring(archive.read("word/document.xml"))
    styles = etree.fromstring(archive.read("word/styles.xml"))
    used = [style.get(f"{W}val") for style in body.iter(f"{W}pStyle")]
    assert used.count("Title") == 1
    assert used.count("Heading1") > 5
    assert all(picture.get("descr") for picture in body.iter("{*}docPr"))
    assert body.findall(".//{*}docPr")
    for table in body.iter(f"{W}tbl"):
        first = table.find(f"{W}tr")
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
    normal = next(style for style in styles.iter(f"{W}style") if style.get(f"{W}styleId") == "Normal")
    assert normal.find(f"{W}rPr/{W}lang").get(f"{W}val") == lang
    assert normal.find(f"{W}rPr/{W}rFonts").get(f"{W}ascii") == "Noto Sans"


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice on the path")
def test_libreoffice_opens_the_docx_with_all_its_words(briefs, tmp_path):
    (tmp_path / "brief.docx").write_bytes(render(briefs["kk"], "docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "brief.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    reader = pypdf.PdfReader(tmp_path / "brief.pdf")
    text = plain(" ".join(page.extract_text() for page in reader.pages))
    section = next(section for section in briefs["kk"].sections if section.id == "sdg")
    assert len(reader.pages) > 5
    assert section.title in text
