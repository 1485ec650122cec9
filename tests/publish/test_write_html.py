from __future__ import annotations

import base64
import hashlib
import itertools
import re
from dataclasses import replace

import pytest
from lxml import html
from lxml.html import HtmlElement

from hali.publish import pages, write_annotated, write_html
from hali.publish.annotated import AnnotatedDocument
from hali.publish.document import Document, Quantity
from hali.publish.write_json import digest


@pytest.fixture(scope="module")
def page(document: Document) -> str:
    return write_html.write(document).decode()


@pytest.fixture(scope="module")
def tree(page: str) -> HtmlElement:
    return html.document_fromstring(page)


@pytest.fixture(scope="module")
def both(page: str, annotated: AnnotatedDocument) -> dict[str, str]:
    return {"brief": page, "annotated": write_annotated.write(annotated).decode()}


PAGES = ("brief", "annotated")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_nobody_and_runs_nothing(both: dict[str, str], name: str) -> None:
    tree = html.document_fromstring(both[name])
    assert not tree.xpath("//script | //link | //img | //iframe | //object | //form | //base")
    assert not tree.xpath("//@style")
    assert not [attribute for attribute in tree.xpath("//@*") if attribute.attrname.startswith("on")]
    assert "@import" not in both[name]
    assert "url(" not in both[name]
    assert {node.tag for node in tree.xpath("//*[@href]")} <= {"a", "use"}


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_allows_this_style_sheet_and_nothing_else(both: dict[str, str], name: str) -> None:
    style = re.search("<style>(.*)</style>", both[name], re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = html.document_fromstring(both[name]).xpath("string(//meta[@http-equiv]/@content)")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_unique_and_every_inner_link_arrives(both: dict[str, str], name: str) -> None:
    tree = html.document_fromstring(both[name])
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    wanted = {link[1:] for link in tree.xpath("//@href") if link.startswith("#")}
    wanted |= set(tree.xpath("//@aria-labelledby"))
    assert wanted <= set(ids)


@pytest.mark.parametrize("name", PAGES)
def test_headings_descend_without_a_gap_from_one_title(both: dict[str, str], name: str) -> None:
    tree = html.document_fromstring(both[name])
    levels = [int(node.tag[1]) for node in tree.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert tree.xpath("count(//main)") == 1
    assert tree.xpath("//body/*[1]/@href") == ["#main"]


@pytest.mark.parametrize("name", PAGES)
def test_tables_have_scoped_heads_and_scroll_by_keyboard(both: dict[str, str], name: str) -> None:
    tree = html.document_fromstring(both[name])
    assert tree.xpath("//th")
    assert not tree.xpath("//th[not(@scope)]")
    assert not tree.xpath("//table[not(parent::div[@tabindex='0' and @role and @aria-label])]")


@pytest.mark.parametrize("name", PAGES)
def test_every_picture_has_a_name_or_is_hidden(both: dict[str, str], name: str) -> None:
    tree = html.document_fromstring(both[name])
    assert not tree.xpath("//*[local-name()='svg'][not(@aria-hidden='true') and not(@aria-labelledby)]")


def test_sizes_stay_within_what_is_promised(both: dict[str, str]) -> None:
    assert len(both["brief"].encode()) < 100_000
    assert len(both["annotated"].encode()) < 100_000


def test_every_number_is_data_with_its_reading_and_a_card(document: Document, tree: HtmlElement) -> None:
    for _, statement in document.statements:
        paragraphs = [
            p for p in tree.xpath("//div[@class='statement']/p") if p.text_content() == statement.text + statement.mark
        ]
        assert paragraphs, statement.text
        numbers = [run for run in statement.runs if isinstance(run, Quantity)]
        data = paragraphs[0].xpath(".//data")
        assert [(d.get("data-reading"), d.text, float(d.get("value"))) for d in data] == [
            (run.reading, run.text, run.value) for run in numbers
        ]
        shown = paragraphs[0].getparent().xpath(".//div[@class='card']/dl/div[last()]/dd/code/text()")
        assert shown == list(dict.fromkeys(run.reading for run in numbers))


def test_a_card_says_definition_formula_source_licence_and_the_others(tree: HtmlElement) -> None:
    card = tree.xpath("//div[@class='card']")[0].text_content()
    for text in (
        "by Examplia's count, goods, 2021",
        "(exports + imports) / rate",
        "[EX-7]",
        "open, reuse with source",
        "row as printed, with Thirdland",
        "b1b2c3d4e5f6",
        "Flow",
    ):
        assert text in card


def test_marks_stand_after_the_full_stop_and_lead_to_the_sources(tree: HtmlElement) -> None:
    mark = tree.xpath("//a[@class='mark']")[0]
    assert (mark.text_content(), mark.get("href")) == ("[1, 3]", "#source-1")
    assert not tree.xpath("//sup")


def test_every_source_stands_once_in_the_list_with_its_licence(document: Document, tree: HtmlElement) -> None:
    rows = [" ".join(row.text_content().split()) for row in tree.xpath("//section[@id='sources']//li")]
    assert len(rows) == len(document.origins)
    for number, (origin, row) in enumerate(zip(document.origins, rows, strict=True), 1):
        assert row.startswith(f"[{number}]")
        assert all(part in row for part in (origin.citation, origin.licence, origin.attribution))


def test_foreign_words_carry_their_language_and_strange_text_is_escaped(tree: HtmlElement, page: str) -> None:
    assert tree.xpath("string(//span[@lang='et'])") == "üleüldine osa"
    assert tree.get("lang") == "en"
    assert "&lt;&amp; no less&gt;" in page


def test_a_gap_says_why_and_what_next(tree: HtmlElement) -> None:
    gap = tree.xpath("//section[@id='tourism']/div[@class='gap']")[0].text_content()
    assert "the record does not hold them" in gap
    assert "Looked in: Samplia Statistics, table V2; Examplia Data Office" in gap
    assert "Next step: hali update samplia" in gap


def test_a_missing_cell_says_so(tree: HtmlElement) -> None:
    assert tree.xpath("//td/span[@class='none']/text()")[0] == "no data"


def test_the_foot_has_record_version_digest_and_disclaimer(document: Document, tree: HtmlElement) -> None:
    foot = tree.xpath("//footer")[0].text_content()
    for text in (document.version, document.record, digest(document)[:8], document.permalink, *document.disclaimer):
        assert text in foot


def test_written_twice_it_is_the_same_to_the_byte(document: Document, page: str) -> None:
    assert write_html.write(replace(document)).decode() == page


def test_one_chart_shown_twice_keeps_two_names(document: Document) -> None:
    section = next(s for s in document.sections if s.id == "energy")
    doubled = replace(document, sections=(replace(section, blocks=section.blocks * 2),))
    ids = html.document_fromstring(write_html.write(doubled).decode()).xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {"energy-1-alt", "energy-2-alt"} <= set(ids)


def test_a_reader_of_articles_finds_each_statement_once(document: Document, page: str) -> None:
    trafilatura = pytest.importorskip("trafilatura")
    found = " ".join(trafilatura.extract(page, include_comments=False).replace("\u00a0", " ").split())
    for _, statement in document.statements:
        assert found.count((statement.text + statement.mark).replace("\u00a0", " ")) == 1
    assert "(exports + imports) / rate" not in found


def test_numbers_for_machines_have_no_exponent() -> None:
    assert pages.plain_number(1e22) == "10000000000000000000000"
    assert pages.plain_number(-0.5) == "-0.5"


@pytest.mark.parametrize(
    ("figure", "lines"),
    [
        ("dola za Marekani bilioni 45.3", ["dola za Marekani", "bilioni 45.3"]),
        ("45,3 миллиарда долларов США", ["45,3 миллиарда", "долларов США"]),
        ("\u22122,5 миллиард АҚШ доллары", ["\u22122,5 миллиард", "АҚШ доллары"]),
        ("US$45.3 billion", ["US$45.3 billion"]),
        ("2 500 МВт", ["2 500 МВт"]),
        ("31,3 %", ["31,3 %"]),
    ],
)
def test_a_large_figure_is_broken_between_its_number_and_its_currency_only(figure: str, lines: list[str]) -> None:
    run = Quantity(figure.replace(" ", "\u00a0"), "r", 1.0, "USD")
    text = html.fromstring(str(pages._loose(pages.html_runs([run])))).text_content()
    assert [line.replace("\u00a0", " ") for line in text.split(" ")] == lines


def test_a_title_keeps_words_with_hyphens_whole_unless_they_are_too_long() -> None:
    assert pages.whole_words("жай-күйі <b>") == '<span class="word">жай-күйі</span> &lt;b&gt;'
    long = "a" * 12 + "-" + "b" * 12
    assert pages.whole_words(long) == long
