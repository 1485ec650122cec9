"""As-of: each day shows each key once, from the latest slice that listed it, and nothing that was withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.record import tiny
from tests.record.test_vintages import draft
from tests.replay.fake import row

from hali.model.dataflow import Dataflow, Kind
from hali.model.observation import Event
from hali.model.source import EVENT, ROW, table
from hali.pillars import plan
from hali.record import harvested, readings
from hali.record.query import as_known
from hali.record.store import Record
from hali.record.vintages import Store
from hali.record.warehouse import Warehouse


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


@pytest.fixture
def nothing(tmp_path: Path) -> Path:
    """What ships: nothing."""
    return tiny.ships(tmp_path / "ships")


def warehouse(store: Store, shipped: Path) -> Warehouse:
    return Warehouse(plan.plan(), store, store.read(), shipped)


def observed(store: Store, shipped: Path, dataflow: str = "FAKE:TRADE") -> list[dict[str, object]]:
    """The observations of a dataflow, the oldest first."""
    cursor = warehouse(store, shipped).observed([dataflow])
    found = cursor.sql("select * from observations order by known, period, vintage").to_arrow_table().to_pylist()
    cursor.close()
    return found


@cache
def standing() -> str:
    """The expression the indicators start from, as SQL."""
    import ibis

    return str(ibis.to_sql(as_known(plan.unbound()), dialect="duckdb"))


def states(store: Store, shipped: Path, dataflow: str = "FAKE:TRADE") -> dict[str, dict[str, float]]:
    """Day -> period -> value."""
    cursor = warehouse(store, shipped).observed([dataflow])
    found: dict[str, dict[str, float]] = {}
    for known, period, value in cursor.execute(f"select known, period, value from ({standing()})").fetchall():
        at = found.setdefault(known.isoformat(), {})
        assert period not in at, "each key once"
        at[period] = value
    cursor.close()
    return found


def commit(store: Store, day: str, cells: dict[str, float], slice_: str = "s", dataflow: str = "FAKE:TRADE") -> None:
    made = draft(*(row(p, v) for p, v in cells.items()), day=day, slice_=slice_)
    declared = Dataflow(id=dataflow, title="t", publisher="fake", world="row")
    store.commit([replace(made, dataflow=dataflow)], {dataflow: declared.told()})


def test_a_row_that_is_no_longer_listed_is_withdrawn(store: Store, nothing: Path) -> None:
    commit(store, "2026-01-01", {"2020": 1.0, "2021": 2.0})
    commit(store, "2026-02-01", {"2020": 1.0})
    commit(store, "2026-03-01", {"2020": 1.0, "2022": 3.0})
    assert states(store, nothing) == {
        "2026-01-01": {"2020": 1.0, "2021": 2.0},
        "2026-02-01": {"2020": 1.0},
        "2026-03-01": {"2020": 1.0, "2022": 3.0},
    }


def test_a_slice_that_becomes_empty(store: Store, nothing: Path) -> None:
    commit(store, "2026-01-01", {"2020": 1.0})
    commit(store, "2026-02-01", {})
    assert [one["gone"] for one in observed(store, nothing)] == [date(2026, 2, 1)]
    assert states(store, nothing) == {"2026-01-01": {"2020": 1.0}}


def test_overlapping_slices_give_each_key_once(store: Store, nothing: Path) -> None:
    commit(store, "2026-01-01", {"2020": 1.0, "2021": 2.0}, "wide")
    commit(store, "2026-02-01", {"2021": 2.5, "2022": 3.0}, "late")
    commit(store, "2026-03-01", {"2020": 1.0, "2021": 2.0, "2023": 4.0}, "wide")
    assert states(store, nothing) == {
        "2026-01-01": {"2020": 1.0, "2021": 2.0},
        "2026-02-01": {"2020": 1.0, "2021": 2.5, "2022": 3.0},
        "2026-03-01": {"2020": 1.0, "2021": 2.0, "2022": 3.0, "2023": 4.0},
    }


def test_what_one_slice_withdraws_another_may_still_list(store: Store, nothing: Path) -> None:
    commit(store, "2026-01-01", {"2020": 1.0, "2021": 2.0}, "wide")
    commit(store, "2026-02-01", {"2021": 2.5, "2022": 3.0}, "late")
    commit(store, "2026-03-01", {"2022": 3.0}, "late")
    assert states(store, nothing)["2026-03-01"] == {"2020": 1.0, "2021": 2.0, "2022": 3.0}


def test_an_unchanged_row_stands_once_under_its_first_vintage(store: Store, nothing: Path) -> None:
    commit(store, "2026-01-01", {"2020": 1.0, "2021": 2.0})
    commit(store, "2026-02-01", {"2020": 1.0, "2021": 2.5})
    listed = observed(store, nothing)
    assert [(one["vintage"], one["period"], one["value"]) for one in listed] == [
        ("2026-01-01", "2020", 1.0),
        ("2026-01-01", "2021", 2.0),
        ("2026-02-01", "2021", 2.5),
    ]
    # their numbers lead back to them
    cells = [one["cell"] for one in listed]
    assert len(set(cells)) == 3
    again = {one.cell: one for one in readings.observations(Record(warehouse(store, nothing)), cells)}
    assert [(again[cell].vintage, again[cell].value) for cell in cells] == [
        (one["vintage"], one["value"]) for one in listed
    ]


def test_of_two_vintages_of_one_day_the_last_counts(store: Store, nothing: Path) -> None:
    commit(store, "2026-01-01", {"2020": 1.0, "2021": 1.0})
    commit(store, "2026-01-01", {"2020": 2.0})
    assert len(store.read().vintages) == 2
    assert states(store, nothing) == {"2026-01-01": {"2020": 2.0}}


SHIPS = "KZ_BNS:TRADE"
"""A table that ships: here with some rows of the tests' own."""


def ships(folder: Path, cells: dict[str, float]) -> Path:
    """What ships: rows of SHIPS, known since the first day of 2026."""
    about = {"dataflow": SHIPS, "vintage": "2026-01-01"}
    return tiny.ships(folder / "ships", [row(period, value, **about) for period, value in cells.items()])


def test_a_harvest_goes_before_what_ships(store: Store, tmp_path: Path) -> None:
    shipped = ships(tmp_path, {"2020": 1.0, "2021": 2.0, "2022": 3.0})
    commit(store, "2026-01-01", {"2020": 1.5}, dataflow=SHIPS)
    commit(store, "2026-02-01", {"2020": 1.5, "2021": 2.5}, dataflow=SHIPS)
    commit(store, "2026-03-01", {"2020": 1.5}, dataflow=SHIPS)
    assert states(store, shipped, SHIPS) == {
        "2026-01-01": {"2020": 1.5, "2021": 2.0, "2022": 3.0},
        "2026-02-01": {"2020": 1.5, "2021": 2.5, "2022": 3.0},
        "2026-03-01": {"2020": 1.5, "2022": 3.0},
    }


def test_an_older_file_does_not_replace_what_ships(store: Store, tmp_path: Path) -> None:
    shipped = ships(tmp_path, {"2020": 1.0})
    commit(store, "2025-01-01", {"2020": 0.5}, dataflow=SHIPS)
    assert states(store, shipped, SHIPS) == {"2025-01-01": {"2020": 0.5}, "2026-01-01": {"2020": 1.0}}


cells = st.dictionaries(st.sampled_from(["2020", "2021", "2022"]), st.sampled_from([1.0, 2.0]), max_size=3)
events = st.lists(st.tuples(st.sampled_from(["a", "b"]), cells), min_size=1, max_size=7)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(events)
def test_as_of_is_the_latest_vintage_of_each_slice_then_the_latest_of_each_key(
    tmp_path_factory: pytest.TempPathFactory, nothing: Path, harvests: list[tuple[str, dict[str, float]]]
) -> None:
    """The rule word for word, against the record's way of storing it."""
    store = Store(tmp_path_factory.mktemp("store"))
    listed: dict[str, tuple[str, dict[str, float]]] = {}
    expected: dict[str, dict[str, float]] = {}
    for number, (slice_, rows) in enumerate(harvests):
        day = f"2026-01-{number + 1:02}"
        if slice_ in listed and listed[slice_][1] == rows:
            continue  # no news
        commit(store, day, rows, slice_)
        listed[slice_] = (day, rows)
        at: dict[str, float] = {}
        for _, there in sorted(listed.values(), key=lambda one: one[0]):
            at |= there
        expected[day] = at
    found = states(store, nothing)
    for day, at in expected.items():
        # a day on which nothing is new has no state of its own: that of the day before holds
        earlier = [d for d in found if d <= day]
        assert (found[max(earlier)] if earlier else {}) == at or (not at and day not in found)


def other(store: Store, kind: Kind, rows: pa.Table, day: str) -> None:
    """A vintage that holds no plain rows."""
    rows = rows.append_column("origin", pa.repeat("H", rows.num_rows))
    made = replace(draft(row(), day=day), kind=kind, rows=rows, dataflow=f"FAKE:{kind.upper()}", slice="file")
    declared = Dataflow(id=made.dataflow, title="t", publisher="fake", kind=kind)
    store.commit([made], {made.dataflow: declared.told()})


def test_harvested_events_replace_the_same_event(store: Store) -> None:
    base = Event("2020-01-01", "visit", "met", "_Z", ("KAZ",), "A visit", "politics", "E", "A")
    seen = [("2020-01-01", "visit", "met", "_Z", ["KAZ", "DEU"], "A visit", "politics", "A")]
    seen.append(("2021-05", "law", "signed", "_Z", ["KAZ"], "A law", "politics", "A"))
    other(store, "events", table(EVENT, seen), "2026-01-01")
    found = harvested.events([base], store, store.read())
    assert [(e.date, e.title, e.parties, e.origin) for e in found] == [
        ("2020-01-01", "A visit", ("KAZ", "DEU"), "H"),
        ("2021-05", "A law", ("KAZ",), "H"),
    ]


def test_single_figures_keep_the_vintage_of_their_page(store: Store, nothing: Path) -> None:
    def figures(*values: tuple[float, str]) -> pa.Table:
        return table((*ROW, "vintage"), [[*(row("2020", v)[c] for c in ROW), day] for v, day in values])

    other(store, "paged", figures((12.5e9, "2021-03-01"), (13e9, "2022")), "2026-01-01")
    found = observed(store, nothing, "FAKE:PAGED")
    assert [(r["value"], r["vintage"], r["known"], r["granule"], r["gone"]) for r in found] == [
        (12.5e9, "2021-03-01", date(2021, 3, 1), 0.1e9, None),
        (13e9, "2022", date(2022, 1, 1), 1e9, None),
    ]
