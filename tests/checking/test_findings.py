"""Findings on short sentences with figures of the record: true ones, slips, and what no text may be blamed for."""

from __future__ import annotations

from datetime import date

import pytest

import hali
from hali.checking import article
from hali.checking.checked import check_article
from hali.languages import CODES


def findings(record, text, published=None, lang="en"):
    return check_article(record, article.from_text(text, published), None, lang).findings


def codes(record, text, published=None):
    return [finding.code for finding in findings(record, text, published)]


@pytest.mark.parametrize(
    "text",
    [
        "In 2023 two fifths of Kazakhstan's exports went to the EU.",
        "В 2023 году две пятых экспорта Казахстана пришлось на ЕС.",
        "2023 gingen zwei Fünftel der Exporte Kasachstans in die EU.",
        "Kazakhstan's trade with the EAEU was $29.8 billion in 2023, up from $29.4 billion a year earlier.",
        "2023 betrug Kasachstans Handel mit der EAWU 29,8 Mrd. Dollar nach 29,4 Mrd. Dollar im Jahr zuvor.",
        "2024 stellten deutsche Konsulate in Kasachstan 37.916 Visa aus; 15 Prozent der Anträge wurden abgelehnt.",
        "In 2023 China's share of Kazakhstan's exports was 18.5%, Italy's 18.7%.",
        "En 2023, la Chine a absorbé 18,5 % des exportations du Kazakhstan, l'Italie 18,7 %.",
    ],
)
def test_true_sentences_are_reproduced(record, text):
    assert set(codes(record, text)) == {"REPRODUCED"}


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Trade in goods between Kenya and Tanzania was US$777 million in 2023.", "en"),
        ("Trade in goods between Kenya and Tanzania was US$777 million in 2023 in the compilation of CEPII.", "en"),
        ("Der Warenhandel zwischen Kenia und Tansania betrug 2023 laut CEPII 777 Millionen US-Dollar.", "de"),
        ("En 2023, le commerce entre le Kenya et la Tanzanie a atteint 777 millions de dollars selon le CEPII.", "fr"),
        ("В 2023 году товарооборот Кении и Танзании по базе CEPII составил 777 млн долларов.", "ru"),
        ("Mwaka 2023 biashara kati ya Kenya na Tanzania ilikuwa dola milioni 777 kwa mkusanyo wa CEPII.", "sw"),
    ],
)
def test_where_no_side_has_counted_a_compilation_bears_out_but_does_not_refute(record, text, lang):
    (finding,) = findings(record, text, lang=lang)
    assert finding.code == "REPRODUCED"
    (other,) = findings(record, text.replace("777", "900"), lang=lang)
    assert other.code == "OUTSIDE_THE_RECORD"


def test_beside_a_count_of_ones_own_a_compilation_is_another_definition(record):
    said = "In 2021 France's exports of goods to Germany were US${} billion."
    own, compiled = (findings(record, said.format(told))[0] for told in ("83.5", "75.8"))
    assert own.code == "REPRODUCED"
    assert compiled.code == "DEPENDS_ON_DEFINITION"


def test_an_undated_amount_is_of_a_full_year(record):
    (finding,) = findings(record, "Trade between the EU and Kazakhstan amounted to 24 billion euros.")
    assert finding.default.reading.definition.period == "2021"
    assert "December" not in finding.explanation


def test_growth_of_a_year_is_not_tried_on_months(record):
    (finding,) = findings(record, "EU trade with Uzbekistan grew by 35% in 2021.")
    assert all(len(c.reading.definition.period) == 4 for c in finding.front)


@pytest.mark.parametrize(
    "text",
    [
        "In 2024, Uzbekistan's GDP per capita was $3,300.",
        "ВВП Узбекистана на душу населения в 2024 году составил 3300 долларов.",
        "Le PIB par habitant de l'Ouzbékistan était de 3 300 dollars en 2024.",
        "Das BIP pro Kopf Usbekistans lag 2024 bei 3.300 Dollar.",
    ],
)
def test_an_amount_per_head_is_no_gross_domestic_product(record, text):
    assert set(codes(record, text)) <= {"NOT_CHECKABLE"}


def test_a_number_between_two_areas_needs_both(record):
    (finding,) = findings(record, "Trade with China was worth 30 billion dollars in 2023.")
    assert finding.code == "NOT_CHECKABLE"
    assert finding.reason == "one_area"


def test_the_mirror_contradicts_nobodys_own_report(record):
    (finding,) = findings(record, "French imports from Kazakhstan were worth 5.5 billion euros in 2023.")
    assert finding.code == "OUTSIDE_THE_RECORD"
    assert "nearest terms" in finding.explanation
    assert finding.closest is None


def test_a_country_within_a_bloc_is_ranked_among_countries(record):
    text = "Russia was the largest trading partner of Kazakhstan in 2023."
    (finding,) = findings(record, text, date(2024, 10, 1))
    assert finding.code == "NOT_REPRODUCED"
    assert "second" in finding.explanation


def test_what_is_planned_dates_nothing_else(record):
    first = findings(record, "China's share of Kazakhstan's exports is 18.5%. By 2030 it will grow.", date(2024, 10, 1))
    assert first[0].code == "REPRODUCED"


def test_points_and_an_amount_make_no_total(record):
    text = "EU trade with Uzbekistan was €2.8 billion in 2021. The EU share of Uzbekistan's trade rose by 15 points."
    assert check_article(record, article.from_text(text), None, "en").contradictions == ()


@pytest.mark.parametrize("lang", CODES)
def test_a_slip_of_scale_or_currency_is_told_once(record, lang):
    text = "Kazakhstan's trade with the EU was 41.3 million dollars in 2023."
    (scale,) = findings(record, text, lang=lang)
    assert scale.code == "ONLY_IF_TERMS_CHANGED"
    assert scale.alternative is None
    (currency,) = findings(record, "EU exports to Uzbekistan were worth 2.3 billion dollars in 2021.", lang=lang)
    assert currency.code == "ONLY_IF_TERMS_CHANGED"
    assert len(currency.remarks) == 1


def test_a_rank_among_changed_terms_is_quoted(record):
    (finding,) = findings(record, "Uzbekistan is the largest trading partner of Kazakhstan.", date(2024, 10, 1), "ru")
    assert "«»" not in finding.explanation


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kazakhstan's trade with China rose by 24.2% in 2023, measured in US dollars.", "REPRODUCED"),
        ("Kazakhstan's trade with China rose by 20.9% in 2023, measured in euro.", "REPRODUCED"),
        ("Im Jahr 2023 wuchs der Handel Kasachstans mit China um 20,9 Prozent, gemessen in Euro.", "REPRODUCED"),
        ("En 2023, les échanges du Kazakhstan avec la Chine ont augmenté de 20,9 %, en euros.", "REPRODUCED"),
        ("В 2023 году товарооборот Казахстана с Китаем вырос на 20,9 % в евро.", "REPRODUCED"),
    ],
)
def test_growth_is_measured_in_the_currency_the_text_names(record, text, code):
    assert codes(record, text) == [code]


def test_a_flow_in_the_partners_currency_is_the_partners_count(record):
    text = "In 2020 Russian purchases of goods from the EU came to 79 billion euros."
    [finding] = hali.check(text, published="2021-02-15", record=record).findings
    assert (finding.code, finding.claim.reporter) == ("REPRODUCED", "RUS")
    assert finding.neighbour.reading.definition.reporter.startswith("EU")
