"""Questions: which files they touch, what a new vintage changes, and that what is kept is what would be computed."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest
from tests.record import tiny
from tests.record.tiny import RATES, SECOND, TRADE, draft, rate
from tests.replay.fake import row

from hali.record import asking, kept, readings, roll_calls
from hali.record.asking import EVERYBODY, Share
from hali.record.store import Record
from hali.record.vintages import Draft
from hali.record.warehouse import Warehouse

GOODS = draft(row("2020", 100.0), row("2021", 150.0), row("2021", 40.0, partner="FRA"))
INVESTMENT = {"investment", "investment_whole"}
STOCK = draft(row("2021", 7.0, measure="fdi_stock", flow="_Z", product="_Z"), flow=SECOND)
EURO = draft(rate("2020", 1.25), rate("2021", 1.2), flow=RATES)


def versions(warehouse: Warehouse) -> dict[str, str]:
    """What the files of each part are named after."""
    return {name: warehouse.held.version(part) for name, part in warehouse.plan.parts.items()}


def changed(before: Warehouse, after: Warehouse) -> set[str]:
    """The parts whose kept readings are not those of the state before."""
    old, new = versions(before), versions(after)
    return {name for name in old if old[name] != new[name]}


def votes(*cast: tuple[int, str, str], day: str = "2025-01-10") -> Draft:
    """Roll calls as their source hands them over: number, area, vote."""
    from datetime import date

    told = {
        "rcid": [number for number, _, _ in cast],
        "resolution": [f"R/{number}" for number, _, _ in cast],
        "date": [date(2001, 5, 1) for _ in cast],
        "issues": [["hr"] for _ in cast],
        "area": [area for _, area, _ in cast],
        "vote": [vote for _, _, vote in cast],
        "origin": ["O" for _ in cast],
    }
    return replace(draft(row(), day=day), dataflow="FAKE:VOTES", kind="votes", rows=pa.table(told))


CALLS = replace(TRADE, id="FAKE:VOTES", kind="votes")
FLOWS = {**tiny.FLOWS, CALLS.id: CALLS}


def facts(record: Record) -> list[tuple[object, ...]]:
    """Every reading, what it is made of, and from when it is gone."""
    index, rows = readings.rows(record)
    return [
        (one, *index.made_of(place), str(index.gone[place]))
        for one, place in zip(index.read(rows), rows.tolist(), strict=True)
    ]


def test_a_question_touches_the_tables_that_hold_its_series(tmp_path) -> None:
    one = tiny.warehouse(tmp_path, GOODS, STOCK, EURO)
    parts = one.plan.parts
    assert {file.dataflow for file in one.held.files} == {"FAKE:TRADE", "FAKE:SECOND", "FAKE:RATES"}
    assert {file.dataflow for file in one.held.of(parts["trade"].stored).files} == {"FAKE:TRADE"}
    assert {file.dataflow for file in one.held.of(parts["investment"].stored).files} == {"FAKE:SECOND"}
    assert one.held.of(parts["energy"].stored).files == ()
    assert one.held.of(parts["trade"].stored).versions.keys() == {"FAKE:TRADE"}


@pytest.fixture
def seen(monkeypatch) -> set[tuple[str, str]]:
    """The pairs of whom rows are read from now on."""
    pairs: set[tuple[str, str]] = set()

    def fill(cursor, files, pages, sides) -> None:
        asking_fill(cursor, files, pages, sides)
        pairs.update(cursor.execute("select reporter, partner from observations").fetchall())

    asking_fill = asking.fill
    monkeypatch.setattr(asking, "fill", fill)
    return pairs


def test_a_question_reads_the_rows_of_its_sides(tmp_path, seen) -> None:
    table = draft(*(row(reporter=r, partner=p) for r in ("KAZ", "DEU", "CHN", "USA") for p in ("KAZ", "DEU", "CHN")))
    one = tiny.warehouse(tmp_path, table)
    found = readings.find(Record(one), ["exports"], reporters=["KAZ"], partners=["DEU"])
    assert {(r.definition.reporter, r.definition.partner) for r in found} == {("KAZ", "DEU")}
    # what each says of the other
    assert seen == {("KAZ", "DEU"), ("DEU", "KAZ")}
    seen.clear()
    readings.find(Record(one), ["partner_rank"], reporters=["KAZ"], partners=["DEU"])
    # a rank is one among all partners; what they say of the reporter is not asked
    assert seen == {("KAZ", p) for p in ("KAZ", "DEU", "CHN")}


def test_pairs_asked_together_are_read_one_by_one(tmp_path, seen) -> None:
    areas = ("KAZ", "DEU", "CHN", "USA")
    one = tiny.warehouse(tmp_path, draft(*(row(reporter=r, partner=p) for r in areas for p in areas if r != p)))
    asks = [readings.Ask(["exports"], [a], [b]) for a, b in (("KAZ", "DEU"), ("USA", "CHN"))]
    readings.prepare(Record(one), *asks)
    assert seen == {("KAZ", "DEU"), ("DEU", "KAZ"), ("USA", "CHN"), ("CHN", "USA")}


@pytest.mark.parametrize("sides", [{"reporters": ["KAZ"]}, {"partners": ["DEU"]}], ids=["reporter", "partner"])
def test_a_mirror_is_there_for_everybody_as_for_a_pair(tmp_path, sides) -> None:
    one = tiny.record(tmp_path, draft(row("2021", 100.0), row("2021", 60.0, reporter="DEU", partner="KAZ", flow="M")))
    pair = readings.find(one, ["mirror_gap"], reporters=["KAZ"], partners=["DEU"])
    assert pair
    assert readings.find(tiny.record(tmp_path), ["mirror_gap"], **sides) == pair


def test_only_the_parts_asked_for_are_computed(tmp_path) -> None:
    one = tiny.warehouse(tmp_path, GOODS, STOCK)
    assert one.shares(["fdi_stock"], [("KAZ", "DEU")]) == [Share("investment", "KAZ", "DEU")]
    assert one.shares(["exports_growth"], [("KAZ", "DEU")]) == [Share("trade", "KAZ", "DEU")]
    assert one.shares(["partner_rank"], [("KAZ", "DEU")]) == [Share("trade_whole", "KAZ", "DEU")]
    assert {share.part for share in one.shares([], [("KAZ", "DEU")])} == set(one.plan.parts)
    readings.find(Record(one), ["fdi_stock"], reporters=["KAZ"], partners=["DEU"])
    assert {file.parent.name for file in one.folder.rglob("*.arrow")} == {"investment", "rates"}


@pytest.mark.parametrize(
    ("new", "parts"),
    [
        (draft(row("2020", 101.0), row("2021", 150.0), day="2025-02-10"), {"trade", "trade_whole"}),
        (draft(row("2021", 8.0, measure="fdi_stock", flow="_Z"), flow=SECOND, day="2025-02-10"), INVESTMENT),
        # mirror flows are compared in one currency
        (draft(rate("2020", 1.3), flow=RATES, day="2025-02-10"), {"trade"}),
        (votes((1, "KAZ", "Y"), (1, "DEU", "N")), {"politics"}),
        (draft(row("2021", 1.0, measure="crude_price"), flow=SECOND, part="other", day="2025-02-10"), INVESTMENT),
    ],
    ids=["goods", "stock", "rates", "votes", "same-table"],
)
def test_a_vintage_changes_the_keys_of_what_depends_on_it(tmp_path, new, parts) -> None:
    before = tiny.warehouse(tmp_path, GOODS, STOCK, EURO)
    after = tiny.warehouse(tmp_path, new, flows=FLOWS)
    assert changed(before, after) == parts
    assert before.built("cells") != after.built("cells")


def test_flags_of_a_table_change_the_keys_of_what_reads_it(tmp_path) -> None:
    before = tiny.warehouse(tmp_path / "a", GOODS, STOCK)
    after = tiny.warehouse(tmp_path / "b", GOODS, STOCK, flows={**FLOWS, TRADE.id: replace(TRADE, may_sum=True)})
    assert changed(before, after) == {"trade", "trade_whole"}


def test_a_new_rate_reaches_the_mirror_gap(tmp_path) -> None:
    """Exports of 100 dollars against imports of 60 euro: 40 euro-dollars apart at par, 28 dollars at 1.2."""
    told = draft(row("2021", 100.0), row("2021", 60.0, reporter="DEU", partner="KAZ", flow="M", unit="EUR"))
    par = draft(rate("2021", 1.0), flow=RATES)
    gaps = []
    for one in (
        tiny.record(tmp_path, told, par),
        tiny.record(tmp_path, draft(rate("2021", 1.2), flow=RATES, day="2025-02-10")),
    ):
        [gap] = readings.find(one, ["mirror_gap"], reporters=["KAZ"], partners=["DEU"], where={"unit": "USD"})
        gaps.append(gap.value)
    assert gaps == pytest.approx([40.0, 28.0])


def test_harvested_roll_calls_reach_the_agreement(tmp_path) -> None:
    """Of twelve calls the two agree in three; a corrected harvest makes it nine."""
    years = [
        row(
            str(y),
            12,
            measure="un_roll_calls",
            reporter="WLD",
            partner="_Z",
            flow="_Z",
            product="_Z",
            unit="NR",
            dataflow=roll_calls.DATAFLOW,
            vintage="2021-03",
        )
        for y in (2000, 2001, 2002)
    ]
    edge = [
        (n, f"{year}-05-01", ["hr"], area, "Y") for n, year in ((100, 2000), (102, 2002)) for area in ("KAZ", "DEU")
    ]
    shipped = tiny.ships(tmp_path / "ships", years, edge)

    def agreed(number: int, day: str) -> dict[str, float]:
        cast = [(n, area, "Y" if area == "DEU" or n < number else "N") for n in range(12) for area in ("DEU", "KAZ")]
        one = tiny.record(tmp_path, votes(*cast, day=day), shipped=shipped, flows=FLOWS)
        found = readings.find(
            one,
            ["un_vote_agreement"],
            reporters=["DEU"],
            partners=["KAZ"],
            where={"variant": "identical", "product": "_Z"},
        )
        return {reading.definition.vintage: reading.value for reading in found}

    # as many calls as before, but other votes
    assert agreed(3, "2025-01-10") == {"2025-01-10": 25.0}
    assert agreed(9, "2025-02-10") == {"2025-01-10": 25.0, "2025-02-10": 75.0}


def test_what_is_kept_is_what_would_be_computed(tmp_path, monkeypatch) -> None:
    fresh = facts(tiny.record(tmp_path, GOODS, STOCK, EURO))
    again = tiny.record(tmp_path)
    monkeypatch.setattr(asking, "compute", lambda *given: pytest.fail("computed again"))
    assert facts(again) == fresh
    assert len(fresh) > 10


def test_one_pair_asked_alone_is_what_it_is_among_all(tmp_path) -> None:
    told = draft(
        *(
            row(y, v * 1.5, reporter=r, partner=p)
            for y, v in (("2020", 3.0), ("2021", 5.0))
            for r, p in (("KAZ", "DEU"), ("KAZ", "FRA"), ("KAZ", "WLD"), ("DEU", "KAZ"))
        )
    )
    every = facts(tiny.record(tmp_path / "all", told))
    pair, _ = readings.rows(tiny.record(tmp_path / "pair", told), reporters=["KAZ"], partners=["DEU"])
    alone = {r.definition: r.value for r in pair.read(pair.rows([], ["KAZ"], ["DEU"], False, {}))}
    among = {
        r.definition: r.value for r, *_ in every if (r.definition.reporter, r.definition.partner) == ("KAZ", "DEU")
    }
    assert alone == among
    assert {d.measure for d in alone} >= {"exports", "partner_share_exports", "partner_rank"}


def test_shares_asked_together_are_what_they_are_alone(tmp_path) -> None:
    """Germany is the partner of one and the reporter of the other: its count of the first is a mirror all the same."""
    told = draft(
        *(
            row("2021", value, reporter=reporter, partner=partner, flow=flow)
            for value, reporter, partner, flow in (
                (5.0, "KAZ", "DEU", "X"),
                (6.0, "DEU", "KAZ", "M"),
                (7.0, "DEU", "FRA", "X"),
                (8.0, "FRA", "DEU", "M"),
            )
        )
    )
    pairs = [("KAZ", "DEU"), ("DEU", "FRA")]

    def gaps(name: str, asks: list[tuple[str, str]]) -> dict[object, float]:
        one = tiny.record(tmp_path / name, told)
        one.warehouse.prepare([({"mirror_gap"}, asks)])
        found, _ = readings.rows(one, reporters=["KAZ"], partners=["DEU"])
        held = {r.definition: r.value for r in found.read(found.rows([], ["KAZ"], ["DEU"], False, {}))}
        return {d: value for d, value in held.items() if d.measure == "mirror_gap"}

    alone = gaps("alone", pairs[:1])
    assert alone
    assert gaps("together", pairs) == alone


@pytest.mark.parametrize("damage", [b"", b"not arrow", None], ids=["empty", "garbage", "cut"])
def test_a_damaged_file_is_computed_anew(tmp_path, damage) -> None:
    one = tiny.record(tmp_path, GOODS, EURO)
    whole = facts(one)
    files = sorted(one.warehouse.folder.rglob("*.arrow"))
    sound = {file: file.read_bytes() for file in files}
    for file in files:
        file.write_bytes(sound[file][: len(sound[file]) // 2] if damage is None else damage)
    assert facts(tiny.record(tmp_path)) == whole
    assert sorted(one.warehouse.folder.rglob("*.arrow")) == files, "each is whole again under its own name"
    for file in files:
        assert kept.read(file) is not None
    assert not list(one.warehouse.folder.rglob(".part-*"))


def test_a_folder_that_takes_no_file_costs_time_only(tmp_path) -> None:
    one = tiny.record(tmp_path, GOODS)
    one.warehouse.folder.parent.mkdir(parents=True)
    one.warehouse.folder.write_text("a file where the folder should be")
    assert {r.value for r in readings.find(one, ["exports"], where={"period": "2020"})} == {100.0}


def test_a_damaged_built_file_is_computed_anew(tmp_path) -> None:
    one = tiny.warehouse(tmp_path, GOODS)
    for name in ("trade", "cells"):
        one.built(name).parent.mkdir(parents=True, exist_ok=True)
        one.built(name).write_bytes(b"not parquet")
    assert {r.value for r in readings.find(Record(one), ["exports"], where={"period": "2020"})} == {100.0}


def test_prepare_keeps_what_look_ups_need(tmp_path, monkeypatch) -> None:
    one = tiny.warehouse(tmp_path, GOODS, EURO)
    one.prepare([(["exports"], [("KAZ", "DEU"), ("DEU", "KAZ")])])
    monkeypatch.setattr(asking, "compute", lambda *given: pytest.fail("computed again"))
    assert len(readings.find(Record(one), ["exports"], reporters=["KAZ"], partners=["DEU"])) == 6


def test_what_was_prepared_is_not_read_twice_and_damage_is_seen_when_it_is_read(tmp_path, monkeypatch) -> None:
    one = tiny.warehouse(tmp_path, GOODS, EURO)
    asked = [(["exports"], [("KAZ", "DEU")])]
    one.prepare(asked)
    (file,) = [file for file in one.folder.rglob("*.arrow") if file.parent.name == "trade"]
    file.write_bytes(b"not arrow")
    with monkeypatch.context() as patched:
        patched.setattr(asking, "compute", lambda *given: pytest.fail("computed again"))
        one.prepare(asked)
    assert len(readings.find(Record(one), ["exports"], reporters=["KAZ"], partners=["DEU"])) == 6
    assert kept.read(file) is not None


def test_what_was_chosen_is_kept_until_the_tables_change(tmp_path) -> None:
    made: list[str] = []

    def choose() -> tuple[str, ...]:
        made.append("")
        return ("CHN", "RUS") if len(made) < 3 else ()

    one = tiny.warehouse(tmp_path, GOODS)
    assert one.chosen(choose, "largest", "KAZ") == one.chosen(choose, "largest", "KAZ") == ("CHN", "RUS")
    assert len(made) == 1
    assert one.chosen(choose, "largest", "DEU") == ("CHN", "RUS"), "another question"
    more = tiny.warehouse(tmp_path, EURO)
    assert [more.chosen(choose, "largest", "KAZ") for _ in "ab"] == [(), ()]
    assert len(made) == 3, "no choice is kept as well"
    (file,) = [f for f in more.folder.glob("chosen/*.txt") if kept.texts(f) == ("largest KAZ",)]
    file.write_bytes(file.read_bytes()[:-3])
    assert more.chosen(choose, "largest", "KAZ") == ()
    assert len(made) == 4, "a damaged one is made anew"


def test_an_earlier_state_gives_its_own_numbers(tmp_path) -> None:
    before = tiny.warehouse(tmp_path, GOODS)
    after = tiny.warehouse(tmp_path, draft(row("2020", 90.0), row("2021", 150.0), day="2025-02-10"))
    where = {"period": "2020", "variant": "_Z"}
    earlier = after.earlier(before.id)
    assert earlier is not None
    assert earlier.id == before.id != after.id
    found = [
        [r.value for r in readings.find(Record(w), ["exports"], newest=True, where=where)] for w in (earlier, after)
    ]
    assert found == [[100.0], [90.0]]
    assert after.earlier("0" * 12) is None


def test_notes_are_made_once_and_forgotten_oldest_first(tmp_path) -> None:
    one = tiny.warehouse(tmp_path)
    made: list[str] = []

    def note(key: str) -> str:
        return one.note(key, lambda: made.append(key) or key.upper(), most=2)

    assert [note(key) for key in ("a", "b", "a", "c", "a", "b")] == ["A", "B", "A", "C", "A", "B"]
    assert made == ["a", "b", "c", "b"]


def test_the_readings_in_memory_are_bounded(tmp_path, monkeypatch) -> None:
    from hali.record import warehouse

    one = tiny.record(tmp_path, GOODS, STOCK)
    first, _ = readings.rows(one, ["exports"])
    assert readings.rows(one, ["exports"])[0] is first
    monkeypatch.setattr(warehouse, "ROWS_HELD", 1)
    readings.rows(one, ["fdi_stock"])
    assert readings.rows(one, ["exports"])[0] is not first


def test_a_record_of_nothing_answers_nothing(tmp_path) -> None:
    one = tiny.record(tmp_path)
    assert readings.find(one) == []
    assert readings.find(one, ["exports"], reporters=["KAZ"], partners=["DEU"]) == []
    assert readings.summary(one)["observations"] == 0


def test_everybody_stands_for_every_code() -> None:
    assert {"KAZ", "EU27_2020", "WLD"} <= set(asking.codes_of(EVERYBODY))
    assert set(asking.codes_of("EU")) >= {"EU27_2020", "EU28", "EU_V"}
    assert asking.codes_of("NOWHERE") == ("NOWHERE",)


def test_an_empty_share_is_no_table(tmp_path) -> None:
    """Of two blocs there are thousands, four of ten empty."""
    one = tiny.warehouse(tmp_path, GOODS, STOCK, EURO)
    shares = one.shares([], [("KAZ", "DEU"), ("KAZ", "FRA"), ("FRA", "KAZ"), ("UZB", "TJK")])
    made = dict(one._computed(shares))
    assert 0 < len(made) < len(shares)
    assert all(readings.num_rows and cells.num_rows for readings, cells in made.values())
    assert len(list(one._shares(shares))) == len(made)
    for share in shares:
        version = one.held.version(one.plan.parts[share.part])
        told = asking.named(share) in kept.empties(one.folder, share.part, version)
        assert asking.lies(one.folder, version, share) is (share in made)
        assert told is (share not in made)
