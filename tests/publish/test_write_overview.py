"""The index of annotated articles: every article, every order, no script."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import html

from hali.errors import RecordError
from hali.publish.overview import Column, Overview, OverviewRow
from hali.publish.write_overview import write


@pytest.fixture(scope="module")
def overview() -> Overview:
    return Overview(
        title="Findings",
        language="en",
        article="Article",
        columns=(Column("wrong", "Wrong"), Column("right", "Right"), Column("other", "Other")),
        rows=(
            OverviewRow("b.txt", "b.txt.html", "", (0, 5, 0)),
            OverviewRow("a <b>.txt", "a%20%3Cb%3E.txt.html", "Title & co", (2, 1, 0)),
            OverviewRow("c.txt", "", "", (0, 0, 0), "c.txt is a binary file"),
        ),
        labels={"skip": "Skip", "record": "Record"},
        record="0123456789ab",
        hashes=(("grid", "ba9876543210"),),
        command="hali check 'a b'",
        version="hali 1",
    )


def names(page: bytes) -> list[str]:
    tree = html.document_fromstring(page.decode())
    return [row.xpath("string(th/a | th[not(a)]/text())") for row in tree.xpath("//tbody/tr")]


def test_pages_hold_every_article_in_their_order(overview):
    pages = dict(write(overview))
    assert list(pages) == ["index-file.html", "index.html", "index-right.html"]
    assert names(pages["index-file.html"]) == ["a <b>.txt", "b.txt", "c.txt"]
    assert names(pages["index.html"]) == ["a <b>.txt", "b.txt", "c.txt"]
    assert names(pages["index-right.html"]) == ["b.txt", "a <b>.txt", "c.txt"]


def test_headings_lead_to_the_orders_and_say_which_one_is_shown(overview):
    pages = dict(write(overview))
    tree = html.document_fromstring(pages["index-right.html"].decode())
    assert tree.xpath("//thead//a/@href") == ["index-file.html", "index.html", "index-right.html"]
    assert tree.xpath("//th[@aria-sort]//text()") == ["Right"]
    assert set(tree.xpath("//thead//a/@href")) == set(pages)
    assert not tree.xpath("//script")


def test_row_links_its_page_and_says_what_went_wrong(overview):
    tree = html.document_fromstring(dict(write(overview))["index.html"].decode())
    assert tree.xpath("//tbody//a/@href") == ["a%20%3Cb%3E.txt.html", "b.txt.html"]
    assert "Title & co" in tree.text_content()
    assert tree.xpath("//tbody/tr[3]/td/text()") == ["c.txt is a binary file"]
    assert tree.xpath("//tfoot//td/text()") == ["2", "6"]


def test_index_says_how_to_repeat_it(overview):
    tree = html.document_fromstring(dict(write(overview))["index.html"].decode())
    assert [code.text for code in tree.findall(".//footer//code")] == [
        "0123456789ab",
        "ba9876543210",
        "hali check 'a b'",
    ]


def test_without_findings_there_are_two_pages(overview):
    rows = tuple(replace(row, counts=(0, 0, 0)) for row in overview.rows)
    assert [name for name, _ in write(replace(overview, rows=rows))] == ["index-file.html", "index.html"]


def test_row_that_does_not_fit_its_columns_is_refused(overview):
    with pytest.raises(RecordError, match="columns"):
        replace(overview, rows=(OverviewRow("a", "", "", (1,)),))
