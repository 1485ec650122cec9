"""Numbers in a row: each with its own counterpart."""

from __future__ import annotations

import pytest

from hali.check import article, frames
from hali.model.claim import Claim


def quantities(text: str) -> list[Claim]:
    return [c for c in frames.claims(article.from_text(text)) if c.kind == "quantity"]


def test_percentages_in_a_row_belong_to_the_amounts_in_a_row():
    text = "In 2023 EU exports to Kazakhstan were 12 bn euros and imports 25 bn euros, up 9 % and 3 %."
    assert [(c.measure, c.relation, c.reporter, c.partner) for c in quantities(text)] == [
        ("exports", "level", "EU", "KAZ"),
        ("imports", "level", "EU", "KAZ"),
        ("exports_growth", "change", "EU", "KAZ"),
        ("imports_growth", "change", "EU", "KAZ"),
    ]


def test_as_many_areas_as_numbers_go_one_to_one():
    text = "Kazakhstan's trade with Russia, China and the EU was 26, 24 and 40 billion dollars respectively."
    assert [set(c.pair or ()) - {"KAZ"} for c in quantities(text)] == [{"RUS"}, {"CHN"}, {"EU"}]


def test_as_many_years_as_numbers_go_one_to_one():
    text = "In 2021 and 2022 the EU's exports to Kazakhstan were 5.5 and 9.8 billion euros respectively."
    assert [c.period and c.period.start[:4] for c in quantities(text)] == ["2021", "2022"]


def test_other_numbers_of_areas_leave_a_single_number_alone():
    text = "Trade of Kazakhstan with Russia and China was 50 billion dollars."
    assert quantities(text)[0].pair is None


def test_parts_of_a_total_are_no_rivals_of_it():
    text = "Uzbekistan's trade with Germany was 1.1 bn dollars, of which exports 80 m dollars and imports 1 bn dollars."
    assert [(c.measure, c.reporter) for c in quantities(text)] == [
        ("trade_total", None),
        ("exports", "UZB"),
        ("imports", "UZB"),
    ]


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Trade with China was 5 bn euros. The figure rose by 9 %.", "trade_growth"),
        ("Exports to China were 5 bn euros, imports 7 bn euros. The figure rose by 9 %.", None),
    ],
)
def test_the_figure_is_the_one_number_before(text, measure):
    assert quantities(text)[-1].measure == measure
