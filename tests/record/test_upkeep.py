"""The store in order: damage is named, nothing named is removed, an export is the whole of it."""

from __future__ import annotations

import io
import json
import os
import tarfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.replay.fake import FAKE, body, row

from hali.errors import QuestionError, RecordError, UnreadableInput
from hali.pillars.plan import plan
from hali.record import archive, kept, readings, seed, upkeep
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


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return filled(tmp_path / "data", 1.0, 2.0)


def flip(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 4
    path.write_bytes(whole)


def test_all_is_well(store: Store) -> None:
    checked = upkeep.verify(store)
    # the list, two vintages, two raw answers, and what ships
    assert (checked.files, checked.damage) == (5 + len(seed.seeds(seed.folder())), ())


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
    with pytest.raises(RecordError, match=rf"vintage {two.id} of FAKE:TRADE .*damaged.*hali record import"):
        store.rows(two)


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
    assert freed.files == 3
    assert not store.raw.path(unnamed).exists()
    assert not left.exists()
    assert upkeep.verify(store) == before
    assert upkeep.collect(store) == upkeep.Freed(0, 0)
    # the log still tells what came, even of an answer that is gone
    assert len(store.raw.fetches()) == 2


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
