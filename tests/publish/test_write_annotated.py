from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from lxml.html import HtmlElement

from hali.errors import RecordError
from hali.publish import write_annotated
from hali.publish.annotated import AnnotatedDocument, Span, TextBlock, stretches


@pytest.fixture(scope="module")
def tree(annotated: AnnotatedDocument) -> HtmlElement:
    return html.document_fromstring(write_annotated.write(annotated).decode())


@st.composite
def blocks(draw: st.DrawFn) -> TextBlock:
    text = draw(st.text(alphabet="ab .", min_size=1, max_size=40))
    ends = [i + 1 for i, letter in enumerate(text) if letter == "."]
    starts = [0, *ends]
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda p: p[0] < p[1])
    spans = draw(st.lists(places, max_size=6))
    return TextBlock(
        "paragraph",
        text,
        sentences=tuple(zip(starts, ends, strict=False)),
        spans=tuple(Span(start, end, f"c{k}") for k, (start, end) in enumerate(spans)),
    )


@given(blocks())
def test_no_letter_is_lost_and_every_finding_is_shown_once_behind_its_claim(block: TextBlock) -> None:
    found = stretches(block)
    assert "".join(piece.text for stretch in found for piece in stretch.pieces) == block.text
    assert sorted(name for stretch in found for name in stretch.findings) == sorted(s.finding for s in block.spans)
    reached = 0
    for stretch in found:
        reached += sum(len(piece.text) for piece in stretch.pieces)
        assert all(span.end <= reached for span in block.spans if span.finding in stretch.findings)


@given(blocks())
def test_every_marked_letter_lies_in_its_claim(block: TextBlock) -> None:
    place = 0
    for piece in (piece for stretch in stretches(block) for piece in stretch.pieces):
        over = [s for s in block.spans if s.start <= place and place + len(piece.text) <= s.end]
        if piece.finding:
            shortest = min(s.end - s.start for s in over)
            assert any(s.finding == piece.finding and s.end - s.start == shortest for s in over)
        else:
            assert not over
        place += len(piece.text)


def test_the_finding_stands_behind_its_sentence(tree: HtmlElement) -> None:
    block = tree.xpath("//div[@class='block block-paragraph']")[0]
    order = [(node.tag, "".join(node.xpath("text() | mark//text()"))[:12]) for node in block]
    assert [tag for tag, _ in order] == ["p", "div", "p", "div", "p"]
    assert order[2][1] == " Trade was 2"
    assert order[4][1] == " It rains."


def test_five_states_differ_by_icon_and_word_and_class(tree: HtmlElement, annotated: AnnotatedDocument) -> None:
    shown = tree.xpath("//aside[contains(@class, 'finding')]")
    states = [node.get("class").removeprefix("finding state-") for node in shown]
    assert sorted(states) == ["changed", "depends", "not_reproduced", "outside", "reproduced"]
    for node, state in zip(shown, states, strict=True):
        assert node.xpath("string(.//summary/*[local-name()='svg']/use/@href)") == f"#icon-{state}"
        word = next(finding.word for finding in annotated.findings if finding.state == state)
        assert node.xpath("string(.//summary/span)") == word
    marks = {mark.get("class") for mark in tree.xpath("//mark")}
    assert marks == {f"state-{state}" for state in states}


def test_a_card_shows_everything_a_finding_has(tree: HtmlElement, annotated: AnnotatedDocument) -> None:
    finding = annotated.findings[0]
    text = tree.get_element_by_id("finding-c1").text_content()
    wanted = [finding.word, finding.code, finding.quote, finding.counts, finding.closest, finding.alternative]
    wanted += [part for row in finding.rows for part in (row.value, row.definition, row.changes, row.gap, row.reading)]
    wanted += [*finding.remarks, "Year: not stated", "Partner: Examplia", finding.verdict[0].text, finding.alt]
    compact = " ".join(text.split())
    assert [part for part in wanted if " ".join(part.split()) not in compact] == []
    assert tree.xpath("count(//*[@id='finding-c1']//*[local-name()='svg' and @role='img'])") == 1


def test_foreign_paragraphs_carry_their_language_and_findings_the_page_s(tree: HtmlElement) -> None:
    block = tree.xpath("//div[@lang='de']")[0]
    assert block.xpath("string(p[1])") == "Examplia ist der <größte> Partner."
    assert block.xpath("div/@lang") == ["en", "en"]


def test_joint_findings_lead_to_their_claims(tree: HtmlElement) -> None:
    box = tree.xpath("//div[contains(@class, 'box-joint')]")[0]
    assert box.xpath(".//p[@class='claims']/a/@href") == ["#claim-c1", "#claim-c2"]
    assert "One definition gives both" in box.text_content()


def test_a_text_without_claims_says_so(annotated: AnnotatedDocument) -> None:
    empty = replace(annotated, blocks=(TextBlock("paragraph", "It rains."),), findings=(), joint=())
    assert "No checkable number was found." in write_annotated.write(empty).decode()


@pytest.mark.parametrize(
    "change",
    [
        {"findings": ()},
        {"blocks": (TextBlock("paragraph", "It rains."),)},
        {"labels": {}},
        {"origins": ()},
    ],
)
def test_what_does_not_fit_together_is_refused(annotated: AnnotatedDocument, change: dict[str, object]) -> None:
    with pytest.raises(RecordError):
        replace(annotated, **change)  # type: ignore[arg-type]


def test_a_claim_outside_its_block_is_refused(annotated: AnnotatedDocument) -> None:
    block = TextBlock("paragraph", "Short.", spans=(Span(0, 99, "c1"),))
    with pytest.raises(RecordError, match="outside its block"):
        replace(annotated, blocks=(block,), findings=annotated.findings[:1], joint=())


def test_written_twice_it_is_the_same_to_the_byte(annotated: AnnotatedDocument) -> None:
    assert write_annotated.write(annotated) == write_annotated.write(replace(annotated))
    assert annotated.digest != replace(annotated, record="other").digest
