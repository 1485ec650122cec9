"""Figures in circulation, comparators and the numbers' own past; the first page on one sheet."""

from __future__ import annotations

import io

import pypdf
import pytest

from hali import api
from hali.briefs import circulating, comparators
from hali.languages import CODES
from hali.publish import write_pdf
from hali.publish.document import Box, DataTable, KeyNumbers, Plain, Quantity, Quoted
from hali.record import readings as lookup

DAY = "2026-11-23"


@pytest.fixture(scope="module")
def brief(record):
    return api.brief("EU", "KZ", record=record)


def tables(document, kind):
    boxes = [b for b in document.lead if isinstance(b, Box) and b.kind == kind]
    return [t for box in boxes for t in box.blocks if isinstance(t, DataTable)]


@pytest.mark.parametrize("one", circulating.every(), ids=lambda one: one.claim.id)
def test_a_figure_in_circulation_reads_as_its_sentence_does_and_has_an_origin(record, one) -> None:
    checked = api.check(one.claim.sentence, one.pair, one.published, lang=circulating.LANGUAGE, record=record)
    (read,) = [f.claim for f in checked.findings if f.claim.kind == "quantity"]
    for slot in ("measure", "relation", "reporter", "partner", "pair", "flow", "product", "variant"):
        assert getattr(one.claim, slot) == getattr(read, slot), slot
    for slot in ("value", "low", "high", "lenient_low", "lenient_high", "unit", "approximator", "scale"):
        assert getattr(one.claim.quantity, slot) == getattr(read.quantity, slot), slot
    spans = [(c.period.start, c.period.end) if c.period else None for c in (one.claim, read)]
    assert spans[0] == spans[1]
    known = one.page if one.page is not None else lookup.origins(record, [one.origin])[one.origin]
    assert known.producer
    assert known.title
    assert known.url_main


def test_figures_are_found_whichever_side_comes_first() -> None:
    assert circulating.on(("KAZ", "EU")) == circulating.on(("EU", "KAZ"))
    assert circulating.on(("DEU", "KAZ")) == ()


def test_each_figure_stands_beside_the_definition_that_gives_it_or_none(brief) -> None:
    (table,) = tables(brief, "joint")
    rows = [[cell.text for cell in row] for row in table.rows]
    assert len(rows) == 4
    assert all(isinstance(row[0], Quoted) and row[0].said_by for row in table.rows)
    share, volume, invested, crude = rows
    assert share[0] == "≈\u00a040\u00a0%"
    assert volume[2:4] == ["24.4\u00a0billion EUR", "by Kazakhstan's count"]
    assert "US dollars, not euro" in invested[3]
    # the record's own figure was read on that very page: it confirms nothing
    assert crude[2:4] == ["–", "none of the definitions tried gives it"]


def test_a_page_outside_the_record_is_cited(brief) -> None:
    (table,) = tables(brief, "joint")
    number = int(table.rows[0][4].text.strip("[]"))
    assert brief.origins[number - 1].citation.startswith("EU Reporter")


@pytest.mark.parametrize(
    ("pair", "codes"),
    [
        (("EU", "KAZ"), ("CHN", "RUS", "TUR", "UZB")),
        (("KAZ", "CHN"), ("EU27_2020", "RUS", "TUR", "UZB")),
        (("BRA", "JPN"), ("CHN", "USA", "EU27_2020")),
    ],
)
def test_comparators_follow_size_votes_and_region(record, pair, codes) -> None:
    assert comparators.others(record, pair, DAY) == codes


def test_every_comparator_is_the_same_number_of_another_partner(brief, record) -> None:
    (table,) = tables(brief, "note")
    assert [c.title for c in table.columns][2:] == ["This pair", "China", "Russia", "Türkiye", "Uzbekistan"]
    for row in table.rows:
        cells = [cell for cell in row[2:] if isinstance(cell, Quantity)]
        assert len(cells) >= 2
        found = [lookup.get(record, cell.reading).definition for cell in cells]
        assert len({(d.measure, d.variant, d.product, d.flow, d.unit, d.period) for d in found}) == 1


def test_a_partial_sum_is_marked_and_stands_beside_no_whole_one(record) -> None:
    """The table has no row between Poland and Vietnam: trade of ASEAN with China is whole, with the EU it is not."""
    lead = api.brief("ASEAN", "EU", record=record)
    (numbers,) = [b for b in lead.lead if isinstance(b, KeyNumbers)]
    partial = [item for item in numbers.items if lookup.get(record, item.number.reading).missing]
    assert partial
    assert all(item.label.endswith("a partial sum") for item in partial)
    (table,) = tables(lead, "note")
    for row in table.rows:
        cells = [cell for cell in row if isinstance(cell, Quantity)]
        assert len({lookup.get(record, cell.reading).missing for cell in cells}) == 1
        assert len(cells) > 1
    assert not [row for row in table.rows if "together" in row[0].text]


def test_a_key_number_has_its_past(brief) -> None:
    (numbers,) = [b for b in brief.lead if isinstance(b, KeyNumbers)]
    for item in numbers.items:
        (earlier,) = item.change
        years = [
            run.text.strip("; :\u00a0")
            for run in earlier.runs
            if isinstance(run, Plain) and run.text.strip("; :\u00a0").isdigit()
        ]
        assert len(years) == 3
        assert [int(years[0]) - int(year) for year in years] == [0, 4, 9]


def test_a_number_without_a_past_has_no_empty_line(record):
    lead = api.brief("NO", "GB", record=record).lead
    items = [item for block in lead if isinstance(block, KeyNumbers) for item in block.items]
    assert [item for item in items if not item.change]
    said = [run.text for item in items for told in item.change for run in told.runs]
    assert not said or any(text.strip("; :\u00a0").isdigit() for text in said)


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize("lang", CODES)
@pytest.mark.parametrize("pair", [("EU", "KZ"), ("EU", "UZ"), ("DE", "KZ")], ids="-".join)
def test_the_first_page_is_one_sheet(record, pair, lang, paper) -> None:
    from pypdf import PdfReader

    document = api.brief(*pair, lang=lang, record=record)
    disputed, *behind = [b.title for b in document.lead if isinstance(b, Box)]
    pages = PdfReader(io.BytesIO(write_pdf.write(document, paper))).pages
    assert disputed in pages[0].extract_text()
    assert all(title in pages[1].extract_text() for title in behind)


def test_a_pair_without_figures_has_no_empty_sheet(record) -> None:
    from pypdf import PdfReader

    document = api.brief("FJ", "PY", record=record)
    first = PdfReader(io.BytesIO(write_pdf.write(document))).pages[0].extract_text()
    assert "4 Political dialogue" in first


@pytest.mark.parametrize(("a", "b"), [("EU", "KZ"), ("FR", "DE"), ("KE", "TZ")])
@pytest.mark.parametrize("lang", CODES)
def test_the_first_page_alone_is_one_sheet_with_its_sources(record, lang, a, b) -> None:
    pytest.importorskip("typst")
    document = api.brief(a, b, lang=lang, record=record, sections=())
    assert document.sections == ()
    assert not tables(document, "note")
    cited = {number for _, statement in document.statements for number in statement.sources}
    assert cited <= set(range(1, len(document.origins) + 1))
    (page,) = pypdf.PdfReader(io.BytesIO(write_pdf.write(document))).pages
    text = page.extract_text()
    assert all(f"[{number}]" in text for number in range(1, len(document.origins) + 1))
