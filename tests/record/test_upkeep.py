"""The store in order: damage is named, nothing named is removed, an export is the whole of it."""

from __future__ import annotations

import io
import json
import os
import shutil
import tarfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.replay.fake import FAKE, body, row

from hali.access import sealed
from hali.access.rawstore import hash_file
from hali.errors import DamagedRecord, QuestionError, RecordError, UnreadableInput
from hali.pillars.plan import plan
from hali.record import archive, asking, checked, kept, readings, seed, upkeep
from hali.record.ingest import ingest
from hali.record.session import Session
from hali.record.vintages import Store


def filled(folder: Path, *values: float) -> Store:
    """A store with one vintage a value."""
    store = Store(folder)
    file = folder.with_name(f"{folder.name}.json")
    for number, value in enumerate(values):
        file.write_bytes(body([row(value=value)], f"2025-01-{number + 1:02}"))
        ingest(store, FAKE, [file])
    return store


def failed(store: Store, value: float) -> str:
    """Why a file that would be news is not taken in."""
    file = store.folder.parent.with_name("news.json")
    file.write_bytes(body([row(value=value)], "2025-03-01"))
    [outcome] = ingest(store, FAKE, [file])
    assert outcome.result == "failed"
    return outcome.reason


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return filled(tmp_path / "data", 1.0, 2.0)


def flip(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 4
    path.write_bytes(whole)


def test_all_is_well(store: Store) -> None:
    checked = upkeep.verify(store)
    # the two lists and the notes on them, two vintages, two raw answers, the log, and what ships with its lists
    assert (checked.files, checked.damage) == (9 + len(seed.files(seed.folder())), ())


def test_damage_is_named(store: Store) -> None:
    one, two = store.read().vintages
    flip(store.path(one))
    store.path(two).unlink()
    flip(store.raw.path(two.raw[0]))
    store.raw.path(one.raw[0]).unlink()
    damage = "\n".join(upkeep.verify(store).damage)
    assert f"vintage {one.id} of FAKE:TRADE is damaged" in damage
    assert f"vintage {two.id} of FAKE:TRADE is missing" in damage
    assert f"raw answer {two.raw[0][:12]} is damaged" in damage
    assert f"raw answer {one.raw[0][:12]} is not in the store" in damage
    with pytest.raises(DamagedRecord, match=rf"vintage {two.id} of FAKE:TRADE is missing.*hali record import"):
        store.rows(two)
    with pytest.raises(DamagedRecord, match=rf"vintage {one.id} of FAKE:TRADE is damaged.*hali record import"):
        store.rows(one)


def asked(store: Store) -> list[tuple[str, float]]:
    """A question to the record of a store, opened anew: dataflow and value of each reading."""
    record = Session(plan(), store.folder.parent).record()
    found = readings.find(record, ["exports"], reporters=["KAZ"], partners=["DEU"], where={"rate": "reported"})
    return [(one.definition.dataflow, one.value) for one in found]


def computed(store: Store) -> list[Path]:
    return sorted(kept.folder_of(store.folder.parent).rglob("*.arrow"))


def test_what_was_computed_is_verified_too(store: Store) -> None:
    answers = asked(store)
    assert ("FAKE:TRADE", 2.0) in answers
    assert upkeep.verify(store).damage == ()
    for file in computed(store):
        flip(file)
        damage = upkeep.verify(store).damage
        assert f"{file} is damaged; it will be computed again" in damage
    assert len(damage) == len(computed(store)) > 1
    assert asked(store) == answers
    assert upkeep.verify(store).damage == ()


@pytest.mark.parametrize("content", [b"", b"PAR1", bytes(5000)], ids=["empty", "cut short", "zeros"])
def test_a_damaged_file_of_computed_readings_is_computed_again(store: Store, content: bytes) -> None:
    answers = asked(store)
    for file in computed(store):
        file.write_bytes(content)
    assert asked(store) == answers
    assert upkeep.verify(store).damage == ()


def test_damage_of_what_ships_is_named(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = dict(seed.seeds(seed.folder()))
    one = shipped["ECB:EXR"]
    monkeypatch.setattr(seed, "seeds", lambda lying: shipped | {one.dataflow: replace(one, sha256="0" * 64)})
    [damage] = upkeep.verify(store).damage
    assert "the shipped table ECB:EXR is damaged" in damage


def test_a_damaged_vintage_stops_a_question_in_one_line(store: Store) -> None:
    _, two = store.read().vintages
    for content in (b"", bytes(5000)):
        store.path(two).write_bytes(content)
        with pytest.raises(RecordError, match=rf"^vintage {two.id} of FAKE:TRADE is damaged .*hali record import"):
            asked(store)


def test_the_record_has_an_id_for_every_state_and_asks_anew_in_each(store: Store) -> None:
    session = Session(plan(), store.folder.parent)
    first = session.record()
    assert session.record() == first
    before = asked(store)
    filled(store.folder.parent, 1.0, 2.0, 3.0)
    second = session.record()
    assert len({seed.identity(seed.folder()), first.id, second.id}) == 3
    assert second.warehouse is not first.warehouse
    assert sorted(set(asked(store)) - set(before)) == [("FAKE:TRADE", 3.0)]
    # whoever holds the old state still sees it
    assert len(readings.find(first, ["exports"], reporters=["KAZ"], partners=["DEU"], where={"rate": "reported"})) == (
        len(before)
    )


def test_a_new_vintage_computes_anew_only_what_depends_on_it(store: Store) -> None:
    asked(store)
    record = Session(plan(), store.folder.parent).record()
    readings.find(record, ["visas_issued"], reporters=["DEU"], partners=["KAZ"])
    before = set(computed(store))
    filled(store.folder.parent, 1.0, 2.0, 3.0)
    asked(store)
    record = Session(plan(), store.folder.parent).record()
    readings.find(record, ["visas_issued"], reporters=["DEU"], partners=["KAZ"])
    assert {file.parent.name for file in set(computed(store)) - before} == {"trade"}


def test_gc_removes_what_nothing_names_and_nothing_else(store: Store) -> None:
    before = upkeep.verify(store)
    unnamed = store.raw.keep(b"a failed answer")
    left = store.folder / "vintages" / "FAKE_TRADE" / "0123456789ab.parquet"
    left.write_bytes(b"rows of a commit that was killed")
    (store.folder / "raw" / ".part-x").write_bytes(b"half")
    freed = upkeep.collect(store)
    assert (freed.files, freed.moved) == (1, 2)
    assert not store.raw.path(unnamed).exists()
    assert not left.exists()
    assert {path.name for path in (store.folder / upkeep.TRASH).rglob("*.*")} == {left.name, f"{unnamed[2:]}.zst"}
    assert upkeep.verify(store) == before
    assert upkeep.collect(store) == upkeep.Freed(0, 0)
    # the log still tells what came, even of an answer that is gone
    assert len(store.raw.fetches()) == 2


def test_gc_removes_nothing_where_a_list_is_lost(store: Store) -> None:
    listed = store.list.path
    whole = listed.read_bytes()
    older = store.read()
    filled(store.folder.parent, 1.0, 2.0, 3.0)
    newest = listed.read_bytes()
    (store.folder / "raw" / ".part-x").write_bytes(b"half")
    before = sorted(store.folder.rglob("*"))
    for content in (whole, newest[: len(newest) // 2], b"", None):
        listed.unlink()
        if content is not None:
            listed.write_bytes(content)
        for refused in (store.read, lambda: upkeep.collect(store), lambda: upkeep.verify(store), lambda: asked(store)):
            with pytest.raises(DamagedRecord, match=r"manifest.json is damaged"):
                refused()
        listed.write_bytes(newest)
        assert sorted(store.folder.rglob("*")) == before
    assert len(store.read().vintages) == len(older.vintages) + 1


def test_a_list_that_is_lost_with_its_note_is_missed_by_the_files(store: Store) -> None:
    store.list.path.unlink()
    store.list.note.unlink()
    with pytest.raises(DamagedRecord, match="it is gone"):
        store.read()
    assert "it is gone" in failed(store, 9.0)


def test_an_import_brings_a_lost_list_back(store: Store, tmp_path: Path) -> None:
    archive.export(store, tmp_path / "all.tar")
    before = store.read()
    store.list.path.write_bytes(b"{")
    archive.import_(store, tmp_path / "all.tar")
    assert store.read().vintages == before.vintages
    assert upkeep.verify(store).damage == ()


def test_what_gc_put_away_comes_back(store: Store, tmp_path: Path) -> None:
    newest, note = store.list.path.read_bytes(), store.list.note.read_bytes()
    before = upkeep.verify(store)
    store.replace(replace(store.read(), vintages=store.read().vintages[:1]))  # as if the list had been a wrong one
    assert upkeep.collect(store).moved == 2
    store.list.path.write_bytes(newest)
    store.list.note.write_bytes(note)
    assert len(upkeep.verify(store).damage) == 2
    assert len(upkeep.mend(store)) == 2
    assert upkeep.verify(store) == before
    assert upkeep.mend(store) == []


def test_the_trash_is_emptied_after_thirty_days(store: Store) -> None:
    for days in (upkeep.TRASH_DAYS - 1, upkeep.TRASH_DAYS + 1):
        day = store.folder / upkeep.TRASH / (datetime.now(UTC).date() - timedelta(days)).isoformat() / "raw"
        day.mkdir(parents=True)
        (day / "file").write_bytes(b"x")
    assert upkeep.collect(store) == upkeep.Freed(1, 1, 0)
    assert [day.exists() for day in sorted((store.folder / upkeep.TRASH).glob("*/raw"))] == [True]


def test_a_note_that_is_lost_is_missed_and_written_anew(store: Store) -> None:
    whole = upkeep.verify(store)
    for note in (store.list.note, store.folder / "raw" / ".fetches.jsonl.last"):
        note.unlink()
        assert store.read().vintages  # the record is as it was
        [line] = upkeep.verify(store).damage
        assert note.name in line or "log of fetches" in line
        assert upkeep.mend(store)
        assert upkeep.verify(store) == whole


def test_a_file_nobody_may_read_is_not_called_damaged(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    file = store.path(store.read().vintages[0])

    def forbidden(path: Path) -> str:
        if path == file:
            raise PermissionError(13, "Permission denied")
        return hash_file(path)

    monkeypatch.setattr(checked, "hash_file", forbidden)
    found = upkeep.verify(store)
    assert found.damage == ()
    [line] = found.unread
    assert line.startswith("vintage ")
    assert "cannot be read" in line
    assert "Permission denied" in line


def test_a_record_that_may_only_be_read_is_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    really = os.open

    def read_only(path: str, flags: int, *more: int, **named: int) -> int:
        if flags & os.O_CREAT and str(path).startswith(str(store.folder.parent)):
            raise OSError(30, "Read-only file system")
        return really(path, flags, *more, **named)

    (store.folder.parent / "record").mkdir(exist_ok=True)
    before = sorted(store.folder.parent.rglob("*"))
    monkeypatch.setattr(os, "open", read_only)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert ("FAKE:TRADE", 2.0) in asked(store)
    assert upkeep.verify(store).damage == ()
    reason = failed(store, 7.0)
    assert "cannot be written" in reason
    assert "Read-only file system" in reason
    assert [path for path in sorted(store.folder.parent.rglob("*.*")) if path not in before] == []


def test_whoever_asks_at_once_computes_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each thread has a session of its own, as a process has."""
    computed = []
    really = asking.compute

    def counted(*given: Any) -> Any:
        computed.append(1)
        return really(*given)

    monkeypatch.setattr(asking, "compute", counted)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: asked(store), range(6)))
    assert all(answer == answers[0] for answer in answers)
    assert len(computed) == 1


def test_a_computed_file_in_place_of_another_is_not_used(store: Store) -> None:
    answers = asked(store)
    one, *others = computed(store)
    for other in others:
        shutil.copyfile(one, other)
    assert len(upkeep.verify(store).damage) == len(others) > 0
    assert asked(store) == answers
    assert upkeep.verify(store).damage == ()


def test_gc_waits_for_nobody_and_disturbs_nobody(store: Store) -> None:
    with store.in_use(), pytest.raises(RecordError, match="another hali command uses the record"):
        upkeep.collect(store)


def test_gc_keeps_what_was_used_lately(store: Store) -> None:
    answers = asked(store)
    old, *young = computed(store)
    os.utime(old, (time.time() - 2 * upkeep.UNUSED,) * 2)
    older = store.folder.parent / "record" / "v1" / "0123456789ab"
    older.mkdir(parents=True)
    (older / "readings.parquet").write_bytes(b"what an older hali built")
    assert upkeep.collect(store).files == 2
    assert computed(store) == young != []
    assert not older.parent.exists()
    assert asked(store) == answers


def test_gc_of_nothing(tmp_path: Path) -> None:
    assert upkeep.collect(Store(tmp_path)) == upkeep.Freed(0, 0)


def test_an_export_is_the_whole_of_it(store: Store, tmp_path: Path) -> None:
    assert archive.export(store, tmp_path / "all.tar") == 2
    there = Store(tmp_path / "there")
    assert archive.import_(there, tmp_path / "all.tar") == 2
    assert there.read() == store.read()
    assert there.raw.fetches() == store.raw.fetches()
    assert upkeep.verify(there) == upkeep.verify(store)
    assert archive.import_(there, tmp_path / "all.tar") == 0
    assert len(there.raw.fetches()) == 2


def test_an_import_adds_and_mends(store: Store, tmp_path: Path) -> None:
    archive.export(store, tmp_path / "all.tar")
    there = filled(tmp_path / "there", 7.0)
    own = there.read().vintages
    assert archive.import_(there, tmp_path / "all.tar") == 2
    assert {v.id for v in there.read().vintages} == {v.id for v in (*own, *store.read().vintages)}
    flip(there.path(store.read().vintages[0]))
    assert upkeep.verify(there).damage
    archive.import_(there, tmp_path / "all.tar")
    assert upkeep.verify(there).damage == ()


def test_an_export_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="nothing was harvested yet"):
        archive.export(Store(tmp_path), tmp_path / "all.tar")


def test_an_export_that_cannot_be_written(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(QuestionError, match=r"all.tar cannot be written"):
        archive.export(store, tmp_path / "file" / "all.tar")


def changed_archive(source: Path, target: Path, change) -> None:
    """A copy of an archive whose members went through `change(name, content)`; None leaves one out."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for entry in old:
            name, content = entry.name, old.extractfile(entry).read()
            made = change(name, content)
            if made is not None:
                name, content = made
                info = tarfile.TarInfo(name)
                info.size = len(content)
                new.addfile(info, io.BytesIO(content))


@pytest.mark.parametrize(
    "change",
    [
        lambda name, content: None if name.endswith(".parquet") else (name, content),
        lambda name, content: (name, content[:-1] + b"?") if name.endswith(".zst") else (name, content),
        lambda name, content: (f"../{name}", content) if name.endswith(".zst") else (name, content),
        lambda name, content: None if name == "contents.json" else (name, content),
        lambda name, content: (name, content.replace(b'"FAKE:TRADE"', b'"FAKE:OTHER"')),
    ],
    ids=["missing", "damaged", "elsewhere", "no contents", "another list"],
)
def test_a_damaged_export_changes_nothing(store: Store, tmp_path: Path, change) -> None:
    archive.export(store, tmp_path / "all.tar")
    changed_archive(tmp_path / "all.tar", tmp_path / "bad.tar", change)
    there = filled(tmp_path / "there", 7.0)
    before = there.read()
    with pytest.raises(UnreadableInput, match=r"bad.tar"):
        archive.import_(there, tmp_path / "bad.tar")
    assert there.read() == before
    assert upkeep.verify(there).damage == ()
    assert not (tmp_path / "raw").exists()


def test_no_export_at_all(store: Store, tmp_path: Path) -> None:
    archive.export(store, tmp_path / "all.tar")
    cut = tmp_path / "cut.tar"
    cut.write_bytes((tmp_path / "all.tar").read_bytes()[:3000])
    text = tmp_path / "text"
    text.write_text("a,b\n")
    for file in (cut, text, tmp_path / "missing", tmp_path):
        with pytest.raises(UnreadableInput, match=file.name):
            archive.import_(Store(tmp_path / "there"), file)
    assert Store(tmp_path / "there").read().vintages == ()


def test_an_export_of_another_format_is_refused(store: Store, tmp_path: Path) -> None:
    archive.export(store, tmp_path / "all.tar")

    def later(name: str, content: bytes) -> tuple[str, bytes]:
        return name, json.dumps(json.loads(content) | {"format": 3}).encode() if name == "contents.json" else content

    changed_archive(tmp_path / "all.tar", tmp_path / "later.tar", later)
    with pytest.raises(RecordError, match="an export of format 3, this hali reads format 2"):
        archive.import_(Store(tmp_path / "there"), tmp_path / "later.tar")


def test_a_list_of_nothing_in_place_of_another_is_not_used(tmp_path: Path) -> None:
    kept.add_empties(tmp_path, "trade", "a" * 64, ["KAZ|DEU"])
    kept.add_empties(tmp_path, "people", "b" * 64, ["KAZ|FRA"])
    assert kept.empties(tmp_path, "trade", "a" * 64) == {"KAZ|DEU"}
    [trade], [people] = (list((tmp_path / part).glob("empty-*")) for part in ("trade", "people"))
    trade.write_bytes(people.read_bytes())
    assert kept.empties(tmp_path, "trade", "a" * 64) == frozenset()
    kept.add_empties(tmp_path, "trade", "a" * 64, ["KAZ|ITA"])
    assert kept.empties(tmp_path, "trade", "a" * 64) == {"KAZ|ITA"}


def test_the_note_of_another_list_is_no_note(tmp_path: Path) -> None:
    one, other = sealed.Newest(tmp_path / "manifest.json"), sealed.Newest(tmp_path / "runs.json")
    for number in range(3):
        one.replace({"vintages": [number]})
    other.replace({"runs": []})
    one.require_noted()
    one.note.write_bytes(other.note.read_bytes())
    with pytest.raises(DamagedRecord, match="missing or damaged"):
        one.require_noted()
