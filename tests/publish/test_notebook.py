"""What a notebook shows: a piece of HTML without script or request, whose styles and ids touch nothing else."""

from __future__ import annotations

import re

import pytest
from lxml import html

from hali import api, retrieval
from hali.publish import notebook
from hali.publish.document import Document

TEXT = "In 2021 the EU accounted for 45 % of Kazakhstan's foreign trade."


def shown(record, kind: str) -> str:
    match kind:
        case "brief":
            return api.brief("KZ", "UZ", record=record)._repr_html_()
        case "check":
            return api.check(TEXT, record=record)._repr_html_()
        case "explain":
            found = retrieval.readings("partner_share_trade", reporter="KZ", partner="EU", period="2021", record=record)
            return retrieval.explain(found["reading"].to_pylist()[0], record=record)._repr_html_()
        case _:
            return retrieval.readings("partner_share_trade", reporter="KZ", record=record)._repr_html_()


@pytest.mark.parametrize("kind", ["brief", "check", "explain", "readings"])
def test_result_is_a_fragment_that_asks_nobody_for_anything(record, kind: str) -> None:
    text = shown(record, kind)
    root = html.fragment_fromstring(text)
    assert root.tag == "div"
    assert not root.xpath(".//script|.//link|.//iframe|.//object|.//*[@src]|.//@*[starts-with(name(), 'on')]")
    assert not re.search(r"url\((?!#)|@import|<!doctype|<body|<html", text, re.IGNORECASE)
    key = root.get("id")
    assert all(one.startswith(key) for one in root.xpath("//@id"))
    targets = set(root.xpath("//@id"))
    assert {link[1:] for link in root.xpath("//@href") if link.startswith("#")} <= targets
    [style] = root.xpath("//style")
    assert style.text.startswith(f"@scope (#{key}){{")
    assert style.text.count("{") == style.text.count("}")
    assert not re.search(r"(?<![\w.-])(html|body|:root)[{,]", style.text)
    assert root.text_content().strip()


def test_page_and_fragment_say_the_same(document: Document) -> None:
    root = html.fragment_fromstring(notebook.document(document))
    for _, statement in document.statements:
        assert statement.text in root.text_content()


def test_two_outputs_share_no_id(record) -> None:
    ids = [set(re.findall(r'\sid="([^"]+)"', shown(record, kind))) for kind in ("brief", "check")]
    assert not ids[0] & ids[1]


def test_text_is_escaped() -> None:
    text = notebook.table("<b>", [("a", "<script>")], ["x"], [["</td>"]], ["&"])
    assert "<script" not in text
    assert "&lt;/td&gt;" in text
