"""The annotated page: every claim marked, every number on its axis under a unit that holds for it."""

from __future__ import annotations

import pytest

from hali import api
from hali.checking import annotate

TEXT = (
    "Trade: In 2021 the EU made up 45 % of Kazakhstan's foreign trade. "
    "Between 2005 and 2020 the EU invested over €160 billion in Kazakhstan."
)


@pytest.fixture(scope="module")
def page(record):
    return annotate.document(record, api.check(TEXT, record=record))


def test_every_claim_is_marked_where_it_stands(page):
    marked = [block.text[span.start : span.end] for block in page.blocks for span in block.spans]
    assert marked == ["45 %", "over €160 billion"]
    assert [card.quote for card in page.findings] == marked


def test_axis_names_every_currency_on_it(page):
    share, invested = page.findings
    assert share.strip.unit == "%"
    assert invested.strip.unit == "billion EUR / USD"


def test_rows_cite_sources_that_are_listed(page):
    cited = {number for card in page.findings for row in card.rows for number in row.sources}
    assert cited == set(range(1, len(page.origins) + 1))
    assert page.findings[0].rows[0].lead


def test_same_article_gives_the_same_bytes(record):
    checked = api.check(TEXT, record=record)
    assert annotate.to_html(record, checked) == annotate.to_html(record, checked)
