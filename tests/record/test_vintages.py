"""Vintages: equal rows are no news, other rows are one vintage, and every one has its day."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.replay.fake import body, parse, row

from hali.access import sealed
from hali.errors import RecordError
from hali.model.dataflow import Dataflow
from hali.record.vintages import Draft, Store, known_day, record_id, row_hash

FLAGS = {
    "FAKE:TRADE": Dataflow(id="FAKE:TRADE", title="t", publisher="fake", world="row").told(),
}
ORIGIN = {
    **dict.fromkeys(("producer", "title", "dataset", "licence", "attribution"), "Fake office"),
    "id": "O",
    "url_main": "https://data.example.org",
    "date_published": "",
    "retrieved": "2026-01-10",
    "note": "",
}


def draft(*rows, day: str = "2026-01-10", stamp: str = "", slice_: str = "s", by_hand: bool = False, raw: str = "r"):
    """A draft of the fake table, retrieved on `day`."""
    table = parse(body(rows))
    table = table.append_column("origin", pa.repeat("O", table.num_rows))
    return Draft(
        source="fake",
        dataflow="FAKE:TRADE",
        slice=slice_,
        kind="rows",
        rows=table,
        published=stamp,
        retrieved=f"{day}T10:00:00+00:00",
        raw=(raw,),
        origins=(ORIGIN,),
        by_hand=by_hand,
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


values = st.floats(allow_nan=False, allow_infinity=False)


@given(st.dictionaries(st.integers(1990, 2024), values, min_size=1), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(cells: dict[int, float], chance: random.Random) -> None:
    rows = [row(str(year), value) for year, value in cells.items()]
    shuffled = chance.sample(rows, len(rows))
    one, two = draft(*rows).rows, draft(*shuffled).rows
    assert row_hash(one) == row_hash(two)
    two = two.set_column(two.column_names.index("origin"), "origin", pa.repeat("other", two.num_rows))
    assert row_hash(one) == row_hash(two)


@given(values, values)
def test_one_value_makes_the_difference(a: float, b: float) -> None:
    assert (row_hash(draft(row(value=a)).rows) == row_hash(draft(row(value=b)).rows)) == (a == b)


@pytest.mark.parametrize("change", [{"status": "P"}, {"unit": "EUR"}, {"partner": "FRA"}, {"period": "2022"}])
def test_every_column_makes_the_difference(change: dict[str, str]) -> None:
    assert row_hash(draft(row()).rows) != row_hash(draft(row(**change)).rows)


def test_the_day_it_was_known() -> None:
    retrieved = "2026-01-10T23:59:59+00:00"
    assert known_day("", retrieved).isoformat() == "2026-01-10"
    assert known_day("2025-12-01", retrieved).isoformat() == "2025-12-01"
    assert known_day("2025-12-01T11:00:00", retrieved).isoformat() == "2025-12-01"
    assert known_day("2024-01", retrieved).isoformat() == "2024-01-01"
    assert known_day("edition of spring", retrieved).isoformat() == "2026-01-10"
    assert known_day("2031-01-01", retrieved).isoformat() == "2026-01-10"


def test_equal_rows_are_no_news(store: Store) -> None:
    first = store.commit([draft(row(), stamp="2026-01-01")], FLAGS)
    assert [(v.known, v.rows) for v in first] == [("2026-01-01", 1)]
    assert store.commit([draft(row(), day="2026-02-10", stamp="2026-02-01")], FLAGS) == []
    assert len(store.read().vintages) == 1


def test_other_rows_are_one_vintage(store: Store) -> None:
    store.commit([draft(row(value=1.0))], FLAGS)
    new = store.commit([draft(row(value=2.0), day="2026-02-10")], FLAGS)
    assert [v.known for v in new] == ["2026-02-10"]
    assert store.rows(new[0])["value"].to_pylist() == [2.0]
    assert [v.known for v in store.read().of("FAKE:TRADE", "s")] == ["2026-01-10", "2026-02-10"]


def test_a_publisher_that_goes_back_to_earlier_figures_is_followed(store: Store) -> None:
    for day, value in (("2026-01-10", 1.0), ("2026-02-10", 2.0), ("2026-03-10", 1.0)):
        assert [v.known for v in store.commit([draft(row(value=value), day=day)], FLAGS)] == [day]


def test_a_change_of_status_alone_is_news(store: Store) -> None:
    store.commit([draft(row(status="P"))], FLAGS)
    assert len(store.commit([draft(row(status="A"), day="2026-02-10")], FLAGS)) == 1


def test_a_silent_revision_is_known_from_the_day_it_was_seen(store: Store) -> None:
    store.commit([draft(row(value=1.0), stamp="2026-01-01")], FLAGS)
    new = store.commit([draft(row(value=2.0), day="2026-03-10", stamp="2026-01-01")], FLAGS)
    assert [v.known for v in new] == ["2026-03-10"]


def test_a_file_by_hand_takes_its_place_in_the_past(store: Store) -> None:
    store.commit([draft(row(value=2.0), stamp="2026-01-01")], FLAGS)
    old = draft(row(value=1.0), stamp="2025-01-01", by_hand=True, raw="old")
    assert [v.known for v in store.commit([old], FLAGS)] == ["2025-01-01"]
    assert store.commit([old], FLAGS) == []
    # what the publisher sends now is compared with the newest
    assert store.commit([draft(row(value=2.0), day="2026-02-10")], FLAGS) == []


def test_a_file_by_hand_twice_changes_nothing_even_after_another(store: Store) -> None:
    one, two = (draft(row(value=v), by_hand=True, raw=str(v)) for v in (1.0, 2.0))
    store.commit([one], FLAGS)
    store.commit([two], FLAGS)
    before = store.read()
    for again in (one, two, one):
        assert store.commit([replace(again, retrieved="2026-05-01T00:00:00+00:00")], FLAGS) == []
    assert store.read() == before


def test_all_slices_or_none(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Store._write

    def fails_later(self, given, known, hash_):
        if given.slice == "b":
            raise RecordError("disk full")
        return whole(self, given, known, hash_)

    monkeypatch.setattr(Store, "_write", fails_later)
    with pytest.raises(RecordError):
        store.commit([draft(row(), slice_="a"), draft(row(), slice_="b")], FLAGS)
    assert store.read().vintages == ()


def test_the_list_says_its_format(store: Store) -> None:
    store.commit([draft(row())], FLAGS)
    path = store.folder / "manifest.json"
    content = {name: told for name, told in json.loads(path.read_text()).items() if name != sealed.SEAL}
    path.write_bytes(sealed.dump({**content, "format": 9, "number": 2}))
    with pytest.raises(RecordError, match=r"format 9, this hali reads format 3: install the hali that wrote it"):
        store.read()
    for damaged in ("", "[]", "{", path.read_text()[:-40], '{"format": 2, "vintages": [{}], "dataflows": {}}'):
        path.write_text(damaged)
        with pytest.raises(RecordError, match=r"damaged.*hali record import"):
            store.read()


def test_the_id_of_a_record_is_that_of_its_content(store: Store) -> None:
    assert record_id("embedded", ()) == "embedded"
    store.commit([draft(row())], FLAGS)
    one = record_id("embedded", store.read().vintages)
    store.commit([draft(row(value=2.0), day="2026-02-10")], FLAGS)
    assert len({one, record_id("embedded", store.read().vintages), record_id("other", store.read().vintages)}) == 3
