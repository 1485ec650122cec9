"""Addresses from data: only those of the web become links, in every format."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace

import pytest
from pypdf import PdfReader

from hali.errors import RecordError
from hali.model.links import web_address
from hali.model.observation import Origin
from hali.publish import citations
from hali.publish.citations import Citation
from hali.publish.render import WRITERS, render

HOSTILE = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//example.org/x",
    "http:javascript:alert(1)",
    "https://example.org/\nUR  - javascript:alert(1)",
    'https://example.org/" onclick="alert(1)',
    "https://example.org/> [x](javascript:alert(1))",
    "https://[",
)
GOOD = ("https://example.org/a?b=c&d=%20#e", "http://example.org", "HTTPS://example.org/ä")


@pytest.mark.parametrize("address", HOSTILE)
def test_what_is_no_web_address(address: str) -> None:
    assert web_address(address) == ""


@pytest.mark.parametrize("address", GOOD)
def test_web_addresses_stay_as_they_are(address: str) -> None:
    assert web_address(address) == address


@pytest.mark.parametrize("format", sorted(WRITERS))
def test_no_writer_links_to_anything_else(document, format: str) -> None:
    bad = [replace(document.origins[0], url=address, id=f"O{n}") for n, address in enumerate(HOSTILE)]
    written = render(replace(document, origins=(*document.origins, *bad)), format)
    if format == "docx":
        written = b"".join(zipfile.ZipFile(io.BytesIO(written)).read(n) for n in ("word/document.xml",))
    if format == "pdf":
        notes = [a.get_object() for page in PdfReader(io.BytesIO(written)).pages for a in page.get("/Annots", [])]
        linked = {str(a["/A"]["/URI"]) for a in notes if "/URI" in a.get("/A", {})}
        assert linked
        assert all(web_address(one) for one in linked)
    assert not re.search(rb"(java|vb)script:|onclick|file:///|data:text", written, re.I)


def test_a_permalink_is_a_web_address(document) -> None:
    with pytest.raises(RecordError, match="no web address"):
        replace(document, permalink="javascript:alert(1)")


@pytest.mark.parametrize("address", HOSTILE)
def test_citations_hold_no_other_address(address: str) -> None:
    origin = Origin("O", "Producer", "Title", "D", address, "2024-01-01", "2024-01-02", "CC BY 4.0", "", "")
    one = Citation(origin, "0" * 12)
    assert origin.link == ""
    assert "<" not in one.long()
    assert " url =" not in one.bibtex()
    assert not re.search(r"^UR ", citations.ris([one]), re.M)
    assert all("URL" not in item for item in json.loads(citations.csl_json([one])))


def test_no_text_of_a_ris_record_begins_a_field_of_its_own() -> None:
    origin = Origin("O", "P\r\nUR  - javascript:x", "T\nUR  - y", "", "", "2024", "", "L", "", "")
    assert not re.search(r"^UR ", citations.ris([Citation(origin, "0" * 12)]), re.M)
