"""A brief as it is read: how long, how often a sentence is built alike, which year leads, what is said once."""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from hali import api, languages
from hali.briefs import trade
from hali.briefs.material import gather
from hali.codelists import areas
from hali.narrate import words
from hali.publish import write_html, write_pdf
from hali.publish.blocks import flat
from hali.publish.document import DataTable, Note, Paragraph, Quantity

PAIRS = tuple(json.loads((Path(__file__).parents[2] / "docs" / "elements.json").read_text(encoding="utf-8"))["pairs"])
"""The pairs the page on coverage lists one by one: "EU-KZ"."""

MOST_ALIKE = 5
"""Sentences of one pattern at the most."""

MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"


@pytest.fixture(scope="module")
def briefs(record):
    return {name: api.brief(*name.split("-"), record=record) for name in PAIRS}


def pattern(statement, pair) -> str:
    """A sentence without its numbers, dates and the names of the two sides."""
    text = "".join("#" if hasattr(run, "reading") else run.text for run in statement.runs)
    codes = {code for side in pair for code in areas.concept_codes(side)}
    for name in sorted({words.form(code, "en", form) for code in codes for form in ("plain", "short")}, key=len)[::-1]:
        text = text.replace(name, "@")
    text = re.sub(rf"(?:\d+\W)?{MONTH}\W\d{{4}}|\b\d{{4}}\b", "#", text)
    return re.sub(r"\bthe @|@'s|@'", "@", text)


def test_no_sentence_is_built_alike_more_than_five_times(briefs) -> None:
    for name, document in briefs.items():
        found = Counter(
            pattern(statement, document.pair) for _, statement in document.statements if statement.quantities
        )
        alike, times = found.most_common(1)[0] if found else ("", 0)
        assert times <= MOST_ALIKE, (name, alike)


@pytest.mark.parametrize("name", PAIRS)
def test_the_newest_year_of_each_count_leads(record, briefs, name) -> None:
    """Page one says the newest size of goods trade, and the newest each side counts itself where it is no older."""
    document = briefs[name]
    said = " ".join(s.text for block in document.lead if isinstance(block, Paragraph) for s in block.statements)
    material = gather(record, *document.pair, document.as_of)
    sizes = [trade.size(material, *side) for side in trade.roles(material)]
    newest = max((r for r in sizes if r is not None), key=lambda r: r.end, default=None)
    assert newest is None or newest.definition.period in said
    for side in trade.roles(material):
        own = trade.own_size(material, *side)
        if own is not None and own.end > f"{int(document.as_of[:4]) - 8}":
            assert own.definition.period in said, side


def test_a_note_is_said_once(briefs) -> None:
    for name, document in briefs.items():
        notes = Counter(
            statement.text
            for section in document.sections
            for block in section.blocks
            if isinstance(block, Note)
            for statement in block.statements
        )
        assert all(times == 1 for times in notes.values()), name


def test_what_the_first_page_states_no_section_states_again(briefs) -> None:
    for name, document in briefs.items():
        first = [b.statements for b in document.lead if isinstance(b, Paragraph)][:4]
        lead = {s.text for statements in first for s in statements if s.quantities}
        later = {s.text for id_, s in document.statements if id_ != "lead"}
        assert not lead & later, name


def test_a_flag_is_explained_before_it_is_met_and_once_more_at_the_end(briefs) -> None:
    meant = {"p": "partial sum", "q": "second-hand"}
    seen: set[str] = set()
    for name, document in briefs.items():
        told: set[str] = set()
        sections = [block for section in document.sections for block in section.blocks]
        for table in (block for block in flat((*document.lead, *sections)) if isinstance(block, DataTable)):
            told |= {flag for flag, what in meant.items() if what in table.note}
            met = {cell.flag for row in table.rows for cell in row if isinstance(cell, Quantity)} & set(meant)
            assert met <= told, (name, table.caption)
            seen |= met
        last = " ".join(statement.text for statement in document.methods)
        assert all(meant[flag] in last for flag in told), name
    assert seen == set(meant)


def test_events_in_the_same_words_are_listed_once(briefs) -> None:
    listed = 0
    for name, document in briefs.items():
        for section in document.sections:
            tables = [b for b in section.blocks if isinstance(b, DataTable) and b.caption == "Events"]
            titles = [row[1].text for table in tables for row in table.rows]
            assert len(set(titles)) == len(titles), (name, section.id)
            listed += len(titles)
    assert listed > 100


def test_a_target_without_a_value_of_today_is_said_once(briefs) -> None:
    """Kazakhstan's emission targets stand under climate action; renewables, which have a value, stand in both."""
    said = [
        row[0].text
        for block in briefs["EU-KZ"].sections[-1].blocks
        if isinstance(block, DataTable)
        for row in block.rows
    ]
    assert any("renewables" in text for text in said)
    assert not any("Emission target" in text for text in said)


@pytest.mark.parametrize(("name", "pages", "words"), [("EU-KZ", 12, 6000), ("KE-TZ", 4, 2200)])
def test_as_long_as_somebody_reads(briefs, name, pages, words) -> None:
    from pypdf import PdfReader

    made = PdfReader(io.BytesIO(write_pdf.write(briefs[name]))).pages
    assert len(made) <= pages
    assert sum(len(page.extract_text().split()) for page in made) <= words


@pytest.mark.parametrize("lang", languages.CODES)
def test_a_page_of_the_richest_pair_weighs_350_kb_in_every_language(record, lang) -> None:
    """Letters other than Latin ones take two bytes each."""
    assert len(write_html.write(api.brief("EU", "KZ", lang, record=record))) <= 350_000
