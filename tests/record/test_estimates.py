"""Runs of estimates: added, never changed, the newest of a specification first, moved and verified with the store."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from hali.errors import RecordError, UnknownCode, UnreadableInput
from hali.model.estimate import Estimate, Sample, Specification, StatedInterval
from hali.pillars.plan import plan
from hali.record import archive, estimates, upkeep
from hali.record.session import Session
from hali.record.store import Record
from hali.record.vintages import Store

TWO_WAY = Specification("gravity.two_way", "trade by distance, exporter-year and importer-year", "Yotov (2016)")
THREE_WAY = Specification("gravity.three_way", "the same with pair effects", "Yotov (2016)")
SAMPLE = Sample(("DEU", "KAZ", "UZB"), 2015, 2019, 30)


def estimate(value: float, made: str = "2026-03-01", **other: object) -> Estimate:
    base = Estimate(
        measure="exports",
        reporter="KAZ",
        partner="DEU",
        flow="X",
        product="TOTAL",
        period="2019",
        unit="USD",
        value=value,
        standard_error=value / 4,
        interval=StatedInterval(value / 2, value * 2, 90),
        specification=TWO_WAY,
        sample=SAMPLE,
        made=made,
        inputs="0123456789ab",
    )
    return replace(base, **other)


def opened(store: Store, as_of: str = "") -> Record:
    return Session(plan(), store.folder.parent).record(as_of)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")


def test_what_was_added_comes_back_whole_by_reporter(store: Store) -> None:
    bare = estimate(3.0, reporter="DEU", partner="_Z", standard_error=None, interval=None)
    run = estimates.add(store, [estimate(2.0, partner="UZB"), estimate(1.0), bare])
    assert (run.count, run.measures, run.made) == (3, ("exports",), "2026-03-01")
    record = opened(store)
    assert estimates.find(record, "exports") == [bare, estimate(1.0), estimate(2.0, partner="UZB")]
    assert estimates.find(record, "exports", reporters=["KAZ"], partners=["UZB"]) == [estimate(2.0, partner="UZB")]
    assert estimates.find(record, "imports") == []
    assert estimates.find(record, "exports", reporters=["UZB"]) == []


def test_the_newest_run_of_a_specification_comes_first(store: Store) -> None:
    new, old = [estimate(2.0, "2026-05-01")], [estimate(1.0), estimate(9.0, partner="UZB")]
    pair_effects = [estimate(5.0, specification=THREE_WAY)]
    for run in (new, old, pair_effects):
        estimates.add(store, run)
    record = opened(store)
    assert [one.value for one in estimates.find(record, "exports")] == [5.0, 2.0, 1.0, 9.0]
    assert [one.value for one in estimates.find(record, "exports", newest=True)] == [5.0, 2.0, 9.0]
    two_way = estimates.find(record, "exports", specification="gravity.two_way", partners=["DEU"], newest=True)
    assert two_way == new
    seen = estimates.find(opened(store, "2026-04-30"), "exports", specification="gravity.two_way")
    assert [one.value for one in seen] == [1.0, 9.0]


def test_of_two_runs_of_one_day_the_later_is_the_newer(store: Store) -> None:
    for value in (1.0, 2.0):
        estimates.add(store, [estimate(value)])
    assert [one.value for one in estimates.find(opened(store), "exports")] == [2.0, 1.0]


def test_a_run_is_added_once_and_never_changed(store: Store) -> None:
    first = estimates.add(store, [estimate(1.0), estimate(2.0, partner="UZB")])
    before = estimates.path(store, first).read_bytes()
    assert estimates.add(store, [estimate(2.0, partner="UZB"), estimate(1.0)]) == first
    second = estimates.add(store, [estimate(1.5)])
    assert estimates.runs(store) == (first, second)
    assert estimates.path(store, first).read_bytes() == before


def test_a_run_leaves_the_record_as_it_was(store: Store) -> None:
    before = opened(store).id
    estimates.add(store, [estimate(1.0)])
    assert opened(store).id == before


@pytest.mark.parametrize("wrong", [{"measure": "mood"}, {"reporter": "QQQ"}, {"partner": "EU"}])
def test_unknown_codes_are_refused_before_anything_is_written(store: Store, wrong: dict[str, str]) -> None:
    with pytest.raises(UnknownCode):
        estimates.add(store, [estimate(1.0), estimate(2.0, **wrong)])
    with pytest.raises(UnknownCode):
        estimates.add(store, [estimate(1.0, sample=replace(SAMPLE, countries=("QQQ",)))])
    assert estimates.runs(store) == ()
    assert not list(store.folder.rglob("*.parquet"))


def test_damage_is_told(store: Store) -> None:
    run = estimates.add(store, [estimate(1.0)])
    whole = upkeep.verify(store)
    assert whole.damage == ()
    estimates.path(store, run).write_bytes(b"no Parquet")
    (line,) = upkeep.verify(store).damage
    assert f"run {run.id} of the estimates gravity.two_way is damaged" in line
    with pytest.raises(RecordError, match=f"run {run.id} of the estimates gravity.two_way is damaged"):
        estimates.find(opened(store), "exports")
    estimates.path(store, run).unlink()
    (line,) = upkeep.verify(store).damage
    assert f"run {run.id} of the estimates gravity.two_way is missing" in line


@pytest.mark.parametrize("text", ["", "[]", '{"format": 1}', '{"format": 1, "runs": [{"id": 1}]}'])
def test_a_damaged_list_is_told(store: Store, text: str) -> None:
    estimates.add(store, [estimate(1.0)])
    (store.folder / estimates.LIST).write_text(text)
    with pytest.raises(RecordError, match=r"runs.json is damaged.*`hali record import`"):
        estimates.runs(store)


def test_a_list_of_another_version_is_refused(store: Store) -> None:
    with pytest.raises(RecordError, match="list has format 9, this hali reads format 2"):
        estimates.parse('{"format": 9}', "list")


def test_what_no_list_names_is_removed_and_nothing_else(store: Store) -> None:
    run = estimates.add(store, [estimate(1.0)])
    stray = estimates.path(store, run).with_name("0123456789ab.parquet")
    stray.write_bytes(b"left by a crash")
    assert upkeep.collect(store).moved == 1
    assert not stray.exists()
    assert [one.value for one in estimates.find(opened(store), "exports")] == [1.0]


def test_an_export_carries_them(store: Store, tmp_path: Path) -> None:
    first = estimates.add(store, [estimate(1.0)])
    assert archive.export(store, tmp_path / "all.tar") == 0
    there = Store(tmp_path / "there")
    own = estimates.add(there, [estimate(7.0, specification=THREE_WAY)])
    for _ in range(2):
        assert archive.import_(there, tmp_path / "all.tar") == 0
        assert estimates.runs(there) == (own, first)
    assert [one.value for one in estimates.find(opened(there), "exports")] == [7.0, 1.0]
    assert upkeep.verify(there).damage == ()


def test_an_export_whose_estimates_are_others_is_refused(store: Store, tmp_path: Path) -> None:
    run = estimates.add(store, [estimate(1.0)])
    estimates.path(store, run).write_bytes(b"others")
    archive.export(store, tmp_path / "all.tar")
    there = Store(tmp_path / "there")
    with pytest.raises(UnreadableInput, match=f"the estimates of run {run.id} are missing or others than listed"):
        archive.import_(there, tmp_path / "all.tar")
    assert estimates.runs(there) == ()


def test_the_list_is_plain_json(store: Store) -> None:
    estimates.add(store, [estimate(1.0)])
    (told,) = json.loads((store.folder / estimates.LIST).read_text())["runs"]
    assert told["specification"]["words"] == TWO_WAY.words
    assert told["sample"] == {"countries": ["DEU", "KAZ", "UZB"], "first_year": 2015, "last_year": 2019, "n": 30}
