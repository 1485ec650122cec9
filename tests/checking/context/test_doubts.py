"""Which claims the words fix beyond doubt, so that they may be refuted."""

from __future__ import annotations

from datetime import date

import pytest

from hali.checking import article, frames


def doubts(text, at=-1):
    return frames.claims(article.from_text(text, published=date(2024, 6, 1)))[at].doubts


@pytest.mark.parametrize(
    "text",
    [
        "Kazakhstan's exports to China were 12 billion dollars in 2022.",
        "In 2022 Kazakhstan's exports to China grew by 12 % compared with 2021.",
        "Trade between Kazakhstan and China grew in 2022. Exports of Kazakhstan to China were 12 billion dollars.",
    ],
)
def test_what_the_sentence_or_the_one_value_before_it_fixes_is_certain(text):
    assert doubts(text) == ()


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("Kazakhstan's exports to China were 12 billion dollars.", "period"),
        ("In 2020 little changed, in 2022 much did. Kazakhstan's exports to China were 12 billion dollars.", "period"),
        ("In 2022 trade with China was 12 billion dollars. Kyrgyzstan watched.", "areas"),
        ("In 2022 Kazakhstan's exports to China grew. Then they fell by 2.8 %.", "base"),
        ("In 2020 Kazakhstan's trade with China was 20 billion dollars, so it has grown 2.4 times.", "base"),
    ],
)
def test_what_could_be_another_is_in_doubt(text, slot):
    assert slot in doubts(text)


@pytest.mark.parametrize(
    "text",
    [
        "In 2022 China took 12 % of Kazakhstan's exports, chiefly metals (40 %), other goods (20 %).",
        "2022 gingen 12 % der Ausfuhren Kasachstans nach China, vor allem Metalle (40 %), andere Waren (20 %).",
        "En 2022, la Chine a reçu 12 % des exportations du Kazakhstan, surtout métaux (40 %), autres biens (20 %).",
    ],
)
def test_a_bracket_behind_a_ware_is_not_of_the_partner(text):
    assert "measure" in doubts(text)


def test_a_bracket_behind_a_flow_is_of_the_flow():
    assert doubts("In 2022 China was the main market for Kazakhstan's exports (12 % of its exports).") == ()


@pytest.mark.parametrize(
    "text",
    [
        "In 2022 trade between Kenya and Peru grew. In that year the exports of Kenya rose by 12 % on 2021.",
        "2022 wuchs der Handel zwischen Kenia und Peru. Die Ausfuhren Kenias stiegen 2022 um 12 % gegenüber 2021.",
    ],
)
def test_flows_of_one_may_be_those_to_all(text):
    assert "areas" in doubts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya, which in 2021 had sold goods worth 3 bn dollars to Peru, raised its exports to Peru to 6 bn dollars.",
        "Kenia, das 2021 für 3 Mrd. Euro nach Peru geliefert hatte, hob die Ausfuhren nach Peru auf 6 Mrd. Euro.",
    ],
)
def test_the_time_of_an_aside_is_not_that_of_the_sentence(text):
    assert "period" in doubts(text)


def test_a_time_at_the_head_is_that_of_all():
    assert doubts("In 2021 Kenya's exports to Peru were 3 bn dollars, its imports from Peru 6 bn dollars.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "In 2022 Kenya traded with Peru. Ten years ago Kenya's exports to Peru were 3 bn dollars.",
        "En 2022, le Kenya a commercé avec le Pérou. Voici dix ans, les exportations du Kenya vers le Pérou "
        "s'élevaient à 3 milliards de dollars.",
    ],
)
def test_years_that_are_counted_may_lead_to_another_time(text):
    assert "period" in doubts(text)


@pytest.mark.parametrize(
    "text",
    [
        "In 2018 China's contribution to world economic growth was 30 %.",
        "Mwaka 2018 mchango wa China kwa ongezeko la uchumi wa dunia ni asilimia 30.",
    ],
)
def test_a_part_in_a_growth_is_no_growth(text):
    (claim,) = frames.claims(article.from_text(text))
    assert claim.measure is None or "measure" in claim.doubts


@pytest.mark.parametrize(
    "text",
    [
        "In 2021 Kazakhstan's GDP was 197 bn dollars, 15 % more than in 2020.",
        "2021 betrug das BIP Kasachstans 197 Mrd. Dollar, 15 % mehr als 2020.",
    ],
)
def test_the_growth_of_an_amount_may_be_that_of_prices(text):
    assert "measure" in doubts(text)


def test_growth_without_an_amount_is_that_of_volume():
    assert doubts("In 2021 Kazakhstan's GDP grew by 4.3 % compared with 2020.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "In the region Uzbekistan was Kazakhstan's largest trading partner in 2022.",
        "In Europe Italy was Kazakhstan's largest trading partner in 2022.",
        "Dans la région, l'Ouzbékistan était en 2022 le premier partenaire commercial du Kazakhstan.",
        "В регионе Узбекистан был в 2022 году крупнейшим торговым партнером Казахстана.",
    ],
)
def test_a_place_may_be_one_within_a_region(text):
    assert "areas" in doubts(text)


def test_a_place_without_a_region_is_one_among_all():
    assert doubts("Italy was Kazakhstan's largest trading partner in 2022.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Kenya's imports from Peru came to 11 bn dollars, 4 % growth from 2022.",
        "Die Einfuhren Kenias aus Peru betrugen 11 Mrd. Dollar, verglichen mit 2022 ein Plus von 4 %.",
    ],
)
def test_a_time_that_is_only_compared_with_is_not_that_of_the_number(text):
    assert "period" in doubts(text, 0)


@pytest.mark.parametrize(
    "text",
    [
        "In 2022 Peru's exports rose by 3 bn dollars to Brazil, 2 bn dollars to Chile and 1 bn dollars to Kenya.",
        "In 2022 Peru's exports fell by 3 bn dollars to Brazil but rose by 2 bn to Chile, 1 bn dollars to Kenya.",
    ],
)
def test_an_amount_behind_a_rise_may_be_a_rise(text):
    (claim,) = frames.claims(article.from_text(text))[-1:]
    assert claim.relation == "difference" or "measure" in claim.doubts


def test_of_three_numbers_in_a_sentence_none_is_refuted():
    crowd = "In 2022 Kenya's exports to Peru were 3 bn dollars, its imports from Peru 6 bn, its exports to Chile 2 bn."
    assert "measure" in doubts(crowd, 0)
    assert doubts("In 2022 Kenya's exports to Peru were 3 bn dollars and its imports from Peru 6 bn dollars.", 0) == ()


def test_a_place_within_a_union_of_the_partner_is_in_doubt():
    text = (
        "Peru's largest trading partner is China. Within the European Union Spain remains the largest partner of Peru."
    )
    found = [c for c in frames.claims(article.from_text(text, date(2023, 6, 1))) if c.kind == "rank"]
    assert "areas" in found[-1].doubts
