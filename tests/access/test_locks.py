"""Locks on files: with `flock`, and with threads of one process where the system has none."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from hali.access import durable, locks


@pytest.fixture(params=["flock", "threads"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "threads":
        monkeypatch.setattr(locks, "fcntl", None)
    elif locks.fcntl is None:
        pytest.skip("this system has no flock")
    return str(request.param)


def opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT)


def test_one_holds_it_and_others_do_not(kind: str, tmp_path: Path) -> None:
    first, second = opened(tmp_path / "lock"), opened(tmp_path / "lock")
    locks.lock(first)
    with pytest.raises(BlockingIOError):
        locks.lock(second, wait=False)
    with pytest.raises(BlockingIOError):
        locks.lock(second, shared=True, wait=False)
    other = opened(tmp_path / "other")
    locks.lock(other, wait=False)
    locks.close(first)
    locks.lock(second, wait=False)
    locks.close(second)
    locks.close(other)


def test_who_shares_it_holds_it_together(kind: str, tmp_path: Path) -> None:
    descriptors = [opened(tmp_path / "lock") for _ in range(3)]
    locks.lock(descriptors[0], shared=True)
    locks.lock(descriptors[1], shared=True, wait=False)
    with pytest.raises(BlockingIOError):
        locks.lock(descriptors[2], wait=False)
    for one in descriptors:
        locks.close(one)


def test_waiting_ends_when_it_is_freed(kind: str, tmp_path: Path) -> None:
    order: list[str] = []
    ready = threading.Event()

    def second() -> None:
        ready.set()
        with durable.held(tmp_path / "lock"):
            order.append("second")

    with durable.held(tmp_path / "lock"):
        waiting = threading.Thread(target=second)
        waiting.start()
        ready.wait()
        order.append("first")
    waiting.join(10)
    assert order == ["first", "second"]


def test_a_part_becomes_the_file_where_what_is_held_cannot_be_renamed(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "HELD_FILES_MOVE", False)
    moved = Path.replace

    def replace(part: Path, target: Path) -> Path:
        assert not held, "renamed while it was held"
        return moved(part, target)

    held: set[int] = set()
    lock, close = locks.lock, locks.close
    monkeypatch.setattr(locks, "lock", lambda one, **more: (held.add(one), lock(one, **more)))
    monkeypatch.setattr(locks, "close", lambda one: (held.discard(one), close(one)))
    monkeypatch.setattr(Path, "replace", replace)
    durable.write(tmp_path / "file", b"whole")
    assert (tmp_path / "file").read_bytes() == b"whole"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_is_held_is_not_swept(kind: str, tmp_path: Path) -> None:
    part = durable.Part(tmp_path)
    durable.sweep(tmp_path)
    assert part.path.exists()
    part.end()
    (tmp_path / f"{durable.PART}abandoned").touch()
    durable.sweep(tmp_path)
    assert not list(tmp_path.iterdir())
