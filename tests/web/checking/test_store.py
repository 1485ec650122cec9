"""Where checked texts are kept."""

from __future__ import annotations

import os
import stat

import pytest

from hali.checking.intake.ingest import plain
from hali.web.checking import store as stores
from hali.web.checking.questions import Question
from hali.web.checking.store import LIFE, Files, Memory, is_id, new_id

NOW = 1_800_000_000.0


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=["files", "memory"])
def store(request, tmp_path, clock):
    return Files(tmp_path / "checks", clock) if request.param == "files" else Memory(clock)


def asked(text="Trade was worth €24 billion.", created=NOW):
    return Question(plain(text, "text"), "текст.txt", ("EU", "Kazakhstan"), "2022-01-02", "", created)


def test_what_was_asked_comes_back_whole(store):
    question = asked("Kinds of\n\n- lists\n\nand paragraphs.")
    id = store.add(question)
    assert is_id(id)
    assert store.question(id) == question


def test_ids_are_random_and_say_nothing_of_the_text(store):
    ids = {store.add(asked()) for _ in range(20)}
    assert len(ids) == 20
    assert all(len(bytes.fromhex(id)) == 16 for id in ids)
    assert len({id[at : at + 8] for id in ids for at in range(0, 32, 8)}) == 80


def test_a_text_goes_after_thirty_days(store, clock):
    id = store.add(asked())
    clock.now += LIFE - 1
    assert store.question(id) is not None
    clock.now += 2
    assert store.question(id) is None


def test_deleted_is_deleted_with_all_that_was_made_of_it(store):
    id = store.add(asked())
    store.put(id, "page", b"made")
    assert store.delete(id)
    assert store.question(id) is None
    assert store.get(id, "page") is None
    assert not store.delete(id)
    store.put(id, "page", b"made by a check that was under way")
    assert store.get(id, "page") is None


def test_an_id_that_never_was_is_nothing(store):
    assert store.question(new_id()) is None
    assert not store.delete(new_id())


def test_old_folders_are_swept_away_and_nobody_else_can_look(tmp_path, clock):
    store = Files(tmp_path / "checks", clock)
    id = store.add(asked())
    assert stat.S_IMODE((tmp_path / "checks").stat().st_mode) == 0o700
    os.utime(tmp_path / "checks" / id, (NOW, NOW))
    clock.now += LIFE + 1
    store.sweep()
    assert not (tmp_path / "checks" / id).exists()


def test_a_torn_file_is_no_question(tmp_path, clock):
    store = Files(tmp_path / "checks", clock)
    id = store.add(asked())
    (tmp_path / "checks" / id / "question").write_bytes(b'{"source": {"te')
    assert store.question(id) is None


def test_only_one_makes_a_page_and_a_dead_one_bars_nobody(tmp_path, clock):
    ours, others = Files(tmp_path / "checks", clock), Files(tmp_path / "checks", clock)
    id = ours.add(asked())
    with ours.alone(id, "page"), pytest.raises(BlockingIOError), others.alone(id, "page"):
        pass
    with others.alone(id, "page"):
        pass


def test_memory_is_bounded_and_the_text_asked_for_longest_ago_goes_first(clock):
    store = Memory(clock, most=20_000)
    first, second = store.add(asked()), store.add(asked())
    store.put(first, "page", b"x" * 8_000)
    store.put(second, "page", b"x" * 8_000)
    store.question(first)
    third = store.add(asked())
    store.put(third, "page", b"x" * 8_000)
    assert store.question(second) is None
    assert store.question(first) is not None
    assert store.size <= 20_000


def test_the_disk_is_bounded_too(tmp_path, clock, monkeypatch):
    monkeypatch.setattr(stores, "TEXTS", 3)
    monkeypatch.setattr(stores, "PAGES", 2)
    store = Files(tmp_path / "checks", clock)
    ids = []
    for number in range(5):
        ids.append(store.add(asked()))
        os.utime(tmp_path / "checks" / ids[-1], (NOW + number, NOW + number))
    assert [store.question(id) is not None for id in ids] == [False, False, True, True, True]
    names = [new_id() for _ in range(4)]
    for number, name in enumerate(names):
        with store.alone(ids[-1], name):
            store.put(ids[-1], name, b"made")
        os.utime(tmp_path / "checks" / ids[-1] / name, (1e9 + number, 1e9 + number))
    assert [store.get(ids[-1], name) is not None for name in names] == [False, False, True, True]
    assert store.question(ids[-1]) is not None
