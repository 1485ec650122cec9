"""Numbers in a row: each with its own counterpart."""

from __future__ import annotations

import pytest

from hali.checking import article, frames
from hali.checking.context import beside, passage
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


@pytest.mark.parametrize(
    "text",
    [
        "Peru's trade with Brazil (7 % or 7 bn dollars), Chile (9 % or 9 bn dollars) and Bolivia (1 % or 1 bn dollars) "
        "grew in 2022.",
        "Der Handel Perus mit Brasilien (7 % oder 7 Mrd. Dollar), Chile (9 % oder 9 Mrd. Dollar) und Bolivien (1 % "
        "oder 1 Mrd. Dollar) wuchs 2022.",
    ],
)
def test_numbers_in_a_bracket_belong_to_the_area_before_it(text):
    partners = [{c.reporter, c.partner, *(c.pair or ())} - {"PER", None} for c in quantities(text)]
    assert partners == [{"BRA"}, {"BRA"}, {"CHL"}, {"CHL"}, {"BOL"}, {"BOL"}]


@pytest.mark.parametrize(
    "text",
    [
        "In 2022 Peru's exports to Brazil rose by 7 % (to 2 bn dollars), to Chile by 9 % (3 bn dollars).",
        "En 2022, les exportations du Pérou vers le Brésil ont progressé de 7 % (à 2 milliards de dollars), vers le "
        "Chili de 9 % (3 milliards de dollars).",
    ],
)
def test_a_list_goes_on_over_its_brackets(text):
    changes = [c for c in quantities(text) if c.relation == "change"]
    assert [(c.reporter, c.partner) for c in changes] == [("PER", "BRA"), ("PER", "CHL")]


def two(claim: Claim) -> set[str]:
    return {side for side in (claim.reporter, claim.partner, *(claim.pair or ())) if side}


@pytest.mark.parametrize(
    "text",
    [
        "Peru's largest trading partners in 2022: Brazil – $7 billion (up 30%), Chile – $9 billion (down 3%).",
        "Крупнейшими торговыми партнерами Перу в 2022 году стали Бразилия – 7 млрд долларов (рост на 30 %), Чили – 9 "
        "млрд долларов (снижение на 3 %).",
    ],
)
def test_a_bracket_without_an_area_says_more_of_the_number_before_it(text):
    assert [two(c) for c in quantities(text)] == [{"PER", "BRA"}, {"PER", "BRA"}, {"PER", "CHL"}, {"PER", "CHL"}]


@pytest.mark.parametrize(
    "text",
    [
        "Основными торговыми партнерами Перу в 2022 году стали Бразилия (7 %, или 7 млрд долларов) и Чили (9 %, или 9 "
        "млрд долларов).",
        "Peru's main trading partners in 2022 were Brazil (7 % or 7 bn dollars) and Chile (9 % or 9 bn dollars).",
    ],
)
def test_shares_and_amounts_in_the_brackets_of_partners(text):
    assert [(c.measure, c.reporter, two(c)) for c in quantities(text)] == [
        ("partner_share_trade", "PER", {"PER", "BRA"}),
        ("trade_total", None, {"PER", "BRA"}),
        ("partner_share_trade", "PER", {"PER", "CHL"}),
        ("trade_total", None, {"PER", "CHL"}),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "En 2022, les exportations du Pérou ont augmenté : +45 % vers le Brésil (9 milliards de dollars), +16 % vers "
        "le Chili (1,1 milliard de dollars).",
        "In 2022 Peru's exports rose by 45% to Brazil (9 billion dollars), by 16% to Chile (1.1 billion dollars).",
    ],
)
def test_an_area_between_a_number_and_a_bracket_is_of_both(text):
    found = quantities(text)
    assert [(c.reporter, c.partner) for c in found] == [("PER", "BRA")] * 2 + [("PER", "CHL")] * 2


@pytest.mark.parametrize(
    "text",
    [
        "En 2022, les exportations du Pérou ont augmenté de 45 % vers le Brésil (9 milliards de dollars).",
        "In 2022 Peru's exports rose by 45% to Brazil (9 billion dollars).",
    ],
)
def test_the_bracket_behind_a_rise_may_be_by_or_to_so_much(text):
    assert ["measure" in c.doubts for c in quantities(text)] == [False, True]


def test_an_area_with_a_figure_of_the_same_kind_is_an_item_of_its_own():
    text = "In 2022 Peru's exports were 100 bn dollars: to Brazil (7 bn dollars), to Chile (9 bn dollars)."
    assert [c.partner for c in quantities(text)][1:] == ["BRA", "CHL"]
    assert quantities(text)[0].partner not in {"BRA", "CHL"}


@pytest.mark.parametrize(
    "text",
    [
        "In 2022 Peru's exports were 9 bn dollars to Brazil, 7 bn dollars to Chile and 4 bn dollars to Kenya.",
        "En 2022, le commerce du Pérou a été de 9 milliards de dollars avec le Brésil, 7 milliards de dollars avec le "
        "Chili et 4 milliards de dollars avec le Kenya.",
        "2022 betrug der Handel Perus 9 Mrd. Dollar mit Brasilien, 7 Mrd. Dollar mit Chile, 4 Mrd. Dollar mit Kenia.",
    ],
)
def test_in_a_list_each_area_may_stand_behind_its_number(text):
    assert [two(c) for c in quantities(text)] == [{"PER", "BRA"}, {"PER", "CHL"}, {"PER", "KEN"}]


@pytest.mark.parametrize(
    "text",
    [
        "In 2022 Brazil was the first destination of Peru's exports, with 9 bn dollars. It was followed by Chile (7 "
        "bn dollars) and Kenya (4 bn dollars).",
        "En 2022, le Brésil a été la première destination des exportations du Pérou, avec 9 milliards de dollars. Il "
        "est suivi du Chili (7 milliards de dollars) et du Kenya (4 milliards de dollars).",
    ],
)
def test_those_that_follow_are_partners_like_the_first(text):
    assert [(c.measure, c.reporter, c.partner) for c in quantities(text)] == [
        ("exports", "PER", "BRA"),
        ("exports", "PER", "CHL"),
        ("exports", "PER", "KEN"),
    ]


def sentence(text: str) -> passage.Passage:
    read = article.from_text(text)
    return passage.read(read, 0, read.blocks[0].sentences[0])


def test_numbers_of_two_units_are_no_row_and_no_ends_of_one_change():
    row = sentence("Exports rose by 2 billion dollars, 9 % in all.")
    assert [beside.of(row, at).row for at in (0, 1)] == [(0, 1), (1, 2)]
    apart = sentence("Kenya's exports went from 5 bn dollars to 12 % of the total.")
    assert [beside.of(apart, at).side for at in (0, 1)] == ["", ""]
    alike = sentence("Kenya's exports went from 5 bn dollars to 12 bn dollars.")
    assert [beside.of(alike, at).side for at in (0, 1)] == ["from", "to"]
