"""Sentences in the label form of our own documents."""

from __future__ import annotations

import pytest

from hali.checking import article, frames


@pytest.mark.parametrize(
    ("text", "measure", "reporter", "partner", "relation"),
    [
        (
            "Kazakhstan – Mauritius: share in goods exports and imports together, 2020, statistics of Kazakhstan: 1 %.",
            "partner_share_trade",
            "KAZ",
            "MUS",
            "share",
        ),
        (
            "Uzbekistan – Cambodia: growth of goods exports, 2019, statistics of Uzbekistan: 96.3 %.",
            "exports_growth",
            "UZB",
            "KHM",
            "change",
        ),
        (
            "Uzbekistan – Zambia: goods exports minus goods imports, 2010, statistics of Uzbekistan: €13,178.",
            "trade_balance",
            "UZB",
            "ZMB",
            "level",
        ),
        (
            "Uzbekistan – Belize: sehemu katika mauzo ya nje na uagizaji wa bidhaa kwa pamoja, 2010, "
            "takwimu za Uzbekistan: 0.1%.",
            "partner_share_trade",
            "UZB",
            "BLZ",
            "share",
        ),
    ],
)
def test_a_printed_label_names_its_measure_and_sides(text, measure, reporter, partner, relation):
    (claim,) = frames.claims(article.from_text(text))
    assert (claim.measure, claim.reporter, claim.partner, claim.relation) == (measure, reporter, partner, relation)
    assert claim.origin_side == reporter
    assert claim.unsaid == ()


def test_another_sentence_with_a_colon_is_no_label():
    (claim,) = frames.claims(article.from_text("Kazakhstan – China: the minister spoke, in 2020, of 5 %."))
    assert claim.measure is None
