"""A time set beside another, a shift behind a stop, a later clause with a year of its own."""

from __future__ import annotations

import pytest
from tests.checking.test_findings import findings


def years(record, text, lang="en"):
    found = findings(record, text, lang=lang)
    return [f.claim.period.start[:4] if f.claim.period else None for f in found if f.claim.quantity]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("In 2023 Kenya bought goods from India. Its share of imports rose to 13 %, while it was 9 % in 2019.", "en"),
        ("En 2023, le Kenya a vendu plus. Sa part est montée à 13 %, alors qu'elle n'était que de 9 % en 2019.", "fr"),
        ("2023 kaufte Kenia mehr. Der Anteil stieg auf 13 Prozent, während er 2019 bei 9 Prozent lag.", "de"),
        ("В 2023 году Кения купила больше. Доля выросла до 13 %, тогда как в 2019 году была 9 %.", "ru"),
        (
            "Mwaka 2023 Kenya ilinunua zaidi. Sehemu ilipanda hadi asilimia 13, ilhali mwaka 2019 ilikuwa asilimia 9.",
            "sw",
        ),
    ],
)
def test_the_year_behind_a_turn_is_not_that_of_the_first_number(record, text, lang):
    first, second = years(record, text, lang)[-2:]
    assert (first != "2019", second) == (True, "2019")


def test_a_turn_to_another_area_is_of_the_same_year(record):
    assert years(record, "Growth was 5 % in Kenya, while in Uganda it was 6 % in 2023.") == ["2023", "2023"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Exports of Germany to Vietnam were $4.4 billion in 2021, a year later $3.6 billion.", "en"),
        ("Экспорт Эстонии в Россию в 2021 году был 1,2 млрд евро, через год – 0,9 млрд евро.", "ru"),
        (
            "Les exportations estoniennes vers la Russie : 1,2 milliard d'euros en 2021, un an plus tard 0,9 milliard.",
            "fr",
        ),
    ],
)
def test_a_year_later_behind_a_stop_is_said_of_what_follows(record, text, lang):
    assert years(record, text, lang) == ["2021", "2022"]


def test_a_later_clause_with_a_year_of_its_own_leaves_the_first_in_the_time_of_the_text(record):
    text = (
        "In 2022 trade slowed. Germany's exports to Vietnam fell to $3.6 billion; in 2018 they had been $4.8 billion."
    )
    assert years(record, text) == ["2022", "2018"]


def test_a_union_prints_what_its_members_count(record):
    (finding,) = findings(record, "According to Eurostat, Finland's exports to Russia were €3.75 billion in 2021.")
    assert finding.code == "REPRODUCED"


def test_what_they_sold_us_is_what_we_have_counted(record):
    text = (
        "Kazakhstan's exports to Japan were $630 million in 2023; our exports hardly matter there. In 2021 the "
        "Japanese sold us goods worth $560 million; two years later it was $1.6 billion."
    )
    found = findings(record, text)
    assert [f.code for f in found if f.claim.quantity][-2:] == ["REPRODUCED", "REPRODUCED"]
