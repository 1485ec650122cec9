"""Linking: which measure a number is about; on unknown subjects, none."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from tests.eval import subjects

from hali.checking import article, frames
from hali.codelists import measures
from hali.model.claim import Claim

EVAL = Path(__file__).parents[2] / "eval"
SHARED = Path(__file__).parents[3] / ".." / "shared"


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def quantities(text: str) -> list[Claim]:
    return [claim for claim in frames.claims(article.from_text(text)) if claim.kind == "quantity"]


def first(text: str) -> Claim:
    return quantities(text)[0]


def linking_rows():
    for row in rows(EVAL / "linking.jsonl"):
        marks = [pytest.mark.xfail(reason=row["open"], strict=False)] if "open" in row else []
        yield pytest.param(row, id=row["id"], marks=marks)


@pytest.mark.parametrize("row", list(linking_rows()))
def test_our_own_sentences(row):
    claim = subjects.claim_of(row)
    assert claim is not None
    assert claim.measure == row["measure"]
    if "pair" in row or "reporter" in row:
        assert subjects.sides_right(row, claim), (claim.reporter, claim.partner, claim.pair)
    if "period" in row:
        assert subjects.period_right(row, claim), claim.period
    for term in ("flow", "relation"):
        assert row.get(term) in {None, getattr(claim, term)}


def test_at_most_one_in_a_hundred_other_subjects_gets_a_measure_between_two_areas():
    others = [row for row in rows(EVAL / "foreign.jsonl") if "elsewhere" not in row]
    paired = [
        row["id"]
        for row in others
        for claim in frames.claims(article.from_text(row["text"]))
        if claim.measure and ((claim.reporter and claim.partner) or claim.pair)
    ]
    assert len(others) >= 400
    assert len(paired) <= len(others) / 100, paired


@pytest.mark.shared
def test_development_set():
    right: Counter[str] = Counter()
    pairs: Counter[bool] = Counter()
    for row in rows(SHARED / "claims_dev.jsonl"):
        found = quantities(row["text"])
        if row.get("negative"):
            assert not found, row["text"]
            continue
        if not row.get("measure"):
            continue
        got = found[0].measure if found else None
        right["right" if got == row["measure"] else "abstained" if got is None else "wrong"] += 1
        if row.get("pair") and found:
            sides = {found[0].reporter, found[0].partner, *(found[0].pair or ())} - {None}
            pairs[sides == set(row["pair"])] += 1
    total = sum(right.values())
    assert right["right"] / total >= 0.95
    assert right["wrong"] / total <= 0.02
    # One sentence in eight names only one of its two areas; the other side stays open.
    assert pairs[True] / sum(pairs.values()) >= 0.82


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("The volume came to 5 billion euros.", None),
        ("The share fell by 4.5 percentage points.", None),
        ("Trade makes up 60 % of Kazakhstan's GDP.", None),
        ("Germany has a market share of 20 % in Kazakhstan's imports of pesticides.", None),
        ("Kazakhstan's exports to the EU, mainly oil, reached 20 billion dollars.", "exports"),
        ("Oil makes up 80 % of Kazakhstan's exports to the EU.", "product_share_exports"),
        ("80 % of Kazakhstan's oil exports go to the EU.", "share_of_oil_exports"),
        ("Students from China in Germany paid 5 million euros in fees.", None),
    ],
)
def test_abstains_where_the_words_do_not_say(text, measure):
    assert first(text).measure == measure


def test_two_numbers_of_a_sentence_have_each_its_own_measure():
    text = "EU exports to Kazakhstan were 5.5 billion euros and imports from Kazakhstan 17.5 billion euros in 2021."
    assert [(c.measure, c.reporter, c.partner) for c in quantities(text)] == [
        ("exports", "EU", "KAZ"),
        ("imports", "EU", "KAZ"),
    ]


def test_a_percent_next_to_money_is_growth_of_the_same():
    found = quantities("Trade between the EU and Kazakhstan was 2.6 billion euros, up 9 %.")
    assert [(c.measure, c.relation) for c in found] == [("trade_total", "level"), ("trade_growth", "change")]


def test_a_share_after_money_is_a_share_of_the_same():
    found = quantities("Trade with the EU reached 50 billion dollars, which is 35 % of Kazakhstan's foreign trade.")
    assert [(c.measure, c.relation) for c in found] == [("trade_total", "level"), ("partner_share_trade", "share")]
    assert (found[1].reporter, found[1].partner) == ("KAZ", "EU")


def test_a_label_says_what_its_paragraph_is_about():
    assert first("Biashara: kati ya EU na Kazakhstan ilifikia yuro bilioni 24.").measure == "trade_total"
    assert first("Trade: between the EU and Kazakhstan it came to 24 billion euros.").measure == "trade_total"


def test_a_sentence_may_point_back():
    text = "Trade between the EU and Kazakhstan reached 24 billion euros. The figure grew by 9 % in a year."
    assert [c.measure for c in quantities(text)] == ["trade_total", "trade_growth"]


def test_every_measure_of_the_rules_is_in_the_codelist():
    from hali.checking.context.rules import names, rules

    known = {m.id for m in measures.measures()}
    used = {r.measure for r in rules() if r.measure} | {*names("growth"), *names("growth").values()}
    assert used | {*names("share"), *names("share").values()} <= known


@pytest.mark.parametrize(
    "text",
    [
        "The EU imported 1.2 million barrels of oil a day from Kazakhstan in 2022.",
        "Kazakhstan's GDP per capita was 13,100 dollars in 2023.",
        "Kazakhstan sold oil to Italy at 80 dollars a barrel in 2023.",
        "В 2022 году ЕС импортировал из Казахстана 1,2 млн баррелей нефти в сутки.",
        "Le PIB par habitant du Kazakhstan s'élevait à 13 100 dollars en 2023.",
        "2021 жылы Қазақстанның жан басына шаққандағы ЖІӨ-сі 10 мың доллар болды.",
        "Kasachstan exportierte täglich 1,5 Millionen Barrel Öl in die EU.",
        "Pato la taifa la Kazakhstan kwa kila mtu lilikuwa dola 13,100 mwaka 2023.",
    ],
)
def test_a_rate_is_no_figure_of_a_whole(text):
    (claim,) = (c for c in frames.claims(article.from_text(text)) if c.kind == "quantity")
    assert claim.measure is None or claim.unsaid == ("per_time",)


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("In 2023 many asked for Schengen visas. For Kenya the share of refusals was 6.6 %.", "visa_refusal_rate"),
        (
            "Шенгенские визы в 2023 году получили многие. Доля отказов для кенийцев составляет 6,6%.",
            "visa_refusal_rate",
        ),
        ("In 2023 many asked for Schengen visas. From Kenya there were 5,000 applications.", "visas_issued"),
        ("In 2023 many asked for permits. From Kenya there were 5,000 applications.", None),
    ],
)
def test_in_a_text_on_visas_refusals_are_those_of_visas(text, measure):
    (claim,) = quantities(text)
    assert claim.measure == measure
    assert measure is None or "measure" in claim.doubts


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("In 2022 the company's exports to Peru came to 3 bn dollars.", "of_a_firm"),
        ("In 2022 Kenya's trade with Peru was 60 dollars per head.", "per_head_or_unit"),
        ("Kenya has a market share of 12 % in Peru.", "no_series"),
        ("Oil made up 54 % of the budget of Kenya.", "foreign_subject"),
    ],
)
def test_a_number_of_no_measure_says_why(text, reason):
    (claim,) = quantities(text)
    assert (claim.measure, claim.reason) == (None, reason)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya iliiuzia Uganda bidhaa za dola milioni 900 mwaka 2022, na ikanunua kutoka huko bidhaa za dola "
        "milioni 400.",
        "Bidhaa za dola milioni 900 ziliuzwa kutoka Kenya kwenda Uganda mwaka 2022, na za dola milioni 400 ziliagizwa "
        "kutoka huko.",
    ],
)
def test_what_was_bought_behind_what_was_sold_is_no_more_of_it(text: str):
    assert [c.measure for c in frames.claims(article.from_text(text))] == ["exports", "imports"]
