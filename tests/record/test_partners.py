"""The partners of a reporter by size: one table, one year, both flows where it has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.record import tiny
from tests.record.tiny import MODEL, draft
from tests.replay.fake import row

from hali.record import partners

DAY = date(2025, 6, 1)


def flow(year, value, partner, direction="X", **more):
    return row(year, value, partner=partner, flow=direction, **more)


def test_the_newest_year_with_both_flows_goes_before_a_newer_one_with_one(tmp_path):
    one = row("2021", 1.0)
    record = tiny.record(
        tmp_path,
        draft(
            flow("2021", 10.0, "FRA"),
            flow("2021", 5.0, "FRA", "M"),
            flow("2021", 7.0, "ITA"),
            flow("2022", 90.0, "FRA"),
        ),
    )
    assert partners.sizes(record, one["reporter"], "FRA", DAY) == partners.Sizes("2021", {"FRA": 15.0, "ITA": 7.0})
    assert partners.sizes(record, one["reporter"], "ITA", DAY) == partners.Sizes("2021", {"FRA": 10.0, "ITA": 7.0})


def test_what_came_later_and_what_was_withdrawn_is_not_seen(tmp_path):
    reporter = row("2021", 1.0)["reporter"]
    record = tiny.record(
        tmp_path,
        draft(flow("2021", 10.0, "FRA"), flow("2021", 7.0, "ITA"), day="2024-01-10"),
        draft(flow("2021", 12.0, "FRA"), day="2025-01-10"),
    )
    assert partners.sizes(record, reporter, "FRA", date(2024, 6, 1), own=True).values == {"FRA": 10.0, "ITA": 7.0}
    assert partners.sizes(record, reporter, "FRA", DAY).values == {"FRA": 12.0}
    assert partners.sizes(record, reporter, "FRA", date(2020, 1, 1), own=True) is None


def test_a_model_and_an_empty_record_say_nothing(tmp_path):
    reporter = row("2021", 1.0)["reporter"]
    assert partners.sizes(tiny.record(tmp_path / "a"), reporter, "FRA", DAY) is None
    modelled = tiny.record(tmp_path / "b", draft(flow("2021", 10.0, "FRA"), flow=MODEL))
    assert partners.sizes(modelled, reporter, "FRA", DAY, own=False) is None


def test_a_compilation_with_one_number_a_direction_gives_both(tmp_path):
    """In a table that lists exports only, imports are what the partners export; not so what others report."""
    rows = [flow("2021", 10.0, "FRA"), flow("2021", 8.0, "ITA"), flow("2021", 5.0, "KAZ", reporter="ITA")]
    compiled = replace(tiny.TRADE, nature="compiled")
    record = tiny.record(tmp_path / "a", draft(*rows, flow=compiled), flows={compiled.id: compiled})
    assert partners.sizes(record, "KAZ", "ITA", DAY, own=False).values == {"FRA": 10.0, "ITA": 13.0}
    reported = tiny.record(tmp_path / "b", draft(*rows))
    assert partners.sizes(reported, "KAZ", "ITA", DAY).values == {"FRA": 10.0, "ITA": 8.0}


def test_the_largest_partners_of_tanzania_are_those_of_both_flows(record):
    found = partners.sizes(record, "TZA", "KEN", date(2026, 11, 28), own=False)
    assert sorted(found.values, key=found.values.get, reverse=True)[:3] == ["CHN", "IND", "ARE"]


def test_a_bloc_votes_where_a_member_does(tmp_path):
    votes = [(1, "2001-05-01", ["hr"], "FRA", "yes"), (1, "2001-05-01", ["hr"], "KAZ", "no")]
    record = tiny.record(tmp_path, shipped=tiny.ships(tmp_path / "ships", votes=votes))
    assert partners.voting(record, ["KAZ", "EU27_2020", "TWN"]) == {"KAZ", "EU27_2020"}


@pytest.mark.parametrize("reporter", ["KAZ", "EU27_2020"])
def test_the_shipped_tables_name_their_partners(record, reporter):
    found = partners.sizes(record, reporter, "CHN", DAY)
    assert found is not None
    assert found.values["CHN"] > 0
    assert len(found.values) > 50
