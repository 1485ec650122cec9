"""Tables of both sides: what is of the pair, what a side has not, what a picture or a sentence showed before."""

from __future__ import annotations

import pytest

from hali import api
from hali.briefs.elements import of
from hali.briefs.first_page import superseded
from hali.briefs.material import gather
from hali.languages import CODES
from hali.publish.blocks import flat
from hali.publish.document import Box, DataTable, Note, Paragraph, Plain, Quantity
from hali.record import readings as lookup

PAIRS = ("EU-KZ", "KE-TZ", "US-CN", "FR-DE", "ASEAN-EU")


@pytest.fixture(scope="module")
def briefs(record):
    return {name: api.brief(*name.split("-"), record=record) for name in PAIRS}


def rows(document, caption="", section=""):
    """Rows of the tables of a brief by the head of the row, the heads of the columns with them."""
    blocks = [block for one in document.sections if section in {"", one.id} for block in flat(one.blocks)]
    for table in (block for block in blocks if isinstance(block, DataTable) and caption in block.caption):
        for row in table.rows:
            yield row[0].text, dict(zip([column.title for column in table.columns], row, strict=False)), row


def test_a_side_whose_line_is_drawn_has_its_number_in_the_table_below(briefs) -> None:
    (row,) = [row for name, _, row in rows(briefs["KE-TZ"], "Refugees") if name.startswith("Asylum-seekers")]
    kenya, tanzania = (cell for cell in row if isinstance(cell, Quantity))
    assert (kenya.value, tanzania.value) == (153, 11)


def test_what_is_of_the_pair_stands_in_a_table_of_its_own(briefs) -> None:
    for name, document in briefs.items():
        apart = [head for head, _, _ in rows(document, "The two together")]
        assert any(head.startswith("Distance") for head in apart), name
        beside = [(head, row) for head, _, row in rows(document) if head.startswith("Distance")]
        assert all(len(row) == 4 for _, row in beside), name


def test_a_missing_number_has_one_sign_and_it_is_no_dash(briefs) -> None:
    missing = 0
    for document in briefs.values():
        for _, cells, row in rows(document, section=""):
            if list(cells)[:2] != ["Measure", "Unit"]:
                continue
            numbers = row[2::2]
            assert not any(isinstance(cell, Plain) and cell.text == "\u2013" for cell in numbers), row[0].text
            missing += sum(cell is None for cell in numbers)
    assert missing > 10


def test_what_is_said_to_be_missing_no_other_row_of_the_name_has(briefs) -> None:
    for document in briefs.values():
        for table in (b for section in document.sections for b in flat(section.blocks) if isinstance(b, DataTable)):
            for place in range(2, len(table.columns)):
                held = {row[0].text for row in table.rows if isinstance(row[place], Quantity)}
                none = {row[0].text for row in table.rows if row[place] is None and table.columns[0].title == "Measure"}
                assert not held & none, table.caption


def test_no_partial_sum_stands_beside_the_whole_of_the_same(record, briefs) -> None:
    printed = [lookup.get(record, id_) for id_, card in briefs["EU-KZ"].readings.items() if "measure" in card]
    issued = [r for r in printed if (r.definition.measure, r.definition.variant) == ("visas_issued", "issued")]
    assert issued
    assert not any(r.missing for r in issued)


def test_whole_shares_print_no_decimals(briefs) -> None:
    (row,) = [row for name, _, row in rows(briefs["US-CN"]) if "World Factbook" in name]
    assert [cell.text for cell in row if isinstance(cell, Quantity)] == ["8", "13"]


def test_a_target_says_in_which_way_its_value_of_today_is_counted(briefs) -> None:
    named = [name for name, _, _ in rows(briefs["EU-KZ"], section="outlook") if "renewables" in name]
    assert named
    assert all("without large hydropower" in name for name in named)


def test_a_group_that_heads_rows_of_a_table_is_no_organisation(record) -> None:
    states = {state.element.id: state for state in of(gather(record, "FRA", "DEU", "2026-11-23"))}
    assert "NATO" in states["organisations"].organisations
    assert not {"SCHENGEN", "SCHENGEN_V"} & set(states["organisations"].organisations)


def test_only_a_figure_without_a_newer_one_of_its_count_is_called_old(record, briefs) -> None:
    material = gather(record, "EU", "KAZ", "2026-11-23")
    counts = [material.one("trade_total", *sides, product="TOTAL") for sides in (("EU", "KAZ"), ("KAZ", "EU"))]
    union, kazakhstan = (next(r for r in series.readings if r.definition.period == "2021") for series in counts)
    assert not superseded(material, union)
    assert superseded(material, kazakhstan)
    (note,) = [block for block in briefs["KE-TZ"].lead if isinstance(block, Note)] or [None]
    assert note is None, "2023 is not old"


@pytest.mark.parametrize("lang", CODES)
def test_the_box_on_coverage_names_what_neither_has_of_the_other_once(record, lang) -> None:
    document = api.brief("KE", "TZ", lang=lang, record=record)
    (box,) = [b for b in document.sections[-1].blocks if isinstance(b, Box) and b.kind == "coverage"]
    said = [one.text for block in box.blocks if isinstance(block, Paragraph) for one in block.statements]
    assert len(said) >= 3, "one paragraph each"
    assert not any("\u2192" in text for text in said), "both ways are missing"
