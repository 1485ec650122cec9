"""The index: the order of its rows, what is newest, what still holds, where a definition is, what a row is made of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record import tiny
from tests.record.tiny import RATES, draft, rate
from tests.replay.fake import row

from hali.codelists import areas
from hali.model.definition import DEFINITION_COLUMNS, ID_LENGTH, NONE, Definition, located, reading_id
from hali.record import readings
from hali.record.index import AT


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    """Three states of a table: 2021 is revised, then 2020 withdrawn."""
    flows = ("X", "M")
    first = draft(*(row(y, v, flow=f) for f in flows for y, v in (("2020", 100.0), ("2021", 150.0))), day="2025-01-10")
    second = draft(*(row(y, v, flow=f) for f in flows for y, v in (("2020", 100.0), ("2021", 180.0))), day="2025-02-10")
    third = draft(*(row("2021", 180.0, flow=f) for f in flows), row("2022", 90.0), day="2025-03-10")
    rates = draft(rate("2020", 1.25), rate("2021", 1.2), rate("2022", 1.1), flow=RATES)
    return tiny.record(tmp_path_factory.mktemp("index"), first, second, third, rates)


@pytest.fixture(scope="module")
def index(one):
    return tiny.everything(one)


def test_rows_lie_in_one_order(index) -> None:
    others = [name for name in DEFINITION_COLUMNS if name not in AT]
    keys = [
        tuple(str(index.texts[name][index.codes[name][place]]) for name in (*AT, *others))
        for place in range(len(index))
    ]
    assert len(keys) > 60
    assert keys == sorted(keys)
    assert list(index.runs) == sorted(index.runs)
    for measure, (first, last) in index.runs.items():
        assert {reading.definition.measure for reading in index.read(np.arange(first, last))} == {measure}
    assert sum(last - first for first, last in index.runs.values()) == len(index)


def test_no_definition_stands_twice(index) -> None:
    listed = index.read(np.arange(len(index)))
    assert len({reading.definition for reading in listed}) == len({reading.id for reading in listed}) == len(index)


def test_every_definition_is_found_where_it_stands(index) -> None:
    for place, reading in enumerate(index.read(np.arange(len(index)))):
        assert index.row_of(reading.definition) == place
        assert index.row(reading.id, np.arange(len(index))) == place


def test_a_definition_that_is_not_there_is_not_found(index) -> None:
    there = index.read(np.arange(1))[0].definition
    assert index.row_of(replace(there, period="1900")) is None  # no row has this period
    assert index.row_of(replace(there, measure="nothing")) is None
    # every text of it occurs, but not together
    growth = next(r for r in index.read(np.arange(len(index))) if r.definition.measure == "exports_growth").definition
    assert index.row_of(replace(growth, unit="USD")) is None
    assert index.row("0" * ID_LENGTH, np.arange(len(index))) is None


def test_newest_is_the_last_vintage_of_each_definition(index) -> None:
    where = {"variant": NONE, "unit": "USD", "flow": "X"}
    rows = index.rows(["exports"], (), (), False, where)
    told = {(r.definition.period, r.definition.vintage, r.value) for r in index.read(rows)}
    assert told == {
        ("2020", "2025-01-10", 100.0),
        ("2021", "2025-01-10", 150.0),
        ("2021", "2025-02-10", 180.0),
        # a vintage that withdraws a row states its slice anew
        ("2021", "2025-03-10", 180.0),
        ("2022", "2025-03-10", 90.0),
    }
    newest = index.newest(rows)
    assert {(r.definition.period, r.definition.vintage) for r in index.read(newest)} == {
        ("2020", "2025-01-10"),
        ("2021", "2025-03-10"),
        ("2022", "2025-03-10"),
    }
    assert index.newest(rows[::-1]).tolist() == newest.tolist()


def test_what_was_withdrawn_stands_until_that_day(index) -> None:
    rows = index.newest(index.rows(["exports"], (), (), False, {"variant": NONE, "unit": "USD", "flow": "X"}))
    stands = {
        day: {r.definition.period for r in index.read(index.standing(rows, day))}
        for day in ("2025-03-09", "2025-03-10", "")
    }
    assert stands == {"2025-03-09": {"2020", "2021", "2022"}, "2025-03-10": {"2021", "2022"}, "": {"2021", "2022"}}
    [growth] = index.rows(["exports_growth"], (), (), False, {"variant": "USD", "vintage": "2025-02-10"}).tolist()
    assert index.gone[growth] == "2025-03-10", "what is made of it is gone with it"


def test_an_as_of_record_sees_what_stood(one) -> None:
    def newest(day: str) -> set[tuple[str, float]]:
        seen = replace(one, as_of=day)
        told = readings.find(seen, ["exports"], newest=True, where={"variant": NONE, "unit": "USD"})
        return {(r.definition.period, r.value) for r in told}

    assert newest("2025-01-09") == set()
    assert newest("2025-01-10") == {("2020", 100.0), ("2021", 150.0)}
    assert newest("2025-02-28") == {("2020", 100.0), ("2021", 180.0)}
    assert newest("2025-03-10") == newest("") == {("2021", 180.0), ("2022", 90.0)}


def test_a_row_of_rows_is_flat_in_its_own_order(one, index) -> None:
    """Growth in euro is made of two amounts in euro, each of an amount in dollars and a rate."""
    where = {"variant": "EUR", "vintage": "2025-02-10", "period": "2021"}
    [growth] = index.rows(["exports_growth"], (), (), False, where).tolist()
    items = index.parts[index.offsets[growth] : index.offsets[growth + 1]]
    assert (items < 0).all()
    cells, owner = index.flat(np.array([growth]))
    assert owner.tolist() == [0] * 4
    told = {o.cell: o for o in readings.observations(one, cells.tolist())}
    assert [(told[c].measure, told[c].period, told[c].value) for c in cells.tolist()] == [
        ("trade_value", "2021", 180.0),
        ("exchange_rate", "2021", 1.2),
        ("trade_value", "2020", 100.0),
        ("exchange_rate", "2020", 1.25),
    ]
    assert index.value[growth] == pytest.approx(100 * (180 / 1.2) / (100 / 1.25) - 100)


def test_several_rows_are_flat_one_after_another(index) -> None:
    rows = np.arange(len(index))
    cells, owner = index.flat(rows)
    assert sorted(set(owner.tolist())) == rows.tolist()
    for place in rows.tolist():
        assert tuple(cells[owner == place].tolist()) == index.made_of(place)[0]


def test_look_ups_hold_what_was_asked(index) -> None:
    every = np.arange(len(index))
    assert index.rows([], (), (), False, {}).tolist() == every.tolist()
    assert index.rows(["nothing"], (), (), False, {}).tolist() == []
    assert index.rows([], ["DEU"], ["KAZ"], False, {}).tolist() == []
    turned = index.rows([], ["DEU"], ["KAZ"], True, {})
    assert turned.tolist() == index.rows([], ["KAZ"], ["DEU"], False, {}).tolist() != []
    assert index.rows([], (), (), False, {"flow": lambda flow: flow == "X"}).tolist() == [
        place for place in every.tolist() if index.texts["flow"][index.codes["flow"][place]] == "X"
    ]
    assert index.rows([], (), (), False, {"flow": ["X", "M"], "period": "1900"}).tolist() == []


def test_a_reading_is_found_by_its_id_alone(one, index) -> None:
    for reading in index.read(np.arange(0, len(index), 7)):
        got = readings.get(one, reading.id)
        assert (got.definition, got.value) == (reading.definition, reading.value)
        assert got.cells
        assert got.sources


text = st.text(st.characters(codec="utf-8", exclude_characters="|"), max_size=8)
definitions = st.builds(Definition, *(text for _ in DEFINITION_COLUMNS))


@given(st.lists(definitions, min_size=2, max_size=20, unique=True))
def test_no_two_definitions_share_an_id(listed: list[Definition]) -> None:
    ids = {definition.id for definition in listed}
    assert len(ids) == len(listed)
    assert {len(id_) for id_ in ids} == {ID_LENGTH}


@given(definitions, st.sampled_from(DEFINITION_COLUMNS), text)
def test_every_field_changes_the_id(definition: Definition, column: str, told: str) -> None:
    changed = replace(definition, **{column: told})
    assert (changed.id == definition.id) == (changed == definition)


def test_an_id_tells_measure_reporter_and_partner() -> None:
    measures = ("exports", "imports", "fdi_stock")
    for measure in measures:
        for reporter, partner in (("KAZ", "EU27_2020"), ("EU27_2020", "KAZ")):
            id_ = reading_id((measure, reporter, partner, *(NONE for _ in DEFINITION_COLUMNS[3:])))
            assert located(id_, 0, measures) == [measure]
            assert reporter in located(id_, 1, areas.codes())
            assert partner in located(id_, 2, areas.codes())
            assert len(located(id_, 1, areas.codes())) < 3, "few candidates are looked through"
