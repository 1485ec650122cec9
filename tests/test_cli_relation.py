"""`hali relation`: components of the record with their readings, intervals, what is missing."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from hali.briefs import relation
from hali.cli import app
from hali.errors import NotInRecord
from hali.record import readings


@pytest.fixture(scope="module")
def kenya(record):
    return relation.relation(record, "KEN", "TZA")


def test_every_component_is_a_reading_of_the_record(record, kenya) -> None:
    assert kenya.pillars[0] == "trade"
    for count, wide, deep in zip(kenya.counts, kenya.index.bandwidth, kenya.index.dependence, strict=True):
        found = readings.get(record, count.reading.id)
        assert found.value == count.reading.value
        assert (found.definition.reporter, found.definition.partner) == ("KEN", "TZA")
        largest = readings.get(record, count.largest.id)
        assert (largest.definition.period, largest.definition.dataflow) == (
            found.definition.period,
            found.definition.dataflow,
        )
        assert wide == pytest.approx(found.value / largest.value)
        assert deep == pytest.approx(found.value / count.total)
        assert count.partners >= relation.FEWEST
    assert "imports" in kenya.missing


def test_the_union_is_one_partner_and_its_members_none(record) -> None:
    found = relation.relation(record, "KAZ", "EU")
    told = next(one for one in found.counts if one.measure == "exports" and one.reading.definition.period == "2024")
    assert told.largest.id == told.reading.id
    # the share of the national table; its world row also holds what names no partner
    share = readings.find(
        record,
        ["partner_share_exports"],
        reporters=["KAZ"],
        partners=["EU27_2020"],
        newest=True,
        where={"period": "2024"},
    )
    assert 100 * told.reading.value / told.total == pytest.approx(share[0].value, rel=1e-3)


def test_a_bloc_has_no_relation_with_its_own_members(record) -> None:
    found = relation.relation(record, "EU", "KAZ")
    assert {one.largest.definition.partner for one in found.counts}.isdisjoint({"DEU", "FRA", "NLD"})


def test_a_table_of_too_few_partners_is_no_scale(record, monkeypatch) -> None:
    monkeypatch.setattr(relation, "FEWEST", 10_000)
    with pytest.raises(NotInRecord, match="counts nothing between"):
        relation.relation(record, "KEN", "TZA")


def test_the_command_prints_intervals_and_no_rank() -> None:
    told = CliRunner().invoke(app, ["relation", "KE", "TZ"])
    assert told.exit_code == 0
    assert "bandwidth.v1: " in told.stdout
    assert "rank" not in told.stdout.casefold()
    found = json.loads(CliRunner().invoke(app, ["relation", "KE", "TZ", "--format", "json"]).stdout)
    for side in found["sides"]:
        low, high = side["bandwidth"]
        assert 0 <= low <= high <= 1
        assert all(count["reading"] in told.stdout for count in side["counts"])
