"""A change the record holds as two yearly figures is confirmed by them, and never refuted."""

from __future__ import annotations

import pytest

import hali
from hali.checking import changes
from hali.model.claim import Period


def finding(record, text, number=-1, published="2024-05-14"):
    return hali.check(text, published=published, record=record).findings[number]


STUDENTS = "In 2019 13,880 Indonesians studied in Australia, {} percent more than the year before."


def test_a_change_that_two_years_give_is_confirmed_and_both_are_told(record):
    found = finding(record, STUDENTS.format(14))
    assert (found.code, found.reason) == ("REPRODUCED", "")
    assert "13,880" in found.explanation
    assert "12,180" in found.explanation
    assert "+14.0" in found.explanation
    assert found.neighbour is not None
    assert round(found.neighbour.value, 2) == 13.96
    assert found.neighbour.unit == "PCT"


@pytest.mark.parametrize("wrong", ["41", "13", "-14"])
def test_one_they_do_not_give_is_left_as_it_is(record, wrong):
    assert finding(record, STUDENTS.format(wrong)).code == "OUTSIDE_THE_RECORD"


def test_a_fall_is_told_without_its_sign(record):
    up, down = (
        f"The number of Indonesian students in Australia {turn} by 14 percent in 2019." for turn in ("rose", "fell")
    )
    assert finding(record, up).code == "REPRODUCED"
    assert finding(record, down).code == "OUTSIDE_THE_RECORD"


def test_over_several_years_it_is_counted_from_the_first_with_one_set_of_members(record):
    text = "In 2020 the EU counted 399,980 residents born in Peru, {} % more than in 2015."
    assert finding(record, text.format(16)).code == "REPRODUCED"
    # 28 members had 351,044 in 2015: of others no change is told
    assert finding(record, text.format(14)).code == "OUTSIDE_THE_RECORD"


def test_a_factor_may_be_rough_and_a_percentage_not(record):
    text = "Indonesian firms held $1.6 billion of direct investment in Australia in 2022, {} as much as in 2018."
    assert finding(record, text.format("two and a half times")).code == "REPRODUCED_ROUGHLY"
    assert finding(record, text.format("four times")).code == "OUTSIDE_THE_RECORD"


def test_a_change_of_a_rate_is_no_change_of_an_amount(record):
    found = finding(record, "In 2023 inflation in Kenya fell by 3 percent.")
    assert not changes.wanted(found)


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        ("2019-01-01", "2020-01-01", (2018, 2019)),
        ("2015-01-01", "2021-01-01", (2015, 2020)),
        ("2019-03-01", "2019-04-01", (0, 0)),
        ("2015-01-01", "", (2015, 2023)),
    ],
)
def test_the_years_of_a_change(start, end, wanted):
    period = Period(start, end, "year", "", "sentence")
    assert changes._years("visas_issued", period, "2024-12-31") == wanted
