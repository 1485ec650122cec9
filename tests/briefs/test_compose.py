"""The brief: the outline, honest gaps, every number with its reading and source, the same bytes each time."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from hali import api, languages, pillars
from hali.briefs import material
from hali.briefs.compose import compose
from hali.errors import QuestionError
from hali.languages import numbers
from hali.narrate import words
from hali.publish import write_json
from hali.publish.blocks import flat, printed
from hali.publish.document import Box, DataTable, Figure, Foreign, KeyNumbers, Paragraph, Plain, Quantity

OUTLINE = [
    "economy",
    "trade",
    "investment",
    "energy",
    "green_energy",
    "connectivity",
    "routes",
    "dialogue",
    "reform",
    "security",
    "terrorism",
    "nonproliferation",
    "borders",
    "education",
    "exchange",
    "capacity",
    "culture",
    "tourism",
    "climate",
    "biodiversity",
    "sdg",
    "outlook",
]
PAIRS = [("EU", "KAZ"), ("KAZ", "UZB"), ("DEU", "KAZ"), ("EU", "CHN"), ("EU", "UZB"), ("KAZ", "EU"), ("EAEU", "CHN")]
CLOSED = (
    r"\b(?:19|20)\d\d\b",  # years
    r"\b\d{1,2}\xa0\w+ ",  # days of dates
    r"\bEU\d\d\b",
    r"\bHS \d+",
    r"\bPM2\.5\b",
    r"\bES-11/\d\b",
    r"\b68/262\b",
    r"\bC5\+1|\bG20\b|\bCOP27\b|\b30 years of|by \d\d of 28 member states",  # names and phrases of titles
    r"(?:phase|awamu ya) \d+",
    r"\[[\d, ]+\]",  # source marks
)
"""Digits that are no numbers of ours."""


@pytest.fixture(scope="module")
def briefs(record):
    made = {}

    def one(a: str, b: str, lang: str = "en"):
        if (a, b, lang) not in made:
            made[a, b, lang] = compose(record, a, b, lang)
        return made[a, b, lang]

    return one


def blocks(document):
    yield from flat(document.lead)
    for section in document.sections:
        counted = [b for b in section.blocks if isinstance(b, Box) and b.kind == "coverage"]
        yield from flat(tuple(b for b in section.blocks if b not in counted))


@pytest.mark.parametrize("lang", ["en", "sw"])
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_the_outline_is_the_same_for_every_pair(briefs, pair, lang):
    document = briefs(*pair, lang)
    assert [section.id for section in document.sections] == OUTLINE
    headings = {"economy", "security", "education"}
    for section in document.sections:
        assert bool(section.blocks or section.gap) != (section.id in headings), section.id
        assert not (section.blocks and section.gap), section.id


@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_order_of_the_pair_is_kept(briefs, pair):
    assert briefs(*pair).pair == pair


def test_a_pair_without_data_is_a_readable_list_of_gaps(briefs):
    document = briefs("FJI", "PRY")
    assert "no key figure that joins the two" in document.lead[0].statements[0].text
    empty = [section for section in document.sections if section.gap]
    assert len(empty) >= 8
    for section in empty:
        assert section.gap.text.endswith(".")
        assert section.gap.looked_in
        assert section.gap.next_step
        assert (section.gap.reason == "published_not_held") == ("hali update" in section.gap.next_step)


@pytest.mark.parametrize("lang", ["en", "sw"])
def test_a_section_states_at_most_four_numbers_sentences(briefs, lang):
    for section in briefs("EU", "KAZ", lang).sections:
        if section.id == "outlook":
            continue
        stated = [s for block in section.blocks if isinstance(block, Paragraph) for s in block.statements]
        assert len(stated) <= 4, section.id
        assert all(len(s.quantities) <= 2 for s in stated)
        figures = [b for b in section.blocks if isinstance(b, Figure)]
        tables = [b for b in section.blocks if isinstance(b, DataTable)]
        # trade has a long series and the largest products of each direction as well
        assert len(figures) <= (3 if section.id == "trade" else 1), section.id
        between = [table for table in tables if table.caption == words.table(lang, "brief")["caption_between"]]
        assert len(between) <= 1, section.id
        # numbers, and the events
        assert len(tables) - len(between) <= (3 if section.id in {"trade", "dialogue"} else 2), section.id


def test_the_first_page_holds_statements_numbers_a_figure_and_the_dispute(briefs):
    lead = briefs("EU", "KAZ").lead
    kinds = [type(block).__name__ for block in lead]
    assert kinds.count("Paragraph") == 5
    assert [len(b.items) for b in lead if isinstance(b, KeyNumbers)] == [4]
    assert kinds.count("Figure") == 1
    assert kinds[-1] == "Box"


def test_the_disputed_shares_come_from_definitions(briefs):
    """30, 40 and 50 % of the EU in Kazakhstan's trade are each some definition's number."""
    box = next(b for b in briefs("EU", "KAZ").lead if isinstance(b, Box) and b.kind == "joint")
    table = next(b for b in flat(box.blocks) if isinstance(b, DataTable))
    rounded = {round(row[0].value, -1) for row in table.rows}
    assert {30.0, 40.0, 50.0} <= rounded
    assert sum("default" in row[1].text for row in table.rows) == 1


@pytest.mark.parametrize("pair", [("EU", "KAZ"), ("KAZ", "UZB")], ids="-".join)
def test_the_two_counts_stand_first(briefs, pair):
    # a newer year of one count may go before
    said = [block.statements[0] for block in briefs(*pair).lead[:2]]
    first = max(said, key=lambda statement: len(statement.quantities))
    reporters = {
        briefs(*pair).readings[q.reading]["definition"].split(", partner")[0].split("statistics of ")[1]
        for q in first.quantities
    }
    assert len(first.quantities) == len(reporters) == 2


def test_what_a_third_party_put_together_is_said_once_and_is_nobodys_count(briefs):
    """Neither France nor Germany reports a turnover here; CEPII's is the same from both sides."""
    lead = briefs("FRA", "DEU").lead
    said = [statement.text for block in lead if isinstance(block, Paragraph) for statement in block.statements]
    assert len([text for text in said if "Trade in goods" in text and "CEPII" in text]) == 1
    figures = [block for block in flat(lead) if isinstance(block, Figure)]
    assert not [figure for figure in figures if "CEPII" in figure.source_line]


@pytest.mark.parametrize("lang", ["en", "sw"])
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_no_number_stands_in_plain_text(briefs, pair, lang):
    for block in blocks(briefs(*pair, lang)):
        for runs, _ in printed(block):
            for run in runs:
                if isinstance(run, Plain):
                    text = re.sub("|".join(CLOSED), "", run.text)
                    assert not re.search(r"\d", text.replace(briefs(*pair, lang).record, "")), run.text


@pytest.mark.parametrize("lang", ["en", "sw"])
def test_a_printed_number_parses_to_its_value(briefs, lang):
    for block in blocks(briefs("EU", "KAZ", lang)):
        for runs, _ in printed(block):
            for run in runs:
                if isinstance(run, Quantity) and isinstance(block, DataTable):
                    shown = numbers.parse_number(run.text.replace("\u2212", "-"), lang) * run.scale
                    assert abs(shown - run.value) <= run.scale * 10**-run.digits / 2 * 1.0001, run


def test_every_number_has_its_card_and_every_card_a_source(briefs):
    document = briefs("EU", "KAZ")
    used = {r.reading for b in blocks(document) for runs, _ in printed(b) for r in runs if isinstance(r, Quantity)}
    assert used == set(document.readings)
    assert all(card["sources"] for card in document.readings.values())
    cited = {n for card in document.readings.values() for n in card["sources"]}
    assert cited <= set(range(1, len(document.origins) + 1))


def test_a_sentence_is_marked_with_the_sources_of_its_numbers(briefs):
    document = briefs("EU", "KAZ")
    for _, statement in document.statements:
        for quantity in statement.quantities:
            assert set(document.readings[quantity.reading]["sources"]) <= set(statement.sources)


def test_events_in_another_language_are_said_in_it(briefs):
    document = briefs("EU", "KAZ", "sw")
    cells = [row[1] for block in blocks(document) if isinstance(block, DataTable) for row in block.rows]
    assert any("yalianza kutumika" in statement.text for _, statement in document.statements)
    assert any("ulianzishwa" in cell.text for cell in cells if cell)
    # an agreement or a meeting of a subject without words in a language keeps its English title, and says so
    foreign = {cell.text for cell in cells if isinstance(cell, Foreign)}
    assert not {text for text in foreign if text.startswith("EPCA") or "Paris Agreement" in text}


def test_a_pillar_removed_leaves_its_sections_as_gaps(record, monkeypatch):
    every = material.lookup.find

    def without_energy(*args, **kwargs):
        return [r for r in every(*args, **kwargs) if not r.indicator.startswith("energy.")]

    monkeypatch.setattr(material.lookup, "find", without_energy)
    monkeypatch.setattr(material.lookup, "events", lambda *args: [])
    document = compose(record, "EU", "KAZ", "en")
    assert [section.id for section in document.sections] == OUTLINE
    gaps = {section.id for section in document.sections if section.gap}
    assert {"energy"} <= gaps
    assert "trade" not in gaps


def test_as_of_hides_what_came_later(record):
    early = compose(replace(record, as_of="2022-12-31"), "EU", "KAZ", "en", "2022-12-31")
    years = [row[0].text for block in blocks(early) if isinstance(block, DataTable) for row in block.rows]
    assert "2023" not in years
    assert early.as_of == "2022-12-31"
    none = compose(replace(record, as_of="1980-01-01"), "EU", "KAZ", "en", "1980-01-01")
    assert all(section.gap or not section.blocks for section in none.sections if section.id != "outlook")


def test_a_dated_bloc_is_taken_at_its_word(record):
    document = compose(record, "EU28", "KAZ", "en")
    assert document.pair == ("EU28", "KAZ")
    assert "United Kingdom" in document.composition[0][1]
    assert "EU28" in document.lead[0].statements[0].text


def test_the_same_record_gives_the_same_bytes(record, briefs):
    again = compose(record, "EU", "KAZ", "en")
    assert write_json.digest(again) == write_json.digest(briefs("EU", "KAZ"))


def test_every_language_with_words_writes_the_same_numbers(record, briefs):
    english = briefs("EU", "KAZ")
    for lang in languages.CODES:
        other = compose(record, "EU", "KAZ", lang)
        assert set(other.readings) == set(english.readings), lang
        assert [s.id for s in other.sections] == OUTLINE


def test_sections_of_the_pillars_all_stand_in_the_outline():
    declared = {section.id for pillar in pillars.pillars() for section in pillar.sections}
    assert declared <= set(OUTLINE)


def test_resolved_names_of_the_api_reach_the_brief(record):
    assert api.brief("Umoja wa Ulaya", "Қазақстан", "sw", record=record).pair == ("EU", "KAZ")


@pytest.mark.parametrize("asked", [["trade"], ["investment", "trade"], ["green_energy", "exchange"]])
def test_a_section_asked_for_without_the_one_above_it_stands_for_itself(record, asked) -> None:
    part = api.brief("EU", "KZ", record=record, sections=asked)
    assert {(one.id, one.level) for one in part.sections} == {(id_, 1) for id_ in asked}
    under = api.brief("EU", "KZ", record=record, sections=["economy"])
    assert [(one.id, one.level) for one in under.sections] == [("economy", 1), ("trade", 2), ("investment", 2)]


def test_only_the_sections_asked_for_follow_the_first_page(record) -> None:
    whole = api.brief("EU", "KZ", record=record)
    part = api.brief("EU", "KZ", record=record, sections=["energy", "economy"])
    assert [one.id for one in part.sections] == ["economy", "trade", "investment", "energy", "green_energy"]
    kept = {one.id: one for one in whole.sections}
    assert [one.title for one in part.sections] == [kept[one.id].title for one in part.sections]
    assert len(part.origins) < len(whole.origins)
    with pytest.raises(QuestionError, match=r"no section 'nothing'; there are: economy, trade, .*outlook"):
        api.brief("EU", "KZ", record=record, sections=["trade", "nothing"])
