"""`hali relation`: components of the record with their readings, intervals, what is missing."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import hali
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


def test_python_and_the_command_say_the_same(record) -> None:
    found = hali.relation("KE", "Tanzania", record=record)
    assert found.data == json.loads(CliRunner().invoke(app, ["relation", "KE", "TZ", "--format", "json"]).stdout)
    assert f"{found!r}\n" == CliRunner().invoke(app, ["relation", "KE", "TZ"]).stdout
    counts = [count for side in found.data["sides"] for count in side["counts"]]
    assert found["reading"].to_pylist() == [count["reading"] for count in counts]
    assert set(found["side"].to_pylist()) == {"KEN", "TZA"}
    assert [one["dependence"] for one in found] == [count["value"] / count["total"] for count in counts]
    assert "bandwidth.v1: " in found._repr_html_()


def test_a_side_that_counts_nothing_is_left_out_and_two_are_an_error(record, monkeypatch) -> None:
    known = relation.relation

    def one_side(held, side, other):
        if side == "TZA":
            raise NotInRecord("nothing of this side")
        return known(held, side, other)

    monkeypatch.setattr(relation, "relation", one_side)
    assert {row["side"] for row in hali.relation("KE", "TZ", record=record)} == {"KEN"}
    monkeypatch.setattr(relation, "FEWEST", 10_000)
    with pytest.raises(NotInRecord):
        hali.relation("KE", "TZ", record=record)


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
