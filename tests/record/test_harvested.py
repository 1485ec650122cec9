"""As-of: each day shows each key once, from the latest slice that listed it, and nothing that was withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.record.test_vintages import FLAGS, draft
from tests.replay.fake import row

from hali.model.source import EVENT, ROW, VOTE, table
from hali.record import harvested
from hali.record.query import Tables, as_known
from hali.record.vintages import Store

EMPTY = {
    "cell": pa.int32(),
    **dict.fromkeys(("dataflow", "measure", "freq", "period", "reporter", "partner", "flow", "product"), pa.string()),
    "value": pa.float64(),
    **dict.fromkeys(("unit", "status", "vintage", "origin"), pa.string()),
    **dict.fromkeys(("start", "end", "known"), pa.date32()),
    "granule": pa.float64(),
    "gone": pa.date32(),
}


def embedded(*rows: tuple[str, float, str]) -> pa.Table:
    """Embedded rows of the fake table: period, value, day known."""
    made = [
        row(period, value)
        | {
            "cell": number,
            "dataflow": "FAKE:TRADE",
            "vintage": day,
            "origin": "E",
            "start": date(int(period), 1, 1),
            "end": date(int(period) + 1, 1, 1),
            "known": date.fromisoformat(day),
            "granule": 0.0,
            "gone": None,
        }
        for number, (period, value, day) in enumerate(rows)
    ]
    return pa.table({name: pa.array([r[name] for r in made], kind) for name, kind in EMPTY.items()})


def merged(store: Store, base: pa.Table) -> pa.Table:
    return harvested.observations(base, store, store.read(), lambda flow, value: 0.0)


@cache
def standing() -> str:
    """The expression the indicators start from, as SQL."""
    connection = duckdb.connect()
    connection.register("observed", embedded())
    connection.execute("create table observations as select * from observed")
    connection.execute("create table dataflows as select 'FAKE:TRADE' as dataflow, false as paged")
    backend = ibis.duckdb.from_connection(connection)
    tables = Tables(*(backend.table(n) for n in ("observations", "dataflows")), None, None, None)
    sql = str(backend.compile(as_known(tables)))
    connection.close()
    return sql


def states(observed: pa.Table) -> dict[str, dict[str, float]]:
    """Day -> period -> value."""
    connection = duckdb.connect()
    connection.register("observations", observed)
    connection.execute("create table dataflows as select 'FAKE:TRADE' as dataflow, false as paged")
    found: dict[str, dict[str, float]] = {}
    sql = standing().replace('"memory"."main".', "")
    for known, period, value in connection.execute(f"select known, period, value from ({sql})").fetchall():
        at = found.setdefault(known.isoformat(), {})
        assert period not in at, "each key once"
        at[period] = value
    connection.close()
    return found


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def commit(store: Store, day: str, cells: dict[str, float], slice_: str = "s") -> None:
    store.commit([draft(*(row(p, v) for p, v in cells.items()), day=day, slice_=slice_)], FLAGS)


def test_a_row_that_is_no_longer_listed_is_withdrawn(store: Store) -> None:
    commit(store, "2026-01-01", {"2020": 1.0, "2021": 2.0})
    commit(store, "2026-02-01", {"2020": 1.0})
    commit(store, "2026-03-01", {"2020": 1.0, "2022": 3.0})
    assert states(merged(store, embedded())) == {
        "2026-01-01": {"2020": 1.0, "2021": 2.0},
        "2026-02-01": {"2020": 1.0},
        "2026-03-01": {"2020": 1.0, "2022": 3.0},
    }


def test_a_slice_that_becomes_empty(store: Store) -> None:
    commit(store, "2026-01-01", {"2020": 1.0})
    commit(store, "2026-02-01", {})
    observed = merged(store, embedded())
    assert observed["gone"].to_pylist() == [date(2026, 2, 1)]
    assert states(observed) == {"2026-01-01": {"2020": 1.0}}


def test_overlapping_slices_give_each_key_once(store: Store) -> None:
    commit(store, "2026-01-01", {"2020": 1.0, "2021": 2.0}, "wide")
    commit(store, "2026-02-01", {"2021": 2.5, "2022": 3.0}, "late")
    commit(store, "2026-03-01", {"2020": 1.0, "2021": 2.0, "2023": 4.0}, "wide")
    assert states(merged(store, embedded())) == {
        "2026-01-01": {"2020": 1.0, "2021": 2.0},
        "2026-02-01": {"2020": 1.0, "2021": 2.5, "2022": 3.0},
        "2026-03-01": {"2020": 1.0, "2021": 2.0, "2022": 3.0, "2023": 4.0},
    }


def test_what_one_slice_withdraws_another_may_still_list(store: Store) -> None:
    commit(store, "2026-01-01", {"2020": 1.0, "2021": 2.0}, "wide")
    commit(store, "2026-02-01", {"2021": 2.5, "2022": 3.0}, "late")
    commit(store, "2026-03-01", {"2022": 3.0}, "late")
    assert states(merged(store, embedded()))["2026-03-01"] == {"2020": 1.0, "2021": 2.0, "2022": 3.0}


def test_an_unchanged_row_stands_once_under_its_first_vintage(store: Store) -> None:
    commit(store, "2026-01-01", {"2020": 1.0, "2021": 2.0})
    commit(store, "2026-02-01", {"2020": 1.0, "2021": 2.5})
    observed = merged(store, embedded())
    assert list(zip(observed["vintage"].to_pylist(), observed["period"].to_pylist(), strict=True)) == [
        ("2026-01-01", "2020"),
        ("2026-01-01", "2021"),
        ("2026-02-01", "2021"),
    ]
    assert observed["cell"].to_pylist() == [0, 1, 2]


def test_of_two_vintages_of_one_day_the_last_counts(store: Store) -> None:
    commit(store, "2026-01-01", {"2020": 1.0, "2021": 1.0})
    commit(store, "2026-01-01", {"2020": 2.0})
    assert len(store.read().vintages) == 2
    assert states(merged(store, embedded())) == {"2026-01-01": {"2020": 2.0}}


def test_a_harvest_goes_before_what_ships(store: Store) -> None:
    base = embedded(("2020", 1.0, "2026-01-01"), ("2021", 2.0, "2026-01-01"), ("2022", 3.0, "2026-01-01"))
    commit(store, "2026-01-01", {"2020": 1.5})
    commit(store, "2026-02-01", {"2020": 1.5, "2021": 2.5})
    commit(store, "2026-03-01", {"2020": 1.5})
    assert states(merged(store, base)) == {
        "2026-01-01": {"2020": 1.5, "2021": 2.0, "2022": 3.0},
        "2026-02-01": {"2020": 1.5, "2021": 2.5, "2022": 3.0},
        "2026-03-01": {"2020": 1.5, "2022": 3.0},
    }


def test_an_older_file_does_not_replace_what_ships(store: Store) -> None:
    base = embedded(("2020", 1.0, "2026-01-01"))
    commit(store, "2025-01-01", {"2020": 0.5})
    assert states(merged(store, base)) == {"2025-01-01": {"2020": 0.5}, "2026-01-01": {"2020": 1.0}}


cells = st.dictionaries(st.sampled_from(["2020", "2021", "2022"]), st.sampled_from([1.0, 2.0]), max_size=3)
events = st.lists(st.tuples(st.sampled_from(["a", "b"]), cells), min_size=1, max_size=7)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(events)
def test_as_of_is_the_latest_vintage_of_each_slice_then_the_latest_of_each_key(
    tmp_path_factory: pytest.TempPathFactory, harvests: list[tuple[str, dict[str, float]]]
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
    found = states(merged(store, embedded()))
    for day, at in expected.items():
        # a day on which nothing is new has no state of its own: that of the day before holds
        earlier = [d for d in found if d <= day]
        assert (found[max(earlier)] if earlier else {}) == at or (not at and day not in found)


def other(store: Store, kind: str, rows: pa.Table, day: str) -> None:
    """A vintage that holds no plain rows."""
    rows = rows.append_column("origin", pa.repeat("H", rows.num_rows))
    made = replace(draft(row(), day=day), kind=kind, rows=rows, dataflow=f"FAKE:{kind.upper()}", slice="file")
    store.commit([made], {f"FAKE:{kind.upper()}": FLAGS["FAKE:TRADE"]})


def test_harvested_votes_replace_the_same_roll_call(store: Store) -> None:
    def calls(*listed: tuple[int, str, str, str, str]) -> pa.Table:
        return table(
            VOTE, [(n, res, date.fromisoformat(day), ["me"], area, vote) for n, res, day, area, vote in listed]
        )

    base = calls(
        (1, "R/1", "2020-01-01", "KAZ", "Y"), (1, "R/1", "2020-01-01", "DEU", "Y"), (2, "R/2", "2020-02-01", "KAZ", "A")
    )
    other(
        store,
        "votes",
        calls((901, "R/1", "2020-01-01", "KAZ", "N"), (903, "R/3", "2021-01-01", "KAZ", "Y")),
        "2026-01-01",
    )
    found = harvested.votes(base, store, store.read())
    assert found.schema == base.schema
    cast = {(row["rcid"], row["area"]): row["vote"] for row in found.to_pylist()}
    assert cast == {(2, "KAZ"): "A", (901, "KAZ"): "N", (903, "KAZ"): "Y"}


def test_harvested_events_replace_the_same_event(store: Store) -> None:
    names = (*EVENT, "origin")
    shipped = table(names, [("2020-01-01", "visit", "met", "_Z", ["KAZ"], "A visit", "politics", "A", "E")])
    days = [date(2020, 1, 1)]
    base = shipped.append_column("start", pa.array(days)).append_column("end", pa.array([date(2020, 1, 2)]))
    seen = [("2020-01-01", "visit", "met", "_Z", ["KAZ", "DEU"], "A visit", "politics", "A")]
    seen.append(("2021-05", "law", "signed", "_Z", ["KAZ"], "A law", "politics", "A"))
    other(store, "events", table(EVENT, seen), "2026-01-01")
    found = harvested.events(base, store, store.read()).to_pylist()
    assert [(e["title"], e["parties"], e["origin"]) for e in found] == [
        ("A visit", ["KAZ", "DEU"], "H"),
        ("A law", ["KAZ"], "H"),
    ]
    assert (found[1]["start"], found[1]["end"]) == (date(2021, 5, 1), date(2021, 6, 1))


def test_single_figures_keep_the_vintage_of_their_page(store: Store) -> None:
    def figures(*values: tuple[float, str]) -> pa.Table:
        return table((*ROW, "vintage"), [[*(row("2020", v)[c] for c in ROW), day] for v, day in values])

    other(store, "paged", figures((12.5e9, "2021-03-01"), (13e9, "2022")), "2026-01-01")
    found = harvested.observations(embedded(), store, store.read(), lambda flow, value: 0.1e9).to_pylist()
    assert [(r["value"], r["vintage"], r["known"], r["granule"], r["gone"]) for r in found] == [
        (12.5e9, "2021-03-01", date(2021, 3, 1), 0.1e9, None),
        (13e9, "2022", date(2022, 1, 1), 0.1e9, None),
    ]
