"""Whole texts: every claim with its measure, sides, period and reasons."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hali.checking import article, frames
from hali.model.claim import Claim

ARTICLES = Path(__file__).parent / "articles"
SHARED = Path(__file__).parents[2] / ".." / "shared"


def shown(claim: Claim) -> tuple[object, ...]:
    sides = f"{claim.reporter}:{claim.partner}" if claim.reporter or claim.partner else claim.pair and set(claim.pair)
    period = claim.period and f"{claim.period.start[:7]}/{claim.period.end[:7]}"
    return claim.kind, claim.measure or claim.event or "", sides, period


def read(name: str) -> list[tuple[object, ...]]:
    return [shown(c) for c in frames.claims(article.load(str(ARTICLES / name)))]


def test_the_english_article():
    both = {"EU", "KAZ"}
    assert read("partners_en.txt") == [
        ("rank", "partner_rank", "KAZ:EU", "2021-01/2022-01"),
        ("quantity", "trade_total", both, "2021-01/2022-01"),
        ("quantity", "trade_growth", both, "2021-01/2022-01"),
        ("quantity", "partner_share_exports", "KAZ:EU", "2021-01/2022-01"),
        ("quantity", "partner_share_imports", "KAZ:EU", "2021-01/2022-01"),
        ("quantity", "exports", "EU:KAZ", "2021-01/2022-01"),
        ("quantity", "imports", "EU:KAZ", "2021-01/2022-01"),
        ("quantity", "product_share_imports", "EU:KAZ", "2021-01/2022-01"),
        ("quantity", "fdi_gross_cumulative", "KAZ:EU", "2005-01/"),
        ("quantity", "partner_companies", "KAZ:EU", None),
        ("event", ("EPCA", "signed"), None, "2015-12/2016-01"),
        ("event", ("EPCA", "in_force"), None, "2020-03/2020-04"),
        ("event", ("WTO", "joined"), "KAZ:None", "2015-01/2016-01"),
        ("quantity", "trade_total", both, "2030-01/2031-01"),
        ("quantity", "inflation", "KAZ:None", "2021-01/2022-01"),
    ]


def test_the_swahili_article():
    assert read("partners_sw.txt") == [
        ("quantity", "partner_share_trade", "KAZ:EU", "2021-01/2022-01"),
        ("quantity", "trade_total", {"EU", "KAZ"}, "2021-01/2022-01"),
        ("quantity", "exports_growth", "KAZ:EU", "2021-01/2022-01"),
        ("rank", "partner_rank", "KAZ:EU", "2021-01/2022-01"),
        ("quantity", "fdi_gross_cumulative", "KAZ:EU", "2005-01/2023-01"),
        ("event", ("EPCA", "in_force"), None, "2020-03/2020-04"),
        ("quantity", "inflation", "KAZ:None", "2021-01/2022-01"),
    ]


@pytest.mark.shared
def test_the_seed_article():
    found = frames.claims(article.load(str(SHARED / "seed" / "article.txt")))
    assert [shown(c) for c in found] == [
        ("rank", "partner_rank", "KAZ:EU", None),
        ("event", ("EPCA", "in_force"), None, "2020-03/2020-04"),
        ("quantity", "partner_share_trade", "KAZ:EU", "2021-01/2022-01"),
        ("rank", "partner_rank", "KAZ:EU", "2021-01/2022-01"),
        ("quantity", "trade_total", {"EU", "KAZ"}, "2021-01/2022-01"),
        ("rank", "", "KAZ:EU", "2021-01/2022-01"),
        ("quantity", "fdi_gross_cumulative", "KAZ:EU", "2005-01/2021-01"),
    ]
    assert [c.rank for c in found if c.kind == "rank"] == [(1, 5), (1, 1), (1, 1)]
    share, volume, investment = (c for c in found if c.kind == "quantity")
    assert [c.period and c.period.stated for c in (share, volume, investment)] == ["paragraph", "sentence", "sentence"]
    assert {c.language for c in (share, volume, investment)} == {"sw"}
    assert [c.quantity and c.quantity.unit for c in (share, volume, investment)] == ["percent", "EUR", "EUR"]
    assert [c.unsaid for c in found if c.unsaid] == [("no_measure",)]


WORDS = [
    "EU",
    "Kazakhstan",
    "trade",
    "exports",
    "to",
    "from",
    "of",
    "by",
    "40",
    "%",
    "€24",
    "bn",
    "in",
    "2021",
    "(",
    ")",
]
WORDS += [
    ",",
    ".",
    ":",
    "and",
    "karibu",
    "ya",
    "млрд",
    "ЕС",
    "rose",
    "largest trading partner",
    "EPCA",
    "came into force",
]

BRIEF = {
    "Trade in goods between the European Union and Kazakhstan was €23.0 billion in 2021 by the EU's count "
    "(members since February 2020).": ("trade_total", {"EU", "KAZ"}, "T", "goods", "EU27_2020", "EU"),
    "The EU27 made up 28.4 % of Kazakhstan's external trade in goods in 2021.": (
        "partner_share_trade", "KAZ:EU", "T", "goods", "EU27_2020", None,
    ),
    "The EU27 took 39 % of Kazakhstan's exports of goods in 2021.": (
        "partner_share_exports", "KAZ:EU", "X", "goods", "EU27_2020", None,
    ),
    "Exports of goods from Kazakhstan to the European Union were US$23.3 billion in 2021 by Kazakhstan's count.": (
        "exports", "KAZ:EU", "X", "goods", None, "KAZ",
    ),
    "Imports of mineral fuels into the European Union from Kazakhstan were €15.8 billion in 2021 by the EU's count.": (
        "imports", "EU:KAZ", "M", None, None, "EU",
    ),
    "The trade deficit of the European Union in goods with Kazakhstan was €12.1 billion in 2021 by the EU's count.": (
        "trade_balance", "EU:KAZ", None, "goods", None, "EU",
    ),
    "Imports of goods into the European Union from Kazakhstan fell by 5.2 % in 2021 compared with 2020, measured in "
    "euro, by the EU's count.": ("imports_growth", "EU:KAZ", "M", "goods", None, "EU"),
}  # fmt: skip


@pytest.mark.parametrize("text", BRIEF)
def test_sentences_our_own_brief_prints(text):
    (claim,) = frames.claims(article.from_text(text))
    _, measure, sides, period = shown(claim)
    assert (measure, sides, claim.flow, claim.scope, claim.composition, claim.origin_side) == BRIEF[text]
    assert period == "2021-01/2022-01"
    assert claim.unsaid == ()


@pytest.mark.parametrize(
    ("text", "unsaid", "relation"),
    [
        ("India and China want trade of 100 billion dollars by 2030.", ("future",), "target"),
        ("Trade between India and China will reach 100 billion dollars.", ("future",), "target"),
        ("Biashara kati ya Kenya na China itafikia dola bilioni 10.", ("future",), "target"),
        ("Товарооборот Казахстана с Китаем планируется довести до 100 млрд долларов.", ("future",), "target"),
        ("Le commerce entre la France et la Chine devrait atteindre 100 milliards d'euros.", ("future",), "target"),
        ("Der Handel zwischen Indien und China soll 100 Milliarden Dollar erreichen.", ("future",), "target"),
        ("The EU announced a package of 12 billion euros for Central Asia.", ("pledge",), "target"),
        ("We believe that trade between India and China was 100 billion dollars.", ("opinion",), "level"),
        ("Trade between India and China was at least 100 billion dollars.", (), "bound"),
        ("Unemployment in Kazakhstan was 8 %.", ("no_measure",), "share"),
        ("Trade was 100 billion dollars.", ("no_area",), "level"),
    ],
)
def test_what_cannot_be_checked_says_why(text, unsaid, relation):
    (claim,) = frames.claims(article.from_text(text))
    assert (claim.unsaid, claim.relation) == (unsaid, relation)


def test_a_period_after_publication_is_the_future():
    text = "In 2026 trade between India and China is 100 billion dollars."
    (claim,) = frames.claims(article.from_text(text, date(2024, 5, 3)))
    assert "future" in claim.unsaid


def test_claims_are_numbered_in_reading_order():
    found = frames.claims(article.load(str(ARTICLES / "partners_en.txt")))
    assert [c.id for c in found] == [f"c{n}" for n in range(1, len(found) + 1)]
    assert [c.start for c in found] == sorted(c.start for c in found)


def test_a_cell_of_a_table_says_nothing_by_itself():
    assert frames.claims(article.read(b"| Trade with China | 24 bn EUR |\n", "t.md")) == ()


def test_spaces_that_do_not_break_count_as_spaces():
    plain = "The EU made up 28.4 % of Kazakhstan's external trade in 2021."
    for space in ("\u00a0", "\u202f"):
        assert [shown(c) for c in frames.claims(article.from_text(plain.replace(" ", space)))] == [
            shown(c) for c in frames.claims(article.from_text(plain))
        ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_any_words_in_any_order_are_read(words):
    text = " ".join(words)
    if not text.strip():
        return
    for claim in frames.claims(article.from_text(text)):
        assert 0 <= claim.start < claim.end <= len(text)


def test_a_thousand_words_in_half_a_second():
    text = (ARTICLES / "partners_en.txt").read_text(encoding="utf-8")
    many = "\n\n".join([text] * (1000 // len(text.split()) + 1))
    read_once = article.from_text(text)
    frames.claims(read_once)
    best = min(_seconds(many) for _ in range(3))
    assert best < 0.5


def _seconds(text: str) -> float:
    start = time.process_time()
    frames.claims(article.from_text(text))
    return time.process_time() - start
