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


@pytest.mark.parametrize(
    "text",
    [
        "Italy took 19 % of Kazakhstan's exports, China 18 % and Russia 12 %.",
        "In 2023 19 % of Kazakhstan's exports went to Italy, 18 % to China and 12 % to Russia.",
        "На Италию пришлось 19 % экспорта Казахстана, на Китай — 18 %, на Россию — 12 %.",
        "L'Italie a absorbé 19 % des exportations du Kazakhstan, la Chine 18 % et la Russie 12 %.",
        "Italien nahm 19 % der kasachischen Exporte ab, China 18 % und Russland 12 %.",
        "Italia ilichukua asilimia 19 ya mauzo ya nje ya Kazakhstan, China asilimia 18 na Urusi asilimia 12.",
    ],
)
def test_in_a_list_each_number_has_its_own_area(text):
    found = [(c.measure, c.reporter, c.partner) for c in quantities(text)]
    assert found == [("partner_share_exports", "KAZ", partner) for partner in ("ITA", "CHN", "RUS")]


def test_the_areas_of_a_list_are_no_pair():
    text = "Exports to Germany reached 1.2 billion dollars, to Italy 15 billion dollars."
    assert [(c.reporter, c.partner, c.pair) for c in quantities(text)] == [(None, "DEU", None), (None, "ITA", None)]
    text = "Germany bought $1.2 billion of Kazakh goods, Italy nearly $15 billion."
    assert [(c.reporter, c.partner) for c in quantities(text)] == [("DEU", "KAZ"), ("ITA", "KAZ")]
