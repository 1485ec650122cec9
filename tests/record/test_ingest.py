"""Files given by hand: recognised by their content, kept as they are, twice the same is nothing new."""

from __future__ import annotations

import gzip
import os
from dataclasses import replace
from datetime import datetime
from email.utils import formatdate
from pathlib import Path

import pytest
from tests.replay.fake import FAKE, TRADE, body, parse, row

from hali.errors import UnreadableInput
from hali.model.source import PAGE, Feed, Reply, Request
from hali.record import upkeep
from hali.record.ingest import ingest
from hali.record.journal import came, now
from hali.record.vintages import Store
from hali.record.withdrawals import effective


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "trade.json"
    path.write_bytes(body([row("2020", 10.0), row("2021", 20.0)], "2025-06-30"))
    return path


def test_a_file_becomes_a_vintage_of_the_day_it_was_published(store: Store, file: Path) -> None:
    (outcome,) = ingest(store, FAKE, [file])
    assert (outcome.result, outcome.dataflow) == ("new", "FAKE:TRADE")
    assert outcome.reason == "trade.json: known 2025-06-30: 2 rows, the first vintage"
    (vintage,) = store.read().vintages
    assert vintage.slice == "file;A;KAZ;DEU;2020..2021"
    assert store.raw.read(vintage.raw[0]) == file.read_bytes()
    (fetch,) = store.raw.fetches()
    assert (fetch.method, fetch.url) == ("FILE", "file:trade.json")


def test_twice_changes_nothing(store: Store, file: Path) -> None:
    ingest(store, FAKE, [file])
    before = store.read()
    assert [o.result for o in ingest(store, FAKE, [file, file])] == ["unchanged"]
    assert store.read() == before


def test_packed_files_are_unpacked(store: Store, file: Path) -> None:
    packed = file.with_name("trade.json.gz")
    packed.write_bytes(gzip.compress(file.read_bytes()))
    assert ingest(store, FAKE, [packed])[0].result == "new"
    packed.write_bytes(packed.read_bytes()[:-9])
    with pytest.raises(UnreadableInput, match=r"trade.json.gz is cut off or damaged"):
        ingest(store, FAKE, [packed])


def test_a_foreign_file_is_refused_before_anything_is_kept(store: Store, file: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "other.csv"
    foreign.write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableInput, match=r"other.csv is no file of Fake office .* accepted .*: FAKE:TRADE"):
        ingest(store, FAKE, [file, foreign])
    assert not store.folder.exists()


def test_a_file_that_fits_two_tables_is_refused(store: Store, file: Path) -> None:
    twins = replace(FAKE, dataflows=(TRADE, replace(TRADE, id="FAKE:TWIN")))
    with pytest.raises(UnreadableInput, match=r"fits several tables of Fake office; .*: FAKE:TRADE, FAKE:TWIN"):
        ingest(store, twins, [file])


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_a_file_that_cannot_be_read(store: Store, tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableInput, match="cannot be read"):
        ingest(store, FAKE, [tmp_path / name])


def test_an_empty_table_is_refused(store: Store, file: Path) -> None:
    file.write_bytes(body([]))
    with pytest.raises(UnreadableInput, match="no rows"):
        ingest(store, FAKE, [file])


def test_a_table_that_breaks_a_rule_is_an_outcome(store: Store, file: Path) -> None:
    file.write_bytes(body([row(), row()]))
    (outcome,) = ingest(store, FAKE, [file])
    assert outcome.result == "failed"
    assert outcome.reason.startswith("trade.json: rows occur twice")
    assert store.read().vintages == ()
    assert len(store.raw.hashes()) == 1


def test_a_stumbling_reader_does_not_recognise(store: Store, file: Path) -> None:
    def stumbles(name: str, data: bytes) -> bool:
        raise IndexError(name)

    both = replace(FAKE, dataflows=(replace(TRADE, id="FAKE:BROKEN", recognise=stumbles), TRADE))
    assert ingest(store, both, [file])[0].dataflow == "FAKE:TRADE"


def test_partners_are_no_part_of_a_complete_table(store: Store, file: Path) -> None:
    """A partner who is no longer listed is withdrawn, not carried over in a slice of its own."""
    complete = replace(FAKE, dataflows=(replace(TRADE, complete_partners=True),))
    file.write_bytes(body([row(partner="DEU"), row(partner="FRA")], "2025-01-01"))
    ingest(store, complete, [file])
    file.write_bytes(body([row(partner="DEU")], "2025-02-01"))
    (outcome,) = ingest(store, complete, [file])
    assert "0 added, 0 changed, 1 withdrawn; FEWER_ROWS" in outcome.reason


def _dated(data: bytes):
    return parse(data.replace(b"2020", b"")).slice(0, 1)


def test_a_name_gives_the_period_the_bytes_do_not_say(store: Store, file: Path) -> None:
    flow = replace(TRADE, parse=_dated, dated_by_name=lambda name: name[-9:-5])
    named = file.rename(file.with_name("visas-2019.json"))
    ingest(store, replace(FAKE, dataflows=(flow,)), [named])
    (vintage,) = store.read().vintages
    assert store.rows(vintage)["period"].to_pylist() == ["2019"]


def _mean(tables):
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = pa.concat_tables(tables)
    one = whole.slice(0, 1)
    place = one.column_names.index("value")
    return one.set_column(place, "value", pa.array([pc.mean(whole["value"]).as_py()]))


def test_files_joined_by_a_rule_are_one_slice(store: Store, tmp_path: Path) -> None:
    flow = replace(TRADE, combine=_mean)
    files = [tmp_path / f"{n}.json" for n in (1, 3)]
    for n, path in zip((1, 3), files, strict=True):
        path.write_bytes(body([row(value=float(n))]))
    (outcome,) = ingest(store, replace(FAKE, dataflows=(flow,)), files)
    (vintage,) = store.read().vintages
    assert (outcome.messages, store.rows(vintage)["value"].to_pylist()) == (2, [2.0])
    assert len(vintage.raw) == 2
    assert len(vintage.origins) == 1


def _paged() -> Feed:
    import pyarrow as pa

    def with_pages(data: bytes):
        table = parse(data)
        for name in PAGE:
            told = {"vintage": "2024-05-06", "licence": "quoted", "published": "2024-05-06"}.get(name, name)
            table = table.append_column(name, pa.repeat(told, table.num_rows))
        return table

    return replace(TRADE, kind="paged", parse=with_pages)


def test_single_figures_have_an_origin_a_page(store: Store, file: Path) -> None:
    ingest(store, replace(FAKE, dataflows=(_paged(),)), [file])
    (vintage,) = store.read().vintages
    assert vintage.slice == "file:trade.json"
    (origin,) = vintage.origins
    assert (origin["producer"], origin["licence"], origin["date_published"]) == ("producer", "quoted", "2024-05-06")
    assert set(store.rows(vintage)["vintage"].to_pylist()) == {"2024-05-06"}


def saved(file: Path, day: str) -> None:
    when = datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()
    os.utime(file, (when, when))


def test_a_file_without_a_stamp_is_known_from_the_day_it_was_saved(store: Store, file: Path) -> None:
    file.write_bytes(body([row("2020", 10.0)]))
    saved(file, "2025-03-04")
    ingest(store, FAKE, [file])
    assert [vintage.known for vintage in store.read().vintages] == ["2025-03-04"]


def test_a_file_saved_by_something_that_knows_no_time_is_known_from_today(store: Store, file: Path) -> None:
    file.write_bytes(body([row("2020", 10.0)]))
    saved(file, "1980-01-01")
    ingest(store, FAKE, [file])
    assert [vintage.known for vintage in store.read().vintages] == [now()[:10]]


@pytest.mark.parametrize(
    ("date", "ahead"), [("Mon, 02 Mar 2026 08:00:00 GMT", True), ("", False), ("never", False), ("Mon, 1", False)]
)
def test_an_answer_came_no_later_than_it_says(date: str, ahead: bool) -> None:
    reply = Reply(Request("https://data.example.org/trade"), 200, {"date": date}, b"")
    assert (came(reply) == "2026-03-02T08:00:00+00:00") is ahead
    assert came(replace(reply, headers={"date": formatdate(usegmt=True)})) <= now()
    # a file a publisher changed long ago came today
    changed = replace(reply, headers={"last-modified": "Mon, 02 Mar 2020 08:00:00 GMT"})
    assert came(changed)[:10] == now()[:10]


def test_a_vintage_of_a_clock_in_the_future_does_not_stay_the_newest(store: Store, file: Path) -> None:
    file.write_bytes(body([row("2020", 10.0)]))
    ingest(store, FAKE, [file])
    manifest = store.read()
    store.replace(replace(manifest, vintages=(replace(manifest.vintages[0], known="2091-01-01"),)))
    [line] = upkeep.verify(store).dated
    assert "is dated 2091-01-01, a day that has not come" in line
    file.write_bytes(body([row("2020", 11.0)]))
    [outcome] = ingest(store, FAKE, [file])
    assert outcome.reason.endswith(
        "1 vintages are dated later than today, by a clock that was wrong: `hali record mend`"
    )
    assert store.read().of("FAKE:TRADE")[-1].known == "2091-01-01"
    assert any("now known from" in line for line in upkeep.mend(store))
    assert upkeep.verify(store).dated == ()
    newest = effective(store.read())[0][-1]
    assert store.rows(newest)["value"].to_pylist() == [11.0]
